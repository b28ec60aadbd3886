"""Files that cannot be used: code, line, both languages, exit code 2, and nobody's id in it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from sim.cli.main import main
from tests.organisation.exports.samples import (
    DAYS,
    PEOPLE,
    TIES,
    mail,
    name,
    of_boss,
    staff_number,
    table,
)

ORG = ["id", "manager", "department"]
TREND = ["date", "enabled", "active", "window"]
USERS = ["Report Date", "Any App Enabled Users", "Any App Active Users"]


def staff(**cells: tuple[int, object]) -> bytes:
    """A list of 60 with one cell changed: column=(row, value)."""
    rows = [[mail(p), of_boss(p, mail), "A" if p % 2 else "B"] for p in range(PEOPLE)]
    for column, (row, value) in cells.items():
        rows[row][ORG.index(column)] = value  # type: ignore[call-overload]
    return table(ORG, rows)


def own(changes: dict[tuple[int, int], object], header: list[str] = TREND) -> bytes:
    """A weekly trend with some cells changed: (row, column) -> value."""
    rows: list[list[object]] = [[day, 50, 10 + at, 7] for at, day in enumerate(DAYS[::7])]
    for (row, column), value in changes.items():
        rows[row][column] = value
    return table(header, [row[: len(header)] for row in rows])


def circle() -> bytes:
    rows = [[mail(p), of_boss(p, mail), "A"] for p in range(PEOPLE)]
    rows[1][1], rows[5][1] = mail(5), mail(1)
    return table(ORG, rows)


def packed(name: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr(name, "x")
    return data.getvalue()


MAILS = table(["From", "To"], [[mail(a), mail(b)] for a, b, _ in TIES])
NUMBERS = table(ORG, [[staff_number(p), of_boss(p, staff_number), "A"] for p in range(PEOPLE)])
HASHED = table(["From", "To"], [[f"{a:02x}" + "ab" * 15, f"{b:02X}" + "AB" * 15]
                                for a, b, _ in TIES])  # fmt: skip
VIVA = ["PrimaryCollaborator_PersonId", "SecondaryCollaborator_FunctionType", "Meeting_Count"]
LONG = table(ORG, [[f"p{p}", f"p{p - 1}" if p else "", "A"] for p in range(150)])

#: What is wrong -> code, line (0: none), content or contents of files.
BROKEN: dict[str, tuple[str, int, bytes | tuple[bytes, ...]]] = {
    "empty": ("E01", 0, b""),
    "blank": ("E01", 0, b" \n \n"),
    "pdf": ("E01", 0, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    "pdf of text": ("E01", 0, b"%PDF-1.4 text, and more\n"),
    "web page": ("E01", 0, b"<!DOCTYPE html><html><body>Sign in</body></html>"),
    "old workbook": ("E01", 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50)),
    "zip": ("E01", 0, packed("data.csv")),
    "broken workbook": ("E01", 0, packed("xl/workbook.xml")),
    "cut workbook": ("E01", 0, packed("xl/workbook.xml")[:40]),
    "binary": ("E01", 0, bytes(range(256)) * 4),
    "picture": ("E01", 0, b"\x89PNG\r\n\x1a\n" + bytes(40)),
    "cut gzip": ("E01", 0, b"\x1f\x8b\x08\x00abc"),
    "bad letters": ("E01", 3, "id,manager\nü,\n".encode() + b"\x81\x8d,x\n"),
    "one column": ("E01", 1, b"names\nAda\nBela\n"),
    "prose": ("E01", 1, b"Dear all\nplease find the numbers attached\n"),
    "header only": ("E01", 1, b"id,manager,department\n"),
    "header and blanks": ("E01", 1, b"id,manager,department\n,,\n\n"),
    "cells too many": ("E01", 4, b"id,manager,department\na,,x\nb,a,x\nc,a,x,y\n"),
    "cells too few": ("E01", 3, b"date,enabled,active,window\n2026-06-01,5,3,7\n2026-06-08,5\n"),
    "odd row after a long cell": ("E01", 4, b'id,manager,department\n"a",,"x\ny"\nb,a\n'),
    "open quote": ("E01", 3, b'id,manager,department\na,,x\nb,a,"x\nc,a,x\n'),
    "cut json": ("E01", 1, b'{"summaries": [{"starting_at": "2026-0'),
    "bad line of json": ("E01", 2, b'{"day": "2026-06-01", "user_login": "u"}\n{"day": \n'),
    "json without rows": ("E01", 1, b"[]"),
    "json of numbers": ("E01", 1, b"[1, 2, 3]"),
    "deep json": ("E01", 1, b"[" * 200_000),
    "broken graph": ("E01", 0, b'graph [\n  node [ id 1 label "a"\n'),
    "broken xml": ("E01", 0, b"<graphml><graph></graphml>"),
    "unknown columns": ("E02", 1, b"foo,bar,baz\nx,y,z\nu,v,w\n"),
    "nearly a trend": ("E02", 1, b"Report Date,Any App Enabled Users\n2026-06-01,50\n"),
    "no header": ("E02", 1, b"ada@x.example,3,x,4,5\nbela@x.example,4,y,5,6\n"),
    "no known question": ("E02", 1, table(["Start time", "Completion time", "Lunch?"],
                                          [["8/20/26 12:00", "8/20/26 12:01", "soup"]] * 9)),
    "two exports alike": ("E03", 1, table(["date", "enabled", "active", "user", "prompts"],
                                          [["2026-06-01", 5, 3, "u", 1]] * 3)),
    "two orders of dates": ("E03", 2, own({(k, 0): f"0{k % 9 + 1}/0{k % 7 + 2}/2026"
                                           for k in range(13)})),
    "dates of two orders": ("E03", 3, own({(0, 0): "25/06/2026", (1, 0): "06/25/2026"})),
    "pairs or departments": ("E03", 1, "\n".join(f"{p} {p % 3}" for p in range(40)).encode()),
    "person to group": ("E04", 1, table(VIVA, [["x", "Sales", 3]] * 9)),
    "messages of teams": ("E04", 1, table(["User Principal Name", "Last Activity Date",
                                           "Team Chat Message Count"], [["x", "", 3]] * 9)),
    "audit log": ("E04", 1, table(["CreationDate", "UserId", "Operation", "AuditData"],
                                  [["2026-06-01", "x", "CopilotInteraction", "{}"]] * 9)),
    "window not said": ("E05", 1, own({}, TREND[:3])),
    "odd window": ("E05", 4, own({(2, 3): 5})),
    "window in words": ("E05", 2, own({(0, 3): "weekly"})),
    "ids apart": ("E06", 0, (NUMBERS, MAILS)),
    "other domain": ("E06", 0, (staff(), MAILS.replace(b"@zeisig", b"@other"))),
    "hidden ids": ("E07", 0, (staff(), HASHED)),
    "circle": ("E08", 3, circle()),
    "unknown manager": ("E08", 12, staff(manager=(10, "nobody@else.example"))),
    "two heads": ("E08", 2, staff(manager=(2, ""))),
    "heads by name": ("E08", 2, staff(manager=(2, "NO_MANAGER"))),
    "person twice": ("E08", 8, staff(id=(6, mail(3).upper()))),
    "a long line": ("E08", 0, LONG),
    "three people": ("E09", 0, table(ORG, [["a", "", "x"], ["b", "a", "x"], ["c", "a", "x"]])),
    "three in ties": ("E09", 0, b"from,to\na,b\nb,c\n"),
    "small groups": ("E09", 0, b"department,people\nSales,3\nIT,2\n"),
    "four answers": ("E09", 0, table(["Timestamp", "I trust AI."], [["2026-09-01", 3]] * 4)),
    "more active": ("E11", 5, own({(3, 2): 51})),
    "negative": ("E11", 3, own({(1, 2): -4})),
    "negative seats": ("E11", 3, own({(1, 1): -4})),
    "words for numbers": ("E11", 6, own({(4, 2): "many"})),
    "shares": ("E11", 2, own({(0, 2): "0.4"})),
    "too many": ("E11", 4, own({(2, 1): "9" * 40})),
    "infinite": ("E11", 4, own({(2, 2): "inf"})),
    "no date": ("E11", 4, own({(2, 0): "soon"})),
    "the 31st of June": ("E11", 4, own({(2, 0): "2026-06-31"})),
    "long ago": ("E11", 4, own({(2, 0): "1066-10-14"})),
    "day twice": ("E11", 4, own({(2, 0): DAYS[7]})),
    "falling count": ("E11", 4, own({(k, 3): (5, 9, 7, *range(10, 30))[k] for k in range(13)},
                                    [*TREND[:3], "cumulative"])),
    "answer off the scale": ("E02", 1, table(["Timestamp", "I trust AI."],
                                             [["2026-09-01", "purple"]] * 9)),
    "weight in words": ("E11", 3, b"from,to,weight\na,b,2\nb,c,often\n"),
    "weight below nothing": ("E11", 2, b"from,to,weight\na,b,-2\nb,c,1\n"),
    "price in words": ("E11", 2, b"item,value\nhour,cheap\n"),
    "price below nothing": ("E11", 2, b"item,value\nhour,-3\n"),
    "never used": ("E11", 1, table(["User Principal Name", "Last Activity Date",
                                    "Copilot Chat Last Activity Date"], [["x", "", ""]] * 9)),
}  # fmt: skip
assert len(BROKEN) >= 60


@pytest.mark.parametrize(
    ("what", "language"),
    [(what, ("en", "de")[number % 2]) for number, what in enumerate(sorted(BROKEN))],
)
def test_each_is_told_in_one_line(
    what: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    code, line, contents = BROKEN[what]
    files = contents if isinstance(contents, tuple) else (contents,)
    for number, content in enumerate(files):
        Path(f"data{number}.csv").write_bytes(content)
    words = [f"data{number}.csv" for number in range(len(files))]
    cumulative = ["window=7"] if what == "falling count" else []
    assert main(["check-data", *words, *cumulative, f"language={language}"]) == 2
    said = capsys.readouterr()
    (told,) = said.err.splitlines()
    where = re.match(r"rollout: (data\d\.csv)(?::(\d+))?: (E\d\d) (.+)", told)
    assert where is not None, told
    assert where[3] == code, told
    if line:
        assert where[2] == str(line), told
    assert len(where[4]) > 20
    for each in range(PEOPLE):
        for secret in (mail(each), name(each), staff_number(each)):
            assert secret.lower() not in (said.err + said.out).lower()
    german = re.search(r"\b(ist|die|der|das|eine?|keine?|und|bitte|nicht|mehr|wird)\b", where[4])
    assert bool(german) == (language == "de"), told
    assert {path.name for path in tmp_path.iterdir()} == set(words)  # nothing was written


def test_repair_does_what_the_message_says(tmp_path: Path) -> None:
    from sim.organisation.exports.gathered import Asked, gather

    for what, reason in (("circle", "circle"), ("unknown manager", "unknown"),
                         ("two heads", "heads"), ("person twice", "twice")):  # fmt: skip
        path = tmp_path / "staff.csv"
        content = BROKEN[what][2]
        assert isinstance(content, bytes)
        path.write_bytes(content)
        found = gather(Asked({str(path): ""}, repair=True))
        assert found.roster.repaired[reason] == 1, what
        structure = found.known.stored.structure
        assert structure is not None
        assert (structure.manager < 0).sum() == 1


def test_heads_of_two_lists_are_told_by_lines_of_the_first(tmp_path: Path) -> None:
    """A line of the other list would be somebody else's, or beyond the end of a workbook."""
    from sim.organisation.exports.gathered import Asked, gather
    from sim.organisation.exports.refused import Refused

    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path, first in zip(paths, (0, 20), strict=True):
        people = [*range(first + 1, first + 20), first]  # the head stands at the end
        rows = [[mail(p), mail(first) if p != first else "NO_MANAGER", "A"] for p in people]
        path.write_bytes(table(ORG, rows[: 20 if first else 12] + rows[-1:] * (not first)))
    with pytest.raises(Refused) as refused:
        gather(Asked(dict.fromkeys(map(str, paths), "")))
    assert refused.value.key == "heads"
    assert refused.value.places == {"count": 2, "lines": "14"}
    assert (refused.value.path, refused.value.line) == (str(paths[0]), 14)


