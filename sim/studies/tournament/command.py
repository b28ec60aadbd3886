"""`rollout tournament`: which strategy one would choose, over many drawn companies."""

from __future__ import annotations

import time

from sim.base.params import ConfigError
from sim.config.words import Arguments

HELP = """\
usage: rollout tournament [key=value ...]

Runs every strategy in many drawn companies under the same budget ceiling and tells which
one would choose: chance of being best, regret, ranks, Pareto fronts of speed, gain and
cost, and the price at which the ranking turns. What seeds or companies do not decide is
called undecided. Results go to ./results/tournament unless out= says otherwise: summary.md,
standings.csv, pairwise.csv, pareto.csv, flip_prices.csv, honesty.csv, power.csv,
companies.csv, runs.parquet, figures/.
Finished runs are kept in a store; the same command goes on where the last one stopped.

keys:
  strategies=a,b           who takes part (default: all shipped strategies)
  companies=KIND           evidence: what published numbers speak about is drawn from the
                           fitted values, all else from its plausible range (default);
                           plausible: everything from its plausible range;
                           [plausible,evidence]: both, side by side
  draws=N                  companies of each kind (default 100)
  seeds=N                  seeds per company, each company its own (default 6)
  organisation.headcount=N people per company (default 200)
  KEY=VALUE                any other parameter or preset; what is set here is not drawn
  weeks=N  withdraw_week=N  equal_budget=BOOL  seed=N  ablate=a,b
  workers=N                processes at the same time (default: one per processor)
  store=DIR                folder for finished runs (default: ./results/store)
  engine=dask scheduler=ADDRESS   run on a cluster
  out=DIR                  folder for the results
  quiet=BOOL               no progress and no summary

Exit code 3 if runs failed; their tracebacks are in DIR/failed, their companies are left out.

examples:
  rollout tournament
  rollout tournament companies=plausible,evidence draws=200 out=both
  rollout tournament strategies=organic,champions,playbook draws=20 seeds=3
  rollout tournament programme.price_per_hour=80 programme.budget_per_employee=500
"""

OWN = ("companies", "draws", "seeds")


def main(arguments: Arguments) -> int:
    """Run the command."""
    from sim.base.files import results_folder
    from sim.config.options import take, whole
    from sim.runs.execute import tell_failures
    from sim.studies.tournament.entry import MOST_DRAWS, enter, kinds

    own, words = take(arguments.words, OWN)
    wanted = kinds(own.get("companies", "evidence"))
    draws = whole(own, "draws", 100, 2, MOST_DRAWS)
    seeds = whole(own, "seeds", 6, 2, 1000)
    entry = enter(arguments, words)
    if len(entry.configs) < 2:
        raise ConfigError("a tournament needs two strategies: strategies=organic,playbook")
    started = time.time()
    with results_folder(entry.settings.folder("tournament")) as out, entry.store.writable():
        from sim.studies.tournament.publish import play, publish

        found = [play(entry, kind, draws, seeds) for kind in wanted]
        summary = publish(found, entry, out, arguments.line, started)
    failures = [failure for each in found for failure in each.played.failures]
    if failures:
        tell_failures(failures, out)
    if not entry.settings.quiet:
        print(f"{summary}\nresults in {out}")
    return 3 if failures else 0
