"""What checks a change before it is committed, and after it is pushed, is what `make test` is."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def lint() -> list[list[str]]:
    """The commands of `make lint`."""
    (recipe,) = re.findall(r"^lint:.*\n((?:\t.*\n)+)", text("Makefile"), re.MULTILINE)
    return [shlex.split(line.replace("$(BIN)", ".venv/bin")) for line in recipe.splitlines()]


def test_what_is_looked_at_before_a_commit_is_what_make_lint_does() -> None:
    (repo,) = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    hooks: list[dict[str, Any]] = repo["hooks"]
    assert repo["repo"] == "local"
    assert [hook["id"] for hook in hooks] == ["ruff-check", "ruff-format", "import-linter", "mypy"]
    assert {hook["language"] for hook in hooks} == {"system"}
    for hook, command in zip(hooks, lint(), strict=True):
        words = hook["entry"].split()
        assert words[0] == command[0]
        if words[0].endswith("ruff"):
            assert words[1] == command[1]


def test_every_python_there_is_a_promise_for_is_tried_on_three_systems() -> None:
    workflow = yaml.safe_load(text(".github/workflows/tests.yml"))
    matrix = workflow["jobs"]["test"]["strategy"]["matrix"]
    assert {each.partition("-")[0] for each in matrix["os"]} == {"ubuntu", "macos", "windows"}
    project = tomllib.loads(text("pyproject.toml"))["project"]
    promised = [each.rpartition(" ")[2] for each in project["classifiers"] if ":: 3." in each]
    assert matrix["python"] == promised
    assert project["requires-python"] == f">={promised[0]}"


def test_actions_are_pinned_and_may_only_read() -> None:
    workflow = yaml.safe_load(text(".github/workflows/tests.yml"))
    assert workflow["permissions"] == {"contents": "read"}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+\.\d+\.\d+", each) for each in used)
    for step in steps:
        if "run" in step and step["run"].startswith("make "):
            assert re.search(rf"^{step['run'].split()[1]}:", text("Makefile"), re.MULTILINE)
