"""The documentation says what is there: generated pages, names, commands, links."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from experiments.first_design import FIRST, WHY
from experiments.parameter_table import generated
from sim.analysis.companies import KINDS, ONE, dimensions
from sim.analysis.posterior import shipped_draws
from sim.base.params import FITTED, LOOSELY, parameters
from sim.cli.main import COMMANDS, main
from sim.cli.own_data import read_words
from sim.config.load import load, load_settings, load_strategies
from sim.config.public import lever_classes, rule_of
from sim.config.words import read
from sim.model.config import RunConfig
from sim.model.measured import MEASURES
from sim.model.outcomes import OUTCOMES
from sim.model.rules import ENDS
from sim.model.week import ESSENTIAL, names

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.de.md")
PAGES = (
    *READMES, "CONTRIBUTING.md", "results/README.md",
    "docs/model.md", "docs/parameters.md", "docs/decisions.md", "docs/methods.md",
    "docs/evidence.md", "docs/glossary.md", "docs/paper.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs/course").rglob("*.md"))),
)  # fmt: skip


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The code blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text(name), re.MULTILINE | re.DOTALL)


def commands(name: str) -> list[str]:
    return [line for block in blocks(name, "bash") for line in block.splitlines() if line]


def inline_commands(name: str) -> list[str]:
    """Commands between backticks in running text."""
    found = re.findall(r"`(rollout [^`]+)`", re.sub(r"```.*?```", "", text(name), flags=re.DOTALL))
    return [command for command in found if "…" not in command]


@pytest.mark.parametrize("name", ["parameters.md", "model.md", "decisions.md", "evidence.md"])
def test_generated_tables_are_up_to_date(name: str) -> None:
    assert text(f"docs/{name}") == generated()[name], "python -m experiments.parameter_table write"


def test_every_change_of_a_default_has_its_reason() -> None:
    assert "not recorded" not in text("docs/decisions.md")
    assert set(WHY) <= set(FIRST)


def test_both_languages_show_the_same() -> None:
    english, german = READMES
    for language in ("bash", "yaml", "python", "bibtex"):
        assert blocks(english, language) == blocks(german, language)
    figures = [re.findall(r"\]\((docs/figures/[^)]+)\)", text(name)) for name in READMES]
    assert figures[0] == figures[1]
    shape = [[line[:2] for line in text(name).splitlines() if line[:2] in ("# ", "##", "* ")]
             for name in READMES]  # fmt: skip
    assert shape[0] == shape[1]


@pytest.mark.parametrize("name", READMES)
def test_the_table_of_strategies_is_complete(name: str) -> None:
    found = re.findall(r"^\| `(\w+)` \|", text(name), re.MULTILINE)
    assert found == list(load_settings([]).strategies)
    shipped = {path.stem for path in (ROOT / "conf/strategy").glob("*.yaml")}
    assert shipped == {*found, "none"}


def test_the_version_to_cite_is_this_one() -> None:
    (version,) = re.findall(r'^version = "(.*)"', text("pyproject.toml"), re.MULTILINE)
    assert f"version: {version}\n" in text("CITATION.cff")
    assert f"{{{version}}}" in blocks("README.md", "bibtex")[0]


def test_model_names_every_mechanism_in_order_lever_and_outcome() -> None:
    page = text("docs/model.md")
    rows = re.findall(r"^\| `(\w+)` \| .* \| (yes|no) \|$", page, re.MULTILINE)
    assert [name for name, _ in rows] == list(names())
    assert {name for name, optional in rows if optional == "no"} == set(ESSENTIAL)
    headings = re.findall(r"^### (\w+)$", page, re.MULTILINE)
    assert sorted(headings) == sorted(names())
    assert set(re.findall(r"^\| \[`(\w+)`\]", page, re.MULTILINE)) == set(lever_classes())
    assert {f"`{each.name}`" for each in OUTCOMES} <= set(re.findall(r"`\w+`", page))


def test_every_limit_is_tested_where_the_page_says() -> None:
    rows = re.findall(r"^\| T(\d+) \|.*\]\(\.\./(tests/[^)]+)\) \|$", text("docs/model.md"), re.M)
    assert [int(number) for number, _ in rows] == list(range(1, 17))
    for number, path in rows:
        assert f"def test_t{int(number):02d}_" in text(path), f"T{number} in {path}"


@pytest.mark.parametrize("page", PAGES)
def test_keys_and_experiments_named_exist(page: str) -> None:
    keys = set(re.findall(r"^\| `([\w.]+)` \|", text("docs/parameters.md"), re.MULTILINE))
    groups = "workforce|technology|work|programme|organisation|strategy.levers"
    for key in re.findall(rf"`((?:{groups})\.[\w.]+)(?:=[^`]*)?`", text(page)):
        rule = rule_of(key)
        assert key in keys or (rule and set(rule[1]) <= {*MEASURES, *ENDS}), key
    for module in re.findall(r"python -m (experiments\.\w+)", text(page)):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), module
    for path in re.findall(r"`((?:sim|tests|experiments)/[\w/]+\.py)`", text(page)):
        if "NAME" in path:  # of something new; see test_recipes.py
            continue
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("page", PAGES)
def test_links_resolve(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        if target.startswith("http"):
            continue
        path, _, anchor = target.partition("#")
        found = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert found.exists(), target
        if anchor:
            assert anchor in anchors(found), target


def anchors(path: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.fixture(scope="module")
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The strategy of the README, in the folder it names."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "mine/strategy").mkdir(parents=True)
    (only,) = blocks("README.md", "yaml")
    (folder / "mine/strategy/quiet_start.yaml").write_text(only, encoding="utf-8")
    return folder


SHOWN = sorted({each for page in PAGES for each in (*commands(page), *inline_commands(page))})


@pytest.mark.parametrize("line", SHOWN)
def test_every_command_shown_is_accepted(
    line: str, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own_folder)
    program, *words = line.split()
    if program == "make":
        assert re.search(rf"^{words[0]}:", text("Makefile"), re.MULTILINE)
        return
    assert program == "rollout"
    arguments = read(words)
    assert arguments.command in COMMANDS
    given, folder = list(arguments.words), arguments.config_dir
    if arguments.command in ("list", "show", "new", "version", "help"):
        assert main(words) == 0
    elif arguments.command == "rerun":
        assert len(given) <= 1  # a folder that is there once something has been run
    elif arguments.command in ("import", "check-data"):
        assert read_words(arguments)
    elif arguments.command == "compare":
        given = [word for word in given if not word.startswith("companies=")]
        named = any(word.startswith("strategies=") for word in given)
        strategies = load_settings(given, folder).strategies
        assert load_strategies(given, strategies if named else strategies[:2], folder)
    else:
        if arguments.command == "evidence":
            assert given.pop(0) in ("numbers", "scenarios", "observables", "check")
        module = import_module(COMMANDS[arguments.command])
        own = module.STUDY.keys if hasattr(module, "STUDY") else ("evidence", "companies")
        shared = [word.removeprefix("vary.") for word in given if word.partition("=")[0] not in own]
        one_of_each = [re.sub(r"=([^\[,]+),.*", r"=\1", word) for word in shared]
        assert load(one_of_each, config_dir=folder)


def test_python_snippet_runs(tmp_path: Path) -> None:
    """In a fresh process, as a reader would, in a folder with nothing in it."""
    (snippet,) = blocks("README.md", "python")
    done = subprocess.run(
        [sys.executable, "-c", snippet], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "genuine_use" in done.stdout


def test_methods_describe_the_companies_that_are_drawn() -> None:
    page = text("docs/methods.md")
    assert f"all {len(dimensions())} parameters" in page
    assert f"the {len(shipped_draws())} of the" in page
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == {*KINDS, ONE}


def test_the_readme_says_how_much_is_fitted() -> None:
    sources = [field.metadata["source"] for _, field in parameters(RunConfig)]
    fitted = sum(each.startswith(FITTED) for each in sources)
    loosely = sum(each.startswith(LOOSELY) for each in sources)
    assert f"{fitted} are fitted to published numbers" in text("docs/parameters.md")
    assert f"[{loosely} of them are hardly narrowed down]" in text("README.md")


def test_figures_are_small() -> None:
    pictures = list((ROOT / "docs/figures").glob("*.png"))
    assert pictures
    assert all(picture.stat().st_size < 200_000 for picture in pictures)
