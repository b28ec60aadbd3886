"""The documentation as a site: builds without a warning, needs no network, can be read by all."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from experiments.two_languages import twins
from sim.model.week import names
from tests.browser import faults, opened

ROOT = Path(__file__).parents[1]
#: Of Sphinx to its own extensions; nothing that a reader or writer of pages could change.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),
]
LOOKED_AT = (
    "index.html", "site/start.html", "site/de/index.html", "methods.html", "site/api.html",
    "model.html", "site/de/own_organisation.html",
)  # fmt: skip
OF_THE_THEME = (
    "Back to top",
    "On this page",
    "Skip to content",
    "Toggle ",
    "Link to this",
    "Search",
)


class Page(HTMLParser):
    """What a page leads to, loads, shows and calls its places."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.language = ""
        self.twins: set[tuple[str, str]] = set()
        self.tree: list[str] = []
        self.open = 0
        self.loads: list[str] = []
        self.silent: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        self.places |= {own[name] for name in ("id", "name") if name in own}
        if tag == "html":
            self.language = own["lang"]
        if "hreflang" in own:
            self.twins.add((own["hreflang"], own["href"]))
        if tag == "div":
            self.open += bool(self.open or "sidebar-tree" in own.get("class", ""))
        if tag == "a" and "href" in own:
            self.links.append(own["href"])
            self.tree += [own["href"]] if self.open else []
        if tag in ("script", "img", "iframe", "source") and "src" in own:
            self.loads.append(own["src"])
        if tag == "link" and own.get("rel") in ("stylesheet", "icon", "preload"):
            self.loads.append(own["href"])
        if tag == "img" and not own.get("alt", "").strip():
            self.silent.append(own.get("src", "?"))

    def handle_endtag(self, tag: str) -> None:
        self.open -= tag == "div" and self.open > 0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` does."""
    build = pytest.importorskip("sphinx.cmd.build")
    folder = tmp_path_factory.mktemp("site")
    words = ["-W", "--keep-going", "-q", "-b", "html", "-d", str(folder / "trees")]
    assert build.main([*words, str(ROOT / "docs"), str(folder / "html")]) == 0
    return folder / "html"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
        if "_static" not in path.parts
    }


def test_every_page_has_a_door(pages: dict[str, Page]) -> None:
    written = {path.relative_to(ROOT / "docs").with_suffix(".html").as_posix()
               for path in (ROOT / "docs").rglob("*.md")}  # fmt: skip
    assert written <= set(pages)
    reached, left = {"index.html"}, ["index.html"]
    while left:
        here = left.pop()
        for link in pages[here].links:
            place = urlsplit(link)
            target = os.path.normpath(Path(here).parent / unquote(place.path))
            if not place.scheme and target in pages and target not in reached:
                reached.add(target)
                left.append(target)
    assert written <= reached


def test_links_lead_somewhere(site: Path, pages: dict[str, Page]) -> None:
    broken = []
    for name, page in pages.items():
        for link in page.links:
            place = urlsplit(link)
            if place.scheme or link in ("", "#"):
                continue
            file = (site / name).parent / unquote(place.path) if place.path else site / name
            target = file.resolve().relative_to(site.resolve()).as_posix()
            missing = place.fragment and target in pages and (
                unquote(place.fragment) not in pages[target].places
            )  # fmt: skip
            if not file.exists() or missing:
                broken.append(f"{name}: {link}")
    assert broken == []


def test_nothing_is_asked_from_outside(pages: dict[str, Page]) -> None:
    outside = {load for page in pages.values() for load in page.loads if urlsplit(load).netloc}
    assert outside == set()


def test_every_figure_says_what_it_shows(pages: dict[str, Page]) -> None:
    assert {name: page.silent for name, page in pages.items() if page.silent} == {}


def test_every_page_says_its_language_and_links_its_twin(pages: dict[str, Page]) -> None:
    pairs = {f"{english}.html": f"{german}.html" for english, german in twins().items()}
    german = {name for name, page in pages.items() if page.language == "de"}
    assert german == {*pairs.values(), "site/de/search.html"}
    assert {page.language for page in pages.values()} == {"de", "en"}
    for one, two in [*pairs.items(), *((two, one) for one, two in pairs.items())]:
        place = Path(os.path.relpath(two, Path(one).parent)).as_posix()
        assert pages[one].twins == {(pages[two].language, place)}, one


def test_around_a_page_all_is_of_its_language(site: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        led = {os.path.normpath(Path(name).parent / urlsplit(link).path) for link in page.tree}
        assert {pages[each].language for each in led if each in pages} == {page.language}, name
    for name in ("site/de/methods.html", "site/de/search.html"):
        text = (site / name).read_text(encoding="utf-8")
        assert [word for word in OF_THE_THEME if re.search(rf'[">]\s*{word}', text)] == []


@pytest.mark.parametrize("name", LOOKED_AT)
def test_pages_in_a_browser(browser: Any, site: Path, name: str) -> None:
    for width in (390, 1280):
        with opened(browser, site / name, width=width) as seen:
            assert faults(seen) == []


def test_equations_are_part_of_the_page(site: Path, pages: dict[str, Page]) -> None:
    page = (site / "model.html").read_text(encoding="utf-8")
    assert page.count('<div class="equation"') == page.count('display="block"') > len(names())
    assert not [load for load in pages["model.html"].loads if "math" in load.lower()]


def test_the_search_finds_a_word(browser: Any, site: Path) -> None:
    with opened(browser, (site / "search.html").resolve().as_uri() + "?q=reactance") as seen:
        seen.page.wait_for_selector("#search-results li a")
        assert seen.console == []
        assert "model" in seen.page.inner_text("#search-results")
    german = (site / "site/de/search.html").resolve().as_uri()
    with opened(browser, f"{german}?q=Reaktanz") as seen:
        seen.page.wait_for_selector("#search-results >> text=Seiten gefunden")
        assert seen.page.query_selector("#search-results li a")
        assert seen.console == []
