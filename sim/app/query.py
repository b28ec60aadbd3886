"""The query of an address as words of a command line: what a page may be asked, and no more.

A page's state is its query, and its keys are those of the command line, so a link, a form and a
command are the same question. Only names that are known here get through, with a number or a
plain word as value: no file, no class, no reference.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlencode

from sim.analysis.companies import Dimension, dimensions
from sim.base.params import ConfigError, unknown
from sim.model.config import RunConfig

PRESETS = ("workforce", "work", "technology", "programme")
"""Groups whose presets can be chosen, besides the strategy."""
RUN = ("seed", "weeks", "withdraw_week", "organisation.headcount",
       "programme.budget_per_employee", "programme.realisation")  # fmt: skip
"""Single keys of a run."""
USUAL = "default"
"""The preset of a group that is not named."""
SCENARIO = "scenario"
"""One file that sets a company with its budget and events; other keys change it."""
COMPANIES = ("matched", "plausible", "one")
"""Kinds of companies that a page knows, the usual one first."""
GROUPS = (SCENARIO, "strategy", *PRESETS, "seed", "companies")
"""What a form's sliders belong to."""
FROM = "from"
"""What a form's sliders belong to: those of a preset that was changed since start anew."""
WITH, WITHOUT = "with", "without"
"""Kinds of levers that a strategy gets besides its own, and levers that it goes without."""
LONGEST, MOST = 6_000, 200
"""Characters of a query, and keys in it."""
WHY = "why"
"""What somebody asks about on a page, such as `person.17`."""
KINDS = ("person", "team", "department", "queue")
"""Kinds of what can be asked about."""
ASKED = re.compile(rf"({'|'.join(KINDS)})\.[1-9]\d{{0,6}}")
LONGEST_HORIZON = 208
VALUE = re.compile(r"-?\d{1,9}(\.\d{1,20})?(e-?\d{1,2})?|[A-Za-z_][A-Za-z0-9_-]{0,60}")
DOTTED = re.compile(r"[\w.-]{0,400}")
DOSE = re.compile(r"strategy\.levers\.[a-z_]{1,40}\.[a-z_]{1,40}")
Pairs = Iterable[tuple[str, str]]


def read(pairs: Pairs, own: Collection[str] = (), several: Collection[str] = ()) -> dict[str, str]:
    """The keys of a query with their values, none of them unknown, twice or odd.

    Args:
        pairs: Keys and values as they stand there; empty values are left out.
        own: Keys of a page besides those of a run.
        several: Those of its keys that may be there more than once, or name several with commas.

    Raises:
        ConfigError: What is wrong, and what would be valid.
    """
    found: dict[str, str] = {}
    listed = list(pairs)
    if len(listed) > MOST or sum(len(key) + len(value) for key, value in listed) > LONGEST:
        raise ConfigError(f"the address is too long: at most {MOST} keys, {LONGEST:,} characters")
    for key, value in listed:
        value = value.strip()
        if not value:
            continue
        _check(key, value, own, several)
        if key not in several and key in found:
            raise ConfigError(f"{key} is there twice")
        found[key] = f"{found[key]},{value}" if key in found else value
    _start_anew(found)
    return found


def words(found: Mapping[str, str], without: Collection[str] = ()) -> tuple[str, ...]:
    """The same as words of a command line, without keys that only a page has."""
    return tuple(f"{key}={value}" for key, value in found.items() if key not in without)


def why(said: str) -> str:
    """What somebody asks about, checked; "" for nothing.

    Raises:
        ConfigError: It is no kind and number.
    """
    if said and not ASKED.fullmatch(said):
        raise ConfigError(
            f"why must be {'|'.join(KINDS)} and a number, such as person.17, got {said[:40]!r}"
        )
    return said


def address(found: Mapping[str, str]) -> str:
    """The same as a query."""
    return urlencode(found, safe=",")


def check_size(config: RunConfig, most: int) -> None:
    """Refuse companies and horizons that a page would be too slow for.

    Raises:
        ConfigError: It is larger; says that the command line has no such limit.
    """
    people = getattr(config.organisation, "headcount", 0)
    for key, number, largest in (
        ("organisation.headcount", people, most), ("weeks", config.weeks, LONGEST_HORIZON),
    ):  # fmt: skip
        if number > largest:
            raise ConfigError(f"{key} must be at most {largest:,} on this page, got {number:,}; "
                              "the command line takes more")  # fmt: skip


def state(found: Mapping[str, str]) -> str:
    """What the sliders of a form belong to, as the form says it when it is sent."""
    return ".".join(f"{group}-{found.get(group, USUAL)}" for group in GROUPS)


def before(pairs: Pairs) -> dict[str, str] | None:
    """What the sliders of a form belonged to when it was made, the usual left out.

    Returns:
        Groups and names; None where no form was sent.
    """
    state = dict(pairs).get(FROM)
    return None if state is None else _before(state)


def _before(state: str) -> dict[str, str]:
    said = dict(part.partition("-")[::2] for part in state.split(".") if part)
    return {group: name for group, name in said.items() if name != USUAL}


def _start_anew(found: dict[str, str]) -> None:
    """Leave out the sliders of a preset that was another one when the form was made."""
    state = found.pop(FROM, None)
    if state is None:
        return
    was = _before(state)
    changed = [group for group in GROUPS if was.get(group, USUAL) != found.get(group, USUAL)]
    gone = [each for each in found if each.startswith(tuple(f"{group}." for group in changed))
            or (each in (WITH, WITHOUT) and "strategy" in changed)]  # fmt: skip
    if SCENARIO in changed:
        gone = [each for each in found if each in (*PRESETS, *RUN) or "." in each]
    for key in gone:
        del found[key]


def _check(key: str, value: str, own: Collection[str], several: Collection[str]) -> None:
    valid = (*own, SCENARIO, *PRESETS, *RUN, *assumptions())
    if key != FROM and key not in valid and not DOSE.fullmatch(key):
        raise unknown("key", key, valid)
    parts = value.split(",") if key in several else [value]
    pattern = DOTTED if key in (FROM, WHY) else VALUE
    for part in parts:
        if not pattern.fullmatch(part):
            raise ConfigError(f"{key} must be a number or a name, got {part[:60]!r}")


@functools.cache
def assumptions() -> Mapping[str, Dimension]:
    """What is drawn for companies, by key."""
    return {each.key: each for each in dimensions()}
