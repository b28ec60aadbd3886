"""Levers: each adds what it says, for as long as it says, at the cost it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx
import numpy as np
import pytest

import sim.model.levers
from sim.base.params import ConfigError
from sim.config.load import load
from sim.model.config import RunConfig
from sim.model.firm import Firm
from sim.model.levers import (
    Announcement,
    Champions,
    ExplorationTime,
    Feedback,
    Inquiry,
    LeadByExample,
    Lever,
    Licences,
    Mandate,
    Ownership,
    Redesign,
    Training,
    Transparency,
)
from sim.model.levers.example import RULES
from sim.model.levers.work import TARGETS
from sim.model.mechanisms.integration import integration
from sim.model.offer import Offer
from sim.model.people import OFFERED
from tests.model.firms import ALL_USE, after, assert_same_bytes, columns, company, strategy, tuned

CONF = Path(__file__).parents[2] / "conf"
STRATEGIES = sorted(path.stem for path in (CONF / "strategy").glob("*.yaml"))
FREE: dict[str, Any] = {"equal_budget": False}


#: Nobody keeps orders or leading to themselves.
PASSED_ON: dict[str, Any] = {"workforce.roles.resisting": 0.0}
#: Waits are logged as they are.
MEASURED: dict[str, Any] = {"work.integration.measurement_error": 0.0}


def offered(*levers: Lever) -> tuple[Firm, Offer]:
    """A firm in its first week, and what these levers offer."""
    firm = Firm(company(FREE, PASSED_ON, MEASURED, strategy=strategy(*levers)))
    firm.step()
    return firm, firm.offer


def hours(offer: Offer, kind: str) -> np.ndarray[Any, Any]:
    return offer.hours[OFFERED.index(kind)]


def test_nothing() -> None:
    """Without levers nothing is offered and nothing is spent."""
    firm, offer = offered()
    for name, value in vars(offer).items():
        if not name.startswith(("fresh", "_")) and name not in (
            "table", "manager_visibility", "voice", "champion_of", "freedom",
        ):  # fmt: skip
            assert not np.any(value), name
    assert columns(firm)["spend_eur"][0] == 0.0


def test_licences() -> None:
    """Access for everybody, at the price of a seat a month."""
    firm, offer = offered(Licences(eur_per_month=30.0))
    assert offer.licence.all()
    assert columns(firm)["licensed"][0] == 1.0
    assert columns(firm)["spend_eur"][0] == pytest.approx(40 * 30.0 * 12 / 52)


def test_share_of_teams() -> None:
    """A share of teams is reached as whole teams."""
    firm, offer = offered(Licences(share_of_teams=0.5))
    by_team = [
        offer.licence[firm.people.team == team] for team in range(firm.people.team.max() + 1)
    ]
    assert all(team.all() or not team.any() for team in by_team)
    assert 0.1 < offer.licence.mean() < 0.9


@pytest.mark.parametrize(("target", "managers", "staff"), [
    ("everyone", True, True), ("managers", True, False), ("staff", False, True),
])  # fmt: skip
def test_targets(target: str, managers: bool, staff: bool) -> None:
    """A lever reaches everyone, managers or staff."""
    firm, offer = offered(Training(hours=2.0, target=target))
    boss = firm.people.is_manager
    assert (hours(offer, "training")[boss] == (2.0 if managers else 0.0)).all()
    assert (hours(offer, "training")[~boss] == (2.0 if staff else 0.0)).all()


def test_announcement() -> None:
    """Awareness and a promise, weighted by strength; meeting hours for those reached."""
    _, offer = offered(
        Announcement(strength=0.8, promise=0.5, hours=0.25),
        Announcement(strength=0.4, promise=0.2, hours=0.5, target="managers"),
    )
    assert offer.announcement.min() == pytest.approx(0.8)
    assert offer.announcement.max() == pytest.approx(1.2)
    assert offer.hype.max() == pytest.approx(0.5)
    assert offer.hype.min() == pytest.approx((0.8 * 0.5 + 0.4 * 0.2) / 1.2)
    assert hours(offer, "meeting").min() == 0.25
    assert hours(offer, "meeting").max() == 0.75


def test_announcement_reaches_only_its_target() -> None:
    """People who are not reached do not hear of it by the announcement."""
    silent = {f"workforce.awareness.{source}": 0.0 for source in ("external", "contagion")}
    silent |= {"workforce.start.early_users": 0.0, "workforce.awareness.announcement": 1.0}
    firm = after(company(FREE, silent, strategy=strategy(Announcement(target="managers")), weeks=1))
    assert firm.people.aware[firm.people.is_manager].all()
    assert not firm.people.aware[~firm.people.is_manager].any()


def test_mandate() -> None:
    """Pressure is monitoring x sanction; several orders join and leave the least freedom."""
    _, offer = offered(Mandate(monitored=0.5, sanction=0.4, freedom=0.3))
    assert offer.pressure == pytest.approx(0.2)
    assert (offer.freedom == 0.3).all()
    assert offer.programme_eur == pytest.approx(40.0)
    for orders in ((0.0, 0.6), (0.6, 0.0)):
        _, offer = offered(*(Mandate(monitored=0.5, sanction=0.4, freedom=f) for f in orders))
        assert offer.pressure == pytest.approx(1 - 0.8 * 0.8)
        assert (offer.freedom == 0.0).all()
    # An order to staff takes no freedom from managers.
    orders = (Mandate(freedom=0.8), Mandate(freedom=0.1, target="staff"))
    for several in (orders, orders[::-1]):
        firm, offer = offered(*several)
        assert (offer.freedom == np.where(firm.people.is_manager, 0.8, 0.1)).all()


def test_exploration_time_and_training_add_up() -> None:
    """Hours of several levers are added."""
    _, offer = offered(ExplorationTime(hours=0.5), ExplorationTime(hours=0.75), Training(hours=1.5))
    assert (hours(offer, "exploring") == 1.25).all()
    assert (hours(offer, "training") == 1.5).all()


def test_lead_by_example() -> None:
    """Managers' hours are split between showing and trying; presence saturates."""
    firm, offer = offered(LeadByExample(hours=2.0, demonstration=0.25, candour=0.9))
    boss, led = firm.people.is_manager, firm.people.manager >= 0
    assert (hours(offer, "leading")[boss] == 0.5).all()
    assert (hours(offer, "exploring")[boss] == 1.5).all()
    assert not hours(offer, "leading")[~boss].any()
    assert offer.leading[boss] == pytest.approx(1 - np.exp(-2.0))
    assert (offer.candour == 0.9 * boss).all()
    assert offer.demonstrated_hours == pytest.approx(0.5 * led)
    assert (offer.manager_visibility[boss] > 0.8).all()


