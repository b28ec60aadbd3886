"""`rollout run`: one strategy with one seed, or one job per combination with -m."""

from __future__ import annotations

import math
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError, one_line
from sim.config.words import Arguments, quoted

if TYPE_CHECKING:
    from hydra.core.override_parser.types import Override

    from sim.config.settings import Settings
    from sim.model.config import RunConfig
    from sim.model.engine import Engine
    from sim.report.language import Language
    from sim.report.plots import NetworkSnapshots
    from sim.runs.run import RunResult

Row = dict[Any, Any]
LAUNCHERS = ("basic", "joblib")
MOST_JOBS = 10_000


def main(arguments: Arguments) -> int:
    """Run the command."""
    several = "for several runs use rollout compare, or rollout run -m seed=0,1,2"
    arguments.refuse(
        strategies="it is strategy=NAME here; " + several,
        seeds="seed=N picks the seed; " + several,
        baseline="only compare has a baseline",
    )
    return _multirun(arguments) if arguments.multirun else _single(arguments)


def _single(arguments: Arguments) -> int:
    from sim.config.load import load, load_settings
    from sim.organisation.build import check_files
    from sim.report.language import Language

    config = load(arguments.words, config_dir=arguments.config_dir)
    settings = load_settings(arguments.words, arguments.config_dir)
    check_files(config.organisation)
    folder = settings.folder("run")
    speak = Language(settings.language, arguments.config_dir)
    outcomes, about_levers = _run_into(folder, config, arguments.line, speak, settings.quiet)
    if not settings.quiet:
        from sim.organisation.build import notes
        from sim.report.listing import wrapped
        from sim.report.notes import told
        from sim.report.tables import run_table
        from sim.studies.context import context, people_of

        people = people_of(config)
        strategy = speak.strategy(config.strategy.name)
        print(wrapped([context([config], speak, [config.seed], people=people)]))
        print("\n" + speak.say("run.head", strategy=strategy, seed=config.seed))
        print(run_table(outcomes, config.weeks, people, speak) + "\n")
        last = speak.say("run.one"), speak.say("results", folder=folder)
        print(wrapped([*told(notes(config.organisation), speak), *about_levers, *last]))
    return 0


def _run_into(
    folder: Path, config: RunConfig, line: str, speak: Language, quiet: bool
) -> tuple[Row, list[str]]:
    """Run one configuration, write its files, return its outcomes and what to say of its levers."""
    from sim.base.files import results_folder
    from sim.config.check import to_yaml

    started = time.time()
    with results_folder(folder, "run", quiet):
        from sim.report.plots import figures
        from sim.runs.run import RunResult
        from sim.studies.context import context, people_of
        from sim.studies.study import Answer, publish

        result, snapshots, about_levers = _lived(config, speak, quiet)
        own = RunResult(*(each[each["strategy"] == config.strategy.name] for each in result))
        left = Answer(
            files={
                "runs.parquet": own.runs,
                "weekly.parquet": own.weekly,
                "config.yaml": to_yaml(config),
            },
            figures=figures(
                result.weekly,
                result.runs,
                withdraw_week=config.withdraw_week,
                snapshots=snapshots,
            ),
            context=lambda speak: context([config], speak, [config.seed], people=people_of(config)),
            seeds=[config.seed],
        )
        publish(left, folder, [speak], started, {"command_line": line})
        return dict(own.runs.iloc[0]), about_levers


def _lived(
    config: RunConfig, speak: Language, quiet: bool
) -> tuple[RunResult, NetworkSnapshots, list[str]]:
    """The run with its reference, its network in some weeks, and what to say of its levers."""
    from sim.base.streams import Streams
    from sim.organisation.build import build
    from sim.runs.run import watched
    from sim.runs.warm import compile_all
    from sim.studies.lever_words import doses, idle, rules, told_doses
    from sim.studies.snapshots import network_snapshots

    compile_all(quiet, speak)
    shots: list[NetworkSnapshots] = []
    about_levers = idle(speak, config)

    def live(firm: Engine) -> Engine:
        about_levers.extend(told_doses(speak, doses(firm)))
        shots.append(network_snapshots(firm))
        about_levers.extend(rules(speak, firm))
        return firm

    result = watched(config, build(config.organisation, Streams(config.seed)), live)
    return result, shots[0], about_levers


def _multirun(arguments: Arguments) -> int:
    """Check every job, then hand them to Hydra's multirun."""
    from sim.base.files import made_folder
    from sim.config.load import load, load_settings
    from sim.organisation.build import check_files

    for word in filter(_is_hydra, arguments.words):
        _check_hydra(word)
    own = _own(arguments)
    jobs = _jobs(own, arguments.line)
    for words in jobs:
        check_files(load(words, config_dir=arguments.config_dir).organisation)
    settings = load_settings(jobs[0], arguments.config_dir)
    with made_folder(settings.folder("run")) as out:
        _launch(arguments, own, out, settings)
    return 0


def _is_hydra(word: str) -> bool:
    return word.lstrip("+~").startswith(("hydra/", "hydra.", "hydra=", "hydra@"))


