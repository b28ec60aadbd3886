"""Servers for all tests of pages: real processes behind them, on free ports of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from sim.app.setup import Setup

SMALL = (
    "organisation.headcount=30", "weeks=16", "withdraw_week=10", "seeds=10",
    "game.rounds=[1,5]", "strategies=[organic]", "events=[]",
)  # fmt: skip
"""A game of two rounds in a small company."""


class School(NamedTuple):
    """A server with a class.

    Attributes:
        address: Of its first page.
        setup: How it was started; the lecturer's key is in it.
    """

    address: str
    setup: Setup


@contextmanager
def running(setup: Setup) -> Iterator[str]:
    """The address of an app that runs as `rollout app` starts it."""
    uvicorn = pytest.importorskip("uvicorn")

    from sim.app.server import application

    config = uvicorn.Config(application(setup), port=0, log_level="error",
                            timeout_graceful_shutdown=1)  # fmt: skip
    server, started = uvicorn.Server(config), threading.Event()
    wait = server.startup

    async def startup(sockets: object = None) -> None:
        await wait(sockets)
        started.set()

    server.startup = startup
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(60)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


@pytest.fixture(scope="session")
def served(compiled: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app without a class, with one process."""
    pytest.importorskip("starlette")
    from sim.app.setup import Setup

    data = tmp_path_factory.mktemp("app") / "sessions.sqlite"
    with running(Setup(workers=1, data=data)) as address:
        yield address


@pytest.fixture(scope="session")
def school(compiled: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """An app with a class that plays a small game, with two processes."""
    pytest.importorskip("starlette")
    from sim.app.setup import Setup

    data = tmp_path_factory.mktemp("school") / "sessions.sqlite"
    setup = Setup(scenario="rhenania", words=SMALL, data=data)
    with running(setup) as address:
        yield School(address, setup)