def test_champions() -> None:
    """Released hours reach those who have a champion among their working ties, once each."""
    _, offer = offered(Champions(share=0.1, hours=4.0, exploring=0.25))
    assert (hours(offer, "coaching") == 3.0 * offer.champion).all()
    assert (hours(offer, "exploring") == 1.0 * offer.champion).all()
    firm, offer = offered(Champions(share=0.1, hours=3.0, exploring=0.0))
    assert offer.champion.sum() == 4
    assert not (offer.champion & firm.people.is_manager).any()
    assert (hours(offer, "coaching") == 3.0 * offer.champion).all()
    coached = offer.champion_of >= 0
    assert coached.any()
    for row in np.flatnonzero(coached):
        assert offer.champion[offer.champion_of[row]]
        assert offer.champion_of[row] in firm.network.working.of(row)
        assert not offer.champion[row]
    busy = np.unique(offer.champion_of[coached])
    assert offer.coached_hours.sum() == pytest.approx(3.0 * len(busy))
    assert not offer.coached_hours[~coached].any()
    weight = firm.config.workforce.talk.champion_weight
    assert (offer.voice[offer.champion] == weight).all()


@pytest.mark.parametrize("rule", RULES)
def test_champions_are_chosen_by_rule(rule: str) -> None:
    """Every selection rule works, chooses as many, and chooses what it says."""
    firm, offer = offered(Champions(share=0.2, rule=rule))
    people, chosen = firm.people, offer.champion
    assert chosen.sum() == 8
    others = ~chosen & ~people.is_manager
    if rule == "degree":
        degree = firm.network.working.degree
        assert degree[chosen].min() >= degree[others].max()
    if rule == "betweenness":
        between = networkx.betweenness_centrality(firm.network.to_networkx().to_undirected())
        score = np.array([between[i] for i in range(people.count)])
        assert score[chosen].mean() > 2.0 * score[others].mean()
    if rule == "cross_team":
        ties = firm.network.working
        far = people.team[ties.owner] != people.team[ties.neighbour]
        beyond = np.bincount(ties.owner, far, people.count)
        assert beyond[chosen].min() >= beyond[others].max()
    if rule == "peer_nomination":
        assert people.innovativeness[chosen].mean() > people.innovativeness[others].mean()
    if rule == "innovativeness":
        assert people.innovativeness[chosen].min() >= people.innovativeness[others].max()
    if rule == "clustered":
        part = [
            chosen[(people.team == team) & ~people.is_manager]
            for team in range(people.team.max() + 1)
        ]
        assert sum(0 < team.sum() < len(team) for team in part) <= 1


