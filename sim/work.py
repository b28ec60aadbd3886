"""Work: the parameters of stations, frictions, queues and integration."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.mechanisms.integration import IntegrationParameters
from sim.params import Checked, param


@dataclass(frozen=True)
class FlowParameters(Checked):
    """Staffing, load and time of the four stations of a workflow."""

    hours_a_week: float = param(38.0, 1.0, 80.0, "h/week", "usual German contract", "working time")
    station_staff: int = param(4, 1, 50, "people", doc="people who staff one station")
    touch_share: float = param(
        0.42, 0.0, 1.0, "share", "57 % of time is communicating (Microsoft 2023 Work Trend Index)",
        "share of an item's hours that is work on the item itself", (0.3, 0.7),
    )  # fmt: skip
    bottleneck_load: float = param(
        0.92, 0.05, 1.5, "share", doc="utilisation of the slowest station", sweep=(0.7, 0.98)
    )
    lowest_load: float = param(0.60, 0.05, 1.5, "share", doc="others: lowest", sweep=(0.4, 0.7))
    highest_load: float = param(0.82, 0.05, 1.5, "share", doc="others: highest", sweep=(0.7, 0.9))
    across_departments: float = param(
        0.15,
        0.0,
        1.0,
        "share",
        doc="stations placed anywhere in the organisation (silos)",
        sweep=(0, 0.7),
    )
    latency: float = param(
        0.4, 0.0, 10.0, "weeks", "flow efficiency is usually below 20 % (practitioners)",
        "waiting per phase that is no queue", (0.1, 1.5),
    )  # fmt: skip
    variety: float = param(0.3, 0.0, 2.0, "log sd", doc="spread of frictions between stations")
    crowded_desk: float = param(
        0.2, 0.0, 1.0, "share", doc="extra prioritising and status work when the backlog is long",
        sweep=(0, 0.4),
    )  # fmt: skip
    approval_hours: float = param(10.0, 0.5, 38.0, "h/week", doc="a manager's time for approvals",
                                  sweep=(8, 14))  # fmt: skip
    approval_hours_per_item: float = param(
        0.5, 0.0, 10.0, "h/item", doc="a manager's time per approval", sweep=(0.2, 1)
    )
    approval_load: float = param(
        0.75, 0.05, 1.5, "share", doc="utilisation of approval time", sweep=(0.5, 0.95)
    )
    arrivals_vary: bool = param(True, doc="random arrivals (Poisson); false: the mean every week")


@dataclass(frozen=True)
class Work:
    """Flow of work and its integration with the tool."""

    flow: FlowParameters = field(default_factory=FlowParameters)
    integration: IntegrationParameters = field(default_factory=IntegrationParameters)
