"""What was found, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.base.params import FITTED
from sim.model.outcomes import Outcome
from sim.studies.sensitivity.analysis import ENOUGH, STEADY, TOP, Findings, of
from sim.studies.sensitivity.factors import LUCK, STRATEGY
from sim.studies.sensitivity.indices import TWO_PEAKS
from sim.studies.sensitivity.question import COMPANY, OTHERS, Response

if TYPE_CHECKING:
    import pandas as pd

Row = dict[Any, Any]
NUMBERS = ("no", "one", "two", "three")
PERCENT = ("share", "change", "ratio")


def percent(share: float) -> str:
    """A share the way people say it."""
    return f"{100.0 * share:.0f} %".replace("-0 %", "0 %")


def amount(value: float, response: Response) -> str:
    """A value as it is printed; a difference of shares is in percentage points."""
    if response.outcome.unit in PERCENT:
        return f"{100.0 * value:.0f} points" if response.strategy else percent(value)
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def unit(outcome: Outcome) -> str:
    """The unit as it stands behind a number; percent is part of the number."""
    return "" if outcome.unit in (*PERCENT, "0/1") else f" {outcome.unit}"


def share(row: Row) -> str:
    """An index with its interval: 41 % [34, 48]."""
    low, high = (f"{100.0 * row[end]:.0f}".replace("-0", "0") for end in ("low", "high"))
    return f"{percent(row['value'])} [{low}, {high}]"


def ranked(frame: pd.DataFrame, index: str) -> list[Row]:
    """Assumptions of one response by an index, the largest first."""
    mine = frame[(frame["kind"] == "assumption") & (frame["index"] == index)]
    return list(mine.sort_values("value", ascending=False, kind="stable").to_dict("records"))


def parts(sobol: pd.DataFrame) -> dict[str, Row]:
    """The parts of company, strategy and luck of one response, those that there are."""
    rows = sobol[sobol["index"] == "part"].set_index("parameter")
    return {key: rows.loc[key].to_dict() for key in (COMPANY, STRATEGY, LUCK) if key in rows.index}


def sentences(found: Findings, response: Response) -> list[str]:
    """Everything that is said about one response; one sentence if there is nothing to explain."""
    lines = of(found.outcomes, response)
    if lines.empty:
        if found.sobol.empty and not of(found.morris, response).empty:
            return [_screened(found, response)]
        return [f"{_start(response.label)}: the same everywhere, or not defined in most runs; "
                "there is nothing to explain."]  # fmt: skip
    spread, sobol = lines.iloc[0].to_dict(), of(found.sobol, response)
    return [
        _spread(spread, response),
        _parts(sobol, response),
        _leading(sobol),
        _others(sobol),
        _settled(spread),
        _peaks(spread, sobol, of(found.pawn, response)),
    ]


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _screened(found: Findings, response: Response) -> str:
    own = ranked(of(found.morris, response), "mu_star")[:TOP]
    named = "; ".join(_named(row, amount(row["value"], response)) for row in own)
    return f"{_start(response.label)}: what moves it most at one step: {named}. {_sources(own)}"


def _spread(spread: Row, response: Response) -> str:
    low, middle, high = (amount(spread[key], response) for key in ("p10", "median", "p90"))
    left = int(spread["rows_left_out"])
    without = f" {left} rows are left out because it is not defined there." if left else ""
    return (f"{_start(response.label)} lies between {low} and {high}{unit(response.outcome)} in 8 "
            f"of 10 runs (median {middle}).{without}")  # fmt: skip


def _parts(sobol: pd.DataFrame, response: Response) -> str:
    rows = parts(sobol)
    told = [f"{share(rows[COMPANY])} is the company"]
    if STRATEGY in rows:
        told.append(f"{share(rows[STRATEGY])} the strategy, by itself and in how it suits the "
                    "company")  # fmt: skip
    told.append(f"{share(rows[LUCK])} luck between seeds, which no better knowledge removes")
    return f"Of the spread in {response.label}, {'; '.join(told)}."


def _named(row: Row, value: str) -> str:
    return f"{row['label']} (`{row['parameter']}`, {value})"


def _leading(sobol: pd.DataFrame) -> str:
    own = ranked(sobol, "total")[:TOP]
    count = NUMBERS[len(own)]
    start = f"The {count} assumptions that matter most are" if len(own) > 1 else "It is decided by"
    named = "; ".join(_named(row, share(row)) for row in own)
    return f"{start} {named}. {_sources(own)}"


def _sources(rows: Sequence[Row]) -> str:
    without = sum(row["sourced"] == "no" for row in rows)
    fitted = sum(str(row["source"]).startswith(FITTED) for row in rows if row["sourced"] == "yes")
    if len(rows) == 1:
        return f"It has {'no' if without else 'a'} source.{_fitted(fitted, 1)}"
    if without == len(rows):
        return "None of them has a source."
    if not without:
        return f"All of them have a source.{_fitted(fitted, len(rows))}"
    verb = "has" if without == 1 else "have"
    return f"{_start(NUMBERS[without])} of them {verb} no source.{_fitted(fitted, len(rows))}"


def _fitted(count: int, all_of: int) -> str:
    if not count:
        return ""
    if count == all_of:
        whose = "It is" if all_of == 1 else "They are"
    else:
        whose = f"{_start(NUMBERS[count])} of them {'is' if count == 1 else 'are'}"
    return (f" {whose} fitted to published numbers, which is not measured: docs/calibration.md "
            "says how far the numbers narrow down what.")  # fmt: skip


def _others(sobol: pd.DataFrame) -> str:
    mine = sobol[(sobol["kind"] == OTHERS) & (sobol["index"] == "total")]
    if mine.empty:
        return "Every assumption has its own share; none was screened out."
    row, single = mine.iloc[0].to_dict(), ranked(sobol, "total")
    told = f"{_start(str(row['label']))} have a part in {share(row)}."
    if single and row["value"] > single[0]["value"]:
        told += (" That is more than any single one that was kept; whether these are many small "
                 "causes, or a few that the screening missed, it does not say.")  # fmt: skip
    return told


def _settled(spread: Row) -> str:
    count, settled = int(spread["leading"]), int(spread["settled"])
    steady = percent(spread["same_in_resamples"])
    if settled == count:
        return (f"Which {_ranks(count)} is settled: the same at half the rows and in {steady} of "
                "bootstrap resamples.")  # fmt: skip
    half = "the same" if spread["same_at_half"] else "not the same"
    start = f"Which {_ranks(count)} is not settled"
    if settled:
        start = f"Which {_ranks(settled)} is settled, which {_ranks(count)} is not"
    return (f"{start}: {half} at half the rows, and the same in {steady} of bootstrap resamples "
            f"({percent(STEADY)} of {ENOUGH} rows or more would do). More rows decide it: "
            "`points=`.")  # fmt: skip


def _ranks(count: int) -> str:
    return "one leads" if count == 1 else f"{NUMBERS[count]} lead"


def _peaks(spread: Row, sobol: pd.DataFrame, pawn: pd.DataFrame) -> str:
    by_variance = [row["parameter"] for row in ranked(sobol, "total")[:TOP]]
    above = pawn[pawn["value"] > pawn["noise"]]
    other = [row["parameter"] for row in ranked(above, "pawn")[:TOP]]
    other = [key for key in other if key not in by_variance]
    peaks = f"bimodality coefficient {spread['bimodality']:.2f}"
    start = f"The outcomes have one peak ({peaks})"
    if spread["two_peaks"] == "yes":
        start = (f"The outcomes have two peaks or pile up at one end ({peaks}, above "
                 f"{TWO_PEAKS:.2f}), which a variance describes badly, so PAWN counts as "
                 "well")  # fmt: skip
    if not len(ranked(above, "pawn")):
        return f"{start}. PAWN finds nothing above its level of noise."
    if other:
        named = " and ".join(f"`{key}`" for key in other)
        return f"{start}. PAWN disagrees: it has {named} among the leading three."
    return f"{start}. PAWN names none but these among the leading three."
