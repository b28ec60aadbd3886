"""The command `rollout`: finds the command, and turns every failure into one line.

Exit codes: 0 done, 2 bad input, 3 some runs failed, 1 internal error, 130 interrupted,
143 terminated.
"""

from __future__ import annotations

import atexit
import dataclasses
import errno
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from sim.base.params import ConfigError, one_line, readable
from sim.cli.commands import COMMANDS as COMMANDS
from sim.cli.commands import SPOKEN as SPOKEN
from sim.cli.commands import help_of, module_of
from sim.cli.interrupt import Terminated, behind, listen
from sim.config.early import check_words, each_alone
from sim.config.spelling import tidied
from sim.config.words import Arguments, read
from sim.report.help_text import overview

INTERRUPTED, TERMINATED = 130, 143

#: Errors of files that are no fault of ours: a full disk, a missing permission, a long name.
OUTSIDE = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG)
SHOWN_PATH = 120


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; never raises for bad input.

    Args:
        argv: The words after `rollout`; None takes them from the shell.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = dispatch(read(words))
        sys.stdout.flush()
        return code
    except (KeyboardInterrupt, Exception) as error:
        interrupt = behind(error)
        return _stopped(interrupt) if interrupt else _explained(error, "--debug" in words)


def entry() -> NoReturn:
    """What the installed command does: `main`, as a process of its own."""
    listen()
    _speak_anywhere()
    code = main()
    # All is written. Python would now take libraries apart for half a second; and after an
    # interrupt inside their C code it would end by the signal instead of this code. A second
    # Ctrl-C must not print a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    atexit._run_exitfuncs()
    with suppress(OSError):
        sys.stdout.flush()
    os._exit(code)


def _speak_anywhere() -> None:
    """Let output that is closed, or cannot write every letter, not end the work."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
            os.set_inheritable(nowhere.fileno(), True)  # worker processes need it as well
            setattr(sys, name, nowhere)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _stopped(interrupt: KeyboardInterrupt) -> int:
    terminated = isinstance(interrupt, Terminated)
    code, word = (TERMINATED, "terminated") if terminated else (INTERRUPTED, "interrupted")
    return _fail(code, f"{word}; runs that were finished are kept")


def _explained(error: BaseException, debug: bool) -> int:
    """Say what went wrong, and return the exit code for it."""
    if isinstance(error, ConfigError):
        return _fail(2, one_line(error))
    if isinstance(error, BrokenPipeError):
        # The reader (`head`, a pager) has seen enough; stop Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(error, OSError) and error.errno in OUTSIDE:
        place = str(error.filename or "results")
        shown = place if len(place) <= SHOWN_PATH else f"{place[:SHOWN_PATH]}…"
        return _fail(2, f"cannot read or write {shown}: {error.strerror}")
    return _internal(error, debug)


def dispatch(arguments: Arguments) -> int:
    """Do what a line says, and return the exit code; failures are raised."""
    if arguments.version:
        from sim.cli.version import version

        print(version())
        return 0
    if not arguments.command:
        print(overview(list(COMMANDS)))
        return 0
    if arguments.command not in COMMANDS:
        module_of(arguments.command)  # of another package, or refused before anything else
    if arguments.multirun and arguments.command != "run":
        raise ConfigError(
            f"-m works with run only; compare takes lists, for example strategies=a,b "
            f"(got {arguments.line!r})"
        )
    if arguments.help:
        print(help_of(arguments.command))
        return 0
    module = module_of(arguments.command)
    study = getattr(module, "STUDY", None)
    if arguments.command not in SPOKEN:
        own = getattr(module, "KEYS", ()) if study is None else study.keys
        words = tidied(arguments.command, arguments.words, own)
        arguments = dataclasses.replace(arguments, words=words)
        if study is not None:
            arguments.refuse(**study.refuses)
        alone = tuple(each_alone(words)) if arguments.multirun else words
        check_words(alone, arguments.config_dir, own, arguments.command)
    if study is not None:
        from sim.studies.study import carry_out

        return carry_out(study, arguments)
    code: int = module.main(arguments)
    return code


def _fail(code: int, message: str) -> int:
    print(f"rollout: {readable(message)}", file=sys.stderr)
    return code


def _internal(error: BaseException, debug: bool) -> int:
    """One line for an error that is ours, with the traceback kept for a report."""
    import tempfile

    from sim.base.trouble import message_of, trace_of

    trace = trace_of(error)
    if debug:
        sys.stderr.write(trace)
        return _fail(1, f"internal error: {message_of(error)}")
    with tempfile.NamedTemporaryFile(
        "w", prefix="rollout-error-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(trace)
    return _fail(
        1,
        f"internal error: {message_of(error)} (traceback in {file.name}; --debug shows it)",
    )
