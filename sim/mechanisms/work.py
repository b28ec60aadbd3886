"""11. Work: items arrive, queue, are worked on, handed over, approved - and some come back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from numba import njit

from sim.streams import standard_normal, uniforms

if TYPE_CHECKING:
    from sim.firm import Firm
    from sim.offer import Offer

#: What one week of work yields for the whole firm, in the order of `firm.flow`.
FLOW = (
    "throughput", "work_in_progress", "touch_hours_per_item",
    "hours_approval", "hours_prioritisation", "hours_hand_over", "hours_status_query",
    "hours_dual_running", "lead_time_intake", "lead_time_planning", "lead_time_execution",
    "lead_time_reporting", "wait_queue", "wait_approval", "wait_prioritisation",
    "wait_hand_over", "wait_status_query", "wait_service", "saved_hours",
)  # fmt: skip

#: Weight of this week in the running throughput that turns backlog into waiting (ten weeks).
MEMORY = 0.1
#: Most items that can come back; keeps visits finite.
WORST_ERROR = 0.5


def work(firm: Firm, offer: Offer) -> None:
    """Hours per item, capacity, Lindley queues, the approval desk, lead time, hours saved.

    h = z (1 - E <g y>) + sum_f c_f (1 - removed_f) + dual |I_s - I_(s+1)|, visits 1/(1 - e),
    e = base_error + E escaping (1 - q) <g tau>, capacity = productive hours / (h visits),
    Q <- max(0, Q + arrivals - capacity). Removed shares are `friction_removed` x Psi_f with
    Psi_f = I^k Phi x. Prioritising and status work grow with the backlog
    beyond what is usual at the station.
    """
    people, stations, config = firm.people, firm.stations, firm.config
    flow, tool, rules = config.work.flow, config.technology, config.work.integration
    _gather(
        people.station, people.effective_use, people.saving, people.trust,
        people.productive_hours, firm.station_sums,
    )  # fmt: skip
    key = firm.streams.key("arrivals")
    firm.flow[:] = 0.0
    _flow(
        key[0], key[1], firm.week, flow.arrivals_vary, flow.hours_a_week, flow.crowded_desk,
        flow.approval_hours_per_item, tool.eligible_share, tool.base_error,
        tool.escaping_share * (1.0 - tool.reliability), rules.friction_removed, rules.steepness, rules.neighbour,
        rules.dual_running, rules.disputes, rules.disputed_returns, rules.decision_delay, rules.decision_delay_owner,
        stations.owned, firm.station_sums, stations.staff, stations.distance, stations.touch,
        stations.coordination, stations.latency, stations.item_hours, stations.integration,
        stations.insight, stations.arrival_rate, stations.approver, stations.desk_share,
        people.approving_hours, stations.backlog, stations.approval_backlog,
        stations.station_throughput, stations.throughput, stations.use,
        stations.usual_pressure, stations.pressure,
        stations.measured_wait, stations.relief, firm.flow,
    )  # fmt: skip
    firm.flow[-1] += _managers_save(
        flow.touch_share * tool.eligible_share, people.is_manager, people.productive_hours,
        people.effective_use, people.saving,
    )  # fmt: skip


@njit(cache=True)
def _gather(station: Any, use: Any, saving: Any, trust: Any, hours: Any, sums: Any) -> None:
    """Sum what each station's staff bring: use, use x saving, use x trust, hours."""
    sums[:] = 0.0
    for i in range(station.shape[0]):
        s = station[i]
        if s >= 0:
            sums[s, 0] += use[i]
            sums[s, 1] += use[i] * saving[i]
            sums[s, 2] += use[i] * trust[i]
            sums[s, 3] += hours[i]


@njit(cache=True)
def _managers_save(share: float, is_manager: Any, hours: Any, use: Any, saving: Any) -> float:
    """Hours that managers save in their own work, outside the stations."""
    total = 0.0
    for i in range(is_manager.shape[0]):
        if is_manager[i]:
            total += share * hours[i] * use[i] * saving[i]
    return total


@njit(cache=True)
def _arrivals(k0: Any, k1: Any, week: int, workflow: int, rate: float) -> float:
    """Poisson arrivals by inversion; above 200 a week the rounded normal limit."""
    u = uniforms(k0, k1, week, workflow)
    if rate > 200.0:
        return max(0.0, math.floor(rate + math.sqrt(rate) * standard_normal(u[0]) + 0.5))
    chance = math.exp(-rate)
    below, items = chance, 0.0
    while u[0] > below and items < 1000.0:
        items += 1.0
        chance *= rate / items
        below += chance
    return items


