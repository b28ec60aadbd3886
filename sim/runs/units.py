"""Units of work: some runs that a worker does in one go and hands back as one chunk.

What a worker gets and returns is plain data, so it does not matter which engine carries it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sim.base.params import ConfigError
from sim.base.trouble import message_of, trace_of
from sim.runs.chunks import Columns, Finished, encode
from sim.runs.keys import with_seed
from sim.runs.version import model_version

if TYPE_CHECKING:
    from sim.model.config import RunConfig
    from sim.runs.run import Part


class Job(NamedTuple):
    """One run to do.

    Attributes:
        key: What it will be found by.
        name: Its strategy.
        seed: Its seed.
        config: Its configuration, whatever seed that has.
        reference: Key of the same run without levers.
        text: Its configuration as JSON (`keys.config_text`).
        reference_text: The same of the run without levers.
    """

    key: str
    name: str
    seed: int
    config: RunConfig
    reference: str
    text: str
    reference_text: str


class Unit(NamedTuple):
    """Jobs for one worker; neighbours share organisation and reference.

    Attributes:
        version: The model version they are for.
        jobs: Jobs in the order in which they share most.
        references: Weekly columns of references that are finished already, by key.
    """

    version: str
    jobs: tuple[Job, ...]
    references: dict[str, Columns]


class Failure(NamedTuple):
    """A run that raised an error."""

    key: str
    name: str
    seed: int
    error: str
    trace: str


class Done(NamedTuple):
    """What became of a unit: finished runs as a chunk (empty if there are none), and failures."""

    chunk: bytes
    keys: tuple[str, ...]
    failures: tuple[Failure, ...]


def do(unit: Unit) -> Done:
    """Do all runs of a unit; a run that fails does not keep the others from finishing.

    Raises:
        ConfigError: This process runs another version of the model.
    """
    if unit.version != model_version():
        raise ConfigError(
            f"a worker has model version {model_version()}, the sweep {unit.version}: "
            "install the same code and libraries everywhere, and restart the workers"
        )
    return pack(each(unit))


def pack(results: Iterable[Finished | Failure]) -> Done:
    """Results of some runs as one chunk."""
    finished, failures = [], []
    for result in results:
        if isinstance(result, Finished):
            finished.append(result)
        else:
            failures.append(result)
    chunk = encode(finished) if finished else b""
    return Done(chunk, tuple(run.key for run in finished), tuple(failures))


def each(unit: Unit) -> Iterator[Finished | Failure]:
    """The runs of a unit one by one, references that had to be done among them."""
    from sim.runs.run import SharedRuns

    shared, known = SharedRuns(-1), set[str]()
    for job in unit.jobs:
        if shared.seed != job.seed:
            shared = SharedRuns(job.seed)
        if job.reference in unit.references:
            shared.know_reference(job.config, unit.references[job.reference])
            known.add(job.reference)
        try:
            if job.reference not in known:
                known.add(job.reference)
                text, live = job.reference_text, partial(shared.reference, job.config)
                yield _finished(job.reference, text, job.seed, live)
            if job.key not in known:
                known.add(job.key)
                live = partial(shared.run, job.name, job.config)
                yield _finished(job.key, job.text, job.seed, live)
        except Exception as error:
            yield Failure(job.key, job.name, job.seed, message_of(error), trace_of(error))


def lost(unit: Unit, reason: str) -> Done:
    """A unit whose worker did not survive it."""
    failures = (Failure(job.key, job.name, job.seed, reason, reason) for job in unit.jobs)
    return Done(b"", (), tuple(failures))


def _finished(key: str, text: str, seed: int, live: Callable[[], Part]) -> Finished:
    began = time.perf_counter()
    row, weekly = live()
    return Finished(key, with_seed(text, seed), time.perf_counter() - began, row, weekly)
