"""What the numbers support, and what they do not, in plain sentences.

Which strategies are set against each other is data (`CONTRASTS`), without a word about who
should win; every verdict comes from the paired differences.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.inference import LEVEL, holm
from sim.analysis.paired import paired
from sim.model.outcomes import BY_NAME
from sim.report.language import Language

if TYPE_CHECKING:
    import pandas as pd


HEADLINES = (
    "hours_saved_per_employee_week",
    "genuine_use_final",
    "lead_time_change",
    "net_benefit_eur",
)
"""Outcomes that are told for every strategy."""

JUDGED = (*HEADLINES, "payback_week")
"""Outcomes whose differences to the baseline are called decided or not."""

CONTRASTS = (
    ("mandate_with_training", "training_first"),
    ("mandate_with_training", "mandate"),
    ("phased_pilot", "phased_pilot_random"),
    ("phased_pilot", "big_bang"),
)
"""Strategies that differ in one thing, told when both were run."""
CONTRASTED = ("hours_saved_per_employee_week", "genuine_use_final")

FEW_SEEDS = 10
Row = dict[Any, Any]


def sentences(
    runs: pd.DataFrame,
    summary: pd.DataFrame,
    pairwise: pd.DataFrame,
    weeks: int,
    language: str | Language = "en",
) -> list[str]:
    """Say what a comparison shows.

    Args:
        runs: One row per strategy and seed, without the hidden reference.
        summary: As `statistics.summarise` gives it.
        pairwise: As `statistics.pairwise` gives it.
        weeks: Horizon.
        language: What it is said in: a code such as "de", or a language.
    """
    speak = Language.of(language)
    table = {(row["strategy"], row["outcome"]): row for row in summary.to_dict("records")}
    strategies = list(dict.fromkeys(summary["strategy"]))
    seeds = _seeds(table)
    result = [] if seeds >= FEW_SEEDS else [_said(speak, "compare.few", seeds)]
    several = len(strategies) > 1
    if several and seeds > 1:
        result += [_best(speak, runs, table, strategies, name, weeks) for name in HEADLINES]
    if several:
        result += _against(speak, pairwise)
    if several and seeds > 1:
        result += _contrasts(speak, runs, strategies, weeks)
    result += _missing(speak, table, strategies, weeks)
    result += _traps_and_budget(speak, table, strategies)
    result += _cautions(speak, pairwise, seeds)
    return result


def contrast(
    speak: Language, runs: pd.DataFrame, strategy: str, other: str, outcome: str, weeks: int
) -> str:
    """One sentence on two strategies and one outcome that has a wanted direction."""
    row = _difference(runs, strategy, other, outcome, weeks)
    better, worse = int(row["seeds_better"]), int(row["seeds_worse"])
    kind = "better" if better > worse else "worse" if worse > better else "even"
    if row["seeds_equal"] == row["pairs"]:
        kind = "same"
    verdict = speak.say("compare.decided" if row["decided"] == "yes" else "compare.open")
    if (better - worse) * BY_NAME[outcome].sign * row["estimate"] < 0.0:
        verdict = speak.say("compare.opposed", verdict=verdict)
    return speak.say(
        f"compare.contrast_{kind}",
        strategy=speak.strategy(strategy),
        other=speak.strategy(other),
        outcome=speak.outcome(outcome),
        count=max(better, worse),
        seeds=row["pairs"],
        difference=_told(speak, row),
        verdict=verdict,
    )


def _difference(runs: pd.DataFrame, strategy: str, other: str, outcome: str, weeks: int) -> Row:
    narrow = runs[["strategy", "seed", outcome]]
    return paired(narrow, strategy, other, weeks).to_dict("records")[0]


def _told(speak: Language, row: Row) -> str:
    number = speak.difference(row["unit"], row["estimate"], row["low"], row["high"])
    return f"{number} {speak.unit(row['unit'])}".rstrip()


def _best(
    speak: Language,
    runs: pd.DataFrame,
    table: dict[Any, Row],
    strategies: list[str],
    outcome: str,
    weeks: int,
) -> str:
    """Which strategy is most often best, and whether it really beats the next one."""
    chances = [table[strategy, outcome]["chance_best"] for strategy in strategies]
    label = speak.outcome(outcome)
    if np.isnan(chances).all():
        return speak.say("compare.best_nobody", outcome=label)
    often = np.nanmax(chances)
    first, *tied = [each for each, c in zip(strategies, chances, strict=True) if c == often]
    if tied:
        names = speak.listing([speak.strategy(each) for each in (first, *tied)])
        told = _often(speak, often, len(runs["seed"].unique()))
        return speak.say("compare.best_tied", outcome=label, names=names, often=told)
    sign = BY_NAME[outcome].sign
    means = {each: sign * table[each, outcome]["mean"] for each in strategies if each != first}
    second = max(means, key=lambda each: (not np.isnan(means[each]), means[each]))
    row = _difference(runs, first, second, outcome, weeks)
    ahead = sign * row["estimate"] >= 0
    lead = "behind" if not ahead else "decided" if row["decided"] == "yes" else "open"
    return speak.say(
        "compare.best",
        outcome=label,
        strategy=speak.strategy(first),
        often=_often(speak, often, row["pairs"]),
        lead=speak.say(
            f"compare.lead_{lead}", second=speak.strategy(second), difference=_told(speak, row)
        ),
    )


def _often(speak: Language, share: float, seeds: int) -> str:
    """In how many seeds; ties may leave no whole number."""
    count = round(share * seeds)
    if abs(share * seeds - count) > 1e-9:
        return speak.say("compare.often_shared", share=speak.percent(share), seeds=seeds)
    return speak.say("compare.often", count=count, seeds=seeds)


def _against(speak: Language, pairwise: pd.DataFrame) -> list[str]:
    """Every strategy against the baseline, one sentence per outcome."""
    result = []
    for outcome in HEADLINES:
        own = pairwise[pairwise["outcome"] == outcome]
        up = BY_NAME[outcome].better == "lower"
        rows = own.sort_values("estimate", ascending=up, kind="stable").to_dict("records")
        groups: dict[str, list[str]] = {"better": [], "worse": [], "open": [], "same": []}
        for row in rows:
            name = speak.strategy(row["strategy"])
            group = _group(row)
            # Where it is decided the interval adds little; where it is not, it is the message.
            ends = (row["low"], row["high"]) if group == "open" else ()
            value = speak.difference(row["unit"], row["estimate"], *ends)
            told = speak.say("compare.with_value", name=name, value=value)
            groups[group].append(name if group == "same" else told)
        parts = [
            speak.say(f"compare.against_{group}", names=speak.listing(names))
            for group, names in groups.items()
            if names
        ]
        if parts:
            told = speak.say(
                "compare.against",
                outcome=speak.outcome(outcome),
                baseline=speak.strategy(rows[0]["baseline"]),
                unit=speak.unit(rows[0]["unit"]),
                parts="; ".join(parts),
            )
            result.append(told)
    return result


def _group(row: Row) -> str:
    """Better, worse, not decided or the same."""
    if row["seeds_equal"] == row["pairs"]:
        return "same"
    if row["decided"] == "no":
        return "open"
    return "better" if (row["estimate"] > 0) == (row["better"] == "higher") else "worse"


def _contrasts(speak: Language, runs: pd.DataFrame, strategies: list[str], weeks: int) -> list[str]:
    return [
        contrast(speak, runs, strategy, other, outcome, weeks)
        for strategy, other in CONTRASTS
        if strategy in strategies and other in strategies
        for outcome in CONTRASTED
    ]


def _missing(
    speak: Language, table: dict[Any, Row], strategies: list[str], weeks: int
) -> list[str]:
    """Times that were not reached within the horizon."""
    half, payback = (
        _counted(speak, table, strategies, name, lambda row: row["missing"])
        for name in ("weeks_to_50_genuine", "payback_week")
    )
    seeds = _seeds(table)
    result = [_said(speak, "compare.censored", seeds, names=half, weeks=weeks)] if half else []
    late = [_said(speak, "compare.payback", seeds, names=payback, weeks=weeks)] if payback else []
    return result + late


def _traps_and_budget(speak: Language, table: dict[Any, Row], strategies: list[str]) -> list[str]:
    trapped = _counted(
        speak, table, strategies, "pilot_trap", lambda row: round(row["mean"] * row["runs"])
    )
    left = [
        speak.say("compare.with_value", name=speak.strategy(each), value=speak.percent(share))
        for each in strategies
        if (share := table[each, "unspent_budget"]["mean"]) >= 0.005
    ]
    result = [_said(speak, "compare.trap", _seeds(table), names=trapped)] if trapped else []
    return result + ([speak.say("compare.unspent", names=speak.listing(left))] if left else [])


def _counted(
    speak: Language,
    table: dict[Any, Row],
    strategies: list[str],
    outcome: str,
    count: Callable[[Row], int],
) -> str:
    """The strategies with a count above zero, with it if there are several seeds; empty if none."""
    counts = {speak.strategy(each): count(table[each, outcome]) for each in strategies}
    named = {name: number for name, number in counts.items() if number > 0}
    if _seeds(table) == 1:
        return speak.listing(list(named))
    return speak.listing(
        [speak.say("compare.in_seeds", name=name, count=number) for name, number in named.items()]
    )


def _said(speak: Language, message: str, seeds: int, **values: object) -> str:
    """A message on so many seeds, or the one on a single seed."""
    return speak.say(message if seeds > 1 else f"{message}_one", seeds=seeds, **values)


def _seeds(table: dict[Any, Row]) -> int:
    """Runs of a strategy, the most where they differ."""
    return max(int(row["runs"]) for row in table.values())


def _cautions(speak: Language, pairwise: pd.DataFrame, seeds: int) -> list[str]:
    result = []
    judged = pairwise[pairwise["outcome"].isin(JUDGED)]
    if len(judged) * LEVEL >= 1 and seeds > 1:
        result.append(_luck(speak, judged))
    return [*result, speak.say("compare.model")]


def _luck(speak: Language, judged: pd.DataFrame) -> str:
    """How many differences luck alone would decide, and which a correction for that undoes."""
    corrected = judged.assign(p_holm=holm(judged["p"].to_numpy(float)))
    decided = corrected[corrected["decided"] == "yes"]
    undone = [
        speak.say(
            "compare.with_value",
            name=speak.strategy(row["strategy"]),
            value=speak.outcome(row["outcome"]),
        )
        for row in decided[decided["p_holm"] > LEVEL].to_dict("records")
    ]
    told = speak.say(
        "compare.luck",
        count=len(judged),
        baseline=speak.strategy(judged["baseline"].iloc[0]),
        chance=speak.number(LEVEL * len(judged), 0),
    )
    if not len(decided):
        return told
    kept = {"decided": len(decided), "kept": len(decided) - len(undone)}
    fate = "compare.undone" if undone else "compare.stands"
    names = speak.listing(undone)
    return f"{told} {speak.say(fate, names=names, **kept)}"
