"""Record anew what all commands say and leave behind: `python -m tests.record.update`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.record.commands import LINES, Record

SAID = Path(__file__).parent / "said"


def update() -> None:
    """Write one file per command."""
    with tempfile.TemporaryDirectory() as folder:
        record = Record(Path(folder))
        for name in LINES:
            (SAID / f"{name}.txt").write_text(record.text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    update()
