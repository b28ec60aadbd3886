"""What a calibration leaves behind: draws, a preset, tables, a page, figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.markdown import framed
from sim.studies.calibrate.identified import identification
from sim.studies.calibrate.page import page, summary
from sim.studies.calibrate.weights import Evidence
from sim.studies.evidence.discrepancy import carriers, discrepancy
from sim.studies.evidence.measure import measure, typical_seeds
from sim.studies.evidence.table import Row
from sim.studies.study import Answer

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.calibrate.calibrate import Calibration, Plan

#: Companies that the tables are made with; none of them was seen while fitting.
FRESH_COMPANIES, FRESH = 8, 10_000
#: Typical draws to choose the preset from, and where: yet other companies.
CANDIDATES, CHOOSING = 10, 20_000


def answer_of(
    found: Calibration, rows: Sequence[Row], words: tuple[str, ...], plan: Plan
) -> Answer:
    """What a calibration leaves behind."""
    from sim.studies.calibrate import figures

    tied = [row for row in rows if row.observable]
    fresh = typical_seeds(FRESH_COMPANIES, FRESH)
    values = _typical(found, words)
    middles = {key: (low + high) / 2.0 for key, (low, high) in found.ranges.items()}
    shown = {
        "defaults": measure(tied, {}, fresh, words),
        "median": measure(tied, found.median(), fresh, words),
        "typical": measure(tied, values, fresh, words),
    }
    reset = {
        key: measure(found.rows, {**values, key: middles[key]}, fresh, words) for key in values
    }
    carried = partial(carriers, found.rows, shown["typical"], reset, values, middles)
    return Answer(
        files={
            "posterior.parquet": _weighted(found),
            "particles.parquet": _searched(found),
            "draws.parquet": found.draws(),
            "conf/study/calibrated.yaml": preset(values),
            "targets.csv": framed(discrepancy(tied, shown)),
            "parameters.csv": framed(identification(found)),
        },
        figures={
            "calibration_targets": lambda language: figures.targets(found, shown, language),
            "calibration_widths": lambda language: figures.widths(found, language),
            "calibration_posteriors": lambda language: figures.posteriors(found, language),
        },
        pages={
            "calibration.md": lambda language, place: page(
                found, tied, shown, carried, words, plan, language
            )
        },
        told=lambda language, out: summary(found, tied, shown, language),
        seeds=[plan.seed],
    )


def _typical(found: Calibration, words: tuple[str, ...]) -> dict[str, float]:
    """The typical draw that agrees best in companies that neither fit nor tables use."""
    seeds, evidence = typical_seeds(FRESH_COMPANIES, CHOOSING), Evidence.of(found.rows)

    def disagreement(values: dict[str, float]) -> float:
        shown = measure(found.rows, values, seeds, words)
        return float(evidence.disagreement(np.array(list(shown.values()))))

    return min(found.typical(CANDIDATES), key=disagreement)


def preset(values: dict[str, float]) -> str:
    """Values by full key as a preset for `study=`."""
    tree: dict[str, Any] = {}
    for key, value in values.items():
        *parents, last = key.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node[last] = value
    head = "# A typical draw of what agrees with the evidence (rollout calibrate).\n"
    return "# @package _global_\n" + head + "".join(_yaml(tree))


def _yaml(tree: dict[str, Any], indent: str = "") -> list[str]:
    lines = []
    for name, value in tree.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}:\n", *_yaml(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name}: {value:g}\n")
    return lines


def _weighted(found: Calibration) -> pd.DataFrame:
    frame = _frame(found, found.points, found.shown)
    frame.insert(0, "weight", found.weight)
    return frame


def _searched(found: Calibration) -> pd.DataFrame:
    return _frame(found, found.searched, found.seen)


def _frame(found: Calibration, points: Any, shown: Any) -> pd.DataFrame:
    import pandas as pd

    names = [*found.ranges, *(row.id for row in found.rows)]
    return pd.DataFrame(np.hstack((points, shown)), columns=names)
