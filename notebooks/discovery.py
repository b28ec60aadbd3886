# %% [markdown]
# # Sweeps and scenario discovery
#
# "It depends" is the right answer to most questions about strategies, and a useless one until it says *on what*.
# This lesson asks in which companies leading by example beats an order, by how much, and how far one may
# trust the rule that comes out. Halfway through we fool ourselves on purpose.
#
# You need nothing but patience with tables. It takes some seconds to run, and needs the extra `analysis`.
#
# ## A grid: two assumptions, every combination
#
# `sim.sweep` runs every point of a design with every strategy and every seed. A *factorial* design takes all
# combinations of some values; with two parameters it can be drawn as a map.

# %%
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

import sim

SMALL = ["organisation.headcount=40", "weeks=26", "withdraw_week=26"]
PAIR = ["lead_by_example", "mandate"]
MANAGER, ORDER = "workforce.decision.manager", "workforce.mandate.weight"

grid = sim.sweep(
    {
        MANAGER: {"low": 0, "high": 4, "count": 5},
        ORDER: {"low": 0.5, "high": 4, "count": 5},
    },
    SMALL,
    strategies=PAIR,
    seeds=5,
    outputs=["genuine_use_final"],
)
means = grid.runs.pivot_table(
    index=MANAGER, columns=[ORDER, "strategy"], values="genuine_use_final"
)
ahead = means.xs(PAIR[0], axis=1, level=1) - means.xs(PAIR[1], axis=1, level=1)
(100 * ahead).round(0)

# %%
figure, axis = plt.subplots(figsize=(5.4, 3.8), layout="constrained")
shown = axis.pcolormesh(ahead.columns, ahead.index, 100 * ahead, cmap="Blues", vmin=0)
for row in ahead.index:
    for column in ahead.columns:
        value = 100 * ahead.loc[row, column]
        axis.text(column, row, f"{value:.0f}", ha="center", va="center",
                  color="white" if value > 15 else "black")  # fmt: skip
axis.set(xlabel="pull of an order (mandate.weight)", ylabel="weight of the manager's use")
figure.colorbar(shown, label="points of genuine use ahead")
sim.show(
    figure,
    "Map of how many points of genuine use leading by example is ahead, by the weight of the "
    "manager's use and the pull of an order. It is near zero where managers count for little and an "
    "order pulls strongly, and above 20 points in the opposite corner.",
)

# %% [markdown]
# A grid shows two parameters and holds all others where they happen to be. With five values each, five parameters
# would need 3,125 points. So one gives up the grid.
#
# ## A Latin hypercube: five assumptions at once
#
# Ninety points, spread so that each of the five ranges is covered evenly. It costs the same whether two or twenty
# parameters are varied; what it gives up is the map. `sim.discover` draws such points, runs both strategies in
# each of them with the same seeds, and counts a *win* where the paired 95 % interval lies above a threshold.
# We ask for five points of use.

# %%
VARY = {
    MANAGER: {"low": 0, "high": 4},
    ORDER: {"low": 0.5, "high": 4},
    "workforce.reactance.mean": {"low": 0, "high": 1},
    "technology.fit": {"low": 0.05, "high": 0.35},
    "work.flow.bottleneck_load": {"low": 0.6, "high": 0.98},
}


def ask(by: float) -> object:
    """Where does leading by example beat an order by so much?"""
    return sim.discover(*PAIR, SMALL, by=by, vary=VARY, draws=90, seeds=4)


found = ask(by=0.05)
found

# %% [markdown]
# ## Boxes
#
# A *box* is a rule that a person can remember: this at least, that at most. It is searched for with PRIM, the patient
# rule induction method (Friedman and Fisher, "Bump hunting in high-dimensional data", Statistics and Computing
# 9, 1999; for scenarios: Bryant and Lempert, "Thinking inside the box", Technological Forecasting and Social
# Change 77(1), 2010): begin with all companies, cut a slice from the side where that raises the share of wins most,
# again and again. Two numbers describe a box. *Density* is the share of wins inside, *coverage* the share of
# all wins that are inside; more of one costs the other.
#
# There are two rules, since there are two kinds of knowledge. The first uses what a company could observe beforehand,
# the second the assumptions that we varied, which nobody can observe.

# %%
figure = found.plot("discover_assumed")
sim.show(
    figure,
    "The box by assumptions: coverage against density of all candidate boxes with the chosen one "
    "and its test on companies held back; the range of mandate.weight that the box allows, its "
    "lower half; and all companies as points, the winning ones mostly inside.",
)

