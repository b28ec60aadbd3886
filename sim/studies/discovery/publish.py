"""What a discovery leaves behind: tables, trees, figures, a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.files import remove_ours, write_csv, write_text
from sim.studies.discovery.report import Report
from sim.studies.discovery.sample import BETTER, NOT, OPEN
from sim.studies.discovery.words import SPEAK, found, overall

if TYPE_CHECKING:
    import pandas as pd

WORDS = {BETTER: "better", OPEN: "open", NOT: "not better"}


def publish(report: Report, out: Path, command_line: str) -> None:
    """Write everything but the provenance below `out`."""
    from sim.studies.discovery.document import document

    write_csv(companies_table(report), out / "companies.csv")
    write_csv(boxes_table(report), out / "boxes.csv")
    write_csv(curve_table(report), out / "curve.csv")
    trees = [f"{view.title}\n{view.tree.text}" for view in report.views if view.tree]
    write_text(out / "tree.txt", "\n".join(trees) or "no tree: nothing to tell apart\n")
    write_text(out / "summary.md", document(report, command_line))
    _figures(report, out / "figures")


def _figures(report: Report, folder: Path) -> None:
    from sim.report.plots import style
    from sim.studies.discovery.figures import box_figure, companies_figure

    remove_ours(folder, "discover_*")
    with style.look():
        style.save(companies_figure(report), folder, "discover_companies")
        for view in report.views:
            if view.finding.chosen is not None:
                style.save(box_figure(report, view), folder, f"discover_{view.name}")


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
                "words": feature.words, "unit": feature.unit,
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


def spoken(report: Report) -> str:
    """What was found, for a terminal."""
    lines = _wrapped(overall(report), "", "")
    for view in report.views:
        lines += ["", f"By {view.title}:"]
        for line in found(report, view):
            lines += _wrapped(line, "  ", "    ")
    other = f"better={report.question.than} than={report.question.better}"
    lines += ["", f"Where {SPEAK.strategy(report.question.than)} is better: {other}"]
    return "\n".join(lines)


def _wrapped(text: str, first: str, next_: str) -> list[str]:
    """Lines of a terminal's width; a percent sign stays with its number."""
    import textwrap

    kept = text.replace(" %", "\N{NO-BREAK SPACE}%")
    lines = textwrap.wrap(kept, 100, initial_indent=first, subsequent_indent=next_)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
