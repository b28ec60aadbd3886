"""`rollout report`: ten pages that people decide with, from both kinds of companies."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.costs import Costs, read_costs, words_of
from sim.base.params import Checked, ConfigError, param
from sim.base.places import require_named
from sim.base.values import with_values
from sim.organisation.exports.folder import require_import
from sim.report.language import LANGUAGES, Language
from sim.studies.study import Line, Study, Wants, says_organisation
from sim.studies.tournament.entry import MOST_DRAWS, REFUSED, Entry, enter

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.studies.report.material import Material
    from sim.studies.report.own import Own

HEADCOUNT = 350
"""People per company, unless the command line says something of the organisation."""
DEFAULT_SEEDS = 30
"""Seeds of the default company, which stands beside the others."""
STRATEGIES = (
    "organic",
    "mandate",
    "training_first",
    "lead_by_example",
    "champions",
    "phased_pilot",
    "big_bang",
    "playbook",
)
"""Who takes part unless the line names them: every shipped family once; doing nothing always."""
MOST_STRATEGIES = 12
"""More do not fit on a page."""


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a report."""

    of: str = ""
    costs: str = ""
    data: str = ""
    draws: int = param(50, 2, MOST_DRAWS, "companies", doc="companies of each kind")
    seeds: int = param(2, 2, 1000, "seeds", doc="seeds per company, each company its own")
    pdf: bool = param(False, doc="also print it as PDF, through a browser of this machine")


class Question(NamedTuple):
    """What is asked.

    Attributes:
        own: Own keys.
        material: A finished folder, if one was named.
        entry: Strategies, and what all companies share, if they are to be run.
        costs: Somebody's own prices.
        data: Somebody's own data.
        words: The line in words, defaults included.
        command: The same as it was typed.
        speak: What the terminal is told in.
    """

    own: Options
    material: Material | None
    entry: Entry | None
    costs: Costs | None
    data: Own | None
    words: tuple[str, ...]
    command: str
    speak: Language


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    from sim.studies.report.material import read_material
    from sim.studies.report.own import read_own

    own = line.own
    data = read_own(Path(own.data).expanduser()) if own.data else None
    costs = _costs(own, data)
    material = entry = None
    if own.of:
        _require_nothing_to_run(line)
        material = read_material(Path(own.of).expanduser())
        if costs is not None:
            material.prices.with_costs(costs)
    else:
        entry = _entry(line, costs)
    if own.pdf:
        from sim.studies.report.pdf import browser

        browser()
    return Question(own, material, entry, costs, data, line.words, line.arguments.line, line.speak)


def _costs(own: Options, data: Own | None) -> Costs | None:
    if own.costs:
        return read_costs(Path(own.costs).expanduser())
    return None if data is None else data.costs


OF_TAKES = ("out", "language", "quiet", "details", "open", "dry_run", "store", "seed")
"""Keys besides its own that make sense when nothing is run."""


def _require_nothing_to_run(line: Line[Options]) -> None:
    """Refuse keys that would change runs, where the runs are given."""
    typed = [word.lstrip("+~").partition("=")[0] for word in line.arguments.words]
    for key in typed:
        if key in ("draws", "seeds") or key not in (*OF_TAKES, "of", "costs", "data", "pdf"):
            raise ConfigError(
                f"{key} changes the runs, which of={line.own.of} has already; "
                "leave one of the two out"
            )


def _entry(line: Line[Options], costs: Costs | None) -> Entry:
    """The strategies, at somebody's own prices where they have said them."""
    from sim.config.load import load_settings

    words = line.words
    if not line.names("strategies"):
        words = (*words, f"strategies={','.join(STRATEGIES)}")
    typed = {word.partition("=")[0] for word in line.arguments.words}
    words = (*words, *(word for word in words_of(costs) if word.partition("=")[0] not in typed))
    settings = load_settings(words, line.config_dir)
    found = enter(replace(line, words=words, settings=settings))
    if not 2 <= len(found.configs) <= MOST_STRATEGIES:
        raise ConfigError(
            f"a report compares 2 to {MOST_STRATEGIES} strategies, got {len(found.configs)}"
        )
    seat = None if costs is None else costs.prices.get("seat_month")
    return found if seat is None else _seated(found, seat.value)


