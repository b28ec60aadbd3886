"""Numbers of the gallery: done by the commands themselves, read from what they leave, stored."""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.gallery.entries import OUTCOMES, Arms, Entry
from sim.analysis.companies import Draw, by_seed, held
from sim.analysis.deciders import named, ranking
from sim.analysis.matters import SMALLEST
from sim.analysis.paired import SAME, judged
from sim.cli.main import main
from sim.config.load import load
from sim.model.outcomes import BY_NAME

OUT = "out"
"""Where a command leaves its results, below the folder that it is done in."""
NUMBERS = "numbers.csv"
KINDS = {"better": "better", "worse": "worse", "too small": "small", SAME: "small",
         "perhaps too small": "slight"}  # fmt: skip
"""Verdicts that have a sentence of their own; every other is open."""
NAN = float("nan")


class Fact(NamedTuple):
    """A number that a text or a figure takes.

    Attributes:
        entry: Whose it is.
        name: ROW.OUTCOME of a difference; `turns.KEY` of an unknown that goes with it.
        unit: Of the outcome, or `share`, `count`, `rho`.
        value: The number itself; a mean of differences.
        low: Lower end of its 95 % interval.
        high: Upper end.
        verdict: What kind of sentence is true of it.
        cases: Companies, or seeds, behind it.
    """

    entry: str
    name: str
    unit: str
    value: float
    low: float = NAN
    high: float = NAN
    verdict: str = ""
    cases: int = 0


def done(entry: Entry, place: Path) -> list[Fact]:
    """Do the command of an entry in a folder, and read what it leaves there."""
    typed = [*shlex.split(entry.line), f"out={OUT}", "quiet=true"]
    if entry.command not in ("run", "claims"):
        typed.append("store=store")
    errors = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(errors):
        code = main(typed)
    if code:
        raise RuntimeError(f"rollout {entry.line}\n{errors.getvalue()}")
    return [each._replace(entry=entry.name) for each in READERS[entry.command](entry, place / OUT)]


def arms(entry: Entry, folder: Path) -> dict[str, pd.DataFrame]:
    """Arm -> outcomes, a row per company or seed."""
    if entry.command == "run":
        runs = pd.concat([pd.read_parquet(path) for path in folder.glob("*/runs.parquet")])
    else:
        runs = pd.read_parquet(folder / "runs.parquet")
    point = "cell" in runs
    groups = runs.groupby(["strategy", "cell"] if point else ["strategy"], observed=True)
    return {"@".join(map(str, name)): own.set_index("seed").sort_index() for name, own in groups}


def differences(entry: Entry, folder: Path) -> Iterator[Fact]:
    """Every row and outcome, paired by company; then what its turning goes with."""
    found = arms(entry, folder)
    for row, sides in entry.rows.items():
        for short in entry.outcomes:
            outcome = BY_NAME[OUTCOMES[short]]
            left, right = (_sum(found, side, entry, short) for side in sides)
            told = judged(left, right, outcome, entry.weeks, SMALLEST[outcome.unit])
            yield Fact("", f"{row}.{short}", outcome.unit, told["estimate"], told["low"],
                       told["high"], KINDS.get(told["verdict"], "open"), told["pairs"])  # fmt: skip
    if entry.turned[0]:
        yield from turning(entry, found)


def turning(entry: Entry, found: dict[str, pd.DataFrame]) -> Iterator[Fact]:
    """Unknowns that go with a difference over the companies, after Holm's correction."""
    row, short = entry.turned
    margin = apart(found, entry.rows[row], entry, short)
    seeds = [int(seed) for seed in next(iter(found.values())).index]
    drawn = by_seed("matched", seeds, chosen(entry.line))
    yield from _turns(list(drawn.values()), margin)


def chosen(line: str) -> frozenset[str]:
    """Parameters that a command sets or varies: they are no unknowns of its companies."""
    words = shlex.split(line)[1:]
    varied = [each.removeprefix("vary.").partition("=")[0] for each in words if "vary." in each]
    set_here = [each for each in words if not each.startswith(("vary.", "companies="))]
    config = load([each for each in set_here if not each.startswith("strateg")], "organic")
    return held(config, set_here, ()) | frozenset(varied)


def _turns(drawn: Sequence[Draw], margin: np.ndarray) -> Iterator[Fact]:
    for each in named(ranking(drawn, margin)):
        yield Fact("", f"turns.{each.dimension.key}", "rho", each.correlation,
                   verdict="sourced" if each.sourced else "assumed", cases=len(drawn))  # fmt: skip


def apart(found: dict[str, pd.DataFrame], sides: Arms, entry: Entry, short: str) -> np.ndarray:
    """The difference in every company."""
    left, right = (_sum(found, side, entry, short) for side in sides)
    return left - right


