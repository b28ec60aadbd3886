"""Compiled kernels: never stale, never in a place that others can write to, compiled once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.base import kernel_cache
from sim.base.kernel_cache import KEPT, SHARED, digest, folder

KERNEL = """\
from sim.model.helper import RATE, helped
from sim.base.kernel import kernel

@kernel
def {name}(x: float) -> float:
    return RATE * helped(x)
"""
HELPER = """\
from sim.base.kernel import inlined

RATE = {rate}

@inlined
def helped(x):
    return x + {more}
"""
CALL = "from sim.model.probe import probe; print(probe(1.0), *probe.stats.cache_hits.values())"


class Package:
    """A copy of the package with a kernel, and a helper in another file, and its own cache."""

    def __init__(self, place: Path) -> None:
        self.root, self.cache = place / "code", place / "cache"
        no_bytecode = shutil.ignore_patterns("__pycache__", "*.nb?")
        shutil.copytree(sim.__path__[0], self.root / "sim", ignore=no_bytecode)
        for name in ("probe", "other"):
            self.write(name, KERNEL.format(name=name))
        self.write("helper", HELPER.format(rate=1.0, more=1.0))

    def write(self, name: str, text: str) -> None:
        """Write one of its modules."""
        (self.root / "sim" / "model" / f"{name}.py").write_text(text, encoding="utf-8")

    def move(self, name: str) -> None:
        """Put the code into another folder."""
        self.root = self.root.rename(self.root.with_name(name))

    def start(self, code: str, **changes: str) -> subprocess.Popen[str]:
        """Start Python with some code, and changes of its environment."""
        environment = {
            **os.environ, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1",
            "NUMBA_CACHE_DIR": str(self.cache), **changes,
        }  # fmt: skip
        environment = {key: value for key, value in environment.items() if value}
        return subprocess.Popen(
            [sys.executable, "-c", code], env=environment, cwd=self.root, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, code: str = CALL, **changes: str) -> str:
        """What some code prints."""
        return said(self.start(code, **changes))


def said(process: subprocess.Popen[str]) -> str:
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    return out.strip()


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package(tmp_path)


def test_a_kernel_is_kept_until_anything_changes(package: Package) -> None:
    """Compiled once, loaded the next time, from wherever the same sources lie.

    A number or a function that it takes from another file is never the old one. Beside the
    sources nothing is written.
    """
    before = [path.relative_to(package.root) for path in sorted(package.root.rglob("*"))]
    assert package.run() == "2.0"
    package.move("elsewhere")
    assert package.run() == "2.0 1"
    package.write("helper", HELPER.format(rate=3.0, more=1.0))
    assert package.run() == "6.0"
    package.write("helper", HELPER.format(rate=3.0, more=2.0))
    assert package.run() == "9.0"
    assert [path.relative_to(package.root) for path in sorted(package.root.rglob("*"))] == before


def test_the_digest_is_of_what_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Launchers of parallel jobs set a number of threads, which no kernel heeds."""
    found = digest.__wrapped__()
    monkeypatch.setenv("NUMBA_NUM_THREADS", "1")
    assert digest.__wrapped__() == found
    monkeypatch.setenv("NUMBA_OPT", "1")
    assert digest.__wrapped__() != found


def test_two_processes_at_once(package: Package) -> None:
    """Both compile the same kernel into one folder; both are right, and so is the next."""
    both = [package.start(CALL) for _ in range(2)]
    assert [said(each).split()[0] for each in both] == ["2.0", "2.0"]
    assert package.run() == "2.0 1"


def test_without_home_and_cache(package: Package, tmp_path: Path) -> None:
    """Where the user has no folder to write to, a private one serves, and goes with the command."""
    nothing, passing = tmp_path / "file", tmp_path / "passing"
    nothing.touch()
    passing.mkdir()
    nowhere = {
        "NUMBA_CACHE_DIR": "", "HOME": str(nothing), "XDG_CACHE_HOME": str(nothing / "cache"),
        "LOCALAPPDATA": str(nothing / "local"), "TMPDIR": str(passing),
    }  # fmt: skip
    worker = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CALL!r}], check=True)"
    code = f"{CALL}; {worker}; import sim.base.kernel_cache as c; print(c.folder())"
    first, second, place = package.run(code, **nowhere).splitlines()
    assert sorted((first, second)) == ["2.0", "2.0 1"]
    assert Path(place).is_relative_to(passing)
    assert not any(passing.iterdir())


