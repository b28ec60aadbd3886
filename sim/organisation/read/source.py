"""The text of a file: any usual encoding, packed or not, and no more than can be handled."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterable
from pathlib import Path
from unicodedata import normalize

from sim.base.params import ConfigError
from sim.organisation.notes import Note, note
from sim.organisation.read.limits import BYTES

#: First bytes of xlsx, ods and zip, and of xls.
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BINARY = "a binary file; valid: text in UTF-8, marked UTF-16 or Windows-1252, also as .gz"
Stamps = tuple[tuple[int, int], ...]
PACKED = b"\x1f\x8b"
#: Signs that nobody sees: marks of byte order within a file, of direction, of where to break.
INVISIBLE = dict.fromkeys(
    map(ord, "\ufeff\u200b\u200e\u200f\u2060\u00ad\u202a\u202b\u202c\u202d\u202e")
)


def read_text(path: str, key: str) -> tuple[str, list[Note]]:
    """The text of a file, unpacked if it is packed, and a note if it is not in UTF-8.

    Args:
        path: File name as the user wrote it.
        key: Configuration key it came from, for messages.

    Raises:
        ConfigError: There is no such file, it is none, it is too large, or it is no text.
    """
    try:
        require_file(path, key)
        data = _read(path, key)
    except ConfigError:
        raise
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ConfigError(f"{path}: damaged gzip file ({error})") from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{key}: cannot read {path!r}: {reason}") from None
    text, notes = _decode(path, data)
    if not text.strip():
        raise ConfigError(f"{path}: the file is empty")
    # One name typed on two systems may differ in how accents and blanks are stored.
    if not text.isascii():
        text = normalize("NFC", text).replace("\u00a0", " ").translate(INVISIBLE)
    return text, notes


def stamps(paths: Iterable[str | Path]) -> Stamps:
    """Size and time of change of files: what has been read is kept until one changes."""
    found = []
    for path in paths:
        try:
            state = Path(path).expanduser().stat()
            found.append((state.st_size, state.st_mtime_ns))
        except (OSError, ValueError, RuntimeError):
            found.append((0, 0))
    return tuple(found)


def require_file(path: str, key: str) -> None:
    """Refuse what is not there, or is a folder, without reading it.

    Args:
        path: File name as the user wrote it.
        key: Where it was given, for the message.

    Raises:
        ConfigError: It is so.
    """
    try:
        found = os.stat(os.path.expanduser(path))
    except FileNotFoundError:
        raise ConfigError(f"{key}: no file {path!r} (looked in {Path.cwd()})") from None
    except (OSError, ValueError):
        return  # who reads it says why it cannot be
    if stat.S_ISDIR(found.st_mode):
        raise ConfigError(f"{key}: {path!r} is a folder; name a file in it")


def _read(path: str, key: str) -> bytes:
    """The bytes of a regular file; never a device or a pipe, which may have no end."""
    file = Path(path).expanduser()
    found = file.stat()
    if not stat.S_ISREG(found.st_mode):
        raise ConfigError(f"{key}: {path!r} is a device or a pipe; name a file")
    with file.open("rb") as opened:
        data = opened.read(BYTES + 1)
        if data[:2] == PACKED and len(data) <= BYTES:
            opened.seek(0)
            with gzip.open(opened) as unpacked:
                data = unpacked.read(BYTES + 1)
    if len(data) > BYTES:
        raise ConfigError(f"{path}: more than {BYTES:,} bytes, packed or not; less is read")
    return data


def _decode(path: str, data: bytes) -> tuple[str, list[Note]]:
    """Text in UTF-8, or else in what spreadsheets and mail programs write, which is noted."""
    if data.startswith(SPREADSHEETS):
        raise ConfigError(f"{path}: a spreadsheet or zip file; save it as CSV, or unpack it")
    marked = data.startswith(UTF_16)
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
        notes = [note("utf_16", file=Path(path).name)] if marked else []
    except UnicodeDecodeError as error:
        if marked or b"\0" in data:
            raise ConfigError(f"{path}: {BINARY}") from None
        text = _windows(path, data, error.start)
        notes = [note("windows", file=Path(path).name)]
    if "\0" in text:
        raise ConfigError(f"{path}: {BINARY}")
    return text, notes


def _windows(path: str, data: bytes, wrong: int) -> str:
    """Text in Windows-1252, which contains Latin-1; `wrong` is the first byte not in UTF-8."""
    # Letters in UTF-8 before that byte: the file is in UTF-8, and damaged.
    if data[:wrong].isascii():
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError as error:
            wrong = error.start
    line = data.count(b"\n", 0, wrong) + 1
    raise ConfigError(
        f"{path}:{line}: text neither in UTF-8 nor in Windows-1252 (byte 0x{data[wrong]:02x}); "
        "save it as UTF-8"
    )
