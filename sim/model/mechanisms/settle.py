"""Last: all changes of the week take effect at once."""

from __future__ import annotations

from sim.base.arrays import Floats, Histories, Table
from sim.base.kernel import kernel
from sim.model.levels import DAY_A_WEEK
from sim.model.mechanisms.mandate import MandateParameters
from sim.model.offer import Offer
from sim.model.people import COMPELLED_USE, GENUINE_USE, LADDER_WEEKS
from sim.model.state import State

#: A week in years.
YEAR_SHARE = 1.0 / 52.0
_LADDER_MASK = 2**LADDER_WEEKS - 1


def settle(state: State, offer: Offer) -> None:
    """x <- x + change, kept in range; g = u + authenticity c; reported use = u + c.

    Everybody's tenure grows by a week.
    """
    people, rules = state.people, state.rules(MandateParameters)
    _settle(
        rules.authenticity, people.low, people.high,
        people.matrix, people.change.matrix, people.reported_use, people.effective_use,
        people.history, people.tenure,
    )  # fmt: skip


@kernel
def _settle(
    authenticity: float, low: Floats, high: Floats, state: Table, change: Table,
    reported: Floats, effective: Floats, history: Histories, tenure: Floats,
) -> None:  # fmt: skip
    for k in range(state.shape[0]):
        for i in range(state.shape[1]):
            state[k, i] = min(high[k], max(low[k], state[k, i] + change[k, i]))
            change[k, i] = 0.0
    genuine, compelled = state[GENUINE_USE], state[COMPELLED_USE]
    for i in range(reported.shape[0]):
        reported[i] = min(1.0, genuine[i] + compelled[i])
        effective[i] = min(1.0, genuine[i] + authenticity * compelled[i])
        tenure[i] += YEAR_SHARE
        used = 1 if genuine[i] >= DAY_A_WEEK else 0
        history[i] = ((history[i] << 1) | used) & _LADDER_MASK
