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
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return f"rollout {installed('rollout-lab')}"
    except PackageNotFoundError:
        return "rollout (source checkout, not installed)"
