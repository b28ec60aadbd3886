"""What came of the question: a table, a figure, a page, and a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.analysis.companies import Draw
from sim.base.streams import Streams
from sim.model.outcomes import BY_NAME
from sim.organisation.spec import ImportedOrganisation
from sim.report.language import Language
from sim.report.listing import bullets
from sim.report.markdown import text
from sim.report.page import render
from sim.studies.ask.questions import SURVEYED, groups, survey
from sim.studies.ask.value import BEYOND, Perfect, Worth, floor, lots, pays, perfect, worth

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.base.arrays import Floats
    from sim.studies.tournament.arena import Played
    from sim.studies.tournament.entry import Entry

SURVEY = "survey"
FEW = 500
"""Companies below which the order of questions is not stable."""
NAMED, SINGLES = 3, 10
"""Questions that are told in words, and single parameters in the table of the page."""


class Asked(NamedTuple):
    """One question: its name, the parameters that it tells about, what knowing them is worth."""

    name: str
    keys: tuple[str, ...]
    worth: Worth

    def pays(self, luck: float) -> bool:
        """Whether it is worth more than luck would make of it, and beyond its error."""
        return pays(self.worth, luck)


class Found(NamedTuple):
    """What came of it, in euros per head over the horizon.

    Attributes:
        strategies: Names.
        perfect: What knowing everything is worth.
        questions: By what they are worth in companies held back, the best first.
        singles: Single parameters, likewise.
        luck: What luck alone would make the most of questions, in the sample.
        luck_of_one: The same of single parameters.
        companies, seeds, people, survey, weeks: How much was looked at.
        kind: Which companies.
    """

    strategies: tuple[str, ...]
    perfect: Perfect
    questions: list[Asked]
    singles: list[Asked]
    luck: float
    luck_of_one: float
    companies: int
    seeds: int
    people: int
    survey: int
    weeks: int
    kind: str

    @property
    def best(self) -> str:
        """The best strategy on average."""
        return self.strategies[self.perfect.best]


def found_of(
    played: Played, drawn: Sequence[Draw], entry: Entry, kind: str, asked_people: int
) -> Found:
    """What knowing more is worth, from the runs of all strategies in all companies."""
    people, streams = entry.headcount(), Streams(entry.base.seed)
    values = played.table(BY_NAME["net_benefit_eur"], entry.base.weeks).values / people
    here = [draw for draw, lost in zip(drawn, played.lost, strict=True) if not lost]
    keys = list(here[0])
    table: Floats = np.array([[draw[key] for key in keys] for draw in here])
    means = values.mean(axis=2)
    lot = lots(played.families[~played.lost], streams.generator("ask/lots"))
    known = {name: tuple(own_keys) for name, own_keys in groups(keys).items()}
    asked = {name: table[:, [keys.index(key) for key in own_keys]]
             for name, own_keys in known.items()}  # fmt: skip
    told = survey(keys, table, asked_people, entry.base, streams.generator("ask/survey"))
    if told.shape[1]:
        asked[SURVEY] = told
        known[SURVEY] = tuple(key for key in SURVEYED if key in keys)
    alone = {key: table[:, [place]] for place, key in enumerate(keys)}

    def ranked(of: dict[str, Floats], names: dict[str, tuple[str, ...]]) -> list[Asked]:
        every = [Asked(name, names[name], worth(means, features, lot))
                 for name, features in of.items()]  # fmt: skip
        return sorted(every, key=lambda each: -each.worth.outside)

    return Found(
        played.strategies, perfect(values), ranked(asked, known),
        ranked(alone, {key: (key,) for key in keys}),
        floor(means, list(asked.values()), streams.generator("ask/luck")),
        floor(means, list(alone.values()), streams.generator("ask/luck of one")),
        len(here), values.shape[2], people, asked_people, entry.base.weeks, kind,
    )  # fmt: skip


def table(found: Found) -> pd.DataFrame:
    """One row per question and per parameter: `kind, name, inside, outside, error, luck, pays`."""
    import pandas as pd

    return pd.DataFrame([
        {"kind": kind, "name": each.name, "keys": " ".join(each.keys),
         "inside_eur_per_head": each.worth.inside, "outside_eur_per_head": each.worth.outside,
         "error": each.worth.error, "luck": luck, "pays": "yes" if each.pays(luck) else "no"}
        for kind, every, luck in (("question", found.questions, found.luck),
                                  ("parameter", found.singles, found.luck_of_one))
        for each in every
    ])  # fmt: skip


def keep(found: Found, organisation: Any, command: str) -> None:
    """Leave what was found beside the data of a firm that was imported, for other commands."""
    from sim.analysis.asked import COLUMNS, FILE
    from sim.base.files import write_csv

    if isinstance(organisation, ImportedOrganisation):
        rows = table(found).query("kind == 'question'")
        own = rows.assign(companies=found.companies, people=found.people,
                          command=command or "rollout ask")  # fmt: skip
        write_csv(own[list(COLUMNS)], Path(organisation.folder).expanduser() / FILE)


def document(found: Found, command: str, speak: Language) -> str:
    """The whole page."""
    return render(
        "ask.md.j2", speak,
        command=command or "rollout ask",
        sizes=_sizes(found),
        headline=partial(headline, found),
        questions=partial(_rows, found, found.questions, found.luck),
        singles=partial(_rows, found, found.singles[:SINGLES], found.luck_of_one),
        luck=found.luck,
        few=partial(_few, found),
        keys=[(_name(each, found, speak), each.keys) for each in found.questions],
    )  # fmt: skip


def spoken(found: Found, speak: Language) -> str:
    """The headline and the table for a terminal."""
    head = speak.say("ask.head_spoken").split(" | ")
    rows = [[name, *rest] for name, _, *rest in _rows(found, found.questions, found.luck, speak)]
    return "\n\n".join([bullets(headline(found, speak)),
                        text((tuple(head), [tuple(row) for row in rows]))])  # fmt: skip


def headline(found: Found, speak: Language) -> list[str]:
    """What to find out first, what it is worth, and when it is not worth asking."""
    paying = [each for each in found.questions if each.pays(found.luck)]
    names = [
        speak.say("ask.worth", question=_name(each, found, speak),
                  euros=speak.number(each.worth.outside, 0))
        for each in paying[:NAMED]
    ]  # fmt: skip
    first = speak.say("ask.first", names=speak.listing(names)) if names else speak.say("ask.none")
    return [speak.say("ask.best", strategy=speak.strategy(found.best)), first,
            _perfect(found, speak), *_few(found, speak)]  # fmt: skip


def _few(found: Found, speak: Language) -> list[str]:
    """What is said where the order is not stable."""
    few = speak.say("ask.few", companies=found.companies, enough=FEW)
    return [few] if found.companies < FEW else []


def _perfect(found: Found, speak: Language) -> str:
    low, high = found.perfect.low, found.perfect.high
    return speak.say(
        "ask.perfect", low=speak.number(min(low, high) if low == low else high, 0),
        high=speak.number(high, 0), error=speak.number(found.perfect.error, 0),
    )  # fmt: skip


def _sizes(found: Found) -> dict[str, object]:
    return {"companies": found.companies, "seeds": found.seeds, "people": found.people,
            "weeks": found.weeks, "strategies": len(found.strategies)}  # fmt: skip


def _name(each: Asked, found: Found, speak: Language) -> str:
    if "." in each.name:
        return f"`{each.name}`"
    return speak.say(f"ask.question_{each.name}", people=found.survey)


def _rows(found: Found, every: Sequence[Asked], luck: float, speak: Language) -> list[list[str]]:
    return [
        [
            _name(each, found, speak),
            "" if "." in each.name else speak.say(f"ask.how_{each.name}", people=found.survey),
            speak.number(each.worth.outside, 0, signed=True),
            speak.number(each.worth.error, 0), speak.number(each.worth.inside, 0),
            _verdict(each, luck, speak),
        ]
        for each in every
    ]  # fmt: skip


def _verdict(each: Asked, luck: float, speak: Language) -> str:
    if each.pays(luck):
        return speak.say("ask.pays")
    return speak.say("ask.open" if each.worth.changes else "ask.nothing")


def figure(found: Found, speak: Language) -> Figure:
    """Every question: what it is worth in companies held back, with two standard errors."""
    from sim.report.plots.panels import BLUE, dots, zero
    from sim.report.plots.sheet import arrange, rows_sheet
    from sim.report.plots.style import GREY

    pays = [each.pays(found.luck) for each in found.questions]
    drawn, (axis,) = rows_sheet(
        speak.say("ask.figure", pays=sum(pays), all=len(pays)),
        speak.say("ask.figure_sub", **_sizes(found)),
        [speak.say(f"ask.question_{each.name}", people=found.survey) for each in found.questions],
        [""], room=60,
    )  # fmt: skip
    middle = np.array([each.worth.outside for each in found.questions])
    reach = BEYOND * np.array([each.worth.error for each in found.questions])
    zero(axis)
    dots(axis, np.arange(len(pays)), [middle, middle - reach, middle + reach],
         [BLUE if each else GREY for each in pays], pays)  # fmt: skip
    axis.xaxis.set_major_formatter(speak.tick)
    axis.set_xlabel(speak.say("ask.figure_axis"))
    return arrange(drawn)
