"""Common random numbers: the same people and the same luck, whatever else differs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.config.load import load, load_strategies
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
from sim.model.strategy import Strategy
from sim.organisation.network import Network
from sim.runs.run import run_many
from tests.model.firms import (
    after,
    assert_same_bytes,
    columns,
    company,
    strategy,
    tuned,
)

START = 9
LATE: tuple[Lever, ...] = (
    Licences(start=START),
    Announcement(start=START),
    Mandate(start=START),
    Training(start=START),
    ExplorationTime(start=START),
    LeadByExample(start=START),
    Champions(start=START),
    Redesign(start=START),
    Ownership(start=START, scope="all"),
    Transparency(start=START),
    Inquiry(start=START),
)


@pytest.mark.parametrize("lever", LATE, ids=lambda lever: type(lever).__name__)
@pytest.mark.parametrize("equal_budget", [True, False])
def test_identical_until_a_lever_bites(lever: Lever, equal_budget: bool) -> None:
    """A lever that starts in week k leaves every weekly column before k as it was, bit for bit."""
    config = company({"equal_budget": equal_budget}, weeks=START + 12)
    without = after(tuned(config, {"strategy": strategy(Licences(end=3))}))
    with_lever = after(tuned(config, {"strategy": strategy(Licences(end=3), lever)}))
    assert_same_bytes(without, with_lever, weeks=START - 1)
    left, right = columns(without), columns(with_lever)
    changed = [name for name in left if (left[name] != right[name]).any()]
    assert changed  # and then it does bite


def test_feedback_bites_only_with_redesign() -> None:
    """Feedback starts in week k as well, once something has been redesigned."""
    config = company({"equal_budget": False}, weeks=40)
    redesign = Redesign(support_hours=300.0, end=20)
    without = after(tuned(config, {"strategy": strategy(Licences(), redesign)}))
    late = after(tuned(config, {"strategy": strategy(Licences(), redesign, Feedback(start=25))}))
    assert_same_bytes(without, late, weeks=24)
    assert columns(late)["integration"][-1] > columns(without)["integration"][-1]


LEVERS: dict[str, Lever] = {
    "licences": Licences(),
    "announcement": Announcement(end=6, hours=0.3),
    "second_announcement": Announcement(end=9, strength=0.7, promise=0.31, hours=0.1),
    "mandate": Mandate(start=4, freedom=0.0),
    "second_mandate": Mandate(start=5, target="staff", sanction=0.33, freedom=0.6),
    "third_mandate": Mandate(start=6, target="staff", sanction=0.13, freedom=0.3),
    "training": Training(hours=0.7),
    "second_training": Training(hours=0.1, share_of_teams=0.6),
    "third_training": Training(hours=0.2, target="staff"),
    "exploration": ExplorationTime(hours=0.3),
    "lead_by_example": LeadByExample(hours=1.1),
    "champions": Champions(share=0.1, rule="degree"),
    "more_champions": Champions(share=0.05, rule="random"),
    "redesign": Redesign(support_hours=70.0),
    "more_redesign": Redesign(support_hours=33.3, targets="random"),
    "ownership": Ownership(),
    "transparency": Transparency(hours=0.07),
    "second_transparency": Transparency(visibility=0.3),
    "feedback": Feedback(),
}


@pytest.mark.parametrize("equal_budget", [True, False])
def test_order_of_levers_does_not_matter(equal_budget: bool) -> None:
    """Levers in any order, even several of a kind, give the same bytes."""
    config = company({"equal_budget": equal_budget}, weeks=25)
    luck = np.random.default_rng(0)

    def live(order: list[str]) -> Firm:
        return after(
            tuned(config, {"strategy": Strategy("test", "", {k: LEVERS[k] for k in order})})
        )

    first = live(list(LEVERS))
    for order in (
        list(reversed(LEVERS)),
        *(luck.permutation(list(LEVERS)).tolist() for _ in range(3)),
    ):
        assert_same_bytes(first, live(order))


@pytest.mark.parametrize("name", ["mandate_with_training", "playbook"])
def test_order_of_levers_in_a_strategy_file_does_not_matter(name: str) -> None:
    """A shipped strategy with its levers in reverse order gives the same bytes."""
    config = load(("organisation.headcount=40", "weeks=30"), strategy=name)
    levers = dict(reversed(config.strategy.levers.items()))
    assert_same_bytes(after(config), after(tuned(config, {"strategy.levers": levers})))


def test_name_of_the_strategy_does_not_matter() -> None:
    """A strategy called something else gives the same bytes."""
    config = load(("organisation.headcount=40", "weeks=30"), strategy="playbook")
    renamed = tuned(config, {"strategy.name": "mandate", "strategy.description": "?"})
    assert_same_bytes(after(config), after(renamed))


def small_strategies() -> dict[str, RunConfig]:
    words = ("organisation.headcount=30", "weeks=10", "withdraw_week=8")
    return load_strategies(words, ("organic", "mandate", "playbook"))


def test_workers_do_not_matter() -> None:
    """One process or two: the same frames."""
    one = run_many(small_strategies(), [1, 2, 3, 4], workers=1)
    two = run_many(small_strategies(), [1, 2, 3, 4], workers=2)
    for left, right in zip(one, two, strict=True):
        assert left.equals(right)


def test_shared_organisation_does_not_matter() -> None:
    """A firm in an organisation that others have used is the firm in an organisation of its own."""
    config = load(("organisation.headcount=40", "weeks=12"), strategy="playbook")
    own = after(config)
    after(tuned(config, {"strategy": strategy(Mandate())}), own.organisation)
    assert_same_bytes(own, after(config, own.organisation))


def test_copied_start_does_not_matter() -> None:
    """A firm whose start is copied from a twin with other levers is the firm with its own start."""
    config = load(("organisation.headcount=40", "weeks=12"), strategy="playbook")
    twin = Firm(tuned(config, {"strategy": strategy()}))
    before = twin.people.matrix.copy(), twin.stations.backlog.copy()
    copied = Firm(config, twin.organisation, twin=twin)
    copied.run_model()
    assert_same_bytes(copied, after(config))
    assert (twin.people.matrix == before[0]).all()
    assert (twin.stations.backlog == before[1]).all()
    with pytest.raises(ValueError, match="must not have stepped"):
        Firm(config, twin.organisation, twin=copied)


def test_two_firms_at_once_do_not_meet() -> None:
    """Stepping two firms in turn gives what stepping them one after the other gives."""
    config = load(("organisation.headcount=40", "weeks=12"), strategy="champions")
    one, other = Firm(config), Firm(tuned(config, {"seed": 5}))
    for _ in range(12):
        one.step()
        other.step()
    assert_same_bytes(one, after(config))
    assert_same_bytes(other, after(tuned(config, {"seed": 5})))


def test_reading_the_log_does_not_matter() -> None:
    """Looking at agents, log and network every week changes nothing."""
    config = load(("organisation.headcount=40", "weeks=12"), strategy="champions")
    watched = Firm(config)
    for _ in range(12):
        watched.step()
        assert len(watched.agents) == 40
        watched.log.columns()["trust"].sum()
        watched.network.to_networkx(watched.organisation.structure)
    assert_same_bytes(watched, after(config))


def test_networks_are_left_alone() -> None:
    """A run does not touch the organisation it lives in."""
    config = load(("organisation.headcount=40", "weeks=12"), strategy="playbook")
    firm = Firm(config)
    network: Network = firm.network
    before = [
        (t.start.copy(), t.neighbour.copy(), t.weight.copy())
        for t in (network.working, network.contact)
    ]
    for _ in range(12):
        firm.step()
    for ties, (start, neighbour, weight) in zip(
        (network.working, network.contact), before, strict=True
    ):
        assert (ties.start == start).all()
        assert (ties.neighbour == neighbour).all()
        assert (ties.weight == weight).all()
