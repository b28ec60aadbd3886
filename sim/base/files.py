"""Writing results: a file is there whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError

if TYPE_CHECKING:
    import pandas as pd


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Write `path` under a temporary name and rename it when complete.

    The temporary name keeps the suffix, so writers that look at it still work.
    A full disk or a missing permission becomes a `ConfigError`, and nothing is left behind.

    Args:
        path: The file to appear; its folder is created.

    Yields:
        The temporary path to write to.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.stem}.{this_process()}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(f"cannot write {_final(path)}: {reason}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def together(out: Path) -> Iterator[Path]:
    """A folder whose content appears in `out` when all of it is complete, or not at all.

    Its files and folders take the place of those of an earlier result.

    Yields:
        The temporary folder to write to.
    """
    new = out / _unfinished()
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir(parents=True)
        yield new
        for each in sorted(new.iterdir()):
            if (out / each.name).is_dir():
                shutil.rmtree(out / each.name)
            os.replace(each, out / each.name)
    except OSError as error:
        raise ConfigError(f"cannot write to {out}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _unfinished() -> str:
    """Name of the folder in which `together` collects files."""
    return f".new.{this_process()}"


def _final(path: Path) -> Path:
    """Where a file will be when all of its folder is complete."""
    return Path(*(part for part in path.parts if part != _unfinished()))


def this_process() -> str:
    """What tells this process from all others that share a folder, on any machine."""
    return f"{socket.gethostname()}.{os.getpid()}"


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with atomic_write(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def write_csv(frame: pd.DataFrame, path: Path, digits: int | None = 6) -> None:
    """Write a table as CSV, whole or not at all; the only writer of CSV.

    Args:
        frame: The table. Texts that a spreadsheet would run are written as texts, see `cell`.
        path: The file to appear.
        digits: Of numbers; None writes all of them.
    """
    safe = frame.rename(columns=cell)
    for place, kind in enumerate(safe.dtypes):
        if str(kind) in ("object", "string", "str", "category"):
            name = safe.columns[place]
            safe[name] = safe[name].astype(object).map(cell)
    form = None if digits is None else f"%.{digits}g"
    with atomic_write(path) as temporary:
        safe.to_csv(temporary, index=False, float_format=form, lineterminator="\n")


def cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it.

    Such a text begins with =, +, -, @, a tab or a line end, and is no number.
    """
    if not isinstance(value, str):
        return value
    text = value.replace("\r", " ")  # some readers begin a new line there
    if value[:1] not in tuple("=+-@\t\r\n"):
        return text
    return text if re.fullmatch(r"[+-]\d[\d.,]*(e[+-]?\d+)?( ?%)?", text) else f"'{text}"


def require_writable(folder: Path) -> None:
    """Create a folder and prove that files can be written there, before any work starts."""
    folder = Path(folder)
    probe = folder / f".probe.{this_process()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0")
    except FileExistsError as error:
        raise ConfigError(f"out={folder} is a file; give a folder") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(f"cannot write to out={folder}: {reason}; give another folder") from error
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)


@contextmanager
def results_folder(folder: Path) -> Iterator[Path]:
    """A writable folder for results; folders made here go again if nothing came of it."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        require_writable(folder)
        yield folder
    finally:
        for each in new:
            if each.is_dir():
                if any(each.iterdir()):
                    break
                each.rmdir()
