"""Phones and a lecturer that speak HTTP: what a browser without JavaScript would send."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx


class Browser:
    """A browser with its cookies, which follows redirects.

    Args:
        address: Of the app.
        language: What it asks for.
    """

    def __init__(self, address: str, language: str = "en") -> None:
        self.wait = threading.Event()
        self.http = httpx.Client(
            base_url=address, follow_redirects=True, timeout=60,
            headers={"origin": address, "accept-language": language},
        )  # fmt: skip

    def get(self, path: str) -> str:
        """A page; one whose numbers are still computed is asked for until they are there."""
        for _ in range(900):
            answer = self.http.get(path)
            if "data-poll" not in answer.text and answer.status_code != 429:
                return answer.text
            self.wait.wait(0.2)
        raise AssertionError(f"{path} never came")

    def post(self, path: str, **fields: Any) -> httpx.Response:
        """Send a form."""
        return self.http.post(path, data={name: str(value) for name, value in fields.items()})


class Phone(Browser):
    """A player."""

    def join(self, code: str, team: str = "", name: str = "", consent: str = "") -> str:
        """Take a place; returns the page."""
        fields = {"consent": consent} if consent else {}
        return self.post("/join", code=code, team=team, name=name, **fields).text

    def back(self, code: str, word: str) -> str:
        """Come back with a word; returns the page."""
        return self.post("/join/back", code=code, word=word).text

    def number(self) -> str:
        """Of the forms of the page as it is now."""
        found = re.search(r'name="number" value="(\w+)"', self.get("/team"))
        return found[1] if found else "none"

    def draft(self, card: str, do: str = "play", **fields: Any) -> httpx.Response:
        """Change the draft."""
        sent = {f"f_{name}": value for name, value in fields.items()}
        return self.post("/team/draft", card=card, do=do, number=self.number(), **sent)

    def decide(self, low: int = 5, high: int = 60) -> httpx.Response:
        """Bet and commit."""
        number = self.number()
        self.post("/team/bet", low=low, high=high, number=number)
        return self.post("/team/commit", number=number)


class Lecturer(Browser):
    """Who leads the class.

    Args:
        address: Of the app.
        key: The secret one.
    """

    def __init__(self, address: str, key: str, language: str = "en") -> None:
        super().__init__(address, language)
        self.page = self.get(f"/lecturer?key={key}")

    @property
    def code(self) -> str:
        """The session's."""
        found = re.search(r'class="bigcode">([A-Z-]+)<', self.get("/lecturer"))
        assert found
        return found[1].replace("-", "")

    def onwards(self, **more: str) -> str:
        """The next round; returns the page."""
        page = self.get("/lecturer")
        phase = re.search(r'name="phase" value="(\w+)"', page)
        round_ = re.search(r'name="round" value="(\d+)"', page)
        assert phase
        assert round_
        return self.post("/lecturer/next", phase=phase[1], round=round_[1], **more).text

    def anew(self) -> str:
        """Close the session and open another; returns its code."""
        self.post("/lecturer/close", code=self.code)
        return self.code


def heard(address: str, browser: Browser, path: str = "/events") -> Iterator[str]:
    """Versions that a stream tells."""
    with browser.http.stream("GET", path) as answer:
        event = ""
        for line in answer.iter_lines():
            if line.startswith("event:"):
                event = line.removeprefix("event:").strip()
            elif line.startswith("data:") and event == "version":
                yield line.removeprefix("data:").strip()


@contextmanager
def classroom(address: str, key: str, sizes: tuple[int, ...]) -> Iterator[tuple[Lecturer, Any]]:
    """A fresh session with teams of so many phones, and its lecturer."""
    lecturer = Lecturer(address, key)
    code = lecturer.anew()
    teams: list[list[Phone]] = []
    for size in sizes:
        first = Phone(address)
        first.join(code, "new")
        teams.append([first])
        team = re.findall(r'name="team" value="(\d+)"', Phone(address).get(f"/j/{code}"))[-1]
        for _ in range(size - 1):
            teams[-1].append(Phone(address))
            teams[-1][-1].join(code, team)
    yield lecturer, teams
