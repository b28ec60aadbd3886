"""The balance of the game: the page is current, and no plan is best whatever one wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.balance import (
    COMPANIES,
    EVERY_CARD,
    FEW,
    GOALS,
    NOTHING,
    PLANS,
    Cell,
    best,
    decisions,
    played,
    spot,
    table,
)
from experiments.balance import everywhere_best as everywhere
from sim.app.debrief import BENEFIT, scores
from sim.app.scenario import Scenario, load_scenario
from sim.app.scenario import names as scenario_names
from sim.base.params import parameters
from sim.base.presets import LANGUAGES
from sim.base.values import get
from sim.config.load import load

PAGE = Path(__file__).parents[2] / "docs" / "balance.md"


def section(name: str) -> list[list[str]]:
    """Rows of a table of the page, cells without their bars."""
    text = PAGE.read_text(encoding="utf-8").split(f"## {name}")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[1:]]


def leaders() -> dict[str, list[set[str]]]:
    """Scenario -> plans that nobody is decided to beat, one set per goal."""
    return {row[0].strip("`"): [set(cell.split("; ")) for cell in row[1:]]
            for row in section("Who leads")}  # fmt: skip


def written(name: str) -> dict[str, dict[str, Cell]]:
    """A scenario's table as the page has it."""
    found: dict[str, dict[str, Cell]] = {goal: {} for goal in GOALS}
    for plan, *cells in section(f"`{name}`"):
        for goal, cell in zip(GOALS, cells, strict=True):
            value = float(cell.strip("*").replace(",", ""))
            found[goal][plan] = Cell(value, cell.startswith("**"))
    return found


def test_no_plan_is_best_whatever_one_wants_and_wherever() -> None:
    tables = {name: written(name) for name in scenario_names()}
    assert everywhere(tables) == set()
    assert len(PLANS) >= 7
    assert leaders() == {name: [set(best(cells)) for cells in found.values()]
                         for name, found in tables.items()}  # fmt: skip
    for found in tables.values():
        assert not set.intersection(*(set(best(cells)) for cells in found.values())), (
            "a goal that changes no winner is no goal"
        )


def dealt(name: str) -> dict[str, Cell]:
    """How every plan does by the goal that a scenario deals."""
    return written(name)[load_scenario(name).game.goal]


def test_scenarios_differ_in_who_wins() -> None:
    """Champions win somewhere, so does an order; pilots fail, and doing nothing is not beaten."""
    for name, kind in (("lumen", "champions"), ("hansekontor", "order")):
        leading = best(dealt(name))
        assert leading
        assert all(plan.startswith(kind) for plan in leading), f"{kind} alone lead in {name}"
    design = dealt("nordlicht")
    assert design["pilots, owners"].mean < design[NOTHING].mean
    works = dealt("rhenania")
    assert max(works, key=lambda plan: works[plan].mean) == "pilots, owners"
    assert NOTHING in best(dealt("brennecke"))


def test_champions_win_in_other_companies_of_the_lab_too() -> None:
    """Those of the page are not why: each of these rivals is decided to be worse in others."""
    scenario = load_scenario("lumen", words=EVERY_CARD)
    plans = ("champions for half a year", "leading for a quarter, open results",
             "training for a month, open results", "order, open results", NOTHING)  # fmt: skip
    found = {
        name: scores(scenario, decisions(PLANS[name], scenario), scenario.seeds[COMPANIES:100])
        for name in plans
    }
    assert best(table(scenario, found)[BENEFIT]) == [plans[0]]


@pytest.mark.parametrize("name", scenario_names())
def test_the_page_is_current(name: str) -> None:
    """`python -m experiments.balance > docs/balance.md` after the model has changed."""
    names = [each for each in scenario_names() for _ in range(FEW)]
    own = [place for place, each in enumerate(names) if each == name]
    page = {row[0]: [float(row[1 + place]) for place in own]
            for row in section("Single companies")}  # fmt: skip
    found = spot(played(load_scenario(name, words=EVERY_CARD), FEW))
    for plan, values in found.items():
        assert page[plan] == pytest.approx(values, abs=0.2), plan


def test_a_plan_that_is_best_everywhere_would_be_found() -> None:
    good, bad = Cell(1.0, True), Cell(0.0, False)
    tables = {each: {"goal": {"one": good, "two": bad}} for each in ("here", "there")}
    assert everywhere(tables) == {"one"}
    tables["there"] = {"goal": {"one": bad, "two": good}}
    assert everywhere(tables) == set()


def test_the_table_follows_from_the_rows() -> None:
    scenario = load_scenario("lumen")
    rows = {name: [{"seed": seed, "net_benefit_eur": 1e6 * (seed % 3 - place),
                    "genuine_use_final": 0.5, "threat_final": 0.1 + 0.1 * place,
                    "lead_time_change": 0.0} for seed in range(9)]
            for place, name in enumerate(("first", "second"))}  # fmt: skip
    found = table(scenario, rows)
    assert best(found["net_benefit_eur"]) == ["first"]
    assert best(found["threat_final"]) == ["first"]
    assert best(found["genuine_use_final"]) == ["first", "second"]
    assert found["loss"]["first"].mean == 0.0
    assert found["loss"]["second"].mean == pytest.approx(1 / 3)


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_can_be_played_and_told(name: str) -> None:
    scenario: Scenario = load_scenario(name)
    assert scenario.seed % 300 >= 200, "its fitted values are those of no company that scores"
    for text in ("title", "text", "end", "choice"):
        told = {scenario.told(text, code) for code in LANGUAGES}
        assert all(told)
        if text != "title":
            assert len(told) == len(LANGUAGES), "each language has its own words"
    everything = load_scenario(name, words=EVERY_CARD)
    assert all(len(decisions(moves, everything)) == len(moves) for moves in PLANS.values())


@pytest.mark.parametrize("name", scenario_names())
def test_a_scenario_sets_nothing_beyond_the_declared_ranges(name: str) -> None:
    """A company that is played is one that the model calls plausible."""
    base = load_scenario(name).base
    presets = load(["workforce=sceptical"]), load(["technology=immature"]), load(["work=relaxed"])
    usual = load([])
    for key, field in parameters(type(base)):
        value, plausible = get(base, key), field.metadata.get("plausible")
        if key.startswith("programme.") or value == get(usual, key) or not plausible:
            continue
        of_a_preset = any(value == get(preset, key) for preset in presets)
        assert plausible[0] <= value <= plausible[1] or of_a_preset, key
