"""What guides say will be seen is seen: their commands are run at the size that is printed."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from experiments.course.figures import DRAWN, drawn
from experiments.course.observations import Measured, _number, filled, named
from experiments.course.words import LANGUAGES, code_of, data, pages


@pytest.fixture(scope="module")
def measured() -> Measured:
    return Measured()


@pytest.mark.parametrize("name", data("observations"))
def test_an_observation_is_made(measured: Measured, name: str) -> None:
    assert {key: each.wrong for key, each in measured.numbers(name).items() if each.wrong} == {}


@pytest.mark.parametrize("name", data("observations"))
def test_an_observation_could_fail(name: str) -> None:
    observation = data("observations")[name]
    bounds = {"is", "is_not", "least", "most"}
    assert any(bounds & set(each) for each in observation["numbers"].values())
    assert observation["why"]
    for code in LANGUAGES:
        places = set(re.findall(r"\{(\w+)\}", observation[code]))
        shown = {key for key, each in observation["numbers"].items() if "as" in each}
        assert places <= shown


@pytest.mark.parametrize(
    "guide", pages("guide"), ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_a_guide_tells_what_was_measured(measured: Measured, guide) -> None:
    text = guide.read_text(encoding="utf-8")
    assert named(text)
    assert filled(text, code_of(guide), measured) == text, "python -m experiments.course write"
    for name in named(text):
        assert f"\n{data('observations')[name]['command']}\n" in text


def test_every_observation_is_told_somewhere() -> None:
    told = {name for guide in pages("guide") for name in named(guide.read_text("utf-8"))}
    assert told == set(data("observations"))


def test_what_is_wrong_is_seen() -> None:
    tables = {"pairwise": pd.DataFrame({"strategy": ["a", "b"], "estimate": [0.1, 0.4],
                                        "verdict": ["better", "not decided"]})}  # fmt: skip
    one = {"table": "pairwise", "rows": {"strategy": "a"}}
    assert _number(tables, {**one, "column": "verdict", "is": ["better"]}).wrong == ""
    assert _number(tables, {**one, "column": "verdict", "is": ["worse"]}).wrong
    assert _number(tables, {**one, "column": "verdict", "is_not": ["better"]}).wrong
    assert _number(tables, {**one, "column": "estimate", "least": 0.2}).wrong
    assert _number(tables, {**one, "column": "estimate", "most": 0.2}).wrong == ""
    with pytest.raises(KeyError):
        _number(tables, {**one, "rows": {"strategy": "c"}, "column": "estimate"})


@pytest.mark.parametrize("name", ["paper", "money"])
def test_a_figure_is_what_was_measured(measured: Measured, name: str) -> None:
    written = (DRAWN / f"{name}.de.svg").read_text(encoding="utf-8")
    assert drawn(name, data("figures")[name], "de", measured) == written


def test_figures_are_small_and_in_use() -> None:
    shown = {name for path in pages() for name in
             re.findall(r"figures/([\w.]+\.svg)", path.read_text(encoding="utf-8"))}  # fmt: skip
    files = {path.name for path in DRAWN.iterdir()}
    assert shown <= files
    assert files == {f"{name}.{code}.svg" for name in data("figures") for code in LANGUAGES}
    assert sum(path.stat().st_size for path in DRAWN.iterdir()) < 400_000
