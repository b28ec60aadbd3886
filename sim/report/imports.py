"""What is said of imported data on a terminal: what was read, what it can tell, what to ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sim.organisation.exports.folder import About, Source
from sim.organisation.exports.formats import Format
from sim.organisation.exports.gathered import Gathered
from sim.organisation.exports.refused import Refused
from sim.organisation.exports.save import Merged
from sim.report.language import Language
from sim.report.listing import bullets, listing
from sim.report.page import heads

ENOUGH_WEEKS = 8
BETTER_WEEKS = 16
USE = ("trend", "panel", "last")
OVERLAP = "other_tool"
"""The fact that names formats, and counts as one and as several."""


def refusal(error: Refused, speak: Language, mapping: str = "") -> str:
    """Why data are refused, with file, line and code.

    Args:
        error: What was found.
        speak: The language.
        mapping: What is said of the mapping to edit, for columns that nothing fits.
    """
    places = {name: _place(name, value, speak) for name, value in error.places.items()}
    if places.get("near"):
        places["near"] = speak.say(f"exports.format_{error.places['near']}")
    said = speak.say(f"exports.refused_{error.code}_{error.key}", **places, mapping=mapping)
    return f"{error.where()}{error.code} {said}"


def _place(name: str, value: Any, speak: Language) -> Any:
    if isinstance(value, Format):
        return speak.say(f"exports.format_{value.name}")
    if name in ("ties", "people") and isinstance(value, str):
        return speak.say(f"exports.shape_{value}")
    return speak.separated(f"{value:,}") if isinstance(value, int) else value


def told(found: Gathered, merged: Merged, speak: Language) -> str:
    """Everything that is said of what was read."""
    about = merged.about
    new = about.sources[len(about.sources) - len(found.files) :]
    parts = [
        ("files", [_files(new, speak)] if new else []),
        ("dropped", _dropped(new, speak)),
        ("cells", [_fact(key, values, speak) for key, values in about.notes if _of_cells(key)]),
        ("organisation", [*_organisation(found, about, speak)]),
        ("privacy", [*_privacy(about, speak)]),
        ("can", [*_can(about, merged, speak)]),
        ("ask", [*_ask(about, merged, speak)]),
    ]
    lines = []
    for name, said in parts:
        if said:
            table = name == "files"
            lines += [speak.say(f"exports.found_{name}"), said[0] if table else bullets(said), ""]
    return "\n".join(lines).rstrip()


def _of_cells(key: str) -> bool:
    return key.startswith(("null", "zero", "absent", "suppressed", "missing"))


def _files(sources: Sequence[Source], speak: Language) -> str:
    rows = [
        (speak.say(f"exports.kind_{each.kind}"), named(each, speak),
         speak.separated(f"{each.rows:,}"), each.first or "–", each.last or "–")
        for each in sources
    ]  # fmt: skip
    return listing(tuple(heads(speak, "exports.head_files")), rows)


def named(source: Source, speak: Language) -> str:
    """What a file was recognised as."""
    title = speak.say(f"exports.format_{source.format}")
    return speak.say("exports.guessed", format=title) if source.guessed else title


def _dropped(sources: Sequence[Source], speak: Language) -> list[str]:
    total: dict[str, int] = {}
    for each in sources:
        for reason, count in each.dropped.items():
            total[reason] = total.get(reason, 0) + count
    return [speak.say(f"exports.dropped_{reason}", count=speak.separated(f"{count:,}"))
            for reason, count in total.items() if count]  # fmt: skip


def dropped_of(source: Source, speak: Language) -> list[str]:
    """What was left out of one file."""
    return _dropped([source], speak)


def _fact(key: str, values: dict[str, Any], speak: Language) -> str:
    if key == OVERLAP:
        titles = {name: speak.say(f"exports.format_{values[name]}") for name in ("kept", "left")}
        return speak.say(f"exports.fact_{key}", **values | titles)
    places = {name: speak.separated(f"{value:,}") if isinstance(value, int) else value
              for name, value in values.items()}  # fmt: skip
    return speak.say(f"exports.fact_{key}", **places)


def facts(about: About, speak: Language) -> list[str]:
    """All notes of an import."""
    return [_fact(key, values, speak) for key, values in about.notes]


def _organisation(found: Gathered, about: About, speak: Language) -> Iterator[str]:
    from sim.report.notes import told as said

    people, ties = (speak.separated(f"{n:,}") for n in (about.headcount, about.ties))
    stored = found.known.stored
    groups = stored.structure.departments if stored.structure is not None else len(about.groups)
    yield speak.say(f"exports.organisation_{about.organisation}", people=people, ties=ties,
                    groups=groups)  # fmt: skip
    kept = ("departments_found", "departments_filled", "managers_found", "managers",
            "managers_added", "parts", "isolated", "two_layers")  # fmt: skip
    yield from said([each for each in found.known.notes if each.key in kept], speak)
    for key, values in about.notes:
        if not _of_cells(key):
            yield _fact(key, values, speak)
    if any(each.format.get("chat") for each in found.files):
        yield speak.say("exports.fact_chat")
    if any(used.concealed for _, used in found.used):
        yield speak.say("exports.fact_concealed")
    guessed = [item for _, answers in found.answers for item, _, guess in answers.asked if guess]
    if guessed:
        yield speak.say("exports.fact_guessed_items", items=", ".join(guessed))


def _privacy(about: About, speak: Language) -> Iterator[str]:
    if about.organisation in ("ties", "structure"):
        yield speak.say("exports.privacy_rejoin" if about.rejoin else "exports.privacy_numbers")
    yield speak.say("exports.privacy_groups", least=about.min_group)


def _firm(merged: Merged) -> Any:
    return merged.usage[merged.usage["group"] == ""]


def _weeks(firm: Any) -> int:
    """Weeks of the longest curve; two windows of "active" are two curves."""
    path = firm[firm["source"] != "last"]
    return int(path.groupby(["source", "window_days"])["week"].nunique().max()) if len(path) else 0


def _can(about: About, merged: Merged, speak: Language) -> Iterator[str]:
    firm = _firm(merged)
    weeks = _weeks(firm)
    if not len(firm):
        yield speak.say("exports.can_no_use")
    elif weeks:
        enough = weeks >= ENOUGH_WEEKS
        yield speak.say("exports.can_weeks" if enough else "exports.can_few_weeks", weeks=weeks)
    if (firm["source"] == "last").any():
        yield speak.say("exports.can_last")
    missing = int(firm["licensed"].isna().sum())
    if missing:
        yield speak.say("exports.can_denominators", rows=missing, all=len(firm))
    yield speak.say("exports.can_ties" if about.organisation == "ties" else "exports.can_no_ties")
    items = merged.survey["item"].nunique()
    if items:
        yield speak.say("exports.can_survey", items=items)
    else:
        yield speak.say("exports.can_no_survey")
    if len(firm):
        yield speak.say("exports.can_no_ranking")


def _ask(about: About, merged: Merged, speak: Language) -> Iterator[str]:
    """What is not known, in the order of what it would be worth."""
    firm = _firm(merged)
    weeks = _weeks(firm)
    wanted = {
        "ask_tinkering": "tinkering_hours" not in set(merged.survey["item"]),
        "ask_use": not len(firm),
        "ask_denominator": bool(len(firm)) and bool(firm["licensed"].isna().any()),
        "ask_survey": not len(merged.survey),
        "ask_weeks": bool(len(firm)) and weeks < BETTER_WEEKS,
        "ask_groups": about.organisation in ("headcount", "groups"),
        "ask_staff": about.organisation == "headcount",
        "ask_costs": not merged.costs,
    }
    asked = [key for key, missing in wanted.items() if missing] or ["ask_nothing"]
    for key in asked:
        yield speak.say(f"exports.ask_{key.removeprefix('ask_')}", weeks=weeks)
