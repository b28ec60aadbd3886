"""Damaged exports by the thousand: each loads or is refused in a line; no traceback.

    python -m experiments.damaged_files 10000 0

Takes the samples of the tests, damages each in one of ten ways, and imports it. What is damaged how
follows from the seed, so that a number that fails can be looked at again.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sim.base.params import ConfigError
from sim.organisation.exports.gathered import Asked, gather, sources
from sim.organisation.exports.refused import Refused
from sim.report.imports import refusal
from sim.report.language import Language
from tests.organisation.exports.samples import samples

JUNK = (
    b"\x00", b'"', b";", b",", b"\t", b"\n", b"\r", b"\xff\xfe", b"\xef\xbb\xbf", b"{", b"]", b"-1",
    b"9" * 40, b"=1+1", b"31/12/2026", "ß".encode(), b"<", b"NaN", b"1e308", b"\x1f\x8b",
)  # fmt: skip
Damage = Callable[[bytes, random.Random], bytes]


def _cut(data: bytes, lot: random.Random) -> bytes:
    return data[: lot.randrange(len(data))]


def _flip(data: bytes, lot: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(lot.randint(1, 12)):
        changed[lot.randrange(len(changed))] = lot.randrange(256)
    return bytes(changed)


def _junk(data: bytes, lot: random.Random) -> bytes:
    for _ in range(lot.randint(1, 5)):
        at = lot.randrange(len(data))
        data = data[:at] + lot.choice(JUNK) + data[at:]
    return data


def _lines(change: Callable[[list[bytes], random.Random], None]) -> Damage:
    def damage(data: bytes, lot: random.Random) -> bytes:
        lines = data.split(b"\n")
        change(lines, lot)
        return b"\n".join(lines)

    return damage


def _drop(lines: list[bytes], lot: random.Random) -> None:
    del lines[lot.randrange(len(lines))]


def _double(lines: list[bytes], lot: random.Random) -> None:
    lines.insert(lot.randrange(len(lines)), lot.choice(lines))


def _cells(lines: list[bytes], lot: random.Random) -> None:
    at = lot.randrange(len(lines))
    cells = lines[at].split(b",")
    cells[lot.randrange(len(cells))] = lot.choice(JUNK)
    lines[at] = b",".join(cells)


def _rename(lines: list[bytes], lot: random.Random) -> None:
    lines[0] = lines[0].replace(lot.choice(lines[0].split(b",") or [b"a"])[:4] or b"a", b"x")


def _mixed(data: bytes, lot: random.Random) -> bytes:
    other = lot.choice(list(samples().values()))
    return data[: lot.randrange(len(data))] + other[lot.randrange(len(other)) :]


DAMAGES: dict[str, Damage] = {
    "cut": _cut, "bytes": _flip, "junk": _junk, "lines lost": _lines(_drop),
    "lines twice": _lines(_double), "cells": _lines(_cells), "names": _lines(_rename),
    "two files": _mixed, "as utf-16": lambda data, lot: data.decode("latin-1").encode("utf-16"),
    "reversed": lambda data, lot: data[::-1],
}  # fmt: skip


def main(count: int, seed: int) -> int:
    """Damage and import so many files; returns how many ended in a traceback."""
    kept, speak = samples(), (Language("en"), Language("de"))
    said: Counter[str] = Counter()
    failed, slowest, started = 0, 0.0, time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        for number in range(seed, seed + count):
            lot = random.Random(number)
            name, how = lot.choice(sorted(kept)), lot.choice(sorted(DAMAGES))
            path.write_bytes(DAMAGES[how](kept[name], lot))
            begun = time.process_time()
            try:
                asked = Asked({str(path): ""}, 60, lot.choice((None, 7)), repair=lot.random() < 0.5,
                              allow_audit=True)  # fmt: skip
                sources(gather(asked))
                said["loaded"] += 1
            except Refused as error:
                said[error.code] += 1
                failed += any("\n" in refusal(error, each) for each in speak)
            except ConfigError:
                said["other line"] += 1
            except Exception:
                failed += 1
                print(f"number {number}: {name}, {how}", file=sys.stderr)
                traceback.print_exc()
            slowest = max(slowest, time.process_time() - begun)
    spent = time.process_time() - started
    print(f"{count} files from seed {seed}: {failed} tracebacks; {dict(sorted(said.items()))}")
    print(f"{spent:.0f} s of CPU, the slowest file {slowest:.1f} s")
    return failed


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    sys.exit(bool(main(*(numbers + [1000, 0][len(numbers) :]))))
