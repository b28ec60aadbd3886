"""Where and how the runs of a study are done, opened once and closed at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sim.report.language import ENGLISH, Language
from sim.report.progress import Progress
from sim.runs.engines import Engine, engine
from sim.runs.execute import what_is_left
from sim.runs.measured import Kept
from sim.runs.plan import Estimate, Run
from sim.runs.units import Failure
from sim.runs.workers import Workers

if TYPE_CHECKING:
    from sim.runs.store import Store

Found = TypeVar("Found")
Outcome = TypeVar("Outcome")

EARLY = 4
"""Processes that start before anybody knows how many are needed."""


@dataclass
class Work:
    """Where and how things are done, and what came of them so far.

    Attributes:
        store: Finished runs; None keeps none.
        engine, workers, scheduler: See `runs.engines`.
        fail_fast: Stop at the first run that fails.
        quiet: No progress.
        folder: Where results go and measured numbers are kept; None for neither.
        speak: What progress is told in.
        failures: Runs that raised errors.
        runs: All runs that were asked for.
    """

    store: Store | None = None
    engine: str = "processes"
    workers: int = 1
    scheduler: str | None = None
    fail_fast: bool = False
    quiet: bool = True
    folder: Path | None = None
    speak: Language = ENGLISH
    failures: list[Failure] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack, init=False)
    _crew: Workers | None = field(default=None, init=False)
    _engine: Engine | None = field(default=None, init=False)
    _told: tuple[str, Progress] | None = field(default=None, init=False)
    _measured: Kept | None = field(default=None, init=False)
    _ahead: tuple[list[Run], Estimate] | None = field(default=None, init=False)

    @property
    def kept(self) -> Store:
        """The store, for a study that cannot do without."""
        assert self.store is not None
        return self.store

    @contextmanager
    def soon(self) -> Iterator[None]:
        """Processes start while the question is still read; whatever happens then, they end."""
        from sim.runs.warm import compiled

        with self._open:
            if self.engine == "processes" and self.workers > 1 and compiled():
                self._crew = self._open.enter_context(Workers(self.workers))
                self._crew.start(EARLY)
            yield

    @contextmanager
    def going_on(self) -> Iterator[Work]:
        """Everything that is opened for the work is closed at its end."""
        with self._open:
            if self.store is not None:
                self._open.enter_context(self.store.writable())
            yield self

    @property
    def connected(self) -> Engine:
        """The engine, connected when first needed and then kept for the whole study."""
        if self._engine is None:
            self.compiled()
            self._engine = self._open.enter_context(
                engine(self.engine, self.workers, self.scheduler, self._crew)
            )
        return self._engine

    def compiled(self) -> None:
        """Compile the model, if it is not yet."""
        from sim.runs.warm import compile_all

        compile_all(self.quiet, self.speak)

    def ahead(self, runs: Sequence[Run]) -> Estimate:
        """What is left of some runs, before anything is done."""
        if self._ahead is None or self._ahead[0] != list(runs):
            self._ahead = list(runs), what_is_left(runs, self.kept, self.compiled)
        return self._ahead[1]

    def left(self, runs: Sequence[Run]) -> Estimate:
        """The same for those who do it now; what was worked out before holds once."""
        before, self._ahead = self._ahead, None
        if before is not None and before[0] == list(runs):
            return before[1]
        return what_is_left(runs, self.kept, self.compiled)

    def measured(self, mark: str) -> Kept:
        """Numbers that are measured already and depend on nothing but `mark` and their key."""
        if self._measured is None or self._measured.mark != mark:
            self._measured = Kept(self.folder, mark)
        return self._measured

    def progress(
        self, label: str, total: int, shared: bool = False, work: float | None = None
    ) -> Progress:
        """A new count of finished pieces, or the one that goes on where it is shared.

        Args:
            label: Key of what a piece is called; "" says nothing.
            total: Pieces in all.
            shared: Go on with the count of the same label.
            work: How much all pieces are together, where they differ.
        """
        if self._told is not None:
            if shared and self._told[0] == label:
                return self._told[1]
            self._told[1].__exit__(None, None, None)
        called = self.speak.say(label) if label else ""
        counted = Progress(total, called, self.quiet or not label, speak=self.speak, work=work)
        self._told = (label, self._open.enter_context(counted))
        return counted
