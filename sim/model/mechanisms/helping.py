"""0d. Helping: what champions move in those who come to them, besides skill and use cases."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Floats, Rows, Table
from sim.base.kernel import kernel
from sim.base.params import Checked, param
from sim.model.offer import Offer
from sim.model.people import EXPECTATION, TRUST
from sim.model.state import State


@dataclass(frozen=True)
class HelpingParameters(Checked):
    """Neutral: belief 0 and visible 0. The ease of having somebody to ask is `decision.help`."""

    belief: float = param(
        0.14,
        0.0,
        1.0,
        unit="per week",
        doc="pull of a champion's trust and expectation at full help",
        sweep=(0.05, 0.4),
        log=True,
    )
    visible: float = param(
        0.4,
        0.0,
        1.0,
        unit="share",
        doc="how far a champion's use stands for all that is seen",
        sweep=(0, 0.8),
    )


def helping(state: State, offer: Offer) -> None:
    """m and tau move by belief h to the champion's, use seen by visible v h to the champion's use.

    h = 1 - exp(-hours of coaching received), v the champions' visibility. Whoever believes in
    less, or uses less, than those who come pulls them down.
    """
    people, rules = state.people, state.rules(HelpingParameters)
    if not offer.helps or rules.belief == rules.visible == 0.0:
        return
    _help(
        rules.belief, rules.visible * min(1.0, offer.champion_voice), offer.champion_of,
        offer.helped, people.reported_use, people.seen_use, people.matrix, people.change.matrix,
    )  # fmt: skip


@kernel
def _help(
    belief: float, visible: float, champion_of: Rows, helped: Floats, reported: Floats,
    seen_use: Floats, state: Table, change: Table,
) -> None:  # fmt: skip
    for i in range(helped.shape[0]):
        j = champion_of[i]
        if j < 0:
            continue
        for k in (EXPECTATION, TRUST):
            change[k, i] += belief * helped[i] * (state[k, j] - state[k, i])
        seen_use[i] += visible * helped[i] * (reported[j] - seen_use[i])
