"""The wheel alone is enough: presets travel with it, and it works from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = (".yaml", ".j2", ".txt", ".css")
"""Files without which the package cannot say anything."""


def _run(*words: str | Path, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=clean,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    _run(*build, ROOT, cwd=folder)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; dependencies come from this one, so no network."""
    folder = tmp_path_factory.mktemp("environment")
    _run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin/python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(_run(python, "-c", where, cwd=folder).strip())
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "dependencies.pth").write_text("\n".join(sorted(paths)) + "\n", encoding="utf-8")
    install = ("install", "--no-deps", "--no-index", "--quiet", wheel)
    _run(sys.executable, "-m", "pip", "--python", python, *install, cwd=folder)
    return folder / "bin"


def test_wheel_holds_the_package_and_its_presets_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    presets = {str(path.relative_to(ROOT / "conf")) for path in (ROOT / "conf").rglob("*.yaml")}
    assert {f"sim/conf/{name}" for name in presets} <= set(names)
    texts = [path for path in (ROOT / "sim").rglob("*") if path.suffix in TEXTS]
    assert len(texts) > 30
    assert {str(path.relative_to(ROOT)) for path in texts} <= set(names)
    assert "sim/py.typed" in names
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"sim", "rollout_lab"}
    assert not [name for name in names if "__pycache__" in name]


def test_installed_command_works_from_another_folder(installed: Path, tmp_path: Path) -> None:
    home = _run(installed / "python", "-c", "import sim; print(sim.__file__)", cwd=tmp_path)
    assert str(installed.parent) in home
    assert "rollout 0." in _run(installed / "rollout", "--version", cwd=tmp_path)
    assert "playbook" in _run(installed / "rollout", "list", "strategies", cwd=tmp_path)


def test_installed_command_compares(installed: Path, tmp_path: Path) -> None:
    tiny = ("organisation.headcount=20", "weeks=3", "seeds=2", "workers=1")
    _run(installed / "rollout", "compare", "strategies=[organic,champions]", *tiny, cwd=tmp_path)
    results = tmp_path / "results/compare"
    assert (results / "runs.parquet").is_file()
    assert list((results / "figures").glob("*.png"))