@njit(cache=True)
def _flow(
    k0: Any, k1: Any, week: int, vary: bool, hours_a_week: float, crowded_desk: float,
    approval_hours_per_item: float, eligible: float, base_error: float,
    escaping: float, friction_removed: float, steepness: float, neighbour: float,
    dual_running: float, disputes: float, returns: float, delay_without: float, delay_with: float,
    owned: Any, sums: Any, staff: Any, distance: Any, touch: Any,
    coordination: Any, latency: Any, item_hours: Any, integration: Any,
    insight: Any, arrival_rate: Any, approver: Any, desk_share: Any,
    approving_hours: Any, backlog: Any, approval_backlog: Any,
    station_throughput: Any, throughput: Any, use: Any, usual_pressure: Any, pressure: Any,
    measured_wait: Any, relief: Any, out: Any,
) -> None:  # fmt: skip
    workflows = arrival_rate.shape[0]
    all_rates = 0.0
    for w in range(workflows):
        all_rates += arrival_rate[w]
    for s in range(use.shape[0]):
        use[s] = sums[s, 0] / staff[s] if staff[s] > 0 else 0.0
    for w in range(workflows):
        share = arrival_rate[w] / all_rates
        items = arrival_rate[w]
        if vary:
            items = _arrivals(k0, k1, week, w, arrival_rate[w])
        for phase in range(4):
            s = 4 * w + phase
            if staff[s] == 0:
                continue
            # What integration removes from each friction.
            depth = 0.0
            if integration[s] > 0.0:
                depth = integration[s] ** steepness * insight[s] * friction_removed
            here, handed = use[s], use[s]
            gap = 0.0
            if phase < 3 and staff[s + 1] > 0:
                handed = (1.0 - neighbour) * here + neighbour * use[s + 1]
                gap = abs(integration[s] - integration[s + 1])
            kept, kept_hand_over = 1.0 - depth * here, 1.0 - depth * handed
            crowd = 1.0 + crowded_desk * (pressure[s] - usual_pressure[s])
            approval = coordination[s, 0] * kept
            sorting = coordination[s, 1] * kept * crowd
            handing = coordination[s, 2] * kept_hand_over
            asking = coordination[s, 3] * kept * crowd
            dual = dual_running * item_hours[s] * gap
            # Hours per item and how often it comes back.
            mean_gy, mean_gt = sums[s, 1] / staff[s], sums[s, 2] / staff[s]
            error = min(WORST_ERROR, base_error + eligible * escaping * mean_gt)
            visits = 1.0 / (1.0 - error)
            work_on = touch[s] * (1.0 - eligible * mean_gy)
            hours = (work_on + approval + sorting + handing + asking + dual) * visits
            # Lindley: what cannot be done waits.
            capacity = sums[s, 3] / hours
            start = backlog[s] + items
            backlog[s] = max(0.0, start - capacity)
            items = start - backlog[s]
            station_throughput[s] += MEMORY * (items - station_throughput[s])
            queue = backlog[s] / max(station_throughput[s], 0.05 * arrival_rate[w])
            measured_wait[s] += MEMORY * (queue - measured_wait[s])
            pressure[s] = queue / (1.0 + queue)
            out[18] += (item_hours[s] / (1.0 - base_error) - hours) * items
            # Waiting by cause.
            delay = delay_with if owned[s] else delay_without
            stuck = returns * error + (disputes if distance[s] > 0 else 0.0)
            wait_approval = latency[s, 0] * kept
            wait_sorting = latency[s, 1] * kept
            wait_handing = latency[s, 2] * kept_hand_over + stuck * delay
            wait_asking = latency[s, 3] * kept
            service = hours / hours_a_week
            before_hours = (
                coordination[s, 0] + coordination[s, 1] + coordination[s, 2] + coordination[s, 3]
            )
            before_wait = latency[s, 0] + latency[s, 1] + latency[s, 2] + latency[s, 3]
            felt = 0.0
            if before_hours > 0.0:
                felt += 0.5 - 0.5 * (approval + sorting + handing + asking) / before_hours
            if before_wait > 0.0:
                left = wait_approval + wait_sorting + latency[s, 2] * kept_hand_over + wait_asking
                felt += 0.5 - 0.5 * left / before_wait
            relief[s] = felt
            desk = 0.0
            if phase == 1:
                manager = approver[w]
                if manager >= 0 and approval_hours_per_item > 0.0:
                    effort = approval_hours_per_item * kept
                    served = approving_hours[manager] * desk_share[w] / effort
                    start = approval_backlog[w] + items
                    approval_backlog[w] = max(0.0, start - served)
                    items = start - approval_backlog[w]
                desk = approval_backlog[w] / max(throughput[w], 0.05 * arrival_rate[w])
            lead = queue + desk + wait_approval + wait_sorting + wait_handing + wait_asking + service
            out[2] += share * work_on * visits
            out[3] += share * approval * visits
            out[4] += share * sorting * visits
            out[5] += share * handing * visits
            out[6] += share * asking * visits
            out[7] += share * dual * visits
            out[8 + phase] += share * lead
            out[12] += share * queue
            out[13] += share * (wait_approval + desk)
            out[14] += share * wait_sorting
            out[15] += share * wait_handing
            out[16] += share * wait_asking
            out[17] += share * service
            out[1] += backlog[s] + throughput[w] * (lead - queue - desk)
        out[0] += items
        out[1] += approval_backlog[w]
        throughput[w] += MEMORY * (items - throughput[w])
