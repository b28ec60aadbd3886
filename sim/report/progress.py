"""Progress: a bar on a terminal, a plain line per tenth otherwise, both with the time left."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO

from sim.report.language import ENGLISH, Language

if TYPE_CHECKING:
    from tqdm import tqdm

BAR = "{percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} {unit}, {elapsed}{postfix}"


def spoken_time(seconds: float) -> str:
    """A time the way people say it: "40 s", "5 min", "1.5 h"."""
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


class Progress:
    """Counts finished pieces of work, and says how long the rest takes.

    The rest is judged by what was finished since the first piece: until then processes start
    and organisations are built, which does not happen again.

    Example:
        with Progress(total=200, label="runs") as progress:
            for run in runs:
                progress.advance()

    Args:
        total: Pieces of work in all.
        label: What a piece is called, for example "runs".
        quiet: Say nothing at all.
        stream: Where to write; standard error unless given.
        speak: What it is said in.
        work: How much all pieces are together, where they differ: in any unit.
    """

    def __init__(
        self,
        total: int,
        label: str = "runs",
        quiet: bool = False,
        stream: TextIO | None = None,
        speak: Language = ENGLISH,
        work: float | None = None,
    ) -> None:
        self.total, self.label, self.quiet, self.speak = total, label, quiet, speak
        self.done, self._worked = 0, 0.0
        self._work = total if work is None else work
        self.stream = stream if stream is not None else sys.stderr
        self._bar: tqdm[Any] | None = None
        self._started, self._tenth = time.monotonic(), 0
        self._first: tuple[float, float] | None = None

    def __enter__(self) -> Self:
        if not self.quiet and self.stream.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=self.total, unit=self.label, file=self.stream, bar_format=BAR)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def advance(self, count: int = 1, work: float | None = None) -> None:
        """Report that `count` more pieces are done, which are `work` together."""
        if not count:
            return
        self.done += count
        self._worked += count if work is None else work
        if self._first is None:
            self._first = time.monotonic(), self._worked
        if self._bar is not None:
            self._bar.set_postfix_str(self._left(), refresh=False)
            self._bar.update(count)
        elif not self.quiet:
            self._plain_line()

    def _left(self) -> str:
        """How long the rest takes; nothing as long as nobody can know."""
        began, before = self._first or (0.0, 0.0)
        if self._worked <= before or self.done >= self.total:
            return ""
        pace = (time.monotonic() - began) / (self._worked - before)
        left = spoken_time(pace * (self._work - self._worked))
        return self.speak.say("progress.left", left=self.speak.separated(left))

    def _plain_line(self) -> None:
        tenth = 10 * self.done // max(self.total, 1)
        if tenth <= self._tenth:
            return
        self._tenth = tenth
        spent = self.speak.separated(spoken_time(time.monotonic() - self._started))
        line = self.speak.say(
            "progress.done", label=self.label, done=self.done, total=self.total, spent=spent
        )
        print(", ".join(filter(None, (line, self._left()))), file=self.stream, flush=True)
