"""What the numbers support, and what they do not, in plain sentences: the headline first.

Which strategies are set against each other is data (`CONTRASTS`), without a word about who
should win; every verdict comes from the paired differences (`sim.analysis.paired`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.analysis.inference import BETTER, LEVEL, OPEN, SLIGHT, SMALL, WORSE, holm
from sim.analysis.paired import SAME, Least, paired
from sim.model.outcomes import BY_NAME
from sim.report.language import Language
from sim.report.tables import rows_of
from sim.studies.context import some

if TYPE_CHECKING:
    import pandas as pd

BENEFIT = "net_benefit_eur"
HEADLINES = ("hours_saved_per_employee_week", "genuine_use_final", "lead_time_change", BENEFIT)
"""Outcomes that are told for every strategy."""
JUDGED = (*HEADLINES, "payback_week")
"""Outcomes whose differences to the baseline are called decided or not."""
CONTRASTS = (
    ("mandate_with_training", "training_first"),
    ("mandate_with_training", "mandate"),
    ("phased_pilot", "phased_pilot_random"),
    ("phased_pilot", "big_bang"),
)
"""Strategies that differ in one thing, told when both were run among many."""
EVERY = 4
"""Up to so many strategies, every pair is told."""
NAMED = 3
"""Names that a headline spells out; it counts the others."""
FEW_SEEDS = 10
VERDICTS = (BETTER, WORSE, SMALL, SAME, SLIGHT, OPEN)
Row = dict[str, Any]


class Told(NamedTuple):
    """What sentences are made of.

    Attributes:
        runs: One row per strategy and seed, without the hidden reference.
        summary: As `paired.summarise` gives it.
        pairwise: As `paired.pairwise` gives it.
        baseline: Strategy that the others are compared with.
        weeks: Horizon.
        people: Employees, for money per employee.
        least: The smallest difference that matters, by outcome.
        cases: "seeds", or "companies" where every seed has another one.
    """

    runs: pd.DataFrame
    summary: pd.DataFrame
    pairwise: pd.DataFrame
    baseline: str
    weeks: int
    people: int
    least: Least
    cases: str = "seeds"

    @property
    def strategies(self) -> list[str]:
        """In the order of tables."""
        return list(dict.fromkeys(self.summary["strategy"]))

    @property
    def seeds(self) -> int:
        """Runs of a strategy, the most where they differ."""
        return int(self.summary["runs"].max())

    def cell(self, strategy: str, outcome: str) -> Row:
        """What `summarise` says of one strategy and outcome."""
        own = self.summary[self.summary["strategy"] == strategy]
        return rows_of(own[own["outcome"] == outcome])[0]

    def against(self, outcome: str) -> list[Row]:
        """Differences of all others to the baseline, the best first."""
        own = self.pairwise[self.pairwise["baseline"] == self.baseline]
        own = own[own["outcome"] == outcome]
        up = BY_NAME[outcome].better == "lower"
        return rows_of(own.sort_values("estimate", ascending=up, kind="stable"))

    def pair(self, strategy: str, other: str, *outcomes: str) -> list[Row]:
        """Differences of two strategies in some outcomes, or those of the headline."""
        narrow = self.runs[["strategy", "seed", *(outcomes or HEADLINES)]]
        return rows_of(paired(narrow, strategy, other, self.weeks, self.least))


def headline(told: Told, speak: Language) -> list[str]:
    """Three sentences: what is best on what, what is not worth its money, what is open."""
    if len(told.strategies) < 2:
        return [speak.say("compare.alone", strategy=speak.strategy(told.strategies[0]))]
    if told.seeds < 2:
        return [speak.say("compare.few_one")]
    alone, level, unsure = list[str](), list[str](), list[str]()
    for (near, unclear), outcomes in _placed(told).items():
        names = some([speak.strategy(each) for each in (*near, *unclear)], speak, NAMED)
        labels = speak.listing(list(map(speak.outcome, outcomes)))
        if unclear:
            key = "compare.open_best" if near else "compare.open_all"
            unsure.append(speak.say(key, outcomes=labels, names=names))
        elif len(near) > 1:
            every = len(near) == len(told.strategies)
            key = "compare.best_same" if every else "compare.best_level"
            level.append(speak.say(key, outcomes=labels, names=names))
        else:
            counted = speak.listing([_counted(told, near[0], each, speak) for each in outcomes])
            alone.append(speak.say("compare.best_alone", outcomes=counted, name=names))
    best = "; ".join([*alone, *level]) or speak.say("compare.best_nobody")
    return [
        speak.say("compare.best_counted" if alone else "compare.best", parts=best,
                  seeds=told.seeds, cases=speak.say(f"compare.cases_{told.cases}")),
        _poor(told, speak),
        _open(told, unsure, speak),
    ]  # fmt: skip


Placed = tuple[tuple[str, ...], tuple[str, ...]]


def _placed(told: Told) -> dict[Placed, list[str]]:
    """Headline outcomes by who is ahead.

    Returns:
        By the best in the mean with those that are level with it for certain, and those of whom
        it is open; the first are none where it is open of all.
    """
    placed: dict[Placed, list[str]] = {}
    for outcome in HEADLINES:
        sign = BY_NAME[outcome].sign
        means = {each: sign * told.cell(each, outcome)["mean"] for each in told.strategies}
        first, *others = sorted(means, key=lambda each: (np.isnan(means[each]), -means[each]))
        verdicts = {each: told.pair(first, each, outcome)[0]["verdict"] for each in others}
        near = [first, *(each for each in others if verdicts[each] in (SMALL, SAME))]
        unclear = [each for each in others if verdicts[each] in (SLIGHT, OPEN)]
        if unclear and len(near) + len(unclear) == len(means):
            near, unclear = [], told.strategies
        placed.setdefault((tuple(near), tuple(unclear)), []).append(outcome)
    return placed


def _counted(told: Told, strategy: str, outcome: str, speak: Language) -> str:
    """An outcome, and in how many cases a strategy is best in it; shared ones count in part."""
    count = round(told.cell(strategy, outcome)["chance_best"] * told.seeds, 1)
    return speak.say("compare.counted", outcome=speak.outcome(outcome), count=speak.tick(count))


def _poor(told: Told, speak: Language) -> str:
    """Who earns less than the baseline, and who makes no difference that matters."""
    baseline = speak.strategy(told.baseline)
    worse = [
        speak.say("compare.with_value", name=speak.strategy(row["strategy"]),
                  value=speak.number(row["estimate"] / told.people, 0, signed=True))
        for row in told.against(BENEFIT)[::-1] if row["verdict"] == WORSE
    ]  # fmt: skip
    verdicts: dict[str, set[str]] = {}
    for row in (row for outcome in HEADLINES for row in told.against(outcome)):
        verdicts.setdefault(row["strategy"], set()).add(row["verdict"])
    idle = [speak.strategy(each) for each, own in verdicts.items() if own <= {SMALL, SAME}]
    said = []
    if worse:
        said.append(speak.say("compare.poor_money", names=some(worse, speak, NAMED)))
    if idle:
        said.append(speak.say("compare.poor_idle", names=some(idle, speak, NAMED)))
    if not said:
        return speak.say("compare.poor_nobody", baseline=baseline)
    return speak.say("compare.poor", baseline=baseline, weeks=told.weeks, parts="; ".join(said))


def _open(told: Told, unsure: Sequence[str], speak: Language) -> str:
    """Who is ahead where that is open, and whose net benefit may differ from the baseline's."""
    names = [speak.strategy(row["strategy"]) for row in told.against(BENEFIT)
             if row["verdict"] in (SLIGHT, OPEN)]  # fmt: skip
    if names and len(told.strategies) > 2:
        baseline, named = speak.strategy(told.baseline), some(names, speak, NAMED)
        unsure = [*unsure, speak.say("compare.open_money", names=named, baseline=baseline)]
    said = speak.say("compare.open_nothing")
    if unsure:
        said = speak.say("compare.open_parts", parts="; ".join(unsure))
    few = speak.say("compare.few", seeds=told.seeds) if told.seeds < FEW_SEEDS else ""
    return f"{said} {few}".rstrip()


