"""Levers, mechanisms and studies of other packages: declared, found when named, nothing else."""

from __future__ import annotations

import dataclasses
import importlib
import json
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd
import pytest

import sim
from sim.base.params import ConfigError, param
from sim.cli.main import main
from sim.config import extensions
from sim.config.check import build, resolved
from sim.config.load import load
from sim.model.engine import Engine
from sim.model.extension import Extension
from sim.model.levers import Lever
from sim.model.week import WEEK, names, without
from sim.runs.keys import config_key
from sim.runs.run import live

EXAMPLE = Path(__file__).parents[2] / "examples/pioneers_week"
CONF = str(EXAMPLE / "conf")
SMALL = ["organisation.headcount=20", "weeks=4", "withdraw_week=3"]
BROKEN = """\
[rollout_lab.levers]
failing = failing:Lever
a_function = json:dumps
elsewhere = again:PioneersWeek
"""


def install(folder: Path, name: str, entry_points: str) -> None:
    """What installing a package leaves of its declarations."""
    info = folder / f"{name}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text(entry_points, "utf-8")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The example as if it were installed, and a package that is broken; both in this folder."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(EXAMPLE / "pioneers_week.py", folder)
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
    lines = []
    for group, entries in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
    install(folder, "pioneers_week", "\n".join(lines))
    (folder / "failing.py").write_text("raise RuntimeError('no use')\n", "utf-8")
    (folder / "again.py").write_text("from pioneers_week import PioneersWeek\n", "utf-8")
    (folder / "undeclared.py").write_text("class Lever: pass\n", "utf-8")
    install(folder, "broken", BROKEN)
    known = {kind: dict(each) for kind, each in extensions._known.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        extensions._declared.cache_clear()
        yield folder
    extensions._declared.cache_clear()
    extensions._known.update(known)
    sys.modules.pop("pioneers_week", None)


def module(package: Path) -> Any:
    found = importlib.import_module("pioneers_week")
    assert found.__file__ is not None
    assert Path(found.__file__).parent == package
    return found


def test_a_strategy_and_a_study_name_what_a_package_declares(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = load(["study=envious", *SMALL], "pioneers_week", CONF)
    lever, envy = config.strategy.levers["pioneers_week"], config.extensions["envy"]
    assert type(lever) is module(package).PioneersWeek
    assert type(envy) is module(package).Envy
    assert envy.strength == 0.1
    for kind in ("lever", "mechanism"):
        monkeypatch.setitem(extensions._known, kind, {})  # as another process begins
    assert build(json.loads(json.dumps(resolved(config)))) == config
    words = ["+mechanism/envy@extensions.envy=default", "extensions.envy.strength=0.4"]
    assert load(words, "organic").extensions["envy"].strength == 0.4
    with pytest.raises(ConfigError, match=r"extensions\.envy\.strength must be in \[0, 1\]"):
        load([words[0], "extensions.envy.strength=4"], "organic")
    assert not load([], "organic").extensions
    assert "extensions" not in resolved(load([], "organic"))


def test_the_parameters_and_the_source_count_for_a_runs_key(package: Path) -> None:
    words = ["study=envious", *SMALL]
    plain = load(words, "organic", CONF)
    stronger = load([*words, "extensions.envy.strength=0.2"], "organic", CONF)
    keys = {config_key(each) for each in (plain, stronger, load(SMALL, "organic"))}
    assert len(keys) == 3
    source = package / "pioneers_week.py"
    before = source.read_text("utf-8")
    source.write_text(before + "# another formula\n", "utf-8")
    assert config_key(plain) not in keys
    source.write_text(before, "utf-8")
    assert config_key(plain) in keys


def test_every_file_of_a_package_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "manyfiles").mkdir()
    (tmp_path / "manyfiles/__init__.py").write_text("", "utf-8")
    (tmp_path / "manyfiles/helper.py").write_text("PULL = 0.1\n", "utf-8")
    (tmp_path / "manyfiles/pull.py").write_text(
        "from dataclasses import dataclass\nfrom sim.model.extension import Extension\n"
        "@dataclass(frozen=True)\nclass Pull(Extension):\n    pass\n", "utf-8"
    )  # fmt: skip
    monkeypatch.syspath_prepend(tmp_path)
    pull = importlib.import_module("manyfiles.pull").Pull
    config = dataclasses.replace(load([], "organic"), extensions={"pull": pull()})
    key = config_key(config)
    (tmp_path / "manyfiles/helper.py").write_text("PULL = 0.2\n", "utf-8")
    assert config_key(config) != key


def test_a_mechanism_has_its_place_in_the_week_and_can_be_taken_away(package: Path) -> None:
    envy = module(package).Envy()
    week = without((), {"envy": envy})
    assert week.index(envy) == names().index("talk") + 1
    assert without(("envy",), {"envy": envy}) == WEEK
    assert without(("talk",), {"envy": envy})[names().index("talk")] is envy
    assert load(["study=envious", "ablate=envy"], "organic", CONF).ablate == ("envy",)


def test_a_mechanism_at_its_neutral_value_is_none_and_another_one_matters(package: Path) -> None:
    envy = module(package).Envy
    config = load(SMALL, "organic")
    expectation = [
        live(Engine(dataclasses.replace(config, extensions=each))).people.expectation
        for each in ({}, {"envy": envy(strength=0.0)}, {"envy": envy(strength=0.5)})
    ]
    assert (expectation[0] == expectation[1]).all()
    assert (expectation[2] >= expectation[0]).all()
    assert expectation[2].sum() > expectation[0].sum()


def test_a_study_of_another_package_is_a_command(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pioneers", "--help"]) == 0
    assert "usage: rollout pioneers" in capsys.readouterr().out
    own = [f"out={tmp_path / 'out'}", f"store={tmp_path / 'store'}", "workers=1", "seeds=1"]
    assert main(["pioneers", "--config-dir", CONF, *SMALL, "strength=1", *own]) == 0
    table = pd.read_csv(tmp_path / "out/envy.csv")
    assert list(table) == ["strength", "none", "pioneers_week"]
    assert list(table["strength"]) == [0.0, 1.0]
    assert main(["pioneers", "--config-dir", CONF, *SMALL, "strength=2", *own]) == 2
    assert "strength must be in [0, 1]" in capsys.readouterr().err


def test_lists_tell_of_them(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "mechanisms"]) == 0
    (row,) = [each for each in capsys.readouterr().out.splitlines() if each.startswith("envy")]
    assert "m <- m + strength" in row
    assert main(["list", "levers"]) == 2
    assert "package broken" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["undeclared.Lever", "pioneers_week.Options", "os.system"])
