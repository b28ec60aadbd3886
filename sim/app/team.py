"""A player's page: one address whose content is a function of the rows."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import card_view, network, sight_view, team_view
from sim.app.card_view import Shown, form_values
from sim.app.cards import cards
from sim.app.class_company import ask_for, spec_of
from sim.app.deciding import NotYet
from sim.app.desk import ALONE, DEBRIEF, LOBBY, Seat, TooLate
from sim.app.entry import desk_of, token
from sim.app.room import Standing, shown_code
from sim.app.scenario import Scenario
from sim.app.web import jobs_of, page, see, speak_of
from sim.base.params import ConfigError
from sim.report.language import Language

PATIENCE = 6.0
"""Seconds that a page waits for its numbers before it says that they come."""
SAYINGS = ("bet", "agree", "late", "odd", "bet_odd")
Handler = Callable[[Request], Awaitable[Response]]


def seated(handler: Callable[[Request, Seat], Awaitable[Response]]) -> Handler:
    """Only for those who have a place; others are shown the way in."""

    async def inner(request: Request) -> Response:
        seat = desk_of(request).seat(token(request))
        if seat is None:
            return see("/play?say=gone" if token(request) else "/play")
        try:
            return await handler(request, seat)
        except TimeoutError:
            return page(request, "wait", **common(request, seat))
        except NotYet as missing:
            return see(f"/team?say={missing}#decide")
        except TooLate:
            return see("/team?say=late")
        except ConfigError:
            return see("/team?say=odd#decide")

    return inner


@seated
async def team(request: Request, seat: Seat) -> Response:
    """`GET /team`: the whole state of this player's page."""
    if seat.team is None:
        return page(request, "watch", teams=_teams(request, seat), **common(request, seat))
    if seat.session.phase == LOBBY:
        return _lobby(request, seat)
    if seat.session.phase == DEBRIEF:
        return see("/team/debrief")
    desk = desk_of(request)
    scenario, now = desk.scenario(seat.session), desk.standing(seat)
    over = now.round if now.committed else now.round - 1
    shown = {each.name: form_values(each, now) for each in cards(scenario)}
    spec = spec_of(desk, seat.session)
    request.app.state.scores.prepare(spec, scenario)
    found = ask_for(jobs_of(request), spec, now, over, None if now.committed else shown)
    company, plan, money = await asyncio.wait_for(found, PATIENCE)
    speak, facts = speak_of(request), common(request, seat)
    if over:
        facts |= _result(speak, scenario, now.bets.get(over), company, plan)
    if not now.committed:
        facts |= _choices(speak, scenario, seat, now, company, money)
    return _round(request, seat, now, over, company, facts)


def common(request: Request, seat: Seat) -> dict[str, Any]:
    """What all pages of somebody in a session show."""
    desk, speak = desk_of(request), speak_of(request)
    scenario = desk.scenario(seat.session)
    say = request.query_params.get("say", "")
    return {
        "session": seat.session,
        "code": shown_code(seat.session.code),
        "version": desk.version_for_team(seat),
        "alone": seat.session.mode == ALONE,
        "consented": seat.player.consent,
        "team_name": team_view.team_title(speak, seat.team.name) if seat.team else "",
        "title": scenario.title(speak.code),
        "rounds": len(scenario.rounds),
        "number": secrets.token_hex(8),
        "say_now": say if say in SAYINGS else "",
        "left": team_view.clock(seat.session),
        "scenario": scenario,
    }


def _result(
    speak: Language, scenario: Scenario, bet: tuple[float, float] | None, company: Any, plan: Any
) -> dict[str, Any]:
    """What came of the round before."""
    came = company["reported"][-1]
    return {
        "curve": team_view.curve(speak, company, scenario), "came": speak.share(came),
        "bet_came": team_view.bet_result(speak, bet, came),
        "network": network.picture(speak, "network", plan, company["report"], company["week"]),
        "departments": network.table(speak, company["report"]),
    }  # fmt: skip


def _choices(
    speak: Language, scenario: Scenario, seat: Seat, now: Standing, company: Any, money: Any
) -> dict[str, Any]:
    """What can be done and asked in this round, and what there is for it."""

    def views(asks: bool) -> list[Shown]:
        return [
            card_view.shown(speak, each, now, money["prices"][each.name], seat.player,
                            seat.members, company["seats"])
            for each in cards(scenario) if each.asks == asks
        ]  # fmt: skip

    return {"meters": team_view.meters(speak, money), "acts": views(False), "asks": views(True),
            "warning": team_view.warning(speak, money, scenario)}  # fmt: skip


def _round(
    request: Request, seat: Seat, now: Standing, over: int, company: Any, facts: dict[str, Any]
) -> Response:
    desk, speak = desk_of(request), speak_of(request)
    scenario = desk.scenario(seat.session)
    agreed, must = team_view.agreement(desk, seat, now)
    return page(
        request, "team", now=now, over=over,
        week=company["week"] if now.committed else scenario.rounds[now.round - 1],
        until=scenario.last_week(now.round), weeks=scenario.base.withdraw_week,
        news=team_view.headlines(speak, scenario, company),
        sights=sight_view.sights(speak, company, team_view.eyes(seat, scenario.game.roles)),
        answers=sight_view.answers(speak, company),
        agreed=agreed, must=must, agrees=seat.player.id in now.agreed,
        **_people(request, seat, now), **facts,
    )  # fmt: skip


def _lobby(request: Request, seat: Seat) -> Response:
    now = desk_of(request).standing(seat)
    return page(request, "lobby", teams=_teams(request, seat), **_people(request, seat, now),
                **common(request, seat))  # fmt: skip


def _people(request: Request, seat: Seat, now: Standing) -> dict[str, Any]:
    """Who is in the team, and the story they are in."""
    desk, speak = desk_of(request), speak_of(request)
    scenario = desk.scenario(seat.session)
    return {
        "player": seat.player, "members": team_view.members(speak, desk, seat, now),
        "takable": team_view.roles_to_take(speak, desk, seat, scenario.game.roles),
        "role_text": scenario.told("role", speak.code), "story": scenario.told("text", speak.code),
    }  # fmt: skip


def _teams(request: Request, seat: Seat) -> list[tuple[int, str, int]]:
    speak, desk = speak_of(request), desk_of(request)
    return team_view.teams_to_join(speak, desk, seat.session, seat.player.team)


async def events(request: Request) -> Response:
    """`GET /events`: versions of a player's page, as long as it listens."""
    desk = desk_of(request)
    seat = desk.seat(token(request))
    if seat is None:
        raise HTTPException(403)
    team_id = seat.player.team
    return desk.hub.stream(
        request, (seat.session.id, -1 if team_id is None else team_id),
        lambda: desk.version_for_team(seat), lambda: desk.presence.seen(seat.player.id),
    )  # fmt: skip


ROUTES = [Route("/team", team), Route("/events", events)]
