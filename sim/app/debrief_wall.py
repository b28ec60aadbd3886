"""The debrief on the wall."""

from __future__ import annotations

import math
from typing import Any

from starlette.requests import Request

from sim.app import answers, debrief, debrief_view, team_view
from sim.app.card_view import euros
from sim.app.class_view import standings
from sim.app.debrief_rows import Class, ends, gathered, lasting, left_out, valued
from sim.app.entry import desk_of
from sim.app.rows import Session
from sim.app.verdicts import verdicts
from sim.app.wall_view import wall_ranking
from sim.model.outcomes import BY_NAME
from sim.report.language import Language

MOST_CLAIMS = 6
"""Claims on the wall."""


async def wall(request: Request, session: Session, speak: Language) -> dict[str, Any]:
    """What the page of the debrief on the wall shows."""
    desk = desk_of(request)
    scenario = desk.scenario(session)
    if session.slide == 1:
        found = await gathered(request, session, speak)
        return {
            "picture": wall_ranking(
                speak, found.ranked, found.names, scenario, session.ranks) if found.ranked else "",
            "companies": found.companies, "poll": not found.complete,
            "remarks": remarks(speak, found),
        }  # fmt: skip
    if session.slide == 2:
        return await _wall_worths(request, session, speak)
    if session.slide == 3:
        return await _wall_why(request, session, speak)
    every = [each for now in standings(desk, session).values() for each in now.decisions]
    touched = verdicts(scenario, every)[:MOST_CLAIMS]
    return {"claims": debrief_view.claims(speak, touched), "poll": False}


def remarks(speak: Language, found: Class) -> list[str]:
    """Questions about who won, if there are teams to ask about."""
    teams = [each for each in found.ranked if each["name"] in found.names]
    if not teams:
        return []
    best = teams[0]
    said = [speak.say("debrief.best_bet", team=found.names[best["name"]],
                      loss=round(100 * best["loss"]))]  # fmt: skip
    here = [each for each in teams if not math.isnan(each["own"])]
    if here:
        sign = BY_NAME[found.scenario.game.goal].sign
        most = max(here, key=lambda each: sign * each["own"])
        said.append(speak.say("debrief.most_here", team=found.names[most["name"]]))
    return said


async def _wall_worths(request: Request, session: Session, speak: Language) -> dict[str, Any]:
    desk = desk_of(request)
    sign = BY_NAME[desk.scenario(session).game.goal].sign
    rows, poll, stand = [], False, standings(desk, session)
    for team in desk.store.teams(session.id):
        found, complete = await valued(request, session, stand[team.id], debrief.FIRST, left_out)
        poll |= not complete
        there = sorted((each for each in found if each is not None),
                       key=lambda each: -sign * each[0]["estimate"])  # fmt: skip
        said = [debrief_view.worth(speak, 0, each, 0) for each in (there[:1] + there[-1:])]
        rows.append((team_view.team_title(speak, team.name), said))
    return {"rows": rows, "companies": debrief.FIRST, "poll": poll}


async def _wall_why(request: Request, session: Session, speak: Language) -> dict[str, Any]:
    desk = desk_of(request)
    rows, stand, scenario = [], standings(desk, session), desk.scenario(session)
    for team in desk.store.teams(session.id):
        end = await lasting(request, session, stand[team.id])
        rows.append((
            team_view.team_title(speak, team.name), ends(speak, scenario, end["columns"]),
            euros(speak, end["spent_eur"]),
        ))  # fmt: skip
    return {"rows": rows, "columns": [speak.say(f"debrief.column_{each}")
                                      for each in answers.LASTING], "poll": False}  # fmt: skip
