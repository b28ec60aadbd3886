"""Limits T3 to T9 and T15: what the mechanisms of the people do when little else happens.

Each test drives the real mechanisms of a real firm; what is not under test is ablated or set
to its neutral value. Statistical statements have a bound of four standard errors.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.model.firm import Firm
from sim.model.levers import Champions, Licences, Mandate
from sim.model.reactions import Reactions
from sim.organisation.network import Ties
from tests.model.firms import (
    ALIKE,
    ALL_USE,
    PLAIN_SAVING,
    after,
    all_but,
    company,
    complete,
    organisation,
    ring,
    strategy,
    teams,
)

BOUND = 4.0  # standard errors
FOREVER = {"withdraw_week": 5200, "equal_budget": False}
NOBODY = {"workforce.start.early_users": 0.0}


def spreading(p: float, q: float, people: int, seed: int) -> Firm:
    """Everybody knows everybody; only awareness acts; nobody is aware."""
    config = company(
        NOBODY,
        {
            "workforce.awareness.external": p,
            "workforce.awareness.contagion": q,
            "workforce.awareness.notice": 0.0,
            "workforce.awareness.shown": 0.0,
        },
        ablate=all_but("awareness"),
        seed=seed,
    )
    return Firm(config, organisation(teams(people - 1), ring(people), complete(people)))


def aware_means_use(firm: Firm) -> float:
    """Live one week in which all who are aware use the tool; the share of aware people before."""
    firm.people.genuine_use[:] = firm.people.aware
    share = float(firm.people.aware.mean())
    firm.step()
    return share


@pytest.mark.parametrize(("p", "q"), [(0.02, 0.5), (0.3, 0.0), (0.05, 2.0)])
def test_t03_awareness_spreads_as_computed(p: float, q: float) -> None:
    """T3: complete graph, aware => use: F' = F + (1 - F)[1 - (1 - p) exp(-q F)] in expectation.

    Given F, the number of new people is binomial; colleagues are n F of n - 1.
    """
    people, surplus, variance = 200, 0.0, 0.0
    for seed in range(30):
        firm = spreading(p, q, people, seed)
        for _ in range(10):
            share = aware_means_use(firm)
            new = firm.people.aware.sum() - people * share
            chance = 1 - (1 - p) * math.exp(-q * people * share / (people - 1))
            surplus += new - people * (1 - share) * chance
            variance += people * (1 - share) * chance * (1 - chance)
    assert abs(surplus) < BOUND * math.sqrt(variance)


def test_t03_small_rates_give_the_bass_curve() -> None:
    """T3: small rates: F(t) = (1 - e^-(p+q)t) / (1 + q/p e^-(p+q)t), the Bass model."""
    p, q, weeks, seeds = 0.006, 0.04, 150, 10
    paths = np.zeros(weeks)
    for seed in range(seeds):
        firm = spreading(p, q, 800, seed)
        paths += [aware_means_use(firm) for _ in range(weeks)]
    fading = np.exp(-(p + q) * np.arange(weeks))
    bass = (1 - fading) / (1 + q / p * fading)
    # Weeks instead of a continuous time shift the curve by about (p + q)/2 weeks' growth.
    assert np.abs(paths / seeds - bass).max() < 0.02


def pull(ties: Ties, voice: NDArray[np.float64]) -> NDArray[np.float64]:
    """W: how much each person's words weigh with each other person; rows sum to 1."""
    matrix = np.zeros((ties.people, ties.people))
    for row in range(ties.people):
        for k in range(ties.start[row], ties.start[row + 1]):
            matrix[row, ties.neighbour[k]] = ties.weight[k] * voice[ties.neighbour[k]]
    return matrix / matrix.sum(axis=1, keepdims=True)


def talking(ties: Ties, manager_weight: float, weeks: int) -> Firm:
    config = company(
        ALL_USE,
        FOREVER,
        {
            "workforce.talk.influence": 0.4,
            "workforce.talk.loss_weight": 1.0,
            "workforce.talk.manager_weight": manager_weight,
            "workforce.talk.champion_weight": 3.0,
            "workforce.start.expectation_spread": 0.3,
        },
        ablate=all_but("talk"),
        strategy=strategy(Champions(share=0.1, hours=0.0)),
        weeks=weeks,
    )
    size = ties.people // 3 - 1
    return Firm(config, organisation(teams(size, size, size), ties))


def test_t04_talk_is_degroot_learning() -> None:
    """T4: only talk, kappa_w = 1: DeGroot consensus at the left Perron vector of W."""
    people, luck = 21, np.random.default_rng(4)
    circle = ring(people, 1).pairs()
    left = np.concatenate((circle[0], luck.integers(0, people, 30)))
    right = np.concatenate((circle[1], luck.integers(0, people, 30)))
    ties = Ties.from_pairs(people, left, right, luck.uniform(0.2, 3.0, len(left)))
    firm = talking(ties, manager_weight=2.5, weeks=1500)
    start, voice = firm.people.expectation.copy(), np.ones(people)
    firm.step()
    voice[firm.people.is_manager] = 2.5
    voice[firm.people.is_champion] = 3.0
    assert len(set(voice)) == 3
    step = 0.6 * np.eye(people) + 0.4 * pull(ties, voice)
    np.testing.assert_allclose(firm.people.expectation, step @ start, rtol=0, atol=1e-12)
    while firm.running:
        firm.step()
    values, vectors = np.linalg.eig(step.T)
    perron = np.real(vectors[:, np.argmax(np.real(values))])
    consensus = perron @ start / perron.sum()
    assert abs(consensus - start.mean()) > 1e-3  # loud people matter more
    np.testing.assert_allclose(firm.people.expectation, consensus, rtol=0, atol=1e-12)


