"""What is told of a company: to each role its own, of few people nothing, and what is asked."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.app import answers, network
from sim.app.answers import Spec
from sim.app.eyes import FEWEST
from sim.app.places import stage_counts
from sim.app.plan import Decision, strategy_of
from sim.app.play import play
from sim.app.scenario import Scenario
from sim.app.seats import name, seats
from sim.config.game import ROLES
from sim.model.log import rungs
from tests.app.games import SMALL, game


def told(round_: int, *plan: Decision) -> dict[str, Any]:
    """What a page is given of the small game's company."""
    return answers.company(Spec("rhenania", SMALL), plan, round_)


def test_each_role_sees_its_own_and_everybody_only_what_the_licences_report() -> None:
    seen = told(1, Decision(2, "survey"))
    assert set(seen["roles"]) == set(ROLES)
    assert len({tuple(each[-1]) for each in seen["roles"].values()}) == len(ROLES)
    assert set(seen) == {"week", "reported", "roles", "found", "seats", "news", "report"}
    assert [found["source"] for found in seen["found"]] == ["survey"], "asked now, answered now"
    assert "genuine_use" not in str(seen["roles"]["sponsor"])
    assert not told(1)["found"]


def test_nothing_personal_is_told_of_fewer_than_five() -> None:
    seen = told(1, Decision(1, "survey"))
    departments = [*seen["roles"]["works_council"][-1]["departments"],
                   *seen["found"][0]["told"]["departments"]]  # fmt: skip
    assert departments
    assert all(each["people"] >= 5 for each in departments)


def stages(scenario: Scenario, plan: list[Decision], week: int) -> Any:
    """Rungs of use of everybody after a week."""
    firm = scenario.firm(strategy_of(scenario, plan))
    while firm.week < week:
        firm.step()
    return rungs(firm.people)


def test_the_network_of_a_round_is_what_the_licence_report_counts() -> None:
    """Without an order that is genuine use; under one it is more; of few people, nothing."""
    scenario = game()
    training = [Decision(1, "training")]
    free = play(scenario, training, 3)
    department = scenario.firm().people.department
    weeks = scenario.last_week(3) - scenario.last_week(2) + 1
    assert free.report.shape == (weeks, len(np.unique(department)), 5)
    own = stages(scenario, training, free.week)
    np.testing.assert_array_equal(free.report[-1], stage_counts(own[None], department)[0])
    order = [Decision(1, "mandate", {"monitored": 1.0, "sanction": 1.0, "freedom": 0.0})]
    alone = game("game.roles=[sponsor]")
    counted = play(alone, order, 3).report[-1, :, 1:].sum()
    own = stages(alone, order, free.week)
    assert counted > (own > 0).sum(), "use that is only shown counts, too"
    sizes = np.bincount(department)
    for week in network.told(free.report):
        assert [bool(row) for row in week] == [size >= FEWEST for size in sizes]


def test_as_many_companies_as_there_are_are_drawn_as_one() -> None:
    one = network.told(play(game(), [], 1).report)
    both = network.together([one, one])
    assert network.users(both[-1]) == tuple(2 * each for each in network.users(one[-1]))


def test_a_survey_tells_what_is_so_within_its_error() -> None:
    """Those who answer differ from all, and answers have an error: as often as they should."""
    scenario = game("organisation.headcount=200", "game.information.survey.sample=100")
    inside = 0
    for round_ in (1, 2, 3, 4):
        found = play(scenario, [Decision(round_, "survey")], round_ - 1)
        trust = found.found[0].told["topics"]["trust"]
        truth = found.columns["trust"][-1] if found.week else float(
            scenario.firm().people.trust.mean())  # fmt: skip
        assert trust["error"] < 0.05
        inside += abs(trust["mean"] - truth) < 3.0 * trust["error"]
    assert inside == 4


def test_named_people_are_24_others_and_a_seat_that_changes_hands_gets_another_name() -> None:
    scenario = game("workforce.turnover.monthly=60")
    chosen = seats(scenario)
    assert len({each.row for each in chosen}) == 24
    assert chosen[0].rule == "head"
    played = play(scenario, [], 4)
    assert max(played.hands) > 0
    names = {name(scenario, each.number, k) for each in chosen for k in range(3)}
    assert len(names) == 72
