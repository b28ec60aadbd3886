"""The projector: lobby with code, the round's clock with news, and the debrief."""

from __future__ import annotations

import asyncio
import io
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import answers, team_view
from sim.app.answers import told
from sim.app.class_view import standings, team_rows
from sim.app.debrief_page import PATIENCE, wall
from sim.app.desk import DEBRIEF, LOBBY
from sim.app.entry import desk_of
from sim.app.lecturer import led
from sim.app.room import shown_code
from sim.app.store import Session
from sim.app.team import spec_of
from sim.app.web import jobs_of, page, speak_of
from sim.report.language import Language

MOST_NEWS = 7
"""Lines of news on the wall."""


def code_picture(address: str, label: str) -> Markup:
    """An address as a QR code, drawn as one path."""
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, border=2, scale=1, omitsize=True,
        dark="#000", light="#fff", title=label, svgclass="qr", lineclass=None,
    )  # fmt: skip
    return Markup(drawn.getvalue().decode().replace("<svg ", '<svg role="img" ', 1))


@led
async def screen(request: Request, session: Session) -> Response:
    """`GET /screen`: what the class sees on the wall."""
    desk, speak = desk_of(request), speak_of(request)
    scenario = desk.scenario(session)
    teams = team_rows(desk, session, speak)
    address = f"{desk.setup.entrance}/j/{session.code}"
    shared: dict[str, Any] = {
        "session": session, "title": scenario.title(speak.code), "teams": teams,
        "code": shown_code(session.code), "version": desk.version_for_all(session.id),
        "scenario": scenario, "rounds": len(scenario.rounds),
        "left": team_view.clock(session),
        "shown_address": desk.setup.entrance.split("://", 1)[-1],
        "people": sum(len(each.members) for each in teams),
    }  # fmt: skip
    if session.phase == LOBBY:
        return page(request, "screen_lobby", code_picture=code_picture(
            address, speak.say("lecturer.qr")), **shared)  # fmt: skip
    if session.phase == DEBRIEF:
        try:
            facts = await asyncio.wait_for(wall(request, session, speak), PATIENCE)
        except TimeoutError:
            facts = None
        return page(request, "screen_debrief", facts=facts, slide=session.slide, **shared)
    return page(
        request, "screen_round", news=await _news(request, session, speak),
        until=scenario.last_week(session.round),
        week=scenario.last_week(session.round - 1) + 1,
        decided=sum(each.committed for each in teams), **shared,
    )  # fmt: skip


async def _news(request: Request, session: Session, speak: Language) -> list[tuple[str, str]]:
    """The most important news of each team's company, as far as it is known."""
    desk = desk_of(request)
    jobs = jobs_of(request)
    scenario, spec = desk.scenario(session), spec_of(desk, session)
    stand, found = standings(desk, session), []
    for team in desk.store.teams(session.id):
        plan = told([each for each in stand[team.id].decisions if each.round < session.round])
        company = jobs.known(answers.key("company", spec, plan, session.round - 1))
        lines = [] if company is None else team_view.headlines(speak, scenario, company)
        if lines:
            found.append((team_view.team_title(speak, team.name), lines[0]))
    return found[:MOST_NEWS]


ROUTES = [Route("/screen", screen)]
