"""`rollout rerun FOLDER`: do the command of a folder of results again, and compare the files."""

from __future__ import annotations

import io
import shlex
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.base.ours import PROVENANCE, record_of
from sim.base.params import ConfigError
from sim.cli.commands import COMMANDS, SPOKEN, module_of
from sim.config.words import key_of, read

HERE = ("out", "store", "engine", "scheduler", "quiet", "dry_run")
"""Keys that say where and how work is done; no file depends on them."""
SHOWN = 8


def again(folder: Path, out: Path | None) -> int:
    """Do it again, every run of it, and say whether every file is the same.

    Args:
        folder: A folder of results.
        out: Where the new files go; None for nowhere.

    Returns:
        Exit code: 0, or 3 if a file is not the same.

    Raises:
        ConfigError: The folder does not say what made it, or that cannot be done here.
    """
    from sim.cli.main import dispatch
    from sim.runs.version import model_version

    record = record_of(folder)
    words = _words(folder, record.get("command_line"))
    if record.get("model_version") != model_version():
        print(f"rollout: it is of model version {record.get('model_version')}, this is "
              f"{model_version()}: it may well differ", file=sys.stderr)  # fmt: skip
    with TemporaryDirectory(prefix="rollout-rerun-") as temporary:
        place, store = out or Path(temporary) / "out", Path(temporary) / "store"  # an empty one
        arguments = read([*words, f"out={place}"])
        study = getattr(module_of(arguments.command), "STUDY", None)
        stored = [f"store={store}"] if study is not None and study.stored else []
        with redirect_stdout(io.StringIO()):
            line = str(record["command_line"])  # some pages say it
            dispatch(replace(read([*words, f"out={place}", *stored]), line=line))
        names = {*_files(place), *(name for name in record["files"] if name != PROVENANCE)}
        different = sorted(name for name in names if _bytes(folder / name) != _bytes(place / name))
    if different:
        shown = ", ".join(different[:SHOWN]) + " …" * (len(different) > SHOWN)
        print(f"rollout: {len(different)} of {len(names)} files differ: {shown}", file=sys.stderr)
        return 3
    print(f"{folder}: all {len(names)} files are the same, byte for byte")
    return 0


def _words(folder: Path, line: object) -> list[str]:
    """What was typed, without where and how."""
    if not isinstance(line, str) or not line:
        said = "it was not finished, or was made from Python" if line is None or line == "" else ""
        raise ConfigError(f"{folder} does not say which command made it {said and f'({said})'}")
    try:
        words = shlex.split(line)[1:]
    except ValueError as error:
        raise ConfigError(f"{folder}: cannot read {line[:60]!r}") from error
    command = read(words).command
    if command not in COMMANDS or command in SPOKEN:
        raise ConfigError(f"{folder} says it was made by {line[:60]!r}, which is no study")
    return [word for word in words if key_of(word) not in HERE]


def _files(place: Path) -> list[str]:
    found = (path for path in place.rglob("*") if path.is_file() and path.name != PROVENANCE)
    return [path.relative_to(place).as_posix() for path in found]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
