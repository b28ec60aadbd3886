"""What a fit says: three sentences, a page, and why there is none."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.asked import asked
from sim.base.params import ConfigError
from sim.organisation.exports.refused import Refused, shown
from sim.report.imports import refusal
from sim.report.language import Language, catalogue
from sim.report.listing import bullets, wrapped
from sim.report.page import render
from sim.studies.context import drawn_context, some
from sim.studies.fit.found import METHODS
from sim.studies.fit.identified import NOT_IDENTIFIED
from sim.studies.fit.promise import ANSWERS

if TYPE_CHECKING:
    from sim.studies.fit.found import Found
    from sim.studies.fit.observed import Data, Series
    from sim.studies.fit.outside import Outside

NAMED, SHOWN, MOST_WEEKS = 3, 12, 6
STEPS = (4, 8, 13, 26)
"""Weeks after the last one that the table of the forecast shows, beside target and horizon."""
UNLIKE = 0.15
"""Share of people by which access may differ between firm and model before it is told."""


def document(fit: Found, command: str, speak: Language) -> str:
    """The whole page."""
    learnt = [each for each in fit.unknowns if each.identified]
    open_ = [each.key for each in fit.unknowns if not each.identified]
    return render(
        "fit.md.j2", speak,
        command=command or "rollout fit", about=about(fit, speak), told=three(fit, speak),
        made=_made(fit, speak), forecast=_forecast(fit, speak), judged=_judged(fit, speak),
        held=len(fit.judged.held), fitted=len(fit.series) - len(fit.judged.held),
        warnings=warnings(fit, speak), came=_came(fit, speak),
        identified=[
            (_called(each.key, speak), *(speak.written(end, ".3g") for end in each[1:4]),
             speak.written(each.width, ".2f"))
            for each in learnt[:SHOWN]
        ],
        target=fit.target, count=len(learnt), all=len(fit.unknowns), limit=NOT_IDENTIFIED,
        open=", ".join(map(_name, open_)), promise=_promise(fit, speak), more=_more(fit, speak),
    )  # fmt: skip


def about(fit: Found, speak: Language) -> str:
    """Whose companies, and how many."""
    drawn = list(fit.library.draws[0])
    kind = speak.say("fit.kinds")
    return drawn_context([fit.config], speak, len(fit.library), kind, 1, drawn)


def spoken(fit: Found, out: Path, speak: Language) -> str:
    """The three sentences for a terminal, what to beware of, and what the companies are for."""
    place = "mine" if fit.data.folder == Path("mine") else fit.data.folder
    companies = place or out / "companies.parquet"
    last = speak.say("fit.use", companies=companies, first=_worth_asking(fit, speak))
    return "\n\n".join([bullets(three(fit, speak)), wrapped([*warnings(fit, speak), last])])


def _worth_asking(fit: Found, speak: Language) -> str:
    """What is known to be worth asking first, of this firm or of others."""
    known = asked(fit.data.folder or Path())
    if not known.paying:
        return speak.say("fit.ask_none")
    best = known.paying[0]
    title = speak.say(f"ask.question_{best.name}", people=100)
    return speak.say(f"fit.ask_{known.whose}", question=title,
                     euros=speak.number(best.worth, 0), command=known.command)  # fmt: skip


def three(fit: Found, speak: Language) -> list[str]:
    """What the forecast says, how good it was, and what to ask for next."""
    low, middle, high = fit.at("model", fit.target)
    judged, own = fit.judged, fit.series
    counts = {method: int(judged.inside(method).sum()) for method in METHODS}
    missed = {f"off_{method}": 100 * judged.missed(method) for method in METHODS}
    forecast = speak.say(
        "fit.says", week=fit.target, day=day(own.day(fit.target), speak),
        middle=100 * middle, low=100 * low, high=100 * high, of=_of(fit, speak),
        window=_window(own.window, speak),
        still=100 * fit.at("no_change", fit.target)[1],
        bass=100 * fit.at("bass", fit.target)[1],
    )  # fmt: skip
    good = speak.say("fit.good", held=len(judged.held), inside=counts["model"],
                     still=counts["no_change"], bass=counts["bass"], **missed)  # fmt: skip
    return [forecast, good, f"{_learnt(fit, speak)} {_more(fit, speak)}"]


def _learnt(fit: Found, speak: Language) -> str:
    learnt = [_called(each.key, speak) for each in fit.unknowns if each.identified]
    left = len(fit.unknowns) - len(learnt)
    if not learnt:
        return speak.say("fit.learnt_nothing", left=left)
    return speak.say("fit.learnt", names=some(learnt, speak, NAMED), left=left)


def _more(fit: Found, speak: Language) -> str:
    """What would narrow the forecast."""
    best, width = fit.promise.best(), 100 * fit.wanted
    now = 100 * fit.promise.now
    if fit.more == 0:
        told = speak.say("fit.narrow", width=width, now=now)
    elif fit.more is None:
        told = speak.say("fit.never", width=width, now=now)
    else:
        told = speak.say("fit.more", weeks=fit.more, width=width, now=now)
    if best is None or fit.more == 0:
        return told
    asked = speak.say("fit.ask", item=speak.say(f"fit.item_{best}"), answers=ANSWERS,
                      width=100 * fit.promise.survey[best])  # fmt: skip
    return f"{told} {asked}"


def warnings(fit: Found, speak: Language) -> list[str]:
    """What a reader has to know before believing it."""
    said = []
    if fit.access is not None and abs(fit.access[0] - fit.access[1]) > UNLIKE:
        there, model = (100 * each for each in fit.access)
        said.append(speak.say("fit.access", there=there, model=model))
    if fit.unused:
        items = speak.listing([speak.say(f"fit.item_{each}") for each in fit.unused])
        said.append(speak.say("fit.unused", items=items))
    return said


def too_short(data: Data, place: str, fewest: int, held: int, speak: Language) -> ConfigError:
    """Why so few weeks are not fitted, in one line."""
    own = data.series
    return ConfigError(refusal(
        Refused("E10", "short", place, there=len(own.during), before=len(own.before),
                needed=fewest + held, fewest=fewest, held=held, day=day(own.start, speak)),
        speak,
    ))  # fmt: skip


def off(found: Outside, series: Series, place: str, speak: Language) -> ConfigError:
    """Why nothing is fitted to data outside the model, in one line."""
    return ConfigError(refusal(
        Refused("E12", "outside", place, weeks=shown(found.weeks.tolist(), MOST_WEEKS),
                day=day(series.day(int(found.weeks[0])), speak),
                reason=speak.say(f"exports.reason_{found.reason}")),
        speak,
    ))  # fmt: skip


def day(when: datetime.date, speak: Language) -> str:
    """A day as it is written in a language."""
    return speak.say("fit.date", year=str(when.year), month=when.month, day=when.day)


def _name(key: str) -> str:
    return f"`{key}`"


def _called(key: str, speak: Language) -> str:
    """An unknown in words, with its key."""
    words = catalogue(speak.code, "assumptions").get(key.replace(".", "_"))
    return f"{words or speak.say(f'fit.unknown_{key}')} ({_name(key)})"


def _of(fit: Found, speak: Language) -> str:
    return speak.say("fit.of_all" if fit.series.of_all else "fit.of_access")


def _window(days: int, speak: Language) -> str:
    return speak.say("fit.window_1" if days == 1 else "fit.window", days=days)


def _made(fit: Found, speak: Language) -> str:
    """What was weighed, and how."""
    own, weighed = fit.series, fit.weighed
    return speak.say(
        "fit.made_text", people=speak.number(fit.people, 0),
        firms=speak.number(len(fit.library), 0), matched=int(np.sum(fit.library.matched)),
        strategy=speak.strategy(fit.config.strategy.name), day=day(own.start, speak),
        weeks=len(own), last=day(own.as_of, speak), window=_window(own.window, speak),
        worth=weighed.worth, temperature=weighed.temperature, stretch=fit.stretch,
        said=speak.say("fit.made_survey", count=len(fit.said)) if fit.said else "",
        before=speak.say("fit.made_before", count=len(fit.data.series.before))
        if len(fit.data.series.before) else "",
    )  # fmt: skip


def _ends(fit: Found, method: str, week: int, speak: Language) -> tuple[str, str]:
    low, middle, high = (speak.number(100 * each, 0) for each in fit.at(method, week))
    return middle, speak.say("fit.ends", low=low, high=high)


def _forecast(fit: Found, speak: Language) -> list[tuple[str, ...]]:
    own, last = fit.series, fit.series.last
    weeks = {*(last + each for each in STEPS), fit.target, fit.config.weeks}
    return [
        (str(week), day(own.day(week), speak),
         *(cell for method in METHODS for cell in _ends(fit, method, week, speak)))
        for week in sorted(weeks) if last < week <= fit.config.weeks
    ]  # fmt: skip


def _judged(fit: Found, speak: Language) -> list[tuple[str, ...]]:
    judged, count = fit.judged, len(fit.judged.held)
    return [
        (speak.say(f"fit.method_{method}"),
         speak.say("fit.count", count=int(judged.inside(method).sum()), all=count),
         speak.number(100 * judged.missed(method), 1), speak.number(100 * judged.width(method), 0))
        for method in METHODS
    ]  # fmt: skip


def _came(fit: Found, speak: Language) -> list[tuple[str, ...]]:
    """Earlier forecasts against what came."""
    return [
        (day(datetime.date.fromisoformat(each.as_of), speak),
         day(datetime.date.fromisoformat(each.weeks[-1]), speak),
         speak.number(100 * float(each.path.middle[-1]), 0),
         speak.say("fit.ends", low=speak.number(100 * float(each.path.low[-1]), 0),
                   high=speak.number(100 * float(each.path.high[-1]), 0)),
         speak.number(100 * each.share[-1], 0),
         speak.say("fit.count", count=each.inside, all=len(each.weeks)))
        for each in fit.came
    ]  # fmt: skip


def _promise(fit: Found, speak: Language) -> list[tuple[str, str]]:
    own = fit.promise
    rows = [(speak.say("fit.with_now", weeks=fit.series.last), own.now)]
    rows += [(speak.say("fit.with_weeks", weeks=weeks), width) for weeks, width in
             own.weeks.items()]  # fmt: skip
    rows += [
        (speak.say("fit.with_survey", item=speak.say(f"fit.item_{item}"), answers=ANSWERS), width)
        for item, width in own.survey.items()
    ]
    return [(name, speak.number(100 * width, 0)) for name, width in rows]
