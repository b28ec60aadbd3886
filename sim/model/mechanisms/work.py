"""11. Work: items arrive, queue, are worked on, handed over, approved - and some come back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import uintp

import sim.model.stations as at
from sim.base.arrays import Flags, Floats, Ints, Phases, Rows, Table, Word
from sim.base.kernel import inlined, kernel
from sim.base.philox import standard_normal, uniforms
from sim.model.flow import FlowParameters
from sim.model.offer import Offer
from sim.model.people import APPROVING_HOURS, PRODUCTIVE_HOURS, SAVING, TRUST
from sim.model.redesign import IntegrationParameters, PurposeParameters
from sim.model.state import State
from sim.model.stations import (
    APPROVALS,
    APPROVED_AFTER,
    DRAFTING,
    HAND_OVER,
    PRE_STRUCTURING,
    PRIORITISATION,
    REMOVED_BY,
    STATUS_QUERY,
)
from sim.model.technology import Technology

#: What one week of work yields for the whole firm, in the order of `state.flow`.
FLOW = (
    "throughput", "work_in_progress",
    "touch_hours_per_item", *(f"hours_{each}" for each in at.FRICTIONS), "hours_dual_running",
    *(f"lead_time_{each}" for each in at.PHASES),
    "wait_queue", *(f"wait_{each}" for each in at.FRICTIONS), "wait_service", "saved_hours",
)  # fmt: skip
#: Where an item's hours, its lead time by phase and its waits begin, and hours saved.
HOURS, LEAD_TIME, WAITS, SAVED = map(
    FLOW.index, ("touch_hours_per_item", "lead_time_intake", "wait_queue", "saved_hours")
)

#: Weight of this week in the running throughput that turns backlog into waiting (ten weeks).
MEMORY = 0.1
#: Most items that can come back; keeps visits finite.
WORST_ERROR = 0.5
#: Share of arrivals below which throughput counts as standing still.
STANDSTILL = 0.05
#: Most that a workflow is able to do, against what arrived before week 1.
MOST_ABLE = 100.0
#: Most items that arrive at a workflow in a week, where arrivals are drawn one by one.
MOST_ITEMS = 1000
_SHARES = 1.0 / np.arange(1, MOST_ITEMS + 1)


def work(state: State, offer: Offer) -> None:
    """Hours per item, capacity, Lindley queues, the approval desk, lead time, hours saved.

    h = z (1 - E <g y>)(1 - drafted) + sum_f c_f (1 - removed_f) + dual (gap - used to)+,
    visits 1/(1 - e), e = base_error (1 - prevented) + E escaping (1 - q) <g tau>, capacity =
    productive hours / (h visits), Q <- max(0, Q + arrivals - capacity). Removed shares are
    `friction_removed` x Psi with Psi = I^k Phi x of the purpose that removes the friction.
    Prioritising and status work grow with the backlog beyond what is usual at the station.
    Arrivals follow what a workflow can do, against before week 1, by `demand`.
    """
    people, stations, flow = state.people, state.stations, state.rules(FlowParameters)
    tool, rules = state.rules(Technology), state.rules(IntegrationParameters)
    purpose = state.rules(PurposeParameters)
    key = state.streams.key("arrivals")
    state.flow[:] = 0.0
    _work(
        flow.touch_share * tool.eligible_share, flow.hours_a_week, flow.crowded_desk,
        tool.eligible_share, tool.base_error, tool.escaping_share * (1.0 - tool.reliability),
        purpose.rework_prevented, purpose.drafting_saves, rules.friction_removed, rules.neighbour,
        rules.dual_running, rules.getting_used, rules.disputes, rules.disputed_returns,
        rules.decision_delay, rules.decision_delay_owner, rules.dual_gap == "effective",
        key[0], key[1], state.week, flow.arrivals_vary, flow.demand, flow.approval_hours_per_item,
        people.station, people.is_manager, people.effective_use, people.weekly, people.matrix,
        people.hours, stations.staff, stations.distance, stations.owned, stations.approver,
        stations.coordination, stations.latency, stations.depth, stations.sums, stations.hours,
        stations.waits, stations.friction_waits, stations.table, stations.flows, state.flow,
    )  # fmt: skip


@kernel
def _work(
    done_with_it: float, hours_a_week: float, crowded_desk: float, eligible: float,
    base_error: float, escaping: float, prevented: float, drafting: float,
    friction_removed: float, neighbour: float, dual_running: float, getting_used: float,
    disputes: float, returns: float, delay_without: float, delay_with: float, by_effect: bool,
    k0: Word, k1: Word, week: int, vary: bool, answer: float, approval_hours_per_item: float,
    station: Rows, is_manager: Flags, effective_use: Floats, weekly: Table, state: Table,
    spent: Table, staff: Ints, distance: Phases, owned: Flags, approver: Rows,
    coordination: Table, latency: Table, depth: Table, sums: Table, hours: Table, waits: Table,
    friction_waits: Table, table: Table, flows: Table, out: Floats,
) -> None:  # fmt: skip
    """The parts of the week's work, one after the other: one call costs less time than four."""
    saved_by_managers = _gather(
        done_with_it, station, is_manager, effective_use, weekly[SAVING], state[TRUST],
        spent[PRODUCTIVE_HOURS], sums,
    )  # fmt: skip
    _frictions(
        hours_a_week, crowded_desk, eligible, base_error, escaping, prevented, drafting,
        friction_removed, neighbour, dual_running, getting_used, disputes, returns,
        delay_without, delay_with, owned, sums, staff, distance, table[at.TOUCH], coordination,
        latency, table[at.ITEM_HOURS], by_effect, table[at.INTEGRATION], table[at.DEEP], depth,
        table[at.INSIGHT], table[at.USUAL_PRESSURE], table[at.PRESSURE], table[at.USE],
        table[at.KEPT], table[at.VISITS], hours, waits, table[at.RELIEF], table[at.ACCUSTOMED],
    )  # fmt: skip
    _queues(
        k0, k1, week, vary, answer, approval_hours_per_item, flows[at.ARRIVAL_RATE], approver,
        flows[at.DESK_SHARE], spent[APPROVING_HOURS], staff, sums, table[at.ITEM_HOURS], base_error,
        table[at.KEPT], table[at.VISITS], hours, waits, table[at.BACKLOG],
        flows[at.APPROVAL_BACKLOG], table[at.STATION_THROUGHPUT], flows[at.THROUGHPUT],
        table[at.PRESSURE], table[at.MEASURED_WAIT], friction_waits, flows[at.CAPACITY],
        flows[at.USUAL_CAPACITY], flows[at.DEMAND], out,
    )  # fmt: skip
    _account(flows[at.ARRIVAL_RATE], table[at.VISITS], hours, waits, out)
    out[-1] += saved_by_managers


