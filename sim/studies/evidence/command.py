"""`rollout evidence`: published numbers, their situations, and what the model shows there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.base.params import Checked, choice, param, require_known
from sim.config.words import Arguments
from sim.report.language import LANGUAGES, Language
from sim.report.listing import Row, listing, narrowed
from sim.report.page import heads
from sim.studies.evidence.measure import COMPANIES


@dataclass(frozen=True)
class Options(Checked):
    """Own keys."""

    evidence: str | None = None
    companies: int = param(COMPANIES, 1, 1000, doc="companies per situation, for check")
    language: str = choice("en", LANGUAGES)


def main(arguments: Arguments) -> int:
    """Run the command."""
    from sim.config.options import own_keys

    own, words = own_keys(Options, arguments.words)
    part = words[0] if words and "=" not in words[0] else "numbers"
    rest = words[1:] if words and words[0] == part else words
    require_known("part of evidence", part, PARTS)
    print(PARTS[part](own, rest, Language(own.language)))
    return 0


def _list(key: str, rows: Sequence[Row], words: tuple[str, ...], speak: Language) -> str:
    head = tuple(heads(speak, key))
    return listing(head, narrowed(rows, words, "in the evidence"))


def _numbers(own: Options, words: tuple[str, ...], speak: Language) -> str:
    from sim.studies.evidence.table import with_file

    rows = [
        (each.id, each.published(speak), "–" if each.use == "context" else each.band(speak),
         each.use, each.observable, each.scenario, each.statement, each.source)
        for each in with_file(own.evidence)
    ]  # fmt: skip
    return _list("evidence.numbers_head", rows, words, speak)


def _scenarios(own: Options, words: tuple[str, ...], speak: Language) -> str:
    from sim.studies.evidence.scenarios import SCENARIOS, base_of

    rows = [(name, speak.say(f"evidence.scenario_{name}"), " ".join((*base_of(name), *each.words)))
            for name, each in SCENARIOS.items()]  # fmt: skip
    return _list("evidence.scenarios_head", rows, words, speak)


def _observables(own: Options, words: tuple[str, ...], speak: Language) -> str:
    from sim.studies.evidence.observables import OBSERVABLES, SHARES

    rows = [(name, speak.say(f"evidence.observable_{name}")) for name in OBSERVABLES]
    rows += [(name, speak.say("evidence.weekly")) for name in SHARES]
    return _list("evidence.observables_head", rows, words, speak)


def _check(own: Options, words: tuple[str, ...], speak: Language) -> str:
    from sim.report.markdown import text
    from sim.studies.evidence.discrepancy import discrepancy
    from sim.studies.evidence.measure import measure, typical_seeds
    from sim.studies.evidence.table import with_file

    rows = [row for row in with_file(own.evidence) if row.observable]
    shown = {"ours": measure(rows, seeds=typical_seeds(own.companies), words=words)}
    parts = []
    for use in ("target", "blind"):
        some = [row for row in rows if row.use == use]
        if some:
            title = speak.say("evidence.target" if use == "target" else "evidence.blind")
            parts.append(f"{title}:\n{text(discrepancy(some, shown, speak))}")
    return "\n\n".join(parts)


Part = Callable[[Options, tuple[str, ...], Language], str]
PARTS: dict[str, Part] = {
    "numbers": _numbers,
    "scenarios": _scenarios,
    "observables": _observables,
    "check": _check,
}
