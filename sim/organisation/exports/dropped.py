"""Rows that were left out, by reason: how many, and where the first of them are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from sim.base.arrays import Flags, Ints
from sim.organisation.exports.sheet import Sheet

FIRST = 5
"""Rows of a reason whose lines are told."""


class Dropped(Counter[str]):
    """Reason -> rows left out; `first` knows rows, and never what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, list[tuple[Sheet, int]]] = {}

    def leave_out(
        self, reason: str, sheet: Sheet | None, rows: Sequence[int] | Flags | Ints
    ) -> None:
        """Count some rows of a sheet, given by number or as marks.

        Args:
            reason: Why they are left out.
            sheet: Where they stand.
            rows: Their numbers, or a mark for each row of the sheet.
        """
        marks = isinstance(rows, np.ndarray) and rows.dtype == np.bool_
        numbers = np.flatnonzero(rows) if marks else np.asarray(rows, np.int64)
        self[reason] += len(numbers)
        if sheet is not None and len(numbers):
            self._keep(reason, [(sheet, int(row)) for row in numbers[:FIRST]])

    def take(self, other: Counter[str]) -> None:
        """Add what somebody else left out."""
        self.update(other)
        if isinstance(other, Dropped):
            for reason, rows in other.first.items():
                self._keep(reason, rows)

    def _keep(self, reason: str, rows: Sequence[tuple[Sheet, int]]) -> None:
        known = self.first.setdefault(reason, [])
        known.extend(rows[: FIRST - len(known)])

    def lines(self, reason: str) -> dict[str, list[int]]:
        """File -> lines of the first rows that were left out for a reason."""
        found: dict[str, list[int]] = {}
        for path in dict.fromkeys(sheet.path for sheet, _ in self.first.get(reason, ())):
            own = [(sheet, row) for sheet, row in self.first[reason] if sheet.path == path]
            found[path] = sorted(set(own[0][0].lines_of([row for _, row in own])) - {0})
        return found
