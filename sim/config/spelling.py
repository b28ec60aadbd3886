"""Words as people type them and shells hand them over: put right, or answered with the right line.

Nothing here imports Hydra or the model: who has mistyped a word is told at once.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.base.params import ConfigError
from sim.base.presets import conf_folder
from sim.config.public import GROUPS, WHOLE
from sim.config.settings import Settings

LISTS = ("ablate", "claims", "companies", "events", "levers", "outcomes", "outputs", "seeds",
         "strategies")  # fmt: skip
"""Keys that hold a list, or may: brackets can be left out."""
MAPPINGS = ("vary", "half_width", "matters")
"""Keys that hold values by key: `vary.KEY=a,b` says the same without braces."""
PLACES = ("out", "store", "scheduler")
"""Keys that say where results and work go; what is not given has a default."""
TEXT_KEYS = (*PLACES, "organisation.edges", "organisation.people", "organisation.folder")
"""Keys that hold a path: taken literally, whatever characters it contains."""
NOTHING = ("", "~", "null")
"""How YAML writes no value, in small letters."""
BASE = {
    "organisation": ("from_files", "generated", "mine"),
    "strategy": (),
    **dict.fromkeys(WHOLE, ()),
}
"""Presets that are no files; all other groups have `default`."""
_RANGE = re.compile(r"(-?[\d.]+(?:e-?\d+)?)\.\.(-?[\d.]+(?:e-?\d+)?)(?:/(\d+))?")


def tidied(command: str, words: Sequence[str], own: Sequence[str] = ()) -> tuple[str, ...]:
    """Words of a command whose words are all `key=value`, with `vary.KEY=…` gathered.

    Args:
        command: Such as `run`.
        words: What stands behind it.
        own: Further keys of the command.

    Raises:
        ConfigError: A word is no `key=value`; the message has the line to type instead.
    """
    for place, word in enumerate(words):
        if ("=" not in word or word.startswith("=")) and not word.startswith("~"):
            before = words[place - 1] if place else ""
            alone = list(words[place + 1 : place + 2]) == ["="]
            after = "".join(words[place + 1 : place + 2 + alone])
            if before.endswith(",") or word.startswith(","):
                raise _apart(words[place - 1 :])
            raise _loose(command, word, before, after, own)
        opened = sum(map(word.count, "[{")) - sum(map(word.count, "]}"))
        listed = word.partition("=")[2][:1] in ("[", "{") and "'" not in word
        if opened > 0 and listed and place + 1 < len(words):
            raise _apart(words[place:])
    return _gathered(words)


def _apart(words: Sequence[str]) -> ConfigError:
    """A list that the shell took apart at its blanks, as one word."""
    taken = words[0]
    for word in words[1:]:
        opened = sum(map(taken.count, "[{")) > sum(map(taken.count, "]}"))
        parted = taken[-1:] in tuple(",:[{") or word[:1] in tuple(",:]}")
        if not (opened or parted):
            break
        taken += word if parted else f",{word}"
    key, _, value = taken.partition("=")
    value = value if value.startswith("{") else value.strip("[]")
    return ConfigError(f"a list has no blanks in it: type {key}={value}")


def _loose(command: str, word: str, before: str, after: str, own: Sequence[str]) -> ConfigError:
    """What somebody meant who typed a word without `=`, or nothing but it."""
    if word.startswith("=") or before.endswith("="):
        key, value = before.rstrip("="), word.lstrip("=") or after
        if not key or "=" in key:
            return ConfigError(f"expected key=value, got {word!r}: which key?")
        return ConfigError(f"no blanks around '=': type {key}={value}")
    if after.startswith("="):
        value = after.lstrip("=")
        return ConfigError(f"no blanks around '=': type {word}={value or '…'}")
    if re.search(r"=\d{1,3}$", before) and re.fullmatch(r"\d{3}", word):
        return ConfigError(f"no blanks between thousands: type {before}{word}")
    if word in MAPPINGS and re.match(r"[\w.]+=", after):
        return ConfigError(f"no blank behind {word!r}: type {word}.{after}")
    if command == "claims" and re.fullmatch(r"[Cc]\d\d?", word):
        return ConfigError(f"expected key=value, got {word!r}: type claims={word.upper()}")
    if word.partition(".")[0] in MAPPINGS:
        return ConfigError(f"expected key=values, got {word!r}: type {word}=a,b")
    if word in keys_of(own):
        return ConfigError(f"expected key=value, got {word!r}: type {word}={after or '…'}")
    group = next((group for group in ("strategy", *GROUPS) if word in presets(group)), None)
    if group is not None:
        key = "strategies" if group == "strategy" and command != "run" else group
        return ConfigError(f"expected key=value, got {word!r}: type {key}={word}")
    return ConfigError(f"expected key=value, got {word!r}; rollout {command} --help has examples")


def keys_of(own: Sequence[str] = ()) -> set[str]:
    """Every key without a dot, and those of a command."""
    settings = {field.name for field in dataclasses.fields(Settings)}
    return settings | {*RUN, *GROUPS, *own}


RUN = ("weeks", "withdraw_week", "equal_budget", "ablate", "events", "seed")
"""Keys of the run itself."""


def presets(group: str, config_dir: str | None = None) -> tuple[str, ...]:
    """Names that a group can take; none if it is no group."""
    base = BASE.get(group, ("default",) if group in GROUPS else ())
    folders = [conf_folder(), *([Path(config_dir)] if config_dir is not None else [])]
    files = [path.stem for folder in folders for path in (folder / group).glob("*.yaml")]
    return tuple(sorted({*files, *base}))


@functools.cache
def shipped() -> dict[str, Any]:
    """What `conf/config.yaml` says, which every command starts from."""
    from sim.config.foreign import content

    text = (conf_folder() / "config.yaml").read_text(encoding="utf-8")
    return {str(key): value for key, value in content(text).items()}


def usual(group: str) -> str:
    """The preset of a group that holds if nobody chooses one."""
    chosen = {key: value for each in shipped()["defaults"] if isinstance(each, dict)
              for key, value in each.items()}  # fmt: skip
    return str(chosen[group])


def _gathered(words: Sequence[str]) -> tuple[str, ...]:
    """`vary.a=1,2 vary.b=declared` as the one word `vary={a:[1,2],b:declared}`."""
    found: dict[str, list[str]] = {}
    rest = []
    for word in words:
        key, _, value = word.partition("=")
        name, dot, inner = key.partition(".")
        if name in MAPPINGS and (not value or re.match(r"[\w.]+=", value)):
            key, _, values = ((value and f"{name}.{value}") or key).partition("=")
            raise ConfigError(f"{word}: which values of what? type {key}={values or 'a,b'}")
        if dot and name in MAPPINGS:
            found.setdefault(name, []).append(
                f"{inner}:{_axis(value) if name == 'vary' else value}"
            )
        else:
            rest.append(word)
    twice = [name for name in found if any(word.startswith(f"{name}=") for word in rest)]
    if twice:
        raise ConfigError(f"say {twice[0]}={{…}} or {twice[0]}.KEY=…, not both")
    return (*rest, *(f"{name}={{{','.join(pieces)}}}" for name, pieces in found.items()))


def _axis(value: str) -> str:
    span = _RANGE.fullmatch(value)
    if span:
        count = f",count:{span[3]}" if span[3] else ""
        return f"{{low:{span[1]},high:{span[2]}{count}}}"
    return value if value[:1] in "[{" or value == "declared" else f"[{value}]"


def check_form(word: str) -> None:
    """Refuse what is no `key=value`, and none of Hydra's `~key`."""
    if word == "~" or ("=" not in word and not word.startswith("~")):
        raise ConfigError(f"expected key=value, got {word!r}")
    if word.startswith(("=", "@")):
        raise ConfigError(f"expected key=value, got {word!r}: which key?")
    key, _, value = word.lstrip("+").partition("=")
    if value.startswith("="):
        raise ConfigError(f"one '=' is enough: type {key}={value.lstrip('=')}")


def bracketed(word: str) -> str:
    """`strategies=a,b` as `strategies=[a,b]`, which Hydra's grammar reads as a list."""
    key, equals, value = word.partition("=")
    name = key.lstrip("+")
    listed = "," in value or name in ("ablate", "events")
    if not equals or not listed or value[:1] in ("[", "{", "'", '"', "$") or value == "null":
        return word
    if name not in (*LISTS, "vary"):
        return word
    if value and not all(map(str.strip, value.split(","))):
        raise ConfigError(f"{word}: nothing stands beside a comma; a list is {name}=a,b")
    return f"{key}=[{value}]"
