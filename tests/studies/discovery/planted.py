"""Companies with a planted truth: wins are likely in a known box and rare outside."""

from __future__ import annotations

import numpy as np

from sim.studies.discovery.rule import Data, held_back

INSIDE, OUTSIDE = 0.9, 0.1
"""Chance of a win in the planted box (first feature above 0.6, second below 0.5) and outside."""
BOX_SHARE = 0.4 * 0.5
TRUE_COVERAGE = INSIDE * BOX_SHARE / (INSIDE * BOX_SHARE + OUTSIDE * (1 - BOX_SHARE))


def planted(seed: int, companies: int = 300, features: int = 6) -> Data:
    """Wins by the planted box; every feature uniform in [0, 1]."""
    draw = np.random.default_rng(seed)
    values = draw.random((companies, features))
    inside = (values[:, 0] > 0.6) & (values[:, 1] < 0.5)
    wins = draw.random(companies) < np.where(inside, INSIDE, OUTSIDE)
    gains = np.where(wins, 0.1, -0.05) + 0.03 * draw.standard_normal(companies)
    return Data(values, wins, gains, held_back(range(companies), seed))


def noise(seed: int, companies: int = 120, features: int = 6, share: float = 0.4) -> Data:
    """Wins that have nothing to do with any feature."""
    draw = np.random.default_rng(seed)
    values, wins = draw.random((companies, features)), draw.random(companies) < share
    return Data(values, wins, draw.standard_normal(companies), held_back(range(companies), seed))
