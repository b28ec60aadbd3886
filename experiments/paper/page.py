"""The page: a template, its tables, and sentences that follow from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd
import yaml

from experiments.paper.design import SIZES, WHOLE
from experiments.paper.make import ABOUT
from experiments.paper.tables import BASELINE, OUTCOMES, agreement
from sim.report.language import ENGLISH, capitalised
from sim.report.tables import markdown

HERE = Path(__file__).parent
WORDS: Mapping[str, Any] = yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8"))
HEADS = WORDS["heads"]
TABLES = ("strategies", "claims", "deciders", "robustness")
USE, HOURS, _, MONEY = OUTCOMES


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of a folder."""
    return {name: pd.read_csv(folder / f"{name}.csv") for name in TABLES}


def page(folder: Path, docs: str = "") -> str:
    """The whole page from the tables of a folder; `docs` is the way to the documentation."""
    tables, about = read(folder), json.loads((folder / ABOUT).read_text("utf-8"))
    size, claims = SIZES[about["size"]], tables["claims"]
    lines = size.lines()
    companies = tables["strategies"].groupby("kind")["companies"].first()
    values = {
        "docs": docs, "size": about["size"], "people": size.people, "weeks": size.weeks,
        "withdraw_week": size.withdraw_week, "seeds": size.seeds, "draws": companies["matched"],
        "plausible": companies["plausible"], "ablated_draws": size.ablated_draws,
        "ablated_seeds": size.ablated_seeds, "claim_draws": claims["n_draws"].iloc[0],
        "claim_seeds": claims["n_seeds"].iloc[0], "mechanisms": len(size.mechanisms),
        "strategies_line": lines["strategies"], "claims_line": lines["claims"],
        "deciders_line": lines["deciders"], "robustness_line": f"{lines[WHOLE]} ablate=…",
        "runs": f"{sum(about['runs'].values()):,}",
        "minutes": f"{sum(about['cpu_seconds'].values()) / 60:.0f}",
        "half": f"{sum(about['cpu_seconds'].values()) / 120:.0f}",
        "model_version": about["model_version"], "python": about["python"],
        "libraries": ", ".join(f"{each} {about[each]}" for each in ("numpy", "scipy", "numba")),
        "compared": "\n".join(f"* {each}" for each in compared(tables["strategies"])),
        "differences": differences(tables["strategies"]),
        "shared": "\n".join(f"* {each}" for each in shared(tables["strategies"])),
        "best": best(tables["strategies"]),
        "tally": tally(claims), "claims": claim_rows(claims),
        "decided": "\n".join(f"* {each}" for each in decided(tables["deciders"])),
        "deciders": decider_rows(tables["deciders"]),
        "agree": agree(tables["strategies"]), "kept": kept(tables["robustness"]),
        "robustness": robust_rows(tables["robustness"]),
        **{f"alt_{name}": own["alt"] for name, own in WORDS["figures"].items()},
    }  # fmt: skip
    return Template((HERE / "page.md").read_text(encoding="utf-8")).substitute(values)


def share(value: float) -> str:
    return ENGLISH.percent(float(value))


def told(row: Any) -> str:
    """A difference with its interval, in the unit of the page."""
    how = OUTCOMES[row.outcome]
    middle, low, high = (
        ENGLISH.number(how.factor * float(each), how.decimals, True)
        for each in (row.estimate, row.low, row.high)
    )
    return f"{middle} [{low}, {high}]"


def of(table: pd.DataFrame, outcome: str, kind: str = "matched") -> pd.DataFrame:
    own = table[table["outcome"] == outcome]
    return own[own["kind"] == kind] if "kind" in own else own


def top(own: pd.DataFrame) -> tuple[str, list[str]]:
    """The best strategy of one outcome, and those that are level with it."""
    lower = own["outcome"].iloc[0] == "lead_time_change"
    first = str(own.loc[own["mean"].idxmin() if lower else own["mean"].idxmax(), "strategy"])
    return first, [each for each in own.loc[own["level"], "strategy"] if each != first]


