"""The recipes of docs/sweeps.md, each run from end to end at a small size."""

from __future__ import annotations

import os
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from omegaconf import OmegaConf

from sim.base.presets import conf_folder
from sim.cli.main import main

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/sweeps.md").read_text(encoding="utf-8")
SMALL = ["organisation.headcount=20", "weeks=5", "withdraw_week=4", "quiet=true"]


def part(heading: str) -> str:
    """The text below a heading."""
    return PAGE.partition(f"## {heading}")[2].partition("\n## ")[0]


def blocks(text: str, language: str) -> list[str]:
    """Code blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def rollout(line: str, *more: str) -> None:
    """Run a command of the page."""
    program, *words = shlex.split(line)
    assert program == "rollout"
    assert main([*words, *more]) == 0


def python(snippet: str, folder: Path, *paths: str) -> str:
    """Run a snippet of the page in a folder."""
    (folder / "snippet.py").write_text(snippet, encoding="utf-8")
    path = os.pathsep.join([*paths, os.environ["PATH"]])
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg", "PATH": path}
    try:
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "snippet.py"], cwd=folder, env=environment,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        left = [f"{log.name}: {log.read_text()}" for log in sorted(folder.glob("*.log"))]
        pytest.fail("\n".join([str(error), str(error.stdout), str(error.stderr), *left]))
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_first_command(folder: Path) -> None:
    (line,) = blocks(PAGE.partition("\n## ")[0], "bash")
    rollout(line, *SMALL, "seeds=2", "workers=1")
    assert len(pd.read_parquet(folder / "reactance/runs.parquet")) == 6


def test_heat_map(folder: Path) -> None:
    recipe = part("Recipe 1")
    (study,) = blocks(recipe, "yaml")
    shipped = OmegaConf.load(conf_folder() / "study/heat_map.yaml")
    assert OmegaConf.create(study) == shipped
    (line,) = blocks(recipe, "bash")
    rollout(line, *SMALL, "seeds=1", "workers=1")
    (snippet,) = blocks(recipe, "python")
    python(snippet, folder)
    assert (folder / "heat_map/heat_map.png").stat().st_size > 1000


def test_enough_seeds(folder: Path) -> None:
    recipe = part("Recipe 2")
    first, second = blocks(recipe, "bash")
    rollout(first, *SMALL, "seeds=9", "workers=1")
    (snippet,) = blocks(recipe, "python")
    shown = python(snippet, folder)
    counts = {line.split()[0]: int(line.split()[1]) for line in shown.splitlines()[1:3]}
    assert set(counts) == {"small", "mid"}
    assert set(counts.values()) <= {6, 9}
    rollout(second, *SMALL, "seeds=9", "workers=1")


def test_on_a_cluster(folder: Path) -> None:
    pytest.importorskip("distributed", reason="needs the extra 'cluster'")
    sys.path.insert(0, str(ROOT / "tests/runs/engines"))
    from cluster import Cluster

    (line, _) = blocks(part("Recipe 3"), "bash")
    local = [word for word in shlex.split(line) if not word.startswith(("engine", "scheduler"))]
    small = [*SMALL, "seeds=1"]
    rollout(shlex.join(local), *small, "workers=1", "store=here")
    running = Cluster(folder)  # leaves scheduler.json where the recipe looks for it
    try:
        running.add_worker()
        rollout(line, *small, "store=there", "out=far")
    finally:
        running.close()
    for name in ("runs", "weekly"):
        near, far = (folder / each / f"{name}.parquet" for each in ("heat_map", "far"))
        assert near.read_bytes() == far.read_bytes()


def test_on_slurm(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against a stand-in for SLURM that starts each submitted job right here."""
    monkeypatch.setenv("DASK_JOBQUEUE__SLURM__INTERFACE", "lo")
    pytest.importorskip("dask_jobqueue", reason="needs the extra 'cluster'")
    (snippet,) = blocks(part("Recipe 3"), "python")
    (folder / "bin").mkdir()
    programs = {
        "sbatch": 'bash "${@: -1}" >>job.log 2>&1 & echo $! >>jobs; echo "Submitted batch job $!"',
        "scancel": 'kill "$@"',
    }
    for name, script in programs.items():
        path = folder / "bin" / name
        path.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    small = snippet.replace("seeds=20,", f"seeds=2,\n            overrides={SMALL[:3]!r},")
    assert small != snippet
    try:
        python(small, folder, str(folder / "bin"))
    except pytest.fail.Exception:
        # Workers that gave up waiting are not replaced; the same script does the rest.
        python(small, folder, str(folder / "bin"))
    assert len(pd.read_parquet(folder / "on_slurm/runs.parquet")) == 12
    assert len((folder / "jobs").read_text().split()) in (2, 4)


def test_multirun(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the launcher of joblib as without: the same bytes, and no waiting for idle workers."""
    pytest.importorskip("hydra_plugins.hydra_joblib_launcher", reason="needs the extra 'cluster'")
    (_, line) = blocks(part("Recipe 3"), "bash")
    words = [*shlex.split(line.replace("seed=0,1", "seed=0"))[1:], *SMALL]
    # Idle workers of joblib last for 300 seconds.
    subprocess.run(
        [sys.executable, "-m", "sim", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=200, check=True,
    )  # fmt: skip
    monkeypatch.setattr("sim.studies.publish.draw", lambda *_: None)  # tables are compared
    assert main([word for word in words if "hydra" not in word] + ["out=basic"]) == 0
    assert len(list((folder / "multirun").glob("*/runs.parquet"))) == 2
    for job in ("0", "1"):
        for name in ("runs", "weekly"):
            one, two = (folder / each / job / f"{name}.parquet" for each in ("multirun", "basic"))
            assert one.read_bytes() == two.read_bytes()


def test_store_commands_and_links(folder: Path) -> None:
    rollout(f"rollout sweep out=x seeds=1 workers=1 {' '.join(SMALL)}")
    (store,) = blocks(part("The run store"), "bash")
    for line in store.splitlines():
        rollout(line)
    for target in re.findall(r"\]\((\.\./[^)]+)\)", PAGE):
        assert (ROOT / "docs" / target).resolve().is_file()


@pytest.mark.parametrize("study", ["heat_map", "enough_seeds", "screening"])
def test_shipped_studies_are_valid(study: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [] if study == "screening" else ["points=null"]
    assert main(["sweep", f"study={study}", "dry_run=true", "seeds=1", *words]) == 0
    assert "to do" in capsys.readouterr().out
