"""What an address may ask: keys of the command line, with numbers and names, and no more."""

from __future__ import annotations

import math
import re
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.companies import dimensions
from sim.app import compare, query, refusals
from sim.app.controls import ASSUMPTIONS, DOSES
from sim.app.explore_ask import Asked, ask
from sim.base.params import ConfigError, readable
from sim.base.values import get
from sim.config.load import load
from sim.config.words import read
from sim.report.language import ENGLISH, Language

TINY = [("organisation.headcount", "30"), ("weeks", "10")]


def asked(text: str) -> Asked:
    return ask(parse_qsl(text, keep_blank_values=True))


def test_a_query_is_the_words_of_a_command() -> None:
    found = asked(
        "strategy=champions&strategy.levers.champions.hours=2.5&technology.reliability=0.7"
        "&workforce=sceptical&seed=7&weeks=52&withdraw_week=40"
    )
    words = [
        "organisation.headcount=200", "strategy.levers.champions.hours=2.5",
        "technology.reliability=0.7", "workforce=sceptical", "seed=7", "weeks=52",
        "withdraw_week=40",
    ]  # fmt: skip
    assert found.base == load(words, "champions")


@settings(max_examples=12)
@given(st.sampled_from(ASSUMPTIONS), st.floats(0.1, 0.9), st.integers(0, 999))
def test_what_an_address_says_comes_back(key: str, share: float, seed: int) -> None:
    """From a query to a configuration, to the query of the page's link, and again."""
    one = next(each for each in dimensions() if each.key == key)
    value = f"{one.at(share):.6g}"
    first = asked(f"{key}={value}&seed={seed}&strategy=mandate")
    again = asked(query.address(first.found))
    assert again.config == first.config
    assert math.isclose(get(again.config, key), float(value), rel_tol=1e-6)


def test_what_changes_nothing_is_left_out() -> None:
    """A form sends all its sliders; those that nobody moved must not be held in other companies."""
    usual = asked("strategy=champions").usual
    sent = {key: f"{get(usual, key):.10g}" for key in ASSUMPTIONS}
    sent["strategy.levers.champions.hours"] = "4"
    found = ask([("strategy", "champions"), *sent.items()])
    assert dict(found.found) == {"strategy": "champions"}
    assert found.words == ("organisation.headcount=200",)


def test_sliders_of_another_preset_start_anew() -> None:
    """Without a script the form of one strategy is sent with the name of another."""
    before = query.state({"strategy": "champions"})
    found = asked(f"from={before}&strategy=mandate&strategy.levers.champions.hours=2&with=training")
    assert found.config.strategy == load((), "mandate").strategy
    kept = asked(f"from={before}&strategy=champions&strategy.levers.champions.hours=2")
    assert get(kept.config, "strategy.levers.champions.hours") == 2


def test_levers_come_and_go() -> None:
    found = asked(
        "strategy=champions&with=training&without=licences&strategy.levers.training.hours=2"
    )
    assert set(found.config.strategy.levers) == {"champions", "training"}
    assert get(found.config, "strategy.levers.training.hours") == 2
    assert set(DOSES) >= {"training", "champions", "redesign"}


GERMAN = Language("de")


