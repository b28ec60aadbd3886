"""An invented organisation that is like an imported one, for sharing: nobody in it is anybody."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.base.arrays import Floats, Ints, Rows
from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.organisation.exports.draw import drawn_as, known
from sim.organisation.generate.hierarchy import generate_structure
from sim.organisation.network import Ties
from sim.organisation.spec import ImportedOrganisation
from sim.organisation.structure import Structure

TABLE = 200_000
"""Pairs of people of two departments that are looked at one by one; beyond, pairs are drawn."""
TRIES = 30
SPREAD = 0.1
"""Standard deviation of the logarithm by which weights and activity differ from the original."""


class Twin(NamedTuple):
    """An invented organisation.

    Attributes:
        structure: Departments and managers.
        a: One end of each tie.
        b: The other end.
        weight: Its weight; a whole number where all originals are.
        groups: Name of each department.
        number: What everybody is called, a number at random.
    """

    structure: Structure
    a: Rows
    b: Rows
    weight: Floats
    groups: list[str]
    number: Ints


def twin(folder: str, seed: int, group_names: bool) -> Twin:
    """Draw an organisation with departments and ties as numerous as in an imported one.

    Managers are drawn, as in any generated organisation. Ties are drawn by department: as many
    between two as there were, to people by how active people of theirs are. So no person and
    no tie is taken over.

    Args:
        folder: The import.
        seed: Another one draws another twin.
        group_names: Whether departments keep their names.

    Raises:
        ConfigError: There is no import, or it knows neither departments nor people.
    """
    about, stored = known(folder)
    structure = stored.structure
    sizes = stored.sizes if structure is None else np.bincount(structure.department)
    if sizes is None:
        raise ConfigError(f"{folder}: only a headcount is known; there is nothing to be like")
    streams = Streams(seed)
    spec = drawn_as(ImportedOrganisation(folder), int(sizes.sum()))
    made = generate_structure(spec, streams, sizes)
    names = list(about.groups) if group_names and len(about.groups) == len(sizes) else []
    names = names or [str(place + 1) for place in range(len(sizes))]
    number = streams.generator("twin/number").permutation(made.people)
    none = np.zeros(0, np.int32)
    if structure is None or stored.contact is None:
        return Twin(made, none, none, np.zeros(0), names, number)
    generator = streams.generator("twin/ties")
    a, b = _ties(stored.contact, structure, made, generator)
    return Twin(made, a, b, _weights(stored.contact, len(a), generator), names, number)


def _ties(
    ties: Ties, old: Structure, new: Structure, generator: np.random.Generator
) -> tuple[Rows, Rows]:
    """As many ties between two departments as there were."""
    count = old.departments
    a, b, _ = ties.pairs()
    low = np.minimum(old.department[a], old.department[b]).astype(np.int64)
    high = np.maximum(old.department[a], old.department[b]).astype(np.int64)
    wanted = np.bincount(low * count + high, minlength=count * count)
    activity = _activity(ties, old, new, generator)
    members = [np.flatnonzero(new.department == group) for group in range(count)]
    ends = list[tuple[Ints, Ints]]()
    for cell in np.flatnonzero(wanted).tolist():
        one, two = members[cell // count], members[cell % count]
        ends.append(_between(one, two, activity, int(wanted[cell]), generator))
    left, right = (np.concatenate([each[end] for each in ends]).astype(np.int32) for end in (0, 1))
    return left, right


def _activity(ties: Ties, old: Structure, new: Structure, generator: np.random.Generator) -> Floats:
    """How many ties people are likely to have: as in the department, but nobody's own number."""
    activity = np.empty(new.people)
    for group in range(old.departments):
        theirs = np.sort(ties.degree[old.department == group]).astype(np.float64) + 0.5
        mine = np.flatnonzero(new.department == group)
        at = generator.random(len(mine)) * (len(theirs) - 1)
        found = np.interp(at, np.arange(len(theirs)), theirs)
        activity[mine] = found * np.exp(SPREAD * generator.standard_normal(len(mine)))
    return activity


def _between(
    one: Ints, two: Ints, activity: Floats, wanted: int, generator: np.random.Generator
) -> tuple[Ints, Ints]:
    """Different pairs of people of two departments, or of one."""
    same = len(one) == len(two) and bool((one == two).all())
    if len(one) * len(two) <= TABLE:
        left, right = (each.ravel() for each in np.meshgrid(one, two, indexing="ij"))
        if same:
            once = left < right
            left, right = left[once], right[once]
        wanted = min(wanted, len(left))
        # The largest of these keys are a sample without repetition, by weight (Efraimidis 2006).
        with np.errstate(divide="ignore"):
            key = np.log(generator.random(len(left))) / (activity[left] * activity[right])
        kept = np.argpartition(-key, wanted - 1)[:wanted] if wanted else np.zeros(0, np.int64)
        return left[kept], right[kept]
    chance = [activity[each] / activity[each].sum() for each in (one, two)]
    found = np.zeros(0, np.int64)
    width = len(activity)
    for _ in range(TRIES):
        missing = wanted - len(found)
        if missing <= 0:
            break
        left, right = (generator.choice(each, 2 * missing + 8, p=p)
                       for each, p in zip((one, two), chance, strict=True))  # fmt: skip
        pair = np.minimum(left, right).astype(np.int64) * width + np.maximum(left, right)
        pair = pair[left != right]
        every = np.concatenate((found, pair))
        _, first = np.unique(every, return_index=True)
        found = every[np.sort(first)][:wanted]
    return found // width, found % width


def _weights(ties: Ties, count: int, generator: np.random.Generator) -> Floats:
    """Weights as they are usual, but none of a certain tie."""
    _, _, old = ties.pairs()
    drawn = generator.choice(old, count) * np.exp(SPREAD * generator.standard_normal(count))
    whole = bool((old == np.rint(old)).all())
    return np.maximum(np.rint(drawn), 1.0) if whole else drawn
