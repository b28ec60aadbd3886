"""Forms of a player's page: each adds rows, and the page is looked at again."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app import deciding, joining
from sim.app.card_view import END, KEEP, PLAY, fields_sent
from sim.app.cards import ACTIONS, QUESTIONS, card
from sim.app.desk import Seat
from sim.app.entry import desk_of, token
from sim.app.guard import COOKIE
from sim.app.room import shown_code
from sim.app.team import Handler, seated
from sim.app.web import form, page, see
from sim.base.params import ConfigError

FIELDS = {field.name for each in (*ACTIONS, *QUESTIONS) for field in each.fields}
"""Of all cards; a form may have those of its own."""


@seated
async def draft(request: Request, seat: Seat) -> Response:
    """`POST /team/draft`: play, change, end or leave a card."""
    chosen, do, fields, number = await _card(request, seat)
    if do not in (KEEP, PLAY, END):
        raise HTTPException(400, "no such move")
    unique = f"{number}:{chosen}:{do}:{sorted(fields.items())}"
    await deciding.draft(desk_of(request), seat, chosen, do, fields, unique)
    return see(f"/team#card-{chosen}")


@seated
async def ask(request: Request, seat: Seat) -> Response:
    """`POST /team/ask`: buy information."""
    chosen, _, fields, number = await _card(request, seat)
    await deciding.ask(
        desk_of(request), seat, chosen, fields, f"{number}:{chosen}:{sorted(fields.items())}"
    )
    return see("/team#asked")


async def _card(request: Request, seat: Seat) -> tuple[str, str, dict[str, Any], str]:
    sent = await form(request, card=40, do=8, number=32, **{f"f_{each}": 20 for each in FIELDS})
    known = card(desk_of(request).scenario(seat.session), sent["card"])
    own = {f"f_{each.name}" for each in known.fields}
    if any(text and name.startswith("f_") and name not in own for name, text in sent.items()):
        raise HTTPException(400, "no such field of the card")
    return known.name, sent["do"], fields_sent(known, sent), sent["number"]


@seated
async def bet(request: Request, seat: Seat) -> Response:
    """`POST /team/bet`: say where reported use will be."""
    sent = await form(request, low=8, high=8, number=32)
    try:
        low, high = (float(sent[end].replace(",", ".")) / 100 for end in ("low", "high"))
        await deciding.bet(desk_of(request), seat, low, high, f"{sent['number']}:{low}:{high}")
    except (ValueError, ConfigError):
        return see("/team?say=bet_odd#bet")
    return see("/team#decide")


@seated
async def agree(request: Request, seat: Seat) -> Response:
    """`POST /team/agree`: agree to the draft as it is."""
    sent = await form(request, number=32)
    await deciding.agree(desk_of(request), seat, sent["number"])
    return see("/team#decide")


@seated
async def commit(request: Request, seat: Seat) -> Response:
    """`POST /team/commit`: decide the round."""
    sent = await form(request, number=32)
    await deciding.commit(desk_of(request), seat, sent["number"])
    return see("/team")


@seated
async def role(request: Request, seat: Seat) -> Response:
    """`POST /team/role`: take a role, or give it back."""
    sent = await form(request, role=20, do=4)
    if sent["do"] == "give":
        await joining.give_role(desk_of(request), seat, sent["role"])
    else:
        await joining.take_role(desk_of(request), seat, sent["role"])
    return see("/team#people")


@seated
async def switch(request: Request, seat: Seat) -> Response:
    """`POST /team/switch`: go to another team."""
    sent = await form(request, team=12)
    await joining.switch(desk_of(request), seat, sent["team"])
    return see("/team")


@seated
async def word(request: Request, seat: Seat) -> Response:
    """`POST /team/word`: a one-time word for oneself, or for a member of the team who is lost."""
    sent = await form(request, player=12)
    if not sent["player"].isdecimal() or seat.team is None:
        raise HTTPException(400, "no such player")
    made = await joining.word_for(
        desk_of(request), int(sent["player"]), seat.session.id, seat.team.id
    )
    return page(request, "word", word=shown_code(made), code=shown_code(seat.session.code),
                onwards="/team")  # fmt: skip


@seated
async def consent(request: Request, seat: Seat) -> Response:
    """`POST /team/consent`: allow the export of decisions, or no longer."""
    sent = await form(request, consent=4)
    await joining.consent(desk_of(request), seat, sent["consent"] == "yes")
    return see("/team")


@seated
async def leave(request: Request, seat: Seat) -> Response:
    """`POST /team/leave`: this browser forgets its place."""
    await form(request)
    await joining.leave(desk_of(request), seat, token(request))
    answer = see("/play")
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


POSTS: dict[str, Handler] = {
    "draft": draft, "ask": ask, "bet": bet, "agree": agree, "commit": commit, "role": role,
    "switch": switch, "word": word, "consent": consent, "leave": leave,
}  # fmt: skip
ROUTES = [Route(f"/team/{name}", handler, methods=["POST"]) for name, handler in POSTS.items()]
