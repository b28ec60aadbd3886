"""`rollout sensitivity`: which assumptions decide an outcome."""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.base.errors import unknown
from sim.base.params import ConfigError
from sim.cli.help import SHARED_KEYS
from sim.config.words import ENGLISH_ONLY, Arguments, key_of

if TYPE_CHECKING:
    from sim.config.settings import Settings
    from sim.model.config import RunConfig
    from sim.studies.sensitivity.investigate import Ahead, Investigation
    from sim.studies.sensitivity.question import Question, Size

HELP = f"""\
usage: rollout sensitivity [key=value ...]

Says which assumptions decide an outcome, and how much of its spread is the company, the
strategy and luck. Screens all assumptions that have a plausible range (Morris), then gives
those that survive their shares of variance (Sobol) and of distribution (PAWN). Needs the
extra `analysis`. Results go to ./results/sensitivity unless out= says otherwise: summary.md,
morris.csv, sobol.csv, pawn.csv, convergence.csv, outcomes.csv, runs.parquet, figures/.
Finished runs are kept in a store; the same command goes on where the last one stopped.

keys:
  outcomes=a,b             what is explained (rollout list outcomes); default:
                           genuine_use_final and hours_saved_per_employee_week
  strategies=a,b           one of them is drawn at every point: the strategy is a factor
  baseline=NAME            explain the paired difference of every strategy to this one instead
                           (same company, same seed)
  vary=KEY,...             only these parameters, or groups such as work.flow
  vary.KEY=VALUES          only these, over values of your own, as in rollout sweep
  companies=plausible      every assumption over its plausible range; evidence: the fitted ones
                           as draws that agree with the evidence
  method=both              morris: only screening; sobol: no screening
  size=small|full          small: minutes (default); full: twice the rows and trajectories
  trajectories=N points=N keep=N   instead of the size's: trajectories of the screening, rows of
                           the variance design (a power of two), assumptions that survive
  seeds=N                  runs per point; their mean is the outcome (default 1: luck is a factor)
  workers=N                processes at the same time (default: one per processor)
  engine=dask scheduler=ADDRESS   a cluster, as in rollout sweep
  store=DIR                folder for finished runs (default: ./results/store)
  fail_fast=true           stop at the first run that fails (also --fail-fast)
  dry_run=true             say what would be done and how long it takes
{SHARED_KEYS}

What you set stays fixed; everything else varies. Companies have 200 people unless you choose
an organisation. Exit code 3 if runs failed; their tracebacks are in DIR/failed.

examples:
  rollout sensitivity
  rollout sensitivity strategies=organic,mandate baseline=organic outcomes=genuine_use_final
  rollout sensitivity vary=work.flow,work.integration outcomes=lead_time_change out=work
  rollout sensitivity size=full companies=evidence dry_run=true
"""

OWN = ("outcomes", "vary", "companies", "method", "size", "trajectories", "points", "keep")
OUTCOMES = ("genuine_use_final", "hours_saved_per_employee_week")
RANGES = {"trajectories": (2, 100_000), "points": (16, 2**20), "keep": (1, 1000)}


def main(arguments: Arguments) -> int:
    """Run the command."""
    from sim.config.load import load_settings

    arguments.refuse(
        strategy="give strategies=NAME", design="it has its own: method=both|morris|sobol",
        half_width="give points=N", outputs="give outcomes=a,b", design_seed="give seed=N",
        language=ENGLISH_ONLY,
    )  # fmt: skip
    own, words = _own(arguments.words)
    settings = load_settings(words, arguments.config_dir)
    question, size = ask(own, words, settings, arguments.config_dir)
    method = str(own.get("method", "both"))

    from sim.runs.store import Store
    from sim.studies.sensitivity.investigate import METHODS, Investigation
    from sim.studies.sensitivity.runs import How

    if method not in METHODS:
        raise unknown("method", method, METHODS)
    store = settings.needed_store("sensitivity")
    how = How(
        Store(store), settings.worker_count(), settings.engine, settings.scheduler,
        settings.fail_fast, settings.quiet,
    )  # fmt: skip
    work = Investigation(question, size, method, how)
    if not settings.quiet or settings.dry_run:
        print(_announcement(work, work.ahead()), flush=True)
    if settings.dry_run:
        return 0
    return _done(work, settings, arguments.line)


def _done(work: Investigation, settings: Settings, line: str) -> int:
    from sim.base.files import results_folder
    from sim.runs.execute import write_failures
    from sim.runs.provenance import write_provenance
    from sim.studies.sensitivity.page import short
    from sim.studies.sensitivity.publish import publish

    started = time.time()
    with results_folder(settings.folder("sensitivity")) as out:
        found = work.result()
        runs = work.frame()
        publish(work.question, work.size, found, runs, line, out)
        how = {"command_line": line, "workers": work.how.workers, "runs": len(runs),
               "store": str(work.how.store.root),
               "seeds_are": "counted from the first one; runs.parquet has them all"}  # fmt: skip
        write_provenance(out, started, [work.question.seed], how)
        write_failures(out, work.failures, work.runs)
    failed = len(work.failures)
    if failed:
        print(f"rollout: {failed} runs failed; commands and tracebacks in {out / 'failed'}",
              file=sys.stderr)  # fmt: skip
    if not settings.quiet:
        print(f"{short(work.question, found)}\n\nresults in {out}; read summary.md first")
    return 3 if failed else 0


