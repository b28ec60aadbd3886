"""`GET /compare`: strategies side by side in the same companies; the address is the question."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import compare
from sim.app.compare import Asked
from sim.app.compare_view import shown
from sim.app.jobs import LATER, Jobs
from sim.app.once import Once
from sim.app.plan_file import written
from sim.app.web import asked_of, attached, jobs_of, page, setup_of, speak_of

REMEMBERED = 3
"""Comparisons whose runs stay in memory."""
TABLES = ("summary", "pairwise")
FILES = {"csv": (compare.table, "text/csv"), "png": (compare.drawn, "image/png"),
         "html": (compare.report, "text/html")}  # fmt: skip
"""What the command writes, by the end of its name."""


async def show(request: Request) -> Response:
    """The page."""
    asked, parts = await _answered(request)
    code, config_dir = speak_of(request).code, setup_of(request).config_dir
    facts = await jobs_of(request).do(shown, asked, parts, code, config_dir)
    return page(request, "compare", here="compare", **facts, opened=not request.url.query)


async def file(request: Request) -> Response:
    """`GET /compare/{name}.{kind}`: a table, figure or single page as the command writes it."""
    name, kind = request.path_params["name"], request.path_params["kind"]
    if kind not in FILES or (kind == "csv" and name not in TABLES):
        raise HTTPException(404)
    make, media = FILES[kind]
    asked, parts = await _answered(request)
    content = await jobs_of(request).do(make, asked.question, parts, name, speak_of(request))
    return attached(content, f"{name}.{kind}", media)


async def strategy(request: Request) -> Response:
    """`GET /compare/strategy/{name}.yaml`: one of the strategies as a file."""
    asked: Asked = await asked_of(request, compare.ask)
    config = asked.question.configs.get(request.path_params["name"])
    if config is None:
        raise HTTPException(404)
    config_dir = setup_of(request).config_dir
    name, text = await jobs_of(request).do(written, config.strategy, config_dir)
    return attached(text, f"{name}.yaml", "application/yaml")


async def _answered(request: Request) -> tuple[Asked, Sequence[bytes]]:
    """What is asked, and its runs; whoever asks meanwhile waits for the same."""
    asked: Asked = await asked_of(request, compare.ask)
    comparisons: Once = request.app.state.comparisons
    return asked, await comparisons.of(asked.key, lambda: _runs(jobs_of(request), asked))


async def _runs(jobs: Jobs, asked: Asked) -> Sequence[bytes]:
    """In pieces that let others through."""
    parts: Sequence[bytes] = await asyncio.gather(*(
        jobs.do(compare.piece, asked.question, seeds, when=LATER)
        for seeds in compare.parts_of(asked.question)
    ))  # fmt: skip
    return parts


ROUTES = [
    Route("/compare", show),
    Route("/compare/strategy/{name}.yaml", strategy),
    Route("/compare/{name}.{kind}", file),
]
