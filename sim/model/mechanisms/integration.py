"""12. Integration: AI built into the shared process, station by station, purpose by purpose."""

from __future__ import annotations

import math

import numpy as np

import sim.model.stations as at
from sim.base.arrays import Floats, Ints, Marks, Table
from sim.base.kernel import inlined, kernel, power
from sim.model.offer import Offer
from sim.model.redesign import IntegrationParameters, PurposeParameters
from sim.model.state import State
from sim.model.stations import Stations


def integration(state: State, offer: Offer) -> None:
    """I <- I + sqrt(x) hours / R - decay (1 - x) I, from `decision delay` after the start on.

    x is the mean effective use at the station, R = R_0 N^-learning, and N = 1 plus the
    integration achieved so far, weighted by visibility, by similarity of phase and by distance.
    I is kept by purpose; R_0 is for a whole redesign, and each purpose takes its part of it.
    Support hours are shared equally by the open stations that may start, are used and are not
    complete (I < `complete`); where use erodes a complete one below that, work on it begins
    again. With `staff_time=progress` hours count in full, use says how many a station can take,
    and participants give `staff_share` as many in the week after.
    """
    stations, rules = state.stations, state.rules(IntegrationParameters)
    stations.seen = rules.visibility + (1.0 - rules.visibility) * min(1.0, offer.visibility)
    if offer.fresh_for_work and offer.redesign.any():
        _open_new(stations, offer, rules, state.week)
    elif offer.fresh_for_work:
        _find_owners(stations, offer)
    if stations.latest_wave < 0:
        return
    stations.participants_asked = max(stations.participants_asked, offer.participants)
    state.support_hours, stations.wave_progress = _redesign(
        state.week, stations.latest_wave, stations.participants_asked, offer.support_hours,
        offer.participant_hours, offer.feedback_hours, offer.upkeep, rules.complete,
        rules.insight, stations.seen, rules.decay, rules.staff_time == "progress",
        rules.staff_share, rules.steepness, rules.redesign_hours, rules.learning,
        rules.similarity, rules.travel, rules.reach, state.rules(PurposeParameters).parts,
        stations.elsewhere, stations.asked, stations.opened, stations.staff,
        stations.participants, stations.department, stations.experience,
        stations.experience_here, stations.integrated, stations.depth, stations.table,
    )  # fmt: skip


def _open_new(stations: Stations, offer: Offer, rules: IntegrationParameters, week: int) -> None:
    """Open the stations that management asks for, and note who answers for them."""
    fresh = np.any(offer.redesign & ~stations.asked, axis=1)
    stations.asked |= offer.redesign
    stations.opened[fresh] = week
    stations.latest_wave = week
    stations.begun = np.any((stations.opened >= 0).reshape(-1, 4), axis=1)
    _find_owners(stations, offer)
    slow, fast = rules.decision_delay, rules.decision_delay_owner
    stations.delay[fresh] = np.where(stations.owned[fresh], fast, slow)


def _find_owners(stations: Stations, offer: Offer) -> None:
    """Workflows with an owner: all that are offered one, or those under redesign."""
    begun = np.repeat(stations.begun, 4)
    stations.owned = offer.owned.copy()
    stations.owned |= offer.owned_when_redesigned & begun


@inlined
def _whole(parts: Floats, values: Table, s: int) -> float:
    """Mean over purposes by their parts; in pairs, so that four equal quarters make a whole."""
    return float(
        (parts[0] * values[s, 0] + parts[1] * values[s, 1])
        + (parts[2] * values[s, 2] + parts[3] * values[s, 3])
    )


@kernel
def _redesign(
    week: int, wave: int, wanted: int, support: float, most_hours: float, feedback_hours: float,
    upkeep: float, complete: float, insight: float, seen: float, decay: float, by_progress: bool,
    staff_share: float, steepness: float, first: float, learning: float, similarity: float,
    travel: float, reach: float, parts: Floats, elsewhere: Ints, asked: Marks, opened: Ints,
    staff: Ints, participants: Ints, department: Ints, experience: Floats, here: Table,
    integrated: Table, depth: Table, table: Table,
) -> tuple[float, float]:  # fmt: skip
    """Who takes part, then what comes of it: one call costs less time than two."""
    unfinished = np.empty((2, opened.shape[0]))
    _take_part(
        wanted, support > 0.0, most_hours, upkeep > 0.0, feedback_hours, complete, insight, parts,
        asked, opened, staff, integrated, participants, table[at.PARTICIPANT_HOURS],
        table[at.INSIGHT], unfinished[0], unfinished[1],
    )  # fmt: skip
    return _integrate(
        week, wave, support, complete, seen, min(1.0, decay * (1.0 - upkeep)), by_progress,
        staff_share, most_hours, parts, steepness, first, learning, similarity, travel, reach,
        elsewhere, asked, opened, table[at.DELAY], table[at.USE], participants, department,
        experience, here, unfinished[0], unfinished[1], integrated, table[at.INTEGRATION], depth,
        table[at.DEEP], table[at.PARTICIPANT_HOURS],
    )  # fmt: skip


