"""Mistakes in how words and lists are written, for `early.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sim.base.params import ConfigError, names
from sim.config.public import GROUPS
from sim.config.settings import seed_numbers
from sim.config.spelling import TEXT_KEYS, bracketed, check_form
from sim.config.words import is_hydra
from sim.config.written import NUMBER, number

UNMATCHED = "brackets that do not match"
_PLAIN = r"(?:-?\d+|[A-Za-z_]\w*)"
_LIST = re.compile(rf"\[(?:{_PLAIN}(?:,{_PLAIN})*)?\]|-?\d+|{_PLAIN}(?:,{_PLAIN})+")


def check_forms(words: Sequence[str], own: Sequence[str]) -> None:
    """Refuse words that Hydra's grammar cannot read, or reads as several values.

    Args:
        words: Such as `ablate=[talk`.
        own: Keys of the command, which it reads itself.

    Raises:
        ConfigError: As `parse` would say it, only sooner.
    """
    for word in words:
        check_form(word)
        key, _, value = word.lstrip("+").partition("=")
        if key in own or key in TEXT_KEYS or re.search(r"['\"\\\s$]", value):
            continue
        if unmatched(value):
            raise ConfigError(f"cannot read {bracketed(word)!r}: {UNMATCHED}")
        if key in GROUPS and re.fullmatch(r"\w+(?:,\w+)+", value):
            raise several(word, key)
        if key in ("strategies", "seeds") and _LIST.fullmatch(value):
            _check_list(key, value)


def check_single(words: Sequence[str]) -> None:
    """Refuse words that only steer `rollout run -m`."""
    for word in words:
        if is_hydra(word):
            raise only_multirun(word)


def unmatched(value: str) -> bool:
    """Whether brackets of a value are not closed, or not opened."""
    return any(value.count(one) != value.count(other) for one, other in ("[]", "{}"))


def several(word: str, key: str) -> ConfigError:
    """What is said of several values for a key that takes one."""
    return ConfigError(
        f"{word} gives several values, and {key} takes one; rollout run -m runs one job per value"
    )


def only_multirun(word: str) -> ConfigError:
    """What is said of a key of Hydra itself where it does not run jobs."""
    return ConfigError(f"{word} only takes effect in rollout run -m")


def _check_list(key: str, value: str) -> None:
    """Names or numbers, as the settings check them."""
    each: list[Any] = [number(one) if NUMBER.fullmatch(one) else one
                       for one in value.strip("[]").split(",") if one]  # fmt: skip
    if key == "strategies":
        names(key, each if value.startswith("[") or len(each) > 1 else each[0])
    elif value.startswith("[") or len(each) > 1:
        seed_numbers(each)
