"""Patterns that should appear without being told, each judged by a rule.

Nothing here is calibrated to. Every rule names its threshold, so that a reader can disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.companies import draws
from sim.analysis.posterior import FITTED
from sim.analysis.priors import space
from sim.base.streams import Streams
from sim.base.values import with_values
from sim.model.levels import ANY_USE
from sim.studies.evidence.measure import tell, typical_seeds
from sim.studies.evidence.observables import Story
from sim.studies.evidence.scenarios import BASE
from sim.studies.validate.findings import Finding, judged

if TYPE_CHECKING:
    from sim.base.arrays import Floats
    from sim.model.config import RunConfig

WEEKS, WITHDRAWN = 78, 52
LAST = slice(-13, None)
#: Company climates of the runs are spread evenly, as companies are.
COMPANIES, PEOPLE = 8, 500
DRAWS = 24
#: A bottleneck that cannot keep up, and nearly full stations behind it: the question is what
#: happens there when the bottleneck gets faster.
TIGHT = (
    "work.flow.bottleneck_load=1.1", "work.flow.lowest_load=0.95", "work.flow.highest_load=0.95",
)  # fmt: skip


#: Ten weeks of promising more than a poor tool can keep.
LOUD = (
    "+lever/announcement@strategy.levers.announcement=default",
    "strategy.levers.announcement.promise=0.8", "strategy.levers.announcement.end=10",
    "technology.fit=0.05", "workforce.start.best_use=0.1",
)  # fmt: skip
HONEYMOON = 26
"""Weeks in which the first enthusiasm is looked for."""


@dataclass(frozen=True)
class Runs:
    """Stories by strategy, the same companies for all; `none` is the reference."""

    stories: dict[str, list[Story]]

    def mean(self, strategy: str, column: str, weeks: slice = LAST) -> float:
        """Mean of a weekly column over weeks and companies."""
        stories = self.stories[strategy]
        return float(np.mean([each.firm.log.columns()[column][weeks] for each in stories]))

    def change(self, strategy: str, column: str) -> float:
        """Relative to the reference, in percent."""
        return 100.0 * (self.mean(strategy, column) / self.mean("none", column) - 1.0)


STRATEGIES = ("none", "organic", "mandate", "training_first")


def patterns(words: tuple[str, ...] = ()) -> list[Finding]:
    """Check every pattern.

    Args:
        words: Overrides that hold in every run, for example a preset.
    """
    seeds = typical_seeds(COMPANIES)
    runs = Runs({
        name: [tell(_config(name, words), seed) for seed in seeds] for name in STRATEGIES
    })  # fmt: skip
    return [
        _companies_differ(runs), _teams_differ(runs), _tasks_not_latency(runs),
        _queue_moves_on(words), _dip(runs), _felt_more_than_real(runs), _paper(runs),
        _trust_below_reliability(runs), _reversion(words), _hours_not_output(runs),
        _backlog_becomes_output(words), _disappointment(words),
    ]  # fmt: skip


def _config(strategy: str, words: tuple[str, ...], withdrawn: int = WITHDRAWN) -> RunConfig:
    from sim.config.load import load

    fixed = (f"weeks={WEEKS}", f"withdraw_week={withdrawn}", f"strategy={strategy}")
    return load((f"organisation.headcount={PEOPLE}", *BASE, *words, *fixed))


def _companies_differ(runs: Runs) -> Finding:
    use = [float(each.use[LAST].mean()) for each in runs.stories["organic"]]
    spread = 100.0 * (max(use) - min(use))
    low, high = 100 * min(use), 100 * max(use)
    return judged("spread", "companies", spread >= 10.0, low=low, high=high)


def _teams_differ(runs: Runs) -> Finding:
    ratio = float(np.mean([_variance_ratio(each) for each in runs.stories["organic"]]))
    return judged("spread", "teams", ratio >= 1.5, ratio=ratio)


def _variance_ratio(story: Story) -> float:
    """Variance between teams over what the variance between people alone would give."""
    people, use = story.firm.people, story.use[-1]
    size = np.bincount(people.team)
    means = np.bincount(people.team, use) / np.maximum(size, 1)
    between = float((size * (means - use.mean()) ** 2).sum()) / (np.count_nonzero(size) - 1)
    within = float(((use - means[people.team]) ** 2).sum()) / (len(use) - np.count_nonzero(size))
    return between / within if within > 0.0 else np.inf


def _tasks_not_latency(runs: Runs) -> Finding:
    touch = runs.change("organic", "touch_hours_per_item")
    kinds = ("wait_prioritisation", "wait_hand_over", "wait_status_query")
    before = sum(runs.mean("none", kind) for kind in kinds)
    after = sum(runs.mean("organic", kind) for kind in kinds)
    latency = 100.0 * (after / before - 1.0)
    integration = runs.mean("organic", "integration")
    return judged("pattern", "tasks", touch <= -2.0 and latency > -1.0,
                  touch=touch, waits=latency, integration=integration)  # fmt: skip


def _queue_moves_on(words: tuple[str, ...]) -> Finding:
    """Speeding up a bottleneck feeds the station behind it."""
    words = (*words, *TIGHT)
    before, after = [], []
    for seed in typical_seeds(COMPANIES):
        sped = tell(_config("phased_pilot", words), seed).firm.stations
        bare = tell(_config("none", words), seed).firm.stations
        done = np.flatnonzero(sped.integration > 0.3)
        done = done[done % 4 < 3]
        following = np.setdiff1d(done + 1, np.flatnonzero(sped.opened >= 0))
        before += bare.backlog[following].tolist()
        after += sped.backlog[following].tolist()
    usual, now = (sum(each) / max(1, len(each)) for each in (before, after))
    return judged("pattern", "queue", now - usual >= 0.1,
                  usual=usual, now=now, stations=len(after))  # fmt: skip


def _dip(runs: Runs) -> Finding:
    depths, back = [], []
    for with_, without in zip(runs.stories["training_first"], runs.stories["none"], strict=True):
        name = "hours_saved_per_employee"
        gain = with_.firm.log.columns()[name] - without.firm.log.columns()[name]
        depths.append(max(0.0, -float(gain.min())))
        back.append(float(gain[LAST].mean()) > 0.0)
    depth, share = float(np.mean(depths)), float(np.mean(back))
    holds = depth > 0.05 and share > 0.5
    return judged("pattern", "dip", holds, depth=depth, share=100 * share)


def _felt_more_than_real(runs: Runs) -> Finding:
    believed, real = [], []
    for story in runs.stories["organic"]:
        users = story.use[-1] >= ANY_USE
        believed.append(float(story.firm.people.expectation[users].mean()))
        real.append(float(story.saving[-1][users].mean()))
    felt, made = 100.0 * float(np.mean(believed)), 100.0 * float(np.mean(real))
    return judged("pattern", "felt", felt > made, believed=felt, real=made)


def _paper(runs: Runs) -> Finding:
    ordered = slice(WITHDRAWN - 13, WITHDRAWN)
    reported = 100.0 * runs.mean("mandate", "reported_use", ordered)
    genuine = 100.0 * runs.mean("mandate", "genuine_use", ordered)
    holds = reported - genuine >= 2.0
    return judged("pattern", "paper", holds, reported=reported, genuine=genuine)


def _trust_below_reliability(runs: Runs) -> Finding:
    trust, reliable, weight = [], 0.0, 1.0
    for story in runs.stories["organic"]:
        rules = story.firm.config.workforce.experience
        reliable, weight = story.firm.config.technology.reliability, rules.trust_loss_weight
        much = story.use[LAST].mean(axis=0) >= 0.5
        trust.append(float(story.firm.people.trust[much].mean()) if much.any() else np.nan)
    exact = reliable / (reliable + weight * (1.0 - reliable))
    ours = float(np.nanmean(trust))
    holds = ours < reliable if weight > 1.0 else True
    return judged("pattern", "trust", holds, reliable=reliable, exact=exact, trust=ours)


def _reversion(words: tuple[str, ...]) -> Finding:
    """In part of the space of the prior use falls again once the levers are gone."""
    free, falls = [each for each in space() if each.key in FITTED], []
    luck = int(Streams(0).generator("validate/reversion").integers(2**63))
    config = _config("lead_by_example", words, 39)
    for place, values in enumerate(draws(DRAWS, luck, free)):
        use = _trailing(tell(with_values(config, values), place).use.mean(axis=1))
        falls.append(use[-1] < 0.95 * use[:39].max())
    share = float(np.mean(falls))
    return judged("pattern", "reversion", 0.0 < share < 1.0, share=100 * share, draws=DRAWS)


def _hours_not_output(runs: Runs) -> Finding:
    """Users save hours, and in most companies no more gets done."""
    still, saved = [], []
    for story, bare in zip(runs.stories["organic"], runs.stories["none"], strict=True):
        saved.append(100.0 * float((story.use[LAST] * story.saving[LAST]).mean()))
        still.append(abs(_more_done(story, bare)) < 2.0)
    share, hours = 100.0 * float(np.mean(still)), float(np.mean(saved))
    return judged("pattern", "output", share > 50.0 and hours >= 1.0, share=share, hours=hours)


def _backlog_becomes_output(words: tuple[str, ...]) -> Finding:
    """Where work waits, a whole programme lets more get done; what licences do stands beside it."""
    words = (*words, *TIGHT)
    more: dict[str, list[float]] = {"playbook": [], "organic": []}
    for seed in typical_seeds(COMPANIES):
        bare = tell(_config("none", words), seed)
        for name, found in more.items():
            found.append(_more_done(tell(_config(name, words), seed), bare))
    mean = {name: float(np.mean(found)) for name, found in more.items()}
    return judged("pattern", "backlog", mean["playbook"] >= 2.0,
                  more=mean["playbook"], licences=mean["organic"])  # fmt: skip


def _more_done(story: Story, bare: Story) -> float:
    """Items finished, against the same company without levers, in percent."""
    done, usual = (float(each.firm.log.columns()["throughput"][LAST].mean())
                   for each in (story, bare))  # fmt: skip
    return 100.0 * (done / usual - 1.0)


def _disappointment(words: tuple[str, ...]) -> Finding:
    """A loud promise for a poor tool: use rises early, and falls again in some companies."""
    falls = []
    config = _config("organic", (*words, *LOUD))
    for seed in typical_seeds(COMPANIES):
        use = _trailing(tell(config, seed).use.mean(axis=1))
        peak = use[:HONEYMOON].max()
        falls.append(100.0 * (1.0 - float(use[HONEYMOON : HONEYMOON + 26].min()) / float(peak)))
    share = 100.0 * float(np.mean(np.array(falls) >= 5.0))
    return judged("pattern", "disappointment", share > 0.0, share=share, most=max(falls))


def _trailing(values: Floats) -> Floats:
    """Trailing mean over four weeks."""
    return np.convolve(values, np.full(4, 0.25), mode="valid")
