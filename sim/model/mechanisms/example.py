"""10. Manager example: what leading managers say and show moves their team."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Rows, Table
from sim.base.kernel import inlined, kernel
from sim.base.params import Checked, fitted, param
from sim.model.offer import ANNOUNCEMENT, CANDOUR, HYPE, LEADING, Offer
from sim.model.people import AWARE, EXPECTATION, TRUST
from sim.model.state import State


@dataclass(frozen=True)
class ExampleParameters(Checked):
    """Neutral: influence 0 and announcement 0."""

    influence: float = param(
        0.077,
        0.0,
        1.0,
        unit="per week",
        doc="pull of a leading manager's message",
        sweep=(0.02, 0.3),
        log=True,
    )
    announcement: float = param(
        0.077,
        0.0,
        1.0,
        unit="per week",
        doc="pull of a full announcement's promise",
        sweep=(0.02, 0.3),
        log=True,
    )
    hype: float = param(
        0.5,
        -1.0,
        1.0,
        unit="saving",
        doc="saving that a leader without candour promises",
        sweep=(0.2, 0.8),
    )
    open_managers: float = param(
        0.28,
        0.0,
        1.0,
        unit="share",
        source=fitted(
            "Gallup 2026: 21 % strongly agree that their manager supports it", loosely=True
        ),
        doc="visibility of managers' use without a programme",
        sweep=(0.0, 0.5),
    )
    crowding: float = param(
        0.5,
        0.0,
        1.0,
        "share",
        doc="part of managers' learning and leading hours taken from approvals",
        sweep=(0, 1),
    )


def example(state: State, offer: Offer) -> None:
    """Message (1 - o) hype + o own expectation, trust (1 - o) 1 + o own trust; o is candour.

    An announcement pulls the expectation of those it reaches who are aware up to what it
    promises, week by week while it runs. Leading is 1 - exp(-hours) of `lead_by_example`. Both
    pull as far as they are believed (see `credibility`).
    """
    people, rules = state.people, state.rules(ExampleParameters)
    if offer.speaks:
        _lead(
            rules.influence, rules.announcement, rules.hype, offer.table, people.manager,
            people.belief, people.matrix, people.change.matrix,
        )  # fmt: skip


@inlined
def message(candour: float, hype: float, own: float) -> float:
    """What a leader says: own experience as far as candid, hype for the rest."""
    return (1.0 - candour) * hype + candour * own


@kernel
def _lead(
    influence: float, by_announcement: float, usual_hype: float, offer: Table, manager: Rows,
    belief: Table, state: Table, change: Table,
) -> None:  # fmt: skip
    announcement, hype, leading = offer[ANNOUNCEMENT], offer[HYPE], offer[LEADING]
    expectation, trust, aware = state[EXPECTATION], state[TRUST], state[AWARE]
    change_expectation, change_trust = change[EXPECTATION], change[TRUST]
    for i in range(expectation.shape[0]):
        boss = manager[i]
        if boss >= 0 and leading[boss] > 0.0:
            pull, open_ = influence * leading[boss] * belief[0, i], offer[CANDOUR, boss]
            said = message(open_, usual_hype, expectation[boss])
            shown = message(open_, 1.0, trust[boss])
            change_expectation[i] += pull * (said - expectation[i])
            change_trust[i] += pull * (shown - trust[i])
        if announcement[i] > 0.0 and aware[i] > 0.0 and hype[i] > expectation[i]:
            pull = min(1.0, by_announcement * announcement[i]) * belief[1, i]
            change_expectation[i] += pull * (hype[i] - expectation[i])
