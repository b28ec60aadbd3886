"""`rollout discover`: what it prints and writes, how it resumes, how it refuses."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.posterior import shipped_draws
from sim.cli.main import main
from sim.model.outcomes import BY_NAME
from sim.report.language import ENGLISH, Language
from sim.runs.store import Store
from sim.runs.wants import Batch
from sim.runs.work import Work
from sim.studies.discovery.document import spoken
from sim.studies.discovery.features import FIRST_WEEKS, Feature, Features
from sim.studies.discovery.report import analyse
from sim.studies.discovery.sample import Question, Sample
from sim.studies.discovery.sample import sample_of as measured
from sim.studies.discovery.study import Options, answer_of
from sim.studies.publish import publish
from tests.studies.discovery.planted import planted

VARY = "vary={workforce.decision.peers:declared,work.flow.touch_share:declared}"
TINY = ("organisation.headcount=20", "weeks=6", "withdraw_week=5", "workers=1")
LINE = ["discover", *TINY, VARY, "draws=30", "seeds=2"]
FILES = {"summary.md", "summary.de.md", "companies.csv", "boxes.csv", "curve.csv", "tree.txt",
         "figures", "provenance.json"}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["better=playbok"], "'playbook'"),
        (["better=mandate"], "two different strategies"),
        (["than=playbook"], "two different strategies"),
        (["outcome=genuine_use"], "genuine_use_final"),
        (["outcome=reported_use_final"], "neither better nor worse"),
        (["by=much"], "by must be"),
        (["by=-1"], "by must be"),
        (["by=inf"], "by must be"),
        (["draws=5"], "[30, 100000]"),
        (["draws=many"], "whole number"),
        (["seeds=1"], "at least 2"),
        (["size=huge"], "full"),
        (["companies=real"], "plausible"),
        (["companies=plausible", VARY], "not both"),
        (["vary=3"], "mapping"),
        (["vary={}"], "mapping"),
        (["vary={workforce.reactance.mena:declared}"], "workforce.reactance.mena"),
        (["vary={work.flow.touch_share:[0.1,9]}"], "touch_share"),
        (["vary={organisation:[small,mid]}"], "numbers only"),
        (["workforce.reactance.mena=0.2"], "workforce.reactance.mean"),
        (["strategies=[organic,mandate]"], "better=A than=B"),
        (["points=40"], "draws=N"),
        (["store=none"], "store=DIR"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert main(["discover", *TINY, *words]) == 2
    text = capsys.readouterr()
    assert len(text.err.splitlines()) == 1
    assert told in text.err
    assert list(folder.iterdir()) == []


def test_without_the_library_one_line_before_any_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    assert main(LINE) == 2
    assert "pip install 'rollout-lab[analysis]'" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_help_tells_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["discover", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"{key}=" in told or f"{key}." in told for key in Options.__dataclass_fields__)


def test_from_end_to_end_resumed_without_a_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*LINE, "out=first"]) == 0
    told = capsys.readouterr().out
    assert "180 to do" in told
    assert "Of 30 companies playbook beats mandate in genuine use at the end" in told
    assert {path.name for path in Path("first").iterdir()} == FILES

    from sim.runs import units

    def refuse(*_: Any) -> None:
        raise AssertionError("nothing is left to do")

    monkeypatch.setattr(units, "each", refuse)
    assert main([*LINE, "out=again"]) == 0
    assert "180 stored, 0 to do" in capsys.readouterr().out
    for name in ("companies.csv", "boxes.csv", "tree.txt", "figures/discover_companies.png"):
        assert (Path("first") / name).read_bytes() == (Path("again") / name).read_bytes()
    frame = pd.read_csv("first/companies.csv")
    assert len(frame) == 30
    assert frame["held_back"].sum() == 10
    assert set(frame["label"]) <= {"better", "open", "not better"}


def asked(**changes: Any) -> Question:
    """A small question about two strategies."""
    usual: dict[str, Any] = {
        "better": "champions", "than": "mandate", "outcome": BY_NAME["genuine_use_final"],
        "vary": {"workforce.decision.peers": [0.2, 2.8]}, "draws": 2, "seeds": (0, 1, 2),
        "overrides": TINY[:3],
    }  # fmt: skip
    return Question(**{**usual, **changes})


def run(question: Question) -> Sample:
    tasks, work = question.tasks(), Work(Store("store"))
    with work.going_on():
        wanted = Batch([(task, seed) for task in tasks for seed in question.seeds])
        return measured(question, tasks, wanted.do(work))


def test_gains_and_observables_are_those_of_single_runs() -> None:
    from sim.config.load import load_strategies
    from sim.runs.run import run_many

    sample = run(asked())
    for row, point in enumerate(sample.points):
        words = [*TINY[:3], f"workforce.decision.peers={point['workforce.decision.peers']}"]
        alone = run_many(load_strategies(words, ["champions", "mandate"]), [0, 1, 2])
        runs = alone.runs.pivot(index="seed", columns="strategy", values="genuine_use_final")
        assert np.allclose(sample.gains[row], runs["champions"] - runs["mandate"], atol=1e-9)
        weekly = alone.weekly[alone.weekly["strategy"] == "none"]
        early = weekly[weekly["week"] <= FIRST_WEEKS]
        names = [feature.name for feature in sample.observable.known]
        own = dict(zip(names, sample.observable.values[row], strict=True))
        assert own["any_use"] == pytest.approx(early["any_use"].mean())
        share = early.groupby("seed")[["wait_queue", "lead_time_weeks"]].mean()
        expected = (share["wait_queue"] / share["lead_time_weeks"]).mean()
        assert own["waiting_queue"] == pytest.approx(expected)


def test_less_is_better_where_the_outcome_says_so() -> None:
    outcome = BY_NAME["cost_hours"]
    forth = run(asked(outcome=outcome)).gains
    back = run(asked(outcome=outcome, better="mandate", than="champions")).gains
    assert np.array_equal(forth, -back)
    # Champions cost hours, a mandate hardly any: the cheaper one has the advantage.
    assert (forth < 0).all()


def test_a_parameter_that_is_given_is_not_drawn() -> None:
    words = (*TINY[:3], "workforce.decision.peers=1.5")
    points = asked(vary={}, overrides=words, draws=30).points
    assert all("workforce.decision.peers" not in point for point in points)
    assert all("workforce.decision.skill" in point for point in points)


def test_companies_that_share_a_fitted_draw_are_one_group() -> None:
    fitted = shipped_draws().drop_duplicates()
    count = len(fitted) + 30
    question = asked(vary={}, kind="matched", draws=count)
    groups = question.groups(question.points)
    assert len(groups) == count
    assert len(set(groups)) == len(fitted) < count
    first: dict[int, dict[str, object]] = {}
    for group, point in zip(groups, question.points, strict=True):
        assert first.setdefault(group, point) == point, "companies come whole"


def test_an_outcome_without_values_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = dict.fromkeys(("playbook", "mandate"), np.full((30, 2), np.nan))
    monkeypatch.setattr("sim.studies.discovery.sample._values", lambda *_: nothing)
    words = ["organisation.headcount=20", "weeks=6", "withdraw_week=6", VARY, "draws=30"]
    line = ["discover", *words, "seeds=2", "workers=1", "outcome=lead_time_change"]
    assert main(line) == 2
    assert "lead_time_change has no value in any" in capsys.readouterr().err


def sample_of(gains: np.ndarray, values: np.ndarray) -> Sample:
    """A sample with the features in both sets, without any run."""
    count = len(gains)
    known = tuple(Feature(name, f"{name} of it", "share") for name in "abcdef")
    features = Features(known, values)
    points = tuple({"a": float(row)} for row in range(count))
    return Sample(
        tuple(range(count)), points, tuple(range(count)), gains, features, features, 0, ()
    )


def planted_sample() -> Sample:
    """Every company of a planted box with four seeds that leave no doubt."""
    data = planted(0)
    luck = 0.001 * np.random.default_rng(0).standard_normal((len(data.wins), 4))
    return sample_of(np.where(data.wins, 0.2, -0.1)[:, None] + luck, data.values)


def test_a_planted_rule_is_told_and_drawn(folder: Path) -> None:
    report = analyse(asked(), planted_sample())
    publish(
        answer_of(report, "rollout discover"),
        folder / "out",
        [Language("en"), Language("de")],
        0.0,
        {},
    )
    told = spoken(report, ENGLISH)
    assert re.search(r"Champions is better where `a` \(a of it\) is at least (5|6)\d", told)
    page = (folder / "out/summary.md").read_text(encoding="utf-8")
    assert page.index("Limits first") < page.index("## By what a company can know")
    for figure in re.findall(r"\]\((figures/[^)]+)\)", page):
        assert (folder / "out" / figure).is_file()
    assert page.count("](figures/") == 3
    german = (folder / "out/summary.de.md").read_text(encoding="utf-8")
    assert [german.count(each) for each in ("\n|", "\n#", "](figures/", "\n* ")] == [
        page.count(each) for each in ("\n|", "\n#", "](figures/", "\n* ")
    ]
    prose = german.partition("## Wie das")[0] + spoken(report, Language("de"))
    prose = re.sub(r"```(.|\n)*?```|`[^`]*`| of it", "", prose)
    assert not {"the", "and", "of", "is", "companies", "box"} & set(re.findall(r"\w+", prose))
    assert re.search(r"ist besser, wo `a` \(a of it\) mindestens (5|6)\d", german)
    boxes = pd.read_csv(folder / "out/boxes.csv")
    assert set(boxes["feature"]) == {"a", "b"}
    assert boxes["confirmed"].all()
    curve = pd.read_csv(folder / "out/curve.csv")
    assert (curve.groupby("features")["chosen"].sum() == 1).all()
    frame = pd.read_csv(folder / "out/companies.csv")
    held = frame[frame["held_back"] & frame["in_observable_box"]]
    assert (held["label"] == "better").mean() == pytest.approx(boxes["density"][0])


@pytest.mark.parametrize(
    ("gain", "told"),
    [(0.2, "is better in all 60 companies"), (-0.2, "certainly better in none of 60 companies")],
)
def test_all_companies_on_one_side_is_a_plain_sentence(
    gain: float, told: str, folder: Path
) -> None:
    draw = np.random.default_rng(0)
    gains = gain + 0.001 * draw.standard_normal((60, 4))
    report = analyse(asked(), sample_of(gains, draw.random((60, 6))))
    publish(answer_of(report, ""), folder / "out", [Language("en")], 0.0, {})
    assert told in " ".join(spoken(report, ENGLISH).split())
    assert not (folder / "out/figures/discover_observable.png").exists()
    assert pd.read_csv(folder / "out/boxes.csv").empty
