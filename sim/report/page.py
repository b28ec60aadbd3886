"""Pages: a template, and what a study found.

A template is one for all languages: it holds headings as `say(…)`, tables as loops, and no prose.
It knows `speak` (the `Language`), `say`, `head` and the filters below, and what `render` is given;
a name that is not there is an error. It can include a style sheet that lies beside `templates/`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report.language import Language, capitalised
from sim.report.parameters import label
from sim.report.tables import markdown, markdown_head

if TYPE_CHECKING:
    import jinja2

REPORT = Path(__file__).parent
TEMPLATES = REPORT / "templates"
BETWEEN = " | "
"""What stands between the heads of a table in a text file."""


def render(template: str, language: str | Language, **facts: object) -> str:
    """A page.

    Args:
        template: File name in `templates/`, such as "tournament.md.j2"; one whose name holds
            `.html` escapes what it writes.
        language: What it is written in.
        facts: What the template names: numbers, rows, and functions that take a `Language`
            where Python decides which sentence is said.

    Raises:
        jinja2.UndefinedError: The template names what is not among the facts.
        KeyError: It says what no text file has.
    """
    return environment(Language.of(language)).get_template(template).render(**facts)


def heads(speak: Language, key: str) -> list[str]:
    """The heads of a table from one text such as "strategy | mean | rank"."""
    return speak.say(key).split(BETWEEN)


@functools.cache
def environment(speak: Language) -> jinja2.Environment:
    """What templates can use in one language."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([TEMPLATES, REPORT]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=lambda name: name is not None and ".html" in name,
    )

    def table(rows: Sequence[Sequence[str]], head: str | Sequence[str]) -> str:
        return markdown(heads(speak, head) if isinstance(head, str) else head, rows)

    made.globals.update(
        speak=speak,
        say=speak.say,
        counted=speak.counted,
        head=lambda key: markdown_head(heads(speak, key)),
        called=lambda key, declared: label(key, declared, speak),
    )
    made.filters.update(
        number=speak.number,
        percent=speak.percent,
        share=speak.share,
        listing=speak.listing,
        difference=lambda estimate, unit: speak.difference(unit, estimate),
        spell=speak.name,
        capital=capitalised,
        table=table,
    )
    return made
