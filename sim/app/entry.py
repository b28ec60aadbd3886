"""Coming in: alone, with a code, with a word to come back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import joining
from sim.app.desk import ALONE, LOBBY, Desk
from sim.app.guard import COOKIE
from sim.app.room import LONGEST_NAME, MOST_IN_TEAM, clean_name, read_code
from sim.app.rows import Session
from sim.app.team_view import teams_to_join
from sim.app.web import cookie, form, page, see, setup_of, speak_of, with_cookie


def desk_of(request: Request) -> Desk:
    """Sessions that run here."""
    desk: Desk = request.app.state.desk
    return desk


def token(request: Request) -> str:
    """The token of a browser, or ""."""
    return cookie(request, COOKIE)


async def home(request: Request) -> Response:
    """`GET /`: where to go."""
    return page(request, "home")


async def play(request: Request) -> Response:
    """`GET /play`: join with a code, play alone, or go on."""
    desk, speak = desk_of(request), speak_of(request)
    seat = desk.seat(token(request))
    say = request.query_params.get("say", "")
    scenarios = [
        (each.name, each.title(speak.code), each.told("text", speak.code), len(each.rounds),
         round(each.game.minutes * len(each.rounds)))
        for each in await desk.every()
    ]  # fmt: skip
    return page(
        request, "play", here="play", scenarios=scenarios, seated=seat is not None,
        say_now=say if say in ("wrong", "gone", "word") else "",
        chosen=setup_of(request).scenario,
    )  # fmt: skip


async def find(request: Request) -> Response:
    """`POST /join/code`: from a code to its page."""
    sent = await form(request, code=20)
    code = read_code(sent["code"])
    return see(f"/j/{code}" if code else "/play?say=wrong")


def session_of(request: Request, code: str) -> Session | None:
    """The session of a code; a wrong one counts as a guess."""
    desk = desk_of(request)
    desk.guess()
    found = desk.store.session_of_code(read_code(code)[:20])
    if found is None or found.mode == ALONE:
        desk.wrong()
        return None
    return found


async def door(request: Request) -> Response:
    """`GET /j/{code}`: who joins, and where."""
    desk, speak = desk_of(request), speak_of(request)
    session = session_of(request, request.path_params["code"])
    if session is None:
        return see("/play?say=wrong")
    seat = desk.seat(token(request))
    if seat is not None and seat.session.id == session.id:
        return see("/team")
    return page(
        request, "join", here="play", session=session, most=MOST_IN_TEAM, longest=LONGEST_NAME,
        teams=teams_to_join(speak, desk, session), late=session.phase != LOBBY,
        title=desk.scenario(session).title(speak.code),
    )  # fmt: skip


async def join(request: Request) -> Response:
    """`POST /join`: take a place."""
    sent = await form(request, code=20, name=400, team=12, consent=4)
    session = session_of(request, sent["code"])
    if session is None:
        return see("/play?say=wrong")
    desk = desk_of(request)
    seat = desk.seat(token(request))
    if seat is not None and seat.session.id == session.id:
        return see("/team")
    made = await joining.join(
        desk, session, sent["team"], clean_name(sent["name"]), sent["consent"] == "yes"
    )
    return with_cookie(request, see("/team"), COOKIE, made)


async def back(request: Request) -> Response:
    """`POST /join/back`: come back with a one-time word, from any browser."""
    sent = await form(request, code=20, word=20)
    session = session_of(request, sent["code"])
    made = None
    if session is not None:
        made = await joining.come_back(desk_of(request), session, read_code(sent["word"]))
        if made is None:
            desk_of(request).wrong()
    if made is None:
        return see("/play?say=word")
    return with_cookie(request, see("/team"), COOKIE, made)


async def alone(request: Request) -> Response:
    """`POST /play/alone`: begin a game of one's own."""
    sent = await form(request, scenario=80)
    made = await joining.alone(desk_of(request), sent["scenario"])
    return with_cookie(request, see("/team"), COOKIE, made)


ROUTES = [
    Route("/", home),
    Route("/play", play),
    Route("/play/alone", alone, methods=["POST"]),
    Route("/j/{code}", door),
    Route("/join", join, methods=["POST"]),
    Route("/join/code", find, methods=["POST"]),
    Route("/join/back", back, methods=["POST"]),
]
