"""What pages for a whole class show: teams, bets, prompts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from sim.app.charts import BLUE, SOFT, line, svg, text
from sim.app.desk import DEBRIEF, LOBBY, Desk
from sim.app.room import Standing, standing
from sim.app.rows import Player, Session
from sim.app.team_view import team_title
from sim.report.language import Language

BINS = 10
"""Parts of the histogram of bets, each so many points wide."""
PROMPTS = 3
PROMPTED = 8
"""Rounds that have prompts of their own; further ones begin again with the second."""


class TeamRow(NamedTuple):
    """A team as the lecturer and the projector show it.

    Attributes:
        name: In words.
        members: Who is in it.
        there: How many of them are there.
        committed: Whether the round is decided.
        drafted: Cards in the draft.
        bet: Ends of the bet, or None.
    """

    name: str
    members: list[Player]
    there: int
    committed: bool
    drafted: int
    bet: tuple[float, float] | None

    @property
    def dots(self) -> str:
        """A dot for everybody: filled for those who are there."""
        return "●" * self.there + "○" * (len(self.members) - self.there)


def standings(desk: Desk, session: Session) -> dict[int, Standing]:
    """Where every team stands, by its row."""
    rows = desk.store.rows_of_session(session.id)
    return {
        team.id: standing([row for row in rows if row.team == team.id], session.round)
        for team in desk.store.teams(session.id)
    }


def team_rows(desk: Desk, session: Session, speak: Language) -> list[TeamRow]:
    """All teams of a session."""
    players, stand = desk.store.players(session.id), standings(desk, session)
    found = []
    for team in desk.store.teams(session.id):
        members, now = [each for each in players if each.team == team.id], stand[team.id]
        found.append(TeamRow(
            team_title(speak, team.name), members, len(desk.presence.there(members)),
            now.committed, len(now.draft), now.bet,
        ))  # fmt: skip
    return found


def histogram(speak: Language, bets: Sequence[tuple[float, float]]) -> Markup:
    """How many teams hold a number for possible, by parts of ten points."""
    counts = [
        sum(low < (place + 1) / BINS and high >= place / BINS for low, high in bets)
        for place in range(BINS)
    ]
    most, wide, tall, foot = max(*counts, 1), 36, 96, 112
    drawn = [line(18, foot, 382, foot, SOFT)]
    for place, count in enumerate(counts):
        left, high = 20 + place * wide, tall * count / most
        drawn.append(f'<rect x="{left}" y="{foot - high:.1f}" width="{wide - 4}" '
                     f'height="{high:.1f}" fill="{BLUE}"/>')  # fmt: skip
        if count:
            drawn.append(text(left + wide / 2 - 2, foot - 4 - high, str(count), "middle"))
    drawn += [text(18 + place * wide, tall + 32, str(10 * place), "middle")
              for place in range(0, BINS + 1, 2)]  # fmt: skip
    title, desc = speak.say("lecturer.bets"), speak.counted("lecturer.bets_desc", len(bets))
    return svg("bets", title, desc, drawn, 136)


def prompts(speak: Language, session: Session, rounds: int) -> list[str]:
    """Three questions for the class about where the session stands."""
    if session.phase == LOBBY:
        part = "start"
    elif session.phase == DEBRIEF:
        part = "end"
    elif session.round >= rounds > 1:
        part = "last"
    else:
        part = str(1 + (session.round - 1) % PROMPTED)
    return [speak.say(f"lecturer.prompt_{part}_{number}") for number in range(1, PROMPTS + 1)]
