"""From targets with tolerances to a posterior: what values agree with the evidence.

Approximate Bayesian computation with a Gaussian kernel: a parameter vector counts by
exp(-Q/2), Q = sum over targets of (miss / half)^2, so that the tolerance holds 95 %.
A stand-in (`surrogate.py`) proposes, `emcee` samples, the simulator itself has the last word:
every draw is simulated and weighted by the kernel of what the simulator shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.studies.calibrate.surrogate import Surrogate

if TYPE_CHECKING:
    from sim.base.arrays import Floats, Ints
    from sim.base.streams import Streams
    from sim.studies.evidence.table import Row

#: A target at the end of its tolerance is two standard deviations off.
SDS_AT_THE_END = 2.0
WALKERS, BURN_IN, STEPS = 120, 500, 500


@dataclass(frozen=True)
class Evidence:
    """Targets as arrays: values, and how far below and above still counts."""

    value: Floats
    below: Floats
    above: Floats

    @classmethod
    def of(cls, rows: list[Row]) -> Evidence:
        """The targets among rows of evidence."""
        value = np.array([row.value for row in rows])
        low, high = np.array([row.low for row in rows]), np.array([row.high for row in rows])
        return cls(value, value - low, high - value)

    def misses(self, shown: Floats) -> Floats:
        """Misses in tolerances, shape as `shown`."""
        gap = shown - self.value
        return np.asarray(gap / np.where(gap < 0.0, self.below, self.above))

    def disagreement(self, shown: Floats, error: Floats | float = 0.0) -> Floats:
        """Q of every row; `error` is a standard deviation that adds to the tolerance's."""
        gap = shown - self.value
        sd = np.where(gap < 0.0, self.below, self.above) / SDS_AT_THE_END
        return np.asarray((gap**2 / (sd**2 + np.square(error))).sum(axis=-1))

    def nearness(self, shown: Floats) -> Floats:
        """How much a particle tells about the neighbourhood of the evidence, in (0, 1]."""
        return np.asarray(1.0 / (1.0 + self.disagreement(shown) / shown.shape[1]))


def sample(
    surrogate: Surrogate, evidence: Evidence, start: Floats, streams: Streams, label: str,
    draws: int, temperature: float = 1.0,
) -> Floats:  # fmt: skip
    """Draw from the stand-in's posterior on [0, 1]^parameters.

    Args:
        surrogate: The stand-in.
        evidence: Targets and tolerances.
        start: Points to start from, shape (at least `WALKERS`, parameters).
        streams: Random numbers.
        label: Name of this draw, so that no two share luck.
        draws: How many points to return.
        temperature: Above 1 flattens the posterior, for exploring.
    """
    import emcee
    from threadpoolctl import threadpool_limits

    error = surrogate.error(evidence.nearness(surrogate.held))

    def log_density(points: Floats) -> Floats:
        inside = ((points > 0.0) & (points < 1.0)).all(axis=1)
        shown = surrogate.predict(np.clip(points, 0.0, 1.0))
        fit = -0.5 * evidence.disagreement(shown, error) / temperature
        return np.where(inside, fit, -np.inf)

    draw = streams.generator(f"calibrate/{label}")
    moves = [(emcee.moves.DEMove(), 0.8), (emcee.moves.DESnookerMove(), 0.2)]
    dimensions = start.shape[1]
    sampler = emcee.EnsembleSampler(WALKERS, dimensions, log_density, vectorize=True, moves=moves)
    sampler.random_state = _random_state(draw)
    begin = start[:WALKERS] + 0.01 * draw.standard_normal((WALKERS, dimensions))
    begin = np.clip(begin, 0.01, 0.99)
    with threadpool_limits(1):
        state = sampler.run_mcmc(begin, BURN_IN, skip_initial_state_check=True)
        sampler.reset()
        sampler.run_mcmc(state, STEPS, skip_initial_state_check=True)
    chain: Floats = sampler.get_chain(flat=True)
    return chain[np.sort(draw.choice(len(chain), draws, replace=False))]


def _random_state(draw: np.random.Generator) -> Any:
    """A state for emcee's generator, made from ours."""
    words = draw.integers(0, 2**32, 624, dtype=np.uint32)
    return ("MT19937", words, 624, 0, 0.0)


def weights(evidence: Evidence, shown: Floats, proposed: Floats, error: Floats) -> Floats:
    """Weights that turn the stand-in's draws into the simulator's posterior; sum 1.

    Capped at ten times their mean, so that no single draw speaks for many.
    """
    gain = evidence.disagreement(proposed, error) - evidence.disagreement(shown)
    raw = np.exp(0.5 * (gain - gain.max()))
    raw = np.minimum(raw, 10.0 * raw.mean())
    return np.asarray(raw / raw.sum())


def effective(weight: Floats) -> float:
    """How many equally weighted draws the weights are worth."""
    return float(1.0 / (weight**2).sum())


def resample(weight: Floats, draws: int, luck: float) -> Ints:
    """Rows to take, in proportion to their weight (systematic resampling)."""
    ends = np.cumsum(weight)
    ends[-1] = 1.0
    return np.asarray(np.searchsorted(ends, (np.arange(draws) + luck) / draws), np.int64)


def quantiles(values: Floats, weight: Floats, levels: tuple[float, ...]) -> Floats:
    """Weighted quantiles of every column, shape (levels, columns)."""
    out = np.empty((len(levels), values.shape[1]))
    for column in range(values.shape[1]):
        order = np.argsort(values[:, column])
        middle = np.cumsum(weight[order]) - 0.5 * weight[order]
        out[:, column] = np.interp(levels, middle, values[order, column])
    return out
