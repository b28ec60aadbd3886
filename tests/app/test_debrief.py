"""The debrief's numbers are those of the command line, and of every other comparison."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.verdicts import PAGE, table
from sim.analysis.paired import paired, summarise
from sim.app.debrief import (
    FIRST,
    PIECE,
    Row,
    outcomes_of,
    plan_key,
    scores,
    standard_scores,
    standings,
    variants,
    worth,
)
from sim.app.exports import preset_of
from sim.app.jobs import pieces
from sim.app.plan import Decision, file_name
from sim.app.scenario import _GROUNDS, load_scenario
from sim.app.verdicts import FILE, every, verdicts
from sim.cli.main import main
from tests.app.games import SMALL, decisions, game

PLAN = (
    Decision(1, "announcement", {"promise": "bold"}), Decision(1, "survey"),
    Decision(2, "lead_by_example", {"hours": 2.0}), Decision(3, "lead_by_example", None),
    Decision(3, "redesign", {}), Decision(3, "ownership", {"scope": "all"}),
)  # fmt: skip


def test_scores_are_those_of_compare_with_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exported strategy file, compared on the command line, has the debrief's numbers."""
    monkeypatch.chdir(tmp_path)
    scenario = game()
    folder = tmp_path / "class" / "strategy"
    folder.mkdir(parents=True)
    name = file_name("Heron")
    (folder / f"{name}.yaml").write_text(preset_of(scenario, PLAN, "Heron", {}), encoding="utf-8")
    words = ["scenario=rhenania", *SMALL, f"strategies=[organic,{name}]", "store=none"]
    assert main(["compare", "--config-dir", "class", *words, "out=out", "quiet=true",
                 "workers=1"]) == 0  # fmt: skip
    runs = pd.read_parquet(tmp_path / "out" / "runs.parquet")
    for strategy, rows in (
        (name, scores(scenario, PLAN, scenario.seeds)),
        ("organic", standard_scores(scenario, "organic", scenario.seeds)),
    ):
        own = runs[runs["strategy"] == strategy].set_index("seed")
        for row in rows:
            for outcome in outcomes_of(scenario):
                told = own.loc[row["seed"], outcome]
                assert row[outcome] == (None if np.isnan(told) else told), outcome


def test_scores_do_not_depend_on_pieces_or_on_what_a_process_has_done_before() -> None:
    """Two workers that share out companies in another order say the same."""
    scenario = game()
    whole = scores(scenario, PLAN, scenario.seeds)
    _GROUNDS.clear()
    luck = random.Random(3)
    parts = pieces(scenario.seeds, 1)
    luck.shuffle(parts)
    again: list[Row] = []
    for part in parts:
        standard_scores(scenario, "champions", part)
        again += scores(scenario, PLAN, part)
        _GROUNDS.clear()
    assert sorted(again, key=lambda row: row["seed"]) == whole


def test_pieces_are_all_companies_in_order() -> None:
    parts = pieces(range(200), PIECE)
    assert [seed for part in parts for seed in part] == list(range(200))
    assert max(map(len, parts)) == 5
    assert FIRST % 5 == 0


def rows(*values: float) -> list[Row]:
    """Made-up companies in which nothing but the benefit differs."""
    return [{"seed": seed, "net_benefit_eur": value, "genuine_use_final": 0.5,
             "threat_final": 0.2} for seed, value in enumerate(values)]  # fmt: skip


def test_ranks_are_shared_where_nothing_is_decided() -> None:
    scenario, luck = load_scenario("rhenania"), np.random.default_rng(2)
    base = luck.normal(0.0, 200_000.0, 60)
    plans = {
        "best": rows(*(base + 60_000.0 + luck.normal(0, 20_000, 60))),
        "close": rows(*(base + 59_000.0 + luck.normal(0, 20_000, 60))),
        "last": rows(*(base + luck.normal(0, 20_000, 60))),
    }  # fmt: skip
    found = standings(scenario, plans, "net_benefit_eur", {"best": rows(1e9)[0]})
    ranks = {each.name: each.rank for each in found}
    assert ranks == {"best": 1, "close": 1, "last": 3}
    best = next(each for each in found if each.name == "best")
    frame = pd.DataFrame([{"strategy": "best", **row} for row in plans["best"]])
    cell = summarise(frame[["strategy", "seed", "net_benefit_eur"]], 78).iloc[0]
    assert (best.mean, best.p10, best.p90) == (cell["mean"], cell["p10"], cell["p90"])
    values = np.array([row["net_benefit_eur"] for row in plans["best"]])
    assert best.loss == (values < 0.0).mean()
    assert best.luck == 1.0, "a company better than all others is luck"


