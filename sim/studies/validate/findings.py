"""What a check found: a pattern, what is published, what the model shows, a verdict."""

from __future__ import annotations

from dataclasses import dataclass

HOLDS, FAILS, SKIPPED = "holds", "FAILS", "skipped"
#: Kind of those findings whose published ranges the model was fitted to.
FITTED = "fitted network"


@dataclass(frozen=True)
class Finding:
    """One line of the validation table.

    Attributes:
        kind: "pattern", "spread", `FITTED`, "diffusion" or "blind number".
        pattern: What is expected.
        published: The number or the rule it is judged by.
        ours: What the model shows.
        verdict: `HOLDS`, `FAILS` or `SKIPPED`.
    """

    kind: str
    pattern: str
    published: str
    ours: str
    verdict: str


def judged(kind: str, pattern: str, published: str, ours: str, holds: bool) -> Finding:
    """A finding with its verdict from a yes or no."""
    return Finding(kind, pattern, published, ours, HOLDS if holds else FAILS)
