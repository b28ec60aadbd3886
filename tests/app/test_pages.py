"""Home, Explore and Compare in a real browser: both languages, phone and desktop, no script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.browser import Seen, faults, opened

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
expect.set_options(timeout=60_000)  # as all else: a processor may be busy with other tests

LOCALES = {"en": "en-US", "de": "de-DE"}
TINY = "organisation.headcount=40&weeks=12&withdraw_week=10"
EXPLORE = f"/explore?strategy=champions&{TINY}"
COMPARE = f"/compare?strategies=organic,champions&seeds=2&{TINY}"
PATHS = (
    "/", f"{EXPLORE}&week=8&why=person.3&band=1", COMPARE,
    "/explore?technology.reliabilty=1",
)  # fmt: skip
COUNT_FRAMES = """() => {
  const frame = window.requestAnimationFrame;
  window.frames_drawn = 0;
  window.requestAnimationFrame = (next) => { window.frames_drawn++; return frame(next); };
}"""
HEAVIEST, MOST_REQUESTS = 120_000, 10
NUMBER = re.compile(r"[−+]?\d+(?:[.,]\d+)?")


@contextmanager
def page_of(browser: Any, served: str, path: str, **how: Any) -> Iterator[Seen]:
    """A page that has settled."""
    with opened(browser, served + path, **how) as seen:
        seen.page.set_default_timeout(60_000)
        if how.get("java_script_enabled", True):
            settled(seen.page)
        yield seen


def settled(page: Any) -> None:
    """It has loaded, asks for nothing any more, and the other companies of Explore are there."""
    page.wait_for_function(
        "() => document.readyState === 'complete' && !document.body.ariaBusy"
        " && !document.querySelector('#pending')"
    )


def number(text: str) -> float:
    """A German or English number with a true minus sign."""
    return float(text.replace("−", "-").replace(",", "."))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_fine(browser: Any, served: str, language: str, width: int) -> None:
    with page_of(browser, served, PATHS[0], width=width, locale=LOCALES[language]) as seen:
        for path in PATHS:
            answer = seen.page.goto(served + path)
            settled(seen.page)
            wrong = "reliabilty" in path
            assert answer.status == (422 if wrong else 200)
            assert seen.page.locator("html").get_attribute("lang") == language
            if wrong:  # the browser itself writes that there was no such page
                seen.console = [line for line in seen.console if "422" not in line]
            for each in seen.page.locator("summary").all():
                each.click()
            assert faults(seen) == [], path


@pytest.mark.parametrize("path", ["/", "/explore", "/compare"])
def test_a_page_is_light(browser: Any, served: str, path: str) -> None:
    """With all that it loads, the other companies included, compressed as a phone gets it."""
    small = {"/": "", "/explore": "", "/compare": COMPARE.removeprefix("/compare")}[path]
    with page_of(browser, served, path + small) as seen:
        sizes = seen.page.evaluate(
            "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind)"
            ".map(each => each.transferSize))"
        )
    assert 0 < sum(sizes) <= HEAVIEST
    assert len(sizes) <= MOST_REQUESTS


def test_a_slider_moves_the_curve_and_the_address(browser: Any, served: str) -> None:
    with page_of(browser, served, EXPLORE, locale="de-DE") as seen:
        page, key = seen.page, "strategy.levers.champions.hours"
        before = page.locator("#use path").last.get_attribute("d")
        slider = page.locator(f"[name='{key}']")
        slider.evaluate("each => { each.value = 9.5; "
                        "each.dispatchEvent(new Event('input', {bubbles: true})); }")  # fmt: skip
        assert page.locator("label", has=slider).locator("output").inner_text() == "9,5 Std."
        expect(page.locator("#use path").last).not_to_have_attribute("d", before)
        page.wait_for_url(f"**{key}=9.5**")
        expect(page.locator("#pending")).to_have_count(0)
        assert f"{key}=9.5" in page.locator(".command").inner_text()
        assert page.locator(f"[name='{key}']").input_value() == "9.5"
        page.reload()
        settled(page)
        assert page.locator(f"[name='{key}']").input_value() == "9.5"
        assert faults(seen) == []


def test_another_seed_is_another_company(browser: Any, served: str) -> None:
    """Sliders that nobody moved go to where that company has them; the one that was set stays."""
    with page_of(browser, served, f"{EXPLORE}&technology.reliability=0.7") as seen:
        page, free = seen.page, "[name='workforce.saving.checking']"
        before = page.locator(free).input_value()
        page.locator("#company").evaluate("each => { each.open = true; }")
        page.fill("input[name=seed]", "4")
        page.wait_for_url("**seed=4**")
        expect(page.locator("#whose")).to_contain_text("seed 4")
        expect(page.locator(free)).not_to_have_value(before)
        assert "workforce.saving.checking" not in page.url
        assert page.locator("[name='technology.reliability']").input_value() == "0.7"
        assert "companies=matched seed=4" in page.locator(".command").inner_text()
        assert seen.console == []


def test_another_plan_brings_other_sliders(browser: Any, served: str) -> None:
    with page_of(browser, served, f"{EXPLORE}&strategy.levers.champions.hours=2") as seen:
        seen.page.select_option("select[name=strategy]", "mandate")
        seen.page.locator("[name='strategy.levers.mandate.freedom']").wait_for(state="attached")
        seen.page.wait_for_url("**strategy=mandate**")
        assert "champions" not in seen.page.url
        assert seen.console == []


def test_weeks_go_by_and_back(browser: Any, served: str) -> None:
    with page_of(browser, served, EXPLORE, reduced_motion="reduce") as seen:
        page, said = seen.page, seen.page.locator("#week-said")
        cursor = page.locator("#use .cursor")
        last = float(cursor.get_attribute("x1"))
        assert said.inner_text() == "week 12"
        page.click("#rewind")
        assert said.inner_text() == "week 1"
        assert float(cursor.get_attribute("x1")) < last / 2
        page.focus("#week")
        page.keyboard.press("ArrowRight")
        assert said.inner_text() == "week 2"
        users = page.locator("#departments tbody tr").first.locator("td").all_text_contents()[:5]
        data = page.evaluate("JSON.parse(document.getElementById('data').textContent)")
        assert list(map(int, users)) == data["departments"][1][0]
        # Whoever asks for less motion gets one week after the other, and no animation.
        page.evaluate(COUNT_FRAMES)
        page.click("#play")
        expect(said).to_have_text("week 4")
        page.click("#play")
        expect(page.locator("#play")).to_have_attribute("aria-pressed", "false")
        assert page.evaluate("window.frames_drawn") == 0
        assert seen.console == []


def test_it_plays_to_the_end(browser: Any, served: str) -> None:
    with page_of(browser, served, f"{EXPLORE}&week=1") as seen:
        seen.page.click("#play")
        assert seen.page.locator("#play").get_attribute("aria-label") == "Pause"
        expect(seen.page.locator("#week")).to_have_value("12")
        expect(seen.page.locator("#play")).to_have_attribute("aria-pressed", "false")
        assert seen.console == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_click_on_a_person_says_why(browser: Any, served: str, width: int) -> None:
    """Terms and what they sum to stand side by side; the sum is that of the terms."""
    with page_of(browser, served, f"{EXPLORE}&week=9", width=width) as seen:
        page = seen.page
        x, y, wide = page.evaluate(
            "(() => { const n = JSON.parse(document.getElementById('data').textContent).network;"
            " return [n.x[6], n.y[6], n.width]; })()"
        )
        page.locator("#network").scroll_into_view_if_needed()
        box = page.locator("#network").bounding_box()
        scale = box["width"] / wide
        page.mouse.click(box["x"] + x * scale, box["y"] + y * scale)
        page.locator("#why-head").wait_for()
        assert page.locator("#why-head").inner_text().startswith("Why? Person 7,")
        assert "why=person.7" in page.url
        for table in page.locator(".terms").all():
            cells = [number(cell) for cell in table.locator("td.num").all_text_contents()]
            *terms, change = cells
            digits = 1 if "percentage" in table.locator("caption").inner_text() else 2
            assert abs(sum(terms) - change) <= 0.51 * (len(cells) + 3) * 10**-digits
        before, after = map(number, NUMBER.findall(page.locator("caption").last.inner_text())[:2])
        assert after - before == pytest.approx(change, abs=0.011)
        assert faults(seen) == []


def test_without_a_script(browser: Any, served: str) -> None:
    """Change a plan, look at a week, ask why, see other companies: with forms and links only."""
    with page_of(browser, served, EXPLORE, java_script_enabled=False) as seen:
        page = seen.page
        page.fill("[name='person']", "5")
        page.locator("#week").focus()
        page.keyboard.press("ArrowLeft")
        page.locator("[name='strategy.levers.champions.share']").focus()
        page.keyboard.press("End")
        page.click("button.primary")
        assert "11" in page.locator("#week-said").inner_text()
        assert "Person 5" in page.locator("#why-head").inner_text()
        command = page.locator(".command").inner_text()
        assert "strategy.levers.champions.share=0.15" in command
        assert "technology" not in command, "untouched sliders say nothing"
        page.click("text=Try it in 40 other companies")
        assert page.locator("#use path").count() == 4
        page.select_option("[name='strategy']", "mandate")
        page.click("button.primary")
        assert "strategy=mandate" in page.locator(".command").inner_text()
        assert "champions" not in page.locator(".command").inner_text()
        assert seen.console == []


def test_comparing_without_a_script(browser: Any, served: str) -> None:
    with page_of(browser, served, COMPARE, java_script_enabled=False) as seen:
        page = seen.page
        page.click("#ask summary")
        page.check("input[value='mandate']")
        page.uncheck("input[value='champions']")
        page.click("button.primary")
        assert page.locator(".result-table tbody tr").count() == 2
        assert "strategies=organic,mandate seeds=2" in page.locator(".command").inner_text()


def test_a_comparison_has_a_short_address(browser: Any, served: str) -> None:
    with page_of(browser, served, COMPARE) as seen:
        page = seen.page
        page.click("#ask summary")
        page.uncheck("input[value='champions']")
        page.click("button.primary")
        page.wait_for_url("**strategies=organic&**")
        assert "workforce" not in page.url
        assert "baseline" not in page.url
        assert seen.console == []
