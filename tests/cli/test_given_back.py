"""What a command left behind, given back: `rerun FOLDER`, `study=FOLDER`; folders of `run -m`."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import yaml

from sim.config.load import load, load_settings, load_strategies
from tests.cli.command_line import Rollout

TINY = ("organisation.headcount=20", "weeks=4", "workforce.reactance.mean=0.7")
PAIR = (*TINY, "strategies=organic,champions", "strategy.levers.champions.hours=3", "workers=1")
COMPARE = (
    *PAIR,
    "seeds=3,5",
    "companies=plausible",
    "matters.genuine_use_final=0.03",
    "baseline=champions",
)
pytestmark = pytest.mark.usefixtures("undrawn")


def files(folder: Path) -> dict[str, bytes]:
    """All but what says which command made it."""
    found = (path for path in folder.rglob("*")
             if path.is_file() and path.suffix not in (".json", ".html"))  # fmt: skip
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_comparison_given_back_is_the_same_comparison(rollout: Rollout, folder: Path) -> None:
    assert rollout("compare", *COMPARE, "out=c").code == 0
    again = rollout("compare", "study=c", "out=again", "store=other", "workers=1")
    assert (again.code, again.err.count("rollout:")) == (0, 0)
    assert files(folder / "c") == files(folder / "again")
    moved = folder / "mine" / "study"
    moved.mkdir(parents=True)
    (moved / "kept.yaml").write_bytes((folder / "c/config.yaml").read_bytes())
    words = ["--config-dir", "mine", "study=kept", "out=moved"]
    assert rollout("compare", *words, "workers=1").code == 0
    assert files(folder / "c") == files(folder / "moved")


def test_a_run_given_back_is_the_same_run(rollout: Rollout, folder: Path) -> None:
    own = "strategy.levers.champions.hours=3"
    assert rollout("run", *TINY, "strategy=champions", own, "seed=4", "out=r").code == 0
    assert rollout("run", "study=r/config.yaml", "out=again").code == 0
    assert files(folder / "r") == files(folder / "again")
    done = rollout("sweep", "study=r", "vary.workforce.talk.influence=0.2,0.4", "seeds=1", "out=s",
                   "workers=1")  # fmt: skip
    assert done.code == 0, done.err
    assert set(pd.read_parquet(folder / "s/runs.parquet")["strategy"]) == {"champions"}


@pytest.fixture
def left(rollout: Rollout, folder: Path) -> Path:
    """A folder that a comparison left, written by hand so that nothing runs."""
    from sim.config.check import resolved

    configs = load_strategies(
        [*TINY, "strategy.levers.champions.hours=3"], ["organic", "champions"]
    )
    trees = {name: resolved(config) for name, config in configs.items()}
    levers = {name: tree.pop("strategy") for name, tree in trees.items()}
    levers["mine"] = {**levers["champions"], "name": "mine"}
    content = {"compare": {"seeds": 2}, **trees["organic"], "strategies": levers}
    (folder / "left").mkdir()
    (folder / "left/config.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
    return folder / "left"


def test_words_beside_it_are_set_on_top(left: Path) -> None:
    assert load_settings(["study=left"]).strategies == ("organic", "champions", "mine")
    config = load(["study=left", "strategy=mine", "weeks=9", "technology.fit=0.3"])
    assert (config.strategy.name, config.weeks, config.technology.fit) == ("mine", 9, 0.3)
    assert config.workforce.reactance.mean == 0.7
    assert config.strategy.levers["champions"].hours == 3
    curious = load(["study=left", "workforce=curious"], "champions")
    assert curious.workforce == load(["workforce=curious"]).workforce
    assert curious.organisation == config.organisation
    other = load_strategies(["study=left", "strategy.levers.training.hours=2"], ["training_first"])
    assert other["training_first"].strategy.levers["training"].hours == 2
    assert other["training_first"].workforce == config.workforce
    added = load(["study=left", "+lever/training@strategy.levers.training=default"], "mine")
    assert sorted(added.strategy.levers) == ["champions", "licences", "training"]


def test_a_changed_file_is_read_again(left: Path) -> None:
    assert load(["study=left"]).weeks == 4
    file = left / "config.yaml"
    file.write_text(file.read_text().replace("weeks: 4", "weeks: 11"))
    assert load(["study=left"]).weeks == 11


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("run study=left", "holds 3 strategies: type strategy=NAME (organic, champions, mine)"),
        ("run -m study=left seed=1,2", "vary a saved configuration with rollout sweep"),
        ("run study=left strategy=mien", "unknown strategy 'mien'; did you mean 'mine'?"),
        ("compare study=left/nothing.yaml", "no such file (nothing.yaml in left)"),
        ("compare --config-dir left study=config", "type study="),
        ("compare study=left/notes.yaml", "is no config.yaml of rollout run or rollout compare"),
        ("compare study=left/study/own.yaml", "is a preset: type --config-dir left study=own"),
        ("compare study=left/sweep.yaml", "type rollout rerun left"),
        ("compare study=left/bad.yaml", "unknown key 'weks'; did you mean 'weeks'?"),
        ("compare study=left/evil.yaml", "is no strategy with its configuration"),
        ("compare study=left/class.yaml", "_target_ must be"),
        ("rerun left", "left does not say which command made it"),
        ("rerun nowhere/out", "there is no folder nowhere/out"),
        ("rerun left store=s", "done again without a store"),
    ],
)
def test_what_cannot_be_given_back_is_told_in_a_line(
    rollout: Rollout, left: Path, line: str, said: str
) -> None:
    whole = (left / "config.yaml").read_text()
    (left / "study").mkdir()
    (left / "notes.yaml").write_text("weeks: 4\n")
    (left / "sweep.yaml").write_text("vary: {}\n")
    (left / "study/own.yaml").write_text("# @package _global_\nweeks: 4\n")
    (left / "bad.yaml").write_text(whole.replace("weeks:", "weks:"))
    (left / "evil.yaml").write_text(whole.replace("  mine:", "  =cmd:"))
    (left / "class.yaml").write_text(whole.replace("sim.strategy.Strategy", "subprocess.Popen"))
    result = rollout(*line.split())
    assert (result.code, len(result.lines)) == (2, 1), result
    assert said in result.err
    assert "internal" not in result.err


def test_rerun_does_a_command_again_and_compares_bytes(rollout: Rollout, folder: Path) -> None:
    assert rollout("compare", *PAIR, "seeds=1", "out=c", "store=kept").code == 0
    result = rollout("rerun", "c", "out=copy")
    assert (result.code, result.err.count("rollout:")) == (0, 0), result.err
    assert result.out.startswith("c: all ")
    assert result.out.endswith("files are the same, byte for byte\n")
    assert files(folder / "c") == files(folder / "copy")
    (folder / "c/summary.csv").write_text("changed")
    (folder / "c/pairwise.csv").unlink()
    result = rollout("rerun", "c")
    assert (result.code, result.out) == (3, "")
    assert "files differ: pairwise.csv, summary.csv" in result.err


@pytest.mark.parametrize(
    "line",
    ["rollout store prune confirm=true", "rollout new strategy x", "rollout rerun c", "rm -rf x",
     "'", "rollout"],
)  # fmt: skip
def test_rerun_does_nothing_but_studies(rollout: Rollout, folder: Path, line: str) -> None:
    (folder / "c").mkdir()
    (folder / "c/provenance.json").write_text(json.dumps({"files": [], "command_line": line}))
    result = rollout("rerun", "c")
    assert (result.code, len(result.lines)) == (2, 1), result
    assert [path.name for path in folder.iterdir()] == ["c"]


def test_rerun_reaches_no_cluster_and_no_other_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.cli.again import again
    from sim.config.words import Arguments

    asked = list[Arguments]()
    monkeypatch.setattr("sim.cli.main.dispatch", lambda arguments: asked.append(arguments) or 0)
    line = ("rollout sweep engine=dask scheduler=tcp://evil:1 store=/x out=/y weeks=3 quiet=true "
            "dry_run=true")  # fmt: skip
    (folder / "c").mkdir()
    (folder / "c/provenance.json").write_text(json.dumps({"files": [], "command_line": line}))
    assert again(Path("c"), None) == 0
    keys = {word.partition("=")[0]: word.partition("=")[2] for word in asked[0].words}
    assert set(keys) == {"weeks", "out", "store"}
    assert not {"/x", "/y"} & {*keys.values()}


def test_run_and_its_multirun_do_not_mix(rollout: Rollout, folder: Path) -> None:
    run, jobs = ("run", *TINY), ("run", "-m", *TINY)
    assert rollout(*run, "out=one").code == 0
    assert rollout(*jobs, "seed=1,2,3", "out=many").code == 0
    for line, out, other in ((run, "many", "run -m"), (jobs, "one", "run")):
        before = files(folder / out)
        result = rollout(*line, f"out={out}")
        assert (result.code, len(result.lines)) == (2, 1)
        assert f"holds a result of rollout {other};" in result.err
        assert files(folder / out) == before
    table = pd.read_csv(folder / "many/jobs.csv")
    assert table.to_dict("list") == {"job": [0, 1, 2], "seed": [1, 2, 3]}
    names = {"0", "1", "2", "jobs.csv", "provenance.json"}
    assert {path.name for path in (folder / "many").iterdir()} == names
    (folder / "many/2/notes.txt").write_text("mine")
    result = rollout(*jobs, "seed=7,8", "out=many")
    assert result.code == 0
    assert result.err.count("replaced the result of") == 1
    assert [path.name for path in (folder / "many/2").iterdir()] == ["notes.txt"]
    seeds = [pd.read_parquet(folder / f"many/{job}/runs.parquet")["seed"][0] for job in (0, 1)]
    assert seeds == [7, 8]
    assert rollout("rerun", "many").out == "many: all 7 files are the same, byte for byte\n"


def test_multirun_has_a_folder_of_its_own(rollout: Rollout, folder: Path) -> None:
    """What is usual does not collide, and both say what they would do."""
    single = rollout("run", *TINY, "dry_run=true")
    several = rollout("run", "-m", *TINY, "seed=1,2", "dry_run=true", "language=de")
    assert "1 run to do" in single.out
    assert single.out.endswith("results/run\n")
    assert "2 Läufe zu rechnen" in several.out
    assert several.out.endswith("results/multirun\n")
    assert [*folder.iterdir()] == []


def test_validate_says_what_it_would_check(rollout: Rollout, folder: Path) -> None:
    result = rollout("validate", "dry_run=true", "companies=3")
    assert (result.code, result.err) == (0, "")
    assert "no real diffusion (data=DIR)" in result.out
    assert "in 3 companies each" in " ".join(result.out.split())
    assert (
        "zwei reale Ausbreitungen"
        in rollout("validate", "dry_run=true", "data=.", "language=de").out
    )
    refused = rollout("validate", "dry_run=true", "workforce.talk.influence=7")
    assert (refused.code, len(refused.lines)) == (2, 1)
    assert [*folder.iterdir()] == []
