"""Help texts: what several commands share, and those that are files."""

from __future__ import annotations

from pathlib import Path


def help_text(command: str) -> str:
    """What `rollout COMMAND --help` prints, from `sim/report/help`."""
    path = Path(__file__).parents[1] / "report" / "help" / f"{command}.txt"
    return path.read_text(encoding="utf-8").rstrip()


SHARED_KEYS = """\
  organisation=NAME        small, mid, large (default), generated, from_files
  organisation.headcount=N people
  organisation=from_files organisation.edges=FILE organisation.people=FILE
  study=NAME               a prepared set of choices, for example quick
  weeks=N                  horizon, in weeks
  withdraw_week=N          week after which the levers are withdrawn
  equal_budget=BOOL        scale the doses of every strategy to the same budget ceiling
  ablate=a,b               mechanisms to switch off (rollout list mechanisms)
  seed=N                   first seed
  out=DIR                  folder for the results
  quiet=BOOL               no progress and no summary
  KEY=VALUE                any parameter (rollout list parameters), for example
                           workforce.talk.influence=0.5"""
