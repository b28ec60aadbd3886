"""What titles may say: who leads and by how much it is decided, never more than the data show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.inference import difference, t_test
from sim.report.plots.style import name_in_text

if TYPE_CHECKING:
    import pandas as pd

    from sim.report.language import Language


def leading(values: pd.DataFrame, sign: float = 1.0) -> tuple[str, list[str]]:
    """Who has the best mean, and all that are not decidedly behind.

    One that beats each of the others at 5 % is decidedly best without a correction, as all tests
    have to agree (Berger 1982); with one seed nobody is.

    Args:
        values: One row per seed, one column per strategy.
        sign: 1 where more is better, −1 where less is.
    """
    best = str((sign * values.mean()).idxmax())
    others = [str(each) for each in values.columns if each != best]
    gaps = [difference(sign * values[best].to_numpy(float), sign * values[each].to_numpy(float))
            for each in others]  # fmt: skip
    behind = t_test(np.array(gaps)).signs() > 0 if gaps else ()
    return best, [each for each, far in zip(others, behind, strict=True) if not far]


def lead(
    values: pd.DataFrame, tell: Callable[[float], str], speak: Language, sign: float = 1.0
) -> tuple[str, dict[str, object]]:
    """Which sentence on who leads can be said, `only`, `open` or `lead`, and its places."""
    best, level = leading(values, sign)
    kind = "only" if values.shape[1] == 1 else "open" if level else "lead"
    return kind, {"best": name_in_text(best, speak), "count": len(level),
                  "value": tell(float(values[best].mean()))}  # fmt: skip


def signs(
    values: pd.DataFrame, tell: Callable[[float], str], speak: Language
) -> tuple[str, dict[str, object]]:
    """The same on how many means lie above zero, below, or are not decided: `only` or `signs`."""
    if values.shape[1] == 1:
        return "only", lead(values, tell, speak)[1]
    found = t_test(values.to_numpy(float).T).signs()
    up, down = int((found > 0).sum()), int((found < 0).sum())
    return "signs", {"up": up, "down": down, "all": len(found), "open": len(found) - up - down}


def foremost(table: pd.DataFrame) -> tuple[pd.Series, int]:
    """The row with the highest value, and how many others' intervals reach into its own.

    Args:
        table: Columns `value, low, high`; not empty.
    """
    own = table.astype({"value": float, "low": float, "high": float})
    first = own.iloc[int(own["value"].argmax())]
    return first, int((~(own["high"] < first["low"])).sum()) - 1