def test_t04_symmetric_talk_keeps_the_mean() -> None:
    """T4: a symmetric doubly stochastic W keeps the mean expectation."""
    firm = talking(ring(21, 2), manager_weight=1.0, weeks=300)
    firm.reactions = Reactions({}, firm)
    mean = firm.people.expectation.mean()
    for _ in range(300):
        firm.step()
        assert firm.people.expectation.mean() == pytest.approx(mean, abs=1e-13)
    assert np.ptp(firm.people.expectation) < 1e-3


@pytest.mark.parametrize("rate", [0.05, 0.25, 1.0])
def test_t05_expectation_approaches_experience_geometrically(rate: float) -> None:
    """T5: constant felt saving y, g = 1, kappa = 1: m(t) = y + (m_0 - y)(1 - alpha)^t."""
    config = company(
        ALL_USE,
        PLAIN_SAVING,
        {
            "workforce.experience.learning": rate,
            "workforce.experience.loss_weight": 1.0,
            "workforce.experience.bias": 0.04,
            "workforce.experience.relief": 0.0,
            "workforce.experience.noise": 0.0,
        },
        ablate=all_but("experience"),
        weeks=40,
    )
    firm = Firm(config)
    start, felt = firm.people.expectation.copy(), firm.people.best_use + 0.04
    for week in range(1, config.weeks + 1):
        firm.step()
        expected = felt + (start - felt) * (1 - rate) ** week
        np.testing.assert_allclose(firm.people.expectation, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("reliability", "loss"), [(0.8, 1.0), (0.8, 2.0), (0.6, 4.0)])
def test_t06_trust_settles_where_the_drift_is_zero(reliability: float, loss: float) -> None:
    """T6: Bernoulli outcomes: mean trust settles at q / (q + kappa (1 - q))."""
    people, weeks = 2000, 120
    config = company(
        ALL_USE,
        {
            "technology.reliability": reliability,
            "workforce.experience.learning": 0.0,
            "workforce.experience.trust_learning": 0.1,
            "workforce.experience.trust_loss_weight": loss,
        },
        ablate=all_but("experience"),
        weeks=weeks,
    )
    trust = after(config, organisation(teams(people - 1), ring(people))).people.trust
    settled = reliability / (reliability + loss * (1 - reliability))
    assert abs(trust.mean() - settled) < BOUND * trust.std() / math.sqrt(people)
    if loss > 1:
        assert trust.mean() < reliability - 0.05  # failures weigh more


