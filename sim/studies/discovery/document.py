"""A discovery as a Markdown page: limits first, then what was found, then how."""

from __future__ import annotations

from sim.analysis.inference import SEEDS_TO_DECIDE
from sim.studies.discovery import rule
from sim.studies.discovery.features import FIRST_WEEKS, Feature
from sim.studies.discovery.report import Report, View
from sim.studies.discovery.rule import Confirmation
from sim.studies.discovery.words import SPEAK, found, of, overall, value

PAGE = """\
# Where does one strategy beat another?

Written by `{command}` as `summary.md`; `docs/discover.md` is a copy, do not edit.

## Limits first

{limits}

## The companies

{overall} {rule}

![Every company's difference](figures/discover_companies.png)

{views}

## How to read this

{reading}

## How a rule comes about

{method}

## Files

| file | content |
| --- | --- |
| `companies.csv` | label, difference with interval, held back or not, inside a box, every feature |
| `boxes.csv` | one row per limit of the chosen boxes, with quasi-p-value |
| `curve.csv` | every box that PRIM found, after pruning: coverage, density, number of limits |
| `tree.txt` | the decision trees |
| `figures/` | the figures above as PNG and SVG |
| `provenance.json` | command line, versions, seeds, time taken |
"""

READING = """\
* **Density** is the share of companies inside the box where the first strategy is better,
  **coverage** the share of all such companies that lie inside. One is bought with the other: the
  figure shows every box on the way, numbered by how many limits it has.
* **Held back** counts. What a box holds where it was searched flatters it; the blue diamond and the
  sentences show companies that had no part in the search, with 95 % Wilson intervals.
* **No rule found** is a result: wins are then not tied to any of these features strongly enough to
  show in so many companies. More companies (`draws=`) find weaker ties, more seeds (`seeds=`) leave
  fewer companies open.
* **Not better** is not "worse": to learn where the other strategy is better, ask it the other way
  round.
* **The quasi-p-value** of a limit is small where lifting it would thin out the wins clearly. The
  limit was searched for in the same companies, so it is no test.
* **Limits are blurred.** They are set by the companies at hand; others would move them."""

FITTED = (
    ", those that published numbers speak about from the fitted values. Several companies may "
    "share a fitted draw; they are held back together, but intervals take them for independent."
)
CITED = """\
The method is scenario discovery (Bryant and Lempert, *Thinking inside the box*, Technological
Forecasting and Social Change 77, 2010, 34–49) with the patient rule induction method (Friedman and
Fisher, *Bump hunting in high-dimensional data*, Statistics and Computing 9, 1999, 123–143) as the
library ema_workbench does it. Correction of many tests: Benjamini and Hochberg, *Journal of the
Royal Statistical Society B* 57, 1995."""


def document(report: Report, command_line: str) -> str:
    """The whole page."""
    return PAGE.format(
        command=command_line or "rollout discover",
        limits="\n".join(f"* {line}" for line in limits(report)),
        overall=overall(report),
        rule=labelling(report),
        views="\n\n".join(_view(report, view) for view in report.views),
        reading=READING,
        method=f"{_method()}\n\n{CITED}",
    )


def labelling(report: Report) -> str:
    """When a company counts as won."""
    first = SPEAK.strategy(report.question.better)
    return (
        f"A company is won for {first} where the 95 % t interval of the paired differences lies "
        f"above {report.question.by:g}, and open where it does not settle the matter; differences "
        f"that are exactly the same with every seed win from {SEEDS_TO_DECIDE} seeds on. An open "
        f"company is no win."
    )


def limits(report: Report) -> list[str]:
    """What this cannot say."""
    question = report.question
    if question.vary:
        drawn = "Only " + SPEAK.listing([f"`{key}`" for key in question.vary]) + " varied"
        drawn += "; all else is as in the defaults, and may decide elsewhere."
    else:
        drawn = (
            "Parameters are drawn uniformly and independently from the ranges that they declare"
            f"{FITTED if question.kind == 'evidence' else '.'} Real companies are not spread like "
            "that: shares are no probabilities."
        )
    return [
        "No published study compares rollout strategies. A rule says what follows from mechanisms "
        "and assumptions, not what was seen in companies.",
        drawn,
        f"All companies share the same {len(question.seeds)} seeds, that is the same luck and the "
        f"same people to start from; intervals over companies do not cover other luck.",
        "Observable features are measured in the model, without error. In a company the same words "
        "may measure something else.",
        f"{len(report.sample.places)} companies: intervals are as wide as they say, and what "
        "matters in a few companies only is not found.",
    ]


def _method() -> str:
    text = (rule.__doc__ or "").partition("\n")[2].strip()
    return text + (
        f"\n\nObservable features are read from the run without levers: means over its first "
        f"{FIRST_WEEKS} weeks, and the organisation on its first day. Two sets of features are "
        f"searched, what is observable and what was assumed, so each is tested at 2.5 %."
    )


def _view(report: Report, view: View) -> str:
    parts = [
        f"## By {view.title}",
        f"{len(view.features)} features: {_listed(view.features)}.",
        "\n".join(f"* {line}" for line in found(report, view)),
    ]
    if view.finding.chosen is not None:
        assert view.finding.confirmation is not None
        figure = f"![The box and its limits](figures/discover_{view.name}.png)"
        parts += [_limit_table(view), figure, _test_table(view, view.finding.confirmation)]
    if view.tree is not None:
        text = view.tree.text.rstrip()
        parts.append(f"The tree, with companies per answer:\n\n```text\n{text}\n```")
    return "\n\n".join(parts)


def _listed(features: tuple[Feature, ...]) -> str:
    names = [f"`{each.name}`" for each in features]
    shown = names if len(names) <= 30 else [*names[:5], f"… ({len(names)} in all, `companies.csv`)"]
    return ", ".join(shown)


def _limit_table(view: View) -> str:
    assert view.finding.chosen is not None
    box = view.finding.chosen.box
    lines = ["| feature | limit | all companies | quasi-p-value |", "| --- | --- | --- | --- |"]
    for limit, p in view.finding.quasi:
        feature, values = view.features[limit.column], view.data.values[:, limit.column]
        end = (box.high if limit.upper else box.low)[limit.column]
        lines.append(
            f"| {feature.words} (`{feature.name}`) | {'at most' if limit.upper else 'at least'} "
            f"{value(feature, end)} | {value(feature, values.min())} … "
            f"{value(feature, values.max())} | {p:.2g} |"
        )
    return "\n".join(lines)


def _test_table(view: View, test: Confirmation) -> str:
    assert view.finding.chosen is not None
    lines = ["| companies | density | coverage | of all |", "| --- | --- | --- | --- |"]
    searched = view.finding.chosen.counts
    for name, counts in (("searched", searched), ("**held back**", test.counts)):
        lines.append(
            f"| {name} | {of(counts.wins_inside, counts.inside)} | "
            f"{of(counts.wins_inside, counts.wins)} | {of(counts.wins, counts.companies)} |"
        )
    return "\n".join(lines)
