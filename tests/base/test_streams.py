"""Random numbers: the published algorithm, pure, prefix-stable, uniform, independent."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.base.philox import BLOCK, fill, normals, philox, standard_normal, uniforms, unit, units
from sim.base.streams import Streams
from sim.model.config import RunConfig

#: Counter, key and result of Philox 4x32-10: the known-answer vectors published with Random123.
VECTORS = [
    (
        "00000000 00000000 00000000 00000000",
        "00000000 00000000",
        "6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    ),
    (
        "ffffffff ffffffff ffffffff ffffffff",
        "ffffffff ffffffff",
        "408f276d 41c83b0e a20bc7c6 6d5451fd",
    ),
    (
        "243f6a88 85a308d3 13198a2e 03707344",
        "a4093822 299f31d0",
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]


def numbers(text: str) -> list[np.uint32]:
    return [np.uint32(int(word, 16)) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "result"), VECTORS)
def test_published_vectors(counter: str, key: str, result: str) -> None:
    """Philox 4x32-10 gives what its authors publish."""
    drawn = philox(*numbers(counter), *numbers(key))
    assert [int(word) for word in drawn] == [int(word) for word in numbers(result)]


def test_words_and_uniforms_are_the_same_numbers() -> None:
    """The two ways to draw agree for every row, in early and in late weeks."""
    streams = Streams(7)
    key = streams.key("discovery")
    for week in (1, 104, 5200):
        words = streams.words("discovery", week, 50)
        for row in range(50):
            one = uniforms(key[0], key[1], week, row)
            assert one == tuple(unit(word) for word in words[:, row].tolist())


def test_blocks_are_pieces_of_the_whole() -> None:
    """A kernel that draws block by block draws what it would draw in one go."""
    streams = Streams(7)
    key, words = streams.key("turnover"), streams.words("turnover", 9, 3 * BLOCK)
    block = np.empty((4, BLOCK), np.uint32)
    for first in range(0, 3 * BLOCK, BLOCK):
        fill(key[0], key[1], 9, first, block)
        assert (block == words[:, first : first + BLOCK]).all()
        assert units(block, 5) == uniforms(key[0], key[1], 9, first + 5)


def test_pure() -> None:
    """A draw depends on seed, label, week and row, not on what was drawn before."""
    first = Streams(3).words("turnover", 5, 40)
    streams = Streams(3)
    for label in ("discovery", "turnover"):
        for week in (9, 1, 5):
            streams.words(label, week, 17)
            streams.generator(label, week).random(5)
    assert (streams.words("turnover", 5, 40) == first).all()
    lasting = Streams(3).generator("tenure").random(9)
    assert (streams.generator("tenure").random(9) == lasting).all()


def test_prefix_stable() -> None:
    """More rows change nobody's numbers, in either way of drawing."""
    streams = Streams(11)
    for week in (0, 1, 78):
        few = streams.words("sharing", week, 400)
        assert (streams.words("sharing", week, 480)[:, :400] == few).all()
        for draw in ("random", "standard_normal"):
            short = getattr(streams.generator("tenure", week), draw)(400)
            assert (getattr(streams.generator("tenure", week), draw)(480)[:400] == short).all()


def test_everything_named_matters() -> None:
    """Another seed, label, week or row gives other numbers."""
    base = Streams(1).words("sharing", 1, 100)
    assert len(np.unique(base)) > 395
    for seed, label, week in ((2, "sharing", 1), (1, "Sharing", 1), (1, "sharing", 2)):
        assert (Streams(seed).words(label, week, 100) != base).mean() > 0.99
    one, other = Streams(1).generator("a", 1).random(9), Streams(1).generator("a", 2).random(9)
    assert (one != other).all()


def uniform_words(label: str, seed: int = 0, week: int = 1) -> NDArray[np.float64]:
    words = Streams(seed).words(label, week, 50_000)
    return np.array([unit(word) for word in words.ravel().tolist()])


@pytest.mark.parametrize("label", ["discovery", "sharing", "experience", "turnover"])
def test_uniform(label: str) -> None:
    """Kolmogorov-Smirnov on 200,000 numbers; inside (0, 1), mean and variance right."""
    from scipy.stats import kstest

    drawn = uniform_words(label)
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0
    assert kstest(drawn, "uniform").pvalue > 0.001
    assert abs(drawn.mean() - 0.5) < 4 / np.sqrt(12 * drawn.size)


def test_independent() -> None:
    """No correlation between labels, seeds, weeks, neighbouring rows and words of a row."""
    base = uniform_words("discovery")
    others = [
        uniform_words("sharing"),
        uniform_words("discovery", seed=1),
        uniform_words("discovery", week=2),
        np.roll(base, 1),
        np.roll(base, 50_000),
    ]
    bound = 4 / np.sqrt(base.size)
    for other in others:
        assert abs(np.corrcoef(base, other)[0, 1]) < bound
        assert abs(np.corrcoef(np.abs(base - 0.5), np.abs(other - 0.5))[0, 1]) < bound


def test_smallest_and_largest_words_stay_inside() -> None:
    """A uniform is never 0 or 1, so that its logarithm and its normal are finite."""
    for word in (0, 1, 2**32 - 1):
        assert 0.0 < unit(word) < 1.0
        assert np.isfinite(standard_normal(unit(word)))


def test_normals_of_a_block() -> None:
    """A block of normals is what each word gives alone, middle and tails, to the last digit."""
    words = Streams(3).words("experience", 5, 4 * BLOCK)[0]
    together = np.empty(len(words))
    normals(words, together)
    assert np.array_equal(together, [standard_normal(unit(word)) for word in words])


def test_standard_normal() -> None:
    """The normal by inversion agrees with Python's own to 1e-6, tails included."""
    exact = NormalDist().inv_cdf
    points = np.concatenate((np.linspace(0.0005, 0.9995, 3001), 10.0 ** np.arange(-9, -3)))
    for u in (*points, *(1 - 10.0 ** np.arange(-9, -3)), unit(0), unit(2**32 - 1)):
        assert standard_normal(float(u)) == pytest.approx(exact(float(u)), abs=1e-6)


def test_any_seed() -> None:
    """Seeds of any size are fine, 0 included, and neighbours have nothing in common."""
    seeds = (0, 1, 2**31, 2**63 - 1000, 2**63 - 1)
    assert len({Streams(seed).key("label").tobytes() for seed in seeds}) == len(seeds)
    assert [RunConfig(seed=seed).seed for seed in seeds] == list(seeds)