def test_a_file_cannot_name_what_nobody_declares(name: str, package: Path, tmp_path: Path) -> None:
    (tmp_path / "strategy").mkdir()
    text = f"_target_: sim.strategy.Strategy\nname: odd\nlevers:\n  odd: {{_target_: {name}}}\n"
    (tmp_path / "strategy/odd.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"unknown class for strategy\.levers\.odd\._target_"):
        load([], "odd", str(tmp_path))
    assert "undeclared" not in sys.modules


@pytest.mark.parametrize(
    ("name", "why"),
    [("failing", "no use"), ("a_function", "no frozen"), ("elsewhere", "name the module")],
)
def test_a_broken_package_is_named(name: str, why: str, package: Path) -> None:
    with pytest.raises(ConfigError, match=f"lever '{name}' of package broken .* {why}"):
        load([f"+lever/{name}@strategy.levers.x=default"], "organic")


def test_nobody_looks_for_packages_before_a_name_is_unknown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(group: str) -> None:
        raise AssertionError(f"looked for {group}")

    monkeypatch.setattr(extensions, "entry_points", never)
    extensions._declared.cache_clear()
    assert main(["--help"]) == 0
    assert main(["compare", "--help"]) == 0
    assert main(["compare", "weeks=no"]) == 2
    assert "weeks must be" in capsys.readouterr().err
    word = "+lever/training@strategy.levers.more=default"
    assert "more" in load([word, "weeks=7"], "champions").strategy.levers


def test_notebooks_register_without_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("lever", "mechanism"):
        monkeypatch.setitem(extensions._known, kind, {})

    @sim.register
    @dataclass(frozen=True)
    class FreeLunch(Lever):
        hours: float = param(1.0, 0.0, 5.0, "h/week", doc="a lunch")

    @sim.register
    @dataclass(frozen=True)
    class Hunger(Extension):
        after: ClassVar[str] = "settle"

    added = load(["+lever/free_lunch@strategy.levers.lunch=default"], "organic")
    assert type(added.strategy.levers["lunch"]) is FreeLunch
    with pytest.raises(ConfigError, match=r"unknown mechanism in Hunger\.after 'settle'"):
        load(["+mechanism/hunger@extensions.hunger=default"], "organic")
    with pytest.raises(ConfigError, match="register takes a subclass of Lever or Extension"):
        sim.register(dict)
    taken = dataclass(frozen=True)(type("Training", (Lever,), {}))
    with pytest.raises(ConfigError, match="there is a lever 'training' already"):
        sim.register(taken)


def test_what_is_no_mechanism_is_refused() -> None:
    config = load([], "organic")
    for odd in (5, Lever()):
        with pytest.raises(ConfigError, match=r"extensions\.odd is not a mechanism"):
            dataclasses.replace(config, extensions={"odd": odd})
    with pytest.raises(ConfigError, match="the week has a mechanism 'talk' already"):
        dataclasses.replace(config, extensions={"talk": Extension()})
