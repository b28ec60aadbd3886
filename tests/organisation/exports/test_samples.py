"""Every export that is known loads as it is delivered, in English and German."""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path

import numpy as np
import pytest

from sim.cli.main import main
from sim.organisation.exports.folder import ITEMS, SUPPRESSED, USAGE
from sim.organisation.exports.gathered import Asked, Gathered, gather, sources
from sim.organisation.exports.refused import Refused
from tests.organisation.exports.samples import (
    DAYS,
    DEPARTMENTS,
    PEOPLE,
    START,
    active,
    boss,
    department,
    mail,
    table,
    trend,
)
from tests.organisation.exports.samples import samples as invented

NAMES = sorted(invented())
NO_PEOPLE = ("copilot", "github", "claude", "own_trend", "cost", "forms", "google_forms", "lime",
             "langdock", "gemini", "purview", "own_panel", "chatgpt", "viva_panel")  # fmt: skip


def read(*paths: Path, **keys: object) -> Gathered:
    return gather(Asked(dict.fromkeys(map(str, paths), ""), **keys))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_loads_unedited(samples: Path, name: str) -> None:
    found = read(samples / name, allow_audit=True)
    (file,) = found.files
    assert file.format.name == name.partition(".")[0]
    (source,) = sources(found)
    assert source.rows > 0
    if file.kind in ("trend", "panel", "last"):
        assert len(found.usage)
        assert list(found.usage) == list(USAGE)
        told = found.usage[found.usage["status"] != SUPPRESSED].dropna()
        assert (told["active"] <= told["licensed"]).all()
        assert (found.usage["week"].map(lambda day: np.datetime64(day).astype(int) % 7) == 4).all()
    if file.kind == "survey":
        assert set(found.survey["item"]) <= set(ITEMS)
        assert len(found.survey)
    if file.kind in ("people", "ties", "groups", "sizes"):
        assert found.headcount == PEOPLE - {"entra_users": 2, "google_users": 1, "workday": 1}.get(
            file.format.name, 0)  # fmt: skip


@pytest.mark.parametrize("name", ["valuelens_org.csv", "sap_staff.csv", "personio.csv"])
def test_departments_and_managers_are_the_real_ones(samples: Path, name: str) -> None:
    """They were ignored, and invented."""
    found = read(samples / name)
    sizes = [sum(department(p) == each for p in range(PEOPLE)) for each in DEPARTMENTS]
    assert found.known.groups == dict(zip(DEPARTMENTS, sizes, strict=True)) or sorted(
        found.known.groups.values()) == sorted(sizes)  # fmt: skip
    structure = found.known.stored.structure
    assert structure is not None
    spans = np.bincount(structure.manager[structure.manager >= 0], minlength=PEOPLE)
    real = np.bincount([b for p in range(PEOPLE) if (b := boss(p)) is not None], minlength=PEOPLE)
    assert sorted(spans) == sorted(real)


def test_ids_of_people_and_ties_meet_by_any_column(samples: Path) -> None:
    for staff, ties in (("bamboohr.csv", "tie_list.csv"), ("bamboohr.csv", "tie_list.de.csv"),
                        ("viva_org.csv", "viva_ties.csv"),
                        ("google_users.csv", "outlook.csv")):  # fmt: skip
        found = read(samples / staff, samples / ties)
        assert found.known.kind == "ties"
        assert found.known.stored.contact is not None
    weights = read(samples / "viva_org.csv", samples / "viva_ties.csv").known.stored.contact
    assert weights is not None
    assert len(set(weights.weight.tolist())) > 3  # Strong_tie_score was lost


def test_order_of_columns_separators_and_dates_do_not_matter(tmp_path: Path) -> None:
    header = ["date", "enabled", "active", "window"]
    weeks = [START + 7 * (DAYS[1] - DAYS[0]) * week for week in range(13)]
    usual = [[day, 50, 10 + at, 7] for at, day in enumerate(weeks)]
    forms = {
        "iso": table(header, usual),
        "shuffled": table([header[at] for at in (2, 0, 3, 1)],
                          [[row[at] for at in (2, 0, 3, 1)] for row in usual], ";"),
        "german": table(header, [[f"{r[0]:%d.%m.%Y}", *r[1:]] for r in usual], "\t", "utf-16"),
        "american": table(header, [[f"{r[0]:%m/%d/%Y}", *r[1:]] for r in usual]),
        "words": table(header, [[f"{r[0]:%b %d, %Y}", *r[1:]] for r in usual], ";"),
        "weeks": table(header, [[f"{r[0]:%G-W%V}", *r[1:]] for r in usual]),
        "packed": gzip.compress(table(header, usual)),
        "above": b"Report of use;;;\n\n" + table(header, usual, ";", "cp1252"),
    }  # fmt: skip
    found = {}
    for name, content in forms.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
        found[name] = read(tmp_path / f"{name}.csv").usage
    for name, usage in found.items():
        assert usage.equals(found["iso"]), name


