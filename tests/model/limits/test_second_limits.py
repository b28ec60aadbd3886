"""What the mechanisms that are neutral unless somebody sets them do, computed by hand.

Each test drives the real mechanism of a real firm with everything else ablated, as T3 to T9 do.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.model.firm import Firm
from sim.model.levers import (
    Announcement,
    Champions,
    LeadByExample,
    Licences,
    Mandate,
    Training,
)
from tests.model.firms import (
    ALIKE,
    ALL_USE,
    NEUTRAL,
    PLAIN_SAVING,
    SECOND,
    after,
    all_but,
    assert_same_bytes,
    columns,
    company,
    complete,
    every_lever,
    organisation,
    strategy,
    teams,
    tuned,
)

FOREVER = {"withdraw_week": 5200, "equal_budget": False}
NEW = ("image", "helping", "training", "credibility")
#: What a trainer shows is better than what people begin with.
TEACHABLE = {"workforce.start.best_use": 0.22, "technology.fit": 0.3}


def test_neutral_mechanisms_are_absent() -> None:
    """At their neutral values the new mechanisms are the same as none, bit for bit."""
    config = company(NEUTRAL, FOREVER, strategy=every_lever(), weeks=30)
    bare = company(NEUTRAL, FOREVER, strategy=every_lever(), weeks=30, ablate=NEW)
    assert_same_bytes(after(config), after(bare))


@pytest.mark.parametrize("key", sorted(SECOND))
def test_each_of_them_does_something(key: str) -> None:
    """Any one value that is not neutral changes what people do."""
    config = company(NEUTRAL, FOREVER, TEACHABLE, strategy=every_lever(), weeks=12)
    changed = tuned(config, {key: SECOND[key]})
    one, other = after(config).people, after(changed).people
    moved = ("trained", "belief") if key.endswith(("saturation", "learning")) else ("matrix",)
    assert any((getattr(one, name) != getattr(other, name)).any() for name in moved)


def test_the_best_use_case_reaches_everybody_as_far_as_their_job_goes() -> None:
    """Passed on for long enough, the best case known anywhere is worth b* = c f to everybody."""
    config = company(
        ALL_USE,
        {
            "workforce.discovery.passing": "use_case",
            "workforce.discovery.trials_per_hour": 0.0,
            "workforce.discovery.sharing": 1.0,
            "workforce.decision.job_spread": 0.3,
        },
        ablate=all_but("discovery"),
        weeks=300,
    )
    firm = Firm(config, organisation(teams(9, 9), complete(20)))
    fits = firm.people.job_fit
    firm.people.best_use[:] = 0.2 * fits
    firm.people.best_use[3] = 0.4 * fits[3]
    while firm.running:
        firm.step()
    np.testing.assert_allclose(firm.people.best_use, 0.4 * fits, rtol=1e-9)


def trained(**changes: float) -> Firm:
    """Two hours of training in each of three weeks; nothing else acts."""
    config = company(
        ALIKE,
        NEUTRAL,
        {
            "technology.reliability": 0.8,
            "workforce.start.trust": 0.5,
            "workforce.start.best_use": 0.28,
            "technology.fit": 0.3,
            "technology.fit_spread": 0.1,
        },
        {f"workforce.training.{name}": value for name, value in changes.items()},
        FOREVER,
        ablate=all_but("training"),
        strategy=strategy(Training(hours=2.0, end=3)),
        weeks=5,
    )
    return after(config)


def test_training_moves_trust_to_the_real_reliability() -> None:
    """tau_n = q + (tau_0 - q) exp(-rate hours), from either side."""
    firm = trained(trust=0.3)
    expected = 0.8 + (0.5 - 0.8) * math.exp(-0.3 * 6.0)
    np.testing.assert_allclose(firm.people.trust, expected, rtol=1e-12)


def test_training_brings_the_use_case_of_a_trainer() -> None:
    """b_n = w + (b_0 - w) exp(-rate hours), w the trainer's use case."""
    firm = trained(use_case=0.4, pick=1.0)
    staff = ~firm.people.own_access
    expected = 0.4 + (0.28 - 0.4) * math.exp(-0.4 * 6.0)
    np.testing.assert_allclose(firm.people.best_use[staff], expected, rtol=1e-12)


