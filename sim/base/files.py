"""Writing results: a file is there whole or not at all."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.ours import PROVENANCE, Record, this_process
from sim.base.params import ConfigError
from sim.base.places import made_folder, reason

if TYPE_CHECKING:
    import pandas as pd


#: Folders of results that are being written, the innermost last.
_OPEN: list[Record] = []


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Write `path` under a temporary name and rename it when complete.

    The temporary name keeps the suffix, so writers that look at it still work.
    A full disk or a missing permission becomes a `ConfigError`, and nothing is left behind.
    In a folder of results only a file of this program is replaced.

    Args:
        path: The file to appear; its folder is created.

    Yields:
        The temporary path to write to.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.stem}.{this_process()}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)  # a planted link would be followed
        yield temporary
        _put(temporary, path)
    except OSError as error:
        raise ConfigError(f"cannot write {_final(path)}: {reason(error)}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def together(out: Path, kept: Collection[str] = ()) -> Iterator[Path]:
    """A folder whose files appear in `out` when all of them are complete, or not at all.

    They take the place of those of an earlier result. Files that this program did not write
    stay, and one of them in the way of a new one is refused.

    Args:
        out: Where they appear.
        kept: Files of an earlier result that stay although they are not written again.

    Yields:
        The temporary folder to write to.
    """
    new = out / _unfinished()
    with _recorded(out) as record:
        shutil.rmtree(new, ignore_errors=True)
        try:
            new.mkdir(parents=True)
            yield new
            found = sorted(path for path in new.rglob("*") if not path.is_dir())
            found.sort(key=lambda path: path.name == PROVENANCE)  # the last one says: finished
            names = {path.relative_to(new) for path in found}
            for name in names:
                record.require_ours(out / name)
            for path in found:
                place = out / path.relative_to(new)
                place.parent.mkdir(parents=True, exist_ok=True)
                _put(path, place)
            stays = names | {Path(PROVENANCE), *map(Path, kept)}
            record.remove([each for each in record.below(out) if each not in
                           {record.name_of(out / name) for name in stays}])  # fmt: skip
        except OSError as error:
            raise ConfigError(f"cannot write to {out}: {reason(error)}") from error
        finally:
            shutil.rmtree(new, ignore_errors=True)


def remove_ours(folder: Path, pattern: str = "*") -> None:
    """Remove what this program wrote into (a folder within) a folder of results, and no more.

    Args:
        folder: The folder.
        pattern: Which names, as in a shell.
    """
    record = _record_of(folder / pattern)
    if record is not None:
        record.remove([each for each in record.below(folder)
                       if (record.folder / each).match(pattern)])  # fmt: skip


def remove_result(folder: Path, command: str) -> None:
    """Remove what a command left in a folder of results, and the folder if nothing else is in it.

    Args:
        folder: The folder; it need not exist.
        command: Of another command's result nothing is removed.

    Raises:
        ConfigError: It holds a result of another command.
    """
    if folder.is_dir():
        Record(folder, command).remove_all()


@contextmanager
def scratch(out: Path) -> Iterator[Path]:
    """A folder in `out` for what is no result; what a killed one leaves, the next removes."""
    place = out / _unfinished()
    place.mkdir(parents=True, exist_ok=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _put(temporary: Path, path: Path) -> None:
    """Give a finished file its name; in a folder of results, note that it is ours."""
    record = _record_of(path)
    if record is not None:
        record.claim(path, temporary)
    os.replace(temporary, path)


def _record_of(path: Path) -> Record | None:
    """The innermost folder of results that a path lies in, unless it is still being collected."""
    if path != _final(path):
        return None
    for record in reversed(_OPEN):
        if record.folder in path.parents:
            return record
    return None


@contextmanager
def _recorded(folder: Path, command: str | None = None) -> Iterator[Record]:
    """The record of a folder; the one that is open already, if it is."""
    known = next((each for each in reversed(_OPEN)
                  if each.folder == folder or each.folder in folder.parents), None)  # fmt: skip
    if known is not None and (command is None or known.folder == folder):
        yield known
        return
    record = Record(folder, command)
    _OPEN.append(record)
    try:
        yield record
    finally:
        _OPEN.remove(record)


NEW = ".new."
"""How the folder begins in which `together` collects files; then comes whose it is."""


def _unfinished() -> str:
    """Name of the folder of this process."""
    return f"{NEW}{this_process()}"


def _is_unfinished(part: str) -> bool:
    """Whether a folder is such a one, of this process or of the one that it was copied from."""
    return part.rpartition(".")[0] == _unfinished().rpartition(".")[0]


def _final(path: Path) -> Path:
    """Where a file will be when all of its folder is complete, whichever process writes it."""
    return Path(*(part for part in path.parts if not _is_unfinished(part)))


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
    with atomic_write(path) as temporary:
        _csv(frame, temporary, digits)


def csv_text(frame: pd.DataFrame, digits: int | None = 6) -> str:
    """A table as the text of such a file, for what is handed out rather than written."""
    text = io.StringIO()
    _csv(frame, text, digits)
    return text.getvalue()


def _csv(frame: pd.DataFrame, place: Path | io.StringIO, digits: int | None) -> None:
    safe = frame.rename(columns=cell)
    for column, kind in enumerate(safe.dtypes):
        if str(kind) in ("object", "string", "str", "category"):
            name = safe.columns[column]
            safe[name] = safe[name].astype(object).map(cell)
    form = None if digits is None else f"%.{digits}g"
    safe.to_csv(place, index=False, float_format=form, lineterminator="\n")


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


@contextmanager
def results_folder(folder: Path, command: str | None = None, quiet: bool = True) -> Iterator[Path]:
    """A writable folder for the results of a command.

    What is written there through this module is noted in `provenance.json`; nothing else is
    ever replaced or removed. Folders made here go again if nothing came of it.

    Args:
        folder: The folder.
        command: Name of the command, for example "compare"; None asks nobody.
        quiet: Do not say on standard error that an earlier result was replaced.

    Raises:
        ConfigError: It cannot be written, holds a result of another command, or files of
            somebody else in places that the results need.
    """
    with made_folder(folder), _recorded(folder, command) as record:
        _sweep_up(folder)
        yield folder
    if record.replaced() and not quiet:
        print(f"rollout: replaced the result of {record.described()}", file=sys.stderr)


def _sweep_up(folder: Path) -> None:
    """Remove what a killed process of this machine had not finished."""
    pattern = re.compile(r"\.(?:.*\.)?" + re.escape(socket.gethostname()) + r"\.(\d+)(\.part.*)?")
    with suppress(OSError):
        for path in folder.iterdir():
            found = pattern.fullmatch(path.name)
            if found is None or _alive(int(found[1])):
                continue
            if found[2] is None and path.name.startswith(NEW):
                shutil.rmtree(path, ignore_errors=True)
            elif found[2] is not None:
                path.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass
    return True
