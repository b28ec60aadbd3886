"""A class on the wire: teams of one, three and five, the lecturer, the wall, and what stays."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

from markupsafe import escape

from sim.app.plan import Decision, strategy_of
from sim.app.scenario import load_scenario
from sim.config.load import load, load_strategies
from tests.app.conftest import SMALL, School
from tests.app.phones import Browser, Lecturer, Phone, classroom, heard


@pytest.fixture(scope="module")
def played(school: School) -> Any:
    """A whole game of three teams; the third never decides anything."""
    with classroom(school.address, school.setup.key, (1, 3, 5)) as (lecturer, teams):
        pages = {"lobby": teams[1][0].get("/team"), "wall": lecturer.get("/screen")}
        lecturer.onwards()
        pages["first"] = teams[0][0].get("/team")
        alone, three = teams[0][0], teams[1]
        alone.draft("training", hours=1)
        alone.decide(0, 100)
        pages["decided"] = alone.get("/team")
        three[0].draft("announcement")  # the sponsor's
        pages["refused"] = three[1].draft("announcement").text
        three[1].draft("training", hours=0.5)
        three[0].decide()
        pages["one of three"] = three[0].get("/team")
        three[1].decide()
        pages["two of three"] = three[2].get("/team")
        pages["lecturer"] = lecturer.get("/lecturer")
        lecturer.onwards()
        pages["second"] = alone.get("/team")
        pages["wall in round 2"] = lecturer.get("/screen")
        alone.draft("training", "end")
        lecturer.onwards()
        pages["debrief"] = alone.get("/team")
        yield lecturer, teams, pages


def test_the_wall_shows_where_it_is_used_and_what_is_new(played: Any) -> None:
    """Companies of teams that decided the same are one; news say whose they are, once."""
    _, _, pages = played
    wall = pages["wall in round 2"]
    shown = re.findall(r"<figcaption><b>([^<]+)</b>", wall)
    assert shown == ["Heron", "Otter", "Lynx"]
    assert wall.count('class="rings"') == 3
    lines = re.findall(r"<li><b>([^<]+):</b> ([^<]+)</li>", wall)
    assert len({line for _, line in lines}) == len(lines)
    assert {name for name, _ in lines} <= {"Heron", "Otter", "Lynx", "All teams", "Heron and Otter",
                                           "Heron and Lynx", "Otter and Lynx"}  # fmt: skip
    assert lines, "something is new in round 2"
    assert pages["second"].count('class="rings"') == 1


def test_a_round_from_the_lobby_to_the_next(played: Any) -> None:
    _, _, pages = played
    assert "You are in" in pages["lobby"]
    assert "9 people, 3 teams" in pages["wall"]
    assert "Round 1 of 2" in pages["first"]
    assert "<h2>Decided</h2>" in pages["decided"]
    assert "Your bet, 0 to 100\N{NO-BREAK SPACE}%, held" in pages["decided"]
    assert "That is not for you" in pages["refused"]
    assert "1 agree, 2 must" in pages["one of three"]
    assert "<h2>Decided</h2>" in pages["two of three"]
    assert "2 of 3 teams have decided" in pages["lecturer"]
    assert "Round 2 of 2" in pages["second"]
    assert "After round 1" in pages["second"]
    assert "Skill and luck" in pages["debrief"]


def test_silent_teams_are_committed_as_they_are(played: Any) -> None:
    _, teams, _ = played
    assert "Skill and luck" in teams[2][4].get("/team")


def test_the_plans_are_strategy_files_that_every_command_takes(played: Any, tmp_path: Path) -> None:
    """What is unpacked is the plan that was scored, lever by lever, and the class's company."""
    lecturer, _, _ = played
    archive = zipfile.ZipFile(io.BytesIO(lecturer.http.get("/plans.zip").content))
    assert archive.namelist() == [
        "class/strategy/heron.yaml", "class/strategy/otter.yaml", "class/strategy/lynx.yaml",
        "class/study/class.yaml",
    ]  # fmt: skip
    archive.extractall(tmp_path)
    folder, words = str(tmp_path / "class"), ["scenario=rhenania", *SMALL]
    scenario = load_scenario("rhenania", None, SMALL)
    plans = {
        "heron": [Decision(1, "training", {"hours": 1.0}), Decision(2, "training", None)],
        "otter": [Decision(1, "announcement", {}), Decision(1, "training", {"hours": 0.5})],
        "lynx": [],
    }  # fmt: skip
    loaded = load_strategies(words, list(plans), folder)
    for name, plan in plans.items():
        expected = strategy_of(scenario, plan).levers
        assert loaded[name].strategy.levers == expected
    own = load([*words, "study=class", "strategy=heron"], config_dir=folder)
    assert own == scenario.at(scenario.seed, loaded["heron"].strategy)


