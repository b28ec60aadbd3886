"""What a command line asks: defaults, examples, and one clear line for what cannot be asked."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path

import pytest

from sim.cli.main import main
from sim.studies.sensitivity.runs import configurations
from sim.studies.sensitivity.study import Options
from sim.studies.study import HEADCOUNT
from tests.studies.sensitivity.asking import LINE, asked

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["outcomes=[genuine_use_finl]"], ["genuine_use_finl", "genuine_use_final"]),
        (["outcomes=[]"], ["outcomes", "empty"]),
        (["outcomes=[use_auc,use_auc]"], ["outcomes", "twice"]),
        (["vary=[work.flow.latncy]"], ["work.flow.latency"]),
        (["vary={}"], ["vary", "list"]),
        (["vary={work.flow.latency:{low:0.1}}"], ["work.flow.latency", "high is missing"]),
        (
            ["vary={work.flow.bottleneck_load:{low:0.9,high:1.8}}"],
            ["bottleneck_load", "must be in"],
        ),
        (["companies=real"], ["real", "plausible"]),
        (["method=sobl"], ["sobl", "sobol"]),
        (["method=sobol"], ["keep", "vary="]),
        (["size=huge"], ["huge", "full"]),
        (["points=100"], ["power of two", "64 or 128"]),
        (["points=8"], ["points", "[16, "]),
        (["trajectories=one"], ["trajectories", "'one'"]),
        (["keep=0"], ["keep", "[1, "]),
        (["keep=1,2"], ["one value"]),
        (["seeds=[1,2]"], ["seeds", "number"]),
        (["strategies=[organic,mandat]"], ["mandat", "'mandate'"]),
        (["strategy=mandate"], ["strategies=NAME"]),
        (["baseline=nobody"], ["baseline", "nobody"]),
        (["strategies=[organic]", "baseline=organic"], ["baseline", "strategies=a,b"]),
        (["store=none"], ["store=DIR"]),
        (["headcout=20"], ["headcout"]),
        (["nonsense"], ["key=value", "nonsense"]),
    ],
)
def test_bad_input(
    folder: Path, words: list[str], parts: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sensitivity", *words]) == 2
    text = capsys.readouterr()
    assert len(text.err.splitlines()) == 1
    assert text.out == ""
    for part in parts:
        assert part in text.err
    assert list(folder.iterdir()) == []


def test_a_missing_library_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "SALib", None)
    assert main([*LINE, "out=out"]) == 2
    assert capsys.readouterr().err == (
        "rollout: sensitivity needs SALib: pip install 'rollout-lab[analysis]'\n"
    )
    assert list(folder.iterdir()) == []


def test_help_tells_every_key_and_its_examples_are_valid(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["sensitivity", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"{field.name}=" in told for field in dataclasses.fields(Options))
    examples = re.findall(r"^  rollout sensitivity ?(.*)$", told, re.MULTILINE)
    assert len(examples) == 4
    for example in examples:
        assert asked(*example.split()).company


def test_companies_have_two_hundred_people_unless_said_otherwise() -> None:
    def people(*words: str) -> int:
        return next(iter(configurations(asked(*words)).values())).organisation.headcount

    one = "strategies=[organic]"
    assert people(one) == HEADCOUNT == 200
    assert people(one, "organisation=small") == 150
    assert people(one, "organisation.headcount=90") == 90


def test_size_can_be_varied_although_it_has_a_default_here() -> None:
    vary = "vary={organisation.headcount:{low:50,high:90}}"
    (factor,) = asked("strategies=[organic]", vary).company
    assert factor.axis.at(0.0) == 50


def test_the_page_names_real_commands_figures_and_files() -> None:
    page = ROOT / "docs/sensitivity.md"
    text = page.read_text(encoding="utf-8")
    lines = re.findall(r"`rollout sensitivity ?([^`]*)`", text)
    assert lines
    for line in lines:
        assert asked(*line.split())
    for target in re.findall(r"\]\((figures/[^)]+)\)", text):
        assert (page.parent / target).is_file(), target
    known = {each.key for each in asked().company}
    for key in re.findall(
        r"`((?:workforce|technology|work|programme|organisation)\.[\w.]+)`", text
    ):
        assert key in known, key
    for readme in ("README.md", "README.de.md"):
        assert "docs/sensitivity.md" in (ROOT / readme).read_text(encoding="utf-8")
