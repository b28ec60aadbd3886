"""What is worth asking in companies as they come with the package: `sim/analysis/asked.csv`.

    python -m experiments.asked          # some minutes

Does `rollout ask` as it is and keeps its questions, for who has not asked of a firm of one's own.
"""

from __future__ import annotations

import tempfile
from contextlib import chdir
from pathlib import Path

import pandas as pd

from sim.analysis import asked
from sim.base.files import write_csv
from sim.cli.main import main as rollout
from sim.studies.ask.study import Options
from sim.studies.study import HEADCOUNT

KEPT = Path(asked.__file__).with_name(asked.FILE)


def kept(found: Path) -> pd.DataFrame:
    """The questions of a folder of `rollout ask`, as others read them."""
    table = pd.read_csv(found / "ask.csv").query("kind == 'question'")
    told = table.assign(companies=Options().draws, people=HEADCOUNT, command="rollout ask")
    return told[list(asked.COLUMNS)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        rollout(["ask", "out=found", "store=store", "quiet=true"])
        write_csv(kept(Path("found")), KEPT)
