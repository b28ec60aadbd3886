"""How work flows before any tool: the parameters of stations, queues and frictions."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.params import Checked, ConfigError, fitted, param


@dataclass(frozen=True)
class FlowParameters(Checked):
    """Staffing, load and time of the four stations of a workflow."""

    hours_a_week: float = param(38.0, 1.0, 80.0, "h/week", "usual German contract", "working time")
    station_staff: int = param(4, 1, 50, "people", doc="people who staff one station")
    touch_share: float = param(
        0.39,
        0.0,
        1.0,
        unit="share",
        source=fitted("57 % of time is communicating (Microsoft 2023 Work Trend Index)"),
        doc="share of an item's hours that is work on the item itself",
        sweep=(0.3, 0.7),
    )
    bottleneck_load: float = param(
        0.84, 0.05, 1.5, unit="share", doc="utilisation of the slowest station", sweep=(0.7, 0.98)
    )
    lowest_load: float = param(
        0.55, 0.05, 1.5, unit="share", doc="others: lowest", sweep=(0.4, 0.7)
    )
    highest_load: float = param(
        0.8, 0.05, 1.5, unit="share", doc="others: highest", sweep=(0.7, 0.9)
    )
    across_departments: float = param(
        0.35,
        0.0,
        1.0,
        unit="share",
        doc="stations placed anywhere in the organisation (silos)",
        sweep=(0, 0.7),
    )
    latency: float = param(
        0.4,
        0.0,
        10.0,
        unit="weeks",
        source="flow efficiency is usually below 20 % (practitioners)",
        doc="waiting per phase that is no queue",
        sweep=(0.1, 1.5),
        log=True,
    )
    variety: float = param(0.3, 0.0, 2.0, "log sd", doc="spread of frictions between stations")
    crowded_desk: float = param(
        0.2, 0.0, 1.0, "share", doc="extra prioritising and status work when the backlog is long",
        sweep=(0, 0.4),
    )  # fmt: skip
    approval_hours: float = param(
        11.0, 0.5, 38.0, unit="h/week", doc="a manager's time for approvals", sweep=(8, 14)
    )
    approval_hours_per_item: float = param(
        0.45,
        0.0,
        10.0,
        unit="h/item",
        doc="a manager's time per approval",
        sweep=(0.2, 1),
        log=True,
    )
    approval_load: float = param(
        0.72, 0.05, 1.5, unit="share", doc="utilisation of approval time", sweep=(0.5, 0.95)
    )
    demand: float = param(
        0.5,
        0.0,
        1.0,
        unit="share",
        doc="of a change of what a workflow can do, that arrivals follow",
        sweep=(0, 1),
    )
    arrivals_vary: bool = param(True, doc="random arrivals (Poisson); false: the mean every week")


@dataclass(frozen=True)
class FrictionParameters(Checked):
    """How coordination and waiting start out: parts of the frictions, relative to each other.

    What a hand-over counts more or less by distance is added to its hours' part and to the
    waiting: a distant hand-over is slower.
    """

    approval: float = param(0.20, 0.0, 1.0, "part", doc="part of approvals")
    prioritisation: float = param(0.25, 0.0, 1.0, "part", doc="part of setting priorities")
    hand_over: float = param(0.30, 0.0, 1.0, "part", doc="part of hand-overs to another team")
    status_query: float = param(0.25, 0.0, 1.0, "part", doc="part of asking how things stand")
    within_team: float = param(
        0.5,
        0.0,
        1.0,
        unit="factor",
        doc="hand-over within a team, against one to another team",
        sweep=(0.25, 1),
        log=True,
    )
    across_departments: float = param(
        2.0,
        1.0,
        10.0,
        unit="factor",
        doc="hand-over to another department, likewise",
        sweep=(1, 4),
        log=True,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        within = self.hand_over * self.within_team
        if not self.approval + self.prioritisation + self.status_query + within > 0.0:
            raise ConfigError("one of the four parts at least must be above 0, within a team, too")

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """Parts in the order of `stations.FRICTIONS`."""
        return (self.approval, self.prioritisation, self.hand_over, self.status_query)

    @property
    def by_distance(self) -> tuple[float, float, float]:
        """Factor of a hand-over inside a team, to another team, to another department."""
        return (self.within_team, 1.0, self.across_departments)
