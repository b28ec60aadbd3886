"""The recipes of CONTRIBUTING.md: each is followed in a copy of the sources, and is whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

MECHANISM = '''\
"""Gossip: people who hear of use hope for more."""

from dataclasses import dataclass

from sim.base.params import Checked, param
from sim.model.offer import Offer
from sim.model.state import State


@dataclass(frozen=True)
class GossipParameters(Checked):
    """Neutral: pull 0."""

    pull: float = param(0.0, 0.0, 1.0, "per week", doc="pull of gossip")


def gossip(state: State, offer: Offer) -> None:
    """Add what is heard."""
    state.people.change.expectation += state.rules(GossipParameters).pull * state.people.seen_use
'''
LEVER = '''\
"""Levers at the table."""

from dataclasses import dataclass

from sim.base.params import param
from sim.model.levers.base import Lever
from sim.model.offer import Offer
from sim.model.state import State


@dataclass(frozen=True)
class FreeLunch(Lever):
    """Everybody has lunch together."""

    hours: float = param(1.0, 0.0, 5.0, "h/week", doc="a lunch")

    def add_to(self, offer: Offer, state: State) -> None:
        offer.add_hours("meeting", self.hours)
'''
OUTCOME = """
    Outcome(
        "first_use",
        "share",
        "genuine_use in week 1",
        None,
        lambda pair: float(pair.of("genuine_use")[0]),
    ),"""
STRATEGY = """\
defaults:
  - /lever/licences@levers.licences: default
  - _self_
