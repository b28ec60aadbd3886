"""Scenario discovery from Python: as `rollout discover`, with tables instead of files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.settings import STORE, seed_numbers
from sim.report.language import ENGLISH, Language
from sim.runs.store import Store
from sim.runs.wants import Batch
from sim.runs.work import Work
from sim.studies.discovery.publish import boxes_table, companies_table, curve_table
from sim.studies.discovery.report import Report, analyse
from sim.studies.discovery.sample import sample_of
from sim.studies.discovery.study import Options, asked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class DiscoverResult:
    """What a discovery found; a notebook shows the headline and the limits of the boxes.

    Attributes:
        companies: One row per company: who is better there, by how much, and its features.
        boxes: One row per limit of a box that was chosen, with the test on companies held back.
        curve: One row per pruned box: how many of the wins it covers, and how dense they are.
        report: Everything that was found.
    """

    companies: pd.DataFrame
    boxes: pd.DataFrame
    curve: pd.DataFrame
    report: Report

    def headline(self, language: str | Language = ENGLISH) -> list[str]:
        """In how many companies the first strategy is better, and where."""
        from sim.studies.discovery.document import headline

        return headline(self.report, Language.of(language))

    def plot(self, figure: str = "discover_companies", language: str | Language = "en") -> Figure:
        """Draw `discover_companies`, or `discover_observable` and `discover_assumed`: their box.

        Raises:
            ConfigError: There is no such figure, or no box was found to draw.
        """
        from sim.report import notebook
        from sim.studies.discovery.figures import figures

        return notebook.chosen(figure, figures(self.report), language)

    def __repr__(self) -> str:
        return "\n".join(self.headline())

    def _repr_html_(self) -> str:
        from sim.report import notebook

        shown = self.boxes[["features", "feature", "side", "limit", "density", "base", "confirmed"]]
        return notebook.paragraphs(self.headline()) + notebook.table(shown, index=False)


def discover(
    better: str,
    than: str,
    overrides: Sequence[str] = (),
    outcome: str = "genuine_use_final",
    by: float = 0.0,
    vary: Mapping[str, Any] | None = None,
    companies: str = "matched",
    draws: int = 90,
    seeds: int | Sequence[int] = 4,
    seed: int = 0,
    store: Path | str = STORE,
    workers: int = 1,
    config_dir: str | None = None,
) -> DiscoverResult:
    """Look for the companies in which one strategy beats another.

    Args:
        better: Strategy whose wins are looked for.
        than: Strategy that it is compared with.
        overrides: What all companies share, as on the command line: `["weeks=52"]`.
        outcome: What the two are judged by; more of it, or less, must be better.
        by: By how much the first must be better, in the outcome's unit.
        vary: Per key a range or a distribution, as in `sweep`, instead of whole companies.
        companies: Which are drawn if nothing is varied: `matched` or `plausible`.
        draws: How many companies.
        seeds: How many seeds in each of them, or which; at least two.
        seed: Of the draws, and of the lot that holds companies back for the test.
        store: Folder of the run store.
        workers: Processes on this machine.
        config_dir: A folder of further presets.

    Raises:
        ConfigError: A name, key or value is not valid, or `ema_workbench` is not installed.
    """
    own = Options(better, than, outcome, by, draws=draws, companies=companies, vary=vary or {})
    numbers = range(seeds) if isinstance(seeds, int) else seed_numbers(seeds)
    where = asked(own, draws, numbers, seed, overrides, config_dir)
    tasks = where.tasks()
    with Work(Store(store), workers=workers).going_on() as work:
        done = Batch([(task, each) for task in tasks for each in where.seeds]).do(work)
        report = analyse(where, sample_of(where, tasks, done))
    return DiscoverResult(companies_table(report), boxes_table(report), curve_table(report), report)
