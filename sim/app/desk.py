"""What can be done in a session: join, decide, lead it. Rules here, rows in the store."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hmac
import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from starlette.exceptions import HTTPException

from sim.app.events import Hub, Presence
from sim.app.guard import Pace
from sim.app.plan import Decision, check
from sim.app.room import (
    CODE,
    IDLE,
    MOST_IN_TEAM,
    MOST_PLAYERS,
    MOST_TEAMS,
    WORD,
    Standing,
    council,
    may_play,
    needed,
    new_code,
    standing,
    team_name,
)
from sim.app.scenario import Scenario, load_scenario, names
from sim.app.setup import Setup
from sim.app.store import (
    Player,
    Reader,
    Session,
    Store,
    Team,
    add_row,
    change_session,
    delete_session,
    digest,
)
from sim.base.params import ConfigError

CLASS, ALONE = "class", "alone"
LOBBY, PLAY, DEBRIEF = "lobby", "play", "debrief"
WORD_LASTS = 900.0
"""Seconds for which a word to come back with can be used."""
GUESSES, GUESSES_AT_ONCE = 2.0, 60
"""Wrong codes and keys a second, of everybody together."""
SLIDES = 4
"""Pages of the debrief."""
MOST_ROWS = 5_000
"""What one team may do in a session: far beyond what anybody plays, short enough to be read."""
MOST_ALONE, HOUR = 500, 3600.0
"""Games alone that may begin within an hour."""


class TooLate(HTTPException):
    """The round has moved on."""

    def __init__(self) -> None:
        super().__init__(409)


class NotYet(Exception):
    """Something is missing before a round can be decided; `kind` names the sentence that says so.

    Args:
        kind: "bet" or "agree".
        count: How many more must agree.
    """

    def __init__(self, kind: str, count: int = 0) -> None:
        super().__init__(kind)
        self.kind, self.count = kind, count


class Seat(NamedTuple):
    """Where somebody sits: the session, the team and who is in it."""

    player: Player
    session: Session
    team: Team | None
    members: list[Player]


class Desk:
    """Sessions that run here.

    Args:
        setup: How the app was started.
        store: Where they are kept.
    """

    def __init__(self, setup: Setup, store: Store) -> None:
        self.setup, self.store = setup, store
        self.hub, self.presence = Hub(), Presence()
        self.guesses = Pace(GUESSES, GUESSES_AT_ONCE)

    # Scenarios and sessions

    @functools.lru_cache(maxsize=32)  # noqa: B019 - a desk lives as long as the program
    def scenario_named(self, name: str, words: tuple[str, ...]) -> Scenario:
        """A scenario by its name.

        Raises:
            ConfigError: There is none, or it is not valid.
        """
        return load_scenario(name, self.setup.config_dir, words)

    async def every(self) -> list[Scenario]:
        """All scenarios that can be played; read aside, so that nobody waits for the first time."""
        return await asyncio.to_thread(self._every)

    def _every(self) -> list[Scenario]:
        found = []
        for name in names(self.setup.config_dir):
            with contextlib.suppress(ConfigError):  # a file of the user's that is not valid
                found.append(self.scenario_named(name, ()))
        return found

    def scenario(self, session: Session) -> Scenario:
        """The scenario of a session."""
        return self.scenario_named(session.scenario, session.words)

    def start_class(self) -> Session:
        """The session of the class: the one that is there, else a new one."""
        assert self.setup.scenario is not None
        found = self.store.open_class(self.setup.scenario, self.setup.words)
        if found is None:
            made = self._made(self.setup.scenario, self.setup.words, CLASS)
            found = self.store.session(self.store.write_now(made))
        assert found is not None
        number = found.id
        self.store.write_now(lambda db: _let_in(db, number, self.setup.key))
        return found

    async def new_class(self, scenario: str) -> Session:
        """A further session, opened by the lecturer who holds the key."""
        words = self.setup.words if scenario == self.setup.scenario else ()
        self.scenario_named(scenario, words)
        number = await self.store.write(self._made(scenario, words, CLASS))
        await self.store.write(lambda db: _let_in(db, number, self.setup.key))
        return self._session(number)

    async def alone(self, scenario: str) -> str:
        """Somebody plays alone; returns the token.

        Raises:
            HTTPException: Too many have begun within the last hour.
        """
        if self.store.begun(ALONE, time.time() - HOUR) >= MOST_ALONE:
            raise HTTPException(429)
        words = self.setup.words if scenario == self.setup.scenario else ()
        minutes = self.scenario_named(scenario, words).game.minutes
        number = await self.store.write(self._made(scenario, words, ALONE))
        token = secrets.token_urlsafe(24)

        def enter(db: sqlite3.Connection) -> None:
            team = _new_team(db, number, "heron")
            _new_player(db, number, team, (), None, False, token)
            change_session(db, number, phase=PLAY, round=1, seconds_left=minutes * 60, since=None)

        await self.store.write(enter)
        return token

    def _made(
        self, scenario: str, words: tuple[str, ...], mode: str
    ) -> Callable[[sqlite3.Connection], int]:
        minutes = self.scenario_named(scenario, words).game.minutes

        def made(db: sqlite3.Connection) -> int:
            row = db.execute(
                "insert into session(code, scenario, words, mode, phase, round, seconds_left,"
                " since, ranks, slide, version, made)"
                " values(?, ?, ?, ?, ?, 0, ?, null, 1, 1, 1, ?)",
                (
                    new_code(CODE),
                    scenario,
                    json.dumps(words),
                    mode,
                    LOBBY,
                    minutes * 60,
                    time.time(),
                ),
            )
            assert row.lastrowid is not None
            return row.lastrowid

        return made

    def _session(self, number: int) -> Session:
        found = self.store.session(number)
        if found is None:
            raise HTTPException(404)
        return found

    # Who somebody is

    def seat(self, token: str) -> Seat | None:
        """Where the owner of a token sits; None for a token of nobody."""
        player = self.store.player_of_token(token) if token else None
        session = None if player is None else self.store.session(player.session)
        if player is None or session is None:
            return None
        self.presence.seen(player.id)
        team = None if player.team is None else self.store.team(player.team)
        members = [player] if team is None else self.store.members(team.id)
        return Seat(player, session, team, members)

    def led_by(self, key: str) -> Session | None:
        """The session that a lecturer's key opens."""
        if not key:
            return None
        found = self.store.session_of_key(key)
        if found is None and hmac.compare_digest(digest(key), digest(self.setup.key)):
            return self.start_class() if self.setup.scenario else None
        return found

    def guess(self) -> None:
        """Before a code or key is looked up: refuse when too many were wrong lately.

        Raises:
            HTTPException: Too many.
        """
        if self.guesses.left("all") < 1:
            raise HTTPException(429)

    def wrong(self) -> None:
        """A code or key was wrong."""
        self.guesses.allows("all")

    # Joining

    async def join(self, session: Session, team: str, name: str | None, consent: bool) -> str:
        """Somebody joins; returns the token.

        Args:
            session: Which.
            team: Number of a team, "new", "watch", or "" for the smallest one.
            name: Cleaned.
            consent: Whether decisions may be exported, without the name.

        Raises:
            HTTPException: The team is full, or is none of this session; or nobody fits any more.
        """
        token, roles = secrets.token_urlsafe(24), self.scenario(session).game.roles

        def enter(db: sqlite3.Connection) -> int | None:
            counts = _counts(db, session.id)
            if sum(counts.values()) >= MOST_PLAYERS:
                raise HTTPException(409)
            chosen = None if team == "watch" else _choose(db, session.id, team, counts)
            own = () if chosen is None else _free_role(db, chosen, roles)
            _new_player(db, session.id, chosen, own, name, consent, token)
            change_session(db, session.id)
            return chosen

        await self.store.write(enter)
        self.hub.tell(session.id)
        return token

    async def come_back(self, session: Session, word: str) -> str | None:
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

        return token if await self.store.write(enter) else None

    async def word_for(self, player: int, session: int, team: int | None) -> str:
        """A one-time word with which somebody comes back.

        Args:
            player: Who.
            session: In which session; somebody else's is refused.
            team: In which team; None for the lecturer, who may help everybody.
        """
        word = new_code(WORD)

        def keep(db: sqlite3.Connection) -> int:
            own = "" if team is None else " and team=?"
            return db.execute(
                f"update player set word_hash=?, word_until=? where id=? and session=?{own}",
                (digest(word), time.time() + WORD_LASTS, player, session,
                 *(() if team is None else (team,))),
            ).rowcount  # fmt: skip

        if not await self.store.write(keep):
            raise HTTPException(403)
        return word

    async def switch(self, seat: Seat, team: str) -> None:
        """Go to another team, or out of watching into one; roles stay behind.

        Raises:
            TooLate: Teams play already, and somebody in one wants another; or it is full.
        """
        session, roles = seat.session, self.scenario(seat.session).game.roles
        if session.mode == ALONE or (seat.team is not None and session.phase != LOBBY):
            raise TooLate

        def go(db: sqlite3.Connection) -> None:
            chosen = _choose(db, session.id, team, _counts(db, session.id))
            role = _free_role(db, chosen, roles)
            db.execute("update player set team=?, roles=? where id=?",
                       (chosen, ",".join(role), seat.player.id))  # fmt: skip
            change_session(db, session.id)

        await self.store.write(go)
        self.hub.tell(session.id)

    async def leave(self, seat: Seat, token: str) -> None:
        """This browser forgets; what the team decided stays."""
        await self.store.write(lambda db: db.execute("delete from token where hash=?",
                                                     (digest(token),)))  # fmt: skip

    async def take_role(self, seat: Seat, role: str) -> None:
        """Take a role that is free, or whose holder has been silent.

        Raises:
            HTTPException: Somebody who is there holds it, or there is no such role.
        """
        if seat.team is None or role not in self.scenario(seat.session).game.roles:
            raise HTTPException(400, "no such role")
        team, player = seat.team, seat.player
        silent = {each.id for each in seat.members if self.presence.quiet(each.id) >= IDLE}

        def take(db: sqlite3.Connection) -> None:
            for row in db.execute(
                "select id, roles from player where team=?", (team.id,)
            ).fetchall():
                held = [each for each in row["roles"].split(",") if each]
                if role in held and row["id"] != player.id:
                    if row["id"] not in silent:
                        raise TooLate
                    held.remove(role)
                    db.execute("update player set roles=? where id=?", (",".join(held), row["id"]))
            own = [*dict.fromkeys([*player.roles, role])]
            db.execute("update player set roles=? where id=?", (",".join(own), player.id))
            db.execute("update team set version=version+1 where id=?", (team.id,))

        await self.store.write(take)
        self.hub.tell(seat.session.id, team.id)

    async def give_role(self, seat: Seat, role: str) -> None:
        """Give a role back, so that somebody else may take it."""
        left = ",".join(each for each in seat.player.roles if each != role)

        def give(db: sqlite3.Connection) -> None:
            db.execute("update player set roles=? where id=?", (left, seat.player.id))
            db.execute("update team set version=version+1 where id=?", (seat.player.team,))

        await self.store.write(give)
        self.hub.tell(seat.session.id, seat.player.team)

    async def consent(self, seat: Seat, given: bool) -> None:
        """Allow, or no longer allow, that decisions are exported."""
        await self.store.write(lambda db: db.execute("update player set consent=? where id=?",
                                                     (given, seat.player.id)))  # fmt: skip

    # Deciding

    def standing(self, seat: Seat) -> Standing:
        """Where a team stands."""
        assert seat.team is not None
        return standing(self.store.rows(seat.team.id), seat.session.round)

    async def draft(
        self, seat: Seat, card: str, do: str, fields: Mapping[str, Any], number: str
    ) -> None:
        """Change the draft.

        Raises:
            HTTPException: The card is somebody else's.
            TooLate: The round is decided.
            ConfigError: The card or a field is not valid.
        """
        decision = Decision(seat.session.round, 1, card, fields if do == "play" else None)
        self._check(seat, decision)
        await self._add(seat, "draft", {"card": card, "do": do, "fields": dict(fields)}, number)

    async def ask(self, seat: Seat, card: str, fields: Mapping[str, Any], number: str) -> None:
        """Ask for information; what it costs is spent."""
        self._check(seat, Decision(seat.session.round, 1, card, fields))
        await self._add(seat, "ask", {"card": card, "fields": dict(fields)}, number)

    def _check(self, seat: Seat, decision: Decision) -> None:
        from sim.app.cards import card

        scenario = self.scenario(seat.session)
        if seat.session.phase == PLAY:
            check(scenario, decision)
        if not may_play(seat.player, card(scenario, decision.card).role, seat.members):
            raise HTTPException(403)

    async def bet(self, seat: Seat, low: float, high: float, number: str) -> None:
        """Say what reported use will be at the end of the round."""
        from sim.app.bets import bet

        made = bet(max(1, seat.session.round), low, high)
        await self._add(seat, "bet", {"low": made.low, "high": made.high}, number)

    async def agree(self, seat: Seat, number: str) -> None:
        """Agree to the draft as it is."""
        await self._add(seat, "agree", {}, number)

    async def commit(self, seat: Seat, number: str) -> None:
        """Decide the round, if the team agrees and has bet.

        Raises:
            NotYet: It has not.
            TooLate: The round is decided already.
        """
        now = self.standing(seat)
        if now.committed:
            return
        agreed = now.agreed | {seat.player.id}
        there = self.presence.there(seat.members)
        more = needed(len(there)) - len(agreed & {each.id for each in there})
        if now.bet is None:
            raise NotYet("bet")
        if more > 0:
            await self.agree(seat, f"{number}+")
            raise NotYet("agree", more)
        said = {"council": council(seat.members, agreed)}
        alone = seat.session.mode == ALONE
        await self._add(seat, "commit", said, number, then=self._onwards if alone else None)

    async def _add(
        self, seat: Seat, kind: str, fields: dict[str, Any], number: str,
        then: Callable[[sqlite3.Connection, Session], None] | None = None,
    ) -> None:  # fmt: skip
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
            if fresh and then is not None:
                then(db, session)

        await self.store.write(add)
        self.hub.tell(session.id, team.id)

    def _onwards(self, db: sqlite3.Connection, session: Session) -> None:
        """The next round, or the debrief after the last one."""
        rounds = len(self.scenario(session).rounds)
        if session.phase == PLAY and session.round >= rounds:
            change_session(db, session.id, phase=DEBRIEF, since=None)
        else:
            minutes = self.scenario(session).game.minutes
            since = None if session.mode == ALONE else time.time()
            change_session(db, session.id, phase=PLAY, round=session.round + 1,
                           seconds_left=minutes * 60, since=since)  # fmt: skip

    # Leading

    async def next_round(self, session: Session, round_: int) -> None:
        """Go on; what teams have drafted is decided, whatever it is.

        Args:
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
                self._onwards(db, now)

        await self.store.write(go)
        self.hub.tell(session.id)

    async def end_rounds(self, session: Session, round_: int) -> None:
        """Go to the debrief now; this round is decided as by `next_round`."""
        await self.next_round(session, round_)
        await self._set(session, phase=DEBRIEF, since=None)

    async def back(self, session: Session) -> None:
        """One round back: its decisions stand open again."""
        rounds = len(self.scenario(session).rounds)

        def go(db: sqlite3.Connection) -> None:
            target = min(session.round, rounds) if session.phase == DEBRIEF else session.round - 1
            if target < 1:
                change_session(db, session.id, phase=LOBBY, round=0, since=None)
                return
            for team in Reader(db).teams(session.id):
                add_row(db, team, target, "reopen", {}, None, secrets.token_hex(8))
            minutes = self.scenario(session).game.minutes
            change_session(db, session.id, phase=PLAY, round=target,
                           seconds_left=minutes * 60, since=time.time())  # fmt: skip

        await self.store.write(go)
        self.hub.tell(session.id)

    async def pause(self, session: Session) -> None:
        """Stop the clock, or let it go on."""
        running = session.since is not None
        await self._set(session, seconds_left=session.left(),
                        since=None if running else time.time())  # fmt: skip

    async def more_time(self, session: Session, seconds: float) -> None:
        """Give the round more time."""
        now = time.time()
        await self._set(session, seconds_left=session.left(now) + seconds,
                        since=None if session.since is None else now)  # fmt: skip

    async def show(self, session: Session, ranks: bool | None, slide: int | None) -> None:
        """Show or hide ranks; turn to a page of the debrief on the projector."""
        values: dict[str, Any] = {}
        if ranks is not None:
            values["ranks"] = int(ranks)
        if slide is not None:
            values["slide"] = min(max(slide, 1), SLIDES)
        await self._set(session, **values)

    async def _set(self, session: Session, **values: Any) -> None:
        await self.store.write(lambda db: change_session(db, session.id, **values))
        self.hub.tell(session.id)

    async def close(self, session: Session) -> None:
        """Delete a session with all that is known of it."""
        await self.store.write(lambda db: delete_session(db, session.id))
        self.store.forget()
        self.hub.tell(session.id)

    # Versions

    def version_for_team(self, seat: Seat) -> str:
        """Of a player's page; "" if the session is gone."""
        session = self.store.session(seat.session.id)
        team = None if seat.player.team is None else self.store.team(seat.player.team)
        return "" if session is None else f"{session.version}.{team.version if team else 0}"

    def version_for_all(self, number: int) -> str:
        """Of a page that shows all teams."""
        session = self.store.session(number)
        if session is None:
            return ""
        return f"{session.version}.{sum(each.version for each in self.store.teams(number))}"


