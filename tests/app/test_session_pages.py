"""Pages of a session in a real browser: console, requests, axe, width."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest

pytest.importorskip("starlette")

from tests.app.conftest import School
from tests.app.phones import Lecturer
from tests.browser import faults, opened, violations

READY = "main:not([data-poll])"
LONG = 60_000


def clean(seen: Any, path: str = "") -> list[str]:
    """Faults of a page that starts afresh: a checker leaves traces that a page stumbles on."""
    if path:
        seen.page.goto(path)
    else:
        seen.page.wait_for_load_state("load")  # a page that is still coming cannot be had again
        seen.page.reload()
    seen.page.wait_for_selector(READY, timeout=LONG)
    found = faults(seen)
    seen.console.clear()
    return found


@pytest.mark.parametrize(("language", "width", "words"), [
    ("en", 390, ("You are in", "Round 1 of 2", "Round 2 of 2", "Skill and luck")),
    ("de", 1920, ("Sie sind dabei", "Runde 1 von 2", "Runde 2 von 2", "Können und Glück")),
])  # fmt: skip
def test_a_game_from_the_door_to_the_debrief(
    browser: Any, school: School, language: str, width: int, words: tuple[str, ...]
) -> None:
    """Two browsers in one team and one without JavaScript; the wall and the lecturer follow."""
    address, code = school.address, Lecturer(school.address, school.setup.key).anew()
    with contextlib.ExitStack() as stack:

        def open_(path: str, wide: int = width, **more: Any) -> Any:
            more["locale"] = language
            return stack.enter_context(opened(browser, address + path, wide, 1080, **more))

        lecturer = open_(f"/lecturer?key={school.setup.key}")
        wall = open_(f"/screen?key={school.setup.key}", 1920)
        ann = open_("/play")
        ann.page.clock.install()  # rings move for seconds, which nobody has to wait for
        assert clean(ann) == []
        ann.page.fill("#code", code.lower())
        ann.page.click('form[action="/join/code"] button')
        ann.page.wait_for_selector("#name")
        assert clean(ann) == []
        ann.page.fill("#name", "Ann")
        ann.page.click("main button.primary")
        ann.page.wait_for_selector(f"main:has-text('{words[0]}')")
        assert words[0] in ann.page.inner_text("main")
        plain = open_(f"/j/{code}", java_script_enabled=False)
        plain.page.check('input[name=team][value="new"]')
        plain.page.click("main button.primary")
        wall.page.wait_for_selector(".teams li:nth-child(2)")
        assert [clean(each) for each in (ann, wall, lecturer)] == [[], [], []]

        lecturer.page.click('form[action="/lecturer/next"] button')
        ann.page.wait_for_selector(".opt", timeout=LONG)  # nobody touched this page
        assert words[1] in ann.page.inner_text("main")
        ann.page.click("label:has(#d-training-play)")
        ann.page.wait_for_selector("#card-training.starts")
        ann.page.fill("#low", "5")
        ann.page.fill("#high", "70")
        ann.page.click("#bet button")
        ann.page.wait_for_selector(".foot:has-text('70')")
        assert [clean(each) for each in (ann, wall, lecturer)] == [[], [], []]
        ann.page.click('form[action="/team/commit"] button')
        ann.page.wait_for_selector("#result", timeout=LONG)
        _rings_come_to_rest(ann.page)
        assert clean(ann) == []

        _decide_without_javascript(plain.page, address)
        lecturer.page.wait_for_selector("text=/2 (of|von) 2/")
        lecturer.page.click('form[action="/lecturer/next"] button')
        ann.page.wait_for_selector(f"text={words[2]}", timeout=LONG)
        ann.page.wait_for_selector(".opt", timeout=LONG)
        lecturer.page.wait_for_selector(f"h1:has-text('{words[2]}')")
        wall.page.wait_for_selector("svg.rings", timeout=LONG)
        assert wall.page.locator(".news li:visible").count() <= 3
        assert clean(wall) == []
        lecturer.page.click('form[action="/lecturer/next"] button')
        ann.page.wait_for_selector(f"text={words[3]}", timeout=LONG)
        for part in range(1, 5):
            assert clean(ann, f"{address}/team/debrief?part={part}") == []
            assert not _scrolls_inside(ann.page) or width > 390
            lecturer.page.click(f'form:has(input[name=slide][value="{part}"]) button')
            wall.page.wait_for_selector(f".brand:has-text('{part}')")
            assert clean(wall) == []
        plain.page.goto(f"{address}/team/debrief")
        assert words[3] in plain.page.inner_text("main")
        assert clean(lecturer) == []


def _rings_come_to_rest(page: Any) -> None:
    """They move through the weeks of the round, and end where the page has them."""
    page.clock.fast_forward(6_000)
    page.wait_for_function(
        """() => {
        const rings = [...document.querySelectorAll("svg.rings [data-r]")];
        const last = each => Number(each.dataset.r.split(" ").pop());
        const there = each => Math.abs(each.getAttribute("r") - last(each)) < 0.6;
        return rings.length && rings.every(there);
    }""",
        timeout=LONG,
    )


def _scrolls_inside(page: Any) -> bool:
    """Whether something in a card has to be pushed sideways to be read."""
    return bool(page.evaluate(
        "[...document.querySelectorAll('.card, .scroll')]"
        ".some(each => each.scrollWidth > each.clientWidth)"
    ))  # fmt: skip


def _decide_without_javascript(page: Any, address: str) -> None:
    """Plain forms only: look, draft, bet, commit, see what came."""
    page.goto(f"{address}/team")
    page.check("#d-announcement-play")
    page.click("#card-announcement button")
    assert page.query_selector("#card-announcement.starts")
    page.fill("#low", "0")
    page.fill("#high", "90")
    page.click("#bet button")
    page.click('form[action="/team/commit"] button')
    assert page.query_selector("#result")


def test_a_page_follows_a_second_device_and_keeps_what_is_typed(
    browser: Any, school: School
) -> None:
    code = Lecturer(school.address, school.setup.key).anew()
    lecturer = Lecturer(school.address, school.setup.key)
    with opened(browser, f"{school.address}/j/{code}", 390, locale="en") as seen:
        page = seen.page
        page.click("main button.primary")
        lecturer.onwards()
        page.wait_for_selector(".opt", timeout=LONG)
        page.fill("#low", "12")
        from tests.app.phones import Phone

        other = Phone(school.address)
        player = re.findall(r'name="player" value="(\d+)"', page.content())[0]
        told = lecturer.post("/lecturer/word", player=player).text
        word = re.search(r'class="bigcode">([A-Z-]+)<', told)
        assert word
        other.back(code, word[1])
        other.draft("training")
        page.wait_for_selector("#card-training.starts", timeout=LONG)
        assert page.input_value("#low") == "12"


def test_a_press_that_does_not_arrive_is_told(browser: Any, school: School) -> None:
    with opened(browser, f"{school.address}/play", 390, 844) as seen:
        page = seen.page
        page.click('form[action="/play/alone"] button')
        page.wait_for_selector(".opt", timeout=LONG)
        page.route("**/team/draft", lambda route: route.abort())
        page.click("label:has(#d-training-play)")
        page.wait_for_selector("#unsent", state="visible")
        assert page.is_checked("#d-training-keep"), "what was not sent does not look as if it was"
        assert violations(page) == []
        page.unroute("**/team/draft")
        page.click("label:has(#d-training-play)")
        page.wait_for_selector("#card-training.starts", timeout=LONG)
        assert not page.is_visible("#unsent")
