"""Result frames that look like a comparison, made without the simulator.

The shapes are invented, and the strategies differ on purpose, so that statistics,
sentences and figures have something to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.presets import REFERENCE
from sim.base.streams import Streams
from sim.model.measures import Context
from sim.model.outcomes import outcomes
from sim.report.plots.style import SHIPPED

STRATEGIES = SHIPPED
# Per strategy: ceiling of genuine use, week of half of it, compelled use, integration, hours
# invested, spending per week in euros.
SHAPES = {
    REFERENCE: (0.0, 50, 0.0, 0.0, 0.0, 0.0),
    "organic": (0.35, 45, 0.0, 0.0, 0.0, 2000.0),
    "mandate": (0.33, 40, 0.35, 0.0, 0.05, 5000.0),
    "mandate_with_training": (0.5, 35, 0.3, 0.0, 0.5, 9000.0),
    "training_first": (0.55, 32, 0.0, 0.02, 0.5, 9000.0),
    "lead_by_example": (0.62, 30, 0.0, 0.02, 0.3, 7800.0),
    "champions": (0.66, 28, 0.0, 0.05, 0.4, 8600.0),
    "phased_pilot": (0.58, 34, 0.0, 0.6, 0.45, 9000.0),
    "phased_pilot_random": (0.56, 36, 0.0, 0.5, 0.45, 9000.0),
    "big_bang": (0.5, 30, 0.0, 0.3, 0.8, 9000.0),
    "playbook": (0.75, 26, 0.0, 0.7, 0.5, 8900.0),
}
PHASES = ("intake", "planning", "execution", "reporting")
WAITS = ("queue", "approval", "prioritisation", "hand_over", "status_query")


def fake_results(
    strategies: Sequence[str] = STRATEGIES,
    seeds: Sequence[int] = tuple(range(12)),
    weeks: int = 104,
    withdraw_week: int = 78,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Frames `runs` and `weekly` of a comparison, the hidden reference included."""
    weekly_frames, rows = [], []
    for strategy in (REFERENCE, *(each for each in strategies if each != REFERENCE)):
        for seed in seeds:
            columns = _weekly(strategy, seed, weeks, withdraw_week)
            reference = _weekly(REFERENCE, seed, weeks, withdraw_week)
            context: Context = {
                "headcount": 200,
                "price_per_hour": 60.0,
                "withdraw_week": withdraw_week,
                "levers_act": np.arange(1, weeks + 1) <= withdraw_week,
                "use_gini_teams": 0.1 + 0.01 * (seed % 7),
                "novice_advantage": 0.3 - 0.01 * (seed % 5),
            }
            if SHAPES[strategy][5] >= 5000:
                context["budget_eur"] = 9000.0
                context["budget_spent_eur"] = SHAPES[strategy][5]
            names = {"run_id": f"{strategy}-{seed}", "strategy": strategy, "seed": seed}
            rows.append({**names, **outcomes(columns, reference, context)})
            weekly_frames.append(pd.DataFrame({**names, **columns}))
    return pd.DataFrame(rows), pd.concat(weekly_frames, ignore_index=True)


def _weekly(strategy: str, seed: int, weeks: int, withdraw: int) -> dict[str, Any]:
    ceiling, half, compelled, integration, invested, spend = SHAPES[strategy]
    week = np.arange(1, weeks + 1)
    luck = Streams(seed).generator("fake")
    shift, level = luck.standard_normal(2)
    noise = luck.standard_normal((8, weeks))
    on = (week <= withdraw).astype(float)
    gone = np.clip((week - withdraw) / 26, 0, 1)
    grown = 1 / (1 + np.exp(-(week - half - 3 * shift) / (6 + 0.1 * half)))
    use = np.clip(ceiling * (1 + 0.1 * level) * grown * (1 - 0.35 * gone), 0, 1)
    forced = compelled * on * np.clip(week / 6, 0, 1) * (1 + 0.05 * noise[0])
    merged = integration * np.clip((week - half) / 40, 0, 1) * (1 - 0.2 * gone)
    hours_in = invested * on * np.exp(-((week - 12) ** 2) / 400)
    saved = 2.2 * use * (0.35 + merged) - hours_in + 0.03 * noise[1] * use
    lead = (5.0 + 0.3 * level) * (1 - 0.45 * merged) + 0.15 * noise[2]
    shares = np.array([0.12, 0.38, 0.32, 0.18])
    waits = np.array([0.24, 0.2, 0.12, 0.16, 0.1])
    columns: dict[str, Any] = {
        "week": week,
        "genuine_use": use,
        "compelled_use": np.maximum(forced, 0),
        "reported_use": np.clip(use + np.maximum(forced, 0), 0, 1),
        "effective_use": use,
        "frequent_use": use,
        "integration": merged,
        "trust": 0.4 + 0.3 * use,
        "threat": 0.4 - 0.2 * use,
        "reactance": np.clip(0.6 * forced, 0, 1),
        "hours_per_item": (12 + 0.4 * level) * (1 - 0.1 * use - 0.2 * merged),
        "touch_hours_per_item": 5 * (1 - 0.2 * use),
        "lead_time_weeks": lead,
        "throughput": 40 * (1 + 0.03 * merged) + 0.5 * noise[3],
        "work_in_progress": 200 - 40 * merged + noise[4],
        "coordination_share": 0.55 - 0.1 * merged,
        "hours_saved_per_employee": saved,
        "hours_invested_per_employee": hours_in,
        "spend_hours": spend / 120 * on,
        "spend_eur": spend * on,
        "manager_hours": 2 * invested * on,
        "wait_service": lead * (1 - waits.sum()),
    }
    for phase, share in zip(PHASES, shares, strict=True):
        columns[f"lead_time_{phase}"] = lead * share
    for wait, share in zip(WAITS, waits, strict=True):
        columns[f"wait_{wait}"] = lead * share
    for friction in WAITS[1:]:
        columns[f"hours_{friction}"] = 1.7 * (1 - 0.4 * merged)
    return columns
