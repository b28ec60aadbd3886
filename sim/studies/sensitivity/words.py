"""Which sentences an analysis says; the sentences are in `report/text/*/sensitivity.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.base.params import FITTED
from sim.report.language import Language
from sim.report.tables import rows_of
from sim.studies.sensitivity.analysis import ENOUGH, STEADY, TOP, Findings, of
from sim.studies.sensitivity.factors import LUCK, STRATEGY
from sim.studies.sensitivity.indices import TWO_PEAKS
from sim.studies.sensitivity.question import COMPANY, OTHERS, Response

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
PERCENT = ("share", "change", "ratio")


def amount(value: float, response: Response, speak: Language) -> str:
    """A value as it is printed; a difference of shares is in percentage points."""
    if response.outcome.unit in PERCENT:
        if response.strategy:
            return speak.say("sensitivity.points", value=speak.number(100 * value, 0))
        return speak.percent(value)
    return speak.separated(f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}")


def share(row: Row, speak: Language) -> str:
    """An index with its interval: 41 % [34, 48]."""
    ends = speak.interval(100 * row["low"], 100 * row["high"], 0)
    return f"{speak.percent(row['value'])} {ends}"


def ranked(frame: pd.DataFrame, index: str) -> list[Row]:
    """Assumptions of one response by an index, the largest first."""
    mine = frame[(frame["kind"] == "assumption") & (frame["index"] == index)]
    return rows_of(mine.sort_values("value", ascending=False, kind="stable"))


def parts(sobol: pd.DataFrame) -> dict[str, Row]:
    """The parts of company, strategy and luck of one response, those that there are."""
    rows = {row["parameter"]: row for row in rows_of(sobol[sobol["index"] == "part"])}
    return {key: rows[key] for key in (COMPANY, STRATEGY, LUCK) if key in rows}


def sentences(found: Findings, response: Response, speak: Language) -> list[str]:
    """Everything that is said about one response; one sentence if there is nothing to explain."""
    lines, outcome = of(found.outcomes, response), response.label(speak)
    if lines.empty:
        if found.sobol.empty and not of(found.morris, response).empty:
            own = ranked(of(found.morris, response), "mu_star")[:TOP]
            named = [_named(row, amount(row["value"], response, speak), speak) for row in own]
            return [speak.say("sensitivity.screened", outcome=outcome, named="; ".join(named),
                              sources=_sources(own, speak))]  # fmt: skip
        return [speak.say("sensitivity.nothing", outcome=outcome)]
    (spread,), sobol = rows_of(lines), of(found.sobol, response)
    told = [speak.say(f"sensitivity.part_{key}", share=share(row, speak))
            for key, row in parts(sobol).items()]  # fmt: skip
    return [
        _spread(spread, response, speak),
        speak.say("sensitivity.parts", outcome=outcome, parts="; ".join(told)),
        _leading(ranked(sobol, "total")[:TOP], speak),
        _others(sobol, speak),
        _settled(spread, speak),
        _peaks(spread, sobol, of(found.pawn, response), speak),
    ]


def headline(found: Findings, response: Response, speak: Language) -> str:
    """What moves one response most, how much is luck, and whether that is settled."""
    lines, sobol = of(found.outcomes, response), of(found.sobol, response)
    if lines.empty:
        return " ".join(sentences(found, response, speak))
    (spread,) = rows_of(lines)
    named = [f"`{row['parameter']}` ({share(row, speak)})" for row in ranked(sobol, "total")[:TOP]]
    known = spread["settled"] == spread["leading"]
    return speak.say(
        "sensitivity.headline", outcome=response.label(speak), named=speak.listing(named),
        luck=share(parts(sobol)[LUCK], speak),
        fate=speak.say("sensitivity.fate_settled" if known else "sensitivity.fate_open"),
    )  # fmt: skip


def _spread(spread: Row, response: Response, speak: Language) -> str:
    low, middle, high = (amount(spread[key], response, speak) for key in ("p10", "median", "p90"))
    if response.outcome.unit not in (*PERCENT, "0/1"):
        high += f" {speak.say(f'units.{response.outcome.unit}')}"
    told = speak.say("sensitivity.spread", outcome=response.label(speak), low=low, high=high,
                     middle=middle)  # fmt: skip
    left = int(spread["rows_left_out"])
    return f"{told} {speak.say('sensitivity.spread_left', left=left)}" if left else told


def _named(row: Row, value: str, speak: Language) -> str:
    return speak.say("sensitivity.named", label=row["label"], name=row["parameter"], value=value)


def _leading(own: Sequence[Row], speak: Language) -> str:
    return speak.say(
        "sensitivity.leading_one" if len(own) == 1 else "sensitivity.leading_many",
        count=_count(len(own), speak),
        named="; ".join(_named(row, share(row, speak), speak) for row in own),
        sources=_sources(own, speak),
    )


def _count(count: int, speak: Language) -> str:
    return speak.say(f"sensitivity.number_{count}")


def _sources(rows: Sequence[Row], speak: Language) -> str:
    """How many of some assumptions have a source, and how many of those are merely fitted."""
    without = sum(row["sourced"] == "no" for row in rows)
    fitted = sum(str(row["source"]).startswith(FITTED) for row in rows if row["sourced"] == "yes")
    if len(rows) == 1:
        kind = "it_none" if without else "it_has"
    elif without in (0, len(rows)):
        kind = "none" if without else "every"
    else:
        kind = "one" if without == 1 else "many"
    told = speak.say(f"sensitivity.sources_{kind}", count=_count(without, speak))
    if not fitted:
        return told
    if fitted == len(rows):
        whose = "it" if fitted == 1 else "every"
    else:
        whose = "one" if fitted == 1 else "many"
    who = speak.say(f"sensitivity.fitted_{whose}", count=_count(fitted, speak))
    return f"{told} {speak.say('sensitivity.fitted', whose=who)}"


def _others(sobol: pd.DataFrame, speak: Language) -> str:
    mine = rows_of(sobol[(sobol["kind"] == OTHERS) & (sobol["index"] == "total")])
    if not mine:
        return speak.say("sensitivity.others_none")
    row, single = mine[0], ranked(sobol, "total")
    told = speak.say("sensitivity.others", label=row["label"], share=share(row, speak))
    more = single and row["value"] > single[0]["value"]
    return f"{told} {speak.say('sensitivity.others_more')}" if more else told


def _settled(spread: Row, speak: Language) -> str:
    count, settled = int(spread["leading"]), int(spread["settled"])
    leads, steady = _leads(count, speak), speak.percent(spread["same_in_resamples"])
    if settled == count:
        return speak.say("sensitivity.settled", leads=leads, steady=steady)
    return speak.say(
        "sensitivity.open",
        start=speak.say("sensitivity.open_some" if settled else "sensitivity.open_all",
                        settled=_leads(settled or count, speak), leads=leads),
        half=speak.say(
            "sensitivity.half_same" if spread["same_at_half"] else "sensitivity.half_other"
        ),
        steady=steady, wanted=speak.percent(STEADY), rows=ENOUGH,
    )  # fmt: skip


def _leads(count: int, speak: Language) -> str:
    return speak.say(f"sensitivity.leads_{count}")


def _peaks(spread: Row, sobol: pd.DataFrame, pawn: pd.DataFrame, speak: Language) -> str:
    """Whether a variance describes the outcomes, and what PAWN adds."""
    start = speak.say(
        "sensitivity.peaks_two" if spread["two_peaks"] == "yes" else "sensitivity.peaks_one",
        value=speak.number(spread["bimodality"], 2), limit=speak.number(TWO_PEAKS, 2),
    )  # fmt: skip
    by_variance = [row["parameter"] for row in ranked(sobol, "total")[:TOP]]
    above = [row["parameter"] for row in ranked(pawn[pawn["value"] > pawn["noise"]], "pawn")]
    other = [f"`{key}`" for key in above[:TOP] if key not in by_variance]
    kind = ("other" if other else "same") if above else "nothing"
    return speak.say(f"sensitivity.pawn_{kind}", start=start, named=speak.listing(other))
