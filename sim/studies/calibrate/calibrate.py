"""Calibration: which parameter values agree with the published numbers.

In waves: simulate a space-filling design, train a stand-in, let it propose where the
evidence is met, simulate there, train again. At the end every proposed draw is simulated and
weighted by what the simulator itself shows (`evidence/posterior.py`).
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.priors import Range, ranges
from sim.base.streams import Streams
from sim.runs.wants import Said, Want
from sim.studies.calibrate.laboratory import Laboratory
from sim.studies.calibrate.surrogate import HELD_OUT, Surrogate, require, train
from sim.studies.calibrate.weights import Evidence, effective, quantiles, resample, sample, weights
from sim.studies.evidence.table import Row

if TYPE_CHECKING:
    import pandas as pd

    from sim.base.arrays import Floats

#: Hotter waves look wider around what agrees with the evidence.
TEMPERATURES = (4.0, 2.0, 1.0, 1.0)
SHIPPED_DRAWS = 200
#: The band that recovery and identification speak of: 80 %.
BAND = (0.1, 0.9)


@dataclass(frozen=True)
class Plan:
    """How much to compute.

    Attributes:
        particles: Particles of the first, space-filling wave.
        wave: Particles of every later wave.
        draws: Draws of the posterior that are simulated and weighted.
        recover: Synthetic truths for the check of recovery.
        companies: Companies per particle.
        seed: Seed of everything that is drawn.
    """

    particles: int = 800
    wave: int = 150
    draws: int = 350
    recover: int = 40
    companies: int = 3
    seed: int = 0


@dataclass(frozen=True)
class Calibration:
    """What a calibration found; values of parameters in their own units.

    Attributes:
        rows: The targets.
        ranges: Prior range by parameter.
        points: Simulated draws of the posterior, shape (draws, parameters).
        weight: Their weights, sum 1.
        shown: What the simulator showed for each, shape (draws, targets).
        surrogate: The last stand-in.
        searched: All particles of the waves before, shape (particles, parameters).
        seen: What the simulator showed for them, shape (particles, targets).
        recovered: Share of truths inside the 80 % interval, by parameter; empty if not asked.
    """

    rows: list[Row]
    ranges: dict[str, Range]
    points: Floats
    weight: Floats
    shown: Floats
    surrogate: Surrogate
    searched: Floats
    seen: Floats
    recovered: dict[str, float]

    @property
    def effective_draws(self) -> float:
        """How many equally weighted draws the posterior is worth."""
        return effective(self.weight)

    def bands(self) -> dict[str, tuple[float, float, float]]:
        """10 %, 50 % and 90 % quantile of every parameter."""
        low, middle, high = quantiles(self.points, self.weight, (0.1, 0.5, 0.9))
        return {key: (low[k], middle[k], high[k]) for k, key in enumerate(self.ranges)}

    def shown_bands(self) -> Floats:
        """10 %, 50 % and 90 % quantile of every target, shape (3, targets)."""
        return quantiles(self.shown, self.weight, (0.1, 0.5, 0.9))

    def median(self) -> dict[str, float]:
        """The median of every parameter, to three significant digits."""
        return {key: float(f"{band[1]:.3g}") for key, band in self.bands().items()}

    def typical(self, count: int) -> list[dict[str, float]]:
        """Draws that stand for the posterior, to three significant digits.

        Medians of single parameters need not fit together; a draw does. These are the ones
        nearest to the medians, in widths of the posterior, among the fifth that agrees best.
        """
        low, middle, high = quantiles(self.points, self.weight, (0.1, 0.5, 0.9))
        distance = (((self.points - middle) / (high - low)) ** 2).sum(axis=1)
        agrees = Evidence.of(self.rows).disagreement(self.shown)
        distance[agrees > np.quantile(agrees, 0.2)] = np.inf
        nearest = self.points[np.argsort(distance, kind="stable")[:count]].tolist()
        return [
            {key: float(f"{each:.3g}") for key, each in zip(self.ranges, values, strict=True)}
            for values in nearest
        ]

    def widths(self) -> dict[str, float]:
        """Width of the 80 % band relative to the prior's: 1 means nothing was learnt."""
        out = {}
        for key, (low, _, high) in self.bands().items():
            first, last = self.ranges[key]
            out[key] = (high - low) / ((BAND[1] - BAND[0]) * (last - first))
        return out

    def draws(self, count: int = SHIPPED_DRAWS) -> pd.DataFrame:
        """Equally weighted draws, one column per parameter."""
        import pandas as pd

        rows = resample(self.weight, count, 0.5)
        return pd.DataFrame(self.points[rows], columns=list(self.ranges))


