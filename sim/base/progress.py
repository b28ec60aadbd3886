"""Progress: a bar with time left on a terminal, a plain line per tenth otherwise."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO

if TYPE_CHECKING:
    from tqdm import tqdm


def spoken_time(seconds: float) -> str:
    """A time the way people say it: "40 s", "5 min", "1.5 h"."""
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


class Progress:
    """Counts finished pieces of work.

    Example:
        with Progress(total=200, label="runs") as progress:
            for run in runs:
                progress.advance()

    Args:
        total: Pieces of work in all.
        label: What a piece is called, for example "runs".
        quiet: Say nothing at all.
        stream: Where to write; standard error unless given.
    """

    def __init__(
        self, total: int, label: str = "runs", quiet: bool = False, stream: TextIO | None = None
    ) -> None:
        self.total = total
        self.label = label
        self.quiet = quiet
        self.done = 0
        self.stream = stream if stream is not None else sys.stderr
        self._bar: tqdm[Any] | None = None
        self._started = time.monotonic()
        self._tenth = 0

    def __enter__(self) -> Self:
        if not self.quiet and self.stream.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=self.total, unit=f" {self.label}", file=self.stream)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def advance(self, count: int = 1) -> None:
        """Report that `count` more pieces are done."""
        self.done += count
        if self._bar is not None:
            self._bar.update(count)
        elif not self.quiet:
            self._plain_line()

    def _plain_line(self) -> None:
        tenth = 10 * self.done // max(self.total, 1)
        if tenth <= self._tenth:
            return
        self._tenth = tenth
        spent = time.monotonic() - self._started
        left = spent / self.done * (self.total - self.done)
        line = f"{self.label}: {self.done}/{self.total}, {spent:.0f} s, about {left:.0f} s left"
        print(line, file=self.stream, flush=True)
