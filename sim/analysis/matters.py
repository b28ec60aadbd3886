"""The smallest difference that matters: what is surely smaller is told as too small to matter.

Fixed by what a unit means, before any result was looked at, and the same for all studies but the
claims, which ask whether there is any effect and keep smaller ones of their own:

* shares, changes and ratios: 2 points. One person in fifty, half a day in a lead time of five
  weeks; surveys of a whole staff tell no less apart.
* hours per employee and week: 0.1, that is six minutes, half an hour a week in a team of five. Over
  a horizon 5 hours, which is the same for a year.
* weeks: 1, the step of the model and of any programme's calendar.
* money and hours of a whole company, per employee: 50 €, which is one hour at its default price and
  a twentieth of the default budget; and that hour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.base.params import ConfigError, is_number, require_known
from sim.model.outcomes import BY_NAME

SMALLEST: Mapping[str, float] = {
    "share": 0.02, "change": 0.02, "ratio": 0.02, "0/1": 0.02, "Gini": 0.02,
    "h per employee and week": 0.1, "h per manager and week": 0.1, "h per employee": 5.0,
    "weeks": 1.0, "€": 50.0, "h": 1.0,
}  # fmt: skip
"""By unit of the outcome; per employee where `PER_HEAD`."""
PER_HEAD = ("€", "h")
"""Units of sums over a whole company."""


def matters(given: Mapping[str, Any] | None = None, people: int = 1) -> dict[str, float]:
    """The smallest difference that matters of every outcome, in its own unit, >= 0.

    Args:
        given: Outcome -> another one, per employee where `PER_HEAD`; all others by their unit.
        people: Employees of the company.

    Raises:
        ConfigError: There is no such outcome, or a value is no number >= 0.
    """
    if given and not isinstance(given, Mapping):
        raise ConfigError(f"matters holds outcomes and sizes: matters.OUTCOME=SIZE, got {given!r}")
    chosen = dict(given or {})
    for name, value in chosen.items():
        require_known("outcome in matters", name, BY_NAME)
        if not is_number(value) or not 0.0 <= value < math.inf:
            raise ConfigError(f"matters of {name} must be a number >= 0, got {value!r}")
    return {
        name: float(chosen.get(name, SMALLEST[each.unit]))
        * (people if each.unit in PER_HEAD else 1)
        for name, each in BY_NAME.items()
    }