_target_: sim.strategy.Strategy
name: quiet_start
title: {en: quiet start, de: leiser Beginn}
description: Licences, and nothing said.
"""
STUDY = '''\
"""A study that wants no run."""

from dataclasses import dataclass

from sim.base.params import Checked, param
from sim.report.language import Language
from sim.report.page import render
from sim.runs.wants import Said
from sim.studies.study import Answer, Line, Place, Study, Wants


@dataclass(frozen=True)
class Options(Checked):
    """Own keys."""

    times: int = param(2, 1, 9, doc="how often")


def answer(line: Line[Options]) -> Wants:
    """Count."""
    yield Said("counting")

    def page(language: Language, place: Place) -> str:
        return render("counting.md.j2", language, times=line.own.times)

    return Answer(pages={"summary.md": page})


STUDY = Study("counting", Options, lambda line: line, answer, stored="")
'''


class Copy:
    """A copy of the sources that is edited by hand, as it were."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        skipped = shutil.ignore_patterns("__pycache__")
        for name in ("sim", "conf"):
            shutil.copytree(ROOT / name, folder / name, ignore=skipped)
        self.touched: set[str] = set()

    def insert(self, name: str, after: str, text: str) -> None:
        path = self.folder / name
        before = path.read_text(encoding="utf-8")
        assert before.count(after) == 1, (name, after)
        path.write_text(before.replace(after, after + text), encoding="utf-8")
        self.touched.add(name)

    def write(self, name: str, text: str, more: bool = False) -> None:
        path = self.folder / name
        assert path.exists() == more
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.read_text(encoding="utf-8") + text if more else text, encoding="utf-8")
        self.touched.add(name)

    def python(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=self.folder,
            timeout=300,
            check=False,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def recipe(title: str) -> tuple[int, str]:
    """How many files a recipe promises, and its text."""
    (found,) = re.findall(rf"^### Add {title}: (\d+) .*\n((?:(?!#).*\n)*)", PAGE, re.MULTILINE)
    return int(found[0]), found[1]


def check(copy: Copy, title: str, name: str) -> None:
    """The files that were touched are those that the recipe names, and as many as it says.

    What has been written passes the quick part of `make lint`.
    """
    count, text = recipe(title)
    assert len(copy.touched) == count
    code = [path for path in sorted(copy.touched) if path.endswith(".py")]
    for tool in (("check",), ("format", "--check")) if code else ():
        line = [
            sys.executable,
            "-m",
            "ruff",
            *tool,
            "--config",
            str(ROOT / "pyproject.toml"),
            *code,
        ]
        done = subprocess.run(line, cwd=copy.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    paths = [each.replace("NAME", name) for each in re.findall(r"`([\w/.]+)`", text)]
    for touched in copy.touched:
        assert any(touched == path or touched.startswith(f"{path}/") for path in paths), touched


def test_add_a_mechanism(copy: Copy) -> None:
    copy.write("sim/model/mechanisms/gossip.py", MECHANISM)
    copy.insert("sim/model/week.py", "    talk,  # users' words\n", "    gossip,\n")
    source = "from sim.model.mechanisms.experience import experience\n"
    copy.insert("sim/model/week.py", source, "from sim.model.mechanisms.gossip import gossip\n")
    copy.insert(
        "sim/model/workforce.py",
        "import ExperienceParameters\n",
        "from sim.model.mechanisms.gossip import GossipParameters\n",
    )
    copy.insert(
        "sim/model/workforce.py",
        "= field(default_factory=TalkParameters)\n",
        "    gossip: GossipParameters = field(default_factory=GossipParameters)\n",
    )
    copy.insert(
        "sim/model/people.py", '("discovery", "experience", "talk", "example"', ', "gossip"'
    )
    check(copy, "a mechanism", "gossip")
    said = copy.python(
        "from sim import load\nfrom sim.cli.main import main\nfrom sim.model.week import names\n"
        "print(names()[names().index('talk') + 1])\n"
        "print(load(['workforce.gossip.pull=0.3', 'ablate=gossip']).workforce.gossip.pull)\n"
        "main(['list', 'mechanisms', 'gossip'])"
    )
    assert said.split()[:2] == ["gossip", "0.3"]
    assert "people who hear of use hope for more" in said


def test_add_a_lever(copy: Copy) -> None:
    copy.write("sim/model/levers/lunch.py", LEVER)
    first = "from sim.model.levers.example import Champions, LeadByExample\n"
    source = "from sim.model.levers.lunch import FreeLunch\n"
    copy.insert("sim/model/levers/__init__.py", first, source)
    copy.insert("sim/model/levers/__init__.py", '"Feedback", ', '"FreeLunch", ')
    check(copy, "a lever", "free_lunch")
    said = copy.python(
        "from sim import load\nword = '+lever/free_lunch@strategy.levers.free_lunch=default'\n"
        "print(load([word, 'strategy.levers.free_lunch.hours=2'], 'organic').strategy.levers)"
    )
    assert "hours=2.0)}" in said


def test_add_a_strategy(copy: Copy) -> None:
    copy.write("conf/strategy/quiet_start.yaml", STRATEGY)
    check(copy, "a strategy", "quiet_start")
    said = copy.python(
        "from sim import load\nfrom sim.report.language import Language\n"
        "print(list(load([], 'quiet_start').strategy.levers), Language('de').name('quiet_start'))"
    )
    assert said == "['licences'] leiser Beginn\n"


def test_add_an_outcome(copy: Copy) -> None:
    copy.insert("sim/model/outcomes.py", "OUTCOMES: tuple[Outcome, ...] = (", OUTCOME)
    for code, words in ("en", "use in week 1"), ("de", "Nutzung in Woche 1"):
        copy.write(f"sim/report/text/{code}/outcomes.yaml", f"first_use: {words}\n", more=True)
    check(copy, "an outcome", "first_use")
    said = copy.python(
        "from sim.model.outcomes import BY_NAME\nfrom sim.report.language import Language\n"
        "print(BY_NAME['first_use'].function.__name__, Language('de').outcome('first_use'))"
    )
    assert said == "<lambda> Nutzung in Woche 1\n"


def test_add_a_study(copy: Copy) -> None:
    copy.write("sim/studies/counting/study.py", STUDY)
    copy.write("sim/report/templates/counting.md.j2", "{{ say('counting.often', times=times) }}\n")
    copy.write("sim/report/text/en/counting.yaml", "often: Counted {times} times.\n")
    copy.write("sim/report/text/de/counting.yaml", "often: '{times}-mal gezählt.'\n")
    copy.write("sim/report/help/counting.txt", "count\n\nusage: rollout counting\n")
    check(copy, "a study", "counting")
    copy.insert(
        "sim/cli/commands.py", "COMMANDS = {\n", '    "counting": "sim.studies.counting.study",\n'
    )
    assert "sim/cli/commands.py" in recipe("a study")[1]
    said = copy.python(
        "from sim.cli.main import main\nmain(['counting', '--help'])\n"
        "print(main(['counting', 'times=3', 'out=here', 'store=none']))"
    )
    assert said.startswith("usage: rollout counting")
    assert said.endswith("0\n")
    assert (copy.folder / "here/summary.md").read_text("utf-8") == "Counted 3 times.\n"
    assert (copy.folder / "here/summary.de.md").read_text("utf-8") == "3-mal gezählt.\n"


def test_add_a_language(copy: Copy) -> None:
    texts = copy.folder / "sim/report/text"
    shutil.copytree(texts / "en", texts / "fr")
    copy.insert("sim/report/text/fr/common.yaml", "\nand: ", "et")
    copy.touched = {str(Path(each).parent) for each in copy.touched}
    count, text = recipe("a language")
    assert len(copy.touched) == count
    assert "`sim/report/text/CODE/`" in text
    said = copy.python(
        "import json\nfrom sim.config.load import load_settings\n"
        "from sim.report.language import LANGUAGES, Language\n"
        "print(json.dumps([LANGUAGES, load_settings(['language=fr']).language,"
        " Language('fr').listing(['a', 'b'])]))"
    )
    assert json.loads(said)[:2] == [["en", "de", "fr"], "fr"]
    assert json.loads(said)[2].startswith("a et")
