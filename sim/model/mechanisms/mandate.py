"""3. Mandate: use that is shown because it is monitored and sanctioned."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Floats, Table
from sim.base.kernel import kernel, logistic
from sim.base.params import Checked, fitted, param
from sim.model.offer import Offer
from sim.model.people import COMPELLED_USE, GENUINE_USE, LICENSED
from sim.model.state import State


@dataclass(frozen=True)
class MandateParameters(Checked):
    """Neutral: weight 0 (orders do nothing); authenticity is what compelled use is worth."""

    weight: float = param(
        1.8,
        0.0,
        20.0,
        unit="logit",
        source=fitted("voluntariness beta = -.27 (UTAUT)", loosely=True),
        doc="pull of a full mandate",
        sweep=(0.5, 4),
        log=True,
    )
    authenticity: float = param(
        0.52,
        0.0,
        1.0,
        unit="share",
        source=fitted(loosely=True),
        doc="compelled use: 0 box-ticking ... 1 honest trial",
        sweep=(0.2, 1),
    )


def mandate(state: State, offer: Offer) -> None:
    """c = licensed [sigmoid(V + weight M) - sigmoid(V)], never more than 1 - u; M = 0 gives 0."""
    people, rules = state.people, state.rules(MandateParameters)
    _comply(
        offer.orders, rules.weight, offer.pressure, people.appeal, people.matrix,
        people.change.matrix,
    )  # fmt: skip


@kernel
def _comply(
    ordered: bool, weight: float, pressure: Floats, appeal: Floats, state: Table, changes: Table
) -> None:  # fmt: skip
    licensed, use, compelled = state[LICENSED], state[GENUINE_USE], state[COMPELLED_USE]
    use_change, change = changes[GENUINE_USE], changes[COMPELLED_USE]
    for i in range(compelled.shape[0]):
        shown = 0.0
        if ordered:
            more = logistic(appeal[i] + weight * pressure[i]) - logistic(appeal[i])
            shown = licensed[i] * min(more, 1.0 - min(1.0, use[i] + use_change[i]))
        change[i] += shown - compelled[i]
