"""The file of sessions: nothing is lost, nothing of others is touched."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sim.app import answers
from sim.app.rows import Team, add_row
from sim.app.scenario import load_scenario
from sim.app.store import Store
from sim.base.params import ConfigError
from sim.base.presets import conf_folder
from sim.runs.version import model_version

WRITER = """
import asyncio, os, sys
from pathlib import Path
from sim.app.rows import Team, add_row
from sim.app.store import Store

async def main():
    store = Store(Path(sys.argv[1]))
    for k in range(1000):
        await store.write(lambda db: add_row(db, Team(1, 1, "heron", 1), 1, "draft",
                                             {"k": k}, 1, str(k)))
        print(k, flush=True)

asyncio.run(main())
"""


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    """Whatever was told to be written is there after SIGKILL; at most one row more."""
    path = tmp_path / "sessions.sqlite"
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE,
                          env={**os.environ, "PYTHONPATH": os.getcwd()}) as writer:  # fmt: skip
        assert writer.stdout
        told = [int(writer.stdout.readline()) for _ in range(40)]
        writer.send_signal(signal.SIGKILL)
    store = Store(path)
    found = [row.fields["k"] for row in store.rows(1)]
    store.close()
    assert found[: len(told)] == told
    assert found == list(range(len(found)))


def test_a_write_that_fails_undoes_itself_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.sqlite")
    team = Team(1, 1, "heron", 1)

    def broken(db: sqlite3.Connection) -> None:
        add_row(db, team, 1, "draft", {}, 1, "broken")
        raise ValueError("no")

    async def together() -> list[object]:
        fine = [store.write(lambda db, k=k: add_row(db, team, 1, "draft", {}, 1, str(k)))  # type: ignore[misc]
                for k in range(5)]  # fmt: skip
        return await asyncio.gather(*fine, store.write(broken), return_exceptions=True)

    with ThreadPoolExecutor() as elsewhere:  # a browser of another test may hold a loop here
        answers = elsewhere.submit(asyncio.run, together()).result()
    assert answers[:5] == [True] * 5
    assert isinstance(answers[5], ValueError)
    assert len(store.rows(1)) == 5
    again = store.write_now(lambda db: add_row(db, team, 1, "draft", {}, 1, "3"))
    assert again is False
    assert len(store.rows(1)) == 5
    store.close()


def test_results_are_kept_and_are_no_pickles(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.sqlite")
    store.keep("k", {"a": [1.5, float("inf")]})
    store.write_now(lambda db: None)
    assert store.kept("k") == {"a": [1.5, float("inf")]}
    assert store.kept("other") is None
    store.close()


def test_what_was_kept_is_not_shown_for_another_file(tmp_path: Path) -> None:
    """A scenario that says something else is another key; so is a strategy in its folder."""
    folder = tmp_path / "scenario"
    folder.mkdir()
    shipped = (conf_folder() / "scenario" / "lumen.yaml").read_text(encoding="utf-8")

    def asked(text: str) -> tuple[str, answers.Spec]:
        (folder / "mine.yaml").write_text(text, encoding="utf-8")
        scenario = load_scenario("mine", str(tmp_path))
        spec = answers.Spec("mine", (), str(tmp_path), scenario.content)
        return answers.key("company", spec, (), 0), spec

    before, spec = asked(shipped)
    assert asked(shipped)[0] == before
    goal = re.search(r"goal: (\w+)", shipped)
    assert goal
    assert asked(shipped.replace(goal[0], "goal: threat_final"))[0] != before
    with pytest.raises(RuntimeError, match="mine have changed: start the app again"):
        answers.scenario_of(spec)
    (tmp_path / "strategy").mkdir()
    (tmp_path / "strategy" / "own.yaml").write_text("x: 1", encoding="utf-8")
    assert asked(shipped)[0] != before


def test_another_version_of_the_app_answers_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers.version()
    assert before.startswith(model_version())
    (tmp_path / "debrief.py").write_text("FIRST = 20", encoding="utf-8")
    monkeypatch.setattr(answers, "PACKAGE", tmp_path)
    answers.version.cache_clear()
    own = answers.version()
    (tmp_path / "debrief.py").write_text("FIRST = 21", encoding="utf-8")
    answers.version.cache_clear()
    assert answers.version() != own
    monkeypatch.undo()
    answers.version.cache_clear()
    assert answers.version() == before


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.sqlite"
    text.write_text("mine " * 200, encoding="utf-8")
    with sqlite3.connect(other) as db:
        db.execute("create table mine(x)")
    db.close()
    before = other.read_bytes()
    for path in (text, other, tmp_path):
        with pytest.raises(ConfigError, match="file of sessions"):
            Store(path)
    assert text.read_text(encoding="utf-8").startswith("mine")
    assert other.read_bytes() == before
