"""`rollout run -m`: one job per combination of values, each in a folder of its own."""

from __future__ import annotations

import math
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.params import ConfigError, one_line
from sim.config.words import Arguments, is_hydra, quoted

if TYPE_CHECKING:
    import pandas as pd
    from hydra.core.override_parser.types import Override

    from sim.config.settings import Settings

JOBLIB = "joblib"
LAUNCHERS = ("basic", JOBLIB)
MOST_JOBS = 10_000
JOBS = "jobs.csv"
"""A row per job, beside their folders."""


def multirun(arguments: Arguments) -> int:
    """Check every job, then hand them to Hydra's multirun."""
    from sim.base.files import results_folder, write_csv
    from sim.config.load import load, load_settings
    from sim.config.saved import saved
    from sim.organisation.build import check_files
    from sim.report.language import Language
    from sim.runs.provenance import write_provenance
    from sim.runs.warm import compile_all

    started = time.time()
    for word in filter(is_hydra, arguments.words):
        _check_hydra(word)
    if saved(arguments.words, arguments.config_dir) is not None:
        raise ConfigError("-m takes presets only; vary a saved configuration with rollout sweep")
    own = _own(arguments)
    jobs = _jobs(own, arguments.line)
    configs = [load(words, config_dir=arguments.config_dir) for words in jobs]
    for config in configs:
        check_files(config.organisation)
    settings = load_settings(jobs[0], arguments.config_dir)
    folder, speak = settings.folder("multirun"), Language(settings.language, arguments.config_dir)
    if settings.dry_run:
        print(speak.say("run.plan", runs=len(jobs), folder=folder))
        return 0
    compile_all(settings.quiet, speak)
    with results_folder(folder, "run -m", settings.quiet) as out:
        _remove_jobs(out, len(jobs))
        write_csv(_table(jobs), out / JOBS, digits=None)
        _launch(arguments, own, out, settings)
        seeds = list(dict.fromkeys(config.seed for config in configs))
        write_provenance(out, started, seeds, {"command_line": arguments.line})
    return 0


def _table(jobs: list[list[str]]) -> pd.DataFrame:
    """What each job has to itself, a row per job: the words in which they differ."""
    import pandas as pd

    words = [dict(word.partition("=")[::2] for word in job) for job in jobs]
    varied = [key for key in words[0] if any(each[key] != words[0][key] for each in words)]
    rows = [{"job": str(number), **{key: each[key] for key in varied}}
            for number, each in enumerate(words)]  # fmt: skip
    return pd.DataFrame(rows)


def _remove_jobs(out: Path, first: int) -> None:
    """Remove the jobs from a number on that an earlier command did here: this one has fewer."""
    from sim.base.files import remove_result

    if (out / JOBS).is_file():
        for number in range(first, (out / JOBS).read_bytes().count(b"\n")):
            remove_result(out / str(number), "run")


def _check_hydra(word: str) -> None:
    """Of all that Hydra can be told, only who does the jobs: more would run any program.

    Raises:
        ConfigError: The word says something else.
    """
    from sim.base.params import require_known

    key, _, value = word.partition("=")
    if key == "hydra/launcher":
        require_known("launcher", value, LAUNCHERS)
    elif key != "hydra.launcher.n_jobs":
        valid = f"hydra/launcher={'|'.join(LAUNCHERS)} and hydra.launcher.n_jobs=N"
        raise ConfigError(f"{word!r} is not taken: of Hydra only {valid}")
    elif not re.fullmatch("-1|[1-9][0-9]{0,3}", value):
        raise ConfigError(f"hydra.launcher.n_jobs must be -1 (all) or in [1, 9999], got {value!r}")


def _own(arguments: Arguments) -> list[Override]:
    from sim.config.compose import hydra_on_conf
    from sim.config.grammar import parse

    with hydra_on_conf() as hydra:
        words = [word for word in arguments.words if not is_hydra(word)]
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
    """Let Hydra run the jobs, each in `out`/<number>; what Hydra itself writes goes again."""
    import hydra
    from hydra.core.hydra_config import HydraConfig
    from hydra.errors import HydraException

    from sim.base.files import scratch
    from sim.base.presets import conf_folder
    from sim.config.compose import register
    from sim.config.load import load
    from sim.report.language import Language
    from sim.studies.one_run import run_into

    config_dir = arguments.config_dir
    speak = Language(settings.language, config_dir)
    main_process, failed = os.getpid(), list[BaseException]()
    home = out.resolve()  # other launchers' processes may stand in another folder

    @hydra.main(version_base="1.3", config_path=str(conf_folder()), config_name="config")
    def job(_: object) -> None:
        if failed:
            return
        words = [word for word in HydraConfig.get().overrides.task if not is_hydra(word)]
        number = str(HydraConfig.get().job.num)
        try:
            config = load(words, config_dir=config_dir)
            run_into(home / number, config, arguments.line, speak, quiet=True)
            if not settings.quiet:
                name = speak.strategy(config.strategy.name)
                told = speak.say("run.job", strategy=name, seed=config.seed, folder=out / number)
                print(told, flush=True)
        except BaseException as error:
            # Hydra would report it in its own words; other launchers' processes have to.
            if os.getpid() != main_process:
                raise
            failed.append(error)

    register()
    with scratch(out) as hydras, _hydra_reads(_line(arguments, own, hydras)):
        try:
            job()
        except HydraException as error:
            raise ConfigError(one_line(error)) from error
        finally:
            if f"hydra/launcher={JOBLIB}" in arguments.words:
                _dismiss_workers()
    if failed:
        raise failed[0]


def _line(arguments: Arguments, own: list[Override], hydras: Path) -> list[str]:
    """What Hydra is told: the words that are ours, and that it writes to a folder of its own."""
    from hydra.core.override_parser.types import OverrideType

    from sim.config.source import search

    config_dir = arguments.config_dir
    # What a strategy file leaves at its default is no key to Hydra's struct mode, so `++`.
    words = []
    for each in own:
        changes = each.type is OverrideType.CHANGE and "." in each.key_or_group
        words.append(f"++{each.input_line}" if changes else str(each.input_line))
    return [
        "--multirun",
        *([] if config_dir is None else [search(config_dir)]),
        "hydra/job_logging=none",
        "hydra/hydra_logging=none",
        "hydra.output_subdir=null",
        f"hydra.sweep.dir={quoted(str(hydras.resolve()))}",
        "hydra.sweep.subdir=${hydra.job.num}",
        *words,
        *(word for word in arguments.words if is_hydra(word)),
    ]


def _dismiss_workers() -> None:
    """End the processes of joblib, which would wait five minutes for more, and we for them."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor(reuse=True).shutdown(kill_workers=True)


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
