"""A real scheduler and real workers on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[3]


class Cluster:
    """A Dask scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self._folder, self._processes = folder, list[subprocess.Popen[bytes]]()
        self.workers: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        while not self.file.is_file() or not self.file.read_text():
            assert self._processes[0].poll() is None, (folder / "scheduler.log").read_text()
            time.sleep(0.05)

    @property
    def address(self) -> str:
        """Where the scheduler listens."""
        return str(json.loads(self.file.read_text())["address"])

    def add_worker(self) -> subprocess.Popen[bytes]:
        """One more worker, with one thread."""
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60")
        local = str(self._folder / f"worker{len(self.workers)}")
        self.workers.append(self._start("worker", *options, "--local-directory", local))
        return self.workers[-1]

    def _start(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        log = (self._folder / f"{kind}{len(self.workers) if kind == 'worker' else ''}.log").open(
            "wb"
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", kind, "--scheduler-file", str(self.file), *options],
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        self._processes.append(process)
        return process

    def close(self) -> None:
        """End everything that was started here."""
        for process in reversed(self._processes):
            process.kill()
            process.wait()
