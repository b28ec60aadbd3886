"""The people: columns, one row per seat. State is plain arrays."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.arrays import Flags, Floats, Rows
from sim.organisation.structure import Structure

#: The state a week changes: name -> (lowest, highest, mechanisms that may change it).
#: A mechanism reads `people.<name>` (last week's value) and adds to `people.change.<name>`.
STATES: dict[str, tuple[float, float, tuple[str, ...]]] = {
    "expectation": (-1.0, 1.0, ("discovery", "experience", "talk", "example", "helping")),
    "trust": (0.0, 1.0, ("experience", "example", "helping", "training")),
    "skill": (0.0, 1.0, ("skill",)),
    "best_use": (-1.0, 1.0, ("discovery", "training")),
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

#: The columns that belong to a person and go along to another seat; all others are the seat's,
#: a choice of its person's programme, or worked out anew every week.
MOVABLE = (
    "matrix", "history", "own_access", "innovativeness", "switching_cost", "proneness", "tenure",
    "reported_use", "effective_use", "trained", "belief", "told",
)  # fmt: skip

#: What a mechanism works out for this week only: name -> the mechanism that writes it.
WEEKLY: dict[str, str] = {
    "seen_use": "exchange",
    "better_skill": "exchange",
    "praise": "exchange",
    "warning": "exchange",
    "appeal": "decision",
    "saving": "saving",
    "image": "image",
    "lessons": "hours",
}

#: Their rows in `people.weekly`.
SEEN_USE, BETTER_SKILL, PRAISE, WARNING, APPEAL, SAVING, IMAGE, LESSONS = range(len(WEEKLY))

#: Where a week's hours go, in h/week; the first five are what management can offer.
HOURS = ("exploring", "training", "meeting", "coaching", "leading", "redesign", "approving",
         "productive")  # fmt: skip
OFFERED = HOURS[:5]
#: Their rows in `people.hours`, and in `offer.hours` as far as they are offered.
(
    EXPLORING_HOURS, TRAINING_HOURS, MEETING_HOURS, COACHING_HOURS, LEADING_HOURS, REDESIGN_HOURS,
    APPROVING_HOURS, PRODUCTIVE_HOURS,
) = range(len(HOURS))  # fmt: skip
#: The columns of `People` that hold them.
SPENT = tuple(f"{name}_hours" for name in HOURS)

#: Weeks of use that the usage ladder looks back on, one bit a week.
LADDER_WEEKS = 12
#: A saving that nobody can promise: nothing has been said yet.
NOTHING = -9.0


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

    Who sits there is drawn by `mechanisms/start.py`, and later by `mechanisms/turnover.py`.

    State arrays are rows of `matrix`, shape (states, people), units and ranges as
    in `STATES`; what a week works out, rows of `weekly`. Hours are hours per person and week.
    """

    seen_use: Floats
    better_skill: Floats
    praise: Floats
    warning: Floats
    appeal: Floats
    saving: Floats
    image: Floats
    lessons: Floats
    exploring_hours: Floats
    training_hours: Floats
    meeting_hours: Floats
    coaching_hours: Floats
    leading_hours: Floats
    redesign_hours: Floats
    approving_hours: Floats
    productive_hours: Floats

    def __init__(self, structure: Structure) -> None:
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
        self.phase: NDArray[np.int8] = np.zeros(count, np.int8)
        self.reported_use: Floats = np.zeros(count)
        self.effective_use: Floats = np.zeros(count)
        self.shown = rows_of_four(count)
        self.history: NDArray[np.uint16] = np.zeros(count, np.uint16)
        self.own_access: Flags = np.zeros(count, np.bool_)
        self.innovativeness: Floats = np.zeros(count)
        self.climate: Floats = np.zeros(count)
        self.switching_cost: Floats = np.zeros(count)
        self.job_fit: Floats = np.zeros(count)
        self.proneness: Floats = np.zeros(count)
        self.tenure: Floats = np.zeros(count)
        self.resists: Floats = np.zeros(count)
        self.trained: Floats = np.zeros(count)
        #: Of the own manager, and of announcements: how far they are believed, what they said.
        self.belief: Floats = np.full((2, count), 1.0)
        self.told: Floats = np.full((2, count), NOTHING)
        self.addressed = False
        self.leaves: Flags = np.zeros(count, np.bool_)

    def copy(self) -> People:
        """The same people once more, with arrays of their own."""
        twin: People = copied(self)
        for table, names in (twin.matrix, STATES), (twin.weekly, WEEKLY), (twin.hours, SPENT):
            name_rows(twin, table, names)
        twin.shown = rows_of_four(self.count)
        twin.change = Changes(self.count)
        return twin


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
