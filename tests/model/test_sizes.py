"""What a redesign brings, per head and per euro, does not depend on how large the company is."""

from __future__ import annotations

import pandas as pd

from experiments.sizes import SIZES, of_size

# Redesign that pays, in companies that differ by luck only.
PAYS = ("workforce.decision.company_spread=0", "work.integration.redesign_hours=60")
POOLED = ("work.integration.travel=1", "work.integration.reach=1000000")
SEEDS = {200: 12, 1000: 4, 5000: 2}  # luck is larger in small companies
MATTERS = 150.0
"""€ per head over two years; a quarter of what pooling adds between 200 and 1,000 people."""


def gained(people: int, *words: str) -> pd.Series:
    """What the phased pilot brings beyond licences only: means over seeds."""
    runs = of_size(people, ("phased_pilot", "organic"), range(SEEDS[people]), (*PAYS, *words))
    means = runs.groupby("strategy")[["benefit", "per_eur"]].mean()
    return means.loc["phased_pilot"] - means.loc["organic"]


def test_net_benefit_per_head_and_per_euro_is_the_same_at_every_size() -> None:
    found = pd.DataFrame([gained(people) for people in SIZES])
    spread = found.max() - found.min()
    assert spread["benefit"] < MATTERS
    assert spread["per_eur"] < 0.3


def test_it_would_not_be_if_experience_were_pooled_over_the_firm() -> None:
    """So the test above can fail: a large firm would gain by its size alone."""
    small, large = gained(SIZES[0], *POOLED), gained(SIZES[-1], *POOLED)
    assert large["benefit"] - small["benefit"] > 5 * MATTERS
    assert large["per_eur"] - small["per_eur"] > 0.6
