"""Published numbers against what the model shows, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from sim.report.language import Language
from sim.report.markdown import Table
from sim.report.page import heads
from sim.studies.evidence.table import Row


def discrepancy(rows: Sequence[Row], shown: dict[str, dict[str, float]], speak: Language) -> Table:
    """Published numbers against what the model shows.

    Args:
        rows: Rows with an observable.
        shown: Which column (`evidence.shown_…`) -> value by id. The verdict speaks of the last.
        speak: What it is said in.
    """
    header = (
        *heads(speak, "evidence.compared_head"),
        *(speak.say(f"evidence.shown_{title}") for title in shown),
        *heads(speak, "evidence.judged_head"),
    )
    body = []
    for row in rows:
        values = [each[row.id] for each in shown.values()]
        miss = row.miss(values[-1])
        body.append((
            row.id, row.published(speak), speak.written(row.value, "g"), span(row, speak),
            *[speak.written(value, ".1f") for value in values], speak.written(miss, "+.2f"),
            speak.say("evidence.verdict_met" if abs(miss) <= 1.0 else "evidence.verdict_missed"),
        ))  # fmt: skip
    return header, body


def span(row: Row, speak: Language) -> str:
    """What counts as met."""
    return speak.say("evidence.span", low=row.low, high=row.high)


def carriers(
    rows: Sequence[Row], shown: dict[str, float], reset: dict[str, dict[str, float]],
    values: dict[str, float], middles: dict[str, float], speak: Language,
) -> Table:  # fmt: skip
    """Which parameter each target hangs on most: put to the middle of its prior, what is shown?

    Args:
        rows: Targets.
        shown: What the fitted values show, by id.
        reset: What is shown with one parameter at the middle of its prior, by parameter and id.
        values: Fitted values.
        middles: Middles of the priors.
        speak: What it is said in.
    """
    body: list[tuple[str, ...]] = []
    for row in rows:
        moves = {key: reset[key][row.id] - shown[row.id] for key in reset}
        told = [
            speak.say("evidence.carrier", parameter=key, value=values[key], middle=middles[key],
                      shown=reset[key][row.id])
            for key in sorted(moves, key=lambda key: -abs(moves[key]))[:2]
        ]  # fmt: skip
        fitted = speak.written(shown[row.id], ".1f")
        body.append((row.id, speak.written(row.value, "g"), fitted, *told))
    return tuple(heads(speak, "evidence.carriers_head")), body
