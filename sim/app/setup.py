"""How the app was started: what it plays, where it listens, where it keeps sessions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Names under which a browser on this machine finds the app."""


@dataclass(frozen=True)
class Setup:
    """How the app was started.

    Attributes:
        scenario: Name of the scenario that a class plays; None for no class.
        words: Further words of its configuration.
        data: File of sessions.
        hosts: Host names, without port, that requests may name; others are refused.
        address: Where phones find the app, such as `http://192.168.0.17:8000`.
        public: Address behind a proxy, such as `https://rollout.example.org`, or None.
        language: Of browsers that ask for none that there is.
        key: The lecturer's key, 128 bits; the file holds its hash only.
        config_dir: Folder of further presets.
        workers: Processes that simulate.
    """

    scenario: str | None = None
    words: tuple[str, ...] = ()
    data: Path = Path("results") / "app" / "sessions.sqlite"
    hosts: frozenset[str] = frozenset(LOOPBACK)
    address: str = "http://127.0.0.1:8000"
    public: str | None = None
    language: str = "en"
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    config_dir: str | None = None
    workers: int = 2

    @property
    def secure(self) -> bool:
        """Whether browsers reach the app through HTTPS only."""
        return self.public is not None and self.public.startswith("https:")

    @property
    def entrance(self) -> str:
        """The address that is shown to a class."""
        return self.public or self.address

    def allows_host(self, host: str) -> bool:
        """Whether a `Host` header names this app."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self.hosts or f"[{name}]" in self.hosts

    def allows_origin(self, origin: str, host: str) -> bool:
        """Whether a form that was sent came from a page of this app."""
        return origin in (self.public, f"http://{host}", f"https://{host}")
