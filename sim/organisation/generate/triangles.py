"""Closing triangles: tries in batches, so that what they ask of memory is asked at once.

A try waits for memory three times: for a contact, for a contact of that contact, and for
whether a witness knows the latter. What a try finds depends on who tries and on the number
of the draw only, so the next tries of a person are looked up together, and taken one by one.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import int64, uint32, uintp

from sim.base.arrays import Floats, Ints, Key, Rows, Words
from sim.base.kernel import kernel, unlocked
from sim.base.philox import BLOCK, fill, unit
from sim.organisation.generate.drawing import TRIES, Draft, Place, Rule, Weights, add, join, parts
from sim.organisation.network import adjacency

AHEAD = 16  # tries looked up together
SWEEPS = 3
ROWS = 50_000  # of a block, at least; smaller organisations are one
PHASES = 8  # draws of blocks have numbers of their own
WORDS = 16  # of a card: a cache line
SAID = 2  # words of a card before the marks: department and manager
MARKS = 32 * (WORDS - SAID)
NOBODY = -1

Cards = Words


class Circle(NamedTuple):
    """Who is tied to whom when a stage begins, and a card of each person, shape (people, 16).

    A card says department and manager, and has one mark for every contact: bit `row % MARKS`.
    No mark, no tie; a mark leaves little doubt, as most contacts are rows of one division.
    """

    start: Ints
    near: Rows
    cards: Cards


def blank(people: int) -> Cards:
    """Cards that every stage writes anew."""
    return np.empty((people, WORDS), np.uint32)


def close(
    draft: Draft,
    place: Place,
    weights: Weights,
    goal: Floats,
    cards: Cards,
    rule: Rule,
    key: Key,
    phase: int,
) -> None:
    """One stage: triangles of the ties drawn so far, until both goals are met.

    A large organisation is done in blocks, on all processors: what a block draws depends on
    its rows only, and blocks are joined in their order.
    """
    people = len(cards)
    circle = Circle(*adjacency(people, *draft.pairs()), cards)
    _write_cards(circle, place)
    blocks = max(1, people // ROWS)
    rows = np.arange(blocks + 1) * people // blocks
    missing = np.maximum((goal + 0.5).astype(np.int64) - draft.drawn[1:3], 0)
    turns = np.stack([_turns(*each, rows) for each in zip(weights, missing, strict=True)], axis=1)
    drafts = parts(draft, rows, turns.sum(axis=1))

    def work(block: int) -> None:
        _close(
            drafts[block], place, weights, turns[block], circle, rule, key, phase + PHASES * block,
            rows[block], rows[block + 1],
        )  # fmt: skip

    if blocks == 1:
        work(0)
    else:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(work, range(blocks)))
    for part in drafts:
        join(draft, part, place)


def _turns(running: Floats, missing: int, rows: Ints) -> Ints:
    """How many of the missing ties each block is to draw: in proportion to its activity."""
    share = running[rows] / max(running[-1], 1e-300)
    return np.asarray(np.diff(np.round(share * missing).astype(np.int64)))


@kernel
def _write_cards(circle: Circle, place: Place) -> None:
    for i in range(len(circle.cards)):
        card = circle.cards[i]
        for word in range(WORDS):
            card[word] = 0
        card[0], card[1] = uint32(place.department[i]), uint32(place.manager[i])
        for e in range(circle.start[i], circle.start[i + 1]):
            mark = uint32(circle.near[e]) % uint32(MARKS)
            card[SAID + (mark >> 5)] |= uint32(1) << (mark & uint32(31))


@kernel
def _known_to_one(start: Ints, near: Rows, j: int, one: int, two: int) -> bool:
    """Whether j knows one of two witnesses. Reads the whole row, many neighbours at a time."""
    found = False
    for e in range(uintp(start[j]), uintp(start[j + 1])):
        found |= (near[e] == one) | (near[e] == two)
    return found


@unlocked
def _close(
    draft: Draft,
    place: Place,
    weights: Weights,
    goal: Ints,
    circle: Circle,
    rule: Rule,
    key: Key,
    phase: int,
    begin: int,
    end: int,
) -> None:
    """Sweep over a block in proportion to activity until both goals are met, or a while.

    A tie is a turn of one of its ends, and a turn has six tries. One long function, whose
    arrays are plain names: passing or unpacking them counts references, try by try.
    """
    start, near, cards = circle
    words = np.empty((4, BLOCK), np.uint32)
    contact, other = np.empty(AHEAD, np.int32), np.empty(AHEAD, np.int32)
    witness, step = np.empty((2, AHEAD), np.int32), np.empty(AHEAD)
    loosely, hopeful = np.empty(AHEAD, np.bool_), np.empty(AHEAD, np.bool_)
    loose, rest = rule.loose, max(1.0 - rule.loose, 1e-9)
    draw, block = int64(1), int64(-BLOCK)
    for side in range(2):
        running, across = (weights.abroad, True) if side == 1 else (weights.home, False)
        for _ in range(SWEEPS):
            missing, before = goal[side] - draft.drawn[1 + side], running[begin]
            activity, t = running[end] - before, 0
            for i in range(begin, end if activity > 0 else begin):
                turns, tried = -t, 0
                while t < missing and running[i + 1] - before >= (t + 0.5) / missing * activity:
                    t += 1
                turns += t
                mine, ties = start[i], start[i + 1] - start[i]
                if ties == 0:
                    draw += TRIES * turns
                    continue
                home, boss = cards[i, 0], cards[i, 1]
                while turns > 0:
                    count = min(AHEAD, TRIES * turns - tried)
                    if draw + count > block + BLOCK:
                        block = draw
                        fill(key[0], key[1], phase, draw, words)
                    # Short loops without branches: several tries wait for memory together.
                    for k in range(count):
                        at = draw - block + k
                        w, x = unit(words[2, at]), unit(words[3, at])
                        via = near[uintp(mine + int(unit(words[0, at]) * ties))]
                        one = near[uintp(mine + int(w * ties))]
                        two = near[uintp(mine + int(max(x - loose, 0.0) / rest * ties))]
                        contact[k], step[k], loosely[k] = via, unit(words[1, at]), x < loose
                        witness[0, k] = NOBODY if one == via else one
                        witness[1, k] = NOBODY if two == via else two
                    for k in range(count):
                        via = uintp(contact[k])
                        first, last = start[via], start[via + uintp(1)]
                        other[k] = near[uintp(first + int(step[k] * (last - first)))]
                    for k in range(count):
                        j = uintp(other[k])
                        their, hope = cards[j, 1], loosely[k]
                        for who in range(2):
                            mark = uint32(witness[who, k]) % uint32(MARKS)
                            word = cards[j, uintp(SAID) + (mark >> uint32(5))]
                            hope |= ((word >> (mark & uint32(31))) & uint32(1)) != 0
                        formally = (their == boss) | (their == uint32(i)) | (boss == uint32(j))
                        right_side = (cards[j, 0] != home) == across
                        hopeful[k] = hope & right_side & (not formally)
                    for k in range(count):
                        draw += 1
                        tried += 1
                        if hopeful[k]:
                            there = int64(other[k])
                            one, two = witness[0, k], witness[1, k]
                            if (
                                running[there + 1] != running[there]
                                and (loosely[k] or _known_to_one(start, near, there, one, two))
                                and add(draft, place, i, there)
                            ):
                                tried = TRIES
                        if tried == TRIES:
                            turns, tried = turns - 1, 0
                            if turns == 0:
                                break
