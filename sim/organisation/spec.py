"""The organisation a run starts from: generated, or read from files.

Importing this file is cheap on purpose (configuration files are read on every
command); the generator and the reader are imported when `build` is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.base.params import Checked, ConfigError, param

if TYPE_CHECKING:
    from sim.base.streams import Streams
    from sim.organisation.generate.hierarchy import Structure
    from sim.organisation.network import Network
    from sim.organisation.notes import Note

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


@dataclass(frozen=True, eq=False)
class Organisation:
    """Who works where and under whom, who knows whom, and how we came to know."""

    structure: Structure
    network: Network
    notes: tuple[Note, ...] = ()


def build(
    organisation: GeneratedOrganisation | OrganisationFromFiles, streams: Streams
) -> Organisation:
    """Generate or read the organisation that a configuration asks for."""
    if isinstance(organisation, OrganisationFromFiles):
        from sim.organisation.complete.organise import read_network

        structure, network, notes = read_network(organisation)
        return Organisation(structure, network, tuple(notes))
    from sim.organisation.generate.hierarchy import generate_structure
    from sim.organisation.generate.ties import degrees, generate_network

    structure = generate_structure(organisation, streams)
    network = generate_network(organisation, structure, streams)
    return Organisation(structure, network, degrees(organisation).notes)


def notes(organisation: GeneratedOrganisation | OrganisationFromFiles) -> tuple[Note, ...]:
    """What `build` has to assume, fill in or leave out, for any seed."""
    if isinstance(organisation, OrganisationFromFiles):
        from sim.organisation.complete.organise import read_network

        return tuple(read_network(organisation)[2])
    from sim.organisation.generate.ties import degrees

    return degrees(organisation).notes


def check_files(organisation: GeneratedOrganisation | OrganisationFromFiles) -> None:
    """Read the files, if there are any, so that a mistake in them shows before any work.

    Raises:
        ConfigError: With file and line, if they cannot be understood.
    """
    if isinstance(organisation, OrganisationFromFiles):
        from sim.organisation.complete.organise import read_network

        read_network(organisation)