def compared(table: pd.DataFrame) -> list[str]:
    """A sentence per outcome: which strategies differ from licences only, and who is best."""
    said = []
    for outcome, how in OUTCOMES.items():
        own, words = of(table, outcome), WORDS["outcomes"][outcome]
        base = own[own["strategy"] == BASELINE].iloc[0]
        judged = []
        for verdict, called in WORDS["verdicts"].items():
            rows = own[own["verdict"] == verdict]
            if len(rows):
                names = ENGLISH.listing([
                    WORDS["one"].format(
                        name=ENGLISH.strategy(row.strategy),
                        estimate=ENGLISH.number(how.factor * row.estimate, how.decimals, True),
                    )
                    for row in rows.itertuples()
                ])  # fmt: skip
                judged.append(WORDS["judged"].format(Verdict=capitalised(called), names=names))
        level = ENGLISH.number(how.factor * base["mean"], how.decimals, words["unit"] != "points")
        unit = "%" if words["unit"] == "points" else words["unit"]
        said.append(WORDS["compared"].format(
            Name=capitalised(words["name"]), level=f"{level} {unit}", judged=". ".join(judged),
            best=_best(own),
        ))  # fmt: skip
    return said


def _best(own: pd.DataFrame) -> str:
    first, level = top(own)
    if len(level) == len(own) - 1:
        return str(WORDS["best_all"])
    names = ENGLISH.listing([ENGLISH.strategy(each) for each in level])
    how = WORDS["best_level" if level else "best_one"]
    return str(how.format(top=ENGLISH.strategy(first), level=names))


def differences(table: pd.DataFrame) -> str:
    """Table 1: levels with licences only, and differences to them; bold where they matter."""
    rows = []
    for name in dict.fromkeys(table["strategy"]):
        cells = [ENGLISH.name(name)]
        for outcome, how in OUTCOMES.items():
            (row,) = of(table[table["strategy"] == name], outcome).itertuples()
            if name == BASELINE:
                value = ENGLISH.number(how.factor * row.mean, how.decimals)
                cells.append(WORDS["level"].format(value=value))
            else:
                mark = "**" if row.verdict in ("better", "worse") else ""
                cells.append(f"{mark}{told(row)}{mark}")
        rows.append(cells)
    return markdown(
        [HEADS["strategy"], *(WORDS["outcomes"][each]["head"] for each in OUTCOMES)], rows
    )


def shared(table: pd.DataFrame) -> list[str]:
    """A sentence per outcome: in how many companies one strategy is best for certain."""
    said = []
    for outcome in OUTCOMES:
        own, other = of(table, outcome), of(table, outcome, "plausible")
        first = own.loc[own["best_decided"].idxmax()]
        sure = 1.0 - own["undecided"].iloc[0]
        how = WORDS["shared" if first["best_decided"] > 0.0 else "shared_none"]
        said.append(how.format(
            name=WORDS["outcomes"][outcome]["name"], sure=share(sure),
            other=share(1.0 - other["undecided"].iloc[0]),
            top=ENGLISH.strategy(str(first["strategy"])), share=share(first["best_decided"]),
        ))  # fmt: skip
    return said


def best(table: pd.DataFrame) -> str:
    """Table 2: share of companies in which each is best for certain, and may be."""
    shown = [each for each in OUTCOMES if each != "lead_time_change"]
    head = [f"{WORDS['outcomes'][each]['name']}, {kind}" for each in shown
            for kind in WORDS["kinds"]]  # fmt: skip
    rows = []
    for name in dict.fromkeys(table["strategy"]):
        cells = [ENGLISH.name(name)]
        for outcome in shown:
            for kind in WORDS["kinds"]:
                (row,) = of(table[table["strategy"] == name], outcome, kind).itertuples()
                cells.append(f"{share(row.best_decided)} … {share(row.best_possible)}")
        rows.append(cells)
    return markdown([HEADS["strategy"], *head], rows)


def tally(table: pd.DataFrame) -> str:
    """How many claims hold, fail, depend."""
    counts = table["verdict"].value_counts()
    told_ = [words.format(n=counts[name]) for name, words in WORDS["counts"].items()
             if counts.get(name)]  # fmt: skip
    return str(WORDS["tally"].format(all=len(table), counts=ENGLISH.listing(told_)))


