"""What a reader of results has to know about an organisation, as data: any language can say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Note:
    """A fact about an organisation.

    Attributes:
        key: Which sentence says it (`sim/report/text/*/organisation.yaml`).
        values: What stands in its named places, as (name, value): whole numbers, numbers, words,
            notes within the sentence, or tuples of those. `count` decides between one and many.
    """

    key: str
    values: tuple[tuple[str, Any], ...] = ()


def note(key: str, **values: Any) -> Note:
    """A note from its key and what stands in its places."""
    return Note(key, tuple(values.items()))


def listed(names: Sequence[str | Note], most: int = 5) -> tuple[str | Note, ...]:
    """A few names, with the number of those left out."""
    more = (note("and_more", left=len(names) - most),) if len(names) > most else ()
    return (*names[:most], *more)
