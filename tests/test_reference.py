"""Results to look at are what commands say today."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from experiments.reference.make import make, versions
from tests.undrawn import names_only

FOLDER = Path(__file__).parents[1] / "results" / "reference"
TEXT = (".md", ".csv", ".txt")
NUMBER = re.compile(r"[-+−]?\d[\d.,]*(?:e[-+]?\d+)?")
LARGEST = 3_000_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same once more, without figures."""
    folder = tmp_path_factory.mktemp("reference") / "made"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.studies.publish.draw", names_only)
        make(folder, figures=False)
    return folder


def texts(folder: Path) -> dict[str, bytes]:
    """Pages and tables by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.suffix in TEXT}  # fmt: skip


def words(text: bytes) -> str:
    """A text without its numbers."""
    return NUMBER.sub("0", text.decode())


def figures(folder: Path) -> Sequence[str]:
    """Figures by name."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.png"))


def test_tables_and_pages_are_made_again_byte_for_byte(made: Path) -> None:
    """With the same libraries; with others the words are the same, and numbers may be others."""
    before, now = texts(FOLDER), texts(made)
    assert list(before) == list(now)
    exact = before["versions.txt"].decode() == versions()
    changed = [name for name in before if before[name] != now[name]]
    if not exact:
        changed = [
            name
            for name in changed
            if name != "versions.txt" and words(before[name]) != words(now[name])
        ]
    assert not changed, "if this is meant: python -m experiments.reference"


def test_every_page_shows_figures_that_are_there() -> None:
    shown = set[str]()
    for page in FOLDER.rglob("*.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            target = (page.parent / link).resolve()
            assert target.exists(), f"{page}: {link}"
            if target.suffix == ".png":
                shown.add(target.relative_to(FOLDER).as_posix())
    for each in figures(FOLDER):
        assert (FOLDER / each).read_bytes()[:4] == b"\x89PNG"
        if "/figures/de/" not in each and not each.startswith("claims/"):
            assert each in shown


def test_every_figure_comes_in_both_languages() -> None:
    plain = [each for each in figures(FOLDER) if "/de/" not in each]
    german = [each for each in figures(FOLDER) if "/de/" in each]
    assert german == [each.replace("figures/", "figures/de/") for each in plain]


def test_it_stays_small_and_tells_neither_times_nor_places() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < LARGEST
    assert {path.suffix for path in files} <= {*TEXT, ".png"}
    assert not [path for path in files if path.name == "provenance.json"]
    for name, content in texts(FOLDER).items():
        assert b"/home/" not in content, name
        assert b"/root/" not in content, name
