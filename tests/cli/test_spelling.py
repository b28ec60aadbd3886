"""What people type, and what the program says to type instead; nothing is imported for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest

from sim.config import catalogue
from sim.config.compose import options
from sim.config.grammar import parse
from sim.config.kept import kept
from sim.config.public import GROUPS
from sim.config.settings import Settings
from sim.config.spelling import RUN, presets, tidied
from sim.model.config import RunConfig
from tests.cli.command_line import ROOT, Rollout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("compare seeds 10", "type seeds=10"),
        ("compare seeds = 10", "type seeds=10"),
        ("compare seeds= 10", "type seeds=10"),
        ("compare seeds =10", "type seeds=10"),
        ("compare --seeds 10", "type seeds=10"),
        ("compare --seeds=10", "type seeds=10"),
        ("run --withdraw-week 10", "type withdraw_week=10"),
        ("claims draws 10", "type draws=10"),
        ("run workforce.reactance.mean=0,7", "type workforce.reactance.mean=0.7"),
        ("run organisation.headcount=1.000", "type organisation.headcount=1000"),
        ("run organisation.headcount=1,000", "type organisation.headcount=1000"),
        ("compare seeds=1.5", "whole number"),
        ("run organisation=350", "type organisation.headcount=350"),
        ("run champions", "type strategy=champions"),
        ("compare champions", "type strategies=champions"),
        ("compare quick", "type study=quick"),
        ("compare strategies=[organic, mandate]", "type strategies=organic,mandate"),
        ("compare strategies=[organic, mandate, champions] seeds=2",
         "type strategies=organic,mandate,champions"),
        ("sweep vary={weeks:[4, 6]}", "type vary={weeks:[4,6]}"),
        ("compare strategies=[organic mandate]", "type strategies=organic,mandate"),
        ("compare strategies=organic, mandate, none", "type strategies=organic,mandate,none"),
        ("compare strategies=organic ,mandate", "type strategies=organic,mandate"),
        ("sweep vary={weeks:{low: 4, high: 6}}", "type vary={weeks:{low:4,high:6}}"),
        ("run organisation.headcount=1 000", "type organisation.headcount=1000"),
        ("run headcount=20", "type organisation.headcount=20"),
        ("run strategy==champions", "type strategy=champions"),
        ("run –weeks=4", "type weeks=4"),
        ("run @weeks=4", "which key?"),
        ("run ablate=[talk", "brackets that do not match"),
        ("run seed=-1", "seed must be in [0, 9223372036854775807], got -1"),
        ("sweep vary.weeks", "type vary.weeks=a,b"),
        ("sweep vary.weeks=", "type vary.weeks=a,b"),
        ("sweep vary=weeks=4,6", "type vary.weeks=4,6"),
        ("run out=/ weeks=2", "give a folder of its own"),
        ("run anything", "--help"),
        ("run strategy=organic strategy.levers.training.hours=2",
         "+lever/training@strategy.levers.training=default"),
        ("sweep vary.weeks=4 vary={seed:[1]}", "not both"),
    ],
)  # fmt: skip
def test_the_right_line_is_said(rollout: Rollout, line: str, said: str) -> None:
    result = rollout(*line.split())
    assert result.code == 2
    assert len(result.lines) == 1
    assert said in result.err


#: Words are parted by |, since some hold blanks.
WRITTEN = (
    ("compare|weeks=52w", "type weeks=52"),
    ("compare|weeks=52 weeks", "type weeks=52"),
    ("compare|workforce.reactance.mean=70%", "type workforce.reactance.mean=0.7"),
    ("compare|workforce.reactance.mean=70,5 %", "type workforce.reactance.mean=0.705"),
    ("compare|programme.budget_per_employee=500€", "type programme.budget_per_employee=500"),
    ("compare|programme.budget_per_employee=1.500 Euro", "type programme.budget_per_employee=1500"),
    ("compare|programme.budget_per_employee=1.500", "1500 or 1.5?"),
    (
        "compare|programme.budget_per_employee=1.500,50",
        "type programme.budget_per_employee=1500.50",
    ),
    ("compare|programme.budget_per_employee=1 500", "type programme.budget_per_employee=1500"),
    ("compare|budget=500", "type programme.budget_per_employee=500"),
    ("compare|mitarbeiter=350", "type organisation.headcount=350"),
    ("compare|sprache=de", "type language=de"),
    ("compare|strategies=organic mandate", "type strategies=organic,mandate"),
    ("compare|strategies=organic+mandate", "type strategies=organic,mandate"),
    ("compare|strategies=organic;mandate", "type strategies=organic,mandate"),
    ("compare|dry-run=true", "type dry_run=true"),
    ("compare|workers=0", "workers must be in [1, 4096] processes, got 0"),
    ("compare|workers=viele", "workers must be in [1, 4096] processes, got 'viele'"),
    ("compare|companies=match", "did you mean 'matched'?"),
    ("compare|companies=mine.csv", "no such file"),
    ("tournament|companies=one", "valid: FILE.csv, matched, mine, plausible"),
    ("compare|organisation=from_files", "name a file: organisation.edges=ties.csv"),
    ("discover|better=champion", "did you mean 'champions'?"),
    ("claims|C14", "type claims=C14"),
    ("sweep|vary|workforce.reactance.mean=0.2,0.5", "type vary.workforce.reactance.mean=0.2,0.5"),
    ("sweep|workforce.reactance.mean=0.2,0.5", "type vary.workforce.reactance.mean=0.2,0.5"),
    ("compare|weeks=52,104", "rollout sweep vary.weeks=52,104 tries several"),
    ("sweep|vary.technology.fit=0.2-0.5", "type vary.technology.fit=0.2..0.5"),
)


@pytest.mark.parametrize(("line", "said"), WRITTEN)
def test_values_as_people_write_them(rollout: Rollout, line: str, said: str) -> None:
    result = rollout(*line.split("|"))
    assert (result.code, len(result.lines)) == (2, 1), result
    assert said in result.err


@pytest.mark.parametrize(
    "word",
    ["workforce.decision.peers=1.125", "technology.fit=0.250", "technology.fit=2.5e-1",
     "programme.budget_per_employee=0.125", "programme.budget_per_employee=1500.0", "weeks=52"],
)  # fmt: skip
def test_numbers_as_programs_write_them_are_read(rollout: Rollout, word: str) -> None:
    result = rollout("run", word, "dry_run=true")
    assert (result.code, result.err) == (0, "")


def test_what_matters_can_be_set(rollout: Rollout) -> None:
    line = ["compare", "matters.genuine_use_final=0.03", "dry_run=true", "store=none"]
    assert rollout(*line).code == 0
    result = rollout("compare", "matters.genuine=0.03", "dry_run=true")
    assert (result.code, len(result.lines)) == (2, 1)
    assert "unknown outcome in matters 'genuine'" in result.err


def test_two_settings_in_one_pair_of_quotes(rollout: Rollout) -> None:
    assert "several settings in one pair of quotes" in rollout("run", "weeks=4 seed=1").err


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["strategies=a,b"], {"strategies": ["a", "b"]}),
        (["+strategies=a,b"], {"strategies": ["a", "b"]}),
        (["claims=C05,C14"], {"claims": ["C05", "C14"]}),
        (["outcomes=a,b", "outputs=a,b"], {"outcomes": ["a", "b"], "outputs": ["a", "b"]}),
        (["seeds=3,4"], {"seeds": [3, 4]}),
        (["seeds=10"], {"seeds": 10}),
        (["vary=work.flow,work.integration"], {"vary": ["work.flow", "work.integration"]}),
        (["vary.weeks=4,6"], {"vary": {"weeks": [4, 6]}}),
        (["vary.weeks=4"], {"vary": {"weeks": [4]}}),
        (["vary.weeks=[4,6]"], {"vary": {"weeks": [4, 6]}}),
        (["vary.a.b=declared", "vary.c=x,y"], {"vary": {"a.b": "declared", "c": ["x", "y"]}}),
        (["vary.a.b=0.1..0.9"], {"vary": {"a.b": {"low": 0.1, "high": 0.9}}}),
        (["vary.a.b=1..9/3"], {"vary": {"a.b": {"low": 1, "high": 9, "count": 3}}}),
        (["half_width.genuine_use_final=0.02"], {"half_width": {"genuine_use_final": 0.02}}),
    ],
)
def test_lists_need_no_brackets(words: list[str], read: dict[str, object]) -> None:
    found = parse(tidied("sweep", words))
    assert {each.key_or_group: each.value() for each in found} == read


def test_names_and_keys_are_those_of_the_classes() -> None:
    kept = catalogue.catalogue()
    names = {name for name in RunConfig.__dataclass_fields__ if name not in GROUPS}
    assert names == {*RUN, "extensions"}  # which holds further keys, none of its own
    assert not set(RUN) & set(Settings.__dataclass_fields__)
    assert set(RUN) < set(kept.run)
    for group in GROUPS:
        assert presets(group) == options(group)


def test_what_is_kept_is_what_is_declared() -> None:
    catalogue.keep_declared()
    said, declared = kept(catalogue.NAME), catalogue._declared()
    assert said["names"] == declared.names
    for ours, theirs in ((said["run"], declared.run), *(
        (said["levers"][name], declared.levers[name]) for name in declared.levers
    )):  # fmt: skip
        assert list(ours) == list(theirs)
        for key, (_, metadata) in ours.items():
            assert metadata.keys() == dict(theirs[key].metadata).keys()


PLAIN = (
    "compare weeks=-1", "compare wekks=3", "compare strategies=chmpions", "compare seeds=0",
    "compare strategies=organic baseline=champions", "compare language=xx", "compare engine=dask",
    "run strategy=organic strategy.levers.training.hours=2", "run strategy.levers.champions.h=1",
    "run strategy.levers.champions.hours=999", "run ablate=tlk", "run equal_budget=maybe",
    "run out=", "run withdraw_week=300", "run organisation.edges=x", "run -m seed=1,2 weeks=3,9999",
    "run organisation=from_files organisation.edges=no_such_file.csv",
    "compare strategies=organic,playbook strategy.levers.traning.hours=2",
    "compare weeks=52w", "compare budget=3", "compare dry-run=true", "compare workers=0",
    "compare companies=match", "compare organisation=from_files", "run strategy=",
    "run strategy.levers.foo.x=1", "run strategy=organic,mandate", "run strategy==champions",
    "run ablate=[talk", "run @weeks=4", "run hydra/launcher=joblib", "run out=/", "run weeks=nan",
    "run organisation=from_files organisation.edges=/", "compare strategies=[]",
    "run organisation.headcount=9 organisation.departments=30", "compare strategies=3",
    "run organisation=small organisation.working_degree=80", "compare organisation=mine",
    "compare strategies=[organic,organic]", "compare seeds=[1,1]", "compare seeds=[]",
    "app fo=1", "app strategy=x", "app out=here", "app language=xx",
    "import no_such_file.csv", "check-data people=no_such_file.csv", "import .",
    "import map=no_such_file.yaml", "twin data=no_such_folder",
)  # fmt: skip
STUDIES = (
    "sweep vary.weeks=1,9999", "sweep vary.weeks=1,2 outputs=x", "claims claims=C99",
    "tournament companies=x", "search levers=x", "discover outcome=x", "sensitivity outcomes=x",
    "sweep vary.technology.fit=0.2-0.5", "claims C14", "discover better=champion",
    "validate data=no_such_folder", "calibrate particles=3", "calibrate waves=3",
    "validate foo=1", "report data=no_such_folder", "report costs=no_such_file.yaml",
    "report of=no_such_folder", "fit data=no_such_folder strategy=champions start=2026-06-01",
    "fit data=no_such_file.csv strategy=champions start=2026-06-01", "fit strategy=champions",
    "fit strategy=champions start=June", "sweep store=none", "ask organisation=mine",
)  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "heavy"),
    [(PLAIN, "hydra numpy numba"), (STUDIES, "numba pandas matplotlib scipy.stats")],
)
def test_a_refusal_waits_for_nothing_heavy(lines: Sequence[str], heavy: str) -> None:
    catalogue.keep_declared()
    script = (
        "import sys; from sim.cli.main import main\n"
        f"for line in {lines!r}:\n"
        "    code = main(line.split())\n"
        f"    print(line, code, {set(heavy.split())!r} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT,
                          capture_output=True, text=True, check=False, timeout=120)  # fmt: skip
    assert done.stdout.splitlines() == [f"{line} 2 set()" for line in lines], done.stderr
    assert done.stderr.count("rollout: ") == len(lines)
