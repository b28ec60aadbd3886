"""No identifier of a person gets out of any command: not told, not written, not logged."""

from __future__ import annotations

import logging
import re
import traceback
import zipfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.cli.main import main
from tests.record.commands import tiny

PEOPLE = [f"Zqxvkj{first} Vkjzqx{last}" for first in "abcd" for last in "efghij"]
LEAK = re.compile(rb"zqxvkj|vkjzqx|@planted", re.IGNORECASE)
FILES = "organisation=from_files organisation.edges=ties.csv organisation.people=staff.csv"
SHORT = f"{FILES} weeks=4 withdraw_week=3 workers=1"
PAIR = "strategies=organic,champions"
LINES = {
    "run": f"run {SHORT}",
    "run -m": f"run -m {SHORT} seed=1,2",
    "compare": f"compare {SHORT} {PAIR} seeds=2 details=true",
    "sweep": f"sweep {SHORT} {PAIR} seeds=2 vary.workforce.reactance.mean=0.2,0.7 details=true",
    "tournament": f"tournament {SHORT} {PAIR} draws=2 seeds=2 companies=plausible details=true",
    "search": f"search {SHORT} {PAIR} draws=2 fresh=2 seeds=1 trials=3 levers=champions,training",
    "sensitivity": f"sensitivity {SHORT} vary=technology.fit,work.flow.latency "
    "trajectories=3 points=16 keep=2 outcomes=genuine_use_final details=true",
    "discover": f"discover {SHORT} draws=30 seeds=2 vary.work.flow.touch_share=declared",
    "ask": f"ask {SHORT} strategies=organic,mandate draws=30 seeds=2 work.flow.latency=0.3",
    "calibrate": f"calibrate {FILES} particles=64 bridges=16 wave=8 draws=20 recover=0 companies=1 "
    "workers=1",
    "validate": f"validate {FILES} companies=1",
    "claims": f"claims {FILES}",
    "evidence": f"evidence check {FILES} companies=1",
}
CODES = {"claims": 2, "calibrate": 2, "validate": 2, "evidence": 2}
"""Those that have companies of their own refuse files, and name nobody while they do."""


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two files full of names, where all commands are typed."""
    folder = tmp_path_factory.mktemp("planted")
    ends = [(a, (a + step) % len(PEOPLE)) for a in range(len(PEOPLE)) for step in (1, 2, 5)]
    ties = "".join(f"{address(a)},{address(b)},{1 + a % 4}\n" for a, b in ends)
    (folder / "ties.csv").write_text(f"from,to,count\n{ties}")
    rows = "".join(
        f"{name},{address(row)},P{row % 4},{PEOPLE[0] if row else ''},"
        f"{'Active' if row < 22 else 'Left'}\n"
        for row, name in enumerate(PEOPLE)
    )
    (folder / "staff.csv").write_text(f"Name,Email,Department,Manager,Status\n{rows}")
    return folder


def address(person: int) -> str:
    return f"{PEOPLE[person].replace(' ', '.').lower()}@planted.example"


def texts(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything in the files below a folder, unpacked, and their names."""
    for path in sorted(folder.rglob("*")):
        if path.name in ("ties.csv", "staff.csv") or path.is_dir():
            continue
        yield str(path), str(path.relative_to(folder)).encode()
        yield str(path), path.read_bytes()
        if path.suffix == ".parquet":
            for column, values in unpacked(pq.read_table(path)).items():
                yield str(path), f"{column} {values}".encode()
        elif path.suffix == ".npz" and zipfile.is_zipfile(path):
            with np.load(path, allow_pickle=False) as arrays:
                yield str(path), repr({name: arrays[name].tolist() for name in arrays}).encode()


def unpacked(table: pa.Table) -> dict[str, list[Any]]:
    """The columns of a table; of numbers, which name nobody, only that they are there."""
    found = dict[str, list[Any]]()
    for name, column in zip(table.column_names, table.columns, strict=True):
        kind = column.type
        while pa.types.is_list(kind):
            kind = kind.value_type
        numbers = pa.types.is_floating(kind) or pa.types.is_integer(kind)
        found[name] = [] if numbers else column.to_pylist()
    return found


def leaks(folder: Path, capsys: pytest.CaptureFixture[str], log: str) -> list[str]:
    said = capsys.readouterr()
    told = [("stdout", said.out.encode()), ("stderr", said.err.encode()), ("log", log.encode())]
    return [where for where, text in [*told, *texts(folder)] if LEAK.search(text)]


