"""Every command: which module does it, and what it does."""

from __future__ import annotations

COMMANDS = {
    "compare": ("sim.studies.compare.command", "compare strategies over many seeds"),
    "run": ("sim.studies.run", "run one strategy with one seed"),
    "list": ("sim.cli.list", "list what can be chosen and set"),
    "sweep": ("sim.studies.sweep.command", "vary parameters: every point, strategy and seed"),
    "sensitivity": ("sim.studies.sensitivity.command", "which assumptions decide an outcome"),
    "claims": ("sim.studies.claims.command", "test the 23 claims in many drawn companies"),
    "discover": (
        "sim.studies.discovery.command",
        "where one strategy beats another: rules, tested",
    ),
    "tournament": (
        "sim.studies.tournament.command",
        "which strategy to choose, over many companies",
    ),
    "search": (
        "sim.studies.search.command",
        "look for better strategies; check them on fresh companies",
    ),
    "evidence": (
        "sim.studies.evidence.command",
        "published numbers, and what the model shows there",
    ),
    "calibrate": (
        "sim.studies.calibrate.command",
        "fit to published numbers; what stays unidentified",
    ),
    "validate": ("sim.studies.validate.command", "patterns and numbers that nothing was fitted to"),
    "store": ("sim.cli.store", "finished runs: list, show, verify, prune"),
    "show": ("sim.cli.show", "what a preset changes, in words"),
    "new": ("sim.cli.new", "a strategy of your own: a file to change"),
    "open": ("sim.cli.open", "open the last result"),
    "rerun": ("sim.cli.rerun", "do a stored run again and check that it is the same"),
    "completion": ("sim.cli.completion", "a script that completes words in bash, zsh or fish"),
    "help": ("sim.cli.explain", "explain the program, or a command"),
    "version": ("sim.cli.version", "print the version"),
}
"""Command -> (module with `HELP` and `main(arguments) -> int`, what it does)."""

SPOKEN = (
    "list", "store", "rerun", "evidence", "show", "new", "open", "completion", "help", "version",
)  # fmt: skip
"""Commands that take names, too; all others take `key=value` and nothing else."""

HELP = """\
Rollout Lab: how an organisation rolls out AI, simulated.

usage: rollout COMMAND [group=choice ...] [key=value ...]

commands:
{commands}

flags:
  -h, --help         explain; `rollout COMMAND --help` has examples
  --config-dir DIR   read further presets from DIR, laid out like conf/
  --debug            show tracebacks of internal errors
  --fail-fast        stop a sweep at the first run that fails
  --version          print the version

examples:
  rollout compare                                   all strategies, default settings
  rollout compare study=quick                       a first look within seconds
  rollout run strategy=champions seed=7
  rollout list parameters reactance
  rollout sweep study=heat_map dry_run=true         strategy x parameter, said but not done
"""


def overview() -> str:
    """What `rollout --help` prints."""
    rows = [f"  {name:<11} {summary}" for name, (_, summary) in COMMANDS.items()]
    return HELP.format(commands="\n".join(rows))
