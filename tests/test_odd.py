"""The model description says what the code has: mechanisms, files, parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from sim.base.params import parameters
from sim.model.config import RunConfig
from sim.model.week import names

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/model.md").read_text(encoding="utf-8")
KEYS = [key for key, _ in parameters(RunConfig)]
MATH = re.compile(r"^ *```math\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<![\\$`])\$([^$\n]+(?:\n[^$\n]+)?)\$")
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction",
    "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation",
)  # fmt: skip


def submodels() -> Mapping[str, str]:
    """Section of every mechanism."""
    part = PAGE[PAGE.index("## 7. Submodels") : PAGE.index("## 8. Levers")]
    found = re.split(r"^### (\w+)$", part, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def words(text: str) -> set[str]:
    """Parameters in the equations of a text."""
    return {each.replace(r"\_", "_") for each in re.findall(r"\\text\{([^}]+)\}", text)}


def groups(section: str) -> list[str]:
    """What the line of keys names: beginnings of keys, and whole keys."""
    line = section[section.index("Key") :].split("Neutral:")[0].split("File:")[0]
    return re.findall(r"\[([\w.]+)\]\(parameters", line) + re.findall(r"`([\w.]+\.\w+)`", line)


def test_the_description_follows_the_protocol() -> None:
    heads = re.findall(r"^## (\d)\. (.*)$", PAGE, re.MULTILINE)[:7]
    assert [name for _, name in heads] == [
        "Purpose and patterns", "Entities, state variables and scales",
        "Process overview and scheduling", "Design concepts", "Initialisation", "Input data",
        "Submodels",
    ]  # fmt: skip
    part = PAGE[PAGE.index("## 4. ") : PAGE.index("## 5. ")]
    assert tuple(re.findall(r"^\* \*\*(.+?)\.\*\*", part, re.MULTILINE)) == CONCEPTS


def test_every_mechanism_has_equations_and_names_its_file() -> None:
    found = submodels()
    assert tuple(found) == names()
    for name, section in found.items():
        assert MATH.search(section), name
        assert f"File: `sim/model/mechanisms/{name}.py`" in section.replace("\n", " "), name


@pytest.mark.parametrize("name", names())
def test_every_parameter_of_an_equation_is_declared_where_it_says(name: str) -> None:
    section = submodels()[name]
    starts = groups(section)
    known = {key.rpartition(".")[2] for key in KEYS
             if any(key == each or key.startswith(f"{each}.") for each in starts)}  # fmt: skip
    assert words(section) <= known


def test_every_parameter_of_people_tool_and_work_is_told() -> None:
    told = words(PAGE) | set(re.findall(r"`(?:[\w.]+\.)?(\w+)(?:=[^`]*)?`", PAGE))
    parts = set(re.findall(r"\[parts\]\(parameters\.md#(\w+)\)", PAGE))
    silent = [key for key in KEYS if key.startswith(("workforce.", "technology.", "work."))
              and key.rpartition(".")[2] not in told
              and key.rpartition(".")[0].replace(".", "") not in parts]  # fmt: skip
    assert silent == []


def test_every_equation_can_be_drawn() -> None:
    pytest.importorskip("latex2mathml")
    from docs.mathml import mathml

    shown = [*MATH.findall(PAGE), *INLINE.findall(PAGE)]
    assert len(shown) > 100
    for latex in shown:
        drawn = mathml(latex, "block")
        assert "\\" not in drawn, latex
        assert "<mi>&</mi>" not in drawn, latex
