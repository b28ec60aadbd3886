"""The debrief: four screens for a team, and the same for the wall."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import answers, debrief, debrief_view, exports
from sim.app.bets import Bet, calibration
from sim.app.card_view import euros
from sim.app.class_company import asked, spec_of
from sim.app.debrief_rows import ends, gathered, lasting, left_out, team_key, valued
from sim.app.desk import ALONE, DEBRIEF, SLIDES, Seat
from sim.app.entry import desk_of
from sim.app.room import Standing
from sim.app.scenario import Scenario
from sim.app.team import common, seated
from sim.app.verdicts import verdicts
from sim.app.web import attached, jobs_of, page, see, speak_of
from sim.app.why import ASKED
from sim.model.outcomes import BY_NAME
from sim.report.language import Language

PATIENCE = 8.0
"""Seconds that a page waits for its numbers before it says that they come."""


@seated
async def for_team(request: Request, seat: Seat) -> Response:
    """`GET /team/debrief?part=1`: skill and luck, worth, why, is that so."""
    if seat.session.phase != DEBRIEF or seat.team is None:
        return see("/team")
    wanted = request.query_params.get("part", "1")
    part = int(wanted) if wanted in ("1", "2", "3", "4") else 1
    facts = await asyncio.wait_for(_part(request, seat, speak_of(request), part), PATIENCE)
    return page(request, "debrief", part=part, slides=SLIDES,
                company=exports.company_words(seat.session), file=exports.plan_name(seat.team),
                **facts, **common(request, seat))  # fmt: skip


async def _part(request: Request, seat: Seat, speak: Language, part: int) -> dict[str, Any]:
    desk = desk_of(request)
    now = desk.standing(seat)
    if part < 4:
        return await (_luck, _worths, _why)[part - 1](request, seat, speak, now)
    scenario = desk.scenario(seat.session)
    found = verdicts(scenario, now.decisions)
    return {
        "claims": debrief_view.claims(speak, found), "poll": False,
        "question": scenario.told("end", speak.code), "choice": scenario.told("choice", speak.code),
    }  # fmt: skip


async def _luck(request: Request, seat: Seat, speak: Language, now: Standing) -> dict[str, Any]:
    assert seat.team is not None
    found = await gathered(request, seat.session, speak)
    mine = team_key(seat.team.id)
    shown = [
        each for each in found.ranked
        if seat.session.ranks or each["name"] not in found.names or each["name"] == mine
    ]  # fmt: skip
    own = next((each for each in found.ranked if each["name"] == mine), None)
    places = debrief_view.places(speak, shown, found.names, mine, found.scenario)
    picture: Markup | str = "" if not shown else debrief_view.ranking_picture(
        speak, shown, found.names, mine, found.scenario)  # fmt: skip
    end = await lasting(request, seat.session, now)
    bets = bets_with_ends(found.scenario, now, end)
    return {
        "places": places, "picture": picture, "companies": found.companies,
        "wanted": found.wanted, "poll": not found.complete,
        "own": None if own is None or math.isnan(own["own"]) else own_words(
            speak, own, found.scenario),
        "show_ranks": seat.session.ranks or seat.session.mode == ALONE,
        "calibration": calibration(bets), "bets": bets,
    }  # fmt: skip


def own_words(speak: Language, own: Mapping[str, Any], scenario: Scenario) -> dict[str, str]:
    """Where a team's own company stands among the others, in words."""
    goal, weeks = scenario.game.goal, scenario.base.weeks
    share = float(own["luck"])
    kind = "luck" if share > 0.6 else "bad_luck" if share < 0.4 else "average"
    return {
        "here": debrief_view.level(speak, goal, own["own"], weeks),
        "mean": debrief_view.level(speak, goal, own["mean"], weeks),
        "low": debrief_view.level(speak, goal, own["p10"], weeks),
        "high": debrief_view.level(speak, goal, own["p90"], weeks),
        "worse": speak.share(share), "kind": kind, "loss": speak.number(100 * own["loss"], 0),
    }  # fmt: skip


def bets_with_ends(scenario: Scenario, now: Standing, end: Mapping[str, Any]) -> list[Bet]:
    """A team's bets and what came."""
    reported = end["columns"]["reported_use"]
    return [
        Bet(round_, low, high, reported[scenario.last_week(round_) - 1])
        for round_, (low, high) in sorted(now.bets.items())
    ]  # fmt: skip


