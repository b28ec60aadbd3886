"""The debrief: four screens for a team, and the same for the wall."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import answers, debrief, debrief_view, exports, team_view
from sim.app.answers import Spec, told
from sim.app.bets import Bet, calibration
from sim.app.card_view import euros
from sim.app.class_view import standings
from sim.app.desk import ALONE, DEBRIEF, SLIDES, Desk, Seat
from sim.app.entry import desk_of
from sim.app.jobs import NOW, Jobs
from sim.app.room import Standing
from sim.app.scenario import Scenario
from sim.app.scores import Plan, Scores
from sim.app.store import Session
from sim.app.team import common, seated, spec_of
from sim.app.verdicts import verdicts
from sim.app.web import jobs_of, page, see, speak_of
from sim.model.outcomes import BY_NAME
from sim.report.language import Language

PATIENCE = 8.0
"""Seconds that a page waits for its numbers before it says that they come."""
MOST_CLAIMS = 6
"""Claims on the wall."""


class Class(NamedTuple):
    """Everything that the debrief of a session needs.

    Attributes:
        scenario: What was played.
        spec: Names it.
        stand: Where every team stands, by its row.
        names: Team -> name in words; by the key of its plan.
        rows: Plan -> rows that are there.
        ranked: The ranking of all plans.
        companies: How many companies it rests on.
        wanted: How many it will.
        complete: Whether nothing more comes.
    """

    scenario: Scenario
    spec: Spec
    stand: Mapping[int, Standing]
    names: Mapping[str, str]
    rows: Mapping[str, Sequence[Any]]
    ranked: Sequence[Mapping[str, Any]]
    companies: int
    wanted: int
    complete: bool


def team_key(team: int) -> str:
    """What a team is called among plans; no strategy has such a name."""
    return f"team:{team}"


async def gathered(request: Request, session: Session, speak: Language) -> Class:
    """Rows and ranking of a session, as far as they are there."""
    desk, scores = desk_of(request), scores_of(request)
    scenario, spec = desk.scenario(session), spec_of(desk, session)
    stand = standings(desk, session)
    teams = desk.store.teams(session.id)
    names = {team_key(each.id): team_view.team_title(speak, each.name) for each in teams}
    plans = [Plan(team_key(each.id), tuple(stand[each.id].decisions)) for each in teams]
    standards = [Plan(name) for name in scenario.strategies]
    found = scores.grown(spec, scenario, [*plans, *standards])
    rows = {name: each.rows for name, each in found.items() if each.rows}
    complete = all(each.complete for each in found.values())
    wanted = max((each.wanted for each in found.values()), default=0)
    own = await own_rows(jobs_of(request), spec, scenario.seed, plans)
    ranked = await _ranked(jobs_of(request), spec, scenario, rows, own)
    companies = min((len(each) for each in rows.values()), default=0)
    full = len(rows) == len(found) and wanted >= len(scenario.seeds)
    return Class(scenario, spec, stand, names, rows, ranked, companies, len(scenario.seeds),
                 complete and full)  # fmt: skip


def scores_of(request: Request) -> Scores:
    """What computes scores here."""
    scores: Scores = request.app.state.scores
    return scores


async def own_rows(jobs: Jobs, spec: Spec, seed: int, plans: Sequence[Plan]) -> dict[str, Any]:
    """Rows of teams' plans in the class's own company."""
    asked = []
    for each in plans:
        assert each.decisions is not None
        question = (spec, told(each.decisions), (seed,))
        asked.append(jobs.do(answers.score, *question, key=answers.key("own", *question),
                             when=NOW))  # fmt: skip
    found = await asyncio.gather(*asked)
    return {each.name: rows[0] for each, rows in zip(plans, found, strict=True)}


async def _ranked(
    jobs: Jobs, spec: Spec, scenario: Scenario, rows: Mapping[str, Sequence[Any]],
    own: Mapping[str, Any],
) -> Any:  # fmt: skip
    """The ranking; only what it reads is sent to the process that makes it."""
    goal = scenario.game.goal
    kept = {"seed", goal, debrief.BENEFIT}
    slim = {name: [{key: row[key] for key in kept} for row in each] for name, each in rows.items()}
    here = {name: {goal: row[goal]} for name, row in own.items()}
    key = answers.key("ranking", spec, slim, here)
    return await jobs.do(answers.ranking, spec, slim, here, goal, key=key, when=NOW)


@seated
async def for_team(request: Request, seat: Seat) -> Response:
    """`GET /team/debrief?part=1`: skill and luck, worth, why, is that so."""
    if seat.session.phase != DEBRIEF or seat.team is None:
        return see("/team")
    asked = request.query_params.get("part", "1")
    part = int(asked) if asked in ("1", "2", "3", "4") else 1
    speak = speak_of(request)
    try:
        facts = await asyncio.wait_for(_part(request, seat, speak, part), PATIENCE)
    except TimeoutError:
        return page(request, "wait", seat=seat, **common(request, seat))
    return page(request, "debrief", part=part, slides=SLIDES, player=seat.player,
                company=exports.company_words(seat.session), file=exports.plan_name(seat.team),
                **facts, **common(request, seat))  # fmt: skip


async def _part(request: Request, seat: Seat, speak: Language, part: int) -> dict[str, Any]:
    assert seat.team is not None
    desk = desk_of(request)
    now = desk.standing(seat)
    if part == 1:
        return await _luck(request, seat, speak, now)
    if part == 2:
        return await _worths(request, seat, speak, now)
    if part == 3:
        return await _why(request, seat, speak, now)
    found = verdicts(desk.scenario(seat.session), now.decisions)
    return {"claims": debrief_view.claims(speak, found), "poll": False}


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
    end = await _lasting(request, seat.session, now)
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
        for round_, (low, high) in sorted(now.bets.items()) if round_ <= len(scenario.rounds)
    ]  # fmt: skip


async def _lasting(request: Request, session: Session, now: Standing) -> Any:
    spec = spec_of(desk_of(request), session)
    plan = told(now.decisions)
    return await jobs_of(request).do(
        answers.lasting, spec, plan, key=answers.key("lasting", spec, plan), when=NOW
    )


async def valued(
    request: Request, session: Session, now: Standing, companies: int,
    wanted: Callable[[debrief.Variant], bool],
) -> tuple[list[Any], bool]:  # fmt: skip
    """What decisions were worth, by variant (None where it is not there yet), and if all is there.

    Args:
        request: For the processes.
        session: Which.
        now: The team.
        companies: How many at most.
        wanted: Which variants.
    """
    desk, scores = desk_of(request), scores_of(request)
    scenario, spec = desk.scenario(session), spec_of(desk, session)
    plan = scores.rows(spec, scenario, Plan("plan", tuple(now.decisions)), companies)
    others: list[Any] = []
    complete = plan.complete
    for each in debrief.variants(scenario, now.decisions):
        others.append(None)
        if wanted(each):
            rows = scores.rows(spec, scenario, Plan("variant", each.decisions), companies)
            complete &= rows.complete
            others[-1] = rows.rows or None
    if not plan.rows or not any(others):
        return [None] * len(others), complete
    outcomes = list(dict.fromkeys((scenario.game.goal, *scenario.game.beside)))
    question = (spec, told(now.decisions), plan.rows, others, outcomes)
    found = await jobs_of(request).do(
        answers.worths, *question, key=answers.key("worths", *question), when=NOW
    )
    return found, complete


def left_out(variant: debrief.Variant) -> bool:
    """Whether a variant is the plan without a decision."""
    return variant.kind == debrief.ALONE


async def _worths(request: Request, seat: Seat, speak: Language, now: Standing) -> dict[str, Any]:
    scenario = desk_of(request).scenario(seat.session)
    found, complete = await valued(request, seat.session, now, debrief.FIRST, left_out)
    there = [(place, each) for place, each in enumerate(found) if each is not None]
    sign = BY_NAME[scenario.game.goal].sign
    there.sort(key=lambda pair: -sign * pair[1][0]["estimate"])
    return {
        "worths": [
            debrief_view.worth(speak, place, each, len(scenario.seeds)) for place, each in there
        ],
        "picture": debrief_view.worth_picture(speak, [each for _, each in there], "worths")
        if there else "",
        "companies": min(debrief.FIRST, len(scenario.seeds)), "poll": not complete,
        "any": bool(found),
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
    same = [k for k, each in enumerate(variants) if each.decision == chosen]

    def of_chosen(each: debrief.Variant) -> bool:
        return bool(each.decision == chosen)

    try:
        found, complete = await asyncio.wait_for(
            valued(request, seat.session, now, len(scenario.seeds), of_chosen), PATIENCE
        )
    except TimeoutError:
        return page(request, "wait", seat=seat, **common(request, seat))
    worths = [debrief_view.worth(speak, k, found[k], len(scenario.seeds))
              for k in same if found[k] is not None]  # fmt: skip
    pictured = [found[k] for k in same if found[k] is not None]
    return page(
        request, "whatif", worths=worths, poll=not complete, part=2, slides=SLIDES,
        picture=debrief_view.worth_picture(speak, pictured, "worth") if pictured else "",
        place=place, player=seat.player, **common(request, seat),
    )  # fmt: skip


async def _why(request: Request, seat: Seat, speak: Language, now: Standing) -> dict[str, Any]:
    desk, jobs = desk_of(request), jobs_of(request)
    scenario, spec = desk.scenario(seat.session), spec_of(desk, seat.session)
    plan = told(now.decisions)
    end = await _lasting(request, seat.session, now)
    columns = end["columns"]
    weeks = [*scenario.rounds, scenario.base.withdraw_week, scenario.base.weeks]
    kind, number, before, after = asked_why(request, weeks)
    question = (spec, plan, kind, number, before, after)
    chain = await jobs.do(answers.why, *question, key=answers.key("why", *question), when=NOW)
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
    asked = request.query_params
    kind, _, number = asked.get("of", "").partition("-")
    if kind not in debrief_view.ASKED or not (
        number.isdecimal() and len(number) < 3 and int(number) < debrief_view.ASKED[kind]
    ):
        kind, number = "seat", "0"  # fmt: skip
    ends = sorted(
        int(value) for name in ("from", "to")
        if (value := asked.get(name, "")).isdecimal() and len(value) < 5 and int(value) in weeks
    )  # fmt: skip
    if len(ends) < 2 or ends[0] == ends[1]:
        ends = [weeks[0], weeks[-2]]
    return kind, int(number), ends[0], ends[1]


def ends(speak: Language, scenario: Scenario, columns: Mapping[str, Sequence[float]]
         ) -> list[tuple[str, str, str]]:  # fmt: skip
    """What stood where when the programme ended, and 26 weeks later."""
    late = min(scenario.base.withdraw_week, len(columns["genuine_use"])) - 1
    return [
        (speak.say(f"debrief.column_{name}"), speak.share(columns[name][late]),
         speak.share(columns[name][-1]))
        for name in answers.LASTING
    ]  # fmt: skip


@seated
async def plan_file(request: Request, seat: Seat) -> Response:
    """`GET /team/plan.yaml`: the team's plan as a strategy file."""
    if seat.team is None or seat.session.phase != DEBRIEF:
        return see("/team")
    name, text = exports.plan_of(desk_of(request), seat.session, seat.team)
    headers = {"content-disposition": f"attachment; filename={name}.yaml"}
    return Response(text, media_type="application/yaml", headers=headers)