def in_german(error: ConfigError) -> str:
    """The same refusal on a German page, which must have it; no word of the English one is left."""
    said = refusals.told(readable(str(error)), GERMAN)
    assert said is not None, str(error)
    assert not re.search(r"\b(must|got|unknown|valid|least|most|page)\b", said), said
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("technology.reliabilty=0.5", "technology.reliability"),
        ("technology.reliability=5", r"must be in \[0, 1\]"),
        ("technology.reliability=much", "must be a number"),
        ("strategy=champion", "did you mean 'champions'"),
        ("strategy.levers.champions.hours=400&strategy=champions", r"must be in \[0, 38\]"),
        ("strategy.levers.champions.hours=4&strategy=mandate", "champions"),
        ("with=dancing", "unknown lever 'dancing'"),
        ("with=-1", "unknown lever"),
        ("without=training&strategy=champions", "unknown lever 'training'; valid: champions"),
        ("scenario=rhenania&weeks=10", "comes after the last week"),
        ("weeks=20&withdraw_week=30", r"withdraw_week must be in \[0, 20\]"),
        ("strategy=mandate&strategy.levers.mandate.end=3", "at or after"),
        ("organisation.contact_degree=3", "must not exceed"),
        ("why=dog.1", "such as person"),
        ("organisation.headcount=5000", "at most 1,000 on this page"),
        ("weeks=3000", "at most 208 on this page"),
        ("seed=1&seed=2", "seed is there twice"),
        ("week=soon", "week must be a week"),
        ("organisation.edges=/etc/passwd", "organisation.edges"),
        ("strategy=../../etc", "must be a number or a name"),
        ("seed=${oc.env:HOME}", "must be a number or a name"),
        ("extensions.spy._target_=os.system", "unknown key"),
        ("strategy.levers.champions.when={a:1}", "must be a number or a name"),
        ("hydra.run.dir=x", "unknown key"),
        ("out=here", "unknown key"),
        ("a" * 7000 + "=1", "too long"),
        ("organisation=from_files", "unknown key"),
        ("weeks=1e9", "weeks"),
        ("seed=\x00", "must be a number or a name"),
        ("companies=evidence", "valid: matched, one, plausible"),
    ],
)
def test_what_is_not_valid_is_one_line(text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as raised:
        ask(parse_qsl(text))
    assert "\n" not in str(raised.value)
    in_german(raised.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("seeds=500&organisation.headcount=2000", "are too much for a page: at most"),
        ("seeds=many", "seeds must be a number"),
        ("seeds=999999999", "seeds must be at most"),
        ("strategies=organic,orgnic", "did you mean 'organic'"),
        ("companies=/etc/passwd.csv", "must be a number or a name"),
        ("companies=evidence", "valid: matched, one, plausible"),
        ("baseline=mandate&strategies=organic,champions", "baseline"),
        ("store=x", "unknown key"),
        ("workers=9", "unknown key"),
    ],
)
def test_a_comparison_that_is_not_valid_is_one_line(text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as raised:
        compare.ask(parse_qsl(text))
    in_german(raised.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("technology.reliability=5", "technology.reliability: Erlaubt ist 0 bis 1"),
        ("strategy=champion", "„champion“ gibt es nicht. Gemeint war vielleicht „champions“"),
        ("weeks=3000", "Auf dieser Seite höchstens 208, angegeben war 3.000"),
        ("strategy=champions&strategy.levers.champions.hours=400",
         "Erlaubt ist 0 bis 38 (Stunden je Woche und Multiplikator)"),
    ],
)  # fmt: skip
def test_a_german_page_says_what_would_be_valid(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as raised:
        ask(parse_qsl(text))
    assert says in in_german(raised.value)


def test_what_nobody_has_translated_stays_as_it_is() -> None:
    assert refusals.told("the moon is full", GERMAN) is None
    assert refusals.told("the moon is full", ENGLISH) == "the moon is full"


def test_a_comparison_is_the_words_of_a_command() -> None:
    found = compare.ask(
        [("strategies", "organic"), ("strategies", "mandate"), ("seeds", "3"), *TINY]
    )
    line = read(found.line.split()[1:])
    assert line.command == "compare"
    assert {"strategies=organic,mandate", "seeds=3", "weeks=10"} < set(line.words)
    assert list(found.question.configs) == ["organic", "mandate"]
    assert list(found.question.seeds) == [0, 1, 2]


def test_a_scenario_is_a_question_like_any_other() -> None:
    """Its company, its strategies; what an address says besides holds as on the command line."""
    found = compare.ask(parse_qsl("scenario=rhenania&seeds=3&technology.reliability=0.7"))
    assert set(found.line.split()) == {
        "rollout", "compare", "seeds=3", "scenario=rhenania", "technology.reliability=0.7",
    }  # fmt: skip
    config = found.question.configs["playbook"]
    assert (config.weeks, config.work) == (78, load(["work=siloed"], "playbook").work)
    alone = asked("scenario=rhenania&strategy=champions")
    assert alone.base == load(["scenario=rhenania"], "champions")
    with pytest.raises(ConfigError, match="rhenania"):
        asked("scenario=renania")


def test_another_scenario_starts_anew() -> None:
    """Without a script a form sends the presets of the company that it was made for."""
    before = query.state({"strategy": "champions"})
    sent = "&work=default&technology.reliability=0.7&organisation.headcount=90&seed=3"
    found = asked(f"from={before}&scenario=rhenania&strategy=champions{sent}")
    assert found.base == load(["scenario=rhenania"], "champions")
