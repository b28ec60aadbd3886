"""Gallery and pages of strategies say what studies leave behind; no sentence outlives it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path

import pytest

from experiments.gallery import page as gallery
from experiments.gallery.entries import BY_NAME, ENTRIES, Entry
from experiments.gallery.facts import as_table, done, stored
from experiments.gallery.words import texts
from experiments.reference.make import versions
from experiments.strategy_pages import page as strategies
from experiments.strategy_pages.numbers import NOTHING, OUTCOMES
from experiments.strategy_pages.studies import claims, plans, region
from sim.cli.main import main
from sim.config.load import load_settings

ROOT = Path(__file__).parents[1]
AGAIN = "python -m experiments.gallery write"
LARGEST = 1_500_000
VERDICTS = ("better", "worse", "small", "slight", "open")
FOLDER = gallery.FOLDER


def shape(texts: object) -> object:
    """The keys of texts, without the texts; of what German alone needs, nothing."""
    if isinstance(texts, Mapping):
        return {key: shape(value) for key, value in texts.items() if key not in ("of_for", "units")}
    return [shape(each) for each in texts] if isinstance(texts, list) else None


def test_pages_are_what_texts_and_stored_numbers_give() -> None:
    for path, text in gallery.pages(stored(FOLDER)).items():
        assert path.read_text(encoding="utf-8") == text, AGAIN


def test_pages_of_strategies_are_what_files_and_studies_give() -> None:
    made = strategies.pages()
    for path, text in made.items():
        again = "python -m experiments.strategy_pages pages"
        assert path.read_text(encoding="utf-8") == text, again
    for folder in strategies.FOLDERS.values():
        assert set(folder.glob("*.md")) == {path for path in made if path.parent == folder}
    assert set(strategies.specs()) == {*load_settings([]).strategies, NOTHING}


def test_both_languages_have_the_same_texts() -> None:
    for both in (texts, strategies.texts):
        assert shape(both("en")) == shape(both("de"))
    assert list(texts("en")["entries"]) == [entry.name for entry in ENTRIES]


@pytest.mark.parametrize("language", gallery.LANGUAGES)
def test_no_two_verdicts_share_a_phrase(language: str) -> None:
    for phrases in texts(language)["phrases"].values():
        for length in (0, 1):
            assert len({said[length] for said in phrases.values()}) == len(phrases), phrases


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_command_is_accepted(entry: Entry, tmp_path: Path) -> None:
    with chdir(tmp_path):
        assert main([*shlex.split(entry.line), "dry_run=true"]) == 0


def test_numbers_are_made_again_at_their_real_size(tmp_path: Path) -> None:
    entry = BY_NAME["promise"]
    with chdir(tmp_path):
        made = done(entry, tmp_path)
    kept = [fact for fact in stored(FOLDER) if fact.entry == entry.name]
    assert [fact.name for fact in made] == [fact.name for fact in kept]
    if (ROOT / "results/reference/versions.txt").read_text(encoding="utf-8") == versions():
        assert as_table(made) == as_table(kept), AGAIN


@pytest.mark.parametrize("entry", [each for each in ENTRIES if each.rows], ids=lambda e: e.name)
def test_another_verdict_is_another_sentence(entry: Entry) -> None:
    said = set()
    for verdict in VERDICTS:
        turned = [
            fact._replace(verdict=verdict)
            if fact.entry == entry.name and fact.verdict in VERDICTS
            else fact
            for fact in stored(FOLDER)
        ]
        said.add(tuple(gallery.pages(turned).values()))
    assert len(said) == len(VERDICTS)


def test_every_figure_is_there_in_both_languages_and_small() -> None:
    figures = {path.name for path in FOLDER.glob("*.png")}
    assert figures == {f"{entry.name}.{code}.png" for entry in ENTRIES
                       for code in gallery.LANGUAGES}  # fmt: skip
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < LARGEST


def test_other_studies_are_read_whole() -> None:
    """A page that is written otherwise must not silently leave a strategy without its numbers."""
    for spec in strategies.specs().values():
        assert set(spec.claims) <= set(claims())
        assert not spec.plan or all(len(best) == 2 for best in plans().values())
        if spec.lever:
            found = region(spec.lever)
            assert all("%" in share for share in found[1:5])
            assert all(side.limits for side in found.sides)
    assert region("champions").sides[0].wins
    assert len(plans()) == 6


def test_the_table_of_a_strategy_counts_every_company() -> None:
    page = (strategies.FOLDERS["en"] / "mandate.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .* \| (?:plausible|matched) \| .* \| (\d+) \| (\d+) \| (\d+) \|$", page,
                      re.MULTILINE)  # fmt: skip
    assert len(rows) == 2 * len(OUTCOMES)
    assert {sum(map(int, row)) for row in rows} == {100}