def test_training_saturates() -> None:
    """H hours teach as much as (1 - exp(-k H))/k: the first minutes most."""
    firm = trained(trust=0.3, saturation=2.0)
    teaches = (1 - math.exp(-2.0 * 6.0)) / 2.0
    expected = 0.8 + (0.5 - 0.8) * math.exp(-0.3 * teaches)
    np.testing.assert_allclose(firm.people.trust, expected, rtol=1e-12)
    np.testing.assert_allclose(firm.people.trained, 6.0)
    assert not firm.people.lessons.any()


def test_a_champion_pulls_those_who_come_up_or_down() -> None:
    """tau - tau_c shrinks by belief (1 - exp(-coached hours)) a week; so does m."""
    config = company(
        FOREVER,
        {"workforce.helping.belief": 0.5},
        ablate=all_but("helping"),
        strategy=strategy(Champions(share=0.05, hours=6.0, exploring=0.5)),
        weeks=4,
    )
    firm = Firm(config, organisation(teams(9, 9), complete(20)))
    firm.step()
    champion = int(np.flatnonzero(firm.people.is_champion)[0])
    others = np.arange(20) != champion
    start = firm.people.trust - firm.people.trust[champion]
    share = 0.5 * (1 - math.exp(-3.0 / 19.0))
    while firm.running:
        firm.step()
    left = (firm.people.trust - firm.people.trust[champion])[others]
    np.testing.assert_allclose(left, start[others] * (1 - share) ** 3, rtol=1e-9)
    assert firm.people.exploring_hours[champion] >= 0.0
    assert firm.offer.hours[:, champion].sum() == pytest.approx(6.0)


def believed(lever: Any, source: int, said: float) -> None:
    """Credibility settles at 1 - severity gap, geometrically; underselling counts half."""
    config = company(
        ALIKE,
        ALL_USE,
        NEUTRAL,
        PLAIN_SAVING,
        FOREVER,
        {"workforce.credibility.learning": 0.2, "workforce.credibility.severity": 2.0,
         "workforce.credibility.undersold": 0.5, "workforce.example.hype": 0.45,
         "workforce.start.expectation": 0.35,
         "workforce.start.early_best_use": 0.2, "workforce.experience.bias": 0.05},
        ablate=all_but("credibility"),
        strategy=strategy(lever),
        weeks=12,
    )  # fmt: skip
    firm = after(config)
    reached = firm.people.manager >= 0 if source == 0 else np.ones(firm.people.count, np.bool_)
    fits = 1 - 2.0 * (said - 0.25 if said > 0.25 else 0.5 * (0.25 - said))
    expected = fits + (1 - fits) * 0.8**12
    np.testing.assert_allclose(firm.people.belief[source, reached], expected, rtol=1e-12)
    assert (firm.people.belief[1 - source] == 1.0).all()


def test_words_are_held_against_what_use_brings() -> None:
    """Hype costs belief, candour little; an announcement is remembered after it has ended."""
    believed(Announcement(promise=0.45, end=2), 1, 0.45)
    believed(Announcement(promise=0.05), 1, 0.05)
    believed(LeadByExample(candour=0.0), 0, 0.45)
    believed(LeadByExample(candour=1.0), 0, 0.35)


def test_belief_scales_the_pull_of_words() -> None:
    """Nobody who does not believe is moved; half a belief moves half as far."""
    config = company(
        ALIKE, FOREVER, {"workforce.start.early_users": 1.0},
        ablate=all_but("example"), strategy=strategy(Announcement(promise=0.8)), weeks=1,
    )  # fmt: skip
    firm = Firm(config)
    firm.people.belief[1, :3] = (0.0, 0.5, 1.0)
    before = firm.people.expectation[:3].copy()
    firm.step()
    moved = firm.people.expectation[:3] - before
    assert moved[0] == 0.0
    np.testing.assert_allclose(moved[1], moved[2] / 2, rtol=1e-12)