def _sum(
    found: dict[str, pd.DataFrame], side: Sequence[str], entry: Entry, short: str
) -> np.ndarray:
    name = OUTCOMES[short]
    heads = entry.people if BY_NAME[name].unit == "€" else 1
    total: np.ndarray = sum(found[arm][name].to_numpy(float) / heads for arm in side)  # type: ignore[assignment]
    return total


def _runs(entry: Entry, folder: Path) -> Iterator[Fact]:
    """Runs of one company: the differences, and every seed's own."""
    yield from differences(entry, folder)
    found = arms(entry, folder)
    for row, sides in entry.rows.items():
        for short in entry.outcomes:
            values = apart(found, sides, entry, short)
            for seed, value in zip(next(iter(found.values())).index, values, strict=True):
                yield Fact("", f"{row}.{short}.{seed}", BY_NAME[OUTCOMES[short]].unit, value)
            better = int((values * BY_NAME[OUTCOMES[short]].sign > 0).sum())
            yield Fact("", f"{row}.{short}.won", "count", better, cases=len(values))
            for end in ("min", "max"):
                yield Fact("", f"{row}.{short}.{end}", BY_NAME[OUTCOMES[short]].unit,
                           float(getattr(values, end)()))  # fmt: skip


def _claims(entry: Entry, folder: Path) -> Iterator[Fact]:
    """Verdict, shares of companies, and what decides."""
    (claim,) = pd.read_csv(folder / "claims.csv").to_dict("records")
    verdict, count = claim["verdict"].replace(" ", "_"), claim["n_draws"]
    ends = {"holds": (claim["low"], claim["high"])}
    for name in ("holds", "open", "fails"):
        share, (low, high) = claim[f"share_{name}"], ends.get(name, (NAN, NAN))
        yield Fact("", f"claim.{name}", "share", share, low, high, verdict, count)
    free = str(claim["unsourced_deciders"]).split("; ")
    for key, rho in re.findall(r"([\w.]+) \(rho ([-+][\d.]+)\)", str(claim["deciders"])):
        known = "assumed" if key in free else "sourced"
        yield Fact("", f"turns.{key}", "rho", float(rho), verdict=known, cases=count)


def _tournament(entry: Entry, folder: Path) -> Iterator[Fact]:
    """Of each pair the mean difference over companies, and the shares that each side wins."""
    pairs = pd.read_csv(folder / "pairwise.csv")
    for short in ("hours", "benefit", "lead"):
        outcome = BY_NAME[OUTCOMES[short]]
        heads = entry.people if outcome.unit == "€" else 1
        for each in pairs[pairs["outcome"] == outcome.name].itertuples():
            row = f"{each.strategy}-{each.other}"
            yield Fact("", f"{row}.{short}", outcome.unit, each.difference / heads,
                       each.low / heads, each.high / heads, KINDS.get(each.verdict, "open"),
                       each.companies)  # fmt: skip
            for side in ("wins", "losses", "undecided"):
                yield Fact("", f"{row}.{short}.{side}", "share", getattr(each, side),
                           cases=each.companies)  # fmt: skip


def _ask(entry: Entry, folder: Path) -> Iterator[Fact]:
    """What every question is worth; and the most that knowing single parameters would be."""
    table = pd.read_csv(folder / "ask.csv")
    table = table.sort_values("outside_eur_per_head", ascending=False, kind="stable")
    draws = int(re.findall(r"draws=(\d+)", entry.line)[0])
    for each in table[table["kind"] == "question"].itertuples():
        worth, error = each.outside_eur_per_head, 1.96 * each.error
        yield Fact("", f"question.{each.name}", "€", worth, worth - error, worth + error,
                   "pays" if each.pays == "yes" else "luck", draws)  # fmt: skip
    for each in table[table["kind"] == "parameter"].head(3).itertuples():
        worth, error = each.outside_eur_per_head, 1.96 * each.error
        yield Fact("", f"parameter.{each.name}", "€", worth, worth - error, worth + error,
                   "pays" if each.pays == "yes" else "luck", draws)  # fmt: skip


READERS = {
    "compare": differences, "sweep": differences, "run": _runs, "claims": _claims,
    "tournament": _tournament, "ask": _ask,
}  # fmt: skip


def stored(folder: Path) -> list[Fact]:
    """The numbers that a folder keeps."""
    path = folder / NUMBERS
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Fact(row["entry"], row["name"], row["unit"],
                 *(float(row[each] or "nan") for each in ("value", "low", "high")),
                 row["verdict"], int(row["cases"]))
            for row in csv.DictReader(file)
        ]  # fmt: skip


def written(facts: Sequence[Fact], folder: Path) -> None:
    """Keep numbers, six digits of each."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NUMBERS).write_text(as_table(facts), encoding="utf-8")


def as_table(facts: Sequence[Fact]) -> str:
    """The same as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Fact._fields)
    for fact in facts:
        numbers = ["" if np.isnan(each) else f"{each:.6g}" for each in fact[3:6]]
        writer.writerow([*fact[:3], *numbers, fact.verdict, fact.cases])
    return out.getvalue()
