"""0. Exchange: what everybody sees and hears from the people they work with, in one pass.

`decision` uses the visible use, `skill` the better skill, `talk` the words. One pass over
the ties instead of three: following a tie is the dearest thing in the week.
"""

from __future__ import annotations

from typing import Any

from numba import uintp

from sim.base.arrays import Floats, Ints, Rows, Table
from sim.base.kernel import fetch_ahead, inlined, kernel
from sim.model.mechanisms.image import ImageParameters
from sim.model.mechanisms.reactance import ReactanceParameters
from sim.model.offer import Offer
from sim.model.people import EXPECTATION, GENUINE_USE, REACTANCE, SKILL
from sim.model.state import State

#: Reported use from which a person speaks as somebody who has used it (a day a month).
SPEAKS = 0.05
#: How many ties ahead a colleague's row is asked for (48 to 128 are alike).
AHEAD = 64


def exchange(state: State, offer: Offer) -> None:
    """Sums over working ties, with W_ij = a_ij / sum_j a_ij and words weighted by voice v_j.

    seen = sum_j W_ij U_j with U = u + c - hidden i u, i the concern of `image`;
    better = sum_j W_ij (s_j - s_i)+; praise and warning are the positive and the negative part of
    sum_j a_ij v_j [j shows use] (m_j - in_talk rho_j - m_i), divided by sum_j a_ij v_j.
    """
    people, ties, traits = state.people, state.network.working, state.rules(ReactanceParameters)
    _show(
        traits.in_talk, state.rules(ImageParameters).hidden, people.matrix, people.reported_use,
        people.image, offer.voice, people.shown,
    )  # fmt: skip
    _meet(
        ties.start, ties.neighbour, ties.weight, people.expectation, people.shown,
        people.seen_use, people.better_skill, people.praise, people.warning,
    )  # fmt: skip


@kernel
def _show(
    in_talk: float, hidden: float, state: Table, reported: Floats, image: Floats, voice: Floats,
    shown: Table,
) -> None:  # fmt: skip
    """What colleagues can see of everybody: use, words, skill, voice, side by side in memory."""
    for i in range(reported.shape[0]):
        shown[i, 0] = reported[i] - hidden * image[i] * state[GENUINE_USE, i]
        shown[i, 1] = state[EXPECTATION, i] - in_talk * state[REACTANCE, i]
        shown[i, 2] = state[SKILL, i]
        shown[i, 3] = voice[i]


@kernel
def _meet(
    start: Ints, neighbour: Rows, weight: Floats, expectation: Floats, shown: Table,
    seen_use: Floats, better_skill: Floats, praise: Floats, warning: Floats,
) -> None:  # fmt: skip
    # One loop over all ties, not one for every person: how many ties somebody has, nobody can
    # foresee, and the processor would guess wrong twice a person.
    # Unsigned positions: signed ones make every look-up test for "counted from the end".
    ties, people = neighbour.shape[0], seen_use.shape[0]
    i, end, own, skill = uintp(0), start[1], expectation[0], shown[0, 2]
    strength = total = seen = better = good = bad = 0.0
    for k in range(ties):
        if k == end:
            while k == end:
                _note(i, strength, total, seen, better, good, bad,
                      seen_use, better_skill, praise, warning)  # fmt: skip
                strength = total = seen = better = good = bad = 0.0
                i += uintp(1)
                end = start[i + uintp(1)]
            own, skill = expectation[i], shown[i, 2]
        fetch_ahead(shown, neighbour[min(k + AHEAD, ties - 1)])
        j = uintp(neighbour[k])
        tie = weight[k]
        heard = tie * shown[j, 3]
        strength += tie
        total += heard
        seen += tie * shown[j, 0]
        better += tie * max(0.0, shown[j, 2] - skill)
        # A factor, no branch: whether somebody speaks is a coin toss for the processor.
        gap = (shown[j, 1] - own) * (shown[j, 0] >= SPEAKS)
        good += heard * max(0.0, gap)
        bad += heard * min(0.0, gap)
    # The last person with ties, and those without after them.
    for rest in range(int(i), people):
        _note(rest, strength, total, seen, better, good, bad,
              seen_use, better_skill, praise, warning)  # fmt: skip
        strength = total = seen = better = good = bad = 0.0


@inlined
def _note(
    i: Any, strength: float, total: float, seen: float, better: float, good: float, bad: float,
    seen_use: Any, better_skill: Any, praise: Any, warning: Any,
) -> None:  # fmt: skip
    """Write down what person i has seen and heard: means over ties, and over words."""
    per_tie = 1.0 / strength if strength > 0.0 else 0.0
    per_word = 1.0 / total if total > 0.0 else 0.0
    seen_use[i] = seen * per_tie
    better_skill[i] = better * per_tie
    praise[i] = good * per_word
    warning[i] = bad * per_word
