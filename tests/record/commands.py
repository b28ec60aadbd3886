"""Every command at a tiny size: what it says and leaves behind, as text that can be compared."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import main
from tests.once import once
from tests.undrawn import names_only

SMALL = "organisation.headcount=20 weeks=6 withdraw_week=4 workers=1"
HERE = "out=out store=store"
PAIR = "strategies=[organic,champions]"
GERMAN = "language=de out=aus"
RUN = f"run {SMALL} strategy=champions seed=3"
COMPARE = f"compare {SMALL} {PAIR} seeds=2"
SWEEP = f"sweep {SMALL} {PAIR} seeds=2 vary={{workforce.reactance.mean:[0.2,0.7]}}"
CLAIMS = "claims claims=[C02] draws=2 seeds=2 headcount=20 figures=false workers=1"
DISCOVER = (
    f"discover {SMALL} draws=30 seeds=2 "
    "vary={workforce.decision.peers:declared,work.flow.touch_share:declared}"
)
SENSITIVITY = (
    "sensitivity organisation.headcount=20 weeks=8 withdraw_week=6 workers=1 "
    "vary=[workforce.decision.intercept,technology.fit,work.flow.latency] "
    "strategies=[organic,mandate] trajectories=3 points=16 keep=2 outcomes=genuine_use_final"
)
TOURNAMENT = (
    f"tournament {SMALL} draws=3 seeds=2 strategies=[organic,champions,mandate] "
    "companies=[plausible,matched]"
)
SEARCH = f"search {SMALL} draws=2 fresh=2 seeds=1 trials=5 levers=[champions,training] {PAIR}"
ASK = (
    "ask organisation=small organisation.headcount=24 weeks=6 strategies=organic,mandate draws=30 "
    "seeds=2 workers=1 work.flow.latency=0.3"
)
CALIBRATE = (
    "calibrate particles=64 bridges=16 wave=8 draws=20 recover=1 companies=1 workers=1 "
    "organisation.headcount=40 workforce.decision.threat=0.5"
)

#: Name -> command lines, done one after the other in a folder of their own. What the second
#: line asks again in German comes out of the store of the first.
LINES = {
    "run": (f"{RUN} out=out", f"{RUN} {GERMAN}"),
    "compare": (f"{COMPARE} {HERE}", f"{COMPARE} store=store {GERMAN}"),
    "sweep": (f"{SWEEP} {HERE}", f"{SWEEP} store=store {GERMAN}"),
    "claims": (f"{CLAIMS} out=out", f"{CLAIMS} out=out language=de"),
    "discover": (f"{DISCOVER} {HERE}", f"{DISCOVER} store=store {GERMAN}"),
    "sensitivity": (f"{SENSITIVITY} {HERE}", f"{SENSITIVITY} store=store {GERMAN}"),
    "tournament": (f"{TOURNAMENT} {HERE}", f"{TOURNAMENT} store=store {GERMAN}"),
    "search": (f"{SEARCH} {HERE}", f"{SEARCH} store=store {GERMAN}"),
    "ask": (f"{ASK} {HERE}", f"{ASK} store=store {GERMAN}"),
    # Without its numbers: fitting them is not the same on all processors.
    "calibrate": (f"{CALIBRATE} out=out", f"{CALIBRATE} dry_run=true {GERMAN}"),
    "validate": ("validate companies=1 out=out language=de organisation.headcount=40",),
    "evidence": ("evidence", "evidence scenarios", "evidence observables"),
    "list": tuple(
        f"list {kind}" for kind in ("strategies", "levers", "mechanisms", "outcomes", "presets")
    ),
    "show": ("show champions", "show sceptical", "show quick"),
    "refusals": (
        "cmpare", "compare --sedes", "compare sedes=3", "compare seeds", "compare seeds=0",
        "compare seeds=many", "compare quiet=maybe", "compare out=", "compare strategies=[]",
        "compare strategies=[organic,chmpions]", "compare strategy=organic",
        "compare strategies=[organic] baseline=mandate", "run strategies=[organic]",
        "run workforc=curious", "run workforce=curius", "run workforce.reactance.mean=2",
        "run weeks=10 withdraw_week=11", "run ablate=[tlk]", "run organisation=from_files",
        "run language=fr", "run hydra/launcher=joblib", "sweep vary=[1]", "sweep store=none",
        "claims claims=[C99]", "claims companies=likely", "discover better=playbok",
        "discover draws=5", "sensitivity points=3", "tournament companies=real",
        "search trials=0", "calibrate particles=5", "validate data=gone", "evidence nubers",
        "list strategis", "show scepticl", "store", "new strategy champions", "open nowhere",
        "rerun nowhere", "completion tcsh",
    ),
}  # fmt: skip
DRAWN = ("sensitivity", "tournament", "search", "ask", "calibrate")
"""Those whose figures other tests look at; in `aus` and of all others only the names are kept."""


class Record:
    """Does the commands of a name when a process first asks, and keeps what came of them."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def folder(self, name: str) -> Path:
        """The folder in which its commands were done."""
        return once(self._root, name, partial(self._do, name))

    def text(self, name: str) -> str:
        """Everything said and written, without what differs from one day to the next."""
        self.folder(name)
        return self._text(name).read_text(encoding="utf-8")

    def _text(self, name: str) -> Path:
        return self._root / f"{name}.txt"

    def _do(self, name: str, folder: Path) -> None:
        with chdir(folder):
            said = [_said(line, drawn=name in DRAWN) for line in LINES[name]]
            left = list(_left(folder, numbers=name != "calibrate"))
        self._text(name).write_text("\n".join([*said, *left]), encoding="utf-8", newline="\n")


