"""What protects people, proved: (a) to (g) of the design, with canaries in every export."""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import logging
import re
import socket
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sim.base.streams import Streams
from sim.cli.main import main
from sim.config.load import load
from sim.organisation.build import build
from sim.organisation.exports.folder import SUPPRESSED, WHOLE, read_about, read_usage
from sim.organisation.exports.rows import usage_rows
from sim.organisation.exports.weekly import Series
from sim.runs.keys import run_key
from sim.runs.run import run
from tests.organisation.exports.samples import (
    PEOPLE,
    TIES,
    first,
    guid,
    last,
    mail,
    name,
    staff_number,
    table,
)
from tests.organisation.exports.samples import samples as invented

FILES = sorted(invented())


def secrets() -> set[bytes]:
    """Everything that tells of a person, in every dress."""
    found = set[bytes]()
    for p in range(PEOPLE):
        for text in (mail(p), mail(p).partition("@")[0], name(p), first(p), last(p),
                     staff_number(p), guid(p)):  # fmt: skip
            for dress in (text, text.upper(), text.casefold()):
                raw = dress.encode()
                found |= {raw, base64.b64encode(raw).rstrip(b"=")[:-1], raw.hex().encode()}
                found |= {maker(raw).hexdigest().encode()
                          for maker in (hashlib.md5, hashlib.sha1, hashlib.sha256)}  # fmt: skip
    return {each for each in found if len(each) > 4}


def fours(data: bytes) -> np.ndarray:
    """Every four bytes that stand together, as numbers."""
    one = np.frombuffer(data, np.uint8).astype(np.uint32)
    return one[:-3] | one[1:-2] << 8 | one[2:-1] << 16 | one[3:] << 24


@functools.cache
def searched() -> tuple[np.ndarray, re.Pattern[bytes]]:
    """How the secrets begin, and all of them, the longest first."""
    every = sorted(secrets(), key=len, reverse=True)
    begin = np.unique(np.concatenate([fours(each[:4]) for each in every]))
    return begin, re.compile(b"|".join(map(re.escape, every)))


def leaks(data: bytes) -> set[bytes]:
    """All secrets in it: looked for only where the first four bytes of one are."""
    begin, longest = searched()
    places = np.flatnonzero(np.isin(fours(data), begin)) if len(data) > 3 else ()
    return {found[0] for at in places if (found := longest.match(data, int(at)))}


