"""What pages ask of the company that a class plays in: named once, computed once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sim.app import answers
from sim.app.answers import Spec
from sim.app.desk import Desk
from sim.app.jobs import NOW, Jobs
from sim.app.room import Standing
from sim.app.rows import Session


def spec_of(desk: Desk, session: Session) -> Spec:
    """The scenario of a session, as jobs name it."""
    scenario = desk.scenario(session)
    return Spec(scenario.name, scenario.words, scenario.config_dir, scenario.content)


def asked(jobs: Jobs, function: Callable[..., Any], *question: Any) -> Awaitable[Any]:
    """What a function of `answers.py` says, before all that can wait."""
    key = answers.key(function.__name__, *question)
    return jobs.do(function, *question, key=key, when=NOW)


async def ask_for(
    jobs: Jobs, spec: Spec, now: Standing, rounds: int, shown: Any = None
) -> tuple[Any, Any, Any]:
    """The company after so many rounds, where it is drawn, and the purse where cards are shown."""
    questions = [asked(jobs, answers.company, spec, now.decisions, rounds),
                 asked(jobs, answers.ground_plan, spec)]  # fmt: skip
    if shown is not None:
        questions.append(asked(jobs, answers.money, spec, now.with_draft, now.round, shown))
    company, plan, *money = await asyncio.gather(*questions)
    return company, plan, money[0] if money else None
