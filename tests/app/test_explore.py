"""The numbers of the page Explore are those of the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest
import yaml

from sim.analysis.companies import by_seed, dimensions, held
from sim.app import explore, query, refusals
from sim.app.controls import ASSUMPTIONS
from sim.app.explore_ask import Asked, ask
from sim.app.explore_view import shown
from sim.app.explore_why import explained
from sim.app.places import stage_counts
from sim.app.plan_file import written
from sim.base.params import ConfigError
from sim.base.values import get, with_values
from sim.cli.main import main
from sim.config.load import load
from sim.model import explain
from sim.model.log import FLOW
from sim.report.language import ENGLISH, Language
from sim.runs.run import Engine, run, run_many
from sim.studies.snapshots import network_snapshots
from tests.test_docs import text

QUERY = "strategy=playbook&organisation.headcount=60&weeks=20&withdraw_week=15&seed=3"


@pytest.fixture(scope="module")
def asked() -> Asked:
    return ask(parse_qsl(QUERY))


@pytest.fixture(scope="module")
def lived(asked: Asked) -> explore.Lived:
    return explore.live(asked.config)


def test_the_curves_are_those_of_a_run(asked: Asked, lived: explore.Lived) -> None:
    result = run(asked.config)
    own = result.weekly[result.weekly["strategy"] == "playbook"]
    bare = result.weekly[result.weekly["strategy"] == "none"]
    np.testing.assert_array_equal(lived.weekly["genuine_use"], own["genuine_use"])
    saved = own["hours_saved_per_employee"].to_numpy() - bare["hours_saved_per_employee"].to_numpy()
    np.testing.assert_array_equal(lived.weekly["hours"], saved)
    row = result.runs[result.runs["strategy"] == "playbook"].iloc[0]
    assert lived.outcomes == pytest.approx({key: row[key] for key in lived.outcomes}, nan_ok=True)


def test_licences_only_is_the_same_company(asked: Asked, lived: explore.Lived) -> None:
    plain = run(replace(asked.config, strategy=load((), "organic").strategy)).weekly
    organic = plain[plain["strategy"] == "organic"]["genuine_use"]
    np.testing.assert_array_equal(lived.weekly["licences"], organic)


def test_stages_are_those_of_the_network_figure(asked: Asked, lived: explore.Lived) -> None:
    pictures = network_snapshots(Engine(asked.config), [1, 9, 20])
    for week, stage in pictures.stages.items():
        np.testing.assert_array_equal(lived.stages[week - 1], stage)
    np.testing.assert_array_equal(lived.role, pictures.role)
    counts = stage_counts(lived.stages, lived.department)
    assert counts.shape == (20, len(np.unique(lived.department)), 5)
    assert (counts.sum(axis=(1, 2)) == len(lived.department)).all()


def test_waiting_by_phase_adds_up_to_what_the_log_says(asked: Asked, lived: explore.Lived) -> None:
    result = run(asked.config).weekly
    own = result[result["strategy"] == "playbook"]
    for place, kind in enumerate(explain.WAITS):
        assert f"wait_{kind}" in FLOW
        np.testing.assert_allclose(lived.friction[1:, place].sum(axis=1), own[f"wait_{kind}"])
    for place, phase in enumerate(("intake", "planning", "execution", "reporting")):
        np.testing.assert_allclose(
            lived.friction[1:, :, place].sum(axis=1), own[f"lead_time_{phase}"]
        )


def test_the_band_is_that_of_a_comparison(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """The companies of the band are those of `rollout compare` with the same words and seeds."""
    monkeypatch.setattr(explore, "OTHERS", 6)
    seeds = explore.other_seeds(asked.config.seed)
    assert list(seeds) == [4, 5, 6, 7, 8, 9]
    parts = [explore.some_others(asked, each) for each in (seeds[:4], seeds[4:])]
    found = explore.together(asked, parts)
    base = load(asked.words, "playbook")
    drawn = by_seed("matched", [3, *seeds], held(base, asked.words))
    assert asked.config == with_values(base, drawn.pop(3)), "the own one is of the same kind"
    runs, weekly = run_many({"playbook": base}, seeds, drawn=drawn)
    use = weekly.loc[weekly["strategy"] == "playbook", "genuine_use"].to_numpy().reshape(6, -1)
    low, high = np.quantile(use, (0.1, 0.9), axis=0)
    np.testing.assert_allclose(found.bands["genuine_use"], (low, high))
    own = runs[runs["strategy"] == "playbook"]
    np.testing.assert_array_equal(found.outcomes["net_benefit_eur"], own["net_benefit_eur"])
    assert found.deciders == {"genuine_use_final": [], "net_benefit_eur": []}, "six are too few"


def test_what_somebody_sets_is_the_same_in_all_other_companies() -> None:
    asked = ask(parse_qsl(f"{QUERY}&technology.reliability=0.7"))
    drawn = by_seed("matched", [4, 5], asked.held)
    assert all("technology.reliability" not in each for each in drawn.values())
    assert all("technology.fit" in each for each in drawn.values())
    assert get(asked.config, "technology.reliability") == 0.7


def test_the_assumptions_shown_are_those_that_decide_and_have_no_source() -> None:
    """Of the assumptions in the two tables of indices, all without a source; and none with one."""
    unsourced = {each.key for each in dimensions() if not each.sourced}
    assert set(ASSUMPTIONS) <= unsourced
    page = text("docs/sensitivity.md")
    told = [line.split("|") for line in page.splitlines() if line.startswith("|")]
    bare = {cells[2].strip(" `") for cells in told if len(cells) > 6 and "**none**" in cells[-2]}
    assert bare, "the table has changed"
    screened = [key for key in bare if key in unsourced]
    assert set(ASSUMPTIONS) <= set(screened)
    indexed = {cells[2].strip(" `") for cells in told
               if len(cells) == 8 and "**none**" in cells[6] and "%" in cells[4]}  # fmt: skip
    assert indexed <= set(ASSUMPTIONS)


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_page_has_its_facts(asked: Asked, code: str) -> None:
    facts = shown(asked, None, code, None)
    assert facts["others"] == 0
    assert facts["people"] == "60"
    assert facts["one_by_one"]
    assert "rollout run strategy=playbook" in facts["command"]
    assert facts["command"].endswith("companies=matched seed=3")
    assert facts["whose"].endswith("(seed 3)." if code == "en" else "(Seed 3).")
    assert " 300" in facts["whose"]


@pytest.mark.parametrize("more", ["", "&companies=one", "&companies=plausible",
                                  "&technology.reliability=0.9"])  # fmt: skip
def test_the_line_on_the_page_does_the_same_run(
    more: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where somebody set what is the default anyway: that is not left to the seed."""
    asked = ask(parse_qsl(f"strategy=champions&organisation.headcount=30&weeks=8&seed=3{more}"))
    monkeypatch.chdir(tmp_path)
    seen: list[object] = []
    monkeypatch.setattr("sim.studies.one_run.run_into",
                        lambda out, config, *_: seen.append(config) or ({}, []))  # fmt: skip
    assert main([*asked.command.split()[1:], "quiet=true"]) == 0
    assert seen == [asked.config]


