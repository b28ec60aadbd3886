"""Sentences say what the numbers support, and no more; in English and in German."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from sim.analysis.paired import pairwise, summarise
from sim.config.load import load
from sim.model.config import RunConfig
from sim.model.firm import Firm
from sim.model.levers import Training
from sim.model.outcomes import BY_NAME
from sim.model.strategy import Strategy
from sim.report.language import LANGUAGES, Language
from sim.studies.compare.lever_words import doses, idle
from sim.studies.compare.words import CONTRASTS, HEADLINES, JUDGED, contrast, sentences
from sim.studies.context import context
from tests.fake_results import STRATEGIES, fake_results


@pytest.fixture(scope="module")
def runs() -> pd.DataFrame:
    frame, _ = fake_results(seeds=range(8))
    return frame[frame["strategy"] != "none"]


def told(runs: pd.DataFrame, baseline: str = "organic", language: str = "en") -> list[str]:
    return sentences(runs, summarise(runs, 104), pairwise(runs, baseline, 104), 104, language)


def use(**shares: list[float]) -> pd.DataFrame:
    rows = [
        {"strategy": strategy, "seed": seed, "genuine_use_final": share}
        for strategy, values in shares.items()
        for seed, share in enumerate(values)
    ]
    return pd.DataFrame(rows)


def said(runs: pd.DataFrame, language: str = "en") -> str:
    return contrast(Language(language), runs, "mandate", "training_first", "genuine_use_final", 104)


def test_an_undecided_difference_is_called_undecided() -> None:
    frame = use(mandate=[0.30, 0.52, 0.41], training_first=[0.41, 0.50, 0.44])
    sentence = said(frame)
    assert sentence.startswith(
        "Mandate is worse than training first on genuine use at the end in 2 of 3 seeds; "
        "difference −4.0 [−"
    )
    assert sentence.endswith("] percentage points: not decided.")


def test_a_decided_difference_is_called_decided() -> None:
    frame = use(mandate=[0.30, 0.31, 0.32], training_first=[0.41, 0.42, 0.44])
    assert "in 3 of 3 seeds" in said(frame)
    assert said(frame).endswith(": decided.")


def test_ties_are_called_ties() -> None:
    assert "do not differ" in said(use(mandate=[0.3, 0.4], training_first=[0.3, 0.4]))
    even = said(use(mandate=[0.3, 0.5], training_first=[0.4, 0.4]))
    assert "are each better" in even
    assert "in 1 of 2 seeds" in even


def test_counts_against_the_mean_are_told() -> None:
    """More seeds are worse, yet the mean is better: both are said."""
    frame = use(mandate=[0.40, 0.40, 0.60], training_first=[0.41, 0.41, 0.40])
    assert "is worse than training first on genuine use at the end in 2 of 3 seeds" in said(frame)
    assert said(frame).endswith(": not decided, and the mean points the other way.")
    assert said(frame, "de").endswith(": nicht gesichert, und im Mittel ist es umgekehrt.")


def test_nobody_leads_alone_where_several_are_best_equally_often() -> None:
    frame, _ = fake_results(seeds=range(8))
    frame = frame[frame["strategy"].isin(["organic", "mandate"])].copy()
    frame["genuine_use_final"] = [
        0.5 + 0.1 * ((strategy == "mandate") == (seed % 2 == 0))
        for strategy, seed in zip(frame["strategy"], frame["seed"], strict=True)
    ]
    tied = next(each for each in told(frame) if each.startswith("Genuine use at the end: "))
    assert tied.endswith(" are best equally often, in 4 of 8 seeds each.")


def test_the_leader_is_set_against_the_next_by_mean(runs: pd.DataFrame) -> None:
    """Who is most often best is compared with whoever has the best mean of the others."""
    summary, speak = summarise(runs, 104), Language("en")
    few, *lines = told(runs)
    assert few.startswith("Few seeds (8)")
    for name, line in zip(HEADLINES, lines, strict=False):
        own = summary[summary["outcome"] == name].set_index("strategy")
        first = own["chance_best"].idxmax()
        others = own["mean"].drop(first)
        second = others.idxmin() if BY_NAME[name].better == "lower" else others.idxmax()
        assert f"{speak.strategy(str(first))} is most often best" in line
        assert f" {speak.strategy(str(second))}, the next by mean" in line


def test_german_reads_native() -> None:
    frame = use(mandate=[0.30, 0.52, 0.41], training_first=[0.41, 0.50, 0.44])
    sentence = said(frame, "de")
    assert sentence.startswith(
        "Strategie „Anordnung“ schneidet gegenüber „Schulung zuerst“ in 2 von 3 Läufen "
        "schlechter ab (echte Nutzung am Ende); Unterschied −4,0 [−"
    )
    assert sentence.endswith("] Prozentpunkte: nicht gesichert.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_is_told_in_every_language(runs: pd.DataFrame, language: str) -> None:
    lines = told(runs, language=language)
    assert len(lines) >= 2 * len(HEADLINES) + 2 * len(CONTRASTS) + 4
    for line in lines:
        assert line.endswith(".")
        assert "nan" not in line.lower().split()
        assert "{" not in line
        assert "_" not in line


def test_every_strategy_is_judged_on_every_headline_outcome(runs: pd.DataFrame) -> None:
    against = [line for line in told(runs) if "against organic, in" in line]
    assert len(against) == len(HEADLINES)
    for line in against:
        for strategy in STRATEGIES[1:]:
            assert strategy.replace("_", " ") in line


def test_contrasts_are_told_only_when_both_were_run(runs: pd.DataFrame) -> None:
    pair = runs[runs["strategy"].isin(["phased_pilot", "big_bang"])]
    lines = told(pair, "big_bang")
    assert any(line.startswith("Phased pilot is") and "big bang" in line for line in lines)
    assert not any("random" in line or "mandate" in line.lower() for line in lines)


def test_differences_that_luck_may_have_decided_are_named(runs: pd.DataFrame) -> None:
    """One clear difference, one that is decided only as long as nobody counts the others."""
    start = [0.4, 0.5, 0.4, 0.5, 0.4, 0.5, 0.4, 0.5]
    clear = [0.9, 1.0, 0.8, 0.9, 0.9, 1.0, 0.9, 1.0]
    small = [0.45, 0.52, 0.46, 0.51, 0.45, 0.5, 0.4, 0.5]
    frame = runs.assign(**dict.fromkeys(JUDGED, 0.0))
    for strategy in STRATEGIES:
        values = {"champions": clear, "mandate": small}.get(strategy, start)
        frame.loc[frame["strategy"] == strategy, "genuine_use_final"] = values
    line = next(each for each in told(frame) if "luck alone" in each)
    assert "1 of the 2 that are decided stay so, all but mandate (genuine use at the end)." in line


def test_what_is_not_reached_is_counted(runs: pd.DataFrame) -> None:
    lines = told(runs)
    half = next(line for line in lines if line.startswith("50 % genuine use is not reached"))
    assert "organic in 8" in half
    payback = next(line for line in lines if line.startswith("Not paid back"))
    missing = runs.loc[runs["strategy"] == "mandate", "payback_week"].isna().sum()
    assert f"mandate in {missing}" in payback
    assert any("lead by example (13 %)" in line for line in lines if "unspent" in line)


def test_one_strategy_alone_and_one_seed_alone(runs: pd.DataFrame) -> None:
    alone = told(runs[(runs["strategy"] == "organic") & (runs["seed"] == 0)])
    assert any("One seed decides nothing" in line for line in alone)
    first = told(runs[runs["seed"] == 0])
    assert first[0].startswith("One seed decides nothing")
    assert not any("of 1 seed" in line or "most often best" in line for line in first)
    assert not any(line.endswith(": decided.") for line in first)


def test_numbers_are_written_in_the_language() -> None:
    assert Language("en").number(-1234.5, 1) == "−1,234.5"
    assert Language("de").number(-1234.5, 1) == "−1.234,5"
    assert Language("en").tick(-1234.5) == "−1,234.5"
    assert Language("de").tick(-1234.5) == "−1.234,5"
    assert Language("en").number(-0.001, 1, signed=True) == "+0.0"
    assert Language("en").number(math.nan, 1) == "–"
    assert Language("de").difference("share", 0.031, 0.002, 0.06) == "+3,1 [+0,2; +6,0]"


def test_rounding_never_hides_the_side_of_zero() -> None:
    assert Language().difference("share", 0.02, 0.0003, 0.04) == "+2.00 [+0.03, +4.00]"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "late: lever talk never acts, it would start in week 9 (last week with levers: 8)."),
        ("de", "late: Die Maßnahme talk wirkt nie, sie würde erst in Woche 9 beginnen (letzte "
               "Woche mit Maßnahmen: 8)."),
    ],
)  # fmt: skip
def test_levers_that_never_act_are_told(language: str, sentence: str) -> None:
    levers = {"talk": Training(hours=2.0, start=9), "training": Training(hours=2.0)}
    config = RunConfig(weeks=12, withdraw_week=8, strategy=Strategy("late", levers=levers))
    assert idle(Language(language), config) == [sentence]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Doses that 1,000 € per employee pay for: training.hours 0.2 (asked: 2)."),
        ("de", "Dosen, für die 1.000 € je Kopf reichen: training.hours 0,2 (vorgesehen: 2)."),
    ],
)
def test_doses_that_a_budget_changes_are_told(language: str, sentence: str) -> None:
    """2 h for 100 weeks at 50 € an hour would be 10,000 € a head; left alone, nothing is said."""
    levers = {"training": Training(hours=2.0, end=100)}
    config = RunConfig(weeks=104, withdraw_week=104, strategy=Strategy("dear", levers=levers))
    assert doses(Language(language), Firm(config)) == [sentence]
    alone = dataclasses.replace(config, equal_budget=False)
    assert doses(Language(language), Firm(alone)) == []


def test_contrasts_name_strategies_and_no_winner() -> None:
    assert {name for pair in CONTRASTS for name in pair} <= set(STRATEGIES)
    assert all(BY_NAME[name].better is not None for name in HEADLINES)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "at most 1,000 € per employee; 40 % of the saved hours are worth money"),
        ("de", "höchstens 1.000 € je Kopf; 40 % der gesparten Stunden sind Geld wert"),
    ],
)
def test_the_line_says_how_money_is_counted(language: str, told: str) -> None:
    """What a budget is to a plan, and which part of saved hours is money; both once."""
    config = load(("equal_budget=ceiling", "programme.realisation=0.4"))
    line = context(config, Language(language))
    assert told in line
    assert "realisation" not in line
