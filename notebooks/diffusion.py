# %% [markdown]
# # Ties, seeds and thresholds
#
# How does something new get around in an organisation? The oldest answer is a curve that knows no people
# (Bass, "A new product growth for model consumer durables", Management Science 15(5), 1969): some hear of it
# from outside, the others from those who have it, and everybody meets everybody. This lesson takes the
# simulator apart until it is that curve, and then puts back what the curve leaves out: who knows whom, and
# that one colleague may not be enough.
#
# You need differential equations at most as a memory. It takes a few seconds to run.
#
# ## The curve
#
# A week has two sources of news: from outside with chance p, and from users among one's contacts at rate q.
# We switch off everything else that people do in the model ([all mechanisms](../docs/model.md)),
# and let everybody use the tool who knows of it.

# %%
import networkx as nx
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

import sim

OTHERS = (
    "turnover,image,helping,mandate,reactance,discovery,experience,threat,skill,training,talk,"
    "example,credibility,integration"
)
WEIGHTS = "expectation skill trust manager threat time_pressure spread team_spread company_spread"
BARE = [
    f"ablate=[{OTHERS}]",
    "workforce.start.early_users=0",
    *(f"workforce.decision.{name}=0" for name in WEIGHTS.split()),
]


def hearsay(p: float, q: float, weeks: int, *words: str) -> sim.RunConfig:
    """People who only hear of the tool, and then use it."""
    return sim.load(
        [
            *BARE,
            f"weeks={weeks}",
            f"workforce.awareness.external={p}",
            f"workforce.awareness.contagion={q}",
            "workforce.awareness.notice=0",
            "workforce.decision.peers=0",
            "workforce.decision.intercept=10",  # whoever is aware wants it,
            "workforce.decision.pace=1",  # at once
            *words,
        ],
        "organic",
    )


def aware(config: sim.RunConfig, graph: nx.Graph | None = None, seeds: int = 12) -> pd.DataFrame:
    """Share of people who have heard of it: a row per week, a column per seed."""
    ties = None if graph is None else sim.from_networkx(graph, working_degree=8)
    weekly = sim.run_many({"organic": config}, range(seeds), organisation=ties).weekly
    own = weekly[weekly["strategy"] == "organic"]
    return own.pivot(index="week", columns="seed", values="aware")


# %% [markdown]
# Three curves of the same two numbers. *Bass* is the solution of a differential equation. *Exact* is what
# the model has to do in expectation, week by week, if everybody knows everybody: who has not heard escapes
# p and all colleagues, with chance `(1 − p) exp(−q U)`, and use follows awareness a week later. The third
# is a company of 200 people, simulated.

# %%
PEOPLE, WEEKS, p, q = 200, 110, 0.005, 0.12
week = np.arange(1, WEEKS + 1)
fading = np.exp(-(p + q) * week)
bass = (1 - fading) / (1 + q / p * fading)


def exact(p: float, q: float, weeks: int) -> np.ndarray:
    """Awareness where everybody knows everybody."""
    heard, use = [0.0], 0.0
    for _ in range(weeks):
        heard.append(heard[-1] + (1 - heard[-1]) * (1 - (1 - p) * np.exp(-q * use)))
        use = heard[-2]
    return np.array(heard[1:])


everybody = nx.complete_graph(PEOPLE)
simulated = aware(hearsay(p, q, WEEKS), everybody)

figure, axis = plt.subplots(figsize=(8, 3.6), layout="constrained")
axis.plot(week, simulated, color="lightgrey", linewidth=0.8)
axis.plot(week, simulated.mean(axis=1), color="#1f6feb", label="simulated, mean of 12")
axis.plot(week, exact(p, q, WEEKS), color="black", linestyle="--", label="exact, in weeks")
axis.plot(week, bass, color="#d1242f", linestyle=":", label="Bass")
axis.set(xlabel="week", ylabel="share who have heard of it", xlim=(1, WEEKS), ylim=(0, 1))
axis.legend(frameon=False)
sim.show(
    figure,
    "Share of aware people over 110 weeks, all curves shaped like an S. The simulated mean lies on "
    "the exact weekly curve; Bass is a few weeks earlier; single companies lie up to ten "
    "weeks apart.",
)

# %%
apart = np.abs(simulated.mean(axis=1).to_numpy() - exact(p, q, WEEKS)).max()
print(f"largest distance of the simulated mean from the exact curve: {100 * apart:.1f} points")
print(f"Bass reaches one half in week {np.argmax(bass >= 0.5) + 1}, "
      f"the exact curve in week {np.argmax(exact(p, q, WEEKS) >= 0.5) + 1}")  # fmt: skip

# %% [markdown]
# So the simulator *contains* the Bass curve; a week's delay between hearing and using makes it later. And
# twelve companies with the same p and q differ by weeks, by luck alone: whoever fits p and q to one
# company's curve also fits that luck.
#
# ## What ties contribute
#
# Now only the ties change. In all of these companies people have eight contacts (apart from the first),
# and a person who is surrounded by users hears of it at the same rate.

