"""A folder such as `mine/`: what `rollout import` leaves behind, and how it is read again.

* `import.json`: what was read, dropped and merged (`About`); always there.
* `organisation.parquet`: people as numbers with their ties, or blocks of groups (`stored.py`);
  not there where only a headcount is known.
* `usage.parquet`: counts of use per week, group, source and window (`USAGE`).
* `survey.parquet`: means of answers per date, group and item (`SURVEY`).
* `costs.yaml`: what a table of costs said, `hour: {value: 62, source: yours}` and so on.
* `datasheet.en.html`, `datasheet.de.html` …: what a works council asks; always there.
* `.salt`, `.keys.parquet`: to find people again next month; only with `rejoin=true`, mode 600.

Nobody is named in any of them. Rows of groups are there only where a group and what it leaves of
the whole are large enough (`suppress.py`); rows of the whole firm have the group "".
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError
from sim.base.presets import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1
"""Version of the folder; a newer one is refused."""

ABOUT, ORGANISATION = "import.json", "organisation.parquet"
IDENTIFIED = "identified.csv"
"""What `rollout fit` says of every unknown, left beside the data."""
USAGE_FILE, SURVEY_FILE, COSTS_FILE = "usage.parquet", "survey.parquet", "costs.yaml"
DATASHEETS = {language: f"datasheet.{language}.html" for language in LANGUAGES}
SALT, KEYS = ".salt", ".keys.parquet"

WHOLE = ""
"""The group of rows about the whole firm."""
SUPPRESSED = "suppressed"
"""Status of a row whose counts are withheld, by the source or here: they are missing, not 0."""
MIN_GROUP = 5
"""People that a group must have for anything to be said of it."""

SOURCES = ("trend", "panel", "last")
WINDOWS = (1, 7, 28, 30, 90, 180)

USAGE = {
    "week": "str",  # the Monday of an ISO week, YYYY-MM-DD
    "group": "str",  # name of a group, "" for the whole firm
    "source": "str",  # one of SOURCES
    "window_days": "int64",  # one of WINDOWS: how many days "active" looks back
    "licensed": "Int64",  # people with access; missing where the source does not say
    "active": "Int64",  # of them, active within the window; missing where suppressed
    "status": "str",  # "" or SUPPRESSED
}
"""Columns of `usage.parquet`, and their kinds in pandas.

