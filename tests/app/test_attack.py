"""An attacker in the classroom: refused, logged, and nobody else notices."""

from __future__ import annotations

import contextlib
import logging
import re
import socket
from typing import Any

import httpx
import pytest

pytest.importorskip("starlette")

from sim.app import deciding, joining
from sim.app.guard import BURST, HEADERS, LARGEST, Pace
from sim.app.setup import Setup
from sim.app.web import back_to, wanted
from tests.app.conftest import School
from tests.app.phones import Browser, Phone, classroom


@pytest.fixture(scope="module")
def scene(school: School) -> Any:
    """Two teams in the first round; the first is the victim."""
    with classroom(school.address, school.setup.key, (1, 1)) as (lecturer, teams):
        lecturer.onwards()
        yield lecturer, teams[0][0], teams[1][0]


@pytest.fixture(autouse=True)
def others_unaffected(scene: Any) -> Any:
    """Whatever a test tries, the victim's page is what it was."""
    _, victim, _ = scene
    before = _plain(victim.get("/team"))
    yield
    assert _plain(victim.get("/team")) == before


def _plain(page: str) -> str:
    page = re.sub(r'name="number" value="\w+"|data-left="\d+"|data-version="[\d.]+"', "", page)
    return re.sub(r"\d+:\d\d</time>", "", page)


def test_every_answer_has_the_policy(school: School) -> None:
    for path in ("/", "/play", "/nope", "/static/app.css", "/lecturer"):
        answer = Browser(school.address).http.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value


def test_foreign_hosts_and_origins_are_refused(
    school: School, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(school.address)
    with caplog.at_level(logging.WARNING, "rollout.app"):
        assert browser.http.get("/", headers={"host": "evil.example"}).status_code == 421
        for origin in ("http://evil.example", "null", "", f"{school.address}.evil.example"):
            answer = browser.http.post("/join/code", data={"code": "X"}, headers={"origin": origin})
            assert answer.status_code == 403
        del browser.http.headers["origin"]
        assert browser.http.post("/join/code", data={"code": "X"}).status_code == 403
        german = {"accept-language": "de", "content-type": "application/x-www-form-urlencoded"}
        told = browser.http.post("/join/code", content=b"x" * 9_000, headers={
            **german, "origin": school.address})  # fmt: skip
    assert told.text == "Das war zu viel. So viel passt in kein Formular dieser App."
    assert "refused: GET /: unknown host" in caplog.text
    assert caplog.text.count("foreign origin") == 5


def test_large_bodies_are_refused(school: School) -> None:
    browser = Browser(school.address)
    answer = browser.http.post("/join/code", content=b"code=" + b"X" * 1_000_000)
    assert answer.status_code == 413

    def pieces() -> Any:
        yield b"code="
        for _ in range(1000):
            yield b"X" * 1000

    with contextlib.suppress(httpx.TransportError):  # it may hang up while it is being sent to
        assert browser.http.post("/join", content=pieces()).status_code == 411


def test_a_length_does_not_hide_a_body_in_pieces(school: School) -> None:
    host = school.address.removeprefix("http://")
    head = (f"POST /join HTTP/1.1\r\nHost: {host}\r\nOrigin: {school.address}\r\n"
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n")  # fmt: skip
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=30) as line:
        line.sendall(head.encode() + b"5\r\ncode=\r\n0\r\n\r\n")
        assert line.recv(64).split()[1] in (b"400", b"411")


def test_a_number_too_long_to_be_read_is_no_decision(scene: Any) -> None:
    _, _, attacker = scene
    assert attacker.http.get(f"/team/whatif/{'9' * 5000}").status_code == 200
    assert attacker.http.get("/team/whatif/²").status_code == 200


def test_nobody_fills_the_file(school: School, scene: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, attacker = scene
    monkeypatch.setattr(joining, "MOST_ALONE", 0)
    monkeypatch.setattr(deciding, "MOST_ROWS", 0)
    assert Browser(school.address).post("/play/alone", scenario="lumen").status_code == 429
    assert attacker.draft("training", hours=1).status_code == 429


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/join", {"code": "XXXXXX", "admin": "1"}),
        ("/team/draft", {"card": "training", "x": "1"}),
        ("/team/draft", {"card": "mandate", "do": "play", "number": "1", "f_hours": "1"}),
        ("/team/commit", {"number": "1", "team": "1"}), ("/play/alone", {"scenario": "../../etc"}),
        ("/team/bet", {"low": "1", "high": "2", "number": "1", "round": "2"}),
        ("/team/draft", {"card": "training", "do": "evil", "number": "1"}),
        ("/team/word", {"player": "1 or 1=1"}), ("/team/word", {"player": "²"}),
        ("/team/role", {"role": "'; drop table team"}),
    ],
)  # fmt: skip
def test_unknown_fields_and_values_are_refused(
    scene: Any, path: str, fields: dict[str, str]
) -> None:
    _, _, attacker = scene
    assert attacker.post(path, **fields).status_code == 400


