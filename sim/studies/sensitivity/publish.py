"""Tables, figures and the page of an analysis, as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.files import atomic_write, remove_ours, write_csv, write_text
from sim.studies.sensitivity.analysis import Findings, of
from sim.studies.sensitivity.page import page
from sim.studies.sensitivity.question import Question, Size

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

TABLES = ("morris", "sobol", "pawn", "convergence", "outcomes")


def publish(question: Question, size: Size, found: Findings, runs: pd.DataFrame, command: str,
            out: Path) -> None:  # fmt: skip
    """Write everything; tables and figures that an earlier command left and this one lacks go."""
    for name in TABLES:
        path, table = out / f"{name}.csv", getattr(found, name)
        remove_ours(out, f"{name}.csv")
        if not table.empty:
            write_csv(table, path)
    with atomic_write(out / "runs.parquet") as temporary:
        runs.to_parquet(temporary, index=False)
    _figures(question, found, out / "figures")
    text = page(question, size, found, command, _runs(question, size, runs))
    write_text(out / "summary.md", text)


def _runs(question: Question, size: Size, runs: pd.DataFrame) -> str:
    """How much the numbers rest on."""
    from sim.studies.sensitivity.runs import configurations

    config = next(iter(configurations(question).values()))
    people = getattr(config.organisation, "headcount", None)
    who = "an organisation from files" if people is None else f"{people:,} people"
    each = "one seed" if question.seeds == 1 else f"{question.seeds} seeds"
    failed = int((~runs["stored"]).sum())
    return (
        f"Numbers: {len(runs):,} runs{f' ({failed:,} of them failed)' if failed else ''}, {each} "
        f"per point, {who}, {config.weeks} weeks, levers until week {config.withdraw_week}."
    )


def _figures(question: Question, found: Findings, folder: Path) -> None:
    from sim.report.plots import style
    from sim.studies.sensitivity.figures import (
        convergence_figure,
        morris_figure,
        parts_figure,
        sobol_figure,
    )

    remove_ours(folder, "sensitivity_*")

    def save(figure: Figure, name: str) -> None:
        style.save(figure, folder, f"sensitivity_{name}")

    with style.look():
        explained = [each for each in question.responses if not of(found.sobol, each).empty]
        if explained:
            save(parts_figure(found.sobol, explained), "parts")
        for each in explained:
            save(sobol_figure(found.sobol, found.pawn, each), f"sobol_{each.name}")
            save(convergence_figure(found.convergence, each), f"convergence_{each.name}")
        for each in question.responses:
            if not of(found.morris, each).empty:
                save(morris_figure(found.morris, each, found.kept), f"morris_{each.name}")
