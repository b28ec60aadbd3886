"""Workflows: chains of four stations, their frictions, queues and integration.

Station s = 4 w + phase belongs to workflow w; phases run intake, planning,
execution, reporting. Columns have one row per station unless said otherwise.
"""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Flags, Floats, Rows
from sim.base.streams import Streams
from sim.model.flow import FlowParameters, FrictionParameters
from sim.model.people import People, copied, name_rows

PHASES = ("intake", "planning", "execution", "reporting")
FRICTIONS = ("approval", "prioritisation", "hand_over", "status_query")
APPROVAL, PRIORITISATION, HAND_OVER, STATUS_QUERY = range(4)
#: What a redesign can be for, and which purpose removes each friction.
PURPOSES = ("pre_structuring", "visibility", "approvals", "drafting")
PRE_STRUCTURING, VISIBILITY, APPROVALS, DRAFTING = range(4)
REMOVED_BY = (APPROVALS, VISIBILITY, PRE_STRUCTURING, VISIBILITY)
#: Items wait for the manager's approval after this phase.
APPROVED_AFTER = PHASES.index("planning")

#: Numbers of every station, rows of `stations.table`: each array costs a kernel's call time. What
#: is known of the wait in the queue (ten-week memory) is `measured_wait`; `accustomed` is the gap
#: to the next station that people are used to.
COLUMNS = (
    "touch", "item_hours", "backlog", "station_throughput", "pressure", "usual_pressure",
    "measured_wait", "relief", "kept", "visits", "use", "integration", "deep", "accustomed",
    "insight", "delay", "participant_hours",
)  # fmt: skip
(
    TOUCH, ITEM_HOURS, BACKLOG, STATION_THROUGHPUT, PRESSURE, USUAL_PRESSURE, MEASURED_WAIT,
    RELIEF, KEPT, VISITS, USE, INTEGRATION, DEEP, ACCUSTOMED, INSIGHT, DELAY, PARTICIPANT_HOURS,
) = range(len(COLUMNS))  # fmt: skip
#: Numbers of every workflow, rows of `stations.flows`; capacity is what it can do in a week, as
#: it is and as it was before week 1.
FLOWS = (
    "arrival_rate", "desk_share", "approval_backlog", "throughput", "capacity", "usual_capacity",
    "demand",
)  # fmt: skip
(
    ARRIVAL_RATE, DESK_SHARE, APPROVAL_BACKLOG, THROUGHPUT, CAPACITY, USUAL_CAPACITY, DEMAND,
) = range(len(FLOWS))  # fmt: skip

#: Stations of one division: far placements stay within it.
DIVISION = 256


