"""The evidence table: published numbers, each tied to an observable and a situation."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.params import ConfigError, require_known
from sim.report.language import Language
from sim.studies.evidence.observables import names as observable_names
from sim.studies.evidence.scenarios import SCENARIOS

USES = ("target", "blind", "context")
REQUIRED = ("id", "statement", "value", "unit", "source")
TIED = ("observable", "scenario", "first_week", "last_week")
COLUMNS = (
    "id", "statement", "value", "low", "high", "unit", "published", "population", "n", "year",
    "source", "url", "page", "use", "observable", "scenario", "against", "first_week", "last_week",
    "remark",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One published number.

    Attributes:
        id: Short name, unique in the table.
        statement: What was found, in one sentence.
        value: The number, in `unit`; where `published` is said, what is aimed at instead.
        low: Lower end of what counts as reproduced; NaN if nothing was said.
        high: Upper end.
        unit: Unit as published, for example "% of workers".
        source: Citation.
        use: "target" (calibrated to), "blind" (compared, not fitted to) or "context".
        observable: What the model must show (`observables.py`); "" for context.
        scenario: Situation in which it was measured, a name or a line of overrides.
        against: Situation whose value is subtracted; "" for none.
        weeks: First and last week of measurement, both included.
        details: Every further column (published, population, n, year, url, page, remark).
    """

    id: str
    statement: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    use: str
    observable: str
    scenario: str
    against: str
    weeks: tuple[int, int]
    details: dict[str, str]

    def band(self, speak: Language) -> str:
        """What is compared with, and in brackets what counts as met."""
        return speak.say("evidence.band", value=self.value, low=self.low, high=self.high)

    def published(self, speak: Language) -> str:
        """What the source says, in its words where it is not simply `value`."""
        return self.details["published"] or speak.say(
            "evidence.published", value=self.value, unit=self.unit
        )

    def miss(self, ours: float) -> float:
        """How far a value lies from the one aimed at: +-1 is the end of the tolerance."""
        below, above = self.value - self.low, self.high - self.value
        gap = ours - self.value
        return gap / (below if gap < 0.0 else above)


def shipped() -> list[Row]:
    """The table that comes with the package."""
    return read(Path(__file__).with_name("evidence.csv"))


def with_file(path: str | None) -> list[Row]:
    """The shipped table and, below it, the rows of a user's file.

    Raises:
        ConfigError: The file is missing or a row cannot be used; the message says why.
    """
    rows = shipped()
    if path is None:
        return rows
    own, known = read(Path(path)), {row.id for row in rows}
    for row in own:
        if row.id in known:
            raise ConfigError(f"{path}: id {row.id!r} is taken by the shipped table")
    return rows + own


def read(path: Path) -> list[Row]:
    """Read a table of evidence (CSV, UTF-8, columns `COLUMNS`; missing ones are empty).

    Raises:
        ConfigError: With file, line and what would be valid.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            header = [name or "" for name in lines.fieldnames or ()]
            _check_header(path, header)
            rows = [_row(line, f"{path}, line {lines.line_num}") for line in lines]
    except OSError as error:
        raise ConfigError(f"cannot read evidence={path}: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"evidence={path} is no CSV file in UTF-8: {error}") from error
    if not rows:
        raise ConfigError(f"evidence={path} has no rows")
    ids = [row.id for row in rows]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise ConfigError(f"evidence={path}: id {twice[0]!r} stands there twice")
    return rows


def _check_header(path: Path, header: Sequence[str]) -> None:
    for name in header:
        require_known(f"column in evidence={path}", name, COLUMNS)
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise ConfigError(f"evidence={path} lacks the column {missing[0]!r}; needed are "
                          f"{', '.join(REQUIRED)}")  # fmt: skip


def _row(line: dict[str | None, str | None], where: str) -> Row:
    if None in line:
        raise ConfigError(f"{where}: more cells than the header has columns")
    cells = {str(name): (text or "").strip() for name, text in line.items()}
    for name in REQUIRED:
        if not cells[name]:
            raise ConfigError(f"{where}: {name} is empty")
    value = _number(cells, "value", where)
    low, high = _number(cells, "low", where), _number(cells, "high", where)
    observable = cells.get("observable", "")
    use = cells.get("use") or ("blind" if observable else "context")
    require_known(f"use in {where}", use, USES)
    if use != "context":
        _check_tie(cells, where)
        if math.isnan(low) or math.isnan(high):
            raise ConfigError(f"{where}: low and high say what counts as reproduced; give both")
        if not low < value < high:
            raise ConfigError(f"{where}: value must lie between low and high, got "
                              f"{low:g}, {value:g}, {high:g}")  # fmt: skip
    weeks = (_week(cells, "first_week", where), _week(cells, "last_week", where))
    if weeks[0] > weeks[1]:
        raise ConfigError(f"{where}: first_week {weeks[0]} is after last_week {weeks[1]}")
    rest = ("published", "population", "n", "year", "url", "page", "remark")
    details = {name: cells.get(name, "") for name in rest}
    return Row(
        cells["id"], cells["statement"], value, low, high, cells["unit"], cells["source"], use,
        observable, cells.get("scenario", ""), cells.get("against", ""), weeks, details,
    )  # fmt: skip


def _check_tie(cells: dict[str, str], where: str) -> None:
    for name in TIED:
        if not cells.get(name):
            raise ConfigError(f"{where}: {name} is empty; without it the number is use=context")
    require_known(f"observable in {where}", cells["observable"], observable_names())
    for name in ("scenario", "against"):
        scenario = cells.get(name, "")
        if scenario and "=" not in scenario:  # else it is spelled out as overrides
            require_known(f"{name} in {where}", scenario, SCENARIOS)


def _number(cells: dict[str, str], name: str, where: str) -> float:
    text = cells.get(name, "")
    try:
        number = float(text) if text else math.nan
    except ValueError as error:
        raise ConfigError(f"{where}: {name} must be a number, got {text!r}") from error
    if text and not math.isfinite(number):
        raise ConfigError(f"{where}: {name} must be finite, got {text!r}")
    return number


def _week(cells: dict[str, str], name: str, where: str) -> int:
    text = cells.get(name, "")
    if text and not (text.isdecimal() and int(text) >= 1):
        raise ConfigError(f"{where}: {name} must be a whole number >= 1, got {text!r}")
    return int(text or 1)