def test_no_plan_ranks_behind_one_with_a_worse_mean() -> None:
    scenario, luck = load_scenario("rhenania"), np.random.default_rng(3)
    base = luck.normal(0.0, 200_000.0, 60)
    plans = {
        "best": rows(*base), "steady": rows(*(base - 30_000.0)),
        "wild": rows(*(base - 40_000.0 + luck.normal(0.0, 400_000.0, 60))),
    }  # fmt: skip
    found = standings(scenario, plans, "net_benefit_eur")
    assert sorted(found, key=lambda each: -each.mean) == found
    beaten = {each.name: each.beaten for each in found}
    assert beaten == {"best": 0, "steady": 1, "wild": 0}, "the case that is meant"
    assert [each.rank for each in found] == [1, 1, 1]


def test_a_wanted_fall_ranks_the_lower_first() -> None:
    scenario = load_scenario("rhenania")
    low, high = rows(*np.zeros(20)), rows(*np.zeros(20))
    for row in low:
        row["threat_final"] = 0.1 + 0.001 * row["seed"]
    found = standings(scenario, {"high": high, "low": low}, "threat_final")
    assert [each.name for each in found] == ["low", "high"]
    assert [each.rank for each in found] == [1, 2]


def test_what_a_decision_was_worth_is_a_paired_difference() -> None:
    scenario = game()
    plan = scores(scenario, PLAN, scenario.seeds)
    made = variants(scenario, PLAN)
    kinds = {(each.decision.card, each.decision.round, each.kind) for each in made}
    assert ("announcement", 1, "without") in kinds
    assert ("announcement", 1, "earlier") not in kinds
    assert ("redesign", 3, "earlier") in kinds
    assert not any(card == "survey" for card, _, _ in kinds)
    one = next(each for each in made if each.decision.card == "redesign")
    other = scores(scenario, one.decisions, scenario.seeds)
    found = worth(scenario, one, plan, other, "net_benefit_eur")
    frame = pd.DataFrame([
        {"strategy": name, "seed": row["seed"], "net_benefit_eur": row["net_benefit_eur"]}
        for name, each in (("plan", plan), ("other", other)) for row in each
    ])  # fmt: skip
    want = paired(frame, "plan", "other", scenario.base.weeks, {"net_benefit_eur": 2000.0}).iloc[0]
    assert (found.estimate, found.low, found.high) == (want["estimate"], want["low"], want["high"])
    assert found.verdict == want["verdict"]


def test_without_a_decision_is_the_plan_that_never_had_it() -> None:
    scenario, luck = game(), random.Random(8)
    for _ in range(20):
        plan = decisions(scenario, luck)
        keys = {plan_key(scenario, each.decisions) for each in variants(scenario, plan)}
        assert plan_key(scenario, plan) not in keys
    alone = [Decision(2, "training", {"hours": 1.0})]
    (without, earlier) = variants(scenario, alone)
    assert without.decisions == ()
    assert earlier.decisions == (Decision(1, "training", {"hours": 1.0}),)


def test_verdicts_are_those_of_the_published_page() -> None:
    """Kept current: `python -m experiments.verdicts > sim/app/verdicts.csv`."""
    assert FILE.read_text(encoding="utf-8") == table(PAGE.read_text(encoding="utf-8"))
    assert len(every()) == 23


def test_a_plan_touches_claims_about_what_it_does() -> None:
    scenario = load_scenario("rhenania")
    assert verdicts(scenario, []) == []
    found = verdicts(scenario, [Decision(1, "mandate")])
    assert found[0].claim == "C14", "what the scenario names comes first"
    assert "mandate" in found[0].touched
    assert all(0.0 <= each.low <= each.holds <= each.high <= 1.0 for each in found)
    assert any(claim.deciders for claim in every())
