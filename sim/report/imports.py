"""What is said of imported data on a terminal: what was read, what it can tell, what to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

from sim.analysis.asked import Asked
from sim.analysis.kinds import MINE, OWN
from sim.organisation.exports.dropped import Dropped
from sim.organisation.exports.folder import COMPARED, UNUSED, About, Source
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
ANSWERS = {"tinkering": "learning", "survey": "survey", "groups": "network", "staff": "network"}
"""What a thing that is not there would answer, as `rollout ask` calls it."""
SURVEYED = {"expectation", "trust", "threat"}
"""Items by which the question of a survey counts as asked."""
NAMED = 3
"""Questions that are named."""
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


def told(found: Gathered, merged: Merged, known: Asked, folder: Path, speak: Language) -> str:
    """Everything that is said of what was read.

    Args:
        found: What was read.
        merged: Together with what was there.
        known: What is known to be worth asking.
        folder: Where the data are, or will be.
        speak: The language.
    """
    about = merged.about
    new = about.sources[len(about.sources) - len(found.files) :]
    parts = [
        ("files", [_files(new, speak)] if new else []),
        ("dropped", _dropped(new, speak, found.dropped.values())),
        ("cells", [_fact(key, values, speak) for key, values in about.notes if _of_cells(key)]),
        ("organisation", [*_organisation(found, about, speak)]),
        ("privacy", [*_privacy(about, speak)]),
        ("can", [*_can(found, about, merged, speak)]),
        ("ask", [*_questions(about, merged, known, folder, speak)]),
        ("lacks", [*_lacks(about, merged, known, speak)]),
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


def _dropped(
    sources: Sequence[Source], speak: Language, known: Iterable[Dropped] = ()
) -> list[str]:
    """How many rows were left out for which reason, and where the first of them stand."""
    total: dict[str, int] = {}
    for each in sources:
        for reason, count in each.dropped.items():
            total[reason] = total.get(reason, 0) + count
    return [
        speak.say(f"exports.dropped_{reason}", count=speak.separated(f"{count:,}"))
        + _lines(reason, count, known, len(sources) > 1, speak)
        for reason, count in total.items() if count
    ]  # fmt: skip


def _lines(
    reason: str, count: int, known: Iterable[Dropped], several: bool, speak: Language
) -> str:
    """Lines of the first rows, with the file where there are several; never what they hold."""
    parts, told = list[str](), 0
    for each in known:
        for path, lines in each.lines(reason).items():
            told += len(lines)
            key = "exports.lines_of" if several else "exports.lines"
            parts.append(speak.say(key, file=Path(path).name, lines=", ".join(map(str, lines))))
    if not told:
        return ""
    return speak.say("exports.in_lines" if told >= count else "exports.in_first_lines",
                     where="; ".join(parts))  # fmt: skip


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
        named_items = [f"{speak.say(f'fit.item_{item}')} ({item})" for item in guessed]
        yield speak.say("exports.fact_guessed_items", items=", ".join(named_items))


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


def _can(found: Gathered, about: About, merged: Merged, speak: Language) -> Iterator[str]:
    firm = _firm(merged)
    weeks = _weeks(firm)
    if not len(firm):
        yield speak.say("exports.can_no_use")
    elif weeks:
        enough = weeks >= ENOUGH_WEEKS
        yield speak.say("exports.can_weeks" if enough else "exports.can_few_weeks", weeks=weeks)
    if any(each.found and set(UNUSED) & set(each.found.columns) for each in found.files):
        yield speak.say("exports.can_not_prompts")
    if (firm["source"] == "last").any():
        yield speak.say("exports.can_last")
    missing = int(firm["licensed"].isna().sum())
    if missing:
        yield speak.say("exports.can_denominators", rows=missing, all=len(firm))
    yield speak.say("exports.can_ties" if about.organisation == "ties" else "exports.can_no_ties")
    items = merged.survey["item"].nunique()
    if items:
        yield speak.say("exports.can_survey", items=items)
        left = [item for item in dict.fromkeys(merged.survey["item"]) if item not in COMPARED]
        if left:
            words = speak.listing([speak.say(f"fit.item_{item}") for item in left])
            yield speak.say("exports.can_not_items", items=words)
    else:
        yield speak.say("exports.can_no_survey")
    if len(firm):
        yield speak.say("exports.can_no_ranking")


def _questions(
    about: About, merged: Merged, known: Asked, folder: Path, speak: Language
) -> Iterator[str]:
    """What to find out first, what that is worth, and of whom that is known."""
    items = set(merged.survey["item"])
    answered = {"survey": bool(items & SURVEYED), "network": about.organisation == "ties"}
    paying = [each for each in known.paying if not answered.get(each.name)]
    for each in paying[:NAMED]:
        title = speak.say(f"ask.question_{each.name}", people=100)
        yield speak.say("exports.question", question=title,
                        euros=speak.number(each.worth, 0), error=speak.number(each.error, 0),
                        how=speak.say(f"ask.how_{each.name}", people=100))  # fmt: skip
    if not paying:
        yield speak.say("exports.question_none")
    place = "" if folder == Path(OWN) else f" organisation.folder={quote(str(folder))}"
    fitted = f" companies={quote(str(folder))}" if (folder / MINE).is_file() else ""
    yield speak.say(f"exports.questions_{known.whose}", companies=speak.number(known.companies, 0),
                    people=known.people, command=known.command,
                    own=f"rollout ask organisation=mine{place}{fitted}")  # fmt: skip


def _lacks(about: About, merged: Merged, known: Asked, speak: Language) -> Iterator[str]:
    """What is not there: first what answers a question, by what that is worth; then the rest."""
    firm = _firm(merged)
    weeks = _weeks(firm)
    wanted = {
        "tinkering": "tinkering_hours" not in set(merged.survey["item"]),
        "survey": not len(merged.survey),
        "groups": about.organisation in ("headcount", "groups"),
        "staff": about.organisation == "headcount",
        "use": not len(firm),
        "denominator": bool(len(firm)) and bool(firm["licensed"].isna().any()),
        "weeks": bool(len(firm)) and weeks < BETTER_WEEKS,
        "costs": not merged.costs,
    }
    worth = {each.name: each.worth for each in known.paying}
    lacking = [key for key, missing in wanted.items() if missing]
    for key in sorted(lacking, key=lambda key: -worth.get(ANSWERS.get(key, ""), 0.0)):
        yield speak.say(f"exports.lacks_{key}", weeks=weeks)
    if not lacking:
        yield speak.say("exports.lacks_nothing")