# The wall


async def wall(request: Request, session: Session, speak: Language) -> dict[str, Any]:
    """What the page of the debrief on the wall shows."""
    desk = desk_of(request)
    scenario = desk.scenario(session)
    if session.slide == 1:
        found = await gathered(request, session, speak)
        return {
            "picture": debrief_view.wall_ranking(
                speak, found.ranked, found.names, scenario, session.ranks) if found.ranked else "",
            "companies": found.companies, "wanted": found.wanted, "poll": not found.complete,
            "remarks": remarks(speak, found),
        }  # fmt: skip
    if session.slide == 2:
        return await _wall_worths(request, session, speak)
    if session.slide == 3:
        return await _wall_why(request, session, speak, desk)
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
    rows, poll = [], False
    for team in desk.store.teams(session.id):
        now = standings(desk, session)[team.id]
        found, complete = await valued(request, session, now, debrief.FIRST, left_out)
        poll |= not complete
        there = sorted((each for each in found if each is not None),
                       key=lambda each: -sign * each[0]["estimate"])  # fmt: skip
        said = [debrief_view.worth(speak, 0, each, 0) for each in (there[:1] + there[-1:])]
        rows.append((team_view.team_title(speak, team.name), said))
    return {"rows": rows, "companies": debrief.FIRST, "poll": poll}


async def _wall_why(
    request: Request, session: Session, speak: Language, desk: Desk
) -> dict[str, Any]:
    scenario = desk.scenario(session)
    rows = []
    for team in desk.store.teams(session.id):
        now = standings(desk, session)[team.id]
        end = await _lasting(request, session, now)
        rows.append((
            team_view.team_title(speak, team.name), ends(speak, scenario, end["columns"]),
            euros(speak, end["spent_eur"]),
        ))  # fmt: skip
    return {"rows": rows, "columns": [speak.say(f"debrief.column_{each}")
                                      for each in answers.LASTING], "poll": False}  # fmt: skip


ROUTES = [
    Route("/team/debrief", for_team),
    Route("/team/plan.yaml", plan_file),
    Route("/team/whatif/{decision}", what_if),
]
