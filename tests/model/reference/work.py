"""The week of the work, in the plainest possible Python: one workflow, one station at a time."""

from __future__ import annotations

import math

from sim.base.philox import standard_normal, uniforms
from sim.model.mechanisms.work import FLOW
from sim.model.offer import Offer
from sim.model.stations import APPROVED_AFTER, PHASES, PURPOSES
from tests.model.reference.state import Company, Person, Station, Workflow

APPROVAL, PRIORITISATION, HAND_OVER, STATUS_QUERY = range(4)
PRE_STRUCTURING, VISIBILITY, APPROVALS, DRAFTING = range(4)
#: Weight of this week in running means.
MEMORY = 0.1
#: Share of items that can come back at most.
WORST_ERROR = 0.5


def arrivals(firm: Company, flow: Workflow) -> float:
    """Items that arrive this week: at random, or the mean; more where more can be done."""
    if firm.week > 0 and flow.usual_capacity > 0:
        more = flow.capacity / flow.usual_capacity - 1
        flow.demand = max(0.0, 1 + firm.config.work.flow.demand * more)
    expected = flow.arrival_rate * flow.demand
    if not firm.config.work.flow.arrivals_vary:
        return float(expected)
    key = firm.streams.key("arrivals")
    luck = uniforms(key[0], key[1], firm.week, flow.number)[0]
    return poisson(luck, expected)


def parts(firm: Company) -> list[float]:
    """Which part of the hours of a whole redesign each purpose takes."""
    asked = [getattr(firm.config.work.purpose, name) for name in PURPOSES]
    return [part / sum(asked) for part in asked]


def effective(firm: Company, station: Station) -> float:
    """What redesign for all purposes changes in practice: the mean of I^k insight x."""
    steepness = firm.config.work.integration.steepness
    deep = sum(part * i**steepness for part, i in zip(parts(firm), station.integrated, strict=True))
    return float(deep * station.insight * station.use)


def poisson(luck: float, rate: float) -> float:
    """The number whose distribution function first reaches `luck`; above 200 the normal limit."""
    if rate > 200:
        return max(0.0, math.floor(rate + math.sqrt(rate) * standard_normal(luck) + 0.5))
    items, chance = 0, math.exp(-rate)
    below = chance
    while luck > below and items < 1000:
        items += 1
        chance *= rate / items
        below += chance
    return float(items)


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def work(firm: Company, offer: Offer) -> None:
    """Items flow through every workflow; `firm.flow` adds up what the log needs."""
    firm.flow = dict.fromkeys(FLOW, 0.0)
    staff = [[p for p in firm.people if p.station == s.number] for s in firm.stations]
    for station, members in zip(firm.stations, staff, strict=True):
        station.use = mean([p.effective_use for p in members])
    total_rate = sum(flow.arrival_rate for flow in firm.workflows)
    for flow in firm.workflows:
        items = arrivals(firm, flow)
        flow.able = 100 * flow.arrival_rate
        for station in flow.stations:
            members = staff[station.number]
            if members:
                share = flow.arrival_rate / total_rate
                items = pass_station(firm, flow, station, members, items, share)
        firm.flow["throughput"] += items
        firm.flow["work_in_progress"] += flow.approval_backlog
        flow.throughput += MEMORY * (items - flow.throughput)
        flow.capacity += (MEMORY if flow.capacity > 0 else 1) * (flow.able - flow.capacity)
        if firm.week < 0:
            flow.usual_capacity = flow.capacity
    tasks, tool = firm.config.work.flow, firm.config.technology
    for person in firm.people:
        if person.is_manager:
            helped = tasks.touch_share * tool.eligible_share * person.hours["productive"]
            firm.flow["saved_hours"] += helped * person.effective_use * person.saving


