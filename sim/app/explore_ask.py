"""What the address of the page Explore asks: a company, its plan, and what is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.analysis.companies import ONE, by_seed, dimensions, held
from sim.app import query
from sim.app.query import COMPANIES, PRESETS, SCENARIO, WITH, WITHOUT
from sim.base.params import ConfigError, require_known
from sim.base.values import get, with_values
from sim.config.command_of import command
from sim.config.load import load
from sim.config.public import lever_classes
from sim.model.config import RunConfig

USUAL = {"organisation.headcount": "200"}
"""What the page starts from where it is another value than that of the command line."""
STRATEGY = "playbook"
LARGEST = 1_000
"""People of a company on this page."""
PLAN = ("strategy", WITH, WITHOUT)
"""Keys that say which levers there are."""
VIEW = ("week", "since", "why", "person", "band")


class Asked(NamedTuple):
    """A question, checked.

    Attributes:
        config: The company that a seed names, and its plan.
        base: The same as it was set, before the values of the seed's company.
        usual: The company without what somebody changed, for the page's sliders.
        held: Parameters that somebody set: they are the same in all companies.
        kind: Of companies: the shown one is of the same kind as all others.
        found: Keys and values, without those that change nothing.
        words: The same for the loader, without the strategy.
        week: Week that is looked at.
        since: Week from which a change is explained, or 0 for some weeks before.
        why: What is explained: nothing, or a kind and a number such as `person.17`.
        band: Whether the page waits for the other companies.
    """

    config: RunConfig
    base: RunConfig
    usual: RunConfig
    held: frozenset[str]
    kind: str
    found: Mapping[str, str]
    words: tuple[str, ...]
    week: int
    since: int
    why: str
    band: bool

    @property
    def command(self) -> str:
        """`rollout run …` that does the same run."""
        line = command(self.base)
        # What somebody set is named, even where it is the default: the rest belongs to the seed.
        named = [f"{each.key}={self.found[each.key]}" for each in dimensions()
                 if each.key in self.found and f" {each.key}=" not in line]  # fmt: skip
        kind = [] if self.kind == ONE else [f"companies={self.kind}"]
        seed = [f"seed={self.config.seed}"] if self.config.seed else []
        return " ".join([line, *named, *kind, *seed])


def ask(pairs: query.Pairs, config_dir: str | None = None) -> Asked:
    """What a query asks.

    Args:
        pairs: Keys and values of the query.
        config_dir: A folder of further presets.

    Raises:
        ConfigError: Something in it is not valid.
    """
    pairs = list(pairs)
    own = ("strategy", "companies", *VIEW, WITH, WITHOUT)
    found = query.read(pairs, own=own, several=(WITH, WITHOUT))
    view = {key: found.pop(key) for key in VIEW if key in found}
    kind = found.pop("companies", COMPANIES[0])
    require_known("companies", kind, COMPANIES)
    strategy = found.setdefault("strategy", STRATEGY)
    fixed = {key: found[key] for key in (SCENARIO, *PRESETS) if key in found}
    start = {} if SCENARIO in found else USUAL
    plan = _levers(found, strategy, config_dir)
    start_words = [*query.words({**start, **fixed}), *plan]
    bare = load(start_words, strategy, config_dir)
    usual, _ = company(bare, start_words, kind, _seed(found, bare))
    places = [usual]
    if (was := query.before(pairs)) is not None:
        # A slider that stands where the company before had it was not touched either.
        kind_before = was.get("companies", COMPANIES[0])
        places.append(company(bare, start_words, kind_before, _seed(was, bare))[0])
    kept = {
        key: value for key, value in found.items()
        if key in (*fixed, *PLAN) or not any(_same(each, key, value) for each in places)
    }  # fmt: skip
    values = {key: value for key, value in kept.items() if key not in PLAN}
    words = (*plan, *query.words({**start, **values}))
    base = load(words, strategy, config_dir)
    query.check_size(base, LARGEST)
    config, held = company(base, words, kind, base.seed)
    if kind != COMPANIES[0]:
        kept["companies"] = kind
    return Asked(
        config, base, usual, held, kind, kept, words,
        _number(view, "week", config.weeks, config.weeks),
        _number(view, "since", 0, config.weeks), _why(view), view.get("band") == "1",
    )  # fmt: skip


def company(
    config: RunConfig, words: Sequence[str], kind: str, seed: int
) -> tuple[RunConfig, frozenset[str]]:
    """The company that a seed names, as `rollout run companies=KIND` has it.

    Args:
        config: As it was set.
        words: What set it.
        kind: Of companies.
        seed: Another seed is another company.

    Returns:
        The company, and the parameters that are the same in all companies of its kind.
    """
    same = held(config, words)
    return with_values(config, by_seed(kind, [seed], same).get(seed, {})), same


def _seed(said: Mapping[str, str], otherwise: RunConfig) -> int:
    """A seed as it was said; what is none is told when the configuration is built."""
    seed = said.get("seed", "")
    return int(seed) if seed.isdecimal() else otherwise.seed


def _levers(found: Mapping[str, str], strategy: str, config_dir: str | None) -> list[str]:
    """Words that give a strategy further levers, and take some away.

    Raises:
        ConfigError: There is no such lever to be given, or to be taken away.
    """
    more, less = ([each for each in found.get(key, "").split(",") if each]
                  for key in (WITH, WITHOUT))  # fmt: skip
    if not more and not less:
        return []
    own = load((), strategy, config_dir).strategy.levers
    for names, valid in ((more, lever_classes()), (less, own)):
        for each in names:
            require_known("lever", each, valid)
    return [*(f"+lever/{each}@strategy.levers.{each}=default" for each in more if each not in own),
            *(f"~strategy.levers.{each}" for each in less)]  # fmt: skip


def _same(usual: RunConfig, key: str, value: str) -> bool:
    """Whether a value is what it would be anyway."""
    there = get(usual, key)
    try:
        return bool(np.isclose(float(there), float(value), rtol=1e-9, atol=0))
    except (TypeError, ValueError):
        return str(there) == value


def _why(view: Mapping[str, str]) -> str:
    """What somebody asks about: a person by number is short for `why=person.NUMBER`."""
    return query.why(f"person.{view['person']}" if "person" in view else view.get("why", ""))


def _number(view: Mapping[str, str], key: str, otherwise: int, most: int) -> int:
    """A week of the view; one beyond the horizon is its last."""
    said = view.get(key)
    if said is None:
        return otherwise
    if not said.isdecimal():
        raise ConfigError(f"{key} must be a week from 1 to {most}, got {said!r}")
    return min(most, max(1, int(said)))
