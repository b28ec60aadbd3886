"""What stands in the file of sessions: its tables, what is read of them, and every change.

Decisions are only ever added. Everything a page shows is a function of these rows, so a reload, a
second device and a restart after `kill -9` are one case.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from typing import Any, NamedTuple

SCHEMA = """
create table session(
  id integer primary key, code text not null unique, scenario text not null, words text not null,
  mode text not null, phase text not null, round integer not null, seconds_left real not null,
  since real, ranks integer not null, slide integer not null, version integer not null,
  made real not null);
create table lecturer(session integer not null, key_hash text not null, unique(session, key_hash));
create table team(
  id integer primary key, session integer not null, name text not null, version integer not null,
  unique(session, name));
create table player(
  id integer primary key, session integer not null, team integer, roles text not null, name text,
  consent integer not null, word_hash text, word_until real, made real not null);
create table token(hash text primary key, player integer not null);
create table decision(
  id integer primary key, session integer not null, team integer not null, round integer not null,
  number text not null, kind text not null, fields text not null, made real not null,
  player integer, unique(team, number, kind));
create table result(key text primary key, body blob not null);
create index of_team on decision(team, id);
create index of_session on player(session);
"""


class Session(NamedTuple):
    """A session: one scenario that a class, or somebody alone, plays.

    Attributes:
        id: Its row.
        code: Six letters by which others join.
        scenario: Name of the scenario.
        words: Further words of its configuration.
        mode: "class" or "alone".
        phase: "lobby", "play" or "debrief".
        round: From 1 while it is played; 0 before.
        seconds_left: Of the round, when the clock last started or stopped.
        since: When the clock started (epoch); None while it stands.
        ranks: Whether phones show ranks.
        slide: Page of the debrief on the projector, 1 to 4.
        version: Grows with every change that everybody should see.
        made: When (epoch).
    """

    id: int
    code: str
    scenario: str
    words: tuple[str, ...]
    mode: str
    phase: str
    round: int
    seconds_left: float
    since: float | None
    ranks: bool
    slide: int
    version: int
    made: float

    def left(self, now: float | None = None) -> float:
        """Seconds left of the round, at least 0."""
        now = time.time() if now is None else now
        gone = 0.0 if self.since is None else now - self.since
        return max(0.0, self.seconds_left - gone)


class Team(NamedTuple):
    """A team; `version` grows with every change that its members should see."""

    id: int
    session: int
    name: str
    version: int


class Player(NamedTuple):
    """Somebody who joined; without a team, an observer."""

    id: int
    session: int
    team: int | None
    roles: tuple[str, ...]
    name: str | None
    consent: bool


class Row(NamedTuple):
    """Something that a team did, in the order it happened; never changed.

    Attributes:
        id: Grows.
        team: Whose.
        round: In which.
        kind: "draft", "agree", "bet", "commit" or "reopen".
        fields: What exactly.
        made: When (epoch).
        by: Player, or None for the lecturer.
    """

    id: int
    team: int
    round: int
    kind: str
    fields: dict[str, Any]
    made: float
    by: int | None


def digest(secret: str) -> str:
    """What the file holds of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Reader:
    """What is in the file; a change reads through its own connection.

    Args:
        connection: To the file.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def session(self, number: int) -> Session | None:
        """A session by its row."""
        return self._session("id=?", number)

    def session_of_code(self, code: str) -> Session | None:
        """The session that a code opens."""
        return self._session("code=?", code)

    def session_of_key(self, key: str) -> Session | None:
        """The session that a lecturer's key opens, the latest if there are several."""
        return self._session(
            "id in (select session from lecturer where key_hash=?) order by id desc", digest(key)
        )

    def open_class(self, scenario: str, words: tuple[str, ...]) -> Session | None:
        """The last session of a class with a scenario."""
        return self._session(
            "mode='class' and scenario=? and words=? order by id desc", scenario, json.dumps(words)
        )

    def begun(self, mode: str, since: float) -> int:
        """How many sessions of a mode were made after a moment (epoch)."""
        ((count,),) = self._found(
            "select count(*) from session where mode=? and made>?", mode, since
        )
        return int(count)

    def _found(self, query: str, *values: Any) -> list[sqlite3.Row]:
        return self.connection.execute(query, values).fetchall()

    def _session(self, where: str, *values: Any) -> Session | None:
        rows = self._found(f"select * from session where {where} limit 1", *values)
        if not rows:
            return None
        found = dict(rows[0])
        found["words"], found["ranks"] = tuple(json.loads(found["words"])), bool(found["ranks"])
        return Session(**found)

    def teams(self, session: int) -> list[Team]:
        """Teams of a session in the order in which they were made."""
        rows = self._found("select * from team where session=? order by id", session)
        return [Team(*row) for row in rows]

    def team(self, number: int) -> Team | None:
        """A team by its row."""
        rows = self._found("select * from team where id=?", number)
        return Team(*rows[0]) if rows else None

    def players(self, session: int) -> list[Player]:
        """Everybody in a session."""
        return self._players("session=?", session)

    def members(self, team: int) -> list[Player]:
        """Everybody in a team."""
        return self._players("team=?", team)

    def player_of_token(self, token: str) -> Player | None:
        """Whose browser this is."""
        found = self._players("id=(select player from token where hash=?)", digest(token))
        return found[0] if found else None

    def _players(self, where: str, value: Any) -> list[Player]:
        rows = self._found("select id, session, team, roles, name, consent from player "
                           f"where {where} order by id", value)  # fmt: skip
        return [Player(r[0], r[1], r[2], tuple(filter(None, r[3].split(","))), r[4], bool(r[5]))
                for r in rows]  # fmt: skip

    def rows(self, team: int) -> list[Row]:
        """What a team did."""
        return self._rows("team=?", team)

    def rows_of_session(self, session: int) -> list[Row]:
        """What all teams did."""
        return self._rows("session=?", session)

    def _rows(self, where: str, value: int) -> list[Row]:
        rows = self._found("select id, team, round, kind, fields, made, player from decision "
                           f"where {where} order by id", value)  # fmt: skip
        return [Row(r[0], r[1], r[2], r[3], json.loads(r[4]), r[5], r[6]) for r in rows]


# Changes; each is given the connection, inside a transaction.


def add_row(
    db: sqlite3.Connection, team: Team, round_: int, kind: str, fields: dict[str, Any],
    by: int | None, number: str,
) -> bool:  # fmt: skip
    """Add what a team did; False if the same form was sent before."""
    done = db.execute(
        "insert or ignore into decision(session, team, round, number, kind, fields, made, player) "
        "values(?, ?, ?, ?, ?, ?, ?, ?)",
        (team.session, team.id, round_, number, kind, json.dumps(fields), time.time(), by),
    )
    db.execute("update team set version=version+1 where id=?", (team.id,))
    return done.rowcount > 0


def change_session(db: sqlite3.Connection, session: int, **values: Any) -> None:
    """Set columns of a session; everybody sees it."""
    names = "".join(f"{name}=?, " for name in values)
    db.execute(f"update session set {names}version=version+1 where id=?",
               (*values.values(), session))  # fmt: skip


def delete_session(db: sqlite3.Connection, session: int) -> None:
    """Delete all that is known of a session, and all results that were kept."""
    db.execute("delete from token where player in (select id from player where session=?)",
               (session,))  # fmt: skip
    for table in ("decision", "player", "team", "lecturer"):
        db.execute(f"delete from {table} where session=?", (session,))
    db.execute("delete from session where id=?", (session,))
    db.execute("delete from result")
