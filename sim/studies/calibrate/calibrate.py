"""Calibration: which whole companies agree with the published numbers.

Every uncertain parameter is free. In waves: simulate companies all over their ranges and on the
way from the defaults there, train a stand-in near the evidence, let it propose where that is met,
simulate there, train again. At the end every proposed company is simulated as several firms, kept
if it agrees, and shown once more with firms that nobody has seen.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr, ndtri

from sim.analysis.companies import Dimension, defaults
from sim.analysis.priors import space
from sim.base.streams import Streams
from sim.runs.wants import Said, Want
from sim.studies.calibrate.agreement import Evidence
from sim.studies.calibrate.laboratory import Laboratory
from sim.studies.calibrate.plan import Plan
from sim.studies.calibrate.slices import slices
from sim.studies.calibrate.surrogate import Particles, Surrogate, require, screen, train
from sim.studies.evidence.table import Row

if TYPE_CHECKING:
    import pandas as pd

    from sim.base.arrays import Flags, Floats, Ints

#: Hotter waves look wider around what agrees with the evidence; the last ones are at the point.
TEMPERATURES = (8.0, 4.0, 2.0, 1.0, 1.0, 1.0)
STEPS = 250
"""Steps of every chain; 250 were enough for chains that start at the prior."""
GATE = 0.1
"""Share of proposed companies that must agree, else the fit is no fit."""
SHIPPED_DRAWS = 300
#: The band that recovery and identification speak of: 80 %.
BAND = (0.1, 0.9)
#: Where seeds of the last look begin: no firm of the fit is among them.
FRESH = 1_000_000


@dataclass(frozen=True)
class Calibration:
    """What a calibration found; values of parameters in their own units.

    Attributes:
        rows: The targets.
        space: What was free.
        values: Companies that agree, shape (companies, parameters).
        shares: The same as shares of the prior below them.
        shown: What fresh firms of them show, shape (companies, targets).
        proposed: Companies that were proposed at the end.
        agreed: Which of them agree.
        surrogate: The last stand-in.
        searched: All particles.
        recovered: Share of truths inside the 80 % interval, by parameter; empty if not asked.
    """

    rows: list[Row]
    space: tuple[Dimension, ...]
    values: Floats
    shares: Floats
    shown: Floats
    proposed: int
    agreed: Flags
    surrogate: Surrogate
    searched: Particles
    recovered: dict[str, float]

    @property
    def keys(self) -> list[str]:
        """Full key of every free parameter."""
        return [each.key for each in self.space]

    @property
    def passed(self) -> bool:
        """Whether enough of the proposed companies agree to call it a fit."""
        return bool(self.agreed.mean() >= GATE)

    @cached_property
    def evidence(self) -> Evidence:
        """The targets as arrays."""
        return Evidence.of(self.rows)

    def bands(self) -> dict[str, tuple[float, float, float]]:
        """10 %, 50 % and 90 % quantile of every parameter."""
        low, middle, high = np.quantile(self.values, (0.1, 0.5, 0.9), axis=0)
        return {key: (low[k], middle[k], high[k]) for k, key in enumerate(self.keys)}

    def shown_bands(self) -> Floats:
        """10 %, 50 % and 90 % quantile of every target, shape (3, targets)."""
        return np.asarray(np.quantile(self.shown, (0.1, 0.5, 0.9), axis=0))

    def median(self) -> dict[str, float]:
        """The median of every parameter, to three significant digits."""
        return {key: float(f"{band[1]:.3g}") for key, band in self.bands().items()}

    def typical(self) -> dict[str, float]:
        """The company that stands for all: agreeing with the evidence, near the middle.

        Medians of single parameters need not fit together; a company does. This is the one
        nearest to the medians among the fifth that agrees best in fresh firms.
        """
        seen = self.shares[:, self.surrogate.columns]
        distance = ((seen - np.median(seen, axis=0)) ** 2).sum(axis=1)
        off = self.evidence.disagreement(self.shown)
        distance[off > np.quantile(off, 0.2)] = np.inf
        values = self.values[int(np.argmin(distance))].tolist()
        return {key: float(f"{each:.3g}") for key, each in zip(self.keys, values, strict=True)}

    def widths(self) -> dict[str, float]:
        """Width of the 80 % band relative to the prior's: 1 means nothing was learnt."""
        low, high = np.quantile(self.shares, BAND, axis=0)
        width = (high - low) / (BAND[1] - BAND[0])
        return dict(zip(self.keys, width.tolist(), strict=True))

    def looked_at(self) -> list[str]:
        """Parameters that move a target near the evidence."""
        return [self.keys[k] for k in self.surrogate.columns]

    def draws(self) -> pd.DataFrame:
        """The companies, one column per parameter."""
        import pandas as pd

        return pd.DataFrame(self.values, columns=self.keys)


