"""Reading ends: with few words about people, in little time and memory, whatever the file."""

from __future__ import annotations

import gzip
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.base.params import ConfigError
from sim.organisation.complete.organise import read_network
from sim.organisation.read import limits, source, table
from sim.organisation.spec import OrganisationFromFiles
from sim.report.language import Language
from sim.report.notes import told

#: Letters that no word of ours has: whatever shows up is from the file.
CANARIES = [f"Zqx{chr(97 + i)}w Vkj{i}y" for i in range(12)]
RING = [(i, (i + step) % 12) for i in range(12) for step in (1, 4)]
LEAK = re.compile(r"zqx|vkj|9988\d|^several lines", re.IGNORECASE)


def ties(names: list[str], header: str = "from,to\n", end: str = "") -> str:
    return header + "".join(f"{names[a]},{names[b]}{end}\n" for a, b in RING)


def staff(*changes: tuple[int, str], header: str = "name,manager,department") -> str:
    rows = [f"{name},{CANARIES[0] if i else ''},d{i % 2}" for i, name in enumerate(CANARIES)]
    for row, text in changes:
        rows[row] = text
    return "\n".join([header, *rows]) + "\n"


def asked(folder: Path, edges: str | bytes, people: str = "", show: bool = False) -> list[str]:
    """What is said of two files, in both languages, or why they are refused."""
    file, list_ = folder / "ties.csv", folder / "staff.csv"
    file.write_bytes(edges if isinstance(edges, bytes) else edges.encode())
    list_.write_text(people, encoding="utf-8")
    try:
        organisation = OrganisationFromFiles(
            str(file), str(list_) if people else "", show_names=show
        )
        notes = read_network(organisation)[2]
    except ConfigError as error:
        return [f"several lines: {error}"] if "\n" in str(error) else [str(error)]
    return told(notes, Language("en")) + told(notes, Language("de"))


