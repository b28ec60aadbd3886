"""Slides and sheets: whole by themselves, legible, one page each where they are said to be."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from experiments.course.pages import build, page, slides
from experiments.course.words import COURSE, pages
from tests.browser import faults, opened

DECKS, SHEETS = pages("slides"), [*pages("handout"), *pages("data")]
FITS = """() => {
  const slides = [...document.querySelectorAll('.slide')];
  const alone = (at) => slides.forEach((each, place) => each.classList.toggle('now', place === at));
  const faults = slides.flatMap((slide, at) => {
    alone(at);
    const parts = [...slide.querySelectorAll('.inside > *:not(.made)')];
    const made = slide.querySelector('.made');
    const below = (made || slide.querySelector('.foot')).getBoundingClientRect().top;
    const side = slide.getBoundingClientRect().right;
    const high = 0.3 * slide.getBoundingClientRect().height;
    return [
      ...parts.filter(each => each.getBoundingClientRect().bottom > below + 1),
      ...parts.filter(each => each.getBoundingClientRect().right > side),
      ...parts.filter(each => each.scrollWidth > each.clientWidth + 1),
      ...[...slide.querySelectorAll('figure')].filter(
        each => each.getBoundingClientRect().height < high),
    ].map(each => `${at + 1}: ${each.outerHTML.slice(0, 60)}`);
  });
  alone(0);
  return faults;
}"""
"""What of a slide lies over its foot or outside it, is cut off, or is too small a figure."""


def name(path: Path) -> str:
    return path.relative_to(COURSE).as_posix()


def sheets_of(seen: Any) -> int:
    """Pages that a page fills on paper."""
    paper = seen.page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    build(folder)
    return folder


@pytest.mark.parametrize("path", pages(), ids=name)
def test_a_page_is_whole_by_itself(path: Path) -> None:
    text = page(path)
    assert not re.search(r'\b(src|srcset|data|action)="', text)
    assert not re.search(r"<(link|iframe|object|base)\b|@import|url\((?!#)", text)
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(", text)
    assert "{toctree}" not in text
    assert "<!-- " not in text


@pytest.mark.parametrize("path", DECKS, ids=name)
def test_slides_fit_and_print(browser: Any, built: Path, path: Path) -> None:
    place = (built / path.relative_to(COURSE)).with_suffix(".html")
    with opened(browser, place, width=1280, height=720) as seen:
        assert seen.page.evaluate(FITS) == []
        assert faults(seen) == []
        assert seen.page.locator(".slide:visible").count() == 1
        for key, at in (("ArrowRight", 2), ("End", len(slides(path))), ("Home", 1)):
            seen.page.keyboard.press(key)
            assert seen.page.locator(".slide:visible").get_attribute("id") == f"s{at}"
        assert sheets_of(seen) == len(slides(path))


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_a_sheet_is_one_page(browser: Any, built: Path, path: Path) -> None:
    with opened(browser, (built / path.relative_to(COURSE)).with_suffix(".html")) as seen:
        assert faults(seen) == []
        assert sheets_of(seen) == 1


def test_links_lead_to_pages_that_are_made(built: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in built.rglob("*.html")}
    led = 0
    for path, text in texts.items():
        for link, place in re.findall(r'href="([^"#]+)(?:#([^"]*))?"', text):
            target = (path.parent / link).resolve()
            assert target in texts, f"{path.name}: {link}"
            assert not place or f'id="{unquote(place)}"' in texts[target], f"{path.name}: {place}"
            led += 1
    assert led > 50
