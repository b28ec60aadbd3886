"""Files appear whole or not at all; progress is a bar, plain lines or nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from sim.base.files import atomic_write, results_folder
from sim.base.params import ConfigError
from sim.base.places import require_writable
from sim.report.language import Language
from sim.report.progress import Progress
from sim.runs.store import Store
from sim.runs.work import Work


def test_atomic_write(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.csv"
    with atomic_write(target) as path:
        path.write_text("one")
        assert path.suffix == ".csv"
        assert not target.exists()
    assert target.read_text() == "one"
    assert [each.name for each in target.parent.iterdir()] == ["a.csv"]


def test_atomic_write_keeps_the_old_file_when_it_fails(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")

    def write(error: Exception) -> None:
        with atomic_write(target) as path:
            path.write_text("half")
            raise error

    with pytest.raises(ZeroDivisionError):
        write(ZeroDivisionError())
    with pytest.raises(ConfigError, match=r"cannot write .*No space left on device"):
        write(OSError(28, "No space left on device"))
    assert target.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_require_writable_leaves_nothing_behind(tmp_path: Path) -> None:
    require_writable(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_results_folder_goes_again_if_nothing_came_of_it(tmp_path: Path) -> None:
    def fail(folder: Path, text: str | None) -> None:
        with results_folder(folder):
            if text is not None:
                (folder / "kept").write_text(text)
            raise ConfigError("no")

    with pytest.raises(ConfigError):
        fail(tmp_path / "a" / "b", None)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ConfigError):
        fail(tmp_path / "c", "finished run")
    assert (tmp_path / "c" / "kept").is_file()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _progress(stream: io.StringIO, quiet: bool = False) -> str:
    with Progress(50, "runs", quiet=quiet, stream=stream) as progress:
        for _ in range(50):
            progress.advance()
    return stream.getvalue()


def test_plain_lines_every_tenth() -> None:
    lines = _progress(io.StringIO()).splitlines()
    assert len(lines) == 10
    assert lines[0].startswith("runs: 5/50, ")
    assert lines[-1].startswith("runs: 50/50, ")


def test_the_time_left_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start-up, a minute here, is over with the first piece; large pieces take longer."""
    now = [0.0]
    monkeypatch.setattr("sim.report.progress.time.monotonic", lambda: now[0])
    stream, sizes = io.StringIO(), [1.0] * 10 + [3.0] * 10
    with Progress(20, "Läufe", stream=stream, speak=Language("de"), work=sum(sizes)) as progress:
        now[0] += 60.0
        for size in sizes:
            now[0] += size
            progress.advance(1, size)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "Läufe: 2/20, 62 s, noch etwa 38 s"
    assert lines[4] == "Läufe: 10/20, 70 s, noch etwa 30 s"
    assert lines[-2:] == ["Läufe: 18/20, 2 min, noch etwa 6 s", "Läufe: 20/20, 2 min"]


def test_what_is_left_is_worked_out_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """For the announcement; whoever does it takes that over, once."""
    counted = []
    monkeypatch.setattr("sim.runs.work.what_is_left", lambda *each: counted.append(each))
    work, runs = Work(Store(tmp_path)), [(object(), 1)]
    for ask, times in ((work.ahead, 1), (work.left, 1), (work.left, 2)):
        ask(list(runs))  # type: ignore[arg-type]  # nobody looks at the runs
        assert len(counted) == times


def test_bar_on_a_terminal_and_silence() -> None:
    assert "50/50" in _progress(_Terminal())
    assert _progress(io.StringIO(), quiet=True) == ""
    assert _progress(_Terminal(), quiet=True) == ""
