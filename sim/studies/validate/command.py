"""`rollout validate`: patterns, diffusions and blind numbers, none fitted to; fitted networks."""

from __future__ import annotations

import time
from pathlib import Path

from sim.config.words import Arguments

HELP = """\
usage: rollout validate [key=value ...]

Compares the model with what it was not fitted to: patterns that should appear by themselves,
two real diffusions, published numbers kept back; and, counted apart, generated organisations
with the measured ranges they were fitted to. Prints pattern, published, ours, verdict.
Results go to ./results/validate unless out= says otherwise: validation.csv, validation.md.
A failed check is a finding, not an error.

keys:
  data=DIR       folder with coleman-medical-innovation/ and korean-family-planning/;
                 these checks are skipped without it
  evidence=FILE  further numbers of your own, as a blind test (rollout evidence --help)
  companies=N    companies per blind number (default 8)
  out=DIR        folder for the results
  quiet=BOOL     say nothing
  KEY=VALUE      any parameter or preset, for example workforce.decision.peers=0

examples:
  rollout validate
  rollout validate workforce.decision.peers=0 data=data out=without_peers
  rollout validate evidence=mine.csv
"""

OWN = ("data", "evidence", "companies")


def main(arguments: Arguments) -> int:
    """Run the command."""
    several = "companies=N says how many companies"
    arguments.refuse(seeds=several, strategy="it has its own", strategies="it has its own")
    from sim.base.files import results_folder
    from sim.config.load import load_settings
    from sim.config.options import folder, take, whole
    from sim.studies.evidence.table import with_file

    own, words = take(arguments.words, OWN)
    settings = load_settings(words, arguments.config_dir)
    fixed = tuple(word for word in words if word.partition("=")[0] not in ("out", "quiet"))
    rows, data = with_file(own.get("evidence")), folder(own, "data")
    companies = whole(own, "companies", 8, 1, 1000)
    started = time.time()
    with results_folder(settings.folder("validate")) as out:
        from sim.runs.provenance import write_provenance
        from sim.studies.validate.validate import HEADER, cells, summary, validate

        findings = validate(rows, data, fixed, companies)
        _write(out, cells(findings), summary(findings), " ".join(("rollout validate", *fixed)))
        write_provenance(out, started, [], {"command_line": arguments.line})
    if not settings.quiet:
        from sim.report.listing import listing

        shown = [_short(row) for row in cells(findings)]
        print(f"{listing(HEADER, shown)}\n\n{summary(findings)}\nresults in {out}")
    return 0


#: Widest cells on a terminal; the files have everything in full.
WIDTHS = (14, 60, 44, 44, 7)


def _short(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        cell if len(cell) <= width else f"{cell[: width - 1]}…"
        for cell, width in zip(row, WIDTHS, strict=True)
    )


def _write(out: Path, rows: list[tuple[str, ...]], count: str, command: str) -> None:
    import pandas as pd

    from sim.base.files import atomic_write, write_csv
    from sim.report.markdown import markdown
    from sim.studies.validate.validate import HEADER

    write_csv(pd.DataFrame(rows, columns=list(HEADER)), out / "validation.csv")
    with atomic_write(out / "validation.md") as path:
        path.write_text(PAGE.format(command=command, count=count, table=markdown((HEADER, rows))),
                        encoding="utf-8")  # fmt: skip


PAGE = """\
# Validation

Made by `{command}` (with `data=DIR` for the two real diffusions). Failures stay in the table.
Rows of kind *fitted network* are no test of the model: the generator of organisations was fitted
to these ranges, and the rows only check that what it draws still lies within them. No parameter
was fitted to any other row.

{count}.

Some of the blind rows prove less than the others. Two rules were changed after a first look:
waits without integration must not fall (at first: not change by 1 % either way; they rise by
more, from errors that escape), and the queue behind a faster station is looked at where stations
are nearly full (at usual loads nothing piles up there). Novices and experts, and use with and
without manager support, are the two ends of gaps that `rollout calibrate` fits: they are no
independent test. Defaults were set with the spread between companies and teams, unchanged waits
and the dip in view (`docs/behaviour.md`), and `technology.escaping_share` with the number for
rework (`docs/decisions.md`, D11), which the model misses all the same. Sources of all numbers:
`docs/evidence.md`.

{table}
How to read it: a pattern that holds shows that the mechanism can produce it, not that the
strength is right. Published numbers come from surveys and experiments in other places than
the model's companies; the situations they are compared in are `rollout evidence scenarios`.
No published study compares rollout strategies, so nothing here validates their ranking.
"""
