"""`rollout app`: the teaching app, served from this machine."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
import webbrowser
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sim.base.params import Checked, ConfigError, param, require_known, unknown
from sim.base.places import typed
from sim.base.presets import LANGUAGES
from sim.config.early import check_words
from sim.config.options import own_keys
from sim.config.words import SWEEP_ONLY, Arguments

if TYPE_CHECKING:
    from sim.app.setup import Setup

NEEDED = ("starlette", "uvicorn", "python_multipart", "segno")
"""Packages of the extra `app`."""
EVERYWHERE = "0.0.0.0"
BACKLOG = 512
REFUSED = {
    **SWEEP_ONLY,
    **dict.fromkeys(
        ("out", "store", "quiet", "details", "matters", "baseline", "workers", "engine",
         "scheduler", "fail_fast", "dry_run"),
        "it serves pages, and leaves no results; rollout compare scenario=NAME does",
    ),
}  # fmt: skip
"""Keys of other commands that would change nothing here."""


@dataclass(frozen=True)
class AppOptions(Checked):
    """Keys of the command.

    Attributes:
        scenario: What a class plays.
        lan: Listen to other machines, too.
        port: Where; 0 takes any that is free.
        data: File of sessions.
        language: Of the terminal, and of browsers that ask for none that there is.
        public_url: Address behind a proxy, such as https://rollout.example.org.
        open: Open the first page in a browser.
    """

    scenario: str | None = None
    lan: bool = param(False, doc="listen to other machines")
    port: int = param(8000, 0, 65535, doc="where to listen")
    data: str | None = None
    language: str | None = None
    public_url: str | None = None
    open: bool = param(False, doc="open the first page")


def main(arguments: Arguments) -> int:
    """Run the command."""
    arguments.refuse(**REFUSED)
    options, rest = own_keys(AppOptions, arguments.words)
    for word in rest:
        if "=" not in word:
            raise unknown("word", word, [f"{key}=" for key in AppOptions.__dataclass_fields__])
    if options.language is not None:
        require_known("language", options.language, LANGUAGES)
    check_words(rest, arguments.config_dir, tuple(AppOptions.__dataclass_fields__))
    require_extra()
    from sim.app.scenario import load_scenario
    from sim.app.scenario import names as scenario_names
    from sim.app.setup import LOOPBACK, Setup

    scenario = options.scenario or scenario_names(arguments.config_dir)[0]
    load_scenario(scenario, arguments.config_dir, rest)  # what is wrong is told before anything
    public = None if options.public_url is None else _public(options.public_url)
    with _listening(options) as listener:
        port = listener.getsockname()[1]
        names = own_names() if options.lan else []
        hosts = {*LOOPBACK, *names}
        if public is not None:
            hosts.add(urlsplit(public).hostname or "")
        setup = Setup(
            scenario=scenario,
            words=rest,
            data=Setup.data if options.data is None else typed(options.data, "data"),
            hosts=frozenset(hosts),
            address=f"http://{names[0] if names else LOOPBACK[0]}:{port}",
            public=public,
            language=options.language or LANGUAGES[0],
            config_dir=arguments.config_dir,
        )
        return serve(setup, listener, options.open)


def require_extra() -> None:
    """Refuse to start without the packages of the extra.

    Raises:
        ConfigError: One is missing; says what to type.
    """
    from importlib.util import find_spec

    missing = [name.replace("_", "-") for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ConfigError(
            f"rollout app needs {', '.join(missing)}: type pip install 'rollout-lab[app]' "
            "(in a checkout: pip install -e '.[app]')"
        )


def serve(setup: Setup, listener: socket.socket, show: bool) -> int:
    """Serve until Ctrl-C."""
    import uvicorn

    from sim.app.server import application

    logging.basicConfig(stream=sys.stderr, format="rollout: %(message)s", level=logging.WARNING)
    app = application(setup)

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.desk.hub.close()  # streams would be waited for
            await super().shutdown(sockets)

    server = Server(uvicorn.Config(
        app, log_config=None, log_level="error", access_log=False,
        server_header=False, timeout_graceful_shutdown=1, timeout_keep_alive=75,
    ))  # fmt: skip
    told(setup)
    if show:
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(f"http://127.0.0.1:{listener.getsockname()[1]}/")
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    return 0


def told(setup: Setup) -> None:
    """Say where the app is, in the language asked for."""
    from sim.report.language import Language

    speak = Language(setup.language)
    print(speak.say("app.started", address=setup.entrance), flush=True)
    print(speak.say("app.lecturer_at", address=f"{setup.entrance}/lecturer?key={setup.key}"))
    print(speak.say("app.stop"), flush=True)


def own_names() -> list[str]:
    """Addresses and names of this machine that others can reach, the likeliest first."""
    found: list[str] = []
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; only asks for the way there
        found.append(probe.getsockname()[0])
    name = socket.gethostname()
    with contextlib.suppress(OSError):
        found += [str(each[4][0]) for each in socket.getaddrinfo(name, None, socket.AF_INET)]
    own = [each for each in dict.fromkeys(found) if not each.startswith("127.")]
    return [*own, *(each.lower() for each in (name, f"{name}.local") if name)]


def _public(address: str) -> str:
    """A public address as browsers write it as an origin.

    Raises:
        ConfigError: It is none.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ConfigError(
            f"public_url must be an address such as https://rollout.example.org, got {address!r}"
        )
    return f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port else "")


def _listening(options: AppOptions) -> socket.socket:
    """A socket that listens.

    Raises:
        ConfigError: The port cannot be used; one line.
    """
    try:
        return socket.create_server(
            (EVERYWHERE if options.lan else "127.0.0.1", options.port), backlog=BACKLOG
        )
    except OSError as error:
        raise ConfigError(
            f"port {options.port} cannot be used ({os.strerror(error.errno or 0)}): "
            f"type another, for example port={options.port % 65535 + 1}"
        ) from error
