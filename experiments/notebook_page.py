"""A notebook as a page in Markdown: its text, its code, and what it showed when it last ran."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

HERE = "../../../notebooks"
"""The notebooks, seen from their pages."""


def page(notebook: Path) -> str:
    """The page: where it can be taken from, then cell by cell."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    language = content["metadata"]["kernelspec"]["language"].lower()
    title, *cells = content["cells"]
    head, _, rest = "".join(title["source"]).partition("\n")
    script = next(each for each in sorted(notebook.parent.glob(f"{notebook.stem}.*"))
                  if each != notebook)  # fmt: skip
    taken = " · ".join(f"[{each.name}](path:{HERE}/{each.name})" for each in (notebook, script))
    parts = [head, f"To take along: {taken}", rest.strip(), *(_cell(x, language) for x in cells)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _cell(cell: dict[str, Any], language: str) -> str:
    source = "".join(cell["source"])
    if cell["cell_type"] != "code":
        return source
    shown = [_output(each) for each in cell["outputs"]]
    return "\n\n".join([f"```{language}\n{source}\n```", *shown])


def _output(output: dict[str, Any]) -> str:
    """What a cell showed: the richest form that a page can hold."""
    if output["output_type"] == "stream":
        return _text("".join(output["text"]))
    data = output["data"]
    if "image/png" in data:
        alt = escape(output["metadata"]["image/png"]["alt"])
        picture = "".join(data["image/png"]).replace("\n", "")
        return _html(f'<p><img alt="{alt}" src="data:image/png;base64,{picture}"></p>')
    if "text/html" in data:
        table = "".join(data["text/html"]).replace('class="dataframe"', 'class="docutils"')
        return _html(f'<div class="table-wrapper">{table}</div>')
    return _text("".join(data["text/plain"]))


def _text(text: str) -> str:
    return f"```{{code-block}} text\n:class: shown\n\n{text.rstrip()}\n```"


def _html(text: str) -> str:
    """HTML for a page; the parser ends it where a line is empty, so none is."""
    lines = (line for line in text.splitlines() if line.strip())
    return "\n".join(["```{raw} html", *lines, "```"])
