"""Figures: written whole, the same bytes again, and no text on top of other text."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.paired import pairwise
from sim.base.streams import Streams
from sim.report.language import ENGLISH, Language
from sim.report.plots import (
    NetworkSnapshots,
    adoption_figure,
    cost_figure,
    differences_figure,
    lead_time_figure,
    network_figure,
    savings_figure,
    style,
    write_figures,
)
from sim.report.plots.network import PEOPLE_DRAWN, layout, pack, some_departments
from sim.report.plots.panels import apart
from sim.report.plots.savings import payback_in_words
from tests.fake_results import STRATEGIES, fake_results
from tests.readable import assert_readable, texts

Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
# What the axes of adoption, savings, lead time, cost and differences are measured in.
UNITS = {
    "en": ("%", "hours per employee and week", "weeks per item", "1,000 €", "percentage points"),
    "de": ("%", "je Kopf und Woche", "Wochen je Vorgang", "Tsd. €", "Prozentpunkte"),
}
SAME_IN_BOTH = {"band", "in", "median", "minus", "phase", "pilot"}


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["strategy"] != "none"]


@pytest.fixture(scope="module")
def results() -> Frames:
    """Runs, weekly and pairwise frames of all strategies, four seeds."""
    runs, weekly = fake_results(seeds=range(4))
    return runs, weekly, pairwise(shown(runs), "organic", 104)


def few(results: Frames, strategies: tuple[str, ...], seeds: int) -> Frames:
    runs, weekly, _ = results
    runs, weekly = (
        frame[frame["strategy"].isin(["none", *strategies]) & (frame["seed"] < seeds)]
        for frame in (runs, weekly)
    )
    return runs, weekly, pairwise(shown(runs), strategies[0], 104)


def snapshots(people: int = 300, departments: int = 7) -> NetworkSnapshots:
    draw = Streams(1).generator("fake network")
    role = np.zeros(people, int)
    role[::8], role[3::40] = 2, 1
    return NetworkSnapshots(
        edges=draw.integers(0, people, (4 * people, 2)),
        department=np.sort(draw.integers(0, departments, people)),
        role=role,
        stages={week: np.minimum(4, draw.integers(0, 2 + week // 26, people))
                for week in (1, 26, 52, 104)},
        title="playbook",
    )  # fmt: skip


@pytest.mark.parametrize("language", list(UNITS))
@pytest.mark.parametrize(
    ("strategies", "seeds"),
    [(STRATEGIES, 4), (STRATEGIES[1:4], 2)],
)
def test_axes_have_units_and_no_text_lies_on_other_text(
    results: Frames, strategies: tuple[str, ...], seeds: int, language: str
) -> None:
    runs, weekly, differences = few(results, strategies, seeds)
    speak, units = Language(language), UNITS[language]
    with style.look():
        assert_readable(adoption_figure(shown(weekly), 78, speak), units[0])
        assert_readable(savings_figure(weekly, shown(runs), 78, speak), units[1])
        assert_readable(lead_time_figure(weekly, speak), units[2])
        assert_readable(cost_figure(shown(runs), speak), units[3])
        if len(strategies) > 1:
            assert_readable(differences_figure(differences, speak), units[4])


@pytest.mark.parametrize("language", list(UNITS))
def test_no_text_lies_on_other_text_in_the_network_picture(language: str) -> None:
    with style.look():
        for people, departments in ((300, 7), (6000, 400)):
            shots = snapshots(people, departments)
            assert_readable(network_figure(shots, Language(language)))


@pytest.mark.parametrize(("people", "departments"), [(6000, 400), (5000, 3), (2000, 50)])
def test_a_large_network_is_drawn_in_part(people: int, departments: int) -> None:
    """Whole departments, with their people's own roles and stages, and only ties among them."""
    whole = snapshots(people, departments)
    part = some_departments(whole)
    size, kept = np.bincount(whole.department), np.unique(part.department)
    assert len(part.department) == size[kept].sum()
    assert len(part.department) <= PEOPLE_DRAWN or len(kept) == 1
    assert (len(kept) == departments) == (people <= PEOPLE_DRAWN)
    rows = np.flatnonzero(np.isin(whole.department, kept))
    np.testing.assert_array_equal(part.role, whole.role[rows])
    np.testing.assert_array_equal(part.stages[52], whole.stages[52][rows])
    inside = np.isin(whole.edges, rows).all(axis=1)
    np.testing.assert_array_equal(rows[part.edges], whole.edges[inside])


def all_texts(monkeypatch: pytest.MonkeyPatch, results: Frames, language: str) -> list[str]:
    """Every text of all six figures, as `write_figures` makes them."""
    runs, weekly, differences = results
    figures: list[Figure] = []

    def save(figure: Figure, *_: object) -> list[Path]:
        figures.append(figure)
        return []

    monkeypatch.setattr(style, "save", save)
    # Axes with decimals and thousands everywhere, and paybacks that come late or never.
    times = [name for name in weekly if name.startswith(("lead_time_", "wait_"))]
    weekly = weekly.assign(**{name: 0.5 * weekly[name] for name in times})
    late = (runs["strategy"] == "mandate") | (runs["strategy"] == "playbook") & (runs["seed"] == 1)
    runs = runs.assign(
        payback_week=runs["payback_week"].mask(late),
        net_hours_per_employee=0.01 * runs["net_hours_per_employee"],
        cost_eur=30 * runs["cost_eur"],
    )
    for seeds in ([0], [0, 1, 2, 3]):
        own = [frame[frame["seed"].isin(seeds)] for frame in (weekly, runs)]
        write_figures(*own, Path(), differences, 78, snapshots(), language=language)
    assert len(figures) == 12
    with style.look():
        return [text for figure in figures for text, _ in texts(figure)]


