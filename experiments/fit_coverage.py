"""How often do the intervals of `rollout fit` hold? On planted firms whose week 52 is known.

    python -m experiments.fit_coverage write             # docs/fit.md

Firms that the library does not know take the part of one's own: their first weeks are data, with
detection and noise, and week 52 is the truth. Matched ones have fitted values that no firm of the
library has. Everything is weighed as `rollout fit` does it, and by other methods beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from experiments.fit_methods import METHODS, PEOPLE, TARGET, Method, Planted, planted, regression
from experiments.fit_methods import shipped as fitted
from sim.base.arrays import Ints
from sim.report.tables import markdown
from sim.runs.work import Work
from sim.studies.fit.library import Library
from sim.studies.fit.nearness import Curves
from sim.studies.fit.outside import outside, usual

PAGE = Path(__file__).parents[1] / "docs" / "fit.md"
WEEKS = (8, 16, 26)
STRATEGIES = ("champions", "mandate", "playbook")
STEP, STEP_WEEK = 0.3, 6
"""A planted step: so many points from this week on."""


class Score(NamedTuple):
    """How intervals did: share that holds the truth, mean width and mean miss of the middle."""

    holds: float
    width: float
    off: float


def score(here: Planted, method: Method, weeks: int, which: Ints) -> Score:
    """How a method does on some truths."""
    found = np.array([method(here, int(truth), weeks) for truth in which])
    truth = here.data[which, TARGET - 1]
    holds = (found[:, 0] <= truth) & (truth <= found[:, 2])
    return Score(float(holds.mean()), float((found[:, 2] - found[:, 0]).mean()),
                 float(np.abs(found[:, 1] - truth).mean()))  # fmt: skip


def scores(here: Planted, method: Method, weeks: int) -> tuple[Score, Score]:
    """The same for matched and for plausible truths."""
    near, far = (score(here, method, weeks, np.flatnonzero(here.matched == own))
                 for own in (True, False))  # fmt: skip
    return near, far


def refused(here: Planted, weeks: int, step: float = 0.0) -> tuple[float, float]:
    """Share of truths of both kinds that count as outside the model, a step planted or not."""
    shares, there = [], usual(here.seen, here.series(0, weeks), 0)
    for own in (True, False):
        found = []
        for truth in np.flatnonzero(here.matched == own):
            series = here.series(int(truth), weeks)
            later = series.weeks >= STEP_WEEK
            up = 1.0 if series.share[later].mean() < 0.5 else -1.0
            bent = np.clip(series.share + up * step * later, 0.0, 1.0)
            found.append(outside(here.seen, replace(series, share=bent), there) is not None)
        shares.append(float(np.mean(found)))
    return shares[0], shares[1]


def part(here: Planted, firms: int, matched: float) -> Planted:
    """The same truths with a smaller library of another mixture."""
    own = here.library
    near, far = (np.flatnonzero(own.matched == each) for each in (True, False))
    most = [int(len(each) / share) for each, share in ((near, matched), (far, 1.0 - matched))
            if share > 0.0]  # fmt: skip
    count = min(firms, *most)
    rows = np.concatenate((near[: round(count * matched)], far[: count - round(count * matched)]))
    library = Library([own.draws[k] for k in rows], own.matched[rows], own.detection[rows],
                      own.active[rows], own.watched[:, rows])  # fmt: skip
    return here._replace(library=library, seen=Curves(*(each[rows] for each in here.seen)))


def _cells(here: Planted, method: Method) -> list[str]:
    cells = []
    for weeks in WEEKS:
        near, far = scores(here, method, weeks)
        cells.append(f"{100 * near.holds:.0f} · {100 * far.holds:.0f} %, "
                     f"{100 * near.width:.0f} · {100 * far.width:.0f}")  # fmt: skip
    return cells


HEADS = ["", *(f"{weeks} weeks: holds, width" for weeks in WEEKS)]
MIXTURES = ((3000, 0.0), (3000, 0.25), (1400, 0.25), (400, 0.25), (1400, 0.5), (700, 1.0))


def document(every: Mapping[str, Planted]) -> str:
    """The page, from planted firms by programme; the first one is looked at in full."""
    strategy, first = next(iter(every.items()))
    firms, truths = len(first.library), len(first.matched) // 2
    methods = [[name, *_cells(first, method)] for name, method in METHODS.items()]
    sizes = []
    for count, matched in MIXTURES:
        own = part(first, count, matched)
        sizes.append([f"{len(own.library):,} firms, {100 * matched:.0f} % matched",
                      *_cells(own, fitted)])  # fmt: skip
    others = [[f"`{name}`", *_cells(here, fitted)] for name, here in every.items()]
    lines = []
    for name, here in every.items():
        for label, step in (("honest", 0.0), (f"a step of {100 * STEP:.0f} points", STEP)):
            shares = [refused(here, weeks, step) for weeks in WEEKS]
            lines.append(
                [
                    f"`{name}`, {label}",
                    *(f"{100 * near:.0f} · {100 * far:.0f} %" for near, far in shares),
                ]
            )
    offs = [scores(first, method, weeks) for method in (fitted, regression) for weeks in WEEKS]
    shown = [f"{100 * near.off:.1f} · {100 * far.off:.1f}" for near, far in offs]
    return TEMPLATE.format(
        strategy=strategy, truths=truths, firms=firms, people=PEOPLE, target=TARGET,
        step_week=STEP_WEEK, methods=markdown(HEADS, methods), sizes=markdown(HEADS, sizes),
        others=markdown(HEADS, others),
        outside=markdown(["", *(f"{weeks} weeks" for weeks in WEEKS)], lines),
        error=100 * (0.16 / truths) ** 0.5, fit_off=", ".join(shown[: len(WEEKS)]),
        regression_off=", ".join(shown[len(WEEKS) :]),
    )  # fmt: skip


TEMPLATE = """# How often the intervals of `rollout fit` hold

