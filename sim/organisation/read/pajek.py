"""Pajek: people by number, then ties by kind; several relations add up."""

from __future__ import annotations

import re
from typing import Any

from sim.base.params import ConfigError
from sim.organisation.notes import note
from sim.organisation.read.limits import PEOPLE, check
from sim.organisation.read.shape import NotRead

_LABEL = re.compile(r'(\d{1,17})(?:\s+(?:"([^"]*)"|([^\s"]\S*))(?=\s|$)|\s*$)')
_HEADER = re.compile(r"\*(\w+)\s*(.*)")
_TIES = ("arcs", "edges")


def pajek(text: str) -> Any:
    """A Pajek network, with ties of all its relations.

    Raises:
        ConfigError: Two kinds of nodes, lists or matrices of ties, or a damaged line.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    section, sections, labels, people = "", list[str](), dict[int, str](), 0
    ties = list[tuple[int, int, float]]()
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("%"):
            continue
        if line.startswith("*"):
            section = _section(line, number)
            sections += [section] * (section in _TIES)
            if section == "vertices":
                if people:
                    raise NotRead(f"line {number}: a second *Vertices; valid: one network")
                people = _people(line, number)
        elif section == "vertices":
            found = _LABEL.match(line)
            if found is None:
                raise ConfigError(f"line {number}: a person is a number and a name")
            person = _within(int(found[1]), people, number)
            if person in labels:
                raise ConfigError(f"line {number}: a person who is there already")
            labels[person] = found[2] or found[3] or found[1]
        elif section in _TIES:
            ties.append(_tie(line, people, number))
    if not people:
        raise ConfigError("no people: *Vertices has to say how many")
    if not sections:
        raise NotRead("ties are lines below *Edges or *Arcs; lists and matrices are not read")
    # Names that are not one person's each are no names; then the numbers are.
    distinct = len({*labels.values()}) == len(labels)
    names = [labels.get(i, str(i)) if distinct else str(i) for i in range(1, people + 1)]
    graph.add_nodes_from((name, {"label": labels.get(i, "")}) for i, name in enumerate(names, 1))
    graph.add_edges_from((names[a - 1], names[b - 1], {"weight": weight}) for a, b, weight in ties)
    if len(sections) > 1:
        graph.graph["notes"] = [note("relations", count=len(sections))]
    return graph


def _section(line: str, number: int) -> str:
    found = _HEADER.match(line)
    section = found[1].lower() if found else ""
    if section in ("arcslist", "edgeslist", "matrix"):
        raise NotRead(
            f"line {number}: ties are lines below *Edges or *Arcs; lists and matrices are not read"
        )
    if section in ("partition", "vector", "permutation", "cluster", "hierarchy", "events"):
        raise NotRead(
            f"line {number}: *{section.title()}: a project or a network in time; valid: a network"
        )
    return section


def _people(line: str, number: int) -> int:
    said = line.split()[1:]
    if not said or not all(each.isdecimal() and len(each) < 18 for each in said[:2]):
        raise ConfigError(f"line {number}: *Vertices has to say how many")
    if len(said) > 1:
        raise NotRead(f"line {number}: a two-mode network; a tie has two people")
    check(f"line {number}", int(said[0]), PEOPLE, "people")
    return int(said[0])


def _within(person: int, people: int, number: int) -> int:
    if not 1 <= person <= people:
        raise ConfigError(f"line {number}: a number that is not among the {people:,} people")
    return person


def _tie(line: str, people: int, number: int) -> tuple[int, int, float]:
    said = line.split()
    if len(said) < 2 or not all(each.isdecimal() and len(each) < 18 for each in said[:2]):
        raise ConfigError(f"line {number}: a tie is the numbers of two people, then its weight")
    try:
        weight = float(said[2]) if len(said) > 2 else 1.0
    except ValueError:
        weight = 1.0  # colours and widths may follow at once
    a, b = (_within(int(each), people, number) for each in said[:2])
    return a, b, weight
