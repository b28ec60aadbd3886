"""The claims report as one HTML file that needs nothing else: figures are inside it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.arrays import Floats
from sim.studies.claims.arm_names import arm_name
from sim.studies.claims.limits import limits
from sim.studies.claims.metrics import METRICS
from sim.studies.claims.page_style import CSS
from sim.studies.claims.texts import number, percent, rule, say, tally

if TYPE_CHECKING:
    from sim.studies.claims.assess import Assessed
    from sim.studies.claims.deciders import Decider
    from sim.studies.claims.experiment import Size
    from sim.studies.claims.verdict import Judged, Verdict

MARK = {"no": "rests_assumed", "partly": "rests_partly", "yes": "rests_sourced",
        "none": "rests_open"}  # fmt: skip


def page(
    assessed: Sequence[Assessed], size: Size, figures: Path, language: str, command_line: str
) -> str:
    """The whole page in one language; figures are read from a folder and put inside."""
    other = "claims.de.html" if language == "en" else "claims.html"
    title = escape(say("title", language))
    subtitle = escape(say("subtitle", language, draws=size.draws, seeds=size.seeds))
    sections = "\n".join(_section(each, size, figures, language) for each in assessed)
    overview = _image(figures / "overview.png", say("overview", language))
    made = f"{escape(say('made_by', language))} <code>{escape(command_line or 'rollout claims')}"
    names = escape(say("english_names", language))
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>{title}</title>
<style>{CSS}</style>
</head>
<body>
<header>
<p class="language"><a href="{other}">{say("other", language)}</a></p>
<h1>{title}</h1>
<p class="subtitle">{subtitle}</p>
</header>
<main>
{_limits(size, language)}
<h2 id="verdicts">{escape(say("verdicts", language))}</h2>
<p>{escape(tally([each.verdict.verdict for each in assessed], language))}</p>
{_verdicts(assessed, language)}
<figure>{overview}</figure>
{_method(language)}
{sections}
</main>
<footer><p>{made}</code>. {names}</p></footer>
</body>
</html>
"""


def _limits(size: Size, language: str) -> str:
    items = "\n".join(f"<li>{escape(line)}</li>" for line in limits(size, language))
    return f'<section class="limits"><h2>{say("limits", language)}</h2><ul>{items}</ul></section>'


def _method(language: str) -> str:
    parts = "".join(f"<p>{escape(say(f'method_{part}', language))}</p>"
                    for part in ("company", "share", "deciders"))  # fmt: skip
    return f"<details><summary>{escape(say('method', language))}</summary>{parts}</details>"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<div class="wide"><table class="{kind}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _verdicts(assessed: Sequence[Assessed], language: str) -> str:
    header = [say(f"col_{name}", language) for name in ("claim", "verdict", "share", "deciders",
                                                        "source")]  # fmt: skip
    rows = []
    for each in assessed:
        claim = each.claim
        link = f'<a href="#{claim.id}">{claim.id}</a> {escape(claim.statement.within(language))}'
        deciders = "<br/>".join(_decider(one) for one in each.deciders) or _maybe(each, language)
        share = _share(each.verdict, language)
        rows.append((link, _chip(each, language), share, deciders, _evidence(each, language)))
    note = f'<p class="links">{escape(say("star", language))}</p>'
    return _table(header, rows, "verdicts") + note


def _chip(each: Assessed, language: str) -> str:
    word = each.verdict.verdict
    label = escape(say(word, language))
    return f'<a class="chip {word.replace(" ", "-")}" href="#{each.claim.id}">{label}</a>'


def _evidence(each: Assessed, language: str) -> str:
    words = escape(say(MARK[each.sourced], language))
    return f'<span class="evidence {each.sourced}">{words}</span>'


def _maybe(each: Assessed, language: str) -> str:
    """What correlates most where nothing is certain."""
    names = "<br/>".join(_decider(one) for one in each.ranked[:2])
    return f'<span class="maybe">{escape(say("maybe", language))}<br/>{names}</span>'


def _decider(one: Decider) -> str:
    arrow = "↑" if one.correlation > 0 else "↓"
    star = "" if one.sourced else "*"
    short = one.dimension.key.removeprefix("workforce.").removeprefix("work.")
    return f'<code title="{escape(one.dimension.doc)}">{escape(short)}</code> {arrow}{star}'


def _share(verdict: Verdict, language: str) -> str:
    low, high = 100 * verdict.low, 100 * verdict.high
    ends = f"{percent(verdict.low, language)} – {percent(verdict.high, language)}"
    return (
        f'{percent(verdict.share_holds, language)} <span class="ends">[{ends}]</span>'
        f'<div class="bar"><i class="met" style="width:{100 * verdict.share_holds:.1f}%"></i>'
        f'<i class="open" style="width:{100 * verdict.share_open:.1f}%"></i>'
        f'<i class="missed" style="width:{100 * verdict.share_fails:.1f}%"></i>'
        f'<b style="left:{low:.1f}%;width:{high - low:.1f}%"></b></div>'
    )


