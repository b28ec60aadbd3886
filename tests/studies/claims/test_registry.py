"""The registry is complete, and every claim is an experiment that can come out either way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.companies import dimensions, draws
from sim.studies.claims.design import Claim, Text
from sim.studies.claims.experiment import SIZES, Size, company, configure, distinct_arms
from sim.studies.claims.metrics import METRICS
from sim.studies.claims.registry import FILE, REGISTRY, read

CLAIMS = list(REGISTRY.values())


def test_all_23_claims_are_registered() -> None:
    assert list(REGISTRY) == [f"C{number:02d}" for number in range(1, 24)]


@pytest.mark.parametrize("word", ["statement", "weights", "levers", "axes", "arms"])
def test_a_misspelled_key_is_not_overlooked(word: str, tmp_path: Path) -> None:
    file = tmp_path / "claims.yaml"
    text = FILE.read_text(encoding="utf-8").replace(f"{word}:", f"{word}x:")
    file.write_text(text, encoding="utf-8")
    with pytest.raises((TypeError, KeyError), match=word):
        read(file)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_conditions_name_arms_and_metrics_that_exist(claim: Claim) -> None:
    conditions = (*claim.conditions, *claim.asides)
    assert claim.conditions
    for each in conditions:
        assert each.metric in METRICS
        assert set(each.weights) <= set(claim.arms)
    used = {arm for each in conditions for arm in each.weights}
    if claim.dose is not None:
        assert set(claim.dose.arms.values()) <= set(claim.arms)
        used |= set(claim.dose.arms.values())
    if claim.id != "C07" and claim.id != "C16":
        assert len(used) >= min(2, len(claim.arms))
    if claim.axes is not None:
        assert set(claim.axes) <= {each.key for each in dimensions()}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_condition_compares_different_arms_or_a_threshold(claim: Claim) -> None:
    for each in (*claim.conditions, *claim.asides):
        keys = {claim.arms[arm].key for arm in each.weights}
        assert len(keys) == len(each.weights), "two arms of a condition are the same run"
        balanced = abs(sum(each.weights.values())) < 1e-9
        assert balanced or each.threshold is not None, "a level needs a threshold of its own"


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_everything_is_said_in_both_languages(claim: Claim) -> None:
    conditions = (*claim.conditions, *claim.asides)
    texts = [claim.statement, claim.mechanism, claim.experiment, *(one.text for one in conditions)]
    texts += [claim.dose.text] if claim.dose is not None else []
    for text in texts:
        assert text.en
        assert text.de
        assert text == Text(text.en.strip(), text.de.strip())
    assert bool(claim.limits.en) == bool(claim.limits.de)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_arms_are_valid_in_every_company(claim: Claim) -> None:
    size = Size(6, 2, headcount=40)
    for draw in draws(size.draws, 3):
        base = company(draw, size)
        for arm in claim.arms.values():
            config = configure(base, arm, draw)
            assert set(config.strategy.levers) == set(arm.levers)


def test_arms_are_shared_between_claims() -> None:
    total = sum(len(claim.arms) for claim in CLAIMS)
    assert len(distinct_arms(CLAIMS)) < 0.9 * total


def test_draws_fill_every_range_evenly_and_repeat() -> None:
    found = draws(10, 5)
    assert found == draws(10, 5)
    assert found != draws(10, 6)
    assert {each.log for each in dimensions()} == {False, True}
    for each in dimensions():
        values = np.array(sorted(draw[each.key] for draw in found))
        assert ((each.low <= values) & (values <= each.high)).all()
        own = np.log(values / each.low) / np.log(each.high / each.low) if each.log else (
            (values - each.low) / (each.high - each.low)
        )  # fmt: skip
        assert np.allclose(own, [each.share(value) for value in values])
        tenths = np.arange(10) / 10
        assert ((tenths - 1e-9 <= own) & (own <= tenths + 0.1 + 1e-9)).all(), each.key


def test_sizes_have_enough_seeds_for_an_interval() -> None:
    assert all(size.seeds >= 2 for size in SIZES.values())
    assert SIZES["full"].draws >= 100
