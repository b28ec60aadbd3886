"""Ctrl-C ends a command, wherever Python happens to be when it comes.

Python raises `KeyboardInterrupt` in whatever it is doing. In a finalizer or in a callback from
C code nobody can catch it there, so it is printed and forgotten, and the work goes on. Long
loops therefore ask between two steps whether somebody wanted them to stop.
"""

from __future__ import annotations

import signal
from types import FrameType

_asked = False


def listen() -> None:
    """From now on remember interrupts; in the main thread, unless somebody ignores them."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)


def heed() -> None:
    """Raise `KeyboardInterrupt` if there was an interrupt since `listen`."""
    if _asked:
        raise KeyboardInterrupt


def _interrupt(number: int, frame: FrameType | None) -> None:
    global _asked
    _asked = True
    raise KeyboardInterrupt
