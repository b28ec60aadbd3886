"""Drawn companies: one per seed, whatever else is asked; what a user sets is the same in all."""

from __future__ import annotations

import shlex
from pathlib import Path

import pandas as pd
import pytest

from sim.analysis.companies import FIXED, by_seed, company, dimensions, held, require_kind
from sim.base.params import ConfigError
from sim.cli.main import main
from sim.config.load import load, load_strategies
from sim.report.language import Language
from sim.runs.run import run, run_many
from sim.studies.compare.unknowns import sentences, unknowns

SMALL = ("organisation=small", "organisation.headcount=24", "weeks=6")


@pytest.mark.parametrize("kind", ["plausible", "matched"])
def test_a_company_depends_on_its_seed_alone(kind: str) -> None:
    drawn = by_seed(kind, range(4), ())
    assert drawn[3] == by_seed(kind, [3], ())[3] == company(kind, 3)
    assert drawn[2] != drawn[3]
    assert set(drawn[3]) >= {each.key for each in dimensions()} | set(FIXED)
    for each in dimensions():
        if kind == "plausible":
            assert each.low <= drawn[3][each.key] <= each.high


def test_one_company_is_nothing_drawn() -> None:
    assert by_seed("one", range(3), ()) == {}


def test_what_a_user_sets_is_held() -> None:
    config = load([*SMALL, "workforce=sceptical", "work.flow.latency=0.3"])
    fixed = held(config, ["work.flow.latency=0.3", "workforce=sceptical"])
    assert "work.flow.latency" in fixed
    changed = {each.key for each in dimensions()} & fixed
    assert len(changed) > 1  # the preset's own values as well
    assert not changed & set(by_seed("plausible", [0], fixed)[0])


@pytest.mark.usefixtures("undrawn")
def test_every_seed_of_a_comparison_has_its_own_company(tmp_path: Path) -> None:
    words = ["strategies=organic,big_bang", "seeds=2", "companies=plausible", *SMALL]
    keep = ["quiet=true", f"store={tmp_path / 'store'}"]
    assert main(["compare", *words, *keep, f"out={tmp_path / 'a'}", "work.flow.latency=0.3"]) == 0
    runs = pd.read_parquet(tmp_path / "a" / "runs.parquet").set_index(["strategy", "seed"])
    table = pd.read_csv(tmp_path / "a" / "companies.csv").set_index("seed")
    assert "work.flow.latency" not in table
    again = shlex.split(runs.loc[("big_bang", 1), "command"])[2:]
    config = load([word for word in again if not word.startswith("out=")])
    assert config.workforce.start.trust == table.loc[1, "workforce.start.trust"]
    alone = run(config).runs.set_index("strategy")
    shared = "hours_saved_per_employee_week"
    assert alone.loc["big_bang", shared] == runs.loc[("big_bang", 1), shared]
    # The same without a store, and from Python.
    configs = load_strategies([*SMALL, "work.flow.latency=0.3"], ["organic", "big_bang"])
    drawn = by_seed("plausible", [0, 1], {"work.flow.latency"})
    free = run_many(configs, [0, 1], drawn=drawn).runs.set_index(["strategy", "seed"])
    assert free[shared].to_dict() == runs[shared].to_dict()


@pytest.mark.usefixtures("undrawn")
def test_a_sweep_finds_the_runs_of_a_comparison(tmp_path: Path, capsys: object) -> None:
    words = ["companies=plausible", "seeds=2", "quiet=true", f"store={tmp_path / 's'}", *SMALL]
    assert main(["compare", "strategies=organic", f"out={tmp_path / 'a'}", *words]) == 0
    assert main(["sweep", "strategy=organic", f"out={tmp_path / 'b'}", *words]) == 0
    own, other = (pd.read_parquet(tmp_path / name / "runs.parquet") for name in "ab")
    own = own[own["strategy"] == "organic"]
    assert list(own["run_id"]) == list(other["run_id"])


def test_companies_of_a_file(tmp_path: Path) -> None:
    good = tmp_path / "own.csv"
    good.write_text("name,work.flow.latency\na,0.2\nb,0.7\n")
    drawn = by_seed(str(good), range(20), ())
    assert {draw["work.flow.latency"] for draw in drawn.values()} == {0.2, 0.7}
    assert set(drawn[0]) == {"work.flow.latency", *FIXED}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name\na\n", "column per parameter"),
        ("work.flow.latenc\n1\n", "did you mean|nearest"),
        ("work.flow.latency\n0.1\n99\n", r"row 2: work.flow.latency must be in \[0, 10\]"),
        ("work.flow.latency,work.flow.variety\n0,1,0.3\n", "more cells than the names above"),
        ("work.flow.latency\nx\n", r"row 1: work.flow.latency must be in"),
    ],
)
def test_a_file_that_holds_no_companies(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(content)
    with pytest.raises(ConfigError, match=told):
        require_kind(str(path))


def test_no_such_kind() -> None:
    with pytest.raises(ConfigError, match="did you mean 'plausible'"):
        require_kind("plausibel", "one")
    with pytest.raises(ConfigError, match="companies=matched takes those nearest"):
        require_kind("evidence")
    with pytest.raises(ConfigError, match="no such file"):
        require_kind("none.csv")


def test_what_turns_the_order_is_named() -> None:
    """Of two strategies, one gains by a parameter and the other does not: that one is found."""
    seeds = range(60)
    drawn = by_seed("plausible", seeds, ())
    key = "work.flow.latency"
    gain = [drawn[seed][key] for seed in seeds]
    runs = pd.DataFrame({
        "strategy": ["a"] * 60 + ["b"] * 60, "seed": [*seeds, *seeds],
        "hours_saved_per_employee_week": [*gain, *[0.7] * 60],
        "net_benefit_eur": [0.0] * 120,
    })  # fmt: skip
    hours, money = unknowns(runs, drawn)
    assert [each.dimension.key for each in hours.named] == [key]
    assert hours.explained > 0.99
    assert {hours.best, hours.second} == {"a", "b"}
    assert money.named == []
    told = sentences([hours, money], Language("en"))
    assert key in told[0]
    assert "assumed" not in told[0]  # it has a source
    assert "No single unknown" in told[1]
    few = unknowns(runs[runs["seed"] < 9], drawn)
    assert "cannot tell" in sentences(few, Language("en"))[0]
    assert unknowns(runs, {}) == []


@pytest.mark.usefixtures("undrawn")
def test_an_organisation_of_ones_own_has_no_drawn_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["import", "headcount=24", "quiet=true"]) == 0
    size = ["weeks=4", "seeds=2", "strategies=organic,mandate", "quiet=true", "store=none"]
    assert main(["compare", "organisation=mine", *size, "out=own"]) == 0
    drawn = pd.read_csv("own/companies.csv").columns
    assert len(drawn) > 100
    assert not [key for key in drawn if key.startswith("organisation.department")]
