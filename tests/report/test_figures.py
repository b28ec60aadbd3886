"""Every figure of every study: nothing lies on other text or leaves the paper, titles say no more
than the data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.paired import pairwise
from sim.report.language import ENGLISH, Language
from sim.report.plots import (
    adoption_figure,
    cost_figure,
    differences_figure,
    lead_time_figure,
    savings_figure,
    style,
)
from sim.report.plots.findings import foremost, lead, leading, signs
from sim.report.plots.sheet import arrange, footnote, sheet
from sim.studies.tournament.figures import chance_figure, regret_figure
from sim.studies.tournament.goals import GOALS
from sim.studies.tournament.standings import standings
from tests import fake_findings, fake_results
from tests.fake_findings import Figures
from tests.readable import assert_readable, texts

SPEAK = {"en": Language("en"), "de": Language("de")}
LONG = "a_strategy_{}_with_a_name_that_goes_on_for_as_long_as_anybody_would_ever_type_in"[:80]
UNBROKEN = "{}" + 77 * "n"


def names(pattern: str, count: int) -> list[str]:
    return [pattern.format(place) for place in range(count)]


def drawn(figures: Figures, language: str) -> None:
    with style.look():
        for name, draw in figures.items():
            figure = draw(SPEAK[language])
            footnote(figure, "200 people, 104 weeks, matched companies, defaults. " * 4)
            try:
                assert_readable(figure)
            except AssertionError as error:
                raise AssertionError(f"{name}: {error}") from error


def of_runs(monkeypatch: pytest.MonkeyPatch, strategies: list[str], seeds: int) -> Figures:
    """The figures of a comparison of strategies with awkward names."""
    usual = list(fake_results.STRATEGIES)
    for place, name in enumerate(strategies):
        shape = fake_results.SHAPES[usual[place % len(usual)]]
        monkeypatch.setitem(fake_results.SHAPES, name, shape)
    runs, weekly = fake_results.fake_results(strategies, range(seeds))
    runs, shown = (frame[frame["strategy"] != "none"] for frame in (runs, weekly))
    figures: Figures = {
        "adoption": lambda speak: adoption_figure(shown, 78, speak),
        "savings": lambda speak: savings_figure(weekly, runs, 78, speak),
        "lead_time": lambda speak: lead_time_figure(weekly, speak),
        "cost": lambda speak: cost_figure(runs, speak),
    }
    differences = pairwise(runs, strategies[0], 104)
    if len(strategies) > 1:
        figures["differences"] = lambda speak: differences_figure(differences, speak)
    return figures


@pytest.mark.parametrize(
    ("pattern", "count", "seeds", "language"),
    [(LONG, 1, 1, "de"), (UNBROKEN, 4, 2, "en"), ("s{}", 21, 2, "de")],
)
def test_figures_of_runs_can_be_read(
    monkeypatch: pytest.MonkeyPatch, pattern: str, count: int, seeds: int, language: str
) -> None:
    drawn(of_runs(monkeypatch, names(pattern, count), seeds), language)


@pytest.mark.parametrize(("pattern", "count", "language"), [(LONG, 2, "de"), (UNBROKEN, 4, "en")])
def test_figures_of_studies_can_be_read(pattern: str, count: int, language: str) -> None:
    drawn(fake_findings.every(names(pattern, count), claims=5), language)


def test_forty_strategies_make_a_figure_taller_not_crowded() -> None:
    forty = names(LONG, 40)
    found = fake_findings.tournament_figures(forty) | fake_findings.search_figures(forty)
    drawn(found, "de")
    few = fake_findings.tournament_figures(forty[:4])["tournament_best"](SPEAK["de"])
    many = found["tournament_best"](SPEAK["de"])
    assert many.get_figheight() > 5 * few.get_figheight()
    assert few.get_figheight() < 6


@pytest.mark.parametrize(("limits", "stands"), [(1, False), (2, True), (4, True)])
def test_boxes_of_any_number_of_limits_can_be_read(limits: int, stands: bool) -> None:
    drawn(fake_findings.discovery_figures(["organic", "playbook"], limits, stands), "de")


def seeds(**values: list[float]) -> pd.DataFrame:
    return pd.DataFrame(values)


def test_a_leader_is_named_only_where_it_is_decided_against_everybody() -> None:
    clear = seeds(a=[5.0, 6.0, 5.5, 6.5], b=[1.0, 2.0, 1.5, 2.4], c=[0.0, 1.0, 0.5, 1.6])
    assert leading(clear) == ("a", [])
    assert leading(clear, -1.0)[0] == "c"
    near = clear.assign(b=[5.5, 5.0, 6.5, 6.0])
    assert leading(near) == ("a", ["b"])
    assert leading(clear[:1]) == ("a", ["b", "c"])  # one seed decides nothing
    speak = SPEAK["en"]
    assert [lead(each, str, speak)[0] for each in (clear, near, clear[["a"]])] == [
        "lead", "open", "only"
    ]  # fmt: skip


def test_an_interval_that_covers_zero_is_not_decided() -> None:
    values = seeds(up=[1.0, 1.1, 0.9], down=[-1.0, -1.1, -0.9], open=[-1.0, 1.1, 0.0])
    assert signs(values, str, SPEAK["en"]) == (
        "signs", {"up": 1, "down": 1, "all": 3, "open": 1}
    )  # fmt: skip
    table = pd.DataFrame({"value": [0.5, 0.4, 0.1], "low": [0.35, 0.3, 0.0],
                          "high": [0.6, 0.5, 0.2]}, index=[7, 7, 7])  # fmt: skip
    row, near = foremost(table)
    assert (row["value"], near) == (0.5, 1)
    assert foremost(table.drop(columns="high").assign(high=np.nan))[1] == 2  # unknown is open


def test_points_are_filled_where_a_difference_is_decided_and_matters() -> None:
    runs = pd.DataFrame([
        {"strategy": name, "seed": seed, "use_auc": 0.5 + more + 0.001 * (seed % 2) * (name == "b")}
        for name, more in (("a", 0.0), ("b", 0.1), ("c", 0.01)) for seed in range(8)
    ])  # fmt: skip
    table = pairwise(runs, "a", 104, {"use_auc": 0.02})
    assert list(table["decided"]) == ["yes", "yes"]
    with style.look():
        figure = differences_figure(table, ENGLISH, ["use_auc"])
    faces = [tuple(each) for each in figure.axes[0].collections[-1].get_facecolor()]
    assert [face == (1.0, 1.0, 1.0, 1.0) for face in faces] == [False, True]
    assert figure.texts[0].get_text().startswith("1 of 2 ")


def test_titles_of_a_tournament_follow_the_rule() -> None:
    titles = {}
    for spread in (0.0, 200.0):
        found = fake_findings.tournament(["organic", "playbook"], spread)
        table = pd.concat([standings(found.table(fake_findings.BY_NAME[goal.outcome]))
                           for goal in GOALS])  # fmt: skip
        with style.look():
            titles[spread] = [make(found, table, SPEAK["en"]).texts[0].get_text()
                              for make in (chance_figure, regret_figure)]  # fmt: skip
    assert all("organic (adoption speed, efficiency gain" in each.replace("\n", " ")
               for each in titles[0.0])  # fmt: skip
    assert all(each.startswith("In no goal") for each in titles[200.0])


def test_a_legend_names_what_is_drawn_once() -> None:
    with style.look():
        figure, axes = sheet("title", "subtitle", 3.0, 1, 2)
        for axis in axes:
            axis.plot([0, 1], label="line")
        axes[1].plot([1, 0], color=style.PALETTE[1], label="other")
        arrange(figure, ink=True)
        (legend,) = figure.legends
        assert [each.get_text() for each in legend.get_texts()] == ["line", "other"]
        assert legend.legend_handles[1].get_color() == style.INK
        assert {words for words, _ in texts(figure)} >= {"line", "other", "title"}