def test_a_workbook_reads_like_its_csv(tmp_path: Path, samples: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["date", "enabled", "active", "window"])
    for at, day in enumerate(DAYS[::7]):
        book.active.append([day, 50, 10 + at, 7])
    book.create_sheet("empty")
    book.save(tmp_path / "own.xlsx")
    assert read(tmp_path / "own.xlsx").usage.equals(read(samples / "own_trend.csv").usage)
    book["empty"].append(["id", "department", "manager"])
    book["empty"].append(["a", "b", "c"])
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(Refused) as caught:
        read(tmp_path / "two.xlsx")
    assert (caught.value.code, caught.value.key) == ("E01", "sheets")
    assert len(read(tmp_path / "two.xlsx", sheet="Sheet").usage) == 13


def test_null_zero_absent_and_suppressed_are_four_things(tmp_path: Path, samples: Path) -> None:
    panel = read(samples / "viva_panel.csv").meaning
    assert panel["null_unlicensed"] > 0
    assert panel["zero_idle"] > 0
    assert read(samples / "github_users.ndjson").meaning["absent_idle"] == 1
    assert read(samples / "copilot_users.csv").meaning["null_never"] == 12
    rows = [[DAYS[-1], day, 50, "" if at < 14 else active(at)] for at, day in enumerate(DAYS)]
    (tmp_path / "t.csv").write_bytes(table(
        ["Report Refresh Date", "Report Date", "Any App Enabled Users", "Any App Active Users"],
        [row for at, row in enumerate(rows) if not 28 <= at < 35]))  # fmt: skip
    found = read(tmp_path / "t.csv")
    status = found.usage.set_index("week")["status"]
    assert found.meaning["suppressed_days"] == 14
    # Two weeks are empty, and one is not there: this export leaves days out to protect people.
    assert (status == SUPPRESSED).sum() == 3
    assert found.usage["active"].isna().sum() == 3


def test_weeks_are_made_as_the_window_asks(tmp_path: Path) -> None:
    def own(window: int, counts: list[object]) -> Gathered:
        path = tmp_path / f"{window}.csv"
        rows = [[DAYS[at], 50, count, window] for at, count in enumerate(counts)]
        path.write_bytes(table(["date", "enabled", "active", "window"], rows))
        return read(path)

    working = [20, 22, 24, 26, 28, 0, 1]
    assert own(1, working * 2).usage["active"].tolist() == [24, 24]
    holiday = own(1, [20, 22, 2, 26, 28, 0, 1])
    assert holiday.usage["active"].tolist() == [24]
    assert next(iter(holiday.dropped.values()))["holiday"] == 1
    assert own(7, working).usage["active"].tolist() == [28]
    assert own(28, [*range(10, 17), *range(30, 23, -1)]).usage["active"].tolist() == [16, 24]


def test_the_last_three_days_go_and_it_is_said(samples: Path) -> None:
    found = read(samples / "copilot_trend.beta.csv")
    assert next(iter(found.dropped.values()))["late"] == 3
    assert sources(found)[0].last == str(DAYS[-4])


def test_guests_and_accounts_that_are_off_go_with_their_ties(samples: Path, tmp_path: Path) -> None:
    ties = table(["From", "To"], [[mail(p), mail(q)] for p in range(PEOPLE)
                                  for q in ((p + 1) % PEOPLE, 58)])  # fmt: skip
    (tmp_path / "ties.csv").write_bytes(ties)
    found = read(samples / "entra_users.csv", tmp_path / "ties.csv")
    assert found.headcount == PEOPLE - 2
    assert found.dropped[str(tmp_path / "ties.csv")]["gone"] > PEOPLE - 3


def test_locations_are_no_departments_where_an_organisation_is_known(samples: Path) -> None:
    assert set(read(samples / "entra_users.csv").known.groups) == set(DEPARTMENTS)
    assert read(samples / "organimi.csv").known.groups == {}


def test_a_chat_list_and_a_survey_are_no_firm_of_strangers(samples: Path) -> None:
    """They became a firm of 19 with a head "Specialist", and one of 49 with a head "anonymous"."""
    assert read(samples / "slack_members.csv").headcount == PEOPLE
    assert read(samples / "forms.de.csv").headcount == 0


