"""Errors that are ours, as text: what happened, and where.

What the reader of organisations raises by mistake may hold a name of a person: `KeyError: 'Ada'`.
Of such an error the place is told, and its kind, but not its message.
"""

from __future__ import annotations

import os
import pickle
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from sim.base.params import ConfigError, one_line

_READERS = tuple(
    os.path.join("sim", "organisation", part) + os.sep for part in ("read", "complete")
)
LEFT_OUT = "(its message may name people and is left out)"


def message_of(error: BaseException) -> str:
    """Kind and message of an error, on a line."""
    return f"{type(error).__name__}: {LEFT_OUT if _is_private(error) else one_line(error)}"


def trace_of(error: BaseException) -> str:
    """The traceback of an error, with all that led to it."""
    if not _may_name_people(error):
        return "".join(traceback.format_exception(error))
    parts = [
        "".join(["Traceback (most recent call last):\n", *traceback.format_tb(each.__traceback__),
                 f"{type(each).__name__} {LEFT_OUT}\n"])
        for each in _chain(error)
    ]  # fmt: skip
    return "\nwhich led to\n\n".join(reversed(parts))


def sendable(error: Exception, where: str, pack: Callable[[Any], bytes]) -> Exception:
    """An error as another process can have it, with its traceback as a note.

    Args:
        error: What was raised.
        where: Where that was, such as "in a worker process".
        pack: What makes bytes of it on its way.

    Returns:
        The error itself; or what it says, where it may name people or does not survive the way.
    """
    private = _is_private(error)
    error.add_note(f"{where}:\n{trace_of(error)}")
    try:
        pickle.loads(pack(error))
    except Exception:
        private = True
    if not private:
        return error
    told = RuntimeError(message_of(error))
    told.add_note(trace_of(error))
    return told


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen = set[int]()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__


def _is_private(error: BaseException) -> bool:
    return _may_name_people(error) and not isinstance(error, ConfigError)


def _may_name_people(error: BaseException) -> bool:
    """Whether it, or what led to it, came out of a reader of organisations."""
    return any(
        part in frame.filename
        for each in _chain(error)
        for frame in traceback.extract_tb(each.__traceback__)
        for part in _READERS
    )
