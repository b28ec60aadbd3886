"""The lessons: notebooks are what their scripts say, run, and say what they said."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jupytext")
pytest.importorskip("nbclient")

import nbformat

from experiments.notebooks import SCRIPTS, kernel, made, run, said, surroundings

ROOT = Path(__file__).parents[1]
PYTHON = [script for script in SCRIPTS if script.suffix == ".py"]
named = pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.stem)


def kept(script: Path) -> Any:
    """The notebook beside a script, with what it showed when it was written."""
    return nbformat.read(script.with_suffix(".ipynb"), as_version=4)


@pytest.fixture(scope="module")
def manager() -> Iterator[Any]:
    """One kernel for all lessons in Python: to start one takes longer than some lessons."""
    with kernel("python3") as manager:
        yield manager


@named
def test_a_notebook_is_what_its_script_says(script: Path) -> None:
    mine, its = ([(cell.id, cell.cell_type, cell.source) for cell in notebook.cells]
                 for notebook in (made(script), kept(script)))  # fmt: skip
    assert mine == its, "python -m experiments.notebooks"
    assert kept(script).metadata == made(script).metadata


@named
def test_a_notebook_shows_what_it_says(script: Path) -> None:
    """Every figure in words, too; every claim as code; nothing that only this machine has."""
    content = script.read_text(encoding="utf-8")
    assert ("stopifnot(" if script.suffix == ".R" else "\nassert ") in content
    assert "**Exercises.**" in content
    for cell in kept(script).cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.text
            if "image/png" in output.get("data", {}):
                assert len(output.metadata["image/png"]["alt"]) > 40


def test_every_notebook_has_its_page() -> None:
    pages = {page.stem for page in (ROOT / "docs/site/notebooks").glob("*.md")}
    assert pages == {script.stem for script in SCRIPTS}
    listed = (ROOT / "docs/site/notebooks.md").read_text(encoding="utf-8")
    assert all(f"notebooks/{name}.ipynb)" in listed for name in pages)


@pytest.mark.parametrize("script", PYTHON, ids=lambda each: each.stem)
def test_a_lesson_in_python_runs_and_says_what_it_said(script: Path, manager: Any) -> None:
    assert said(run(made(script), manager)) == said(kept(script)), "python -m experiments.notebooks"


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_lesson_in_r_runs_and_says_what_it_said(tmp_path: Path) -> None:
    """As a script: a kernel for R is needed to write the notebook only."""
    (script,) = (each for each in SCRIPTS if each.suffix == ".R")
    done = subprocess.run(
        ["Rscript", "--vanilla", str(script)],
        cwd=tmp_path, env=surroundings(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "".join(said(kept(script))), "python -m experiments.notebooks"
