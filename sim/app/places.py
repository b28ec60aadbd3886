"""Where a company's departments are drawn, and how many of their people use it how much."""

from __future__ import annotations

from typing import Any

import numpy as np

STAGES = 5
"""Rungs of use (`log.stage`)."""
FIELD, MARGIN = 1000, 34
"""What the longer side of a drawn company measures in its own units, and what is left free."""
PANEL = (1.0, 1.3)
"""Departments fill a panel that is wider than tall (`layout`)."""
Facts = dict[str, Any]


def field(positions: Any) -> tuple[Any, int, int]:
    """Positions in a field with a margin: whole numbers, its width and its height."""
    low, span = positions.min(axis=0), np.ptp(positions, axis=0)
    scale = (FIELD - 2 * MARGIN) / max(float(span[0]), 1.0)
    spots = np.rint((positions - low) * scale + MARGIN).astype(int)
    return spots, FIELD, int(spots[:, 1].max()) + MARGIN


def departments(positions: Any, department: Any, ties: Any) -> Facts:
    """Departments as circles: where, how large, and how many ties between them.

    Args:
        positions: Of people, shape (people, 2).
        department: Of everybody.
        ties: Pairs of rows, shape (ties, 2).
    """
    spots, wide, tall = field(positions)
    inside, sizes = np.unique(department, return_inverse=True, return_counts=True)[1:]
    centre = np.stack([np.bincount(inside, spots[:, side]) / sizes for side in (0, 1)], axis=1)
    radius = np.array([
        np.linalg.norm(spots[inside == each] - centre[each], axis=1).max()
        for each in range(len(sizes))
    ])  # fmt: skip
    pairs = np.sort(inside[ties], axis=1)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    between, times = np.unique(pairs, axis=0, return_counts=True)
    return {
        "width": wide, "height": tall, "x": centre[:, 0].round().tolist(),
        "y": centre[:, 1].round().tolist(), "r": radius.round(1).tolist(),
        "ties": np.column_stack([between, times]).ravel().tolist(),
    }  # fmt: skip


def stage_counts(stages: Any, department: Any) -> Any:
    """People by week, department and stage."""
    number = np.unique(department, return_inverse=True)[1]
    count = int(number.max()) + 1
    cells = number[None, :] * STAGES + stages
    return np.stack([np.bincount(row, minlength=count * STAGES).reshape(count, STAGES)
                     for row in cells])  # fmt: skip
