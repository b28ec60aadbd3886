"""What is already measured stays measured: a run of hours can be interrupted and resumed.

Only metrics are kept, about two hundred numbers a unit. The full weekly columns of a full
run would be gigabytes that nobody reads; every run can be made again from its draw and seed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from sim.base.files import atomic_write
from sim.studies.claims.metrics import METRICS

if TYPE_CHECKING:
    from sim.analysis.companies import Draw
    from sim.studies.claims.experiment import Sample, Size, Unit

FILE = "measured.npz"
_OWN = ("metrics.py", "prepare.py", "experiment.py", "../../analysis/companies.py")


def fingerprint(size: Size, drawn: Sequence[Draw]) -> str:
    """What measurements depend on: model version, how arms are run, size, companies."""
    from sim.runs.version import digest, model_version

    folder = Path(__file__).parent
    sources = [(folder / name).read_bytes() for name in _OWN]
    return digest(model_version(), repr(size), json.dumps(list(drawn)), *sources)


def save(sample: Sample, folder: Path, mark: str) -> None:
    """Write all measurements so far."""
    with atomic_write(folder / FILE) as temporary:
        np.savez_compressed(
            temporary, values=sample.values, arms=np.array(list(sample.place)),
            metrics=np.array(list(METRICS)), mark=np.array(mark),
        )  # fmt: skip


def restore(sample: Sample, folder: Path, mark: str) -> None:
    """Fill in what an earlier run of the same companies and the same model has measured."""
    path = folder / FILE
    if not path.is_file():
        return
    try:
        with np.load(path) as kept:
            if str(kept["mark"]) != mark:
                return
            values, arms = kept["values"], [str(name) for name in kept["arms"]]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return  # a damaged file is as good as none
    for place, arm in enumerate(arms):
        if arm in sample.place:
            sample.values[sample.place[arm]] = values[place]


def missing(sample: Sample) -> list[tuple[Unit, tuple[str, ...]]]:
    """Units in which arms are not measured yet, with the keys of those arms."""
    unknown = np.isnan(sample.values).all(axis=1).reshape(len(sample.place), -1)
    arms = np.array(list(sample.place))
    return [
        (unit, tuple(str(key) for key in arms[unknown[:, place]]))
        for place, unit in enumerate(sample.size.units())
        if unknown[:, place].any()
    ]