One row per week, group, source and window.
"""

SURVEY = {
    "date": "str",  # the day most answers are from, YYYY-MM-DD
    "group": "str",
    "item": "str",  # a key of ITEMS
    "answers": "int64",
    "mean": "float64",
    "sd": "float64",  # between people; 0 for one answer
}
"""Columns of `survey.parquet`. A group that is too small has no row."""

ITEMS = {
    "use": "",  # share of people who use AI at work at all
    "use_days": "",  # share of working days on which AI is used
    "expectation": "",  # that AI will help with one's own work
    "trust": "",  # in the outputs
    "threat": "",  # AI felt as a threat, reservations
    "skill": "",
    "reactance": "",  # felt pressure, resistance to being told to
    "example": "",  # the own manager uses AI visibly
    "support": "",  # help and training are there
    "aware": "",  # share of people who know what it could be used for
    "use_hours": "h/week",  # spent with AI
    "tinkering_hours": "h/week",  # trying things out on one's own
    "saved_hours": "h/week",  # felt to be saved
}
"""What a survey can ask, and the unit of its mean; 0 to 1 where there is none."""

COMPARED = ("use", "use_days", "trust", "threat", "aware", "tinkering_hours")
"""Items that mean the same in the model, so that `rollout fit` can weigh firms by them."""
UNUSED = ("prompts", "days")
"""Columns of exports that say how much one person uses it: the model knows on how many days."""

KINDS = ("ties", "structure", "blocks", "groups", "headcount")
"""What is known of an organisation, most first: who knows whom; who works where; how groups meet;
how large groups are; how many people there are. What is not known is drawn with every seed."""


@dataclass(frozen=True)
class Source:
    """One file that was read; it is told by its format, and never by its name.

    Attributes:
        kind: `trend`, `panel`, `last`, `ties`, `groups`, `people`, `survey`, `costs` or
            `headcount`.
        format: Key of the format (`formats/*.yaml`), "mapping" if a mapping file said it.
        rows: Rows of the file, those dropped included.
        columns: Names of the columns that were read, as the file spells them.
        dropped: Reason (a key of the texts) -> rows that were left out.
        window_days: What "active" looks back; 0 where nothing is active.
        first: First day it speaks of, YYYY-MM-DD, "" if none.
        last: Last day it speaks of.
        exported: Day of the export itself as the file tells it, else the last day.
        guessed: Whether the format is known by hearsay, so that columns are guessed.
    """

    kind: str
    format: str
    rows: int
    columns: tuple[str, ...] = ()
    dropped: dict[str, int] = field(default_factory=dict)
    window_days: int = 0
    first: str = ""
    last: str = ""
    exported: str = ""
    guessed: bool = False


@dataclass(frozen=True)
class About:
    """What stands in `import.json`.

    Attributes:
        headcount: People employed.
        organisation: What is known of it, one of `KINDS`.
        groups: Name of every group -> its people; at least `min_group` each.
        sources: All files there were, those of earlier imports first.
        as_of: Last day that any of the data speak of, YYYY-MM-DD; "" if none is known.
        min_group: People that a group must have.
        ties: Ties between people that were read.
        merged_groups: Departments too small to be told apart, merged with the closest.
        rejoin: Whether a key was kept so that people are found again next month.
        notes: What a reader has to know: (key of the texts, values of its places).
        format: Version of the folder.
    """

    headcount: int
    organisation: str = "headcount"
    groups: dict[str, int] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    as_of: str = ""
    min_group: int = MIN_GROUP
    ties: int = 0
    merged_groups: int = 0
    rejoin: bool = False
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()
    format: int = FORMAT

    def text(self) -> str:
        """As JSON."""
        return json.dumps(dataclasses.asdict(self), indent=2, ensure_ascii=False) + "\n"


def read_about(folder: str | Path) -> About:
    """What a folder says of itself.

    Raises:
        ConfigError: There is no such folder, nothing was imported into it, or a newer version did.
    """
    path = require_import(folder)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        version = data["format"]
        if version > FORMAT:
            raise ConfigError(f"{path}: written by a newer version of this program ({version})")
        sources = tuple(Source(**{**each, "columns": tuple(each["columns"])})
                        for each in data.pop("sources"))  # fmt: skip
        notes = tuple((str(key), dict(values)) for key, values in data.pop("notes"))
        about = About(**data, sources=sources, notes=notes)
        if about.headcount < 1 or about.organisation not in KINDS:
            raise ValueError
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        if isinstance(error, ConfigError):
            raise
        raise damaged(path) from error
    return about


def require_import(folder: str | Path) -> Path:
    """Where a folder says what was imported into it.

    Raises:
        ConfigError: There is no such folder, or nothing was imported into it.
    """
    place = Path(folder).expanduser()
    path = place / ABOUT
    if not path.is_file():
        what = "holds no import" if place.is_dir() else "does not exist"
        raise ConfigError(f"{folder} {what}; type rollout import FILE… out={folder}")
    return path


def organisation_of(folder: str | Path) -> Path | int:
    """What an organisation depends on: its file, or its headcount where that is all there is.

    Raises:
        ConfigError: As `read_about`.
    """
    path = Path(folder).expanduser() / ORGANISATION
    return path if path.is_file() else read_about(folder).headcount


def read_usage(folder: str | Path) -> pd.DataFrame:
    """Counts of use, columns as in `USAGE`, sorted by week, source, window and group.

    Raises:
        ConfigError: The file is damaged.
    """
    return _read(Path(folder).expanduser() / USAGE_FILE, USAGE)


def read_survey(folder: str | Path) -> pd.DataFrame:
    """Means of answers, columns as in `SURVEY`, sorted by date, item and group.

    Raises:
        ConfigError: The file is damaged.
    """
    return _read(Path(folder).expanduser() / SURVEY_FILE, SURVEY)


def usage(rows: Any = ()) -> pd.DataFrame:
    """A table of use from rows in the order of `USAGE`, or from a table with its columns."""
    table = _table(rows, USAGE)
    return table.sort_values(["week", "source", "window_days", "group"], ignore_index=True)


def survey(rows: Any = ()) -> pd.DataFrame:
    """A table of answers from rows in the order of `SURVEY`, or from a table with its columns."""
    table = _table(rows, SURVEY)
    return table.sort_values(["date", "item", "group"], ignore_index=True)


def _table(rows: Any, columns: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    table = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows, columns=list(columns))
    return table[list(columns)].astype(columns)


def _read(path: Path, columns: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    if not path.is_file():
        return _table((), columns)
    try:
        return _table(pd.read_parquet(path), columns)
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> ConfigError:
    """What is said of a file that no import wrote like this."""
    return ConfigError(f"{path} is damaged or of another program; import the data again")
