"""Scores in the background: every plan in many companies, a few at a time, the same once only.

A page asks for rows and is given those that are there; the rest is computed behind it. It begins
with 40 companies and grows to all when the first are there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.app import answers, debrief
from sim.app.answers import Spec
from sim.app.jobs import AHEAD, LATER, Busy, Failed, Jobs, pieces
from sim.app.plan import Decision
from sim.app.scenario import Scenario

LOG = logging.getLogger("rollout.app")
Rows = list[dict[str, Any]]


class Plan(NamedTuple):
    """What is scored: decisions, or a standard strategy by its name."""

    name: str
    decisions: tuple[Decision, ...] | None = None


class Found(NamedTuple):
    """Rows that are there, of so many that are wanted; `broken` if some never will be."""

    rows: Rows
    wanted: int
    broken: bool

    @property
    def complete(self) -> bool:
        """Whether nothing more will come."""
        return self.broken or len(self.rows) >= self.wanted


class Scores:
    """Rows of plans.

    Args:
        jobs: What computes them.
    """

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self.tasks: set[asyncio.Task[None]] = set()
        self.asked: set[str] = set()
        self.broken: set[str] = set()
        self.prepared: set[Spec] = set()

    def rows(self, spec: Spec, scenario: Scenario, plan: Plan, companies: int) -> Found:
        """Rows of a plan that are there; what is missing of so many companies is begun."""
        rows: Rows = []
        broken = False
        for where, seeds in enumerate(pieces(scenario.seeds[:companies], debrief.PIECE)):
            key, function, question = self._job(spec, scenario, plan, seeds)
            known = self.jobs.known(key)
            if known is not None:
                rows += known
            elif key in self.broken:
                broken = True
            elif key not in self.asked:
                self._begin(key, function, question, where)
        return Found(rows, min(companies, len(scenario.seeds)), broken)

    def grown(self, spec: Spec, scenario: Scenario, plans: Sequence[Plan]) -> dict[str, Found]:
        """Rows of several plans: the first 40 companies of all, then all companies of all."""
        first = {each.name: self.rows(spec, scenario, each, debrief.FIRST) for each in plans}
        if not all(each.complete for each in first.values()):
            return first
        return {each.name: self.rows(spec, scenario, each, len(scenario.seeds)) for each in plans}

    def _job(
        self, spec: Spec, scenario: Scenario, plan: Plan, seeds: tuple[int, ...]
    ) -> tuple[str, Any, tuple[Any, ...]]:
        if plan.decisions is None:
            question: tuple[Any, ...] = (spec, plan.name, seeds)
            return answers.key("standard", *question), answers.standard, question
        question = (spec, plan.decisions, seeds)
        same = debrief.plan_key(scenario, plan.decisions)
        return answers.key("score", spec, same, seeds), answers.score, question

    def prepare(self, spec: Spec, scenario: Scenario) -> None:
        """Let companies be made ready where plans will be scored, as soon as nothing is asked."""
        if spec in self.prepared:
            return
        self.prepared.add(spec)
        for where, seeds in enumerate(pieces(scenario.seeds, debrief.PIECE)):
            self._begin("", answers.prepare, (spec, seeds), where, AHEAD)

    def _begin(
        self, key: str, function: Any, question: tuple[Any, ...], where: int, when: int = LATER
    ) -> None:
        async def work() -> None:
            try:
                await self.jobs.do(function, *question, key=key, when=when, where=where)
            except Busy:
                pass
            except Exception as error:
                self.broken.add(key)
                LOG.warning("a score failed: %s", error, exc_info=not isinstance(error, Failed))
            finally:
                self.asked.discard(key)

        self.asked.add(key)
        task = asyncio.ensure_future(work())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
