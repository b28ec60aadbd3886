"""`GET /compare`: strategies side by side in the same companies; the address is the question."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import compare
from sim.app.compare import Asked
from sim.app.compare_view import shown
from sim.app.explore_page import attached, wrong
from sim.app.jobs import LATER, Jobs
from sim.app.web import jobs_of, page, setup_of, speak_of
from sim.base.params import ConfigError

REMEMBERED = 3
"""Comparisons whose runs stay in memory."""
TABLES = ("summary", "pairwise")


async def show(request: Request) -> Response:
    """The page: a query that is not valid is one sentence and status 422."""
    try:
        asked = await _asked(request)
    except ConfigError as error:
        return wrong(request, error, "compare")
    jobs = jobs_of(request)
    code, config_dir = speak_of(request).code, setup_of(request).config_dir
    parts = await _runs(request).of(asked)
    facts = await jobs.do(shown, asked, parts, code, config_dir)
    return page(request, "compare", here="compare", **facts, opened=not request.url.query)


async def table(request: Request) -> Response:
    """`GET /compare/{name}.csv`: the file that the command writes."""
    name = request.path_params["name"]
    if name not in TABLES:
        raise HTTPException(404)
    try:
        asked = await _asked(request)
    except ConfigError as error:
        return wrong(request, error, "compare")
    jobs = jobs_of(request)
    text = await jobs.do(compare.table, asked.question, await _runs(request).of(asked), name)
    return attached(text, f"{name}.csv", "text/csv")


async def figure(request: Request) -> Response:
    """`GET /compare/{name}.png`: the figure that the command draws."""
    jobs = jobs_of(request)
    name, speak = request.path_params["name"], speak_of(request)
    try:
        asked = await _asked(request)
        parts = await _runs(request).of(asked)
        content = await jobs.do(compare.drawn, asked.question, parts, name, speak)
    except ConfigError as error:
        return wrong(request, error, "compare")
    return attached(content, f"{name}.png", "image/png")


async def report(request: Request) -> Response:
    """`GET /compare/{name}.html`: the single page that the command writes, to be kept."""
    name = f"{request.path_params['name']}.html"
    try:
        asked = await _asked(request)
        parts = await _runs(request).of(asked)
        jobs = jobs_of(request)
        text = await jobs.do(compare.report, asked.question, parts, name, speak_of(request))
    except ConfigError as error:
        return wrong(request, error, "compare")
    return attached(text, name, "text/html")


async def strategy(request: Request) -> Response:
    """`GET /compare/strategy/{name}.yaml`: one of the strategies as a file."""
    from sim.app.plan_file import written

    try:
        asked = await _asked(request)
    except ConfigError as error:
        return wrong(request, error, "compare")
    config = asked.question.configs.get(request.path_params["name"])
    if config is None:
        raise HTTPException(404)
    jobs = jobs_of(request)
    name, text = await jobs.do(written, config, setup_of(request).config_dir)
    return attached(text, f"{name}.yaml", "application/yaml")


class Comparisons:
    """Runs by question: done once, in pieces that let others through."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self._known: OrderedDict[str, Sequence[bytes]] = OrderedDict()
        self._coming: dict[str, asyncio.Task[Sequence[bytes]]] = {}

    async def of(self, asked: Asked) -> Sequence[bytes]:
        """The runs of a question; whoever asks meanwhile waits for the same."""
        if asked.key in self._known:
            self._known.move_to_end(asked.key)
            return self._known[asked.key]
        if asked.key not in self._coming:
            task = asyncio.ensure_future(self._made(asked))
            self._coming[asked.key] = task
            task.add_done_callback(lambda _: self._coming.pop(asked.key, None))
        return await asyncio.shield(self._coming[asked.key])

    async def _made(self, asked: Asked) -> Sequence[bytes]:
        parts = await asyncio.gather(*(
            self.jobs.do(compare.piece, asked.question, seeds, when=LATER)
            for seeds in compare.pieces(asked.question)
        ))  # fmt: skip
        self._known[asked.key] = parts
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return parts


async def _asked(request: Request) -> Asked:
    jobs = jobs_of(request)
    pairs = request.query_params.multi_items()
    asked: Asked = await jobs.do(compare.ask, pairs, setup_of(request).config_dir)
    return asked


def _runs(request: Request) -> Comparisons:
    runs: Comparisons = request.app.state.comparisons
    return runs


ROUTES = [
    Route("/compare", show),
    Route("/compare/strategy/{name}.yaml", strategy),
    Route("/compare/{name}.csv", table),
    Route("/compare/{name}.html", report),
    Route("/compare/{name}.png", figure),
]
