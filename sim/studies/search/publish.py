"""From a finished search to files: strategies as YAML, tables, figures and a summary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.inference import Floats
from sim.base.files import remove_ours, write_csv, write_text
from sim.studies.search.genes import budget_share, in_words, levers_of, to_yaml
from sim.studies.search.play import CHECKED, Found
from sim.studies.tournament.goals import TRADED
from sim.studies.tournament.standings import worst_decile

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.tournament.entry import Entry


def publish(found: Found, entry: Entry, out: Path, command_line: str, started: float) -> str:
    """Write every file; returns the summary for a terminal."""
    from sim.runs.provenance import write_provenance
    from sim.studies.search.figures import write_figures
    from sim.studies.search.report import document, spoken

    folder = out / "strategy"
    remove_ours(folder, "found_*.yaml")  # of an earlier search in the same folder
    for trial, name in found.front.items():
        values = found.trials.values[trial]
        head = f"# Found by: {command_line or 'rollout search'}\n"
        text = to_yaml(name, in_words(values, found.last), values, found.last)
        write_text(folder / f"{name}.yaml", head + text)
    write_csv(trials_table(found), out / "trials.csv")
    write_csv(front_table(found), out / "front.csv")
    write_csv(_scores(found.shipped, found.reference), out / "shipped.csv")
    write_csv(found.check, out / "check.csv")
    write_figures(found, out / "figures")
    write_text(out / "summary.md", document(found, out, command_line))
    how = {
        "command_line": command_line,
        "store": str(entry.store.root),
        "workers": entry.settings.worker_count(),
    }
    write_provenance(out, started, [entry.base.seed], how)
    return spoken(found, out)


def front_table(found: Found) -> pd.DataFrame:
    """One row per found strategy, the cheapest first: `name, trial, strategy`, scores."""
    numbers = sorted(found.front, key=lambda trial: -found.trials.scores[trial, 2])
    frame = _scores([found.front[trial] for trial in numbers], found.trials.scores[numbers])
    words = [in_words(found.trials.values[trial], found.last) for trial in numbers]
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
    frame = pd.concat([pd.DataFrame(rows), _scores([], found.trials.scores)], axis=1)
    worst = -worst_decile(-found.details)
    for place, goal in enumerate(CHECKED):
        sign = -1.0 if goal.better == "lower" else 1.0
        name = goal.name.replace(" ", "_")
        frame[f"{name}_mean"] = sign * found.details[place].mean(axis=1)
        frame[f"{name}_worst_tenth"] = sign * worst[place]
    return frame


def _scores(names: Sequence[str], scores: Floats) -> pd.DataFrame:
    """Robust scores as columns, in the units in which goals are told; costs positive."""
    import pandas as pd

    signs = [-1.0 if goal.better == "lower" else 1.0 for goal in TRADED]
    columns = {f"{goal.name.replace(' ', '_')}_score": sign * scores[:, place]
               for place, (goal, sign) in enumerate(zip(TRADED, signs, strict=True))}  # fmt: skip
    return pd.DataFrame({**({"name": list(names)} if len(names) else {}), **columns})
