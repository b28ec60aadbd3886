"""A command line as studies get it: read, checked, and with their own keys apart."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sim.base.params import Checked
from sim.config.words import Arguments, key_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from sim.config.settings import Settings
    from sim.report.language import Language

Own = TypeVar("Own", bound=Checked)
Size = TypeVar("Size", bound="DataclassInstance")


@dataclass(frozen=True)
class Line(Generic[Own]):
    """A command line, read and checked.

    Attributes:
        arguments: The line as it was typed.
        own: Values of the study's own keys.
        typed: All other words.
        words: The same, the study's defaults first.
        settings: What they say of the command: strategies, seeds, workers, folders.
    """

    arguments: Arguments
    own: Own
    typed: tuple[str, ...]
    words: tuple[str, ...]
    settings: Settings

    @property
    def config_dir(self) -> str | None:
        """A folder of further presets."""
        return self.arguments.config_dir

    @property
    def speak(self) -> Language:
        """What the terminal is told in."""
        from sim.report.language import Language

        return Language(self.settings.language, self.config_dir)

    def names(self, key: str) -> bool:
        """Whether somebody typed a key."""
        return any(key_of(word) == key for word in self.arguments.words)

    def sized(self, size: Size) -> Size:
        """A size, with those of its numbers that somebody typed instead."""
        fields = dataclasses.fields(size)
        typed = {each.name: getattr(self.own, each.name) for each in fields
                 if self.names(each.name) and hasattr(self.own, each.name)}  # fmt: skip
        return dataclasses.replace(size, **typed)