def _section(each: Assessed, size: Size, figures: Path, language: str) -> str:
    claim, verdict = each.claim, each.verdict
    limit = claim.limits.within(language)
    terms = [("experiment", claim.experiment.within(language)),
             ("mechanism", claim.mechanism.within(language)),
             *([("limit", limit)] if limit else [])]  # fmt: skip
    told = "".join(f"<dt>{escape(say(term, language))}</dt><dd>{escape(text)}</dd>"
                   for term, text in terms)  # fmt: skip
    arms = ", ".join(arm_name(arm, language) for arm in claim.arms)
    folder = "figures" if language == "en" else f"figures/{language}"
    return f"""<section class="claim" id="{claim.id}">
<h2>{claim.id} {_chip(each, language)} {_evidence(each, language)}</h2>
<p class="statement">{escape(claim.statement.within(language))}</p>
<p>{escape(_sentence(verdict, size, language))}</p>
<dl>{told}</dl>
{_conditions(verdict, language)}
{_deciders(each, language)}
<figure>{_image(figures / f"{claim.id}.png", claim.statement.within(language))}</figure>
<p class="links">{say("data", language)}: <a href="runs/{claim.id}.csv">runs/{claim.id}.csv</a>
({escape(say("rows", language, runs=number(each.runs, 0, language), arms=arms))}) ·
<a href="draws.csv">draws.csv</a> · <a href="{folder}/{claim.id}.svg">{say("figure", language)}
(SVG)</a> · <a href="#verdicts">{say("back", language)}</a></p>
</section>"""


def _sentence(verdict: Verdict, size: Size, language: str) -> str:
    met, unsure, missed = (int((verdict.classes == kind).sum()) for kind in (1, 0, -1))
    opposite = round(verdict.share_reversed * size.draws)
    return say("sentence", language, met=met, unsure=unsure, missed=missed, draws=size.draws,
               seeds=size.seeds, opposite=opposite, low=percent(verdict.low, language),
               high=percent(verdict.high, language))  # fmt: skip


def _conditions(verdict: Verdict, language: str) -> str:
    header = ["", *(say(f"col_{name}", language) for name in ("condition", "rule", "effect",
                                                              "shares"))]  # fmt: skip
    rows = [
        (say(role, language), escape(one.condition.text.within(language)),
         f'<span class="rule">{escape(rule(one.condition, language))}</span>',
         _effect(one, language), " / ".join(percent(share, language) for share in one.shares()))
        for role, group in (("decides", verdict.conditions), ("informs", verdict.asides))
        for one in group
    ]  # fmt: skip
    return _table(header, rows, "conditions")


def _effect(one: Judged, language: str) -> str:
    import numpy as np

    metric = METRICS[one.condition.metric]
    ends: Floats
    ends = metric.factor * np.quantile(one.mean, (0.1, 0.5, 0.9))
    low, middle, high = (number(float(x), metric.decimals, language, signed=True) for x in ends)
    unit = escape(metric.unit.within(language))
    return f'{middle} <span class="ends">[{low} … {high}]</span> {unit}'


def _deciders(each: Assessed, language: str) -> str:
    if not each.deciders:
        names = ", ".join(f"{one.dimension.key} ({number(one.correlation, 2, language, True)})"
                          for one in each.ranked[:3])  # fmt: skip
        count = len(each.ranked)
        return f"<p>{escape(say('strongest', language, count=count, names=names))}</p>"
    header = [say(f"col_{name}", language) for name in ("parameter", "range", "rank", "source")]
    rows = [
        (f"<code>{escape(one.dimension.key)}</code><br/>{escape(one.dimension.doc)}"
         + "".join(f"<br/>≈ <code>{escape(beside.key)}</code>" for beside in one.partners),
         f"{one.dimension.low:g} – {one.dimension.high:g} {escape(one.dimension.unit)}",
         number(one.correlation, 2, language, signed=True),
         escape(one.dimension.source) if one.dimension.sourced else
         f'<span class="evidence no">{escape(say("assumed", language))}</span>')
        for one in each.deciders
    ]  # fmt: skip
    return f"<h3>{escape(say('deciders', language))}</h3>{_table(header, rows, 'deciders')}"


def _image(path: Path, words: str) -> str:
    data = base64.b64encode(path.read_bytes()).decode()
    return f'<img alt="{escape(words)}" src="data:image/png;base64,{data}"/>'
