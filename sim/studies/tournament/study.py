"""`rollout tournament`: which strategy one would choose, over many drawn companies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sim.base.params import Checked, ConfigError, param
from sim.runs.wants import Batch
from sim.studies.study import Answer, Line, Study, Wants
from sim.studies.tournament.entry import MOST_DRAWS, REFUSED, Entry, check_kinds, enter, small

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
  strategies=[a,b]         who takes part (default: all shipped strategies)
  companies=KIND           evidence: what published numbers speak about is drawn from the
                           fitted values, all else from its plausible range (default);
                           plausible: everything from its plausible range;
                           [plausible,evidence]: both, side by side
  draws=N                  companies of each kind (default 100)
  seeds=N                  seeds per company, each company its own (default 6)
  organisation.headcount=N people per company (default 200)
  KEY=VALUE                any other parameter or preset; what is set here is not drawn
  weeks=N  withdraw_week=N  equal_budget=BOOL  seed=N  ablate=[a,b]
  workers=N                processes at the same time (default: one per processor)
  store=DIR                folder for finished runs (default: ./results/store)
  engine=dask scheduler=ADDRESS   run on a cluster
  out=DIR                  folder for the results
  quiet=BOOL               no progress and no summary

Exit code 3 if runs failed; their tracebacks are in DIR/failed, their companies are left out.

examples:
  rollout tournament
  rollout tournament companies=[plausible,evidence] draws=200 out=both
  rollout tournament strategies=[organic,champions,playbook] draws=20 seeds=3
  rollout tournament programme.price_per_hour=80 programme.budget_per_employee=500
"""


@dataclass(frozen=True)
class Options(Checked):
    """Own keys of a tournament."""

    companies: tuple[str, ...] = ("evidence",)
    draws: int = param(100, 2, MOST_DRAWS, "companies", doc="companies of each kind")
    seeds: int = param(6, 2, 1000, "seeds", doc="seeds per company, each company its own")


class Question(NamedTuple):
    """What is asked.

    Attributes:
        entry: Strategies, and what all companies share.
        own: Kinds of companies, how many, and their seeds.
        command: The line as it was typed.
    """

    entry: Entry
    own: Options
    command: str


def ask(line: Line[Options]) -> Question:
    """A checked question; see `Study.ask`."""
    check_kinds(line.own.companies)
    entry = enter(line)
    if len(entry.configs) < 2:
        raise ConfigError("a tournament needs two strategies: strategies=[organic,playbook]")
    return Question(entry, line.own, line.arguments.line)


def answer(question: Question) -> Wants:
    """Every strategy in every company of each kind, and what follows; see `Study.answer`."""
    from sim.studies.tournament.arena import Arena, runs_table
    from sim.studies.tournament.figures import figures
    from sim.studies.tournament.found import Found, companies_table, each_of, stack, tables_of
    from sim.studies.tournament.prices import books
    from sim.studies.tournament.report import document, spoken

    (entry, own, command), found = question, []
    for kind in own.companies:
        drawn = entry.draw(kind, own.draws)
        arena = Arena(entry.base, drawn, own.seeds)
        done = yield Batch(arena.runs(entry.strategies), f"runs in {kind} companies")
        played = arena.played(entry.strategies, done)
        if played.lost.all():
            raise ConfigError(f"every company has a run that failed: {played.failures[0].error}")
        people = entry.headcount()
        told = books(played, arena.companies, entry.configs, people)
        found.append(Found(kind, drawn, played, people, entry.base.weeks, told, entry.base.seed))
    frames = tables_of(found)
    return Answer(
        files={
            **{f"{name}.csv": frame for name, frame in frames.tables().items()},
            "companies.csv": each_of(found, companies_table),
            "runs.parquet": stack([runs_table(each.kind, each.played) for each in found]),
        },
        figures=figures(found, frames),
        pages={"summary.md": lambda language, place: document(found, frames, command)},
        told=lambda language, out: spoken(found, frames),
        seeds=sorted({seed for each in found for _, seed in each.played.runs}),
    )


STUDY = Study("tournament", Options, ask, answer, refuses=REFUSED, defaults=small)
