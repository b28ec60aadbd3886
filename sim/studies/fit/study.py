"""`rollout fit`: update companies with one's own use, and say what comes next there."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.base.params import Checked, ConfigError, param
from sim.base.places import require_named
from sim.config.words import SWEEP_ONLY, key_of
from sim.organisation.exports.folder import IDENTIFIED, require_import
from sim.studies.fit.observed import Data, monday, read
from sim.studies.fit.table import employees, is_table
from sim.studies.study import Answer, Line, Study, Wants, says_organisation

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.config import RunConfig
    from sim.report.language import Language

WEEKS, LATER = 78, 26
"""Horizon of a fit, and weeks that it reaches beyond the data where these are long."""
FEWEST_FIRMS, MOST_FIRMS = 100, 50_000
"""Firms below which 1 % of them, which E12 asks for, are none."""


@dataclass(frozen=True)
class Options(Checked):
    """Own keys."""

    data: str = "mine"
    start: str = ""
    window: int = param(0, 0, 180, "days", doc='what "active" looks back; 0: what tells most')
    width: float = param(20.0, 1.0, 100.0, "points", doc="width of an interval, narrow enough")
    draws: int = param(0, 0, MOST_FIRMS, "firms", doc="firms of the library; 0: by size of firm")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.draws and self.draws < FEWEST_FIRMS:
            raise ConfigError(f"draws must be 0 or in [{FEWEST_FIRMS}, {MOST_FIRMS}] firms, "
                              f"got {self.draws}")  # fmt: skip


class Question(NamedTuple):
    """What is asked.

    Attributes:
        config: Organisation, programme and horizon.
        people: Employees.
        fixed: Parameters that are held at the configuration's value.
        data: The firm's own use.
        own: Keys of the study.
        earlier: Earlier forecasts.
        command: The line as it was typed.
        speak: What a refusal is told in.
    """

    config: RunConfig
    people: int
    fixed: frozenset[str]
    data: Data
    own: Options
    earlier: pd.DataFrame
    command: str
    speak: Language


def check(own: Options, words: Sequence[str]) -> None:
    """Refuse a line that lacks something, or data that are not there; see `Study.check`."""
    if "strategy" not in (key_of(word).split(".")[0] for word in words):
        raise ConfigError("fit needs the programme that was carried out: strategy=NAME")
    if not own.start:
        raise ConfigError("fit needs the day on which the programme began: start=2026-06-01")
    monday(own.start, "start")
    place = Path(own.data).expanduser()
    if is_table(place):
        require_named(place, "data")
    else:
        require_import(own.data)


def defaults(own: Options, words: Sequence[str]) -> Sequence[str]:
    """The firm as it was imported, unless the line says something of it."""
    found = [] if "weeks" in map(key_of, words) else [f"weeks={WEEKS}"]
    if says_organisation(words):
        return found
    if is_table(Path(own.data).expanduser()):
        return [*found, f"organisation.headcount={employees(own.data)}"]
    return [*found, "organisation=mine", f"organisation.folder={own.data}"]


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    from sim.analysis.companies import held
    from sim.config.load import load
    from sim.organisation.build import check_files
    from sim.studies.context import people_of
    from sim.studies.fit import companies, history

    own = line.own
    config = load(line.words, config_dir=line.config_dir)
    check_files(config.organisation)
    people = people_of(config)
    data = read(own.data, monday(own.start, "start"), own.window or None, people)
    if data.folder is not None:
        companies.require_ours(data.folder)
    earlier = history.read((data.folder or line.settings.folder("fit")) / history.FILE)
    config = _long_enough(config, data, line.names("weeks"))
    _require_weeks(data, own.data, line.speak)
    return Question(config, people, held(config, line.words), data, own, earlier,
                    line.arguments.line, line.speak)  # fmt: skip


def _long_enough(config: RunConfig, data: Data, typed: bool) -> RunConfig:
    """A horizon that reaches beyond the data."""
    own = data.series.during
    if not len(own) or own.last < config.weeks - 3:
        return config
    if typed:
        raise ConfigError(f"the data reach week {own.last}: weeks={own.last + LATER}, or more")
    return dataclasses.replace(config, weeks=own.last + LATER)


def _require_weeks(data: Data, place: str, speak: Language) -> None:
    """Refuse data that are too short to be judged."""
    from sim.studies.fit.fitting import FEWEST, HELD_LEAST, split
    from sim.studies.fit.page import too_short

    own = data.series.during
    if len(own) < HELD_LEAST or len(split(own)[0]) < FEWEST:
        raise too_short(data, place, FEWEST, HELD_LEAST, speak)


def answer(question: Question) -> Wants:
    """Simulate a library, weigh it, and say what comes next; see `Study.answer`."""
    from sim.studies.fit import companies, figures, history, page, tables
    from sim.studies.fit.found import found
    from sim.studies.fit.library import drawn, size, watch
    from sim.studies.fit.nearness import curves
    from sim.studies.fit.outside import outside, usual

    config, data, own = question.config, question.data, question.own
    series = data.series.during
    count = own.draws or size(question.people, config.weeks)
    draws, matched = drawn(count, config.seed, question.fixed)
    if not draws[0]:
        raise ConfigError("nothing is unknown: every parameter is set")
    library = yield from watch(config, draws, matched, series.window)
    seen = curves(library, series, config.seed)
    off = outside(seen, series, usual(seen, series, config.seed))
    if off is not None:
        raise page.off(off, series, own.data, question.speak)
    earlier, strategy = question.earlier, config.strategy.name
    fit = found(config, question.people, question.fixed, data, library, seen,
                history.came(earlier, series, strategy), own.width / 100.0)  # fmt: skip
    after = fit.ahead[fit.ahead > series.last]
    path = type(fit.paths["model"])(*(each[after - 1] for each in fit.paths["model"]))
    told = history.added(earlier, series, strategy, after.tolist(), path)
    firms, known = companies.table(fit), tables.identified(fit)
    return Answer(
        files={
            "companies.parquet": partial(companies.write, firms),
            "weights.parquet": companies.weights(fit),
            "forecast.csv": tables.forecast(fit),
            "holdout.csv": tables.holdout(fit),
            IDENTIFIED: known,
            "promise.csv": tables.promise(fit),
            history.FILE: told,
        },
        figures={"fit": lambda language: figures.fan(fit, language)},
        pages={"fit.md": lambda language, place: page.document(fit, question.command, language)},
        context=lambda language: page.about(fit, language),
        folder=lambda new: companies.keep(data.folder, firms, told, known),
        told=lambda language, out: page.spoken(fit, out, language),
        seeds=[config.seed],
        how={"data": own.data, "start": data.series.start.isoformat(), "as_of":
             data.series.as_of.isoformat()},
    )  # fmt: skip


STUDY = Study(
    "fit", Options, ask, answer, stored="", check=check, defaults=defaults,
    refuses={
        **SWEEP_ONLY,
        "strategies": "it is the one programme that was carried out: strategy=NAME",
        "baseline": "nothing is compared here",
        "seeds": "draws=N says how many firms",
        "companies": "it makes them: companies=mine is for other commands",
    },
)  # fmt: skip
