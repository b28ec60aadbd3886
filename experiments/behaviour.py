"""Does the default company behave? A check-list with figures, written to docs/behaviour.md.

    python -m experiments.behaviour --out docs/behaviour.md      # about two minutes

Nothing here is a target of calibration; each line says what is expected, what came out of
this run, and whether it lies in the expected range.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.effects import table as effects
from experiments.sizes import table as sizes
from sim.analysis.inference import interval
from sim.config.load import load, load_strategies
from sim.model.measures import team_means
from sim.runs.run import run_many, simulate

STRATEGIES = (
    "organic", "mandate", "mandate_with_training", "training_first", "lead_by_example",
    "champions", "phased_pilot", "phased_pilot_random", "big_bang", "playbook",
)  # fmt: skip
HOURS = 38.0


class Check(NamedTuple):
    """One line of the list: what, the expected range, what came out, and its unit."""

    what: str
    low: float
    high: float
    value: float
    unit: str

    def line(self) -> str:
        """A row of the Markdown table."""
        verdict = "as expected" if self.low <= self.value <= self.high else "**outside**"
        number = f"{self.value:.2f}" if abs(self.value) < 100 else f"{self.value:,.0f}"
        return f"| {self.what} | {self.low:g} to {self.high:g} | {number} {self.unit} | {verdict} |"


def at(weekly: pd.DataFrame, strategy: str, column: str, week: int) -> float:
    """Mean over seeds of a column in one week."""
    rows = weekly[(weekly.strategy == strategy) & (weekly.week == week)]
    return float(rows[column].mean())


def use_and_hours(weekly: pd.DataFrame) -> Iterator[Check]:
    """Organic use, and what individual use alone does."""
    yield Check(
        "use before any rollout, week 1 (none)",
        0.03,
        0.15,
        at(weekly, "none", "genuine_use", 1),
        "",
    )
    yield Check(
        "any use with licences only, week 26 (organic)",
        0.7,
        0.95,
        at(weekly, "organic", "any_use", 26),
        "",
    )
    yield Check(
        "regular use with licences only, week 26",
        0.3,
        0.5,
        at(weekly, "organic", "regular_use", 26),
        "",
    )
    yield Check(
        "genuine use with licences only, week 104",
        0.3,
        0.65,
        at(weekly, "organic", "genuine_use", 104),
        "",
    )
    organic = weekly[(weekly.strategy == "organic") & (weekly.week > 91)]
    none = weekly[(weekly.strategy == "none") & (weekly.week > 91)]
    gross = 100 * organic.saved_hours.mean() / weekly.headcount.iloc[0] / HOURS
    yield Check("hours saved by individual use alone, last 13 weeks", 1.0, 5.5, gross, "% of hours")
    change = 100 * (organic.lead_time_weeks.mean() / none.lead_time_weeks.mean() - 1)
    yield Check("lead time under individual use alone against none", -5, 5, change, "%")
    latency = [f"wait_{name}" for name in ("prioritisation", "status_query")]
    change = 100 * (organic[latency].sum(axis=1).mean() / none[latency].sum(axis=1).mean() - 1)
    yield Check("latency without queues under individual use alone", -0.5, 0.5, change, "%")


def queues(weekly: pd.DataFrame) -> Iterator[Check]:
    """Queues neither explode nor vanish."""
    none = weekly[weekly.strategy == "none"]
    early, late = none[none.week <= 26], none[none.week > 78]
    yield Check("queueing per item without a rollout", 0.05, 1.5, late.wait_queue.mean(), "weeks")
    growth = late.work_in_progress.mean() / early.work_in_progress.mean()
    yield Check("work in progress, last 26 weeks against first 26", 0.85, 1.15, growth, "x")
    share = none.wait_service.mean() / none.lead_time_weeks.mean()
    yield Check("part of lead time being worked on (all hours)", 0.05, 0.4, share, "")


def integration(seeds: int) -> Iterator[Check]:
    """What an integrated station saves against one that only has users."""
    done, rest = [], []
    for seed in range(min(seeds, 5)):
        # A gate that never opens early: waves take their patience, and most stations stay as is.
        slow = ["withdraw_week=104", "strategy.levers.redesign.gate=1"]
        firm = simulate(load([f"seed={seed}", *slow], "phased_pilot"))
        effort, normal = (
            firm.stations.hours.sum(axis=1) * firm.stations.visits,
            firm.stations.item_hours,
        )
        saved = 1.0 - effort * (1.0 - firm.config.technology.base_error) / np.maximum(normal, 1e-9)
        ready = firm.stations.integration > 0.8
        done.append(saved[ready].mean())
        rest.append(saved[firm.stations.opened < 0].mean())
    yield Check("hours saved per item, integrated stations", 8, 40, 100 * float(np.mean(done)), "%")
    yield Check(
        "hours saved per item, stations with users only", 1, 8, 100 * float(np.mean(rest)), "%"
    )


def spread(runs: pd.DataFrame, seeds: int) -> Iterator[Check]:
    """Companies and teams differ."""
    use = runs[runs.strategy == "organic"].genuine_use_final
    wide = float(use.quantile(0.9) - use.quantile(0.1))
    yield Check("genuine use of companies, 90 % minus 10 % quantile", 0.05, 0.5, wide, "")
    teams = []
    for seed in range(min(seeds, 5)):
        means = team_means(simulate(load([f"seed={seed}"], "organic")).people)
        teams.append(np.quantile(means, 0.9) - np.quantile(means, 0.1))
    yield Check("the same between teams of one company", 0.2, 0.7, float(np.mean(teams)), "")


def dips(runs: pd.DataFrame) -> Iterator[Check]:
    """The dip after a start is weeks, not years."""
    for name in ("training_first", "lead_by_example", "champions", "phased_pilot", "playbook"):
        weeks = runs[runs.strategy == name].j_curve_weeks
        yield Check(f"weeks below the reference, {name}", 4, 60, float(weeks.median()), "weeks")


def lasting(weekly: pd.DataFrame) -> Iterator[Check]:
    """What the end of the levers takes away."""
    for name in ("mandate", "lead_by_example", "training_first", "playbook"):
        fall = at(weekly, name, "reported_use", 90) - at(weekly, name, "reported_use", 78)
        yield Check(f"reported use 12 weeks after the levers against their last week, {name}",
                    -0.5, 0.2, fall, "")  # fmt: skip


def differences(weekly: pd.DataFrame, runs: pd.DataFrame) -> str:
    """Strategies next to each other, with the states that explain them."""
    columns = (
        "reported_use",
        "genuine_use",
        "skill",
        "expectation",
        "threat",
        "reactance",
        "integration",
    )
    names = ["strategy", *(c.replace("_", " ") for c in columns), "net hours saved", "lead time"]
    rows = ["| " + " | ".join(names) + " |", "|---" * len(names) + "|"]
    for name in ("none", *STRATEGIES):
        states = [f"{at(weekly, name, column, 78):.2f}" for column in columns]
        own = runs[runs.strategy == name]
        ends = [f"{own.hours_saved_per_employee_week.mean():+.2f} h",
                f"{100 * own.lead_time_change.mean():+.1f} %"]  # fmt: skip
        rows.append(f"| {name} | " + " | ".join([*states, *ends]) + " |")
    return "\n".join(rows)


def first_places(weekly: pd.DataFrame) -> str:
    """Bottleneck first against places drawn by lot, while there is something left to redesign."""
    rows = [
        "| week | stations' integration | lead time, weeks per item | hours saved per employee |",
        "|---|---|---|---|",
    ]
    for week in (13, 26, 39, 52, 78, 104):
        now = weekly[weekly.week.between(week - 3, week)]
        sides = [
            now[now.strategy == name].groupby("seed").mean(numeric_only=True)
            for name in ("phased_pilot", "phased_pilot_random")
        ]
        cells = [f"{sides[0].integration.mean():.2f}"]
        for column in ("lead_time_weeks", "hours_saved_per_employee"):
            apart = (sides[0][column] - sides[1][column]).to_numpy()
            low, high = interval(apart)
            cells.append(f"{apart.mean():+.2f} [{low:+.2f}, {high:+.2f}]")
        rows.append(f"| {week} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def series(weekly: pd.DataFrame, folder: Path) -> None:
    """Weekly means of the states that tell strategies apart."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    panels = {
        "genuine_use": "genuine use (0 to 1)",
        "skill": "skill (0 to 1)",
        "expectation": "expected saving (share of time)",
        "threat": "threat (0 to 1)",
        "integration": "integration (0 to 1)",
        "lead_time_weeks": "lead time (weeks per item)",
    }
    shown = {"none": "#999999", "organic": "#000000", "mandate": "#D55E00",
             "lead_by_example": "#56B4E9", "champions": "#009E73", "phased_pilot": "#7B2D6B",
             "big_bang": "#E69F00", "playbook": "#0072B2"}  # fmt: skip
    figure, axes = plt.subplots(2, 3, figsize=(12, 6.6), sharex=True, constrained_layout=True)
    for axis, (column, label) in zip(axes.flat, panels.items(), strict=True):
        for name, colour in shown.items():
            line = weekly[weekly.strategy == name].groupby("week")[column].mean()
            axis.plot(line.index, line, color=colour, lw=1.8, label=name.replace("_", " "))
        axis.axvline(78, color="#bbbbbb", lw=1, ls=":")
        axis.set_title(label, loc="left", fontsize=11)
        axis.spines[["top", "right"]].set_visible(False)
    for axis in axes[1]:
        axis.set_xlabel("week (dotted: levers end)")
    figure.legend(
        *axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=8, frameon=False
    )
    folder.mkdir(parents=True, exist_ok=True)
    figure.savefig(folder / "behaviour.png", dpi=80, metadata={"Software": None})


