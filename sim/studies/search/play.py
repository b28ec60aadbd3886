"""A search from end to end: look, pick, and check the picks where the search never was."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.analysis.companies import Draw, families
from sim.analysis.decision import worst_tenth
from sim.analysis.inference import difference, holm, t_test
from sim.base.arrays import Floats, Ints
from sim.model.outcomes import BY_NAME
from sim.runs.execute import RunsFailed
from sim.runs.wants import Batch, Finished
from sim.studies.search.genes import genes, strategy
from sim.studies.search.optimise import Trials, optimise
from sim.studies.tournament.arena import Arena, Played
from sim.studies.tournament.goals import BENEFIT, TRADED, Goal
from sim.studies.tournament.pareto import knee

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.strategy import Strategy
    from sim.studies.tournament.entry import Entry

CHECKED = (*TRADED, BENEFIT)
"""What picks and shipped strategies are compared by on fresh companies."""


@dataclass(frozen=True)
class Wanted:
    """What a command line asks for.

    Attributes:
        kind: Companies, `plausible`, `matched`, or a file.
        levers: Lever kinds that are searched.
        trials: Strategies that are tried.
        draws: Companies that the search sees.
        fresh: Companies that it does not see.
        seeds: Seeds per company.
        caution: Weight of the worst tenth of companies in a score.
    """

    kind: str
    levers: tuple[str, ...]
    trials: int
    draws: int
    fresh: int
    seeds: int
    caution: float


class Pick(NamedTuple):
    """A found strategy and its shipped rival, picked by the same rule before the check.

    Where several rules pick the same two, these meet once, and `rule` joins the names by "+".
    """

    rule: str
    found: str
    rival: str


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        wanted: What was asked.
        last: Last week in which a lever can act.
        headcount: People per company.
        trials: Everything that was tried, with robust scores.
        details: Scores of all trials by company, shape (goals, trials, companies).
        front: Number of the trial -> name of the found strategy.
        shipped: Names of the shipped strategies.
        reference: Their robust scores in the same companies, shape (strategies, goals).
        picks: What was checked.
        check: One row per pick and goal (`check`).
    """

    wanted: Wanted
    last: int
    headcount: int
    trials: Trials
    details: Floats
    front: Mapping[int, str]
    shipped: tuple[str, ...]
    reference: Floats
    picks: tuple[Pick, ...]
    check: pd.DataFrame

    def cheapest_first(self) -> list[int]:
        """Trials of the front by their score of cost."""
        return sorted(self.front, key=lambda trial: -self.trials.scores[trial, 2])


Playing = Generator[Batch, Finished, Any]
"""Runs that are wanted on the way to something."""


def search(entry: Entry, wanted: Wanted) -> Generator[Batch, Finished, Found]:
    """The whole search.

    Raises:
        RunsFailed: A strategy made a run fail.
    """
    base = entry.base
    last = min(base.weeks, base.withdraw_week)
    seen_draws, fresh_draws = apart(
        entry.draw(wanted.kind, wanted.draws + 3 * wanted.fresh), wanted
    )
    seen, unseen = (
        Ground(Arena(base, drawn, wanted.seeds, first), base.weeks, entry.headcount())
        for first, drawn in ((0, seen_draws), (wanted.draws, fresh_draws))
    )
    shipped = entry.strategies
    known = yield from seen.scores(shipped, "")
    reference = robust(known[: len(TRADED)], wanted.caution)
    trials, details = yield from _look(seen, wanted, last, base.seed)
    front, picks = pick(trials, reference, tuple(shipped))
    number = {name: trial for trial, name in front.items()}
    checked: dict[str, Strategy] = {}
    for each in picks:
        checked[each.found] = strategy(each.found, trials.values[number[each.found]], last)
        checked[each.rival] = shipped[each.rival]
    fresh = yield from unseen.scores(checked, "progress.fresh")
    before = {name: details[:, trial] for name, trial in number.items()}
    before |= {name: known[:, place] for place, name in enumerate(shipped)}
    after = {name: fresh[:, place] for place, name in enumerate(checked)}
    matters, people = entry.least(), seen.headcount
    least = {goal.name: matters[goal.outcome] * goal.scale(people) for goal in CHECKED}
    return Found(wanted, last, seen.headcount, trials, details, front, tuple(shipped), reference,
                 picks, check(picks, before, after, families(fresh_draws), least))  # fmt: skip


def apart(drawn: Sequence[Draw], wanted: Wanted) -> tuple[Sequence[Draw], Sequence[Draw]]:
    """Companies that the search sees, and fresh ones that share no fitted values with them."""
    own = families(drawn)
    known = set(own[: wanted.draws].tolist())
    fresh = [draw for draw, family in zip(drawn, own.tolist(), strict=True) if family not in known]
    return drawn[: wanted.draws], fresh[: wanted.fresh]


