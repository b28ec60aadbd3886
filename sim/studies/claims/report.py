"""What claims say: a Markdown page, one of HTML that needs nothing else, and the terminal."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report.language import Language
from sim.report.listing import listing
from sim.report.page import heads, render
from sim.studies.claims.words import arms, effect, limits, rule, sentence, short, tally

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
        "limits": partial(limits, size),
        "sentence": sentence,
        "rule": rule,
        "effect": effect,
        "arms": arms,
        "short": short,
    }


def spoken(assessed: Sequence[Assessed], language: str | Language = "en") -> str:
    """The verdicts as a table for a terminal."""
    speak = Language.of(language)
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
    return listing(tuple(heads(speak, "claims.spoken_head")), rows)


def _image(figures: Path, name: str) -> str:
    data = base64.b64encode((figures / f"{name}.png").read_bytes()).decode()
    return f"data:image/png;base64,{data}"
