"""What stands on a command line, before anything is looked up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.base.params import ConfigError

FLAGS = ("--config-dir", "--debug", "--fail-fast", "--help", "--multirun", "--version", "-h", "-m")

AS_KEYS = {
    "--fail-fast": "fail_fast=true",
    "--lan": "lan=true",
    "--open": "open=true",
}
"""Flags that are another way to type a key."""
VALUED = {"app": ("--scenario", "--port", "--data", "--language", "--public-url")}
"""Command -> flags with a value that are another way to type a key."""

DASHES = ("-", "–", "—", "−")
"""What begins a flag; word processors make long dashes of short ones."""

SWEEP_ONLY = dict.fromkeys(
    ("vary", "design", "points", "half_width", "outputs"),
    "only rollout sweep has it",
)
"""Keys that commands without a design refuse, and why."""

TELLING = ("out", "quiet", "language", "details", "matters")
"""Keys that change what is told, and where, but no run."""


def key_of(word: str) -> str:
    """The key that a word names: `seed` for `seed=1`, and for `+seed=1`."""
    return word.lstrip("+").partition("=")[0]


def quoted(text: str) -> str:
    """A text in quotes that Hydra's grammar reads back as it was."""
    inside = re.sub(r"(\\*)'", r"\1\1\\'", text)
    end = inside[len(inside.rstrip("\\")) :]
    return f"'{inside}{end}'"


def is_hydra(word: str) -> bool:
    """Whether a word is about Hydra itself, which only jobs have."""
    return word.lstrip("+~").startswith(("hydra/", "hydra.", "hydra=", "hydra@"))


def is_quoted(text: str) -> bool:
    """Whether a text stands in quotes."""
    return len(text) > 1 and text[0] == text[-1] and text[0] in "'\""


@dataclass(frozen=True)
class Arguments:
    """A command line, taken apart.

    Attributes:
        command: First word, or "" if there is none.
        words: Everything else that is no flag: `key=value`, or names for `list`.
        line: The whole line as typed, for the record.
        config_dir: Folder of further presets, laid out like `conf/`.
        multirun: One job per combination of values.
        debug: Show tracebacks.
        help: Explain instead of doing.
        version: Print the version instead of doing.
    """

    command: str
    words: tuple[str, ...]
    line: str
    config_dir: str | None = None
    multirun: bool = False
    debug: bool = False
    help: bool = False
    version: bool = False

    def refuse(self, **reasons: str) -> None:
        """Refuse keys that other commands have; the reason says what to use instead."""
        for word in self.words:
            reason = reasons.get(key_of(word))
            if reason is not None:
                raise ConfigError(f"{self.command} does not take {word!r}: {reason}")

    def take_words(self, least: int, most: int) -> tuple[str, ...]:
        """The words of a command that takes so many names.

        Raises:
            ConfigError: There are fewer or more.
        """
        if not least <= len(self.words) <= most:
            raise ConfigError(
                f"{self.command} takes {most or 'no'} word{'s' * (most != 1)}, "
                f"got {len(self.words)}: rollout {self.command} --help"
            )
        return self.words


def read(words: Sequence[str]) -> Arguments:
    """Take a command line apart.

    Raises:
        ConfigError: A flag does not exist or lacks its value.
    """
    from pathlib import Path
    from shlex import join

    rest: list[str] = []
    flags: set[str] = set()
    config_dir: str | None = None
    remaining = iter(words)
    for word in remaining:
        flag, _, value = word.partition("=")
        if word[:1] not in DASHES or word == "-":
            rest.append(word)
        elif flag == "--config-dir":
            config_dir = value or next(remaining, "")
            if not Path(config_dir).is_dir() or not config_dir:
                raise ConfigError(f"--config-dir needs an existing folder, got {config_dir!r}")
            config_dir = str(Path(config_dir).resolve())
        elif word in AS_KEYS and (word == "--fail-fast" or rest[:1] == ["app"]):
            rest.append(AS_KEYS[word])
        elif flag in VALUED.get(rest[0] if rest else "", ()):
            key = flag.lstrip("-").replace("-", "_")
            rest.append(f"{key}={value or next(remaining, '')}")
        elif word in FLAGS:
            flags.add(word)
        else:
            raise _no_flag(word, next(remaining, ""))
    return Arguments(
        command=rest[0] if rest else "",
        words=tuple(rest[1:]),
        line=join(["rollout", *words]),
        config_dir=config_dir,
        multirun=bool(flags & {"-m", "--multirun"}),
        debug="--debug" in flags,
        help=bool(flags & {"-h", "--help"}),
        version="--version" in flags,
    )


def _no_flag(word: str, after: str) -> ConfigError:
    from sim.base.params import unknown
    from sim.config.spelling import keys_of

    name, _, value = word.lstrip("".join(DASHES)).partition("=")
    key = name.replace("-", "_")
    if key in keys_of() or "." in key:
        return ConfigError(f"{word}: keys have no dashes: type {key}={value or after or '…'}")
    return unknown("flag", word, FLAGS)
