"""What claims say: a Markdown page, one of HTML that needs nothing else, and the terminal."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report.language import Language
from sim.report.listing import bullets, listing, wrapped
from sim.report.page import heads, render
from sim.studies.claims.words import arms, effect, follows, limits, rule, sentence, short, tally
from sim.studies.context import drawn_context, kind_told

if TYPE_CHECKING:
    from sim.studies.claims.assess import Assessed
    from sim.studies.claims.experiment import Size


def document(
    assessed: Sequence[Assessed], size: Size, command_line: str, language: str | Language = "en"
) -> str:
    """The Markdown page."""
    words = command_line.split() or ["rollout", "claims"]
    # Where it went and how many worked on it changes no number.
    command = " ".join(each for each in words if not each.startswith(("out=", "workers=")))
    return render("claims.md.j2", language, command=command, **facts(assessed, size))


def page(
    assessed: Sequence[Assessed],
    size: Size,
    command_line: str,
    figures: Path,
    language: str | Language = "en",
) -> str:
    """The page with figures; they are read from a folder and put inside."""
    command = command_line or "rollout claims"
    image = partial(_image, figures)
    return render("claims.html.j2", language, command=command, image=image, **facts(assessed, size))


def facts(assessed: Sequence[Assessed], size: Size) -> dict[str, object]:
    """What both pages name; functions take a language last."""
    return {
        "assessed": assessed,
        "size": size,
        "tally": partial(tally, [each.verdict.verdict for each in assessed]),
        "follows": partial(follows, [(each.claim, each.verdict.verdict) for each in assessed]),
        "limits": partial(limits, size),
        "about": partial(about, size),
        "sentence": sentence,
        "rule": rule,
        "effect": effect,
        "arms": arms,
        "short": short,
    }


def about(size: Size, speak: Language) -> str:
    """Whose companies it is about."""
    from sim.analysis.companies import dimensions
    from sim.model.config import RunConfig
    from sim.organisation.spec import GeneratedOrganisation

    config = RunConfig(GeneratedOrganisation(headcount=size.headcount), weeks=size.weeks,
                       withdraw_week=size.withdraw_week)  # fmt: skip
    kind = kind_told(size.companies, speak)
    drawn = [each.key for each in dimensions()]
    return drawn_context([config], speak, size.draws, kind, size.seeds, drawn)


def spoken(assessed: Sequence[Assessed], speak: Language) -> str:
    """What came out in one sentence, and the verdicts as a table, for a terminal."""
    head = speak.say("claims.of_claims", claims=len(assessed),
                     tally=tally([each.verdict.verdict for each in assessed], speak))  # fmt: skip
    rows = [
        (
            each.claim.id,
            speak.say(f"claims.verdict_{each.verdict.verdict}"),
            f"{speak.percent(each.verdict.share_holds)} "
            f"{speak.brackets(speak.percent(each.verdict.low), speak.percent(each.verdict.high))}",
            ", ".join(one.dimension.key.rpartition(".")[2] + ("" if one.sourced else "*")
                      for one in each.deciders) or "-",
            textwrap.shorten(each.claim.statement.within(speak.code), 60, placeholder=" ..."),
        )
        for each in assessed
    ]  # fmt: skip
    return f"{wrapped([head])}\n\n{listing(tuple(heads(speak, 'claims.spoken_head')), rows)}"


def behind(assessed: Sequence[Assessed], size: Size, speak: Language) -> str:
    """In how many companies each claim holds, for a terminal."""
    return bullets([f"{each.claim.id}: {sentence(each.verdict, size, speak)}" for each in assessed])


def _image(figures: Path, name: str) -> str:
    data = base64.b64encode((figures / f"{name}.png").read_bytes()).decode()
    return f"data:image/png;base64,{data}"