async def _worths(request: Request, seat: Seat, speak: Language, now: Standing) -> dict[str, Any]:
    scenario = desk_of(request).scenario(seat.session)
    found, complete = await valued(request, seat.session, now, debrief.FIRST, left_out)
    there = [(place, each) for place, each in enumerate(found) if each is not None]
    sign = BY_NAME[scenario.game.goal].sign
    there.sort(key=lambda pair: -sign * pair[1][0]["estimate"])
    return {
        **_shown(speak, there, scenario, "worths"), "poll": not complete, "any": bool(found),
        "companies": min(debrief.FIRST, len(scenario.seeds)),
    }  # fmt: skip


def _shown(
    speak: Language, there: Sequence[tuple[int, Any]], scenario: Scenario, key: str
) -> dict[str, Any]:
    """What decisions were worth, each with its place among the variants: words and a picture."""
    return {
        "worths": [debrief_view.worth(speak, place, each, len(scenario.seeds))
                   for place, each in there],
        "picture": debrief_view.worth_picture(speak, [each for _, each in there], key)
        if there else "",
    }  # fmt: skip


@seated
async def what_if(request: Request, seat: Seat) -> Response:
    """`GET /team/whatif/{decision}`: one decision in all companies, and a round earlier."""
    if seat.session.phase != DEBRIEF or seat.team is None:
        return see("/team")
    desk, speak = desk_of(request), speak_of(request)
    now, scenario = desk.standing(seat), desk.scenario(seat.session)
    variants = debrief.variants(scenario, now.decisions)
    place = {str(k): k for k in range(len(variants))}.get(request.path_params["decision"])
    if place is None:
        raise HTTPException(404)
    chosen = variants[place].decision
    found, complete = await asyncio.wait_for(valued(
        request, seat.session, now, len(scenario.seeds), lambda each: each.decision == chosen
    ), PATIENCE)  # fmt: skip
    there = [(k, each) for k, each in enumerate(found) if each is not None]
    return page(request, "whatif", poll=not complete, part=2, slides=SLIDES, place=place,
                **_shown(speak, there, scenario, "worth"), **common(request, seat))  # fmt: skip


async def _why(request: Request, seat: Seat, speak: Language, now: Standing) -> dict[str, Any]:
    desk = desk_of(request)
    scenario, spec = desk.scenario(seat.session), spec_of(desk, seat.session)
    end = await lasting(request, seat.session, now)
    columns = end["columns"]
    weeks = [*scenario.rounds, scenario.base.withdraw_week, scenario.base.weeks]
    kind, number, before, after = asked_why(request, weeks)
    chain = await asked(jobs_of(request), answers.why, spec, now.decisions, kind, number,
                        before, after)  # fmt: skip
    return {
        "use": debrief_view.shares_picture(
            speak, "use", speak.say("debrief.use"), columns, "genuine_use", "reported_use",
            scenario),
        "mood": debrief_view.shares_picture(
            speak, "mood", speak.say("debrief.mood"), columns, "trust", "threat", scenario),
        "ends": ends(speak, scenario, columns), "poll": False,
        "spent": euros(speak, end["spent_eur"]),
        "chains": debrief_view.chains(speak, chain), "of": f"{kind}-{number}",
        "things": debrief_view.things(speak, end["seats"]), "weeks": sorted(set(weeks)),
        "before": before, "after": after,
    }  # fmt: skip


def asked_why(request: Request, weeks: Sequence[int]) -> tuple[str, int, int, int]:
    """What a page asks about, and between which weeks; the usual where it asks for nonsense."""
    said = request.query_params
    kind, _, number = said.get("of", "").partition("-")
    if kind not in ASKED or not (
        number.isdecimal() and len(number) < 3 and int(number) < ASKED[kind]
    ):
        kind, number = "seat", "0"  # fmt: skip
    ends = sorted(
        int(value) for name in ("from", "to")
        if (value := said.get(name, "")).isdecimal() and len(value) < 5 and int(value) in weeks
    )  # fmt: skip
    if len(ends) < 2 or ends[0] == ends[1]:
        ends = [weeks[0], weeks[-2]]
    return kind, int(number), ends[0], ends[1]


@seated
async def plan_file(request: Request, seat: Seat) -> Response:
    """`GET /team/plan.yaml`: the team's plan as a strategy file."""
    if seat.team is None or seat.session.phase != DEBRIEF:
        return see("/team")
    name, text = exports.plan_of(desk_of(request), seat.session, seat.team)
    return attached(text, f"{name}.yaml", "application/yaml")


ROUTES = [
    Route("/team/debrief", for_team),
    Route("/team/plan.yaml", plan_file),
    Route("/team/whatif/{decision}", what_if),
]
