"""Every experiment runs; runs are paired, shared, resumable and independent of workers."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from sim.analysis.companies import draws
from sim.model.firm import Firm
from sim.runs.measured import FILE, Kept
from sim.studies.claims import prepare
from sim.studies.claims.design import Arm
from sim.studies.claims.experiment import Size, company, configure, run_unit
from sim.studies.claims.metrics import Trial, measure
from sim.studies.claims.registry import REGISTRY
from sim.studies.claims.verdict import VERDICTS
from tests.studies.claims.conftest import run

SIZE = Size(2, 2, headcount=24, weeks=16)
NONE, ORGANIC = Arm(), Arm({"licences": {}})


def test_every_claim_gets_a_verdict(tiny) -> None:  # type: ignore[no-untyped-def]
    assert [each.claim.id for each in tiny.assessed] == list(REGISTRY)
    assert not np.isnan(tiny.sample.values).any()
    for each in tiny.assessed:
        verdict = each.verdict
        assert verdict.verdict in VERDICTS
        assert 0.0 <= verdict.low <= verdict.share_holds <= verdict.high <= 1.0
        total = verdict.share_holds + verdict.share_open + verdict.share_fails
        assert total == pytest.approx(1.0)


def test_the_table_has_what_was_promised(tiny) -> None:  # type: ignore[no-untyped-def]
    found = pd.read_csv(tiny.out / "claims.csv")
    promised = ["id", "statement", "verdict", "share_holds", "low", "high", "deciders", "sourced",
                "experiment", "metric", "rule", "n_draws", "n_seeds", "runs"]  # fmt: skip
    assert set(promised) <= set(found.columns)
    assert list(found["id"]) == list(REGISTRY)
    for claim, file, runs in zip(found["id"], found["runs_file"], found["runs"], strict=True):
        behind = pd.read_csv(tiny.out / file)
        assert len(behind) == len(REGISTRY[claim].arms) * 6 >= runs


def test_workers_do_not_matter() -> None:
    claims = [REGISTRY["C20"]]
    one, _ = run(claims, SIZE)
    two, _ = run(claims, SIZE, 2)
    assert_array_equal(one.values, two.values)


def test_what_is_measured_is_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = run([REGISTRY["C02"]], SIZE, 1, tmp_path)
    ran: list[str] = []
    import sim.studies.claims.experiment as experiment

    original = experiment.run_arm

    def counted(*given):  # type: ignore[no-untyped-def]
        ran.append(given[1])
        return original(*given)

    monkeypatch.setattr(experiment, "run_arm", counted)
    again, _ = run([REGISTRY["C02"]], SIZE, 1, tmp_path)
    assert not ran
    assert_array_equal(first.values, again.values)
    run([REGISTRY["C02"], REGISTRY["C20"]], SIZE, 1, tmp_path)
    assert len(ran) == 2 * 4, "only the two arms that C20 adds"


def test_damaged_or_foreign_measurements_are_ignored(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"nothing useful")
    other = Kept(tmp_path, "another mark")
    assert not other.numbers
    other.add({"0/0/arm": [1.0]})
    other.save()
    assert Kept(tmp_path, "another mark").numbers == {"0/0/arm": [1.0]}
    assert not Kept(tmp_path, "mark").numbers


def test_arms_change_only_what_they_say() -> None:
    draw = draws(2, 0)[0]
    base = company(draw, SIZE)
    plain = configure(base, NONE, draw)
    # Claims speak of equal money: all of it is spent, or (where doses are fixed) there is none.
    assert (base.equal_budget, plain.equal_budget) == ("ceiling", "spend")
    free = configure(base, Arm(equal_budget=False), draw)
    assert free == dataclasses.replace(plain, equal_budget=False)
    base = dataclasses.replace(base, equal_budget="spend")
    assert dataclasses.replace(plain, strategy=base.strategy) == base
    key = "technology.fit"
    doubled = configure(base, Arm(factors={key: 2.0}), draw)
    assert doubled.technology.fit == pytest.approx(2 * draw[key])
    assert dataclasses.replace(doubled, technology=base.technology, strategy=base.strategy) == base


def test_arms_of_a_unit_are_paired() -> None:
    """The same arm under two names gives the same numbers; organic differs from nothing."""
    unit = SIZE.units()[0]
    arms = {"one": ORGANIC, "two": dataclasses.replace(ORGANIC), "none": NONE}
    found = run_unit(unit, draws(2, 0)[0], arms, SIZE)
    assert found["one"] == found["two"]
    assert found["one"] != found["none"]


def test_a_copied_start_gives_the_same_run() -> None:
    """Arms start from a copy of their company; a firm made from scratch gives the same bytes."""
    unit, draw = SIZE.units()[0], draws(2, 0)[0]
    arms = {name: arm for claim in ("C03", "C08") for name, arm in REGISTRY[claim].arms.items()}
    found = run_unit(unit, draw, arms, SIZE)
    base = dataclasses.replace(company(draw, SIZE), seed=unit.seed)
    for name, arm in arms.items():
        firm = Firm(configure(base, arm, draw))
        while firm.week < SIZE.weeks:
            firm.step()
        assert found[name] == measure(Trial(firm.log.columns(), SIZE.withdraw_week, 0.0)) | {
            "use_of_others": found[name]["use_of_others"]
        }


def test_without_pioneers_only_they_change() -> None:
    size = Size(1, 2, headcount=100, weeks=8)
    draw = draws(2, 0)[0]
    config = configure(company(draw, size), ORGANIC, draw)
    plain, changed = Firm(config), Firm(config)
    chosen = prepare.pioneers(changed)
    prepare.level(changed, chosen)
    assert chosen.sum() == 5
    assert not (chosen & prepare.others(plain)).any()
    assert_array_equal(plain.people.matrix[:, ~chosen], changed.people.matrix[:, ~chosen])
    assert_array_equal(plain.people.switching_cost[~chosen], changed.people.switching_cost[~chosen])
    median = np.median(plain.people.innovativeness)
    assert (changed.people.innovativeness[chosen] == median).all()
    assert not changed.people.own_access[chosen].any()
    assert (changed.people.switching_cost[chosen] >= plain.people.switching_cost[chosen]).all()
