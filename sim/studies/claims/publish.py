"""From claims to files: run what is missing, judge, write tables, figures and pages."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.companies import Draw, companies
from sim.base.files import write_csv, write_text
from sim.base.progress import Progress
from sim.runs.provenance import write_provenance
from sim.studies.claims import checkpoint
from sim.studies.claims.assess import (
    Assessed,
    assess_all,
    condition_table,
    draws_table,
    runs_table,
    table,
)  # fmt: skip
from sim.studies.claims.experiment import Sample, Size, distinct_arms, run_units

if TYPE_CHECKING:
    from sim.studies.claims.design import Claim

SAVE_EVERY = 60.0
"""Seconds between two saves of what is measured."""


def run(
    claims: Sequence[Claim], size: Size, workers: int, quiet: bool, out: Path | None = None
) -> tuple[Sample, list[Draw]]:
    """Run every arm in every company with every seed, except what `out` already holds."""
    drawn = companies(size.companies, size.draws, size.first_seed)
    arms = distinct_arms(claims)
    sample = Sample(size, list(arms))
    mark = checkpoint.fingerprint(size, drawn)
    if out is not None:
        checkpoint.restore(sample, out, mark)
    work = checkpoint.missing(sample)
    saved = time.monotonic()
    try:
        with Progress(sum(len(keys) for _, keys in work), "runs", quiet) as progress:
            for unit, results in run_units(work, drawn, arms, size, workers):
                sample.add(unit, results)
                progress.advance(len(results))
                if out is not None and time.monotonic() - saved > SAVE_EVERY:
                    checkpoint.save(sample, out, mark)
                    saved = time.monotonic()
    finally:
        if out is not None and work:
            checkpoint.save(sample, out, mark)
    return sample, drawn


def publish(
    claims: Sequence[Claim],
    sample: Sample,
    drawn: Sequence[Draw],
    out: Path,
    command_line: str = "",
    figures: bool = True,
    started: float | None = None,
) -> list[Assessed]:
    """Judge and write everything; returns the judged claims."""
    assessed = assess_all(claims, sample, drawn)
    write_csv(table(assessed, sample), out / "claims.csv")
    write_csv(condition_table(assessed), out / "conditions.csv")
    write_csv(draws_table(drawn), out / "draws.csv")
    for each in assessed:
        write_csv(runs_table(each, sample), out / "runs" / f"{each.claim.id}.csv")
    how = _how(sample.size, command_line)
    write_provenance(out, started or time.time(), [sample.size.first_seed], how)
    from sim.studies.claims.document import document

    write_text(out / "summary.md", document(assessed, sample.size, command_line))
    if figures:
        _write_pages(assessed, sample, out, command_line)
    return assessed


def _write_pages(
    assessed: Sequence[Assessed], sample: Sample, out: Path, command_line: str
) -> None:
    from sim.report.plots import style
    from sim.studies.claims.figures import claim_figure, overview_figure
    from sim.studies.claims.page import page
    from sim.studies.claims.texts import LANGUAGES

    with style.look():
        for language in LANGUAGES:
            folder = out / "figures" if language == "en" else out / "figures" / language
            style.save(overview_figure(assessed, sample.size, language), folder, "overview")
            for each in assessed:
                style.save(claim_figure(each, sample, language), folder, each.claim.id)
            name = "claims.html" if language == "en" else f"claims.{language}.html"
            write_text(out / name, page(assessed, sample.size, folder, language, command_line))


def spoken(assessed: Sequence[Assessed]) -> str:
    """The verdicts as a table for a terminal."""
    from sim.report.listing import Row, listing

    rows: list[Row] = [
        (
            each.claim.id, each.verdict.verdict,
            f"{each.verdict.share_holds:.0%} [{each.verdict.low:.0%}, {each.verdict.high:.0%}]",
            ", ".join(one.dimension.key.rpartition(".")[2] + ("" if one.sourced else "*")
                      for one in each.deciders) or "-",
            textwrap.shorten(each.claim.statement.en, 60, placeholder=" ..."),
        )
        for each in assessed
    ]  # fmt: skip
    header = ("claim", "verdict", "holds in [95 %]", "decided by (* no source)", "statement")
    return listing(header, rows)


def _how(size: Size, command_line: str) -> dict[str, Any]:
    return {
        "command_line": command_line, "companies": size.draws, "drawn_from": size.companies,
        "seeds_per_company": size.seeds, "headcount": size.headcount, "weeks": size.weeks,
        "withdraw_week": size.withdraw_week,
        "seeds_are": "counted from the first one; runs/ has them all",
    }  # fmt: skip
