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


async def next_round(desk: Desk, session: Session, round_: int) -> None:
    """Go on; what teams have drafted is decided, whatever it is.

    Args:
        desk: Where.
        session: Which.
        round_: That the lecturer's page showed: a second click does nothing.
    """

    def go(db: sqlite3.Connection) -> None:
        here = Reader(db)
        now = here.session(session.id)
        if now is None or (now.phase, now.round) != (session.phase, round_):
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


async def end_rounds(desk: Desk, session: Session, round_: int) -> None:
    """Go to the debrief now; this round is decided as by `next_round`."""
    await next_round(desk, session, round_)
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
    running = session.since is not None
    await _set(desk, session, seconds_left=session.left(),
                    since=None if running else time.time())  # fmt: skip


async def more_time(desk: Desk, session: Session, seconds: float) -> None:
    """Give the round more time."""
    now = time.time()
    await _set(desk, session, seconds_left=session.left(now) + seconds,
                    since=None if session.since is None else now)  # fmt: skip


async def show(desk: Desk, session: Session, ranks: bool | None, slide: int | None) -> None:
    """Show or hide ranks; turn to a page of the debrief on the projector."""
    values: dict[str, Any] = {}
    if ranks is not None:
        values["ranks"] = int(ranks)
    if slide is not None:
        values["slide"] = min(max(slide, 1), SLIDES)
    await _set(desk, session, **values)


async def _set(desk: Desk, session: Session, **values: Any) -> None:
    await desk.store.write(lambda db: change_session(db, session.id, **values))
    desk.hub.tell(session.id)


async def close(desk: Desk, session: Session) -> None:
    """Delete a session with all that is known of it."""
    await desk.store.write(lambda db: delete_session(db, session.id))
    desk.store.forget()
    desk.hub.tell(session.id)
