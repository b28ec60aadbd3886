"""Tables of a discovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.language import ENGLISH
from sim.studies.discovery.report import Report
from sim.studies.discovery.sample import BETTER, NOT, OPEN
from sim.studies.discovery.words import words_of

if TYPE_CHECKING:
    import pandas as pd

WORDS = {BETTER: "better", OPEN: "open", NOT: "not better"}


def companies_table(report: Report) -> pd.DataFrame:
    """One row per company."""
    import pandas as pd

    judged, sample = report.judged, report.sample
    frame = pd.DataFrame({
        "company": sample.places, "label": [WORDS[int(label)] for label in judged.label],
        "difference": judged.mean, "low": judged.low, "high": judged.high,
        "held_back": report.views[0].data.held,
    })  # fmt: skip
    for view in report.views:
        chosen = view.finding.chosen
        if chosen is not None:
            frame[f"in_{view.name}_box"] = chosen.box.inside(view.data.values)
    values = [
        pd.DataFrame(view.data.values, columns=[each.name for each in view.features])
        for view in report.views
    ]
    everything = pd.concat([frame, *values], axis=1)
    return everything.loc[:, ~everything.columns.duplicated()]


def boxes_table(report: Report) -> pd.DataFrame:
    """One row per limit of a chosen box."""
    import pandas as pd

    rows = []
    for view in report.views:
        chosen, test = view.finding.chosen, view.finding.confirmation
        if chosen is None or test is None:
            continue
        for limit, quasi in view.finding.quasi:
            feature = view.features[limit.column]
            rows.append({
                "features": view.name, "confirmed": test.stands, "feature": feature.name,
                "words": words_of(feature, ENGLISH), "unit": feature.unit,
                "side": "at most" if limit.upper else "at least",
                "limit": (chosen.box.high if limit.upper else chosen.box.low)[limit.column],
                "quasi_p": quasi, "density_searched": chosen.counts.density,
                "coverage_searched": chosen.counts.coverage, "density": test.counts.density,
                "coverage": test.counts.coverage, "inside": test.counts.inside,
                "held_back": test.counts.companies, "base": test.counts.base, "p": test.p_value,
            })  # fmt: skip
    columns = (
        "features", "confirmed", "feature", "words", "unit", "side", "limit", "quasi_p",
        "density_searched", "coverage_searched", "density", "coverage", "inside", "held_back",
        "base", "p",
    )  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


def curve_table(report: Report) -> pd.DataFrame:
    """One row per pruned box."""
    import pandas as pd

    rows = [
        {"features": view.name, "limits": len(each.box.limits), "coverage": each.counts.coverage,
         "density": each.counts.density, "companies": each.counts.inside,
         "chosen": each == view.finding.chosen}
        for view in report.views
        for each in view.finding.candidates
    ]  # fmt: skip
    columns = ["features", "limits", "coverage", "density", "companies", "chosen"]
    return pd.DataFrame(rows, columns=columns)
