"""One run: its files, and what there is to say of its levers."""

from __future__ import annotations

import time
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.model.engine import Engine
    from sim.report.language import Language
    from sim.report.plots import NetworkSnapshots
    from sim.runs.run import RunResult

Row = dict[Any, Any]


def run_into(
    folder: Path, config: RunConfig, line: str, speak: Language, quiet: bool,
    drawn: Collection[str] = (), workers: int = 1,
) -> tuple[Row, list[str]]:  # fmt: skip
    """Run one configuration, write its files, return its outcomes and what to say of its levers.

    Args:
        folder: Where the files go.
        config: What is run.
        line: The command, as typed.
        speak: What it is told in.
        quiet: No progress.
        drawn: Keys whose values were drawn, and not set by anybody.
        workers: How many processes may draw figures.
    """
    from sim.base.files import results_folder
    from sim.config.check import to_yaml

    started = time.time()
    with results_folder(folder, "run", quiet):
        from sim.report.plots import figures
        from sim.runs.run import RunResult
        from sim.studies.answer import Answer
        from sim.studies.context import context, people_of
        from sim.studies.publish import publish

        result, snapshots, about_levers = _lived(config, speak, quiet)
        own = RunResult(*(each[each["strategy"] == config.strategy.name] for each in result))
        left = Answer(
            files={
                "runs.parquet": own.runs,
                "weekly.parquet": own.weekly,
                "config.yaml": to_yaml(config),
            },
            figures=figures(
                result.weekly,
                result.runs,
                withdraw_week=config.withdraw_week,
                snapshots=snapshots,
            ),
            context=lambda speak: context(
                [config], speak, [config.seed], people_of(config), drawn=drawn
            ),
            seeds=[config.seed],
        )
        publish(left, folder, [speak], started, {"command_line": line}, workers)
        return dict(own.runs.iloc[0]), about_levers


def _lived(
    config: RunConfig, speak: Language, quiet: bool
) -> tuple[RunResult, NetworkSnapshots, list[str]]:
    """The run with its reference, its network in some weeks, and what to say of its levers."""
    from sim.base.streams import Streams
    from sim.organisation.build import build
    from sim.runs.run import watched
    from sim.runs.warm import compile_all
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

    result = watched(config, build(config.organisation, Streams(config.seed)), live)
    return result, shots[0], about_levers
