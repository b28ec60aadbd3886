"""A command's own keys, taken out of the words before the rest reaches the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.base.errors import nearest, unknown
from sim.base.params import ConfigError


def take(words: Sequence[str], keys: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Split words into `{key: text}` for own keys, and all the others."""
    own: dict[str, str] = {}
    rest: list[str] = []
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key in keys:
            own[key] = value.strip("'\"")
        else:
            if equals:
                check_spelling(key, keys)
            rest.append(word)
    return own, tuple(rest)


def check_spelling(key: str, own: Sequence[str]) -> None:
    """Refuse what looks like a mistyped own key before the configuration does not know it.

    Raises:
        ConfigError: The key is none at all, and like one of `own`; names the nearest.
    """
    from sim.config.spelling import keys_of

    if key.isidentifier() and key not in keys_of() and nearest(key, own):
        raise unknown("key", key, own)


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


def check_whole(key: str, value: object, low: int, high: int) -> None:
    """Refuse what is no whole number from `low` to `high`.

    Raises:
        ConfigError: It is none, or out of range; the message begins with `key`.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ConfigError(f"{key} must be a whole number in [{low}, {high}], got {value!r}")


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
