"""A command's own keys, declared like all others and taken out of the words before the rest."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from sim.base.params import Checked, ConfigError, nearest, require_known, unknown
from sim.config.words import key_of

Own = TypeVar("Own", bound=Checked)


def own_keys(options: type[Own], words: Sequence[str]) -> tuple[Own, tuple[str, ...]]:
    """Own keys of a command, checked, and all other words.

    A field whose default is a tuple takes a list of names, one whose default is a dict a
    mapping; text without a declared choice is taken literally, so that paths need no quotes.

    Raises:
        ConfigError: A value is not valid, or a key looks like a mistyped own one.
    """
    fields = {field.name: field for field in dataclasses.fields(options)}
    own: dict[str, Any] = {}
    rest: list[str] = []
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key in fields:
            own[key] = _value(fields[key], word, value)
        else:
            if equals:
                check_spelling(key, tuple(fields))
            rest.append(word)
    try:
        return options(**own), tuple(rest)
    except ConfigError as error:
        raise ConfigError(str(error).removeprefix(f"{options.__name__}.")) from error


def _value(field: dataclasses.Field[Any], word: str, text: str) -> Any:
    from sim.base.params import names
    from sim.config.grammar import read_word

    default, mapping = field.default, "Mapping" in str(field.type)
    if isinstance(default, str | None) and "options" not in field.metadata:
        return text.strip("'\"")
    read = read_word(word)
    if read.several:
        if isinstance(default, tuple):
            return names(field.name, text.split(","))
        raise ConfigError(f"{word}: give one value")
    value = read.value
    if mapping and isinstance(value, dict) and value and all(isinstance(k, str) for k in value):
        return value
    if isinstance(default, tuple):
        return names(field.name, value)
    if mapping:
        raise ConfigError(f"{field.name} must be a mapping such as {{KEY:[0.2,0.5]}}, got {text!r}")
    return value


def refuse_others(words: Iterable[str], known: Collection[str]) -> None:
    """Refuse every key but those of a command that takes no others."""
    for word in words:
        if "=" in word:
            require_known("key", key_of(word), known)


def check_spelling(key: str, own: Sequence[str]) -> None:
    """Refuse what looks like a mistyped own key before the configuration does not know it.

    Raises:
        ConfigError: The key is none at all, and like one of `own`; names the nearest.
    """
    from sim.config.spelling import keys_of

    if key.isidentifier() and key not in keys_of() and nearest(key, own):
        raise unknown("key", key, own)
