"""What pages ask of the company that a class plays in: named once, computed once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any

from sim.app import answers
from sim.app.answers import Spec, told
from sim.app.desk import Desk
from sim.app.jobs import NOW, Jobs
from sim.app.room import Standing
from sim.app.rows import Session


def spec_of(desk: Desk, session: Session) -> Spec:
    """The scenario of a session, as jobs name it."""
    scenario = desk.scenario(session)
    return Spec(scenario.name, scenario.words, scenario.config_dir, scenario.content)


async def ask_for(
    jobs: Jobs, spec: Spec, now: Standing, rounds: int, shown: Any = None
) -> tuple[Any, Any, Any]:
    """The company after so many rounds, where it is drawn, and the purse where cards are shown."""
    asked = [company_after(jobs, spec, told(now.decisions), rounds), ground_plan(jobs, spec)]
    if shown is not None:
        whole = told(now.with_draft)
        asked.append(jobs.do(
            answers.money, spec, whole, now.round, shown, when=NOW,
            key=answers.key("money", spec, whole, now.round, shown),
        ))  # fmt: skip
    found = await asyncio.gather(*asked)
    return found[0], found[1], found[2] if shown is not None else None


def company_after(jobs: Jobs, spec: Spec, plan: Sequence[Any], rounds: int) -> Awaitable[Any]:
    """The class's company after so many rounds of a plan."""
    return jobs.do(answers.company, spec, plan, rounds, when=NOW,
                   key=answers.key("company", spec, plan, rounds))  # fmt: skip


def ground_plan(jobs: Jobs, spec: Spec) -> Awaitable[Any]:
    """Where the departments of the class's company are drawn."""
    return jobs.do(answers.ground_plan, spec, key=answers.key("ground plan", spec), when=NOW)
