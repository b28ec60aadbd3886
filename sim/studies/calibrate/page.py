"""The calibration as a page of documentation, and as a few lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.priors import WIDER
from sim.report.markdown import Table, markdown, text
from sim.studies.calibrate.identified import NOT_IDENTIFIED, identification, unidentified
from sim.studies.evidence.discrepancy import discrepancy
from sim.studies.evidence.table import Row

if TYPE_CHECKING:
    from sim.studies.calibrate.calibrate import Calibration, Plan

Shown = dict[str, dict[str, float]]

PAGE = """\
# Calibration

Made by `{command}`; the tables are also in `targets.csv` and `parameters.csv`.

## What was done

{particles} particles, each {companies} companies of 500 people (1,000 where teams are compared)
in {scenarios} situations (`rollout evidence scenarios`). A particle is one set of values of
{parameters} parameters; all others keep their defaults here, and their prior ranges in every
sweep. Priors are uniform over the declared ranges.{wider}

The kernel is Gaussian, with the tolerance of a target as two standard deviations. Waves of
particles train small neural networks (scikit-learn) that stand in for the simulator; `emcee`
samples what agrees with the evidence; every draw of the posterior is then simulated and
weighted by what the simulator itself shows (the stand-in explains {explained} of the variance
of particles it has not seen, by target). A stand-in was chosen over sequential Monte Carlo
with the simulator alone, because checking recovery needs one posterior per planted truth, and
because {parameters} dimensions and {targets} targets leave rejection few accepted particles.
{draws} draws of the posterior are worth {effective:.0f} equally weighted ones. For use
elsewhere {kept} are drawn from them by weight, {different} of them different (`draws.parquet`); a
file of this kind comes with the package and is what `companies=evidence` draws from.

## Fit, target by target

Companies in this table are others than those used for fitting. "Defaults" are those of the
package: medians of an earlier run of `rollout calibrate`, rounded to two digits. "Median" has
every parameter at its own median of this run; "typical" is a draw near that, chosen from ten in
yet other companies; the command writes it as a preset into its folder of results, to be used with
`--config-dir results/calibrate/conf study=calibrated`. Miss and verdict are the typical draw's;
the miss is in tolerances, beyond 1 or -1 a target is missed.

"Compared with" is what the fit aims at: the published number, but for two gaps. 34 points between
employees with and without manager support are a cross-section and so an upper bound; the middle of
15 to 34 is aimed at. For novices against experts two versions of the study differ; a value between
them is aimed at. Sources: `docs/evidence.md`.

{fit}
{misses}

Over the posterior, the middle 80 % of what the simulator shows:

{bands}
![Misses of defaults, median and posterior](figures/calibration_targets.png)

## What each target hangs on

With one parameter put to the middle of its prior, all others at the typical draw:

{carried}
The experiment with three forced weeks reports learning, not habit, as its channel. The model
meets its number for another reason, what colleagues are seen to do: `rollout evidence check
workforce.decision.peers=0.6` shows what is left without it. So the number supports neither the
weight of peers nor the mechanism.

## Numbers that were kept back

{blind}
## What the evidence identifies

Width is that of the middle 80 % of the posterior over that of the prior: 1 means that nothing
was learnt. Above {limit:g} a parameter counts as not identified{recovery}.

{identified}
![Posterior width over prior width](figures/calibration_widths.png)

![Posteriors over the prior's range](figures/calibration_posteriors.png)

**Not identified: {unidentified}.** Everything that is not in the table is assumed, or sourced
where its declaration says so, and no number here speaks about it.

## Limits

Tolerances are judgements. Surveys mix countries, jobs and wordings; situations are our reading
of them. The number for manager support is a cross-section and an upper bound. Several
parameters can stand in for each other (the intercept for the weight of expectation, outside
news for notice), so the preset is one good point among many: use the draws wherever
uncertainty matters. No published study compares rollout strategies.
"""


def page(
    found: Calibration, rows: Sequence[Row], shown: Shown, carried: Table,
    words: tuple[str, ...], plan: Plan,
) -> str:  # fmt: skip
    """The whole page, as Markdown."""
    targets = [row for row in rows if row.use == "target"]
    blind = [row for row in rows if row.use == "blind"]
    kept = found.draws()
    used = {name for row in targets for name in (row.scenario, row.against) if name}
    return PAGE.format(
        command=_command(words, plan),
        particles=len(found.searched) + len(found.points),
        companies=plan.companies,
        scenarios=len(used),
        parameters=len(found.ranges),
        wider=_wider(),
        targets=len(targets),
        draws=len(found.points),
        effective=found.effective_draws,
        kept=len(kept),
        different=len(kept.drop_duplicates()),
        explained=_explained(found),
        fit=markdown(discrepancy(targets, shown)),
        misses=_misses(targets, shown["typical"]),
        bands=markdown(_bands(found)),
        carried=markdown(carried),
        blind=markdown(discrepancy(blind, shown)),
        limit=NOT_IDENTIFIED,
        recovery=_recovery(found),
        identified=markdown(identification(found)),
        unidentified=", ".join(f"`{key}`" for key in unidentified(found)) or "none of the fitted",
    )


def summary(found: Calibration, rows: Sequence[Row], shown: Shown) -> str:
    """Fit and identification for a terminal."""
    targets = [row for row in rows if row.use == "target"]
    parts = [
        text(discrepancy(targets, shown)),
        _misses(targets, shown["typical"]),
        text(identification(found)),
        f"not identified: {_open(found)}{_recovery(found)}",
    ]
    return "\n\n".join(parts)


def _open(found: Calibration) -> str:
    return ", ".join(unidentified(found)) or "none of the fitted"


def _command(words: tuple[str, ...], plan: Plan) -> str:
    keys = ("particles", "wave", "draws", "recover", "companies", "seed")
    given = [f"{key}={getattr(plan, key)}" for key in keys
             if getattr(plan, key) != getattr(type(plan), key)]  # fmt: skip
    return " ".join(("rollout calibrate", *given, *words))


def _explained(found: Calibration) -> str:
    share = 100.0 * found.surrogate.explained
    return f"{share.min():.0f} to {share.max():.0f} %"


def _wider() -> str:
    told = [f"`{key}` {low:g} to {high:g}, because {why}"
            for key, ((low, high), why) in WIDER.items()]  # fmt: skip
    return f" Wider than declared: {'; '.join(told)}." if told else ""


def _misses(targets: Sequence[Row], ours: dict[str, float]) -> str:
    missed = [row.id for row in targets if abs(row.miss(ours[row.id])) > 1.0]
    met = f"The typical draw meets {len(targets) - len(missed)} of {len(targets)} targets"
    return f"{met}; missed: {', '.join(missed)}." if missed else f"{met}."


def _recovery(found: Calibration) -> str:
    if not found.recovered:
        return ""
    share = 100.0 * float(np.mean(list(found.recovered.values())))
    return f"; 80 % intervals hold the truth in {share:.0f} % of planted truths"


def _bands(found: Calibration) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    bands = found.shown_bands()
    body: list[tuple[str, ...]] = []
    for place, row in enumerate(found.rows):
        low, middle, high = bands[:, place]
        kept = found.weight[np.abs([row.miss(each) for each in found.shown[:, place]]) <= 1.0].sum()
        body.append((
            row.id, f"{row.low:g} to {row.high:g}", f"{low:.1f}", f"{middle:.1f}", f"{high:.1f}",
            f"{100.0 * kept:.0f} %",
        ))  # fmt: skip
    return ("target", "counts as met", "10 %", "median", "90 %", "draws that meet it"), body
