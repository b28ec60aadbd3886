"""The state of a firm as plain Python objects: one per person, station and workflow."""

from __future__ import annotations

from sim.base.streams import Streams
from sim.model.firm import Firm
from sim.model.people import LADDER_WEEKS, STATES
from sim.model.stations import Stations

TRAITS = (
    "department", "team", "manager", "is_manager", "station", "place", "phase", "own_access",
    "innovativeness", "climate", "switching_cost", "job_fit", "proneness", "tenure",
    "reported_use", "effective_use", "resists", "trained",
)  # fmt: skip
STATION = (
    "staff", "distance", "touch", "coordination", "latency", "item_hours", "integration",
    "integrated", "asked", "accustomed", "friction_waits", "department", "insight", "opened",
    "delay", "owned", "participants", "participant_hours", "backlog", "station_throughput",
    "usual_pressure", "pressure", "measured_wait", "relief", "use",
)  # fmt: skip
WORKFLOW = (
    "arrival_rate", "demand", "capacity", "usual_capacity", "approver", "desk_share",
    "approval_backlog", "throughput", "begun",
)  # fmt: skip


class Person:
    """One seat: traits, last week's state as attributes, this week's changes in `change`."""

    def __init__(self, firm: Firm, row: int) -> None:
        self.row = row
        for name in (*STATES, *TRAITS):
            setattr(self, name, getattr(firm.people, name)[row].item())
        bits = int(firm.people.history[row])
        #: Whether the tool was used in each of the last twelve weeks, this week first.
        self.used = [bool(bits >> ago & 1) for ago in range(LADDER_WEEKS)]
        self.change = dict.fromkeys(STATES, 0.0)
        self.leaves = False
        self.hours: dict[str, float] = {}
        self.saving = float(firm.people.saving[row])
        #: Of the own manager, and of announcements: how far believed, and what was said.
        self.belief: list[float] = firm.people.belief[:, row].tolist()
        self.told: list[float | None] = [None, None]
        self.image = self.lessons = 0.0
        self.appeal = self.seen_use = self.better_skill = self.praise = self.warning = 0.0


class Station:
    """One station of a workflow; queues and integration change as the week goes."""

    def __init__(self, stations: Stations, number: int) -> None:
        self.number, self.phase = number, number % 4
        for name in STATION:
            setattr(self, name, getattr(stations, name)[number].tolist())


class Workflow:
    """One chain of four stations, and the queue on its manager's desk."""

    def __init__(self, stations: Stations, number: int) -> None:
        self.number = number
        for name in WORKFLOW:
            setattr(self, name, getattr(stations, name)[number].item())
        self.stations = [Station(stations, 4 * number + phase) for phase in range(4)]


class Company:
    """A copy of a firm's state in plain Python; nothing is shared with the firm."""

    def __init__(self, firm: Firm) -> None:
        self.config, self.week = firm.config, firm.week
        self.streams = Streams(firm.config.seed)
        self.people = [Person(firm, row) for row in range(firm.people.count)]
        self.workflows = [Workflow(firm.stations, w) for w in range(firm.stations.workflows)]
        self.stations = [station for flow in self.workflows for station in flow.stations]
        self.approval_duty = firm.stations.approval_duty.tolist()
        self.latest_wave, self.wave_progress = firm.stations.latest_wave, 0.0
        self.participants_asked = 0
        self.experience = firm.stations.experience.tolist()
        self.experience_here = firm.stations.experience_here.tolist()
        self.support_hours = firm.support_hours
        self.flow: dict[str, float] = {}
        #: Offered hours that reach people: coached, demonstrated; whose champion; whose voice.
        self.coached, self.demonstrated = [0.0] * len(self.people), [0.0] * len(self.people)
        self.helped = [0.0] * len(self.people)
        self.champion_of, self.voice = [-1] * len(self.people), [1.0] * len(self.people)
        working, contact = firm.network.working, firm.network.contact
        self.working = [
            [
                (int(working.neighbour[k]), float(working.weight[k]))
                for k in range(working.start[row], working.start[row + 1])
            ]
            for row in range(len(self.people))
        ]
        self.contacts = [
            [int(other) for other in contact.of(row)] for row in range(len(self.people))
        ]

    def words(self, label: str) -> list[list[int]]:
        """This week's random words, four a person."""
        drawn: list[list[int]] = self.streams.words(label, self.week, len(self.people)).T.tolist()
        return drawn