class Stations:
    """All stations of a firm.

    Args:
        people: Who staffs them; they get their station, place and phase.
        flow: How much work there is, and how it is staffed.
        friction: How coordination and waiting are split.
        tinkering: Hours a week that people try things out on their own.
        base_error: Share of items that come back without the tool.
        streams: Random numbers.

    Shapes: one row per station; `coordination` (h/item) and `latency` (weeks/item)
    are (stations, 4 frictions); `hours` (touch, frictions, dual running) and `waits` (queue,
    frictions, service) are this week's, (stations, 6); `integrated` (0..1) and `asked` are
    (stations, 4 purposes); `arrival_rate` (items/week), `demand` (factor on it), `approver` (row
    of a person, -1 none) and `approval_backlog` (items) have one row per workflow;
    `experience_here` (redesigns) and `elsewhere` (stations of others) one per department.
    """

    touch: Floats
    item_hours: Floats
    backlog: Floats
    station_throughput: Floats
    pressure: Floats
    usual_pressure: Floats
    measured_wait: Floats
    relief: Floats
    kept: Floats
    visits: Floats
    use: Floats
    integration: Floats
    deep: Floats
    accustomed: Floats
    insight: Floats
    delay: Floats
    participant_hours: Floats
    arrival_rate: Floats
    desk_share: Floats
    approval_backlog: Floats
    throughput: Floats
    capacity: Floats
    usual_capacity: Floats
    demand: Floats

    def __init__(
        self,
        people: People,
        flow: FlowParameters,
        friction: FrictionParameters,
        tinkering: float,
        base_error: float,
        streams: Streams,
    ) -> None:
        slots = _staff_slots(people, flow.station_staff)
        self.workflows = max(1, (int(slots.max()) + 1) // 4)
        self.count = 4 * self.workflows
        self.table: Floats = np.zeros((len(COLUMNS), self.count))
        self.flows: Floats = np.zeros((len(FLOWS), self.workflows))
        self._name_rows()
        self._place_staff(people, slots, flow.across_departments, streams)
        self._place_desks(people, flow)
        self._set_load(flow, tinkering, base_error, streams)
        self._set_frictions(flow, friction, streams)
        self._start_state()

    def _place_staff(self, people: People, slots: Rows, across: float, streams: Streams) -> None:
        """Put every slot of staff on a station: chains of neighbours, some across the firm."""
        total = int(slots.max()) + 1
        order = np.arange(total)
        moved = np.flatnonzero(streams.generator("placement").random(total) < across)
        # Far, but not across the globe: within a division of about a thousand people.
        lot = moved // DIVISION + streams.generator("swap").random(total)[moved]
        order[moved] = moved[np.argsort(lot, kind="stable")]
        target = np.empty(total, np.int32)
        # What four does not divide joins the last workflow.
        position = np.arange(total)
        target[order] = np.where(position < self.count, position, position - 4)
        phases = np.argsort(streams.generator("phases").random((self.workflows, 4)), axis=1)
        target = (4 * (target // 4) + phases[target // 4, target % 4]).astype(np.int32)
        staff = slots >= 0
        people.station[staff] = target[slots[staff]]
        people.phase[staff] = people.station[staff] % 4
        rows = np.flatnonzero(staff)
        rows = rows[np.argsort(people.station[rows], kind="stable")]
        self.staff = np.bincount(people.station[rows], minlength=self.count)
        first = np.concatenate(([0], np.cumsum(self.staff)[:-1]))
        people.place[rows] = np.arange(len(rows)) - np.repeat(first, self.staff)
        self.lead = np.full(self.count, -1, np.int32)
        busy = self.staff > 0
        self.lead[busy] = rows[first[busy]]
        self._measure_distance(people)

    def _measure_distance(self, people: People) -> None:
        """Organisational distance to the next station: 0 team, 1 department, 2 further."""
        here, there = self.lead, np.roll(self.lead, -1)
        other_team = people.team[here] != people.team[there]
        other_department = people.department[here] != people.department[there]
        self.distance = other_team.astype(np.int8) + (other_team & other_department)
        self.distance[3::4] = 0
        # Tiny firms leave stations unstaffed: nothing is handed over there.
        self.distance[(here < 0) | (there < 0)] = 0
        staffed = here >= 0
        self.department = np.where(staffed, people.department[here], 0).astype(np.int64)
        there_are = np.bincount(self.department[staffed], minlength=people.department.max() + 1)
        self.elsewhere = int(staffed.sum()) - there_are

    def _place_desks(self, people: People, flow: FlowParameters) -> None:
        """Arrivals fit the approving manager's desk."""
        desk = self.lead[APPROVED_AFTER::4]
        self.approver = np.where(desk >= 0, people.manager[desk], -1).astype(np.int32)
        shared = np.bincount(self.approver[self.approver >= 0], minlength=people.count)
        self.desk_share[:] = 1.0 / np.maximum(1, shared[self.approver])
        per_item = max(flow.approval_hours_per_item, 1e-9)
        capacity = flow.approval_hours * self.desk_share / per_item
        self.arrival_rate[:] = np.minimum(flow.approval_load * capacity, 1e4)
        self.approval_duty: Floats = np.where(shared > 0, flow.approval_hours, 0.0)

    def _set_load(
        self, flow: FlowParameters, tinkering: float, base_error: float, streams: Streams
    ) -> None:
        """Item size fits each station's load."""
        shape = (self.workflows, 4)
        load = flow.lowest_load + (flow.highest_load - flow.lowest_load) * streams.generator(
            "load"
        ).random(shape)
        slowest = (4 * streams.generator("slowest station").random(self.workflows)).astype(int)
        load[np.arange(self.workflows), slowest] = flow.bottleneck_load
        self.load: Floats = load.ravel()
        hours = self.staff * max(flow.hours_a_week - tinkering, 0.1)
        rate = np.repeat(self.arrival_rate, 4)
        self.item_hours[:] = self.load * hours * (1.0 - base_error) / rate

    def _set_frictions(
        self, flow: FlowParameters, friction: FrictionParameters, streams: Streams
    ) -> None:
        """Split item hours into touch and coordination, and latency by friction."""
        weight = np.tile(friction.parts, (self.count, 1))
        weight[:, HAND_OVER] *= np.array(friction.by_distance)[self.distance]

        def spread(label: str, columns: int) -> Floats:
            draw = streams.generator(label).standard_normal((self.count, columns))
            return np.exp(flow.variety * draw)

        hours = weight * spread("friction hours", 4)
        waits = weight * spread("friction waits", 4)
        hours /= hours.sum(axis=1, keepdims=True)
        waits /= waits.sum(axis=1, keepdims=True)
        self.touch[:] = flow.touch_share * self.item_hours
        self.coordination: Floats = (self.item_hours - self.touch)[:, None] * hours
        # Distance adds waiting: a far hand-over is slower, not only a larger share.
        slower = weight.sum(axis=1, keepdims=True) / sum(friction.parts)
        self.latency: Floats = flow.latency * slower * spread("latency", 1) * waits

    def _start_state(self) -> None:
        """Empty queues: `Engine` lets work run for a while before week 1."""
        size = self.count
        self.throughput[:] = self.arrival_rate
        self.station_throughput[:] = np.repeat(self.arrival_rate, 4)
        self.demand[:] = 1.0
        # What is known of waits (ten-week memory): in the queue, and by friction.
        self.friction_waits: Floats = np.zeros((size, 4))
        self.seen = 0.0
        # This week: what staff bring; kept share of friction; visits, hours and waits per item.
        self.sums: Floats = np.zeros((size, 4))
        self.kept[:] = 1.0
        self.visits[:] = 1.0
        self.hours: Floats = np.zeros((size, 6))
        self.waits: Floats = np.zeros((size, 6))
        self.integrated: Floats = np.zeros((size, 4))
        self.asked: Flags = np.zeros((size, 4), np.bool_)
        # I^k by purpose; its mean is `deep`.
        self.depth: Floats = np.zeros((size, 4))
        self.opened = np.full(size, -1, np.int64)
        self.owned: Flags = np.zeros(size, np.bool_)
        self.begun: Flags = np.zeros(self.workflows, np.bool_)
        self.latest_wave = -1
        self.wave_progress = 0.0
        self.participants = np.zeros(size, np.int64)
        self.participants_asked = 0
        self.experience: Floats = np.zeros(4)
        self.experience_here: Floats = np.zeros((len(self.elsewhere), 4))

    def copy(self) -> Stations:
        """The same stations once more, with arrays of their own."""
        twin: Stations = copied(self)
        twin._name_rows()
        return twin

    def _name_rows(self) -> None:
        name_rows(self, self.table, COLUMNS)
        name_rows(self, self.flows, FLOWS)


def _staff_slots(people: People, size: int) -> Rows:
    """Number the groups of about `size` staff of one team, in row order; managers get -1."""
    slots = np.full(people.count, -1, np.int32)
    staff = np.flatnonzero(~people.is_manager)
    team = people.team[staff]
    first = np.concatenate(([0], np.flatnonzero(np.diff(team)) + 1))
    length = np.diff(np.concatenate((first, [len(staff)])))
    groups = np.maximum(1, np.round(length / size)).astype(np.int64)
    place = np.arange(len(staff)) - np.repeat(first, length)
    group = place * np.repeat(groups, length) // np.repeat(length, length)
    offset = np.concatenate(([0], np.cumsum(groups)[:-1]))
    slots[staff] = group + np.repeat(offset, length)
    return slots
