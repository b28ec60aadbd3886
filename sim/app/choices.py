"""Presets and scenarios that pages let choose from, with what they are called."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.app.query import PRESETS, SCENARIO, USUAL

if TYPE_CHECKING:
    from sim.report.language import Language


def presets(
    found: Mapping[str, str], speak: Language
) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:  # fmt: skip
    """Groups of presets: which one is chosen, and all with what they are called, the usual first.

    A scenario has chosen already; nothing is said then unless somebody chooses otherwise.
    """
    from sim.config.compose import options

    made = []
    for group in PRESETS:
        names = [(name, preset(group, name, speak))
                 for name in usual_first(options(group, speak.presets))]  # fmt: skip
        if SCENARIO in found:
            names.insert(0, ("", speak.say("explore.as_scenario")))
        made.append((group, found.get(group, names[0][0]), tuple(names)))
    return made


def scenarios(speak: Language) -> tuple[tuple[str, str], ...]:
    """No scenario, and every one there is, with its title."""
    from sim.app.scenario import names

    known = [(name, _title(name, speak)) for name in names(speak.presets)]
    return (("", speak.say("explore.no_scenario")), *known)


@functools.cache
def _title(name: str, speak: Language) -> str:
    from sim.app.scenario import load_scenario

    return load_scenario(name, speak.presets).title(speak.code)


def preset(group: str, name: str, speak: Language) -> str:
    """What a preset is called; one that is not shipped by its own name."""
    shipped = {"workforce": ("default", "curious", "sceptical", "restless"),
               "work": ("default", "siloed", "relaxed"),
               "technology": ("default", "immature", "improving"),
               "programme": ("default", "frugal")}  # fmt: skip
    if name in shipped.get(group, ()):
        return speak.say(f"explore.preset_{group}_{name}")
    return name.replace("_", " ")


def usual_first(names: tuple[str, ...]) -> list[str]:
    """Presets of a group, the one that holds where none is named first."""
    return sorted(names, key=lambda name: (name != USUAL, name))
