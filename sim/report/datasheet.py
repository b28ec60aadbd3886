"""The data sheet of an import: what was read, what for, what is kept, how it is removed."""

from __future__ import annotations

from sim.organisation.exports.folder import DATASHEETS, About
from sim.report.imports import dropped_of, facts, named
from sim.report.language import Language
from sim.report.page import render


def datasheet(about: About, language: str) -> str:
    """The page in a language: one file, without a script, an image or an address.

    Args:
        about: What `import.json` says.
        language: One of `LANGUAGES`.
    """
    speak = Language(language)
    rows = [
        (
            named(each, speak),
            speak.say(f"exports.kind_{each.kind}"),
            speak.separated(f"{each.rows:,}"),
            f"{each.first} – {each.last}" if each.first else "–",
            list(each.columns),
        )
        for each in about.sources
    ]
    dropped = [line for each in about.sources for line in dropped_of(each, speak)]
    return render(
        "datasheet.html.j2", speak, about=about, rows=rows, kept=_kept(about, speak),
        facts=[*dropped, *facts(about, speak)],
        other=next(name for code, name in DATASHEETS.items() if code != language),
        used=any(each.kind in ("trend", "panel", "last") for each in about.sources),
        asked=any(each.kind == "survey" for each in about.sources),
    )  # fmt: skip


def _kept(about: About, speak: Language) -> str:
    if about.organisation in ("ties", "structure"):
        ties = speak.say("exports.sheet_kept_ties") if about.organisation == "ties" else ""
        if about.rejoin:
            return speak.say("exports.sheet_kept_rejoin", ties=ties)
        return speak.say("exports.sheet_kept_people", ties=ties)
    if about.organisation in ("blocks", "groups"):
        return speak.say("exports.sheet_kept_groups")
    return speak.say("exports.sheet_kept_headcount")
