"""What was found, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.outcomes import Outcome
from sim.sensitivity.analysis import STEADY, TOP, Findings, of
from sim.sensitivity.factors import LUCK, STRATEGY
from sim.sensitivity.indices import TWO_PEAKS
from sim.sensitivity.question import COMPANY, OTHERS, Response

if TYPE_CHECKING:
    import pandas as pd

Row = dict[Any, Any]
NUMBERS = ("no", "one", "two", "three")
PERCENT = ("share", "change", "ratio")


def percent(share: float) -> str:
    """A share the way people say it."""
    return f"{100.0 * share:.0f} %".replace("-0 %", "0 %")


def amount(value: float, outcome: Outcome) -> str:
    """A value of an outcome with its unit."""
    if outcome.unit in PERCENT:
        return percent(value)
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def unit(outcome: Outcome) -> str:
    """The unit as it stands behind a number; percent is part of the number."""
    return "" if outcome.unit in (*PERCENT, "0/1") else f" {outcome.unit}"


def share(row: Row) -> str:
    """An index with its interval: 41 % [34, 48]."""
    low, high = (f"{100.0 * row[end]:.0f}".replace("-0", "0") for end in ("low", "high"))
    return f"{percent(max(row['value'], 0.0))} [{low}, {high}]"


def ranked(frame: pd.DataFrame, index: str) -> list[Row]:
    """Assumptions of one response by an index, the largest first."""
    mine = frame[(frame["kind"] == "assumption") & (frame["index"] == index)]
    return list(mine.sort_values("value", ascending=False, kind="stable").to_dict("records"))


def parts(sobol: pd.DataFrame) -> dict[str, Row]:
    """First-order rows of company, strategy and luck of one response, those that there are."""
    first = sobol[sobol["index"] == "first"].set_index("parameter")
    return {
        key: first.loc[key].to_dict() for key in (COMPANY, STRATEGY, LUCK) if key in first.index
    }


def together(rows: dict[str, Row]) -> float:
    """Share of the spread that only arises where company, strategy and luck meet."""
    return max(0.0, 1.0 - sum(max(0.0, float(row["value"])) for row in rows.values()))


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
    named = "; ".join(_named(row, amount(row["value"], response.outcome)) for row in own)
    return f"{_start(response.label)}: what moves it most at one step: {named}. {_sources(own)}"


def _spread(spread: Row, response: Response) -> str:
    low, middle, high = (amount(spread[key], response.outcome) for key in ("p10", "median", "p90"))
    left = int(spread["rows_left_out"])
    without = f" {left} rows are left out because it is not defined there." if left else ""
    return (f"{_start(response.label)} lies between {low} and {high}{unit(response.outcome)} in 8 "
            f"of 10 runs (median {middle}).{without}")  # fmt: skip


def _parts(sobol: pd.DataFrame, response: Response) -> str:
    rows = parts(sobol)
    names = {COMPANY: "is the company", STRATEGY: "the strategy", LUCK: "luck between seeds"}
    told = ", ".join(f"{share(row)} {names[key]}" for key, row in rows.items())
    luck = sobol[(sobol["parameter"] == LUCK) & (sobol["index"] == "total")].iloc[0].to_dict()
    meets = "company and luck meet"
    if STRATEGY in rows:
        meets = "they meet: how well a strategy does depends on the company"
    return (f"Of the spread in {response.label}, {told}, each by itself; "
            f"{percent(together(rows))} arises only where {meets}. Luck has a part in "
            f"{share(luck)}: that would stay open if all else were known.")  # fmt: skip


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
    if len(rows) == 1:
        return "It has no source." if without else "It has a source."
    if without == len(rows):
        return "None of them has a source."
    if not without:
        return "All of them have a source."
    return f"{_start(NUMBERS[without])} of them {'has' if without == 1 else 'have'} no source."


def _others(sobol: pd.DataFrame) -> str:
    mine = sobol[(sobol["kind"] == OTHERS) & (sobol["index"] == "total")]
    if mine.empty:
        return "Every assumption has its own share; none was screened out."
    row, single = mine.iloc[0].to_dict(), ranked(sobol, "total")
    told = f"{_start(str(row['label']))} have a part in {share(row)}."
    if single and row["value"] > single[0]["value"]:
        told += " That is more than any single one that was kept: the spread has many small causes."
    return told


def _settled(spread: Row) -> str:
    count = int(spread["leading"])
    leading = "the leading assumption" if count == 1 else f"the leading {NUMBERS[count]}"
    steady = percent(spread["same_in_resamples"])
    if spread["settled"] == "yes":
        return (f"Which assumptions lead is settled: {leading} stayed the same from half the rows "
                f"to all of them, and in {steady} of bootstrap resamples.")  # fmt: skip
    half = "the same" if spread["same_at_half"] == "yes" else "others"
    return (f"Which assumptions lead is not settled: at half the rows {leading} were {half}, and "
            f"in {steady} of bootstrap resamples they are the same ({percent(STEADY)} would do). "
            "More rows decide it: `points=`.")  # fmt: skip


def _peaks(spread: Row, sobol: pd.DataFrame, pawn: pd.DataFrame) -> str:
    by_variance = [row["parameter"] for row in ranked(sobol, "total")[:TOP]]
    by_distance = [row["parameter"] for row in ranked(pawn, "pawn")[:TOP]]
    other = [key for key in by_distance if key not in by_variance]
    agrees = "PAWN names the same leading assumptions"
    if other:
        agrees = f"PAWN also has {' and '.join(f'`{key}`' for key in other)} among the leading ones"
    peaks = f"bimodality coefficient {spread['bimodality']:.2f}"
    if spread["bimodality"] > TWO_PEAKS:
        return (f"The outcomes have two peaks or a long tail ({peaks}, above {TWO_PEAKS:.2f}), "
                f"which a variance describes badly: read PAWN as well. {agrees}.")  # fmt: skip
    return f"The outcomes have one peak ({peaks}); {agrees}."
