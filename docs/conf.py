"""The documentation site: Sphinx over the pages of this folder; `make docs` builds it.

Nothing is asked from the network, neither while it is built nor while it is read.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]
from experiments.notebook_page import page as page_of  # noqa: E402

project = "Rollout Lab"
author = copyright = "Rollout Lab contributors"
version = release = version_of("rollout-lab")
language = "en"

extensions = [
    "myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "mathml",
    "experiments.two_languages",
]  # fmt: skip
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_fence_as_directive = ["math"]  # as GitHub writes equations
html_math_renderer = "mathml"
suppress_warnings = ["misc.highlighting_failure"]  # files shown as they are have no lexer

autodoc_typehints = "signature"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = f"Rollout Lab {version}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_show_sourcelink = False
html_copy_source = False
html_show_search_summary = False  # it would fetch pages, which browsers refuse for files

#: Pages that stand elsewhere in the repository, and which page here shows them.
SHOWN = {
    "README.md": "docs/site/start.md",
    "README.de.md": "docs/site/de/start.md",
    "CONTRIBUTING.md": "docs/site/contributing.md",
    "CHANGELOG.md": "docs/site/changelog.md",
    "results/README.md": "docs/site/results.md",
    "results/reference/README.md": "docs/site/reference.md",
    "results/reference/README.de.md": "docs/site/de/reference.md",
    "examples/pioneers_week/README.md": "docs/site/example.md",
    "examples/mesa_view/README.md": "docs/site/mesa.md",
    **{f"notebooks/{each.stem}.ipynb": f"docs/site/notebooks/{each.stem}.md"
       for each in sorted((ROOT / "notebooks").glob("*.ipynb"))},
}  # fmt: skip
PRINTED = ("slides", "handout", "data")
"""Pages of the course that are shown or printed."""
LED = {**SHOWN, "docs": "docs/index.md"}
RULE = re.compile(r"^(---|___)$", re.MULTILINE)
"""Where a slide ends, or somebody writes: no line of a page that is only read."""
HEAD = re.compile(r"^# ", re.MULTILINE)
LINK = re.compile(r"(\]\()([^)#\s:]+)(#[^)]*)?\)")


def setup(app: Any) -> None:
    """Show pages of the repository, and lead links to where they are shown."""
    app.connect("builder-inited", lambda _: gc.disable())  # pages are kept until all are made
    app.connect("build-finished", lambda *_: gc.enable())
    app.connect("source-read", _lead)
    app.connect("build-finished", _show_course)


def _show_course(app: Any, error: Exception | None) -> None:
    """Put slides and sheets beside the pages of their text: to be shown and printed."""
    if error is None and app.builder.name == "html":
        from experiments.course.pages import build

        build(Path(app.outdir) / "_static" / "course")


def _printed(page: str, text: str) -> str:
    """The text of slides or of a sheet as a page, which leads to what is shown and printed."""
    from experiments.course.words import code_of, data

    first, _, rest = RULE.sub("", text).partition("\n")
    place = f"{'../' * page.count('/')}_static/{page}.html"
    said = data("words")[code_of(Path(f"{page}.md"))]["show"]
    return f'{first}\n\n<p><a href="{place}">{said}</a></p>\n{HEAD.sub("## ", rest)}'


def _lead(app: Any, page: str, source: list[str]) -> None:
    """Take the text of what a page shows; its links are written for the repository."""
    here = f"docs/{page}.md"
    file = next((name for name, shown in SHOWN.items() if shown == here), here)
    text = source[0]
    if file != here:
        text = page_of(ROOT / file) if file.endswith(".ipynb") else (ROOT / file).read_text("utf-8")

    def led(found: re.Match[str]) -> str:
        target = Path(os.path.normpath(os.path.join(os.path.dirname(file), found[2]))).as_posix()
        place = Path(os.path.relpath(LED.get(target, target), os.path.dirname(here))).as_posix()
        # A page that no page here shows is handed out as a file.
        alone = target.endswith(".md") and target not in LED and not target.startswith("docs/")
        return f"{found[1]}{'path:' if alone else ''}{place}{found[3] or ''})"

    if here.startswith("docs/course/") and Path(here).name.startswith(PRINTED):
        text = _printed(page, text)
    source[0] = LINK.sub(led, text)
