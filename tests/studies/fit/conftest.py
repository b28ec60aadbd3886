"""A small library with planted truths, and a small fit, each made once."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest

from experiments.fit_methods import Planted, planted

START = datetime.date(2026, 6, 1)
SMALL = ("strategy=champions", f"start={START}", "organisation=small", "organisation.headcount=24",
         "weeks=30", "draws=100", "workers=1")  # fmt: skip


def use(folder: Path, shares: list[float], name: str = "use.csv", enabled: int = 400) -> str:
    """A table of weekly shares since the start."""
    lines = [
        f"{START + datetime.timedelta(days=7 * week + 6)},{enabled},{round(enabled * share)},7"
        for week, share in enumerate(shares)
    ]
    (folder / name).write_text("\n".join(["date,enabled,active,window", *lines]) + "\n",
                               encoding="utf-8")  # fmt: skip
    return str(folder / name)


def rising(weeks: int) -> list[float]:
    """Shares as many firms of the model show them."""
    return [0.2 + 0.3 * (1.0 - float(np.exp(-week / 5.0))) for week in range(weeks)]


@pytest.fixture(scope="session")
def small_truths() -> Planted:
    """A library of 240 firms of 60 people, and 24 truths of each kind."""
    return planted("champions", 240, 24, words=("organisation.headcount=60",))