def words(found: list[str]) -> set[str]:
    return {word.lower() for text in found for word in re.findall(r"[^\W\d_]{2,}", text)}


def test_german_figures_are_german(monkeypatch: pytest.MonkeyPatch, results: Frames) -> None:
    """Nothing is left as it is written in English, neither words nor numbers."""
    some = few(results, ("organic", "mandate", "champions", "playbook"), 4)
    english = all_texts(monkeypatch, some, "en")
    german = all_texts(monkeypatch, some, "de")
    assert len(english) == len(german)
    assert {"what", "week", "champions", "use", "seeds", "approval", "manager"} <= words(english)
    assert {"woche", "multiplikatoren", "läufe", "führungskraft"} <= words(german)
    assert words(english) & words(german) <= SAME_IN_BOTH
    assert any(re.search(r"\d\.\d", text) for text in english)
    for text in german:
        assert not re.search(r"\d\.\d{1,2}(\D|$)|\d,\d{3}(\D|$)", text), text


def test_overlaps_are_noticed(results: Frames) -> None:
    with style.look():
        figure = cost_figure(shown(results[0]), ENGLISH)
        figure.text(0.05, 0.955, "on top of the title")
        with pytest.raises(AssertionError, match="lies on"):
            assert_readable(figure)


def test_files_are_written_and_the_same_again(results: Frames, tmp_path: Path) -> None:
    runs, weekly, differences = few(results, ("organic", "champions"), 3)
    for folder in ("once", "again"):
        paths = write_figures(weekly, runs, tmp_path / folder, differences, 78, snapshots(60, 3))
    assert len(paths) == 12
    assert sorted(path.name for path in (tmp_path / "again").iterdir()) == sorted(
        path.name for path in paths
    )
    for path in paths:
        assert path.read_bytes() == (tmp_path / "once" / path.name).read_bytes(), path.name


def test_the_reference_alone_can_be_drawn(results: Frames, tmp_path: Path) -> None:
    runs, weekly = (frame[frame["strategy"] == "none"] for frame in results[:2])
    assert len(write_figures(weekly, runs, tmp_path)) == 8


def test_settings_do_not_leak() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    with style.look():
        pass
    assert dict(matplotlib.rcParams) == before


def test_payback_in_words() -> None:
    nan = float("nan")
    assert payback_in_words(np.array([40.0, 50.0, 60.0]), ENGLISH) == "paid back: week 50"
    assert (
        payback_in_words(np.array([40.0, 50.0, 60.0, nan]), ENGLISH)
        == "paid back: week 55 (3 of 4)"
    )
    assert payback_in_words(np.array([40.0, nan]), ENGLISH) == "not paid back: 1 of 2"
    assert payback_in_words(np.array([nan]), ENGLISH) == "not paid back"
    assert payback_in_words(np.array([0.0, 0.0]), ENGLISH) == "never in the red"


@pytest.mark.parametrize("language", list(UNITS))
def test_long_paybacks_fit(language: str) -> None:
    runs, weekly = fake_results(seeds=range(30))
    runs["payback_week"] = np.where(runs["seed"] < 12, np.nan, 102.0)
    with style.look():
        assert_readable(savings_figure(weekly, shown(runs), 78, Language(language)), "102")


def test_payback_in_german_words() -> None:
    speak, nan = Language("de"), float("nan")
    weeks = np.array([40.0, 50.0, 60.0, nan])
    assert payback_in_words(weeks, speak) == "amortisiert: Woche 55 (3/4)"
    assert payback_in_words(np.array([40.0, nan]), speak) == "nicht amortisiert: 1 von 2"
    assert payback_in_words(np.array([0.0, 0.0]), speak) == "nie im Minus"


def test_crowded_names_move_apart_and_keep_their_order() -> None:
    heights = np.array([0.5, 0.51, 0.9, 0.49, 0.5])
    placed = apart(heights, 0.06)
    assert (np.diff(np.sort(placed)) >= 0.06 - 1e-9).all()
    assert list(np.argsort(placed, kind="stable")) == list(np.argsort(heights, kind="stable"))
    assert placed[2] == pytest.approx(0.9)
    many = apart(np.full(11, 0.98), 0.1)
    assert (many.min(), many.max()) == pytest.approx((0.0, 1.0))


def test_discs_do_not_overlap_and_people_stay_in_theirs() -> None:
    radii = np.array([1.0, 3.0, 2.0, 2.0, 0.5, 4.0, 1.5])
    centres = pack(radii)
    apart = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    touching = radii[:, None] + radii[None]
    assert (apart + np.diag(np.full(7, np.inf)) >= touching).all()
    department = np.repeat([4, 1, 9], [30, 5, 100])
    positions = layout(department)
    middles = {d: positions[department == d].mean(axis=0) for d in (4, 1, 9)}
    nearest = [min(middles, key=lambda d: np.linalg.norm(p - middles[d])) for p in positions]
    assert np.mean(np.array(nearest) == department) > 0.9
