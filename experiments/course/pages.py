"""From the Markdown of the course to pages that are whole by themselves: slides, sheets to print.

A line `---` begins the next slide; on a sheet it is where one cuts, and `___` a line to write on.
A figure is an image; below slides it says which command made it. Nothing is asked of a network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from experiments.course.words import COURSE, code_of, data, pages

ROOT = COURSE.parents[1]
SLIDES = "slides"
UNSEEN = re.compile(r"^<!--.*?-->\n|^```\{toctree\}\n.*?^```\n", re.MULTILINE | re.DOTALL)
"""Names of observations, and what only the documentation site needs."""


def build(folder: Path) -> None:
    """Make every page of the course, laid out as its sources are."""
    for path in pages():
        place = folder / path.relative_to(COURSE).with_suffix(".html")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page(path), encoding="utf-8")


def page(path: Path) -> str:
    """One page as HTML."""
    code, kind = code_of(path), path.name.partition(".")[0]
    text = UNSEEN.sub("", path.read_text(encoding="utf-8"))
    facts = {"code": code, "kind": kind, "words": data("words")[code], "title": title(text)}
    if kind == SLIDES:
        slides = [Markup(_html(each, path)) for each in _split(text)]
        return _template("slides.html.j2").render(slides=slides, **facts)
    return _template("sheet.html.j2").render(body=Markup(_html(_parsed(text), path)), **facts)


def title(text: str) -> str:
    """The first heading."""
    return next(line[2:] for line in text.splitlines() if line.startswith("# "))


def slides(path: Path) -> list[str]:
    """The headings of a deck, slide by slide."""
    parts = re.split(r"^---$", UNSEEN.sub("", path.read_text(encoding="utf-8")), flags=re.MULTILINE)
    return [title(part) for part in parts]


def _parsed(text: str) -> list[Token]:
    return _reader().parse(text)


def _split(text: str) -> Iterator[list[Token]]:
    slide: list[Token] = []
    for token in _parsed(text):
        if token.type == "hr":
            yield slide
            slide = []
        else:
            slide.append(token)
    yield slide


def _html(tokens: list[Token], path: Path) -> str:
    reader = _reader()
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and after is not None:
            token.attrSet("id", _place(after.content))
        for part in token.children or ():
            if part.type == "link_open":
                part.attrSet("href", _led(str(part.attrGet("href")), path))
        if token.type == "hr":
            token.attrSet("class", "line" if token.markup.startswith("_") else "cut")
    text: str = reader.renderer.render(tokens, reader.options, {})
    return _with_figures(re.sub(r'<a href="">(.*?)</a>', r"\1", text, flags=re.DOTALL), path)


def _place(heading: str) -> str:
    """What a heading is called in addresses, as where the sources are shown."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _led(link: str, path: Path) -> str:
    """Where a link leads among the pages made; "" where it leaves them."""
    target, mark, place = link.partition("#")
    if not target or ":" in target:
        return link
    inside = (path.parent / target).resolve().is_relative_to(COURSE) and target.endswith(".md")
    return f"{target.removesuffix('.md')}.html{mark}{place}" if inside else ""


def _with_figures(text: str, path: Path) -> str:
    """Images as drawings within the page, each with the command that made it."""

    def figure(found: re.Match[str]) -> str:
        drawing = path.parent / found[1]
        return f"<figure>{drawing.read_text(encoding='utf-8')}</figure>"

    def row(found: re.Match[str]) -> str:
        drawn = re.findall(r'<img src="([^"]+)"', found[0])
        inside = re.sub(r'<img src="([^"]+)" alt="[^"]*" ?/?>', figure, found[1])
        lines = dict.fromkeys(line for name in drawn for line in _behind(name))
        return f"<div class=pair>{inside}</div>{_made(list(lines), path)}\n"

    return re.sub(r"<p>((?:<img [^>]*>\s*)+)</p>\n", row, text)


def _behind(name: str) -> list[str]:
    """The commands that give a figure its numbers."""
    asked = data("figures")[Path(name).name.partition(".")[0]]
    every = [asked.get("command"), *(row.get("command") for row in asked.get("rows", []))]
    own = every[1:] if None not in every[1:] and every[1:] else every
    return [line for line in own if line]


def _made(lines: list[str], path: Path) -> str:
    """What draws a figure, and what it draws."""
    said = " · ".join(f"<code>{escape(line)}</code>" for line in lines)
    draws = data("words")[code_of(path)]["made_by"]
    draws += " <code>python -m experiments.course write</code>"
    return f"<p class=made>{draws}: {said}</p>" if lines else ""


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _template(name: str) -> jinja2.Template:
    loader = jinja2.FileSystemLoader(COURSE / "parts")
    made = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, trim_blocks=True,
                              autoescape=True)  # fmt: skip
    return made.get_template(name)
