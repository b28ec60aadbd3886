"""Every command, and which module does it; its help is `report/help/COMMAND.txt`."""

from __future__ import annotations

COMMANDS = {
    "compare": "sim.studies.compare.study",
    "run": "sim.studies.run",
    "list": "sim.cli.list",
    "sweep": "sim.studies.sweep.study",
    "sensitivity": "sim.studies.sensitivity.study",
    "claims": "sim.studies.claims.study",
    "discover": "sim.studies.discovery.study",
    "tournament": "sim.studies.tournament.study",
    "search": "sim.studies.search.study",
    "evidence": "sim.studies.evidence.command",
    "calibrate": "sim.studies.calibrate.study",
    "validate": "sim.studies.validate.study",
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
    "list", "store", "rerun", "evidence", "show", "new", "open", "completion", "help", "version",
)  # fmt: skip
"""Commands that take names, too; all others take `key=value` and nothing else."""
