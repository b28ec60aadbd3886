"""Every command, and which module does it; its help is `report/help/COMMAND.txt`."""

from __future__ import annotations

import importlib
from types import ModuleType

from sim.base.params import unknown

COMMANDS = {
    "compare": "sim.studies.compare.study",
    "run": "sim.studies.run",
    "list": "sim.cli.list",
    "sweep": "sim.studies.sweep.study",
    "sensitivity": "sim.studies.sensitivity.study",
    "claims": "sim.studies.claims.study",
    "discover": "sim.studies.discovery.study",
    "tournament": "sim.studies.tournament.study",
    "report": "sim.studies.report.study",
    "search": "sim.studies.search.study",
    "ask": "sim.studies.ask.study",
    "fit": "sim.studies.fit.study",
    "evidence": "sim.studies.evidence.command",
    "calibrate": "sim.studies.calibrate.study",
    "validate": "sim.studies.validate.study",
    "app": "sim.app.command",
    "import": "sim.cli.imports",
    "check-data": "sim.cli.check_data",
    "twin": "sim.cli.twin",
    "store": "sim.cli.store",
    "show": "sim.cli.show",
    "new": "sim.cli.new",
    "open": "sim.cli.open",
    "rerun": "sim.cli.rerun",
    "completion": "sim.cli.completion",
    "help": "sim.cli.explain",
    "version": "sim.cli.version",
}
"""Command -> module with a `STUDY`, or with `main(arguments) -> int`."""

SPOKEN = (
    "app", "import", "check-data", "twin", "list", "store", "rerun", "evidence", "show", "new",
    "open", "completion", "help", "version",
)  # fmt: skip
"""Commands that take names, too; all others take `key=value` and nothing else."""


def module_of(command: str) -> ModuleType:
    """The module that does a command: of this program, or of a package that declares a study.

    Raises:
        ConfigError: There is no such command, or its package is broken.
    """
    if command in COMMANDS:
        return importlib.import_module(COMMANDS[command])
    from sim.config.extensions import find_study

    found = find_study(command)
    if found is None:
        raise unknown("command", command, COMMANDS)
    return found


def help_of(command: str) -> str:
    """What `rollout COMMAND --help` prints; of another package's study, its module's docstring.

    Raises:
        ConfigError: There is no such command.
    """
    from sim.report.help_text import help_text

    if command in COMMANDS:
        return help_text(command)
    return (module_of(command).__doc__ or "").strip()
