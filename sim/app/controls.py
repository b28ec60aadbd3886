"""What can be changed on the page Explore: sliders and lists, each a key of the command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import NamedTuple

from sim.app import choices, query
from sim.app.query import SCENARIO, WITH, WITHOUT, address
from sim.base.values import get
from sim.config.public import lever_classes
from sim.model.config import RunConfig
from sim.report.language import Language, capitalised


class Reach(NamedTuple):
    """How far a slider goes, and how its value is written.

    Attributes:
        low, high, step: Where it can stand.
        kind: Of the value: a key `explore.value_KIND` with its unit.
        factor: What the value is multiplied by before it is written.
        digits: Decimals that are written.
    """

    low: float
    high: float
    step: float
    kind: str = "number"
    factor: float = 1.0
    digits: int = 0


class Control(NamedTuple):
    """A slider, or a list where it has options, as a template shows it.

    Attributes:
        key: On the command line, and in the address.
        label: What it is called.
        value: Where it stands, as an address has it.
        said: The same for a reader.
        usual: Where it would stand if nobody had touched it.
        reach: Of a slider.
        options: Of a list: values, and what they are called.
        unit: What follows the number.
    """

    key: str
    label: str
    value: str
    said: str = ""
    usual: str = ""
    reach: Reach = Reach(0, 1, 1)
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""


class Group(NamedTuple):
    """Controls under one heading.

    Attributes:
        key: Names it on its page.
        title: Its heading.
        controls: From top to bottom.
        opened: Whether they are there at first sight.
        removed: The query of the page without it; "" where it cannot go.
    """

    key: str
    title: str
    controls: list[Control]
    opened: bool = False
    removed: str = ""


SHARE = Reach(0, 1, 0.05, "percent", 100)
WEEK = Reach(1, 104, 1, "week")
FEW = 3
"""Levers of a strategy that are all open at first sight."""
COMPANY = {
    "organisation.headcount": Reach(20, 1000, 10, "people"),
    "programme.budget_per_employee": Reach(0, 3000, 50, "euros"),
    "programme.realisation": SHARE,
}
"""Of the company and its money."""
DOSES: Mapping[str, Mapping[str, Reach]] = {
    "licences": {"share_of_teams": SHARE},
    "announcement": {"end": WEEK, "promise": SHARE},
    "mandate": {"start": WEEK, "monitored": SHARE, "sanction": SHARE, "freedom": SHARE},
    "training": {"start": WEEK, "end": WEEK, "hours": Reach(0, 4, 0.1, "hours", 1, 1)},
    "exploration_time": {"start": WEEK, "end": WEEK, "hours": Reach(0, 4, 0.1, "hours", 1, 1)},
    "lead_by_example": {
        "start": WEEK, "hours": Reach(0, 5, 0.1, "hours", 1, 1), "candour": SHARE,
    },
    "champions": {
        "start": WEEK, "share": Reach(0, 0.15, 0.005, "percent", 100, 1),
        "hours": Reach(0, 12, 0.5, "hours", 1, 1), "rule": Reach(0, 0, 0, "rule"),
    },
    "redesign": {
        "targets": Reach(0, 0, 0, "targets"), "start": WEEK,
        "support_hours": Reach(0, 160, 5, "hours"), "wave": Reach(0.02, 0.5, 0.01, "percent", 100),
    },
    "ownership": {"scope": Reach(0, 0, 0, "scope"), "share": SHARE},
    "transparency": {"visibility": SHARE},
    "feedback": {"upkeep": SHARE},
}  # fmt: skip
"""Of every kind of lever: what a page shows; lists have no reach."""
ASSUMPTIONS = (
    "technology.improvement",
    "technology.fit_spread",
    "technology.reliability",
    "workforce.saving.checking",
    "workforce.discovery.sharing",
    "workforce.discovery.trials_per_hour",
    "workforce.discovery.exploring_hours",
    "workforce.experience.learning",
    "workforce.experience.noise",
    "work.integration.redesign_hours",
)
"""Assumptions without a source that move use or saved hours most (docs/sensitivity.md)."""


def company(
    config: RunConfig, start: RunConfig, found: Mapping[str, str], speak: Language
) -> Group:  # fmt: skip
    """How large the company is, who works there, at what, with what tool and money."""
    labels = {key: speak.say(f"explore.of_{key.rpartition('.')[2]}") for key in COMPANY}
    sliders = [_slider(key, reach, config, start, labels[key], speak)
               for key, reach in COMPANY.items()]  # fmt: skip
    lists = [
        Control(group, speak.say(f"explore.of_{group}"), value, usual=names[0][0], options=names)
        for group, value, names in choices.presets(found, speak)
    ]
    scenario = Control(
        SCENARIO, speak.say("explore.of_scenario"), found.get(SCENARIO, ""),
        options=choices.scenarios(speak),
    )  # fmt: skip
    return Group(
        "company", speak.say("explore.company"), [scenario, sliders[0], *lists, *sliders[1:]]
    )


def levers(
    config: RunConfig, start: RunConfig, found: Mapping[str, str], speak: Language
) -> list[Group]:  # fmt: skip
    """The levers of a strategy, each with the doses that a page shows.

    Those that somebody changed or added are open, and of many the first that is more than licences.
    """
    kinds, groups = {cls: name for name, cls in lever_classes().items()}, list[Group]()
    few = len(config.strategy.levers) <= FEW
    for name, lever in config.strategy.levers.items():
        kind = kinds.get(type(lever), "")
        if kind not in DOSES:
            continue
        touched = any(key.startswith(f"strategy.levers.{name}.") for key in found)
        added = name in found.get(WITH, "").split(",")
        first = not groups or (len(groups) == 1 and groups[0].key == "licences")
        controls = [
            _dose(f"strategy.levers.{name}.{field}", kind, field, reach, config, start, speak)
            for field, reach in DOSES[kind].items()
        ]
        groups.append(Group(name, speak.say(f"explore.lever_{kind}"), controls,
                            few or touched or added or (first and name != "licences"),
                            address(_less(found, name))))  # fmt: skip
    return groups


def _less(found: Mapping[str, str], lever: str) -> dict[str, str]:
    """The same question without a lever."""
    rest = {key: value for key, value in found.items()
            if not key.startswith(f"strategy.levers.{lever}.")}  # fmt: skip
    key = WITH if lever in rest.get(WITH, "").split(",") else WITHOUT
    names = [each for each in rest.pop(key, "").split(",") if each]
    names = [each for each in names if each != lever] if key == WITH else [*names, lever]
    return {**rest, key: ",".join(names)} if names else rest


def assumptions(config: RunConfig, start: RunConfig, speak: Language) -> Group:
    """Assumptions that nobody has measured and that decide much."""
    controls = []
    for key in ASSUMPTIONS:
        one = query.assumptions()[key]
        label = capitalised(speak.say(f"assumptions.{key.replace('.', '_')}"))
        reach = Reach(one.low, one.high, 0.01, "percent", 100)
        if one.unit != "share":
            reach = _plain(one.low, one.high)
        controls.append(_slider(key, reach, config, start, label, speak))
    return Group("assumptions", speak.say("explore.assumptions"), controls)


def _dose(
    key: str, kind: str, field: str, reach: Reach, config: RunConfig, start: RunConfig,
    speak: Language,
) -> Control:  # fmt: skip
    label = speak.say(f"explore.dose_{kind}_{field}")
    if not reach.step:
        lever = get(config, key.rpartition(".")[0])
        declared = next(each for each in dataclasses.fields(lever) if each.name == field)
        options = tuple((each, speak.say(f"explore.option_{reach.kind}_{each}"))
                        for each in declared.metadata["options"])  # fmt: skip
        return Control(
            key, label, str(get(config, key)), usual=str(get(start, key)), options=options
        )
    if reach.kind == "week":
        reach = reach._replace(high=config.weeks)
    return _slider(key, reach, config, start, label, speak)


def _slider(
    key: str, reach: Reach, config: RunConfig, start: RunConfig, label: str, speak: Language
) -> Control:  # fmt: skip
    value, usual = float(get(config, key)), float(get(start, key))
    # Whoever never ends stands at the end of the slider, and stays endless unless it is moved.
    shown, usual = (min(each, config.weeks) if reach.kind == "week" else each
                    for each in (value, usual))  # fmt: skip
    reach = reach._replace(low=min(reach.low, shown), high=max(reach.high, shown))
    number = speak.number(reach.factor * shown, reach.digits)
    said, unit = (speak.say(f"explore.value_{reach.kind}", number=each) for each in (number, "#"))
    return Control(key, label, f"{shown:.10g}", said, f"{usual:.10g}", reach, unit=unit)


def _plain(low: float, high: float) -> Reach:
    """The slider of a number without a kind of its own: fine where it is short."""
    span = high - low
    digits = 0 if span >= 20 else 1 if span >= 5 else 2 if span >= 0.5 else 3
    return Reach(low, high, 5.0 if span > 100 else 10.0**-digits, "plain", 1.0, digits)
