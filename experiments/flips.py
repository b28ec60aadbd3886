"""Can each claim come out either way? Companies in which it holds, and in which it fails.

    rollout claims size=full companies=plausible draws=120 seeds=4 figures=false out=results/flips
    python -m experiments.flips results/flips write      # into docs/flips.md; other rows stay

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
out=results/flips` and `python -m experiments.flips results/flips write`; then, for what came out
one way only with four seeds, by the same two lines with `claims=C06,C07,C12,C20,C22 seeds=16`.

A claim that can come out one way only is no test, whatever it comes out as. Over companies drawn
from the whole declared space, each claim is listed with the share in which it is decided to hold,
and in which it is decided to fail. Where one of the two is below one company in twenty, the claim
is *built in*: the model cannot test it, and it counts for neither side. Few seeds leave small
effects open, so what looked *built in* with four was looked at again with sixteen.

| claim | seeds | holds | fails | open | a test? |
| --- | --- | --- | --- | --- | --- |
"""


def rows(folder: Path) -> dict[str, str]:
    """A row per claim of a result, by its id."""
    frame = pd.read_csv(folder / "claims.csv")
    return {
        row.id: f"| {row.id} {row.statement} | {row.n_seeds} | {row.share_holds:.0%} | "
        f"{row.share_fails:.0%} | {row.share_open:.0%} | "
        f"{told(row.share_holds, row.share_fails)} |\n".replace("%", " %")
        for row in frame.itertuples()
    }


def kept() -> dict[str, str]:
    """Rows of the page as it is: claims that a result has not stay as they are."""
    page = PAGE.read_text(encoding="utf-8")
    return {line.split()[1]: line for line in page.splitlines(True) if line.startswith("| C")}


def told(holds: float, fails: float) -> str:
    """Whether it is a test: enough companies decide each way."""
    return "yes" if min(holds, fails) >= ENOUGH else "**built in**"


def main(words: Sequence[str]) -> None:
    """Print the table, or write the page."""
    found = {**kept(), **rows(Path(words[0]))}
    text = "".join(found[each] for each in sorted(found))
    if "write" in words[1:]:
        PAGE.write_text(INTRODUCTION + text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
