"""`rollout calibrate`: fit the model to published numbers, and say what they do not identify."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sim.base.params import Checked, ConfigError, param
from sim.config.words import key_of
from sim.studies.calibrate.calibrate import Plan, calibrate
from sim.studies.calibrate.weights import WALKERS
from sim.studies.evidence.table import Row, with_file
from sim.studies.study import Answer, Line, Study, Wants


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a calibration."""

    particles: int = param(800, WALKERS + 8, 1_000_000, doc="particles of the first wave")
    wave: int = param(150, 1, 50_000, doc="particles of each of four further waves")
    draws: int = param(350, 20, 50_000, doc="draws of the posterior that are simulated")
    recover: int = param(40, 0, 10_000, doc="planted truths for the check of recovery")
    companies: int = param(3, 1, 100, doc="companies of 500 people per particle")
    evidence: str | None = None


class Question(NamedTuple):
    """What is asked: evidence, parameters held fixed, how much is computed."""

    rows: list[Row]
    fixed: tuple[str, ...]
    plan: Plan


#: Keys that steer the command and hold no parameter fixed.
STEERING = ("seed", "workers", "out", "quiet", "language", "dry_run")


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    from sim.analysis.priors import FITTED
    from sim.config.load import load
    from sim.studies.calibrate.surrogate import require

    own = line.own
    seed = load(line.words, config_dir=line.config_dir).seed
    fixed = tuple(word for word in line.words if key_of(word) not in STEERING)
    for word in fixed:
        if key_of(word) in FITTED:
            raise ConfigError(f"{word} is fitted; only other parameters can be held fixed")
    plan = Plan(own.particles, own.wave, own.draws, own.recover, own.companies, seed)
    rows = with_file(own.evidence)
    require()
    return Question(rows, fixed, plan)


def answer(question: Question) -> Wants:
    """Fit, and say what is left open; see `Study.answer`."""
    from sim.studies.calibrate.files import answer_of

    rows, fixed, plan = question
    found = yield from calibrate(rows, plan, fixed)
    left: Answer = answer_of(found, rows, fixed, plan)
    return left


STUDY = Study("calibrate", Options, ask, answer, stored="")
