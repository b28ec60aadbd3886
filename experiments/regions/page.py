"""The page of regions, the figure, and the corners that a test holds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.regions.study import (
    EUR,
    FEW_SEEDS,
    HEADCOUNT,
    MATTERS,
    PERCENT,
    SEARCHED,
    SEEDS,
    Found,
    Side,
    Study,
)
from sim.analysis.companies import Dimension
from sim.analysis.inference import wilson
from sim.studies.discovery.boxes import Box, Counts
from sim.studies.discovery.sample import BETTER

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 0.5
"""Share of companies from which on a lever wins, or loses, nearly anywhere."""
COMMAND = "python -m experiments.regions write"
REASONS = {
    "few": "they are too few to be told from the others",
    "alike": "no parameter differs between them and the others",
    "luck": "no limit makes a difference beyond luck",
    "refused": "the companies held back do not bear out the best one",
    "": "beside the other tests that of the best one does not stand",
}


def percent(share: float) -> str:
    """A share in whole percent; what is there, but rounds to nothing, as below one."""
    return "< 1 %" if 0.0 < share < 0.005 else f"{100 * share:.0f} %"


def shares(found: Found) -> tuple[float, float, float]:
    """Shares of companies that the lever wins, that are open or too small to matter, and loses."""
    wins, loses = (
        float((side.judged.label == BETTER).mean()) for side in (found.wins, found.loses)
    )
    return wins, 1.0 - wins - loses, loses


def table(study: Study) -> str:
    """A row per lever: where it wins and loses, by hours and by money."""
    head = "| lever | what against what | wins | neither | loses | net benefit: wins | loses |"
    lines = [head, "|---" * 7 + "|"]
    for found in study.found:
        cells = [percent(each) for each in (*shares(found), *found.money)]
        lines.append(f"| **{found.pair.lever}** | {found.pair.said} | {' | '.join(cells)} |")
    return "\n".join(lines)


def sections(study: Study) -> Iterator[str]:
    """What is said of every lever."""
    for found in study.found:
        yield f"### {found.pair.lever[0].upper()}{found.pair.lever[1:]}\n"
        yield f"{found.pair.said[0].upper()}{found.pair.said[1:]}.\n"
        for word, side in (("Wins", found.wins), ("Loses", found.loses)):
            luck = side.clearest >= 0 and not side.again
            more = " With other seeds the clearest of them does not: this is luck." if luck else ""
            yield f"* {word} {region(side, study.space)}{more}"
        yield f"* {decided(found)}\n"


def region(side: Side, space: Sequence[Dimension]) -> str:
    """The region in words, with how good a rule it is in the companies that were held back."""
    every = float((side.judged.label == BETTER).mean())
    start = (
        f"in {percent(every) if every else 'none'} of the companies (where regions are searched, "
        f"{percent(side.likely / SEARCHED)} by the mean of {FEW_SEEDS} seeds)"
    )
    test, best = side.finding.confirmation, side.finding.chosen
    if test is None or best is None:
        where = "nearly anywhere" if every > MOST else REASONS[side.finding.reason]
        return f"{start}. No region of its own is found: {where}."
    where, held = ", and ".join(limits(best.box, space)), quality(test.counts)
    if side.box is None:
        return (f"{start}. No region of its own is confirmed: {REASONS[side.finding.reason]}, "
                f"where {where}. {held} Fisher's p is {test.p_value:.2g}.")  # fmt: skip
    return f"{start}, above all where {where}. {held}"


def limits(box: Box, space: Sequence[Dimension]) -> Iterator[str]:
    """Every parameter that a region limits: what it is, from where to where."""
    for each, low, high in zip(space, box.low, box.high, strict=True):
        below, above = math.isfinite(low), math.isfinite(high)
        if not (below or above):
            continue
        ends = [f"{each.at(share):.3g}" for share in (low if below else 0, high if above else 1)]
        said = (f"between {ends[0]} and {ends[1]}" if below and above
                else f"at least {ends[0]}" if below else f"at most {ends[1]}")  # fmt: skip
        part = f"{100 * (low if below else 0):.0f}–{100 * (high if above else 1):.0f} %"
        unit = f" {each.unit}" if each.unit and each.unit not in ("share", "weight") else ""
        yield f"{each.doc} is {said}{unit} (`{each.key}`, {part} of its range)"


def quality(counts: Counts) -> str:
    """Share of the companies inside, how many of them are won, and how many of all that are."""
    low, high = wilson(counts.density, counts.inside) if counts.inside else (0.0, 1.0)
    return (
        f"Of the companies held back, {percent(counts.inside / counts.companies)} lie there; it "
        f"holds in {counts.wins_inside} of {counts.inside} of them ({percent(low)} to "
        f"{percent(high)}; {percent(counts.base)} of all), which is "
        f"{percent(counts.coverage)} of where it holds."
    )


def decided(found: Found) -> str:
    """Which parameters go with the difference, and whether anything is known of them."""
    if not found.deciders:
        return "Nothing stands out among the parameters."
    told = [
        f"`{each.dimension.key}` ({each.correlation:+.2f}, "
        f"{'sourced' if each.sourced else '**no source**'})"
        for each in found.deciders
    ]
    return f"Goes with {', '.join(told)}."


def document(study: Study) -> str:
    """The whole page."""
    drawn, searched = len(study.drawn), len(study.space)
    free = sum(not each.sourced for each in study.space)
    return f"""# Where each lever wins, and where it loses

