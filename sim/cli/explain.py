"""`rollout help`: the program, or one command."""

from __future__ import annotations

import importlib

from sim.base.errors import unknown
from sim.cli.commands import COMMANDS, overview
from sim.cli.help import help_text
from sim.config.words import Arguments

HELP = help_text("help")


def main(arguments: Arguments) -> int:
    """Run the command."""
    words = arguments.take_words(0, 1)
    if words and words[0] not in COMMANDS:
        raise unknown("command", words[0], COMMANDS)
    print(importlib.import_module(COMMANDS[words[0]][0]).HELP if words else overview())
    return 0
