"""The notebooks: made of their scripts, run from top to bottom, and kept with what they show.

    python -m experiments.notebooks [NAME ...]

A script in `notebooks/` is the source, in the percent format of Jupytext; the notebook beside it is
written here and nowhere else. A lesson in R is left as it is where there is no kernel for R.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
SCRIPTS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".py", ".R"))
KERNELS = {".py": ("python3", "Python 3", "python"), ".R": ("ir", "R", "R")}
QUIET = "ignore:IProgress not found"
"""Of the bars of progress that Jupyter would draw with an extension that nobody here needs."""
LIMIT = 600
"""Seconds that a cell may take on the slowest machine: only an end for what hangs."""


def made(script: Path) -> Any:
    """The notebook of a script, before it is run."""
    notebook = jupytext.read(script)
    name, shown, language = KERNELS[script.suffix]
    notebook.metadata = {
        "kernelspec": {"name": name, "display_name": shown, "language": language},
        "language_info": {"name": language},  # the kernel would add its version
    }
    for place, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{place}", {}
    return nbformat.from_dict({**notebook, "nbformat": 4, "nbformat_minor": 5})


def surroundings() -> dict[str, str]:
    """Where a lesson finds the command `rollout`, and the Python that belongs to it."""
    here = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": os.pathsep.join((here, os.environ.get("PATH", "")))}


@contextmanager
def kernel(name: str) -> Iterator[KernelManager]:
    """A kernel in an empty folder, for several notebooks one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        manager = KernelManager(
            kernel_name=name, connection_file=str(Path(folder) / "kernel.json"),
            transport="ipc" if os.name == "posix" else "tcp",
        )  # fmt: skip
        manager.start_kernel(cwd=folder, env={**surroundings(), "PYTHONWARNINGS": QUIET})
        try:
            yield manager
        finally:
            manager.shutdown_kernel(now=True)


def run(notebook: Any, manager: KernelManager) -> Any:
    """Run a notebook from top to bottom; names of the one before it are forgotten.

    Raises:
        CellExecutionError: A cell raised an error, or what it asserts is not so.
    """
    forget = "%reset -f" if manager.kernel_name == "python3" else "rm(list = ls())"
    first = nbformat.v4.new_code_cell(forget)
    notebook.cells.insert(0, first)
    NotebookClient(
        notebook, km=manager, timeout=LIMIT, record_timing=False, coalesce_streams=True
    ).execute()
    notebook.cells.remove(first)
    notebook.metadata.language_info = {"name": notebook.metadata.kernelspec.language}
    for place, cell in enumerate(each for each in notebook.cells if each.cell_type == "code"):
        cell.execution_count = place + 1
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = place + 1
    return notebook


def said(notebook: Any) -> list[str]:
    """All that the cells said in words and tables, pictures left out."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                found.append(output.text)
            elif "image/png" not in output.data:
                found.append(output.data["text/plain"])
    return found


def main(names: list[str]) -> None:
    """Run those that are named, or all, and write their notebooks."""
    there = KernelSpecManager().find_kernel_specs()
    for suffix, (name, *_) in KERNELS.items():
        wanted = [each for each in SCRIPTS
                  if each.suffix == suffix and (not names or each.stem in names)]  # fmt: skip
        if not wanted:
            continue
        if name not in there:
            print(f"not run, as there is no kernel {name!r}:", *(each.name for each in wanted))
            continue
        with kernel(name) as manager:
            for script in wanted:
                nbformat.write(run(made(script), manager), script.with_suffix(".ipynb"))
                print(script.with_suffix(".ipynb").relative_to(FOLDER.parent))


if __name__ == "__main__":
    main(sys.argv[1:])