def test_kernels_are_compiled_side_by_side(package: Package) -> None:
    """Other processes compile, each kernel once; this one loads what they have left."""
    names = ["sim.model.other:other", "sim.model.probe:probe"]
    code = f"from sim.runs.warm import _side_by_side; print(*sorted(_side_by_side({names})))"
    assert package.run(code).split() == names
    assert package.run() == "2.0 1"
    assert len(list(package.cache.rglob("*.nbc"))) == len(names)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user keeps caches; further folders are passing ones below `passing`."""
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr(kernel_cache.tempfile, "tempdir", str(passing))
    monkeypatch.setenv(SHARED, "")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "caches"))
    return tmp_path / "caches" / "rollout-lab"


def test_the_folder_is_private(place: Path) -> None:
    """Made for the user alone, and found again."""
    found = folder.__wrapped__()
    assert found is not None
    assert found.parent == place
    assert folder.__wrapped__() == found
    if os.name == "posix":
        assert [each.stat().st_mode & 0o777 for each in (place, found)] == [0o700, 0o700]


@pytest.mark.parametrize("unsafe", ["writable", "link", "file", "foreign"])
def test_no_unsafe_folder_is_used(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unsafe: str
) -> None:
    """Whoever could write there could make us run their code: a private folder serves instead."""
    place.parent.mkdir()
    if unsafe == "link":
        (tmp_path / "elsewhere").mkdir()
        place.symlink_to(tmp_path / "elsewhere")
    elif unsafe == "file":
        place.touch()
    else:
        place.mkdir(mode=0o700)
    if unsafe == "writable":
        place.chmod(0o777)
    if unsafe == "foreign":
        user = os.getuid()
        # Whoever made the folder is somebody else until a new one is made.
        monkeypatch.setattr(kernel_cache, "_passing_folder", lambda: tmp_path / "passing")
        monkeypatch.setattr(os, "getuid", lambda: user + 1)
    found = folder.__wrapped__()
    assert found is not None
    assert found.is_relative_to(tmp_path / "passing")


def test_the_oldest_folders_go(place: Path) -> None:
    """Every state of the sources has a folder of its own; those not used for long are removed."""
    place.mkdir(parents=True, mode=0o700)
    old = [place / f"{number:032x}" for number in range(KEPT + 2)]
    for age, each in enumerate(old):
        each.mkdir()
        os.utime(each, (1000.0 + age, 1000.0 + age))
    (place / "of somebody else").mkdir()
    found = folder.__wrapped__()
    left = {each.name for each in place.iterdir()}
    assert left == {found.name, "of somebody else", *(each.name for each in old[3:])}


REAL_RUN = """
from sim import load, run
from sim.base.kernel import KERNELS
from sim.base.signatures import signature
from sim.model.firm import Firm
from sim.studies.snapshots import network_snapshots
for strategy in ("playbook", "champions", "mandate"):
    config = load(["organisation.headcount=60", "weeks=8"], strategy)
    run(config)
network_snapshots(Firm(config))
for name, kernel in KERNELS.items():
    declared = signature(kernel.py_func)
    if len(kernel.signatures) > 1 or (declared and kernel.signatures not in ([], [declared])):
        print(name, declared, *kernel.signatures)
"""


def test_what_kernels_say_they_take_is_what_a_run_gives_them() -> None:
    """Otherwise compiling beforehand would compile the wrong ones, and the run its own again."""
    done = subprocess.run(
        [sys.executable, "-c", REAL_RUN], cwd=Path(__file__).parents[2], capture_output=True,
        text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


def test_every_kernel_compiles_from_what_it_says_it_takes() -> None:
    """Otherwise each command would begin to compile all of them again."""
    kept = folder()
    assert kept is not None
    assert (kept / "complete").exists()
