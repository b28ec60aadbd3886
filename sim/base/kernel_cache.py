"""Where compiled kernels are kept: a folder of the user's, one for every state of the sources.

What is kept there is code that runs, so nobody else may write to it. Numba itself looks at the
file that defines a kernel only; a helper or a number from another file could change unseen.
So the folder's name is a digest of all sources, and of what else the result depends on.
"""

from __future__ import annotations

import atexit
import os
import platform
import re
import shutil
import stat
import tempfile
import time
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import llvmlite
import numba
import platformdirs
from llvmlite import binding
from numba.core.caching import _CacheLocator

PACKAGE = Path(__file__).parents[1]
#: Storeys with kernels and whatever they take from other files.
STOREYS = ("base", "organisation", "model")
#: Settings of Numba's that change nothing about what is compiled: no kernel runs in parallel.
WITHOUT_EFFECT = {"NUMBA_CACHE_DIR", "NUMBA_NUM_THREADS"}
#: Seconds for which a folder counts as in use.
IN_USE = 24 * 3600.0
KEPT = 5
"""How many digests keep their folders: those used last."""
SHARED = "ROLLOUT_KERNELS"
"""Tells worker processes of the folder for one command, where the user has none to write to."""


@cache
def digest() -> str:
    """All sources that kernels are made of, versions, processor and settings, in 32 digits."""
    total = blake2b(digest_size=16)
    for path in sorted(path for name in STOREYS for path in (PACKAGE / name).rglob("*.py")):
        source = path.read_bytes()
        total.update(f"{path.relative_to(PACKAGE)} {len(source)} ".encode())
        total.update(source)
    named = {key for key in os.environ if key.startswith("NUMBA_")} - WITHOUT_EFFECT
    settings = {key: os.environ[key] for key in named}
    surroundings = (
        platform.python_implementation(), platform.python_version(), numba.__version__,
        llvmlite.__version__, binding.get_host_cpu_name(),
        binding.get_host_cpu_features().flatten(), sorted(settings.items()),
    )  # fmt: skip
    total.update(repr(surroundings).encode())
    return total.hexdigest()


@cache
def folder() -> Path | None:
    """The folder for this state of the sources, made if need be; None if there is no place.

    It lies in the user's folder for caches, or in `NUMBA_CACHE_DIR`. Where that cannot be
    written to, or could be by others, a private one serves this command and its workers.
    """
    given = os.environ.get("NUMBA_CACHE_DIR")
    for place in (given or platformdirs.user_cache_dir(), os.environ.get(SHARED)):
        if place and os.path.isabs(os.path.expanduser(place)):
            found = _folder_in(Path(place).expanduser() / "rollout-lab")
            if found is not None:
                return found
    return _passing_folder()


def _folder_in(parent: Path) -> Path | None:
    path = parent / digest()
    try:
        parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = not path.exists()
        for each in (parent, path):
            each.mkdir(mode=0o700, exist_ok=True)
            if not _is_private(each):
                return None
        tempfile.TemporaryFile(dir=path).close()
        os.utime(path)
    except OSError:
        return None
    if fresh:
        _forget_old(parent)
    return path


def _is_private(path: Path) -> bool:
    """Whether this is a folder, no link to one, of this user, and only the user may write to it."""
    about = path.lstat()
    if os.name != "posix":
        return stat.S_ISDIR(about.st_mode)
    writable = about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and not writable


def _forget_old(parent: Path) -> None:
    """Remove the folders of all digests but the newest, and those that somebody has just used.

    Others may be doing the same, or compile into one of them at this moment.
    """
    now = time.time()
    digests = (each for each in os.scandir(parent) if re.fullmatch("[0-9a-f]{32}", each.name))
    found = sorted((each.stat(follow_symlinks=False).st_mtime, each.path) for each in digests)
    for used, path in found[:-KEPT]:
        if now - used < IN_USE:
            continue
        shutil.rmtree(path, ignore_errors=True)


def _passing_folder() -> Path | None:
    try:
        place = tempfile.mkdtemp(prefix="rollout-lab-")
    except OSError:
        return None
    owner = os.getpid()
    os.environ[SHARED] = place

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(place, ignore_errors=True)

    atexit.register(remove)
    return _folder_in(Path(place) / "rollout-lab")


class Locator(_CacheLocator):
    """Where Numba keeps a kernel of ours: in `folder()`, wherever the package itself lies.

    By Numba's own rule a second installation of the same sources would compile all of them
    again, and untold, as `folder()` is complete.
    """

    def __init__(self, function: Any) -> None:
        self._name = f"{function.__module__}-{function.__code__.co_firstlineno}"

    @classmethod
    def from_function(cls, function: Any, path: str) -> Locator:
        """The place of one kernel."""
        return cls(function)

    def get_cache_path(self) -> str:
        """The folder of this state of the sources."""
        return str(folder())

    def get_source_stamp(self) -> str:
        """What a kept kernel must carry to be valid."""
        return digest()

    def get_disambiguator(self) -> str:
        """What tells it from others of its name."""
        return self._name


def covers(function: Any) -> bool:
    """Whether a function is part of what `digest` was made from."""
    place = Path(function.__code__.co_filename)
    return any(place.is_relative_to(PACKAGE / name) for name in STOREYS)