def pairs(told: Told, speak: Language) -> list[str]:
    """Every pair of few strategies, or those of many that differ in one thing, a sentence each."""
    if told.seeds < 2:
        return []
    every = told.strategies
    chosen = [(b, a) for a, b in combinations(every, 2)] if len(every) <= EVERY else CONTRASTS
    said = []
    for a, b in chosen:
        if a in every and b in every:
            parts = [
                speak.say(f"compare.pair_{verdict}", names=speak.listing([
                    _valued(row, speak.outcome(row["outcome"]), speak, speak.unit(row["unit"]))
                    for row in rows
                ]))
                for verdict, rows in _grouped(told.pair(a, b))
            ]  # fmt: skip
            said.append(speak.say("compare.pair", strategy=speak.strategy(a),
                                  other=speak.strategy(b), parts="; ".join(parts)))  # fmt: skip
    return said


def _valued(row: Row, name: str, speak: Language, unit: str = "") -> str:
    """A name with its difference; where that is not decided, the interval is the message."""
    if row["verdict"] == SAME:
        return name
    ends = () if row["verdict"] in (BETTER, WORSE) else (row["low"], row["high"])
    value = f"{speak.difference(row['unit'], row['estimate'], *ends)} {unit}".rstrip()
    return speak.say("compare.with_value", name=name, value=value)


