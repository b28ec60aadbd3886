"""The figures in the README: the default comparison, drawn small enough for a web page.

python -m experiments.readme_figure        # a minute or two
"""

from __future__ import annotations

import os
from pathlib import Path

from sim.base.presets import REFERENCE
from sim.config.load import load_settings, load_strategies
from sim.report.language import ENGLISH
from sim.report.plots import adoption_figure, differences_figure, style
from sim.studies.compare.compare import compare

FOLDER = Path(__file__).parents[1] / "docs" / "figures"
DPI = 75


def main() -> None:
    """Run every strategy with every seed of `rollout compare`, and write two figures."""
    settings = load_settings()
    configs = load_strategies([], settings.strategies)
    baseline, seeds = settings.baseline_strategy(), settings.seed_list(0)
    result = compare(configs, seeds, baseline, workers=os.cpu_count() or 1, companies="matched")
    shown = result.weekly[result.weekly["strategy"] != REFERENCE]
    withdraw_week = configs[baseline].withdraw_week
    FOLDER.mkdir(parents=True, exist_ok=True)
    with style.look():
        figures = {
            "adoption": adoption_figure(shown, withdraw_week, ENGLISH),
            "differences": differences_figure(result.pairwise, ENGLISH),
        }
        for name, figure in figures.items():
            path = FOLDER / f"{name}.png"
            figure.savefig(path, dpi=DPI, metadata={"Software": None})
            print(f"{path.relative_to(FOLDER.parents[1])}: {path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
