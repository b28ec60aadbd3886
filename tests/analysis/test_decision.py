"""The rule of the recommendation and switch rules, where the truth is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sim.analysis import decision
from sim.analysis.decision import World, choose, standings, switch_rules, threshold
from sim.analysis.money import Account

WEEKS, COMPANIES = 52, 40
NOISE = np.linspace(-1.0, 1.0, COMPANIES)


def world(
    kind: str, benefits: Sequence[float], spread: Sequence[float] = (), sunk: Sequence[float] = (),
    use: object = 0.5,
) -> World:  # fmt: skip
    """Strategies a, b, … and doing nothing, with a mean benefit per head and a spread of it."""
    names = (*"abcdef"[: len(benefits)], "none")
    count = len(names)
    total = np.zeros((count, COMPANIES))
    cost = np.zeros((count, COMPANIES, WEEKS))
    for place, mean in enumerate(benefits):
        width = spread[place] if spread else 0.0
        total[place] = mean + width * np.roll(NOISE, 7 * place)
        cost[place, :, :12] = (sunk[place] if sunk else 0.0) / 12.0
    saved = (total[:, :, None] + cost.sum(axis=2, keepdims=True)) / WEEKS + np.zeros(cost.shape)
    active = np.zeros(cost.shape)
    active[:-1] = use
    zero = np.zeros(cost.shape)
    account = Account(names, saved, zero, cost, zero, active, zero + 1.0, np.ones(COMPANIES),
                      np.ones(COMPANIES))  # fmt: skip
    return World(kind, account, np.arange(COMPANIES))


def chosen(*worlds: World) -> decision.Choice:
    return choose(worlds, switch_rules(worlds, 0))


def test_the_smallest_expected_regret_in_the_mixture_is_proposed() -> None:
    found = chosen(world("matched", [900.0, 400.0], [50, 50]), world("plausible", [800.0, 500.0]))
    assert (found.first, found.second, found.least_regret) == ("a", "", "a")
    # What is better in one kind only is not, if it loses more in the other.
    found = chosen(world("matched", [900.0, 400.0]), world("plausible", [-900.0, 400.0]))
    assert found.least_regret == "b"


def test_doing_nothing_wins_where_nothing_pays_and_names_a_trial() -> None:
    found = chosen(
        world("matched", [-300.0, -900.0], [20, 20]), world("plausible", [-200.0, -800.0])
    )
    assert found.is_nothing
    assert found.second == ""
    assert found.rollout == "a"


def test_what_is_not_decided_is_named_and_the_cheaper_to_reverse_comes_first() -> None:
    # Apart by less than what matters: 20 € per head.
    level = [600.0, 580.0]
    found = chosen(*(world(kind, level, sunk=[300.0, 100.0]) for kind in ("matched", "plausible")))
    assert (found.first, found.second, found.least_regret) == ("b", "a", "a")
    found = chosen(*(world(kind, level, sunk=[100.0, 300.0]) for kind in ("matched", "plausible")))
    assert (found.first, found.second) == ("a", "b")
    # A wide spread decides nothing either, and doing nothing is cheapest of all to reverse.
    found = chosen(*(world(kind, [60.0], [3000.0], [9.0]) for kind in ("matched", "plausible")))
    assert (found.first, found.second) == ("none", "a")


def test_regret_is_what_one_loses_against_the_best_of_the_same_company() -> None:
    worlds = [world("matched", [100.0, -50.0]), world("plausible", [-10.0, -20.0])]
    table = standings(worlds).set_index(["companies_kind", "strategy"])
    assert table.loc[("matched", "none"), "regret"] == pytest.approx(100.0)
    assert table.loc[("matched", "b"), "regret"] == pytest.approx(150.0)
    assert table.loc[("plausible", "none"), "regret"] == 0.0
    assert table.loc[("both", "none"), "regret"] == pytest.approx(50.0)
    assert table.loc[("both", "a"), "mean"] == pytest.approx(45.0)
    assert table.loc[("matched", "a"), "best"] == 1.0
    assert table.loc[("matched", "none"), "beats_nothing"] == 0.0
    assert table.loc[("plausible", "a"), "near_best"] == 1.0  # 10 € behind


def test_a_threshold_parts_what_pays_from_what_does_not() -> None:
    use = np.array([0.1, 0.2, 0.6, 0.7, 0.7])
    rest = np.array([-5.0, -1.0, 2.0, 3.0, 4.0])
    weight = np.full(5, 0.2)
    assert threshold(use, rest, weight) == pytest.approx(0.4)
    assert threshold(use, -np.abs(rest), weight) == np.inf  # stop, whatever the use
    assert threshold(use, np.abs(rest), weight) == 0.0  # go on, whatever the use
    # Companies with the same use are not parted.
    assert threshold(use, np.array([-1, -1, -1, -1, 4.0]), weight) == pytest.approx(0.65)


def test_a_rule_is_worth_what_it_brings_where_it_was_not_chosen() -> None:
    telling = np.linspace(0.0, 1.0, COMPANIES)
    use = np.broadcast_to(telling[:, None], (COMPANIES, WEEKS))
    known = [world(kind, [0.0], [1000.0], use=use) for kind in ("matched", "plausible")]
    rules = switch_rules(known, 0).set_index("week")
    assert list(rules.index) == [8, 12, 16, 26]
    row = rules.loc[12]
    assert 0.4 < row["threshold"] < 0.6
    assert row["judged"] > 100.0 > abs(row["judged_always"])
    assert row["pays_above"] == 1.0
    assert row["pays_below"] == 0.0
    assert row["trial"] == pytest.approx(row["until"] + row["judged"])

    # Where use tells nothing, a rule gains on the half it was chosen on and not on the other.
    luck = np.random.default_rng(0).random((2, COMPANIES))
    blind = [world(kind, [0.0], [1000.0], use=np.broadcast_to(own[:, None], (COMPANIES, WEEKS)))
             for kind, own in zip(("matched", "plausible"), luck, strict=True)]  # fmt: skip
    row = switch_rules(blind, 0).set_index("week").loc[12]
    assert row["chosen"] > 50.0
    assert row["judged"] < 0.5 * row["chosen"]
    again = switch_rules(blind, 0).set_index("week").loc[12]
    assert row.equals(again)
