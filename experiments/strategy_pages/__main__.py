"""A page per strategy, in two languages: `docs/strategies`, `docs/strategien`.

python -m experiments.strategy_pages write    # a tournament, some minutes, then the pages
python -m experiments.strategy_pages pages    # the pages from stored numbers and other studies
"""

from __future__ import annotations

import io
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from pathlib import Path

from experiments.strategy_pages.numbers import COMMAND, kept
from experiments.strategy_pages.page import NUMBERS, pages
from sim.cli.main import main as rollout


def write() -> None:
    """Do the tournament, and keep what the pages take of it."""
    with tempfile.TemporaryDirectory() as place, chdir(place):
        with redirect_stdout(io.StringIO()):
            code = rollout([*COMMAND.split(), "out=out", "store=store", "quiet=true"])
        if code:
            raise RuntimeError(f"rollout {COMMAND} ended with {code}")
        table = kept(Path("out"))
    NUMBERS.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(NUMBERS, index=False, float_format="%.6g", lineterminator="\n")


if __name__ == "__main__":
    if sys.argv[1:] not in (["write"], ["pages"]):
        sys.exit("usage: python -m experiments.strategy_pages write | pages")
    if sys.argv[1] == "write":
        write()
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
