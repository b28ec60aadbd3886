"""`rollout help`: the program, or one command."""

from __future__ import annotations

from sim.base.params import unknown
from sim.cli.commands import COMMANDS
from sim.config.words import Arguments
from sim.report.help_text import help_text, overview


def main(arguments: Arguments) -> int:
    """Run the command."""
    words = arguments.take_words(0, 1)
    if words and words[0] not in COMMANDS:
        raise unknown("command", words[0], COMMANDS)
    print(help_text(words[0]) if words else overview(list(COMMANDS)))
    return 0
