"""The pages of the first hour: what their commands say stands below each, and is made by them.

    python -m experiments.first_hour write

A page begins in an empty folder; its German twin begins in another, with the runs that the first
left in its store, and draws no figures, so that little is done twice. A block of `bash` holds lines
that begin with `rollout`, a block of `python` goes on where the last one of its page ended, a block
of `csv NAME` is a file; a block of `text` right below is what they said. A line that says how long
something takes is left out ("…"), and in German also what of a sweep is stored already.
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
from unittest import mock

from sim.cli.main import main

FOLDER = Path(__file__).parents[1] / "docs" / "first"
GERMAN = FOLDER.parent / "site" / "de" / "first"
BLOCK = re.compile(
    r"^```(?P<kind>bash|python|csv \S+)\n(?P<code>.*?)^```\n(?:\n```text\n(?P<said>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
TIMED = re.compile(r"^(about \d|compiling |\d+ Punkte x ).*$", re.MULTILINE)
STORE = Path("results/store")


def pages() -> list[tuple[Path, Path]]:
    """All of them: English, German."""
    return [(path, GERMAN / path.name) for path in sorted(FOLDER.glob("*.md"))]


def made_again(*texts: str) -> list[str]:
    """A page, and its twins after it, with what their commands say today.

    Raises:
        RuntimeError: A command failed.
    """
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            place = Path(folder, str(number))
            place.mkdir()
            with contextlib.chdir(place):
                if Path("../0", STORE).is_dir():
                    STORE.parent.mkdir()
                    STORE.symlink_to(Path("../../0", STORE))
                with _undrawn() if number else contextlib.nullcontext():
                    made.append(_page_again(text))
    return made


def _page_again(text: str) -> str:
    page = ModuleType("page")
    sys.modules[page.__name__] = page  # where a dataclass looks for its own names
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


def _undrawn() -> contextlib.AbstractContextManager[Any]:
    """No figures: what a command says does not depend on them, and they take most of its time."""
    return mock.patch("sim.studies.publish._drawings", return_value=[])


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
    for pair in pages():
        texts = made_again(*(path.read_text("utf-8") for path in pair))
        for path, text in zip(pair, texts, strict=True):
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(FOLDER.parent))
