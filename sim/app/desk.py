"""Sessions that run here, and who sits in them; rows are in the store.

What can be done in one is in `joining.py`, `deciding.py` and `leading.py`: rules there.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hmac
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from starlette.exceptions import HTTPException

from sim.app.events import Hub, Presence
from sim.app.guard import Pace
from sim.app.room import Standing, new_code, standing
from sim.app.rows import Player, Session, Team, digest
from sim.app.scenario import Scenario, load_scenario, names
from sim.app.setup import Setup
from sim.app.store import Store
from sim.base.params import ConfigError

CLASS, ALONE = "class", "alone"
LOBBY, PLAY, DEBRIEF = "lobby", "play", "debrief"
GUESSES, GUESSES_AT_ONCE = 2.0, 60
"""Wrong codes and keys a second, of everybody together."""
SLIDES = 4
"""Pages of the debrief."""


class TooLate(HTTPException):
    """The round has moved on."""

    def __init__(self) -> None:
        super().__init__(409)


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
        self._reading = threading.Lock()

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

        def read() -> Iterator[Scenario]:
            with self._reading:  # who comes while another reads has them from there
                for name in names(self.setup.config_dir):
                    with contextlib.suppress(ConfigError):  # a user's file that is not valid
                        yield self.scenario_named(name, ())

        return await asyncio.to_thread(lambda: list(read()))

    def scenario(self, session: Session) -> Scenario:
        """The scenario of a session."""
        return self.scenario_named(session.scenario, session.words)

    def start_class(self) -> Session:
        """The session of the class: the one that is there, else a new one."""
        scenario, words = self.setup.scenario, self.setup.words
        assert scenario is not None
        found = self.store.open_class(scenario, words)
        number = self.store.write_now(self.made(scenario, CLASS)) if found is None else found.id
        self.store.write_now(lambda db: _let_in(db, number, self.setup.key))
        session = self.store.session(number)
        assert session is not None
        return session

    async def new_class(self, scenario: str) -> None:
        """A further session, opened by the lecturer who holds the key."""
        number = await self.store.write(self.made(scenario, CLASS))
        await self.store.write(lambda db: _let_in(db, number, self.setup.key))

    def made(self, scenario: str, mode: str) -> Callable[[sqlite3.Connection], int]:
        """A change that adds a session, and gives its row."""
        if scenario not in names(self.setup.config_dir):
            raise HTTPException(400, "no such scenario")
        words = self.setup.words if scenario == self.setup.scenario else ()
        minutes = self.scenario_named(scenario, words).game.minutes

        def made(db: sqlite3.Connection) -> int:
            row = db.execute(
                "insert into session(code, scenario, words, mode, phase, round, seconds_left,"
                " since, ranks, slide, version, made)"
                " values(?, ?, ?, ?, ?, 0, ?, null, 1, 1, 1, ?)",
                (new_code(), scenario, json.dumps(words), mode, LOBBY, minutes * 60, time.time()),
            )
            assert row.lastrowid is not None
            return row.lastrowid

        return made

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

    def standing(self, seat: Seat) -> Standing:
        """Where a team stands."""
        assert seat.team is not None
        return standing(self.store.rows(seat.team.id), seat.session.round)

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
