"""`rollout sweep`: every point of a design, every strategy, every seed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError
from sim.cli.help import SHARED_KEYS
from sim.config.words import ENGLISH_ONLY, Arguments, key_of

if TYPE_CHECKING:
    from sim.config.settings import Settings
    from sim.runs.plan import Estimate
    from sim.studies.sweep.sweep import Study, Sweep, SweepResult

HELP = f"""\
usage: rollout sweep [key=value ...]

Runs every point of a design with every strategy and seed. Results go to ./results/sweep
unless out= says otherwise: runs.parquet and weekly.parquet, varied values as columns.
Finished runs are kept in a store; the same command goes on where the last one stopped.

keys:
  vary.KEY=VALUES          what is varied; KEY is any parameter, a group, or strategy; VALUES:
                           0.2,0.5,0.8                                a list
                           0.1..0.9 (0.1..0.9/3)                      a range, in 5 (3) levels
                           declared                                   the declared plausible range
                           '{{distribution:normal,mean:0.5,sd:0.1}}'    also uniform, loguniform,
                                                                      lognormal, triangular
  design=grid              all combinations; latin or sobol with points=N (design_seed=N)
  strategy=NAME            strategy of every point, or several: strategies=a,b
  seeds=N                  repetitions of every run, or a list of seeds: seeds=3,4,9
  half_width.OUTCOME=SIZE  enough seeds for this paired 95 % half-width; seeds= is the most
  baseline=NAME            strategy that these pairs refer to (default: organic, or no levers)
  outputs=a,b              outcomes and weekly columns to keep in the tables (default: all)
  workers=N                processes at the same time (default: one per processor)
  engine=dask scheduler=ADDRESS   a cluster; ADDRESS is tcp://HOST:8786 or a scheduler file
                           (Dask has no passwords: keep it on 127.0.0.1, or use TLS)
  store=DIR                folder for finished runs (default: ./results/store)
  fail_fast=true           stop at the first run that fails (also --fail-fast)
  dry_run=true             say what would be done, how long it takes and how large it gets
{SHARED_KEYS}

Exit code 3 if runs failed; their tracebacks are in DIR/failed, all others are finished.

examples:
  rollout sweep strategy=mandate vary.workforce.reactance.mean=0.2,0.5,0.8 seeds=20 out=one
  rollout sweep study=heat_map
  rollout sweep design=sobol points=256 vary.workforce.reactance.mean=declared dry_run=true
