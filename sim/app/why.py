"""*Why?* in a game: a named person, a team, a department or a queue, between two weeks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.app.cards import SEATS
from sim.app.eyes import own_team
from sim.app.plan import Decision, strategy_of
from sim.app.scenario import Scenario
from sim.app.seats import seats
from sim.base.params import ConfigError, require_known
from sim.model import explain
from sim.model.explain import Chain, Link
from sim.report.language import Language, catalogue

QUEUES = 5
"""Queues that can be asked about: the longest ones before week 1, the same for every plan."""
ASKED = {"seat": SEATS, "team": 1, "queue": QUEUES}
"""What can be asked about, and how many of them there are."""
MOST = 6
"""Links that are told one by one; the rest is told as one sum."""


class Line(NamedTuple):
    """One link of a chain, told.

    Attributes:
        text: What it is.
        amount: Its part of the change, in the unit of the whole.
        parts: What is behind it, likewise.
    """

    text: str
    amount: float
    parts: tuple[Line, ...] = ()


def why(
    scenario: Scenario, decisions: Sequence[Decision], kind: str, number: int, before: int,
    after: int,
) -> dict[str, Any]:  # fmt: skip
    """Why something is as it is in the class's company, as plain values.

    Args:
        scenario: What is played.
        decisions: The team's.
        kind: `seat` (a named person), `team` (the line manager's own) or `queue`.
        number: Which one, from 0; of queues the longest first.
        before: A week, from 1.
        after: A later one.

    Returns:
        `kind`, and chains as `{before, after, links}`, a link being `{name, amount, parts}`: of
        people `use`, `appeal`, `trust` and `threat`; of a queue `wait` and `hours`.

    Raises:
        ConfigError: There is no such thing, or no such weeks.
    """
    require_known("kind of why", kind, ASKED)
    if not 0 <= number < ASKED[kind]:
        raise ConfigError(f"number of a {kind} must be in [0, {ASKED[kind] - 1}], got {number}")
    if not 1 <= before < after <= scenario.base.weeks:
        raise ConfigError(
            f"weeks must be in [1, {scenario.base.weeks}], one after the other; "
            f"got {before} and {after}"
        )
    firm = scenario.firm(strategy_of(scenario, decisions))
    told: dict[str, Any] = {"kind": kind}
    if kind == "queue":
        trace = explain.traced(firm, [0], after, [_station(scenario, number)])
        return told | {"wait": plain(explain.why_wait(trace, before, after)),
                       "hours": plain(explain.why_hours(trace, before, after))}  # fmt: skip
    rows = [seats(scenario)[number].row] if kind == "seat" else own_team(firm).tolist()
    trace = explain.traced(firm, rows, after)
    told["appeal"] = plain(explain.why_appeal(trace, before, after))
    for name, state in (("use", "genuine_use"), ("trust", "trust"), ("threat", "threat")):
        told[name] = plain(explain.why_state(trace, state, before, after))
    return told


def _station(scenario: Scenario, number: int) -> int:
    """A queue, the longest before week 1 first."""
    stations = scenario.firm().stations
    staffed = np.flatnonzero(stations.staff > 0)
    return int(staffed[np.argsort(-stations.measured_wait[staffed], kind="stable")][number])


def plain(chain: Chain) -> dict[str, Any]:
    """A chain as plain values."""
    return {"before": chain.before, "after": chain.after, "links": list(map(_link, chain.links))}


def _link(link: Link) -> dict[str, Any]:
    return {"name": link.name, "amount": link.amount, "parts": list(map(_link, link.parts))}


def lines(chain: dict[str, Any], what: str, speak: Language) -> list[Line]:
    """The links of a plain chain in words, the largest first; together they are the change.

    Args:
        chain: As `why` gives it.
        what: Which one: `appeal`, `use`, `trust`, `threat`, `wait` or `hours`.
        speak: Language.
    """
    said = [_line(each, what, speak) for each in chain["links"]]
    if len(said) <= MOST + 1:  # one alone is no sum
        return said
    rest = said[MOST:]
    more = Line(speak.say("game.more", count=len(rest)), sum(each.amount for each in rest))
    return [*said[:MOST], more]


def _line(link: dict[str, Any], what: str, speak: Language) -> Line:
    name = link["name"]
    if what == "appeal":
        text = speak.say(f"game.term_{name}")
    elif what == "wait":
        text = speak.say(f"game.wait_{name}")
    elif what == "hours":
        text = speak.say(f"game.hours_{name}")
    else:
        text = _mechanism(name, speak)
    parts = tuple(Line(_mechanism(each["name"], speak), each["amount"]) for each in link["parts"])
    return Line(text, link["amount"], parts)


def _mechanism(name: str, speak: Language) -> str:
    """A mechanism in words; one of another package by its name."""
    key = f"by_{name}"
    return speak.say(f"game.by_{name}") if key in catalogue(speak.code, "game") else name
