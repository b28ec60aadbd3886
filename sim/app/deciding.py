"""What a team does in a round: draft, ask, bet, agree, commit."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException

from sim.app import bets
from sim.app.cards import card as card_of
from sim.app.desk import ALONE, DEBRIEF, PLAY, Desk, Seat, TooLate
from sim.app.plan import Decision, check
from sim.app.room import council, may_play, needed, standing
from sim.app.rows import Reader, Session, add_row, change_session

MOST_ROWS = 5_000
"""What one team may do in a session: far beyond what anybody plays, short enough to be read."""


class NotYet(Exception):
    """Before a round can be decided something is missing: "bet" or "agree"."""


async def draft(
    desk: Desk, seat: Seat, card: str, do: str, fields: Mapping[str, Any], number: str
) -> None:
    """Change the draft.

    Raises:
        HTTPException: The card is somebody else's.
        TooLate: The round is decided.
        ConfigError: The card or a field is not valid.
    """
    decision = Decision(seat.session.round, card, fields if do == "play" else None)
    _check(desk, seat, decision)
    await _add(desk, seat, "draft", {"card": card, "do": do, "fields": dict(fields)}, number)


async def ask(desk: Desk, seat: Seat, card: str, fields: Mapping[str, Any], number: str) -> None:
    """Ask for information; what it costs is spent."""
    _check(desk, seat, Decision(seat.session.round, card, fields))
    await _add(desk, seat, "ask", {"card": card, "fields": dict(fields)}, number)


def _check(desk: Desk, seat: Seat, decision: Decision) -> None:
    scenario = desk.scenario(seat.session)
    if seat.session.phase == PLAY:
        check(scenario, decision)
    if not may_play(seat.player, card_of(scenario, decision.card).role, seat.members):
        raise HTTPException(403)


async def bet(desk: Desk, seat: Seat, low: float, high: float, number: str) -> None:
    """Say what reported use will be at the end of the round."""
    bets.check(low, high)
    await _add(desk, seat, "bet", {"low": low, "high": high}, number)


async def agree(desk: Desk, seat: Seat, number: str) -> None:
    """Agree to the draft as it is."""
    await _add(desk, seat, "agree", {}, number)


async def commit(desk: Desk, seat: Seat, number: str) -> None:
    """Decide the round, if the team agrees and has bet.

    Raises:
        NotYet: It has not.
        TooLate: The round is decided already.
    """
    now = desk.standing(seat)
    if now.committed:
        return
    agreed = now.agreed | {seat.player.id}
    there = desk.presence.there(seat.members)
    more = needed(len(there)) - len(agreed & {each.id for each in there})
    if now.bet is None:
        raise NotYet("bet")
    if more > 0:
        await agree(desk, seat, f"{number}+")
        raise NotYet("agree")
    await _add(desk, seat, "commit", {"council": council(seat.members, agreed)}, number)


async def _add(desk: Desk, seat: Seat, kind: str, fields: dict[str, Any], number: str) -> None:
    team, session = seat.team, seat.session
    if team is None:
        raise HTTPException(403)
    if session.phase != PLAY:
        raise TooLate

    def add(db: sqlite3.Connection) -> None:
        now = Reader(db).session(session.id)
        if now is None or (now.phase, now.round) != (PLAY, session.round):
            raise TooLate
        rows = Reader(db).rows(team.id)
        if standing(rows, session.round).committed:
            raise TooLate
        if len(rows) >= MOST_ROWS:
            raise HTTPException(429)
        fresh = add_row(db, team, session.round, kind, fields, seat.player.id, number)
        if fresh and kind == "commit" and session.mode == ALONE:
            onwards(desk, db, session)

    await desk.store.write(add)
    desk.hub.tell(session.id, team.id)


def onwards(desk: Desk, db: sqlite3.Connection, session: Session) -> None:
    """The next round, or the debrief after the last one."""
    rounds = len(desk.scenario(session).rounds)
    if session.phase == PLAY and session.round >= rounds:
        change_session(db, session.id, phase=DEBRIEF, since=None)
    else:
        minutes = desk.scenario(session).game.minutes
        since = None if session.mode == ALONE else time.time()
        change_session(db, session.id, phase=PLAY, round=session.round + 1,
                       seconds_left=minutes * 60, since=since)  # fmt: skip
