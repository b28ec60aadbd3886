"""Record anew what commands say and leave behind: `python -m tests.record.update [NAME ...]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.record.commands import LINES, Record

SAID = Path(__file__).parent / "said"


def update(names: Iterable[str] = LINES) -> None:
    """Write one file per command."""
    with tempfile.TemporaryDirectory() as folder:
        record = Record(Path(folder))
        for name in names:
            (SAID / f"{name}.txt").write_text(record.text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    update(sys.argv[1:] or LINES)
