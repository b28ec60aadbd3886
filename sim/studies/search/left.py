"""What a finished search leaves behind: strategies as YAML, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.analysis.decision import worst_tenth
from sim.base.arrays import Floats
from sim.report.language import ENGLISH
from sim.studies.search.genes import budget_share, levers_of, to_yaml
from sim.studies.search.play import CHECKED, Found
from sim.studies.search.words import plan
from sim.studies.tournament.goals import TRADED

if TYPE_CHECKING:
    import pandas as pd


def strategy_files(found: Found, command: str) -> dict[str, str]:
    """Every strategy of the front as a preset, by the name of its file."""
    files = {}
    for trial, name in found.front.items():
        values = found.trials.values[trial]
        text = to_yaml(name, plan(values, found.last, ENGLISH), values, found.last)
        files[f"strategy/{name}.yaml"] = f"# Found by: {command or 'rollout search'}\n{text}"
    return files


def front_table(found: Found) -> pd.DataFrame:
    """One row per found strategy, the cheapest first: `name, trial, strategy`, scores."""
    numbers = found.cheapest_first()
    frame = scores_table([found.front[trial] for trial in numbers], found.trials.scores[numbers])
    words = [plan(found.trials.values[trial], found.last, ENGLISH) for trial in numbers]
    frame.insert(1, "trial", numbers)
    frame.insert(2, "strategy", words)
    return frame


def trials_table(found: Found) -> pd.DataFrame:
    """One row per trial: `trial, name, budget_share, levers`, per goal score, mean, worst tenth."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for trial, values in enumerate(found.trials.values):
        levers = levers_of(values, found.last)
        told = "; ".join(
            f"{lever} {' '.join(f'{key}={value}' for key, value in fields.items())}"
            for lever, fields in levers.items()
        )
        rows.append({"trial": trial, "name": found.front.get(trial, ""),
                     "budget_share": budget_share(values), "levers": told})  # fmt: skip
    frame = pd.concat([pd.DataFrame(rows), scores_table([], found.trials.scores)], axis=1)
    worst = -worst_tenth(-found.details)
    for place, goal in enumerate(CHECKED):
        name = goal.name.replace(" ", "_")
        frame[f"{name}_mean"] = goal.sign * found.details[place].mean(axis=1)
        frame[f"{name}_worst_tenth"] = goal.sign * worst[place]
    return frame


def scores_table(names: Sequence[str], scores: Floats) -> pd.DataFrame:
    """Robust scores as columns, in the units in which goals are told; costs positive.

    Args:
        names: Of the strategies, the first column; none without any.
        scores: Shape (strategies, goals).
    """
    import pandas as pd

    columns = {f"{goal.name.replace(' ', '_')}_score": goal.sign * scores[:, place]
               for place, goal in enumerate(TRADED)}  # fmt: skip
    return pd.DataFrame({**({"name": list(names)} if len(names) else {}), **columns})