@kernel
def _take_part(
    wanted: int, supported: bool, hours: float, kept_up: bool, feedback_hours: float,
    complete: float, insight: float, parts: Floats, asked: Marks, opened: Ints, staff: Ints,
    integrated: Table, participants: Ints, participant_hours: Floats, known: Floats, part: Floats,
    least: Floats,
) -> None:  # fmt: skip
    """Who takes part, and what they know: the union 1 - (1 - insight)^participants, never lost.

    Also the part of a whole redesign that is still asked for at each station, and its least
    progress.
    """
    for s in range(opened.shape[0]):
        part[s], least[s] = 0.0, 1.0
        for p in range(4):
            if asked[s, p] and integrated[s, p] < complete:
                part[s] += parts[p]
                least[s] = min(least[s], integrated[s, p])
        working = supported and part[s] > 0.0
        involved = working or (kept_up and opened[s] >= 0)
        participants[s] = min(wanted, staff[s]) if involved else 0
        participant_hours[s] = hours if working else feedback_hours
        if participants[s] > 0:
            known[s] = max(known[s], 1.0 - (1.0 - insight) ** participants[s])


@kernel
def _efforts(
    first: float, learning: float, similarity: float, travel: float, reach: float,
    elsewhere: Ints, experience: Floats, here: Table, due: Marks,
) -> Table:  # fmt: skip
    """Support hours of the next whole redesign, by department and phase, where one is due.

    Experience made elsewhere counts by `travel`; where more stations are elsewhere than `reach`,
    as much of it arrives as if it were made at `reach` of them. Where nothing is lost on the way,
    all departments are the same, and there is one row for all.
    """
    lossless = travel >= 1.0
    for d in range(elsewhere.shape[0]):
        lossless = lossless and elsewhere[d] <= reach
    effort = np.empty((1 if lossless else elsewhere.shape[0], 4))
    known = np.empty(4)
    for d in range(effort.shape[0]):
        lost = 0.0 if lossless else 1.0 - travel * min(1.0, reach / max(1, elsewhere[d]))
        total = 0.0
        for phase in range(4):
            known[phase] = experience[phase] - lost * (experience[phase] - here[d, phase])
            total += known[phase]
        for phase in range(4):
            if not (lossless or due[d, phase]):
                continue
            # Experience from other phases helps by similarity.
            useful = similarity * total + (1.0 - similarity) * known[phase]
            effort[d, phase] = first * (1.0 + useful) ** (-learning)
    return effort


@kernel
def _integrate(
    week: int, wave: int, support: float, complete: float, seen: float, fades: float,
    by_progress: bool, staff_share: float, most_hours: float, parts: Floats, steepness: float,
    first: float, learning: float, similarity: float, travel: float, reach: float,
    elsewhere: Ints, asked: Marks, opened: Ints, delay: Floats, use: Floats, participants: Ints,
    department: Ints, experience: Floats, here: Table, part: Floats, least: Floats,
    integrated: Table, integration: Floats, depth: Table, deep: Floats, participant_hours: Floats,
) -> tuple[float, float]:  # fmt: skip
    """Support hours spent, and mean progress of the latest wave at what it is asked for.

    Also I^k by purpose (`depth`), and its mean (`deep`).
    """
    waiting, due = 0, np.zeros((elsewhere.shape[0], 4), np.bool_)
    for s in range(opened.shape[0]):
        begun = opened[s] >= 0 and week >= opened[s] + delay[s]
        if begun and part[s] > 0.0 and use[s] > 0.0:
            waiting += 1
            due[department[s], s % 4] = True
    share = support / waiting if waiting > 0 else 0.0
    rows = elsewhere if share > 0.0 else elsewhere[:0]
    effort = _efforts(first, learning, similarity, travel, reach, rows, experience, here, due)
    spent, progress, members, up = 0.0, 0.0, 0, np.zeros((1, 4))
    for s in range(opened.shape[0]):
        if opened[s] < 0:
            continue
        rise, given = 0.0, 0.0
        if share > 0.0 and part[s] > 0.0 and use[s] > 0.0 and week >= opened[s] + delay[s]:
            needed = part[s] * effort[department[s] if effort.shape[0] > 1 else 0, s % 4]
            pace = math.sqrt(use[s]) / needed
            # No more hours than bring the station to 1; where nobody uses it, none help.
            given = min(share, (1.0 - least[s]) / pace)
            rise = pace * given
            if by_progress:
                given = rise * needed
                most = participants[s] * most_hours
                if participants[s] > 0 and staff_share * given > most:
                    given = most / staff_share
                    rise = given / needed
            spent += given
        if by_progress and support > 0.0 and part[s] > 0.0:
            participant_hours[s] = staff_share * given / max(1, participants[s])
        keep = fades * (1.0 - use[s])
        wanted, reached, level, power_of = 0.0, 0.0, 0.0, 0.0
        for p in range(4):
            before = integrated[s, p]
            up[0, p] = min(1.0 - before, rise) if asked[s, p] and before < complete else 0.0
            integrated[s, p] = before + (up[0, p] - keep * before)
            wanted += parts[p] * asked[s, p]
            reached += parts[p] * asked[s, p] * integrated[s, p]
            # Most stations are redesigned for all purposes alike.
            if integrated[s, p] != level:
                level = integrated[s, p]
                power_of = power(level, steepness)
            depth[s, p] = power_of if level > 0.0 else 0.0
        gained = seen * _whole(parts, up, 0)
        experience[s % 4] += gained
        here[department[s], s % 4] += gained
        integration[s] = _whole(parts, integrated, s)
        deep[s] = _whole(parts, depth, s)
        if opened[s] == wave:
            progress += reached / wanted
            members += 1
    return spent, progress / max(1, members)