@pytest.mark.parametrize("targets", TARGETS)
def test_redesign(targets: str) -> None:
    """Support hours per 100 people; a wave of stations is opened, all of them at once for `all`."""
    redesign = Redesign(support_hours=50.0, targets=targets, wave=0.25, ranked_by="queue")
    firm, offer = offered(Champions(share=0.1), redesign)
    assert offer.support_hours == 20.0
    opened = firm.stations.opened == 1
    staffed = int((firm.stations.staff > 0).sum())
    wave = round(0.25 * firm.stations.count)
    if targets == "workflow":
        wave = 4 * max(1, round(0.25 * firm.stations.workflows))
    assert opened.sum() == (staffed if targets == "all" else wave)
    if targets == "bottleneck":
        before = Firm(firm.config).stations.measured_wait
        assert before[opened].min() >= before[~opened].max()
    if targets == "volunteers":
        use = Firm(firm.config).stations.use
        assert use[opened].min() >= use[~opened].max()
    if targets == "champions":
        theirs = set(firm.people.station[offer.champion].tolist())
        assert set(np.flatnonzero(opened).tolist()) <= theirs


def test_random_targets_do_not_look_at_waits() -> None:
    """By lot, a quarter of the stations is the slowest of its workflow; by wait, most are."""
    slowest, loads = {}, {
        "work.flow.bottleneck_load": 0.92, "work.flow.lowest_load": 0.6,
        "work.flow.highest_load": 0.82,
    }  # fmt: skip
    for targets in ("random", "bottleneck"):
        redesign = strategy(Redesign(targets=targets, wave=0.2, ranked_by="queue"))
        firms = [
            Firm(company(FREE, MEASURED, loads, strategy=redesign, headcount=300, seed=seed))
            for seed in range(4)
        ]
        for firm in firms:
            firm.step()
        slowest[targets] = np.mean([
            (firm.stations.load[firm.stations.opened == 1] == firm.config.work.flow.bottleneck_load)
            .mean()
            for firm in firms
        ])  # fmt: skip
    assert 0.1 < slowest["random"] < 0.4
    assert slowest["bottleneck"] > 0.7


def test_nobody_owns_where_nobody_plans() -> None:
    """In a tiny firm a workflow without planners has no owner, and pays for none."""
    for seed in range(8):
        config = company(FREE, strategy=strategy(Ownership(scope="all")), seed=seed)
        firm = Firm(tuned(config, {"organisation.headcount": 9}))
        planned = firm.levers[0].hours_a_week(firm)
        firm.step()
        assert firm.offer.owner_hours.sum() == planned
        assert firm.stations.owned.any() == (planned > 0.0)


def test_champions_are_chosen_before_anything_happens() -> None:
    """Whatever the week they start in, and whether a budget asked for them or not."""
    late = strategy(Champions(share=0.2, rule="innovativeness", start=20))
    config = company({"workforce.turnover.monthly": 5.0}, strategy=late, weeks=25)
    for free in (True, False):
        firm = Firm(tuned(config, {"equal_budget": free}))
        best = np.argsort(-np.where(firm.people.is_manager, -np.inf, firm.people.innovativeness))
        for _ in range(20):
            firm.step()
        assert set(np.flatnonzero(firm.people.is_champion)) == set(best[:8])


def test_an_announced_loss_is_no_comfort() -> None:
    """Threat grows with what is promised, and not at all with a promise below zero."""
    feared = {}
    for promise in (-1.0, 0.0, 1.0):
        levers = strategy(Licences(), Announcement(promise=promise))
        firm = after(company(FREE, strategy=levers, weeks=1))
        feared[promise] = columns(firm)["threat"][0]
    assert feared[-1.0] == feared[0.0] < feared[1.0]


def test_a_lever_ends_after_it_starts() -> None:
    with pytest.raises(ConfigError, match=r"Training\.end must be at or after start=15, got 5"):
        Training(start=15, end=5)


