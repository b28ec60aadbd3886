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


def lead_title(
    figure: str, values: pd.DataFrame, tell: Callable[[float], str], speak: Language,
    sign: float = 1.0,
) -> str:  # fmt: skip
    """Who leads, or between how many that is not decided; arguments as in `leading`."""
    best, level = leading(values, sign)
    kind = "only" if values.shape[1] == 1 else "open" if level else "lead"
    return speak.say(
        f"figures.{figure}_{kind}", best=name_in_text(best, speak), count=len(level),
        value=tell(float(values[best].mean())),
    )  # fmt: skip


def signs_title(
    figure: str, values: pd.DataFrame, tell: Callable[[float], str], speak: Language
) -> str:
    """With how many strategies a mean lies above zero, below, or is not decided."""
    if values.shape[1] == 1:
        only = str(values.columns[0])
        return speak.say(f"figures.{figure}_only", best=name_in_text(only, speak),
                         value=tell(float(values[only].mean())))  # fmt: skip
    signs = t_test(values.to_numpy(float).T).signs()
    up, down = int((signs > 0).sum()), int((signs < 0).sum())
    return speak.say(f"figures.{figure}_signs", up=up, down=down, all=len(signs),
                     open=len(signs) - up - down)  # fmt: skip
