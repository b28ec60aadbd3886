"""`rollout help`: the program, or one command."""

from __future__ import annotations

from sim.cli.commands import COMMANDS, help_of
from sim.config.words import Arguments
from sim.report.help_text import overview


def main(arguments: Arguments) -> int:
    """Run the command."""
    words = arguments.take_words(0, 1)
    print(help_of(words[0]) if words else overview(list(COMMANDS)))
    return 0
