"""Errors told in one line: what is wrong, where, what is valid, which name is nearest."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from sim.base.params import ConfigError

SHOWN = 15
LONGEST, LONGEST_NAME, LONGEST_TEXT = 700, 80, 1000
"""Characters of a message, of a name, and of a description."""


def readable(message: str) -> str:
    """A message for a terminal: on one line, without control characters, and not too long."""
    one = "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in message)
    return one if len(one) <= LONGEST else f"{one[: LONGEST - 150]} […] {one[-140:]}"


def check_name(key: str, name: str) -> None:
    """Refuse a name that figures, tables or spreadsheets would not show as it is.

    Raises:
        ConfigError: It is too long, begins like a formula, or has characters that mean something
            elsewhere or nothing to a reader; the message begins with `key`.
    """
    bad = next((each for each in name if not each.isprintable() or each in "<>|$`\\"), None)
    if bad is not None:
        raise ConfigError(f"{key} cannot have the character {bad!r}, got {name[:60]!r}")
    if name[:1] in tuple("=+-@"):
        raise ConfigError(f"{key} must not begin with {name[0]!r}, got {name[:60]!r}")
    if len(name) > LONGEST_NAME:
        raise ConfigError(f"{key} has {len(name)} characters; {LONGEST_NAME} at most")


def check_description(key: str, text: str) -> None:
    """Refuse a text that is too long, or has control characters.

    Raises:
        ConfigError: As said; the message begins with `key`.
    """
    bad = next((each for each in text if not each.isprintable() and each not in "\n\t"), None)
    if bad is not None:
        raise ConfigError(f"{key} cannot have the character {bad!r}")
    if len(text) > LONGEST_TEXT:
        raise ConfigError(f"{key} has {len(text)} characters; {LONGEST_TEXT} at most")


def unknown(what: str, name: str, valid: Iterable[str]) -> ConfigError:
    """A `ConfigError` for a name that does not exist.

    Args:
        what: Kind of name, for example "strategy".
        name: The name that was given.
        valid: Every name that would have been accepted.
    """
    names = sorted(set(valid))
    name = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
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
