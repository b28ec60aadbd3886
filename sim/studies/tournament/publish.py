"""From a command line to runs, tables, figures and a summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.analysis.companies import Draw
from sim.base.files import atomic_write, write_csv, write_text
from sim.base.progress import Progress
from sim.model.outcomes import BY_NAME, Outcome
from sim.studies.tournament.arena import Arena, Played, Table, runs_table
from sim.studies.tournament.goals import GOALS, JUDGED, TRADED, Goal
from sim.studies.tournament.honesty import null_row, power_table
from sim.studies.tournament.pareto import fronts
from sim.studies.tournament.prices import Books, books, flips
from sim.studies.tournament.standings import leaders, pairwise, standings

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.tournament.entry import Entry


@dataclass(frozen=True)
class Found:
    """What a tournament found in one kind of companies.

    Attributes:
        kind: `plausible` or `evidence`.
        drawn: The companies.
        played: All runs.
        headcount: People per company.
        weeks: Horizon.
        books: Hours and money of every strategy and company.
        seed: First seed, also of resamples and shuffles.
    """

    kind: str
    drawn: list[Draw]
    played: Played
    headcount: int
    weeks: int
    books: Books
    seed: int

    def table(self, outcome: Outcome) -> Table:
        """One outcome in all companies."""
        return self.played.table(outcome, self.weeks)

    def goal(self, goal: Goal) -> Table:
        """One goal, in the unit in which it is told."""
        table = self.table(BY_NAME[goal.outcome])
        return table._replace(values=table.values * goal.scale(self.headcount))


def play(entry: Entry, kind: str, draws: int, seeds: int) -> Found:
    """Run all strategies in all companies of one kind, as far as it is not stored."""
    from sim.runs.engines import engine
    from sim.runs.execute import RunsFailed

    settings, drawn = entry.settings, entry.draw(kind, draws)
    strategies = {name: config.strategy for name, config in entry.configs.items()}
    workers = settings.worker_count()
    with engine(settings.engine, workers, settings.scheduler) as work:
        arena = Arena(entry.base, drawn, seeds, entry.store, work, workers)
        count = draws * seeds * len(strategies)
        with Progress(count, f"runs in {kind} companies", settings.quiet) as progress:
            played = arena.play(strategies, progress.advance)
    if played.lost.all():
        raise RunsFailed(played.failures, played.runs)
    headcount = entry.headcount()
    told = books(played, arena.companies, entry.configs, headcount)
    return Found(kind, drawn, played, headcount, entry.base.weeks, told, entry.base.seed)


def publish(
    found: Sequence[Found], entry: Entry, out: Path, command_line: str, started: float
) -> str:
    """Write every file; returns the summary for a terminal."""
    from sim.runs.execute import write_failures
    from sim.runs.provenance import write_provenance
    from sim.studies.tournament.figures import write_figures
    from sim.studies.tournament.report import Frames, document, spoken

    frames = Frames(
        standings=_each(found, lambda each: _all(each, lambda t: standings(t, each.seed))),
        pairwise=_each(found, lambda each: _all(each, pairwise)),
        pareto=_each(found, lambda each: fronts([each.goal(goal) for goal in TRADED])),
        flips=_each(found, lambda each: flips(each.books)),
        honesty=_each(found, _nulls),
        power=_each(found, _powers),
        leaders={(each.kind, goal.name): leaders(each.goal(goal))
                 for each in found for goal in GOALS},
    )  # fmt: skip
    for name, frame in frames.tables().items():
        write_csv(frame, out / f"{name}.csv")
    write_csv(_each(found, _companies), out / "companies.csv")
    with atomic_write(out / "runs.parquet") as path:
        _stack([runs_table(each.kind, each.played) for each in found]).to_parquet(path, index=False)
    write_failures(out, [failure for each in found for failure in each.played.failures],
                   [run for each in found for run in each.played.runs])  # fmt: skip
    write_figures(found, frames, out / "figures")
    write_text(out / "summary.md", document(found, frames, command_line))
    how = {
        "command_line": command_line,
        "store": str(entry.store.root),
        "workers": entry.settings.worker_count(),
    }
    seeds = sorted({seed for each in found for _, seed in each.played.runs})
    write_provenance(out, started, seeds, how)
    return spoken(found, frames)


def _each(found: Sequence[Found], make: Callable[[Found], pd.DataFrame]) -> pd.DataFrame:
    """A table of each kind of companies, below one another, with the kind in front."""
    frames = [make(each) for each in found]
    for each, frame in zip(found, frames, strict=True):
        frame.insert(0, "companies_kind", each.kind)
    return _stack(frames)


def _stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat(list(frames), ignore_index=True)


def _all(found: Found, make: Callable[[Table], pd.DataFrame]) -> pd.DataFrame:
    """Every outcome with a wanted direction that has a value in some company."""
    tables = [found.table(outcome) for outcome in JUDGED]
    return _stack([make(table) for table in tables if table.scores.shape[1]])


def _nulls(found: Found) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([null_row(found.goal(goal), found.seed) for goal in GOALS])


def _powers(found: Found) -> pd.DataFrame:
    return _stack([power_table(found.goal(goal)).assign(unit=goal.unit) for goal in GOALS])


def _companies(found: Found) -> pd.DataFrame:
    """One row per company: its drawn parameters."""
    import pandas as pd

    frame = pd.DataFrame(found.drawn)
    frame.insert(0, "company", range(len(found.drawn)))
    return frame.assign(left_out=found.played.lost)
