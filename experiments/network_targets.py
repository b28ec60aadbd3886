"""Do generated organisations look like real ones?

    python -m experiments.network_targets [--seeds N] [--sizes 150,500,1000] [--out FILE]

Design: generate organisations of several sizes with several seeds, measure every
quantity and compare with the range found in up to eight real organisations; measure
the real networks in `--data` the same way, where the folder exists. The result is one
table, printed, and written as markdown with `--out`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.base.streams import Streams
from sim.organisation.build import build
from sim.organisation.measures import measure
from sim.organisation.spec import GeneratedOrganisation, OrganisationFromFiles

HEAD = """# Generated organisations against measured ones

Written by `python -m experiments.network_targets --seeds {seeds} --out docs/network.md`, with the
last columns where there is a folder of real networks (`--data DIR`). Ranges come from up to eight
measured organisations ([sources](evidence.md#fitted-networks)). The generator was fitted to them,
so that ours lie within is a check and no blind test. Ours are means over seeds with the smallest
and largest in brackets, at 150, 500 and 1,000 people. `OUT` marks a mean outside its range, `mean
in` a mean inside with single seeds outside, both after rounding to the digits in which the range is
known. The last columns are real networks, measured the same way.

<!-- generated: networks -->

"""
END = "\n<!-- end: networks -->\n"
ANY = (0, 10**9)
PLANT = (100, 200)  # sizes at which a plant of 154 people says something
REAL = {
    "research institution": (
        "email-eu-core/email-Eu-core.txt",
        "email-eu-core/email-Eu-core-department-labels.txt",
    ),
    "manufacturer": (
        "manufacturing-email/communication.csv.gz",
        "manufacturing-email/reportsto.csv",
    ),
    "consulting": ("cross-parker/consulting_info.csv", ""),
    "manufacturing R&D": ("cross-parker/manufacturing_info.csv", ""),
}


@dataclass(frozen=True)
class Target:
    """A range found in real organisations, and the headcounts it applies to."""

    layer: str
    quantity: str
    low: float
    high: float
    sizes: tuple[int, int] = ANY

    def holds(self, value: float) -> bool:
        """Whether a value, rounded like the published ends of the range, lies in it."""
        digits = max(len(f"{end:g}".partition(".")[2]) for end in (self.low, self.high))
        return self.low <= round(value, digits) <= self.high


TARGETS = (
    Target("contact", "degree_mean", 20, 40),
    Target("contact", "degree_variation", 0.4, 1.2),
    Target("contact", "clustering", 0.38, 0.59),
    Target("contact", "path_mean", 1.9, 2.6),
    Target("contact", "degree_assortativity", -0.30, 0.05),
    Target("contact", "modularity", 0.13, 0.41),
    Target("contact", "cross_share", 0.58, 0.66),
    Target("contact", "department_assortativity", 0.30, 0.32),
    Target("contact", "no_cross_share", 0.02, 0.10),
    Target("contact", "betweenness_top_share", 0.17, 0.50),
    Target("contact", "month_recurrence", 0.54, 0.62),
    # One plant's shares, given without a range: five points either way are accepted.
    Target("contact", "boss_report_tie", 0.58, 0.68),
    Target("contact", "same_boss_tie", 0.48, 0.58),
    # The chance of a tie between distant people falls with size at a given degree.
    Target("contact", "far_tie", 0.21, 0.26, PLANT),
    Target("working", "degree_mean", 5, 12),
    Target("working", "degree_variation", 0.5, 1.3),
    Target("working", "clustering", 0.29, 0.42),
    Target("working", "path_mean", 2.3, 3.4),
    Target("working", "connected_share", 0.89, 1),
    Target("working", "degree_assortativity", -0.12, 0.11),
    Target("working", "modularity", 0.28, 0.65),
    Target("working", "cross_share", 0.27, 0.54),
    Target("working", "department_assortativity", 0.33, 0.68),
    Target("working", "no_cross_share", 0.11, 0.26),
    Target("working", "cross_top_share", 0.32, 0.46),
    Target("working", "betweenness_top_share", 0.22, 0.55),
    Target("working", "boss_report_tie", 0.39, 0.49),
    Target("working", "same_boss_tie", 0.19, 0.29),
    Target("working", "far_tie", 0.04, 0.05, PLANT),
    Target("formal", "span_mean", 4, 5),
    Target("formal", "span_median", 4, 4),
    Target("formal", "span_p90", 7, 9),
    Target("formal", "span_max", 13, 22),
    Target("formal", "manager_share", 0.20, 0.24),
    Target("formal", "levels", 6, 6, PLANT),
    Target("formal", "levels", 7, 99, (350, 2000)),
    Target("formal", "department_median", 10, 15, (500, 1000)),
    Target("formal", "department_largest_ratio", 7, 10, (500, 1000)),
)


def generated(sizes: list[int], seeds: int) -> pd.DataFrame:
    """Measures of generated organisations, one row per size, seed and quantity."""
    frames = []
    for people in sizes:
        for seed in range(seeds):
            firm = build(GeneratedOrganisation(headcount=people), Streams(seed))
            frames.append(measure(firm.structure, firm.network).assign(people=people, seed=seed))
    return pd.concat(frames, ignore_index=True)


def real(folder: Path) -> pd.DataFrame:
    """Measures of the real networks, one column each."""
    columns = {}
    for name, (edges, people) in REAL.items():
        if (folder / edges).exists():
            files = OrganisationFromFiles(
                edges=str(folder / edges), people=str(folder / people) if people else ""
            )
            firm = build(files, Streams(0))
            table = measure(firm.structure, firm.network).set_index(["layer", "quantity"])
            columns[name] = table["value"]
    return pd.DataFrame(columns)


def verdict(target: Target, values: pd.Series) -> str:
    """Mean, smallest and largest value, and whether they are in range."""
    if target.holds(values.min()) and target.holds(values.max()):
        word = "in"
    elif target.holds(values.mean()):
        word = "mean in"
    else:
        word = "OUT"
    return f"{values.mean():.3f} ({values.min():.3f}–{values.max():.3f}) {word}"


def table(measures: pd.DataFrame, others: pd.DataFrame) -> list[list[str]]:
    """One row per target: range, ours at every size, and the real networks."""
    sizes = sorted(measures["people"].unique())
    rows = [["quantity", "layer", "range", *map(str, sizes), *others.columns]]
    for target in TARGETS:
        row = [target.quantity, target.layer, f"{target.low:g}–{target.high:g}"]
        key = (target.layer, target.quantity)
        of_key = (measures["layer"] == key[0]) & (measures["quantity"] == key[1])
        for people in sizes:
            values = measures.loc[of_key & (measures["people"] == people), "value"]
            applies = target.sizes[0] <= people <= target.sizes[1]
            row.append(verdict(target, values) if applies else "–")
        # Weights of files are not exchanges per month: recurrence has no meaning there.
        known = target.quantity != "month_recurrence"
        row += [f"{others[name].get(key):.3f}" if known else "–" for name in others]
        rows.append(row)
    return rows


def markdown(rows: list[list[str]]) -> str:
    """A markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]) + "\n"


def main() -> None:
    """Generate, measure, compare, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--sizes", default="150,500,1000")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    text = markdown(table(generated(sizes, options.seeds), real(options.data)))
    print(text)
    if options.out:
        before = options.out.read_text(encoding="utf-8") if options.out.is_file() else ""
        _, heading, rest = before.partition("\n## ")  # what is written by hand stays
        page = HEAD.format(seeds=options.seeds) + text + END + heading + rest
        options.out.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