def test_redesign_waits_for_the_gate() -> None:
    """The next wave opens when the last one has reached the gate, or patience is over."""
    redesign = Redesign(support_hours=400.0, wave=0.2, gate=0.6, patience=8)
    config = company(FREE, strategy=strategy(Licences(), redesign), weeks=60)
    firm, opened, waves = Firm(config), 0, 0
    for week in range(1, 61):
        progress, latest = firm.stations.wave_progress, firm.stations.latest_wave
        firm.step()
        now = int((firm.stations.opened >= 0).sum())
        if now > opened:
            waves += 1
            assert latest < 0 or progress >= 0.6 or week - latest >= 8
            assert now - opened <= round(0.2 * firm.stations.count)
        opened = now
    assert waves > 2


def test_ownership() -> None:
    """Owners answer for redesigned workflows, or for all; their time is counted."""
    firm, offer = offered(Ownership(scope="all", hours=1.5))
    assert firm.stations.owned.all()
    assert offer.owner_hours.sum() == pytest.approx(1.5 * firm.stations.workflows)
    firm, _ = offered(Ownership(), Redesign(wave=0.01))
    begun = np.repeat((firm.stations.opened >= 0).reshape(-1, 4).any(axis=1), 4)
    assert (firm.stations.owned == begun).all()
    firm.step()
    assert firm.offer.owner_hours.sum() == pytest.approx(1.0)
    firm, offer = offered(Ownership(scope="all", owner="manager", hours=1.5))
    assert firm.people.is_manager[offer.owner_hours > 0.0].all()
    assert offer.owner_hours.sum() == pytest.approx(1.5 * firm.stations.workflows)
    slow, _ = offered(Redesign())
    rules = firm.config.work.integration
    assert rules.decision_delay > rules.decision_delay_owner
    assert (slow.stations.delay[slow.stations.opened >= 0] == rules.decision_delay).all()
    assert (firm.stations.delay[firm.stations.opened >= 0] == rules.decision_delay_owner).all()


def test_a_share_of_workflows_has_an_owner() -> None:
    """Owners are drawn by lot for a share of workflows; the others have none, and cost none."""
    for share in (0.3, 0.7):
        levers = strategy(Ownership(scope="all", share=share, hours=1.0))
        firm = Firm(company(FREE, strategy=levers, headcount=300))
        firm.step()
        owned = firm.stations.owned.reshape(-1, 4)
        assert (owned.all(axis=1) == owned.any(axis=1)).all()
        assert owned.mean() == pytest.approx(share, abs=0.2)
        assert firm.offer.owner_hours.sum() == pytest.approx(owned.any(axis=1).sum())


def test_support_and_participants_leave_a_complete_station() -> None:
    """From `complete` on a station needs neither, but gives feedback; erosion calls both back."""
    redesign = Redesign(targets="all", support_hours=100.0, participants=2, participant_hours=1.0)
    levers = strategy(redesign, Feedback(upkeep=0.5, hours=0.25))
    rules = {
        "work.integration.decision_delay": 0.0,
        "work.integration.complete": 0.95,
        "work.integration.staff_time": "open_weeks",
    }
    firm = Firm(company(FREE, rules, strategy=levers))
    firm.step()
    stations = firm.stations
    stations.use[:] = 0.5
    stations.integrated[:] = 0.5
    stations.integrated[0] = 0.96
    integration(firm, firm.offer)
    assert stations.participant_hours[0] == 0.25
    assert (stations.participant_hours[1:] == 1.0).all()
    assert stations.integration[0] < 0.96
    assert (stations.integration[1:] > 0.5).all()
    assert firm.support_hours == pytest.approx(firm.offer.support_hours)
    stations.integrated[0] = 0.94
    integration(firm, firm.offer)
    assert stations.participant_hours[0] == 1.0
    assert stations.integration[0] > 0.94


def test_feedback_outlives_redesign() -> None:
    """Those who took part in a redesign give their time for feedback after it, too."""
    levers = strategy(
        Licences(), Redesign(targets="all", participants=2, end=3), Feedback(upkeep=0.5, hours=0.25)
    )
    firm = after(company(FREE, strategy=levers, weeks=6))
    assert (firm.stations.participants == np.minimum(2, firm.stations.staff)).all()
    assert (firm.stations.participant_hours == 0.25).all()


