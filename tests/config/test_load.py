"""Loading: one declaration per parameter, checked at the door, fast when repeated."""

from __future__ import annotations

import dataclasses
import logging
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sim import Firm, compare, run, run_many
from sim.base.params import ConfigError, parameters
from sim.config.check import build, resolved, to_yaml
from sim.config.compose import _composed, options, register
from sim.config.load import load, load_settings, load_strategies
from sim.config.public import GROUPS, WHOLE, lever_classes
from sim.config.spelling import presets
from sim.model.config import RunConfig
from sim.model.strategy import Strategy

CHOICES = [(group, name) for group in GROUPS for name in options(group)]


def test_plain_load_is_the_declared_default() -> None:
    config = load()
    declared = dataclasses.replace(RunConfig(), strategy=config.strategy)
    assert config == declared


@pytest.mark.parametrize(("group", "name"), CHOICES)
def test_every_shipped_choice_loads(group: str, name: str) -> None:
    assert isinstance(load([f"{group}={name}"]), RunConfig)


def test_every_lever_can_be_added_to_a_strategy() -> None:
    for name, cls in lever_classes().items():
        config = load([f"+lever/{name}@strategy.levers.extra=default"], "organic")
        assert type(config.strategy.levers["extra"]) is cls


def test_names_are_shown_where_asked_for() -> None:
    files = ["organisation=from_files", "organisation.edges=x"]
    assert not load(files).organisation.show_names
    for word in ("show_names=true", "organisation.show_names=true"):
        assert load([*files, word]).organisation.show_names


def test_every_preset_differs_from_the_defaults() -> None:
    plain = resolved(load([], "none"))
    for group, name in CHOICES:
        if group in ("strategy", *WHOLE, "organisation") or name == "default":
            continue
        preset = resolved(load([f"{group}={name}"], "none"))
        assert preset[group] != plain[group], f"{group}={name} changes nothing"


@pytest.mark.parametrize(
    ("override", "read"),
    [
        ("workforce.reactance.mean=0.7", lambda c: c.workforce.reactance.mean == 0.7),
        ("+workforce.reactance.mean=0.7", lambda c: c.workforce.reactance.mean == 0.7),
        ("++workforce.reactance.mean=0.7", lambda c: c.workforce.reactance.mean == 0.7),
        ("workforce.reactance={mean: 0.7}", lambda c: c.workforce.reactance.mean == 0.7),
        ("ablate=[talk,reactance]", lambda c: c.ablate == ("talk", "reactance")),
        ("ablate=[]", lambda c: c.ablate == ()),
        ("ablate=talk", lambda c: c.ablate == ("talk",)),
        ("ablate=talk,reactance", lambda c: c.ablate == ("talk", "reactance")),
        ("organisation=small", lambda c: c.organisation.headcount == 150),
        ("organisation=mid", lambda c: c.organisation.headcount == 500),
        ("organisation=large", lambda c: c.organisation.headcount == 1000),
        ("organisation.headcount=80", lambda c: c.organisation.headcount == 80),
        ("strategy=mandate", lambda c: c.strategy.name == "mandate"),
        ("workforce=sceptical", lambda c: c.workforce.reactance.mean == 0.7),
        ("equal_budget=false", lambda c: c.equal_budget is False),
        ("seed=${weeks}", lambda c: c.seed == 104),
    ],
)
def test_overrides(override: str, read: object) -> None:
    assert callable(read)
    assert read(load([override]))


def test_whole_numbers_become_floats_where_floats_are_due() -> None:
    mean = load(["workforce.reactance.mean=1"]).workforce.reactance.mean
    assert type(mean) is float


def test_levers_change_with_the_strategy_and_can_go() -> None:
    levers = load(["strategy.levers.training.hours=3"], "training_first").strategy.levers
    assert levers["training"].hours == 3.0
    levers = load(["~strategy.levers.training"], "training_first").strategy.levers
    assert "training" not in levers


def test_the_last_word_wins() -> None:
    config = load(["seed=1", "organisation=mid", "seed=2", "organisation=small"])
    assert (config.seed, config.organisation.headcount) == (2, 150)


def test_files_are_taken_literally() -> None:
    words = ["organisation=from_files", "organisation.edges=/tmp/a b=[c],{d}'.csv"]
    assert load(words).organisation.edges == "/tmp/a b=[c],{d}'.csv"