def _grouped(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Differences by their verdict, as keys of texts."""
    for verdict in VERDICTS:
        own = [row for row in rows if row["verdict"] == verdict]
        if own:
            yield verdict.replace(" ", "_"), own


def behind(told: Told, speak: Language) -> list[str]:
    """What is behind the headline, a sentence each."""
    against = _against(told, speak) if len(told.strategies) > EVERY or told.seeds < 2 else []
    contrasts = pairs(told, speak) if len(told.strategies) > EVERY else []
    return [*against, *contrasts, *_missing(told, speak), *_cautions(told, speak)]


def _against(told: Told, speak: Language) -> Iterator[str]:
    """Every strategy against the baseline, one sentence per outcome."""
    for outcome in HEADLINES:
        rows = told.against(outcome)
        parts = [
            speak.say(f"compare.against_{verdict}", names=speak.listing(
                [_valued(row, speak.strategy(row["strategy"]), speak) for row in own]))
            for verdict, own in _grouped(rows)
        ]  # fmt: skip
        if rows:
            yield speak.say(
                "compare.against", outcome=speak.outcome(outcome),
                baseline=speak.strategy(told.baseline), unit=speak.unit(rows[0]["unit"]),
                parts="; ".join(parts),
            )  # fmt: skip


def _missing(told: Told, speak: Language) -> Iterator[str]:
    """Times that were not reached, pilot traps, and what was left of the budget."""
    counts: dict[str, tuple[str, Callable[[Row], int]]] = {
        "compare.censored": ("weeks_to_50_genuine", lambda row: row["missing"]),
        "compare.payback": ("payback_week", lambda row: row["missing"]),
        "compare.trap": ("pilot_trap", lambda row: round(row["mean"] * row["runs"])),
    }
    for text, (outcome, count) in counts.items():
        found = {each: count(told.cell(each, outcome)) for each in told.strategies}
        named = [
            speak.strategy(each) if told.seeds == 1 else speak.say(
                "compare.in_seeds", name=speak.strategy(each), count=number)
            for each, number in found.items() if number > 0
        ]  # fmt: skip
        if named:
            yield speak.say(text if told.seeds > 1 else f"{text}_one", weeks=told.weeks,
                            seeds=told.seeds, names=speak.listing(named))  # fmt: skip
    left = [
        speak.say("compare.with_value", name=speak.strategy(each), value=speak.percent(share))
        for each in told.strategies
        if (share := told.cell(each, "unspent_budget")["mean"]) >= 0.005
    ]
    if left:
        yield speak.say("compare.unspent", names=speak.listing(left))


def _cautions(told: Told, speak: Language) -> Iterator[str]:
    """How many differences luck alone would decide, and what a correction for that undoes."""
    own = told.pairwise[told.pairwise["baseline"] == told.baseline]
    judged = own[own["outcome"].isin(JUDGED)]
    if len(judged) * LEVEL >= 1 and told.seeds > 1:
        corrected = judged.assign(p_holm=holm(judged["p"].to_numpy(float)))
        decided = corrected[corrected["decided"] == "yes"]
        kept = rows_of(decided[decided["p_holm"] <= LEVEL])
        names = [
            speak.say("compare.with_value", name=speak.strategy(row["strategy"]),
                      value=speak.outcome(row["outcome"]))
            for row in kept
        ]  # fmt: skip
        yield speak.say(
            "compare.luck", count=len(judged), baseline=speak.strategy(told.baseline),
            chance=speak.number(LEVEL * len(judged), 0), decided=len(decided), kept=len(kept),
            names=f": {speak.listing(names)}" if names else "",
        )  # fmt: skip