def test_transparency_and_feedback() -> None:
    """Shares combine as independent chances; hours are added."""
    _, offer = offered(
        Transparency(visibility=0.5, hours=0.1), Transparency(visibility=0.4, hours=0.1)
    )
    assert offer.visibility == pytest.approx(1 - 0.5 * 0.6)
    assert hours(offer, "meeting") == pytest.approx(0.2)
    _, offer = offered(Feedback(upkeep=0.5, hours=0.2), Feedback(upkeep=0.2, hours=0.1))
    assert offer.upkeep == pytest.approx(1 - 0.5 * 0.8)
    assert offer.feedback_hours == pytest.approx(0.3)


ALL = (
    Licences(), Announcement(), Mandate(), Training(), ExplorationTime(), LeadByExample(),
    Champions(), Redesign(), Ownership(), Transparency(), Feedback(), Inquiry(),
)  # fmt: skip


@pytest.mark.parametrize("lever", ALL, ids=lambda lever: type(lever).__name__)
def test_a_lever_adds_to_the_part_of_the_offer_that_is_made_anew_for_it(lever: Lever) -> None:
    """`for_work` levers to what work is offered, the others to what people are, and to no other."""
    firm = Firm(company(FREE, strategy=strategy(lever)))
    firm.week, offer = lever.start, firm.no_offer()
    lever.add_to(offer, firm)
    emptied, nothing = firm.no_offer(), firm.no_offer()
    for name, value in vars(offer).items():
        setattr(emptied, name, value)
    (emptied.clear_work if lever.for_work else emptied.clear_people)(firm)
    for name, value in vars(nothing).items():
        assert np.array_equal(getattr(emptied, name), value), name


@pytest.mark.parametrize("lever", ALL, ids=lambda lever: type(lever).__name__)
def test_withdrawal(lever: Lever) -> None:
    """After `withdraw_week` nothing is offered or spent any more; only licences stay."""
    firm = Firm(company(FREE, strategy=strategy(lever), weeks=12, withdraw_week=6))
    empty = firm.no_offer().deliver(firm)
    for week in range(1, 13):
        firm.step()
        same = all(
            np.array_equal(value, getattr(empty, name))
            for name, value in vars(firm.offer).items()
            if name not in ("fresh", "fresh_for_work", "table")
        )
        assert same == (week > 6 and not isinstance(lever, Licences))
    assert columns(firm)["licensed"][-1] == (1.0 if isinstance(lever, Licences) else pytest.approx(
        firm.people.own_access.mean()
    ))  # fmt: skip


def test_start_and_end() -> None:
    """A lever acts from its first to its last week, both included."""
    firm = after(company(FREE, strategy=strategy(Training(hours=1.0, start=3, end=5)), weeks=8))
    assert (columns(firm)["spend_hours"] > 0).tolist() == [3 <= week <= 5 for week in range(1, 9)]


def test_every_lever_is_tested_here() -> None:
    """`ALL` has one lever of every kind."""
    kinds = {name for name in sim.model.levers.__all__ if name != "Lever"}
    assert {type(lever).__name__ for lever in ALL} == kinds


@pytest.mark.parametrize("lever", ALL, ids=lambda lever: type(lever).__name__)
def test_any_scale_is_valid(lever: Lever) -> None:
    """A dose scaled beyond its range stops at its highest value, whatever the rounding."""
    for dose in np.linspace(0.01, 3.0, 300):
        highest = lever._highest_doses()
        given = {name: min(highest[name], dose * getattr(lever, name)) for name in lever.doses}
        for factor in (0.0, 0.37, 1.0, 64.0, 1e6):
            scaled = type(lever)(**given).scaled(factor)
            assert all(getattr(scaled, name) >= 0.0 for name in lever.doses)


# Plans: what a budget is shared out by.


@pytest.mark.parametrize(
    "lever",
    [
        Announcement(hours=0.5, share_of_teams=0.6), Training(hours=1.5, target="staff"),
        ExplorationTime(hours=0.7), LeadByExample(hours=1.0, demonstration=0.3),
        Champions(share=0.1, hours=3.0), Ownership(scope="all", hours=1.5),
        Transparency(hours=0.1), Inquiry(hours=0.5),
    ],
    ids=lambda lever: type(lever).__name__,
)  # fmt: skip
def test_hours_cost_what_was_planned(lever: Lever) -> None:
    """Where everybody uses the tool, a week costs the planned hours: those who learn included."""
    firm = Firm(company(FREE, ALL_USE, PASSED_ON, strategy=strategy(lever)))
    planned = firm.levers[0].hours_a_week(firm)
    firm.step()
    assert columns(firm)["spend_hours"][0] == pytest.approx(planned)
    assert planned > 0.0


