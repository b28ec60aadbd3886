"""How much a calibration computes."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.params import Checked, param


@dataclass(frozen=True)
class Sizes(Checked):
    """What somebody can choose; more takes longer and narrows the answer."""

    particles: int = param(1500, 16, 1_000_000, doc="particles all over the ranges, a firm each")
    bridges: int = param(1000, 16, 1_000_000, doc="particles between defaults and ranges")
    wave: int = param(500, 1, 50_000, doc="particles of each of six further waves")
    draws: int = param(2000, 20, 50_000, doc="companies that are proposed at the end")
    recover: int = param(40, 0, 10_000, doc="planted truths for the check of recovery")
    companies: int = param(3, 1, 100, doc="firms of 500 people per particle")


@dataclass(frozen=True)
class Plan(Sizes):
    """The same with the seed of everything that is drawn."""

    seed: int = 0
