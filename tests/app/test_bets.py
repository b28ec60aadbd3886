"""Bets: what can be bet, and what they say together."""

from __future__ import annotations

import math

import pytest

from sim.app.bets import Bet, calibration, check
from sim.base.params import ConfigError


def test_bets() -> None:
    check(0.2, 0.4)
    for low, high in ((0.4, 0.2), (-0.1, 0.2), (0.1, 1.2), (math.nan, 0.2)):
        with pytest.raises(ConfigError):
            check(low, high)
    assert calibration([]).verdict == "few", "nothing is known yet"
    narrow = [Bet(k, 0.3, 0.31, 0.5) for k in range(8)]
    assert calibration(narrow) == (8, 0, "sure")
    wide = [Bet(k, 0.0, 1.0, 0.5) for k in range(12)]
    assert calibration(wide).verdict == "unsure"
    assert calibration(wide[:8]).verdict == "fine", "eight of eight happen by luck"
