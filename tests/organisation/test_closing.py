"""Closing triangles in batches draws what one try after the other would draw."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim.organisation.generate.ties
import sim.organisation.generate.triangles
from sim.base.arrays import Key
from sim.base.philox import uniforms
from sim.base.streams import Streams
from sim.organisation.build import Organisation, build
from sim.organisation.generate.drawing import TRIES, Draft, Place, Rule, Weights, add
from sim.organisation.generate.triangles import SWEEPS, Cards, close
from sim.organisation.spec import GeneratedOrganisation


def plainly(
    draft: Draft, place: Place, weights: Weights, goal: Any, rule: Rule, key: Key, phase: int
) -> None:
    """A stage in the plainest Python: who is looked up, who is asked, who is tied."""
    known: list[list[int]] = [[] for _ in place.manager]
    for a, b in zip(*(side.tolist() for side in draft.pairs()), strict=True):
        known[a].append(b)
        known[b].append(a)
    for row in known:
        row.sort()
    boss, tries = place.manager, 0
    for side, running in enumerate(weights):
        for _ in range(SWEEPS):
            missing = int(goal[side] + 0.5) - int(draft.drawn[1 + side])
            for t in range(missing if running[-1] > 0 else 0):
                i = int(np.searchsorted(running[1:], (t + 0.5) / missing * running[-1]))
                for _ in range(TRIES):
                    tries += 1
                    luck = uniforms(key[0], key[1], phase, tries)
                    if known[i] and tie(draft, place, known, running, boss, side, i, luck, rule):
                        break


def tie(
    draft: Draft, place: Place, known: Any, running: Any, boss: Any, side: int, i: int,
    luck: tuple[float, ...], rule: Rule,
) -> bool:  # fmt: skip
    """One try of i: a contact of a contact whom one of two witnesses knows."""
    u, v, w, x = luck
    via = known[i][int(u * len(known[i]))]
    j = known[via][int(v * len(known[via]))]
    across = place.department[i] != place.department[j]
    if across != (side == 1) or running[j + 1] == running[j]:
        return False
    if boss[i] == boss[j] or boss[i] == j or boss[j] == i:
        return False
    draws = (w, (x - rule.loose) / (1 - rule.loose)) if x >= rule.loose else ()
    witnesses = [known[i][int(draw * len(known[i]))] for draw in draws]
    if draws and not any(other != via and j in known[other] for other in witnesses):
        return False
    return bool(add(draft, place, i, j))


@pytest.mark.parametrize("headcount", [9, 40, 700])
def test_batches_draw_the_same_ties(headcount: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every stage of both layers, tie by tie and in the same order."""
    stages = []

    def both(
        draft: Draft, place: Place, weights: Weights, goal: Any, cards: Cards, *rest: Any
    ) -> None:
        plain = draft._replace(
            **{name: getattr(draft, name).copy() for name in ("seen", "a", "b", "drawn")}
        )
        plainly(plain, place, weights, goal, *rest)
        close(draft, place, weights, goal, cards, *rest)
        for fast, slow in zip(draft.pairs(), plain.pairs(), strict=True):
            assert np.array_equal(fast, slow)
        stages.append(int(draft.drawn[0]))

    monkeypatch.setattr(sim.organisation.generate.ties, "close", both)
    build(GeneratedOrganisation(headcount=headcount), Streams(5))
    assert len(stages) == 4
    assert stages[-1] > stages[0]


def blocks(monkeypatch: pytest.MonkeyPatch, processors: int) -> tuple[Organisation, list[Any]]:
    """An organisation of 3,000 in blocks of about 200, and the drafts after each stage."""
    drafts = []

    def watched(draft: Draft, *rest: Any) -> None:
        close(draft, *rest)
        drafts.append((draft.drawn.copy(), *(side.copy() for side in draft.pairs())))

    monkeypatch.setattr(sim.organisation.generate.triangles, "ROWS", 200)
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    monkeypatch.setattr(sim.organisation.generate.ties, "close", watched)
    return build(GeneratedOrganisation(headcount=3000), Streams(5)), drafts


def test_blocks_do_not_depend_on_how_many_are_drawn_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Same ties, in the same order, on one, two or five processors."""
    first, *others = (blocks(monkeypatch, processors)[1] for processors in (1, 2, 5))
    assert len(first) == 4
    for other in others:
        for mine, theirs in zip(first, other, strict=True):
            assert all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True))


def test_blocks_draw_no_tie_twice_and_as_many_as_one_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pairs that threads must leave to each other are neither lost nor doubled."""
    plain = build(GeneratedOrganisation(headcount=3000), Streams(5))
    organisation, drafts = blocks(monkeypatch, 2)
    home = organisation.structure.department
    for drawn, a, b in drafts:
        assert (a < b).all()
        assert len(np.unique(a.astype(np.int64) * 3000 + b)) == len(a) == drawn[0]
        assert (home[a] == home[b]).sum() == drawn[1]
        assert drawn[0] == drawn[1] + drawn[2]
    one, other = (each.network.contact for each in (plain, organisation))
    assert other.count == pytest.approx(one.count, rel=1e-3)
    assert not np.array_equal(one.neighbour, other.neighbour)
    assert np.corrcoef(one.degree, other.degree)[0, 1] > 0.95
