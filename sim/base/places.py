"""Folders that somebody has typed: what they may be, and whether files can be written there."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.base.ours import this_process
from sim.base.params import ConfigError


def typed(path: str, key: str = "out") -> Path:
    """A path as somebody typed it: `~` is the home folder, also within quotes.

    Raises:
        ConfigError: It is empty, the home folder of nobody, or one that holds everything else;
            the message names the key.
    """
    if not path:
        raise ConfigError(f"{key} must be text that is not empty, got {path!r}")
    try:
        folder = Path(path).expanduser()
    except RuntimeError as error:
        raise ConfigError(f"{key}={path}: no such home folder; give the path in full") from error
    whole = os.path.abspath(folder)
    if whole in (os.path.abspath(os.sep), os.path.expanduser("~")):
        raise ConfigError(f"{key}={path}: give a folder of its own, such as {key}={whole}/rollout"
                          .replace("//", "/"))  # fmt: skip
    return folder


def require_named(path: Path, key: str, shown: object = None) -> None:
    """Refuse a file that is not there, without reading it.

    Args:
        path: The file.
        key: What named it, for the message.
        shown: What was typed, where that is not the path.

    Raises:
        ConfigError: There is no such file.
    """
    if not path.is_file():
        said = path if shown is None else shown
        raise ConfigError(f"{key}={said}: no such file (looked in {Path.cwd()})")


def require_writable(folder: Path, key: str = "out") -> None:
    """Create a folder and prove that files can be written there, before any work starts.

    Raises:
        ConfigError: They cannot; the message names the key that chose the folder.
    """
    folder = Path(folder)
    probe = folder / f".probe.{threading.get_ident()}.{this_process()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.unlink(missing_ok=True)
        with probe.open("xb") as file:  # never through a planted link
            file.write(b"\0")
    except FileExistsError as error:
        raise ConfigError(f"{key}={folder} is a file; give a folder") from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise ConfigError(f"{key}: the name is too long; give another folder") from error
        raise ConfigError(
            f"cannot write to {key}={folder}: {reason(error)}; give another folder"
        ) from error
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)


@contextmanager
def made_folder(folder: Path, key: str = "out") -> Iterator[Path]:
    """A writable folder; folders made here go again if nothing came of it."""
    new = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    try:
        require_writable(folder, key)
        yield folder
    finally:
        with suppress(OSError):
            for each in new:
                each.rmdir()


def reason(error: OSError) -> str:
    """What the system says of an error."""
    return error.strerror or str(error)