def _seated(entry: Entry, price: float) -> Entry:
    """The same with another price of a seat."""
    from sim.model.levers import Licences

    def seated(config: RunConfig) -> RunConfig:
        levers = config.strategy.levers.items()
        seats = {f"strategy.levers.{key}.eur_per_month": price
                 for key, lever in levers if isinstance(lever, Licences)}  # fmt: skip
        return with_values(config, seats)

    return entry._replace(configs={name: seated(each) for name, each in entry.configs.items()})


def check(own: Options, words: Sequence[str]) -> None:
    """Refuse folders and files that are not there; see `Study.check`."""
    if own.of:
        require_folder(Path(own.of).expanduser())
    if own.data:
        require_import(own.data)
    if own.costs:
        require_named(Path(own.costs).expanduser(), "costs")


def small(own: Options, words: Sequence[str]) -> tuple[str, ...]:
    """The firm's own organisation, or else 350 people, unless the line says something of it."""
    if own.of or says_organisation(words):
        return ()
    if own.data:
        return ("organisation=mine", f"organisation.folder={own.data}")
    return (f"organisation.headcount={HEADCOUNT}",)


def require_folder(of: Path) -> None:
    """Refuse a folder that is none before anything is loaded that reads one."""
    if not of.is_dir():
        raise ConfigError(
            f"of={of}: no such folder (looked in {Path.cwd()}); without of=, "
            "rollout report runs what it needs"
        )


def answer(question: Question) -> Wants:
    """Run what is not given, work out the tables, write the pages; see `Study.answer`."""
    from sim.runs.wants import Said
    from sim.studies.report.document import document
    from sim.studies.report.findings import findings

    if question.material is None:
        material: Material = yield from _run(question)
    else:
        yield Said(question.speak.say("report.reading", folder=question.material.folder))
        material = question.material
    prices, costs = material.prices, question.costs
    prices = prices if costs is None else prices.with_costs(costs)
    material = replace(material, prices=prices, own=question.data)
    return document(material, findings(material), question.command, question.own.pdf)


def _run(question: Question) -> Generator[Any, Any, Material]:
    """Every strategy in every kind of companies, and in the default company beside them."""
    import pandas as pd

    from sim.analysis.companies import MINE
    from sim.runs.version import model_version
    from sim.studies.report.material import DEFAULT, DRAWN, FITTED, Material
    from sim.studies.tournament.arena import Arena, runs_table
    from sim.studies.tournament.found import companies_of
    from sim.studies.tournament.paths import paths_of, prices_of
    from sim.studies.tournament.study import COUNTED

    entry, own = question.entry, question.own
    assert entry is not None
    people, paths, runs, companies, lead, count = entry.headcount(), {}, [], [], [], 0
    every: list[Mapping[str, float]] = []
    folder = Path(own.data).expanduser()
    has_fitted = bool(own.data) and (folder / MINE).is_file()
    drawn_kinds = DRAWN if has_fitted else DRAWN[1:]
    for kind in (*drawn_kinds, DEFAULT):
        alone, source = kind == DEFAULT, str(folder) if kind == FITTED else kind
        drawn = [{}] * DEFAULT_SEEDS if alone else entry.draw(source, own.draws)
        seeds = 1 if alone else own.seeds
        arena = Arena(entry.base, drawn, seeds)
        label = COUNTED.get(kind, "progress.in_default" if alone else "progress.in_fitted")
        played, done = yield from arena.play(entry.strategies, label)
        paths[kind] = paths_of(kind, played, done, seeds, people)
        runs.append(runs_table(kind, played))
        lead.append(paths[kind].lead_time())
        if not alone:
            companies.append(companies_of(drawn, played).assign(companies_kind=kind))
            count += int((~played.lost).sum())
            every += drawn

    def about(speak: Language) -> str:
        kinds = speak.listing([speak.say(f"context.kind_{kind}") for kind in drawn_kinds])
        return entry.context(count, kinds, own.seeds, speak)

    return Material(
        paths,
        pd.concat(runs, ignore_index=True),
        pd.concat(companies, ignore_index=True),
        pd.concat(lead, ignore_index=True),
        prices_of(entry.configs, question.words, every),
        people,
        {code: about(Language(code)) for code in LANGUAGES},
        question.command,
        model_version(),
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    )


STUDY = Study(
    "report",
    Options,
    ask,
    answer,
    refuses={
        **REFUSED,
        "matters": "the rule of the recommendation is fixed: 50 € per employee",
        "baseline": "doing nothing is what everything is compared with",
    },
    check=check,
    defaults=small,
)
