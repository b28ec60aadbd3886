"""What a calibration says: a page in any language, and a few lines for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import spearmanr

from sim.report.language import Language
from sim.report.listing import wrapped
from sim.report.markdown import Table, markdown, text
from sim.report.page import render
from sim.studies.calibrate.calibrate import GATE
from sim.studies.calibrate.identified import NOT_IDENTIFIED, identification, unidentified
from sim.studies.context import some
from sim.studies.evidence.discrepancy import discrepancy, span
from sim.studies.evidence.table import Row

if TYPE_CHECKING:
    from sim.studies.calibrate.calibrate import Calibration
    from sim.studies.calibrate.plan import Plan

CONFLICT = 0.3
"""Rank correlation of two misses from which two targets count as pulling against each other."""

Shown = dict[str, dict[str, float]]


def page(
    found: Calibration, rows: Sequence[Row], shown: Shown, carried: Callable[[Language], Table],
    words: tuple[str, ...], plan: Plan, speak: Language,
) -> str:  # fmt: skip
    """The whole page, as Markdown."""
    targets = [row for row in rows if row.use == "target"]
    blind = [row for row in rows if row.use == "blind"]
    return render(
        "calibrate.md.j2",
        speak,
        command=_command(words, plan),
        about=about(words, plan, speak),
        headline=headline(found, rows, shown, speak),
        done=partial(_done, found, targets, plan),
        fit=lambda speak: markdown(discrepancy(targets, shown, speak)),
        bands=partial(_bands, found),
        population=partial(_population, found),
        conflicts=partial(_conflicts, found),
        carried=lambda speak: markdown(carried(speak)),
        blind=lambda speak: markdown(discrepancy(blind, shown, speak)),
        limit=NOT_IDENTIFIED,
        recovery=partial(_recovery, found),
        identified=lambda speak: markdown(identification(found, speak)),
        unidentified=", ".join(f"`{key}`" for key in unidentified(found)),
    )


def about(words: Sequence[str], plan: Plan, speak: Language) -> str:
    """In which companies."""
    told = some(list(words), speak) if words else speak.say("context.defaults")
    return speak.say("calibrate.context", companies=plan.companies, words=told)


def headline(found: Calibration, rows: Sequence[Row], shown: Shown, speak: Language) -> list[str]:
    """What is met, and what the evidence does not identify."""
    targets = [row for row in rows if row.use == "target"]
    free = unidentified(found) or [speak.say("calibrate.nothing_free")]
    return [
        _misses(targets, shown["typical"], speak),
        _population(found, speak),
        speak.say("calibrate.spoken_free", parameters=speak.listing(free),
                  recovery=_recovery(found, speak)),
    ]  # fmt: skip


def summary(found: Calibration, rows: Sequence[Row], shown: Shown, speak: Language) -> str:
    """The same for a terminal, with the fit."""
    targets = [row for row in rows if row.use == "target"]
    table = text(discrepancy(targets, shown, speak))
    return f"{wrapped(headline(found, rows, shown, speak))}\n\n{table}"


def _done(found: Calibration, targets: Sequence[Row], plan: Plan, speak: Language) -> str:
    """How the calibration went about it."""
    explained = 100.0 * found.surrogate.explained
    return speak.say(
        "calibrate.done",
        particles=len(found.searched.points),
        companies=plan.companies,
        scenarios=len({name for row in targets for name in (row.scenario, row.against) if name}),
        parameters=len(found.space),
        targets=len(targets),
        looked=len(found.surrogate.columns),
        explained=speak.say("calibrate.explained", low=explained.min(), high=explained.max()),
        draws=found.proposed,
        needed=found.evidence.needed,
        agreed=100.0 * float(found.agreed.mean()),
        kept=len(found.values),
        gate=100.0 * GATE,
    )


def _population(found: Calibration, speak: Language) -> str:
    """Whether the companies as a whole agree, and how many of them do in fresh firms."""
    inside = np.abs(found.evidence.misses(np.median(found.shown, axis=0))) <= 1.0
    outside = [row.id for row, fine in zip(found.rows, inside, strict=True) if not fine]
    again = float(found.evidence.agrees(found.shown).mean())
    told = speak.say(
        "calibrate.population", inside=int(inside.sum()), all=len(found.rows),
        outside=", ".join(outside) or speak.say("calibrate.nothing"),
        again=100.0 * again, met=float(found.evidence.met(found.shown).mean()),
        needed=found.evidence.needed,
    )  # fmt: skip
    return told if found.passed else f"{told}\n\n{speak.say('calibrate.gate', gate=100.0 * GATE)}"


def _command(words: tuple[str, ...], plan: Plan) -> str:
    given = [f"{each.name}={getattr(plan, each.name)}" for each in fields(plan)
             if getattr(plan, each.name) != each.default]  # fmt: skip
    return " ".join(("rollout calibrate", *given, *words))


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
    bands, misses = found.shown_bands(), np.abs(found.evidence.misses(found.shown))
    body = []
    for place, row in enumerate(found.rows):
        ends = [speak.written(each, ".1f") for each in bands[:, place]]
        share = speak.say("calibrate.share", share=100.0 * float((misses[:, place] <= 1.0).mean()))
        body.append([row.id, span(row, speak), *ends, share])
    return body


def _conflicts(found: Calibration, speak: Language) -> str:
    """Pairs of targets that are missed in opposite directions: one is met at the other's cost."""
    misses = found.evidence.misses(found.shown)
    with np.errstate(invalid="ignore"):  # a target that nothing moves has no rank correlation
        likeness = np.atleast_2d(spearmanr(misses).statistic)
    pairs = [
        (float(likeness[i, j]), found.rows[i].id, found.rows[j].id)
        for i in range(len(found.rows)) for j in range(i)
        if (misses[:, i].mean() > 0.0) != (misses[:, j].mean() > 0.0)
    ]  # fmt: skip
    told = [
        speak.say("calibrate.conflict", one=one, other=other, likeness=each)
        for each, one, other in sorted(pairs, reverse=True)[:3]
        if each > CONFLICT
    ]
    return speak.say("calibrate.conflicts", parts="; ".join(told)) if told else ""
