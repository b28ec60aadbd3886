"""What a tournament found in one kind of companies, and its tables over all kinds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.companies import Draw
from sim.model.outcomes import BY_NAME, Outcome
from sim.studies.tournament.arena import Played, Table
from sim.studies.tournament.goals import AGAINST_NOTHING, GOALS, JUDGED, TRADED, Goal
from sim.studies.tournament.honesty import null_row, power_table
from sim.studies.tournament.pareto import fronts
from sim.studies.tournament.prices import Books, flips
from sim.studies.tournament.standings import leaders, nothing, pairwise, standings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Found:
    """What a tournament found in one kind of companies.

    Attributes:
        kind: `plausible` or `matched`.
        drawn: The companies.
        played: All runs.
        headcount: People per company.
        weeks: Horizon.
        books: Hours and money of every strategy and company.
        seed: First seed, also of resamples and shuffles.
        least: Smallest difference that matters, by outcome.
    """

    kind: str
    drawn: list[Draw]
    played: Played
    headcount: int
    weeks: int
    books: Books
    seed: int
    least: Mapping[str, float]

    def table(self, outcome: Outcome) -> Table:
        """One outcome in all companies."""
        table = self.played.table(outcome, self.weeks)
        return table._replace(least=self.least[outcome.name])

    def goal(self, goal: Goal) -> Table:
        """One goal, in the unit in which it is told."""
        table, scale = self.table(BY_NAME[goal.outcome]), goal.scale(self.headcount)
        return table._replace(values=table.values * scale, least=table.least * scale)


@dataclass(frozen=True)
class Frames:
    """Every table of a tournament, all kinds of companies in one; files are called the same.

    Attributes:
        standings: `standings.standings` of every outcome.
        nothing: `standings.nothing` of the goals that are counted against it.
        pairwise: `standings.pairwise` of every outcome.
        pareto: `pareto.fronts` of speed, gain and cost.
        flips: `prices.flips`.
        honesty: `honesty.null_row` per goal.
        power: `honesty.power_table` per goal.
        leaders: By kind and goal the best on average, and those level with it.
    """

    standings: pd.DataFrame
    nothing: pd.DataFrame
    pairwise: pd.DataFrame
    pareto: pd.DataFrame
    flips: pd.DataFrame
    honesty: pd.DataFrame
    power: pd.DataFrame
    leaders: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Tables by the name of their file."""
        names = ("pairwise", "pareto", "honesty", "power")
        return {
            "standings": self.every_option(),
            **{name: getattr(self, name) for name in names},
            "flip_prices": self.flips,
        }

    def every_option(self) -> pd.DataFrame:
        """Standings, and doing nothing below those of the same goal and kind of companies."""
        by = ["companies_kind", "outcome"]
        order = {name: place for place, name in enumerate(self.standings["outcome"].unique())}
        kinds = {name: place for place, name in enumerate(self.standings[by[0]].unique())}
        return stack([self.standings, self.nothing]).sort_values(
            by, key=lambda own: own.map({**order, **kinds}), kind="stable", ignore_index=True
        )

    def of(self, kind: str) -> Frames:
        """The tables of one kind of companies."""
        own = {
            field.name: value[value["companies_kind"] == kind]
            for field in dataclasses.fields(self)
            if field.name != "leaders" and not (value := getattr(self, field.name)).empty
        }
        return dataclasses.replace(self, **own)


def tables_of(found: Sequence[Found]) -> Frames:
    """Every table of a tournament."""
    return Frames(
        standings=each_of(found, lambda each: _all(each, lambda t: standings(t, each.seed))),
        nothing=each_of(found, _nothings),
        pairwise=each_of(found, lambda each: _all(each, pairwise)),
        pareto=each_of(found, lambda each: fronts([each.goal(goal) for goal in TRADED])),
        flips=each_of(found, lambda each: flips(each.books)),
        honesty=each_of(found, _nulls),
        power=each_of(found, _powers),
        leaders={(each.kind, goal.name): leaders(each.goal(goal))
                 for each in found for goal in GOALS},
    )  # fmt: skip


def each_of(found: Sequence[Found], make: Callable[[Found], pd.DataFrame]) -> pd.DataFrame:
    """A table of each kind of companies, below one another, with the kind in front."""
    frames = [make(each) for each in found]
    for each, frame in zip(found, frames, strict=True):
        frame.insert(0, "companies_kind", each.kind)
    return stack(frames)


def stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Tables with the same columns, one below the other."""
    import pandas as pd

    return pd.concat(list(frames), ignore_index=True)


def _all(found: Found, make: Callable[[Table], pd.DataFrame]) -> pd.DataFrame:
    """Every outcome with a wanted direction that has a value in some company."""
    tables = [found.table(outcome) for outcome in JUDGED]
    return stack([make(table) for table in tables if table.scores.shape[1]])


def _nothings(found: Found) -> pd.DataFrame:
    return stack([nothing(found.table(BY_NAME[goal.outcome]), found.seed)
                  for goal in AGAINST_NOTHING])  # fmt: skip


def _nulls(found: Found) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([null_row(found.goal(goal), found.seed) for goal in GOALS])


def _powers(found: Found) -> pd.DataFrame:
    return stack([power_table(found.goal(goal)).assign(unit=goal.unit) for goal in GOALS])


def companies_of(drawn: Sequence[Draw], played: Played) -> pd.DataFrame:
    """One row per company: its drawn parameters, and whether a failed run leaves it out."""
    import pandas as pd

    frame = pd.DataFrame(drawn)
    frame.insert(0, "company", range(len(drawn)))
    return frame.assign(left_out=played.lost)
