"""Events: what happens to a company whatever its strategy; a list in the configuration.

`public_error@20:0.3` is short for `{week: 20, kind: public_error, size: 0.3}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.base.params import ConfigError, unknown

LAST_WEEK = 5200
"""Longest horizon, and so the last week that anything can name."""
_SHORT = re.compile(r"(\w*)@(-?\d+)(?::(.+))?")
EXAMPLE = "[public_error@20:0.3] or [{week: 20, kind: public_error, size: 0.3}]"


@dataclass(frozen=True)
class Kind:
    """What can happen.

    Attributes:
        low: Smallest size; nothing happens at size 0.
        high: Largest.
        usual: Size unless one is given [assumed].
        unit: Unit of all three.
        doc: What it does, in a line.
    """

    low: float
    high: float
    usual: float
    unit: str
    doc: str


KINDS: dict[str, Kind] = {
    "tool_change": Kind(
        -1.0, 4.0, -0.2, "share", "from this week on use saves so much more, or less (-0.2)"
    ),
    "public_error": Kind(
        0.0, 1.0, 0.3, "share",
        "a wrong output becomes known: who hears of it, along contacts, loses this share of trust",
    ),
    "budget_cut": Kind(
        0.0, 1.0, 0.5, "share", "this share of what is left of the budget goes"
    ),
    "champions_leave": Kind(
        0.0, 1.0, 0.25, "share", "champions who leave; newcomers take their seats"
    ),
    "managers_leave": Kind(
        0.0, 1.0, 0.1, "share", "managers who leave; newcomers take their seats"
    ),
    "reorganisation": Kind(
        0.0, 1.0, 0.3, "share", "teams are redrawn: this share of staff changes seats"
    ),
    "pause": Kind(
        0.0, 520.0, 8.0, "weeks", "the works council has all levers but licences rest this long"
    ),
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Event:
    """Something that happens, on Monday of a week.

    Attributes:
        week: When, from 1.
        kind: What, one of `KINDS`.
        size: How much of it, in the unit of its kind.
    """

    week: int
    kind: str
    size: float

    def rests(self, week: int) -> bool:
        """Whether levers rest in a week because of it."""
        return self.kind == "pause" and self.week <= week < self.week + self.size


def events_of(said: object) -> tuple[Event, ...]:
    """Events as a configuration lists them, checked and in the order of weeks.

    Raises:
        ConfigError: It is no list of events; one line.
    """
    if isinstance(said, str | Mapping) or not isinstance(said, Iterable):
        raise ConfigError(f"events must be a list such as {EXAMPLE}, got {said!r}")
    return tuple(sorted(map(_event, said)))


def _event(said: object) -> Event:
    if isinstance(said, Event):
        said = {"week": said.week, "kind": said.kind, "size": said.size}
    short = _SHORT.fullmatch(said) if isinstance(said, str) else None
    if short is not None:
        said = {"week": int(short[2]), "kind": short[1], "size": _as_number(short[3])}
    if not isinstance(said, Mapping) or not {"week", "kind"} <= set(said):
        raise ConfigError(f"events: an event is like {EXAMPLE}, got {said!r}")
    for name in said:
        if name not in ("week", "kind", "size"):
            raise ConfigError(f"events: {unknown('key', str(name), ('week', 'kind', 'size'))}")
    name, week, size = str(said["kind"]), said["week"], said.get("size")
    if name not in KINDS:
        raise ConfigError(f"events: {unknown('event', name, KINDS)}")
    kind = KINDS[name]
    if isinstance(week, bool) or not isinstance(week, int) or not 1 <= week <= LAST_WEEK:
        raise ConfigError(f"events: week of {name} must be in [1, {LAST_WEEK}], got {week!r}")
    size = kind.usual if size is None else size
    number = isinstance(size, int | float) and not isinstance(size, bool)
    if not number or not kind.low <= size <= kind.high:
        raise ConfigError(
            f"events: size of {name} must be in [{kind.low:g}, {kind.high:g}] {kind.unit}, "
            f"got {size!r}"
        )
    return Event(week, name, float(size))


def _as_number(text: str | None) -> object:
    try:
        return None if text is None else float(text)
    except ValueError:
        return text
