"""The command line of the record, and what a command line asks."""

from __future__ import annotations

from sim.config.words import read as taken_apart
from sim.studies.sensitivity.question import Question
from sim.studies.sensitivity.study import STUDY, question_of
from sim.studies.study import read
from tests.record.commands import LINES

RECORDED = LINES["sensitivity"][0].split()
LINE = tuple(word for word in RECORDED if word != "out=out")


def asked(*words: str) -> Question:
    """What a command line asks."""
    return question_of(read(STUDY, taken_apart(["sensitivity", *words])))
