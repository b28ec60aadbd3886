"""Validation: what the model was not fitted to, and whether drawn networks lie in their ranges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.studies.evidence.table import Row
from sim.studies.validate.findings import FAILS, FITTED, HOLDS, SKIPPED, Finding, judged

HEADER = ("kind", "pattern", "published", "ours", "verdict")


def validate(
    rows: Sequence[Row], data: Path | None = None, words: tuple[str, ...] = (), companies: int = 8
) -> list[Finding]:
    """Check patterns, spread, networks, real diffusions and blind numbers.

    Args:
        rows: Evidence; rows of use "blind" are compared.
        data: Folder with the real diffusions, or None.
        words: Overrides that hold in every run, for example a preset.
        companies: Companies per situation of a blind number.
    """
    from sim.studies.validate.diffusion import diffusions
    from sim.studies.validate.networks import networks
    from sim.studies.validate.patterns import patterns

    return [
        *patterns(words),
        *networks(words),
        *diffusions(data),
        *blind_numbers(rows, words, companies),
    ]


def blind_numbers(rows: Sequence[Row], words: tuple[str, ...], companies: int) -> list[Finding]:
    """Published numbers that no parameter was fitted to."""
    from sim.studies.evidence.measure import measure, typical_seeds

    blind = [row for row in rows if row.use == "blind"]
    # Other companies than the calibration has seen.
    shown = measure(blind, seeds=typical_seeds(companies, first=10_000), words=words)
    return [
        judged(
            "blind number", f"{row.id}: {row.statement}",
            f"{row.published}, {row.low:g} to {row.high:g} counts as met",
            f"{shown[row.id]:.1f}", abs(row.miss(shown[row.id])) <= 1.0,
        )
        for row in blind
    ]  # fmt: skip


def cells(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    """Findings as rows of text, in the order of `HEADER`."""
    return [(each.kind, each.pattern, each.published, each.ours, each.verdict) for each in findings]


def summary(findings: Sequence[Finding]) -> str:
    """How many hold, fail and were skipped, blind ones and those that were fitted to."""
    blind = [each.verdict for each in findings if each.kind != FITTED]
    fitted = [each.verdict for each in findings if each.kind == FITTED]
    parts = (("Blind", blind), ("fitted to", fitted))
    return "; ".join(f"{name}: {_count(verdicts)}" for name, verdicts in parts if verdicts)


def _count(verdicts: Sequence[str]) -> str:
    words = ((HOLDS, "hold"), (FAILS, "fail"), (SKIPPED, "skipped"))
    counted = [(verdicts.count(verdict), word) for verdict, word in words]
    return ", ".join(f"{count} {word}" for count, word in counted if count or word != "skipped")