@kernel
def _gather(
    eligible: float, station: Rows, is_manager: Flags,
    use: Floats, saving: Floats, trust: Floats, hours: Floats, sums: Table,
) -> float:  # fmt: skip
    """Sum what each station's staff bring: use, use x saving, use x trust, hours.

    Returns the hours that managers save in their own work, outside the stations.
    """
    for s in range(sums.shape[0]):
        for k in range(4):
            sums[s, k] = 0.0
    saved_by_managers = 0.0
    for i in range(station.shape[0]):
        gain = use[i] * saving[i]
        # Factors, no branches: who is at a station, the processor cannot foresee.
        s, staff = uintp(max(0, station[i])), station[i] >= 0
        sums[s, 0] += staff * use[i]
        sums[s, 1] += staff * gain
        sums[s, 2] += staff * use[i] * trust[i]
        sums[s, 3] += staff * hours[i]
        saved_by_managers += is_manager[i] * eligible * hours[i] * gain
    return saved_by_managers


@kernel
def _arrivals(k0: Any, k1: Any, week: int, workflow: int, rate: float) -> float:
    """Poisson arrivals by inversion; above 200 a week the rounded normal limit."""
    u = uniforms(k0, k1, week, workflow)
    if rate > 200.0:
        return max(0.0, math.floor(rate + math.sqrt(rate) * standard_normal(u[0]) + 0.5))
    chance = math.exp(-rate)
    below, items = chance, 0
    while u[0] > below and items < MOST_ITEMS:
        chance *= rate * _SHARES[items]
        items += 1
        below += chance
    return float(items)