def test_orders_cost_what_was_planned() -> None:
    """Orders cost no hours, but money."""
    firm = Firm(company(FREE, strategy=strategy(Mandate(eur_per_person=2.0, target="staff"))))
    lever = firm.levers[0]
    firm.step()
    assert lever.hours_a_week(firm) == 0.0
    assert columns(firm)["spend_eur"][0] == pytest.approx(lever.eur_a_week(firm))


def test_redesign_costs_what_was_planned() -> None:
    """Everywhere at once: support, and the time of all who take part; in waves, of one wave."""
    redesign = Redesign(targets="all", support_hours=30.0, participants=2, participant_hours=0.5)
    quick = {"work.integration.decision_delay": 0.0, "work.integration.staff_time": "open_weeks"}
    firm = Firm(company(FREE, ALL_USE, quick, strategy=strategy(redesign)))
    planned = redesign.hours_a_week(firm)
    firm.step()
    firm.step()  # those who take part do so from the second week on
    assert columns(firm)["spend_hours"][1] == pytest.approx(planned)
    waves = Redesign(wave=0.25, support_hours=30.0, participants=2, participant_hours=0.5)
    support = 30.0 * firm.people.count / 100
    assert waves.hours_a_week(firm) - support == pytest.approx(0.25 * (planned - support))


@pytest.mark.parametrize("share", [0.5, 1.5])
def test_redesign_by_progress_costs_what_was_planned(share: float) -> None:
    """Where all use it and have the time, staff give `staff_share` per hour of support."""
    redesign = Redesign(targets="all", support_hours=30.0, participants=2, participant_hours=4.0)
    rules = {
        "work.integration.decision_delay": 0.0,
        "work.integration.staff_time": "progress",
        "work.integration.staff_share": share,
        "work.integration.redesign_hours": 125.0,
    }
    firm = Firm(company(FREE, ALL_USE, rules, strategy=strategy(redesign)))
    planned = redesign.hours_a_week(firm)
    assert planned == pytest.approx((1.0 + share) * 12.0)
    firm.step()
    firm.step()  # those who take part do so a week after the support, of which there is less now
    first, second = columns(firm)["spend_hours"][:2]
    assert first == pytest.approx(12.0)
    assert second - firm.support_hours == pytest.approx(planned - first)


def test_plans_for_what_redesign_reaches() -> None:
    """Owners are planned for half of all workflows, feedback where redesign has been."""
    redesign = Redesign(wave=0.1, patience=10, participants=2)
    levers = strategy(redesign, Feedback(hours=0.3), Ownership(hours=1.0))
    firm = Firm(company(FREE, strategy=levers, weeks=30, withdraw_week=30))
    everywhere = Ownership(scope="all", hours=1.0).hours_a_week(firm)
    assert Ownership(hours=1.0).hours_a_week(firm) == pytest.approx(everywhere / 2)
    taking_part = float(np.minimum(firm.stations.staff, 2).sum())
    share = Feedback(hours=0.3).hours_a_week(firm) / (0.3 * taking_part)
    assert share == pytest.approx(redesign.open_share(30))
    # No more on average than in the end, and no less than the first wave.
    assert 0.1 < share <= 0.1 * (1 + 30 / 10)
    assert Redesign(wave=0.1, patience=20).open_share(30) < share
    assert Redesign(targets="all").open_share(30) == Redesign(wave=1.0).open_share(30) == 1.0


# Shipped strategies and presets.


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_strategy_runs(name: str) -> None:
    """Every shipped strategy composes and runs three weeks."""
    config = load(("organisation.headcount=40", "weeks=3"), strategy=name)
    assert config.strategy.name == name
    firm = after(config)
    assert np.isfinite(firm.log.values).all()


PRESETS = sorted(
    f"{path.parent.name}={path.stem}"
    for group in (
        "organisation",
        "programme",
        "technology",
        "work",
        "workforce",
        "scenario",
        "study",
    )
    for path in (CONF / group).glob("*.yaml")
)


@pytest.mark.parametrize("choice", PRESETS)
def test_every_preset_runs(choice: str) -> None:
    """Every other shipped preset composes and runs three weeks."""
    config: RunConfig = load((choice, "weeks=3", "events=[]"), strategy="playbook")
    assert np.isfinite(after(config).log.values).all()


def test_none_is_no_levers() -> None:
    """The strategy `none` is a company without levers."""
    bare = load(("organisation.headcount=40", "weeks=10"), strategy="none")
    assert_same_bytes(after(bare), after(company(weeks=10)))