# %%
p, q, WEEKS = 0.0005, 0.5, 100
companies = {
    "everybody knows everybody": everybody,
    "eight contacts by lot": nx.random_regular_graph(8, PEOPLE, seed=1),
    "a circle, one tie in twenty by lot": nx.connected_watts_strogatz_graph(
        PEOPLE, 8, 0.05, seed=1
    ),
    "a circle of neighbours": nx.watts_strogatz_graph(PEOPLE, 8, 0),
}
curves = {name: aware(hearsay(p, q, WEEKS), graph) for name, graph in companies.items()}
curves["a generated organisation"] = aware(hearsay(p, q, WEEKS, f"organisation.headcount={PEOPLE}"))

middle = {name: (curve.mean(axis=1) < 0.5).sum() + 1 for name, curve in curves.items()}
pd.Series(middle, name="week in which half have heard").to_frame()

# %%
figure, axis = plt.subplots(figsize=(8, 3.6), layout="constrained")
colours = ["black", "#1f6feb", "#8250df", "#d1242f", "#1a7f37"]
for (name, curve), colour in zip(curves.items(), colours, strict=True):
    axis.plot(curve.mean(axis=1), color=colour, label=name)
axis.set(xlabel="week", ylabel="share who have heard of it", xlim=(1, WEEKS), ylim=(0, 1))
axis.legend(frameon=False, fontsize=9)
sim.show(
    figure,
    "Mean awareness over 100 weeks for five kinds of ties. Complete mixing and the generated "
    "organisation are first and nearly equal, random ties a few weeks later, the circle with some "
    "random ties later still; on the pure circle the curve is almost a straight line and needs "
    "twice as long.",
)

# %% [markdown]
# On a circle news can only walk: the front of the informed moves on by so many people a week, however many
# they are behind it. A few ties by lot are shortcuts, and most of the delay is gone (Watts and Strogatz,
# "Collective dynamics of small-world networks", Nature 393, 1998).
#
# **An honest conclusion.** The organisations that the simulator generates have some of both, and for *hearing of
# it* they differ little from complete mixing. Whoever only wants a curve of awareness needs no network. What
# does one need it for?
#
# ## When one colleague is not enough
#
# To hear of something, one contact suffices. To change how one works, many people want to see several others
# do it first: thresholds (Granovetter, "Threshold models of collective behavior", American Journal of
# Sociology 83(6), 1978). In 200 Malawian villages adoption needed more than one informed contact
# (Beaman and others 2021, in [the list of sources](../docs/evidence.md)). In the model the wish to use the
# tool has a term for what colleagues are seen to do,
#
# ```text
# p = σ(v + peers · (2 n − 1))        n: what is seen of colleagues' use, 0 to 1
# ```
#
# Everybody knows of the tool now, everything but this term is off, and people are all alike. If everybody
# sees everybody, a share u of users is kept up where `u = σ(v + peers (2u − 1))`.


# %%
def sigma(x: np.ndarray) -> np.ndarray:
    """The logistic curve."""
    return 1 / (1 + np.exp(-x))


def kept_up(v: float, peers: float) -> np.ndarray:
    """Shares of users that keep themselves up: where the curve crosses the diagonal."""
    u = np.linspace(0, 1, 100_001)
    gap = sigma(v + peers * (2 * u - 1)) - u
    return u[:-1][np.sign(gap[:-1]) != np.sign(gap[1:])]


u = np.linspace(0, 1, 200)
figure, axis = plt.subplots(figsize=(4.6, 4.2), layout="constrained")
axis.axline((0, 0), slope=1, color="grey", linewidth=1)
for (v, peers), colour in {(0.5, 0.79): "#1f6feb", (0.5, 5.0): "#d1242f"}.items():
    axis.plot(u, sigma(v + peers * (2 * u - 1)), color=colour, label=f"peers = {peers:g}")
    crossing = kept_up(v, peers)
    axis.plot(crossing, crossing, "o", color=colour)
    print(f"peers = {peers:4}: {', '.join(f'{each:.2f}' for each in crossing)}")
axis.set(xlabel="share of users now", ylabel="share that they draw", xlim=(0, 1), ylim=(0, 1))
axis.set_aspect("equal")
axis.legend(frameon=False)
sim.show(
    figure,
    "Share of users drawn against share of users now. With peers 0.79 the curve crosses the diagonal "
    "once, at 0.69. With peers 5 it is a steep S that crosses it three times: near 0, at 0.42 and "
    "near 1.",
)

# %% [markdown]
# With a weight above 2 there are three crossings, and the one in the middle is a tipping point: below it use
# dies out, above it takes over. A company of a hundred people would need forty-three pioneers. Or does it?
# Ten departments of ten people sit around a circle, and ten pioneers use the tool from the first day:
# *one whole department*, or *one in every department*.


# %%
def company(graph: nx.Graph) -> object:
    """Departments of ten, in the order of the nodes."""
    for person in graph:
        graph.nodes[person]["department"] = f"department {person // 10}"
    return sim.from_networkx(graph, working_degree=8)