def pass_station(
    firm: Company,
    flow: Workflow,
    station: Station,
    members: list[Person],
    items: float,
    share: float,
) -> float:
    """Items that reach a station queue, are worked on and waited with; returns what leaves it."""
    config, tool = firm.config.work.flow, firm.config.technology
    rules = firm.config.work.integration
    after = flow.stations[station.phase + 1] if station.phase < 3 else None
    if after is not None and after.staff == 0:
        after = None

    # What redesign for each purpose removes, if all used it: I^k insight.
    done_for = [i**rules.steepness * station.insight for i in station.integrated]
    removable = [rules.friction_removed * each for each in done_for]
    handed_use = station.use
    if after is not None:
        handed_use = (1 - rules.neighbour) * station.use + rules.neighbour * after.use
    left = [0.0] * 4
    left[APPROVAL] = 1 - removable[APPROVALS] * station.use
    left[PRIORITISATION] = 1 - removable[VISIBILITY] * station.use
    left[HAND_OVER] = 1 - removable[PRE_STRUCTURING] * handed_use
    left[STATUS_QUERY] = 1 - removable[VISIBILITY] * station.use

    # Hours per item: touch time, four frictions, two ways of working side by side; and returns.
    helped = mean([p.effective_use * p.saving for p in members])
    trusting = mean([p.effective_use * p.trust for p in members])
    touch = station.touch * (1 - tool.eligible_share * helped)
    purpose = firm.config.work.purpose
    touch *= 1 - purpose.drafting_saves * done_for[DRAFTING] * station.use
    hours = [station.coordination[friction] * left[friction] for friction in range(4)]
    crowd = 1 + config.crowded_desk * (station.pressure - station.usual_pressure)
    hours[PRIORITISATION] *= crowd
    hours[STATUS_QUERY] *= crowd
    gap, burden = 0.0, 0.0
    if after is not None:
        gap = abs(station.integration - after.integration)
        if rules.dual_gap == "effective":
            gap = abs(effective(firm, station) - effective(firm, after))
        burden = max(0.0, gap - station.accustomed)
        station.accustomed += rules.getting_used * (gap - station.accustomed)
    dual = rules.dual_running * station.item_hours * burden
    escaping = tool.eligible_share * tool.escaping_share * (1 - tool.reliability) * trusting
    usual = tool.base_error
    if station.phase == 0:
        usual *= 1 - purpose.rework_prevented * done_for[PRE_STRUCTURING] * station.use
    error = min(WORST_ERROR, usual + escaping)
    visits = 1 / (1 - error)
    hours_per_item = (touch + sum(hours) + dual) * visits

    # Lindley: what the hours do not suffice for waits.
    productive = sum(p.hours["productive"] for p in members)
    capacity = productive / hours_per_item if hours_per_item > 0 else math.inf
    flow.able = min(flow.able, capacity)
    waiting = station.backlog + items
    station.backlog = max(0.0, waiting - capacity)
    done = waiting - station.backlog
    station.station_throughput += MEMORY * (done - station.station_throughput)
    queue = station.backlog / max(station.station_throughput, 0.05 * flow.arrival_rate)
    station.measured_wait += MEMORY * (queue - station.measured_wait)
    station.pressure = queue / (1 + queue)
    before = station.item_hours / (1 - tool.base_error)
    firm.flow["saved_hours"] += (before - hours_per_item) * done

    # Waiting that is no queue: latency of each friction, and items nobody feels responsible for.
    waits = [station.latency[friction] * left[friction] for friction in range(4)]
    station.relief = 0.0
    if sum(station.coordination) > 0:
        station.relief += 0.5 * (1 - sum(hours) / sum(station.coordination))
    if sum(station.latency) > 0:
        station.relief += 0.5 * (1 - sum(waits) / sum(station.latency))
    stuck = rules.disputed_returns * error + (rules.disputes if station.distance > 0 else 0.0)
    slow = rules.decision_delay_owner if station.owned else rules.decision_delay
    waits[HAND_OVER] += stuck * slow

    # The manager's desk, after planning.
    desk = 0.0
    if station.phase == APPROVED_AFTER:
        if flow.approver >= 0 and config.approval_hours_per_item > 0:
            effort = config.approval_hours_per_item * left[APPROVAL]
            time = firm.people[flow.approver].hours["approving"] * flow.desk_share
            capacity = time / effort if effort > 0 else math.inf
            flow.able = min(flow.able, capacity)
            waiting = flow.approval_backlog + done
            flow.approval_backlog = max(0.0, waiting - capacity)
            done = waiting - flow.approval_backlog
        desk = flow.approval_backlog / max(flow.throughput, 0.05 * flow.arrival_rate)

    known = [waits[APPROVAL] + desk, *waits[1:]]
    station.friction_waits = [
        before + MEMORY * (now - before)
        for before, now in zip(station.friction_waits, known, strict=True)
    ]

    service = hours_per_item / config.hours_a_week
    lead_time = queue + desk + sum(waits) + service
    log = {
        "touch_hours_per_item": touch * visits,
        "hours_approval": hours[APPROVAL] * visits,
        "hours_prioritisation": hours[PRIORITISATION] * visits,
        "hours_hand_over": hours[HAND_OVER] * visits,
        "hours_status_query": hours[STATUS_QUERY] * visits,
        "hours_dual_running": dual * visits,
        f"lead_time_{PHASES[station.phase]}": lead_time,
        "wait_queue": queue,
        "wait_approval": waits[APPROVAL] + desk,
        "wait_prioritisation": waits[PRIORITISATION],
        "wait_hand_over": waits[HAND_OVER],
        "wait_status_query": waits[STATUS_QUERY],
        "wait_service": service,
    }
    for name, value in log.items():
        firm.flow[name] += share * value
    moving = flow.throughput * (sum(waits) + service)
    firm.flow["work_in_progress"] += station.backlog + moving
    return done


