"""What a debrief needs of a session: rows of plans, their ranking, what decisions were worth."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from starlette.requests import Request

from sim.app import answers, debrief, team_view
from sim.app.answers import Spec
from sim.app.class_company import asked, spec_of
from sim.app.class_view import standings
from sim.app.entry import desk_of
from sim.app.jobs import Jobs
from sim.app.room import Standing
from sim.app.rows import Session
from sim.app.scenario import Scenario
from sim.app.scores import Plan, Scores
from sim.app.web import jobs_of
from sim.report.language import Language


class Class(NamedTuple):
    """Everything that the debrief of a session needs.

    Attributes:
        scenario: What was played.
        names: Team -> name in words; by the key of its plan.
        ranked: The ranking of all plans.
        companies: How many companies it rests on.
        wanted: How many it will.
        complete: Whether nothing more comes.
    """

    scenario: Scenario
    names: Mapping[str, str]
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
    jobs = jobs_of(request)
    own = await asyncio.gather(*(
        asked(jobs, answers.score, spec, each.decisions or (), (scenario.seed,))
        for each in plans
    ))  # fmt: skip
    here = {each.name: row for each, (row,) in zip(plans, own, strict=True)}
    ranked = await _ranked(jobs, spec, scenario, rows, here)
    companies, wanted = min(map(len, rows.values()), default=0), len(scenario.seeds)
    complete = len(rows) == len(found) and all(
        each.complete and each.wanted == wanted for each in found.values())  # fmt: skip
    return Class(scenario, names, ranked, companies, wanted, complete)


def scores_of(request: Request) -> Scores:
    """What computes scores here."""
    scores: Scores = request.app.state.scores
    return scores


async def _ranked(
    jobs: Jobs, spec: Spec, scenario: Scenario, rows: Mapping[str, Sequence[Any]],
    own: Mapping[str, Any],
) -> Any:  # fmt: skip
    """The ranking; only what it reads is sent to the process that makes it."""
    goal = scenario.game.goal
    kept = {"seed", goal, debrief.BENEFIT}
    slim = {name: [{key: row[key] for key in kept} for row in each] for name, each in rows.items()}
    here = {name: {goal: row[goal]} for name, row in own.items()}
    return await asked(jobs, answers.ranking, spec, slim, here, goal)


async def lasting(request: Request, session: Session, now: Standing) -> Any:
    """A team's company to the end of all weeks (`answers.lasting`)."""
    spec = spec_of(desk_of(request), session)
    return await asked(jobs_of(request), answers.lasting, spec, now.decisions)


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
    found = await asked(jobs_of(request), answers.worths, spec, now.decisions, plan.rows,
                        others, outcomes)  # fmt: skip
    return found, complete


def left_out(variant: debrief.Variant) -> bool:
    """Whether a variant is the plan without a decision."""
    return variant.kind == debrief.ALONE


def ends(speak: Language, scenario: Scenario, columns: Mapping[str, Sequence[float]]
         ) -> list[tuple[str, str, str]]:  # fmt: skip
    """What stood where when the programme ended, and 26 weeks later."""
    late = min(scenario.base.withdraw_week, len(columns["genuine_use"])) - 1
    return [
        (speak.say(f"debrief.column_{name}"), speak.share(columns[name][late]),
         speak.share(columns[name][-1]))
        for name in answers.LASTING
    ]  # fmt: skip
