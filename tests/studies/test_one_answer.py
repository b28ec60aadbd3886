"""Three commands, one question, one answer: phased or big bang, and what beats doing little."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import main

SMALL = ("organisation.headcount=60", "weeks=60", "withdraw_week=45")
STRATEGIES = "strategies=organic,champions,training_first,phased_pilot,big_bang"
PAIRS = (("phased_pilot", "big_bang"), ("champions", "organic"), ("training_first", "organic"))
OUTCOMES = ("hours_saved_per_employee_week", "genuine_use_final")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a comparison and a tournament over companies of the same kind."""
    out = tmp_path_factory.mktemp("answers")
    shared = [*SMALL, STRATEGIES, f"store={out}/store", "quiet=true"]
    assert main(["compare", *shared, "seeds=14", f"out={out}/compare"]) == 0
    assert main(["tournament", *shared, "draws=14", "seeds=2", f"out={out}/tournament"]) == 0
    return out


def told(low: float, high: float) -> str:
    """What an interval of a difference decides."""
    return "better" if low > 0 else "worse" if high < 0 else "open"


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("pair", PAIRS)
def test_no_two_commands_contradict_each_other(
    answers: Path, pair: tuple[str, str], outcome: str
) -> None:
    """Either may leave it open at this size; both may not decide, and decide differently."""
    runs = pd.read_parquet(answers / "compare" / "runs.parquet")
    table = runs.pivot_table(index="seed", columns="strategy", values=outcome)
    apart = table[pair[0]] - table[pair[1]]
    error = 2.16 * apart.std() / len(apart) ** 0.5
    one = told(apart.mean() - error, apart.mean() + error)
    pairs = pd.read_csv(answers / "tournament" / "pairwise.csv")
    row = pairs[(pairs.strategy == pair[0]) & (pairs.other == pair[1]) & (pairs.outcome == outcome)]
    if row.empty:  # it stands there the other way round, or this outcome is no goal
        row = pairs[(pairs.strategy == pair[1]) & (pairs.other == pair[0])
                    & (pairs.outcome == outcome)]  # fmt: skip
        ends = [(-each.high, -each.low) for each in row.itertuples()]
    else:
        ends = [(each.low, each.high) for each in row.itertuples()]
    assert {one, *(told(*each) for each in ends)} != {"better", "worse"}


def test_drawn_companies_are_the_default(answers: Path) -> None:
    companies = pd.read_csv(answers / "compare" / "companies.csv")
    assert len(companies.drop_duplicates(subset=list(companies)[1:])) == 14