@kernel
def _frictions(
    hours_a_week: float, crowded_desk: float, eligible: float, base_error: float,
    escaping: float, prevented: float, drafting: float, friction_removed: float,
    neighbour: float, dual_running: float, getting_used: float, disputes: float, returns: float,
    delay_without: float, delay_with: float, owned: Flags, sums: Table,
    staff: Ints, distance: Phases, touch: Floats, coordination: Table,
    latency: Table, item_hours: Floats, by_effect: bool, integration: Floats, deep: Floats,
    depth: Table, insight: Floats,
    usual_pressure: Floats, pressure: Floats, use: Floats, kept: Floats,
    visits: Floats, hours: Table, waits: Table, relief: Floats, accustomed: Floats,
) -> None:  # fmt: skip
    """Hours per visit (touch, four frictions, dual running), visits, latency, felt relief."""
    for s in range(use.shape[0]):
        use[s] = sums[s, 0] / staff[s] if staff[s] > 0 else 0.0
    for s in range(use.shape[0]):
        if staff[s] == 0:
            continue
        handed, burden = use[s], 0.0
        if s % 4 < 3 and staff[s + 1] > 0:
            handed = (1.0 - neighbour) * use[s] + neighbour * use[s + 1]
            gap = integration[s] - integration[s + 1]
            if by_effect:
                gap = deep[s] * insight[s] * use[s] - deep[s + 1] * insight[s + 1] * use[s + 1]
            gap = abs(gap)
            burden = max(0.0, gap - accustomed[s])
            accustomed[s] += getting_used * (gap - accustomed[s])
        kept[s] = 1.0 - friction_removed * depth[s, APPROVALS] * insight[s] * use[s]
        error = base_error + eligible * escaping * sums[s, 2] / staff[s]
        if s % 4 == 0:
            error -= base_error * prevented * depth[s, PRE_STRUCTURING] * insight[s] * use[s]
        error = min(WORST_ERROR, error)
        visits[s] = 1.0 / (1.0 - error)
        drafted = drafting * depth[s, DRAFTING] * insight[s] * use[s]
        hours[s, 0] = touch[s] * (1.0 - eligible * sums[s, 1] / staff[s]) * (1.0 - drafted)
        hours[s, 5] = dual_running * item_hours[s] * burden
        crowd = 1.0 + crowded_desk * (pressure[s] - usual_pressure[s])
        before_hours, after_hours, before_wait, after_wait = 0.0, 0.0, 0.0, 0.0
        for f in range(4):
            used = handed if f == HAND_OVER else use[s]
            left = 1.0 - friction_removed * depth[s, REMOVED_BY[f]] * insight[s] * used
            hours[s, 1 + f] = coordination[s, f] * left
            if f in (PRIORITISATION, STATUS_QUERY):
                hours[s, 1 + f] *= crowd
            waits[s, 1 + f] = latency[s, f] * left
            before_hours += coordination[s, f]
            after_hours += hours[s, 1 + f]
            before_wait += latency[s, f]
            after_wait += waits[s, 1 + f]
        relief[s] = 0.0
        if before_hours > 0.0:
            relief[s] += 0.5 * (1.0 - after_hours / before_hours)
        if before_wait > 0.0:
            relief[s] += 0.5 * (1.0 - after_wait / before_wait)
        # Nobody in charge: disputed hand-overs and disputed returns wait for a decision.
        stuck = returns * error + (disputes if distance[s] > 0 else 0.0)
        waits[s, 1 + HAND_OVER] += stuck * (delay_with if owned[s] else delay_without)
        waits[s, 5] = _sum(hours, s, 0) * visits[s] / hours_a_week


