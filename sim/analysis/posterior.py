"""The companies that come with the package: whole ones, found by `rollout calibrate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SHIPPED = Path(__file__).with_name("posterior.parquet")
#: Parameters that the fit looked at: they move a target. All others are as in their ranges.
FITTED: tuple[str, ...] = tuple(
    Path(__file__).with_name("fitted.txt").read_text(encoding="utf-8").split()
)


def shipped_draws() -> pd.DataFrame:
    """Companies, one column per parameter (full key), one row each."""
    import pandas as pd

    return pd.read_parquet(SHIPPED)
