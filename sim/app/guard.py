"""What every request passes: hosts, origins, sizes, pace; and the headers of every answer."""

from __future__ import annotations

import hashlib
import logging
import time
from collections import OrderedDict

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sim.app.setup import Setup
from sim.app.web import REFUSED, cookie, speak_of

LOG = logging.getLogger("rollout.app")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Only what the app itself sends is run, drawn or asked for."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Without a referrer browsers would send forms from the origin "null".
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
LARGEST = 8_192
"""Bytes of a body."""
PACE, BURST = 5.0, 30
"""Requests a second for one token, and how many at once."""
TOKENS = 10_000
"""Tokens whose pace is remembered."""
COOKIE = "token"


class Guard:
    """ASGI middleware; refuses in a line of plain text, logs why, and disturbs nobody else.

    Args:
        app: What answers the requests that pass.
        setup: Whose hosts and origins are allowed.
    """

    def __init__(self, app: ASGIApp, setup: Setup) -> None:
        self.app, self.setup, self.pace = app, setup, Pace()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(HTTPConnection(scope))
        if refusal is None:
            await self.app(scope, receive, _with_headers(send, scope["path"]))
            return
        status, reason = refusal
        LOG.warning("refused: %s %s: %s", scope["method"], scope["path"][:80], reason)
        speak, kind = speak_of(HTTPConnection(scope)), status if status in REFUSED else 400
        said = speak.say("app.refused", title=speak.say(f"app.refused_{kind}"),
                         help=speak.say(f"app.refused_help_{kind}"))  # fmt: skip
        headers = {**HEADERS, "cache-control": "no-store", "connection": "close"}
        await PlainTextResponse(said, status, headers)(scope, receive, send)

    def _refusal(self, request: HTTPConnection) -> tuple[int, str] | None:
        scope, headers = request.scope, request.headers
        host = headers.get("host", "")
        if not self.setup.allows_host(host):
            return 421, "unknown host"
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "method"
        if scope["method"] == "POST":
            if not self.setup.allows_origin(headers.get("origin", ""), host):
                return 403, "foreign origin"
            length = headers.get("content-length", "")
            # Sent in pieces, a body is as long as it likes, whatever length it says besides.
            if not length.isdecimal() or "transfer-encoding" in headers:
                return 411, "length required"
            if int(length) > LARGEST:  # what comes after so many bytes is never read
                return 413, "body too large"
        if not scope["path"].startswith("/static/"):
            token = cookie(request, COOKIE)
            if token and not self.pace.allows(hashlib.sha256(token.encode()).hexdigest()):
                return 429, "too many requests"
        return None


class Pace:
    """So many requests a second for each token, with bursts; a bucket that fills again."""

    def __init__(self, pace: float = PACE, burst: float = BURST) -> None:
        self.pace, self.burst = pace, burst
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, who: str, now: float | None = None) -> bool:
        """Whether one more request of somebody is within the pace; it counts if so."""
        now = time.monotonic() if now is None else now
        left = self.left(who, now)
        self.buckets.pop(who, None)
        allowed = left >= 1
        self.buckets[who] = (left - allowed, now)
        if len(self.buckets) > TOKENS:
            self.buckets.popitem(last=False)
        return allowed

    def left(self, who: str, now: float | None = None) -> float:
        """How many requests somebody may make at once."""
        now = time.monotonic() if now is None else now
        left, then = self.buckets.get(who, (self.burst, now))
        return min(self.burst, left + (now - then) * self.pace)


def _with_headers(send: Send, path: str) -> Send:
    async def inner(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if path.startswith("/static/"):
                headers["cache-control"] = "public, max-age=31536000, immutable"
            else:
                headers.setdefault("cache-control", "no-store")
        await send(message)

    return inner
