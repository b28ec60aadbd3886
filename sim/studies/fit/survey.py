"""What people told a survey, beside what simulated firms would have told.

Only answers that mean something in the model are compared: use, trust, threat, awareness, and the
hours people try things out. A scale of a questionnaire is not the model's, so a whole scale may be
shifted (`SHIFT`); that is an assumption, and wider than the sampling error of a hundred answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.base.arrays import Floats

if TYPE_CHECKING:
    from sim.studies.fit.library import Library
    from sim.studies.fit.observed import Said

HOURS = "workforce.discovery.exploring_hours"


class Meaning(NamedTuple):
    """What an answer says of the model.

    Attributes:
        column: Weekly column, as in `library.WATCHED`; "" for a parameter.
        shift: By how much a whole scale may be off, one standard deviation.
        spread: Standard deviation between people, where nobody has asked yet.
    """

    column: str
    shift: float
    spread: float


MEANINGS = {
    "use": Meaning("any_use", 0.05, 0.5),
    "use_days": Meaning("genuine_use", 0.05, 0.3),
    "trust": Meaning("trust", 0.1, 0.2),
    "threat": Meaning("threat", 0.1, 0.2),
    "aware": Meaning("aware", 0.1, 0.5),
    "tinkering_hours": Meaning("", 0.1, 0.6),
}
"""Items of a survey (`exports.folder.ITEMS`) that are compared; the others are named, not used."""


def used(said: Sequence[Said], library: Library) -> tuple[Said, ...]:
    """Answers that can be compared with a library."""
    return tuple(each for each in said if each.item in MEANINGS and _known(each.item, library))


def _known(item: str, library: Library) -> bool:
    return item != "tinkering_hours" or HOURS in library.draws[0]


def told(library: Library, item: str, week: int) -> Floats:
    """What firms would tell on average, shape (firms,); before week 1 as in week 1."""
    place = min(max(week, 1), library.active.shape[1]) - 1
    column = MEANINGS[item].column
    if column:
        return np.asarray(library.column(column)[:, place])
    # Only who knows of it and has access tries things out.
    hours = np.array([draw[HOURS] for draw in library.draws])
    who = library.column("aware")[:, place] * library.column("licensed")[:, place]
    return np.asarray(hours * who)


def error(item: str, sampling: float) -> float:
    """Standard error of an answer against the model: of the sample, and of the scale."""
    return float(np.hypot(sampling, MEANINGS[item].shift))


def distance(library: Library, said: Sequence[Said]) -> Floats | None:
    """Squared distance of firms to what was told, in standard errors, shape (firms,)."""
    known = used(said, library)
    if not known:
        return None
    parts = [((told(library, each.item, each.week) - each.mean) / error(each.item, each.error)) ** 2
             for each in known]  # fmt: skip
    return np.asarray(np.sum(parts, axis=0))
