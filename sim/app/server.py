"""The application: routes, what every request passes, and what starts and ends with it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sim.app import (
    compare_page,
    debrief_page,
    entry,
    explore_page,
    lecturer,
    screen,
    team,
    team_forms,
)
from sim.app.desk import Desk
from sim.app.guard import Guard
from sim.app.jobs import Jobs, ready
from sim.app.once import Once
from sim.app.scores import Scores
from sim.app.setup import Setup
from sim.app.store import Store
from sim.app.web import STATIC, choose_language, failed, wrong
from sim.base.params import ConfigError

SMALLEST_PACKED = 500
"""Bytes below which packing is not worth it."""
PACKED = 4
"""How hard is packed: beyond it a page takes longer and gets hardly smaller."""


async def health(request: Request) -> Response:
    """`GET /health`: the app is there."""
    return JSONResponse({"status": "ok", "waiting": request.app.state.jobs.waiting})


ROUTES: list[BaseRoute] = [
    *explore_page.ROUTES,
    *compare_page.ROUTES,
    *entry.ROUTES,
    *team.ROUTES,
    *team_forms.ROUTES,
    *debrief_page.ROUTES,
    *lecturer.ROUTES,
    *screen.ROUTES,
    Route("/language/{code}", choose_language),
    Route("/health", health),
    Mount("/static", StaticFiles(directory=STATIC), name="static"),
]
"""Every page; one line per module that has some."""


def application(setup: Setup, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The app, ready to be served.

    Args:
        setup: How it was started.
        routes: Further ones; tests use them.
    """
    store = Store(setup.data)
    desk = Desk(setup, store)
    jobs = Jobs(setup.workers, store, ready)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if setup.scenario is not None:
            desk.start_class()
        jobs.start()
        reading = asyncio.ensure_future(desk.every())
        try:
            yield
        finally:
            reading.cancel()
            desk.hub.close()
            jobs.stop()
            store.close()

    app = Starlette(
        routes=[*ROUTES, *routes],
        middleware=[
            Middleware(Guard, setup=setup),
            Middleware(GZipMiddleware, minimum_size=SMALLEST_PACKED, compresslevel=PACKED),
        ],
        exception_handlers={HTTPException: failed, ConfigError: wrong, Exception: failed},
        lifespan=lifespan,
    )
    app.state.setup, app.state.jobs, app.state.desk = setup, jobs, desk
    app.state.scores, app.state.bands = Scores(jobs), Once(explore_page.REMEMBERED)
    app.state.comparisons = Once(compare_page.REMEMBERED)
    return app
