"""The command and what it writes: pages, figures, one clear line for bad input."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sim.cli.main import main
from sim.config.words import read as taken_apart
from sim.report.language import Language
from sim.studies.claims.assess import assess_all
from sim.studies.claims.experiment import Size
from sim.studies.claims.figures import cells, undecided
from sim.studies.claims.registry import REGISTRY
from sim.studies.claims.report import document, spoken
from sim.studies.claims.study import STUDY, Options, Question, answer_of
from sim.studies.claims.words import tally
from sim.studies.publish import publish
from sim.studies.study import read
from tests.record.commands import Record

BAD = {
    "claims=[C99]": "C99",
    "claims=[]": "list",
    "size=huge": "full",
    "companies=likely": "plausible",
    "draws=1": "[2, 100000]",
    "seeds=1": "[2, 10000]",
    "seeds=two": "whole number",
    "workers=0": "workers",
    "figures=maybe": "true or false",
    "strategies=[organic]": "strategies",
    "draws=2,3": "one value",
    "nonsense": "key=value",
}


@pytest.mark.parametrize("word", BAD)
def test_bad_input_is_one_line_and_exit_2(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", word]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert BAD[word] in lines[0]


def test_help_tells_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"{key}=" in told for key in Options.__dataclass_fields__)


def write(claims, tiny, out: Path) -> None:  # type: ignore[no-untyped-def]
    """All files of some claims, in both languages."""
    question = Question(tuple(claims), tiny.sample.size, True, "rollout claims <&>")
    publish(
        answer_of(question, tiny.sample, tiny.drawn), out, [Language("en"), Language("de")], 0.0, {}
    )


@pytest.fixture(scope="module")
def pages(tiny, tmp_path_factory: pytest.TempPathFactory) -> Path:  # type: ignore[no-untyped-def]
    """Pages and figures of two claims, one of them with a dose."""
    out = tmp_path_factory.mktemp("pages")
    claims = [REGISTRY["C05"], REGISTRY["C16"]]
    write(claims, tiny, out)
    return out


@pytest.mark.parametrize("name", ["claims.html", "claims.de.html"])
def test_a_page_is_well_formed_and_complete(pages: Path, name: str) -> None:
    text = (pages / name).read_text(encoding="utf-8")
    root = ElementTree.fromstring(text.partition("\n")[2])
    known = {node.get("id") for node in root.iter() if node.get("id")}
    links = [node.get("href") or "" for node in root.iter("a")]
    assert {"C05", "C16", "verdicts"} <= known
    for link in links:
        target = link.removeprefix("#")
        assert target in known if link.startswith("#") else (pages / link).is_file()
    images = [node.get("src") or "" for node in root.iter("img")]
    assert len(images) == 3
    assert all(source.startswith("data:image/png;base64,") for source in images)
    assert not re.search(r"https?://", text)


def test_limits_come_first(tiny) -> None:  # type: ignore[no-untyped-def]
    text = document(tiny.assessed, tiny.sample.size, "")
    assert text.index("No published study compares") < text.index("## Verdicts")
    assert all(f"### {name}:" in text for name in REGISTRY)


def test_everything_is_said_in_german(tiny) -> None:  # type: ignore[no-untyped-def]
    text = document(tiny.assessed, tiny.sample.size, "", "de")
    assert text.index("Keine veröffentlichte Studie") < text.index("## Urteile")
    for claim in REGISTRY.values():
        assert {claim.statement.de, claim.experiment.de} <= {
            line.removeprefix(f"### {claim.id}: ").removeprefix("*Experiment:* ")
            for line in text.splitlines()
        }
    for said in (text, spoken(tiny.assessed, Language("de"))):
        assert not re.search(r"\b(the|of|with|claim|holds|fails)\b", said)


def test_the_same_sample_gives_the_same_files(pages: Path, tiny, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    claims = [REGISTRY["C05"]]
    write(claims, tiny, tmp_path)
    name = "figures/C05.png"
    assert (tmp_path / name).read_bytes() == (pages / name).read_bytes()
    assert assess_all(claims, tiny.sample, tiny.drawn)[0].claim.id == "C05"


def test_cells_of_the_regime_map() -> None:
    import numpy as np

    assert [cells(count) for count in (8, 60, 160)] == [2, 3, 4]
    assert undecided(np.zeros(0, np.int8))
    assert undecided(np.array([1, 1, -1, -1], np.int8))
    assert not undecided(np.ones(12, np.int8))
    assert not undecided(-np.ones(12, np.int8))


def test_the_command_writes_results(record: Record) -> None:
    assert "C02" in record.text("claims").partition("--- exit 0")[0]
    assert {path.name for path in (record.folder("claims") / "out").iterdir()} == {
        "claims.csv", "conditions.csv", "draws.csv", "measured.npz", "provenance.json", "runs",
        "summary.md", "summary.de.md",
    }  # fmt: skip


def test_a_finished_command_can_be_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["claims", "claims=[C05]", "draws=2", "seeds=2", "headcount=30", "figures=false"]
    line += ["workers=1", f"out={tmp_path}"]
    assert main(line) == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.csv")}
    capsys.readouterr()
    assert main(line) == 0
    assert capsys.readouterr().err.startswith("rollout: replaced the result of rollout claims")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.csv")} == before


def test_the_default_size_is_small() -> None:
    line = read(STUDY, taken_apart(["claims"]))
    assert STUDY.ask(line).size == Size(8, 3, headcount=60)


def test_the_counts_of_verdicts_stand_at_the_top(tiny) -> None:  # type: ignore[no-untyped-def]
    text = document(tiny.assessed, tiny.sample.size, "")
    verdicts = [each.verdict.verdict for each in tiny.assessed]
    said = f"Claims: {len(verdicts)}. {tally(verdicts, Language('en'))}"
    assert text.index(said) < text.index("## Limits first")
    assert tally(["holds", "fails", "fails"], Language("de")).startswith(
        "Gilt: 1, hängt vom Unternehmen ab: 0"
    )
