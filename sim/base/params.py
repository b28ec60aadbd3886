"""Parameters: declared once, with default, range, unit and source.

`param(...)` declares, `Checked` refuses, in one line: what is wrong, where, what is valid,
which name is nearest. The same declaration feeds the configuration, the check at the door,
the parameter table in the documentation and the ranges of a sweep.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, TypeGuard

ASSUMED = "assumed"
#: The default is the median of what agrees with published numbers (docs/calibration.md).
FITTED = "fitted to published numbers"
#: The same, but those numbers say next to nothing about it ("not identified" on that page).
LOOSELY = "fitted to published numbers, which hardly narrow it down"
#: How many valid names a message lists.
SHOWN = 15


class ConfigError(ValueError):
    """Bad input, told in one line: what, where, and what would be valid."""


def param(
    default: float | int | bool,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    source: str = ASSUMED,
    doc: str = "",
    sweep: tuple[float, float] | None = None,
    log: bool = False,
) -> Any:
    """Declare one parameter of a `Checked` dataclass.

    Args:
        default: Value used when nothing is said. Its type is the type required.
        low: Smallest value allowed.
        high: Largest value allowed.
        unit: Unit as printed in tables, for example "h/week".
        source: Where the default comes from, `fitted(...)`, or `ASSUMED`.
        doc: What the parameter means, one line.
        sweep: Plausible range. Parameters that declare one are drawn where plausible companies
            are (`companies.py`); others can be swept over [low, high] but stay at their defaults.
        log: Whether plausible values are spread evenly over their logarithm: so for hours, costs
            and rates, of which one knows the order of magnitude.
    """
    meta = {
        "low": low,
        "high": high,
        "unit": unit,
        "source": source,
        "doc": doc,
        "plausible": sweep,
        "sweep": sweep or (low, high),
        "log": log,
    }
    return dataclasses.field(default=default, metadata=meta)


def fitted(first: str = "", loosely: bool = False) -> str:
    """Source of a parameter that was fitted to published numbers.

    Args:
        first: What the range, or the value before the fit, rests on; "" if on nothing.
        loosely: The numbers hardly narrow it down.
    """
    start = LOOSELY if loosely else FITTED
    return f"{start}; before that: {first}" if first else start


def has_source(source: str) -> bool:
    """Whether a value rests on a source; an assumption, or a fit that leaves it open, is none."""
    return source not in (ASSUMED, LOOSELY)


def choice(
    default: str,
    options: tuple[str, ...],
    source: str = ASSUMED,
    doc: str = "",
    also: tuple[str, ...] = (),
) -> Any:
    """Declare a parameter that is one of a few words; those in `also` are older names of some."""
    meta = {"options": options, "unit": "", "source": source, "doc": doc, "also": also}
    return dataclasses.field(default=default, metadata=meta)


@dataclass(frozen=True)
class Checked:
    """Base of every configuration dataclass: checks type and range on creation.

    Raises:
        ConfigError: A value has the wrong type or is out of range; names field, range and unit.
    """

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            if field.metadata:
                problem = check(field, getattr(self, field.name))
                if problem:
                    raise ConfigError(f"{type(self).__name__}.{field.name} {problem}")


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a value is a whole number, and not true or false."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a number, and not true or false."""
    return isinstance(value, float) or is_whole(value)


def check(field: dataclasses.Field[Any], value: object) -> str | None:
    """Say what is wrong with a value, or None."""
    meta = field.metadata
    if "options" in meta:
        words = meta["options"]
        word = str(value).lower() if isinstance(value, bool) else value  # YAML's true and false
        fine = word in words or word in meta["also"]
        return None if fine else f"must be one of {', '.join(words)}, got {value!r}"
    if isinstance(field.default, bool):
        return None if isinstance(value, bool) else f"must be true or false, got {value!r}"
    whole = isinstance(field.default, int)
    if not is_number(value) or (whole and not is_whole(value)):
        unit = f" ({meta['unit']})" if meta["unit"] else ""
        return f"must be a {'whole ' if whole else ''}number{unit}, got {value!r}"
    low = -math.inf if meta["low"] is None else meta["low"]
    high = math.inf if meta["high"] is None else meta["high"]
    if not low <= value <= high:
        unit = f" {meta['unit']}" if meta["unit"] else ""
        form = "" if whole else "g"
        return f"must be in [{low:{form}}, {high:{form}}]{unit}, got {value!r}"
    return None


def parameters(cls: type, prefix: str = "") -> Iterator[tuple[str, dataclasses.Field[Any]]]:
    """Every declared parameter below a dataclass, as (full key, field)."""
    for field in dataclasses.fields(cls):
        key = f"{prefix}{field.name}"
        factory = field.default_factory
        if field.metadata:
            yield key, field
        elif isinstance(factory, type) and dataclasses.is_dataclass(factory):
            yield from parameters(factory, f"{key}.")


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


def require_known(what: str, name: object, valid: Collection[str]) -> None:
    """Refuse a name that does not exist; arguments as of `unknown`.

    Raises:
        ConfigError: It is none of the valid ones.
    """
    if name not in valid:
        raise unknown(what, str(name), valid)


def require_library(who: str, module: str) -> None:
    """Say before any work is done that a library for analyses is missing, and how to get it.

    Raises:
        ConfigError: It is not installed.
    """
    if find_spec(module) is None:
        raise ConfigError(f"{who} needs {module}: pip install 'rollout-lab[analysis]'")


def unknown_key(key: str, valid: Iterable[str]) -> ConfigError:
    """A `ConfigError` for a configuration key that does not exist."""
    names = sorted(set(valid))
    if len(names) <= SHOWN or nearest(key, names):
        return unknown("key", key, names)
    return ConfigError(f"unknown key {key!r}; `rollout list parameters` shows every key")


def names(key: str, value: Any) -> tuple[str, ...]:
    """A list of different names, or one name.

    Raises:
        ConfigError: It is none; the message begins with `key`.
    """
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple) or not all(isinstance(name, str) for name in listed):
        raise ConfigError(f"{key} must be a list of names such as a,b, got {value!r}")
    if not listed:
        raise ConfigError(f"{key} must name at least one, got an empty list")
    twice = sorted({name for name in listed if listed.count(name) > 1})
    if twice:
        raise ConfigError(f"{key} must name each one once; twice: {', '.join(twice)}")
    return tuple(listed)


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """The three names most like `name`, best first; a dotted key with the same last part gains.

    It gains more where the last part is all that was said.
    """
    last, gain = name.rsplit(".", 1)[-1], 0.1 if "." in name else 0.6

    def likeness(candidate: str) -> float:
        same_end = candidate.rsplit(".", 1)[-1] == last
        return difflib.SequenceMatcher(None, candidate, name).ratio() + gain * same_end

    ranked = sorted(((likeness(each), each) for each in set(names)), reverse=True)
    return [each for score, each in ranked[:3] if score >= 0.6]


def one_line(error: BaseException) -> str:
    """The message of an error on a single line."""
    return " ".join(str(error).split()) or type(error).__name__
