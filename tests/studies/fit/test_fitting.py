"""What a fit says of planted firms: coverage, hold-out, what is outside, what is identified."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.fit_coverage import STEP, refused, scores
from experiments.fit_methods import Planted, shipped
from sim.analysis.extrapolation import Path
from sim.base.streams import Streams
from sim.studies.fit.fitting import judge, split, weigh
from sim.studies.fit.identified import unknowns
from sim.studies.fit.library import DETECTION, LEAST, MOST, drawn, size
from sim.studies.fit.nearness import stretch, stretched
from sim.studies.fit.observed import Said
from sim.studies.fit.outside import outside, sudden, usual
from sim.studies.fit.promise import Promise, promise
from sim.studies.fit.survey import distance, told, used


def test_intervals_hold_about_as_often_as_they_say(small_truths: Planted) -> None:
    widths = []
    for weeks in (8, 26):
        near, far = scores(small_truths, shipped, weeks)
        assert 0.6 <= (near.holds + far.holds) / 2 <= 1.0
        widths.append((near.width + far.width) / 2)
    assert widths[1] < 0.85 * widths[0]  # more weeks say more


def test_an_interval_is_stretched_until_it_holds_either_kind(small_truths: Planted) -> None:
    series, matched = small_truths.series(30, 8), small_truths.library.matched
    by = stretch(matched, small_truths.seen, series, 52)
    assert 1.0 <= by < 3.0
    path = Path(np.array([0.4]), np.array([0.5]), np.array([0.8]))
    wide = stretched(path, 2.0)
    assert (wide.low[0], wide.middle[0], wide.high[0]) == pytest.approx((0.3, 0.5, 1.0))
    # Curves that say nothing of what comes: the middle 80 % of all of them is wide enough.
    luck = Streams(0).generator("nothing").random(small_truths.seen.ahead.shape)
    blind = small_truths.seen._replace(noisy=luck, ahead=luck, smooth=np.zeros_like(luck))
    assert stretch(matched, blind, series, 52) == pytest.approx(1.1, abs=0.1)


def test_held_out_weeks_take_no_part_in_the_fit(small_truths: Planted) -> None:
    series = small_truths.series(3, 16)
    fitted, held = split(series)
    assert (len(fitted), len(held)) == (12, 4)
    assert [len(each) for each in split(small_truths.series(3, 40))] == [30, 10]
    other = replace(series, share=np.where(series.weeks > fitted.last, 0.99, series.share))
    said = (Said("trust", held.last, 0.1, 0.01, 100),)  # asked in a week that is held out
    here, there = (judge(small_truths.library, small_truths.seen, each, own)
                   for each, own in ((series, ()), (other, said)))  # fmt: skip
    assert here.weighed.weights.tobytes() == there.weighed.weights.tobytes()
    for method, path in here.paths.items():
        np.testing.assert_array_equal(path, there.paths[method])
    assert here.inside("model").sum() > there.inside("model").sum() == 0
    assert there.missed("model") > here.missed("model")


def test_weights_are_worth_sixty_draws(small_truths: Planted) -> None:
    for weeks in (8, 16, 26):
        weighed = weigh(small_truths.library, small_truths.seen, small_truths.series(30, weeks))
        assert weighed.worth == pytest.approx(60.0, abs=5.0)
        assert weighed.temperature > 1.0


def test_a_step_is_outside_the_model_and_honest_use_is_not(small_truths: Planted) -> None:
    honest = np.mean([refused(small_truths, weeks) for weeks in (8, 16)])
    assert honest <= 0.05
    series = small_truths.series(30, 16)
    there = usual(small_truths.seen, series, 0)
    bent = np.where(series.weeks % 2 == 0, 0.9, 0.05)
    off = outside(small_truths.seen, replace(series, share=bent), there)
    assert off is not None
    assert off.reason == "shape"
    assert len(off.weeks) > 5
    late = np.where(series.weeks < 12, 0.1, 0.9)
    step = outside(small_truths.seen, replace(series, share=late), there)
    assert step is not None
    assert step.reason == "step_up"
    assert set(step.weeks.tolist()) & {11, 12, 13, 14, 15, 16}


def test_a_step_is_found_after_half_a_year(small_truths: Planted) -> None:
    """By distance alone one in six was here: most of what is seen by then is a higher level."""
    assert np.mean(refused(small_truths, 26, STEP)) > 0.6


def test_a_steady_rise_is_not_sudden_and_a_jump_is() -> None:
    people = np.full(6, 350.0)
    rise, jump = np.linspace(0.1, 0.6, 6), np.array([0.1, 0.1, 0.1, 0.4, 0.4, 0.4])
    found = sudden(np.stack([rise, jump, jump[::-1]]), people)
    assert found[0] == pytest.approx(0.0, abs=1e-9)
    assert found[1] == pytest.approx(found[2])
    assert found[1] > 5.0
    assert sudden(rise[None, :2], people[:2])[0] == 0.0


def test_a_survey_moves_weights_towards_what_was_said(small_truths: Planted) -> None:
    library, series = small_truths.library, small_truths.series(30, 12)
    trust = told(library, "trust", 12)
    plain = weigh(library, small_truths.seen, series)
    high = Said("trust", 12, float(np.quantile(trust, 0.9)), 0.02, 100)
    asked = weigh(library, small_truths.seen, series, (high,))
    assert asked.weights @ trust > plain.weights @ trust + 0.01
    assert asked.worth >= 44.9
    assert used((high, Said("support", 3, 0.5, 0.1, 9)), library) == (high,)
    assert distance(library, ()) is None
    hours = told(library, "tinkering_hours", 12)
    assert hours[0] < library.draws[0]["workforce.discovery.exploring_hours"]


def test_what_is_pinned_down_is_identified_and_the_rest_is_not(small_truths: Planted) -> None:
    library = small_truths.library
    key = "workforce.decision.intercept"
    values = library.values()[key]
    even = np.full(len(library), 1.0 / len(library))
    assert all(each.width == pytest.approx(1.0) for each in unknowns(library, even))
    near = np.argsort(np.abs(values - np.median(values)))[:70]
    weights = np.zeros(len(library))
    weights[near] = 1.0 / 70.0
    found = unknowns(library, weights)
    assert found[0].key == key
    assert found[0].identified
    assert found[0].low <= found[0].middle <= found[0].high
    assert DETECTION in {each.key for each in found}
    assert np.mean([each.identified for each in found]) < 0.1


def test_more_weeks_are_promised_to_narrow_it(small_truths: Planted) -> None:
    series = small_truths.series(30, 8)
    weights = weigh(small_truths.library, small_truths.seen, series).weights
    told_ = promise(small_truths.library, small_truths.seen, series, weights, 52, 0)
    assert list(told_.weeks) == [12, 16, 20, 26, 39]
    assert told_.weeks[39] < told_.now
    assert set(told_.survey) == {"use_days", "trust", "threat", "tinkering_hours"}
    assert max(told_.survey.values()) < 1.2 * told_.now


def test_weeks_needed_are_counted_from_the_last_one() -> None:
    own = Promise(0.4, {12: 0.35, 26: 0.2}, {"trust": 0.3, "threat": 0.39})
    assert own.needed(0.36, 10) == 2
    assert own.needed(0.2, 10) == 16
    assert own.needed(0.1, 10) is None
    assert own.needed(0.4, 10) == 0
    assert own.best() == "trust"
    assert own._replace(survey={"threat": 0.39}).best() is None


def test_a_library_is_as_large_as_ninety_seconds_allow() -> None:
    assert size(350, 78) == size(3000, 78) == MOST
    assert size(10_000_000, 78) == LEAST
    assert LEAST < size(20_000, 78) < MOST
    assert size(20_000, 104) < size(20_000, 78)


def test_companies_of_both_kinds_keep_what_is_set() -> None:
    draws, matched = drawn(40, 0, {"workforce.start.trust"})
    assert matched.sum() == 10
    assert len(draws) == 40
    assert all("workforce.start.trust" not in each for each in draws)
    assert not any(key.startswith("organisation.") for key in draws[0])
