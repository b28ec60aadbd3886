"""Data that cannot be used, as a code and a key: any language can say why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.base.params import ConfigError


class Refused(ConfigError):
    """Why data are refused.

    Args:
        code: From the catalogue, "E01" to "E12".
        key: Which sentence says it: `refused_KEY` of `sim/report/text/*/exports.yaml`.
        path: The file, as the user wrote it; "" if it is about several.
        line: Line of the file, from 1; 0 if it is about no line.
        places: What stands in the places of the sentence. Never a cell of a column of people.
    """

    def __init__(self, code: str, key: str, path: str = "", line: int = 0, **places: Any) -> None:
        self.code, self.key, self.path, self.line, self.places = code, key, path, line, places
        super().__init__(f"{self.where()}{code} {key}")

    def where(self) -> str:
        """File and line in front of the sentence, as far as they are known."""
        if not self.path:
            return ""
        return f"{self.path}:{self.line}: " if self.line else f"{self.path}: "

    @property
    def file(self) -> str:
        """Name of the file without its folder."""
        return Path(self.path).name


def shown(lines: list[int], most: int = 6) -> str:
    """A few line numbers for a sentence."""
    return ", ".join(map(str, lines[:most])) + (", …" if len(lines) > most else "")
