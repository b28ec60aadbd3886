"""Which parameters one question or measurement tells about, and what a survey would see of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml

from sim.base.values import get

if TYPE_CHECKING:
    from sim.base.arrays import Floats
    from sim.model.config import RunConfig

QUESTIONS: Mapping[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8")
)
SURVEYED: Mapping[str, str] = {
    "workforce.start.expectation": "workforce.start.expectation_spread",
    "workforce.start.trust": "workforce.start.trust_spread",
    "workforce.start.threat": "workforce.start.threat_spread",
    "workforce.start.early_users": "",
}
"""What a survey can see: a mean over people, and the spread between them; none for a share."""


def question_of(key: str) -> str:
    """The question that tells about a parameter: the one with the longest fitting beginning."""
    fitting = [
        (len(begin), name)
        for name, begins in QUESTIONS.items() for begin in begins if key.startswith(begin)
    ]  # fmt: skip
    return max(fitting)[1]


def groups(keys: Sequence[str]) -> dict[str, list[str]]:
    """Parameters by question, those without any left out."""
    found: dict[str, list[str]] = {name: [] for name in QUESTIONS}
    for key in keys:
        found[question_of(key)].append(key)
    return {name: own for name, own in found.items() if own}


def survey(
    keys: Sequence[str], values: Floats, people: int, config: RunConfig, draw: np.random.Generator
) -> Floats:
    """What a survey of some people says of its means; other columns are left out.

    Args:
        keys: Names of the columns.
        values: True values, shape (companies, parameters).
        people: How many are asked.
        config: Where the spread between people is.
        draw: Random numbers.
    """
    seen = []
    for key, spread in SURVEYED.items():
        if key in keys:
            true = values[:, keys.index(key)]
            sd = get(config, spread) if spread else np.sqrt(true * (1.0 - true))
            seen.append(true + sd / np.sqrt(people) * draw.standard_normal(len(true)))
    return np.array(seen).T.reshape(len(values), len(seen))
