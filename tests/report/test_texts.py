"""Text files: the same in every language, all used, and nothing said that is not there."""

from __future__ import annotations

import ast
import functools
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from jinja2 import UndefinedError, nodes

from sim.analysis.companies import dimensions
from sim.base.params import ConfigError
from sim.base.presets import conf_folder
from sim.cli.main import COMMANDS
from sim.config.check import to_yaml
from sim.config.load import load
from sim.model.outcomes import BY_NAME, OUTCOMES
from sim.report.help_text import HELP, help_text
from sim.report.language import COMMON, ENGLISH, LANGUAGES, TEXTS, Language, catalogue
from sim.report.page import TEMPLATES, environment
from sim.runs.keys import run_key
from sim.studies.claims.metrics import METRICS
from sim.studies.claims.registry import REGISTRY

ROOT = Path(__file__).parents[2]
TOPICS = sorted(path.stem for path in (TEXTS / "en").glob("*.yaml"))
BY_DATA = {
    "outcomes": set(BY_NAME),
    "units": {each.unit for each in (*OUTCOMES, *METRICS.values())},
    "metrics": set(METRICS),
    "assumptions": {each.key.replace(".", "_") for each in dimensions()},
    "refusals": {f"unit_{each.unit}" for each in dimensions() if each.unit},
    "arms": {
        part
        for claim in REGISTRY.values()
        for arm in claim.arms
        for part in re.split(r", | \+ ", arm)
    },
}
"""Topics whose keys are names that data have, not code."""
SOURCES = [path for path in sorted((ROOT / "sim").rglob("*.py")) if "conf" not in path.parts]
PAGES = sorted(TEMPLATES.rglob("*.j2"))
NOTES = "organisation"
"""The topic of notes, whose keys stand alone in code; `_one` is for a count of 1."""
LEAST = 3
"""Letters that code must spell out of a key whose rest depends on something."""


def places(text: str) -> set[str]:
    return {name.lower() for _, name, _, _ in string.Formatter().parse(text) if name}


def known() -> set[str]:
    """Every key as code says it."""
    return {
        key if topic == COMMON else f"{topic}.{key}"
        for topic in TOPICS
        for key in catalogue("en", topic)
    }


def pattern(parts: list[str | None]) -> str:
    """A key as a regular expression, from what is spelled out and None for what is not."""
    return "".join(".+" if part is None else re.escape(part) for part in parts)


def python_keys(node: ast.expr) -> Iterator[str]:
    """Patterns of all keys that an expression can be."""
    if isinstance(node, ast.IfExp):
        yield from python_keys(node.body)
        yield from python_keys(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield pattern([node.value])
    elif isinstance(node, ast.JoinedStr):
        yield pattern([str(each.value) if isinstance(each, ast.Constant) else None
                       for each in node.values])  # fmt: skip


def page_keys(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.CondExpr):
        yield from page_keys(node.expr1)
        if node.expr2 is not None:
            yield from page_keys(node.expr2)
    elif isinstance(node, nodes.Const):
        yield pattern([str(node.value)])
    elif isinstance(node, nodes.Concat):
        yield pattern([str(each.value) if isinstance(each, nodes.Const) else None
                       for each in node.nodes])  # fmt: skip


def spoken(keys: Iterator[str], function: str) -> Iterator[str]:
    """Keys that a call says: `counted` says another one of a single thing."""
    for key in keys:
        yield key
        if function == "counted":
            yield f"{key}_one"


@functools.cache
def parsed() -> dict[Path, list[ast.AST]]:
    """Everything in every source."""
    return {path: [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))] for path in SOURCES}


@functools.cache
def said() -> dict[str, str]:
    """Patterns of keys that are said, by where."""
    found: dict[str, str] = {}
    for path, every in parsed().items():
        for node in every:
            named = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and named in ("say", "counted"):
                found |= dict.fromkeys(spoken(python_keys(node.args[0]), named), str(path))
            if isinstance(node, ast.Call) and named == "row":  # texts side by side
                for each in node.args:
                    found |= dict.fromkeys(python_keys(each), str(path))
    tools = environment(ENGLISH)
    for path in PAGES:
        tree = tools.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            named = getattr(call.node, "name", getattr(call.node, "attr", ""))
            if named in ("say", "head", "counted") and call.args:
                found |= dict.fromkeys(spoken(page_keys(call.args[0]), named), str(path))
        for filtered in tree.find_all(nodes.Filter):
            if filtered.name == "table":
                found |= dict.fromkeys(page_keys(filtered.args[0]), str(path))
    return found


def test_languages_have_the_same_topics_keys_and_places() -> None:
    for language in LANGUAGES:
        assert sorted(path.stem for path in (TEXTS / language).glob("*.yaml")) == TOPICS
        for topic in TOPICS:
            mine, english = catalogue(language, topic), catalogue("en", topic)
            assert mine.keys() == english.keys(), (language, topic)
            for key, text in mine.items():
                assert isinstance(text, str), (topic, key)
                assert places(text) == places(english[key]), (language, topic, key)


