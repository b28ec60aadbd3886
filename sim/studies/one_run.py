"""One run: its files, and what there is to say of it."""

from __future__ import annotations

import time
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.base.hands import Call, here

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.model.engine import Engine
    from sim.report.language import Language
    from sim.report.plots import NetworkSnapshots
    from sim.runs.run import Columns, Part


class Told(NamedTuple):
    """What a terminal is told of a run.

    Attributes:
        outcomes: By name.
        people: Employees.
        context: What it is about.
        about_levers: Sentences on the levers, if there is something to say.
    """

    outcomes: Columns
    people: int
    context: str
    about_levers: list[str]


def load() -> None:
    """Load what publishing a run needs and the run itself does not, and do what can be done."""
    import pandas as pd  # noqa: F401  # for those who import it later, as what follows
    import pyarrow.parquet  # noqa: F401

    import sim.runs.provenance
    import sim.runs.run
    import sim.studies.publish  # noqa: F401  # so that `_publish` finds it loaded
    from sim.report.plots import style
    from sim.report.plots.sheet import warm
    from sim.runs.version import model_version

    style.load()
    warm()
    model_version()


def run_into(
    folder: Path, config: RunConfig, line: str, speak: Language, quiet: bool,
    drawn: Collection[str] = (), workers: int = 1, call: Call = here,
) -> Told:  # fmt: skip
    """Run one configuration, write its files, and say what there is to say.

    Args:
        folder: Where the files go.
        config: What is run.
        line: The command, as typed.
        speak: What it is told in.
        quiet: No progress.
        drawn: Keys whose values were drawn, and not set by anybody.
        workers: How many processes may draw figures.
        call: Calls what writes the files, here or in a process that is ready for it.
    """
    from sim.base.files import results_folder
    from sim.config.check import to_yaml

    started, how = time.time(), {"command_line": line}
    with results_folder(folder, "run", quiet):
        parts, snapshots, told = _lived(config, speak, quiet, drawn)
        call(_publish, folder, config, to_yaml(config), parts, snapshots, told.context, speak,
             started, how, workers)  # fmt: skip
    return told


def _publish(
    folder: Path, config: RunConfig, text: str, parts: list[Part], snapshots: NetworkSnapshots,
    about: str, speak: Language, started: float, how: dict[str, str], workers: int,
) -> None:  # fmt: skip
    """Write all files of a run, its configuration as text among them."""
    from sim.base.files import results_folder
    from sim.report.plots import figures
    from sim.runs.run import RunResult, frames
    from sim.studies.answer import Answer
    from sim.studies.publish import publish

    runs, weekly = frames(parts)
    own = RunResult(*(each[each["strategy"] == config.strategy.name] for each in (runs, weekly)))
    left = Answer(
        files={"runs.parquet": own.runs, "weekly.parquet": own.weekly, "config.yaml": text},
        figures=figures(weekly, runs, withdraw_week=config.withdraw_week, snapshots=snapshots),
        context=lambda _: about,
        seeds=[config.seed],
    )
    with results_folder(folder, "run"):
        publish(left, folder, [speak], started, how, workers)


def _lived(
    config: RunConfig, speak: Language, quiet: bool, drawn: Collection[str]
) -> tuple[list[Part], NetworkSnapshots, Told]:
    """The run with its reference, its network in some weeks, and what there is to say."""
    from sim.base.streams import Streams
    from sim.organisation.build import build
    from sim.runs.run import watched
    from sim.runs.warm import compile_all
    from sim.studies.context import context
    from sim.studies.lever_words import doses, idle, rules, told_doses
    from sim.studies.snapshots import network_snapshots

    compile_all(quiet, speak)
    shots: list[NetworkSnapshots] = []
    about_levers = idle(speak, config)

    def live(firm: Engine) -> Engine:
        about_levers.extend(told_doses(speak, doses(firm)))
        shots.append(network_snapshots(firm))
        about_levers.extend(rules(speak, firm))
        return firm

    organisation = build(config.organisation, Streams(config.seed))
    people, parts = organisation.structure.people, watched(config, organisation, live)
    about = context([config], speak, [config.seed], people, drawn=drawn)
    return parts, shots[0], Told(parts[-1][0], people, about, about_levers)