def imitate(ties: object, together: bool, peers: float = 5.0, count: int = 10) -> np.ndarray:
    """Use week by week, with so many pioneers who sit together or apart."""
    weeks = ["weeks=150", f"workforce.decision.peers={peers}", "workforce.decision.intercept=0.5"]
    firm = sim.Firm(sim.load([*BARE, *weeks, "ablate=[" + OTHERS + ",awareness]"], "organic"), ties)
    firm.agents.set("aware", 1.0).set("licensed", 1.0)
    step = 100 // count
    pioneers = firm.agents.select(
        lambda person: person.row < count if together else person.row % step == 0
    )
    pioneers.set("genuine_use", 1.0).set("reported_use", 1.0)
    while firm.running:
        firm.step()
    return firm.datacollector.get_model_vars_dataframe()["genuine_use"].to_numpy()


rewired = {share: nx.watts_strogatz_graph(100, 8, share, seed=1) for share in (0.0, 0.1, 0.3)}
by_ties = {f"circle, {100 * share:.0f} % of ties by lot": company(graph)
           for share, graph in rewired.items()}  # fmt: skip
rows = [
    {
        "ties": name,
        "pioneers": count,
        "one in every place": imitate(ties, together=False, count=count)[-1],
        "all in one place": imitate(ties, together=True, count=count)[-1],
    }
    for name, ties in by_ties.items()
    for count in (10, 20)
]
tipped = pd.DataFrame(rows)
tipped.round(2)

# %% [markdown]
# Ten pioneers in one department win over the whole circle; ten or twenty pioneers who are spread over all
# departments are talked out of it within weeks, and in complete mixing even forty would be. Whoever sits
# at the edge of the department sees four colleagues of eight who use it, which is more than the tipping point.
# So the front moves on, person by person.
#
# And the shortcuts, which were so good for news? They take support away from the front: with one tie in ten by
# lot ten pioneers no longer suffice, with three in ten twenty do not either. *Long ties are strong for
# what needs one contact and weak for what needs several* (Centola and Macy, "Complex contagions and the
# weakness of long ties", American Journal of Sociology 113(3), 2007).

# %%
figure, axis = plt.subplots(figsize=(8, 3.4), layout="constrained")
for name, colour in zip(by_ties, ["#d1242f", "#8250df", "#1f6feb"], strict=True):
    axis.plot(imitate(by_ties[name], together=True, count=20), color=colour, label=name)
axis.plot(imitate(by_ties["circle, 0 % of ties by lot"], together=False, count=20),
          color="#d1242f", linestyle=":", label="circle, spread over all departments")  # fmt: skip
axis.set(xlabel="week", ylabel="share of users", xlim=(0, 149), ylim=(0, 1))
axis.legend(frameon=False, fontsize=9, title="20 pioneers in two departments", loc=(0.63, 0.1))
sim.show(
    figure,
    "Use over 150 weeks from 20 pioneers. On the pure circle two neighbouring departments win over "
    "everybody in a straight line; with one tie in ten by lot they win, too. With three in ten, and "
    "where the 20 are spread over all departments, use falls to zero within ten weeks.",
)

# %% [markdown]
# ## Before you draw conclusions for a rollout
#
# The fitted weight in the model is 0.79, not 5 ([parameters](../docs/parameters.md)), and no data set measures
# it for AI tools. Below 2 there is *one* share that keeps itself up, and no number of pioneers, wherever
# they sit, changes where it ends:

# %%
weak = [imitate(ties, together, 0.79, count)[-1]
        for ties in by_ties.values() for together in (True, False) for count in (10, 20)]  # fmt: skip
print(f"with peers = 0.79 use ends between {min(weak):.3f} and {max(weak):.3f} in all twelve cases")

# %% [markdown]
# So "start with whole teams" follows from strong imitation, and only from that. Is imitation strong in your
# company? That is a question for data, and a hard one: people who sit together are alike for other
# reasons, too.
#
# What we have claimed, as code:

# %%
assert apart < 0.05  # everybody knows everybody: the exact curve
circle, mixed = middle["a circle of neighbours"], middle["everybody knows everybody"]
assert circle > 1.5 * mixed  # neighbours only: news walks
assert abs(middle["a generated organisation"] - mixed) < 0.2 * mixed  # generated: nearly mixed
assert len(kept_up(0.5, 0.79)) == 1  # weak imitation: one end
assert len(kept_up(0.5, 5.0)) == 3  # strong imitation: a tipping point
assert (tipped["one in every place"] < 0.05).all()  # pioneers apart are talked out of it,
assert tipped["all in one place"].iloc[0] > 0.95  # together they win over the circle,
assert tipped["all in one place"].iloc[-1] < 0.5  # unless long ties take their support away
assert max(weak) - min(weak) < 0.01  # and where imitation is weak, none of it matters

# %% [markdown]
# **Exercises.** (1) Find the number of pioneers that tips complete mixing, `nx.complete_graph(100)` with
# `working_degree=100`, and compare it with the crossing in the middle. (2) Give people different thresholds
# (take `spread` out of `WEIGHTS` and set it): is there still a sharp tipping point? (3) Pioneers get tired: let
# them act like everybody else from the second week on, as they do here, or hold them at full use by setting
# `genuine_use` anew after every step. Which strategy of the simulator does that resemble?
