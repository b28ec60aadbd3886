"""A table of use as somebody has it: `date, enabled, active, window`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError
from sim.base.places import require_named
from sim.organisation.exports.folder import SUPPRESSED, WHOLE, WINDOWS, usage
from sim.organisation.spec import SMALLEST

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("date", "enabled", "active", "window")
LARGEST = 20_000_000
"""Bytes of a table."""


def employees(place: str) -> int:
    """People employed, as a table lets one guess: as many as had access at most.

    Raises:
        ConfigError: There is nothing to read.
    """
    enabled = read_table(Path(place).expanduser())["licensed"].max()
    if enabled is None or not enabled >= SMALLEST:
        raise ConfigError(f"data={place}: organisation.headcount=N must say how many people work "
                          "there")  # fmt: skip
    return int(enabled)


def is_table(path: Path) -> bool:
    """Whether data are a table, and no folder of an import."""
    return path.suffix.lower() == ".csv" and not path.is_dir()


def read_table(path: Path) -> pd.DataFrame:
    """A table `date, enabled, active, window` in the columns of an import."""
    import pandas as pd

    require_named(path, "data")
    if path.stat().st_size > LARGEST:
        raise ConfigError(f"data={path} has more than {LARGEST:,} bytes")
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError, ArithmeticError) as error:
        raise ConfigError(f"data={path}: it is no table in UTF-8") from error
    for name in COLUMNS:
        if name not in frame:
            raise ConfigError(f"data={path} needs the columns {', '.join(COLUMNS)}; no {name!r}")
    rows: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for line, row in enumerate(frame.itertuples(), 2):
        day, enabled, active, days = _row(f"data={path}, line {line}", row)
        first = str(day - datetime.timedelta(days=day.weekday()))
        rows.setdefault((first, days), []).append((day, enabled, active))
    return usage([(week, WHOLE, "trend", days, *_one(lines, days))
                  for (week, days), lines in rows.items()])  # fmt: skip


def _row(where: str, row: Any) -> tuple[datetime.date, int | None, int | None, int]:
    """A line, checked."""
    try:
        day = datetime.date.fromisoformat(row.date.strip())
    except ValueError as error:
        raise ConfigError(f"{where}: date must be a day such as 2026-06-01") from error
    counts = []
    for name in ("enabled", "active", "window"):
        text = getattr(row, name).strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ConfigError(f"{where}: {name} must be a whole number, or nothing")
        counts.append(int(text) if text else None)
    enabled, active, days = counts
    if days not in WINDOWS:
        raise ConfigError(f"{where}: window must be one of {', '.join(map(str, WINDOWS))} days")
    if enabled is not None and active is not None and active > enabled:
        raise ConfigError(f"{where}: active exceeds enabled ({active} > {enabled})")
    return day, enabled, active, days


def _one(lines: Iterable[tuple[Any, ...]], days: int) -> tuple[int | None, int | None, str]:
    """The lines of a week as one: its last day, or the mean of working days of a daily count."""
    known = sorted((each for each in lines if each[2] is not None), key=lambda each: each[0])
    if not known:
        return None, None, SUPPRESSED
    if days == 1:
        working = [each for each in known if each[0].weekday() < 5] or known
        enabled = [each[1] for each in working if each[1] is not None]
        return (round(sum(enabled) / len(enabled)) if enabled else None,
                round(sum(each[2] for each in working) / len(working)), "")  # fmt: skip
    return known[-1][1], known[-1][2], ""