def test_a_wrong_kind_is_told_with_the_right_key(
    samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for key, file in (("ties", "valuelens_org.csv"), ("ties", "forms.de.csv"),
                      ("people", "copilot_trend.beta.csv"), ("costs", "tie_list.csv")):  # fmt: skip
        assert main(["check-data", f"{key}={samples / file}"]) == 2
        assert f"E04 {'Microsoft' if 'trend' in file or 'forms' in file else ''}" in (
            capsys.readouterr().err
        )


def test_a_mapping_is_proposed_ready_to_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [[f"x{p}", f"x{p % 3}" if p else "", "AB"[p % 2]] for p in range(20)]
    Path("free.csv").write_bytes(table(["Kennung", "Wer drüber", "Wo"], rows))
    assert main(["import", "free.csv"]) == 2
    assert "map=mapping.yaml" in capsys.readouterr().err
    text = Path("mapping.yaml").read_text(encoding="utf-8")
    assert text == '"Kennung": ignore\n"Wer drüber": ignore\n"Wo": ignore\n'
    for old, new in (('"Kennung": ignore', "Kennung: id"), ('"Wo": ignore', "Wo: department"),
                     ('drüber": ignore', 'drüber": manager')):  # fmt: skip
        text = text.replace(old, new)
    Path("mapping.yaml").write_text(text, encoding="utf-8")
    assert main(["import", "free.csv", "map=mapping.yaml", "repair=true"]) == 0
    assert "20 people in 2 departments" in capsys.readouterr().out
    for wrong, said in (("Wo: nowhere\n", "nowhere is no meaning"), ("[a]\n", "has lines"),
                        ("a: &x [1]\n", "has lines"), ("Wo: date\n", "make no table")):  # fmt: skip
        Path("mapping.yaml").write_text(wrong, encoding="utf-8")
        assert main(["import", "free.csv", "map=mapping.yaml"]) == 2
        assert said in capsys.readouterr().err
