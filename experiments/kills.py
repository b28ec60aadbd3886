"""Is anything lost, doubled or left behind when a command is killed at any moment?

    python -m experiments.kills --kills 20 --out results/kills        # Linux only: reads /proc

Every command runs once undisturbed. Then it is started again and again in a fresh folder and
killed at a random moment, with SIGTERM, SIGINT or SIGKILL, sent to its main process or to all of
its processes as a terminal does. After at most five kills nobody disturbs it, and the folder
must hold the same bytes as that of the undisturbed one. Counted are also processes that outlive
their command, files that stay unfinished, commands that do not end, exit codes other than the
documented ones, and tracebacks.
"""

from __future__ import annotations

import argparse
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

SMALL = "organisation.headcount=20 weeks=6 withdraw_week=4 workers=2"
PAIR = "strategies=organic,champions"
VARIED = "vary.workforce.reactance.mean=0.2,0.7"
COMMANDS = {
    "run": f"run {SMALL} strategy=champions",
    "run -m": f"run -m {SMALL} strategy=champions,organic",
    "compare": f"compare {SMALL} {PAIR} seeds=2",
    "sweep": f"sweep {SMALL} {PAIR} seeds=2 {VARIED}",
    "claims": "claims claims=C02 draws=2 seeds=2 headcount=20 workers=2",
    "discover": f"discover {SMALL} draws=30 seeds=2 "
    "vary.workforce.decision.peers=declared vary.work.flow.touch_share=declared",
    "sensitivity": f"sensitivity {SMALL} vary=technology.fit,work.flow.latency "
    "trajectories=3 points=16 keep=2 outcomes=genuine_use_final",
    "tournament": f"tournament {SMALL} {PAIR} draws=3 seeds=2 companies=plausible",
    "search": f"search {SMALL} {PAIR} draws=2 fresh=2 seeds=1 trials=5 levers=champions,training",
    "ask": "ask organisation.headcount=24 weeks=6 strategies=organic,mandate draws=30 seeds=2 "
    "workers=2 work.flow.latency=0.3",
    "calibrate": "calibrate particles=64 bridges=16 wave=8 draws=20 recover=1 companies=1 "
    "workers=2 organisation.headcount=40",
    "validate": "validate companies=1 organisation.headcount=40",
    "store prune": "store prune confirm=true",
}
TINY = """
from sim.studies.calibrate import calibrate, files
from sim.studies.validate import networks, patterns
files.FRESH_COMPANIES, calibrate.TEMPERATURES, calibrate.STEPS = 1, (1.0,), 5
calibrate.SHIPPED_DRAWS, networks.HEADCOUNT, networks.SEEDS = 5, 60, (0,)
patterns.COMPANIES = patterns.DRAWS = 2
"""
"""Sizes that no key sets; the same for the undisturbed command and for all others."""
ENTRY = "from sim.cli.main import entry\nentry()"
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)
CODES = {signal.SIGTERM: (143,), signal.SIGINT: (130,), signal.SIGKILL: (-signal.SIGKILL,)}
IN_A_ROW = 5
"""Kills of one folder before nobody disturbs it."""
PATIENCE, GOING = 120.0, 10.0
"""Seconds in which a command has to end after a signal, and its workers after it."""


