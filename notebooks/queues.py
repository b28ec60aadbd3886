# %% [markdown]
# # Queues, bottlenecks and an organisational Amdahl's law
#
# A tool makes a task twice as fast. Why does the customer not notice? Because most of what the customer waits
# for is no task. This lesson takes the time that a piece of work needs apart, makes the tool better and better
# until it is magic, and looks at what is left.
#
# You need no queueing theory; the two results that we use are explained. It takes a few seconds to run.
#
# ## Where the time goes
#
# Work in the model flows through four stations, from intake to reporting. At each of them it is worked on
# (*service*), waits in line (*queue*), and waits for things that are no line: an approval, somebody's
# priorities, a hand-over, an answer to "how far are you?" ([the formulas](../docs/model.md#work)).
# We look at half a year of six companies in which hardly anybody uses the tool.

# %%
import pandas as pd
from matplotlib import pyplot as plt

import sim

SMALL = ["organisation.headcount=60", "weeks=52"]
PARTS = {
    "wait_hand_over": "hand-over",
    "wait_status_query": "status queries",
    "wait_prioritisation": "prioritisation",
    "wait_approval": "approval",
    "wait_queue": "queue",
    "wait_service": "work",
}


def second_half(weekly: pd.DataFrame) -> pd.DataFrame:
    """Weeks in which what was changed at the start has worked its way through."""
    return weekly[weekly["week"] > 26]


plain = second_half(sim.run_many({"none": sim.load(SMALL, "none")}, seeds=range(6)).weekly).mean(
    numeric_only=True
)
parts = plain[list(PARTS)].rename(PARTS)
table = pd.DataFrame({"weeks": parts, "share": parts / plain["lead_time_weeks"]})
table.round(2)

# %% [markdown]
# A piece of work takes three weeks. Of these it is worked on for little more than half a week; and of the hours
# at the desk less than half are *touch time*, work on the thing itself, the rest goes into coordination.
# So of the three weeks this is what a tool for tasks can touch at all:

# %%
touch = plain["touch_hours_per_item"] / 38 / (1 - 0.05)  # 38 hours a week; one in twenty comes back
w = touch / plain["lead_time_weeks"]
print(f"lead time {plain['lead_time_weeks']:.2f} weeks, touch time {touch:.2f} weeks: w = {w:.3f}")

# %% [markdown]
# Practitioners put this share, the *flow efficiency* of knowledge work, at 5 to 15 % (no data shown; see
# [the list of sources](../docs/evidence.md)). The model was given waiting times of this order, so that w
# comes out like this is an assumption and not a finding. What follows from it is the lesson.
#
# ## Little's law
#
# In any system that neither fills nor empties, `work in progress = throughput × time in system` (Little, "A
# proof for the queuing formula L = λW", Operations Research 9(3), 1961). It holds whatever the distributions
# are. So lead time can be read off a wall: count what lies around, divide by what is finished in a week.

# %%
little = plain["throughput"] * plain["lead_time_weeks"]
print(f"in progress: {plain['work_in_progress']:.1f}; throughput × lead time: {little:.1f} items")

# %% [markdown]
# ## Amdahl's law, for an organisation
#
# Amdahl said of computers: what cannot be sped up decides (AFIPS Spring Joint Computer Conference, 1967). If a
# tool saves a share s of touch time and touch time is a share w of lead time, the best one can hope for
# without queues is
#
# ```text
# new lead time / old lead time = 1 − w s
# ```
#
# We give everybody a tool that needs no learning and no checking, and turn up what it saves from nothing to
# *all* touch time. The same for a company whose slowest station is loaded to 97 % instead of 84 %.

# %%
OTHERS = (
    "turnover,image,helping,awareness,decision,mandate,reactance,discovery,experience,threat,"
    "skill,training,talk,example,credibility,integration"
)
MAGIC = [
    f"ablate=[{OTHERS}]",
    "workforce.start.early_users=1",
    "workforce.start.early_use=1",
    "workforce.saving.checking=0",
    "workforce.saving.rework=0",
    "workforce.saving.novice_effect=0",
    "workforce.saving.floor=1",
    "workforce.decision.job_spread=0",
    "technology.eligible_share=1",
    "technology.escaping_share=0",
    "work.flow.demand=0",
]
swept = sim.sweep(
    {
        "work.flow.bottleneck_load": [0.84, 0.97],
        "workforce.start.early_best_use": [0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0],
    },
    [*SMALL, *MAGIC],
    strategies=["none"],
    seeds=6,
)
axes = ["work.flow.bottleneck_load", "workforce.start.early_best_use"]
lead = second_half(swept.weekly()).groupby(axes)["lead_time_weeks"].mean().unstack(0)
lead.round(2)

# %%
figure, axis = plt.subplots(figsize=(8, 3.8), layout="constrained")
saved = lead.index.to_numpy()
ratio = lead / lead.iloc[0]
axis.plot(saved, ratio[0.84], "o-", color="#1f6feb", label="slowest station at 84 %")
axis.plot(saved, ratio[0.97], "o-", color="#d1242f", label="slowest station at 97 %")
axis.plot(saved, 1 - w * saved, color="black", linestyle="--", label="1 − w s")
axis.plot(saved, 1 - saved, color="grey", linestyle=":", label="if all time were touch time")
axis.set(xlabel="share of touch time that the tool saves", ylabel="lead time, before = 1")
axis.set(xlim=(0, 1), ylim=(0, 1.02))
axis.legend(frameon=False)
sim.show(
    figure,
    "Lead time relative to before against the share of touch time saved. At a load of 84 percent it "
    "falls to 0.90 when all touch time is gone, near the line of Amdahl's law. At 97 percent it falls "
    "steeply to 0.8 at a saving of 20 percent and then as slowly to 0.7. The diagonal, if all time "
    "were touch time, ends at 0.",
)