@inlined
def _sum(table: Any, s: int, first: int) -> Any:
    """Sum of a station's row from a column on."""
    total = 0.0
    for k in range(first, 6):
        total += table[s, k]
    return total


@kernel
def _queues(
    k0: Word, k1: Word, week: int, vary: bool, answer: float, approval_hours_per_item: float,
    arrival_rate: Floats, approver: Rows, desk_share: Floats, approving_hours: Floats,
    staff: Ints, sums: Table, item_hours: Floats, base_error: float, kept: Floats,
    visits: Floats, hours: Table, waits: Table, backlog: Floats,
    approval_backlog: Floats, station_throughput: Floats, throughput: Floats,
    pressure: Floats, measured_wait: Floats, friction_waits: Table, capacity: Floats,
    usual_capacity: Floats, demand: Floats, out: Floats,
) -> None:  # fmt: skip
    """Items through the four stations and the approval desk; what cannot be done waits."""
    finished = waiting = saved = 0.0
    for w in range(arrival_rate.shape[0]):
        rate = arrival_rate[w]
        if week > 0 and usual_capacity[w] > 0.0:
            demand[w] = max(0.0, 1.0 + answer * (capacity[w] / usual_capacity[w] - 1.0))
        expected, able = rate * demand[w], MOST_ABLE * rate
        items = _arrivals(k0, k1, week, w, expected) if vary else expected
        for s in range(4 * w, 4 * w + 4):
            if staff[s] == 0:
                continue
            effort = _sum(hours, s, 0) * visits[s]
            start = backlog[s] + items
            # Where nothing is left to do, nothing waits.
            backlog[s] = max(0.0, start - sums[s, 3] / effort) if effort > 0.0 else 0.0
            able = min(able, sums[s, 3] / effort) if effort > 0.0 else able
            items = start - backlog[s]
            saved += (item_hours[s] / (1.0 - base_error) - effort) * items
            station_throughput[s] += MEMORY * (items - station_throughput[s])
            # A long wait is cut off where a station stands still, so that it stays a number.
            waits[s, 0] = backlog[s] / max(station_throughput[s], STANDSTILL * rate)
            measured_wait[s] += MEMORY * (waits[s, 0] - measured_wait[s])
            pressure[s] = waits[s, 0] / (1.0 + waits[s, 0])
            waiting += backlog[s] + throughput[w] * _sum(waits, s, 1)
            if s % 4 == APPROVED_AFTER and approver[w] >= 0 and approval_hours_per_item > 0.0:
                served = approving_hours[approver[w]] * desk_share[w]
                start = approval_backlog[w] + items
                effort = approval_hours_per_item * kept[s]
                approval_backlog[w] = max(0.0, start - served / effort) if effort > 0.0 else 0.0
                able = min(able, served / effort) if effort > 0.0 else able
                items = start - approval_backlog[w]
                waits[s, 1] += approval_backlog[w] / max(throughput[w], STANDSTILL * rate)
            for f in range(4):
                friction_waits[s, f] += MEMORY * (waits[s, 1 + f] - friction_waits[s, f])
        capacity[w] += (MEMORY if capacity[w] > 0.0 else 1.0) * (able - capacity[w])
        if week < 0:
            usual_capacity[w] = capacity[w]
        finished += items
        waiting += approval_backlog[w]
        throughput[w] += MEMORY * (items - throughput[w])
    out[0], out[1], out[SAVED] = finished, waiting, saved


@kernel
def _account(arrival_rate: Floats, visits: Floats, hours: Table, waits: Table, out: Floats) -> None:
    """Mean hours and waits of an item, workflows weighted by what arrives at them."""
    total = 0.0
    for w in range(arrival_rate.shape[0]):
        total += arrival_rate[w]
    for s in range(visits.shape[0]):
        share = arrival_rate[s // 4] / total
        wait = out[LEAD_TIME + s % 4]
        for k in range(6):
            out[HOURS + k] += share * hours[s, k] * visits[s]
            out[WAITS + k] += share * waits[s, k]
            wait += share * waits[s, k]
        out[LEAD_TIME + s % 4] = wait
