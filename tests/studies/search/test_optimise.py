"""The search finds a known front, takes the same way twice, and says what it found as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.companies import companies, families
from sim.base.arrays import Floats
from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.config.load import load
from sim.studies.search.genes import (
    BUDGET,
    Choice,
    Number,
    Values,
    check_levers,
    genes,
    searchable,
    strategy,
    to_yaml,
)
from sim.studies.search.optimise import POPULATION, Trials, optimise
from sim.studies.search.play import Pick, Wanted, apart, check, pick, robust

LAST = 40
SPACE = [Number("x", -4.0, 6.0), Choice("tidy", (True, False)), Number("whole", 1, 9, whole=True)]


def planted(some: Sequence[Values]) -> Floats:
    """Schaffer's problem: all x in [0, 2] are on the front, if tidy and whole = 3."""
    loss = np.array([[0.0 if each["tidy"] else 5.0, abs(each["whole"] - 3)] for each in some])
    x = np.array([each["x"] for each in some])
    return -np.stack([x**2, (x - 2) ** 2], axis=1) - loss.sum(axis=1)[:, None]


def optimised(trials: int, seed: int) -> Trials:
    """A whole search in the planted space."""
    tries = optimise(SPACE, 2, trials, seed)
    some = next(tries)
    while True:
        try:
            some = tries.send(planted(some))
        except StopIteration as end:
            found: Trials = end.value
            return found


def test_a_known_front_is_found() -> None:
    found = optimised(20 * POPULATION, 0)
    front = [found.values[trial] for trial in found.front()]
    x = np.array([each["x"] for each in front])
    assert len(front) > 20
    assert all(each["tidy"] and each["whole"] == 3 for each in front)
    assert x.min() == pytest.approx(0.0, abs=0.15)
    assert x.max() == pytest.approx(2.0, abs=0.15)
    assert np.diff(np.sort(x)).max() < 0.3


def test_the_same_seed_takes_the_same_way_and_a_longer_search_begins_alike() -> None:
    first, again, longer = (optimised(n, 3) for n in (50, 50, 100))
    assert first.values == again.values
    assert longer.values[:50] == first.values
    assert np.array_equal(first.scores, again.scores)
    assert optimised(50, 4).values != first.values


def sample(levers: Sequence[str], seed: int) -> Values:
    """Values of all genes by lot."""
    draw = Streams(seed).generator("values")
    values: Values = {}
    for gene in genes(levers, LAST):
        if isinstance(gene, Choice):
            values[gene.name] = gene.options[int(draw.integers(len(gene.options)))]
        else:
            value = float(draw.uniform(gene.low, gene.high))
            values[gene.name] = round(value) if gene.whole else value
    return values


@pytest.mark.parametrize("seed", range(6))
def test_a_found_file_is_the_strategy_that_was_tried(seed: int, tmp_path: Path) -> None:
    values = sample(searchable(), seed)
    tried = strategy("found_1", values, LAST)
    (tmp_path / "strategy").mkdir()
    text = to_yaml("found_1", "some levers", values, LAST)
    (tmp_path / "strategy/found_1.yaml").write_text(text, encoding="utf-8")
    read = load((), "found_1", str(tmp_path)).strategy
    assert read.levers == tried.levers
    assert read.budget_share == tried.budget_share
    assert all(lever.start <= lever.end <= LAST
               for name, lever in tried.levers.items() if name != "licences")  # fmt: skip


def test_bounds_come_from_declarations() -> None:
    found = {gene.name: gene for gene in genes(["champions", "redesign", "ownership"], LAST)}
    assert (found["champions.share"].low, found["champions.share"].high) == (0.02, 0.15)
    assert (found["redesign.support_hours"].low, found["redesign.support_hours"].high) == (10, 160)
    assert (found["champions.hours"].low, found["champions.hours"].high) == (1.0, 16.0)
    assert "peer_nomination" in found["champions.rule"].options
    assert {name for name in found if name.startswith("ownership")} == {
        "ownership.used", "ownership.start", "ownership.weeks", "ownership.scope",
        "ownership.owner",
    }  # fmt: skip
    assert BUDGET in found
    with pytest.raises(ConfigError, match="did you mean 'champions'"):
        check_levers(["champoins"])


def test_a_cautious_score_looks_at_the_worst_tenth() -> None:
    scores = np.array([[np.arange(10.0), np.full(10, 4.0)]])
    assert robust(scores, 0.0).ravel().tolist() == [4.5, 4.0]
    assert robust(scores, 1.0).ravel().tolist() == [0.0, 4.0]
    assert robust(scores, 0.5).ravel().tolist() == [2.25, 4.0]


def test_picks_meet_what_the_same_rule_picks_among_the_shipped() -> None:
    scores = np.array([[9.0, 1.0, -9.0], [1.0, 9.0, -9.0], [7.0, 7.0, -4.0], [0.0, 0.0, -9.5]])
    reference = np.array([[5.0, 1.0, -5.0], [2.0, 6.0, -5.0], [4.0, 4.0, -3.0]])
    front, picks = pick(Trials([{}] * 4, scores), reference, ("a", "b", "c"))
    assert front == {2: "found_knee", 0: "found_fastest", 1: "found_gain"}
    assert [each.rival for each in picks] == ["c", "a", "b"]


def test_two_that_several_rules_pick_meet_once() -> None:
    """The fastest also saves most, on both sides; they are one comparison, and one in Holm's."""
    scores = np.array([[9.0, 9.0, -9.0], [7.0, 7.0, -4.0], [0.0, 0.0, -3.5]])
    reference = np.array([[5.0, 6.0, -9.0], [4.0, 4.0, -3.0]])
    _, picks = pick(Trials([{}] * 3, scores), reference, ("a", "b"))
    assert picks == (Pick("knee", "found_knee", "b"), Pick("fastest+gain", "found_fastest", "a"))


def test_luck_of_the_search_does_not_survive_the_check() -> None:
    """A found strategy that is no better, and one that is: only the second is called so."""
    draw = Streams(1).generator("check")
    before = {name: draw.normal(0, 1, (4, 20)) for name in ("lucky", "good", "rival")}
    before["lucky"] += 2.0
    before["good"] += 2.0
    after = {name: draw.normal(0, 1, (4, 80)) for name in before}
    after["good"] += 1.5
    picks = (Pick("knee", "lucky", "rival"), Pick("gain", "good", "rival"))
    rows = check(picks, before, after).set_index("found")
    assert set(rows.loc["lucky", "verdict"]) == {"not decided"}
    assert set(rows.loc["good", "verdict"]) == {"better"}
    assert (rows.loc["lucky", "shrinkage"] > 1.0).all()
    assert ((rows["search"] - rows["fresh"]) == rows["shrinkage"]).all()


def test_fresh_companies_share_no_fitted_values_with_those_that_were_seen() -> None:
    wanted = Wanted("matched", ("training",), 1, draws=20, fresh=60, seeds=1, caution=0.5)
    seen, fresh = apart(companies("matched", 20 + 180, 3), wanted)
    numbers = families([*seen, *fresh])
    assert len(seen) == 20
    assert len(fresh) == 60
    assert not set(numbers[:20]) & set(numbers[20:])
