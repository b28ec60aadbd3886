"""The people: columns, one row per seat; and their faces as Mesa agents.

State is plain arrays. `Employee`, `Champion` and `Manager` are views of one row,
made only when somebody asks for `firm.agents`; a run of a million people never
does and pays nothing for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.base.arrays import Flags, Floats, Rows

if TYPE_CHECKING:
    from sim.base.streams import Streams
    from sim.model.workforce import Workforce
    from sim.organisation.structure import Structure


#: The state a week changes: name -> (lowest, highest, mechanisms that may change it).
#: A mechanism reads `people.<name>` (last week's value) and adds to `people.change.<name>`.
STATES: dict[str, tuple[float, float, tuple[str, ...]]] = {
    "expectation": (-1.0, 1.0, ("discovery", "experience", "talk", "example")),
    "trust": (0.0, 1.0, ("experience", "example")),
    "skill": (0.0, 1.0, ("skill",)),
    "best_use": (-1.0, 1.0, ("discovery",)),
    "threat": (0.0, 1.0, ("threat",)),
    "reactance": (0.0, 1.0, ("reactance",)),
    "genuine_use": (0.0, 1.0, ("decision",)),
    "compelled_use": (0.0, 1.0, ("mandate",)),
    "aware": (0.0, 1.0, ("awareness",)),
    "licensed": (0.0, 1.0, ("access",)),
}
#: Their rows in `people.matrix`, for kernels that need many of them.
(
    EXPECTATION, TRUST, SKILL, BEST_USE, THREAT, REACTANCE, GENUINE_USE, COMPELLED_USE, AWARE,
    LICENSED,
) = range(len(STATES))  # fmt: skip

#: What a mechanism works out for this week only: name -> the mechanism that writes it.
WEEKLY: dict[str, str] = {
    "seen_use": "exchange",
    "better_skill": "exchange",
    "praise": "exchange",
    "warning": "exchange",
    "appeal": "decision",
    "saving": "saving",
}

#: Where a week's hours go, in h/week; the first five are what management can offer.
HOURS = ("exploring", "training", "meeting", "coaching", "leading", "redesign", "approving",
         "productive")  # fmt: skip
OFFERED = HOURS[:5]
#: The columns of `People` that hold them.
SPENT = tuple(f"{name}_hours" for name in HOURS)

#: Weeks of use that the usage ladder looks back on, one bit a week.
LADDER_WEEKS = 12
#: Genuine use that counts as "used this week": about one working day in five.
DAY_A_WEEK = 0.2


class Changes:
    """This week's changes of the state, one array per state; zero until written."""

    expectation: Floats
    trust: Floats
    skill: Floats
    best_use: Floats
    threat: Floats
    reactance: Floats
    genuine_use: Floats
    compelled_use: Floats
    aware: Floats
    licensed: Floats

    def __init__(self, rows: int) -> None:
        self.matrix: Floats = ready_zeros((len(STATES), rows))
        name_rows(self, self.matrix, STATES)


