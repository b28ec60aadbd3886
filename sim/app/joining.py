"""Coming into a session and going: places, roles, words to come back with."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Sequence

from starlette.exceptions import HTTPException

from sim.app.deciding import onwards
from sim.app.desk import ALONE, LOBBY, Desk, Seat, TooLate
from sim.app.room import (
    IDLE,
    MOST_IN_TEAM,
    MOST_PLAYERS,
    MOST_TEAMS,
    WORD,
    free_roles,
    new_code,
    team_name,
)
from sim.app.rows import Player, Reader, Session, change_session, digest

WORD_LASTS = 900.0
"""Seconds for which a word to come back with can be used."""
MOST_ALONE, HOUR = 500, 3600.0
"""Games alone that may begin within an hour."""


async def alone(desk: Desk, scenario: str) -> str:
    """Somebody plays alone; returns the token.

    Raises:
        HTTPException: Too many have begun within the last hour.
    """
    if desk.store.begun(ALONE, time.time() - HOUR) >= MOST_ALONE:
        raise HTTPException(429)
    make, token = desk.made(scenario, ALONE), secrets.token_urlsafe(24)

    def enter(db: sqlite3.Connection) -> None:
        session = Reader(db).session(make(db))
        assert session is not None
        team = _new_team(db, session.id, team_name(()))
        _new_player(db, session.id, team, (), None, False, token)
        onwards(desk, db, session)

    await desk.store.write(enter)
    return token


async def join(desk: Desk, session: Session, team: str, name: str | None, consent: bool) -> str:
    """Somebody joins; returns the token.

    Args:
        desk: Where.
        session: Which.
        team: Number of a team, "new", "watch", or "" for the smallest one.
        name: Cleaned.
        consent: Whether decisions may be exported, without the name.

    Raises:
        HTTPException: The team is full, or is none of this session; or nobody fits any more.
    """
    token, roles = secrets.token_urlsafe(24), desk.scenario(session).game.roles

    def enter(db: sqlite3.Connection) -> None:
        if len(Reader(db).players(session.id)) >= MOST_PLAYERS:
            raise HTTPException(409)
        chosen = None if team == "watch" else _choose(db, session.id, team)
        own = () if chosen is None else _free_role(db, chosen, roles)
        _new_player(db, session.id, chosen, own, name, consent, token)
        change_session(db, session.id)

    await desk.store.write(enter)
    desk.hub.tell(session.id)
    return token


async def come_back(desk: Desk, session: Session, word: str) -> str | None:
    """A token for somebody who knows the one-time word; None if it is wrong or used."""
    token = secrets.token_urlsafe(24)

    def enter(db: sqlite3.Connection) -> bool:
        row = db.execute(
            "select id from player where session=? and word_hash=? and word_until>?",
            (session.id, digest(word), time.time()),
        ).fetchone()
        if row is None:
            return False
        db.execute("update player set word_hash=null where id=?", (row[0],))
        db.execute("insert into token values(?, ?)", (digest(token), row[0]))
        return True

    return token if await desk.store.write(enter) else None


async def word_for(desk: Desk, player: int, session: int, team: int | None) -> str:
    """A one-time word with which somebody comes back.

    Args:
        desk: Where.
        player: Who.
        session: In which session; somebody else's is refused.
        team: In which team; None for the lecturer, who may help everybody.
    """
    word = new_code(WORD)

    def keep(db: sqlite3.Connection) -> int:
        return db.execute(
            "update player set word_hash=?, word_until=? where id=? and session=? "
            "and (? is null or team=?)",
            (digest(word), time.time() + WORD_LASTS, player, session, team, team),
        ).rowcount

    if not await desk.store.write(keep):
        raise HTTPException(403)
    return word


async def switch(desk: Desk, seat: Seat, team: str) -> None:
    """Go to another team, or out of watching into one; roles stay behind.

    Raises:
        TooLate: Teams play already, and somebody in one wants another; or it is full.
    """
    session, roles = seat.session, desk.scenario(seat.session).game.roles
    if session.mode == ALONE or (seat.team is not None and session.phase != LOBBY):
        raise TooLate

    def go(db: sqlite3.Connection) -> None:
        chosen = _choose(db, session.id, team)
        db.execute("update player set team=?, roles=? where id=?",
                   (chosen, ",".join(_free_role(db, chosen, roles)), seat.player.id))  # fmt: skip
        change_session(db, session.id)

    await desk.store.write(go)
    desk.hub.tell(session.id)


async def leave(desk: Desk, seat: Seat, token: str) -> None:
    """This browser forgets; what the team decided stays."""
    await desk.store.write(lambda db: db.execute("delete from token where hash=?",
                                                 (digest(token),)))  # fmt: skip


async def take_role(desk: Desk, seat: Seat, role: str) -> None:
    """Take a role that is free, or whose holder has been silent.

    Raises:
        HTTPException: Somebody who is there holds it, or there is no such role.
    """
    if seat.team is None or role not in desk.scenario(seat.session).game.roles:
        raise HTTPException(400, "no such role")
    team, player = seat.team, seat.player
    silent = {each.id for each in seat.members if desk.presence.quiet(each.id) >= IDLE}

    def take(db: sqlite3.Connection) -> None:
        for each in Reader(db).members(team.id):
            if role in each.roles and each.id != player.id:
                if each.id not in silent:
                    raise TooLate
                _set_roles(db, each, [held for held in each.roles if held != role])
        _set_roles(db, player, [*player.roles, role])

    await desk.store.write(take)
    desk.hub.tell(seat.session.id, team.id)


async def give_role(desk: Desk, seat: Seat, role: str) -> None:
    """Give a role back, so that somebody else may take it."""
    left = [each for each in seat.player.roles if each != role]
    await desk.store.write(lambda db: _set_roles(db, seat.player, left))
    desk.hub.tell(seat.session.id, seat.player.team)


def _set_roles(db: sqlite3.Connection, player: Player, roles: Sequence[str]) -> None:
    db.execute("update player set roles=? where id=?",
               (",".join(dict.fromkeys(roles)), player.id))  # fmt: skip
    db.execute("update team set version=version+1 where id=?", (player.team,))


async def consent(desk: Desk, seat: Seat, given: bool) -> None:
    """Allow, or no longer allow, that decisions are exported."""
    await desk.store.write(lambda db: db.execute("update player set consent=? where id=?",
                                                 (given, seat.player.id)))  # fmt: skip


def _new_team(db: sqlite3.Connection, session: int, name: str) -> int:
    row = db.execute("insert into team(session, name, version) values(?, ?, 1)", (session, name))
    assert row.lastrowid is not None
    return row.lastrowid


def _new_player(
    db: sqlite3.Connection, session: int, team: int | None, roles: Sequence[str],
    name: str | None, consent: bool, token: str,
) -> None:  # fmt: skip
    row = db.execute(
        "insert into player(session, team, roles, name, consent, made) values(?, ?, ?, ?, ?, ?)",
        (session, team, ",".join(roles), name, consent, time.time()),
    )
    db.execute("insert into token values(?, ?)", (digest(token), row.lastrowid))


def _free_role(db: sqlite3.Connection, team: int, roles: Sequence[str]) -> list[str]:
    """The first role that nobody in a team holds, if there is one."""
    return free_roles(roles, Reader(db).members(team))[:1]


def _choose(db: sqlite3.Connection, session: int, team: str) -> int:
    """The team that was asked for, the smallest with a place, or a new one."""
    teams = Reader(db).teams(session)
    sizes = {each.id: len(Reader(db).members(each.id)) for each in teams}
    if team.isdecimal():
        if sizes.get(int(team), MOST_IN_TEAM) >= MOST_IN_TEAM:
            raise HTTPException(409)
        return int(team)
    open_ones = [number for number, count in sizes.items() if count < MOST_IN_TEAM]
    if team != "new" and open_ones:
        return min(open_ones, key=lambda number: sizes[number])
    if len(sizes) >= MOST_TEAMS:
        raise HTTPException(409)
    return _new_team(db, session, team_name({each.name for each in teams}))
