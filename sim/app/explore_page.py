"""`GET /explore`: a company, a plan, and what becomes of them; the address is the whole state."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import controls, explore, query
from sim.app.explore import AT_ONCE, Others
from sim.app.explore_ask import USUAL, Asked, ask
from sim.app.explore_view import shown
from sim.app.jobs import LATER, Jobs, pieces
from sim.app.plan_file import written
from sim.app.web import asked_of, attached, jobs_of, page, setup_of, speak_of

REMEMBERED = 200
"""Plans whose other companies stay in memory."""
COMPANY = (query.SCENARIO, *query.PRESETS, *query.RUN, "companies")
"""Keys that stand in the part of the form on the company."""


async def show(request: Request) -> Response:
    """The page: a query that is not valid is one sentence and status 422."""
    jobs, bands = jobs_of(request), request.app.state.bands
    config_dir, code = setup_of(request).config_dir, speak_of(request).code
    asked: Asked = await asked_of(request, ask)
    key = f"{asked.config.strategy.name} {asked.kind} {asked.words}"
    others = bands.known(key)
    if asked.band:
        others = await bands.of(key, lambda: _others(jobs, asked))
    facts = await jobs.do(shown, asked, others, code, config_dir)
    return page(
        request, "explore", here="explore", **facts, address=query.address(asked.found),
        compare_address=query.address(_compared(asked)),
        open_company=any(key in COMPANY for key in asked.found),
        open_assumptions=any(key in controls.ASSUMPTIONS for key in asked.found),
    )  # fmt: skip


async def plan(request: Request) -> Response:
    """`GET /explore/plan.yaml`: the plan as a file for a folder of strategies."""
    asked: Asked = await asked_of(request, ask)
    config_dir = setup_of(request).config_dir
    name, text = await jobs_of(request).do(written, asked.config.strategy, config_dir)
    return attached(text, f"{name}.yaml", "application/yaml")


async def _others(jobs: Jobs, asked: Asked) -> Others:
    """The other companies of a plan, in pieces that let others through."""
    parts = await asyncio.gather(*(
        jobs.do(explore.some_others, asked, seeds, when=LATER)
        for seeds in pieces(explore.other_seeds(asked.config.seed), AT_ONCE)
    ))  # fmt: skip
    found: Others = await jobs.do(explore.together, asked, parts)
    return found


def _compared(asked: Asked) -> dict[str, str]:
    """The query of a comparison of the plan's strategy with licences only."""
    strategy, name = asked.found["strategy"], explore.LICENCES
    others = {key: value for key, value in asked.found.items()
              if key not in ("strategy", query.WITH, query.WITHOUT)}  # fmt: skip
    both = name if strategy == name else f"{name},{strategy}"
    return {"strategies": both, **({} if query.SCENARIO in others else USUAL), **others}


ROUTES = [Route("/explore", show), Route("/explore/plan.yaml", plan)]