@pytest.mark.parametrize("fields", [
    {"card": "training", "f_hours": "1e99"}, {"card": "training", "f_hours": "nan"},
    {"card": "training", "f_target": "__class__"}, {"card": "hacking"},
])  # fmt: skip
def test_cards_that_are_none_change_nothing(scene: Any, fields: dict[str, str]) -> None:
    _, _, attacker = scene
    before = _plain(attacker.get("/team"))
    answer = attacker.post("/team/draft", do="play", number=attacker.number(), **fields)
    assert "cannot be chosen" in answer.text
    assert _plain(attacker.get("/team")) == before


def test_a_name_is_only_a_name(scene: Any, school: School) -> None:
    lecturer, _, _ = scene
    evil = Phone(school.address)
    page = evil.join(lecturer.code, "new", '<img src=x onerror="alert(1)">')
    assert "<img" not in page
    assert "&lt;img src=x onerror=" in page
    assert "<img" not in lecturer.get("/lecturer")
    assert "<img" not in lecturer.get("/screen")


def test_forged_tokens_are_nobody(school: School) -> None:
    for token in ("1", "' or 1=1 --", "x" * 5000, "%00"):
        forged = Browser(school.address)
        forged.http.cookies.set("token", token)
        assert "<h1>Play</h1>" in forged.get("/team")
        assert forged.http.get("/events").status_code == 403


def test_codes_and_keys_cannot_be_guessed_at_speed(school: School, scene: Any) -> None:
    """The limit is for everybody together; those who are in do not notice."""
    guesser = Browser(school.address)
    found = {guesser.http.get(f"/j/WRONG{k}", follow_redirects=False).status_code
             for k in range(200)}  # fmt: skip
    assert 429 in found
    assert guesser.http.get("/lecturer?key=aaaa").status_code == 429


def test_a_token_has_a_pace_of_its_own() -> None:
    pace = Pace(5.0, BURST)
    assert sum(pace.allows("a", now=0.0) for _ in range(1000)) == BURST
    assert pace.allows("b", now=0.0)
    assert sum(pace.allows("a", now=2.0) for _ in range(1000)) == 10


def test_sizes_are_those_of_forms() -> None:
    assert LARGEST == 8_192


@pytest.mark.parametrize(
    ("address", "safe"),
    [("/team", "/team"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil", "/"),
     ("javascript:alert(1)", "/"), ("", "/")],
)  # fmt: skip
def test_ways_back_stay_here(address: str, safe: str) -> None:
    assert back_to(address) == safe


def test_languages_are_asked_for_by_weight() -> None:
    assert wanted("fr, de;q=0.8, en;q=0.9", "en") == "en"
    assert wanted("de-AT,de;q=0.9", "en") == "de"
    assert wanted("fr", "de") == "de"
    assert wanted(";q=x,,de;q=", "en") in ("de", "en")


def test_only_the_own_names_are_hosts() -> None:
    setup = Setup(hosts=frozenset({"127.0.0.1", "localhost", "[::1]", "192.168.0.17"}),
                  public="https://rollout.example.org")  # fmt: skip
    assert setup.allows_host("192.168.0.17:8000")
    assert setup.allows_host("[::1]:8000")
    assert not setup.allows_host("192.168.0.18:8000")
    assert not setup.allows_host("[")
    assert setup.allows_origin("https://rollout.example.org", "127.0.0.1:8000")
    assert not setup.allows_origin("http://evil.example", "127.0.0.1:8000")
    assert setup.secure


def test_only_this_machine_is_listened_to_unless_asked() -> None:
    from sim.app.command import AppOptions, _listening

    with _listening(AppOptions(port=0)) as own:
        assert own.getsockname()[0] == "127.0.0.1"
    with _listening(AppOptions(port=0, lan=True)) as everybody:
        assert everybody.getsockname()[0] == "0.0.0.0"
    assert isinstance(own, socket.socket)
