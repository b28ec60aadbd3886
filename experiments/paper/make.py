"""Running every part through the store, and keeping its table."""

from __future__ import annotations

import contextlib
import json
import os
import platform
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.paper import tables
from experiments.paper.design import SIZES, WHOLE
from sim.base.files import csv_text
from sim.cli.commands import module_of
from sim.config.spelling import tidied
from sim.config.words import read
from sim.runs.measured import FILE as MEASURED
from sim.runs.version import model_version
from sim.studies.study import Answer, answered

ABOUT, SPENT = "about.json", "cpu.json"
LIBRARIES = ("numpy", "scipy", "numba", "pandas")


def run(size: str, folder: Path, more: str = "") -> Path:
    """Every part of a size; runs that are in the store already are not done again.

    Args:
        size: Name of a size.
        folder: Where the store is, and the tables.
        more: Words for every line, such as `workers=1`.

    Returns:
        The folder of the tables.
    """
    own, kept = SIZES[size], folder / "paper"
    kept.mkdir(parents=True, exist_ok=True)
    lines, counted = own.lines(), dict[str, int]()

    def asked(name: str) -> Answer:
        print(f"rollout {lines[name]}", flush=True)
        with _timed(folder / SPENT, name):
            answer = _answered(f"{lines[name]} {more}", folder)
        if name != WHOLE:  # those are among the runs of all strategies
            counted[name] = _runs(answer, folder)
        return answer

    made: dict[str, Callable[[], pd.DataFrame]] = {
        "strategies": lambda: tables.strategies(asked("strategies"), own.people, own.weeks),
        "claims": lambda: tables.claims(asked("claims")),
        "deciders": lambda: tables.deciders(asked("deciders")),
        "robustness": lambda: tables.robustness(
            {name: asked(name) for name in (WHOLE, *own.mechanisms)}, own.people, own.weeks
        ),
    }
    for name, make in made.items():
        (kept / f"{name}.csv").write_text(csv_text(make()), encoding="utf-8")
    about = {
        "size": size, "model_version": model_version(), "runs": counted,
        "cpu_seconds": _spent(folder / SPENT), "processor": platform.machine(),
        "python": platform.python_version(), **{name: version(name) for name in LIBRARIES},
    }  # fmt: skip
    (kept / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return kept


def _answered(line: str, folder: Path) -> Answer:
    """What a line of `rollout` answers, without its pages."""
    arguments = read(line.split())
    study = module_of(arguments.command).STUDY
    words = [*arguments.words, f"out={folder / 'parts' / arguments.command}"]
    if study.stored:
        words.append(f"store={folder / 'store'}")
    tidy = tidied(arguments.command, words, study.keys)
    return answered(study, read([arguments.command, *tidy]))


def _runs(answer: Answer, folder: Path) -> int:
    """How many runs an answer rests on, references without levers apart."""
    if "runs.parquet" in answer.files:
        return len(answer.files["runs.parquet"])
    with np.load(folder / "parts" / "claims" / MEASURED) as kept:  # several claims share an arm
        return len(kept["keys"])


@contextlib.contextmanager
def _timed(file: Path, name: str) -> Iterator[None]:
    """Add the processor time of a part to what it took before, also if it is interrupted."""
    before = _used()
    try:
        yield
    finally:
        spent = _spent(file)
        spent[name] = round(spent.get(name, 0.0) + _used() - before, 1)
        file.write_text(json.dumps(spent), encoding="utf-8")


def _used() -> float:
    """Seconds of this process and of those that it has ended."""
    return sum(os.times()[:4])


def _spent(file: Path) -> dict[str, float]:
    found: dict[str, float] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return found
