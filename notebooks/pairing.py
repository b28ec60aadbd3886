# %% [markdown]
# # Experiments with common random numbers
#
# Two strategies, some luck, and the question which of the two does better. How many companies does one
# have to simulate before the answer is known? That depends less on the model than on how the
# experiment is built. This lesson measures it.
#
# You need some statistics: mean, variance, confidence interval. It takes a few seconds to run.
#
# ## Two kinds of experiment
#
# A run of the simulator is a company: people, ties, work, and a year of luck. All of it follows from
# one number, the *seed*. So there are two ways to compare a strategy with another.
#
# * **Independent.** Companies 0 to 19 try the first strategy, companies 100 to 119 the second. This is
#   what one would have to do outside of a computer.
# * **Paired.** The same companies try both: the same people, with the same ties and the same luck, live
#   through the year twice. In the literature this is called *common random numbers* (Glasserman and Yao,
#   "Some guidelines and guarantees for common random numbers", Management Science 38(6), 1992).
#
# Which one is better is no matter of taste. For two outcomes A and B
#
# ```text
# Var(A − B) = Var(A) + Var(B) − 2 Cov(A, B)
# ```
#
# and independent experiments have no covariance. Pairing helps as far as the same company does well, or
# badly, under both strategies. That is no law: it has to be measured.

# %%
import numpy as np
from matplotlib import pyplot as plt

import sim

small = ["organisation.headcount=60", "weeks=52"]
names = ["organic", "champions", "lead_by_example"]
configs = sim.load_strategies(small, names)
result = sim.run_many(configs, seeds=range(100))
result

# %% [markdown]
# `runs` has a row per company and strategy, `weekly` a row per company, strategy and week. We take genuine
# use in the last week, and put what belongs to one company into one row.

# %%
last = result.weekly[result.weekly["week"] == 52]
use = last.pivot(index="seed", columns="strategy", values="genuine_use")
use[names].head().round(3)

# %% [markdown]
# Companies differ more from each other than strategies do. Look along a column, then along a row.

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.6), layout="constrained")
left.scatter(use["organic"], use["champions"], s=14, color="#1f6feb")
left.axline((0, 0), slope=1, color="grey", linewidth=1)
left.set(xlim=(0, 0.9), ylim=(0, 0.9), aspect="equal")
left.set(xlabel="use with licences only", ylabel="use with champions")
left.set_title("One point per company", fontsize=10)
shuffled = use["champions"].to_numpy() - np.roll(use["organic"].to_numpy(), 1)
bins = np.linspace(-0.7, 0.7, 57)
right.hist(shuffled, bins, color="lightgrey", label="another company")
right.hist(use["champions"] - use["organic"], bins, color="#1f6feb", label="the same company")
right.set(xlabel="champions − licences only", ylabel="companies")
right.set_title("Differences", fontsize=10)
right.legend(frameon=False, fontsize=9)
sim.show(
    figure,
    "Left: use with champions against use with licences only, one point per company; the points lie "
    "in a narrow band just above the diagonal, from 10 to 80 percent. Right: differences within the "
    "same company are close together just above zero, differences between companies spread widely.",
)

# %% [markdown]
# ## What pairing is worth
#
# The ratio of the two variances says how many times as many companies an independent experiment needs
# for an interval of the same width.

# %%
for name in ["champions", "lead_by_example"]:
    paired = (use[name] - use["organic"]).var()
    independent = use[name].var() + use["organic"].var()
    print(
        f"{name:15}  correlation {use[name].corr(use['organic']):.2f}, "
        f"sd {paired**0.5:.3f} against {independent**0.5:.3f}: "
        f"worth {independent / paired:.0f} times as many"
    )

# %% [markdown]
# For champions it is worth more than for leading by example. Can you see why? The second strategy changes
# more, and changes it differently in every company: what managers do with it depends on the managers.
# The more a strategy moves people, the further the two lives of a company drift apart, and the less they
# have in common. **Pairing is worth most where the difference is small**, which is where one needs it.
#
# ## How many seeds?
#
# The half-width of a 95 % interval is about `1.96 · sd / √n`. Solve it for n. We ask for half a point and
# for two points of use:


# %%
def seeds_for(half_width: float, sd: float) -> int:
    """Companies that it takes until the interval of a mean is so narrow."""
    return int(np.ceil((1.96 * sd / half_width) ** 2))


change = use["champions"] - use["organic"]
apart = np.hypot(use["champions"].std(), use["organic"].std())
for half_width in (0.02, 0.005):
    print(
        f"± {100 * half_width:g} points: {seeds_for(half_width, change.std()):4} companies paired, "
        f"{seeds_for(half_width, apart):5} for each strategy if independent"
    )

