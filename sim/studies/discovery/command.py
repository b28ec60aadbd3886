"""`rollout discover`: in which companies does one strategy beat another?"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.params import ConfigError
from sim.cli.help import SHARED_KEYS
from sim.config.words import ENGLISH_ONLY, Arguments, key_of

if TYPE_CHECKING:
    from sim.config.settings import Settings
    from sim.model.outcomes import Outcome
    from sim.studies.discovery.sample import Question
    from sim.studies.sweep.sweep import Sweep

HELP = f"""\
usage: rollout discover [better=NAME] [than=NAME] [outcome=NAME] [key=value ...]

Runs two strategies in many companies, each with the same seeds, and looks for a simple rule
that says in which companies the first is better: limits on a few features (PRIM), tested in
companies that had no part in finding them. It says so when there is no rule. Needs the extra
`analysis`. Results go to ./results/discover unless out= says otherwise: summary.md,
companies.csv, boxes.csv, curve.csv, tree.txt, figures/.

keys:
  better=NAME              strategy whose wins are looked for (default: playbook)
  than=NAME                strategy it is compared with (default: mandate; none is no rollout)
  outcome=NAME             what they are judged by (default: genuine_use_final)
  by=X                     by how much it must be better, in the outcome's unit (default: 0)
  size=small|full          small: 90 companies of 60 people, a minute or two (default); full: 300
                           companies of 100 people, minutes; 4 seeds each
  draws=N                  companies, instead of the size's
  seeds=N                  seeds per company, instead of the size's; at least 2
  companies=KIND           evidence: what published numbers speak about is drawn from the
                           fitted values, all else from its plausible range (default);
                           plausible: everything from its plausible range
  vary.KEY=VALUES          vary only these parameters, as in rollout sweep (numbers only)
  workers=N                processes at the same time (default: one per processor)
  store=DIR                folder for finished runs (default: ./results/store)
{SHARED_KEYS}

A parameter that is given as KEY=VALUE stays at that value in all companies.

examples:
  rollout discover
  rollout discover better=champions than=organic outcome=hours_saved_per_employee_week by=0.1
  rollout discover size=full companies=plausible out=where
  rollout discover than=training_first draws=120 vary.workforce.reactance.mean=declared vary.work.flow.bottleneck_load=declared
"""  # noqa: E501


class Size(NamedTuple):
    """How much is run: companies, seeds each, people per company."""

    draws: int
    seeds: int
    headcount: int


SIZES: Mapping[str, Size] = {"small": Size(90, 4, 60), "full": Size(300, 4, 100)}
OWN = ("better", "than", "outcome", "by", "size", "draws", "companies", "vary")
DRAWS = (30, 100_000)
ORGANISATION = ("organisation", "organisation.headcount", "study")


@dataclass(frozen=True)
class Wanted:
    """What a command line asks for."""

    question: Question
    settings: Settings
    store: Path


def main(arguments: Arguments) -> int:
    """Run the command."""
    wanted = read(arguments)
    settings, question = wanted.settings, wanted.question
    from sim.studies.discovery.prim import require

    require()
    from sim.base.files import results_folder
    from sim.runs.store import Store
    from sim.studies.discovery.sample import measured, planned
    from sim.studies.sweep.sweep import Sweep

    work = Sweep(
        planned(question), Store(wanted.store), settings.worker_count(), settings.engine,
        settings.scheduler, settings.fail_fast, settings.quiet,
    )  # fmt: skip
    started = time.time()
    with results_folder(settings.folder("discover")) as out:
        if not settings.quiet:
            print(_announcement(work), flush=True)
        sample = measured(question, work)
        from sim.studies.discovery.publish import publish, spoken
        from sim.studies.discovery.report import analyse

        report = analyse(question, sample)
        publish(report, out, arguments.line)
        _write_notes(out, work, started, arguments.line)
    if not settings.quiet:
        print(f"{spoken(report)}\nresults in {out}")
    return _failed(out, work)


def read(arguments: Arguments) -> Wanted:
    """Check every key and value.

    Raises:
        ConfigError: A key or value is not valid; the message says what is.
    """
    one = "name the two strategies: better=A than=B"
    arguments.refuse(
        strategies=one, strategy=one, baseline=one, points="draws=N", design="draws=N",
        outputs="outcome=NAME", half_width="seeds=N", dry_run="only rollout sweep has it",
        language=ENGLISH_ONLY,
    )  # fmt: skip
    from sim.config.load import load, load_settings
    from sim.config.options import take, whole
    from sim.studies.discovery.sample import Question

    own, words = take(arguments.words, OWN)
    size = _size(own)
    words = _with_defaults(words, size)
    settings = load_settings(words, arguments.config_dir)
    store = settings.needed_store("discover")
    pair = _pair(own, arguments.config_dir)
    config = load(words, pair[0], arguments.config_dir)
    seeds = tuple(settings.seed_list(config.seed))
    if len(seeds) < 2:
        raise ConfigError("seeds must be at least 2: one seed cannot tell luck from a difference")
    question = Question(
        *pair, _outcome(own.get("outcome", "genuine_use_final")), _by(own.get("by")), _kind(own),
        _vary(arguments.words), whole(own, "draws", size.draws, *DRAWS), seeds, config.seed, words,
        arguments.config_dir,
    )  # fmt: skip
    return Wanted(question, settings, store)


def _size(own: Mapping[str, str]) -> Size:
    from sim.base.errors import unknown

    name = own.get("size", "small")
    if name not in SIZES:
        raise unknown("size", name, SIZES)
    return SIZES[name]


def _with_defaults(words: tuple[str, ...], size: Size) -> tuple[str, ...]:
    """The words, with the size's seeds and people where they say nothing else."""
    said = {key_of(word) for word in words}
    people = () if said & set(ORGANISATION) else (f"organisation.headcount={size.headcount}",)
    seeds = () if "seeds" in said else (f"seeds={size.seeds}",)
    return (*people, *seeds, *words)