def test_a_run_of_a_seed_is_that_of_a_comparison(tmp_path: Path) -> None:
    """`rollout run companies=matched` and the page: one company, the same curve."""
    asked = ask(parse_qsl("strategy=champions&organisation.headcount=30&weeks=8&seed=3"))
    line = [*asked.command.split()[1:], f"out={tmp_path}", "quiet=true"]
    assert main(line) == 0
    weekly = pd.read_parquet(tmp_path / "weekly.parquet")
    lived = explore.live(asked.config)
    np.testing.assert_array_equal(lived.weekly["genuine_use"], weekly["genuine_use"])
    drawn = by_seed("matched", [3], asked.held)
    runs = run_many({"champions": asked.base}, [3], drawn=drawn).runs
    own = runs[runs["strategy"] == "champions"]["net_benefit_eur"]
    assert lived.outcomes["net_benefit_eur"] == own.iloc[0]
    assert drawn[3] != by_seed("matched", [4], asked.held)[4]


def test_another_seed_moves_the_sliders_that_nobody_moved() -> None:
    """A form sends all of them: those that stood where the company before had them are not set."""
    one = ask(parse_qsl("seed=3"))
    form = {key: f"{get(one.config, key):.10g}" for key in ASSUMPTIONS}
    sent = {**form, "technology.reliability": "0.7", "from": query.state(one.found), "seed": "4"}
    found = ask(list(sent.items()))
    assert dict(found.found) == {"strategy": "playbook", "technology.reliability": "0.7",
                                 "seed": "4"}  # fmt: skip
    assert found.config == ask(parse_qsl("seed=4&technology.reliability=0.7")).config


