"""One page that a comparison or a tournament leaves behind: what came of it, for who has a minute.

It needs no figure and no further file. Doing nothing is a row of every table; a page about one
kind of companies, or one company, says so before anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.base.presets import REFERENCE
from sim.report.language import Language, capitalised
from sim.report.page import render

if TYPE_CHECKING:
    import pandas as pd

NBSP = "\N{NO-BREAK SPACE}"
LOW, HIGH = 0.1, 0.9
"""Ends of the middle 80 % of companies."""
MARGIN = 0.04
"""Room at both ends of a scale, as a share of it."""
Words = Callable[[Language], str]


class Group(NamedTuple):
    """Companies of one kind.

    Attributes:
        name: What they are called, as a heading.
        cases: One row per strategy and company (or seed): `strategy, benefit` (per head),
            `use` (share, last week), `hours` (net, per head and week), `payback` (week).
    """

    name: Words
    cases: pd.DataFrame


class Row(NamedTuple):
    """A strategy in a table, and where its interval and mean lie on the scale, in percent."""

    name: str
    cells: list[str]
    low: float
    mean: float
    high: float
    best: bool


class Scale(NamedTuple):
    """What a group of rows is drawn on: the place of zero, in percent."""

    zero: float
    rows: list[Row]
    title: str


def cases_of(runs: pd.DataFrame, by: str, people: int) -> pd.DataFrame:
    """Rows of `Group.cases` from runs: the mean of each strategy and company.

    Args:
        runs: One row per run, with `strategy` and every outcome.
        by: Column that says which company (or seed) it is.
        people: Employees.
    """
    import pandas as pd

    means = runs.groupby(["strategy", by], sort=False, observed=True)[
        ["net_benefit_eur", "genuine_use_final", "hours_saved_per_employee_week", "payback_week"]
    ].mean()
    frame = means.reset_index()
    return pd.DataFrame(
        {
            "strategy": frame["strategy"],
            "benefit": frame["net_benefit_eur"] / people,
            "use": frame["genuine_use_final"],
            "hours": frame["hours_saved_per_employee_week"],
            "payback": frame["payback_week"],
        }
    )


def one_page(
    groups: Sequence[Group],
    about: Words,
    command: str,
    model: str,
    kind: str,
    page: str,
    speak: Language,
) -> str:
    """The page in one language.

    Args:
        groups: Each kind of companies.
        about: What the runs are about.
        command: The line that made them.
        model: Model version.
        kind: What is said of how far it carries: `one` (one company), `single` (one kind) or
            `both`.
        page: Name of the file in the other language.
        speak: The language.
    """
    return render(
        "onepage.html.j2",
        speak,
        groups=[_scale(each, speak) for each in groups],
        about=about(speak),
        command=command,
        model=model,
        kind=kind,
        other=page,
        title=_title(groups, speak),
    )


def _title(groups: Sequence[Group], speak: Language) -> str:
    """Who has the highest mean net benefit in each kind, doing nothing among them."""
    leaders = [_leader(each.cases) for each in groups]
    if all(value <= 0.0 for _, value in leaders):
        best, value = max(leaders, key=lambda each: each[1])
        return speak.say(
            "onepage.title_nothing", best=speak.strategy(best), money=_money(value, speak)
        )
    names = list(dict.fromkeys(name for name, _ in leaders))
    if len(names) == 1:
        return speak.say(
            "onepage.title_best",
            best=speak.strategy(names[0]),
            money=speak.listing([_money(value, speak) for _, value in leaders]),
        )
    parts = [f"{speak.strategy(name)} ({_money(value, speak)})" for name, value in leaders]
    return speak.say("onepage.title_apart", names=speak.listing(parts))


def _leader(cases: pd.DataFrame) -> tuple[str, float]:
    means = cases[cases["strategy"] != REFERENCE].groupby("strategy", sort=False)["benefit"].mean()
    return str(means.idxmax()), float(means.max())


def _scale(group: Group, speak: Language) -> Scale:
    cases = group.cases[group.cases["strategy"] != REFERENCE]
    ends = {
        str(name): np.quantile(own["benefit"], (LOW, HIGH))
        for name, own in cases.groupby("strategy", sort=False)
    }
    low = min(0.0, *(float(low) for low, _ in ends.values()))
    high = max(0.0, *(float(high) for _, high in ends.values()))
    width = (high - low or 1.0) * (1.0 + 2.0 * MARGIN)
    start = low - MARGIN * (high - low or 1.0)

    def at(value: float) -> float:
        return round(100.0 * (value - start) / width, 2)

    rows, best = [], _leader(cases)[0]
    for name, (bottom, top) in ends.items():
        own = cases[cases["strategy"] == name]
        mean = float(own["benefit"].mean())
        back = own["payback"].fillna(np.inf).median()
        rows.append(
            Row(
                capitalised(speak.name(name)),
                [
                    _money(mean, speak),
                    f"{speak.number(bottom, 0)}{NBSP}…{NBSP}{speak.number(top, 0)}",
                    speak.share(float((own["benefit"] > 1e-6).mean())),
                    speak.share(float(own["use"].mean())),
                    speak.number(float(own["hours"].mean()), 2, signed=True),
                    speak.say("onepage.never") if np.isinf(back) else speak.number(float(back), 0),
                ],
                at(bottom),
                at(mean),
                at(top),
                name == best and mean > 0.0,
            )
        )
    rows.sort(key=lambda row: -row.mean)
    nothing = Row(
        speak.say("report.nothing"),
        [_money(0.0, speak), "–", "–", "–", "–", "–"],
        at(0.0),
        at(0.0),
        at(0.0),
        best=_leader(cases)[1] <= 0.0,
    )
    return Scale(at(0.0), [*rows, nothing], group.name(speak))


def _money(value: float, speak: Language) -> str:
    return f"{speak.number(value, 0, signed=round(value) != 0)}{NBSP}€"
