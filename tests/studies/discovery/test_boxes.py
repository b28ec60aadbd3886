"""Boxes by hand, and against the library's own figures."""

from __future__ import annotations

import inspect
import math
import warnings

import numpy as np
import pandas as pd
import pytest

from sim.studies.discovery.boxes import Box, Limit, count, pruned, quasi_p
from sim.studies.discovery.prim import SMALLEST, peel
from tests.studies.discovery.planted import planted

INF = math.inf
VALUES = np.array([[0.1, 5.0], [0.2, 1.0], [0.3, 5.0], [0.4, 1.0], [0.5, 5.0]])
WINS = np.array([False, False, True, False, True])


def test_what_a_box_holds() -> None:
    box = Box((0.2, 2.0), (INF, INF))
    assert box.inside(VALUES).tolist() == [False, False, True, False, True]
    assert box.limits == [Limit(0, False), Limit(1, False)]
    counts = count(Box((0.2, -INF), (INF, INF)), VALUES, WINS)
    assert counts == (4, 2, 2, 5)
    assert (counts.density, counts.coverage, counts.base) == (0.5, 1.0, 0.4)
    assert counts.informedness == pytest.approx(1 - 2 / 3)


def test_companies_on_a_limit_are_inside() -> None:
    assert Box((0.2, -INF), (0.4, INF)).inside(VALUES).tolist() == [False, True, True, True, False]


def test_quasi_p_of_one_limit_by_hand() -> None:
    # Inside 2 of 2 win, without the second limit 2 of 4: chance of 2 of 2 at one half is 1/4.
    box = Box((0.2, 2.0), (INF, INF))
    assert quasi_p(box, Limit(1, False), VALUES, WINS) == pytest.approx(0.25)


def test_limits_that_do_nothing_are_pruned() -> None:
    data = planted(0)
    box = Box((0.6, -INF, 0.02, *[-INF] * 3), (INF, 0.5, *[INF] * 4))
    kept = pruned(box, data.values, data.wins, 0.01)
    assert kept == box.without(Limit(2, False))
    assert pruned(Box((-INF,) * 6, (INF,) * 5 + (0.9,)), data.values, data.wins, 0.01).limits == []


def test_boxes_and_quasi_p_are_those_of_the_library() -> None:
    prim = pytest.importorskip("ema_workbench.analysis.prim")
    data = planted(1, 150, 3)
    known = inspect.signature(prim.Prim).parameters
    more = {"threshold": 1e-9} if "threshold" in known else {}
    frame = pd.DataFrame(data.values, columns=["a", "b", "c"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        box = prim.Prim(
            frame, data.wins.astype(int), peel_alpha=0.05, mass_min=SMALLEST, **more
        ).find_box()
    listed = box.__dict__.get("qp") or box.p_values
    mine = peel(data.values, data.wins)[: len(listed)]
    assert len(mine) > 5
    for row, (own, theirs) in enumerate(zip(mine, listed, strict=True)):
        counts = count(own, data.values, data.wins)
        told = box.peeling_trajectory.iloc[row]
        assert (counts.inside, counts.wins_inside) == (told["n"], told["k"])
        assert (counts.density, counts.coverage) == (told["density"], told["coverage"])
        for limit in own.limits:
            p = theirs["abc"[limit.column]][limit.upper]
            assert quasi_p(own, limit, data.values, data.wins) == pytest.approx(p)
