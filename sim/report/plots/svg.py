"""Figures as parts of an HTML page: text stays text, names are unique, a screen reader is told.

Matplotlib measures text in the font that comes with it, which is wider than the ones a page is
shown in; so what fits when it is drawn fits in the page, and the bytes are the same everywhere.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any

from sim.report.plots import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 6.93
"""Inches between the margins of an A4 page."""
FONTS = "'Liberation Sans', Arial, Helvetica, sans-serif"
BLUE, ORANGE, GREEN = "#0b4f8a", "#c4520a", "#0b6b4a"
"""Companies that match published numbers, plausible ones, what one's own data say."""
SETTINGS: dict[str, Any] = {
    **style.SETTINGS, "svg.fonttype": "none", "font.size": 7.5, "axes.titlesize": 8,
    "axes.titleweight": "bold", "axes.linewidth": 0.6, "xtick.major.width": 0.6,
    "ytick.major.width": 0.6, "lines.linewidth": 1.4, "xtick.color": "#4a5563",
    "ytick.color": "#4a5563", "axes.labelcolor": "#4a5563", "legend.fontsize": 7.5,
    "path.simplify_threshold": 0.2,
}  # fmt: skip


@contextmanager
def look() -> Iterator[None]:
    """Apply the settings while figures are made, and only then."""
    from matplotlib import style as styles

    with styles.context(SETTINGS, after_reset=True):
        yield


def inline(figure: Figure, name: str, title: str, description: str) -> str:
    """A figure as an SVG element.

    Args:
        figure: Drawn with `SETTINGS`.
        name: Begins every name in it; another one for every figure of a page.
        title: What it shows, in a few words.
        description: What one sees in it, for who does not see it.
    """
    from matplotlib import rc_context

    buffer = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", text)
    text = re.sub(r"'DejaVu Sans'(, [^;\"]*)?", FONTS, text)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", lambda tag: _rounded(tag[0]), text)
    box = re.search(r'viewBox="([^"]+)"', text)
    assert box is not None
    head = (
        f'<svg role="img" aria-labelledby="{name}-title {name}-desc" viewBox="{box[1]}" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
    )
    return re.sub(r"\n\s*", "\n", head + text[text.index(">") + 1 :])


def _rounded(tag: str) -> str:
    """A tag with coordinates of two decimals; what stands between tags is text and stays."""
    return re.sub(r"\d+\.\d{3,}", lambda found: f"{float(found[0]):.2f}", tag)