def report(seeds: int, headcount: int, figures: Path) -> str:
    """The whole page."""
    configs = load_strategies([f"organisation.headcount={headcount}"], STRATEGIES)
    runs, weekly = run_many(configs, list(range(seeds)), workers=2)
    weekly["headcount"] = headcount
    series(weekly, figures)
    checks = [*use_and_hours(weekly), *queues(weekly), *integration(seeds), *spread(runs, seeds),
              *dips(runs), *lasting(weekly)]  # fmt: skip
    table = "\n".join(check.line() for check in checks)
    return f"""# How the default company behaves

Written by `python -m experiments.behaviour --out docs/behaviour.md` ({seeds} seeds, {headcount:,}
people, 104 weeks, levers end after week 78). The expected ranges are judgements, from the
published numbers where there are any. The defaults were chosen with this list in view, so it
shows that the company is plausible and validates nothing; a line outside its range is left in.

| what | expected | this run | verdict |
|---|---|---|---|
{table}

## Why strategies differ

States in week 78, the last week with levers, and outcomes at the horizon; means over seeds,
changes against the same seed without any lever. No line of the code knows a strategy's name:
what differs is what people are offered.

{differences(weekly, runs)}

![Weekly means of six states by strategy](figures/behaviour.png)

The figure shows the reference and seven of the ten strategies, to keep lines apart; left out are
mandate with training, training first and phased pilot random. The table has all of them.

Weeks below the reference add up hours given and hours saved. Hours that are given every week end a
dip when they end (training first: its 26 weeks of training), or when what they brought outweighs
them.

## Where the pilots start

Phased pilot minus phased pilot random: means of four weeks, with the 95 % interval over seeds.
Starting where work waits longest shortens lead times while most stations are still as they were.
Once redesign has reached nearly all of them, where it began no longer matters, and outcomes at the
end of the horizon say little of it.

{first_places(weekly)}

## Small and large companies

The default company at three sizes with the same 12 seeds: means over them with their 95 %
interval, over the whole horizon (`python -m experiments.sizes`). What a firm gained by its size
alone would be an artefact: nothing here does, since experience with redesign travels with losses,
and no further than a number of stations. Intervals are wide because seeds differ in the climate of
their company; between sizes the seeds are the same. Half of the saved hours are worth money here,
which is an assumption without a source and goes into every number.

{sizes(range(12), workers=2)}

## Each mechanism alone

The same companies of 300 people (8 seeds, 78 weeks) twice: with the values of one mechanism
neutral, and at work; everything else at its default. Differences with their 95 %
interval over seeds (`python -m experiments.effects`).

{effects(8, 300)}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="write the page here instead of printing it")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--headcount", type=int, default=1000)
    arguments = parser.parse_args()
    folder = (arguments.out.parent if arguments.out else Path("results")) / "figures"
    page = report(arguments.seeds, arguments.headcount, folder)
    if arguments.out:
        arguments.out.write_text(page, encoding="utf-8")
    else:
        print(page)


if __name__ == "__main__":
    main()
