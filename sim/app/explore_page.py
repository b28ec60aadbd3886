"""`GET /explore`: a company, a plan, and what becomes of them; the address is the whole state."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sim.app import controls, explore, query, refusals
from sim.app.explore import AT_ONCE, Others
from sim.app.explore_ask import USUAL, Asked, ask
from sim.app.explore_view import shown
from sim.app.jobs import LATER, Jobs
from sim.app.web import jobs_of, page, setup_of, speak_of
from sim.base.params import ConfigError, readable

REMEMBERED = 200
"""Plans whose other companies stay in memory."""
COMPANY = (query.SCENARIO, *query.PRESETS, *query.RUN, "companies")
"""Keys that stand in the part of the form on the company."""


async def show(request: Request) -> Response:
    """The page: a query that is not valid is one sentence and status 422."""
    jobs = jobs_of(request)
    config_dir, code = setup_of(request).config_dir, speak_of(request).code
    pairs = request.query_params.multi_items()
    try:
        asked: Asked = await jobs.do(ask, pairs, config_dir)
    except ConfigError as error:
        return wrong(request, error, "explore")
    others = _bands(request).known(asked)
    if others is None and asked.band:
        others = await _bands(request).of(asked)
    try:
        facts = await jobs.do(shown, asked, others, code, config_dir)
    except ConfigError as error:
        return wrong(request, error, "explore")
    return page(
        request, "explore", here="explore", **facts, address=query.address(asked.found),
        compare_address=query.address(_compared(asked)),
        open_company=any(key in COMPANY for key in asked.found),
        open_assumptions=any(key in controls.ASSUMPTIONS for key in asked.found),
    )  # fmt: skip


async def plan(request: Request) -> Response:
    """`GET /explore/plan.yaml`: the plan as a file for a folder of strategies."""
    from sim.app.plan_file import written

    jobs = jobs_of(request)
    config_dir = setup_of(request).config_dir
    try:
        asked: Asked = await jobs.do(ask, request.query_params.multi_items(), config_dir)
    except ConfigError as error:
        return wrong(request, error, "explore")
    name, text = await jobs.do(written, asked.config, config_dir)
    return attached(text, f"{name}.yaml", "application/yaml")


def wrong(request: Request, error: ConfigError, here: str) -> Response:
    """The page of a query that is not valid: one sentence that says what would be."""
    reason = readable(str(error))
    said = refusals.told(reason, speak_of(request))
    return page(request, "wrong", 422, here=here, reason=said or reason, foreign=said is None)


def attached(content: str | bytes, name: str, kind: str) -> Response:
    """A file to be kept."""
    made = PlainTextResponse if isinstance(content, str) else Response
    return made(content, media_type=kind,
                headers={"content-disposition": f'attachment; filename="{name}"'})  # fmt: skip


class Bands:
    """Other companies by plan: worked out once, in pieces that let others through."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self._known: OrderedDict[str, Others] = OrderedDict()
        self._coming: dict[str, asyncio.Task[Others]] = {}

    def known(self, asked: Asked) -> Others | None:
        """What is known of a plan's other companies."""
        return self._known.get(_key(asked))

    async def of(self, asked: Asked) -> Others:
        """The other companies of a plan; whoever asks meanwhile waits for the same."""
        key = _key(asked)
        if key not in self._coming:
            task = asyncio.ensure_future(self._made(asked, key))
            self._coming[key] = task
            task.add_done_callback(lambda _: self._coming.pop(key, None))
        return await asyncio.shield(self._coming[key])

    async def _made(self, asked: Asked, key: str) -> Others:
        seeds = explore.other_seeds(asked.config.seed)
        some = [seeds[at : at + AT_ONCE] for at in range(0, len(seeds), AT_ONCE)]
        parts = await asyncio.gather(*(
            self.jobs.do(explore.some_others, asked, each, when=LATER)
            for each in some
        ))  # fmt: skip
        found: Others = await self.jobs.do(explore.together, asked, parts)
        self._known[key] = found
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found


def _key(asked: Asked) -> str:
    return f"{asked.config.strategy.name} {asked.kind} {asked.words}"


def _bands(request: Request) -> Bands:
    bands: Bands = request.app.state.bands
    return bands


def _compared(asked: Asked) -> dict[str, str]:
    """The query of a comparison of the plan's strategy with licences only."""
    strategy, name = asked.found["strategy"], explore.LICENCES
    others = {key: value for key, value in asked.found.items()
              if key not in ("strategy", query.WITH, query.WITHOUT)}  # fmt: skip
    both = name if strategy == name else f"{name},{strategy}"
    start = {} if query.SCENARIO in others else USUAL
    return {"strategies": both, **start, **others}


ROUTES = [Route("/explore", show), Route("/explore/plan.yaml", plan)]
