"""What is worked out from the program's own files alone, kept beside them for the next start.

Like the files of Python's own cache it holds as long as no such file changes, and is only data.
"""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.base.ours import this_process
from sim.base.presets import conf_folder

PACKAGE = Path(__file__).parents[1]
SOURCES = ("model", "organisation", "config", "base/params.py", "base/presets.py")
"""Files of the package that declare what can be set, and how it is put together."""


def kept(name: str) -> Any:
    """What was kept under a name, if it is about these files; None if there is nothing.

    Args:
        name: Such as `catalogue`.
    """
    for path in places(name):
        with suppress(OSError, ValueError, KeyError, TypeError):
            said = json.loads(path.read_text(encoding="utf-8"))
            if said["stamp"] == _stamp():
                return said["content"]
    return None


def keep(name: str, content: Any) -> None:
    """Keep something for the next start, in the first place that takes it; nowhere is fine, too.

    Args:
        name: Such as `catalogue`.
        content: What JSON can hold.
    """
    text = json.dumps({"stamp": _stamp(), "content": content})
    for path in places(name):
        part = path.with_name(f".{path.name}.{this_process()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(text, encoding="utf-8")
            part.replace(path)
            return


def places(name: str) -> Iterator[Path]:
    """Where something is kept: beside the sources, or else in the home folder."""
    file = f"{name}.{sys.version_info.major}{sys.version_info.minor}.json"
    yield PACKAGE / "config" / "__pycache__" / file
    with suppress(RuntimeError):
        yield Path.home() / ".cache" / "rollout-lab" / file


@functools.cache
def _stamp() -> str:
    """Which files this is about: their names, sizes and times, as Python's own cache has it."""
    files = [PACKAGE / name for name in SOURCES if name.endswith(".py")]
    for name in SOURCES:
        files += (PACKAGE / name).rglob("*.py")
    files += conf_folder().rglob("*.yaml")
    told = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(files)]
    told += [f"{name} {version(name)}" for name in ("hydra-core", "omegaconf", "pyyaml")]
    return hashlib.blake2b("\n".join(told).encode(), digest_size=12).hexdigest()
