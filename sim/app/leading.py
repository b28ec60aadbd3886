"""What a lecturer does with a session: rounds, the clock, what is on the wall, the end."""

from __future__ import annotations

import secrets
import sqlite3
import time
from typing import Any

from sim.app.deciding import onwards
from sim.app.desk import DEBRIEF, LOBBY, PLAY, SLIDES, Desk
from sim.app.room import council, standing
from sim.app.rows import Reader, Session, add_row, change_session, delete_session


async def next_round(desk: Desk, session: Session) -> None:
    """Go on; what teams have drafted is decided, whatever it is. A second click does nothing."""

    def go(db: sqlite3.Connection) -> None:
        here = Reader(db)
        now = here.session(session.id)
        if now is None or (now.phase, now.round) != (session.phase, session.round):
            return
        for team in here.teams(now.id):
            state = standing(here.rows(team.id), now.round)
            if now.phase == PLAY and not state.committed:
                said = {"council": council(here.members(team.id), state.agreed)}
                add_row(db, team, now.round, "commit", said, None, secrets.token_hex(8))
        if now.phase != DEBRIEF:
            onwards(desk, db, now)

    await desk.store.write(go)
    desk.hub.tell(session.id)


async def end_rounds(desk: Desk, session: Session) -> None:
    """Go to the debrief now; this round is decided as by `next_round`."""
    await next_round(desk, session)
    await _set(desk, session, phase=DEBRIEF, since=None)


async def back(desk: Desk, session: Session) -> None:
    """One round back: its decisions stand open again."""
    rounds = len(desk.scenario(session).rounds)

    def go(db: sqlite3.Connection) -> None:
        target = min(session.round, rounds) if session.phase == DEBRIEF else session.round - 1
        if target < 1:
            change_session(db, session.id, phase=LOBBY, round=0, since=None)
            return
        for team in Reader(db).teams(session.id):
            add_row(db, team, target, "reopen", {}, None, secrets.token_hex(8))
        minutes = desk.scenario(session).game.minutes
        change_session(db, session.id, phase=PLAY, round=target,
                       seconds_left=minutes * 60, since=time.time())  # fmt: skip

    await desk.store.write(go)
    desk.hub.tell(session.id)


async def pause(desk: Desk, session: Session) -> None:
    """Stop the clock, or let it go on."""
    since = time.time() if session.since is None else None
    await _set(desk, session, seconds_left=session.left(), since=since)


async def more_time(desk: Desk, session: Session, seconds: float) -> None:
    """Give the round more time."""
    now = time.time()
    since = None if session.since is None else now
    await _set(desk, session, seconds_left=session.left(now) + seconds, since=since)


async def show(desk: Desk, session: Session, ranks: bool | None, slide: int | None) -> None:
    """Show or hide ranks; turn to a page of the debrief on the projector."""
    values = {"ranks": ranks, "slide": None if slide is None else min(max(slide, 1), SLIDES)}
    await _set(desk, session, **{name: each for name, each in values.items() if each is not None})


async def _set(desk: Desk, session: Session, **values: Any) -> None:
    await desk.store.write(lambda db: change_session(db, session.id, **values))
    desk.hub.tell(session.id)


async def close(desk: Desk, session: Session) -> None:
    """Delete a session with all that is known of it."""
    await desk.store.write(lambda db: delete_session(db, session.id))
    desk.store.forget()
    desk.hub.tell(session.id)
