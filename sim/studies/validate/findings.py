"""What a check found: a pattern, what is published, what the model shows, a verdict.

The sentences are in `report/text/*/validate.yaml`; a finding knows which they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.language import Language

HOLDS, FAILS, SKIPPED = "holds", "fails", "skipped"
#: Kind of those findings whose published ranges the model was fitted to.
FITTED = "fitted"


@dataclass(frozen=True)
class Finding:
    """One line of the validation table.

    Attributes:
        kind: "pattern", "spread", `FITTED`, "diffusion" or "blind".
        words: Which sentences it is told in.
        verdict: `HOLDS`, `FAILS` or `SKIPPED`.
        places: What they name: numbers, and functions of a `Language` for what is words itself.
    """

    kind: str
    words: str
    verdict: str
    places: Mapping[str, object]

    def cells(self, speak: Language) -> tuple[str, ...]:
        """Kind, what is expected, what is published, what the model shows, and the verdict."""
        places = {name: value(speak) if callable(value) else value
                  for name, value in self.places.items()}  # fmt: skip
        return (
            speak.say(f"validate.kind_{self.kind}"),
            speak.say(f"validate.pattern_{self.words}", **places),
            speak.say(f"validate.published_{self.words}", **places),
            speak.say(f"validate.ours_{self.words}", **places),
            speak.say(f"validate.verdict_{self.verdict}"),
        )


def judged(kind: str, words: str, holds: bool, **places: object) -> Finding:
    """A finding with its verdict from a yes or no."""
    return Finding(kind, words, HOLDS if holds else FAILS, places)


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
