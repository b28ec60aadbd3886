"""The organisation that is asked for: generated, or read from files."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.params import Checked, ConfigError, param

_NETWORKS = "ranges of up to eight measured organisations"
SMALLEST = 8
SMALLEST_DEPARTMENT = 3


@dataclass(frozen=True)
class GeneratedOrganisation(Checked):
    """An organisation drawn to look like measured ones."""

    headcount: int = param(1000, SMALLEST, 10_000_000, "people", doc="people employed")
    departments: int = param(
        0, 0, 1_000_000, "departments", doc="number of departments; 0: follows department_size"
    )
    department_size: int = param(
        14, 4, 100_000, "people", _NETWORKS, "median size of a department", (10, 15)
    )
    department_spread: float = param(
        1.06, 0.0, 1.5, "", _NETWORKS, "skew of department sizes (sd of log size)", (0.8, 1.1)
    )
    span: float = param(
        4.5, 2.0, 20.0, "people", _NETWORKS, "mean number of direct reports of a manager", (4, 5)
    )
    contact_degree: float = param(
        33.9, 2.0, 200.0, "ties", _NETWORKS, "mean number of contacts", (20, 40)
    )
    working_degree: float = param(
        9.0, 1.0, 100.0, "ties", _NETWORKS, "mean number of working ties", (5, 12)
    )
    department_homophily: float = param(
        0.321, 0.0, 0.95, "", _NETWORKS, "department assortativity of contacts", (0.07, 0.32)
    )
    working_homophily: float = param(
        0.44, 0.0, 0.95, "", _NETWORKS, "department assortativity of working ties", (0.33, 0.68)
    )
    closure: float = param(
        0.92,
        0.0,
        1.0,
        doc="share of ties between departments made through a common contact",
        sweep=(0.4, 0.95),
    )
    sociability_spread: float = param(
        1.1, 0.0, 1.5, "", _NETWORKS, "spread of activity between people (sd of log)", (0.5, 1.2)
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.working_degree > self.contact_degree:
            raise ConfigError(
                f"GeneratedOrganisation.working_degree must not exceed contact_degree "
                f"({self.contact_degree:g}): working ties are contacts, got {self.working_degree:g}"
            )
        most = self.headcount // SMALLEST_DEPARTMENT
        if self.departments > most:
            raise ConfigError(
                f"GeneratedOrganisation.departments must be at most {most} for {self.headcount} "
                f"people ({SMALLEST_DEPARTMENT} people each), got {self.departments}"
            )


@dataclass(frozen=True)
class OrganisationFromFiles(Checked):
    """An organisation read from an edge list, with a people file where there is one."""

    edges: str = ""
    people: str = ""
    working_degree: float = param(
        8.5, 1.0, 100.0, "ties", _NETWORKS, "mean number of working ties kept", (5, 12)
    )
    show_names: bool = param(
        False, source="design", doc="name people in notes and messages; false: nobody is named"
    )


@dataclass(frozen=True)
class ImportedOrganisation(Checked):
    """An organisation that `rollout import` has read; what it does not know is drawn."""

    folder: str = "mine"
    working_degree: float = param(
        8.5, 1.0, 100.0, "ties", _NETWORKS, "mean number of working ties kept", (5, 12)
    )