Made by `python -m experiments.fit_coverage write`: planted firms of {people} people, {truths} of
each kind a row, whose use in week {target} is known. Their first weeks are taken as data, seen by a
dashboard that misses up to three in ten, with the luck of {people} people and 1.5 points of noise a
week. Matched truths have fitted values that no firm of the library has. Each cell: share of 80 %
intervals that hold (matched · plausible truths), mean width in points. With {truths} truths a share
of 80 % has a standard error of {error:.0f} points.

## Methods

Library of {firms:,} firms, a quarter of them matched; programme `{strategy}`.

{methods}

*Stretched*: a kernel draws forecasts towards where most firms are, so the interval is made wider
until it holds four in five of either kind of firms of the library, each of which takes the part of
the data once; `rollout fit` does that for the data at hand, this page once for all truths of a row.

The middle of the forecast is off by {fit_off} points (8, 16, 26 weeks; matched ·
plausible), that of local linear regression by {regression_off}.

## Size and mixture of the library

{sizes}

More firms narrow the interval at about the same coverage. Matched companies alone fit matched
truths and fail on plausible ones, so both kinds must be there. With none of them, intervals of
matched truths are wider; with half of them, those of plausible truths. `rollout fit` takes a
quarter.

## Other programmes

{others}

## Outside the model (E12)

Share of truths that are refused. A step counts from week {step_week} on. Data are outside that are
as odd as 1 % of the library's own firms in two things together: how far the nearest firms are, and
how far the most sudden week is from those beside it. The second was chosen among four such measures
on the truths of `{strategy}`; the other programmes had no part in that.

{outside}

## What this says, and what not

* Truths are firms of the same model. How often an interval holds in a real firm, whose people the
  model knows only in part, nobody can say from this page; the held-out weeks of one's own data say
  a little of it.
* With more than a hundred unknowns, plain weights at the data's own error are worth one or two
  firms: their narrow intervals are luck.
* A survey hardly narrows the forecast of *how many are active*: the dashboard says that already,
  and attitudes tell little of it. It tells what a curve of use cannot, and what decides between
  strategies (`rollout ask companies=mine`).
"""


def main(words: Sequence[str]) -> None:
    """Print the page, or write it; runs are kept in a folder of results."""
    every = {}
    for strategy in STRATEGIES:
        folder = Path("results") / "fit_coverage" / strategy
        folder.mkdir(parents=True, exist_ok=True)
        with Work(folder=folder, quiet=False).going_on() as work:
            every[strategy] = planted(strategy, work=work)
    text = document(every)
    if "write" in words:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
