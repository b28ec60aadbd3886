"""The course pack: both languages have the same parts, minutes and points add up."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import yaml

from experiments.course.observations import named
from experiments.course.pages import slides
from experiments.course.words import COURSE, LANGUAGES, pages
from sim.app import compare, explore_ask
from sim.app.scenario import load_scenario

TEXTS = COURSE.parents[1] / "sim/report/text"
UNITS = {"taster": 45, "session": 90, "workshop": 240}
"""Minutes that a unit is said to take."""
WEEKS, MEETING, HOURS = 14, 90, 150
GUIDES = [(unit, code) for unit in UNITS for code in LANGUAGES]
ENGLISH = sorted(path.relative_to(COURSE).as_posix() for path in pages() if ".en." in path.name)


def text(path: str) -> str:
    return (COURSE / path).read_text(encoding="utf-8")


def table(page: str, columns: int) -> list[list[str]]:
    """Rows of the first table with so many columns, without its head."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")]
            for line in page.splitlines() if line.startswith("| ")]  # fmt: skip
    start = next(at for at, row in enumerate(rows) if len(row) == columns and "---" not in row[0])
    found = []
    for row in rows[start + 2 :]:
        if len(row) != columns:
            break
        found.append(row)
    return found


def spans(lines: list[str]) -> list[tuple[int, int]]:
    found = [re.match(r"(\d+)–(\d+)", line) for line in lines]
    return [(int(each[1]), int(each[2])) for each in found if each]


def follow(found: list[tuple[int, int]], length: int) -> None:
    """One after the other, from 0 to the end."""
    assert found[0][0] == 0
    assert found[-1][1] == length
    assert all(one[1] == two[0] for one, two in pairwise(found))
    assert all(start < end for start, end in found)


@pytest.mark.parametrize("page", ENGLISH)
def test_both_languages_have_the_same_parts(page: str) -> None:
    both = [text(page), text(page.replace(".en.", ".de."))]
    for shape in (
        r"^(#+) ", r"^```(?:bash|text)\n(.*?)^```", r"(`/(?:compare|explore)[^`]*`)",
        r"figures/(\w+)\.", r"^(\d+\.) ", r"^(\* )", r"^(>).*\n(?!>)", r"^(---|___)$",
        r"(\d+–\d+)", r"\*\*(M\d)",
        r"^\| (?:[^|]*\| ?)+$", r"(`rollout [^`]*`)", r"(☐)",
    ):  # fmt: skip
        one, two = (re.findall(shape, each, re.MULTILINE | re.DOTALL) for each in both)
        if shape.startswith(r"^\|"):
            one, two = ([row.count("|") for row in rows] for rows in (one, two))
        assert one == two, shape
    assert named(both[0]) == named(both[1])


@pytest.mark.parametrize(("unit", "code"), GUIDES)
def test_minutes_add_up(unit: str, code: str) -> None:
    page = text(f"{unit}/guide.{code}.md")
    length = UNITS[unit]
    (said,) = re.findall(r"^\*\*.*?(\d+) (?:minutes|Minuten)\*\*", page, re.MULTILINE)
    assert int(said) == length
    plan = spans([row[0] for row in table(page, 3)])
    follow(plan, length)
    assert spans(re.findall(r"^### (\d.*)$", page, re.MULTILINE)) == plan
    assert f"{length} " in text(f"index.{code}.md")


@pytest.mark.parametrize(("unit", "code"), GUIDES)
def test_slides_come_in_the_order_of_the_plan(unit: str, code: str) -> None:
    page = text(f"{unit}/guide.{code}.md")
    count = len(slides(COURSE / f"{unit}/slides.{code}.md"))
    shown = [row[1] for row in table(page, 3) if row[1] != "–"]
    places = [number for each in shown for number in _numbers(each)]
    assert places == list(range(1, count + 1))
    said = {number for each in re.findall(r"\*\*(?:[Ss]lides?|Folien?) ([^*]*)\*", page)
            for number in map(int, re.findall(r"\d+", each))}  # fmt: skip
    assert said <= set(places)
    assert all({*_numbers(each)} & said for each in shown)


def _numbers(span: str) -> list[int]:
    first, _, last = span.partition("–")
    return list(range(int(first), int(last or first) + 1))


