"""The evidence table: complete, cited, tied; and bad rows told in one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.analysis import companies, posterior, priors
from sim.analysis.posterior import shipped_draws
from sim.base.params import FITTED, LOOSELY, ConfigError, parameters
from sim.model.config import RunConfig
from sim.studies.evidence.observables import names
from sim.studies.evidence.scenarios import SCENARIOS, configuration, pinned, words_of
from sim.studies.evidence.table import Row, read, shipped, with_file

HEADER = "id,statement,value,low,high,unit,source,observable,scenario,first_week,last_week\n"
GOOD = "mine,A third use it,33,25,40,% of people,Me 2026,any_use,licence_only,8,10\n"


def own(folder: Path, text: str) -> Path:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_seventeen_targets_and_every_row_is_cited() -> None:
    rows = shipped()
    assert sum(row.use == "target" for row in rows) == 17
    assert all(row.statement and row.unit and row.source for row in rows)
    assert all(row.details["url"].startswith("http") for row in rows)
    assert all(row.details["page"] in ("own", "third party") for row in rows)


def test_compared_rows_name_what_exists() -> None:
    compared = [row for row in shipped() if row.use != "context"]
    assert {row.observable for row in compared} <= set(names())
    assert {row.scenario for row in compared} <= set(SCENARIOS)
    assert all(row.low < row.value < row.high for row in compared)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenarios_are_plain_configurations(scenario: str) -> None:
    config = configuration(scenario, 5)
    assert config.weeks == 5
    assert not config.equal_budget
    assert "licences" in config.strategy.levers
    assert pinned(scenario) == {word.lstrip("+").split("=")[0] for word in words_of(scenario)}


def test_a_miss_counts_tolerances_on_either_side() -> None:
    (row,) = (row for row in shipped() if row.id == "hv_time_saved")
    assert (row.low, row.value, row.high) == (2.0, 2.8, 5.5)
    assert row.miss(2.0) == pytest.approx(-1.0)
    assert row.miss(5.5) == pytest.approx(1.0)
    assert row.miss(2.8) == 0.0


def test_own_rows_join_as_blind_numbers(tmp_path: Path) -> None:
    rows = with_file(str(own(tmp_path, HEADER + GOOD)))
    assert rows[-1].id == "mine"
    assert rows[-1].use == "blind"
    assert rows[-1].weeks == (8, 10)
    assert len(rows) == len(shipped()) + 1


def test_own_scenario_as_overrides(tmp_path: Path) -> None:
    line = GOOD.replace("licence_only", "strategy=champions work.flow.latency=1")
    (row,) = read(own(tmp_path, HEADER + line))
    assert configuration(row.scenario, 10).work.flow.latency == 1.0


def test_a_number_without_tie_is_context(tmp_path: Path) -> None:
    (row,) = read(own(tmp_path, "id,statement,value,unit,source\na,b,1,%,c\n"))
    assert isinstance(row, Row)
    assert row.use == "context"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "lacks the column 'id'"),
        ("id,statement,value,unit\na,b,1,%\n", "lacks the column 'source'"),
        (HEADER, "has no rows"),
        (HEADER.replace("unit", "units") + GOOD, "unit"),
        (HEADER + GOOD.replace("any_use", "any_uses"), "any_use"),
        (HEADER + GOOD.replace("licence_only", "licence_onyl"), "licence_only"),
        (HEADER + GOOD.replace(",33,", ",many,"), "value must be a number, got 'many'"),
        (HEADER + GOOD.replace(",33,", ",nan,"), "must be finite"),
        (HEADER + GOOD.replace(",33,", ",50,"), "between low and high"),
        (HEADER + GOOD.replace(",25,40,", ",,,"), "low and high"),
        (HEADER + GOOD.replace(",8,10", ",8,"), "last_week is empty"),
        (HEADER + GOOD.replace(",8,10", ",0,10"), "whole number >= 1"),
        (HEADER + GOOD.replace(",8,10", ",10,8"), "is after"),
        (HEADER + GOOD.replace("Me 2026", ""), "source is empty"),
        (HEADER + GOOD + GOOD, "twice"),
        (HEADER + GOOD.replace("\n", ",more\n"), "more cells"),
        (HEADER + GOOD.replace("mine", "hv_time_saved"), "taken by the shipped table"),
    ],
)
def test_bad_files_are_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        with_file(str(own(tmp_path, text)))
    assert "mine.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        with_file(str(tmp_path / "nowhere.csv"))


def test_shipped_companies_lie_within_the_ranges() -> None:
    draws = shipped_draws()
    assert set(draws.columns) >= set(posterior.FITTED)
    for each in priors.space():
        if each.key in draws:
            assert draws[each.key].between(each.low, each.high).all()


def test_fitted_defaults_are_in_the_middle_of_the_shipped_companies() -> None:
    draws, now = shipped_draws(), companies.defaults()
    for key in _fitted():
        assert 0.3 < (draws[key] < now[key]).mean() < 0.7, key


def _fitted() -> set[str]:
    return {key for key, field in parameters(RunConfig)
            if str(field.metadata["source"]).startswith(FITTED)}  # fmt: skip


def test_fitted_parameters_say_so_and_say_which_the_numbers_leave_open() -> None:
    sources = {key: str(field.metadata["source"]) for key, field in parameters(RunConfig)}
    assert _fitted() <= set(posterior.FITTED)
    page = (Path(__file__).parents[3] / "docs/calibration.md").read_text(encoding="utf-8")
    told = re.findall(r"^\*\*Not identified: (.*)\.\*\*", page, re.MULTILINE)[0]
    loosely = {key for key, said in sources.items() if said.startswith(LOOSELY)}
    # A tool that improves is a circumstance, and stays 0 by default for a reason of its own.
    assert loosely == set(re.findall(r"`([\w.]+)`", told)) - {"technology.improvement"}
