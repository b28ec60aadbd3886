"""From outcomes to tidy tables: one row per outcome, factor and index."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.designs import Listed
from sim.base.arrays import Flags, Floats, Ints
from sim.report import parameters
from sim.report.language import ENGLISH, Language
from sim.studies.sensitivity import indices
from sim.studies.sensitivity.factors import EVIDENCE, LUCK, STRATEGY
from sim.studies.sensitivity.indices import Shares
from sim.studies.sensitivity.question import CIRCUMSTANCES, COMPANY, OTHERS, Question, Response

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]

FEWEST = {"morris": 2, "sobol": 8}
"""Rows without a missing outcome below which nothing is said about it."""
PAWN = ["outcome", "strategy", "baseline", "parameter", "label", "kind", "sourced", "source",
        "index", "value", "low", "high", "noise"]  # fmt: skip
PARTS = (4, 2, 1)
"""Convergence is shown at a quarter, half and all rows."""
TOP = 3
STEADY, ENOUGH = 0.9, 64
"""The leading assumptions are settled where they are the same in this share of resamples, of at
least so many rows; a bootstrap of fewer knows too little of what it has not seen."""


@dataclass(frozen=True)
class Findings:
    """What was found, as tidy frames.

    Attributes:
        kept: Assumptions with a share of variance of their own, in the order of the screening.
        morris: `mu_star`, `mu`, `sigma` per factor; empty without a screening.
        sobol: `first` and `total` per block, and the `part` of company, strategy and luck; empty
            without the variance design.
        pawn: PAWN index per kept assumption and strategy, with the level of noise.
        convergence: `sobol` at growing numbers of rows.
        outcomes: One row per response: its spread, peaks, rows, and how many ranks are settled.
    """

    kept: tuple[str, ...]
    morris: pd.DataFrame
    sobol: pd.DataFrame
    pawn: pd.DataFrame
    convergence: pd.DataFrame
    outcomes: pd.DataFrame


def of(frame: pd.DataFrame, response: Response) -> pd.DataFrame:
    """The rows of a table that speak of one response."""
    if frame.empty:
        return frame
    mine = frame["outcome"] == response.outcome.name
    return frame[mine & (frame["strategy"] == response.strategy)]


def head(response: Response) -> Row:
    """Columns that every table begins with."""
    return {"outcome": response.outcome.name, "strategy": response.strategy,
            "baseline": response.baseline}  # fmt: skip


def about(question: Question, key: str, kept: Sequence[str] = ()) -> Row:
    """What is known about a factor or block."""
    factor = next((each for each in question.factors if each.key == key), None)
    kind = key if key in (OTHERS, COMPANY, STRATEGY, LUCK) else "assumption"
    sourced = None if factor is None else factor.sourced
    told = {None: "", True: "yes", False: "no"}[sourced]
    return {
        "parameter": key, "label": label(question, key, kept, ENGLISH), "kind": kind,
        "sourced": told, "source": "" if factor is None else factor.source,
    }  # fmt: skip


def label(question: Question, key: str, kept: Sequence[str], speak: Language) -> str:
    """What a factor or block is called; parameters as they are declared."""
    factor = next((each for each in question.factors if each.key == key), None)
    if factor is not None and factor.label:
        return parameters.label(key, factor.label, speak)
    count = len(question.company) - (len(kept) if key == OTHERS else 0)
    if factor is not None and isinstance(factor.axis, Listed) and key == EVIDENCE:
        count = len(factor.axis.values[0])
    return speak.say(f"sensitivity.factor_{key}", count=count)


def labelled(question: Question, found: Findings, speak: Language) -> Findings:
    """The same findings, with labels in another language."""
    frames = {name: getattr(found, name) for name in ("morris", "sobol", "pawn", "convergence")}
    return dataclasses.replace(found, **{
        name: frame.assign(
            label=[label(question, key, found.kept, speak) for key in frame["parameter"]]
        )
        for name, frame in frames.items() if not frame.empty
    })  # fmt: skip


def usable(values: Floats, design: str) -> Flags | None:
    """Rows in which the outcome is defined everywhere; None if they are too few or all equal."""
    whole = ~np.isnan(values).any(axis=1)
    if whole.sum() < max(FEWEST[design], len(values) / 2) or np.ptp(values[whole]) < 1e-12:
        return None
    return np.asarray(whole)


def morris_table(question: Question, grid: Floats, values: Floats) -> pd.DataFrame:
    """Elementary effects of every factor.

    Args:
        question: What was asked.
        grid: As `design.morris_design` gives it.
        values: Responses, shape (trajectories, points, responses).
    """
    import pandas as pd

    rows: list[Row] = []
    steps = grid.reshape(*values.shape[:2], -1)
    for column, response in enumerate(question.responses):
        own = values[:, :, column]
        whole = usable(own, "morris")
        if whole is None:
            continue
        grids = steps[whole].reshape(-1, steps.shape[2])
        found = indices.screen(question.factors, grids, own[whole], question.seed)
        for place, factor in enumerate(question.factors):
            first = {**head(response), **about(question, factor.key)}
            middle, half = found.mu_star[place], found.half[place]
            rows += [
                {**first, "index": "mu_star", "value": middle,
                 "low": max(middle - half, 0.0), "high": middle + half},
                {**first, "index": "mu", "value": found.mu[place]},
                {**first, "index": "sigma", "value": found.sigma[place]},
            ]  # fmt: skip
    return pd.DataFrame(rows)


def survivors(morris: pd.DataFrame, responses: Sequence[Response], keep: int) -> tuple[str, ...]:
    """The assumptions with the largest mu*: each response's first, then each one's second, ...

    One without any effect is never kept.
    """
    ranked = []
    for response in responses:
        own = of(morris, response)
        if not own.empty:
            effects = own[(own["index"] == "mu_star") & (own["kind"] == "assumption")]
            effects = effects[effects["value"] > 0.0]
            ranked.append(list(effects.sort_values("value", ascending=False)["parameter"]))
    longest = max(map(len, ranked), default=0)
    turns = [keys[place] for place in range(longest) for keys in ranked if place < len(keys)]
    return tuple(dict.fromkeys(turns))[:keep]


@dataclass(frozen=True)
class Sample:
    """Outcomes of a variance design, with everything that its analysis needs.

    Attributes:
        unit: Points, shape (rows, blocks + 2, factors).
        values: Responses, shape (rows, blocks + 2, responses).
        kept: Assumptions with a block of their own.
    """

    question: Question
    unit: Floats
    values: Floats
    kept: tuple[str, ...]

    @functools.cached_property
    def blocks(self) -> tuple[str, ...]:
        """Names of blocks, in order."""
        return tuple(self.question.blocks(self.kept))

    @property
    def corners(self) -> Ints:
        """Points of a row that cross strategy and luck, shape (strategies, lucks)."""
        place = {name: step for step, name in enumerate(self.blocks, start=1)}
        if STRATEGY not in place:
            return np.array([[0, place[LUCK]]])
        return np.array([[0, place[LUCK]], [place[STRATEGY], place[CIRCUMSTANCES]]])

    def usable(self) -> Iterator[tuple[Response, Floats, Flags]]:
        """Responses with something to explain: values, and rows that count."""
        for column, response in enumerate(self.question.responses):
            own = self.values[:, :, column]
            whole = usable(own, "sobol")
            if whole is not None:
                yield response, own, whole


def variance_tables(
    sample: Sample,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Shares of variance, PAWN indices, convergence, and one row per response."""
    import pandas as pd

    question = sample.question
    sobol: list[Row] = []
    pawn: list[Row] = []
    convergence: list[Row] = []
    outcomes: list[Row] = []
    for response, values, whole in sample.usable():
        grown = {}
        for part in PARTS:
            rows = whole & (np.arange(len(whole)) < len(whole) // part)
            if rows.sum() >= FEWEST["sobol"] and np.ptp(values[rows]) > 0.0:
                grown[part] = indices.shares(values[rows], question.seed)
                told = _share_rows(sample, response, grown[part], values[rows])
                convergence += [{**each, "rows": int(rows.sum())} for each in told]
        sobol += _share_rows(sample, response, grown[1], values[whole])
        pawn += _pawn_rows(sample, response, values[whole], sample.unit[whole])
        outcomes.append({
            **head(response), **_spread(values[whole][:, [0, -1]].ravel()),
            "rows": int(whole.sum()), "rows_left_out": int((~whole).sum()),
            **_settled(sample, grown, int(whole.sum())),
        })  # fmt: skip
    return (pd.DataFrame(sobol), pd.DataFrame(pawn, columns=PAWN), pd.DataFrame(convergence),
            pd.DataFrame(outcomes))  # fmt: skip


def _share_rows(sample: Sample, response: Response, found: Shares, values: Floats) -> list[Row]:
    """First order and total of every block, and the three parts that make up the whole."""
    rows = []
    for place, name in enumerate(sample.blocks):
        if name != CIRCUMSTANCES:
            told = {**head(response), **about(sample.question, name, sample.kept)}
            rows += [
                _share(told, "first", found.first[place], found.first_half[place]),
                _share(told, "total", found.total[place], found.total_half[place]),
            ]
    split = indices.parts(values[:, sample.corners], values[:, [0, -1]], sample.question.seed)
    known = {COMPANY: split.company, STRATEGY: split.strategy, LUCK: split.luck}
    return rows + [
        _share({**head(response), **about(sample.question, name, sample.kept)}, "part", *part)
        for name, part in known.items()
        if name in (*sample.blocks, COMPANY)
    ]


def _share(told: Row, index: str, value: float, half: float) -> Row:
    return {**told, "index": index, "value": value, "low": value - half, "high": value + half}


def _pawn_rows(sample: Sample, response: Response, values: Floats, unit: Floats) -> list[Row]:
    """PAWN indices from the rows of A and B, which are drawn independently of each other."""
    question = sample.question
    rows = []
    for column, factor in enumerate(question.factors):
        if factor.key in (*sample.kept, STRATEGY) and factor.key != EVIDENCE:
            shares_of = unit[:, [0, -1], column].ravel()
            found = indices.distances(factor, shares_of, values[:, [0, -1]].ravel(), question.seed)
            rows.append({
                **head(response), **about(question, factor.key), "index": "pawn",
                "value": found.index, "low": max(found.index - found.half, 0.0),
                "high": min(found.index + found.half, 1.0), "noise": found.noise,
            })  # fmt: skip
    return rows


def _spread(values: Floats) -> Row:
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
    peaks = indices.bimodality(values)
    return {"mean": values.mean(), "sd": values.std(ddof=1), "p10": low, "median": middle,
            "p90": high, "bimodality": peaks,
            "two_peaks": "yes" if peaks > indices.TWO_PEAKS else "no"}  # fmt: skip


def _settled(sample: Sample, grown: dict[int, Shares], rows: int) -> Row:
    """How many of the leading assumptions more rows would name again: three, fewer or none."""
    places = [place for place, name in enumerate(sample.blocks) if name in sample.kept]
    found: Row = {"settled": 0}
    for count in range(1, min(TOP, max(len(places) - 1, 1)) + 1):

        def leading(totals: Floats, count: int = count) -> frozenset[int]:
            return frozenset(np.argsort(-totals[places], kind="stable")[:count].tolist())

        best = leading(grown[1].total)
        steady = float(np.mean([leading(drawn) == best for drawn in grown[1].drawn]))
        before = 2 in grown and leading(grown[2].total) == best
        found |= {"leading": count, "same_at_half": before, "same_in_resamples": steady}
        if before and steady >= STEADY and rows >= ENOUGH:
            found["settled"] = count
    return found
