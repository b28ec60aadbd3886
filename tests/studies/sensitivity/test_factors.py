"""What is varied, what is held, and what a point of the design becomes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.analysis.companies import FIXED, dimensions
from sim.analysis.posterior import FITTED, shipped_draws
from sim.base.params import ConfigError
from sim.config.load import load
from sim.studies.sensitivity.factors import EVIDENCE, LUCK, STRATEGY, Vary, company, point
from sim.studies.sensitivity.question import CIRCUMSTANCES, OTHERS, Question
from sim.studies.sensitivity.runs import Design, design, responses
from tests.studies.sensitivity.planted import numbers

SMALL = ("organisation.headcount=20", "weeks=5", "withdraw_week=4")
LOAD = "work.flow.bottleneck_load"


def keys(
    words: tuple[str, ...] = (), vary: Vary | None = None, kind: str = "plausible"
) -> set[str]:
    named = [word.partition("=")[0] for word in words]
    return {each.key for each in company(load(words), named, vary, kind)[0]}


def test_everything_with_a_plausible_range_is_varied_and_nothing_else() -> None:
    assert keys() == {each.key for each in dimensions()}
    assert company(load(()), [], None, "plausible")[1] == FIXED


def test_what_is_set_stays_as_set_also_by_a_preset() -> None:
    every = keys()
    assert every - keys((f"{LOAD}=0.9",)) == {LOAD}
    default = load(()).work.flow.bottleneck_load
    assert LOAD not in keys((f"{LOAD}={default}",))  # said, though it is the default
    sceptical = every - keys(("workforce=sceptical",))
    assert sceptical
    assert all(each.startswith("workforce.") for each in sceptical)
    spread = "workforce.decision.company_spread"
    assert company(load((f"{spread}=0.3",)), [spread], None, "plausible")[1] == {}


def test_names_choose_parameters_and_groups() -> None:
    assert keys(vary=[LOAD]) == {LOAD}
    flow = keys(vary=["work.flow", "technology.fit"])
    assert flow == {each for each in keys() if each.startswith("work.flow.")} | {"technology.fit"}
    assert company(load(()), [], [LOAD], "plausible")[1] == {}


def test_values_of_your_own() -> None:
    vary = {LOAD: {"low": 0.8, "high": 0.9}, "technology.fit": [0.1, 0.3]}
    factors, _ = company(load(()), [], vary, "plausible")
    assert point(factors, (0.5, 0.9)) == {LOAD: pytest.approx(0.85), "technology.fit": 0.3}
    assert [each.unordered for each in factors] == [0, 2]


@pytest.mark.parametrize(
    ("vary", "part"),
    [
        (["work.flow.bottleneck_laod"], LOAD),
        (["organisation.headcount"], "plausible range"),
        ({"work.flow.bottleneck_laod": [0.8]}, LOAD),
        ({"strategy.levers.training.hours": [1, 2]}, "strategies=a,b"),
        ({LOAD: {"low": 0.9, "high": 0.8}}, "low must be below high"),
        ({"weeks": [52, 104]}, "rollout sweep"),
        ({LOAD: 0.9}, "list"),
    ],
)
def test_bad_choices_are_refused(vary: Any, part: str) -> None:
    with pytest.raises(ConfigError, match=part.replace("[", r"\[")):
        company(load(()), [], vary, "plausible")


def test_set_and_varied_is_refused() -> None:
    with pytest.raises(ConfigError, match="set and varied"):
        keys((f"{LOAD}=0.9",), [LOAD])


def test_evidence_keeps_its_draws_whole() -> None:
    factors, _ = company(load(()), [], None, "matched")
    table = shipped_draws()[list(FITTED)]
    (fitted,) = [each for each in factors if each.key == EVIDENCE]
    alone = {each.key for each in factors} - {EVIDENCE}
    assert alone == {each.key for each in dimensions()} - set(FITTED)
    assert len(alone) > 50
    known = {tuple(row) for row in table.to_numpy().tolist()}
    for share in np.linspace(0.0, 0.999, 7):
        drawn = point([fitted], [share])
        assert drawn.keys() == set(FITTED)
        assert tuple(drawn[each] for each in FITTED) in known
    other = next(each for each in factors if each.key == LOAD)
    ends = next((each.low, each.high) for each in dimensions() if each.key == LOAD)
    assert (other.axis.at(0.0), other.axis.at(1.0)) == pytest.approx(ends)
    with pytest.raises(ConfigError, match="matched"):
        keys(vary={LOAD: [0.8, 0.9]}, kind="matched")


def test_blocks_hold_everything_once_and_chance_and_choice_together() -> None:
    asked = Question(("use_auc",), ("a", "b"), tuple(numbers(3)))
    blocks = asked.blocks(("work.x1",))
    assert blocks == {
        "work.x1": ("work.x1",), OTHERS: ("work.x0", "work.x2"), STRATEGY: (STRATEGY,),
        LUCK: (LUCK,), CIRCUMSTANCES: (STRATEGY, LUCK),
    }  # fmt: skip
    assert OTHERS not in asked.blocks(("work.x0", "work.x1", "work.x2"))


def asked(**changes: Any) -> Question:
    factors, _ = company(load(SMALL), [], [LOAD], "plausible")
    usual: dict[str, Any] = {"outcomes": ("genuine_use_final", "payback_week"),
                             "strategies": ("organic", "mandate"), "company": factors,
                             "words": SMALL, "seed": 3, "seeds": 2}  # fmt: skip
    return Question(**{**usual, **changes})


def test_a_point_runs_the_strategy_and_the_seeds_it_says() -> None:
    planned = design(asked(), np.array([[[0.2, 0.0, 0.5], [0.8, 0.999999, 0.5]]]))
    told = [(task.name, seed) for task, seed in planned.runs]
    last = 3 + 2 * (2**14 - 1)
    assert told == [("organic", 3), ("organic", 4), ("mandate", last), ("mandate", last + 1)]
    middle = planned.runs[0][0].config.work.flow.bottleneck_load
    assert middle == pytest.approx(0.84)
    assert planned.runs[0][0].reference == planned.runs[2][0].reference


def table(planned: Design, use: list[float], payback: list[float]) -> Any:
    import pandas as pd

    return pd.DataFrame({"genuine_use_final": use, "payback_week": payback,
                         "stored": [True] * len(planned.runs)})  # fmt: skip


def test_outcomes_are_means_over_seeds_and_a_time_not_reached_is_the_horizon() -> None:
    planned = design(asked(), np.array([[[0.2, 0.0, 0.5], [0.8, 0.5, 0.5]]]))
    nan = float("nan")
    frame = table(planned, [0.1, 0.3, nan, 0.5], [2.0, nan, 4.0, 4.0])
    values = responses(asked(), planned, frame)
    assert values.shape == (1, 2, 2)
    assert values[0, :, 0] == pytest.approx([0.2, nan], nan_ok=True)
    assert values[0, :, 1] == pytest.approx([3.5, 4.0])
    frame.loc[1, "stored"] = False  # a run that failed is no long time
    assert np.isnan(responses(asked(), planned, frame)[0, 0, 1])


def test_a_paired_difference_is_taken_in_the_same_company_with_the_same_seeds() -> None:
    question = asked(baseline="organic", outcomes=("genuine_use_final",))
    planned = design(question, np.array([[[0.0, 0.5], [0.5, 0.5]]]))
    assert [task.name for task, _ in planned.runs] == ["organic"] * 2 + ["mandate"] * 2 + [
        "organic"
    ] * 2 + ["mandate"] * 2
    seeds = [seed for _, seed in planned.runs]
    assert seeds[:2] == seeds[2:4]
    frame = table(planned, [0.1, 0.2, 0.4, 0.6, 0.0, 0.0, 0.1, 0.3], [1.0] * 8)
    assert responses(question, planned, frame)[0, :, 0] == pytest.approx([0.35, 0.2])