def _check_hydra(word: str) -> None:
    """Of all that Hydra can be told, only who does the jobs: more would run any program.

    Raises:
        ConfigError: The word says something else.
    """
    from sim.base.params import unknown

    key, _, value = word.partition("=")
    if key == "hydra/launcher":
        if value not in LAUNCHERS:
            raise unknown("launcher", value, LAUNCHERS)
    elif key != "hydra.launcher.n_jobs":
        valid = f"hydra/launcher={'|'.join(LAUNCHERS)} and hydra.launcher.n_jobs=N"
        raise ConfigError(f"{word!r} is not taken: of Hydra only {valid}")
    elif not re.fullmatch("-1|[1-9][0-9]{0,3}", value):
        raise ConfigError(f"hydra.launcher.n_jobs must be -1 (all) or in [1, 9999], got {value!r}")


def _own(arguments: Arguments) -> list[Override]:
    from sim.config.compose import hydra_on_conf
    from sim.config.load import parse

    with hydra_on_conf() as hydra:
        words = [word for word in arguments.words if not _is_hydra(word)]
        return parse(words, hydra.config_loader(), several=True)


def _values(override: Override) -> int:
    """How many values a word gives, without making them."""
    from hydra.core.override_parser.types import ChoiceSweep, RangeSweep

    value = override.value()
    if isinstance(value, RangeSweep):
        if not value.step:
            raise ConfigError(f"{override.input_line}: step must not be 0")
        span = (float(value.stop or 0) - float(value.start or 0)) / float(value.step)
        return max(math.ceil(min(span, 1e18)), 0)
    return len(value.list) if isinstance(value, ChoiceSweep) else 1


def _jobs(own: list[Override], line: str) -> list[list[str]]:
    """The overrides of every job, as Hydra's own sweeper expands them."""
    from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
    from hydra.errors import HydraException

    jobs = math.prod(_values(each) for each in own)
    if jobs > MOST_JOBS:
        raise ConfigError(
            f"-m would make {jobs:,} jobs, and makes {MOST_JOBS:,} at most: use rollout sweep"
        )
    try:
        batches = BasicSweeper.split_arguments(own, None)
    except HydraException as error:
        raise ConfigError(f"cannot expand {line!r}: {one_line(error)}") from error
    if not batches:
        raise ConfigError(f"-m finds no value in {line!r}, so there is no job")
    return [list(job) for job in batches[0]]


def _launch(arguments: Arguments, own: list[Override], out: Path, settings: Settings) -> None:
    """Let Hydra run the jobs, each in `out`/<number>."""
    import hydra
    from hydra.core.hydra_config import HydraConfig
    from hydra.core.override_parser.types import OverrideType
    from hydra.errors import HydraException

    from sim.base.presets import conf_folder
    from sim.config.compose import register
    from sim.config.load import load
    from sim.config.source import search
    from sim.report.language import Language

    config_dir = arguments.config_dir
    speak = Language(settings.language, config_dir)
    further = [] if config_dir is None else [search(config_dir)]

    main_process, failed = os.getpid(), list[BaseException]()

    @hydra.main(version_base="1.3", config_path=str(conf_folder()), config_name="config")
    def job(_: object) -> None:
        if failed:
            return
        words = [word for word in HydraConfig.get().overrides.task if not _is_hydra(word)]
        folder = Path(HydraConfig.get().runtime.output_dir)
        try:
            config = load(words, config_dir=config_dir)
            _run_into(folder, config, arguments.line, speak, settings.quiet)
            if not settings.quiet:
                name = speak.strategy(config.strategy.name)
                told = speak.say("run.job", strategy=name, seed=config.seed, folder=folder)
                print(told, flush=True)
        except BaseException as error:
            # Hydra would report it in its own words; other launchers' processes have to.
            if os.getpid() != main_process:
                raise
            failed.append(error)

    register()
    # What a strategy file leaves at its default is no key to Hydra's struct mode, so `++`.
    words = []
    for each in own:
        changes = each.type is OverrideType.CHANGE and "." in each.key_or_group
        words.append(f"++{each.input_line}" if changes else str(each.input_line))
    with _hydra_reads(
        [
            "--multirun",
            *further,
            "hydra/job_logging=none",
            "hydra/hydra_logging=none",
            f"hydra.sweep.dir={quoted(str(out.resolve()))}",
            "hydra.sweep.subdir=${hydra.job.num}",
            *words,
            *(word for word in arguments.words if _is_hydra(word)),
        ]
    ):
        try:
            job()
        except HydraException as error:
            raise ConfigError(one_line(error)) from error
    if failed:
        raise failed[0]


@contextmanager
def _hydra_reads(words: list[str]) -> Iterator[None]:
    """Give Hydra's own entry point a command line, and let its errors through to ours."""
    shell, full = sys.argv, os.environ.get("HYDRA_FULL_ERROR")
    sys.argv = ["rollout", *words]
    os.environ["HYDRA_FULL_ERROR"] = "1"
    try:
        yield
    finally:
        sys.argv = shell
        if full is None:
            del os.environ["HYDRA_FULL_ERROR"]
        else:
            os.environ["HYDRA_FULL_ERROR"] = full
