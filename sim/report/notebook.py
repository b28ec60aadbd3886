"""Results in a notebook: a headline with a small table, and the figures by name."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from sim.base.params import require_known
from sim.report.language import ENGLISH, Language

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

NAME = re.compile("`([^`]+)`")
SHOWN = (
    "genuine_use_final", "hours_saved_per_employee_week", "lead_time_change", "net_benefit_eur",
)  # fmt: skip
"""Outcomes of the small table, where a result has them."""


def html(headline: str, runs: pd.DataFrame) -> str:
    """A headline, and means per strategy under the names that the columns have in Python.

    Args:
        headline: Text; a line each becomes a paragraph.
        runs: One row per run.
    """
    shown = [name for name in SHOWN if name in runs]
    means = runs.groupby("strategy", sort=False)[shown].mean()
    return paragraphs(headline.splitlines()) + table(means)


def paragraphs(lines: Sequence[str]) -> str:
    """Sentences, one below the other; names between backticks are code."""
    shown = (NAME.sub(r"<code>\1</code>", escape(line)) for line in lines)
    return "".join(f"<p>{line}</p>" for line in shown)


def table(frame: pd.DataFrame, index: bool = True) -> str:
    """A small table; numbers with four digits."""
    return str(frame.to_html(float_format="{:.4g}".format, border=0, index=index))


def show(figure: Figure, alt: str) -> None:
    """Show a figure in a notebook, with words for those who cannot see it.

    The words stand beside the picture in the notebook's file, from where pages made of it take
    them. A script that is not run by a notebook prints them instead.

    Args:
        figure: What `plot` returns, or any other figure of Matplotlib.
        alt: What there is to see.
    """
    from matplotlib import pyplot

    pyplot.close(figure)  # or a notebook would show it once more, without words
    if "IPython" in sys.modules and (display := _display()):
        display(figure, metadata={"image/png": {"alt": alt}})
    else:
        print(alt)


def _display() -> Any:
    """What shows something in the notebook that this is, or None."""
    from IPython import get_ipython
    from IPython.display import display

    return display if get_ipython() is not None else None


def counted(runs: pd.DataFrame) -> str:
    """How many strategies and seeds a table of runs is about."""
    return ENGLISH.say(
        "run.counted", strategies=runs["strategy"].nunique(), seeds=runs["seed"].nunique()
    )


def figure(
    name: str,
    runs: pd.DataFrame,
    weekly: pd.DataFrame,
    language: str | Language,
    pairwise: pd.DataFrame | None = None,
) -> Figure:
    """One of the figures that commands write, such as `adoption`.

    Raises:
        ConfigError: There is none of this name; the message has those that there are.
    """
    from sim.report.plots import figures

    return chosen(name, figures(weekly, runs, pairwise), language)


def chosen(
    name: str, every: Mapping[str, Callable[[Language], Figure]], language: str | Language
) -> Figure:
    """One of several figures, by its name.

    Raises:
        ConfigError: There is none of this name; the message has those that there are.
    """
    from sim.report.plots import style

    require_known("figure", name, every)
    with style.look():
        return every[name](Language.of(language))
