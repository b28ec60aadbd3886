"""The one door to an organisation: generated, read from files, or made of a graph.

The generator and the reader are imported when somebody asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError
from sim.organisation.network import Network
from sim.organisation.spec import (
    GeneratedOrganisation,
    ImportedOrganisation,
    OrganisationFromFiles,
)
from sim.organisation.structure import Structure

if TYPE_CHECKING:
    import networkx as nx

    from sim.base.streams import Streams
    from sim.organisation.notes import Note


Spec = GeneratedOrganisation | OrganisationFromFiles | ImportedOrganisation
"""What can be asked for."""


@dataclass(frozen=True, eq=False)
class Organisation:
    """Who works where and under whom, who knows whom, and how we came to know."""

    structure: Structure
    network: Network
    notes: tuple[Note, ...] = ()


def build(organisation: Spec, streams: Streams) -> Organisation:
    """Generate or read the organisation that a configuration asks for."""
    if isinstance(organisation, OrganisationFromFiles):
        from sim.organisation.complete.organise import read_network

        structure, network, notes = read_network(organisation)
        return Organisation(structure, network, tuple(notes))
    if isinstance(organisation, ImportedOrganisation):
        from sim.organisation.exports.draw import imported

        structure, network, notes = imported(organisation, streams)
        return Organisation(structure, network, tuple(notes))
    from sim.organisation.generate.hierarchy import generate_structure
    from sim.organisation.generate.ties import degrees, generate_network

    structure = generate_structure(organisation, streams)
    network = generate_network(organisation, structure, streams)
    return Organisation(structure, network, degrees(organisation).notes)


def notes(organisation: Spec) -> tuple[Note, ...]:
    """What `build` has to assume, fill in or leave out, for any seed."""
    if isinstance(organisation, OrganisationFromFiles):
        from sim.organisation.complete.organise import read_network

        return tuple(read_network(organisation)[2])
    if isinstance(organisation, ImportedOrganisation):
        from sim.organisation.exports.draw import notes as told

        return told(organisation)
    from sim.organisation.generate.ties import degrees

    return degrees(organisation).notes


def check_files(organisation: Spec) -> None:
    """Read the files, if there are any, so that a mistake in them shows before any work.

    Raises:
        ConfigError: With file and line, if they cannot be understood.
    """
    if not isinstance(organisation, GeneratedOrganisation):
        notes(organisation)


def from_networkx(
    graph: nx.Graph[Any],
    working_degree: float = OrganisationFromFiles.working_degree,
    show_names: bool = False,
) -> Organisation:
    """An organisation from a graph of people.

    Args:
        graph: Any networkx graph. Nodes may have `department`, `manager` (a node; the head
            names itself or nobody) and `role`; edges may have `weight`.
        working_degree: Mean number of working ties kept per person.
        show_names: Whether notes and messages may name people.

    Returns:
        What `run`, `compare` and `Firm` take as `organisation`; its `notes` say what was
        assumed, left out or filled in.

    Raises:
        ConfigError: The graph is no organisation: no tie, too few people, a circle of managers;
            or it is no graph.
    """
    import networkx as nx

    from sim.organisation.complete.organise import organise
    from sim.organisation.read.edges import arcs_from_graph
    from sim.organisation.read.people import staff_from_nodes

    if not isinstance(graph, nx.Graph):
        kind = type(graph).__name__
        raise ConfigError(
            f"graph must be one of networkx, such as networkx.Graph(ties), got {kind}"
        )
    checked = OrganisationFromFiles(working_degree=working_degree, show_names=show_names)
    arcs = arcs_from_graph(graph, show_names=checked.show_names)
    staff = staff_from_nodes(arcs, "the graph")
    structure, network, notes = organise(arcs, staff, checked.working_degree, "the graph")
    return Organisation(structure, network, tuple(notes))
