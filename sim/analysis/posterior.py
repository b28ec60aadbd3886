"""The posterior that comes with the package: 200 equally weighted draws."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SHIPPED = Path(__file__).with_name("posterior.parquet")


def shipped_draws() -> pd.DataFrame:
    """Draws of `rollout calibrate`, one column per parameter (full key), one row per draw.

    What the evidence does not identify is as wide in them as its prior; parameters without
    a column were not fitted and keep their sweep ranges.
    """
    import pandas as pd

    return pd.read_parquet(SHIPPED)
