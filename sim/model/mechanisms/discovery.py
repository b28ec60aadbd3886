"""5. Discovery: trying things out, keeping the best use case, and passing it on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import uintp

from sim.base.arrays import Floats, Ints, Phases, Rows, Table, Word
from sim.base.kernel import inlined, kernel
from sim.base.params import Checked, choice, fitted, param
from sim.base.philox import BLOCK, fill, standard_normal, unit
from sim.model.offer import COACHED, DEMONSTRATED, Offer
from sim.model.people import AWARE, BEST_USE, EXPECTATION, LICENSED
from sim.model.state import State
from sim.model.technology import Technology


@dataclass(frozen=True)
class DiscoveryParameters(Checked):
    """Neutral: trials_per_hour 0, sharing 0, showing 0, pessimism 0."""

    exploring_hours: float = param(
        0.37,
        0.0,
        10.0,
        unit="h/week",
        source=fitted(loosely=True),
        doc="own tinkering of people with access",
        sweep=(0.05, 2),
        log=True,
    )
    trials_per_hour: float = param(
        0.31,
        0.0,
        10.0,
        unit="per hour",
        source=fitted(loosely=True),
        doc="use cases tried per hour of exploring",
        sweep=(0.1, 1),
        log=True,
    )
    sharing: float = param(
        0.092,
        0.0,
        1.0,
        unit="per week",
        source=fitted(loosely=True),
        doc="chance that a colleague passes on a use case",
        sweep=(0.02, 0.5),
        log=True,
    )
    passing: str = choice(
        "use_case", ("result", "use_case"),
        doc="what is passed on: the teacher's result, kept if better, or the use case itself",
    )  # fmt: skip
    transfer: float = param(
        0.55,
        0.0,
        1.0,
        unit="share",
        doc="what a use case is worth in somebody else's hands, or how far it is taken over",
        sweep=(0.2, 0.9),
    )
    across_phases: float = param(
        0.55, 0.0, 1.0, unit="share", doc="and in another phase of work", sweep=(0.2, 0.9)
    )
    showing: float = param(
        0.22,
        0.0,
        10.0,
        unit="per hour",
        doc="use cases taken up per hour of demonstration received",
        sweep=(0.05, 1),
        log=True,
    )
    pessimism: float = param(
        0.15,
        0.0,
        1.0,
        unit="share",
        source=fitted(loosely=True),
        doc="how far a failed trial lowers expectation towards it",
        sweep=(0, 0.3),
    )


def discovery(state: State, offer: Offer) -> None:
    """One trial a week with chance 1 - exp(-trials_per_hour h); keep the best; learn from others.

    A trial is useful with chance 1 - harmful_share, fit ~ N(fit, fit_spread) times the job's
    suitability, else its fit is -harm. A colleague drawn at random among working ties passes
    on the best use case with chance `sharing`, raised by transparency; the manager and the
    champion pass it on by demonstration. With t = `transfer`, times `across_phases` from another
    phase, and f the suitability of a job, what is passed on is the teacher's result,
    b_i <- max(b_i, t b_j f_i), or the use case, b_i <- b_i + t (f_i b_j / f_j - b_i)+.
    """
    people, rules, tool = state.people, state.rules(DiscoveryParameters), state.rules(Technology)
    key = state.streams.key("discovery")
    _try(
        key[0], key[1], state.week,
        rules.trials_per_hour, tool.harmful_share, tool.fit, tool.fit_spread, tool.harm,
        rules.pessimism, people.job_fit, people.exploring_hours, people.matrix,
        people.change.matrix,
    )  # fmt: skip
    ties = state.network.working
    sharing = min(1.0, rules.sharing * (1.0 + offer.visibility))
    showing = rules.showing if offer.shows else 0.0
    key = state.streams.key("sharing")
    _learn_from_others(
        key[0], key[1], state.week, rules.passing == "use_case",
        ties.start, ties.neighbour, sharing, showing, rules.transfer, rules.across_phases,
        people.job_fit,
        people.phase, people.manager, offer.champion_of, offer.table, people.reported_use,
        people.matrix, people.change.matrix,
    )  # fmt: skip


@kernel
def _try(
    k0: Word, k1: Word, week: int, trials_per_hour: float, harmful: float, fit: float,
    spread: float, harm: float, pessimism: float, job_fit: Floats, hours: Floats, state: Table,
    changes: Table,
) -> None:  # fmt: skip
    aware, licensed, expectation, best = (
        state[AWARE], state[LICENSED], state[EXPECTATION], state[BEST_USE],
    )  # fmt: skip
    change_expectation, change_best = changes[EXPECTATION], changes[BEST_USE]
    words = np.empty((4, BLOCK), np.uint32)
    trying = np.empty(BLOCK, np.intp)
    for first in range(0, best.shape[0], BLOCK):
        fill(k0, k1, week, first, words)
        size, tried = min(BLOCK, best.shape[0] - first), 0
        # Written down anyway and kept if so: no branch on luck, whose way nobody can foresee.
        for w in range(size):
            i = uintp(first + w)
            able = aware[i] * licensed[i] > 0.0
            trying[tried] = w
            tried += able & (unit(words[0, w]) < trials_per_hour * hours[i])
        for k in range(tried):
            w = uintp(trying[k])
            i = uintp(first) + w
            if not _happens(unit(words[0, w]), trials_per_hour * hours[i]):
                continue
            found = -harm
            if unit(words[1, w]) >= harmful:
                found = fit + spread * standard_normal(unit(words[2, w]))
                found *= job_fit[i]
            found = min(1.0, max(-1.0, found))
            if found > best[i]:
                change_best[i] += found - best[i]
            if found < 0.0 and found < expectation[i]:
                change_expectation[i] += pessimism * (found - expectation[i])


@kernel
def _learn_from_others(
    k0: Word, k1: Word, week: int, as_use_case: bool,
    start: Ints, neighbour: Rows, sharing: float, showing: float, transfer: float, across: float,
    job_fit: Floats,
    phase: Phases, manager: Rows, champion_of: Rows, offer: Table, reported: Floats,
    state: Table, changes: Table,
) -> None:  # fmt: skip
    best, change = state[BEST_USE], changes[BEST_USE]
    words = np.empty((4, BLOCK), np.uint32)
    lessons = np.empty((2, 3 * BLOCK), np.int32)
    # First who learns from whom, then what: so that no look-up has to wait for the one before.
    for first in range(0, best.shape[0], BLOCK):
        fill(k0, k1, week, first, words)
        by_colleagues, given = _lessons(
            first, words, start, neighbour, sharing, showing, manager, champion_of,
            offer[DEMONSTRATED], offer[COACHED], state[AWARE], state[LICENSED], lessons,
        )  # fmt: skip
        for k in range(given):
            i, j = uintp(lessons[0, k]), uintp(lessons[1, k])
            fit = transfer if phase[j] == phase[i] else transfer * across
            # A colleague who does not use the tool has nothing to pass on.
            known = k >= by_colleagues or reported[j] > 0.0
            if as_use_case:
                # What the tool does in a job that it does not suit at all says nothing elsewhere.
                if known and job_fit[j] > 0.0:
                    found = min(1.0, best[j] / job_fit[j]) * job_fit[i]
                    change[i] += fit * max(0.0, found - best[i] - change[i])
                continue
            found = best[j] * fit * job_fit[i] if known else -1.0
            change[i] = max(best[i] + change[i], found) - best[i]


@kernel
def _lessons(
    first: int, words: Any, start: Any, neighbour: Any, sharing: float, showing: float,
    manager: Any, champion_of: Any, demonstrated: Any, coached: Any, aware: Any, licensed: Any,
    lessons: Any,
) -> Any:  # fmt: skip
    """Learners and teachers of a block of rows: by colleagues, then shown by their betters.

    Returns how many are by colleagues, and how many there are in all.
    """
    size, given = min(BLOCK, aware.shape[0] - first), 0
    # Written down anyway and kept if so: no branch on luck, whose way nobody can foresee.
    for w in range(size):
        i = uintp(first + w)
        able = (aware[i] * licensed[i] > 0.0) & (start[i + 1] > start[i])
        lessons[0, given] = i
        given += able & (unit(words[1, w]) < sharing)
    for k in range(given):
        i = uintp(lessons[0, k])
        pick = unit(words[0, i - uintp(first)]) * (start[i + 1] - start[i])
        lessons[1, k] = neighbour[uintp(start[i] + int(pick))]
    by_colleagues = given
    for w in range(size if showing > 0.0 else 0):
        i = uintp(first + w)
        if aware[i] * licensed[i] == 0.0:
            continue
        if _happens(unit(words[2, w]), showing * demonstrated[i]):
            lessons[0, given], lessons[1, given] = i, manager[i]
            given += 1
        if _happens(unit(words[3, w]), showing * coached[i]):
            lessons[0, given], lessons[1, given] = i, champion_of[i]
            given += 1
    return by_colleagues, given


@inlined
def _happens(luck: float, rate: float) -> bool:
    """Whether something with this rate happens: chance 1 - exp(-rate), at most the rate."""
    return luck < rate and luck < 1.0 - math.exp(-rate)
