"""The documentation in two languages: which page is which in the other, and what is around them.

One build makes both. A German page says so (`lang`), stands in a navigation of German pages, and
the theme around it speaks German; a page that exists in both links its twin.
"""

from __future__ import annotations

import csv
import gettext
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unittest import mock

import sphinx
import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.environment.adapters.toctree import TocTree
from sphinx.jinja2glue import BuiltinTemplateLoader

DOCS = Path(__file__).parents[1] / "docs"
ROOTS = {"en": "index", "de": "site/de/index"}
NAMES = {"en": "English", "de": "Deutsch"}
SEARCH = {"en": "search", "de": "site/de/search"}
LOCALE = Path(sphinx.__file__).parent / "locale"
LABEL = re.compile(r'( (?:title|aria-label)=")(Toggle navigation of(?= )|[^"]+)')


@cache
def twins() -> dict[str, str]:
    """Every English page that exists in German: page -> German page, both without ending.

    They are in a table, in which a folder (`NAME/`) stands for its pages; or called `NAME.en` and
    `NAME.de`.
    """
    with (DOCS / "languages.csv").open(encoding="utf-8", newline="") as file:
        told = {row["en"]: row["de"] for row in csv.DictReader(file)}
    found = {english: german for english, german in told.items() if not english.endswith("/")}
    for folder in told.keys() - found.keys():
        found |= {folder + path.stem: told[folder] + path.stem
                  for path in (DOCS / folder).glob("*.md")}  # fmt: skip
    pages = (path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.en.md"))
    return found | {page: page.removesuffix(".en") + ".de" for page in sorted(pages)}


def language_of(page: str) -> str:
    """The language that a page is written in."""
    german = page.startswith("site/de/") or page in twins().values()
    return "de" if german else "en"


class German(gettext.NullTranslations):
    """The theme's words: ours, else those of Sphinx."""

    def __init__(self) -> None:
        super().__init__()
        self.own: dict[str, Any] = yaml.safe_load((DOCS / "theme.de.yaml").read_text("utf-8"))
        self.add_fallback(gettext.translation("sphinx", str(LOCALE), ["de"]))

    def gettext(self, message: str) -> str:
        """One of them; blanks around it stay."""
        own = self.own.get(message.strip())
        return super().gettext(message) if own is None else message.replace(message.strip(), own)


GERMAN = German()


class Templates(BuiltinTemplateLoader):
    """The theme's pages, in whose attributes some words cannot be translated otherwise."""

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """A page as HTML."""
        page = super().render(template, context)
        if context.get("language") != "de":
            return page
        return LABEL.sub(lambda found: found[1] + GERMAN.gettext(found[2]), page)


def setup(app: Any) -> None:
    """Let Sphinx make pages of both languages; the theme itself comes after."""
    app.config.template_bridge = f"{__name__}.{Templates.__name__}"
    app.connect("html-collect-pages", _search)
    app.connect("html-page-context", _around, priority=400)  # before the theme's own


def _search(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The German page to search on, with the words that its script says."""
    words = {"locale": "de", "messages": GERMAN.own, "plural_expr": "n === 1 ? 0 : 1"}
    script = Path(app.outdir) / "_static" / "words.de.js"
    script.write_text(f"Documentation.addTranslations({json.dumps(words)});\n", "utf-8")
    yield SEARCH["de"], {}, "search.html"


def _around(app: Any, page: str, _: str, context: dict[str, Any], __: Any) -> None:
    language = language_of(page)
    pathto = context["pathto"]
    _, *beside = app.builder.relations.get(page) or (None, None, None)
    for way, other in zip(("prev", "next"), beside, strict=True):
        if other and language_of(other) != language:
            context[way] = None
    tree = [*app.env.get_doctree(ROOTS[language]).findall(addnodes.toctree)]
    if language == "de":
        context |= {"gettext": GERMAN.gettext, "ngettext": GERMAN.ngettext}
    else:
        tree = [each for each in tree if ROOTS["de"] not in each["includefiles"]]
    context |= {
        "language": language,
        "master_doc": ROOTS[language],
        "pathto": lambda uri, *how: pathto(SEARCH[language] if uri == "search" else uri, *how),
        "toctree": lambda **how: _navigation(app, page, tree, how),
    }
    if page == SEARCH["de"]:
        app.add_js_file("words.de.js")
    _link(page, language, context)


def _navigation(app: Any, page: str, tree: Iterable[Any], how: dict[str, Any]) -> str:
    """As the builder's own `toctree`, of the pages of one language and not of places on them."""
    with mock.patch.object(app.env, "tocs", _titles(app.env)):
        resolved = [TocTree(app.env).resolve(page, app.builder, each, **how) for each in tree]
    return "".join(app.builder.render_partial(each)["fragment"] for each in resolved if each)


@lru_cache(maxsize=1)
def _titles(env: Any) -> dict[str, nodes.bullet_list]:
    """Of every page its title and the pages below it: without places on it, which every page that
    is written would have to copy in order to leave them out."""
    found = {page: toc.deepcopy() for page, toc in env.tocs.items()}
    for toc in found.values():
        for item in list(toc):
            if any(link.get("anchorname") for link in item[0].findall(nodes.reference)):
                toc.remove(item)
            elif below := list(item.findall(addnodes.toctree)):
                item[1][:] = below
            else:
                item[1:] = []
    return found


def _link(page: str, language: str, context: dict[str, Any]) -> None:
    """Put the way to the twin at the top of a page, and into its head for those who search."""
    pairs = twins() if language == "en" else {german: own for own, german in twins().items()}
    if page not in pairs:
        return
    other = "de" if language == "en" else "en"
    place = context["pathto"](pairs[page])
    said = f'href="{place}" hreflang="{other}"'
    context["metatags"] += f'\n<link rel="alternate" {said}>'
    context["body"] = (
        f'<p class="twin"><a {said} lang="{other}">{NAMES[other]}</a></p>\n{context["body"]}'
    )
