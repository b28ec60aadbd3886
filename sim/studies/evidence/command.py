"""`rollout evidence`: published numbers, their situations, and what the model shows there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.base.params import Checked, param, unknown
from sim.config.words import Arguments
from sim.report.listing import Row, listing, narrowed
from sim.studies.evidence.measure import COMPANIES


@dataclass(frozen=True)
class Options(Checked):
    """Own keys."""

    evidence: str | None = None
    companies: int = param(COMPANIES, 1, 1000, doc="companies per situation, for check")


def main(arguments: Arguments) -> int:
    """Run the command."""
    from sim.config.options import own_keys

    own, words = own_keys(Options, arguments.words)
    part = words[0] if words and "=" not in words[0] else "numbers"
    rest = words[1:] if words and words[0] == part else words
    if part not in PARTS:
        raise unknown("part of evidence", part, PARTS)
    print(PARTS[part](own, rest))
    return 0


def _narrowed(header: Row, rows: Sequence[Row], words: tuple[str, ...]) -> str:
    return listing(header, narrowed(rows, words, "in the evidence"))


def _numbers(own: Options, words: tuple[str, ...]) -> str:
    from sim.studies.evidence.table import with_file

    header = ("id", "published", "compared with", "use", "observable", "scenario", "statement",
              "source")  # fmt: skip
    rows = [
        (each.id, each.published, "–" if each.use == "context" else each.band, each.use,
         each.observable, each.scenario, each.statement, each.source)
        for each in with_file(own.evidence)
    ]  # fmt: skip
    return _narrowed(header, rows, words)


def _scenarios(own: Options, words: tuple[str, ...]) -> str:
    from sim.studies.evidence.scenarios import SCENARIOS, base_of

    rows = [(name, each.meaning, " ".join((*base_of(name), *each.words)))
            for name, each in SCENARIOS.items()]  # fmt: skip
    return _narrowed(("scenario", "what it stands for", "words for rollout run"), rows, words)


def _observables(own: Options, words: tuple[str, ...]) -> str:
    from sim.studies.evidence.observables import OBSERVABLES, SHARES

    rows = [(name, about) for name, (about, _) in OBSERVABLES.items()]
    rows += [(name, "weekly column, mean in %") for name in SHARES]
    return _narrowed(("observable", "definition"), rows, words)


def _check(own: Options, words: tuple[str, ...]) -> str:
    from sim.report.markdown import text
    from sim.studies.evidence.discrepancy import discrepancy
    from sim.studies.evidence.measure import measure, typical_seeds
    from sim.studies.evidence.table import with_file

    rows = [row for row in with_file(own.evidence) if row.observable]
    shown = measure(rows, seeds=typical_seeds(own.companies), words=words)
    parts = []
    for use, title in (("target", "Calibrated to"), ("blind", "Not fitted to")):
        some = [row for row in rows if row.use == use]
        if some:
            parts.append(f"{title}:\n{text(discrepancy(some, {'ours': shown}))}")
    return "\n\n".join(parts)


Part = Callable[[Options, tuple[str, ...]], str]
PARTS: dict[str, Part] = {
    "numbers": _numbers,
    "scenarios": _scenarios,
    "observables": _observables,
    "check": _check,
}