def test_small_departments_join_the_closest(tmp_path: Path) -> None:
    rows = [[f"p{p}", f"p{0 if p < 3 else 1 + p % 2}" if p else "",
             "Tiny" if p in (20, 22) else ("North", "South")[p % 2]]
            for p in range(40)]  # fmt: skip
    (tmp_path / "staff.csv").write_bytes(table(["id", "manager", "department"], rows))
    found = read(tmp_path / "staff.csv")
    assert set(found.known.groups) == {"North", "South"}
    assert sum(found.known.groups.values()) == 40
    assert found.known.merged == 1


def test_one_line_of_a_graph_and_lists_without_names(tmp_path: Path) -> None:
    pairs = [(a, (a * k + 1) % 30) for a in range(30) for k in (1, 2)]
    (tmp_path / "bare.txt").write_text("\n".join(f"{a} {b}" for a, b in pairs), encoding="utf-8")
    labels = "\n".join(f"{a} {a % 3}" for a in range(30))
    (tmp_path / "labels.txt").write_text(labels, encoding="utf-8")
    asked = {str(tmp_path / "bare.txt"): "", str(tmp_path / "labels.txt"): "people"}
    found = gather(Asked(asked))
    assert (found.known.kind, found.headcount) == ("ties", 30)
    assert sorted(found.known.groups.values()) == [10, 10, 10]
    with pytest.raises(Refused) as caught:
        read(tmp_path / "labels.txt")
    assert (caught.value.code, caught.value.key) == ("E03", "two_columns")


def test_a_mapping_beats_everything(tmp_path: Path) -> None:
    rows = [[f"x{p}", f"x{0 if p < 3 else 1 + p % 2}" if p else "", "AB"[p % 2]] for p in range(20)]
    (tmp_path / "free.csv").write_bytes(table(["Kennung", "Wer drüber", "Wo"], rows))
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("Kennung: id\nWer drüber: manager\nWo: department\n", encoding="utf-8")
    found = read(tmp_path / "free.csv", map=str(mapping))
    assert found.known.groups == {"A": 10, "B": 10}
    (tmp_path / "t.csv").write_bytes(trend(["Report Date", "Any App Enabled Users",
                                            "Any App Active Users"]))  # fmt: skip
    mapping.write_text("Report Date: date\nAny App Active Users: active\n", encoding="utf-8")
    seven = read(tmp_path / "t.csv", map=str(mapping), window=7)
    assert seven.usage["licensed"].isna().all()
    assert set(seven.usage["window_days"]) == {7}


def test_many_orders_one_answer(tmp_path: Path, samples: Path) -> None:
    """Two imports of the same rows in another order: the same numbers, other pseudonyms."""
    lines = (samples / "valuelens_org.csv").read_text(encoding="utf-8").splitlines()
    ties = (samples / "tie_list.csv").read_text(encoding="utf-8").splitlines()
    found = []
    for seed in range(2):
        lot = random.Random(seed)
        for name, rows in (("staff.csv", lines), ("ties.csv", ties)):
            body = rows[1:]
            lot.shuffle(body)
            text = os.linesep.join([rows[0], *body])
            (tmp_path / name).write_text(text, encoding="utf-8")
        found.append(read(tmp_path / "staff.csv", tmp_path / "ties.csv",
                          samples / "chatgpt_users.csv"))  # fmt: skip
    one, two = found
    first, second = (each.known.stored for each in found)
    assert one.known.groups == {k: two.known.groups[k] for k in one.known.groups}
    assert one.usage.equals(two.usage)
    assert first.contact is not None
    assert second.contact is not None
    assert first.contact.count == second.contact.count
    assert sorted(first.contact.degree) == sorted(second.contact.degree)
    row = [each.known.rows[each.roster.alias[mail(7)]] for each in found]
    rows = [each.known.rows[[each.roster.alias[mail(p)] for p in range(PEOPLE)]] for each in found]
    assert (rows[0] != rows[1]).any(), row


def own_weeks(path: Path, weeks: int, people: int, first: int = 0) -> Path:
    days = [START + 7 * (DAYS[1] - DAYS[0]) * week for week in range(first, first + weeks)]
    path.write_bytes(table(["date", "enabled", "active", "window"],
                           [[day, 50, people, 7] for day in days]))  # fmt: skip
    return path