@pytest.mark.parametrize("code", LANGUAGES)
def test_weeks_of_the_semester_add_up(code: str) -> None:
    page = text(f"semester/guide.{code}.md")
    plan = table(page, 4)
    assert [int(row[0]) for row in plan] == list(range(1, WEEKS + 1))
    assert {int(row[1]) for row in plan} == {MEETING}
    own = sum(int(row[2]) for row in plan)
    assert own + WEEKS * MEETING / 60 == HOURS
    assert f" {own} " in page
    meetings = re.split(r"^### (?:Week|Woche) ", page, flags=re.MULTILINE)[1:]
    assert len(meetings) == WEEKS
    for number, meeting in enumerate(meetings, 1):
        assert meeting.startswith(f"{number} ·")
        whole = spans(re.findall(r"^\* \*\*(\d+–\d+)\*\*", meeting, re.MULTILINE))
        follow(whole, MEETING if number != 3 else 90)
    said = re.findall(r"(?:Slides?|Folien?) ([\d to,andbisu]+)", page)
    last = max(int(each) for line in said for each in re.findall(r"\d+", line))
    assert last == len(slides(COURSE / f"semester/slides.{code}.md"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_points_add_up(code: str) -> None:
    for unit, total in (("taster", 6), ("session", 8)):
        rubric = table(text(f"{unit}/guide.{code}.md"), 4)
        assert 2 * len(rubric) == total
        assert re.search(rf"\b{total} (points|Punkte)\b", text(f"{unit}/guide.{code}.md"))
    rubric = table(text(f"semester/guide.{code}.md"), 5)
    assert sum(int(row[1]) for row in rubric) == 100
    due = re.findall(r"\| ((?:\d+)(?: \+ \d+)*) \|$", text(f"semester/handout.{code}.md"), re.M)
    assert sum(int(each) for row in due for each in row.split(" + ")) == 100
    parts = [row[0] for row in table(text(f"workshop/guide.{code}.md"), 4)]
    points = [eval(found[-1].replace("×", "*")) for each in parts
              if (found := re.findall(r"\(([\d ×]+)\)", each))]  # fmt: skip
    assert sum(points) == 20


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_guide_has_its_parts(code: str) -> None:
    wanted = {"en": ("Before", "Aims", "Plan", "Script", "Tasks", "Expected observations",
                     "Discussion", "Marking"),
              "de": ("Vorher", "Lernziele", "Ablauf", "Drehbuch", "Aufgaben",
                     "Erwartete Beobachtungen", "Diskussion", "Bewertung")}[code]  # fmt: skip
    for unit in (*UNITS, "semester"):
        heads = re.findall(r"^## (.*)$", text(f"{unit}/guide.{code}.md"), re.MULTILINE)
        assert [head.partition(":")[0] for head in heads][: len(wanted)] == list(wanted)
        aims = re.split(r"^## ", text(f"{unit}/guide.{code}.md"), flags=re.MULTILINE)[2]
        count = len(re.findall(r"^\d+\. ", aims, re.MULTILINE))
        tasks = re.split(r"^## ", text(f"{unit}/guide.{code}.md"), flags=re.MULTILINE)[5]
        aimed = {int(each) for line in re.findall(r"\((?:aims?|Ziele?) ([^)]*)\)", tasks)
                 for each in _aims(line)}  # fmt: skip
        assert aimed == set(range(1, count + 1))  # every aim is worked on


def _aims(words: str) -> list[int]:
    numbers = [int(each) for each in re.findall(r"\d+", words)]
    whole = re.search(r"\d+ (?:to|bis) \d+", words)
    return list(range(numbers[0], numbers[-1] + 1)) if whole else numbers


@pytest.mark.parametrize("page", [path.relative_to(COURSE).as_posix() for path in pages()])
def test_every_address_is_one(page: str) -> None:
    for path, query in re.findall(r"/(compare|explore)\?([^\s`]*)", text(page)):
        pairs = parse_qsl(query, strict_parsing=True)
        if path == "compare":
            assert compare.ask(pairs)
        else:
            assert explore_ask.ask(pairs)


def test_an_address_asks_what_the_command_beside_it_asks() -> None:
    for query, line in (
        ("scenario=rhenania", "seeds=20 scenario=rhenania"),
        ("scenario=rhenania&seeds=3", "scenario=rhenania seeds=3"),
    ):
        asked = compare.ask(parse_qsl(query))
        assert set(asked.line.split()[2:]) == set(line.split())


def test_the_game_of_the_session_is_one() -> None:
    (words,) = set(re.findall(r'ARGS="([^"]*game[^"]*)"', text("session/guide.en.md")))
    scenario, _, *rest = words.split()
    game = load_scenario(scenario.partition("=")[2], None, tuple(rest)).game
    assert [game.minutes] * 4 == [10.0] * len(game.rounds)
    assert Path(COURSE / "session/guide.de.md").read_text("utf-8").count(words) == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_buttons_are_called_as_in_the_app(code: str) -> None:
    said = {file: yaml.safe_load((TEXTS / code / f"{file}.yaml").read_text("utf-8"))
            for file in ("lecturer", "room")}  # fmt: skip
    script = " ".join(text(f"session/guide.{code}.md").split())
    for key in ("screen", "begin", "next", "to_debrief", "show_ranks", "close",
                "slide_1", "slide_2", "slide_3", "slide_4"):  # fmt: skip
        assert f"*{said['lecturer'][key]}*" in script, key
    for key in ("play", "by_yourself", "any_team"):
        assert f"*{said['room'][key]}*" in script, key
    page = " ".join(text(f"index.{code}.md").split())
    assert f"*{said['lecturer']['words']}*" in page
