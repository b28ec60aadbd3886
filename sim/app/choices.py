"""Strategies, presets and scenarios that pages let choose from, with what they are called."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from sim.app.query import PRESETS, SCENARIO, USUAL
from sim.app.scenario import load_scenario, names
from sim.config.compose import options
from sim.report.language import Language, catalogue
from sim.report.plots.style import SHIPPED

Named = tuple[tuple[str, str], ...]
"""What can be chosen, and what it is called."""


def strategies(speak: Language) -> Named:
    """Strategies, those that come with the program first and in their usual order."""
    place = {name: number for number, name in enumerate(SHIPPED)}
    every = sorted(options("strategy", speak.presets), key=lambda name: place.get(name, len(place)))
    return tuple((name, speak.name(name)) for name in every if name != "none")


def presets(found: Mapping[str, str], speak: Language) -> list[tuple[str, str, Named]]:
    """Groups of presets: which one is chosen, and all with what they are called, the usual first.

    A scenario has chosen already; nothing is said then unless somebody chooses otherwise.
    """
    made = []
    for group in PRESETS:
        every = sorted(options(group, speak.presets), key=lambda name: (name != USUAL, name))
        named = [(name, _preset(group, name, speak)) for name in every]
        if SCENARIO in found:
            named.insert(0, ("", speak.say("explore.as_scenario")))
        made.append((group, found.get(group, named[0][0]), tuple(named)))
    return made


def scenarios(speak: Language) -> Named:
    """No scenario, and every one there is, with its title."""
    known = [(name, _title(name, speak)) for name in names(speak.presets)]
    return (("", speak.say("explore.no_scenario")), *known)


@functools.cache
def _title(name: str, speak: Language) -> str:
    return load_scenario(name, speak.presets).title(speak.code)


def _preset(group: str, name: str, speak: Language) -> str:
    """What a preset is called; one that is not shipped by its own name."""
    key = f"preset_{group}_{name}"
    known = key in catalogue(speak.code, "explore")
    return speak.say(f"explore.preset_{group}_{name}") if known else name.replace("_", " ")
