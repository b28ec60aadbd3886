"""Kill -9 between a decision and its result, and a start again: the same pages."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("starlette")

from tests.app.conftest import SMALL
from tests.app.phones import Lecturer, Phone

ROOT = Path(__file__).parents[2]


@contextmanager
def started(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """`rollout app` as a process: it, its address, the lecturer's key."""
    command = [sys.executable, "-m", "sim", "app", "scenario=rhenania", *SMALL, *words]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:  # fmt: skip
        assert process.stdout
        told = process.stdout.readline() + process.stdout.readline()
        try:
            address = re.search(r"at (http://\S+)", told)
            key = re.search(r"key=(\S+)", told)
            assert address, told
            assert key, told
            yield process, address[1], key[1]
        finally:
            process.send_signal(signal.SIGKILL)


def test_nothing_is_lost_and_cookies_stay_valid(tmp_path: Path) -> None:
    with started(tmp_path, "port=0") as (process, address, key):
        port = address.rpartition(":")[2]
        lecturer, phone = Lecturer(address, key), Phone(address)
        phone.join(lecturer.code, "new", "Ann")
        lecturer.onwards()
        phone.draft("training", hours=1)
        number = phone.number()
        phone.post("/team/bet", low=1, high=90, number=number)
        answer = phone.http.post("/team/commit", data={"number": number}, follow_redirects=False)
        assert answer.status_code == 303
        process.send_signal(signal.SIGKILL)
        process.wait()
    with started(tmp_path, f"port={port}") as (process, again, new_key):
        assert again == address
        page = phone.get("/team")
        assert "<h2>Decided</h2>" in page
        assert "Your bet, 1 to 90" in page
        before = lecturer.get("/lecturer")
        assert "1 of 1 teams have decided" in before
        assert lecturer.code in Lecturer(address, new_key).page.replace("-", "")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