def test_the_debrief_has_four_screens_and_a_wall(played: Any) -> None:
    lecturer, teams, _ = played
    for part, title in enumerate(("Skill and luck", "What was each decision worth?", "Why?",
                                  "Is that so?"), 1):  # fmt: skip
        assert f"<h1>{title}</h1>" in teams[0][0].get(f"/team/debrief?part={part}")
        lecturer.post("/lecturer/show", slide=part)
        assert f"<h1>{title}</h1>" in lecturer.get("/screen")
    assert "Training (round 1)" in teams[0][0].get("/team/debrief?part=2")
    page = teams[0][0].get("/team/whatif/0")
    assert re.search(r"better with it in \d+ of 10 companies", page)
    ranks = teams[0][0].get("/team/debrief?part=1")
    assert "10 of 10 companies" in ranks
    assert "Lynx" in ranks
    lecturer.post("/lecturer/show", ranks="no")
    assert "Lynx" not in teams[0][0].get("/team/debrief?part=1")
    own = teams[0][0].get("/team/plan.yaml")
    assert "name: heron" in own
    assert "hours" not in own or "training" in own


def test_why_there_is_such_a_company_is_told_where_it_spoils_nothing(played: Any) -> None:
    """Folded away on the lecturer's page, and at the end of the debrief; nowhere before."""
    lecturer, teams, pages = played
    scenario = load_scenario("rhenania")
    choice, question = (str(escape(scenario.told(text, "en"))) for text in ("choice", "end"))
    folded = lecturer.get("/lecturer").split('<details class="card" id="choice">')[1]
    assert choice in folded.split("</details>")[0]
    last = teams[0][0].get("/team/debrief?part=4")
    assert choice in last
    assert question in last
    assert all(choice not in page for name, page in pages.items() if name != "lecturer")


def test_going_back_opens_the_round_again(school: School) -> None:
    with classroom(school.address, school.setup.key, (1,)) as (lecturer, teams):
        lecturer.onwards()
        teams[0][0].draft("training")
        teams[0][0].decide()
        lecturer.onwards()
        page = lecturer.get("/lecturer")
        fields = dict(re.findall(r'name="(phase|round)" value="(\w+)"', page))
        lecturer.post("/lecturer/back", **fields)
        lecturer.post("/lecturer/back", **fields)  # pressed twice: the second does nothing
        again = teams[0][0].get("/team")
        assert "Round 1 of 2" in again
        assert re.search(r'id="d-training-play"[^>]*checked', again)
        assert "<h2>Decided</h2>" not in again


def test_pause_keeps_what_is_left_of_the_clock(school: School) -> None:
    with classroom(school.address, school.setup.key, (1,)) as (lecturer, teams):
        lecturer.onwards()
        lecturer.post("/lecturer/pause")
        stopped = teams[0][0].get("/team")
        assert 'data-paused="1"' in stopped
        lecturer.post("/lecturer/pause", more="yes")
        left = re.search(r'data-left="(\d+)"', teams[0][0].get("/team"))
        assert left
        assert 300 < int(left[1]) <= 360
        lecturer.post("/lecturer/pause")
        assert 'data-paused="1"' not in teams[0][0].get("/team")


def test_a_word_opens_the_same_place_on_a_second_device_once(school: School) -> None:
    with classroom(school.address, school.setup.key, (2, 1)) as (lecturer, teams):
        ann, code = teams[0][0], lecturer.code
        player = re.findall(r'name="player" value="(\d+)"', ann.get("/team"))[0]
        told = ann.post("/team/word", player=player).text
        word = re.search(r'class="bigcode">([A-Z-]+)<', told)
        assert word
        second = Phone(school.address)
        assert "word do not fit" in second.back(code, "BCDFGHJK")
        assert "You are in" in second.back(code, word[1].lower())
        assert _same(second.get("/team")) == _same(ann.get("/team"))
        assert "word do not fit" in Phone(school.address).back(code, word[1])
        stranger = teams[1][0].post("/team/word", player=player)
        assert stranger.status_code == 403
        assert "bigcode" in lecturer.post("/lecturer/word", player=player).text


def _same(page: str) -> str:
    return re.sub(r'name="number" value="\w+"', "", page)


