"""What `rollout --help` and `rollout COMMAND --help` print: one text file per command."""

from __future__ import annotations

from pathlib import Path

HELP = Path(__file__).parent / "help"


def summary(command: str) -> str:
    """What a command does, in a line: the first one of its file."""
    return _read(command).partition("\n")[0]


def help_text(command: str) -> str:
    """The rest of its file; `{shared_keys}` stands for the keys that many commands have."""
    text = _read(command).partition("\n\n")[2]
    return text.replace("{shared_keys}", _read("shared_keys").rstrip("\n"))


def overview(commands: list[str]) -> str:
    """What `rollout` itself does, with a line per command."""
    lines = [f"  {name:<11} {summary(name)}" for name in commands]
    return _read("rollout").replace("{commands}", "\n".join(lines))


def _read(name: str) -> str:
    return (HELP / f"{name}.txt").read_text(encoding="utf-8")
