"""`rollout compare`: many strategies, the same seeds, paired differences."""

from __future__ import annotations

import sys

from sim.base.params import ConfigError
from sim.config.words import SWEEP_ONLY, Arguments


def main(arguments: Arguments) -> int:
    """Run the command."""
    arguments.refuse(strategy="name the strategies as strategies=[a,b]", **SWEEP_ONLY)
    from sim.base.files import results_folder
    from sim.config.load import load_settings, load_strategies
    from sim.organisation.spec import check_files
    from sim.report.language import Language

    settings = load_settings(arguments.words, arguments.config_dir)
    if settings.vary:
        raise ConfigError("this study varies parameters: use rollout sweep")
    configs = load_strategies(arguments.words, settings.strategies, arguments.config_dir)
    first = next(iter(configs.values()))
    speak = Language(settings.language, arguments.config_dir)
    check_files(first.organisation)
    with results_folder(settings.folder("compare")) as out:
        from sim.runs.execute import RunsFailed, write_failures
        from sim.studies.compare.compare import compare

        try:
            compare(
                configs,
                seeds=settings.seed_list(first.seed),
                baseline=settings.baseline_strategy(),
                workers=settings.worker_count(),
                out=out,
                quiet=settings.quiet,
                language=speak,
                command_line=arguments.line,
                store=settings.store_folder(),
                engine=settings.engine,
                scheduler=settings.scheduler,
            )
        except RunsFailed as error:
            write_failures(out, error.failures, error.runs)
            print(f"rollout: {error}; tracebacks in {out / 'failed'}", file=sys.stderr)
            return 3
        write_failures(out, (), ())
    if not settings.quiet:
        print(speak.say("results", folder=out))
    return 0