def test_of_two_tools_in_the_same_weeks_one_counts_and_it_is_said(
    tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The later file replaced the other in silence: a curve that no tool has."""
    claude = samples / "claude_summaries.json"
    theirs = read(claude).usage
    theirs = theirs[theirs["window_days"] == 7]
    for files in ([own := own_weeks(tmp_path / "own.csv", 13, 33), claude], [claude, own]):
        found = read(*files)
        (overlap,) = found.overlaps
        assert (overlap.kept, overlap.left, overlap.window) == ("own_trend", "claude_summaries", 7)
        assert overlap.weeks == len(theirs)
        assert set(found.usage[found.usage["window_days"] == 7]["active"]) == {33}
    later = own_weeks(tmp_path / "later.csv", 4, 20, first=40)
    assert not read(later, claude).overlaps
    place = f"out={tmp_path / 'mine'}"
    assert main(["import", str(own), str(claude), "headcount=60", place, "language=de"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "„eigene Tabelle der Nutzerzahlen“" in told
    assert f"„Claude Enterprise, Übersichten“ ({len(theirs)} Wochen)" in told


def test_two_files_of_one_export_that_contradict_each_other_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two tools with the same export were one curve, the later file's."""
    one, two = own_weeks(tmp_path / "one.csv", 13, 33), own_weeks(tmp_path / "two.csv", 13, 12)
    place = f"out={tmp_path / 'mine'}"
    assert main(["import", str(one), str(two), "headcount=60", place]) == 2
    told = capsys.readouterr().err
    assert "two.csv: E03" in told
    assert "one.csv" in told
    assert not (tmp_path / "mine").exists()
    assert main(["import", str(one), "headcount=60", place]) == 0
    assert main(["import", str(own_weeks(tmp_path / "near.csv", 13, 32)), place]) == 0
    assert "quite other numbers" not in capsys.readouterr().out  # a correction
    assert main(["import", str(two), place, "language=de"]) == 0
    assert "ganz andere Zahlen" in " ".join(capsys.readouterr().out.split())


def test_lines_of_rows_that_are_left_out_are_told_and_nothing_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"p{n},p0,D,active" for n in range(30)]
    rows[4], rows[9], rows[20] = ",p0,D,active", "secret@x.org,p0,D,left", ",p0,D,active"
    path = tmp_path / "staff.csv"
    path.write_text("\n".join(["id,manager,department,status", *rows]) + "\n", encoding="utf-8")
    place = f"out={tmp_path / 'new'}"
    assert main(["check-data", str(path), place]) == 0
    told = capsys.readouterr().out
    assert "rows without a person: 2 (line 6, 22)" in told
    assert "people who have left: 1 (line 11)" in told
    assert "secret" not in told
    own = own_weeks(tmp_path / "own.csv", 9, 12)
    assert main(["check-data", str(path), str(own), place, "language=de"]) == 0
    assert "Zeilen ohne Person: 2 (staff.csv, Zeile 6, 22)" in capsys.readouterr().out


def test_windows_of_one_tool_are_no_further_weeks(
    tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seven weeks and other weeks with another window were "10 weeks, enough for a fit"."""
    early = own_weeks(tmp_path / "early.csv", 7, 20, first=-20)
    assert main(["check-data", str(early), str(samples / "claude_summaries.json"),
                 "headcount=60", f"out={tmp_path / 'new'}"]) == 0  # fmt: skip
    usage = read(early, samples / "claude_summaries.json").usage
    counted = [len(set(rows["week"])) for _, rows in usage.groupby("window_days")]
    assert f"{max(counted)} weeks of use" in capsys.readouterr().out


def test_what_a_folder_holds_already_is_said_where_it_counts(
    tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = f"out={tmp_path / 'mine'}"
    assert main(["import", str(own_weeks(tmp_path / "own.csv", 13, 33)), "headcount=60",
                 place]) == 0  # fmt: skip
    assert "Counted together" not in capsys.readouterr().out
    assert main(["check-data", str(samples / "bamboohr.csv"), place]) == 0
    assert "Counted together with what" in capsys.readouterr().out
    assert main(["check-data", str(samples / "bamboohr.csv"), place, "language=de"]) == 0
    assert "Zusammen gezählt mit dem" in capsys.readouterr().out
    assert main(["import", str(samples / "claude_summaries.json"), place]) == 0
    assert "Weeks of another tool" in capsys.readouterr().out
    assert main(["import", str(samples / "claude_summaries.json"), place]) == 0
    assert "Weeks of another tool" in capsys.readouterr().out  # the note of before stays