@pytest.mark.parametrize("name", LINES)
def test_nobody_is_named(
    firm: Path, name: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    line = LINES[name].split()
    caplog.set_level(logging.DEBUG)
    stored = name not in ("run", "run -m", "calibrate", "validate", "claims", "evidence")
    with chdir(firm), tiny(drawn=name == "run"):
        code = main([*line, f"out={name.replace(' ', '_')}", *(["store=store"] * stored)])
    said = capsys.readouterr()
    assert code == CODES.get(name, 0), said.err
    assert not LEAK.search((said.out + said.err).encode()), said
    assert leaks(firm, capsys, caplog.text) == []
    if code == 0:
        assert (firm / name.replace(" ", "_") / "provenance.json").is_file()


def test_the_search_for_names_finds_them(firm: Path, tmp_path: Path) -> None:
    """What is packed or in another case is found, too."""
    pd.DataFrame({"person": [PEOPLE[0]]}).to_parquet(tmp_path / "a.parquet")
    pd.DataFrame({"all": [[PEOPLE[0]]], "week": [1.0]}).to_parquet(tmp_path / "e.parquet")
    pd.DataFrame({address(0): [1.0]}).to_parquet(tmp_path / "f.parquet")
    np.savez_compressed(tmp_path / "b.npz", people=np.array(PEOPLE))
    (tmp_path / "c.txt").write_text(address(3).upper())
    (tmp_path / f"{PEOPLE[0]}.md").touch()
    assert len({where for where, text in texts(tmp_path) if LEAK.search(text)}) == 6


def test_nor_by_what_looks_into_the_store(firm: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with chdir(firm), tiny(drawn=False):
        line = f"sweep {SHORT} {PAIR} seeds=1 out=stored store=store2 quiet=true"
        assert main(line.split()) == 0
        assert main(["store", "list", "runs", "store=store2"]) == 0
        run_id = capsys.readouterr().out.split()[0]
        assert main(["store", "show", run_id, "store=store2"]) == 0
        assert main(["rerun", run_id, "store=store2"]) == 0
    assert leaks(firm, capsys, "") == []


def _break_the_reader(monkeypatch: pytest.MonkeyPatch, below: str) -> None:
    """The reader raises an error with a name in it wherever a file of the program calls it."""
    from sim.organisation.complete import organise
    from sim.organisation.read import people

    joined = people._join

    def broken(*arguments: Any, **more: Any) -> Any:
        if any(Path(frame.filename).name == below for frame in traceback.extract_stack()):
            raise KeyError(PEOPLE[0])
        return joined(*arguments, **more)

    # A name that stands in the folder of readers, as a function of theirs does.
    code = broken.__code__.replace(co_filename=people.__file__)
    monkeypatch.setattr(
        people, "_join", FunctionType(code, {**globals()}, "broken", None, broken.__closure__)
    )
    monkeypatch.setattr(organise, "_read", organise._read.__wrapped__)


@pytest.mark.parametrize("debug", [False, True])
def test_an_error_of_ours_in_the_reader_names_nobody(
    firm: Path, tmp_path: Path, debug: bool, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Neither in one line, nor in the traceback, nor in the file that keeps it."""
    _break_the_reader(monkeypatch, "organise.py")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with chdir(firm):
        assert main([*f"run {SHORT} seed=77 out=none".split(), *(["--debug"] * debug)]) == 1
    said = capsys.readouterr().err
    assert "internal error: KeyError" in said
    assert ("people.py" in said) == debug
    assert not LEAK.search(said.encode())
    assert len([*texts(tmp_path)]) == (0 if debug else 2)
    assert leaks(tmp_path, capsys, "") == []


def test_nor_does_a_run_that_fails(
    firm: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a run raises on the way from the files to its first week is in `failed/`, unnamed."""
    line = (
        f"sweep {SHORT} {PAIR} seeds=1 vary.workforce.reactance.mean=0.3,0.4 out=bad store=store3"
    )
    _break_the_reader(monkeypatch, "units.py")
    with chdir(firm), tiny(drawn=False):
        assert main(line.split()) == 3
    (first, *_) = (firm / "bad/failed").iterdir()
    assert "KeyError (its message may name people and is left out)" in first.read_text()
    assert leaks(firm, capsys, "") == []
