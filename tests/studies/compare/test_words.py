"""Sentences say what the numbers support, and no more; in English and in German."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from sim.analysis.matters import PER_HEAD, matters
from sim.analysis.paired import pairwise, summarise
from sim.base.params import ConfigError
from sim.config.load import load
from sim.model.config import RunConfig
from sim.model.levers import Training
from sim.model.outcomes import BY_NAME
from sim.model.strategy import Strategy
from sim.report.language import ENGLISH, LANGUAGES, Language
from sim.studies.compare.words import (
    CONTRASTS,
    EVERY,
    HEADLINES,
    JUDGED,
    Told,
    behind,
    headline,
    pairs,
)
from sim.studies.context import context, some
from sim.studies.lever_words import all_doses, idle, parts, told_doses
from tests.fake_results import STRATEGIES, fake_results


@pytest.fixture(scope="module")
def runs() -> pd.DataFrame:
    frame, _ = fake_results(seeds=range(8))
    return frame[frame["strategy"] != "none"]


def made(runs: pd.DataFrame, baseline: str = "organic", people: int = 200, **given: float) -> Told:
    least = matters(given, people)
    differences = pairwise(runs, baseline, 104, least, EVERY)
    return Told(runs, summarise(runs, 104, least), differences, baseline, 104, people, least)


def table(*rows: tuple[str, float, float, float, float], seeds: int = 8) -> pd.DataFrame:
    """Runs of strategies: hours, use, lead time and benefit, the same spread for all of them."""
    speck = [0.001 * (seed - (seeds - 1) / 2) for seed in range(seeds)]
    frame = [
        {"strategy": name, "seed": seed, "hours_saved_per_employee_week": hours + wide,
         "genuine_use_final": use + wide, "lead_time_change": lead + wide,
         "net_benefit_eur": 1000 * (euros + wide), "payback_week": 20.0,
         "weeks_to_50_genuine": 30.0, "pilot_trap": 0.0, "unspent_budget": 0.0}
        for name, hours, use, lead, euros in rows
        for seed, wide in enumerate(speck)
    ]  # fmt: skip
    return pd.DataFrame(frame)


#: Licences; one that is better at all but money; one that is worse; one that differs by a little.
ORGANIC = ("organic", 0.5, 0.40, 0.0, 80.0)
PLAYBOOK = ("playbook", 1.0, 0.60, -0.10, 60.0)
MANDATE = ("mandate", 0.5, 0.30, 0.0, 50.0)
TWIN = ("champions", 0.51, 0.405, -0.001, 81.0)


def shaky(frame: pd.DataFrame, strategy: str, outcome: str, by: float) -> pd.DataFrame:
    """The same, with one strategy up in one seed and down in the next."""
    moved = frame.copy()
    own = moved["strategy"] == strategy
    moved.loc[own, outcome] += by * (1.0 - 2.0 * (moved.loc[own, "seed"] % 2))
    return moved


def test_a_headline_in_english() -> None:
    frame = shaky(table(ORGANIC, PLAYBOOK, MANDATE), "playbook", "net_benefit_eur", 90_000.0)
    assert headline(made(frame), ENGLISH) == [
        "Best here (in how many of 8 seeds): playbook on net hours saved (8), genuine use at the "
        "end (8) and change of lead time (8).",
        "Not worth it within 104 weeks, compared with organic: mandate (−150), by net benefit in "
        "€ per employee.",
        "Open: which of organic and playbook is best on net benefit over the horizon; whether net "
        "benefit differs from that of organic (playbook). Few seeds (8): take this as a first "
        "look.",
    ]


def test_a_headline_in_german() -> None:
    frame = shaky(table(ORGANIC, PLAYBOOK, MANDATE), "playbook", "net_benefit_eur", 90_000.0)
    assert headline(made(frame), Language("de")) == [
        "Hier am besten (in wie vielen von 8 Läufen): „Gesamtkonzept“ (netto eingesparte Stunden: "
        "8, echte Nutzung am Ende: 8 und Veränderung der Durchlaufzeit: 8).",
        "Lohnt sich in 104 Wochen nicht, verglichen mit „nur Lizenzen“: „Anordnung“ (−150), nach "
        "dem Nettonutzen in € je Kopf.",
        "Offen: was von „nur Lizenzen“ und „Gesamtkonzept“ vorn liegt (Nettonutzen über die ganze "
        "Zeit); ob der Nettonutzen ein anderer ist als mit „nur Lizenzen“ („Gesamtkonzept“). "
        "Wenige Läufe je Strategie (8): Das ist ein erster Blick.",
    ]


def test_differences_too_small_to_matter_are_no_lead() -> None:
    """A minute a week in every seed is decided, and still no reason to choose anything."""
    told = made(table(ORGANIC, TWIN, seeds=12))
    assert set(told.pairwise["decided"]) == {"yes", "no"}
    best, poor, unsure = headline(told, ENGLISH)
    assert best == (
        "Best here: no difference that matters on net hours saved, genuine use at the end, change "
        "of lead time and net benefit over the horizon."
    )
    assert poor.endswith("organic: champions, with no difference that matters.")
    assert unsure == "Open: nothing of this."
    assert set(told.summary.query("outcome == 'genuine_use_final'")["chance_best"]) == {0.5}
    (pair,) = pairs(told, ENGLISH)
    assert pair.startswith("Champions against organic: too small to matter on ")


def test_what_matters_can_be_set() -> None:
    told = made(table(ORGANIC, TWIN, seeds=12), hours_saved_per_employee_week=0.005)
    assert headline(told, ENGLISH)[0].startswith(
        "Best here (in how many of 12 seeds): champions on net hours saved (12); no difference"
    )
    with pytest.raises(ConfigError, match="outcome in matters"):
        matters({"genuine_us": 0.1})
    with pytest.raises(ConfigError, match="must be a number >= 0"):
        matters({"genuine_use_final": -0.1})


def test_every_unit_has_a_smallest_difference() -> None:
    least, many = matters(), matters(people=200)
    assert set(least) == set(BY_NAME)
    assert min(least.values()) > 0.0
    grown = {BY_NAME[name].unit for name in least if many[name] != least[name]}
    assert grown == set(PER_HEAD)


def test_an_interval_that_reaches_further_is_not_called_small() -> None:
    """Decided, with a mean of 1 point of use and an interval up to 2.5: open if it matters."""
    frame = table(ORGANIC, ("champions", 0.5, 0.41, 0.0, 80.0))
    frame = shaky(frame, "champions", "genuine_use_final", 0.011)
    (pair,) = pairs(made(frame, genuine_use_final=0.015), ENGLISH)
    assert "perhaps too small to matter on genuine use at the end (+1.00 [+0.02, +1.98]" in pair


def test_identical_strategies_differ_in_nothing() -> None:
    told = made(table(ORGANIC, ("mandate", *ORGANIC[1:])))
    assert headline(told, ENGLISH)[0].startswith("Best here: no difference that matters on ")
    (pair,) = pairs(told, ENGLISH)
    assert pair == (
        "Mandate against organic: exactly the same on genuine use at the end, net hours saved, "
        "change of lead time and net benefit over the horizon."
    )


def test_one_strategy_alone_and_one_seed_alone() -> None:
    alone = made(table(ORGANIC))
    assert headline(alone, ENGLISH) == ["Organic alone: there is nothing to compare it with."]
    assert pairs(alone, ENGLISH) == []
    one = made(table(ORGANIC, PLAYBOOK, seeds=1))
    assert headline(one, ENGLISH)[0].startswith("One seed decides nothing")
    assert pairs(one, ENGLISH) == []
    for language in LANGUAGES:
        said = behind(one, Language(language)) + behind(alone, Language(language))
        assert not any("1 seed" in line or "1 Läufen" in line for line in said)


def test_two_to_four_strategies_give_all_pairs() -> None:
    four = made(table(ORGANIC, PLAYBOOK, MANDATE, TWIN))
    assert len(pairs(four, ENGLISH)) == 6
    assert len(four.pairwise.groupby(["strategy", "baseline"])) == 6
    assert "Champions against mandate: better on" in " ".join(pairs(four, ENGLISH))
    five = made(table(ORGANIC, PLAYBOOK, MANDATE, TWIN, ("big_bang", *MANDATE[1:])))
    assert set(five.pairwise["baseline"]) == {"organic"}
    assert pairs(five, ENGLISH) == []


def test_many_names_are_counted() -> None:
    assert some(list("abcd"), ENGLISH, 3) == "a, b, c and d"
    assert some(list("abcde"), ENGLISH, 3) == "a, b, c and 2 more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_is_told_in_every_language(runs: pd.DataFrame, language: str) -> None:
    speak, told = Language(language), made(runs)
    lines = [*headline(told, speak), *behind(told, speak)]
    assert len(lines) >= 3 + len(HEADLINES) + len(CONTRASTS) + 4
    for line in lines:
        assert line.endswith(".")
        assert "nan" not in line.lower().split()
        assert "{" not in line
        assert "_" not in line


def test_every_strategy_is_judged_on_every_headline_outcome(runs: pd.DataFrame) -> None:
    against = [line for line in behind(made(runs), ENGLISH) if "against organic, in" in line]
    assert len(against) == len(HEADLINES)
    for line in against:
        for strategy in STRATEGIES[1:]:
            assert strategy.replace("_", " ") in line


def test_differences_that_luck_may_have_decided_are_named(runs: pd.DataFrame) -> None:
    """One clear difference, one that is decided only as long as nobody counts the others."""
    start = [0.4, 0.5, 0.4, 0.5, 0.4, 0.5, 0.4, 0.5]
    clear = [0.9, 1.0, 0.8, 0.9, 0.9, 1.0, 0.9, 1.0]
    small = [0.45, 0.52, 0.46, 0.51, 0.45, 0.5, 0.4, 0.5]
    frame = runs.assign(**dict.fromkeys(JUDGED, 0.0))
    for strategy in STRATEGIES:
        values = {"champions": clear, "mandate": small}.get(strategy, start)
        frame.loc[frame["strategy"] == strategy, "genuine_use_final"] = values
    line = next(each for each in behind(made(frame), ENGLISH) if "luck alone" in each)
    assert "2 do; corrected" in line
    assert line.endswith("1 stay decided: champions (genuine use at the end).")


def test_what_is_not_reached_is_counted(runs: pd.DataFrame) -> None:
    lines = behind(made(runs), ENGLISH)
    half = next(line for line in lines if line.startswith("50 % genuine use is not reached"))
    assert "organic in 8" in half
    payback = next(line for line in lines if line.startswith("Not paid back"))
    missing = runs.loc[runs["strategy"] == "mandate", "payback_week"].isna().sum()
    assert f"mandate in {missing}" in payback
    assert any("lead by example (13 %)" in line for line in lines if "unspent" in line)


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
    ("language", "sentence", "short"),
    [
        ("en", "Doses of dear that the budget pays for: training.hours 0.2 (asked: 2).",
         "What the budget pays of planned doses: dear 10 %."),
        ("de", "Dosen von „dear“, für die das Budget reicht: training.hours 0,2 (vorgesehen: 2).",
         "Was das Budget von den vorgesehenen Dosen bezahlt: „dear“ 10 %."),
    ],
)  # fmt: skip
def test_doses_that_a_budget_changes_are_told(language: str, sentence: str, short: str) -> None:
    """2 h for 100 weeks at 50 € an hour would be 10,000 € a head; left alone, nothing is said."""
    speak, levers = Language(language), {"training": Training(hours=2.0, end=100)}
    config = RunConfig(weeks=104, withdraw_week=104, strategy=Strategy("dear", levers=levers))
    changed = all_doses([config, config], 0)
    assert [each.strategy for each in changed] == ["dear", "dear"]
    assert told_doses(speak, changed[:1]) == [sentence]
    assert parts(speak, changed[:1]) == short
    alone = dataclasses.replace(config, equal_budget=False)
    assert all_doses([alone], 0) == []
    assert parts(speak, []) == ""


def test_the_context_says_what_is_not_as_usual() -> None:
    config = load(["strategy=playbook", "organisation=small", "weeks=52", "withdraw_week=40"])
    said = context([config], ENGLISH, range(3, 9))
    assert said == (
        "Generated company of 150 people, 52 weeks, levers until week 40; at most 1,000 € per "
        "employee; 50 % of the saved hours are worth money; seeds 3 to 8; all else at its default."
    )
    words = ["workforce.talk.influence=0.5", "strategy.levers.champions.hours=3"]
    other = load(["strategy=playbook", *words, "equal_budget=false"])
    assert context([load(["strategy=organic", words[0]]), other], Language("de"), [4]) == (
        "Erzeugtes Unternehmen mit 1.000 Beschäftigten, 104 Wochen, Maßnahmen bis Woche 78; "
        "höchstens 1.000 € je Kopf; 50 % der gesparten Stunden sind Geld wert; Seed 4; "
        "gesetzt: workforce.talk.influence=0.5 und strategy.levers.champions.hours=3.0."
    )


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
    line = context([config], Language(language))
    assert told in line
    assert "realisation" not in line
