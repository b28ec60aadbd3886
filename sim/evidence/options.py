"""A command's own keys, taken out of the words before the rest reaches the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.params import ConfigError


def take(words: Sequence[str], keys: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Split words into `{key: text}` for own keys, and all the others."""
    own: dict[str, str] = {}
    rest: list[str] = []
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key in keys:
            own[key] = value.strip("'\"")
        else:
            rest.append(word)
    return own, tuple(rest)


def whole(own: dict[str, str], key: str, default: int, low: int, high: int) -> int:
    """A whole number from own keys.

    Raises:
        ConfigError: It is none, or out of range.
    """
    text = own.get(key)
    if text is None:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise ConfigError(f"{key} must be a whole number in [{low}, {high}], got {text!r}")
    return int(text)


def folder(own: dict[str, str], key: str) -> Path | None:
    """An existing folder from own keys, or None.

    Raises:
        ConfigError: There is no such folder.
    """
    if key not in own:
        return None
    path = Path(own[key])
    if not path.is_dir():
        raise ConfigError(f"{key}={own[key]} is no folder")
    return path