@pytest.mark.parametrize(
    ("override", "parts"),
    [
        ("workforce.reactance.maen=0.7", ["workforce.reactance.maen", "workforce.reactance.mean"]),
        ("workforce.reactance.mean=7", ["workforce.reactance.mean", "[0, 1]", "share", "got 7"]),
        ("workforce.reactance.mean='0.7'", ["workforce.reactance.mean", "number", "'0.7'"]),
        ("workforce.reactance.mean=true", ["workforce.reactance.mean", "number"]),
        ("workforce.reactance.mean=nan", ["workforce.reactance.mean", "[0, 1]"]),
        ("workforce.reactance=3", ["workforce.reactance", "several values"]),
        ("workforc=sceptical", ["workforc", "workforce"]),
        ("workforce=sceptcal", ["sceptcal", "'sceptical'"]),
        ("strategy=chmpions", ["chmpions", "'champions'"]),
        ("strategy=[mandate]", ["mandate", "champions"]),
        ("strategy.levers.champions.houurs=1", ["strategy.levers.champions.hours"]),
        ("strategy.levers.champions.rule=luck", ["strategy.levers.champions.rule", "random"]),
        ("lever/chmpions@strategy.levers.x=default", ["lever/champions"]),
        ("~strategy.levers.nothing", ["strategy.levers.champions"]),
        ("~weeks", ["only levers"]),
        ("ablate=[tlk]", ["tlk", "talk"]),
        ("weeks=1.5", ["weeks", "whole number"]),
        ("weeks=ten", ["weeks", "whole number", "'ten'"]),
        ("seed=1,2", ["seed=1,2", "-m"]),
        ("hydra/launcher=joblib", ["hydra/launcher=joblib", "-m"]),
        ("seed", ["key=value", "'seed'"]),
        ("seed=[", ["seed=["]),
        ("seed=${nothing}", ["nothing"]),
        ("organisation._target_=os.system", ["organisation._target_"]),
        ("strategy.name=none", ["'none'", "reference"]),
        ("organisation.departments=900", ["organisation.departments", "333"]),
    ],
)
def test_what_is_wrong_and_what_would_be_valid(override: str, parts: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        load([override], None if override.startswith("strategy=") else "champions")
    for part in parts:
        assert part in str(caught.value)


def test_withdrawal_after_the_end_is_refused_only_where_somebody_asked_for_it() -> None:
    assert load(["weeks=20"]).weeks == 20
    with pytest.raises(ConfigError, match=r"withdraw_week must be in \[0, 20\]"):
        load(["weeks=20", "withdraw_week=21"])


def test_overrides_of_a_lever_reach_the_strategies_that_have_it() -> None:
    names = ["organic", "mandate_with_training", "training_first"]
    configs = load_strategies(["strategy.levers.training.hours=3", "seed=4"], names)
    assert list(configs) == names
    assert [config.seed for config in configs.values()] == [4, 4, 4]
    hours = [getattr(c.strategy.levers.get("training"), "hours", None) for c in configs.values()]
    assert hours == [None, 3.0, 3.0]
    with pytest.raises(ConfigError, match=r"'trainin'.*did you mean 'training'"):
        load_strategies(["strategy.levers.trainin.hours=3"], names)


def test_settings() -> None:
    settings = load_settings(["seeds=[3,5]", "strategies=[mandate,champions]", "out=a=b"])
    assert settings.seed_list(0) == [3, 5]
    assert settings.baseline_strategy() == "mandate"
    assert settings.folder("compare") == Path("a=b")
    assert load_settings(["seeds=2"]).seed_list(7) == [7, 8]
    assert load_settings(["seeds=3,5"]).seed_list(0) == [3, 5]
    assert load_settings(["strategies=mandate,champions"]).strategies == ("mandate", "champions")
    assert load_settings(["strategies=mandate"]).strategies == ("mandate",)
    assert load_settings([]).baseline_strategy() == "organic"


def test_yaml_says_everything() -> None:
    from omegaconf import OmegaConf

    config = load(["organisation=small", "workforce=curious", "ablate=[talk]"], "playbook")
    tree = OmegaConf.to_container(OmegaConf.create(to_yaml(config)))
    assert isinstance(tree, dict)
    assert build({str(key): value for key, value in tree.items()}) == config


def _folder(tmp_path: Path, name: str, text: str) -> str:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(tmp_path)


def test_own_presets(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path,
        "strategy/mine.yaml",
        "defaults:\n  - /lever/training@levers.training: default\n  - _self_\n"
        "_target_: sim.strategy.Strategy\nname: mine\nlevers: {training: {hours: 2}}\n",
    )
    strategy = load([], "mine", folder).strategy
    assert isinstance(strategy, Strategy)
    assert strategy.levers["training"].hours == 2.0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "text", "parts"),
    [
        ("study/s.yaml", "# @package _global_\nhydra: {launcher: {n_jobs: 4}}\n", ["launcher"]),
        (
            "study/s.yaml",
            "# @package _global_\ndefaults:\n  - override /hydra/launcher: joblib\n",
            ["launcher"],
        ),
        (
            "study/s.yaml",
            "# @package _global_\nhydra: {sweeper: {max_batch_size: 4}}\n",
            ["sets hydra"],
        ),
        ("study/s.yaml", "# @package _global_\nweks: 4\n", ["weks", "nearest: weeks"]),
        ("study/s.yaml", "weeks: 4\n", ["# @package _global_"]),
        ("study/s.yaml", "# @package _global_\nweeks: [4\n", ["s.yaml"]),
        ("study/s.yaml", "# @package _global_\nworkforce: {talk: {influence: 9}}\n", ["influence"]),
        ("study/s.yaml", "# @package _global_\nworkforce: {tlk: {influence: 0}}\n", ["tlk"]),
        ("strategy/s.yaml", "_target_: os.system\nname: s\n", ["strategy._target_"]),
        (
            "strategy/s.yaml",
            "_target_: sim.strategy.Strategy\nlevers: {training: {hours: 1}}\n",
            ["strategy.levers.training", "_target_"],
        ),
        (
            "strategy/s.yaml",
            "_target_: sim.workforce.Workforce\n",
            ["strategy._target_ must be sim.strategy.Strategy"],
        ),
        (
            "strategy/s.yaml",
            "_target_: sim.strategy.Strategy\nlevers: {a: {_target_: sim.work.Work}}\n",
            ["strategy.levers.a._target_", "sim.work.Work"],
        ),
    ],
)
def test_mistakes_in_files(tmp_path: Path, name: str, text: str, parts: list[str]) -> None:
    folder = _folder(tmp_path, name, text)
    group = name.partition("/")[0]
    with pytest.raises(ConfigError) as caught:
        load([f"{group}=s"], config_dir=folder)
    for part in parts:
        assert part in str(caught.value)
    assert "\n" not in str(caught.value)