def _pair(own: Mapping[str, str], config_dir: str | None) -> tuple[str, str]:
    from sim.config.compose import choose

    pair = own.get("better", "playbook"), own.get("than", "mandate")
    for name in pair:
        choose("strategy", name, config_dir)
    if pair[0] == pair[1]:
        raise ConfigError(f"better and than are both {pair[0]!r}: name two different strategies")
    return pair


def _outcome(name: str) -> Outcome:
    from sim.base.errors import unknown
    from sim.model.outcomes import BY_NAME

    if name not in BY_NAME:
        raise unknown("outcome", name, BY_NAME)
    outcome = BY_NAME[name]
    if outcome.better is None:
        wanted = "hours_saved_per_employee_week or genuine_use_final"
        raise ConfigError(f"more of {name} is neither better nor worse; take {wanted}, for example")
    return outcome


def _by(text: str | None) -> float:
    import math

    try:
        value = float(text or 0)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise ConfigError(f"by must be a number of at least 0, in the outcome's unit, got {text!r}")
    return value


def _kind(own: Mapping[str, str]) -> str:
    from sim.analysis.companies import KINDS
    from sim.base.errors import unknown
    from sim.studies.discovery.sample import Question

    kind = own.get("companies", Question.kind)
    if kind not in KINDS:
        raise unknown("companies", kind, KINDS)
    if "vary" in own and "companies" in own:
        raise ConfigError("give companies=KIND or vary.KEY=VALUES, not both")
    return kind


def _vary(words: tuple[str, ...]) -> dict[str, Any]:
    """What is varied instead of everything, per key."""
    from sim.config.load import parse

    found: Any = {}
    for word in words:
        if word.startswith("vary="):
            found = parse([word])[0].value()
            if not isinstance(found, dict) or not found or {type(key) for key in found} != {str}:
                raise ConfigError(f"vary must be a mapping such as {{KEY:declared}}, got {word!r}")
    return dict(found)


def _announcement(work: Sweep) -> str:
    from sim.base.progress import spoken_time

    left, study = work.left(), work.planned.study
    runs = len(work.planned.runs)
    lines = [
        f"{len(work.planned.points):,} companies x {len(study.strategies)} strategies x "
        f"{len(study.seeds)} seeds = {runs:,} runs: {runs - left.runs:,} stored, "
        f"{left.runs:,} to do"
    ]
    if left.runs:
        seconds = spoken_time(left.seconds / work.workers)
        lines.append(f"about {seconds} with {work.workers} processes, store {work.store.root}")
    return "\n".join(lines)


def _write_notes(out: Path, work: Sweep, started: float, line: str) -> None:
    from sim.runs.execute import write_failures
    from sim.runs.provenance import write_provenance

    how = {"command_line": line, "workers": work.workers, "store": str(work.store.root)}
    write_provenance(out, started, work.planned.study.seeds, how)
    write_failures(out, work.failures, work.runs)


def _failed(out: Path, work: Sweep) -> int:
    from sim.runs.execute import tell_failures

    if not work.failures:
        return 0
    tell_failures(work.failures, out)
    return 3
