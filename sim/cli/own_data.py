"""What `rollout import` and `rollout check-data` share: words, and refusals in a language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.params import Checked, ConfigError, choice, param
from sim.base.places import typed
from sim.base.presets import LANGUAGES
from sim.config.options import own_keys, refuse_others
from sim.config.words import Arguments
from sim.organisation.exports.asked import Asked
from sim.organisation.exports.folder import WINDOWS
from sim.organisation.read.source import require_file

if TYPE_CHECKING:
    from sim.organisation.exports.refused import Refused
    from sim.report.language import Language

KINDS = ("people", "ties", "groups", "usage", "survey", "costs")
"""Keys that say what a file is; without one it is told by its columns."""
MAPPING = Path("mapping.yaml")
MOST_PEOPLE = 1_000_000
MOST_FILES = 200


@dataclass(frozen=True)
class Reading(Checked):
    """Keys of how data are read."""

    people: str = ""
    ties: str = ""
    groups: str = ""
    usage: str = ""
    survey: str = ""
    costs: str = ""
    headcount: int = param(0, 0, MOST_PEOPLE, "people", doc="people employed, where no list says")
    window: int = param(0, 0, 180, "days", doc="what active looks back, where no export says")
    map: str = ""
    sheet: str = ""
    out: str = "mine"
    min_group: int = param(5, 5, 1000, "people", doc="people that a group must have")
    repair: bool = param(False, doc="put right what can be put right in a hierarchy")
    allow_audit: bool = param(False, doc="read logs of single events")
    rejoin: bool = param(False, doc="keep a key by which people are found again")
    group_names: bool = param(True, doc="keep the names of departments")
    language: str = choice("en", LANGUAGES, doc="of what is told")
    quiet: bool = param(False, doc="say nothing")
    forget: str = ""


def read_words(arguments: Arguments, refused: Sequence[str] = ()) -> tuple[Reading, Asked]:
    """Own keys, and the files of a line.

    Args:
        arguments: The line.
        refused: Keys that this command does not have.

    Raises:
        ConfigError: A key or value is not valid.
    """
    keys = [name for name in Reading.__dataclass_fields__ if name not in refused]
    refuse_others((word for word in arguments.words if not Path(word).exists()), keys)
    own, files = own_keys(Reading, arguments.words)
    if own.window and own.window not in WINDOWS:
        raise ConfigError(f"window must be one of {', '.join(map(str, WINDOWS))} days, "
                          f"got {own.window}")  # fmt: skip
    if own.headcount and own.headcount < 8:
        raise ConfigError(f"headcount must be in [8, {MOST_PEOPLE}] people, got {own.headcount}")
    named = {path: kind for kind in KINDS for path in getattr(own, kind).split(",") if path}
    said = {**dict.fromkeys(files, ""), **named}
    if len(said) > MOST_FILES:
        raise ConfigError(f"{len(said)} files; at most {MOST_FILES} are read at once")
    asked = Asked(said, own.headcount, own.window or None, own.map, own.min_group, own.repair,
                  own.allow_audit, own.group_names, own.sheet)  # fmt: skip
    return own, asked


def require_files(asked: Asked) -> None:
    """Refuse files that are not there before anything is loaded that reads one.

    Raises:
        ConfigError: One is not there, or is a folder.
    """
    for path, key in (*asked.files.items(), (asked.map, "map")):
        if path:
            require_file(path, key or "FILE")


@contextmanager
def refusals(speak: Language, writes: bool) -> Iterator[None]:
    """Say in a language why data are refused; a mapping to edit is written, or printed.

    Raises:
        ConfigError: With the sentence.
    """
    from sim.organisation.exports.opened import Unknown
    from sim.organisation.exports.refused import Refused
    from sim.report.imports import refusal

    try:
        yield
    except Unknown as error:
        raise ConfigError(refusal(error, speak, _mapping(error, speak, writes))) from None
    except Refused as error:
        raise ConfigError(refusal(error, speak)) from None


def _mapping(error: Refused, speak: Language, writes: bool) -> str:
    """Put a mapping where it can be edited, and say where."""
    from sim.base.files import write_text

    text = getattr(error, "text", "")
    if writes and not MAPPING.exists():
        write_text(MAPPING, text)
        return speak.say("exports.mapping_written", path=MAPPING)
    print(text, end="")
    return speak.say("exports.mapping_printed")


def folder_of(own: Reading, key: str = "out") -> Path:
    """The folder that a key names."""
    return typed(getattr(own, key), key)