def calibrate(
    rows: Sequence[Row], plan: Plan, words: tuple[str, ...] = ()
) -> Generator[Want, Any, Calibration]:
    """Fit the parameters of `evidence/priors.py` to the targets among `rows`.

    Args:
        rows: The evidence.
        plan: How much to compute.
        words: Other parameters held fixed, as on the command line.
    """
    require()
    targets = [row for row in rows if row.use == "target"]
    limits, evidence, streams = ranges(), Evidence.of(targets), Streams(plan.seed)
    lab = Laboratory(targets, limits, plan.companies, words)
    points = _design(len(limits), plan)
    shown = yield from lab.simulate(points)
    for wave, temperature in enumerate(TEMPERATURES):
        surrogate = train(points, shown, wave)
        begin = points[np.argsort(evidence.disagreement(shown), kind="stable")]
        fresh = sample(surrogate, evidence, begin, streams, f"wave {wave}", plan.wave, temperature)
        yield Said(f"wave {wave + 1}: {plan.wave} particles where the evidence may be met")
        points = np.concatenate((points, fresh))
        shown = np.concatenate((shown, (yield from lab.simulate(fresh))))
    surrogate = train(points, shown, len(TEMPERATURES))
    begin = points[np.argsort(evidence.disagreement(shown), kind="stable")]
    final = sample(surrogate, evidence, begin, streams, "posterior", plan.draws)
    yield Said(f"posterior: {plan.draws} draws")
    truth = yield from lab.simulate(final)
    error = surrogate.error(evidence.nearness(surrogate.held))
    weight = weights(evidence, truth, surrogate.predict(final), error)
    if plan.recover:
        yield Said(f"recovery: {plan.recover} planted truths")
    recovered = _recover(surrogate, evidence, points, shown, limits, plan)
    return Calibration(
        targets, limits, lab.values(final), weight, truth, surrogate,
        lab.values(points), shown, recovered,
    )  # fmt: skip


def _design(dimensions: int, plan: Plan) -> Floats:
    """A Sobol sequence, scrambled by the seed."""
    from scipy.stats import qmc

    luck = int(Streams(plan.seed).generator("calibrate/design").integers(2**63))
    sobol = qmc.Sobol(dimensions, rng=luck)
    size = 1 << max(0, plan.particles - 1).bit_length()
    return np.asarray(sobol.random(size)[: plan.particles])


def _recover(
    surrogate: Surrogate, evidence: Evidence, points: Floats, shown: Floats,
    limits: dict[str, Range], plan: Plan,
) -> dict[str, float]:  # fmt: skip
    """Plant truths, calibrate to what they show plus noise, and count how often they are found.

    The truths are prior particles that no stand-in was trained on; what they show comes from
    the simulator, with noise as large as the tolerances say.
    """
    if plan.recover == 0:
        return {}
    streams = Streams(plan.seed)
    size = np.minimum(evidence.below, evidence.above) / 2.0
    unseen = np.arange(0, plan.particles, HELD_OUT)
    picked = streams.generator("calibrate/truths").permutation(unseen)[: plan.recover]
    inside = np.zeros((len(picked), len(limits)))
    for place, truth in enumerate(picked):
        noise = streams.generator("calibrate/noise", place).standard_normal(len(size))
        planted = Evidence(shown[truth] + size * noise, 2.0 * size, 2.0 * size)
        others = np.delete(np.arange(len(points)), truth)
        order = np.argsort(planted.disagreement(shown[others]), kind="stable")
        draws = sample(surrogate, planted, points[others[order]], streams, f"truth {place}", 2000)
        low, high = np.quantile(draws, BAND, axis=0)
        inside[place] = (points[truth] >= low) & (points[truth] <= high)
    return dict(zip(limits, inside.mean(axis=0).tolist(), strict=True))
