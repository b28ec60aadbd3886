"""What `rollout ask` has found out to be worth asking first: kept beside the data, and shipped.

`asked.csv` in a folder of `rollout import` is of that firm. `asked.csv` here is of companies as
they come with the package, made by the line that stands in it: an order to begin with, no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.base.params import ConfigError

if TYPE_CHECKING:
    import pandas as pd

FILE = "asked.csv"
COLUMNS = ("name", "outside_eur_per_head", "error", "pays", "companies", "people", "command")
OWN, SHIPPED = "own", "shipped"


class Valued(NamedTuple):
    """A question and what its answer is worth for the choice, in money per employee."""

    name: str
    worth: float
    error: float
    pays: bool


class Asked(NamedTuple):
    """What was found.

    Attributes:
        whose: `own` for the firm itself, `shipped` for companies of the package.
        questions: The best first.
        companies, people: How many were looked at, and how many people each has.
        command: The line that made it.
    """

    whose: str
    questions: Sequence[Valued]
    companies: int
    people: int
    command: str

    @property
    def paying(self) -> list[Valued]:
        """Those that are worth more than luck would make of them, and beyond their error."""
        return [each for each in self.questions if each.pays]


def asked(folder: Path) -> Asked:
    """What is known of a firm, or else of the companies of the package.

    Raises:
        ConfigError: The file of the firm is damaged.
    """
    own = folder / FILE
    if own.is_file():
        return _read(own, OWN)
    return _read(Path(__file__).with_name(FILE), SHIPPED)


def _read(path: Path, whose: str) -> Asked:
    import pandas as pd

    try:
        table: pd.DataFrame = pd.read_csv(path)[list(COLUMNS)]
        rows = [Valued(str(name), float(worth), float(error), pays == "yes")
                for name, worth, error, pays, *_ in table.itertuples(index=False)]  # fmt: skip
        first = table.iloc[0]
        return Asked(whose, rows, int(first["companies"]), int(first["people"]),
                     str(first["command"]))  # fmt: skip
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise ConfigError(f"{path} is damaged; remove it, or ask again: rollout ask") from error