class People(Changes):
    """All seats of a firm, one row each: traits, state and this week's hours.

    State arrays are rows of `matrix`, shape (states, people), units and ranges as
    in `STATES`; what a week works out, rows of `weekly`. Hours are hours per person and week.
    """

    seen_use: Floats
    better_skill: Floats
    praise: Floats
    warning: Floats
    appeal: Floats
    saving: Floats
    exploring_hours: Floats
    training_hours: Floats
    meeting_hours: Floats
    coaching_hours: Floats
    leading_hours: Floats
    redesign_hours: Floats
    approving_hours: Floats
    productive_hours: Floats

    def __init__(self, structure: Structure, workforce: Workforce, streams: Streams) -> None:
        count = len(structure.department)
        super().__init__(count)
        self.change = Changes(count)
        self.low, self.high = (
            np.array([limits[side] for limits in STATES.values()]) for side in (0, 1)
        )
        self.weekly: Floats = ready_zeros((len(WEEKLY), count))
        name_rows(self, self.weekly, WEEKLY)
        self.hours: Floats = np.zeros((len(HOURS), count))
        name_rows(self, self.hours, SPENT)
        self.count = count
        self.department, self.team = structure.department, structure.team
        self.manager, self.is_manager = structure.manager, structure.is_manager
        self.is_champion: Flags = np.zeros(count, np.bool_)
        self.station: Rows = np.full(count, -1, np.int32)
        self.place: Rows = np.zeros(count, np.int32)
        self.phase: NDArray[np.int8] = (4 * streams.generator("phase").random(count)).astype(
            np.int8
        )
        self.reported_use: Floats = np.zeros(count)
        self.effective_use: Floats = np.zeros(count)
        self.shown = rows_of_four(count)
        self.history: NDArray[np.uint16] = np.zeros(count, np.uint16)
        self._draw_traits(workforce, streams)
        self._draw_beliefs(workforce, streams)

    def copy(self) -> People:
        """The same people once more, with arrays of their own."""
        twin: People = copied(self)
        for table, names in (twin.matrix, STATES), (twin.weekly, WEEKLY), (twin.hours, SPENT):
            name_rows(twin, table, names)
        twin.shown = rows_of_four(self.count)
        twin.change = Changes(self.count)
        return twin

    def _draw_traits(self, workforce: Workforce, streams: Streams) -> None:
        """Lasting differences between people, and between teams."""
        decision, count = workforce.decision, self.count
        own = streams.generator("switching cost").standard_normal(count)
        climate = streams.generator("team climate").standard_normal(int(self.team.max()) + 1)
        self.innovativeness: Floats = streams.generator("innovativeness").standard_normal(count)
        self.switching_cost: Floats = decision.spread * (
            own * np.sqrt(1 - decision.innovators**2) - decision.innovators * self.innovativeness
        )
        company = float(streams.generator("company climate").standard_normal())
        self.climate: Floats = decision.team_spread * climate[self.team]
        self.climate += decision.company_spread * company
        self.switching_cost += self.climate
        self.job_fit: Floats = np.clip(
            1.0 + decision.job_spread * streams.generator("job fit").standard_normal(count),
            0.0,
            2.0,
        )
        traits = workforce.reactance
        self.proneness: Floats = np.clip(
            traits.mean + traits.spread * streams.generator("proneness").standard_normal(count),
            0,
            1,
        )
        self.tenure: Floats = workforce.saving.tenure * np.exp(
            streams.generator("tenure").standard_normal(count)
        )

    def _draw_beliefs(self, workforce: Workforce, streams: Streams) -> None:
        """Where everybody starts; early users already have access, a use case and some skill."""
        count = self.count

        def normal(label: str) -> Floats:
            return streams.generator(label).standard_normal(count)

        start, early = workforce.start, workforce.start.early_users
        self.expectation[:] = start.expectation + start.expectation_spread * normal("expectation")
        self.trust[:] = start.trust + start.trust_spread * normal("trust")
        self.threat[:] = start.threat + start.threat_spread * normal("threat")
        self.skill[:] = start.skill
        self.best_use[:] = start.best_use * self.job_fit
        eager = (self.innovativeness + normal("early use")) / np.sqrt(2.0)
        self.own_access: Flags = eager > upper_quantile(early)
        self.licensed[:] = self.aware[:] = self.own_access
        self.genuine_use[self.own_access] = start.early_use
        self.skill[self.own_access] = start.early_skill
        self.best_use[self.own_access] = start.early_best_use * self.job_fit[self.own_access]
        self.reported_use[:] = self.effective_use[:] = self.genuine_use
        self.history[self.own_access & (self.genuine_use >= DAY_A_WEEK)] = 2**LADDER_WEEKS - 1
        for column, low, high in zip(self.matrix, self.low, self.high, strict=True):
            np.clip(column, low, high, out=column)


def name_rows(thing: object, table: Floats, names: Iterable[str]) -> None:
    """Every row of a table becomes an attribute, as a view."""
    for name, row in zip(names, table, strict=True):
        setattr(thing, name, row)


def ready_zeros(shape: tuple[int, ...]) -> Floats:
    """Zeros whose memory is there: `np.zeros` gets it only where somebody writes, in week 1."""
    return np.full(shape, 0.0)


def rows_of_four(count: int) -> Floats:
    """Zeros, shape (count, 4), no row of which lies across two cache lines of 64 bytes.

    Whoever looks up a row waits for one line, then, and not for two: NumPy aligns to 16 bytes.
    """
    room = ready_zeros((4 * count + 8,))
    first = -room.ctypes.data // room.itemsize % 8
    return room[first : first + 4 * count].reshape(count, 4)


def copied(thing: Any) -> Any:
    """A shallow copy whose arrays are copies; views of rows must be bound again."""
    twin = copy(thing)
    for name, value in vars(thing).items():
        if isinstance(value, np.ndarray):
            setattr(twin, name, value.copy())
    return twin


def upper_quantile(share: float) -> float:
    """The value that a share of a standard normal exceeds."""
    from statistics import NormalDist

    if share <= 0.0:
        return np.inf
    return -np.inf if share >= 1.0 else NormalDist().inv_cdf(1.0 - share)


class Cell:
    """An agent's attribute that lives in one cell of a column of `People`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        if agent is None:
            return self
        return getattr(agent.model.people, self.name)[agent.row].item()

    def __set__(self, agent: Any, value: Any) -> None:
        getattr(agent.model.people, self.name)[agent.row] = value


class Employee(mesa.Agent):
    """One person: a view of a row of `People`."""

    expectation, trust, skill, best_use, threat, reactance = (Cell() for _ in range(6))
    genuine_use, compelled_use, reported_use, effective_use = (Cell() for _ in range(4))
    aware, licensed, saving, innovativeness, proneness = (Cell() for _ in range(5))
    switching_cost, tenure, productive_hours, exploring_hours = (Cell() for _ in range(4))
    department, team, phase, station = (Cell() for _ in range(4))

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def boss(self) -> Employee | None:
        """The line manager, or None for the head of the organisation."""
        row = int(self.model.people.manager[self.row])
        return None if row < 0 else self.model.person(row)


class Champion(Employee):
    """An employee with released hours and visibility, and no other privilege."""

    coaching_hours = Cell()


class Manager(Employee):
    """An employee whose use the team sees and whose hours carry the approval queue."""

    approving_hours, leading_hours = Cell(), Cell()
