"""The pages of strategies: what is generated, around paragraphs that are written by hand."""

from __future__ import annotations

import dataclasses
import functools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import yaml

from experiments.strategy_pages.numbers import BASE, MEASURED, NOTHING, OUTCOMES, PEOPLE
from experiments.strategy_pages.studies import ROOT, Side, claims, plans, region
from sim.base.params import has_source, parameters
from sim.config.load import load
from sim.model.config import RunConfig
from sim.model.outcomes import BY_NAME
from sim.report.language import SCALES, Language
from sim.studies.claims.registry import read
from sim.studies.evidence.table import shipped

TEXTS = Path(__file__).parent / "text"
FOLDERS = {"en": ROOT / "docs" / "strategies", "de": ROOT / "docs" / "strategien"}
NUMBERS = FOLDERS["en"] / "numbers.csv"
HIDDEN = ("start", "end", "when", "until", "then")


class Spec(NamedTuple):
    """What belongs to a strategy in other studies.

    Attributes:
        claims: That say something of it.
        lever: Of docs/regions.md.
        plan: Of the game that is most like it.
        keys: Parameters that carry what it does.
    """

    claims: Sequence[str] = ()
    lever: str = ""
    plan: str = ""
    keys: Sequence[str] = ()


@functools.cache
def texts(language: str) -> Mapping[str, Any]:
    """All texts in one language."""
    found: dict[str, Any] = yaml.safe_load((TEXTS / f"{language}.yaml").read_text(encoding="utf-8"))
    return found


@functools.cache
def loaded(name: str) -> RunConfig:
    """The configuration that a strategy has in the default company."""
    return load([], name)


def specs() -> Mapping[str, Spec]:
    """Every strategy, in the order of the pages."""
    found = yaml.safe_load((TEXTS / "specs.yaml").read_text(encoding="utf-8"))
    return {name: Spec(**own) for name, own in found.items()}


def pages() -> dict[Path, str]:
    """Every page with its text."""
    table = pd.read_csv(NUMBERS, keep_default_na=False, na_values=[""], dtype={"other": str})
    found = {}
    for code, folder in FOLDERS.items():
        found[folder / "index.md"] = "\n".join(_index(code, table))
        for name, spec in specs().items():
            found[folder / f"{name}.md"] = "\n".join(Page(code, name, spec, table).lines())
    return found


def _index(code: str, table: pd.DataFrame) -> Iterator[str]:
    said = texts(code)["page"]
    yield f"# {said['index']}\n"
    rows = []
    readme = (ROOT / ("README.md" if code == "en" else f"README.{code}.md")).read_text("utf-8")
    lines = dict(re.findall(r"^\| `(\w+)` \| (.*?)(?: \(\[.*\))? \|$", readme, re.MULTILINE))
    lines[NOTHING] = texts(code)["none"]
    for name, spec in specs().items():
        page = Page(code, name, spec, table)
        rows.append(f"| [{page.title}]({name}.md) | {lines[name]} | {page.against(BASE)} |")
    yield said["introduction"] + "\n".join(rows) + "\n"
    yield f"{said['made']}\n"
    names = "\n".join(specs())
    yield f"```{{toctree}}\n:hidden:\n\n{names}\n```\n"


