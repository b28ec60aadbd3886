"""What all pages share: the language of a browser, forms that are read strictly, answers."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sim.app import refusals
from sim.app.jobs import Jobs
from sim.app.setup import Setup
from sim.base.params import readable
from sim.report.language import LANGUAGES, Language
from sim.report.page import render

STATIC = Path(__file__).parent / "static"
LANGUAGE_COOKIE = "language"
REFUSED = (400, 403, 404, 409, 413, 429)
"""Statuses of refusals that have words of their own."""
MONTH, YEAR = 2_592_000, 31_536_000
"""Seconds that cookies last."""


def setup_of(request: HTTPConnection) -> Setup:
    """How the app was started."""
    setup: Setup = request.app.state.setup
    return setup


def jobs_of(request: Request) -> Jobs:
    """The processes that work things out."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def speak_of(request: HTTPConnection) -> Language:
    """The language of a browser: what was chosen on a page, else what it asks for."""
    setup, code = setup_of(request), cookie(request, LANGUAGE_COOKIE)
    if code not in LANGUAGES:
        code = wanted(request.headers.get("accept-language", ""), setup.language)
    return Language(code, setup.config_dir)


def wanted(header: str, otherwise: str) -> str:
    """The best of our languages that an `Accept-Language` header names."""
    found: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, weight = part.partition(";q=")
        code = tag.strip().lower().partition("-")[0]
        try:
            found.append((-float(weight or 1), code))
        except ValueError:
            continue
    return next((code for _, code in sorted(found, key=lambda f: f[0]) if code in LANGUAGES),
                otherwise)  # fmt: skip


def page(
    request: Request, template: str, status: int = 200, here: str = "", **facts: object
) -> HTMLResponse:
    """A page of the app.

    Args:
        request: Whose browser decides the language.
        template: File name below `templates/app/`, without `.html.j2`.
        status: Of the answer.
        here: Which entry of the navigation this page is: "explore", "compare", "play" or "".
        facts: What the template names.
    """
    speak = speak_of(request)
    body = render(
        f"app/{template}.html.j2",
        speak,
        here=here,
        path=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        languages=LANGUAGES,
        static=static,
        **facts,
    )
    return HTMLResponse(body, status)


async def asked_of(request: Request, ask: Callable[..., Any]) -> Any:
    """What the query of an address asks, checked in another process.

    Raises:
        ConfigError: Something in it is not valid.
    """
    pairs = request.query_params.multi_items()
    return await jobs_of(request).do(ask, pairs, setup_of(request).config_dir)


def cookie(request: HTTPConnection, name: str) -> str:
    """The value of a cookie, or ""."""
    return request.cookies.get(name, "")[:200]


def with_cookie(
    request: Request, answer: Response, name: str, value: str, seconds: int = MONTH
) -> Response:
    """Let a browser keep what scripts and other sites cannot read."""
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict",
                      secure=setup_of(request).secure)  # fmt: skip
    return answer


def attached(content: str | bytes, name: str, kind: str) -> Response:
    """A file to be kept."""
    return Response(content, media_type=kind,
                    headers={"content-disposition": f'attachment; filename="{name}"'})  # fmt: skip


@functools.cache
def static(name: str) -> str:
    """The address of a file below `static/`, which changes with its content.

    Raises:
        FileNotFoundError: There is no such file.
    """
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{digest}"


async def form(request: Request, **largest: int) -> dict[str, str]:
    """The fields of a form.

    Args:
        request: What was sent.
        largest: Every field that there may be, and how many characters it may have.

    Returns:
        Field -> text; "" for those that were not sent.

    Raises:
        HTTPException: A field is unknown, there twice, too long, or no text.
    """
    sent = await request.form(max_files=0, max_fields=100)
    found = dict.fromkeys(largest, "")
    for name, value in sent.multi_items():
        if name not in largest or not isinstance(value, str) or found[name]:
            raise HTTPException(400, "unknown field")
        if len(value) > largest[name]:
            raise HTTPException(400, "field too long")
        found[name] = value
    return found


def back_to(address: str) -> str:
    """A path of this app, whatever an address says."""
    parts = urlsplit(address)
    safe = address.startswith("/") and not parts.scheme and not parts.netloc
    return address if safe and not address.startswith(("//", "/\\")) else "/"


def see(address: str) -> Response:
    """Answer a form: look at this page now."""
    return RedirectResponse(address, status_code=303)


async def choose_language(request: Request) -> Response:
    """`GET /language/{code}?back=…`: keep the language that was chosen."""
    code = request.path_params["code"]
    if code not in LANGUAGES:
        raise HTTPException(404)
    answer = see(back_to(request.query_params.get("back", "/")))
    return with_cookie(request, answer, LANGUAGE_COOKIE, code, YEAR)


async def failed(request: Request, error: Exception) -> Response:
    """The page of a refusal: what is wrong, and where to go on."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return page(request, "refused", status, kind=status if status in REFUSED else 500)


async def wrong(request: Request, error: Exception) -> Response:
    """The page of a question that is not valid: one sentence that says what would be."""
    reason, here = readable(str(error)), request.url.path.split("/")[1]
    said = refusals.told(reason, speak_of(request))
    return page(request, "wrong", 422, here=here, reason=said or reason, foreign=said is None)
