"""Comparing strategies: the same seeds for all, paired differences, one folder of results."""

from __future__ import annotations

import shutil
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.paired import pairwise, summarise
from sim.base.files import together, write_text
from sim.base.params import ConfigError
from sim.base.progress import Progress
from sim.config.settings import seed_numbers
from sim.model.config import require_configs
from sim.model.outcomes import REFERENCE
from sim.report.language import Language
from sim.report.notes import told
from sim.report.tables import DECIDED, comparison_table
from sim.runs.provenance import write_provenance
from sim.studies.compare.lever_words import idle
from sim.studies.compare.words import sentences

if TYPE_CHECKING:
    import pandas as pd

    from sim.model.config import RunConfig
    from sim.organisation.notes import Note
    from sim.organisation.spec import Organisation
    from sim.runs.run import RunResult

Runner = Callable[
    [Mapping[str, "RunConfig"], Sequence[int], Callable[[int, int], None]], "RunResult"
]

UNFINISHED = "unfinished"
"""Folder for the runs that an interrupted comparison has finished."""


class CompareResult(NamedTuple):
    """What a comparison found.

    Attributes:
        runs: One row per strategy and seed, the reference without levers included.
        weekly: One row per run and week, the reference included.
        summary: One row per strategy and outcome (`statistics.summarise`).
        pairwise: Paired differences to the baseline (`statistics.pairwise`).
        sentences: What this supports and what not, in plain words.
        notes: What was run, and how to read the table.
    """

    runs: pd.DataFrame
    weekly: pd.DataFrame
    summary: pd.DataFrame
    pairwise: pd.DataFrame
    sentences: list[str]
    notes: list[str]


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
    language: str = "en",
    organisation: Organisation | None = None,
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
        language: Sentences, notes, table and figures in English (`en`) or German (`de`).
        organisation: Replaces those of the configurations, for example `from_networkx(graph)`.

    Raises:
        ConfigError: No strategy or seed is named, or a seed twice; the configurations are no
            dict by name; or there is both an organisation and a store, whose runs are found by
            their configuration.
    """
    require_configs(config_by_strategy)
    if not config_by_strategy:
        raise ConfigError("strategies must name at least one, got none")
    listed = range(seeds) if isinstance(seeds, int) else map(index, seeds)
    seeds = seed_numbers(tuple(listed))
    if store is not None and organisation is not None:
        raise ConfigError("an organisation from Python cannot be stored: leave the store out")
    speak = Language(language)
    baseline = baseline or next(iter(config_by_strategy))
    started = time.time()
    with _runner(store, engine, workers, scheduler, organisation) as runner:
        runs, weekly = _run(runner, config_by_strategy, seeds, out, quiet)
    shown = runs[runs["strategy"].isin(list(config_by_strategy))]
    weeks = int(weekly["week"].max())
    summary, differences = summarise(shown, weeks), pairwise(shown, baseline, weeks)
    said = sentences(shown, summary, differences, weeks, language)
    notes = [
        speak.say(
            "legend",
            strategies=len(config_by_strategy),
            seeds=len(seeds),
            weeks=weeks,
            star=DECIDED,
            baseline=speak.strategy(baseline),
        )
    ]
    known = organisation.notes if organisation else _organised(config_by_strategy)
    organised = told(known, speak)
    notes += organised
    for each in config_by_strategy.values():
        notes += idle(speak, each)
    result = CompareResult(runs, weekly, summary, differences, said, notes)
    if out is not None:
        how: dict[str, Any] = {"command_line": command_line, "baseline": baseline}
        how |= {"workers": workers, "organisation": organised}
        with together(out) as new:
            _write(new, result, config_by_strategy, language)
            write_provenance(new, started, seeds, how)
        shutil.rmtree(out / UNFINISHED, ignore_errors=True)
    if not quiet:
        print(report(result, language))
    return result


def _organised(configs: Mapping[str, RunConfig]) -> list[Note]:
    """What was assumed about the organisations, each once."""
    from sim.organisation.spec import notes

    return list(dict.fromkeys(n for each in configs.values() for n in notes(each.organisation)))


def report(result: CompareResult, language: str = "en") -> str:
    """The table and the sentences as text for a terminal."""
    width = min(100, shutil.get_terminal_size((100, 40)).columns)
    weeks = int(result.weekly["week"].max())
    table = comparison_table(result.summary, result.pairwise, weeks, language)
    notes = [textwrap.fill(note, width) for note in result.notes]
    bullets = [textwrap.fill(each, width, initial_indent="- ", subsequent_indent="  ")
               for each in result.sentences]  # fmt: skip
    return "\n".join([table, "", *notes, "", *bullets])


@contextmanager
def _runner(
    store: Path | None,
    engine: str,
    workers: int,
    scheduler: str | None,
    organisation: Organisation | None,
) -> Iterator[Runner]:
    """What runs strategies and seeds: in memory, or through a store."""
    if store is None:
        from sim.runs.run import run_many

        yield lambda configs, seeds, tell: run_many(configs, seeds, workers, tell, organisation)
        return
    from sim.runs.engines import engine as connect
    from sim.runs.execute import run_stored
    from sim.runs.store import Store

    kept = Store(store)
    with kept.writable(), connect(engine, workers, scheduler) as work:
        yield lambda configs, seeds, tell: run_stored(configs, seeds, kept, work, workers, tell)


def _run(
    runner: Runner,
    configs: Mapping[str, RunConfig],
    seeds: Sequence[int],
    out: Path | None,
    quiet: bool,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run everything; when interrupted, keep what is finished and pass the interruption on."""
    with Progress(len(configs) * len(seeds), "runs", quiet) as progress:
        try:
            return runner(configs, seeds, lambda done, _: progress.advance(done - progress.done))
        except KeyboardInterrupt as interruption:
            finished = getattr(interruption, "finished", None)
            if out is not None and finished is not None:
                with together(out / UNFINISHED) as new:
                    _write_frames(new, *finished)
            raise


