# %% [markdown]
# # Calibration, and what data do not identify
#
# You have half a year of data on how many people use the tool. You fit a model to it, it fits well. What do
# you know now? This lesson plants a truth, hides it, and looks for it again: with a method of ten lines
# that shows without mercy which questions the data answer and which they do not.
#
# You need the idea of a prior and a posterior. It takes some seconds to run.
#
# ## Three hundred companies that could be yours
#
# Four things are unknown, each within a wide range: how attractive the tool is as such (`intercept`), how much
# an expected saving weighs (`expectation`), how fast people change (`pace`), and how much an *order* to use it
# moves people (`mandate.weight`). A Latin hypercube spreads 300 draws evenly over the four ranges. Each draw is
# a company of its own, with its own people, ties and luck, since that is unknown of yours, too.

# %%
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from scipy.stats import qmc

import sim

RANGES = {
    "workforce.decision.intercept": (-3.0, -0.5),
    "workforce.decision.expectation": (2.0, 8.0),
    "workforce.decision.pace": (0.1, 0.9),
    "workforce.mandate.weight": (0.5, 4.0),
}
SHORT = {key: key.removeprefix("workforce.") for key in RANGES}
DRAWS, SEEN, LAST = 300, 18, 36  # weeks 1 to 18 are data, week 36 is asked about

low, high = np.array(list(RANGES.values())).T
spread = qmc.LatinHypercube(len(RANGES), rng=1).random(DRAWS)
prior = pd.DataFrame(qmc.scale(spread, low, high), columns=list(RANGES))
drawn = dict(enumerate(prior.to_dict("records")))

words = ["organisation.headcount=60", f"weeks={LAST}", f"withdraw_week={LAST}"]
configs = sim.load_strategies(words, ["organic", "mandate"])
library = sim.run_many(configs, seeds=range(DRAWS), drawn=drawn).weekly


def table(weekly: pd.DataFrame, strategy: str) -> np.ndarray:
    """Reported use, a row per company and a column per week: what a dashboard shows."""
    own = weekly[weekly["strategy"] == strategy]
    return own.pivot(index="seed", columns="week", values="reported_use").to_numpy()


free, ordered = table(library, "organic"), table(library, "mandate")

# %% [markdown]
# Every company exists twice: once with licences only, once with an order from week 5 on. That is something only
# a simulation has.
#
# ## Plant a truth
#
# One more company, with values that we choose and then forget. It has licences only, and its dashboard is
# read for 18 weeks.

# %%
TRUTH = dict(zip(RANGES, [-1.8, 4.8, 0.4, 1.8], strict=True))
planted = sim.run_many(configs, seeds=[1000], drawn={1000: TRUTH}).weekly
own, own_ordered = table(planted, "organic")[0], table(planted, "mandate")[0]


def nearest(columns: np.ndarray, data: np.ndarray, keep: int = 30) -> np.ndarray:
    """The draws that come closest to the data: approximate Bayesian computation by rejection."""
    distance = np.sqrt(((columns - data) ** 2).mean(axis=1))
    return np.argsort(distance)[:keep]


posterior = nearest(free[:, :SEEN], own[:SEEN])

# %% [markdown]
# That is the whole method: of 300 draws keep the thirty nearest (Beaumont, Zhang and Balding, "Approximate
# Bayesian computation in population genetics", Genetics 162, 2002). What is common to them is what the data
# say. Does it fit?

