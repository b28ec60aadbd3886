"""Verdicts of the claims as data that the teaching app ships, from `docs/claims.md`.

python -m experiments.verdicts > sim/app/verdicts.csv
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "claims.md"
_ROW = re.compile(
    r"\| \*\*(C\d\d)\*\* .*? \| \*\*([\w ]+)\*\* \| (\d+) % \[(\d+) %, (\d+) %\] "
    r"\| (\d+) % \((\d+) %\) \| (\d+) % \| (.*?) \| (\S+) \|"
)
_DECIDER = re.compile(r"`([\w.]+)` \(([+-][\d.]+)\)")
COLUMNS = ("claim", "verdict", "holds", "low", "high", "fails", "opposite", "open", "decided_by",
           "companies")  # fmt: skip


def rows(page: str) -> Iterator[tuple[object, ...]]:
    """One row per claim: shares in [0, 1], what decides it with its correlation."""
    companies = int(re.findall(r"^(\d+) \w+ companies", page, re.MULTILINE)[0])
    for line in page.splitlines():
        found = _ROW.fullmatch(line)
        if found:
            claim, verdict, *shares, deciders, _ = found.groups()
            named = " ".join(f"{key}:{value}" for key, value in _DECIDER.findall(deciders))
            yield claim, verdict, *(int(each) / 100 for each in shares), named, companies


def table(page: str) -> str:
    """The rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(page))
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.write(table(PAGE.read_text(encoding="utf-8")))
