"""What a fit leaves behind as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.studies.fit.found import METHODS

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.fit.found import Found


def forecast(fit: Found) -> pd.DataFrame:
    """One row per week: what was observed, and low end, middle and high end of every method."""
    import pandas as pd

    every, own = fit.data.series, fit.series
    weeks = np.concatenate((every.before.weeks, fit.ahead))
    observed = dict(zip(every.weeks.tolist(), every.share.tolist(), strict=True))
    held = set(fit.judged.held.weeks.tolist())
    columns: dict[str, Any] = {
        "week": weeks,
        "monday": [every.day(week).isoformat() for week in weeks],
        "observed": [observed.get(week, np.nan) for week in weeks.tolist()],
        "held_out": [week in held for week in weeks.tolist()],
    }
    before = np.full(len(every.before), np.nan)
    for method in METHODS:
        for name, values in zip(("low", "median", "high"), fit.paths[method], strict=True):
            shown = np.array(values)
            if method == "no_change":
                shown[: own.last] = np.nan  # it speaks of what comes only
            columns[f"{method}_{name}"] = np.concatenate((before, shown))
    return pd.DataFrame(columns)


def holdout(fit: Found) -> pd.DataFrame:
    """One row per method and held-out week, forecast without knowing any of them."""
    import pandas as pd

    held = fit.judged.held
    return pd.concat([
        pd.DataFrame({
            "method": method, "week": held.weeks, "observed": held.share, "low": path.low,
            "median": path.middle, "high": path.high, "inside": fit.judged.inside(method),
        })
        for method, path in fit.judged.paths.items()
    ], ignore_index=True)  # fmt: skip


def identified(fit: Found) -> pd.DataFrame:
    """One row per unknown: weighted quantiles, relative width, and whether it is identified."""
    import pandas as pd

    return pd.DataFrame([
        {"parameter": each.key, "low": each.low, "median": each.middle, "high": each.high,
         "width": each.width, "identified": "yes" if each.identified else "no"}
        for each in fit.unknowns
    ])  # fmt: skip


def promise(fit: Found) -> pd.DataFrame:
    """Expected width of the interval for the target week, with more weeks or with a survey."""
    import pandas as pd

    own, last = fit.promise, fit.series.last
    rows = [("now", "", last, own.now)]
    rows += [("weeks", "", weeks, width) for weeks, width in own.weeks.items()]
    rows += [("survey", item, last, width) for item, width in own.survey.items()]
    frame = pd.DataFrame(rows, columns=["with", "item", "weeks", "width"])
    return frame.assign(for_week=fit.target)
