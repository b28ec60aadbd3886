"""Can each claim come out either way? Companies in which it holds, and in which it fails.

    rollout claims size=full companies=plausible draws=120 seeds=4 figures=false out=results/flips
    python -m experiments.flips results/flips write      # docs/flips.md

Companies are drawn over the whole declared space. A claim is a test where at least one company
in twenty decides each way: fewer could be luck of the seeds. Where it is not, `claims.yaml` must
say under `built_in` why it can come out one way only; a test compares the two.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

PAGE = Path(__file__).parents[1] / "docs" / "flips.md"
ENOUGH = 0.05
INTRODUCTION = """# Can each claim come out either way?

Made by `rollout claims size=full companies=plausible draws=120 seeds=4 figures=false
out=results/flips` and `python -m experiments.flips results/flips write`.

A claim that can come out one way only is no test, whatever it comes out as. Over companies drawn
from the whole declared space, each claim is listed with the share in which it is decided to hold,
and in which it is decided to fail. Where one of the two is below one company in twenty, the claim
is *built in*: the model cannot test it, and it counts for neither side.

Four seeds a company leave small effects open, so a claim can look *built in* for want of runs.
With sixteen, in matched companies, C12, C20 and C22 hold in 7, 12 and 15 %
([claims.md](claims.md)): more seeds here may yet make tests of them.

| claim | holds | fails | open | a test? |
| --- | --- | --- | --- | --- |
"""


def table(folder: Path) -> str:
    """A row per claim."""
    frame = pd.read_csv(folder / "claims.csv")
    return "".join(
        f"| {row.id} {row.statement} | {row.share_holds:.0%} | {row.share_fails:.0%} | "
        f"{row.share_open:.0%} | {told(row.share_holds, row.share_fails)} |\n"
        for row in frame.itertuples()
    ).replace("%", " %")


def told(holds: float, fails: float) -> str:
    """Whether it is a test: enough companies decide each way."""
    return "yes" if min(holds, fails) >= ENOUGH else "**built in**"


def main(words: Sequence[str]) -> None:
    """Print the table, or write the page."""
    text = table(Path(words[0]))
    if "write" in words[1:]:
        PAGE.write_text(INTRODUCTION + text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
