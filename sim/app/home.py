"""The first page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app.web import page


async def home(request: Request) -> Response:
    """`GET /`: where to go."""
    return page(request, "home")


ROUTES = [Route("/", home)]
