"""What a class is to see: commands are run, numbers taken from their tables, sentences filled in.

`docs/course/observations.yaml` says of each observation which command shows it, which numbers of
which table it is about, what must be true of them, and the sentence in both languages. Below a line
`<!-- NAME -->` a guide has the filled sentence as a point of a list.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from experiments.course.words import code_of, data, pages
from sim.app.compare import judged
from sim.cli.main import main
from sim.config.words import read
from sim.report.language import ENGLISH, Language
from sim.runs.run import run_many
from sim.studies import study
from sim.studies.compare.study import STUDY

PLACE = re.compile(r"^<!-- (\w+) -->\n\* .*\n(?:  .*\n)*", re.MULTILINE)
WIDTH = 100
SCALES = {"percent": (100.0, 0), "points": (100.0, 0), "tenths": (100.0, 1), "hours": (1.0, 1),
          "thousand": (1e-3, 0), "count": (1.0, 0)}  # fmt: skip
"""How a number is written: what it is multiplied by, and its decimals."""
Tables = Mapping[str, pd.DataFrame]


class Number(NamedTuple):
    """A number of an observation: what it came to, and what is wrong with it ("" if nothing)."""

    value: Any
    wrong: str


class Measured:
    """Commands that were run, each once."""

    def __init__(self) -> None:
        self.tables = cache(_tables)

    def line(self, command: str) -> Tables:
        """The tables that a command leaves."""
        return self.tables(command)

    def numbers(self, name: str) -> dict[str, Number]:
        """The numbers of an observation."""
        observation = data("observations")[name]
        tables = self.line(observation["command"])
        return {key: _number(tables, asked) for key, asked in observation["numbers"].items()}

    def sentence(self, name: str, code: str) -> str:
        """An observation with its numbers, in one language."""
        observation, speak = data("observations")[name], Language(code)
        numbers = self.numbers(name)
        told = {key: _written(speak, numbers[key].value, asked)
                for key, asked in observation["numbers"].items()}  # fmt: skip
        return str(observation[code]).strip().format(**told)


def write_guides(measured: Measured) -> Iterator[Path]:
    """Fill in every observation in every page of the course that names some."""
    for path in pages():
        text = path.read_text(encoding="utf-8")
        if PLACE.search(text):
            path.write_text(filled(text, code_of(path), measured), encoding="utf-8")
            yield path


def filled(text: str, code: str, measured: Measured) -> str:
    """A page with the sentences of its observations as they are today."""

    def again(place: re.Match[str]) -> str:
        told = textwrap.fill(measured.sentence(place[1], code), WIDTH, initial_indent="* ",
                             subsequent_indent="  ", break_on_hyphens=False)  # fmt: skip
        return f"<!-- {place[1]} -->\n{told}\n"

    return PLACE.sub(again, text)


def named(text: str) -> list[str]:
    """Observations that a page has places for."""
    return PLACE.findall(text)


def _tables(command: str) -> Tables:
    words = shlex.split(command)[1:]
    if words[0] == "compare":
        question = STUDY.ask(study.read(STUDY, read(words))).question
        runs = run_many(question.configs, question.seeds, drawn=question.drawn)
        found = judged(question, runs, ENGLISH)
        return {name: getattr(found, name) for name in ("runs", "weekly", "summary", "pairwise")}
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        own = [word for word in words if not word.startswith("out=")]
        code = main([*own, "figures=false", "quiet=true", "workers=1", f"out={folder}"])
        if code:
            raise RuntimeError(f"{command}: exit code {code}")
        return {"claims": pd.read_csv(Path(folder) / "claims.csv")}


def _number(tables: Tables, asked: Mapping[str, Any]) -> Number:
    value = _value(tables[asked["table"]], asked)
    if isinstance(value, str):
        right = value in asked.get("is", [value]) and value not in asked.get("is_not", [])
        return Number(value, "" if right else f"is {value!r}")
    low, high = asked.get("least", -float("inf")), asked.get("most", float("inf"))
    return Number(value, "" if low <= value <= high else f"is {value:.4g}, not {low} to {high}")


def _value(table: pd.DataFrame, asked: Mapping[str, Any]) -> Any:
    """A word of the only row, or the mean (or count) of those rows that are asked for."""
    own = _rows(table, asked["rows"])
    if "count" in asked:
        return float(own[asked["column"]].isin(asked["count"]).sum())
    if own.empty:
        raise KeyError(f"no rows {asked['rows']}")
    column = own[asked["column"]]
    if column.dtype.kind not in "fiu":
        (word,) = column
        return str(word)
    mean = float(getattr(column, asked.get("take", "mean"))())
    return mean - _value(table, {**asked, "rows": asked["minus"], "minus": None}) if asked.get(
        "minus") else mean  # fmt: skip


def _rows(table: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    for key, value in wanted.items():
        table = table[table[key].isin(value if isinstance(value, list) else [value])]
    return table


def _written(speak: Language, value: Any, asked: Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return value
    scale, decimals = SCALES[asked["as"]]
    return speak.number(scale * value, decimals, signed=bool(asked.get("signed")))
