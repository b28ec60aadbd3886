"""Finding people again next month: keyed hashes beside the data, only where somebody asked for it.

The salt lies in the folder with mode 600. Without it a hash tells nobody anything, with it one can
check a guess; so it goes with the folder, and `rollout import forget=` removes both.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.arrays import Ints
from sim.base.params import ConfigError
from sim.organisation.exports.folder import KEYS, SALT

LENGTH = 32  # bytes of the salt
DIGITS = 32  # hexadecimal digits of a hash


@dataclass(frozen=True)
class Rejoin:
    """People of an earlier import.

    Attributes:
        salt: What hashes are keyed with.
        people: Keyed hash -> number of the person.
        group_of_people: Group of each person, -1 for none.
    """

    salt: bytes
    people: dict[str, int]
    group_of_people: Ints

    def alias(self) -> dict[str, int]:
        """Spelling -> person, for whoever looks a spelling up."""
        return _Hashed(self)


class _Hashed(dict[str, int]):
    """A mapping that hashes what it is asked for, and keeps nothing but what was found."""

    def __init__(self, rejoin: Rejoin) -> None:
        super().__init__()
        self._rejoin = rejoin

    def get(self, key: str, default: int = -1) -> int:  # type: ignore[override]
        return self._rejoin.people.get(hashed(key, self._rejoin.salt), default)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and hashed(key, self._rejoin.salt) in self._rejoin.people


def hashed(key: str, salt: bytes) -> str:
    """The keyed hash of a spelling."""
    return hmac.new(salt, key.encode("utf-8"), hashlib.sha256).hexdigest()[:DIGITS]


def new_salt() -> bytes:
    """A salt that nobody has."""
    return secrets.token_bytes(LENGTH)


def read_salt(folder: Path) -> bytes | None:
    """The salt of a folder; None if it has none.

    Raises:
        ConfigError: It is damaged.
    """
    path = folder / SALT
    if not path.is_file():
        return None
    salt = path.read_bytes()
    if len(salt) != LENGTH:
        raise ConfigError(f"{path} is damaged; import people again with rejoin=true")
    return salt


def read_rejoin(folder: Path) -> Rejoin | None:
    """People of an earlier import; None if no key was kept.

    Raises:
        ConfigError: The files are damaged.
    """
    salt, path = read_salt(folder), folder / KEYS
    if salt is None or not path.is_file():
        return None
    import pandas as pd

    try:
        table = pd.read_parquet(path)
        people = dict(zip(table["key"].tolist(), table["person"].tolist(), strict=True))
        number, group = table["person"].to_numpy(), table["group"].to_numpy()
        groups = np.full(int(number.max()) + 1, -1, np.int64)
        groups[number] = group
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ConfigError(f"{path} is damaged; import people again with rejoin=true") from error
    return Rejoin(salt, people, groups)


def write_rejoin(folder: Path, salt: bytes, keys: Iterable[tuple[str, int, int]]) -> None:
    """Write salt and hashes so that nobody but the owner can read them.

    Args:
        folder: Where.
        salt: What the hashes are keyed with.
        keys: Keyed hash, number of the person, group; one per spelling.
    """
    import pandas as pd

    from sim.base.files import atomic_write

    with atomic_write(folder / SALT) as temporary:
        os.close(os.open(temporary, os.O_CREAT | os.O_WRONLY, 0o600))
        temporary.write_bytes(salt)
    table = pd.DataFrame(sorted(keys), columns=["key", "person", "group"])
    with atomic_write(folder / KEYS) as temporary:
        os.close(os.open(temporary, os.O_CREAT | os.O_WRONLY, 0o600))
        table.to_parquet(temporary, index=False)
        os.chmod(temporary, 0o600)