# %%
figure, axis = plt.subplots(figsize=(8, 3.6), layout="constrained")
week = np.arange(1, LAST + 1)
axis.plot(week, free.T, color="lightgrey", linewidth=0.4)
axis.plot(week, free[posterior].T, color="#1f6feb", linewidth=0.7, alpha=0.7)
axis.plot(week[:SEEN], own[:SEEN], "o", color="black", markersize=4)
axis.plot(week[SEEN:], own[SEEN:], "o", color="black", markersize=4, fillstyle="none")
axis.axvline(SEEN + 0.5, color="grey", linewidth=0.8)
axis.set(xlabel="week", ylabel="share of working days with use", xlim=(1, LAST), ylim=(0, 1))
sim.show(
    figure,
    "Use over 36 weeks: 300 grey curves fan out to between 3 and 90 percent; the thirty nearest, in blue, "
    "form a narrow bundle around the black points of the planted company, also in the weeks after "
    "week 18 that were not fitted.",
)

# %% [markdown]
# It fits, and it forecasts the weeks that it has not seen. Now ask the four questions.
#
# ## What do the data say about the four unknowns?

# %%
kept = prior.loc[posterior].rename(columns=SHORT)
width = kept.std() / prior.rename(columns=SHORT).std()
pd.DataFrame({
    "planted": [TRUTH[key] for key in RANGES],
    "posterior mean": kept.mean().round(2).to_numpy(),
    "width left": width.round(2).to_numpy(),
}, index=list(SHORT.values()))  # fmt: skip

# %%
figure, axes = plt.subplots(1, 4, figsize=(9, 2.6), layout="constrained")
for axis, (key, short) in zip(axes, SHORT.items(), strict=True):
    bins = np.linspace(*RANGES[key], 9)
    axis.hist(prior[key], bins, color="lightgrey", density=True, label="prior")
    axis.hist(kept[short], bins, color="#1f6feb", density=True, histtype="step", label="posterior")
    axis.axvline(TRUTH[key], color="black", linestyle=":", label="planted")
    axis.set_xlabel(short, fontsize=9)
    axis.set_yticks([])
axes[3].legend(frameon=False, fontsize=8)
sim.show(
    figure,
    "Prior and posterior histograms of the four unknowns with the planted values. Only that of pace "
    "is narrower than its flat prior; those of intercept, expectation and mandate weight go from one "
    "end of the range to the other.",
)

# %% [markdown]
# `width left` is the standard deviation of the posterior in units of the prior's. 1 means that we know as much
# as before. A curve that fits this well has narrowed down the pace by a third, and the other three not at all.
#
# * `mandate.weight`: nothing, and that has to be so. Nobody was ordered to do anything in these 18 weeks.
#   **No amount of such data will ever say something about it.**
# * `intercept` and `expectation`: a tool that is unattractive as such and promises much, and one that is
#   attractive and promises little, draw the same curve. Only a combination of them is known. The name for
#   this is equifinality (Beven, "A manifesto for the equifinality thesis", Journal of Hydrology 320, 2006).
# * And the luck of the company, its climate, can be mistaken for each of them.

# %%
pair = [SHORT["workforce.decision.intercept"], SHORT["workforce.decision.expectation"]]
ridge = kept[pair].corr().iloc[0, 1]
print(f"correlation of {pair[0]} and {pair[1]}: prior "
      f"{prior.rename(columns=SHORT)[pair].corr().iloc[0, 1]:+.2f}, posterior {ridge:+.2f}")  # fmt: skip

# %% [markdown]
# ## Which question can be answered all the same?
#
# Unknown parameters need not matter. What matters is what one wants to know: where use will stand in week 36
# *if everything stays as it is*, and where it would stand *with an order from week 5 on*.


# %%
def interval(values: np.ndarray) -> np.ndarray:
    """Ends and middle of an 80 % interval."""
    return np.quantile(values, [0.1, 0.5, 0.9])


questions = {
    "as it is": (free[:, -1], own[-1]),
    "with an order": (ordered[:, -1], own_ordered[-1]),
}
rows = []
for question, (values, true) in questions.items():
    before, after = interval(values), interval(values[posterior])
    rows.append({"week 36": question, "low": after[0], "middle": after[1], "high": after[2],
                 "planted": true, "width left": (after[2] - after[0]) / (before[2] - before[0])})  # fmt: skip
