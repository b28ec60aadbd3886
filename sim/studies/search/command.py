"""`rollout search`: look for better strategies, and check them where the search never was."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from sim.base.params import ConfigError
from sim.config.words import Arguments

if TYPE_CHECKING:
    from sim.studies.search.play import Wanted

HELP = """\
usage: rollout search [key=value ...]

Looks for strategies that are fast, gain much and cost little in many companies at once
(NSGA-II): which levers, from when to when, how much, for whom, with what part of the budget.
What it finds is then compared with the best shipped strategies on fresh companies and seeds.
Results go to ./results/search unless out= says otherwise: summary.md, strategy/found_*.yaml,
trials.csv, front.csv, shipped.csv, check.csv, figures/. About five minutes on two processors;
finished runs are kept in a store, and the same command goes on where the last one stopped.

keys:
  levers=a,b               levers to search (default: all but licences, which all strategies have)
  trials=N                 strategies to try (default 400)
  draws=N                  companies that the search sees (default 20)
  fresh=N                  companies of the check afterwards (default 100)
  seeds=N                  seeds per company, each company its own (default 2)
  caution=X                weight of the worst tenth of companies against the mean of all, 0 to 1
                           (default 0.5)
  companies=KIND           evidence (default) or plausible (rollout tournament --help)
  strategies=a,b           strategies to compare with (default: all shipped ones)
  organisation.headcount=N people per company (default 200)
  KEY=VALUE                any other parameter or preset; what is set here is not drawn
  weeks=N  withdraw_week=N  seed=N  ablate=a,b
  workers=N                processes at the same time (default: one per processor)
  store=DIR                folder for finished runs (default: ./results/store)
  engine=dask scheduler=ADDRESS   run on a cluster
  out=DIR                  folder for the results
  quiet=BOOL               no progress and no summary

What was found can be run like any strategy:
  rollout compare --config-dir results/search strategies=organic,playbook,found_knee

examples:
  rollout search
  rollout search levers=champions,training,lead_by_example trials=200 out=three
  rollout search companies=evidence programme.budget_per_employee=500 caution=1
"""

OWN = ("levers", "trials", "draws", "fresh", "seeds", "caution", "companies")


def main(arguments: Arguments) -> int:
    """Run the command."""
    arguments.refuse(equal_budget="strategies are searched at equal budget")
    from sim.base.files import results_folder
    from sim.config.options import take
    from sim.runs.execute import RunsFailed, write_failures
    from sim.studies.search.optimise import require_optuna
    from sim.studies.tournament.entry import enter

    own, words = take(arguments.words, OWN)
    wanted = _wanted(own)
    require_optuna()
    entry = enter(arguments, words)
    if not entry.base.equal_budget or min(entry.base.weeks, entry.base.withdraw_week) < 1:
        raise ConfigError("a search needs an equal budget and a week with levers")
    started = time.time()
    with results_folder(entry.settings.folder("search")) as out, entry.store.writable():
        from sim.studies.search.play import search
        from sim.studies.search.publish import publish

        try:
            summary = publish(search(entry, wanted), entry, out, arguments.line, started)
        except RunsFailed as error:
            write_failures(out, error.failures, error.runs)
            print(f"rollout: {error}; tracebacks in {out / 'failed'}", file=sys.stderr)
            return 3
    if not entry.settings.quiet:
        print(f"{summary}\nresults in {out}")
    return 0


def _wanted(own: dict[str, str]) -> Wanted:
    from sim.config.options import whole
    from sim.studies.search.genes import check_levers, searchable
    from sim.studies.search.play import Wanted
    from sim.studies.tournament.entry import MOST_DRAWS, kinds

    kind, *more = kinds(own.get("companies", "evidence"))
    if more:
        raise ConfigError("a search looks in one kind of companies: plausible or evidence")
    names = own.get("levers", ",".join(searchable())).strip("[]").split(",")
    return Wanted(
        kind=kind,
        levers=check_levers([name.strip() for name in names]),
        trials=whole(own, "trials", 400, 2, 1_000_000),
        draws=whole(own, "draws", 20, 2, MOST_DRAWS),
        fresh=whole(own, "fresh", 100, 2, MOST_DRAWS),
        seeds=whole(own, "seeds", 2, 1, 1000),
        caution=_caution(own.get("caution", "0.5")),
    )


def _caution(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise ConfigError(f"caution must be a number in [0, 1], got {text!r}")
    return value
