"""Words as Hydra's grammar reads them, with one clear line for what it cannot read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.params import ConfigError, one_line
from sim.config.early_forms import UNMATCHED, unmatched
from sim.config.foreign import check_references
from sim.config.spelling import TEXT_KEYS, bracketed, check_form
from sim.config.words import is_quoted, quoted

if TYPE_CHECKING:
    from hydra.core.config_loader import ConfigLoader
    from hydra.core.override_parser.types import Override

#: Words of Hydra's grammar, which mean nothing to somebody who has mistyped a key.
GRAMMAR = re.compile(r"expecting|mismatched|extraneous|no viable|Lexer|token recognition")


def parse(
    overrides: Sequence[str], config_loader: ConfigLoader | None = None, several: bool = False
) -> list[Override]:
    """Read overrides with Hydra's grammar, one clear line for what it cannot read.

    Args:
        overrides: Words such as `key=value`.
        config_loader: Finds the names that `group=glob(…)` means.
        several: Whether commas stand between values for one job each, instead of in a list.
    """
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    parser = OverridesParser.create(config_loader)
    parsed = []
    for said in overrides:
        text = said if several else bracketed(said)
        check_form(text)
        key, _, value = text.lstrip("+").partition("=")
        check_references(text, key)
        try:
            parsed += parser.parse_overrides([_quoted(text)])
        except (HydraException, ValueError, RecursionError) as error:
            reason = one_line(error).split(" See https")[0]
            if GRAMMAR.search(reason):
                reason = _not_read(value)
            raise ConfigError(f"cannot read {text!r}: {reason}") from error
    return parsed


def _not_read(value: str) -> str:
    """Why Hydra's grammar stopped, in words of somebody who does not know it."""
    if re.search(r"\s[\w.]+=", value):
        return "several settings in one pair of quotes; leave these quotes out"
    if unmatched(value):
        return UNMATCHED
    return "not key=value; a value with special characters needs quotes: key='…'"


def _quoted(text: str) -> str:
    key, _, value = text.partition("=")
    if key not in TEXT_KEYS or is_quoted(value):
        return text
    return f"{key}={quoted(value)}"


class Word(NamedTuple):
    """A word that has been read.

    Attributes:
        text: As it was typed.
        key: Or the group that is chosen from.
        value: What the key is to be; None where it goes, or where there are several.
        package: Where a group's choice goes instead, `strategy.levers.training` say.
        adds, deletes: Whether the key is new, or is to go.
        several: Whether there are several values, for one job each.
    """

    text: str
    key: str
    value: Any = None
    package: str | None = None
    adds: bool = False
    deletes: bool = False
    several: bool = False


_PLAIN = re.compile(r"[A-Za-z_][\w.]*=(?:(-?(?:0|[1-9]\d*))|(-?\d+\.\d+)|([A-Za-z_]\w*))", re.ASCII)
_CONSTANTS = {"true": True, "false": False, "null": None}


def read_word(word: str) -> Word:
    """Read one word; the grammar is loaded for words only that need one.

    Raises:
        ConfigError: It is none.
    """
    key, _, text = word.partition("=")
    found = None if key in TEXT_KEYS else _PLAIN.fullmatch(word)
    if key in TEXT_KEYS and text and not is_quoted(text) and "$" not in text:
        check_form(word)
        return Word(word, key, text)
    if found is not None and bracketed(word) == word:
        whole, number, name = found.groups()
        if whole is not None:
            return Word(word, key, int(whole))
        if number is not None:
            return Word(word, key, float(number))
        if name.lower() not in ("nan", "inf"):
            return Word(word, key, _CONSTANTS.get(name.lower(), name))
    read = parse([word])[0]
    several = read.is_sweep_override()
    return Word(
        str(read.input_line), read.key_or_group, None if several else read.value(), read.package,
        read.is_add(), read.is_delete(), several,
    )  # fmt: skip
