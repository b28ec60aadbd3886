"""What other studies say of a strategy: read from their pages, so that no number is typed."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
_SIDE = re.compile(
    r"\* (?P<side>Wins|Loses) in .*?, above all where "
    r"(?P<limits>.*?)\. Of the companies held back, .*?; it holds in (?P<inside>\d+) of "
    r"(?P<of>\d+) of them \((?P<low>[\d<> ]+%) to (?P<high>[\d<> ]+%);"
)
_LIMIT = re.compile(r"\(`([\w.]+)`, ([\d–]+ %) of its range\)")
_PLACES = re.compile(r"^\| `(\w+)` \| (.*) \|$", re.MULTILINE)


class Side(NamedTuple):
    """Where a lever wins, or loses: (parameter, part of its range) and companies held back."""

    wins: bool
    limits: tuple[tuple[str, str], ...]
    inside: str
    of: str
    low: str
    high: str


class Region(NamedTuple):
    """Shares of companies that a lever wins and loses, by hours and by money, and where."""

    lever: str
    wins: str
    loses: str
    money: str
    lost: str
    sides: tuple[Side, ...]


def region(lever: str) -> Region:
    """What docs/regions.md says of a lever."""
    page = (ROOT / "docs" / "regions.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| **{lever}** |"))
    wins, _, loses, money, lost = [cell.strip() for cell in row.split("|")[3:8]]
    heading = f"### {lever[:1].upper()}{lever[1:]}\n"
    section = page.split(heading, 1)[1].split("\n#", 1)[0]
    sides = tuple(
        Side(found["side"] == "Wins", tuple(_LIMIT.findall(found["limits"])), found["inside"],
             found["of"], found["low"], found["high"])
        for found in _SIDE.finditer(section)
    )  # fmt: skip
    return Region(lever, wins, loses, money, lost, sides)


def plans() -> Mapping[str, tuple[list[str], list[str]]]:
    """Scenario -> plans that no other beats, by net benefit and by use: docs/balance.md."""
    page = (ROOT / "docs" / "balance.md").read_text(encoding="utf-8")
    table = page.split("## Who leads", 1)[1].split("\n## ", 1)[0]
    found = {}
    for scenario, cells in _PLACES.findall(table):
        benefit, use, *_ = [[plan.strip() for plan in cell.split(";")] for cell in cells.split("|")]
        found[scenario] = (benefit, use)
    return found


def claims() -> Mapping[str, Mapping[str, str]]:
    """Claim -> its verdict and shares, as the app ships them."""
    with (ROOT / "sim" / "app" / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        return {row["claim"]: row for row in csv.DictReader(file)}