# %% [markdown]
# Draw it as it happens, company by company. The paired experiment is the blue one; the grey one gives the
# two strategies different companies.


# %%
def interval(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means and half-widths after 2, 3, … companies."""
    counts = np.arange(2, len(values) + 1)
    mean = np.array([values[:n].mean() for n in counts])
    half = np.array([1.96 * values[:n].std(ddof=1) / np.sqrt(n) for n in counts])
    return mean, half


def independent(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same where two strategies have companies of their own."""
    (one, a), (other, b) = interval(first), interval(second)
    return one - other, np.hypot(a, b)


figure, axis = plt.subplots(figsize=(8, 3.4), layout="constrained")
half = len(use) // 2
with_champions, without = use["champions"].to_numpy(), use["organic"].to_numpy()
drawn = {
    "independent": (independent(with_champions[:half], without[half:]), "grey", 0.25),
    "paired": (interval(with_champions[:half] - without[:half]), "#1f6feb", 0.6),
}
for label, ((mean, width), colour, alpha) in drawn.items():
    companies = np.arange(2, half + 1)
    axis.fill_between(companies, mean - width, mean + width, color=colour, alpha=alpha)
    axis.plot(companies, mean, color=colour, label=label)
axis.axhline(0, color="black", linewidth=0.8)
axis.set(xlabel="companies", ylabel="champions − licences only", ylim=(-0.4, 0.4), xlim=(2, half))
axis.legend(frameon=False)
sim.show(
    figure,
    "Estimated difference with its 95 percent interval while companies are added. The paired "
    "interval is narrow and above zero from the start. The independent one is ten times as wide; "
    "its middle wanders from below zero to four times the paired estimate.",
)

# %% [markdown]
# Look at the grey band between ten and thirty companies. It lies above zero and above the blue line: the
# experiment would report a difference that is *certain* and several times too large. That is no
# mistake in the arithmetic. An interval is allowed to miss once in twenty times, and whoever looks
# after every company looks forty-nine times. What helps is a narrower interval, and a number of companies
# that was chosen beforehand.
#
# ## Does the interval keep its promise?
#
# A 95 % interval should miss the truth in one case of twenty. Take the mean over all hundred companies for
# the truth, draw twelve of them again and again, and count. (This uses the hundred companies twice,
# so it is a check and no proof.)

# %%
luck = np.random.default_rng(1)
truth, held = change.mean(), 0
for _ in range(2000):
    sample = luck.choice(change.to_numpy(), size=12)
    held += abs(sample.mean() - truth) < 2.20 * sample.std(ddof=1) / np.sqrt(12)  # t, 11 d. f.
coverage = held / 2000
print(f"the interval of twelve companies holds the truth in {100 * coverage:.0f} % of cases")

# %% [markdown]
# ## As the simulator does it
#
# `sim.compare` pairs by itself: `pairwise` has the differences, their intervals and a verdict. A difference
# counts if its interval excludes 0 *and* it is large enough to matter; with many comparisons some
# intervals exclude 0 by luck alone ([methods](../docs/methods.md)).

# %%
found = sim.compare(configs, seeds=20)
columns = ["strategy", "estimate", "low", "high", "verdict"]
pairs = found.against("organic")
pairs[pairs["outcome"] == "genuine_use_final"][columns].round(3)

# %% [markdown]
# ## What to take home
#
# What we have claimed, as code. If the model changes so that one of these is no longer true, this
# notebook fails, and has to be rewritten.

# %%
assert use["champions"].corr(use["organic"]) > 0.9  # the same company does well under both
assert apart**2 / change.var() > 20  # pairing is worth more than twenty times the companies
assert change.var() < (use["lead_by_example"] - use["organic"]).var()  # most where little changes
assert 0.9 < coverage < 0.99  # and the interval keeps its promise, nearly

# %% [markdown]
# * Pair whatever can be paired. Here it saves more work than any faster computer.
# * Report differences, not two overlapping bands: bands of the two strategies overlap almost entirely, and
#   the difference is certain all the same.
# * It is certain *in the model*. More seeds make luck smaller; they do nothing about wrong assumptions.
#
# **Exercises.** (1) Do the same with `lead_time_weeks` or `hours_per_item` in place of `genuine_use`. How
# large is the ratio now, and why so large? (2) Every seed is another company here, but always of the same
# kind. What do you expect of the ratio if companies differ in kind, too (`sim.compare(…,
# companies="matched")`)? (3) `sim.sweep(…, half_width={"genuine_use_final": 0.02})` stops by itself when an
# interval is narrow enough. Looking again and again makes such intervals a little too narrow: why?