NUMBERS = [f"9988{i:02}" for i in range(12)]
MAILS = [f"{name.replace(' ', '.')}@vkj.example" for name in CANARIES]
GRAPH = (
    "<graphml><graph>" + "".join(f'<node id="{name}"/>' for name in CANARIES)
    + "".join(f'<edge source="{CANARIES[a]}" target="{CANARIES[b]}"/>' for a, b in RING)
)  # fmt: skip
PRIVATE = {
    "names": (ties(CANARIES), ""),
    "numbers": (ties(NUMBERS), ""),
    "addresses": (ties(MAILS), ""),
    "no header": (ties(CANARIES, ""), ""),
    "one more column": (ties(CANARIES, "", f",{CANARIES[3]}"), ""),
    "a header of people": (f"{CANARIES[0]},Zqxqq\n" + ties([*CANARIES[1:], "Zqxzz"], ""), ""),
    "staff": (ties(CANARIES), staff()),
    "headings": (ties(CANARIES), staff(header="name,manager,Vkj Zqx")),
    "capitals": (ties(CANARIES) + ties(CANARIES, "").upper(), ""),
    "unknown manager": (ties(CANARIES), staff((4, f"{CANARIES[4]},Zqxzz,d"))),
    "circle": (ties(CANARIES), staff((0, f"{CANARIES[0]},{CANARIES[1]},d"))),
    "twice": (ties(CANARIES), staff((4, f"{CANARIES[3]},,d"))),
    "strangers": (ties(CANARIES), staff().replace("Zqx", "Vkjx")),
    "strange numbers": (ties(CANARIES), "nr,dept\n" + "".join(f"{n},d\n" for n in NUMBERS)),
    "ragged": (ties(CANARIES) + f"{CANARIES[2]}\n", ""),
    "quote": (ties(CANARIES) + f'"{CANARIES[2]},b\n', ""),
    "weight": (ties(CANARIES, "from,to,weight\n", f",{CANARIES[1]}"), ""),
    "few": ("from,to\n" + ",".join(CANARIES[:2]) + "\n", ""),
    "list of people": (staff(), ""),
    "survey": ("name," + ",".join(CANARIES) + "\nx" + ",Zqx" * 12 + "\n", ""),
    "two in a matrix": ("," + ",".join(CANARIES[:5] * 2) + "\n" + "".join(
        f"{name}{',1' * 10}\n" for name in CANARIES[:5]), ""),
    "broken xml": (GRAPH, ""),
    "lost node": (GRAPH + '<edge source="Zqxzz" target="a"/></graph></graphml>', ""),
    "gml": ("graph [\n" + "".join(f'node [ id {i} label "{n}" ]\n' for i, n in
                                  enumerate([*CANARIES, CANARIES[0]])) + "]", ""),
    "gml edge": (f'graph [\nnode [ id 0 label "{CANARIES[0]}" ]\nedge [ source 0 target Zqx ]\n]',
                 ""),
    "json": ('{"nodes": [{"id": "Zqx"}], "links": [{"source": "Zqx", "target": "Vkj"}]}', ""),
    "json edge": ('{"nodes": [{"id": "Zqx"}], "links": [{"source": ["Zqx"], "target": 1}]}', ""),
    "pajek": (f'*Vertices 1\n1 "{CANARIES[0]}"\n*Edges\nZqx Vkj\n', ""),
    "pajek people": ("*Vertices 1\nZqx\n*Edges\n1 1\n", ""),
    "dl": ("dl n=2 format=edgelist1\nlabels:\nZqx,Vkj\ndata:\nZqx Zqxzz 1\n", ""),
    "networkx list": (ties(CANARIES).replace(",", " ") + "Zqx Vkj {'weight': Zqx}\n", ""),
    "section": (f"*{CANARIES[0]}\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", PRIVATE)
def test_nobody_is_named(tmp_path: Path, name: str) -> None:
    said = asked(tmp_path, *PRIVATE[name])
    assert not [each for each in said if LEAK.search(each)]


def test_headings_that_may_be_names_are_told_by_number(tmp_path: Path) -> None:
    said = asked(tmp_path, ties(CANARIES), staff(header="name,manager,Vkj Zqx"))
    assert "Columns of staff.csv that were not used: column 3." in said
    more = asked(tmp_path, ties(CANARIES, "from,to,Vkj,date,Zqx\n", f",1,2,{CANARIES[0]}"))
    assert "Columns of ties.csv that were not used: column 3, date, column 5." in more


def test_people_are_named_for_those_who_ask(tmp_path: Path) -> None:
    assert any(f"head {CANARIES[0]}" in each for each in asked(tmp_path, *PRIVATE["staff"], True))
    (said,) = asked(tmp_path, *PRIVATE["unknown manager"], True)
    assert said.endswith("staff.csv:6: manager 'Zqxzz' is not one of the people")
    (said,) = asked(tmp_path, *PRIVATE["circle"], True)
    assert said.endswith(f"a circle: {CANARIES[0]} -> {CANARIES[1]} -> {CANARIES[0]}")


def test_devices_and_pipes_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (str(tmp_path / "pipe"), "/dev/zero"):
        with pytest.raises(
            ConfigError, match=r"^organisation.edges: '[^:]*' is a device or a pipe"
        ):
            read_network(OrganisationFromFiles(path))


@pytest.mark.parametrize("packed", [False, True])
def test_bytes_are_bounded(tmp_path: Path, monkeypatch: Any, packed: bool) -> None:
    monkeypatch.setattr(source, "BYTES", 10_000)
    data = ties(CANARIES).encode() + b"\n" * 20_000
    (said,) = asked(tmp_path, gzip.compress(data) if packed else data)
    assert said.startswith(str(tmp_path))
    assert said.endswith("ties.csv: more than 10,000 bytes, packed or not; less is read")


def test_rows_and_cells_are_bounded(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(table, "CELLS", 30)
    for text in (ties(CANARIES), ties(CANARIES).replace(",", " "), '"a","b"\n' + ties(CANARIES)):
        assert "cells; at most 30 are read" in asked(tmp_path, text)[0]
    monkeypatch.setattr(table, "TIES", 20)
    assert "24 lines; at most 20 are read" in asked(tmp_path, ties(CANARIES))[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*Vertices 100000000\n*Edges\n1 2\n", "100,000,000 people; at most"),
        ("*Vertices 99999999999999999999\n*Edges\n1 2\n", "has to say how many"),
        ("%%MatrixMarket matrix coordinate real general\n99999999 99999999 1\n1 2 1\n",
         "99,999,999 people; at most"),
        ("dl n=99999999 format=edgelist1\nlabels embedded:\ndata:\na b 1\n", "99,999,999 people"),
        ("from,to\n" + '"' + ";".join(f"a{i}" for i in range(4000)) + '","'
         + ";".join(f"b{i}" for i in range(4000)) + '"\n', "16,000,000 ties, as rows name several"),
        ("% " * 20_000 + "\nx", "ties.csv:2: one column"),
        ("%\n" * 2_000 + "a\n", "one column"),
        ("a b " + "{}" * 20_000 + "\n", "broken edge list of networkx file"),
        ("\t" * 200_000 + "a\n", "ties.csv:1: one column"),
        ('{"nodes":' * 50_000, "broken JSON file"),
        ("<graphml>" + "<graph>" * 50_000, "broken GraphML file"),
        ('<!DOCTYPE g [<!ENTITY a "b">]><graphml><graph/></graphml>', "entities of its own"),
        ("graph [" * 20_000, "broken GML file"),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_hostile_files_end_soon(tmp_path: Path, text: str, said: str) -> None:
    began = time.process_time()
    found = asked(tmp_path, text)
    assert time.process_time() - began < 5  # some minutes, or no end, where work is not bounded
    assert said in found[0]
    assert len(found[0]) < 400


def test_people_without_ties_take_no_longer(tmp_path: Path) -> None:
    """Everybody finds a manager with room at once, not after looking at all of them."""
    head = "%%MatrixMarket matrix coordinate pattern symmetric\n"
    lines = "".join(f"{a + 1} {b + 1}\n" for a, b in RING)
    asked(tmp_path, f"{head}20 20 24\n{lines}")  # kernels are loaded
    began = time.process_time()
    said = asked(tmp_path, f"{head}30000 30000 24\n{lines}")
    assert time.process_time() - began < 10  # 0.6 s on a free machine
    assert any("29,988 people have no tie" in each for each in said)


def test_a_long_line_of_managers_is_refused_before_it_is_walked(tmp_path: Path) -> None:
    """A manager with one report beside each link of a chain: branches within branches."""
    people = 30_000
    edges = "from,to\n" + "".join(f"{i},{(i + 1) % people}\n" for i in range(people))
    rows = [f"{3 * k},{3 * k - 3}\n{3 * k + 1},{3 * k - 3}\n{3 * k + 2},{3 * k + 1}"
            for k in range(1, people // 3)]  # fmt: skip
    began = time.process_time()
    (said,) = asked(tmp_path, edges, "\n".join(["id,manager", "0,-", *rows]) + "\n")
    assert time.process_time() - began < 10  # minutes where every branch is walked
    assert said.endswith("managers one above the other; at most 100 are allowed")


def test_limits_leave_room_for_large_firms() -> None:
    assert limits.PEOPLE >= 100_000
    assert limits.TIES >= 2_000_000


SEEDS = [ties(CANARIES), *(edges for edges, _ in PRIVATE.values() if isinstance(edges, str))]
PIECES = [*',;\t"\n0<{]@*é\u2028', "", "  ", "-1", "1e999", "nan", "*Arcs", "from,to"]


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_are_read_or_refused_in_a_line(tmp_path: Path, data: Any) -> None:
    text = data.draw(st.sampled_from(SEEDS))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 1, 3, 40]))
        new = data.draw(st.sampled_from(PIECES))
        text = text[:at] + new + text[at + length :]
    assert not [each for each in asked(tmp_path, text) if LEAK.search(each)]
