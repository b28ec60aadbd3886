"""`rollout evidence`: published numbers, their situations, and what the model shows there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.base.params import unknown
from sim.config.words import Arguments
from sim.report.listing import Row, listing, narrowed

HELP = """\
usage: rollout evidence [PART] [WORD ...] [key=value ...]

parts:
  numbers        published numbers with citation, and what each is used for (default)
  scenarios      situations they were measured in, as words for rollout run
  observables    what the model shows that a study could have measured
  check          run the situations and compare, targets and blind numbers alike

Further words narrow a list down to the lines that contain all of them.

keys:
  evidence=FILE  further numbers of your own (CSV; id,statement,value,unit,source and, to
                 compare, low,high,observable,scenario,first_week,last_week;
                 published, where what a source says is not what is aimed at)
  companies=N    companies per situation, for check (default 4)
  KEY=VALUE      any parameter or preset, for check

examples:
  rollout evidence numbers target
  rollout evidence scenarios forced
  rollout evidence check workforce.decision.intercept=-3
  rollout evidence check evidence=mine.csv
"""

OWN = ("evidence", "companies")


def main(arguments: Arguments) -> int:
    """Run the command."""
    from sim.config.options import take

    own, words = take(arguments.words, OWN)
    part = words[0] if words and "=" not in words[0] else "numbers"
    rest = words[1:] if words and words[0] == part else words
    if part not in PARTS:
        raise unknown("part of evidence", part, PARTS)
    print(PARTS[part](own, rest))
    return 0


def _narrowed(header: Row, rows: Sequence[Row], words: tuple[str, ...]) -> str:
    return listing(header, narrowed(rows, words, "in the evidence"))


def _numbers(own: dict[str, str], words: tuple[str, ...]) -> str:
    from sim.studies.evidence.table import with_file

    header = ("id", "published", "compared with", "use", "observable", "scenario", "statement",
              "source")  # fmt: skip
    rows = [
        (each.id, each.published, "–" if each.use == "context" else each.band, each.use,
         each.observable, each.scenario, each.statement, each.source)
        for each in with_file(own.get("evidence"))
    ]  # fmt: skip
    return _narrowed(header, rows, words)


def _scenarios(own: dict[str, str], words: tuple[str, ...]) -> str:
    from sim.studies.evidence.scenarios import SCENARIOS, base_of

    rows = [(name, each.meaning, " ".join((*base_of(name), *each.words)))
            for name, each in SCENARIOS.items()]  # fmt: skip
    return _narrowed(("scenario", "what it stands for", "words for rollout run"), rows, words)


def _observables(own: dict[str, str], words: tuple[str, ...]) -> str:
    from sim.studies.evidence.observables import OBSERVABLES, SHARES

    rows = [(name, about) for name, (about, _) in OBSERVABLES.items()]
    rows += [(name, "weekly column, mean in %") for name in SHARES]
    return _narrowed(("observable", "definition"), rows, words)


def _check(own: dict[str, str], words: tuple[str, ...]) -> str:
    from sim.config.options import whole
    from sim.report.markdown import discrepancy, text
    from sim.studies.evidence.measure import COMPANIES, measure, typical_seeds
    from sim.studies.evidence.table import with_file

    rows = [row for row in with_file(own.get("evidence")) if row.observable]
    companies = whole(own, "companies", COMPANIES, 1, 1000)
    shown = measure(rows, seeds=typical_seeds(companies), words=words)
    parts = []
    for use, title in (("target", "Calibrated to"), ("blind", "Not fitted to")):
        some = [row for row in rows if row.use == use]
        if some:
            parts.append(f"{title}:\n{text(discrepancy(some, {'ours': shown}))}")
    return "\n\n".join(parts)


Part = Callable[[dict[str, str], tuple[str, ...]], str]
PARTS: dict[str, Part] = {
    "numbers": _numbers,
    "scenarios": _scenarios,
    "observables": _observables,
    "check": _check,
}
