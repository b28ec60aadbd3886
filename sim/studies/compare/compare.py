"""`sim.compare`: strategies with the same seeds, from Python."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING

from sim.analysis.companies import ONE, by_seed, held, require_kind
from sim.base.params import ConfigError
from sim.config.settings import seed_numbers
from sim.model.config import require_configs
from sim.report.language import Language
from sim.report.listing import bullets, wrapped
from sim.runs.wants import drive
from sim.runs.work import Work
from sim.studies.compare.answer import answer_of, report
from sim.studies.compare.question import CompareResult, Question, compared

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.organisation.build import Organisation


def compare(
    config_by_strategy: Mapping[str, RunConfig],
    seeds: int | Sequence[int] = 20,
    baseline: str | None = None,
    workers: int = 1,
    out: Path | None = None,
    quiet: bool = True,
    command_line: str = "",
    store: Path | None = None,
    engine: str = "processes",
    scheduler: str | None = None,
    language: str | Language = "en",
    organisation: Organisation | None = None,
    matters: Mapping[str, float] | None = None,
    details: bool = False,
    companies: str = ONE,
) -> CompareResult:
    """Run every strategy with every seed and compare them pairwise.

    Args:
        config_by_strategy: Configurations by strategy name, in the order of tables and figures.
        seeds: Seeds, the same for all strategies: a list, or how many, from 0 on.
        baseline: Strategy that the others are compared with; the first one if None.
        workers: Processes; the results do not depend on it.
        out: Folder for the result files; nothing is written if None.
        quiet: No progress, no table on the terminal.
        command_line: As the user typed it, for `provenance.json`.
        store: Folder of the run store: finished runs are read from it, others are kept in it.
        engine: Where runs are done when there is a store: `processes` or `dask`.
        scheduler: Address of a Dask scheduler.
        language: Sentences, notes, table and figures in English (`en`) or German (`de`); or a
            language that knows the titles of further presets.
        organisation: Replaces those of the configurations, for example `from_networkx(graph)`.
        matters: Outcome -> the smallest difference that matters (`sim.analysis.matters`).
        details: Print all sentences.
        companies: Another company with every seed, as on the command line (`matched`,
            `plausible`, a file); `one`: that of the configurations.

    Raises:
        ConfigError: No strategy or seed is named, or a seed twice; the configurations are no
            dict by name; or there is both an organisation and a store, whose runs are found by
            their configuration.
    """
    from sim.runs.store import Store
    from sim.studies.publish import publish

    require_configs(config_by_strategy)
    listed = range(seeds) if isinstance(seeds, int) else map(index, seeds)
    if not config_by_strategy:
        raise ConfigError("strategies must name at least one, got none")
    require_kind(companies, ONE)
    numbers, first = seed_numbers(tuple(listed)), next(iter(config_by_strategy))
    drawn = by_seed(companies, numbers, held(config_by_strategy[first], ()))
    question = Question(
        config_by_strategy, numbers, baseline or first, organisation, drawn, matters=matters,
        kind=companies, command=command_line,
    )  # fmt: skip
    if store is not None and organisation is not None:
        raise ConfigError("an organisation from Python cannot be stored: leave the store out")
    started, speak = time.time(), Language.of(language)
    kept = None if store is None else Store(store)
    work = Work(kept, engine, workers, scheduler, quiet=quiet, folder=out, speak=speak)
    with work.going_on():
        result = drive(compared(question, speak), work)
        if out is not None:
            how = {"command_line": command_line, "workers": workers}
            publish(answer_of(question, result), out, [speak], started, how, workers)
    if not quiet:
        about = wrapped([question.context(result.people, speak)])
        more = [bullets(result.sentences)] if details else []
        print("\n\n".join([about, report(question, result, speak), *more]))
    return result
