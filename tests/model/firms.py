"""Small firms for tests: settings by dotted name, and organisations drawn by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.config import RunConfig
from sim.model.firm import Firm
from sim.model.levers import (
    Announcement,
    Champions,
    ExplorationTime,
    Feedback,
    Inquiry,
    LeadByExample,
    Lever,
    Licences,
    Mandate,
    Ownership,
    Redesign,
    Training,
    Transparency,
)
from sim.model.strategy import Strategy
from sim.model.week import ESSENTIAL, names
from sim.organisation.build import Organisation
from sim.organisation.network import Network, Ties
from sim.organisation.spec import GeneratedOrganisation
from sim.organisation.structure import Structure, levels

#: Everybody alike: no spread between people.
ALIKE: dict[str, Any] = {
    "workforce.start.expectation_spread": 0.0,
    "workforce.start.trust_spread": 0.0,
    "workforce.start.threat_spread": 0.0,
    "workforce.decision.spread": 0.0,
    "workforce.decision.team_spread": 0.0,
    "workforce.decision.company_spread": 0.0,
    "workforce.decision.job_spread": 0.0,
    "workforce.reactance.spread": 0.0,
}

#: Everybody uses the tool all the time, from week 0, with own access.
ALL_USE: dict[str, Any] = {"workforce.start.early_users": 1.0, "workforce.start.early_use": 1.0}

#: What the tool saves is the fit of the use case, and nothing else.
PLAIN_SAVING: dict[str, Any] = {
    "workforce.saving.checking": 0.0,
    "workforce.saving.rework": 0.0,
    "workforce.saving.novice_effect": 0.0,
    "workforce.saving.floor": 1.0,
}

#: Everything that is neutral unless somebody sets it, at work.
SECOND: dict[str, Any] = {
    "workforce.discovery.passing": "use_case",
    "workforce.awareness.trained": 4.0,
    "workforce.training.saturation": 0.5,
    "workforce.training.use_case": 1.0,
    "workforce.training.trust": 1.0,
    "workforce.helping.belief": 0.2,
    "workforce.helping.visible": 0.5,
    "workforce.decision.help": 0.5,
    "workforce.decision.image": 0.4,
    "workforce.image.hidden": 0.5,
    "workforce.credibility.learning": 0.3,
    "workforce.roles.manager_fit": 1.2,
    "workforce.roles.leader_fit": 1.5,
    "workforce.roles.resisting": 0.4,
}

#: The values at which each of them is absent: the first model.
NEUTRAL: dict[str, Any] = {
    "workforce.discovery.passing": "result",
    "workforce.awareness.trained": 0.0,
    "workforce.training.saturation": 0.0,
    "workforce.training.use_case": 0.0,
    "workforce.training.trust": 0.0,
    "workforce.helping.belief": 0.0,
    "workforce.helping.visible": 0.0,
    "workforce.decision.help": 0.0,
    "workforce.decision.image": 0.0,
    "workforce.image.hidden": 0.0,
    "workforce.credibility.learning": 0.0,
    "workforce.roles.manager_fit": 1.0,
    "workforce.roles.leader_fit": 1.0,
    "workforce.roles.resisting": 0.0,
}

#: The same number of items every week, and no extra work when the backlog is long.
STEADY_WORK: dict[str, Any] = {
    "work.flow.arrivals_vary": False,
    "work.flow.demand": 0.0,
    "work.flow.crowded_desk": 0.0,
    "workforce.discovery.exploring_hours": 0.0,
}


def tuned(config: Any, changes: Mapping[str, Any]) -> Any:
    """The configuration with other values, named as on the command line: {"weeks": 3}."""
    for key, value in changes.items():
        config = _changed(config, key.split("."), value)
    return config


def _changed(node: Any, path: list[str], value: Any) -> Any:
    if len(path) > 1:
        value = _changed(getattr(node, path[0]), path[1:], value)
    return dataclasses.replace(node, **{path[0]: value})


def company(*changes: Mapping[str, Any], headcount: int = 40, **fields: Any) -> RunConfig:
    """A generated company of `headcount` people with changed parameters."""
    config = RunConfig(organisation=GeneratedOrganisation(headcount=headcount), **fields)
    for each in changes:
        config = tuned(config, each)
    return config


def strategy(*levers: Lever, name: str = "test") -> Strategy:
    """A strategy of these levers."""
    return Strategy(name=name, levers={f"lever_{k}": lever for k, lever in enumerate(levers)})


def every_lever() -> Strategy:
    """One lever of every kind, all at work."""
    return strategy(
        Licences(), Announcement(end=6), Mandate(start=4), Training(hours=2.0),
        ExplorationTime(), LeadByExample(), Champions(share=0.1),
        Redesign(support_hours=100.0, participant_hours=1.0), Ownership(), Transparency(),
        Feedback(), Inquiry(start=3),
    )  # fmt: skip


def all_but(*mechanisms: str) -> tuple[str, ...]:
    """What to ablate so that only these mechanisms (and the book-keeping ones) act."""
    return tuple(name for name in names() if name not in (*ESSENTIAL, *mechanisms))


def after(config: RunConfig, organisation: Organisation | None = None) -> Firm:
    """The firm at its horizon."""
    firm = Firm(config, organisation)
    for _ in range(config.weeks):
        firm.step()
    return firm


def teams(*sizes: int) -> Structure:
    """Teams of a manager and `size` staff each, a department each; the first manager leads all."""
    team = np.repeat(np.arange(len(sizes), dtype=np.int32), np.array(sizes) + 1)
    first = np.searchsorted(team, np.arange(len(sizes))).astype(np.int32)
    manager = first[team]
    manager[first] = first[0]
    manager[0] = -1
    is_manager = np.zeros(len(team), np.bool_)
    is_manager[first] = True
    return Structure(team.copy(), team, manager, is_manager, levels(manager))


def organisation(structure: Structure, working: Ties, contact: Ties | None = None) -> Organisation:
    """An organisation with these ties; everybody's contacts are the working ties by default."""
    people = np.ones(structure.people)
    return Organisation(structure, Network(contact or working, working, people))


def complete(count: int) -> Ties:
    """Everybody knows everybody."""
    left, right = np.array(list(combinations(range(count), 2)), np.int32).T
    return Ties.from_pairs(count, left, right)


def ring(count: int, reach: int = 1) -> Ties:
    """Everybody knows the next `reach` people on both sides of a circle."""
    rows = np.arange(count, dtype=np.int32)
    pairs = [(rows, (rows + step) % count) for step in range(1, reach + 1)]
    left, right = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return Ties.from_pairs(count, left, right)


def columns(firm: Firm) -> dict[str, NDArray[np.float64]]:
    """The weekly log by column."""
    return {name: values.copy() for name, values in firm.log.columns().items()}


def assert_same_bytes(one: Firm, other: Firm, weeks: int | None = None) -> None:
    """The weekly logs agree bit for bit (in the first `weeks` weeks), and so do the people."""
    left, right = columns(one), columns(other)
    differing = [
        name for name in left if left[name][:weeks].tobytes() != right[name][:weeks].tobytes()
    ]
    assert not differing, f"weekly columns differ: {differing}"
    if weeks is None:
        assert one.people.matrix.tobytes() == other.people.matrix.tobytes()
        assert one.people.hours.tobytes() == other.people.hours.tobytes()
        assert one.stations.backlog.tobytes() == other.stations.backlog.tobytes()
