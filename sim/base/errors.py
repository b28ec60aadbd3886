"""Errors told in one line: what is wrong, where, what is valid, which name is nearest."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from sim.base.params import ConfigError

SHOWN = 15


def unknown(what: str, name: str, valid: Iterable[str]) -> ConfigError:
    """A `ConfigError` for a name that does not exist.

    Args:
        what: Kind of name, for example "strategy".
        name: The name that was given.
        valid: Every name that would have been accepted.
    """
    names = sorted(set(valid))
    if not names:
        return ConfigError(f"unknown {what} {name!r}; none exists")
    close = nearest(name, names)
    if close and len(names) > SHOWN:
        return ConfigError(f"unknown {what} {name!r}; nearest: {', '.join(close)}")
    hint = f"did you mean {close[0]!r}? " if close else ""
    more = f", … ({len(names)} in all)" if len(names) > SHOWN else ""
    return ConfigError(f"unknown {what} {name!r}; {hint}valid: {', '.join(names[:SHOWN])}{more}")


def unknown_key(key: str, valid: Iterable[str]) -> ConfigError:
    """A `ConfigError` for a configuration key that does not exist."""
    names = sorted(set(valid))
    if len(names) <= SHOWN or nearest(key, names):
        return unknown("key", key, names)
    return ConfigError(f"unknown key {key!r}; `rollout list parameters` shows every key")


def nearest(name: str, names: Iterable[str], count: int = 3) -> list[str]:
    """The names most like `name`, best first; a dotted key with the same last part gains."""
    last = name.rsplit(".", 1)[-1]

    def likeness(candidate: str) -> float:
        same_end = "." in name and candidate.rsplit(".", 1)[-1] == last
        return difflib.SequenceMatcher(None, candidate, name).ratio() + 0.1 * same_end

    ranked = sorted(((likeness(each), each) for each in set(names)), reverse=True)
    return [each for score, each in ranked[:count] if score >= 0.6]


def one_line(error: BaseException) -> str:
    """The message of an error on a single line."""
    return " ".join(str(error).split()) or type(error).__name__
