"""What each role sees of the company: different eyes make a team talk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.app.seats import Seat
from sim.model.engine import Engine
from sim.model.explain import terms
from sim.model.log import SPEND_EUR
from sim.model.people import APPROVING_HOURS
from sim.model.stations import PHASES

FEWEST = 5
"""Smallest group of which anything personal is told."""


class Sight(NamedTuple):
    """What everybody sees in a week; `of` takes out what one role does.

    What stands below the roles no role sees: news and causes are made of it.

    Attributes:
        week: At whose end.
        sponsor: Use that shows, and spending.
        manager: The own team: use that shows and use that is meant.
        champion: What colleagues of the most named person say: what they expect, how far they
            trust an output.
        process_owner: Waits by phase in weeks, integration, stations under redesign.
        works_council: Threat and reactance by department, of five people or more.
        pull: Terms of the appeal of use, mean over all people, in logits (`explain.TERMS`).
        compelled: Use that shows because it is ordered, mean over all people.
        shown: Use that shows of each named person, in [0, 1].
        hands: How often each of their seats has changed hands.
    """

    week: int
    sponsor: dict[str, Any]
    manager: dict[str, Any]
    champion: dict[str, Any]
    process_owner: dict[str, Any]
    works_council: dict[str, Any]
    pull: tuple[float, ...]
    compelled: float
    shown: tuple[float, ...]
    hands: tuple[int, ...]

    def of(self, role: str) -> dict[str, Any]:
        """What one role sees."""
        seen: dict[str, Any] = getattr(self, role)
        return seen


def look(firm: Engine, seats: Sequence[Seat], hands: Any) -> Sight:
    """What everybody sees at the end of a week; reads, and changes nothing."""
    people = firm.people
    spent = float(firm.log.values[firm.week - 1, SPEND_EUR]) if firm.week else 0.0
    sponsor = {
        "reported_use": float(people.reported_use.mean()), "spent_eur": float(firm.spent_eur),
        "week_eur": spent, "left_eur": float(firm.allowed_eur - firm.spent_eur),
    }  # fmt: skip
    shown = people.reported_use[[each.row for each in seats]]
    pull = terms(firm, firm.offer).mean(axis=1)
    return Sight(
        firm.week, sponsor, _team(firm), _colleagues(firm, seats), _process(firm), _mood(firm),
        tuple(map(float, pull)), float(people.compelled_use.mean()), tuple(map(float, shown)),
        tuple(map(int, hands)),
    )  # fmt: skip


def own_team(firm: Engine) -> Any:
    """Staff of the line manager with the largest team, the role's own."""
    people = firm.people
    led = np.bincount(people.manager[(people.manager >= 0) & ~people.is_manager],
                      minlength=people.count)  # fmt: skip
    return np.flatnonzero((people.manager == int(np.argmax(led))) & ~people.is_manager)


def _team(firm: Engine) -> dict[str, Any]:
    people, rows = firm.people, own_team(firm)
    return {
        "people": len(rows), "reported_use": float(people.reported_use[rows].mean()),
        "genuine_use": float(people.genuine_use[rows].mean()),
        "users": int((people.genuine_use[rows] >= 0.2).sum()),
        "hours": float(people.hours[:APPROVING_HOURS, rows].sum(axis=0).mean()),
    }  # fmt: skip


def _colleagues(firm: Engine, seats: Sequence[Seat]) -> dict[str, Any]:
    """What those say with whom the most named person works."""
    people, ties = firm.people, firm.network.working
    row = next((each.row for each in seats if each.rule == "named"), seats[0].row)
    rows = ties.neighbour[ties.start[row] : ties.start[row + 1]]
    if len(rows) < FEWEST:
        rows = np.arange(people.count, dtype=np.int32)
    return {
        "people": len(rows), "expectation": float(people.expectation[rows].mean()),
        "trust": float(people.trust[rows].mean()),
        "tried": float((people.history[rows] > 0).mean()),
    }  # fmt: skip


def _process(firm: Engine) -> dict[str, Any]:
    stations = firm.stations
    staffed = stations.staff > 0
    wait = [float(stations.measured_wait[phase::4][staffed[phase::4]].mean())
            for phase in range(len(PHASES))]  # fmt: skip
    return {
        "wait_weeks": dict(zip(PHASES, wait, strict=True)),
        "desk_items": float(stations.approval_backlog.sum()),
        "integration": float(stations.integration.mean()),
        "opened": int((stations.opened >= 0).sum()), "stations": int(staffed.sum()),
    }  # fmt: skip


def _mood(firm: Engine) -> dict[str, Any]:
    people = firm.people
    size = np.bincount(people.department)
    threat = np.bincount(people.department, people.threat) / np.maximum(size, 1)
    reactance = np.bincount(people.department, people.reactance) / np.maximum(size, 1)
    return {"departments": [
        {"number": k + 1, "people": int(size[k]), "threat": float(threat[k]),
         "reactance": float(reactance[k])}
        for k in range(len(size)) if size[k] >= FEWEST
    ]}  # fmt: skip
