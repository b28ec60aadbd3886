"""No default stands in an outer quarter of its range without a reason."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sim.analysis.companies import Dimension, defaults, dimensions

OUTER = 0.25
MEASURED = "set together with other values so that generated networks are like measured ones"
REASONS: Mapping[str, str] = {
    "organisation.department_spread": MEASURED,
    "organisation.department_homophily": MEASURED,
    "organisation.closure": MEASURED,
    "organisation.sociability_spread": MEASURED,
    "workforce.skill.forgetting": "the meta-analysis says which end is likely",
    "technology.improvement": "a tool that stays as it is, so that what strategies do is not "
    "mixed with what the tool does",
}
"""Exceptions; every one of them has a reason, and none of them is about a result."""


@pytest.mark.parametrize("each", dimensions(), ids=lambda each: each.key)
def test_a_default_is_no_outlier_of_its_own_range(each: Dimension) -> None:
    value = defaults()[each.key]
    inside = OUTER <= round(each.share(value), 2) <= 1.0 - OUTER
    fitted = each.source.startswith("fitted")
    assert inside or fitted or each.key in REASONS, (each.key, value, each.low, each.high)


@pytest.mark.parametrize("each", dimensions(), ids=lambda each: each.key)
def test_only_what_can_be_spread_over_its_logarithm_is(each: Dimension) -> None:
    assert each.low < each.high
    assert not each.log or each.low > 0.0
    assert each.at(0.0) == pytest.approx(each.low)
    assert each.at(1.0) == pytest.approx(each.high)
    for share in (0.1, 0.5, 0.9):
        assert each.share(each.at(share)) == pytest.approx(share)


def test_every_exception_is_one() -> None:
    known = {each.key: each.share(defaults()[each.key]) for each in dimensions()}
    assert [key for key in REASONS if OUTER < known[key] < 1.0 - OUTER] == []