answers = pd.DataFrame(rows).set_index("week 36")
answers.round(2)

# %%
gain = ordered[posterior, -1] - free[posterior, -1]
cause = np.corrcoef(kept[SHORT["workforce.mandate.weight"]], gain)[0, 1]
print(f"what an order adds: {100 * gain.min():.0f} to {100 * gain.max():.0f} points; "
      f"its correlation with mandate.weight: {cause:.2f}")  # fmt: skip

# %% [markdown]
# The forecast of what goes on as before is good, although the parameters are hardly known. The forecast of the
# *decision* is more than twice as wide, and what makes it wide is the one parameter of which the data
# know nothing. **A model that fits and forecasts well need not know what happens if you intervene.** That
# is the difference between a forecast and an answer to "what if", and it holds for every model, not
# only for this one.
#
# ## What would identify it?
#
# Another kind of data. Suppose that the same company had tried the order for a few weeks: we see its
# dashboard up to week 9, of which five weeks are under the order.

# %%
tried = nearest(ordered[:, :9], own_ordered[:9])
after = interval(ordered[tried, -1])
weight = "workforce.mandate.weight"
learnt = prior.loc[tried, weight].std() / prior[weight].std()
print(f"five weeks of an order: width left of mandate.weight {learnt:.2f}, "
      f"80 % interval of week 36 with an order {after[0]:.2f} to {after[2]:.2f}")  # fmt: skip

# %% [markdown]
# Nine weeks with a trial say more about the order than eighteen weeks without. In the simulator,
# `rollout ask` computes for many questions what it would be worth to find out.
#
# ## Was that luck?
#
# One planted truth proves little. So take every company of the library for the truth once, hide it from the
# others, and count how often the 80 % interval holds the truth.

# %%
held = {question: [] for question in questions}
narrow = {question: [] for question in questions}
for truth in range(DRAWS):
    others = np.delete(np.arange(DRAWS), truth)
    near = others[nearest(free[others, :SEEN], free[truth, :SEEN])]
    for question, (values, _) in questions.items():
        ends = interval(values[near])
        held[question].append(ends[0] <= values[truth] <= ends[2])
        narrow[question].append(ends[2] - ends[0])
for question in questions:
    print(f"{question:14} holds the truth in {100 * np.mean(held[question]):.0f} % of 300 cases, "
          f"mean width {np.mean(narrow[question]):.2f}")  # fmt: skip

# %% [markdown]
# Both intervals are about as honest as they say. One of them is just much wider, and it should be.
#
# What we have claimed, as code:

# %%
assert width[SHORT["workforce.mandate.weight"]] > 0.8  # nobody was ordered: nothing is known
assert ridge < -0.2  # one for the other
assert answers.loc["as it is", "width left"] < 0.4  # the forecast is good,
assert np.mean(narrow["with an order"]) > 1.5 * np.mean(narrow["as it is"])  # the "what if" is not
assert cause > 0.8  # because of what the data do not know,
assert learnt < width[SHORT["workforce.mandate.weight"]]  # which a trial would tell
assert all(0.7 < np.mean(each) < 0.9 for each in held.values())  # and intervals keep their promise

# %% [markdown]
# The simulator's own fits follow the same rule. `rollout fit` weighs whole companies by how near they come to
# your curve, and says what it left open ([how often its intervals hold](../docs/fit.md)). The fit to published
# numbers says of every parameter how far it was narrowed down; for some, hardly at all
# ([calibration](../docs/calibration.md)).
#
# **Exercises.** (1) Use 6 or 30 weeks of data in place of 18. Which widths change, which never do? (2) A survey
# tells you the mean expectation in week 10 (column `expectation` of `weekly`). Keep the draws that fit the curve
# *and* the survey: does the ridge become shorter? (3) Somebody fits this model by least squares, gets one value
# for each parameter, and a small error. Write two sentences of warning for the summary of their report.
