"""Equations as MathML, written into the page while the site is built.

No script, no font, no request: browsers draw MathML themselves and hand it to screen readers. A
wide equation scrolls in its box.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert


def setup(app: Any) -> dict[str, bool]:
    """Let `html_math_renderer = "mathml"` mean this."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def mathml(latex: str, display: str) -> str:
    """An equation; words in it keep their underscores, which LaTeX has to escape."""
    return convert(latex, display=display).replace(r"\_", "_")


def _inline(html: Any, node: nodes.math) -> None:
    html.body.append(mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def _display(html: Any, node: nodes.math_block) -> None:
    # With the keyboard, too: what scrolls can be reached.
    html.body.append(f'<div class="equation" tabindex="0">{mathml(node.astext(), "block")}</div>\n')
    raise nodes.SkipNode