@pytest.mark.parametrize("use", [0.0, 0.3, 1.0])
def test_t07_skill_settles_between_practice_and_forgetting(use: float) -> None:
    """T7: constant g: s* = lambda g / (lambda g + delta (1 - g)), approached geometrically."""
    practice, forgetting, weeks = 0.1, 0.02, 2000
    config = company(
        ALL_USE,
        {
            "workforce.start.early_use": use,
            "workforce.skill.practice": practice,
            "workforce.skill.forgetting": forgetting,
            "workforce.skill.peers": 0.0,
        },
        ablate=all_but("skill"),
        weeks=weeks,
    )
    firm = Firm(config)
    start = config.workforce.start.early_skill
    settled = practice * use / (practice * use + forgetting * (1 - use))
    shrink = 1 - practice * use - forgetting * (1 - use)
    for week in range(1, weeks + 1):
        firm.step()
        if week in (1, 10, 100):
            expected = settled + (start - settled) * shrink**week
            np.testing.assert_allclose(firm.people.skill, expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(firm.people.skill, settled, rtol=0, atol=1e-12)


def test_t08_reactance_rises_to_its_level_and_decays() -> None:
    """T8: constant threat x: rho* = x / (x + delta), then geometric decay (1 - delta)^t.

    Without access p = 0, so that x = growth r M (1 - freedom).
    """
    growth, decay, weeks = 0.4, 0.05, 600
    order = Mandate(monitored=0.9, sanction=0.8, freedom=0.25, end=weeks)
    config = company(
        NOBODY,
        FOREVER,
        {
            "workforce.reactance.growth": growth,
            "workforce.reactance.decay": decay,
            "workforce.roles.resisting": 0.0,
        },
        ablate=all_but("reactance"),
        strategy=strategy(order),
        weeks=weeks + 50,
    )
    firm = Firm(config)
    threat = growth * firm.people.proneness * 0.9 * 0.8 * 0.75
    settled = threat / (threat + decay)
    for week in range(1, weeks + 1):
        firm.step()
        expected = settled * (1 - (1 - threat - decay) ** week)
        np.testing.assert_allclose(firm.people.reactance, expected, rtol=0, atol=1e-12)
    reached = firm.people.reactance.copy()
    np.testing.assert_allclose(reached[threat > 0.02], settled[threat > 0.02], rtol=1e-12)
    for week in range(1, 51):
        firm.step()
        expected = reached * (1 - decay) ** week
        np.testing.assert_allclose(firm.people.reactance, expected, rtol=1e-12, atol=0)


@pytest.mark.parametrize("ablated", [("mandate",), ("reactance",), ("mandate", "reactance")])
def test_orders_compel_and_stir_resistance_apart(ablated: tuple[str, ...]) -> None:
    """Without compelled use there is reactance all the same, and the other way round."""
    fields = {
        **FOREVER,
        "ablate": ablated,
        "strategy": strategy(Licences(), Mandate()),
        "weeks": 12,
    }
    people = after(company(fields)).people
    assert (people.compelled_use > 0).any() == ("mandate" not in ablated)
    assert (people.reactance > 0).any() == ("reactance" not in ablated)


def herd(v: float, peers: float, start: float) -> float:
    """Where the use of a homogeneous, fully connected staff settles."""
    config = company(
        ALIKE,
        ALL_USE,
        {
            "workforce.start.early_use": start,
            "workforce.decision.intercept": v,
            "workforce.decision.peers": peers,
            "workforce.decision.pace": 0.5,
        },
        {
            f"workforce.decision.{other}": 0.0
            for other in (
                "expectation", "skill", "trust", "manager", "threat", "reactance", "time_pressure"
            )
        },
        ablate=all_but("decision"),
        weeks=1500,
    )  # fmt: skip
    firm = after(config, organisation(teams(9), complete(10)))
    assert np.ptp(firm.people.genuine_use) < 1e-12
    return float(firm.people.genuine_use[0])


def fixed_points(v: float, peers: float) -> list[float]:
    """All solutions of u = sigmoid(v + peers (2u - 1)), by bisection between sign changes."""

    def gap(u: float) -> float:
        return 1 / (1 + math.exp(-v - peers * (2 * u - 1))) - u

    grid = np.linspace(-0.0005, 1.0005, 2003)
    found = []
    for low, high in pairwise(grid):
        if gap(low) * gap(high) < 0:
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (middle, high) if gap(low) * gap(middle) > 0 else (low, middle)
            found.append(float(low + high) / 2)
    return found


@pytest.mark.parametrize(("v", "peers"), [(0.0, 0.0), (0.0, 1.5), (-0.6, 2.0), (0.5, 2.0)])
def test_t09_weak_peers_give_one_level_of_use(v: float, peers: float) -> None:
    """T9: fixed points of u = sigmoid(v + beta_S (2u - 1)); unique if beta_S <= 2."""
    points = fixed_points(v, peers)
    assert len(points) == 1
    for start in (0.0, 0.3, 0.7, 1.0):
        assert herd(v, peers, start) == pytest.approx(points[0], abs=1e-9)


def test_t09_strong_peers_give_three() -> None:
    """T9: beta_S > 2: two stable levels and an unstable one between them."""
    low, middle, high = fixed_points(0.0, 4.0)
    assert middle == pytest.approx(0.5, abs=1e-12)
    assert herd(0.0, 4.0, 0.5) == 0.5
    for start in (0.0, 0.3, 0.499):
        assert herd(0.0, 4.0, start) == pytest.approx(low, abs=1e-9)
    for start in (0.501, 0.7, 1.0):
        assert herd(0.0, 4.0, start) == pytest.approx(high, abs=1e-9)


@pytest.mark.parametrize(
    ("order", "proneness"),
    [
        (Mandate(monitored=0.0), 0.5),
        (Mandate(sanction=0.0), 0.5),
        (Mandate(monitored=1.0, sanction=1.0, freedom=0.0), 0.0),
        (Mandate(monitored=1.0, sanction=1.0, freedom=1.0), 0.5),
    ],
)
def test_t15_no_order_or_no_proneness_no_reactance(order: Mandate, proneness: float) -> None:
    """T15: M = 0 or proneness 0 (or full freedom): reactance is 0, always and for everybody."""
    config = company(
        {
            "workforce.reactance.mean": proneness,
            "workforce.reactance.spread": 0.2 if proneness else 0.0,
            "equal_budget": False,
        },
        strategy=strategy(Licences(), order),
        weeks=30,
    )
    firm = Firm(config)
    for _ in range(30):
        firm.step()
        assert not firm.people.reactance.any()
    assert not firm.log.columns()["reactance"].any()


def test_t15_otherwise_there_is_some() -> None:
    """The same settings with an order do stir reactance: the limit above is no accident."""
    config = company({"equal_budget": False}, strategy=strategy(Licences(), Mandate()), weeks=5)
    assert after(config).people.reactance.mean() > 0.05
