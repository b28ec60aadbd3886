"""The page Compare has the numbers, the words and the figures of `rollout compare`."""

from __future__ import annotations

import html
import re
from pathlib import Path

import httpx
import pytest

from sim.config.words import read
from sim.report.language import Language
from sim.runs.wants import drive
from sim.runs.work import Work
from sim.studies import publish, study
from sim.studies.compare.study import STUDY
from sim.studies.study import Answer

SIZE = "seeds=3&organisation.headcount=40&weeks=12"
QUERY = f"strategies=organic,champions,mandate&{SIZE}&technology.reliability=0.7&baseline=champions"


@pytest.fixture(scope="module")
def answer(served: str) -> Answer:
    """What the command does that stands on the page."""
    page = httpx.get(f"{served}/compare?{QUERY}", timeout=120).text
    (line,) = re.findall(r'<pre class="command"[^>]*>(rollout compare [^<]+)</pre>', page)
    return done(html.unescape(line).split()[1:])


def done(words: list[str]) -> Answer:
    """What a command finds."""
    left: Answer = drive(STUDY.answer(STUDY.ask(study.read(STUDY, read(words)))), Work())
    return left


@pytest.mark.parametrize("name", ["summary", "pairwise"])
def test_the_same_link_gives_the_same_numbers(
    served: str, answer: Answer, name: str, tmp_path: Path
) -> None:
    publish.write(tmp_path / f"{name}.csv", answer.files[f"{name}.csv"])
    got = httpx.get(f"{served}/compare/{name}.csv?{QUERY}", timeout=120)
    assert got.headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    assert got.text == (tmp_path / f"{name}.csv").read_text(encoding="utf-8")


def test_the_same_link_gives_the_same_figure(served: str, answer: Answer, tmp_path: Path) -> None:
    name, english = "cost_and_effect", Language("en")
    publish.draw({name: answer.figures[name]}, tmp_path, english, answer.context(english))
    got = httpx.get(f"{served}/compare/{name}.png?{QUERY}", timeout=120)
    assert got.content == (tmp_path / f"{name}.png").read_bytes()


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_page_says_what_the_command_says(served: str, code: str) -> None:
    """The verdict is the same, word by word."""
    accept = {"accept-language": code}
    page = httpx.get(f"{served}/compare?{QUERY}", headers=accept, timeout=120).text
    answer = done(["compare", *QUERY.split("&"), f"language={code}"])
    said = " ".join(answer.told(Language(code), Path()).split())
    found = re.findall(r"<p>(.*?)</p>", page.partition('id="verdict-head"')[2])[:3]
    assert len(found) == 3
    for sentence in found:
        assert html.unescape(sentence) in said


@pytest.mark.parametrize(
    ("name", "other"), [("report.html", "report.de.html"), ("report.de.html", "report.html")]
)
def test_the_same_link_gives_the_same_report(
    served: str, answer: Answer, name: str, other: str
) -> None:
    speak = Language("de" if ".de." in name else "en")
    got = httpx.get(f"{served}/compare/{name}?{QUERY}", timeout=120)
    assert got.headers["content-disposition"].startswith("attachment"), "it has styles of its own"
    assert got.text == answer.reports["report.html"](speak, other)


def test_a_strategy_is_a_file(served: str) -> None:
    answer = httpx.get(f"{served}/compare/strategy/champions.yaml?{QUERY}", timeout=60)
    assert answer.headers["content-type"].startswith("application/yaml")
    assert "name: champions\n" in answer.text
    assert (
        httpx.get(f"{served}/compare/strategy/playbook.yaml?{QUERY}", timeout=60).status_code == 404
    )


@pytest.mark.parametrize("path", ["compare", "compare/summary.csv", "compare/differences.png",
                                  "explore", "explore/plan.yaml"])  # fmt: skip
def test_what_is_not_valid_is_a_page_with_one_sentence(served: str, path: str) -> None:
    answer = httpx.get(f"{served}/{path}?technology.reliabilty=0.5&<script>=1")
    assert answer.status_code == 422
    answer = httpx.get(f"{served}/{path}?technology.reliabilty=0.5", timeout=60)
    assert answer.status_code == 422
    (said,) = re.findall(r'id="wrong"[^>]*>([^<]+)<', answer.text)
    assert "technology.reliability" in said
    assert "Traceback" not in answer.text


def test_a_script_in_an_address_stays_text(served: str) -> None:
    answer = httpx.get(f"{served}/explore", params={"<script>alert(1)</script>": "1"}, timeout=60)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_figures_and_tables_that_are_not_there(served: str) -> None:
    assert httpx.get(f"{served}/compare/runs.csv?{QUERY}").status_code == 404
    answer = httpx.get(f"{served}/compare/nothing.png?{QUERY}", timeout=60)
    assert answer.status_code == 422
    assert "adoption" in answer.text


def test_one_strategy_alone_has_no_differences(served: str) -> None:
    answer = httpx.get(f"{served}/compare?strategies=organic&{SIZE}", timeout=60)
    assert answer.status_code == 200
    assert "pairs-net_benefit_eur" not in answer.text