def claim_rows(table: pd.DataFrame) -> str:
    """Table 3."""
    rows = [
        [f"**{row.id}** {row.statement}", row.verdict,
         f"{share(row.share_holds)} [{share(row.low)}, {share(row.high)}]",
         share(row.share_open), share(row.share_fails)]
        for row in table.itertuples()
    ]  # fmt: skip
    return markdown(HEADS["claims"], rows)


def _part(own: pd.DataFrame, name: str) -> str:
    row = own[(own["index"] == "part") & (own["parameter"] == name)].iloc[0]
    return f"{share(row['value'])} [{share(row['low'])}, {share(row['high'])}]"


def decided(table: pd.DataFrame) -> list[str]:
    """A sentence per outcome: which assumptions decide."""
    said = []
    for outcome in dict.fromkeys(table["outcome"]):
        own = table[table["outcome"] == outcome]
        total = own[own["index"] == "total"].head(3)
        first = ENGLISH.listing([f"`{row.parameter}` ({_interval(row)})"
                                 for row in total.itertuples()])  # fmt: skip
        parts = {name: _part(own, name) for name in ("company", "strategy", "luck")}
        name = capitalised(WORDS["outcomes"][outcome]["name"])
        said.append(WORDS["decided"].format(Name=name, first=first, **parts))
    return said


def _interval(row: Any) -> str:
    return f"{share(row.value)} [{share(row.low)}, {share(row.high)}]"


def decider_rows(table: pd.DataFrame) -> str:
    """Table 4."""
    rows = [[WORDS["outcomes"][row.outcome]["name"], f"`{row.parameter}`", row.label,
             _interval(row), row.source]
            for row in table[table["index"] == "total"].itertuples()]  # fmt: skip
    return markdown(HEADS["deciders"], rows)


def agree(table: pd.DataFrame) -> str:
    """How alike the order of strategies is in both kinds of companies."""
    kinds = [table[table["kind"] == kind] for kind in WORDS["kinds"]]
    found = {name: ENGLISH.number(agreement(kinds[0], kinds[1], outcome), 2)
             for name, outcome in (("use", USE), ("hours", HOURS), ("money", MONEY))}  # fmt: skip
    return str(WORDS["agree"].format(**found))


def _blocks(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {str(name): own for name, own in table.groupby("without", sort=False)}


def kept(table: pd.DataFrame) -> str:
    """Whether the best strategy stays so without single mechanisms."""
    blocks = _blocks(table)
    whole = blocks.pop(WHOLE)
    first, level = top(of(whole, HOURS))
    ahead = {name: top(of(own, HOURS))[0] for name, own in blocks.items()}
    others = [WORDS["ahead"].format(mechanism=name, strategy=ENGLISH.strategy(each))
              for name, each in ahead.items() if each != first]  # fmt: skip
    beside = ENGLISH.listing([ENGLISH.strategy(each) for each in level])
    said = WORDS["kept_level" if level else "kept"].format(
        first=ENGLISH.strategy(first), level=beside, all=len(blocks), n=len(blocks) - len(others)
    )
    if others:
        said += WORDS["turned"].format(others=ENGLISH.listing(others))
    order = {name: agreement(whole, own, HOURS) for name, own in blocks.items()}
    least = min(
        (name for name in order if order[name] == order[name]), key=lambda each: order[each]
    )
    value = ENGLISH.number(order[least], 2)
    return f"{said}. {WORDS['most'].format(name=f'`{least}`', value=value)}"


def robust_rows(table: pd.DataFrame) -> str:
    """Table 5."""
    blocks = _blocks(table)
    rows = []
    for name, own in blocks.items():
        cells = [WORDS["whole"] if name == WHOLE else f"`{name}`"]
        for outcome in (HOURS, USE):
            first, level = top(of(own, outcome))
            beside = ENGLISH.listing([ENGLISH.name(each) for each in level])
            if len(level) == own["strategy"].nunique() - 1:
                beside = WORDS["all_others"]
            cells.append(f"{ENGLISH.name(first)}{f' ({beside})' if level else ''}")
            cells.append(ENGLISH.number(agreement(blocks[WHOLE], own, outcome), 2))
        rows.append(cells)
    return markdown(HEADS["robustness"], rows)
