"""The projector: lobby with code, the round's clock with news, and the debrief."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import answers, network, team_view
from sim.app.class_company import asked, spec_of
from sim.app.class_view import standings, team_rows
from sim.app.debrief_page import PATIENCE
from sim.app.debrief_wall import wall
from sim.app.desk import DEBRIEF, LOBBY
from sim.app.entry import desk_of
from sim.app.lecturer import led
from sim.app.room import shown_code
from sim.app.rows import Session
from sim.app.scenario import Scenario
from sim.app.web import jobs_of, page, speak_of
from sim.report.language import Language

MOST_NEWS = 12
"""Lines of news on the wall, some of them at a time."""
MOST_NETWORKS = 12
"""Companies that are drawn one by one; more are drawn as one."""


def code_picture(address: str, label: str) -> Markup:
    """An address as a QR code, drawn as one path."""
    import segno

    drawn = segno.make(address, error="m").svg_inline(
        border=2, omitsize=True, dark="#000", light="#fff", title=label, svgclass="qr",
        lineclass=None,
    )  # fmt: skip
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))


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
    try:
        companies, plan = await asyncio.wait_for(asyncio.gather(
            _companies(request, session, speak),
            asked(jobs_of(request), answers.ground_plan, spec_of(desk, session)),
        ), PATIENCE)  # fmt: skip
    except TimeoutError:
        companies, plan = [], None
    return page(
        request, "screen_round", news=_news(speak, scenario, companies),
        networks=[] if plan is None else _networks(speak, plan, companies), poll=plan is None,
        until=scenario.last_week(session.round),
        week=scenario.last_week(session.round - 1) + 1,
        decided=sum(each.committed for each in teams), **shared,
    )  # fmt: skip


Company = tuple[list[str], Any]
"""Whose it is, and what is known of it (`answers.company`)."""


async def _companies(request: Request, session: Session, speak: Language) -> list[Company]:
    """Companies as they stand before this round; teams that decided the same share one."""
    desk, jobs = desk_of(request), jobs_of(request)
    stand, spec = standings(desk, session), spec_of(desk, session)
    teams: dict[str, list[str]] = {}
    plans = {}
    for team in desk.store.teams(session.id):
        plan = [each for each in stand[team.id].decisions if each.round < session.round]
        teams.setdefault(repr(plan), []).append(team_view.team_title(speak, team.name))
        plans[repr(plan)] = plan
    found = await asyncio.gather(*(
        asked(jobs, answers.company, spec, plan, session.round - 1) for plan in plans.values()
    ))  # fmt: skip
    return list(zip(teams.values(), found, strict=True))


def _news(
    speak: Language, scenario: Scenario, companies: Sequence[Company]
) -> list[tuple[str, str]]:
    """News of all companies with their causes: the most important of each, then the next ones."""
    first: dict[str, tuple[int, float]] = {}
    whose: dict[str, list[str]] = {}
    for names, company in companies:
        lines = team_view.headlines(speak, scenario, company)
        for place, (item, line) in enumerate(zip(company["news"], lines, strict=True)):
            first[line] = min(first.get(line, (place, 0.0)), (place, -item["weight"]))
            whose.setdefault(line, []).extend(names)
    everybody = sum(len(names) for names, _ in companies)
    return [(_whose(speak, whose[line], everybody), line)
            for line in sorted(first, key=lambda each: first[each])[:MOST_NEWS]]  # fmt: skip


def _whose(speak: Language, names: Sequence[str], everybody: int) -> str:
    if len(names) == everybody:
        return speak.say("lecturer.all_teams")
    return speak.listing(names)


def _networks(
    speak: Language, plan: Any, companies: Sequence[Company]
) -> list[tuple[str, Markup, str]]:
    """Where each company uses it: whose it is, its departments, and use that is reported."""
    found = [(names, company["report"], company["reported"]) for names, company in companies]
    everybody = [name for names, _, _ in found for name in names]
    if len(found) > MOST_NETWORKS:
        whole = network.together([report for _, report, _ in found])
        found = [(everybody, whole, [])]
    return [
        (_whose(speak, names, len(everybody)),
         network.picture(speak, f"network-{place}", plan, report, companies[0][1]["week"], False),
         speak.share(reported[-1]) if reported else "")
        for place, (names, report, reported) in enumerate(found)
    ]  # fmt: skip


ROUTES = [Route("/screen", screen)]
