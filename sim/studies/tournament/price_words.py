"""Flip prices in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.studies.tournament.words import number, percent, rows_of, spell

if TYPE_CHECKING:
    import pandas as pd

PRICES = {
    "hour": "Price of an hour",
    "saved hour": "Value of an hour saved, with hours spent at their price",
    "seat": "Price of a seat",
}

ALONE = """\
The prices at which two strategies stay undecided are found for these two alone, at 5 % (Fieller
1954). The verdicts above are corrected for all pairs (Holm 1979), so two strategies can be level
there and apart here."""


def flip_lines(flips: pd.DataFrame) -> list[str]:
    """One paragraph per price."""
    return [_flip(row) for row in rows_of(flips)]


def _flip(row: Mapping[str, Any]) -> str:
    best, second, unit = spell(row["best"]), spell(row["second"]), row["unit"]
    head = (f"{PRICES[row['price']]}, today {row['today']:,.0f} {unit}: net benefit is "
            f"highest with {best}, then {second} ({number(row['advantage'], 0)} "
            "€ per employee less). ")  # fmt: skip
    if not row["matters"]:
        return head + "Every strategy pays it equally often: it changes no ranking."
    if row["flip_price"] != row["flip_price"]:
        head += "No price flips these two. "
    else:
        head += f"They change places at {row['flip_price']:,.1f} {unit}. "
    head += _open(row)
    reign = []
    if row["before_it"]:
        reign.append(f"below {row['best_from']:,.1f} {unit} {spell(row['before_it'])} is best")
    if row["after_it"]:
        reign.append(f"above {row['best_until']:,.1f} {unit} {spell(row['after_it'])} is best")
    head += f"Among all strategies, {' and '.join(reign)}. " if reign else (
        f"At no price does any other strategy overtake {best}. ")  # fmt: skip
    return head + (f"Company by company, {percent(row['flips_in_range'])} have their own two best "
                   "change places within the plausible range of this price.")  # fmt: skip


def _open(row: Mapping[str, Any]) -> str:
    """At which prices the companies do not decide between the two."""
    low, high, unit = row["undecided_low"], row["undecided_high"], row["unit"]
    if low != low:
        return "Over companies, and with these two alone, every price decides. "
    if low == 0.0 and high == float("inf"):
        return "Over companies, and with these two alone, no price decides for sure. "
    span = f"{low:,.1f} to {high:,.1f} {unit}"
    if high == float("inf"):
        span = f"{low:,.1f} {unit} upwards"
    return f"Over companies, and with these two alone, prices from {span} do not decide. "
