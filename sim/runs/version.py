"""Which version of the model this process runs: a digest of everything that numbers depend on."""

from __future__ import annotations

import functools
import hashlib
import time
from pathlib import Path

from sim.base.params import ConfigError

#: Source files that change later are not what this process runs; `sim` imports this file first.
LOADED_AT = time.time()

PACKAGE = Path(__file__).parents[1]
#: What numbers depend on: whole storeys, and what turns a configuration into rows.
MODEL = ("base", "organisation", "model", "runs/run.py")
#: Libraries that calculate: another version of them may round differently.
LIBRARIES = ("numba", "numpy", "scipy")
DIGITS = 32


def digest(*parts: str | bytes) -> str:
    """Some texts as 32 hexadecimal digits; where one part ends and the next begins counts."""
    total = hashlib.blake2b(digest_size=DIGITS // 2)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "little"))
        total.update(data)
    return total.hexdigest()


def model_files() -> dict[str, Path]:
    """Source files of the model by their path in the package."""
    found = [PACKAGE / name for name in MODEL if name.endswith(".py")]
    for name in MODEL:
        found += (PACKAGE / name).rglob("*.py")
    return {path.relative_to(PACKAGE).as_posix(): path for path in sorted(found)}


@functools.cache
def model_version() -> str:
    """Version of the package and a digest of everything that numbers depend on, `0.1.0-1f3a…`.

    The digest covers the bytes of each source file in the storeys below the runs, and the
    versions of the libraries that calculate. An edited mechanism is a new version.

    Raises:
        ConfigError: A source file changed after this process had loaded the package, so that
            nobody can say which of the two it runs.
    """
    files = model_files()
    for name, path in files.items():
        if _changed_at(path) > LOADED_AT:
            raise ConfigError(
                f"sim/{name} was changed after this program had started: start it again"
            )
    sources = [part for name in files for part in (name, files[name].read_bytes())]
    libraries = [f"{name} {installed(name)}" for name in LIBRARIES]
    return f"{installed('rollout-lab')}-{digest(*sources, *libraries)[:12]}"


def _changed_at(path: Path) -> float:
    """When a file changed; a time in the future (a copy, another clock) says nothing."""
    status, now = path.stat(), time.time()
    return next((each for each in (status.st_mtime, status.st_ctime) if each <= now), 0.0)


def installed(name: str, otherwise: str = "0") -> str:
    """Version of an installed package, or something else if it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return otherwise
