"""From a sample of companies to everything that is said about it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Flags
from sim.studies.discovery.features import Feature, Features
from sim.studies.discovery.rule import Data, Finding, find, held_back, too_few
from sim.studies.discovery.sample import BETTER, Judged, Question, Sample, judge
from sim.studies.discovery.tree import Tree, grow


@dataclass(frozen=True)
class View:
    """One set of features and what was found in it.

    Attributes:
        name: `observable` or `assumed`.
        features: What was searched.
        data: Companies as they were searched.
        finding: Box, test, or why there is none.
        tree: The cross-check; None where nothing could be searched.
    """

    name: str
    features: tuple[Feature, ...]
    data: Data
    finding: Finding
    tree: Tree | None


@dataclass(frozen=True)
class Report:
    """A question and everything found.

    Attributes:
        question: What was asked.
        sample: What was run.
        judged: Who is better in each company.
        views: One per set of features.
    """

    question: Question
    sample: Sample
    judged: Judged
    views: tuple[View, ...]


def analyse(question: Question, sample: Sample) -> Report:
    """Judge every company and search both sets of features."""
    judged = judge(sample.gains, question.by)
    held = held_back(sample.groups, question.seed)
    sets = {"observable": sample.observable, "assumed": sample.assumed}
    views = [_view(name, features, judged, held, len(sets)) for name, features in sets.items()]
    return Report(question, sample, judged, tuple(views))


def _view(name: str, features: Features, judged: Judged, held: Flags, sets: int) -> View:
    data = Data(features.values, judged.label == BETTER, judged.mean, held)
    finding = find(data, sets)
    tree = None if too_few(data) else grow(data, features.known)
    return View(name, features.known, data, finding, tree)