def _write(
    out: Path, result: CompareResult, configs: Mapping[str, RunConfig], language: str
) -> None:
    """Write every result file but the provenance."""
    from sim.report.plots import write_figures

    _write_frames(out, result.runs, result.weekly)
    for name, frame in (("summary", result.summary), ("pairwise", result.pairwise)):
        write_text(out / f"{name}.csv", frame.to_csv(index=False, lineterminator="\n"))
    write_text(out / "config.yaml", _config_yaml(configs))
    withdrawn = {config.withdraw_week for config in configs.values()}
    hidden = [] if REFERENCE in configs else [REFERENCE]
    write_figures(
        result.weekly,
        result.runs,
        out / "figures",
        pairwise=result.pairwise,
        withdraw_week=withdrawn.pop() if len(withdrawn) == 1 else None,
        hidden=hidden,
        language=language,
    )


def _write_frames(out: Path, runs: pd.DataFrame, weekly: pd.DataFrame) -> None:
    for name, frame in (("runs", runs), ("weekly", weekly)):
        frame.to_parquet(out / f"{name}.parquet", index=False)


def _config_yaml(configs: Mapping[str, RunConfig]) -> str:
    """What the strategies share, once, and below it the strategies; all in full if they differ."""
    from omegaconf import OmegaConf

    from sim.config.check import resolved

    trees = {name: resolved(config) for name, config in configs.items()}
    levers = {name: tree.pop("strategy") for name, tree in trees.items()}
    shared, *others = trees.values()
    if all(other == shared for other in others):
        content: dict[str, Any] = {**shared, "strategies": levers}
    else:
        content = {name: {**tree, "strategy": levers[name]} for name, tree in trees.items()}
    return str(OmegaConf.to_yaml(OmegaConf.create(content)))
