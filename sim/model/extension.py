"""A mechanism from outside this package: its parameters are its fields, its call is its week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.base.params import Checked
from sim.model.offer import Offer
from sim.model.state import State


@dataclass(frozen=True)
class Extension(Checked):
    """Base of mechanisms that a configuration adds to the week under `extensions`.

    Like those in `mechanisms/`, it reads last week's state and this week's offer, adds to
    `people.change`, and draws from `state.streams` with labels of its own. It has a value of
    its parameters that switches it off.
    """

    #: The mechanism of `week.WEEK` that it follows.
    after: ClassVar[str] = "talk"

    def __call__(self, state: State, offer: Offer) -> None:
        """One week."""
        raise NotImplementedError