def say(*words: str) -> tuple[int, str]:
    out, log = io.StringIO(), logging.StreamHandler(io.StringIO())
    logging.getLogger().addHandler(log)
    with redirect_stdout(out), redirect_stderr(out):
        code = main(list(words))
    logging.getLogger().removeHandler(log)
    return code, out.getvalue() + log.stream.getvalue()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """(d) Whoever opens a socket fails."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="module")
def imported(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """One import of many files, and what it said."""
    folder = tmp_path_factory.mktemp("import") / "mine"
    files = ("bamboohr.csv", "tie_list.csv", "chatgpt_users.csv", "copilot_trend.beta.csv",
             "copilot_users.csv", "forms.en.csv", "cost_table.de.csv")  # fmt: skip
    code, said = say("import", *(str(samples / each) for each in files), f"out={folder}")
    assert code == 0, said
    return folder, said


def test_canaries_would_be_found() -> None:
    assert leaks(mail(3).encode())
    assert leaks(base64.b64encode(mail(3).upper().encode()))
    assert leaks(hashlib.sha256(staff_number(9).encode()).hexdigest().encode())
    assert not leaks(b"Sales, 12 people")


@pytest.mark.parametrize("file", FILES)
def test_a_no_one_is_named_whatever_is_imported(samples: Path, tmp_path: Path, file: str) -> None:
    words = [str(samples / file), "headcount=60", "allow_audit=true", f"out={tmp_path / 'mine'}"]
    code, said = say("import", *words, "rejoin=true")
    assert code == 0, said
    assert not leaks(said.encode())
    for path in sorted((tmp_path / "mine").iterdir()):
        assert not leaks(path.read_bytes()), path.name
        if path.suffix == ".parquet":  # packed inside
            text = pd.read_parquet(path).to_csv().encode()
            assert not leaks(text), path.name


def test_a_nor_in_results_and_the_store(imported: tuple[Path, str], tmp_path: Path) -> None:
    folder, said = imported
    assert not leaks(said.encode())
    words = ["organisation=mine", f"organisation.folder={folder}", "weeks=4", "withdraw_week=3"]
    code, told = say("run", *words, f"out={tmp_path / 'out'}", f"store={tmp_path / 'store'}")
    assert code == 0, told
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    for path in written:
        assert not leaks(path.read_bytes()), path
    assert not leaks(told.encode())


@settings(max_examples=60, deadline=None)
@given(some.data())
def test_b_no_small_count_can_be_worked_out(data: some.DataObject) -> None:
    """Counts that are shown are large; what is left of the whole is large, and of several."""
    groups = data.draw(some.integers(1, 9))
    weeks = data.draw(some.integers(1, 3))
    shape = (weeks, groups)
    cell = some.integers(0, 40)
    licensed = np.array(data.draw(some.lists(
        some.lists(cell, min_size=groups, max_size=groups), min_size=weeks, max_size=weeks)),
        np.float64).reshape(shape)  # fmt: skip
    share = np.array(
        data.draw(some.lists(some.floats(0, 1), min_size=weeks * groups, max_size=weeks * groups))
    ).reshape(shape)
    active = np.rint(licensed * share)
    loose = data.draw(some.sampled_from([0, 1, 7]))
    names = [f"g{k}" for k in range(groups)]
    days = np.array(["2026-06-01", "2026-06-08", "2026-06-15"][:weeks], "datetime64[D]")
    series = Series("panel", 7, days, licensed.sum(axis=1) + loose, active.sum(axis=1), names,
                    licensed, active)  # fmt: skip
    from collections import Counter

    usage = usage_rows([series], dict.fromkeys(names, 40), 5, Counter())
    for week, rows in usage.groupby("week"):
        at = days.tolist().index(np.datetime64(week).item())
        whole = rows[rows["group"] == WHOLE].iloc[0]
        parts = rows[rows["group"] != WHOLE].set_index("group")
        left = {}
        for column in ("licensed", "active"):
            shown = parts[column].dropna().astype(int)
            assert (shown >= 5).all()
            told = parts.loc[shown.index, column].astype(int).sum()
            left[column] = int(whole[column]) - int(told)
            hidden = [k for k in range(groups) if names[k] not in shown.index
                      and licensed[at][k] > 0]  # fmt: skip
            # What is left of the whole, by subtraction, is no small number either.
            assert not hidden or not len(shown) or left[column] >= 5
        shown = parts.dropna(subset=["active"]).index
        rest = int(whole["licensed"]) - int(parts.loc[shown, "licensed"].astype(int).sum())
        if len(shown) and len(shown) < (licensed[at] > 0).sum():
            assert rest - left["active"] >= 5
        both = parts.dropna(subset=["active", "licensed"])
        assert (both["licensed"].astype(int) - both["active"].astype(int) >= 5).all()
        assert (parts["status"][parts["active"].isna()] == SUPPRESSED).all()


def test_e_the_data_sheet_lists_what_was_read_and_nothing_else(
    imported: tuple[Path, str],
) -> None:
    folder, _ = imported
    about = read_about(folder)
    for language in ("en", "de"):
        page = (folder / f"datasheet.{language}.html").read_text(encoding="utf-8")
        listed = re.findall(r"<code>(.*?)</code>", page)
        assert listed == [column for each in about.sources for column in each.columns]
        assert not re.search(r"(src|href)=|https?://|<script", page)
    assert {"First Name", "Reports To Email", "Emails", "is_active"} <= set(listed)
    assert not {"Hire Date", "messages", "model_to_messages", "Email", "name", "Display Name",
                "Prompts submitted"} & set(listed)  # fmt: skip


def test_e_a_column_is_listed_because_it_was_looked_at(samples: Path) -> None:
    from sim.organisation.exports.gathered import Asked, gather, sources

    found = gather(Asked({str(samples / "entra_users.csv"): ""}))
    columns = sources(found)[0].columns
    assert "officeLocation" not in columns
    assert {"userPrincipalName", "userType", "accountEnabled", "department"} <= set(columns)


def test_f_a_twin_is_none_of_the_originals(
    imported: tuple[Path, str], tmp_path: Path, samples: Path
) -> None:
    folder, _ = imported
    out = tmp_path / "twin"
    code, said = say("twin", f"data={folder}", f"out={out}")
    assert code == 0, said
    staff, ties = pd.read_csv(out / "staff.csv"), pd.read_csv(out / "ties.csv")
    sizes, real = staff["department"].value_counts(), read_about(folder).groups
    for group, size in real.items():
        assert abs(sizes[group] - size) <= 0.1 * size
    pairs = {frozenset(pair) for pair in TIES_OF_SAMPLES}
    assert abs(len(ties) - len(pairs)) <= 0.1 * len(pairs)
    for path in out.iterdir():
        assert not leaks(path.read_bytes())
    original = set((samples / "bamboohr.csv").read_text(encoding="utf-8").splitlines())
    original |= set((samples / "tie_list.csv").read_text(encoding="utf-8").splitlines())
    rows = {row for path in out.glob("*.csv")
            for row in path.read_text(encoding="utf-8").splitlines()[1:]}  # fmt: skip
    assert not rows & original
    # It is data that import reads, and the numbers of people say nothing of those in mine/.
    code, told = say("import", str(out / "staff.csv"), str(out / "ties.csv"),
                     f"out={tmp_path / 'again'}")  # fmt: skip
    assert code == 0, told
    assert read_about(tmp_path / "again").headcount == PEOPLE


TIES_OF_SAMPLES = [(a, b) for a, b, _ in TIES]


def test_g_forgetting_leaves_no_file(samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    words = [str(samples / "valuelens_org.csv"), f"out={folder}", "rejoin=true", "quiet=true"]
    assert say("import", *words)[0] == 0
    assert {path.name for path in folder.iterdir()} >= {".salt", ".keys.parquet"}
    assert (folder / ".salt").stat().st_mode & 0o777 == 0o600
    assert (folder / ".keys.parquet").stat().st_mode & 0o777 == 0o600
    (folder / "own.txt").write_text("mine", encoding="utf-8")
    code, said = say("import", f"forget={folder}")
    assert code == 0
    assert "stays" in said
    assert [path.name for path in folder.iterdir()] == ["own.txt"]
    (folder / "own.txt").unlink()
    assert say("import", *words)[0] == 0
    code, said = say("import", f"forget={folder}")
    assert (code, folder.exists()) == (0, False)
    assert say("import", f"forget={folder}")[0] == 2
    tmp_path.joinpath("else").mkdir()
    assert say("import", f"forget={tmp_path / 'else'}")[0] == 2


def test_next_month_is_added_and_the_newer_export_counts(tmp_path: Path) -> None:
    header = ["date", "enabled", "active", "window", "exported"]
    days = [f"2026-{month:02d}-{day:02d}" for month, day in
            ((6, 1), (6, 8), (6, 15), (6, 22), (6, 29), (7, 6))]  # fmt: skip
    first_month = [[day, 50, 10, 7, "2026-06-22"] for day in days[:4]]
    next_month = [[day, 50, 20, 7, "2026-07-07"] for day in days[2:]]
    (tmp_path / "june.csv").write_bytes(table(header, first_month))
    (tmp_path / "july.csv").write_bytes(table(header, next_month))
    folder = tmp_path / "mine"
    assert say("import", str(tmp_path / "june.csv"), "headcount=80", f"out={folder}")[0] == 0
    code, said = say("import", str(tmp_path / "july.csv"), f"out={folder}")
    assert code == 0
    assert "2 weeks of use new, 2 replaced by the newer export" in said
    assert read_usage(folder)["active"].tolist() == [10, 10, 20, 20, 20, 20]
    assert read_about(folder).headcount == 80
    assert len(read_about(folder).sources) == 2
    code, said = say("import", str(tmp_path / "june.csv"), f"out={folder}")
    assert "4 weeks stay as they were" in said
    assert read_usage(folder)["active"].tolist() == [10, 10, 20, 20, 20, 20]


def test_people_are_found_again_by_their_keyed_hash(samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    for rejoin in ("false", "true"):
        words = [str(samples / "valuelens_org.csv"), f"out={folder}", f"rejoin={rejoin}"]
        assert say("import", *words)[0] == 0
        code, said = say("import", str(samples / "langdock_users.csv"), f"out={folder}")
        assert code == 0, said
        groups = set(read_usage(folder)["group"])
        assert (len(groups) > 1) == (rejoin == "true")
    assert read_about(folder).rejoin


def test_an_imported_organisation_runs_by_what_is_in_it(
    imported: tuple[Path, str], tmp_path: Path, samples: Path
) -> None:
    folder, _ = imported
    words = ["organisation=mine", f"organisation.folder={folder}", "weeks=3", "withdraw_week=2"]
    config = load(words)
    assert run(config).weekly["week"].max() == 3
    (tmp_path / "moved").mkdir()
    for file in ("import.json", "organisation.parquet"):
        (tmp_path / "moved" / file).write_bytes((folder / file).read_bytes())
    moved = load([words[0], f"organisation.folder={tmp_path / 'moved'}", *words[2:]])
    assert run_key(moved, 1) == run_key(config, 1)
    for file, kind in (("viva_groups.csv", "blocks"), ("valuelens_org.csv", "structure"),
                       ("group_sizes.de.csv", "groups")):  # fmt: skip
        out = tmp_path / kind
        assert say("import", str(samples / file), f"out={out}", "quiet=true")[0] == 0
        assert read_about(out).organisation == kind
        made = build(load([words[0], f"organisation.folder={out}"]).organisation, Streams(3))
        assert made.structure.people == made.network.contact.people == PEOPLE
        assert sorted(np.bincount(made.structure.department)) == [15, 15, 15, 15] or kind == (
            "structure"
        )
    code, said = say("run", "organisation=mine", f"organisation.folder={tmp_path / 'no'}")
    assert (code, "type rollout import" in said) == (2, True)
    assert say("run", "organisation.folder=x")[0] == 2
