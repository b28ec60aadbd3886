"""What is kept for the next start is what would be worked out again, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.params import ConfigError
from sim.config import compose, kept
from sim.config.grammar import parse, read_word
from sim.config.public import GROUPS
from sim.config.spelling import presets

ROOT = Path(__file__).parents[2]
CHOICES = [f"{group}={name}" for group in GROUPS for name in presets(group)]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where something is kept during one test."""
    path = tmp_path / "deep" / "it.json"
    monkeypatch.setattr(kept, "places", lambda name: iter([path]))
    return path


def fresh() -> None:
    """As a new process would begin."""
    compose._kept_trees.cache_clear()
    compose.composed.cache_clear()


@pytest.mark.parametrize("choice", CHOICES)
def test_a_kept_composition_is_the_composition(place: Path, choice: str) -> None:
    del place
    fresh()
    first = compose.composed((choice,))
    fresh()
    kept_one = compose._kept_trees()[choice]
    assert kept_one == first
    assert repr(kept_one) == repr(first)  # 1 is no 1.0, and keys come in the same order
    fresh()


def test_what_others_have_a_say_in_is_not_kept(place: Path, tmp_path: Path) -> None:
    fresh()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "mine.yaml").write_text("{}\n", encoding="utf-8")
    compose.composed(("work=mine",), str(tmp_path))
    compose.composed(("+lever/training@strategy.levers.training=default",))
    assert not place.exists()
    fresh()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"stamp": 1, "content": {}}', "\xff"])
def test_what_is_damaged_or_old_is_not_read(place: Path, text: str) -> None:
    fresh()
    before = compose.composed(())
    assert kept.kept(compose.TREES) == {"": before}
    place.write_bytes(text.encode("latin-1"))
    assert kept.kept(compose.TREES) is None
    fresh()
    assert compose.composed(()) == before
    fresh()


def test_a_preset_that_changes_makes_all_that_is_kept_old(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del place
    kept.keep("it", 1)
    assert kept.kept("it") == 1
    (tmp_path / "a.yaml").write_text("weeks: 3\n", encoding="utf-8")
    monkeypatch.setattr(kept, "conf_folder", lambda: tmp_path)
    kept._stamp.cache_clear()
    assert kept.kept("it") is None
    monkeypatch.undo()
    kept._stamp.cache_clear()


def test_a_place_that_takes_nothing_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(kept, "places", lambda name: iter([tmp_path / "file" / "it.json"]))
    kept.keep("it", 1)
    assert kept.kept("it") is None


def test_most_lines_need_no_hydra() -> None:
    line = ["run", "organisation=small", "seed=3", "strategy=champions", "technology.fit=0.3",
            "strategy.levers.champions.share=0.1", "dry_run=true"]  # fmt: skip
    script = (
        f"import sys; from sim.cli.main import main; main({line!r}); print('hydra' in sys.modules)"
    )
    for before in ("True\n", "False\n"):  # what the first one composes is kept
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True,
                              text=True, check=True, timeout=120)  # fmt: skip
        assert done.stdout.endswith(("True\n", before))


names = st.from_regex(r"[A-Za-z_]\w{0,8}", fullmatch=True)
SPECIAL = ("true", "False", "NULL", "nan", "-inf", "1e3", "1_000", "007", "a,b", "~")
values = st.one_of(
    names, st.integers().map(str), st.from_regex(r"-?\d{1,4}(\.\d{0,4})?", fullmatch=True),
    st.sampled_from(SPECIAL), st.text(max_size=6),
)  # fmt: skip


@given(st.lists(names, min_size=1, max_size=3).map(".".join), values)
def test_a_plain_word_is_read_as_the_grammar_reads_it(key: str, value: str) -> None:
    word = f"{key}={value}"
    try:
        other = parse([word])[0]
    except ConfigError:
        with pytest.raises(ConfigError):
            read_word(word)
        return
    read = read_word(word)
    assert (read.key, read.package, read.several) == (
        other.key_or_group, other.package, other.is_sweep_override(),
    )  # fmt: skip
    if not read.several:
        assert repr(read.value) == repr(other.value())
