"""A file of companies: a row each, one column per parameter (full key); read and checked."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.kinds import MINE, OWN
from sim.base.params import ConfigError, parameters, require_known
from sim.base.places import require_named

if TYPE_CHECKING:
    import pandas as pd

Draw = dict[str, float]
"""One company: values by key."""

LARGEST = 50_000_000
"""Bytes of such a file."""


@functools.cache
def valid_ranges() -> Mapping[str, tuple[float, float]]:
    """What the configuration accepts, per number."""
    from sim.model.config import RunConfig

    return {
        key: (field.metadata["low"], field.metadata["high"])
        for key, field in parameters(RunConfig)
        if isinstance(field.default, float) and field.metadata["low"] is not None
    }


@functools.lru_cache(maxsize=8)
def read(place: Path, path: Path, changed: int) -> list[Draw]:
    """The rows of a file, checked.

    Args:
        place: Where it is.
        path: As it was typed.
        changed: When it last was; a file that has changed is read again.

    Raises:
        ConfigError: It cannot be used; one line.
    """
    import pandas as pd

    reader: Any = pd.read_parquet if path.suffix.lower() == ".parquet" else pd.read_csv
    if path == Path(OWN) / MINE and not path.is_file():
        raise ConfigError(
            f"companies={OWN}: no {path} here; rollout fit data={OWN} strategy=NAME start=DAY "
            "leaves it there"
        )
    require_named(path, "companies")
    if path.stat().st_size > LARGEST:
        raise ConfigError(f"companies={path} has more than {LARGEST:,} bytes")
    try:
        frame = reader(path)
    except (OSError, ValueError, ArithmeticError) as error:
        reason = getattr(error, "strerror", None) or "it is no table in UTF-8"
        raise ConfigError(f"cannot read companies={path}: {reason}") from error
    if path.suffix.lower() != ".parquet" and not isinstance(frame.index, pd.RangeIndex):
        raise ConfigError(f"companies={path}: rows have more cells than the names above them")
    frame = frame[[name for name in frame if "." in str(name)]]
    if frame.empty:
        raise ConfigError(f"companies={path} needs rows, and a column per parameter (full key)")
    valid = valid_ranges()
    for key in frame:
        require_known(f"parameter in companies={path}", key, valid)
        low, high = valid[key]
        fine = pd.to_numeric(frame[key], errors="coerce").between(low, high)
        if not fine.all():
            row = int(np.argmin(fine)) + 1
            raise ConfigError(f"companies={path}, row {row}: {key} must be in [{low:g}, {high:g}]")
    return rows_of(frame)


def rows_of(frame: pd.DataFrame) -> list[Draw]:
    """A table of companies as draws."""
    return [{str(key): float(value) for key, value in row.items()}
            for row in frame.to_dict("records")]  # fmt: skip