def calibrate(
    rows: Sequence[Row], plan: Plan, words: tuple[str, ...] = (),
    held: frozenset[str] = frozenset(),
) -> Generator[Want, Any, Calibration]:  # fmt: skip
    """Find companies that agree with the targets among `rows`.

    Args:
        rows: The evidence.
        plan: How much to compute.
        words: What is held fixed, as on the command line.
        held: The parameters that they name.
    """
    require()
    targets = [row for row in rows if row.use == "target"]
    lab, evidence = Laboratory(targets, space(held), words), Evidence.of(targets)
    streams, seeds = Streams(plan.seed), _Seeds()
    wide = _design(len(lab.space), plan)
    firms = yield from lab.simulate(ndtr(wide), seeds.next(len(wide), 1))
    known = Particles.of(wide, firms)
    for wave, temperature in enumerate((np.inf, *TEMPERATURES)):
        if wave:
            surrogate = _learnt(known, evidence, wave)
            yield Said(f"wave {wave} of {len(TEMPERATURES)}: {plan.wave} particles")
            fresh = _propose(surrogate, evidence, plan.wave, streams, f"wave {wave}", temperature)
        else:
            fresh = _bridges(lab.space, plan.bridges, streams)
        firms = yield from lab.simulate(ndtr(fresh), seeds.next(len(fresh), plan.companies))
        known = known + Particles.of(fresh, firms)
    surrogate = _learnt(known, evidence, len(TEMPERATURES) + 1)
    yield Said(f"last look: {plan.draws} companies")
    final = _propose(surrogate, evidence, plan.draws, streams, "final", 1.0)
    firms = yield from lab.simulate(ndtr(final), seeds.next(len(final), plan.companies))
    seen = Particles.of(final, firms)
    kept = evidence.agrees(seen.shown)
    rows_kept = _shipped(kept, evidence.disagreement(seen.shown))
    yield Said(f"fresh firms of {len(rows_kept)} companies")
    seeds = _Seeds(FRESH)
    firms = yield from lab.simulate(
        ndtr(final[rows_kept]), seeds.next(len(rows_kept), plan.companies)
    )
    if plan.recover:
        yield Said(f"recovery: {plan.recover} planted truths")
    recovered = _recover(surrogate, evidence, known + seen, lab.space, plan)
    return Calibration(
        targets, tuple(lab.space), lab.values(ndtr(final[rows_kept])), ndtr(final[rows_kept]),
        firms.mean(axis=1), len(final), kept, surrogate, known + seen, recovered,
    )  # fmt: skip


class _Seeds:
    """Seeds of firms, none twice."""

    def __init__(self, first: int = 0) -> None:
        self.first = first

    def next(self, particles: int, firms: int) -> Ints:
        """Shape (particles, firms)."""
        start, self.first = self.first, self.first + particles * firms
        return np.arange(start, self.first).reshape(particles, firms)


def _design(dimensions: int, plan: Plan) -> Floats:
    """A Sobol sequence, scrambled by the seed, as normal scores."""
    from scipy.stats import qmc

    luck = int(Streams(plan.seed).generator("calibrate/design").integers(2**63))
    size = 1 << max(0, plan.particles - 1).bit_length()
    sobol = qmc.Sobol(dimensions, rng=luck).random(size)[: plan.particles]
    return np.asarray(ndtri(np.clip(sobol, 1e-6, 1.0 - 1e-6)))


def _bridges(dimensions: Sequence[Dimension], count: int, streams: Streams) -> Floats:
    """Particles on the way from the defaults to draws of the prior: the evidence is near there."""
    draw, now = streams.generator("calibrate/bridges"), defaults()
    usual = ndtri(np.clip([each.share(now[each.key]) for each in dimensions], 0.02, 0.98))
    far = draw.standard_normal((count, len(dimensions)))
    return np.asarray(usual + draw.random((count, 1)) * (far - usual))


def _learnt(known: Particles, evidence: Evidence, wave: int) -> Surrogate:
    weight = evidence.nearness(known.shown)
    return train(known, screen(known, weight), wave)


def _propose(
    surrogate: Surrogate, evidence: Evidence, count: int, streams: Streams, label: str,
    temperature: float,
) -> Floats:  # fmt: skip
    """Draws of the stand-in's posterior as normal scores, shape (count, parameters)."""
    error = surrogate.error(evidence.nearness(surrogate.held.shown))

    def log_likelihood(points: Floats) -> Floats:
        off = evidence.disagreement(surrogate.predict(points), error)
        return np.asarray(-0.5 * off / temperature)

    draw = streams.generator(f"calibrate/{label}")
    begin = draw.standard_normal((count, surrogate.held.points.shape[1]))
    return slices(log_likelihood, begin, STEPS, draw)


def _shipped(agreed: Flags, off: Floats) -> Ints:
    """The companies that are kept: those that agree; too few of them are filled up by nearness."""
    order = np.lexsort((off, ~agreed))
    return np.sort(order[: max(int(agreed.sum()), min(SHIPPED_DRAWS, len(off)))])


def _recover(
    surrogate: Surrogate, evidence: Evidence, particles: Particles,
    dimensions: Sequence[Dimension], plan: Plan,
) -> dict[str, float]:  # fmt: skip
    """Plant truths, calibrate to what they show plus noise, and count how often they are found.

    The truths are particles near the evidence that no stand-in was trained on; what they show
    comes from the simulator, with noise as large as the tolerances say.
    """
    if plan.recover == 0:
        return {}
    streams = Streams(plan.seed)
    size = np.minimum(evidence.below, evidence.above) / 2.0
    held = surrogate.held
    near = np.argsort(evidence.disagreement(held.shown), kind="stable")[: 4 * plan.recover]
    picked = streams.generator("calibrate/truths").permutation(near)[: plan.recover]
    inside = np.zeros((len(picked), len(dimensions)))
    for place, truth in enumerate(picked):
        noise = streams.generator("calibrate/noise", place).standard_normal(len(size))
        planted = Evidence(held.shown[truth] + size * noise, 2.0 * size, 2.0 * size)
        draws = _propose(surrogate, planted, 400, streams, f"truth {place}", 1.0)
        low, high = np.quantile(draws, BAND, axis=0)
        inside[place] = (held.points[truth] >= low) & (held.points[truth] <= high)
    hits = inside.mean(axis=0)
    return {dimensions[k].key: float(hits[k]) for k in surrogate.columns}
