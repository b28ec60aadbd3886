"""The value of information on problems with a known answer."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.arrays import Floats
from sim.base.streams import Streams
from sim.studies.ask.questions import QUESTIONS, groups, question_of, survey
from sim.studies.ask.value import _design, floor, inside, lots, perfect, worth

COMPANIES = 2000
DRAW = Streams(1).generator("test")
KNOWN: Floats = DRAW.standard_normal((COMPANIES, 3))
LOT = lots(np.arange(COMPANIES), Streams(2).generator("lots"))
#: Of two strategies the second gains what the first unknown says, twice as much: the value of
#: knowing it is the mean of a positive part, 2 / sqrt(2 pi).
GAIN = 2.0 * KNOWN[:, 0]
LUCK: Floats = DRAW.standard_normal((2, COMPANIES, 2))
VALUES: Floats = np.stack([np.zeros(COMPANIES), GAIN - 0.01])[:, :, None] + LUCK
TRUE = 2.0 / np.sqrt(2.0 * np.pi)


def test_knowing_what_decides_is_worth_what_theory_says() -> None:
    told = worth(VALUES.mean(axis=2), KNOWN[:, :1], LOT)
    assert told.inside == pytest.approx(TRUE, rel=0.1)
    assert told.outside == pytest.approx(TRUE, abs=3.0 * told.error)
    assert told.outside > 10.0 * told.error


def test_knowing_what_does_not_matter_is_worth_nothing() -> None:
    means = VALUES.mean(axis=2)
    told = worth(means, KNOWN[:, 1:], LOT)
    assert abs(told.outside) < 2.0 * told.error + 0.02
    luck = floor(means, [KNOWN[:, :1], KNOWN[:, 1:]], Streams(3).generator("luck"))
    assert told.inside < 2.0 * luck
    assert inside(means, _design(KNOWN[:, :1])) > 5.0 * luck


def test_knowing_everything_lies_between_its_bounds() -> None:
    found = perfect(VALUES)
    assert found.low < found.high
    assert found.low - 3 * found.error < TRUE < found.high
    assert found.best == int(VALUES.mean(axis=(1, 2)).argmax())


def test_a_choice_that_is_always_the_same_is_worth_nothing() -> None:
    sure = np.stack([np.zeros(COMPANIES), 10.0 + KNOWN[:, 0] * 0.1])
    told = worth(sure, KNOWN[:, :1], LOT)
    assert (told.outside, told.changes) == (0.0, False)
    assert told.inside == 0.0


def test_companies_of_one_family_are_held_back_together() -> None:
    families = np.repeat(np.arange(50), 4)
    lot = lots(families, Streams(4).generator("lots"))
    assert all(len(set(lot[families == each])) == 1 for each in range(50))


def test_every_drawn_parameter_belongs_to_one_question() -> None:
    from sim.analysis.companies import dimensions

    keys = [each.key for each in dimensions()]
    own = groups(keys)
    assert sorted(key for each in own.values() for key in each) == sorted(keys)
    assert set(own) <= set(QUESTIONS)
    assert question_of("workforce.decision.threat") == "threat"
    assert question_of("work.flow.touch_share") == "reach"


def test_a_survey_of_more_people_errs_less() -> None:
    from sim.model.config import RunConfig

    keys = ["workforce.start.trust", "workforce.start.early_users", "work.flow.latency"]
    true = np.tile([0.5, 0.2, 1.0], (4000, 1))
    few, many = (
        survey(keys, true, people, RunConfig(), Streams(5).generator("s")) for people in (25, 400)
    )
    assert few.shape == (4000, 2)
    assert few.std(axis=0) == pytest.approx([0.1 / 5, 0.4 / 5], rel=0.1)
    assert many.std(axis=0) == pytest.approx(few.std(axis=0) / 4, rel=0.1)
