"""What a calibration says: a page in any language, and a few lines for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.priors import WIDER
from sim.report.language import ENGLISH, Language
from sim.report.markdown import Table, markdown, text
from sim.report.page import render
from sim.studies.calibrate.identified import NOT_IDENTIFIED, identification, unidentified
from sim.studies.evidence.discrepancy import discrepancy, span
from sim.studies.evidence.table import Row

if TYPE_CHECKING:
    from sim.studies.calibrate.calibrate import Calibration, Plan

Shown = dict[str, dict[str, float]]


def page(
    found: Calibration, rows: Sequence[Row], shown: Shown, carried: Callable[[Language], Table],
    words: tuple[str, ...], plan: Plan, speak: Language = ENGLISH,
) -> str:  # fmt: skip
    """The whole page, as Markdown."""
    targets = [row for row in rows if row.use == "target"]
    blind = [row for row in rows if row.use == "blind"]
    return render(
        "calibrate.md.j2",
        speak,
        command=_command(words, plan),
        done=partial(_done, found, targets, plan),
        fit=lambda speak: markdown(discrepancy(targets, shown, speak)),
        misses=partial(_misses, targets, shown["typical"]),
        bands=partial(_bands, found),
        carried=lambda speak: markdown(carried(speak)),
        blind=lambda speak: markdown(discrepancy(blind, shown, speak)),
        limit=NOT_IDENTIFIED,
        recovery=partial(_recovery, found),
        identified=lambda speak: markdown(identification(found, speak)),
        unidentified=", ".join(f"`{key}`" for key in unidentified(found)),
    )


def summary(
    found: Calibration, rows: Sequence[Row], shown: Shown, speak: Language = ENGLISH
) -> str:
    """Fit and identification for a terminal."""
    targets = [row for row in rows if row.use == "target"]
    free = ", ".join(unidentified(found)) or speak.say("calibrate.nothing_free")
    recovery = _recovery(found, speak)
    parts = [
        text(discrepancy(targets, shown, speak)),
        _misses(targets, shown["typical"], speak),
        text(identification(found, speak)),
        speak.say("calibrate.spoken_free", parameters=free, recovery=recovery),
    ]
    return "\n\n".join(parts)


def _done(found: Calibration, targets: Sequence[Row], plan: Plan, speak: Language) -> str:
    """How the calibration went about it."""
    kept, explained = found.draws(), 100.0 * found.surrogate.explained
    return speak.say(
        "calibrate.done",
        particles=len(found.searched) + len(found.points),
        companies=plan.companies,
        scenarios=len({name for row in targets for name in (row.scenario, row.against) if name}),
        parameters=len(found.ranges),
        wider=_wider(speak),
        targets=len(targets),
        draws=len(found.points),
        effective=found.effective_draws,
        kept=len(kept),
        different=len(kept.drop_duplicates()),
        explained=speak.say("calibrate.explained", low=explained.min(), high=explained.max()),
    )


def _command(words: tuple[str, ...], plan: Plan) -> str:
    keys = ("particles", "wave", "draws", "recover", "companies", "seed")
    given = [f"{key}={getattr(plan, key)}" for key in keys
             if getattr(plan, key) != getattr(type(plan), key)]  # fmt: skip
    return " ".join(("rollout calibrate", *given, *words))


def _wider(speak: Language) -> str:
    told = [
        speak.say("calibrate.wider_part", parameter=key, low=low, high=high,
                  why=speak.say(f"calibrate.why_{key.rpartition('.')[2]}"))
        for key, (low, high) in WIDER.items()
    ]  # fmt: skip
    return speak.say("calibrate.wider", parts="; ".join(told)) if told else ""


def _misses(targets: Sequence[Row], ours: dict[str, float], speak: Language) -> str:
    missed = [row.id for row in targets if abs(row.miss(ours[row.id])) > 1.0]
    return speak.say(
        "calibrate.met_but" if missed else "calibrate.met",
        met=len(targets) - len(missed), all=len(targets), missed=", ".join(missed),
    )  # fmt: skip


def _recovery(found: Calibration, speak: Language) -> str:
    if not found.recovered:
        return ""
    share = 100.0 * float(np.mean(list(found.recovered.values())))
    return speak.say("calibrate.recovery", share=share)


def _bands(found: Calibration, speak: Language) -> list[list[str]]:
    bands, body = found.shown_bands(), []
    for place, row in enumerate(found.rows):
        kept = found.weight[np.abs([row.miss(each) for each in found.shown[:, place]]) <= 1.0].sum()
        ends = [speak.written(each, ".1f") for each in bands[:, place]]
        share = speak.say("calibrate.share", share=100.0 * kept)
        body.append([row.id, span(row, speak), *ends, share])
    return body