# %% [markdown]
# With the usual load a *magic* tool, one that does all the work by itself in no time, shortens lead time by a
# tenth. A realistic one that saves a fifth of touch time shortens it by three per cent. That is Amdahl.
#
# The red line is the other half of the truth, and more interesting. In a company at its limit the first fifth
# of saving brings as much as one could wish for: not since work got faster, but since *the line in front of
# the slowest station* goes away. So "a faster task changes nothing" is wrong as a law. It is right where there
# is no line, and where the line stands somewhere else.
#
# ## Why the last per cents of load are so dear
#
# Load the slowest station more and more, without any tool.

# %%
loads = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.99]
loaded = sim.sweep(
    {"work.flow.bottleneck_load": loads},
    [*SMALL, "ablate=[turnover]"],
    strategies=["none"],
    seeds=10,
)
shown = ["lead_time_weeks", "wait_queue", "work_in_progress", "throughput"]
by_load = second_half(loaded.weekly()).groupby("work.flow.bottleneck_load")[shown].mean()
by_load.round(2)

# %% [markdown]
# From 50 to 80 % nothing happens. From 96 to 99 % the queue doubles. For lines with random arrivals theory says
# that the wait grows like `load / (1 − load)`: Kingman's formula (Mathematical Proceedings of the Cambridge
# Philosophical Society 57(4), 1961).

# %%
growth = pd.Series([each / (1 - each) for each in loads], index=loads)
figure, axis = plt.subplots(figsize=(8, 3.4), layout="constrained")
axis.plot(loads, by_load["wait_queue"], "o-", color="#1f6feb", label="simulated, weeks 27 to 52")
scale = by_load["wait_queue"][0.9] / growth[0.9]
axis.plot(loads, scale * growth, color="black", linestyle="--", label="load / (1 − load), scaled")
axis.set(xlabel="load of the slowest station", ylabel="weeks in line", ylim=(0, 2))
axis.legend(frameon=False)
sim.show(
    figure,
    "Weeks in line against the load of the slowest station. Both curves are flat until 80 percent and "
    "then rise steeply; at 99 percent the simulated one reaches a little more than one week, and the "
    "theoretical one twice as much.",
)

# %% [markdown]
# Near 100 % the two part, and neither is wrong. The formula is about *the long run*. At 99 % a line grows for
# years until it is as long as the formula says, and our year is over before that. In a company at its limit,
# "it has always been like this" may only mean that it has not yet become worse.
#
# ## Two ways to spend the same money
#
# Now with real strategies and everything switched on: people have to learn, outputs have to be checked.
# `organic` hands out licences and nothing else. `phased_pilot` spends its budget on redesign where work waits.

# %%
TWO_YEARS = ["organisation.headcount=60", "weeks=104", "withdraw_week=104"]
names = ["organic", "phased_pilot"]
real = sim.run_many(sim.load_strategies(TWO_YEARS, names), seeds=range(12)).weekly
last = real[real["week"] > 91]
columns = ["genuine_use", "hours_per_item", "lead_time_weeks", *PARTS]
last.groupby("strategy")[columns].mean().T.rename(PARTS).round(2)

# %%
waits = last.groupby(["strategy", "seed"])["lead_time_weeks"].mean().unstack(0)
for name in names:
    change = waits[name] / waits["none"] - 1
    half = 2.20 * change.std() / len(change) ** 0.5  # t with 11 degrees of freedom
    print(f"{name:13} lead time {100 * change.mean():+5.1f} % ± {100 * half:.1f}")

# %% [markdown]
# Genuine use is a little above one half under both strategies. Hours per item fall a little under both. Lead time falls
# under one of them only, and it falls where work is *handed over*. With licences alone it even rises by a
# trifle: some wrong outputs escape, come back, and have to be discussed between stations.
#
# What we have claimed, as code:

# %%
assert abs(plain["work_in_progress"] / little - 1) < 0.02  # Little
assert 0.05 < w < 0.15  # touch time is a small part of lead time
assert 0.85 < ratio[0.84].iloc[-1] < 0.95  # so magic helps by a tenth,
assert ratio[0.97].loc[0.2] < 0.85  # but a little help does wonders at the limit,
assert by_load["wait_queue"][0.99] > 1.5 * by_load["wait_queue"][0.96]  # which is steep
assert (waits["phased_pilot"] < waits["organic"]).all()  # redesign, in every single company
assert waits["organic"].mean() > 0.99 * waits["none"].mean()  # licences alone shorten nothing

# %% [markdown]
# **Do not take this for a measurement.** How long work waits for approvals and hand-overs in the model was set by
# hand, in the order of what practitioners report. In a company where touch time is half of lead time,
# the same code says the opposite. So measure w first: it takes a wall, a pencil and Little's law.
#
# **Exercises.** (1) Set `work.flow.latency=0.1`, so that things wait less for what is no line. At which w does a
# tool that saves a fifth pay off in lead time? (2) With `work.flow.demand=1` every hour that is saved is
# filled with new work. Run the magic tool again and look at throughput and lead time. Who gains? (3) The
# bottleneck is a station here. Make it the managers' desks: `work.flow.approval_load=0.97`. Does the magic
# tool still help?