@dataclass
class Found:
    """What the kills of a command came to."""

    kills: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def started(command: str, folder: Path) -> subprocess.Popen[str]:
    """A command in a folder of its own, in a session of its own."""
    tiny = TINY if command in ("calibrate", "validate") else ""
    words = shlex.split(COMMANDS[command])
    if command != "store prune":
        words.append("out=out")
    if command not in ("run", "run -m", "claims", "calibrate", "validate"):
        words.append("store=store")
    return subprocess.Popen(
        [sys.executable, "-c", tiny + ENTRY, *words], cwd=folder, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def session_of(leader: int) -> list[int]:
    """Processes of a session that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if int(session) == leader and state not in "ZX":
            found.append(int(stat.parent.name))
    return found


def outlived(leader: int) -> list[int]:
    """Processes that are still there when their command has long ended; they are ended."""
    until = time.monotonic() + GOING
    while (left := session_of(leader)) and time.monotonic() < until:
        time.sleep(0.05)
    for process in left:
        os.kill(process, signal.SIGKILL)
    return left


def prepared(command: str, folder: Path, stores: Path) -> Path:
    """A folder to run a command in."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if command == "store prune":
        shutil.copytree(stores, folder / "store")
    return folder


def made_stores(folder: Path) -> Path:
    """A store with runs of another version of the model, and a file of somebody else."""
    root = prepared("sweep", folder, folder)
    process = started("sweep", root)
    process.communicate()
    (version,) = (path for path in (root / "store").iterdir() if path.is_dir())
    other = version.with_name("0.0.1-000000000000")
    shutil.copytree(version, other)
    (chunk, *_) = sorted(other.glob("*.parquet"))
    for number in range(300):
        (other / f"{number:032x}.parquet").write_bytes(chunk.read_bytes())
    (other / "mine.txt").write_text("not of this program")
    return root / "store"


def contents(folder: Path) -> dict[str, str]:
    """Digest of every file of a result but the record of when and how it was made."""
    root = folder / "out" if (folder / "out").is_dir() else folder
    return {
        path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in ("provenance.json", "multirun.yaml")
    }


def unfinished(folder: Path) -> list[str]:
    """Files and folders with names of what is being written."""
    return [path.relative_to(folder).as_posix() for path in folder.rglob(".*")]


def undisturbed(command: str, folder: Path, stores: Path) -> tuple[float, dict[str, str]]:
    """Seconds that a command takes, and what it leaves."""
    began = time.monotonic()
    process = started(command, prepared(command, folder, stores))
    _, said = process.communicate()
    seconds = time.monotonic() - began
    if process.returncode:
        raise SystemExit(f"{command} fails undisturbed: {said}")
    return seconds, contents(folder)


def kill(command: str, folder: Path, moment: float, number: int, everybody: bool) -> Iterator[str]:
    """Start a command, kill it, and say what is wrong with how it ended."""
    before = unfinished(folder / "out")  # what a SIGKILL has left, which the next command removes
    process = started(command, folder)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        (os.killpg if everybody else os.kill)(process.pid, number)
    try:
        _, said = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        yield "does not end"
        return
    left = outlived(process.pid)
    if left:
        yield f"{len(left)} processes outlive it"
    early = process.returncode == -number  # Python is starting, and nobody listens yet
    if process.returncode not in (0, *CODES[number]) and not early:  # type: ignore[index]
        yield f"exit code {process.returncode}: {said[-300:]}"
    if "Traceback" in said and not early:
        yield f"traceback: {said[-600:]}"
    new = [each for each in unfinished(folder / "out") if each not in before]
    if number != signal.SIGKILL and new:
        yield f"left {new}"


def tried(command: str, kills: int, root: Path, stores: Path, chance: random.Random) -> Found:
    """Kill a command so many times."""
    seconds, whole = undisturbed(command, root / "whole", stores)
    found, done = Found(), 0
    while done < kills:
        folder = prepared(command, root / "killed", stores)
        row = min(IN_A_ROW, kills - done)
        told = []
        for _ in range(row):
            number, everybody = chance.choice(SIGNALS), chance.random() < 0.5
            moment = chance.uniform(0.0, seconds)
            told.append(f"{number.name}{' to all' * everybody} after {moment:.2f} s")
            found.kills[number.name] += 1
            for fault in kill(command, folder, moment, number, everybody):
                found.faults.append(f"{told[-1]}: {fault}")
        done += row
        process = started(command, folder)
        _, said = process.communicate()
        after = f"after {', '.join(told)}"
        if process.returncode:
            found.faults.append(f"{after}: exit code {process.returncode}: {said[-300:]}")
        different = sorted(name for name, _ in {*contents(folder).items()} ^ {*whole.items()})
        if different:
            found.faults.append(f"{after}: differs: {different}")
        if unfinished(folder):
            found.faults.append(f"{after}: unfinished: {unfinished(folder)}")
        if outlived(process.pid):
            found.faults.append(f"{after}: processes outlive the repeated command")
    return found


def main() -> None:
    """Print a table, and every fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="of each command")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("results/kills"))
    parser.add_argument("commands", nargs="*", default=list(COMMANDS))
    given = parser.parse_args()
    chance, out = random.Random(given.seed), given.out.resolve()
    stores = made_stores(out / "stores") if "store prune" in given.commands else out
    print("| command | SIGTERM | SIGINT | SIGKILL | faults |\n| --- | --- | --- | --- | --- |")
    faults = []
    for command in given.commands:
        found = tried(command, given.kills, out / command.replace(" ", "_"), stores, chance)
        counts = " | ".join(str(found.kills[number.name]) for number in SIGNALS)
        print(f"| `{command}` | {counts} | {len(found.faults)} |", flush=True)
        faults += [f"{command}: {fault}" for fault in found.faults]
        for fault in found.faults:
            print(f"  {command}: {fault}", file=sys.stderr, flush=True)
    print(f"\n{given.kills * len(given.commands)} kills, {len(faults)} faults")


if __name__ == "__main__":
    main()