@contextmanager
def tiny(drawn: bool) -> Iterator[None]:
    """Sizes that no key sets, and names of figures in place of figures."""
    from sim.studies.calibrate import calibrate, files
    from sim.studies.validate import networks, patterns

    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (files, "FRESH_COMPANIES", 1), (calibrate, "TEMPERATURES", (1.0,)),
            (calibrate, "STEPS", 5), (calibrate, "SHIPPED_DRAWS", 5), (networks, "HEADCOUNT", 60),
            (networks, "SEEDS", (0,)), (patterns, "COMPANIES", 2), (patterns, "DRAWS", 2),
        ):  # fmt: skip
            patch.setattr(module, name, value)
        patch.setenv("COLUMNS", "100")
        if not drawn:
            patch.setattr("sim.studies.publish.draw", names_only)
        yield


def _said(line: str, drawn: bool) -> str:
    out, err = io.StringIO(), io.StringIO()
    with tiny(drawn and GERMAN not in line), redirect_stdout(out), redirect_stderr(err):
        code = main(line.split())
    assert code != 1, err.getvalue()  # what is broken must not be recorded as right
    said = {"out": _steady(out.getvalue()), "err": _steady(err.getvalue())}
    streams = "".join(f"--- {name}\n{text}" for name, text in said.items() if text)
    return f"=== rollout {line}\n{streams}--- exit {code}\n"


def _left(folder: Path, numbers: bool) -> Iterator[str]:
    tables = dict[str, str]()
    for path in sorted(folder.rglob("*"), reverse=True):  # "out" before "aus"
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name.startswith("store/") or path.suffix == ".svg":
            continue
        text = ""
        if path.suffix in (".csv", ".parquet"):
            text = _columns(path, numbers)
            first = tables.setdefault(path.name, text)
            if first is not text and first == text:
                text = "the same table once more\n"
        elif path.suffix in (".md", ".html", ".txt") and not name.startswith("aus/"):
            text = _steady(path.read_text(encoding="utf-8"))
            if path.name.startswith("report."):  # how it looks is tested in a browser
                text = re.sub("<style>.*?</style>", "<style>", text, flags=re.DOTALL)
            text = text if numbers else re.sub("[0-9][0-9.,]*", "0", text)
        yield f"=== {name}\n{text}"


def _columns(path: Path, numbers: bool) -> str:
    """One line per column: what its values come to, and the first of them.

    Six digits count: the last ones may be another machine's own.
    """
    table = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
    lines = [f"{len(table)} rows" if numbers else "rows"]
    for name in table:
        values = [f"{each:.6g}" if isinstance(each, float) else str(each) for each in table[name]]
        digest = sha256("\n".join(values).encode()).hexdigest()[:8]
        steady = numbers and name not in ("run_id", "reference_id")
        lines.append(f"{name}: {digest} {values[0] if values else ''}" if steady else f"{name}")
    return "\n".join(lines) + "\n"


def _steady(text: str) -> str:
    """Without times, versions and identifiers."""
    for pattern, put in (
        (r"^[^\n:]+: [0-9]+/[0-9]+, [^\n]+\n", ""),  # progress
        (r"\b(about|etwa) [0-9.,]+ (ms|s|seconds|Sekunden|min|Minuten)\b", r"\1 <time>"),
        (r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z", "<date>"),
        (r"\b[0-9.]+-[0-9a-f]{12}\b", "<model>"),
    ):
        text = re.sub(pattern, put, text, flags=re.MULTILINE)
    return text
