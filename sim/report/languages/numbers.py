"""How numbers are written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Numbers:
    """How a language writes numbers and units."""

    decimal: str
    thousands: str
    separator: str
    units: dict[str, str]
