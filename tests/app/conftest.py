"""One server for all tests of pages: real processes behind it, on a free port of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def served(compiled: None) -> Iterator[str]:
    """The address of an app that runs as `rollout app` starts it, with one process."""
    pytest.importorskip("uvicorn")
    import uvicorn

    from sim.app.server import application
    from sim.app.setup import Setup

    config = uvicorn.Config(application(Setup(workers=1)), port=0, log_level="error")
    server, started = uvicorn.Server(config), threading.Event()
    wait = server.startup

    async def startup(sockets: object = None) -> None:
        await wait(sockets)  # type: ignore[arg-type]
        started.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(60)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)
