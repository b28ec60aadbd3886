"""The lecturer's pages: who is in, the round, what goes on the wall, what stays after class."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import exports, joining, leading, team_view
from sim.app.class_view import histogram, prompts, team_rows
from sim.app.desk import DEBRIEF, LOBBY, PLAY, SLIDES
from sim.app.entry import desk_of
from sim.app.room import read_code, shown_code
from sim.app.rows import Session
from sim.app.web import attached, cookie, form, page, see, speak_of, with_cookie

KEY = "lecturer"
"""Name of the lecturer's cookie."""
MINUTE = 60.0
Led = Callable[[Request, Session], Awaitable[Response]]


def led(handler: Led) -> Callable[[Request], Awaitable[Response]]:
    """Only with the lecturer's key, from the address once and from a cookie after that."""

    @functools.wraps(handler)
    async def inner(request: Request) -> Response:
        desk = desk_of(request)
        given = request.query_params.get("key", "")[:100]
        key = given or cookie(request, KEY)
        session = desk.led_by(key)  # a right key always opens: nobody can guess 128 bits
        if session is None:
            desk.guess()
            desk.wrong()
            raise HTTPException(403)
        if given and request.method == "GET":
            return with_cookie(request, see(request.url.path), KEY, given)
        return await handler(request, session)

    return inner


@led
async def dashboard(request: Request, session: Session) -> Response:
    """`GET /lecturer`: who is in, who has decided, time left, and all there is to press."""
    desk, speak = desk_of(request), speak_of(request)
    scenario = desk.scenario(session)
    teams, players = team_rows(desk, session, speak), desk.store.players(session.id)
    bets = [each.bet for each in teams if each.bet is not None]
    return page(
        request, "lecturer", session=session, code=shown_code(session.code), teams=teams,
        people=sum(len(each.members) for each in teams),
        decided=sum(each.committed for each in teams),
        title=scenario.title(speak.code), rounds=len(scenario.rounds),
        version=desk.version_for_all(session.id), left=team_view.clock(session),
        watching=sum(each.team is None for each in players), players=players,
        address=desk.setup.entrance, bets=histogram(speak, bets) if bets else "",
        prompts=prompts(speak, session, len(scenario.rounds)), slides=SLIDES,
        others=[(each.name, each.title(speak.code)) for each in await desk.every()],
        until=scenario.last_week(session.round) if session.phase == PLAY else 0,
        LOBBY=LOBBY, PLAY=PLAY, DEBRIEF=DEBRIEF, company=exports.company_words(session),
        consents=sum(each.consent for each in players),
        choice=scenario.told("choice", speak.code),
    )  # fmt: skip


@led
async def onwards(request: Request, session: Session) -> Response:
    """`POST /lecturer/next`: the next round, whatever drafts there are."""
    sent = await form(request, round=4, phase=8, end=4)
    if sent["phase"] != session.phase or sent["round"] != str(session.round):
        return see("/lecturer")
    go_on = leading.end_rounds if sent["end"] == "yes" else leading.next_round
    await go_on(desk_of(request), session)
    return see("/lecturer")


@led
async def pause(request: Request, session: Session) -> Response:
    """`POST /lecturer/pause`: stop the clock or let it go on; `more` gives a minute."""
    sent = await form(request, more=4)
    if sent["more"]:
        await leading.more_time(desk_of(request), session, MINUTE)
    else:
        await leading.pause(desk_of(request), session)
    return see("/lecturer")


@led
async def back(request: Request, session: Session) -> Response:
    """`POST /lecturer/back`: one round back."""
    sent = await form(request, round=4, phase=8)
    if (sent["phase"], sent["round"]) == (session.phase, str(session.round)):
        await leading.back(desk_of(request), session)
    return see("/lecturer")


@led
async def show(request: Request, session: Session) -> Response:
    """`POST /lecturer/show`: ranks, and the page of the debrief on the projector."""
    sent = await form(request, ranks=4, slide=2)
    ranks = {"yes": True, "no": False}.get(sent["ranks"])
    slide = int(sent["slide"]) if sent["slide"].isdecimal() else None
    await leading.show(desk_of(request), session, ranks, slide)
    return see("/lecturer")


@led
async def word(request: Request, session: Session) -> Response:
    """`POST /lecturer/word`: a word with which somebody comes back."""
    sent = await form(request, player=12)
    if not sent["player"].isdecimal():
        raise HTTPException(400, "no such player")
    made = await joining.word_for(desk_of(request), int(sent["player"]), session.id, None)
    return page(request, "word", word=shown_code(made), code=shown_code(session.code),
                onwards="/lecturer")  # fmt: skip


@led
async def open_new(request: Request, session: Session) -> Response:
    """`POST /lecturer/open`: a further session, perhaps with another scenario."""
    sent = await form(request, scenario=80)
    await desk_of(request).new_class(sent["scenario"])
    return see("/lecturer")


@led
async def close(request: Request, session: Session) -> Response:
    """`POST /lecturer/close`: delete the session; asked for by its code, so not by accident."""
    sent = await form(request, code=20)
    if read_code(sent["code"]) != session.code:
        return see("/lecturer?say=code#close")
    desk = desk_of(request)
    await leading.close(desk, session)
    if desk.led_by(cookie(request, KEY)) is None:
        await desk.new_class(desk.setup.scenario or session.scenario)
    return see("/lecturer")


@led
async def csv(request: Request, session: Session) -> Response:
    """`GET /session.csv`: decisions of those who consented, without names."""
    text = exports.session_csv(desk_of(request), session)
    return attached(text, f"session-{secrets.token_hex(3)}.csv", "text/csv")


@led
async def plans(request: Request, session: Session) -> Response:
    """`GET /plans.zip`: a strategy file per team."""
    return attached(exports.plans_zip(desk_of(request), session), "plans.zip", "application/zip")


@led
async def events(request: Request, session: Session) -> Response:
    """`GET /lecturer/events`: versions of pages that show all teams."""
    desk = desk_of(request)
    return desk.hub.stream(request, (session.id, None), lambda: desk.version_for_all(session.id))


POSTS = {"next": onwards, "pause": pause, "back": back, "show": show, "word": word,
         "open": open_new, "close": close}  # fmt: skip
ROUTES = [
    Route("/lecturer", dashboard),
    Route("/lecturer/events", events),
    *(Route(f"/lecturer/{name}", each, methods=["POST"]) for name, each in POSTS.items()),
    Route("/session.csv", csv),
    Route("/plans.zip", plans),
]
