"""0c. Image: using the tool may look like cutting corners, to those who do not use it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Floats, Rows, Table
from sim.base.kernel import kernel
from sim.base.params import Checked, param
from sim.model.mechanisms.decision import DecisionParameters
from sim.model.offer import CANDOUR, LEADING, VISIBILITY, Offer
from sim.model.state import State


@dataclass(frozen=True)
class ImageParameters(Checked):
    """Neutral: hidden 0, and `decision.image` 0."""

    hidden: float = param(
        0.48,
        0.0,
        1.0,
        unit="share",
        source="Laserfiche 2025: 49 % of those who use AI at work keep it quiet",
        doc="own use that nobody sees where the concern is full",
        sweep=(0.35, 0.6),
    )


def image(state: State, offer: Offer) -> None:
    """Concern i = (1 - n)(1 - L)(1 - leading candour): full where nobody uses it or speaks of it.

    n is the use seen last week, L the manager's genuine use times its visibility. The penalty
    disappears with evaluators who use the tool themselves (Reif, Larrick and Soll 2025). It
    weighs on the appeal by `decision.image` and hides a part of genuine use from colleagues.
    """
    people = state.people
    if state.rules(DecisionParameters).image == 0.0 and state.rules(ImageParameters).hidden == 0.0:
        return
    _concern(
        people.seen_use, people.genuine_use, people.manager, offer.table, people.image,
    )  # fmt: skip


@kernel
def _concern(
    seen: Floats, use: Floats, manager: Rows, offer: Table, concern: Floats
) -> None:  # fmt: skip
    visibility, leading, candour = offer[VISIBILITY], offer[LEADING], offer[CANDOUR]
    for i in range(concern.shape[0]):
        boss, open_ = manager[i], 1.0
        if boss >= 0:
            open_ = (1.0 - use[boss] * visibility[boss]) * (1.0 - leading[boss] * candour[boss])
        concern[i] = (1.0 - seen[i]) * open_
