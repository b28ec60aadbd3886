"""From a question to an answer: the screening, then shares of variance of what it keeps."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.base.params import ConfigError
from sim.studies.sensitivity.analysis import (
    Findings,
    Sample,
    morris_table,
    survivors,
    variance_tables,
)
from sim.studies.sensitivity.design import morris_design, sobol_design
from sim.studies.sensitivity.question import Question, Size
from sim.studies.sensitivity.runs import Batch, Floats, How, batch, outcomes_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.runs.plan import Run
    from sim.runs.units import Failure

METHODS = ("both", "morris", "sobol")


@dataclass(frozen=True)
class Ahead:
    """What is to be done, before it is done.

    Attributes:
        runs: Runs of both designs.
        left: Those that are not stored, references without levers included; at most, because
            the screening decides which runs follow it.
        seconds: Work on one processor.
    """

    runs: int = 0
    left: int = 0
    seconds: float = 0.0


class Investigation:
    """A question on its way to an answer.

    Args:
        question: What is asked.
        size: How much is run.
        method: `both`, `morris` (screening only) or `sobol` (shares only).
        how: Where runs are done and kept.

    Raises:
        ConfigError: SALib is missing, or a value is not valid.
    """

    def __init__(self, question: Question, size: Size, method: str, how: How) -> None:
        require()
        keys = tuple(each.key for each in question.company)
        if method == "sobol" and len(keys) > size.keep:
            raise ConfigError(
                f"{len(keys)} assumptions with a share of their own are many: give vary=KEY,..., "
                f"keep={len(keys)}, or let the screening choose (method=both)"
            )
        self.question, self.size, self.method, self.how = question, size, method, how
        self.screening: Batch | None = None
        if method != "sobol":
            self._grid, unit = morris_design(question.factors, size.trajectories, question.seed)
            self.screening = batch(question, unit)
        self.failures: list[Failure] = []
        self.runs: list[Run] = []
        self._tables: list[pd.DataFrame] = []

    def ahead(self) -> Ahead:
        """How many runs there are, and how long they take."""
        first = Ahead() if self.screening is None else _ahead(self.screening, self.how)
        if self.method == "morris":
            return first
        # Before the screening nobody knows what it keeps; any choice needs about as many runs.
        some = tuple(each.key for each in self.question.company)[: self.size.keep]
        second = _ahead(self._variance(some) if first.left else self.variance, self.how)
        return Ahead(
            first.runs + second.runs, first.left + second.left, first.seconds + second.seconds
        )

    @functools.cached_property
    def morris(self) -> pd.DataFrame:
        """The screening, done; empty without one."""
        import pandas as pd

        if self.screening is None:
            return pd.DataFrame()
        return morris_table(self.question, self._grid, self._done(self.screening, "morris"))

    @functools.cached_property
    def kept(self) -> tuple[str, ...]:
        """Assumptions with a share of their own: what the screening left, or all."""
        if self.screening is None:
            return tuple(each.key for each in self.question.company)
        return survivors(self.morris, self.question.responses, self.size.keep)

    @functools.cached_property
    def variance(self) -> Batch:
        """The runs of the variance design."""
        return self._variance(self.kept)

    def result(self) -> Findings:
        """Do what is left, and analyse it."""
        import pandas as pd

        nothing = pd.DataFrame()
        screened = Findings(self.kept, self.morris, nothing, nothing, nothing, nothing)
        stopped = self.how.fail_fast and bool(self.failures)
        if not self.kept or stopped or self.method == "morris":
            return screened
        values = self._done(self.variance, "sobol")
        sample = Sample(self.question, self.variance.unit, values, self.kept)
        return Findings(self.kept, self.morris, *variance_tables(sample))

    def frame(self) -> pd.DataFrame:
        """Every run: design, row, step, strategy, seed, outcomes, varied values."""
        import pandas as pd

        return pd.concat(self._tables, ignore_index=True)

    def _variance(self, kept: tuple[str, ...]) -> Batch:
        blocks = self.question.blocks(kept)
        unit = sobol_design(self.question.factors, blocks, self.size.points, self.question.seed)
        return batch(self.question, unit)

    def _done(self, work: Batch, design: str) -> Floats:
        values, table, failures = outcomes_of(self.question, work, self.how, f"{design} runs")
        row, step = divmod(table.pop("point").to_numpy(), work.unit.shape[1])
        for place, column in enumerate((design, row, step)):
            table.insert(place, ("design", "row", "step")[place], column)
        self._tables.append(table)
        self.failures += failures
        self.runs += work.runs
        return values


def _ahead(work: Batch, how: How) -> Ahead:
    left = work.left(how.store)
    return Ahead(len(work.runs), left.runs + left.references, left.seconds)


def require() -> None:
    """Say what is missing before anything is run."""
    from importlib.util import find_spec

    if find_spec("SALib") is None:
        raise ConfigError("sensitivity needs SALib: pip install 'rollout-lab[analysis]'")
