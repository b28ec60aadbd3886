"""The analysis as a page: limits first, then what was found, then how to read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sim.studies.sensitivity.analysis import Findings, of
from sim.studies.sensitivity.factors import EVIDENCE, LUCK, STRATEGY
from sim.studies.sensitivity.question import COMPANY, Question, Response, Size
from sim.studies.sensitivity.told import parts, sentences, share

if TYPE_CHECKING:
    import pandas as pd

LISTED = 15

PAGE = """\
# Which assumptions decide?

Written by `{command}` as `summary.md`; `docs/sensitivity.md` is a copy, do not edit. {runs}

## Limits first

{limits}

## What was found

{overview}{outcomes}
## How to read it

{reading}

## Method

{method}

## Files

{files}

## References

{references}
"""

READING = """\
- **First order** is what an assumption explains by itself: by how much the variance would fall
  on average if its value were known. **Total** is all that it has a part in, also together with
  others. A total far above the first order means that it acts differently in other companies.
- **Company, strategy, luck** add up to 100 %. The company's part is what all its assumptions
  explain together, whatever the strategy. The strategy's part is what is explained on top by
  knowing the strategy, as such and in how it suits the company. Luck is the rest.
- **Luck** is what differs between two seeds of the same company with the same strategy: other
  people, other ties, other events. It would stay open if every assumption and the strategy were
  known; no better evidence can reduce it.
- Shares come with 95 % bootstrap intervals. Small ones may come out below zero, and a first order
  above its total; that is sampling.
- **Screening** shows, per assumption, the mean absolute change of the outcome when it moves by
  half its plausible range (µ*), and how much that change varies (σ). Far above the dotted line, an
  assumption matters mainly in combination. Luck stands in the same figure as a yardstick.
- **PAWN** compares whole distributions instead of variances, which is what counts where outcomes
  have two peaks or pile up at one end. An index below the level of noise shows no effect. PAWN
  ranks; it does not add up to 100 %, and it is not comparable with shares.
- Shares belong to these ranges: an assumption with a narrow range decides little because of that.
- An assumption **without a source** that decides much is the first thing to measure."""

METHOD = """\
1. **What is varied.** {varied} {strategy} The seed is a factor, too.
2. **Screening** (Morris 1991, with µ* of Campolongo et al. 2007): {screening}
3. **Shares of variance** (Sobol 2001, estimators of Saltelli et al. 2010): {variance}
4. **PAWN** (Pianosi and Wagener 2015, 2018) on the independent points of the same runs, conditioned
   on three to ten slices of equal size, or on each strategy; mean over slices, because a median
   does not see the one strategy that differs. The level of noise is what shuffled values reach in
   one of twenty cases.
5. **Two peaks** are reported where the bimodality coefficient, (skewness² + 1) / kurtosis corrected
   for sample size, is above 5/9, its value for a uniform distribution. Outcomes that pile up at one
   end raise it as well; heavy tails lower it.
6. **Settled** means: the leading assumptions are the same at half the rows and at all of them (64
   or more), and in at least 90 % of bootstrap resamples of rows.

All points of a row or trajectory have the same seed, so differences between them are effects and
not chance; every row has another seed. An outcome is the {mean} of its point. A time that is not
reached counts as the horizon; rows in which an outcome is not defined are left out and counted.
SALib makes the trajectories and computes elementary effects, shares and their bootstrap."""

REFERENCES = """\
- Campolongo, F., Cariboni, J. and Saltelli, A. (2007). An effective screening design for
  sensitivity analysis of large models. *Environmental Modelling & Software* 22(10), 1509–1518.
- Iwanaga, T., Usher, W. and Herman, J. (2022). Toward SALib 2.0. *Socio-Environmental Systems
  Modelling* 4, 18155.
- Morris, M. D. (1991). Factorial sampling plans for preliminary computational experiments.
  *Technometrics* 33(2), 161–174.
- Pianosi, F. and Wagener, T. (2015). A simple and efficient method for global sensitivity analysis
  based on cumulative distribution functions. *Environmental Modelling & Software* 67, 1–11.
- Pianosi, F. and Wagener, T. (2018). Distribution-based sensitivity analysis from a generic
  input-output sample. *Environmental Modelling & Software* 108, 197–207.
- Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output: design and
  estimator for the total sensitivity index. *Computer Physics Communications* 181(2), 259–270.
- Sobol, I. M. (2001). Global sensitivity indices for nonlinear mathematical models and their Monte
  Carlo estimates. *Mathematics and Computers in Simulation* 55, 271–280."""

FILES = (
    ("morris.csv", "`mu_star` (with interval), `mu`, `sigma` per outcome and factor"),
    (
        "sobol.csv",
        "`first` and `total` per outcome and assumption or group, and the `part` of "
        "company, strategy and luck, with intervals",
    ),
    ("pawn.csv", "PAWN index per outcome and assumption, with interval and level of noise"),
    ("convergence.csv", "`sobol.csv` at a quarter, half and all rows"),
    ("outcomes.csv", "spread, peaks, rows used and left out, how many ranks are settled"),
    ("runs.parquet", "every run: its id, place in the design, values and outcomes"),
    ("provenance.json", "versions, command line, time taken"),
)


def page(question: Question, size: Size, found: Findings, command: str, runs: str) -> str:
    """The whole page, as Markdown."""
    return PAGE.format(
        command=command or "rollout sensitivity",
        runs=runs,
        limits=_bullets(limits(question)),
        overview=_overview(question, found),
        outcomes="".join(_outcome(found, each) for each in question.responses),
        reading=READING,
        method=_method(question, size, found),
        files=_bullets(f"`{name}`: {what}" for name, what in FILES),
        references=REFERENCES,
    )


def limits(question: Question) -> list[str]:
    """What the analysis cannot say."""
    from sim.analysis.posterior import shipped_draws

    assumed = sum(each.sourced is False for each in question.company)
    lines = [
        "No published study compares rollout strategies. Shares say what decides in the model: "
        "they rest on its mechanisms and on the ranges of its parameters, not on observed "
        "companies.",
        f"{assumed} of the {len(question.company)} varied assumptions have no source, nor have "
        "their ranges. A wider range makes an assumption more important.",
        "A value that is fitted to published numbers counts as sourced, though it is not measured; "
        "not so where they hardly narrow it down and nothing else supports it.",
        "Values are uniform and independent over their ranges. Real companies are not.",
    ]
    keys = {each.key for each in question.company}
    if EVIDENCE in keys:
        lines[-1] = (
            "Fitted parameters come as whole draws of the posterior and count as one factor, "
            "because shares of variance need independent factors. All others are uniform and "
            "independent."
        )
    elif keys & set(shipped_draws().columns):
        lines.append(
            "Fitted parameters vary over more than agrees with published numbers; "
            "`companies=evidence` takes the draws that agree, as one factor."
        )
    return lines


def _overview(question: Question, found: Findings) -> str:
    if found.sobol.empty:
        return ""
    header = ("outcome", "company", "strategy", "luck")
    body: list[tuple[str, ...]] = []
    for response in question.responses:
        own = of(found.sobol, response)
        if own.empty:
            continue
        rows = parts(own)
        cells = [share(rows[key]) if key in rows else "–" for key in (COMPANY, STRATEGY, LUCK)]
        body.append((response.label, *cells))
    picture = "![Company, strategy, luck per outcome](figures/sensitivity_parts.png)"
    return f"{_table(header, body)}\n{picture}\n\n"


def _outcome(found: Findings, response: Response) -> str:
    screened, shown = of(found.morris, response), of(found.sobol, response)
    start = response.label[:1].upper() + response.label[1:]
    lines = [f"### {start}\n", _bullets(sentences(found, response)), ""]
    name = response.name
    if not shown.empty:
        lines += [
            _sobol_table(shown, of(found.pawn, response)),
            f"![Shares of variance and PAWN]({_figure('sobol', name)})\n",
            f"![Shares at growing numbers of rows]({_figure('convergence', name)})\n",
        ]
    if not screened.empty:
        lines += [_morris_table(screened, found, response),
                  f"![Screening]({_figure('morris', name)})\n"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _figure(kind: str, name: str) -> str:
    return f"figures/sensitivity_{kind}_{name}.png"


def _sobol_table(sobol: pd.DataFrame, pawn: pd.DataFrame) -> str:
    first = sobol[sobol["index"] == "first"].set_index("parameter")
    distance = pawn.set_index("parameter")
    header = ("what", "key", "first order", "total", "PAWN (noise)", "source")
    rows = sobol[(sobol["index"] == "total")].sort_values("value", ascending=False, kind="stable")
    body: list[tuple[str, ...]] = []
    for row in rows.to_dict("records"):
        key, far = row["parameter"], "–"
        if key in distance.index:
            far = f"{distance.loc[key, 'value']:.2f} ({distance.loc[key, 'noise']:.2f})"
        code = f"`{key}`" if row["kind"] == "assumption" else "–"
        body.append((row["label"], code, share(first.loc[key].to_dict()), share(row), far,
                     _source(row)))  # fmt: skip
    return _table(header, body)


def _morris_table(morris: pd.DataFrame, found: Findings, response: Response) -> str:
    sigma = morris[morris["index"] == "sigma"].set_index("parameter")["value"]
    rows = morris[morris["index"] == "mu_star"].sort_values("value", ascending=False, kind="stable")
    shown = rows.head(LISTED).to_dict("records")
    header = ("what", "key", f"µ* [{response.outcome.unit}]", "95 %", "σ", "kept", "source")
    body: list[tuple[str, ...]] = [
        (
            row["label"], f"`{row['parameter']}`" if row["kind"] == "assumption" else "–",
            f"{row['value']:.3g}", f"{row['low']:.3g} to {row['high']:.3g}",
            f"{sigma[row['parameter']]:.3g}", "yes" if row["parameter"] in found.kept else "–",
            _source(row),
        )
        for row in shown
    ]  # fmt: skip
    return f"Screening, the {len(shown)} largest of {len(rows)}:\n\n{_table(header, body)}"


def _source(row: dict[Any, Any]) -> str:
    return "**none**" if row["sourced"] == "no" else row["source"] or "–"


def _method(question: Question, size: Size, found: Findings) -> str:
    count = len(question.company)
    kept = len(found.kept)
    if question.baseline is not None:
        chosen = (f"Every strategy and `{question.baseline}` run in the same company with the same "
                  "seed; what is explained is their difference.")  # fmt: skip
    elif len(question.strategies) > 1:
        chosen = (f"The strategy is one factor with {len(question.strategies)} values, each as "
                  "likely as the others.")  # fmt: skip
    else:
        chosen = f"The strategy is `{question.strategies[0]}` throughout."
    screening = (
        f"{size.trajectories} trajectories over {len(question.factors)} factors on four levels in "
        "the middle of equally likely parts; a step is half a range, for the strategy another "
        "strategy, for luck another seed. Of every outcome the assumptions with the largest µ* are "
        f"kept in turn, {kept} in all." if not found.morris.empty else "left out."
    )  # fmt: skip
    others = " The others still vary, as one group, so nothing is left out." if kept < count else ""
    crossed = (
        "Every row has two lucks in the same company; half the mean squared difference between "
        "them is luck's part, and the company has the rest."
    )
    if any(each.key == STRATEGY for each in question.factors):
        crossed = (
            "Every row crosses two strategies with two lucks in the same company. Half the mean "
            "squared difference between lucks is luck's part; half the mean product of the "
            "differences between strategies, under one luck and under the other, is the "
            "strategy's; the company has the rest."
        )
    variance = (
        f"{size.points} rows of a scrambled Sobol sequence in a radial design; {kept} "
        f"assumptions have a share of their own.{others} {crossed}"
        if not found.sobol.empty else "left out."
    )  # fmt: skip
    varied = f"{count} assumptions about the company, over their plausible ranges."
    mean = "result" if question.seeds == 1 else f"mean of {question.seeds} seeds"
    return METHOD.format(varied=varied, strategy=chosen, screening=screening, variance=variance,
                         mean=mean)  # fmt: skip


def short(question: Question, found: Findings) -> str:
    """The findings for a terminal."""
    import textwrap

    blocks = []
    for response in question.responses:
        lines = sentences(found, response)
        blocks.append("\n".join(textwrap.fill(each, 100, subsequent_indent="  ") for each in lines))
    return "\n\n".join(blocks).replace("`", "")


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(header: tuple[str, ...], body: list[tuple[str, ...]]) -> str:
    from sim.report.markdown import markdown

    return markdown((header, body))
