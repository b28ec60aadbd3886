"""What lies in the folder of a store, and what its index knows of it."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.params import ConfigError
from sim.runs.chunks import NAME
from sim.runs.version import model_version

if TYPE_CHECKING:
    import pyarrow as pa

INDEX = "index.json"
LABELS = ("key", "strategy", "seed", "seconds")
#: What the folder of a model version is called (`model_version`).
VERSION = re.compile(r"[^/]+-[0-9a-f]{12}")
#: What a file of a store is called while it is written.
PART = re.compile(r"\.([0-9a-f]{32}|index\.json)\..+\.part")


class Place(NamedTuple):
    """Where a run is stored."""

    version: str
    chunk: Path
    key: str


class Labels(NamedTuple):
    """What the index knows of the runs in a chunk; a list each, in the order of its rows."""

    keys: list[str]
    strategies: list[str]
    seeds: list[int]
    seconds: list[float]


def labels_of(table: pa.Table) -> Labels:
    """What a chunk says of its runs."""
    return Labels(*(table[name].to_pylist() for name in LABELS))


def listed(said: Any) -> Labels | None:
    """What the index says of a chunk; None if it makes no sense."""
    if not isinstance(said, list) or list(map(type, said)) != [list] * len(LABELS):
        return None
    known = Labels(*said)
    kinds = (set(map(type, each)) for each in known)
    right = all(kind <= {one} for kind, one in zip(kinds, (str, str, int, float), strict=True))
    return known if right and len({len(each) for each in known}) == 1 else None


def versions(folder: Path | str) -> list[str]:
    """Model versions that a store holds runs of, this one first.

    Raises:
        ConfigError: The folder is no store, or cannot be read.
    """
    root = Path(folder)
    try:
        names = sorted(each.name for each in os.scandir(root)
                       if VERSION.fullmatch(each.name) and each.is_dir())  # fmt: skip
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})" if root.exists() else "it does not exist"
        raise ConfigError(f"no store in {root}: {reason} (choose another: store=DIR)") from error
    names = [name for name in names if any(map(is_ours, os.listdir(root / name)))]
    if not names:
        raise ConfigError(f"no store in {root}: no runs in it (choose another: store=DIR)")
    return sorted(names, key=lambda name: name != model_version())


def is_ours(name: str) -> bool:
    """Whether a file in the folder of a version is called as a store calls its files."""
    stem, _, suffix = name.partition(".")
    if suffix in ("parquet", "damaged"):
        return NAME.fullmatch(stem) is not None
    return name == INDEX or PART.fullmatch(name) is not None


def chunks(folder: Path) -> list[str]:
    """Names of the chunks in the folder of a version, without `.parquet`."""
    try:
        with os.scandir(folder) as found:
            return sorted(
                each.name.removesuffix(".parquet") for each in found
                if each.name.endswith(".parquet") and is_ours(each.name) and each.is_file()
            )  # fmt: skip
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise ConfigError("store: the name is too long; give another folder") from error
        raise ConfigError(f"cannot read the store {folder.parent}: {error.strerror}") from error
