"""Fixed paragraphs of the report, and numbers as it writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.report.markdown import plain
from sim.studies.tournament import rule

if TYPE_CHECKING:
    import pandas as pd

LIMITS = """\
- No published study compares rollout strategies with each other. A ranking shows what follows
  from mechanisms and assumptions, not what was observed.
- *Plausible* companies draw every uncertain parameter independently and uniformly from its
  declared range. Real companies are not spread like that: a share of companies is no
  probability. *Evidence* companies take their fitted parameters from draws that agree with
  published numbers on use and time saved when all else is at its default; the others vary as
  before, so a company as a whole need not agree. None of those numbers is about which strategy is
  better. Companies that share a draw count as one group in every test and interval but that of
  the worst decile and the one of prices.
- Strategies stand for families with one shipped variant each; another dose or another order of
  the same levers may do better (`rollout search`).
- Under the same budget ceiling a strategy with many levers gets less of each. What it cannot spend
  is left.
- One mechanism may carry the first place: switch off the one you doubt and run it again, for
  example with `ablate=example`.
- Every outcome is a family of comparisons of its own: with many outcomes, some verdict is luck."""

READING = """\
- A *company* is a draw of parameters; a *seed* gives it other people, other ties and other luck.
  Every company has seeds of its own.
- *Best, decided*: share of companies in which the seeds separate the strategy from every other
  one. *May be best*: no other one is decidedly better there. The interval runs from Wilson's
  lower end of the first share to his upper end of the second, so it holds both the luck of the
  draw of companies and what the seeds leave open. Ties and near-ties are undecided.
- *Regret* (Savage 1951): what one loses, in a company, against the strategy that is best there.
  *Worst decile*: its mean in the worst tenth of companies. Regret is never negative, so luck in
  few seeds inflates that of all strategies alike.
- *Mean rank*: 1 is best, ties share. Intervals are 95 %, over companies.
- Every pair of strategies, with the shares of companies that each wins, is in `pairwise.csv`.
- *On the front*: no other strategy is at least as good in speed, gain and cost and better in one.
- Cost alone is no goal: who does nothing spends nothing. It is there to be traded.
- *Flip price*: net benefit is linear in prices, so the price at which two strategies change
  places follows exactly from recorded hours and euros. The hours are those of the runs: what the
  same budget would buy at another price is not run again."""

METHOD = (
    (rule.__doc__ or "").partition("\n")[2].strip()
    + """

Berger, R. L. (1982), Multiparameter hypothesis testing and acceptance sampling, *Technometrics*
24. Holm, S. (1979), A simple sequentially rejective multiple test procedure, *Scandinavian
Journal of Statistics* 6. Savage, L. J. (1951), The theory of statistical decision, *Journal of
the American Statistical Association* 46. Fieller, E. C. (1954), Some problems in interval
estimation, *Journal of the Royal Statistical Society B* 16 (prices that stay undecided)."""
)


def number(value: float, decimals: int) -> str:
    """A number with thousands and a true minus; a dash where there is none."""
    if value != value:
        return "–"
    return f"{value + 0.0:,.{decimals}f}".replace("-", "−")


def percent(share: float, decimals: int = 0) -> str:
    """A share as a percentage; number and sign stay on one line."""
    return "–" if share != share else f"{100 * share:.{decimals}f}\N{NO-BREAK SPACE}%"


def ends(row: Mapping[str, Any], prefix: str, scale: float, decimals: int, name: str) -> str:
    """ "12.1 [10.4, 13.8]" from the columns NAME, PREFIXlow, PREFIXhigh."""
    middle, low, high = (number(scale * row[each], decimals)
                         for each in (name, f"{prefix}low", f"{prefix}high"))  # fmt: skip
    return f"{middle} [{low}, {high}]"


def grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(plain, line))} |" for line in lines)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A table row by row."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def spell(strategy: str) -> str:
    """A strategy in running text."""
    return strategy.replace("_", " ")
