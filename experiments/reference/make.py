"""Making the results: every command once, told in two languages, and what is kept of it."""

from __future__ import annotations

import io
import platform
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from importlib.metadata import version
from pathlib import Path
from string import Template

import pandas as pd

from experiments.reference.figures import maps, shrunk
from sim.cli.main import main
from sim.report.language import ENGLISH, Language

HERE = Path(__file__).parent
SMALL = "organisation.headcount=60 weeks=52 withdraw_week=39"
STRATEGIES = "strategies=organic,mandate,champions,phased_pilot,big_bang"
TOLD: Mapping[str, str] = {
    "compare": f"compare {SMALL} {STRATEGIES} seeds=6",
    "sweep": f"sweep {SMALL} strategies=organic,phased_pilot seeds=3 "
             "vary={workforce.decision.peers:[0,0.5,1],work.integration.redesign_hours:[40,110,300]}",
}  # fmt: skip
"""Name -> command line of what tells its result in the terminal; done once in every language."""
WRITTEN: Mapping[str, str] = {
    "tournament": f"tournament {SMALL} {STRATEGIES} draws=8 seeds=2",
    "claims": "claims headcount=60 draws=8 seeds=3 claims=C03,C08,C10,C14,C15",
}
"""The same of what writes pages, in both languages at once."""
KEPT = ("*.csv", "*.md")
LIBRARIES = ("numpy", "scipy", "pandas", "numba")
POINT, EFFECT = ["workforce.decision.peers", "work.integration.redesign_hours"], "phased_pilot"
READ = "hours_saved_per_employee_week"


def make(folder: Path, figures: bool = True) -> None:
    """Replace a folder by what the commands say and leave behind today.

    Args:
        folder: Of the results.
        figures: Whether figures are kept, too.
    """
    folder = folder.resolve()
    with tempfile.TemporaryDirectory() as place, chdir(place):
        told = {"en": {name: _said(f"{line} store=store out={name}")
                       for name, line in TOLD.items()},
                "de": {name: _said(f"{line} store=store out=de/{name} language=de")
                       for name, line in TOLD.items()}}  # fmt: skip
        for name, line in WRITTEN.items():
            _said(f"{line} out={name}" + (" store=store" if name == "tournament" else ""))
        new = Path("reference")
        for name in (*TOLD, *WRITTEN):
            _keep(Path(name), new / name)
        _keep_sweep(Path("sweep"), new, told, figures)
        if figures:
            for name in (*TOLD, *WRITTEN):
                shrunk(Path(name) / "figures", new / name / "figures")
            shrunk(Path("de/compare/figures"), new / "compare" / "figures" / "de")
        (new / "versions.txt").write_text(versions(), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(new, folder)


def versions() -> str:
    """What last digits depend on, one per line."""
    found = {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}
    return "".join(f"{name} {number}\n" for name, number in found.items())


def _said(line: str) -> str:
    """Do a command, and return what it says, without where its results are."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*line.split(), "workers=1"])
    if code:
        raise RuntimeError(f"rollout {line}\n{err.getvalue()}")
    parts = out.getvalue().split("\n\n")[:-2]  # without where results are, and how to see more
    if line.startswith("sweep"):  # ... and without the plan, which tells a time
        parts[0] = parts[0].split("\n", 2)[2]
    return "\n\n".join(parts)


def _keep(found: Path, new: Path) -> None:
    """Tables and pages; a page links to figures as it did."""
    new.mkdir(parents=True)
    for pattern in KEPT:
        for path in found.glob(pattern):
            shutil.copy(path, new / path.name)


def _keep_sweep(found: Path, new: Path, told: Mapping[str, Mapping[str, str]], draw: bool) -> None:
    """The runs of the sweep as a table, their differences as another and as a map; the pages."""
    runs = pd.read_parquet(found / "runs.parquet")
    plain = runs.drop(columns=["run_id", "reference_id", "command"], errors="ignore")
    plain.to_csv(new / "sweep" / "runs.csv", index=False, float_format="%.6g", lineterminator="\n")
    table = runs.pivot_table(index=[*POINT, "seed"], columns="strategy", values=READ)
    apart = (table[EFFECT] - table["organic"]).groupby(level=POINT).mean().unstack(1)
    for code, texts in told.items():
        speak = ENGLISH if code == "en" else Language(code)
        page = Template((HERE / f"page.{code}.md").read_text(encoding="utf-8"))
        words = {
            "map": _cells(apart, speak),
            **texts,
            **{f"{name}_line": f"rollout {line}" for name, line in {**TOLD, **WRITTEN}.items()},
        }
        name = "README.md" if code == "en" else f"README.{code}.md"
        (new / name).write_text(page.substitute(words), encoding="utf-8")
        if draw:
            maps(apart, speak, new / "sweep" / "figures" / ("" if code == "en" else code))


def _cells(apart: pd.DataFrame, speak: Language) -> str:
    """Rows of a table: a value of the first parameter, and the difference for every second one."""
    head = [speak.number(float(each), 0) for each in apart.columns]
    rows = [
        [speak.number(float(str(row)), 1), *(speak.number(each, 2, True) for each in values)]
        for row, values in zip(apart.index, apart.to_numpy(float).tolist(), strict=True)
    ]
    lines = [["", *head], ["---"] * (1 + len(head)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