def unfinished(firm: Company, station: Station) -> list[int]:
    """The purposes that a station is redesigned for, and that are not complete."""
    complete = firm.config.work.integration.complete
    return [p for p in range(4) if station.asked[p] and station.integrated[p] < complete]


def effort(firm: Company, station: Station) -> float:
    """Support hours of a whole redesign: less with experience, which travels with losses."""
    rules = firm.config.work.integration
    here = firm.experience_here[station.department]
    away = [s for s in firm.stations if s.staff > 0 and s.department != station.department]
    arriving = rules.travel * min(1, rules.reach / max(1, len(away)))
    known = [
        mine + arriving * (all_in_all - mine)
        for mine, all_in_all in zip(here, firm.experience, strict=True)
    ]
    own = known[station.phase]
    useful = own + rules.similarity * (sum(known) - own)
    return float(rules.redesign_hours * (1 + useful) ** -rules.learning)


def integration(firm: Company, offer: Offer) -> None:
    """I <- I + sqrt(x) hours / R - decay (1 - x) I, R = R_0 (1 + n)^-learning, by purpose."""
    rules, share_of = firm.config.work.integration, parts(firm)
    if offer.fresh_for_work:
        open_stations(firm, offer)
    if firm.latest_wave < 0:
        return
    firm.participants_asked = max(firm.participants_asked, offer.participants)
    to_do = [unfinished(firm, station) for station in firm.stations]
    for station in firm.stations:
        working = bool(to_do[station.number]) and offer.support_hours > 0
        involved = working or (station.opened >= 0 and offer.upkeep > 0)
        station.participants = min(firm.participants_asked, station.staff) if involved else 0
        station.participant_hours = offer.participant_hours if working else offer.feedback_hours
        union = 1 - (1 - rules.insight) ** station.participants
        station.insight = max(station.insight, union)
    ready = [
        station
        for station in firm.stations
        if 0 <= station.opened <= firm.week - station.delay
        and to_do[station.number]
        and station.use > 0
    ]
    # Everybody works with what was known when the week began.
    efforts = {station.number: effort(firm, station) for station in ready}
    seen = rules.visibility + (1 - rules.visibility) * min(1, offer.visibility)
    firm.support_hours = 0.0
    for station in firm.stations:
        purposes, rise, given = to_do[station.number], 0.0, 0.0
        if station in ready and offer.support_hours > 0:
            whole = efforts[station.number] * sum(share_of[p] for p in purposes)
            lowest = min(station.integrated[p] for p in purposes)
            rise = min(
                offer.support_hours / len(ready) * math.sqrt(station.use) / whole, 1 - lowest
            )
            given = rise * whole
            if rules.staff_time == "open_weeks":
                given /= math.sqrt(station.use)
            elif station.participants > 0 and rules.staff_share > 0:
                most = station.participants * offer.participant_hours / rules.staff_share
                rise, given = min(rise, most / whole), min(given, most)
            firm.support_hours += given
        if rules.staff_time == "progress" and offer.support_hours > 0 and purposes:
            hours = rules.staff_share * given
            station.participant_hours = hours / max(1, station.participants)
        fall = rules.decay * (1 - offer.upkeep) * (1 - station.use)
        gained = 0.0
        for p in range(4):
            up = min(rise, 1 - station.integrated[p]) if p in purposes else 0.0
            station.integrated[p] += up - fall * station.integrated[p]
            gained += seen * share_of[p] * up
        firm.experience[station.phase] += gained
        firm.experience_here[station.department][station.phase] += gained
        station.integration = sum(s * i for s, i in zip(share_of, station.integrated, strict=True))
    firm.wave_progress = mean([
        sum(share_of[p] * station.integrated[p] for p in range(4) if station.asked[p])
        / sum(share_of[p] for p in range(4) if station.asked[p])
        for station in firm.stations
        if station.opened == firm.latest_wave
    ])  # fmt: skip


def open_stations(firm: Company, offer: Offer) -> None:
    """Redesign begins where management wants it; owners answer for a workflow."""
    rules = firm.config.work.integration
    asked = [station for station in firm.stations if offer.redesign[station.number].any()]
    new = []
    for station in asked:
        wanted = offer.redesign[station.number].tolist()
        if any(want and not has for want, has in zip(wanted, station.asked, strict=True)):
            new.append(station)
            station.opened = firm.week
        station.asked = [want or has for want, has in zip(wanted, station.asked, strict=True)]
    if asked:
        firm.latest_wave = firm.week
    for flow in firm.workflows:
        flow.begun = any(station.opened >= 0 for station in flow.stations)
        for station in flow.stations:
            named = bool(offer.owned_when_redesigned[station.number]) and flow.begun
            station.owned = bool(offer.owned[station.number]) or named
    for station in new:
        station.delay = rules.decision_delay_owner if station.owned else rules.decision_delay