@pytest.mark.parametrize("path", sorted(TEXTS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_no_key_is_there_twice(path: Path) -> None:
    """YAML would keep the last one without a word."""
    keys = re.findall(r"^(?![#\s])(.+?):(?: |$)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(catalogue(path.parent.name, path.stem))


def test_what_is_said_is_there() -> None:
    keys = known()
    escaped = {re.escape(key) for key in keys}
    for each, where in said().items():
        there = each in escaped or any(re.fullmatch(each, key) for key in keys)
        assert there, f"{where} says {each}"


def test_what_is_there_is_said() -> None:
    """In a call of `say`, or as a whole key anywhere in code; so no text is left behind."""
    spelled = {
        node.value
        for every in parsed().values()
        for node in every
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    precise = [
        each
        for each in said()
        if ".+" not in each or len(each.rpartition(r"\.")[2].replace(".+", "")) >= LEAST
    ]
    open_ended = [re.compile(each) for each in precise if ".+" in each]
    closed = set(precise)
    for key in known():
        topic, _, name = key.partition(".")
        if topic in BY_DATA or topic == "numbers":
            continue
        whole = key in spelled and "." in key
        whole |= topic == NOTES and name.removesuffix("_one") in spelled
        whole |= re.escape(key) in closed
        assert whole or any(each.fullmatch(key) for each in open_ended), f"nobody says {key}"


@pytest.mark.parametrize(("topic", "names"), BY_DATA.items())
def test_data_have_their_words(topic: str, names: set[str]) -> None:
    assert names <= set(catalogue("en", topic))


def test_every_strategy_has_a_title_in_every_language() -> None:
    for path in (conf_folder() / "strategy").glob("*.yaml"):
        for language in LANGUAGES:
            titles = yaml.safe_load(path.read_text(encoding="utf-8"))["title"]
            assert {"en", "de"} <= set(titles)
            usual = path.stem.replace("_", " ")
            assert Language(language).name(path.stem) == titles.get(language, usual)
    assert Language("de").name("home_made") == "home made"


def test_a_title_is_no_part_of_a_run(tmp_path: Path) -> None:
    """A strategy is one file; what readers call it changes no key."""
    keys = set()
    for title in ("title: {en: quiet start, de: leiser Start}\n", ""):
        folder = tmp_path / str(len(title)) / "strategy"
        folder.mkdir(parents=True)
        text = f"_target_: sim.strategy.Strategy\nname: quiet\n{title}"
        (folder / "quiet.yaml").write_text(text, encoding="utf-8")
        config = load(["strategy=quiet"], config_dir=str(folder.parent))
        assert "title" not in to_yaml(config)
        keys.add(run_key(config, 0))
    assert len(keys) == 1


def test_titles_of_further_presets_are_said(tmp_path: Path) -> None:
    (tmp_path / "strategy").mkdir()
    text = "_target_: sim.strategy.Strategy\nname: quiet\ntitle: {de: leiser Start}\n"
    (tmp_path / "strategy/quiet.yaml").write_text(text, encoding="utf-8")
    assert Language("de", str(tmp_path)).name("quiet") == "leiser Start"
    assert Language("en", str(tmp_path)).name("quiet") == "quiet"
    assert Language("de").name("quiet") == "quiet"


@pytest.mark.parametrize("title", ["[a]", "5", "{en: 5}"])
def test_a_title_that_is_none_is_refused(tmp_path: Path, title: str) -> None:
    (tmp_path / "strategy").mkdir()
    text = f"_target_: sim.strategy.Strategy\nname: odd\ntitle: {title}\n"
    (tmp_path / "strategy/odd.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"strategy\.title must be a text per language"):
        load(["strategy=odd"], config_dir=str(tmp_path))


def test_capitalised_places_and_missing_ones() -> None:
    assert ENGLISH.say("compare.pair", strategy="a", other="b", parts="c") == "A against b: c."
    with pytest.raises(KeyError):
        ENGLISH.say("compare.counted", count=1)
    with pytest.raises(KeyError):
        ENGLISH.say("compare.nothing_like_it")
    with pytest.raises(KeyError):
        ENGLISH.say("no_topic.counted")


def test_every_command_has_its_help() -> None:
    assert {path.stem for path in HELP.glob("*.txt")} == {*COMMANDS, "rollout", "shared_keys"}
    for command in COMMANDS:
        assert help_text(command).startswith(f"usage: rollout {command}")
        assert "{shared_keys}" not in help_text(command)


def test_a_page_that_lacks_a_fact_is_an_error() -> None:
    tools = environment(ENGLISH)
    for source, fact in (("{{ nothing }}", {}), ("{{ row.nothing }}", {"row": {"a": 1}})):
        with pytest.raises(UndefinedError):
            tools.from_string(source).render(**fact)


def test_tables_are_the_same_by_loop_and_by_filter() -> None:
    rows = [["a", "1"], ["b", "2"]]
    loop = (
        "{{ head('tournament.power_head') }}\n{% for row in rows %}\n| {{ row[0] }} |\n{% endfor %}"
    )
    whole = "{{ rows | table(['x', 'y']) }}"
    tools = environment(ENGLISH)
    assert (
        tools.from_string(whole).render(rows=rows)
        == "| x | y |\n| --- | --- |\n| a | 1 |\n| b | 2 |"
    )
    assert tools.from_string(loop).render(rows=rows) == (
        "| true difference |\n| --- |\n| a |\n| b |\n"
    )


def test_html_pages_escape_and_others_do_not() -> None:
    assert environment(ENGLISH).autoescape("claims.html.j2")
    assert not environment(ENGLISH).autoescape("tournament.md.j2")