def test_a_large_company_is_drawn_by_departments(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.app import explore_view

    monkeypatch.setattr(explore_view, "DRAWN", 50)
    asked = ask(parse_qsl("organisation.headcount=80&weeks=3&withdraw_week=3"))
    data = explore_view._data(explore.live(asked.config), asked)
    assert "stages" not in data["network"]
    departments = len(data["departments"][0])
    assert len(data["network"]["x"]) == len(data["network"]["r"]) == departments
    assert sum(map(sum, data["departments"][0])) == 80
    first, second = data["network"]["ties"][0::3], data["network"]["ties"][1::3]
    assert all(a < b < departments for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize(
    "query",
    ["strategy=champions", "strategy=champions&strategy.levers.champions.hours=2&with=training"],
)
def test_a_plan_is_a_file_that_commands_take(query: str, tmp_path: object) -> None:
    folder = Path(str(tmp_path)) / "strategy"
    folder.mkdir()
    config = ask(parse_qsl(query)).config
    name, content = written(config.strategy)
    assert name == ("champions" if "with" not in query else "champions_changed")
    assert set(yaml.safe_load(content)["title"]) == {"en", "de"}
    (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    again = load(["organisation.headcount=200"], name, str(folder.parent))
    assert again.strategy.levers == config.strategy.levers
    assert get(again, "strategy.levers.champions.hours") == (2 if "with" in query else 4)


@pytest.mark.parametrize("kind", ["person", "team", "department", "queue"])
def test_why_sums_to_the_change(asked: Asked, kind: str) -> None:
    """Raw chains sum exactly; what is written differs by rounding only."""
    own = asked._replace(why=f"{kind}.2", week=12, since=4)
    told = explained(own, explore.started(asked.config), ENGLISH)
    assert (told["since"], told["until"]) == (4, 12)
    assert told["tables"]
    for table in told["tables"]:
        parts = [_number(amount) for _, amount, _, _ in table.rows]
        assert sum(parts) == pytest.approx(_number(table.change), abs=0.06 * (len(parts) + 3))
    firm = explore.started(asked.config)
    trace = explain.traced(firm, [1], 12, [1])
    chain = explain.why_wait(trace, 4, 12) if kind == "queue" else explain.why_appeal(trace, 4, 12)
    assert sum(link.amount for link in chain.links) == pytest.approx(chain.after - chain.before)


def _number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def test_a_person_is_the_one_who_was_clicked(asked: Asked) -> None:
    """Number 5 is row 4, and what is written is the change of that row."""
    firm = explore.started(asked.config)
    own = asked._replace(why="person.5", week=20, since=1)
    table = explained(own, explore.started(asked.config), ENGLISH)["tables"][-1]
    trace = explain.traced(firm, range(60), 20)
    appeal = trace.appeal[19][4] - trace.appeal[0][4]
    assert _number(table.change) == pytest.approx(appeal, abs=0.006)


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("person.61", "valid numbers are 1 to 60"),
        ("queue.400", "nobody works there"),
        ("department.99", "valid numbers are"),
    ],
)
def test_nobody_can_ask_about_what_is_not_there(asked: Asked, why: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as raised:
        explained(asked._replace(why=why), explore.started(asked.config), ENGLISH)
    assert refusals.told(str(raised.value), Language("de")) not in (None, str(raised.value))


@pytest.mark.parametrize("why", ["person.0", "person.-1", "person", "somebody.1", "person.1.2"])
def test_what_is_asked_about_is_a_kind_and_a_number(why: str) -> None:
    with pytest.raises(ConfigError, match="such as person"):
        ask([("why", why)])
