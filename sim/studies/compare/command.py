"""`rollout compare`: many strategies, the same seeds, paired differences."""

from __future__ import annotations

import sys

from sim.base.params import ConfigError
from sim.cli.help import SHARED_KEYS
from sim.config.words import SWEEP_ONLY, Arguments

HELP = f"""\
usage: rollout compare [key=value ...]

Runs every strategy with the same seeds and compares them pairwise: who gets how fast
how far, what lasts, what it costs. Results go to ./results/compare unless out= says
otherwise: runs.parquet, weekly.parquet, summary.csv, pairwise.csv, figures/.

keys:
  strategies=a,b           strategies to compare (rollout list strategies)
  baseline=NAME            the one the others are compared with (default: organic, or the first)
  seeds=N                  repetitions per strategy, or a list of seeds: seeds=3,4,9
  workers=N                processes at the same time (default: one per processor)
  store=DIR                finished runs are kept here and never done again (default:
                           ./results/store); store=none runs without
  language=de              table, sentences and figures in German
  engine=dask scheduler=ADDRESS   run on a cluster
{SHARED_KEYS}

A key below strategy.levers applies to those strategies that have the lever.

examples:
  rollout compare study=quick
  rollout compare strategies=organic,mandate,champions seeds=50 weeks=156
  rollout compare organisation=from_files organisation.edges=ties.csv organisation.people=staff.csv
  rollout compare strategies=mandate,training_first strategy.levers.training.hours=2 out=two
"""


def main(arguments: Arguments) -> int:
    """Run the command."""
    arguments.refuse(strategy="name the strategies as strategies=a,b", **SWEEP_ONLY)
    from sim.base.files import results_folder
    from sim.config.load import load_settings, load_strategies
    from sim.organisation.spec import check_files

    settings = load_settings(arguments.words, arguments.config_dir)
    if settings.vary:
        raise ConfigError("this study varies parameters: use rollout sweep")
    configs = load_strategies(arguments.words, settings.strategies, arguments.config_dir)
    first = next(iter(configs.values()))
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
                language=settings.language,
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
        from sim.report.language import Language

        print(Language(settings.language).say("results", folder=out))
    return 0