def _let_in(db: sqlite3.Connection, session: int, key: str) -> None:
    db.execute("insert or ignore into lecturer values(?, ?)", (session, digest(key)))


def _new_team(db: sqlite3.Connection, session: int, name: str) -> int:
    row = db.execute("insert into team(session, name, version) values(?, ?, 1)", (session, name))
    assert row.lastrowid is not None
    return row.lastrowid


def _new_player(
    db: sqlite3.Connection, session: int, team: int | None, roles: tuple[str, ...],
    name: str | None, consent: bool, token: str,
) -> None:  # fmt: skip
    row = db.execute(
        "insert into player(session, team, roles, name, consent, made) values(?, ?, ?, ?, ?, ?)",
        (session, team, ",".join(roles), name, consent, time.time()),
    )
    db.execute("insert into token values(?, ?)", (digest(token), row.lastrowid))


def _counts(db: sqlite3.Connection, session: int) -> dict[int | None, int]:
    """Players by team, those of nobody under None."""
    counts: dict[int | None, int] = {
        row[0]: 0
        for row in db.execute("select id from team where session=? order by id", (session,))
    }
    for row in db.execute("select team, count(*) from player where session=? group by team",
                          (session,)):  # fmt: skip
        counts[row[0]] = row[1]
    return counts


def _free_role(db: sqlite3.Connection, team: int, roles: Sequence[str]) -> tuple[str, ...]:
    """The first role that nobody in a team holds, if there is one."""
    held = {role for row in db.execute("select roles from player where team=?", (team,))
            for role in row[0].split(",")}  # fmt: skip
    return tuple(each for each in roles if each not in held)[:1]


def _choose(
    db: sqlite3.Connection, session: int, team: str, counts: Mapping[int | None, int]
) -> int:
    """The team that was asked for, the smallest with a place, or a new one."""
    sizes = {number: count for number, count in counts.items() if number is not None}
    if team.isdecimal():
        if sizes.get(int(team), MOST_IN_TEAM) >= MOST_IN_TEAM:
            raise HTTPException(409)
        return int(team)
    open_ones = [number for number, count in sizes.items() if count < MOST_IN_TEAM]
    if team != "new" and open_ones:
        return min(open_ones, key=lambda number: sizes[number])
    if len(sizes) >= MOST_TEAMS:
        raise HTTPException(409)
    taken = {row[0] for row in db.execute("select name from team where session=?", (session,))}
    return _new_team(db, session, team_name(taken))
