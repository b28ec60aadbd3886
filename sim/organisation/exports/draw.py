"""An organisation from what an import knows; what it does not know is drawn with every seed."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats, Ints, Rows
from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.organisation.complete.strength import working_layer
from sim.organisation.exports.folder import ABOUT, ORGANISATION, About, read_about
from sim.organisation.exports.stored import Stored, read
from sim.organisation.generate.hierarchy import generate_structure
from sim.organisation.generate.ties import generate_network
from sim.organisation.network import Network, Ties
from sim.organisation.notes import Note, note
from sim.organisation.read.source import Stamps, stamps
from sim.organisation.spec import SMALLEST, GeneratedOrganisation, ImportedOrganisation
from sim.organisation.structure import Structure

Ready = tuple[Structure, Network, list[Note]]
HOW = {
    "ties": "imported_ties",
    "structure": "imported_structure",
    "blocks": "imported_blocks",
    "groups": "imported_groups",
    "headcount": "imported_headcount",
}
"""What is known -> which note says so."""
HOMOPHILY = (0.0, 0.95)
"""Ends of the homophily that can be drawn."""


def imported(organisation: ImportedOrganisation, streams: Streams) -> Ready:
    """The organisation of a folder that `rollout import` has filled.

    Raises:
        ConfigError: There is none, or it is damaged.
    """
    about, stored = known(organisation.folder)
    said = [*notes(organisation)]
    if stored.structure is None:
        spec = drawn_as(organisation, about.headcount)
        structure = generate_structure(spec, streams, stored.sizes)
        if stored.weight is not None:
            return structure, from_blocks(spec, structure, stored.weight, streams), said
        return structure, generate_network(spec, structure, streams), said
    if stored.contact is None or stored.close is None:
        spec = drawn_as(organisation, stored.people)
        return stored.structure, on_structure(spec, stored.structure, streams), said
    working = working_layer(stored.contact, stored.close, organisation.working_degree)
    degree = stored.contact.degree / stored.contact.degree.mean()
    return stored.structure, Network(stored.contact, working, degree), said


def notes(organisation: ImportedOrganisation) -> tuple[Note, ...]:
    """What a reader of results has to know, without drawing anything."""
    about, _ = known(organisation.folder)
    return (note("imported", people=about.headcount, how=note(HOW[about.organisation])),)


def known(folder: str) -> tuple[About, Stored]:
    """What is known of an imported organisation; kept until its files change.

    Raises:
        ConfigError: There is no import, it is damaged, or there are too few people.
    """
    return _known(folder, stamps(Path(folder) / name for name in (ABOUT, ORGANISATION)))


@lru_cache(maxsize=2)
def _known(folder: str, _: Stamps) -> tuple[About, Stored]:
    about, stored = read_about(folder), read(Path(folder).expanduser())
    if about.headcount < SMALLEST or (stored.people or about.headcount) != about.headcount:
        raise ConfigError(f"{folder}: import.json and organisation.parquet do not fit together")
    return about, stored


def drawn_as(organisation: ImportedOrganisation, people: int) -> GeneratedOrganisation:
    """How what is not known is drawn: as in a generated organisation of as many people."""
    usual = GeneratedOrganisation(headcount=people)
    working = min(organisation.working_degree, usual.contact_degree)
    return dataclasses.replace(usual, working_degree=working)


def on_structure(spec: GeneratedOrganisation, structure: Structure, streams: Streams) -> Network:
    """Ties on a formal organisation that is given: neighbours in it are likely to be tied.

    The generator wants departments in a row, and everybody behind the manager: so they are put
    in that order, drawn, and put back.
    """
    order = np.lexsort((_walk(structure.manager), structure.department))
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    above = structure.manager[order]
    rows = Structure(
        np.unique(structure.department[order], return_inverse=True)[1].astype(np.int32),
        structure.team[order], np.where(above < 0, -1, place[above]).astype(np.int32),
        structure.is_manager[order], structure.level[order],
    )  # fmt: skip
    network = generate_network(spec, rows, streams)
    back = order.astype(np.int32)
    return Network(
        network.contact.moved(back), network.working.moved(back), network.sociability[place]
    )


def _walk(manager: Rows) -> Ints:
    """Place of each person in a walk of the tree, everybody behind the own manager."""
    below: list[list[int]] = [[] for _ in range(len(manager))]
    tops = list[int]()
    for person, boss in enumerate(manager.tolist()):
        (below[boss] if boss >= 0 else tops).append(person)
    walk, stack, number = np.empty(len(manager), np.int64), tops[::-1], 0
    while stack:
        person = stack.pop()
        walk[person] = number
        number += 1
        stack.extend(reversed(below[person]))
    return walk


def from_blocks(
    spec: GeneratedOrganisation, structure: Structure, weight: Floats, streams: Streams
) -> Network:
    """Ties between groups as often as their weights say.

    How much stays within departments follows the blocks, if they say anything of it; so does
    which departments a tie goes to. Who in a department has it is drawn as in any organisation.

    Args:
        spec: How ties are drawn.
        structure: People, departments in the order of the blocks.
        weight: Between departments, symmetric; on the diagonal within.
        streams: Random numbers.
    """
    within = float(np.trace(weight))
    across = float(np.triu(weight, 1).sum())
    if within > 0 and within + across > 0:
        size = np.bincount(structure.department) / structure.people
        alike = float((size**2).sum())
        share = (within / (within + across) - alike) / max(1 - alike, 1e-9)
        share = float(np.clip(share, *HOMOPHILY))
        strong = float(np.clip(max(share, spec.working_homophily), *HOMOPHILY))
        spec = dataclasses.replace(spec, department_homophily=share, working_homophily=strong)
    network = generate_network(spec, structure, streams)
    if across <= 0:
        return network
    generator = streams.generator("network/blocks")
    contact = rewired(network.contact, structure.department, weight, generator)
    both = _strongest(contact, network.working, structure.department)
    return Network(contact, both, network.sociability)


def rewired(ties: Ties, department: Rows, weight: Floats, generator: np.random.Generator) -> Ties:
    """Ties across departments put where the weights say; those within stay.

    Everybody keeps the chance of having such a tie: people are drawn within a department by
    the ties across that they had.
    """
    a, b, strength = ties.pairs()
    across = department[a] != department[b]
    count = int(across.sum())
    outward = np.bincount(a[across], minlength=ties.people).astype(np.float64)
    outward += np.bincount(b[across], minlength=ties.people)
    one, two = np.triu_indices(len(weight), 1)
    chance = weight[one, two]
    pair = generator.choice(len(one), 3 * count, p=chance / chance.sum())
    left, right = (_drawn(outward, department, side[pair], generator) for side in (one, two))
    low, high = np.minimum(left, right), np.maximum(left, right)
    _, first = np.unique(low.astype(np.int64) * ties.people + high, return_index=True)
    kept = np.sort(first)[:count]
    new_a = np.concatenate((a[~across], low[kept]))
    new_b = np.concatenate((b[~across], high[kept]))
    drawn = generator.permutation(strength[across])[: len(kept)]
    return Ties.from_pairs(ties.people, new_a, new_b, np.concatenate((strength[~across], drawn)))


def _drawn(outward: Floats, department: Rows, wanted: Ints, generator: np.random.Generator) -> Ints:
    """One person of each wanted department, by the ties that people have to others."""
    order = np.argsort(department, kind="stable")
    running = np.concatenate(([0.0], np.cumsum(outward[order] + 1e-6)))
    last = np.cumsum(np.bincount(department, minlength=int(department.max()) + 1))
    low, high = running[np.concatenate(([0], last[:-1]))][wanted], running[last][wanted]
    at = np.searchsorted(running, low + (high - low) * generator.random(len(wanted)), "right") - 1
    return np.asarray(order[np.clip(at, 0, len(order) - 1)])


def _strongest(contact: Ties, working: Ties, department: Rows) -> Ties:
    """Working ties within departments as they are, and as many of the new ones across as before."""
    a, b, weight = working.pairs()
    inside = department[a] == department[b]
    x, y, strength = contact.pairs()
    across = np.flatnonzero(department[x] != department[y])
    wanted = int((~inside).sum())
    strong = across[np.argsort(-strength[across], kind="stable")[:wanted]]
    return Ties.from_pairs(
        contact.people, np.concatenate((a[inside], x[strong])),
        np.concatenate((b[inside], y[strong])), np.concatenate((weight[inside], strength[strong])),
    )  # fmt: skip
