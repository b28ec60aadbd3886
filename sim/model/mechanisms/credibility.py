"""10b. Credibility: words are held against what use brings, and believed less if it is less."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Floats, Rows, Table
from sim.base.kernel import kernel
from sim.base.params import Checked, param
from sim.model.mechanisms.example import ExampleParameters, message
from sim.model.mechanisms.experience import ExperienceParameters
from sim.model.offer import ANNOUNCEMENT, CANDOUR, HYPE, LEADING, Offer
from sim.model.people import AWARE, EXPECTATION, NOTHING
from sim.model.state import State


@dataclass(frozen=True)
class CredibilityParameters(Checked):
    """Neutral: learning 0 (everybody is believed in full)."""

    learning: float = param(
        0.16,
        0.0,
        1.0,
        unit="per week of full use",
        doc="pace at which words are held against own use",
        sweep=(0.05, 0.5),
        log=True,
    )
    severity: float = param(
        3.2,
        0.0,
        50.0,
        unit="per unit saving",
        doc="credibility lost per gap between said and felt",
        sweep=(1, 10),
        log=True,
    )
    undersold: float = param(
        0.5,
        0.0,
        1.0,
        unit="ratio",
        doc="how much less the gap counts if more is felt than was said",
        sweep=(0, 1),
    )


def credibility(state: State, offer: Offer) -> None:
    """c <- c + learning g ((1 - severity d)+ - c), for the own manager and for announcements.

    d is the gap between what was said and what is felt, y + bias; times `undersold` if more is
    felt than was said. Said is the last message of the own manager, and the last promise that
    reached a person who was aware; both are remembered when they are no longer repeated. c scales
    the pull of words (see `example`), starts at 1, and recovers as far as words fit what use
    brings.
    """
    people, rules = state.people, state.rules(CredibilityParameters)
    if rules.learning == 0.0:
        return
    if offer.speaks:
        _listen(
            state.rules(ExampleParameters).hype, offer.table, people.manager, people.matrix,
            people.told,
        )  # fmt: skip
        people.addressed = True
    if people.addressed:
        _judge(
            rules.learning, rules.severity, rules.undersold, state.rules(ExperienceParameters).bias,
            people.effective_use, people.saving, people.told, people.belief,
        )  # fmt: skip


@kernel
def _listen(
    usual_hype: float, offer: Table, manager: Rows, state: Table, told: Table
) -> None:  # fmt: skip
    announcement, hype, leading = offer[ANNOUNCEMENT], offer[HYPE], offer[LEADING]
    for i in range(manager.shape[0]):
        boss = manager[i]
        if boss >= 0 and leading[boss] > 0.0:
            told[0, i] = message(offer[CANDOUR, boss], usual_hype, state[EXPECTATION, boss])
        if announcement[i] > 0.0 and state[AWARE, i] > 0.0:
            told[1, i] = hype[i]


@kernel
def _judge(
    learning: float, severity: float, undersold: float, bias: float, use: Floats, saving: Floats,
    told: Table, belief: Table,
) -> None:  # fmt: skip
    for k in range(told.shape[0]):
        for i in range(use.shape[0]):
            gap = told[k, i] - saving[i] - bias
            fits = max(0.0, 1.0 - severity * max(gap, -undersold * gap))
            # A factor, no branch: nothing said, nothing to judge.
            pace = min(1.0, learning * use[i]) * (told[k, i] > NOTHING)
            belief[k, i] += pace * (fits - belief[k, i])
