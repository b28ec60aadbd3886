"""Ctrl-C and SIGTERM end a command, wherever Python happens to be when they come.

Python raises `KeyboardInterrupt` in whatever it is doing. In a finalizer, or in a callback that
C code makes, nobody can catch it: Python says "Exception ignored" and works on. It happens at
start-up above all, when modules and compiled kernels are loaded. Such an interrupt is sent
again, until it finds somebody to end. C code may also put an error of its own in its place;
whatever ends a command after an interrupt counts as that interrupt.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType
from typing import Any

SECONDS = 0.05
_asked: KeyboardInterrupt | None = None


class Terminated(KeyboardInterrupt):
    """Somebody asked this process to end (SIGTERM): a batch system, a container."""


def listen() -> None:
    """From now on SIGTERM is an interrupt, and no interrupt is lost; in the main thread only."""
    sys.unraisablehook = _again
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _interrupt)


def behind(error: BaseException | None) -> KeyboardInterrupt | None:
    """The interrupt that an error came from, if one did: a clean-up that fails hides it."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return _asked or error
        error = error.__cause__ or error.__context__
    return _asked


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _asked
    _asked = Terminated() if number == signal.SIGTERM else KeyboardInterrupt()
    raise _asked


def _again(ignored: Any) -> None:
    if not issubclass(ignored.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(ignored)
        return
    number = signal.SIGTERM if issubclass(ignored.exc_type, Terminated) else signal.SIGINT
    timer = threading.Timer(SECONDS, os.kill, (os.getpid(), number))
    timer.daemon = True
    timer.start()
