"""Compiling all kernels beforehand: once per installation, on all processors, and told.

Without this the first run would compile them one by one, and worker processes the same ones.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from sim.base.kernel import KERNELS
from sim.base.kernel_cache import folder
from sim.base.signatures import signature
from sim.report.language import ENGLISH, Language
from sim.report.progress import Progress

MOST_PROCESSES = 8
_MODEL = ("sim.model.engine", "sim.organisation.generate.ties")
"""What a run imports, and with it its kernels."""


def compiled() -> bool:
    """Whether nothing is left to compile."""
    kept = folder()
    return kept is not None and (kept / "complete").exists()


@cache
def compile_all(quiet: bool = False, speak: Language = ENGLISH) -> None:
    """Compile what a run needs and is not kept yet, told on standard error.

    Must come before worker processes start. What fails here fails, and says so, in the run.

    Args:
        quiet: Say nothing.
        speak: What it is told in.
    """
    kept = folder()
    if kept is None or compiled():
        return
    for module in _MODEL:
        importlib.import_module(module)
    names = _in_order()
    with Progress(len(names), speak.say("progress.compiling"), quiet, speak=speak) as progress:
        for _ in _side_by_side(names):
            progress.advance()
    if progress.done == len(names):
        with suppress(OSError):  # somebody has cleaned up meanwhile
            (kept / "complete").touch()


def _in_order() -> list[str]:
    """Kernels to be compiled on their own: first those that several need, then by size.

    One that a single kernel calls is compiled with it.
    """
    functions = {name: each.py_func for name, each in KERNELS.items() if hasattr(each, "py_func")}
    used = Counter(
        name
        for caller in functions.values()
        for name in functions
        if caller.__globals__.get(name.split(":")[1]) is KERNELS[name]
        and name.split(":")[1] in caller.__code__.co_names
    )
    size = {name: len(function.__code__.co_code) for name, function in functions.items()}
    alone = [name for name in functions if used[name] != 1 and signature(functions[name])]
    return sorted(alone, key=lambda name: (used[name] < 2, -size[name], name))


def _side_by_side(names: Sequence[str]) -> Iterator[str]:
    """Compile in as many processes as there are processors; names come as they are ready."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    with tempfile.TemporaryDirectory(dir=folder()) as claims:
        if processes == 1 or not sys.executable:
            yield from compile_some(names, Path(claims))
            return
        # Only what this process itself would import, whatever lies in the working folder (-P).
        path = os.pathsep.join(each or os.getcwd() for each in sys.path)
        command = [sys.executable, "-P", "-m", "sim.runs.warm", claims, *names]
        ready, ends = os.pipe()
        started: list[subprocess.Popen[bytes]] = []
        with open(ready, encoding="utf-8") as lines:
            try:
                with open(ends, "wb") as told, suppress(OSError):
                    for _ in range(processes):
                        started.append(subprocess.Popen(  # noqa: PERF401 - all that started end
                            command, stdin=subprocess.DEVNULL, stdout=told,
                            stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path},
                        ))  # fmt: skip
                yield from (line.strip() for line in lines)
            finally:
                for process in started:
                    process.kill()
                    process.wait()


def compile_some(names: Sequence[str], claims: Path) -> Iterator[str]:
    """Compile those kernels that no other process has claimed by a file in a folder."""
    with _without_garbage_collection():
        for name in names:
            try:
                (claims / name.replace(":", " ")).touch(exist_ok=False)
            except FileExistsError:
                continue
            importlib.import_module(name.split(":")[0])
            KERNELS[name].compile(signature(KERNELS[name].py_func))
            yield name


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Compiling makes many objects and little garbage: to look for it takes a seventh of it."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def main(words: Sequence[str]) -> None:
    """What a process does that compiles: `python -m sim.runs.warm FOLDER KERNEL ...`."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    claims, *names = words
    for name in compile_some(names, Path(claims)):
        sys.stdout.write(f"{name}\n")  # in one piece: others write here, too
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
