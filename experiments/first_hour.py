"""The pages of the first hour: what their commands say stands below each, and is made by them.

    python -m experiments.first_hour write

Every page begins in an empty folder. A block of `bash` holds lines that begin with `rollout`, a
block of `python` goes on where the last one of its page ended, a block of `csv NAME` is a file; a
block of `text` right below is what they said. A line that says how long something takes is left
out ("…").
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.cli.main import main

FOLDER = Path(__file__).parents[1] / "docs" / "first"
BLOCK = re.compile(
    r"^```(?P<kind>bash|python|csv \S+)\n(?P<code>.*?)^```\n(?:\n```text\n(?P<said>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
TIMED = re.compile(r"^(about \d|compiling ).*$", re.MULTILINE)


def pages() -> list[Path]:
    """All of them."""
    return sorted(FOLDER.glob("*.md"))


def made_again(text: str) -> str:
    """A page with what its commands say today.

    Raises:
        RuntimeError: A command failed.
    """
    page = ModuleType("page")
    sys.modules[page.__name__] = page  # where a dataclass looks for its own names
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return BLOCK.sub(lambda block: _again(block, page.__dict__), text)


def _again(block: re.Match[str], names: dict[str, Any]) -> str:
    code, kind = block["code"], block["kind"]
    with contextlib.redirect_stdout(io.StringIO()) as said, _alone():
        if kind.startswith("csv "):
            Path(kind.removeprefix("csv ")).write_text(code, encoding="utf-8")
        elif kind == "python":
            exec(compile(code, "<page>", "exec"), names)
        else:
            for line in code.splitlines():
                _typed(line)
    shown = TIMED.sub("…", said.getvalue()).strip("\n")
    told = f"\n```text\n{shown}\n```\n" if shown and block["said"] is not None else ""
    return f"```{kind}\n{code}```\n{told}"


def _typed(line: str) -> None:
    words = shlex.split(line)
    if words[0] != "rollout":
        raise RuntimeError(f"only rollout is run from a page, got {line}")
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        code = main(words[1:])
    if code:
        raise RuntimeError(f"{line}\n{errors.getvalue()}")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Eighty columns wide, whatever the terminal of whoever runs this."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        yield
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before


if __name__ == "__main__":
    if sys.argv[1:] != ["write"]:
        sys.exit("usage: python -m experiments.first_hour write")
    for path in pages():
        path.write_text(made_again(path.read_text(encoding="utf-8")), encoding="utf-8")
        print(path.name)
