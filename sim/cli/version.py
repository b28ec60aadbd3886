"""`rollout version`."""

from __future__ import annotations

from sim.config.words import Arguments


def main(arguments: Arguments) -> int:
    """Run the command."""
    arguments.take_words(0, 0)
    print(version())
    return 0


def version() -> str:
    """Name and version of the program."""
    from sim.runs.version import installed

    return f"rollout {installed('rollout-lab', '(source checkout, not installed)')}"
