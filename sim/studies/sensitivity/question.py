"""What is asked: outcomes, strategies, assumptions, and how much is run for the answer."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.analysis.designs import Listed, Point
from sim.model.outcomes import BY_NAME, Outcome
from sim.report.language import Language
from sim.studies.sensitivity.factors import LUCK, SEEDS, STRATEGY, Factor

OTHERS, COMPANY, CIRCUMSTANCES = "others", "company", "circumstances"


@dataclass(frozen=True)
class Size:
    """How much is run.

    Attributes:
        trajectories: Of the screening; each has one run more than there are factors.
        points: Rows of the variance design, a power of two; each has one run per block and two.
        keep: Assumptions that survive the screening.
    """

    trajectories: int
    points: int
    keep: int


SIZES: Mapping[str, Size] = {"small": Size(8, 128, 12), "full": Size(16, 256, 12)}


@dataclass(frozen=True)
class Response:
    """One number per point whose spread is explained.

    Attributes:
        outcome: Its definition.
        strategy, baseline: Set where it is a paired difference between two strategies.
    """

    outcome: Outcome
    strategy: str = ""
    baseline: str = ""

    @property
    def name(self) -> str:
        """Name in files."""
        return f"{self.outcome.name}_{self.strategy}" if self.strategy else self.outcome.name

    def label(self, speak: Language) -> str:
        """A few plain words."""
        outcome = speak.outcome(self.outcome.name)
        if not self.strategy:
            return outcome
        names = {
            "strategy": speak.strategy(self.strategy),
            "baseline": speak.strategy(self.baseline),
        }
        return speak.say("sensitivity.paired", outcome=outcome, **names)


@dataclass(frozen=True)
class Question:
    """What is asked; nothing here says how or where it is computed.

    Attributes:
        outcomes: Names of outcomes.
        strategies: One of them is drawn at every point, or all are run there (`baseline`).
        company: Assumptions that are varied.
        baseline: Explain the paired difference of every strategy to this one; None explains the
            outcome itself, with the strategy as a factor.
        fixed: Values that hold at every point, by key.
        words: What all points share, as on the command line.
        seed: First seed; designs depend on it, too.
        seeds: Runs per point whose mean is the outcome.
        config_dir: A folder of further presets.
    """

    outcomes: tuple[str, ...]
    strategies: tuple[str, ...]
    company: tuple[Factor, ...]
    baseline: str | None = None
    fixed: Point = field(default_factory=dict)
    words: tuple[str, ...] = ()
    seed: int = 0
    seeds: int = 1
    config_dir: str | None = None

    @functools.cached_property
    def factors(self) -> tuple[Factor, ...]:
        """Everything that is varied, in the order of columns."""
        luck = Factor(LUCK, "", Listed(tuple(range(SEEDS))))
        if self.baseline is not None or len(self.strategies) < 2:
            return (luck, *self.company)
        return (Factor(STRATEGY, "", Listed(self.strategies)), luck, *self.company)

    @property
    def responses(self) -> list[Response]:
        """What is explained, in the order of columns."""
        known = [BY_NAME[name] for name in self.outcomes]
        if self.baseline is None:
            return [Response(each) for each in known]
        others = [name for name in self.strategies if name != self.baseline]
        return [Response(each, name, self.baseline) for each in known for name in others]

    def blocks(self, kept: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Factors that move together in the variance design, by name.

        Every assumption that was kept, all others together, the strategy, luck, and the latter two
        together, which crosses two strategies with two lucks in every row. What was not kept
        still varies, so nothing of the spread is left out.
        """
        keys = [each.key for each in self.company]
        circumstances = tuple(each.key for each in self.factors if each.key not in keys)
        groups = {
            **{key: (key,) for key in keys if key in kept},
            OTHERS: tuple(key for key in keys if key not in kept),
            **{key: (key,) for key in circumstances},
            CIRCUMSTANCES: circumstances if len(circumstances) > 1 else (),
        }
        return {name: members for name, members in groups.items() if members}
