"""What a command line asks of files of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.organisation.exports.folder import MIN_GROUP


@dataclass(frozen=True)
class Asked:
    """What a command line asks for.

    Attributes:
        files: File -> key that it was given with, "" if none.
        headcount: People employed, 0 if not said.
        window: Days that "active" looks back where an export does not say.
        map: A mapping file.
        min_group: People that a group must have.
        repair: Put right what can be put right in a hierarchy.
        allow_audit: Read logs of single events.
        group_names: Keep the names of departments.
        sheet: Sheet of a workbook.
    """

    files: Mapping[str, str]
    headcount: int = 0
    window: int | None = None
    map: str = ""
    min_group: int = MIN_GROUP
    repair: bool = False
    allow_audit: bool = False
    group_names: bool = True
    sheet: str = ""