Written by `{COMMAND}`: {drawn} companies of {HEADCOUNT} people drawn
from the whole declared space (`companies=plausible`), {SEEDS} seeds in each, 104 weeks, levers
until week 78, everything else at its default. A lever wins, or loses, in a company where the 95 %
interval of the paired differences lies beyond what matters: {MATTERS:g} net hours per employee over
the two years, {100 * PERCENT:g} point in the change of lead time, {EUR / HEADCOUNT:g} € of net
benefit a head.

* Champions, training, candour, room to explore, targeting and the big bang each win in some
  companies and lose in others. *Where* pilots begin, by waiting and for every purpose, decides
  next to no company for certain; by the hours that frictions take, or with the purpose chosen as
  well, it decides two in five.
* Most of what decides are assumptions: {free} of the {searched} drawn parameters have no source;
  those that go with a difference say so below.
* These are shares of a space, not of real companies: every value between the ends of a range
  counts alike, and published numbers are not asked for (`companies=matched` asks for them).
* Net hours count what is given and what is saved, hour for hour. Net benefit counts half of the
  saved hours as money (`programme.realisation`, which has no source and a wide range) and all that
  is paid: fewer levers win by it.

![Shares of companies, and the regions](figures/regions.png)

{table(study)}

## The regions

Searched in {SEARCHED} other companies with {FEW_SEEDS} seeds each, where a mean difference beyond
what matters counts as won: what is certain is too rare to be searched for. The companies above are
held back and must confirm a region (Fisher's exact test); of the tests of all levers and sides
those stand that a false discovery rate of 5 % leaves. Screening, search and test are those that
[discover.md](discover.md) describes. Correlations are Spearman's, over all companies of both
kinds, with Holm's correction.

{chr(10).join(sections(study))}
## One company for every corner

`experiments/regions/corners.csv` holds, for every lever and side, the company of this study that
decided most clearly, if it does so with {SEEDS} other seeds, too; `tests/model/test_corners.py`
runs them with others again. Without that, a share of one or two per cent can be luck of the seeds.
"""


def corners(study: Study) -> pd.DataFrame:
    """For every lever and side the company that decides most clearly: a row with all its values."""
    return pd.DataFrame([
        {"lever": found.pair.lever, "side": name, "better": found.pair.better,
         "than": found.pair.than, "company": side.clearest,
         "mean": float(side.judged.mean[side.clearest]), **study.drawn[side.clearest]}
        for found in study.found
        for name, side in (("wins", found.wins), ("loses", found.loses)) if side.again
    ])  # fmt: skip


def figure(study: Study) -> Figure:
    """Shares of companies by lever, and under them the limits of every region."""
    from sim.report.plots.panels import BLUE, ORANGE, PALE, bars
    from sim.report.plots.sheet import arrange, sheet

    boxes = [(found, word, side) for found in study.found
             for word, side in (("wins", found.wins), ("loses", found.loses))]  # fmt: skip
    lines = [
        (f"{found.pair.lever} {word}: {each.key.removeprefix('workforce.')}", word, low, high)
        for found, word, side in boxes
        if side.box is not None and side.judged.label.max() == BETTER
        for each, low, high in zip(study.space, side.box.low, side.box.high, strict=True)
        if math.isfinite(low) or math.isfinite(high)
    ]  # fmt: skip
    tall = (0.36 * len(study.found) + 0.9, 0.24 * len(lines) + 0.7)
    drawn, (upper, lower) = sheet(
        "Where each lever wins and loses in the declared space",
        f"{len(study.drawn)} companies; decided where the 95 % interval over {SEEDS} seeds lies "
        f"beyond {MATTERS:g} net hours per employee in two years",
        sum(tall), 2, 1, height_ratios=tall,
    )  # fmt: skip
    rows = np.arange(len(study.found))
    wins, neither, loses = np.array([shares(found) for found in study.found]).T
    bars(upper, rows, (("wins", wins, BLUE), ("neither", neither, PALE), ("loses", loses, ORANGE)),
         words=percent, least=0.03)  # fmt: skip
    upper.set_yticks(rows, [found.pair.lever for found in study.found])
    upper.set(xlim=(0, 1), ylim=(len(rows) - 0.4, -0.6), xlabel="share of the companies")
    upper.xaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f} %")
    for row, (_, word, low, high) in enumerate(lines):
        low, high = max(low, 0.0), min(high, 1.0)
        lower.barh(row, 1.0, 0.34, color=PALE)
        lower.barh(row, high - low, 0.34, low, color=BLUE if word == "wins" else ORANGE)
    lower.set_yticks(range(len(lines)), [line[0] for line in lines], fontsize=8.5)
    lower.set(xlim=(0, 1), ylim=(len(lines) - 0.4, -0.6),
              xlabel="where in its declared range, on the scale it is drawn on")  # fmt: skip
    lower.xaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f} %")
    return arrange(drawn)
