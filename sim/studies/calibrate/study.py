"""`rollout calibrate`: fit the model to published numbers, and say what they do not identify."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

from sim.config.words import TELLING, key_of
from sim.studies.calibrate.plan import Plan, Sizes
from sim.studies.evidence.table import Row, with_file
from sim.studies.study import Answer, Line, Study, Wants


@dataclass(frozen=True)
class Options(Sizes):
    """Own keys of a calibration."""

    evidence: str | None = None


class Question(NamedTuple):
    """What is asked: evidence, what is held fixed, how much is computed."""

    rows: list[Row]
    fixed: tuple[str, ...]
    held: frozenset[str]
    plan: Plan


#: Keys that steer the command and hold no parameter fixed.
STEERING = ("seed", "workers", "dry_run", *TELLING)


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    from sim.analysis.companies import held
    from sim.config.load import load
    from sim.studies.calibrate.surrogate import require

    config = load(line.words, config_dir=line.config_dir)
    fixed = tuple(word for word in line.words if key_of(word) not in STEERING)
    sizes = {each.name: getattr(line.own, each.name) for each in fields(Sizes)}
    rows = with_file(line.own.evidence)
    require()
    return Question(rows, fixed, held(config, fixed), Plan(seed=config.seed, **sizes))


def answer(question: Question) -> Wants:
    """Fit, and say what is left open; see `Study.answer`."""
    from sim.studies.calibrate.calibrate import calibrate
    from sim.studies.calibrate.files import answer_of

    rows, fixed, named, plan = question
    found = yield from calibrate(rows, plan, fixed, named)
    left: Answer = answer_of(found, rows, fixed, plan)
    return left


STUDY = Study("calibrate", Options, ask, answer, stored="")