def ask(
    own: dict[str, Any], words: tuple[str, ...], settings: Settings, config_dir: str | None
) -> tuple[Question, Size]:
    """What a command line asks for.

    Args:
        own: Values of this command's own keys.
        words: All others.
        settings: What they say about the command.
        config_dir: A folder of further presets.

    Raises:
        ConfigError: A key or value is not valid; the message says what is.
    """
    from sim.config.load import load, load_settings
    from sim.studies.sensitivity.factors import company
    from sim.studies.sensitivity.question import Question

    size = _size(own)
    named = {key_of(word) for word in words}
    chosen = any(name.partition(".")[0] in ("organisation", "study") for name in named)
    shared = words if chosen else (f"organisation.headcount={size.headcount}", *words)
    strategies = settings.strategies
    base: RunConfig = load(_without_levers(words), strategies[0], config_dir)
    varied, fixed = company(base, named, _vary(own), str(own.get("companies", "plausible")))
    if settings.baseline is not None and len(strategies) < 2:
        raise ConfigError(f"nothing to compare with baseline={settings.baseline}: strategies=a,b")
    usual = load_settings((), config_dir).seeds
    seeds = settings.seeds if "seeds" in named or settings.seeds != usual else 1
    if not isinstance(seeds, int):
        raise ConfigError("seeds must be a number here: every row of a design has its own seeds")
    return Question(
        _outcomes(own), strategies, varied, settings.baseline, fixed, shared, base.seed, seeds,
        config_dir,
    ), size  # fmt: skip


def _without_levers(words: Sequence[str]) -> list[str]:
    return [word for word in words if not word.lstrip("+~").startswith("strategy.")]


def _own(words: Sequence[str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Values of this command's own keys, and all other words."""
    from sim.config.load import parse
    from sim.config.options import check_spelling

    own: dict[str, Any] = {}
    rest = []
    for word in words:
        key = key_of(word)
        if key not in OWN:
            check_spelling(key, OWN)
            rest.append(word)
            continue
        override = parse([word])[0]
        if override.is_sweep_override() or override.is_delete():
            raise ConfigError(f"{word}: give one value; a list is [a,b]")
        own[key] = override.value()
    return own, tuple(rest)


def _size(own: dict[str, Any]) -> Size:
    from sim.config.options import check_whole
    from sim.studies.sensitivity.question import SIZES

    name = own.get("size", "small")
    if name not in SIZES:
        raise unknown("size", str(name), SIZES)
    changes = {key: own[key] for key in RANGES if key in own}
    for key, value in changes.items():
        check_whole(key, value, *RANGES[key])
    points = changes.get("points", 16)
    power = 2 ** (points.bit_length() - 1)
    if points != power:
        raise ConfigError(f"points must be a power of two, for example {power} or {2 * power}, "
                          f"got {points}")  # fmt: skip
    return dataclasses.replace(SIZES[name], **changes)


def _outcomes(own: dict[str, Any]) -> tuple[str, ...]:
    from sim.config.settings import names
    from sim.model.outcomes import BY_NAME

    listed = names("outcomes", own.get("outcomes", list(OUTCOMES)))
    for name in listed:
        if name not in BY_NAME:
            raise unknown("outcome", name, BY_NAME)
    return listed


def _vary(own: dict[str, Any]) -> tuple[str, ...] | dict[str, Any] | None:
    from sim.config.settings import names

    value = own.get("vary")
    if value is None or (isinstance(value, dict) and value):
        return value
    return names("vary", value)


def _announcement(work: Investigation, ahead: Ahead) -> str:
    """What will be done, before it is done."""
    from sim.base.progress import spoken_time

    question, size, how = work.question, work.size, work.how
    designs = {
        "morris": f"{size.trajectories} trajectories over {len(question.factors)} factors",
        "sobol": f"{size.points} rows with shares for {min(size.keep, len(question.company))} of "
        f"{len(question.company)} assumptions",
    }
    told = [text for name, text in designs.items() if work.method in (name, "both")]
    first = f"{', then '.join(told)}: about {ahead.runs:,} runs"
    if not ahead.left:
        return f"{first}, all of them stored"
    seconds, where = ahead.seconds, "of processor time on the cluster"
    if how.engine == "processes":
        seconds, where = ahead.seconds / how.workers, f"with {how.workers} processes"
    return (f"{first}; at most {ahead.left:,} to do, references without levers included: about "
            f"{spoken_time(seconds)} {where}")  # fmt: skip
