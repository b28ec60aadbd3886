"""Keys of runs: they cover all that a run depends on, and nothing else."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path
from typing import Any

import pytest

import sim.runs.version
from sim.base.params import ConfigError
from sim.config.load import load
from sim.runs.keys import config_key, run_key
from sim.runs.version import model_files, model_version
from tests.small_sweeps import TINY


def test_a_key_covers_every_parameter_and_the_seed() -> None:
    config = load(TINY, "mandate")
    assert run_key(config) == run_key(load(TINY, "mandate"))
    others = [
        run_key(config, 1),
        run_key(load([*TINY, "workforce.reactance.mean=0.31"], "mandate")),
        run_key(load([*TINY, "ablate=[talk]"], "mandate")),
        run_key(load([*TINY, "equal_budget=false"], "mandate")),
        run_key(load(TINY, "champions")),
    ]
    assert len({run_key(config), *others}) == len(others) + 1


def test_a_name_is_no_part_of_the_key() -> None:
    config = load(TINY, "mandate")
    named = dataclasses.replace(config.strategy, name="mine", description="something else")
    assert run_key(dataclasses.replace(config, strategy=named)) == run_key(config)


def test_a_changed_default_gives_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    import sim.config.check

    config, real = load(TINY, "mandate"), sim.config.check.resolved
    before = config_key(config)

    def changed(config: Any) -> Any:
        tree = real(config)
        tree["workforce"]["reactance"]["mean"] = 0.123
        return tree

    monkeypatch.setattr("sim.config.check.resolved", changed)
    assert config_key(config) != before


def test_files_count_by_their_content(tmp_path: Path) -> None:
    keys = []
    for name, text in (("a.csv", "1,2\n2,3\n"), ("b.csv", "1,2\n2,3\n"), ("c.csv", "1,2\n1,3\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        words = ["organisation=from_files", f"organisation.edges={tmp_path / name}"]
        keys.append(config_key(load(words, "mandate")))
    assert keys[0] == keys[1] != keys[2]


def test_the_model_is_the_storeys_below_the_runs() -> None:
    names = set(model_files())
    assert {"runs/run.py", "model/engine.py", "base/streams.py", "organisation/network.py"} <= names
    mechanisms = Path(sim.__file__).parent / "model" / "mechanisms"
    assert {f"model/mechanisms/{path.name}" for path in mechanisms.glob("*.py")} <= names
    assert not {name for name in names if name.startswith(("cli", "studies", "report", "config"))}


def test_an_edited_mechanism_is_another_model_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, files = model_version(), dict(model_files())
    edited = tmp_path / "talk.py"
    edited.write_bytes(files["model/mechanisms/talk.py"].read_bytes() + b"\n# another thought\n")
    changed = {**files, "model/mechanisms/talk.py": edited}
    monkeypatch.setattr(sim.runs.version, "model_files", lambda: changed)
    monkeypatch.setattr(sim.runs.version, "LOADED_AT", edited.stat().st_mtime + 1)
    assert sim.runs.version.model_version.__wrapped__() != before


def test_source_that_changed_meanwhile_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim.runs.version, "LOADED_AT", 0.0)
    with pytest.raises(ConfigError, match="start it again"):
        sim.runs.version.model_version.__wrapped__()


def test_a_source_file_from_the_future_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = dict(model_files())
    path = tmp_path / "talk.py"
    path.write_bytes(files["model/mechanisms/talk.py"].read_bytes())
    later = time.time() + 86_400
    os.utime(path, (later, later))
    monkeypatch.setattr(
        sim.runs.version, "model_files", lambda: {**files, "model/mechanisms/talk.py": path}
    )
    monkeypatch.setattr(sim.runs.version, "LOADED_AT", time.time())
    assert sim.runs.version.model_version.__wrapped__() == model_version()
    monkeypatch.setattr(sim.runs.version, "LOADED_AT", time.time() - 3600)
    with pytest.raises(ConfigError, match="start it again"):
        sim.runs.version.model_version.__wrapped__()
