"""Where each lever wins and where it loses, in companies drawn from the whole declared space.

Every pair of strategies differs by one lever and is run in the same companies with the same seeds.
A company is won, or lost, where the 95 % interval of the paired differences lies beyond the
smallest effect that matters.

Regions are searched in many companies with two seeds each, where a mean difference beyond what
matters will do, and tested in others with enough seeds to be certain: what is certain is too rare
in most of the space to be searched for. Search and test are those of `rollout discover`
(`sim/studies/discovery/rule.py`); a region is told if its test stands among those of all levers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.analysis.companies import Dimension, Draw, companies, dimensions
from sim.analysis.deciders import Decider, named, ranking
from sim.base.arrays import Floats
from sim.base.values import with_values
from sim.config.load import load
from sim.runs.cells import cells
from sim.runs.plan import tasks_of
from sim.runs.run import simulate
from sim.runs.store import Store
from sim.runs.wants import Batch
from sim.runs.work import Work
from sim.studies.claims.metrics import METRICS
from sim.studies.discovery.boxes import Box
from sim.studies.discovery.rule import LEVEL, Data, Finding, find
from sim.studies.discovery.sample import BETTER, Judged, judge

PRESETS = Path(__file__).parent
"""Folder of the strategies that are not shipped, as `--config-dir` takes it."""
COMPANIES, SEEDS, HEADCOUNT = 480, 6, 100
"""Companies in which wins are counted and regions are tested, and the seeds of each."""
SEARCHED, FEW_SEEDS = 960, 2
"""Other companies, in which regions are searched for."""
OUTCOME, MATTERS = "net_hours_per_employee", METRICS["net_hours"].matters
MONEY, EUR = "net_benefit_eur", 50.0 * HEADCOUNT
LEAD_TIME, PERCENT = "lead_time_change", METRICS["lead_time_after"].matters
"""A second reading where hours cannot tell: the change of lead time, of which less is better."""


class Pair(NamedTuple):
    """Two strategies that differ by one lever.

    Attributes:
        lever: Its name in the tables.
        better, than: Strategies; the lever wins where the first is better.
        said: What is set against what, in words.
        outcome, matters: What decides, and the smallest difference that matters.
        sign: 1 where more of the outcome is better, -1 where less is.
    """

    lever: str
    better: str
    than: str
    said: str
    outcome: str = OUTCOME
    matters: float = MATTERS
    sign: float = 1.0


PAIRS = (
    Pair("champions", "champions", "organic",
         "champions, one in twenty with four hours a week, against licences only"),
    Pair("training", "training_first", "organic",
         "half a year of training for all, announced, against licences only"),
    Pair("candour", "candid", "promising",
         "leading managers who say what they see, against leading managers who promise"),
    Pair("exploring room", "room", "organic",
         "an hour a week to try things for half a year, against licences only"),
    Pair("targeting", "targeted", "phased_pilot_random",
         "pilots for the place and the purpose of the longest measured waits, against pilots by "
         "lot and for every purpose"),
    Pair("place by hours", "by_hours", "phased_pilot_random",
         "pilots where frictions take most hours, against pilots by lot"),
    Pair("place by waiting", "phased_pilot", "phased_pilot_random",
         "pilots where work waits longest, against pilots by lot"),
    Pair("place, lead time", "phased_pilot", "phased_pilot_random",
         "the same two, judged by lead time", LEAD_TIME, PERCENT, -1.0),
    Pair("big bang", "big_bang", "phased_pilot",
         "everything announced and redesigned at once, against pilots in waves"),
)  # fmt: skip


class Side(NamedTuple):
    """Where one of two strategies is better.

    Attributes:
        judged: Every company in which wins are counted.
        likely: Companies searched whose mean difference is beyond what matters.
        finding: The region that was searched for, and its test.
        box: The region, if its test stands among those of all levers and sides.
        clearest: Place of the company that decides most clearly, or -1.
        again: Whether it does so with other seeds, too.
    """

    judged: Judged
    likely: int
    finding: Finding
    box: Box | None = None
    clearest: int = -1
    again: bool = False


class Found(NamedTuple):
    """What came of a pair.

    Attributes:
        pair: What was asked.
        wins, loses: Where the lever is better, and where it is worse.
        money: Shares of companies that it wins and loses by net benefit.
        deciders: Parameters that go with the difference, three at most.
    """

    pair: Pair
    wins: Side
    loses: Side
    money: tuple[float, float]
    deciders: Sequence[Decider]


class Sample(NamedTuple):
    """Companies, where each lies in the ranges, and what was measured: outcome, then strategy."""

    drawn: Sequence[Draw]
    shares: Floats
    values: Mapping[str, Mapping[str, Floats]]

    def apart(self, pair: Pair) -> Floats:
        """How much better the lever does, a row per company and a column per seed."""
        own = self.values[pair.outcome]
        return pair.sign * (own[pair.better] - own[pair.than])


class Study(NamedTuple):
    """Companies, what is drawn in them, and what came of every pair."""

    drawn: Sequence[Draw]
    space: Sequence[Dimension]
    found: Sequence[Found]


def study(store: Path, workers: int = 2, quiet: bool = False) -> Study:
    """Run every strategy in every company, and look where each is better.

    Args:
        store: Folder of finished runs, which are not done again.
        workers: Processes at the same time.
        quiet: No progress.
    """
    with Work(store=Store(store), workers=workers, quiet=quiet).going_on() as work:
        counted = _sample(work, COMPANIES, 0, SEEDS)
        searched = _sample(work, SEARCHED, 1, FEW_SEEDS)
    found = [_found(pair, counted, searched) for pair in PAIRS]
    return Study(counted.drawn, dimensions(), _told(found))


def _sample(work: Work, count: int, lot: int, seeds: int) -> Sample:
    drawn, space = companies("plausible", count, lot), dimensions()
    names = tuple(dict.fromkeys(name for pair in PAIRS for name in (pair.better, pair.than)))
    words = (f"organisation.headcount={HEADCOUNT}",)
    tasks = tasks_of(cells(drawn, words, names, str(PRESETS)))
    done = Batch([(task, seed) for task in tasks for seed in range(seeds)]).do(work)
    values = {
        outcome: {name: column.reshape(len(tasks), seeds)[[task.name == name for task in tasks]]
                  for name in names}
        for outcome, column in done.outcomes([OUTCOME, MONEY, LEAD_TIME]).items()
    }  # fmt: skip
    shares = np.array([[each.share(draw[each.key]) for each in space] for draw in drawn])
    return Sample(drawn, shares, values)


def _found(pair: Pair, counted: Sample, searched: Sample) -> Found:
    money = counted.values[MONEY]
    paid = money[pair.better] - money[pair.than]
    ends = tuple(float((judge(side * paid, EUR).label == BETTER).mean()) for side in (1, -1))
    wins, loses = (
        _once_more(_side(pair, sign, counted, searched), pair, sign, counted.drawn)
        for sign in (1.0, -1.0)
    )
    drawn = [*searched.drawn, *counted.drawn]
    means = np.concatenate([each.apart(pair).mean(axis=1) for each in (searched, counted)])
    return Found(pair, wins, loses, (ends[0], ends[1]), named(ranking(drawn, means)))


def _side(pair: Pair, sign: float, counted: Sample, searched: Sample) -> Side:
    """Companies in which gains are beyond what matters, and the region where they are."""
    judged = judge(sign * counted.apart(pair), pair.matters)
    gains = sign * searched.apart(pair).mean(axis=1)
    likely = gains > pair.matters
    data = Data(
        np.vstack([searched.shares, counted.shares]),
        np.concatenate([likely, judged.label == BETTER]),
        np.concatenate([gains, judged.mean]),
        np.repeat([False, True], [len(gains), len(judged.mean)]),
    )
    return Side(judged, int(likely.sum()), find(data))


def _told(found: Sequence[Found]) -> list[Found]:
    """The regions whose tests stand among all: one in twenty of those told is luck, on average."""
    from scipy.stats import false_discovery_control

    sides = [side for each in found for side in (each.wins, each.loses)]
    tests = [side.finding.confirmation for side in sides]
    corrected = iter(false_discovery_control([test.p_value for test in tests if test]))
    told = iter([
        side._replace(box=side.finding.chosen.box)
        if test and side.finding.chosen and next(corrected) < LEVEL else side
        for side, test in zip(sides, tests, strict=True)
    ])  # fmt: skip
    return [each._replace(wins=next(told), loses=next(told)) for each in found]


def _once_more(side: Side, pair: Pair, sign: float, drawn: Sequence[Draw]) -> Side:
    """Look for the company that decides most clearly, and whether it does with other seeds."""
    judged = side.judged
    if judged.label.max() < BETTER or pair.outcome != OUTCOME:
        return side
    clear = (judged.low - pair.matters) / np.maximum(judged.high - judged.low, 1e-9)
    place = int(np.argmax(np.where(judged.label == BETTER, clear, -np.inf)))
    apart = sign * differences(pair.better, pair.than, drawn[place], range(SEEDS, 2 * SEEDS))
    again = bool(judge(apart[None, :], pair.matters).label[0] == BETTER)
    return side._replace(clearest=place, again=again)


def differences(
    better: str, than: str, company: Mapping[str, float], seeds: Sequence[int]
) -> Floats:  # fmt: skip
    """Net hours per employee over the whole time that one strategy saves more than another."""
    words = [f"organisation.headcount={HEADCOUNT}"]
    configs = [with_values(load(words, name, str(PRESETS)), company) for name in (better, than)]
    ends = np.array([
        [simulate(replace(config, seed=seed)).log.columns()["hours_saved_per_employee"].sum()
         for seed in seeds]
        for config in configs
    ])  # fmt: skip
    apart: Floats = ends[0] - ends[1]
    return apart