class Page:
    """One strategy in one language."""

    def __init__(self, code: str, name: str, spec: Spec, table: pd.DataFrame) -> None:
        self.code, self.name, self.spec, self.table = code, name, spec, table
        self.speak = Language(code)
        self.said: Mapping[str, Any] = texts(code)["page"]
        self.own: Mapping[str, Any] = texts(code)["strategies"][name]
        title = self.speak.name(name)
        self.title = title[:1].upper() + title[1:]

    def lines(self) -> Iterator[str]:
        """The page, part by part."""
        yield f"# {self.title}\n\n{self.said['back']}\n"
        yield from self._part("what", self.own["what"])
        yield from self._part("how", self.own["how"], *self._levers())
        notice = "".join(f"* {each}\n" for each in self.own["notice"])
        yield from self._part("notice", notice)
        tries = "".join(f"* `rollout {each['run']}`: {each['why']}\n" for each in self.own["try"])
        yield from self._part("try", tries)
        yield from self._part("wins", *self._wins())
        yield from self._part("carries", self._parameters())
        yield from self._part("literature", self._filled(self.own["literature"]))

    def _part(self, head: str, *paragraphs: str) -> Iterator[str]:
        yield f"## {self.said[head]}\n"
        yield from (f"{each.strip()}\n" for each in paragraphs)

    def _levers(self) -> Iterator[str]:
        """Its levers with their values, and what it costs."""
        config = loaded(self.name)
        rows = [f"| `{key}` | {texts(self.code)['levers'][key]} | {self._values(lever)} |"
                for key, lever in config.strategy.levers.items()]  # fmt: skip
        yield "\n".join([self.said["levers"], *rows]) if rows else self.said["no_levers"]
        costs = self._number("cost_eur")
        if math.isnan(costs):
            yield self.said["free"]
        else:
            dose = self._number("dose_factor")
            text = self.said["price_plain" if math.isnan(dose) else "price"]
            yield text.format(cost=self.speak.number(costs / PEOPLE, 0), kind=self.said["matched"],
                              dose=self.speak.share(dose))  # fmt: skip
        yield self.said["file"].format(name=self.name)

    def _values(self, lever: Any) -> str:
        last = loaded(self.name).withdraw_week or math.inf
        ends = lever.end <= last
        parts = [self.said["weeks" if ends else "whole"].format(start=lever.start, end=lever.end)]
        for field in dataclasses.fields(lever):
            value = getattr(lever, field.name)
            if field.name in HIDDEN or (field.name in ("target", "share_of_teams")
                                        and value == field.default):  # fmt: skip
                continue
            unit = self._unit(field)
            told = value if isinstance(value, str) else self._plain(value)
            parts.append(f"`{field.name}` {told} {unit}".strip())
        return ", ".join(parts)

    def _unit(self, field: Any) -> str:
        unit = str(field.metadata.get("unit", ""))
        return str(texts(self.code)["units"].get(unit, unit))

    def _plain(self, value: float | bool) -> str:
        return str(value).lower() if isinstance(value, bool) else self.speak.separated(f"{value:g}")

    def _rows(self, other: str) -> pd.DataFrame:
        own = self.table[self.table["strategy"] == self.name]
        return own[own["other"] == other]

    def _number(self, outcome: str) -> float:
        own = self.table[(self.table["strategy"] == self.name) & (self.table["kind"] == "matched")
                         & (self.table["outcome"] == outcome)]  # fmt: skip
        return float(own["difference"].iloc[0]) if len(own) else math.nan

    def against(self, other: str, outcome: str = OUTCOMES[-1]) -> str:
        """The difference to another strategy in matched companies, with its interval."""
        rows = self._rows(other)
        rows = rows[(rows["kind"] == "matched") & (rows["outcome"] == outcome)]
        return self._difference(rows.iloc[0]) if len(rows) else "–"

    def _difference(self, row: pd.Series[Any]) -> str:
        outcome = BY_NAME[str(row["outcome"])]
        factor, decimals = SCALES[outcome.unit][:2]
        if outcome.unit == "€":
            factor, decimals = 1 / PEOPLE, 0
        middle, *ends = (factor * float(row[each]) for each in ("difference", "low", "high"))
        return f"{self.speak.number(middle, decimals, True)} " + self.speak.interval(
            *ends, decimals, signed=True
        )

    def _wins(self) -> Iterator[str]:
        if self.name == NOTHING:
            yield self.said["mirror"]
        else:
            yield self._table(NOTHING if self.name == BASE else BASE)
            yield self._rivals()
        if self.spec.lever:
            yield self._region()
        if self.spec.plan:
            yield self._game()
        if self.spec.claims:
            yield self._claims()

    def _table(self, other: str) -> str:
        rows = self._rows(other)
        outcomes = MEASURED if other == NOTHING else OUTCOMES
        lines = []
        for outcome in outcomes:
            for kind in ("plausible", "matched"):
                row = rows[(rows["outcome"] == outcome) & (rows["kind"] == kind)].iloc[0]
                count = int(row["companies"])
                wins, loses = (round(count * float(row[each])) for each in ("wins", "losses"))
                lines.append(
                    f"| {self.said['outcomes'][outcome]} | {self.said[kind]} | "
                    f"{self._difference(row)} | {wins} | {loses} | {count - wins - loses} |"
                )
        names = texts(self.code)["names"]
        head = self.said["table"].format(other=names[other], companies=count)
        return head + "\n".join(lines)

    def _rivals(self) -> str:
        """Who is ahead of it most often, by hours and by money."""
        own = self.table[(self.table["strategy"] == self.name) & (self.table["kind"] == "matched")]
        own = own[own["other"].notna() & (own["other"] != NOTHING)]
        found = []
        for outcome in (OUTCOMES[1], OUTCOMES[3]):
            rows = own[own["outcome"] == outcome].sort_values("losses", kind="stable")
            row = rows.iloc[-1]
            name, share = self.speak.name(str(row["other"])), self.speak.share(row["losses"])
            named = texts(self.code)["names"]["rival"].format(name=name, share=share)
            found.append(named if row["losses"] > 0.0 else self.said["no_names"])
        return str(self.said["rival"]).format(kind=self.said["matched"], rival=found[0],
                                              other=found[1])  # fmt: skip

    def _region(self) -> str:
        found = region(self.spec.lever)
        said = self.said["region"].format(
            said=texts(self.code)["regions"][found.lever],
            anchor=found.lever.replace(",", "").replace(" ", "-"), wins=found.wins,
            loses=found.loses, money=found.money, lost=found.lost,
        )  # fmt: skip
        return " ".join([said, *map(self._side, found.sides)])

    def _side(self, side: Side) -> str:
        limits = [self.said["limit"].format(key=key, part=part) for key, part in side.limits]
        return str(self.said["where_wins" if side.wins else "where_loses"]).format(
            limits=self.speak.listing(limits),
            inside=side.inside, of=side.of, range=f"{side.low.removesuffix(' %')}–{side.high}",
        )  # fmt: skip

    def _game(self) -> str:
        every = plans()
        benefit, use = ([name for name, best in every.items() if self.spec.plan in best[k]]
                        for k in (0, 1))  # fmt: skip
        return str(self.said["game"]).format(
            plan=texts(self.code)["plans"][self.spec.plan], count=len(benefit), all=len(every),
            names=", ".join(f"`{each}`" for each in benefit) or "–", use=len(use),
        )  # fmt: skip

    def _claims(self) -> str:
        registry, found = read(), claims()
        lines = [self._claim(each, registry[each].statement.within(self.code), found[each])
                 for each in self.spec.claims]  # fmt: skip
        companies = found[self.spec.claims[0]]["companies"]
        return "\n".join([self.said["claims"].format(companies=companies) + "\n", *lines])

    def _claim(self, name: str, statement: str, row: Mapping[str, str]) -> str:
        deciders = [f"`{each.partition(':')[0]}`" for each in row["decided_by"].split()]
        shares = {each: self.speak.share(float(row[each]))
                  for each in ("holds", "low", "high", "fails")}  # fmt: skip
        return "* " + self.said["claim"].format(
            id=name, statement=statement, verdict=self.said["verdicts"][row["verdict"]],
            deciders=", ".join(deciders) or self.said["nothing"], **shares,
        )  # fmt: skip

    def _parameters(self) -> str:
        fields = dict(parameters(RunConfig))
        rows = []
        for key in self.spec.keys:
            field = fields[key]
            low, high = field.metadata.get("plausible") or (math.nan, math.nan)
            source = str(field.metadata["source"])
            rows.append(
                f"| `{key}` | {f'{self._plain(field.default)} {self._unit(field)}'.strip()} | "
                + (f"{self._plain(low)} – {self._plain(high)}" if low == low else "–")
                + f" | {source if has_source(source) else self.said['assumed']} |"
            )
        return "\n".join([self.said["parameters"], *rows])

    def _filled(self, text: str) -> str:
        rows = {row.id: row for row in shipped()}
        values = {each: self.speak.separated(f"{abs(row.value):g}") for each, row in rows.items()}
        less = {each: f"{100 * -math.expm1(row.value / 100):.0f}" for each, row in rows.items()
                if row.unit == "log points"}  # fmt: skip
        return text.format(n=values, less=less, c={each: row.source for each, row in rows.items()})