def test_image_weighs_where_nobody_is_seen_to_use_it() -> None:
    """Concern is 1 - n without open managers; `hidden` of it is missing in what others see."""
    config = company(
        ALL_USE,
        FOREVER,
        {"workforce.example.open_managers": 0.0, "workforce.image.hidden": 0.5,
         "workforce.start.early_use": 0.6},
        ablate=all_but("image"),
        weeks=40,
    )  # fmt: skip
    firm = Firm(config, organisation(teams(9, 9), complete(20)))
    firm.step()
    np.testing.assert_allclose(firm.people.image, 1.0)
    np.testing.assert_allclose(firm.people.seen_use, 0.6 * 0.5)
    while firm.running:
        firm.step()
    # Fixed point of n = .6 (1 - .5 (1 - n)).
    np.testing.assert_allclose(firm.people.seen_use, 0.3 / 0.7, rtol=1e-9)


def test_image_concern_vanishes_with_an_open_manager() -> None:
    """A manager who uses the tool in full view takes the concern from the team."""
    config = company(
        ALL_USE, FOREVER, {"workforce.example.open_managers": 1.0, "workforce.image.hidden": 1.0},
        ablate=all_but("image"), weeks=2,
    )  # fmt: skip
    firm = after(config)
    led = firm.people.manager >= 0
    assert not firm.people.image[led].any()
    assert firm.people.image[~led].all()


def test_roles_differ_and_orders_stop_at_resisting_managers() -> None:
    """Mean suitability by role; orders reach a resisting manager's team by 1 - withheld."""
    roles = {
        f"workforce.roles.{name}": value
        for name, value in {
            "manager_fit": 1.2,
            "leader_fit": 1.5,
            "resisting": 1.0,
            "withheld": 0.75,
        }.items()
    }
    config = company(
        ALIKE, FOREVER, roles, strategy=strategy(Licences(), Mandate(), LeadByExample()), weeks=1
    )
    firm = after(config, organisation(teams(5, 5, 5), complete(18)))
    people, offer = firm.people, firm.offer
    leads, middle = np.arange(18) == 0, people.is_manager & (np.arange(18) > 0)
    assert people.job_fit[leads] == 1.5
    assert (people.job_fit[middle] == 1.2).all()
    assert (people.job_fit[~people.is_manager] == 1.0).all()
    np.testing.assert_array_equal(people.resists, middle)
    under = np.isin(people.manager, np.flatnonzero(middle))
    np.testing.assert_allclose(offer.pressure[under], 0.25 * 0.49)
    np.testing.assert_allclose(offer.pressure[~under], 0.49)
    np.testing.assert_allclose(offer.leading[middle], 0.25 * offer.leading[0])


def enthusiasm(promise: float, belief: float) -> NDArray[np.float64]:
    """Mean use in weeks 8, 26 and 51: a first announcement with this promise, a second in week 40.

    The tool brings little.
    """
    use = np.zeros(3)
    for seed in range(3):
        config = company(
            SECOND, FOREVER,
            {"technology.fit": 0.1, "workforce.start.best_use": 0.12,
             "workforce.start.early_best_use": 0.15, "workforce.start.expectation": 0.25,
             "workforce.decision.peers": 0.5, "workforce.talk.loss_weight": 1.0,
             "workforce.credibility.learning": belief, "workforce.credibility.severity": 4.0},
            strategy=strategy(Licences(), Announcement(promise=promise, end=10),
                              Announcement(promise=0.35, start=40, end=50)),
            headcount=200, weeks=51, seed=seed,
        )  # fmt: skip
        use += columns(after(config))["genuine_use"][[7, 25, 50]] / 3.0
    return use


def test_hype_can_pay_early_and_cost_later() -> None:
    """Use rises with a great promise, falls back when it is not kept, and the next is not heard."""
    loud, plain = enthusiasm(0.6, 0.5), enthusiasm(0.2, 0.5)
    assert loud[0] > plain[0] + 0.03
    assert loud[1] < loud[0] - 0.02  # disappointment
    assert loud[2] < plain[2] - 0.01
    assert enthusiasm(0.6, 0.0)[2] > loud[2] + 0.01  # where words are free, hype has no price