def test_file_that_is_not_utf8(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "study/s.yaml", "")
    (tmp_path / "study" / "s.yaml").write_bytes(b"# @package _global_\n# gr\xfc\xdfe\nweeks: 4\n")
    with pytest.raises(ConfigError, match=r"s\.yaml.*UTF-8"):
        load(["study=s"], config_dir=folder)


def test_mesa_stays_quiet() -> None:
    register()  # as whatever composes does first
    assert logging.getLogger("MESA").level == logging.WARNING


def test_a_thousand_draws_do_not_wait_for_hydra() -> None:
    load(["workforce.talk.influence=0.5"])
    started = time.perf_counter()
    for draw in range(100):
        load([f"workforce.talk.influence={draw / 1000}"])
    assert (time.perf_counter() - started) / 100 < 0.02


def test_every_declared_parameter_can_be_set() -> None:
    for key, field in parameters(RunConfig):
        value = str(field.default).lower() if isinstance(field.default, bool) else field.default
        load([f"{key}={value}"])


@pytest.mark.parametrize("call", [run, Firm, lambda config: compare({"champions": config})])
def test_what_is_no_configuration(call: Any) -> None:
    with pytest.raises(ConfigError, match=r"made by load\(strategy='champions'\), got str$"):
        call("champions")
    with pytest.raises(ConfigError, match=r"made by load\(strategy='champions'\), got dict$"):
        call({})


@pytest.mark.parametrize("wrong", [RunConfig(), "champions", ["organic", "champions"]])
def test_what_is_no_dict_of_configurations(wrong: Any) -> None:
    for call in (compare, run_many):
        with pytest.raises(ConfigError, match=r"a dict by name, such as \{'champions': config\}"):
            call(wrong, [0])


def test_one_word_is_no_list() -> None:
    with pytest.raises(ConfigError, match="overrides must be a list such as"):
        load("weeks=3")


def test_what_one_composition_says_is_gone_in_the_next() -> None:
    before = _composed((), None)
    for name in presets("scenario"):
        _composed((f"scenario={name}",), None)
    assert _composed((), None) == before


def test_threads_may_compose_at_the_same_time() -> None:
    """Hydra has one global state, and the app reads scenarios beside pages."""
    names = ("organic", "mandate", "training_first", "champions", "playbook", "big_bang")
    choices = [(f"strategy={name}",) for name in names]
    alone = [_composed(each, None) for each in choices]
    often, rarely = 1e-6, sys.getswitchinterval()
    sys.setswitchinterval(often)
    try:
        with ThreadPoolExecutor(len(names)) as threads:
            assert list(threads.map(partial(_composed, config_dir=None), choices)) == alone
    finally:
        sys.setswitchinterval(rarely)
