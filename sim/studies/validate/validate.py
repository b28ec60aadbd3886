"""Validation: what the model was not fitted to, and whether drawn networks lie in their ranges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.report.language import Language
from sim.studies.evidence.table import Row
from sim.studies.validate.findings import FAILS, FITTED, HOLDS, SKIPPED, Finding, judged


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
            "blind", "number", abs(row.miss(shown[row.id])) <= 1.0,
            id=row.id, statement=row.statement, published=row.published,
            low=row.low, high=row.high, shown=shown[row.id],
        )
        for row in blind
    ]  # fmt: skip


def summary(findings: Sequence[Finding], speak: Language) -> str:
    """How many hold, fail and were skipped, blind ones and those that were fitted to."""
    parts = {
        part: [each.verdict for each in findings if (each.kind == FITTED) == (part == "fitted")]
        for part in ("blind", "fitted")
    }
    return "; ".join(
        speak.say(f"validate.summary_{part}", counts=_count(verdicts, speak))
        for part, verdicts in parts.items()
        if verdicts
    )


def _count(verdicts: Sequence[str], speak: Language) -> str:
    counted = [(verdict, verdicts.count(verdict)) for verdict in (HOLDS, FAILS, SKIPPED)]
    return ", ".join(
        speak.say(f"validate.count_{verdict}", count=count)
        for verdict, count in counted
        if count or verdict != SKIPPED
    )
