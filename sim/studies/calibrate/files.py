"""What a calibration leaves behind: draws, a preset, tables, a page, figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr

from sim.analysis.companies import FIXED
from sim.report.language import ENGLISH
from sim.report.markdown import framed, text
from sim.studies.answer import Answer
from sim.studies.calibrate.identified import identification
from sim.studies.calibrate.page import about, page, summary
from sim.studies.evidence.discrepancy import carriers, discrepancy
from sim.studies.evidence.measure import measure
from sim.studies.evidence.table import Row

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.calibrate.calibrate import Calibration
    from sim.studies.calibrate.plan import Plan

#: Firms that the tables are made with; none of them was seen while fitting.
FRESH_COMPANIES, FIRST = 8, 2_000_000


def answer_of(
    found: Calibration, rows: Sequence[Row], words: tuple[str, ...], plan: Plan
) -> Answer:
    """What a calibration leaves behind."""
    from sim.studies.calibrate import figures

    tied = [row for row in rows if row.observable]
    fresh = range(FIRST, FIRST + FRESH_COMPANIES)
    values = {**FIXED, **found.typical()}
    middles = {each.key: each.at(0.5) for each in found.space}
    shown = {
        "defaults": measure(tied, FIXED, fresh, words),
        "median": measure(tied, {**FIXED, **found.median()}, fresh, words),
        "typical": measure(tied, values, fresh, words),
    }
    reset = {
        key: measure(found.rows, {**values, key: middles[key]}, fresh, words)
        for key in found.looked_at()
    }
    carried = partial(carriers, found.rows, shown["typical"], reset, values, middles)
    return Answer(
        files={
            "draws.parquet": found.draws(),
            "fitted.txt": "".join(f"{key}\n" for key in found.looked_at()),
            "particles.parquet": _searched(found),
            "conf/study/calibrated.yaml": preset(values),
            "targets.csv": framed(discrepancy(tied, shown, ENGLISH)),
            "parameters.csv": framed(identification(found, ENGLISH)),
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
        context=partial(about, words, plan),
        told=lambda language, out: summary(found, tied, shown, language),
        details=lambda language, out: text(identification(found, language)),
        seeds=[plan.seed],
    )


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


def _searched(found: Calibration) -> pd.DataFrame:
    """Every particle: shares of the prior below its values, and what it showed."""
    import pandas as pd

    names = [*found.keys, *(row.id for row in found.rows)]
    searched = found.searched
    return pd.DataFrame(np.hstack((ndtr(searched.points), searched.shown)), columns=names)
