"""What a team has done, read from its rows; and the rules of a round, without any page.

A round is: look, ask, draft, agree, bet, commit. Rows are only added. When the lecturer goes back
to a round, a row `reopen` says so: what came after that round no longer counts, and what was
drafted in it stands open again.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.app.plan import Decision
from sim.app.rows import Player, Row

LETTERS = "BCDFGHJKMNPQRTVWXYZ"
"""Of codes: no vowels, so no words; no letters that look alike."""
CODE, WORD = 6, 8
"""Letters of a code and of a word to come back with."""
LONGEST_NAME = 24
MOST_IN_TEAM, MOST_TEAMS, MOST_PLAYERS = 5, 60, 400
IDLE = 90.0
"""Seconds without a sign after which others may take somebody's role."""
ANIMALS = (
    "heron", "otter", "lynx", "badger", "kestrel", "marten", "wolf", "stork", "hare", "beaver",
    "raven", "crane", "stag", "owl", "fox", "swift", "newt", "seal", "finch", "hedgehog",
    "plover", "weasel", "bison", "ibex", "trout", "robin", "adder", "salmon", "lark", "moth",
)  # fmt: skip
"""Names of teams; further ones are numbered."""


@dataclass
class Standing:
    """Where a team stands in a round.

    Attributes:
        round: The round.
        decisions: Of rounds that are over, and what was asked in this one, in order.
        draft: Card -> fields, None for one that is to end.
        agreed: Players who agree to the draft as it is.
        bet: Ends of the interval for reported use at the end of this round; None without.
        bets: The same of every round.
        committed: Whether this round is decided.
        commits: Rounds that are decided, and by whom; None stands for the lecturer.
    """

    round: int
    decisions: list[Decision] = field(default_factory=list)
    draft: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    agreed: set[int] = field(default_factory=set)
    bets: dict[int, tuple[float, float]] = field(default_factory=dict)
    commits: dict[int, int | None] = field(default_factory=dict)

    @property
    def bet(self) -> tuple[float, float] | None:
        """Of this round."""
        return self.bets.get(self.round)

    @property
    def committed(self) -> bool:
        """Whether this round is decided."""
        return self.round in self.commits

    @property
    def with_draft(self) -> list[Decision]:
        """All decisions, those that are only drafted included."""
        return self.decisions if self.committed else [
            *self.decisions, *_drafted(self.round, self.draft, None)
        ]  # fmt: skip

    def acting(self, card: str) -> dict[str, Any] | None:
        """What a card that was played before this round was last played with; None if it rests."""
        last = None
        for each in self.decisions:
            if each.card == card and each.round < self.round:
                last = None if each.fields is None else dict(each.fields)
        return last


def standing(rows: Sequence[Row], round_: int) -> Standing:
    """Where a team stands.

    Args:
        rows: What it did, in order.
        round_: The round that is played now; 0 in the lobby.
    """
    found = Standing(round_)
    drafts: dict[int, dict[str, dict[str, Any] | None]] = {}
    for row in _that_count(rows):
        draft = drafts.setdefault(row.round, {})
        if row.kind == "draft":
            _change(draft, row.fields)
            if row.round == round_:
                found.agreed.clear()
        elif row.kind == "agree" and row.round == round_ and row.by is not None:
            found.agreed.add(row.by)
        elif row.kind == "bet":
            found.bets[row.round] = (float(row.fields["low"]), float(row.fields["high"]))
        elif row.kind == "ask":
            found.decisions.append(Decision(row.round, row.fields["card"], row.fields["fields"]))
        elif row.kind == "commit" and row.round not in found.commits:
            found.commits[row.round] = row.by
            found.decisions += _drafted(row.round, draft, row.fields.get("council"))
    found.draft = drafts.get(round_, {})
    return found


def _that_count(rows: Sequence[Row]) -> list[Row]:
    """Rows that no later going back has undone."""
    kept: list[Row] = []
    lowest: int | None = None
    for row in reversed(rows):
        if row.kind == "reopen":
            lowest = row.round if lowest is None else min(lowest, row.round)
        elif lowest is None or row.round < lowest or (row.round == lowest and row.kind != "commit"):
            kept.append(row)
    return kept[::-1]


def _change(draft: dict[str, dict[str, Any] | None], fields: dict[str, Any]) -> None:
    draft.pop(fields["card"], None)
    if fields["do"] == "play":
        draft[fields["card"]] = fields["fields"]
    elif fields["do"] == "end":
        draft[fields["card"]] = None


def _drafted(
    round_: int, draft: dict[str, dict[str, Any] | None], council: bool | None
) -> list[Decision]:
    return [
        Decision(round_, card, fields, council if card == "mandate" else None)
        for card, fields in draft.items()
    ]


def council(players: Sequence[Player], agreed: Collection[int]) -> bool | None:
    """Whether the works council agrees; None where nobody plays it."""
    held = [each for each in players if "works_council" in each.roles]
    return all(each.id in agreed for each in held) if held else None


def needed(there: int) -> int:
    """How many of those who are there must agree to a draft: more than half."""
    return there // 2 + 1


def may_play(player: Player, role: str, team: Sequence[Player]) -> bool:
    """Whether a card is somebody's: of an own role, or of one that nobody holds."""
    return role in player.roles or not any(role in each.roles for each in team)


def free_roles(roles: Sequence[str], team: Sequence[Player]) -> list[str]:
    """Roles that nobody in a team holds."""
    return [role for role in roles if not any(role in each.roles for each in team)]


def new_code(length: int = CODE) -> str:
    """Letters that nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def read_code(text: str) -> str:
    """A code as it was typed: case, blanks and dashes do not matter."""
    return "".join(each for each in text.upper() if each.isalnum())


def shown_code(code: str) -> str:
    """A code in two halves, easier to read out."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def clean_name(text: str) -> str | None:
    """A name without what could harm a page or its reader; None if nothing is left.

    Control characters go, those that turn the direction of writing among them, and of marks on a
    letter no more than two stay.
    """
    kept: list[str] = []
    marks = 0
    for each in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(each)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind[0] == "Z":
            kept.append(" ")
        elif kind[0] != "C" and marks <= 2:
            kept.append(each)
    return " ".join("".join(kept).split())[:LONGEST_NAME].strip() or None


def team_name(taken: Collection[str]) -> str:
    """The next name of a team: "heron", and when all are taken "heron-2"."""
    for round_ in range(1, MOST_TEAMS):
        for animal in ANIMALS:
            name = animal if round_ == 1 else f"{animal}-{round_}"
            if name not in taken:
                return name
    raise AssertionError("more teams than there may be")