def test_late_joiners_get_a_free_role_or_watch(school: School) -> None:
    with classroom(school.address, school.setup.key, (5, 1)) as (lecturer, teams):
        lecturer.onwards()
        code = lecturer.code
        late = Phone(school.address)
        assert "under way" in late.get(f"/j/{code}")
        page = late.join(code)
        assert "Team Otter" in page
        assert "Line manager" in page
        full = re.findall(r'name="team" value="(\d+)"', late.get(f"/j/{code}"))
        watcher = Phone(school.address)
        assert "You are watching" in watcher.join(code, "watch")
        del full
        lonely = Phone(school.address)
        team = re.findall(r'name="team" value="(\d+)" disabled', lonely.get(f"/j/{code}"))
        assert team
        assert "came too late" in lonely.post("/join", code=code, team=team[0], name="").text
        assert len(teams[0]) == 5


def test_a_stream_tells_a_version_and_nothing_else(school: School) -> None:
    with classroom(school.address, school.setup.key, (2,)) as (lecturer, teams):
        ann, bo = teams[0]
        lecturer.onwards()
        versions = heard(school.address, ann)
        first = next(versions)
        assert re.fullmatch(r"\d+\.\d+", first)
        assert f'data-version="{first}"' in ann.get("/team")
        bo.draft("training")
        assert next(versions) != first
        versions.close()  # type: ignore[attr-defined]


def test_forms_sent_twice_count_once(school: School) -> None:
    with classroom(school.address, school.setup.key, (1,)) as (lecturer, teams):
        lecturer.onwards()
        phone = teams[0][0]
        number = phone.number()
        for _ in range(3):
            phone.post("/team/ask", card="survey", number=number)
        assert phone.get("/team").count("Survey, end of week 0") == 1


def test_the_csv_has_those_who_agreed_and_no_name(school: School) -> None:
    with classroom(school.address, school.setup.key, ()) as (lecturer, _):
        code = lecturer.code
        ann, bo = Phone(school.address), Phone(school.address)
        ann.join(code, "new", "Ann Agreed", "yes")
        bo.join(code, "new", "Bo Silent")
        lecturer.onwards()
        for phone in (ann, bo):
            phone.draft("training", hours=1)
            phone.decide()
        table = lecturer.get("/session.csv")
        assert "Ann" not in table
        rows = table.splitlines()
        assert rows[0] == "team,round,kind,card,content,seconds"
        assert {row.split(",")[0] for row in rows[1:]} == {"1"}
        assert json.dumps({"do": "play", "fields": {"hours": 1}}).replace('"', '""') in table
        assert "Agree to export without my name" in bo.get("/team")
        assert "No longer agree" in ann.get("/team")
        ann.post("/team/consent", consent="")
        assert lecturer.get("/session.csv").splitlines() == rows[:1]


def test_closing_deletes_everything(school: School) -> None:
    with classroom(school.address, school.setup.key, ()) as (lecturer, _):
        code, phone = lecturer.code, Phone(school.address)
        phone.join(code, "new", "Zebulon Quirk")
        files = list(school.setup.data.parent.iterdir())
        assert any(b"Zebulon Quirk" in each.read_bytes() for each in files)
        lecturer.post("/lecturer/close", code="WRONGX")
        assert "You are in" in phone.get("/team")
        lecturer.post("/lecturer/close", code=code)
        assert "Your session has ended" in phone.get("/team")
        assert not any(b"Zebulon Quirk" in each.read_bytes()
                       for each in school.setup.data.parent.iterdir())  # fmt: skip


def test_somebody_plays_alone_to_the_debrief(school: School) -> None:
    phone = Phone(school.address, "de")
    page = phone.post("/play/alone", scenario="rhenania").text
    assert "Runde 1 von 2" in page
    phone.draft("training", hours=0.5)
    assert "erst tippen" in phone.post("/team/commit", number=phone.number()).text
    assert "Runde 2 von 2" in phone.decide().text
    assert "Können und Glück" in phone.decide().text


def test_lecturers_pages_need_the_key(school: School) -> None:
    stranger = Browser(school.address)
    for path in ("/lecturer", "/screen", "/plans.zip", "/session.csv", "/lecturer/events",
                 "/lecturer?key=guess"):  # fmt: skip
        assert stranger.http.get(path).status_code in (403, 429)
    assert stranger.post("/lecturer/next", phase="lobby", round=0).status_code in (403, 429)
    assert "Lecturer" in Lecturer(school.address, school.setup.key).page