class Ground(NamedTuple):
    """Companies in which strategies are scored."""

    arena: Arena
    weeks: int
    headcount: int

    def scores(
        self, strategies: Mapping[str, Strategy], label: str, share: tuple[int, int] | None = None
    ) -> Playing:
        """Scores of `CHECKED`, shape (goals, strategies, companies)."""
        played, _ = yield from self.arena.play(strategies, label, share)
        if played.failures:
            raise RunsFailed(played.failures, played.runs)
        return by_company(played, CHECKED, self.weeks, self.headcount)


def by_company(played: Played, goals: Sequence[Goal], weeks: int, headcount: int) -> Floats:
    """Means over seeds, higher is better, as goals are told: shape (goals, strategies, companies).

    Costs count negative.
    """
    cubes = []
    for goal in goals:
        table = played.table(BY_NAME[goal.outcome], weeks)
        cubes.append(goal.scale(headcount) * table.scores.mean(axis=2))
    return np.stack(cubes)


def robust(scores: Floats, caution: float) -> Floats:
    """One score per strategy and goal: part mean, part mean of the worst tenth of companies.

    Args:
        scores: Higher is better, shape (goals, strategies, companies).
        caution: Weight of the worst tenth, 0 to 1.

    Returns:
        Shape (strategies, goals).
    """
    worst = -worst_tenth(-scores)
    return np.asarray(((1.0 - caution) * scores.mean(axis=2) + caution * worst).T)


def _look(seen: Ground, wanted: Wanted, last: int, seed: int) -> Playing:
    """Everything that is tried, and its scores, shape (goals, trials, companies)."""
    details: list[Floats] = []
    tries = optimise(genes(wanted.levers, last), len(TRADED), wanted.trials, seed)
    some = next(tries)
    while True:
        tried = {str(place): strategy("trial", each, last) for place, each in enumerate(some)}
        share = len(some), wanted.trials
        details.append((yield from seen.scores(tried, "progress.strategies", share)))
        try:
            some = tries.send(robust(details[-1][: len(TRADED)], wanted.caution))
        except StopIteration as end:
            return end.value, np.concatenate(details, axis=1)


def pick(
    trials: Trials, reference: Floats, shipped: Sequence[str]
) -> tuple[dict[int, str], tuple[Pick, ...]]:
    """Names of the front, and who is checked against whom."""
    members = trials.front()
    scores = trials.scores[members]
    among = np.concatenate([scores, reference])
    chosen = {
        "knee": (knee(scores, among), knee(reference, among)),
        "fastest": (int(scores[:, 0].argmax()), int(reference[:, 0].argmax())),
        "gain": (int(scores[:, 1].argmax()), int(reference[:, 1].argmax())),
    }
    front: dict[int, str] = {}
    for rule, (own, _) in chosen.items():
        front.setdefault(members[own], f"found_{rule}")
    cheapest_first = sorted(members, key=lambda trial: -trials.scores[trial, 2])
    others = [trial for trial in cheapest_first if trial not in front]
    front |= {trial: f"found_{place}" for place, trial in enumerate(others, start=1)}
    rules: dict[tuple[str, str], list[str]] = {}
    for rule, (own, rival) in chosen.items():
        rules.setdefault((front[members[own]], shipped[rival]), []).append(rule)
    return front, tuple(Pick("+".join(by), *pair) for pair, by in rules.items())


def check(
    picks: Sequence[Pick],
    before: Mapping[str, Floats],
    after: Mapping[str, Floats],
    groups: Ints | None = None,
    least: Mapping[str, float] = {},
) -> pd.DataFrame:
    """Found minus shipped, where the search looked and on fresh companies.

    Args:
        picks: Who meets whom.
        before: Scores in the companies of the search by name, shape (goals, companies).
        after: The same on fresh companies.
        groups: Fresh companies with the same number share fitted values.
        least: Smallest difference that matters, by goal and in its unit.

    Returns:
        One row per pick and goal: `rule, found, rival, goal, unit, search, fresh, low, high,
        shrinkage, p_holm, verdict`. `search` and `fresh` are mean differences, positive is
        better (cheaper, for cost); `low` and `high` the 95 % interval over fresh companies,
        `shrinkage` what got lost of the difference. The verdict (`Tested.verdicts`) goes by the
        t test over companies with Holm's correction for all rows.
    """
    import pandas as pd

    rows, tests = [], []
    for each in picks:
        for place, goal in enumerate(CHECKED):
            gain = difference(after[each.found][place], after[each.rival][place])
            tests.append(t_test(gain, groups))
            seen = (before[each.found][place] - before[each.rival][place]).mean()
            rows.append((*each, goal.name, goal.unit, *map(float, (seen, *tests[-1][:3]))))
    columns = ("rule", "found", "rival", "goal", "unit", "search", "fresh", "low", "high")
    frame = pd.DataFrame(rows, columns=list(columns))
    corrected = holm(np.array([float(test.p) for test in tests]))
    frame["shrinkage"] = frame["search"] - frame["fresh"]
    frame["p_holm"] = corrected
    frame["verdict"] = [
        test.verdicts(p, least.get(goal, 0.0))[0]
        for test, p, goal in zip(tests, corrected, frame["goal"], strict=True)
    ]
    return frame
