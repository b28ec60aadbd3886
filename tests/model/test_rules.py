"""Levers that react: on what the company can measure, once, and never on what comes later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.params import ConfigError
from sim.config.command_of import words
from sim.config.load import load
from sim.model.budget import planned_eur
from sim.model.config import RunConfig
from sim.model.engine import Engine
from sim.model.levers import (
    Champions,
    LeadByExample,
    Lever,
    Licences,
    Mandate,
    Redesign,
    Training,
)
from sim.model.measured import MEASURES, surveyed
from sim.model.people import STATES
from sim.model.strategy import Strategy
from sim.report.language import Language
from sim.runs.run import live
from sim.studies.lever_words import never, rules
from tests.model.firms import assert_same_bytes, columns, company, strategy, tuned

FREE: dict[str, Any] = {"equal_budget": False}
HALF = {"reported_use": {"above": 0.25}}
#: Enough people come to use it, and not all at once, for rules about a quarter and a third.
WILLING: dict[str, Any] = {
    "workforce.decision.intercept": -1.2,
    "workforce.decision.expectation": 5.0,
    "workforce.decision.pace": 0.3,
    "workforce.start.expectation": 0.28,
    "workforce.start.early_users": 0.2,
}


def lived(config: RunConfig) -> Any:
    return live(Engine(config))


def with_levers(*levers: Lever, **fields: Any) -> RunConfig:
    return company(FREE, weeks=30, strategy=strategy(Licences(), Mandate(start=3), *levers),
                   **fields)  # fmt: skip


@st.composite
def rule(draw: st.DrawFn, *without: str) -> dict[str, dict[str, float]]:
    """A condition on one or two measures, somewhere near what they are in a small firm."""
    names = draw(st.lists(st.sampled_from(sorted(set(MEASURES) - {*without})), min_size=1,
                          max_size=2, unique=True))  # fmt: skip
    return {
        name: {draw(st.sampled_from(("above", "below"))): draw(
            st.floats(0.0, 12.0 if name == "weeks" else 0.6))}
        for name in names
    }  # fmt: skip


@st.composite
def reacting(draw: st.DrawFn, first: int = 1, *further: type[Lever]) -> Lever:
    """A lever with rules of all kinds, from some week on."""
    kind = draw(st.sampled_from((Training, LeadByExample, Champions, *further)))
    made: Lever = kind(
        start=draw(st.integers(first, first + 9)),
        when=draw(st.none() | rule("weeks")),
        until=draw(st.none() | rule()),
        then=draw(st.none() | st.builds(
            lambda when, factor: {"when": when, "factor": factor}, rule(), st.floats(0.0, 4.0))),
    )  # fmt: skip
    return made


def test_a_rule_sees_last_week() -> None:
    """`when` holds from the week after the log shows it; `until` ends the week after, too."""
    rule = Training(when=HALF, until={"reported_use": {"above": 0.35}})
    firm = lived(tuned(with_levers(rule), WILLING))
    use = columns(firm)["reported_use"]
    began, ended = (int(np.flatnonzero(use >= end)[0]) + 2 for end in (0.25, 0.35))
    assert firm.reactions.fired == {"lever_2.when": began, "lever_2.until": ended}
    assert 1 < began < ended
    trained = lived(tuned(with_levers(Training(start=began, end=ended - 1)), WILLING))
    assert_same_bytes(firm, trained)


@given(lever=reacting(), seed=st.integers(0, 99))
def test_a_rule_is_a_date_that_is_found_later(lever: Lever, seed: int) -> None:
    """A lever that reacts is, bit for bit, one with the dates at which its rules came true."""
    free = {"programme.survey.eur": 0.0, "programme.survey.eur_per_answer": 0.0}
    config = tuned(with_levers(lever, seed=seed), free)
    firm = lived(config)
    fired, weeks = firm.reactions.fired, config.weeks
    start = fired.get("lever_2.when", weeks + 1) if lever.when else lever.start
    end = fired.get("lever_2.until", weeks + 1) - 1
    change = fired.get("lever_2.then", end + 1)
    plain = {"when": None, "until": None, "then": None}
    planned = []
    if start <= min(end, change - 1):
        planned.append(tuned(lever, {**plain, "start": start, "end": min(end, change - 1)}))
    if change <= end:
        planned.append(tuned(lever.changed(), {**plain, "start": change, "end": end}))
    assert_same_bytes(firm, lived(tuned(with_levers(*planned, seed=seed), free)))


@given(
    before=st.lists(reacting(1, Redesign), max_size=3),
    later=reacting(13, Redesign),
    seed=st.integers(0, 99),
)
def test_what_is_decided_later_changes_no_earlier_week(
    before: list[Lever], later: Lever, seed: int
) -> None:
    """A further lever that reacts, surveys and all, leaves the weeks before its start alone."""
    one = lived(with_levers(*before, seed=seed))
    other = lived(with_levers(*before, later, seed=seed))
    assert_same_bytes(one, other, weeks=later.start - 1)


@given(levers=st.lists(reacting(1, Redesign), min_size=2, max_size=4), seed=st.integers(0, 99))
def test_order_of_levers_with_rules_does_not_matter(levers: list[Lever], seed: int) -> None:
    named = {"licences": Licences(), **{f"l{k}": each for k, each in enumerate(levers)}}
    one, other = (
        lived(company(weeks=20, seed=seed, strategy=Strategy("test", "", dict(order))))
        for order in (named.items(), reversed(named.items()))
    )
    assert_same_bytes(one, other)
    assert one.reactions.fired == other.reactions.fired


def test_neutral_rules_are_none() -> None:
    """A condition that holds anyway, a factor of one, and rules of a null dose change nothing."""
    always = {"reported_use": {"above": 0.0}}
    bare = lived(with_levers(Training()))
    assert_same_bytes(bare, lived(with_levers(Training(when=always))))
    assert_same_bytes(bare, lived(with_levers(Training(then={"when": always, "factor": 1.0}))))
    asked = {"survey_use": {"above": 0.0}}
    assert_same_bytes(bare, lived(with_levers(Training(), Training(hours=0.0, when=asked))))
    assert Training(when={}, until={"lead_time": {"above": None}}, then={}) == Training()


def test_measures_see_what_the_company_sees() -> None:
    """Whatever people think, can and really do: no measure moves but surveys, which do."""
    firm = Engine(with_levers())
    for _ in range(5):
        firm.step()
    read = {name: each.read for name, each in MEASURES.items() if each.read is not None}
    assert set(MEASURES) - set(read) - {"weeks"} == {name for name in MEASURES if surveyed(name)}
    seen = {name: function(firm) for name, function in read.items()}
    luck = np.random.default_rng(0)
    for name, (low, high, _) in STATES.items():
        getattr(firm.people, name)[:] = luck.uniform(low, high, firm.people.count)
    for hidden in (firm.people.effective_use, firm.people.saving, firm.people.appeal):
        hidden[:] = luck.random(firm.people.count)
    assert seen == {name: function(firm) for name, function in read.items()}
    firm.people.reported_use[:] = 0.9
    assert read["reported_use"](firm) == pytest.approx(0.9)


def test_surveys_err_and_cost() -> None:
    """A survey costs what it says in the weeks in which one is held, and its answers scatter."""
    asking = Training(start=2, when={"survey_trust": {"above": 1.0}})
    config = tuned(with_levers(asking), {"programme.survey.people": 10})
    one, free = lived(config), lived(with_levers(Training(start=31)))
    extra = columns(one)["spend_eur"] - columns(free)["spend_eur"]
    held = np.zeros(30)
    held[1::4] = 1000.0 + 10 * 10.0
    np.testing.assert_allclose(extra, held, atol=1e-9)
    exact = tuned(config, {"programme.survey.error": 0.0, "programme.survey.people": 40})
    firms = [Engine(exact), Engine(config), Engine(tuned(config, {"seed": 9}))]
    said = []
    for firm in firms:
        firm.step()
        trust = firm.people.trust.mean()
        firm.step()
        said.append(firm.reactions._read("survey_trust", firm, 0) - trust)
    assert said[0] == pytest.approx(0.0, abs=1e-12)
    assert said[1] != said[2]
    assert 0.0 < abs(said[1]) < 0.5


def test_a_reacting_lever_is_planned_at_its_most() -> None:
    """The plan has all weeks and the largest dose; what is not needed stays unspent."""
    firm = Engine(company(FREE))

    def plan(lever: Lever) -> float:
        return planned_eur(firm, [lever])

    never_so = {"reported_use": {"above": 1.0}}
    assert plan(Training(when=never_so)) == plan(Training(until=never_so)) == plan(Training())
    double = Training(then={"when": HALF, "factor": 2.0})
    assert plan(double) == plan(Training(hours=2.0))
    assert plan(Training(then={"when": HALF, "factor": 0.5})) == plan(Training())
    assert plan(Training(until={"weeks": {"above": 12}})) == plan(Training(end=12))
    asked = Training(when={"survey_use": {"above": 0.5}})
    assert plan(asked) - plan(Training()) == pytest.approx(78 * (1000 + 40 * 10.0) / 4)
    config = company(weeks=40, withdraw_week=30, strategy=strategy(Licences(), double))
    firm = Engine(config)
    assert planned_eur(firm, firm.levers) == pytest.approx(firm.budget_eur)
    stopped = tuned(config, {"strategy": strategy(Licences(), Training(when=never_so))})
    assert lived(stopped).spent_eur == 0.0


def test_champions_choice_waits_for_champions() -> None:
    """Redesign that follows champions follows those who act, not those who wait for a rule."""
    waiting = Champions(share=0.2, when={"reported_use": {"above": 1.0}})
    stations = Redesign(targets="champions")
    assert_same_bytes(lived(with_levers(stations, waiting)), lived(with_levers(stations)))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("when.reported_usee.above=0.2", "when: unknown measure 'reported_usee'; did you mean"),
        ("until.reported_use.abov=0.2", "until.reported_use: unknown end 'abov'; did you mean"),
        ("when.reported_use.above=1.2", r"when.reported_use.above must be in \[0, 1\] share"),
        ("when.reported_use.above=x", r"above must be a number \(share\), got 'x'"),
        ("when.reported_use.above=true", r"above must be a number \(share\), got True"),
        ("when.reported_use=1", "when.reported_use must be written like {above: 0.4}, got 1"),
        ("when=3", "when must be written like {reported_use: {above: 0.4}}, got 3"),
        ("when.weeks.above=3", "when cannot ask for weeks"),
        ("when={lead_time:{above:3,below:2}}", "nothing is above 3 and below 2"),
        ("then.factor=2", "then needs both, a condition and a factor"),
        ("then={factor:65,when:{weeks:{above:1}}}", r"then.factor must be in \[0, 64\] times"),
        ("then={fact:2}", "then: unknown part 'fact'; did you mean 'factor'"),
        ("whenn.reported_use.above=1", "unknown key"),
    ],
)
def test_bad_rules_are_refused(said: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        load((f"strategy.levers.training.{said}",), "training_first")
    assert "strategy.levers.training" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_lever_without_doses_has_none_to_change() -> None:
    with pytest.raises(ConfigError, match=r"^Mandate\.then: it has no dose that could change"):
        Mandate(then={"when": HALF, "factor": 2.0})


def test_rules_from_the_command_line_and_back(tmp_path: Path) -> None:
    """Single ends, whole rules and files say the same; the command of a run has its rules."""
    key = "strategy.levers.training"
    said = [f"{key}.when.reported_use.above=0.4", f"{key}.until={{weeks:{{above:12}}}}",
            f"{key}.then.factor=0.5", f"{key}.then.when.survey_use.below=0.2"]  # fmt: skip
    config = load(said, "training_first")
    lever = config.strategy.levers["training"]
    assert lever.when == {"reported_use": {"above": 0.4}}
    assert lever.until == {"weeks": {"above": 12.0}}
    assert lever.then == {"when": {"survey_use": {"below": 0.2}}, "factor": 0.5}
    again = words(config)
    assert again is not None
    assert load(again) == config
    assert load((*said, f"{key}.when=null"), "training_first").strategy.levers["training"] == tuned(
        lever, {"when": None}
    )
    folder = tmp_path / "strategy"
    folder.mkdir()
    (folder / "wary.yaml").write_text(
        "defaults:\n  - /lever/training@levers.training: default\n  - _self_\n"
        "_target_: sim.strategy.Strategy\nname: wary\nlevers:\n  training:\n"
        "    end: 26\n    when: {reported_use: {above: 0.4}}\n    until: {weeks: {above: 12}}\n"
        "    then:\n      when: {survey_use: {below: 0.2}}\n      factor: 0.5\n"
    )
    assert load((), "wary", str(tmp_path)).strategy.levers["training"] == lever


def test_rules_are_told() -> None:
    """A run says when its rules came true and which did not; a comparison, which never did."""
    rule = Training(when=HALF, until={"reported_use": {"above": 1.0}})
    config = tuned(with_levers(rule), WILLING)
    firm = lived(config)
    week = firm.reactions.fired["lever_2.when"]
    assert rules(Language("en"), firm) == [
        f"Rules that came true: lever_2.when (week {week}).",
        "Rules that never came true: lever_2.until.",
    ]
    assert never(Language("de"), config, range(3)) == [
        "„test“: Regeln, die in keinem der ersten 3 Seeds eingetreten sind: lever_2.until."
    ]
    assert never(Language("en"), with_levers(Training()), range(3)) == []
