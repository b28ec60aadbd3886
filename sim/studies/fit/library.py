"""Simulated firms with one's own organisation and programme, each a whole drawn company.

One organisation serves all of them; luck and company differ from firm to firm. How many there are
follows from the size of the firm and not from a clock, so that the same line gives the same bytes.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.companies import Draw, companies
from sim.base.arrays import Flags, Floats
from sim.base.streams import Streams
from sim.base.values import with_values
from sim.runs.keys import config_key
from sim.runs.version import digest, model_version
from sim.runs.wants import Measurements
from sim.studies.fit.activity import Activity

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.organisation.build import Organisation

MOST, LEAST = 3000, 400
"""Firms of a library."""
SECONDS = 180.0
"""Of one processor that a library may take: 90 on two."""
_EACH, _PER_PERSON, _WEEKS = 8.0, 0.011, 78
"""Milliseconds that a firm takes for so many weeks: of its own, and per person."""
MATCHED = 0.25
"""Share of matched companies; all others are plausible ones (docs/fit.md says why)."""
GIVEN = "organisation."
"""Who works where is the firm's own, and nothing that is drawn."""
WATCHED = ("licensed", "any_use", "genuine_use", "trust", "threat", "aware")
"""Weekly columns of the model that are kept beside what a dashboard shows."""
DETECTED = (0.7, 1.0)
"""Part of the active people that a dashboard sees."""
TOGETHER = 20
"""Firms that a worker watches in one go."""
FORMAT = "1"

Watching = Generator[Measurements, Mapping[str, Any], "Library"]


@dataclass(frozen=True)
class Library:
    """What simulated firms showed.

    Attributes:
        draws: The company of each.
        matched: Which are matched companies, shape (firms,).
        detection: Part of the active people that the dashboard of each sees.
        active: Active people among those with access, as it sees them, shape (firms, weeks).
        watched: Columns `WATCHED`, shape (columns, firms, weeks).
    """

    draws: list[Draw]
    matched: Flags
    detection: Floats
    active: Floats
    watched: Floats

    def __len__(self) -> int:
        return len(self.active)

    def column(self, name: str) -> Floats:
        """One of the columns `WATCHED`, shape (firms, weeks)."""
        return np.asarray(self.watched[WATCHED.index(name)])

    def seen(self, of_all: bool) -> Floats:
        """Curves as the data have them: among people with access, or among all."""
        return self.active * self.column("licensed") if of_all else self.active

    def values(self) -> dict[str, Floats]:
        """Every drawn number by key, shape (firms,); detection among them."""
        found = {key: np.array([draw[key] for draw in self.draws]) for key in self.draws[0]}
        return {**found, DETECTION: self.detection}


DETECTION = "detection"
"""What the unknown of the dashboard is called in tables."""


def size(people: int, weeks: int) -> int:
    """Firms of a library that 90 seconds on two processors allow, between 400 and 3,000."""
    each = (_EACH + _PER_PERSON * people) * weeks / _WEEKS
    return int(min(MOST, max(LEAST, SECONDS * 1000.0 / each))) // 20 * 20


def drawn(
    count: int, seed: int, fixed: Collection[str], matched: float = MATCHED
) -> tuple[list[Draw], Flags]:
    """Companies of both kinds.

    Args:
        count: How many.
        seed: Another seed gives others.
        fixed: Parameters that are held at the configuration's value.
        matched: Share of matched ones.

    Returns:
        The companies, and which are matched, shape (count,).
    """
    near = round(count * matched)
    lot = [*companies("matched", near, seed), *companies("plausible", count - near, seed)]
    free = [{key: value for key, value in each.items()
             if key not in fixed and not key.startswith(GIVEN)} for each in lot]  # fmt: skip
    return free, np.arange(count) < near


def watch(
    config: RunConfig, draws: list[Draw], matched: Flags, window: int, first: int = 0,
    label: str = "progress.firms",
) -> Watching:  # fmt: skip
    """Let firms live, and write down what a dashboard would show of them.

    Args:
        config: Organisation, programme and horizon of all.
        draws: The company of each.
        matched: Which are matched ones.
        window: Days that "active" looks back.
        first: Seed of the first firm, counted from that of the configuration.
        label: Key of what a firm is called while it lives.
    """
    seeds = [config.seed + first + place for place in range(len(draws))]
    keys = [digest(repr(sorted(draw.items())), str(seed))
            for draw, seed in zip(draws, seeds, strict=True)]  # fmt: skip
    jobs = []
    for begin in range(0, len(keys), TOGETHER):
        part = slice(begin, begin + TOGETHER)
        firms = dict(zip(keys[part], zip(draws[part], seeds[part], strict=True), strict=True))
        jobs.append((tuple(keys[part]), (config, firms, window)))
    mark = digest(model_version(), FORMAT, config_key(config), str(config.seed), str(window))
    found = yield Measurements(live, jobs, mark, label)
    table = np.array([found[key] for key in keys]).reshape(len(keys), 1 + len(WATCHED), -1)
    luck = Streams(config.seed).generator("fit/detection", first)
    low, high = DETECTED
    detection = low + (high - low) * luck.random(len(keys))
    return Library(
        draws, matched, detection, table[:, 0] * detection[:, None],
        np.ascontiguousarray(table[:, 1:].swapaxes(0, 1)),
    )  # fmt: skip


def live(
    keys: tuple[str, ...], config: RunConfig, firms: dict[str, tuple[Draw, int]], window: int
) -> dict[str, list[float]]:
    """What firms show, by key: active people, then `WATCHED`, all weeks of each."""
    organisation = _organisation(config.organisation, config.seed)
    return {key: _lived(with_values(config, firms[key][0]), firms[key][1], organisation, window)
            for key in keys}  # fmt: skip


def _lived(config: RunConfig, seed: int, organisation: Organisation, window: int) -> list[float]:
    from sim.model.engine import Engine

    firm = Engine(replace(config, seed=seed), organisation)
    activity = Activity(firm, window)
    for _ in range(config.weeks):
        firm.step()
        activity.record()
    columns = firm.log.columns()
    shown = np.concatenate([activity.active, *(columns[name] for name in WATCHED)])
    return [float(each) for each in shown]


@functools.lru_cache(maxsize=1)
def _organisation(organisation: Any, seed: int) -> Organisation:
    """The firm's organisation: built once per process."""
    from sim.organisation.build import build

    return build(organisation, Streams(seed))
