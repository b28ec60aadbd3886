"""What a company can measure of where work waits and hours go, with an error that openness lowers.

Those who redesign see these, and never the hidden state of a station.
"""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Floats
from sim.model.redesign import IntegrationParameters, PurposeParameters
from sim.model.state import State
from sim.model.stations import DRAFTING, PURPOSES, REMOVED_BY, VISIBILITY

#: What stations are ranked by: weeks in the queue; weeks of all waiting; hours that friction takes.
MEASURES = ("queue", "waiting", "hours")


def of_stations(state: State, measure: str) -> Floats:
    """What is measured at every station, in weeks per item or in hours a week, shape (stations,).

    Args:
        state: The company.
        measure: One of `MEASURES`. Waiting is that in the queue and from all frictions, the
            approval desk included; waits are means over about ten weeks.
    """
    stations = state.stations
    if measure == "queue":
        true = stations.measured_wait
    elif measure == "waiting":
        true = stations.measured_wait + stations.friction_waits.sum(axis=1)
    else:
        true = (stations.hours[:, 1:5] * _visits_a_week(state)[:, None]).sum(axis=1)
    return np.asarray(true * _error(state, len(PURPOSES)), np.float64)


def of_workflows(state: State) -> Floats:
    """Measured lead time of every workflow in weeks per item, shape (workflows,)."""
    lead = of_stations(state, "waiting") + state.stations.waits[:, 5]
    return np.asarray(lead.reshape(-1, 4).sum(axis=1), np.float64)


def of_purposes(state: State, measure: str) -> Floats:
    """What a redesign for each purpose could remove at every station, shape (stations, 4).

    In weeks per item (`queue`, `waiting`; drafting shortens the queue only) or hours a week
    (`hours`), per part of the hours that it takes: measured loss times what the purpose removes
    of it at best.
    """
    stations, purpose = state.stations, state.rules(PurposeParameters)
    loss: Floats = np.zeros((stations.count, len(PURPOSES)))
    taken = stations.hours * _visits_a_week(state)[:, None]
    by_hours = measure == "hours"
    friction = taken[:, 1:5] if by_hours else stations.friction_waits
    for kind, remover in enumerate(REMOVED_BY):
        loss[:, remover] += friction[:, kind]
    loss *= state.rules(IntegrationParameters).friction_removed
    touch = taken[:, 0] if by_hours else stations.measured_wait
    loss[:, DRAFTING] = purpose.drafting_saves * touch
    for place in range(len(PURPOSES)):
        loss[:, place] *= _error(state, place)
    return loss / purpose.parts


def _visits_a_week(state: State) -> Floats:
    stations = state.stations
    return np.asarray(stations.visits * stations.station_throughput, np.float64)


def _error(state: State, column: int) -> Floats:
    """Factor by which a measurement is off, the same all the time, shape (stations,)."""
    stations, size = state.stations, state.rules(IntegrationParameters).measurement_error

    def draw() -> Floats:
        generator = state.streams.generator("measurement")
        return generator.standard_normal((len(PURPOSES) + 1, stations.count))

    luck: Floats = state.know("errors of measurement", draw)
    hidden = (1.0 - stations.seen) * (1.0 - stations.integrated[:, VISIBILITY])
    return np.asarray(np.exp(size * hidden * luck[column]), np.float64)
