"""What can be measured in the company: all that a rule of a lever may ask for.

Nothing here looks into heads: what people think and really do is known from surveys only, which
have an error and a price (`survey.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.model.events import LAST_WEEK
from sim.model.mechanisms.work import FLOW
from sim.model.state import State
from sim.model.survey import TOPICS

_LEAD_TIME = slice(FLOW.index("lead_time_intake"), FLOW.index("lead_time_reporting") + 1)


@dataclass(frozen=True)
class Measure:
    """A number that management can know on Monday, about the weeks before.

    Attributes:
        low: Smallest value that a rule may compare it with.
        high: Largest.
        unit: Unit of both.
        doc: What it is, in a line.
        read: Reads it; none where a lever's own calendar or a survey knows it.
    """

    low: float
    high: float
    unit: str
    doc: str
    read: Callable[[State], float] | None = None


def _reported_use(state: State) -> float:
    return float(state.people.reported_use.mean())


def _lead_time(state: State) -> float:
    return float(state.flow[_LEAD_TIME].sum())


def _waiting(state: State) -> float:
    """Stations without staff have no queue."""
    stations = state.stations
    return float(stations.measured_wait[stations.staff > 0].mean())


def _redesign_progress(state: State) -> float:
    return state.stations.wave_progress


def _money_left(state: State) -> float:
    left = 1.0 - state.spent_eur / state.allowed_eur if state.allowed_eur > 0.0 else 0.0
    return max(0.0, left)


MEASURES: dict[str, Measure] = {
    "reported_use": Measure(
        0.0, 1.0, "share", "use that shows, ordered or not, mean over all people last week",
        _reported_use,
    ),
    "lead_time": Measure(
        0.0, 1000.0, "weeks", "how long an item took through all four stations last week",
        _lead_time,
    ),
    "waiting": Measure(
        0.0, 1000.0, "weeks", "wait in the queue of a station, running mean over ten weeks, mean "
        "over stations", _waiting,
    ),
    "redesign_progress": Measure(
        0.0, 1.0, "share", "how far the latest wave of redesign is; 0 before the first",
        _redesign_progress,
    ),
    "money_left": Measure(
        0.0, 1.0, "share", "part of the programme's budget that is not spent; 1 without a budget",
        _money_left,
    ),
    "weeks": Measure(0.0, float(LAST_WEEK), "weeks", "weeks since this lever began to act"),
    "survey_use": Measure(
        0.0, 1.0, "share", "use that people tell an anonymous survey (programme.survey)"
    ),
    "survey_trust": Measure(0.0, 1.0, "share", "trust in the tool's outputs, likewise"),
    "survey_threat": Measure(0.0, 1.0, "share", "the tool felt as a threat, likewise"),
}  # fmt: skip


def surveyed(name: str) -> bool:
    """Whether a measure needs a survey."""
    return name in TOPICS
