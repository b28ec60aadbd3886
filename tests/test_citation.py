"""What others cite: CITATION.cff, and the paper about the software with its bibliography."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
REQUIRED = {"authors", "cff-version", "message", "title"}
KNOWN = REQUIRED | {
    "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license",
    "license-url", "preferred-citation", "references", "repository", "repository-artifact",
    "repository-code", "type", "url", "version",
}  # fmt: skip
VALUES = {
    "doi": r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+",
    "url": r"(https?|s?ftp)://\S+",
    "swh": r"swh:1:(snp|rel|rev|dir|cnt):[0-9a-f]{40}",
    "other": r".+",
}
SECTIONS = (
    "Summary", "Statement of need", "State of the field", "Software design",
    "Research impact statement", "AI usage disclosure", "Acknowledgements", "References",
)  # fmt: skip


def test_the_citation_file_is_one() -> None:
    """The rules of its schema 1.2.0, as far as they concern what stands there."""
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert REQUIRED <= set(found) <= KNOWN
    assert found["cff-version"] == "1.2.0"
    assert found["type"] in ("software", "dataset")
    assert all({"name"} <= set(each) or "family-names" in each for each in found["authors"])
    for each in found["identifiers"]:
        assert {"type", "value"} <= set(each) <= {"type", "value", "description"}
        assert re.fullmatch(VALUES[each["type"]], each["value"])
    assert len(set(found["keywords"])) == len(found["keywords"])


def test_the_paper_has_the_form_of_its_journal() -> None:
    _, head, text = (ROOT / "paper/paper.md").read_text(encoding="utf-8").split("---\n", 2)
    about = yaml.safe_load(head)
    assert {"title", "tags", "authors", "affiliations", "date", "bibliography"} <= set(about)
    places = {str(each["index"]) for each in about["affiliations"]}
    assert all(set(str(each["affiliation"]).split(", ")) <= places for each in about["authors"])
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", str(about["date"]))
    assert tuple(re.findall(r"^# (.+)$", text, re.MULTILINE)) == SECTIONS
    assert 750 <= len(text.split()) <= 1750


def test_every_source_is_cited_and_every_citation_has_its_source() -> None:
    text = (ROOT / "paper/paper.md").read_text(encoding="utf-8")
    sources = (ROOT / "paper/paper.bib").read_text(encoding="utf-8")
    known = re.findall(r"^@\w+\{(\w+),", sources, re.MULTILINE)
    assert len(set(known)) == len(known)
    assert set(re.findall(r"@(\w+\d{4})", text)) == set(known)
    entries = sources.split("\n@")
    assert all("doi " in each or "url " in each for each in entries)


def test_title_and_authors_are_the_same_everywhere() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    about = yaml.safe_load((ROOT / "paper/paper.md").read_text(encoding="utf-8").split("---\n")[1])
    assert about["title"] == cited["title"]
    names = [each["name"] for each in about["authors"]]
    assert names == [each["name"] for each in cited["authors"]]
