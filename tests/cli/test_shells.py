"""Every command in the documentation and the help texts reaches the program as it is printed."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from sim.cli import main as cli
from sim.config.early import check_words
from sim.config.spelling import tidied
from sim.config.words import read
from sim.report.help_text import help_text

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs", "docs/gallery", "docs/strategies", "docs/strategien")
PAGES = [
    *ROOT.glob("README*.md"),
    *(page for folder in FOLDERS for page in sorted((ROOT / folder).glob("*.md"))),
    *sorted((ROOT / "docs/course").rglob("*.md")),
]


def documented() -> list[str]:
    """Every whole command line, in pages, between backticks, and in help texts."""
    found: list[str] = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"^```bash\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            found += [line for line in block.splitlines() if line.startswith("rollout ")]
        running = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        found += [" ".join(each.split()) for each in re.findall(r"`(rollout [^`]+)`", running)]
    for command in cli.COMMANDS:
        examples = help_text(command).partition("examples:\n")[2]
        found += [re.split(r"\s{3,}", line.strip())[0] for line in examples.splitlines()]
    whole = [line for line in found if not re.search(r"…|\.\.\.|[A-Z]{3,}", line)]
    return sorted({line for line in whole if line.startswith("rollout ")})


LINES = documented()


def test_there_are_many() -> None:
    assert len(LINES) > 60


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_shell_hands_over_what_is_printed(shell: str, tmp_path: Path) -> None:
    """With a stand-in for the program that prints its words."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    script = ['rollout() { printf \'%s\\n\' "$#" "$@"; }', *LINES]
    plain = {"bash": ["--norc"], "zsh": ["-f"]}[shell]
    done = subprocess.run([program, *plain, "-c", "\n".join(script)], cwd=tmp_path, timeout=60,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.stderr == ""
    said = iter(done.stdout.splitlines())
    for line in LINES:
        words = [next(said) for _ in range(int(next(said)))]
        assert words == shlex.split(line)[1:], line


@pytest.mark.parametrize("line", LINES)
def test_no_word_needs_quotes_in_zsh_or_powershell(line: str) -> None:
    """What either of them gives a meaning to stands in single quotes only."""
    bare = re.sub(r"'[^']*'", "", line)
    assert not re.search(r"[\[\]{}()*?$`\"|&;<>#]|(^|\s)[~@]", bare), bare


@pytest.mark.parametrize("line", LINES)
def test_the_words_are_right(line: str) -> None:
    words = shlex.split(line)[1:]
    if "--config-dir" in words:  # a folder of the reader's own
        place = words.index("--config-dir")
        del words[place : place + 2]
    arguments = read(words)
    assert arguments.command in cli.COMMANDS
    if arguments.command in cli.SPOKEN or arguments.multirun or arguments.help:
        return
    module = import_module(cli.COMMANDS[arguments.command])
    options = module.STUDY.options if hasattr(module, "STUDY") else module.Options
    own = tuple(options.__dataclass_fields__)
    words = tidied(arguments.command, arguments.words, own)
    known = [word for word in words if not word.startswith(("strategies=", "study=", "strategy="))]
    check_words(known, None, own)
