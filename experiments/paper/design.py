"""What is run: sizes, and the command line of every part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.model.week import ESSENTIAL, names

MECHANISMS = tuple(each for each in names() if each not in (*ESSENTIAL, "events"))
"""What can be switched off; without a list of events there are none to switch off."""
WHOLE = "whole"
"""Name of the model with all of them, beside those without one."""


@dataclass(frozen=True)
class Size:
    """How much is run.

    Attributes:
        people: In every company.
        weeks: Horizon.
        withdraw_week: Last week of the levers.
        draws: Companies of each kind in which strategies are compared.
        seeds: Seeds in each of them.
        claims: Words for `rollout claims`, which has a horizon of its own.
        deciders: Words for `rollout sensitivity`.
        ablated_draws: Companies in which mechanisms are switched off; the first of the `draws`.
        ablated_seeds: Seeds in each of them; the first of the `seeds`.
        mechanisms: What is switched off.
        strategies: Which take part, if not all.
    """

    people: int
    weeks: int
    withdraw_week: int
    draws: int
    seeds: int
    claims: str
    deciders: str
    ablated_draws: int
    ablated_seeds: int
    mechanisms: tuple[str, ...] = MECHANISMS
    strategies: str = ""

    def lines(self) -> Mapping[str, str]:
        """Name of a part -> what is typed behind `rollout`."""
        shared = f"organisation.headcount={self.people}"
        if self.weeks != 104:
            shared += f" weeks={self.weeks} withdraw_week={self.withdraw_week}"
        fewer = f" strategies={self.strategies}" if self.strategies else ""
        less = f"tournament draws={self.ablated_draws} seeds={self.ablated_seeds} {shared}{fewer}"
        return {
            "strategies": f"tournament companies=matched,plausible draws={self.draws} "
                          f"seeds={self.seeds} {shared}{fewer}",
            "claims": f"claims {self.claims}",
            "deciders": " ".join(f"sensitivity {self.deciders} {shared}".split()),
            WHOLE: less,
            **{each: f"{less} ablate={each}" for each in self.mechanisms},
        }  # fmt: skip


SIZES: Mapping[str, Size] = {
    "small": Size(
        people=24, weeks=8, withdraw_week=6, draws=3, seeds=2,
        claims="claims=C02,C14 draws=3 seeds=2 headcount=20",
        deciders="vary=workforce.decision.intercept,work.flow.latency strategies=organic,mandate "
                 "trajectories=2 points=16 keep=2",
        ablated_draws=3, ablated_seeds=2, mechanisms=("talk", "integration"),
        strategies="organic,mandate,champions,big_bang",
    ),
    "full": Size(
        people=100, weeks=104, withdraw_week=78, draws=100, seeds=4,
        claims="size=full draws=60 seeds=8 headcount=100",
        deciders="",
        ablated_draws=40, ablated_seeds=2,
    ),
}  # fmt: skip
"""`full` takes minutes on two quiet cores; what it took stands on the page."""