# %%
columns = ["features", "feature", "side", "limit", "density", "coverage", "base", "p"]
found.boxes[columns].round(3)

# %% [markdown]
# `density`, `coverage` and `p` are those of *companies held back*: a third of them took no part in the search. Why
# such a fuss?
#
# ## Fooling ourselves
#
# Take the same companies and deal the wins out anew, by lot. Now there is nothing to be found: whether a
# company "wins" has nothing to do with what it is like. Search for a box all the same, with PRIM in fifteen lines.


# %%
def box(
    values: np.ndarray, wins: np.ndarray, smallest: float = 0.15
) -> list[tuple[int, str, float]]:
    """Peel off a tenth, where it raises the share of wins most, until little is left."""
    inside, limits = np.ones(len(wins), bool), []
    while True:
        best = (wins[inside].mean(), None, inside)
        for column in range(values.shape[1]):
            for side, share in (("at least", 0.1), ("at most", 0.9)):
                limit = np.quantile(values[inside, column], share)
                kept = inside & within(values, [(column, side, limit)])
                if kept.sum() >= smallest * len(wins) and wins[kept].mean() > best[0]:
                    best = (wins[kept].mean(), (column, side, limit), kept)
        if best[1] is None:
            return limits
        limits, inside = [*limits, best[1]], best[2]


def within(values: np.ndarray, limits: list[tuple[int, str, float]]) -> np.ndarray:
    """Which companies are inside."""
    inside = np.ones(len(values), bool)
    for column, side, limit in limits:
        inside &= values[:, column] >= limit if side == "at least" else values[:, column] <= limit
    return inside


values = found.companies[list(VARY)].to_numpy()
wins = (found.companies["label"] == "better").to_numpy()
luck, rows = np.random.default_rng(3), []
for _ in range(80):
    order = luck.permutation(len(wins))
    searched, held = order[:60], order[60:]
    dealt = luck.permutation(wins)
    limits = box(values[searched], dealt[searched])
    inside = within(values[held], limits)
    rows.append({
        "limits": len(limits),
        "searched": dealt[searched][within(values[searched], limits)].mean(),
        "held back": dealt[held][inside].mean() if inside.any() else np.nan,
    })  # fmt: skip
nothing = pd.DataFrame(rows).mean()
print(f"wins among all companies: {wins.mean():.0%}")
print(f"in a box found in pure luck: {nothing['searched']:.0%} where it was searched, "
      f"{nothing['held back']:.0%} of those held back ({nothing['limits']:.0f} limits)")  # fmt: skip

# %% [markdown]
# In pure luck a diligent search finds a "rule" that nearly doubles the share of wins. On companies that it has not
# seen, nothing of it is left. So **a rule counts only on companies that took no part in the search**. The
# simulator's rule passed that test; `p` says how often a box of this size does as well by luck.
#
# ## A rule answers one question
#
# Ask for eight points instead of five.

# %%
more = ask(by=0.08)
more


# %%
def rule(result: object) -> dict[str, str]:
    """The limits by assumptions, in short."""
    own = result.boxes[result.boxes["features"] == "assumed"]
    return {row.feature: f"{row.side} {row.limit:.2f}" for row in own.itertuples()}


print("by five points: ", rule(found))
print("by eight points:", rule(more))

# %% [markdown]
# Another rule, from the same runs. To be ahead at all it takes an order that pulls little. To be *far* ahead it takes
# managers whose example counts. Neither is wrong; a rule without the question that it answers is.
#
# What we have claimed, as code:

# %%
assert ahead.iloc[-1, 0] > 0.15 > 0.05 > ahead.iloc[0, -1]  # the map has two corners
assert found.boxes["confirmed"].all()  # the rules hold on companies held back
assert nothing["searched"] > 1.4 * wins.mean()  # luck makes fine rules,
assert abs(nothing["held back"] - wins.mean()) < 0.05  # which nobody should believe
assert rule(found).keys() != rule(more).keys()  # and another question has another rule

# %% [markdown]
# In whole companies with all uncertain parameters drawn at once (`sim.discover(…)` without `vary`, or `rollout
# discover`) rules are harder to find, and more worth having: [results](../docs/discover.md).
#
# **Exercises.** (1) Judge by `net_hours_per_employee` in place of use: `sim.discover(*PAIR, SMALL,
# outcome="net_hours_per_employee", vary=VARY)`. Read the headline before you look for a rule. (2) The grid held
# `technology.fit` at its default. Make the map for a tool that fits badly (0.05). Does the rule still describe it?
# (3) With `seeds=2` in place of 4 there are fewer wins. Where did they go, and to which label?
