"""`rollout run`: one strategy with one seed, or one job per combination with -m."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sim.analysis.kinds import ONE
from sim.base.hands import Call, ahead
from sim.base.params import Checked, ConfigError
from sim.config.early_forms import check_single
from sim.config.settings import processes
from sim.config.words import Arguments


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a run."""

    companies: str = ONE


KEYS = tuple(Options.__dataclass_fields__)


def main(arguments: Arguments) -> int:
    """Run the command."""
    several = "for several runs use rollout compare, or rollout run -m seed=0,1,2"
    arguments.refuse(
        strategies="it is strategy=NAME here; " + several,
        seeds="seed=N picks the seed; " + several,
        baseline="only compare has a baseline",
    )
    if arguments.multirun:
        from sim.studies.multirun import multirun

        arguments.refuse(companies="-m runs the company of the configuration")
        return multirun(arguments)
    check_single(arguments.words)
    return _single(arguments)


def _single(arguments: Arguments) -> int:
    from sim.studies.one_run import load

    with _unswept(), ahead(load, processes(arguments.words)) as call:
        return _run(arguments, call)


@contextmanager
def _unswept() -> Iterator[None]:
    """Nobody looks for circles of objects: a tenth of a small run, which leaves none that matter.

    What is imported stays, and arrays go as soon as nobody needs them.
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def _run(arguments: Arguments, call: Call) -> int:
    from sim.analysis.companies import by_seed, held, require_kind
    from sim.base.values import with_values
    from sim.config.load import load, load_settings
    from sim.config.options import own_keys
    from sim.config.saved import saved
    from sim.organisation.build import check_files
    from sim.report.language import Language
    from sim.studies.one_run import run_into

    own, typed = own_keys(Options, arguments.words)
    require_kind(own.companies, ONE)
    given = saved(typed, arguments.config_dir)
    chosen = any(word.startswith("strategy=") for word in typed)
    if given is not None and len(given.runs) > 1 and not chosen:
        names = ", ".join(given.runs)
        raise ConfigError(
            f"{given.path} holds {len(given.runs)} strategies: type strategy=NAME ({names})"
        )
    config = load(typed, config_dir=arguments.config_dir)
    drawn = by_seed(own.companies, [config.seed], held(config, typed)).get(config.seed, {})
    config = with_values(config, drawn)
    settings = load_settings(typed, arguments.config_dir)
    check_files(config.organisation)
    folder = settings.folder("run")
    speak = Language(settings.language, arguments.config_dir)
    if settings.dry_run:
        print(speak.say("run.plan", runs=1, folder=folder))
        return 0
    told = run_into(folder, config, arguments.line, speak, settings.quiet, drawn,
                    settings.worker_count(), call)  # fmt: skip
    if not settings.quiet:
        from sim.organisation.build import notes
        from sim.report.listing import wrapped
        from sim.report.notes import told as told_notes
        from sim.report.tables import run_table

        strategy = speak.strategy(config.strategy.name)
        print(wrapped([told.context]))
        print("\n" + speak.say("run.head", strategy=strategy, seed=config.seed))
        print(run_table(told.outcomes, config.weeks, told.people, speak) + "\n")
        last = speak.say("run.one"), speak.say("results", folder=folder)
        noted = told_notes(notes(config.organisation), speak)
        print(wrapped([*noted, *told.about_levers, *last]))
    return 0
