"""Every outcome on hand-made series with known answers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.base.arrays import Floats
from sim.model.levers import Mandate, Training
from sim.model.measures import Context, gini, novice_advantage
from sim.model.outcomes import BY_NAME, OUTCOMES, outcomes
from tests.model.firms import after, company, strategy

WEEKS = 104
NAMES = (
    "reported_use genuine_use frequent_use integration trust threat reactance hours_per_item "
    "lead_time_weeks throughput work_in_progress coordination_share hours_saved_per_employee "
    "hours_invested_per_employee spend_hours spend_eur manager_hours"
)


def series(**columns: object) -> dict[str, Floats]:
    """Weekly columns: zero, or ones where a change divides by them, unless given."""
    divides = "hours_per_item lead_time_weeks throughput work_in_progress coordination_share"
    weekly = {name: np.full(WEEKS, float(name in divides.split())) for name in NAMES.split()}
    weekly["week"] = np.arange(1.0, WEEKS + 1)
    for name, value in columns.items():
        weekly[name] = np.broadcast_to(np.asarray(value, float), WEEKS).copy()
    return weekly


def steps(*pieces: tuple[int, float]) -> Floats:
    """A series from (weeks, value) pieces; the last value fills up the horizon."""
    values = np.concatenate([np.full(weeks, value) for weeks, value in pieces])
    return np.concatenate([values, np.full(WEEKS - len(values), pieces[-1][1])])


def context(**changes: object) -> Context:
    base = {
        "headcount": 10,
        "price_per_hour": 50.0,
        "withdraw_week": 78,
        "levers_act": np.arange(1, WEEKS + 1) <= 78,
        "use_gini_teams": 0.2,
        "novice_advantage": 0.1,
    }
    return {**base, **changes}  # type: ignore[typeddict-item, return-value]


def value(name: str, changes: dict[str, object] | None = None, **columns: object) -> float:
    return outcomes(series(**columns), series(), context(**(changes or {})))[name]


def test_a_run_like_its_reference_changes_nothing() -> None:
    result = outcomes(series(), series(), context())
    assert list(result) == [outcome.name for outcome in OUTCOMES]
    assert math.isnan(result.pop("gain_per_eur"))  # nothing was spent
    for name in result:
        if name.endswith("_change") or "hours" in name or "eur" in name or "curve" in name:
            assert result[name] == 0.0, name
    assert result["payback_week"] == 0.0
    assert math.isnan(result["use_lasting_ratio"])


def test_a_data_frame_gives_the_same_as_a_dict_of_arrays() -> None:
    run = series(genuine_use=np.linspace(0, 1, WEEKS), spend_eur=3.0)
    from_dict = outcomes(run, series(), context())
    from_frame = outcomes(pd.DataFrame(run), pd.DataFrame(series()), context())
    assert str(from_dict) == str(from_frame)


def test_first_week_at_or_above_the_level_counts() -> None:
    use = steps((9, 0.49), (1, 0.5), (20, 0.3), (1, 0.85))
    assert value("weeks_to_50_genuine", genuine_use=use) == 10
    assert value("weeks_to_80_genuine", genuine_use=use) == 31
    assert value("weeks_to_50_reported", reported_use=use) == 10
    assert value("weeks_to_80_reported", reported_use=use) == 31


def test_a_level_not_reached_is_nan() -> None:
    assert math.isnan(value("weeks_to_50_genuine", genuine_use=0.499))


def test_use_over_the_horizon_and_at_its_end() -> None:
    use = steps((52, 0.2), (52, 0.6))
    assert value("use_auc", genuine_use=use) == pytest.approx(0.4)
    assert value("genuine_use_final", genuine_use=use) == 0.6


def test_lasting_is_relative_to_the_peak_before_withdrawal() -> None:
    use = steps((40, 0.1), (38, 0.8), (26, 0.2))
    assert value("use_lasting_ratio", genuine_use=use) == pytest.approx(0.25)
    later = steps((40, 0.8), (26, 0.4), (1, 0.0))
    assert value("use_lasting_ratio", {"withdraw_week": 40}, genuine_use=later) == pytest.approx(
        0.5
    )


def test_lasting_stops_at_the_horizon_and_needs_a_withdrawal() -> None:
    use = steps((90, 0.8), (14, 0.4))
    assert value("use_lasting_ratio", {"withdraw_week": 90}, genuine_use=use) == pytest.approx(0.5)
    assert math.isnan(value("use_lasting_ratio", {"withdraw_week": 104}, genuine_use=use))


def test_gain_lasting_is_before_investments() -> None:
    net, invested = steps((78, 1.0), (26, 1.5)), steps((78, 2.0), (26, 0.0))
    result = value(
        "gain_lasting_ratio",
        hours_saved_per_employee=net,
        hours_invested_per_employee=invested,
    )
    assert result == pytest.approx(0.5)
    assert math.isnan(value("gain_lasting_ratio", hours_saved_per_employee=-1.0))


def test_hours_saved_are_the_last_13_weeks_against_the_reference() -> None:
    run = series(hours_saved_per_employee=steps((91, 9.0), (13, 2.0)))
    reference = series(hours_saved_per_employee=0.5)
    result = outcomes(run, reference, context())
    assert result["hours_saved_per_employee_week"] == pytest.approx(1.5)
    assert result["net_hours_per_employee"] == pytest.approx(91 * 8.5 + 13 * 1.5)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("hours_per_item_change", "hours_per_item"),
        ("lead_time_change", "lead_time_weeks"),
        ("throughput_change", "throughput"),
        ("work_in_progress_change", "work_in_progress"),
        ("coordination_share_change", "coordination_share"),
    ],
)
def test_changes_are_fractions_of_the_reference(name: str, column: str) -> None:
    reference = series(**{column: 4.0})
    result = outcomes(series(**{column: steps((91, 9.0), (13, 3.0))}), reference, context())
    assert result[name] == pytest.approx(-0.25)


def test_weeks_in_which_nothing_was_finished_do_not_count() -> None:
    lead = steps((91, 1.0), (6, np.nan), (7, 2.0))
    assert value("lead_time_change", lead_time_weeks=lead) == pytest.approx(1.0)


def test_j_curve_depth_and_length() -> None:
    net = steps((4, 0.0), (10, -0.3), (1, 0.1), (3, -0.6), (1, 0.2))
    assert value("j_curve_depth", hours_saved_per_employee=net) == pytest.approx(0.6)
    assert value("j_curve_weeks", hours_saved_per_employee=net) == 18
    assert value("j_curve_weeks", {"first_lever_week": 5}, hours_saved_per_employee=net) == 14


def test_no_dip_and_a_dip_without_end() -> None:
    assert value("j_curve_weeks", hours_saved_per_employee=0.3) == 0.0
    assert value("j_curve_depth", hours_saved_per_employee=0.3) == 0.0
    assert math.isnan(value("j_curve_weeks", hours_saved_per_employee=-0.3))
    three = steps((101, -0.3), (3, 0.1))
    assert math.isnan(value("j_curve_weeks", hours_saved_per_employee=three))


def test_net_benefit_does_not_pay_hours_twice() -> None:
    # 10 people x 1 h x 50 EUR = 500 EUR a week; 2 h (100 EUR) are inside the net hours already.
    weekly = {"hours_saved_per_employee": 1.0, "spend_hours": 2.0, "spend_eur": 160.0}
    assert value("net_benefit_eur", **weekly) == pytest.approx(WEEKS * (500 - 60))
    assert value("cost_hours", **weekly) == pytest.approx(WEEKS * 2)
    assert value("cost_eur", **weekly) == pytest.approx(WEEKS * 160)


def test_saved_hours_need_not_be_money() -> None:
    # 1 h net of .5 h invested: 1.5 h gross, of which a share is worth 50 EUR; costs stay.
    weekly = {
        "hours_saved_per_employee": 1.0,
        "hours_invested_per_employee": 0.5,
        "spend_hours": 5.0,
        "spend_eur": 310.0,
    }
    for share in (0.25, 0.5, 1.0):
        benefit = WEEKS * (10 * 50 * (1.5 * share - 0.5) - 60)
        assert value("net_benefit_eur", {"realisation": share}, **weekly) == pytest.approx(benefit)
        assert value(f"net_benefit_at_{share:.0%}_eur".replace("%", ""), **weekly) == pytest.approx(
            benefit
        )
        gain = value("gain_per_eur", {"realisation": share}, **weekly)
        assert gain == pytest.approx(1 + benefit / (WEEKS * 310))


def test_unspent_budget() -> None:
    known = {"budget_eur": 200.0, "budget_spent_eur": 160.0}
    assert value("unspent_budget", known) == pytest.approx(0.2)
    assert math.isnan(value("unspent_budget"))
    assert math.isnan(value("unspent_budget", {**known, "budget_eur": math.inf}))


def test_payback_week() -> None:
    # Ten weeks at -500 EUR are paid back by ten weeks at +500 EUR: at the end of week 20.
    net = steps((10, -1.0), (94, 1.0))
    assert value("payback_week", hours_saved_per_employee=net) == 20
    assert value("payback_week", hours_saved_per_employee=1.0) == 0
    assert math.isnan(value("payback_week", hours_saved_per_employee=-1.0))
    relapse = steps((10, -1.0), (20, 1.0), (74, -1.0))
    assert math.isnan(value("payback_week", hours_saved_per_employee=relapse))


def test_people() -> None:
    result = outcomes(
        series(trust=steps((103, 0.1), (1, 0.7)), threat=0.3, reactance=steps((9, 0.4), (1, 0.1))),
        series(),
        context(),
    )
    assert result["trust_final"] == 0.7
    assert result["threat_final"] == 0.3
    assert result["reactance_peak"] == 0.4
    assert result["use_gini_teams"] == 0.2
    assert result["novice_advantage"] == 0.1


def test_manager_hours_count_while_the_levers_are_there() -> None:
    assert value("manager_hours_per_week", manager_hours=steps((78, 2.0), (26, 0.0))) == 2.0


def test_outcomes_while_levers_act_leave_other_weeks_out() -> None:
    acted = np.arange(1, WEEKS + 1) > 90
    changes = {"levers_act": acted, "first_lever_week": 91}
    hours = steps((90, 0.0), (14, 3.0))
    assert value("manager_hours_per_week", changes, manager_hours=hours) == 3.0
    gap = steps((90, 0.1), (14, 0.5))
    assert value("paper_adoption", changes, reported_use=gap, genuine_use=0.0) == 0.5


def test_first_lever_week_is_the_first_in_which_one_acts() -> None:
    levers = strategy(Training(start=7, end=9), Mandate(start=4, end=12), Training(hours=0.0))
    firm = after(company(strategy=levers, weeks=10))
    assert firm.first_lever_week == 4
    assert np.flatnonzero(firm.levers_act).tolist() == [3, 4, 5, 6, 7, 8, 9]


def test_novices_against_experts() -> None:
    """By hand: novices save 0.3 and 0.1 with use 1 and .5, experts 0.1; users alone count."""
    firm = after(company(weeks=1))
    people = firm.people
    people.effective_use[:] = 0.0
    novices = np.argsort(people.tenure)[:2]
    expert = int(np.argmax(people.tenure))
    people.effective_use[novices], people.saving[novices] = (1.0, 0.5), (0.3, 0.1)
    assert np.isnan(novice_advantage(firm.people))
    people.effective_use[expert], people.saving[expert] = 0.7, 0.1
    assert novice_advantage(firm.people) == pytest.approx(0.35 / 1.5 - 0.1)


def test_gini() -> None:
    assert gini(np.array([0.0, 0.0, 1.0])) == pytest.approx(2 / 3)
    assert gini(np.full(5, 0.3)) == pytest.approx(0.0)
    assert gini(np.zeros(3)) == 0.0


def test_paper_adoption_is_read_before_the_levers_go() -> None:
    reported = steps((65, 0.9), (13, 0.6), (26, 0.2))
    result = value("paper_adoption", reported_use=reported, genuine_use=0.2)
    assert result == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("use", "frequent", "integration", "hours", "trapped"),
    [
        (0.6, 0.0, 0.05, 0.97, 1.0),
        (0.3, 0.6, 0.05, 0.97, 1.0),
        (0.3, 0.3, 0.05, 0.97, 0.0),
        (0.6, 0.6, 0.30, 0.97, 0.0),
        (0.6, 0.6, 0.05, 0.90, 0.0),
    ],
)
def test_pilot_trap(
    use: float, frequent: float, integration: float, hours: float, trapped: float
) -> None:
    result = value(
        "pilot_trap",
        genuine_use=use,
        frequent_use=frequent,
        integration=integration,
        hours_per_item=hours,
    )
    assert result == trapped


def test_names_are_the_contract() -> None:
    contract = (
        "weeks_to_50_genuine weeks_to_80_genuine weeks_to_50_reported weeks_to_80_reported "
        "use_auc genuine_use_final reported_use_final use_lasting_ratio gain_lasting_ratio "
        "hours_saved_per_employee_week hours_per_item_change lead_time_change throughput_change "
        "coordination_share_change integration_final j_curve_depth j_curve_weeks payback_week "
        "net_hours_per_employee cost_hours cost_eur net_benefit_eur trust_final threat_final "
        "reactance_peak use_gini_teams paper_adoption pilot_trap"
    )
    assert set(contract.split()) <= set(BY_NAME)
    assert len(BY_NAME) == len(OUTCOMES)