"""

MAPPINGS = ("vary", "half_width")


def main(arguments: Arguments) -> int:
    """Run the command."""
    arguments.refuse(language=ENGLISH_ONLY)
    from sim.config.load import load_settings

    said, words = _mappings(arguments)
    settings = load_settings(words, arguments.config_dir)
    store = settings.needed_store("a sweep")
    study = _study(settings, said, words, arguments)

    from sim.base.files import results_folder
    from sim.runs.store import Store
    from sim.studies.sweep.sweep import Sweep, plan

    work = Sweep(
        plan(study), Store(store), settings.worker_count(), settings.engine, settings.scheduler,
        settings.fail_fast, settings.quiet,
    )  # fmt: skip
    left = work.left()
    if not settings.quiet:
        print(_announcement(work, left, settings), flush=True)
    if settings.dry_run:
        return 0
    started = time.time()
    with results_folder(settings.folder("sweep")) as out:
        result = work.result(out)
        _write_notes(out, work, started, arguments.line)
    return _report(out, work, result, settings.quiet)


def _mappings(arguments: Arguments) -> tuple[dict[str, dict[str, Any]], tuple[str, ...]]:
    """Take out the words whose value is a mapping of keys; what they hold is no key itself."""
    from sim.config.load import parse

    said, rest = {}, []
    for word in arguments.words:
        key = key_of(word)
        if key not in MAPPINGS:
            rest.append(word)
            continue
        value = parse([word])[0].value()
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            raise ConfigError(f"{key} must be a mapping such as {{KEY:[0.2,0.5]}}, got {value!r}")
        said[key] = value
    return said, tuple(rest)


def _study(
    settings: Settings, said: dict[str, Any], words: tuple[str, ...], arguments: Arguments
) -> Study:
    from sim.config.load import load, load_settings
    from sim.studies.sweep.sweep import Study

    named = [key_of(word) for word in words]
    usual = load_settings((), arguments.config_dir).strategies
    several = "strategies" in named or (settings.strategies != usual and "strategy" not in named)
    if "strategies" in named and "strategy" in named:
        raise ConfigError("give strategy=NAME or strategies=a,b, not both")
    own = [word for word in words if not word.startswith("strategy.")]
    first = load(own, config_dir=arguments.config_dir)
    base = dict(settings.half_width or {}), dict(settings.vary or {})
    return Study(
        vary=said.get("vary", base[1]),
        overrides=words,
        strategies=settings.strategies if several else (_strategy(words, arguments),),
        seeds=tuple(settings.seed_list(first.seed)),
        design=settings.design,
        points=settings.points,
        design_seed=settings.design_seed,
        half_width=said.get("half_width", base[0]),
        baseline=settings.baseline_strategy() if several else None,
        outputs=settings.outputs,
        config_dir=arguments.config_dir,
    )


def _strategy(words: tuple[str, ...], arguments: Arguments) -> str:
    """The one strategy that the words, a study file or the defaults choose, as a group choice."""
    from sim.config.load import load

    for word in words:
        if word.startswith("strategy="):
            return word.removeprefix("strategy=")
    own = [word for word in words if not word.startswith("strategy.")]
    return load(own, config_dir=arguments.config_dir).strategy.name


def _announcement(work: Sweep, left: Estimate, settings: Settings) -> str:
    """What will be done, before it is done."""
    from sim.base.progress import spoken_time

    planned, study = work.planned, work.planned.study
    runs, points = len(planned.runs), len(planned.points)
    strategies = len(planned.tasks) // max(points, 1)
    most = "at most " if study.half_width else ""
    lines = [
        f"{points:,} points x {strategies} strategies x {most}{len(study.seeds)} seeds = "
        f"{runs:,} runs: {runs - left.runs:,} stored, {left.runs:,} to do"
        + (f" and {left.references:,} references without levers" if left.references else "")
    ]
    if left.runs:
        if settings.engine == "processes":
            seconds, where = left.seconds / work.workers, f"with {work.workers} processes"
        else:
            seconds, where = left.seconds, "of processor time on the cluster"
        lines.append(
            f"{most}about {spoken_time(seconds)} {where}; about {left.megabytes:,.1f} MB in the "
            f"store {work.store.root}, as much again for the tables"
        )
    return "\n".join(lines)


#: Where and how a sweep was done, which changes nothing in its tables: `provenance.json` has it.
HERE = ("workers", "out", "store", "quiet", "engine", "scheduler")


def _write_notes(out: Path, work: Sweep, started: float, line: str) -> None:
    """`sweep.yaml`, `provenance.json` and the tracebacks of failed runs."""
    from omegaconf import OmegaConf

    from sim.base.files import write_text
    from sim.runs.execute import write_failures
    from sim.runs.provenance import write_provenance

    study = work.planned.study
    content = {
        "model_version": work.store.folder.name,
        "strategies": list(study.strategies),
        "overrides": [word for word in study.overrides if key_of(word) not in HERE],
        "vary": dict(study.vary),
        "design": study.design,
        "points": len(work.planned.points),
        "design_seed": study.design_seed,
        "half_width": dict(study.half_width),
        "seeds": list(study.seeds),
    }
    write_text(out / "sweep.yaml", OmegaConf.to_yaml(OmegaConf.create(content)))
    how = {"command_line": line, "workers": work.workers, "store": str(work.store.root)}
    write_provenance(out, started, study.seeds, how)
    write_failures(out, work.failures, work.runs)


def _report(out: Path, work: Sweep, result: SweepResult, quiet: bool) -> int:
    from sim.runs.execute import tell_failures

    failed = len(work.failures)
    stored = sum(task.run_key(seed) in work.store for task, seed in work.runs)
    if failed:
        tell_failures(work.failures, out)
    if not quiet:
        left = len(work.runs) - stored - failed
        print(f"done {stored:,}   failed {failed:,}   left {left:,}")
        if result.undecided:
            print(f"{result.undecided} points did not reach the half-width with all seeds")
        print(f"results in {out}")
    return 3 if failed else 0
