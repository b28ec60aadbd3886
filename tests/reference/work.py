"""The week of the work, in the plainest possible Python: one workflow, one station at a time."""

from __future__ import annotations

import math

from sim.base.streams import standard_normal, uniforms
from sim.model.mechanisms.work import FLOW
from sim.model.offer import Offer
from sim.model.stations import APPROVED_AFTER, PHASES
from tests.reference.state import Company, Person, Station, Workflow

APPROVAL, PRIORITISATION, HAND_OVER, STATUS_QUERY = range(4)
#: Weight of this week in running means.
MEMORY = 0.1
#: Share of items that can come back at most.
WORST_ERROR = 0.5


def arrivals(firm: Company, flow: Workflow) -> float:
    """Items that arrive this week: at random, or the mean."""
    if not firm.config.work.flow.arrivals_vary:
        return float(flow.arrival_rate)
    key = firm.streams.key("arrivals")
    luck = uniforms(key[0], key[1], firm.week, flow.number)[0]
    return poisson(luck, flow.arrival_rate)


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
        for station in flow.stations:
            members = staff[station.number]
            if members:
                share = flow.arrival_rate / total_rate
                items = pass_station(firm, flow, station, members, items, share)
        firm.flow["throughput"] += items
        firm.flow["work_in_progress"] += flow.approval_backlog
        flow.throughput += MEMORY * (items - flow.throughput)
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

    # What integration leaves of each friction: 1 - friction_removed I^k insight x.
    removable = rules.friction_removed * station.integration**rules.steepness * station.insight
    handed_use = station.use
    if after is not None:
        handed_use = (1 - rules.neighbour) * station.use + rules.neighbour * after.use
    left = [1 - removable * station.use] * 4
    left[HAND_OVER] = 1 - removable * handed_use

    # Hours per item: touch time, four frictions, two ways of working side by side; and returns.
    helped = mean([p.effective_use * p.saving for p in members])
    trusting = mean([p.effective_use * p.trust for p in members])
    touch = station.touch * (1 - tool.eligible_share * helped)
    hours = [station.coordination[friction] * left[friction] for friction in range(4)]
    crowd = 1 + config.crowded_desk * (station.pressure - station.usual_pressure)
    hours[PRIORITISATION] *= crowd
    hours[STATUS_QUERY] *= crowd
    gap = abs(station.integration - after.integration) if after is not None else 0.0
    dual = rules.dual_running * station.item_hours * gap
    escaping = tool.eligible_share * tool.escaping_share * (1 - tool.reliability) * trusting
    error = min(WORST_ERROR, tool.base_error + escaping)
    visits = 1 / (1 - error)
    hours_per_item = (touch + sum(hours) + dual) * visits

    # Lindley: what the hours do not suffice for waits.
    productive = sum(p.hours["productive"] for p in members)
    capacity = productive / hours_per_item if hours_per_item > 0 else math.inf
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
            waiting = flow.approval_backlog + done
            flow.approval_backlog = max(0.0, waiting - capacity)
            done = waiting - flow.approval_backlog
        desk = flow.approval_backlog / max(flow.throughput, 0.05 * flow.arrival_rate)

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


def integration(firm: Company, offer: Offer) -> None:
    """I <- I + sqrt(x) hours / R - decay (1 - x) I, R = R_0 (1 + n)^-learning."""
    rules = firm.config.work.integration
    if offer.fresh_for_work:
        open_stations(firm, offer)
    if firm.latest_wave < 0:
        return
    firm.participants_asked = max(firm.participants_asked, offer.participants)
    for station in firm.stations:
        unfinished = station.opened >= 0 and station.integration < rules.complete
        working = unfinished and offer.support_hours > 0
        involved = working or (station.opened >= 0 and offer.upkeep > 0)
        station.participants = min(firm.participants_asked, station.staff) if involved else 0
        station.participant_hours = offer.participant_hours if working else offer.feedback_hours
        union = 1 - (1 - rules.insight) ** station.participants
        station.insight = max(station.insight, union)
    ready = [
        station
        for station in firm.stations
        if 0 <= station.opened <= firm.week - station.delay
        and station.integration < rules.complete
        and station.use > 0
    ]
    # Everybody works with what was known when the week began.
    known = [own + rules.similarity * (sum(firm.experience) - own) for own in firm.experience]
    seen = rules.visibility + (1 - rules.visibility) * min(1, offer.visibility)
    firm.support_hours = 0.0
    for station in firm.stations:
        fall = rules.decay * (1 - offer.upkeep) * (1 - station.use) * station.integration
        rise = 0.0
        if station in ready and offer.support_hours > 0:
            effort = rules.redesign_hours * (1 + known[station.phase]) ** -rules.learning
            pace = math.sqrt(station.use) / effort
            given = min(offer.support_hours / len(ready), (1 - station.integration) / pace)
            rise = pace * given
            firm.support_hours += given
            firm.experience[station.phase] += seen * rise
        station.integration += rise - fall
    wave = [station.integration for station in firm.stations if station.opened == firm.latest_wave]
    firm.wave_progress = mean(wave)


def open_stations(firm: Company, offer: Offer) -> None:
    """Redesign begins where management wants it; owners answer for a workflow."""
    rules = firm.config.work.integration
    asked = [station for station in firm.stations if offer.redesign[station.number]]
    new = [station for station in asked if station.opened < 0]
    for station in new:
        station.opened = firm.week
    if asked:
        firm.latest_wave = firm.week
    for flow in firm.workflows:
        flow.begun = any(station.opened >= 0 for station in flow.stations)
        for station in flow.stations:
            named = bool(offer.owned_when_redesigned[station.number]) and flow.begun
            station.owned = bool(offer.owned[station.number]) or named
    for station in new:
        station.delay = rules.decision_delay_owner if station.owned else rules.decision_delay
