"""Reading real organisations: formats, what is filled in, and what is refused."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import Firm, compare, from_networkx, load, run
from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.organisation.build import Organisation, build
from sim.organisation.complete.organise import read_network as read_organisation
from sim.organisation.network import Network
from sim.organisation.read.roles import leading
from sim.organisation.spec import OrganisationFromFiles
from sim.organisation.structure import Structure
from sim.report.language import Language
from sim.report.notes import told

DATA = Path(__file__).parents[3] / "shared" / "data"
EMAIL, PLANT, SURVEYS = (
    DATA / name for name in ("email-eu-core", "manufacturing-email", "cross-parker")
)
needs_data = pytest.mark.skipif(not EMAIL.is_dir(), reason="needs ../shared/data")

#: A ring of nine with chords; the tie of 0 and 1 weighs most.
TIES = [(f"p{i}", f"p{(i + step) % 9}", 7.5 if i + step == 1 else 1.0)
        for i in range(9) for step in (1, 2)]  # fmt: skip
Ready = tuple[Structure, Network, list[str]]


def read_network(organisation: OrganisationFromFiles) -> Ready:
    """Structure, ties and the notes in English."""
    structure, network, notes = read_organisation(organisation)
    assert len(told(notes, Language("de"))) == len(notes)
    return structure, network, told(notes, Language("en"))


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Write files and read them: ties, and people if there are any."""

    def call(ties: str | bytes, people: str | bytes | None = None, suffix: str = "csv") -> Ready:
        edges, staff = tmp_path / f"ties.{suffix}", tmp_path / "staff.csv"
        edges.write_bytes(ties if isinstance(ties, bytes) else ties.encode())
        if people is not None:
            staff.write_bytes(people if isinstance(people, bytes) else people.encode())
        return read_network(OrganisationFromFiles(str(edges), str(staff) if people else ""))

    return call


def rows(separator: str = ",", header: str = "", weight: bool = True) -> str:
    lines = [separator.join((a, b, f"{w:g}") if weight else (a, b)) for a, b, w in TIES]
    return "\n".join([header] * bool(header) + lines) + "\n"


def weighted(graph: Any) -> Any:
    """The ties as a graph of the given kind."""
    graph.add_weighted_edges_from(TIES)
    return graph


def names(ready: Ready) -> tuple[str, ...]:
    assert ready[0].identifier is not None
    return ready[0].identifier


def weight_of(ready: Ready, a: str, b: str) -> float:
    network = ready[1]
    i, j = names(ready).index(a), names(ready).index(b)
    first, second, weight = network.contact.pairs()
    found = weight[(first == min(i, j)) & (second == max(i, j))]
    return float(found[0]) if len(found) else 0.0


def check(ready: Ready) -> None:
    """What the model relies on."""
    structure, network, notes = ready
    people = structure.people
    head = np.flatnonzero(structure.manager < 0)
    assert len(head) == 1
    assert structure.level[head[0]] == 0
    others = np.flatnonzero(structure.manager >= 0)
    above = structure.manager[others]
    assert (structure.level[others] == structure.level[above] + 1).all()
    reports = np.bincount(above, minlength=people)
    assert ((reports > 0) == structure.is_manager).all()
    lead = np.where(structure.is_manager, np.arange(people), structure.manager)
    assert (structure.team[lead] == structure.team).all()
    assert len(np.unique(lead)) == structure.teams
    steps = np.diff(structure.team)
    assert structure.team[0] == 0
    assert ((steps == 0) | (steps == 1)).all()  # teams are blocks, numbered by row
    assert sorted(set(structure.department.tolist())) == list(range(structure.departments))
    assert len(set(names(ready))) == people
    contact, working = network.contact, network.working
    assert contact.people == working.people == people
    a, b, _ = working.pairs()
    assert contact.contains(a, b).all()
    assert (working.degree[contact.degree > 0] > 0).all()
    assert network.sociability == pytest.approx(contact.degree / contact.degree.mean())
    assert all(note and "\n" not in note for note in notes)


def recognised(read: Any, text: str) -> Ready:
    """The nine people and their ties, whatever else stands in the file."""
    ready: Ready = read(text)
    check(ready)
    assert sorted(names(ready)) == [f"p{i}" for i in range(9)]
    assert ready[1].contact.count == 18
    return ready


@pytest.mark.parametrize(
    "text",
    [
        rows(),
        rows("\t"),
        rows(";"),
        rows(" "),
        rows("   "),
        rows(header="from,to,weight"),
        rows(header="Source,Target,Weight"),
        rows(";", "Sender;Recipient;Count"),
        rows(header="a,b,weight"),
        rows(header="someone,another,calls"),
        rows(header="\ufefffrom,to,weight"),
        rows().replace("\n", "\r\n"),
        rows().replace("\n", "\r"),
        rows().replace("\n", "\n\n"),
        "# ties\n% of the firm\n" + rows(),
        rows(";").replace(".", ","),
        "".join(f'"{a}","{b}",{w}\n' for a, b, w in TIES),
        "".join(f'"{a}"  "{b}" {w}\n' for a, b, w in TIES),
        "id,kind,from,to,weight\n" + "".join(f"7,x,{a},{b},{w}\n" for a, b, w in TIES),
        "".join(f" {a} , {b} , {w} , mail\n" for a, b, w in TIES),
        rows() + "p0,p0,3\n",
        "weight,to,from\n" + "".join(f"{w},{b},{a}\n" for a, b, w in TIES),
    ],
)
def test_text_formats(read: Any, text: str) -> None:
    ready = recognised(read, text)
    assert weight_of(ready, "p0", "p1") == 7.5
    assert weight_of(ready, "p1", "p2") == 1.0
    packed = read(gzip.compress(text.encode()), suffix="txt.gz")
    assert (packed[1].contact.neighbour == ready[1].contact.neighbour).all()


@pytest.mark.parametrize("kind", ["gexf", "graphml", "gml"])
@pytest.mark.parametrize("graph", [nx.Graph(), nx.DiGraph()])
def test_graph_files(read: Any, tmp_path: Path, kind: str, graph: Any) -> None:
    graph.add_weighted_edges_from(TIES)
    nx.set_node_attributes(
        graph, {f"p{i}": "north" if i < 4 else "south" for i in range(9)}, "unit"
    )
    path = tmp_path / "graph"
    getattr(nx, f"write_{kind}")(graph, path)
    ready = read(path.read_bytes(), suffix=kind)
    check(ready)
    assert weight_of(ready, "p0", "p1") == 7.5
    assert ready[0].departments == 2
    assert any("attribute 'unit'" in note for note in ready[2])


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(nx.generate_pajek(weighted(nx.Graph()))),
        "% from a survey\n" + "\n".join(nx.generate_pajek(weighted(nx.DiGraph()))),
        json.dumps(nx.node_link_data(weighted(nx.Graph()), edges="links")),
        json.dumps(nx.node_link_data(weighted(nx.DiGraph()), edges="edges"), indent=1),
        "\n".join(nx.generate_edgelist(weighted(nx.Graph()))),
        "\n".join(nx.generate_gml(weighted(nx.Graph()))).replace("weight", "value"),
    ],
    ids=["pajek", "pajek arcs", "json", "json edges", "edge list", "gml value"],
)
def test_other_graph_files(read: Any, text: str) -> None:
    assert weight_of(recognised(read, text), "p0", "p1") == 7.5


def test_gml_as_published(read: Any) -> None:
    """Nodes without names, ties named twice, no word of either."""
    nodes = "".join(f"  node [ id {i} ]\n" for i in range(9))
    ties = "".join(f"  edge [ source {a[1:]} target {b[1:]} ]\n" for a, b, _ in TIES)
    ready = read(f'Creator "somebody"\ngraph\n[\n{nodes}{ties}{ties}]\n')
    check(ready)
    assert sorted(names(ready)) == [str(i) for i in range(9)]
    assert weight_of(ready, "0", "1") == 2.0


@pytest.mark.parametrize("pattern", [False, True])
def test_matrix_market(read: Any, pattern: bool) -> None:
    """The line of sizes is no tie, whether or not it has as many numbers as a tie."""
    kind = "pattern" if pattern else "real"
    lines = [f"{int(a[1:]) + 1} {int(b[1:]) + 1}{'' if pattern else f' {w}'}" for a, b, w in TIES]
    head = f"%%MatrixMarket matrix coordinate {kind} symmetric\n% a comment\n9 9 18\n"
    ready = read(head + "\n".join(lines))
    check(ready)
    assert ready[1].contact.count == 18
    assert weight_of(ready, "1", "2") == (1.0 if pattern else 7.5)
    assert not any("oneself" in note for note in ready[2])


@pytest.mark.parametrize(
    "header",
    ["Von;An", "Absender;Empfänger", "Mitarbeiter A;Mitarbeiter B", "Person A;Person B",
     "name1;name2", "wer;wen"],
)  # fmt: skip
def test_headers_without_a_weight(read: Any, header: str) -> None:
    recognised(read, header + "\n" + "".join(f"{a};{b}\n" for a, b, _ in TIES))


def test_columns_in_any_order(read: Any) -> None:
    text = "Nr;Datum;Von;An;Stärke\n" + "".join(
        f"{i};01-03-2024;{a};{b};{str(w).replace('.', ',')}\n" for i, (a, b, w) in enumerate(TIES)
    )
    assert weight_of(recognised(read, text), "p0", "p1") == 7.5
    times = "person1,person2,start,end\n" + "".join(f"{a},{b},09:00,09:30\n" for a, b, _ in TIES)
    recognised(read, times)


def test_a_matrix_with_names(read: Any) -> None:
    weights = {(a, b): w for a, b, w in TIES}
    people = [f"p{i}" for i in range(9)]
    lines = [";".join([a, *(str(weights.get((a, b), "")) for b in people)]) for a in people]
    ready = recognised(read, ";".join(["", *people]) + "\n" + "\n".join(lines))
    assert weight_of(ready, "p0", "p1") == 7.5


@pytest.mark.parametrize(
    "header",
    ["message_id,sender_address,recipient_address,size", "Betreff,Von: (Adresse),An: (Adresse),x",
     "channel,from_user,to_user,n", "tie_id,employee,colleague,n", ",colleague,other,n", ",0,1,n"],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["p", ""])
def test_people_behind_other_columns(read: Any, header: str, prefix: str) -> None:
    """What stands in the first column of many exports is nobody."""
    lines = [f"{i},{prefix}{a[1:]},{prefix}{b[1:]},3" for i, (a, b, _) in enumerate(TIES * 3)]
    ready = read("\n".join([header, *lines]))
    check(ready)
    assert sorted(names(ready)) == [f"{prefix}{i}" for i in range(9)]
    assert ready[1].contact.count == 18


@pytest.mark.parametrize("several", ["p2@x;p3@x", "p2@x, p3@x", "p2@x; p3@x;"])
def test_mail_to_several_people(read: Any, several: str) -> None:
    lines = [f'2024-01-01,{a}@x,"{b}@x"' for a, b, _ in TIES]
    mails = [f'2024-01-01,p0@x,"{several}"'] * len(lines)
    ready = read("date,from,to\n" + "\n".join(lines + mails))
    assert sorted(names(ready)) == [f"p{i}@x" for i in range(9)]
    assert weight_of(ready, "p0@x", "p3@x") == 18.0
    assert any("18 ties more" in note for note in ready[2])


def test_commas_within_a_name(read: Any) -> None:
    ready = read("source,target\n" + "".join(f'"Doe, {a}","Doe, {b}"\n' for a, b, _ in TIES))
    assert sorted(names(ready)) == [f"Doe, p{i}" for i in range(9)]
    alone = read(rows(";", weight=False) + 'p0;"p3, p4"\n')
    assert weight_of(alone, "p0", "p4") == 1.0


@pytest.mark.parametrize("newest_first", [True, False])
def test_times_without_a_header_are_no_weights(read: Any, newest_first: bool) -> None:
    seconds = range(1_700_000_000, 1_700_000_036)
    times = list(reversed(seconds)) if newest_first else [seconds[i * 7 % 36] for i in range(36)]
    ends = [(a, b) for a, b, _ in TIES] * 2
    text = "".join(f"{a}\t{b}\t{t}\n" for (a, b), t in zip(ends, times, strict=True))
    ready = recognised(read, text)
    assert weight_of(ready, "p0", "p1") == 2.0
    assert any("taken for time" in note for note in ready[2])
    first = "".join(f"{t}\t{a}\t{b}\n" for (a, b), t in zip(ends, times, strict=True))
    recognised(read, first)


def test_what_spreadsheets_leave_behind(read: Any) -> None:
    text = "sep=;\n" + rows(";", "Von;An;Gewicht") + ";;\n"
    recognised(read, text)
    lines = "".join(f'{a},{b},"Re:\nhello"\n' for a, b, _ in TIES)
    recognised(read, "from,to,subject\n" + lines)
    quoted = "".join(f'{a},{b},"{str(w).replace(".", ",")}"\n' for a, b, w in TIES)
    assert weight_of(recognised(read, "from,to,weight\n" + quoted), "p0", "p1") == 7.5


def test_spellings_are_told(read: Any) -> None:
    ready = recognised(read, rows(weight=False) + "P0,p1\n")
    assert weight_of(ready, "p0", "p1") == 2.0
    assert any("were put together" in note and note.endswith(": 1.") for note in ready[2])
    hard = rows(weight=False).replace("p0", "p\u00a00")
    assert len(names(read(hard + "p 0,p1\n"))) == 9


@pytest.mark.parametrize(
    ("role", "leads"),
    [("Head of Sales", True), ("Abteilungsleiterin", True), ("Senior Manager", True),
     ("Account Manager", False), ("Assistant to the Director", False), ("analyst", False)],
)  # fmt: skip
def test_which_roles_lead(role: str, leads: bool) -> None:
    assert leading(role) == leads


def test_links_by_place_in_the_list(read: Any) -> None:
    nodes = [{"name": f"p{i}"} for i in range(9)]
    links = [{"source": int(a[1:]), "target": int(b[1:]), "value": w} for a, b, w in TIES]
    ready = recognised(read, json.dumps({"nodes": nodes, "links": links}))
    assert weight_of(ready, "p0", "p1") == 7.5
    links[3]["target"] = "stranger"
    with pytest.raises(ConfigError, match="tie 4 is of somebody who is not among the nodes"):
        read(json.dumps({"nodes": [{"id": i} for i in range(9)], "links": links}))


def test_people_without_ties_of_a_matrix_market_file(read: Any) -> None:
    lines = "".join(f"{int(a[1:]) + 1} {int(b[1:]) + 1}\n" for a, b, _ in TIES)
    ready = read(f"%%MatrixMarket matrix coordinate pattern symmetric\n11 11 18\n{lines}")
    assert len(names(ready)) == 11
    assert any("2 people have no tie" in note for note in ready[2])


def test_labels_of_a_graph_are_used_where_the_people_file_knows_them(read: Any) -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from((int(a[1:]), int(b[1:]), w) for a, b, w in TIES)
    nx.set_node_attributes(graph, {i: f"Zoë {i}" for i in range(9)}, "label")
    text = "\n".join(nx.generate_gexf(nx.relabel_nodes(graph, str)))
    ready = read(text, "name,dept\n" + "".join(f"Zoë {i},d\n" for i in range(9)), "gexf")
    assert sorted(names(ready)) == [f"Zoë {i}" for i in range(9)]


def test_repeated_rows_are_added_up(read: Any) -> None:
    text = "who;whom;when\n" + "".join(
        f"{a};{b};2010-01-0{day} 17:40:10\n" for day in (1, 2, 3) for a, b, _ in TIES
    )
    ready = read(text.replace("who;whom;when", "Sender;Recipient;EventDate"))
    check(ready)
    assert weight_of(ready, "p3", "p4") == 3.0
    assert any("36 repeated rows added up" in note for note in ready[2])
    assert any("not used: EventDate" in note for note in ready[2])


def test_time_in_the_third_column_is_no_weight(read: Any) -> None:
    text = "".join(f"{a} {b} {60 * i}\n" for i, (a, b, _) in enumerate(TIES + TIES))
    ready = read(text)
    assert weight_of(ready, "p0", "p1") == 2.0
    assert any("taken for time" in note for note in ready[2])


def test_ids_of_any_language(read: Any) -> None:
    text = rows(weight=False).replace("p0", "Zoe\u0308 Müller").replace("p1", "李雷")
    ready = read(text, "name,department\nZoë Müller,Vertrieb\n李雷,研发\n")
    check(ready)
    assert {"Zoë Müller", "李雷"} <= set(names(ready))


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-16", "was read as UTF-16, as its first bytes say."),
        ("cp1252", "was read as Windows-1252, as it is not UTF-8."),
        ("latin-1", "was read as Windows-1252, as it is not UTF-8."),
    ],
)
def test_encodings_of_spreadsheets(read: Any, encoding: str, said: str) -> None:
    ties = rows("\t", weight=False, header="von\tan").replace("p0", "Zoë Groß")
    people = "name;abteilung\nZoë Groß;Einkauf\np1;Geschäftsführung\n"
    marked = [b"\xfe\xff" + ties.encode("utf-16-be")] if encoding == "utf-16" else []
    for data in (ties.encode(encoding), gzip.compress(ties.encode(encoding)), *marked):
        ready = read(data, people.encode(encoding))
        check(ready)
        assert "Zoë Groß" in names(ready)
        assert {f"ties.csv {said}", f"staff.csv {said}"} <= set(ready[2])
    assert not any("was read as" in note for note in read("\ufeff" + ties, people)[2])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("kind", ["gexf", "graphml"])
def test_encodings_of_xml(read: Any, kind: str, encoding: str) -> None:
    graph = nx.relabel_nodes(weighted(nx.Graph()), {"p0": "Zoë"})
    text = "\n".join(getattr(nx, f"generate_{kind}")(graph)).split("?>")[-1]
    text = f"<?xml version='1.0' encoding='{encoding}'?>\n{text}"
    assert "Zoë" in names(read(text.encode(encoding), suffix=kind))


PEOPLE = """\
role,manager,name,department
head of all,,p0,north
lead,p0,p1,north
,p1,p2,north
,p1,p3,north
lead,p0,p4,south
,p4,p5,south
,p4,p6,south
,p4,p7,south
,p4,p8,south
,p4,newcomer,south
"""


@pytest.mark.parametrize(
    "people",
    [
        PEOPLE,
        PEOPLE.replace(",", ";"),
        PEOPLE.replace("head of all,,p0", "head of all,p0,p0"),
        PEOPLE.replace("head of all,,p0", "head of all,-,p0"),
        PEOPLE.replace(
            "role,manager,name,department", "Job Title,Reports-To ID,E-Mail,Business unit"
        ),
        # Without a header: person, department, manager, role.
        "".join(
            f"{name},{unit},{boss},{role}\n"
            for role, boss, name, unit in (line.split(",") for line in PEOPLE.splitlines()[1:])
        ),
    ],
)
def test_people_file(read: Any, people: str) -> None:
    ready = read(rows(), people)
    check(ready)
    structure = ready[0]
    row = {name: i for i, name in enumerate(names(ready))}
    boss = {name: structure.manager[i] for name, i in row.items()}
    assert boss["p0"] == -1
    assert boss["p3"] == row["p1"]
    assert boss["newcomer"] == row["p4"]
    assert structure.department[row["p3"]] != structure.department[row["p8"]]
    assert ready[1].contact.degree[row["newcomer"]] == 0
    assert any("1 person has no tie" in note for note in ready[2])


def test_people_by_number_and_managers_by_name(read: Any) -> None:
    people = "id,name,manager,dept\n" + "".join(
        f"p{i},Person {i},{'Person 0' if i else ''},{'ab'[i % 2]}\n" for i in range(9)
    )
    ready = read(rows(), people)
    check(ready)
    head = names(ready).index("p0")
    assert (np.delete(ready[0].manager, head) == head).all()


def test_numbers_that_a_spreadsheet_made_decimal(read: Any) -> None:
    text = rows(weight=False).replace("p", "")
    ready = read(text, "id,manager\n0,\n" + "".join(f"{i},0.0\n" for i in range(1, 9)))
    assert names(ready)[int(np.flatnonzero(ready[0].manager < 0)[0])] == "0"


def test_what_is_missing_is_filled_in_and_said(read: Any) -> None:
    ready = read(rows())
    check(ready)
    notes = " ".join(ready[2])
    assert "9 people and 18 ties" in notes
    assert "Departments are not in the data" in notes
    assert "Managers are not in the data" in notes
    one = read(
        rows() + "p0,p1,1\n", "id,manager\np0,\n" + "".join(f"p{i},p0\n" for i in range(1, 8))
    )
    assert any("1 person without a manager in the data" in note for note in one[2])
    assert any("1 repeated row added up" in note for note in one[2])
    part = read(rows(), "id,manager\np0,\np1,p0\np2,p0\np3,p1\np4,p1\np5,p1\n")
    check(part)
    assert any("3 people without a manager in the data" in note for note in part[2])
    assert any("3 of 9 people with ties are not in staff.csv" in note for note in part[2])


def test_parts_and_weightless_rows_are_said(read: Any) -> None:
    two = rows() + rows().replace("p", "q") + "p0,q0,0\n"
    ready = read(two)
    check(ready)
    assert ready[1].contact.count == 36
    assert any("2 separate parts, of 9 people down to 9" in note for note in ready[2])
    assert any("weight 0" in note for note in ready[2])


def test_leading_roles_lead(read: Any) -> None:
    people = "id,department,role\n" + "".join(
        f"p{i},all,{'Team Lead' if i in (4, 7) else 'analyst'}\n" for i in range(9)
    )
    structure, _, notes = ready = read(rows(), people)
    assert {names(ready)[i] for i in np.flatnonzero(structure.is_manager)} == {"p4", "p7"}
    assert any("leading role" in note for note in notes)


def taken_apart(organisation: Organisation) -> Any:
    said = told(organisation.notes, Language("en"))
    return organisation.structure, organisation.network, said


def test_strongest_ties_work(tmp_path: Path) -> None:
    graph = nx.gnp_random_graph(60, 0.4, seed=3, directed=True)
    for a, b, data in graph.edges(data=True):
        data["weight"] = 1 + (a * 7 + b * 11) % 5
    ready = taken_apart(from_networkx(graph, working_degree=6.0))
    check(ready)
    contact, working = ready[1].contact, ready[1].working
    assert working.degree.mean() == pytest.approx(6.0, abs=0.1)
    name = names(ready)
    edges = {(int(a), int(b)) for a, b in graph.edges}
    both = {
        (i, j): {(int(name[i]), int(name[j])), (int(name[j]), int(name[i]))} <= edges
        for i, j, _ in zip(*(side.tolist() for side in contact.pairs()), strict=True)
    }
    kept = set(zip(*(side.tolist() for side in working.pairs()[:2]), strict=True))
    one_way = [pair for pair in kept if not both[pair]]
    assert len(one_way) < 0.05 * len(kept)


BAD = {
    "empty": ("", None, "ties.csv: the file is empty"),
    "blank": (" \n\n", None, "ties.csv: the file is empty"),
    "comments": ("# a\n# b\n", None, "ties.csv: the file has no rows"),
    "header only": ("a,b,weight\n", None, "ties.csv: no ties"),
    "one column": ("a\nb\nc\n", None, "ties.csv:1: one column"),
    "self loops only": ("a,a\nb,b\n", None, "ties.csv: no tie between"),
    "few people": ("a,b\nb,c\n", None, "ties.csv: 3 people; at least 8"),
    "short line": ("1,2\n2,3\n3\n", None, "ties.csv:3: 1 field where most lines have 2"),
    "long line": ("# x\n1,2\n2,3\n\n3,4,5\n", None, "ties.csv:5: 3 fields where"),
    "nobody": ("1,2\n2,3\n3,\n", None, "ties.csv:3: nobody named in column 2"),
    "word": ("a,b,weight\n1,2,1.0\n2,3,heavy\n", None, "ties.csv:3: weight 5 letters; a weight is"),
    "no header": ("1,2,1.0\n2,3,heavy\n", None, "ties.csv:2: weight 5 letters; a weight is"),
    "negative": ("a,b,weight\n1,2,1\n2,3,-4\n", None, "ties.csv:3: weight '-4'"),
    "nan": ("a,b,weight\n1,2,1\n\n2,3,nan\n", None, "ties.csv:4: weight 'nan'"),
    "infinite": ("a b weight\n1 2 1\n2 3 inf\n", None, "ties.csv:3: weight 'inf'"),
    "no weight": ("a,b,weight\n1,2,\n", None, "ties.csv:2: weight ''"),
    "huge": ("a,b,weight\n1,2,1e308\n", None, "ties.csv:2: weight '1e308'; a weight is a number"),
    "people for ties": (
        "id,department,manager\n" + "".join(f"p{i},d,p0\n" for i in range(20)),
        None,
        "ties.csv:1: columns id, department, manager tell of one person on a line",
    ),
    "survey": (
        "city,id," + ",".join(f"q{i}" for i in range(20)) + "\n1.0,2.0" + ",3.0" * 20 + "\n",
        None,
        "ties.csv:1: columns city, id tell of one person on a line",
    ),
    "bare matrix": ("0,1,0,0,1\n" * 5, None, "ties.csv:1: 5 rows of 5 numbers: a matrix needs"),
    "list": ('[{"source": "a", "target": "b"}]', None, "ties.csv: broken JSON file: no object"),
    "graph for people": (rows(), "<gexf></gexf>", "staff.csv: a graph; people are a table"),
    "quote": ('"a","b"\n"c","d\n', None, "ties.csv:2: a quote that does not end"),
    "mixed": (
        "Zoë,b\n".encode() + "Jürg,c\n".encode("latin-1"),
        None,
        "ties.csv:2: text neither in UTF-8 nor in Windows-1252 (byte 0xfc); save it as UTF-8",
    ),
    "dos": ("Zoe,b\nJürg,c\n".encode("cp850"), None, "ties.csv:2: text neither in UTF-8 nor"),
    "binary": (b"a\0b,c\n", None, "ties.csv: a binary file"),
    "unmarked": (rows().encode("utf-16-le"), None, "ties.csv: a binary file"),
    "half": (rows().encode("utf-16")[:-1], None, "ties.csv: a binary file"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None, "ties.csv: a binary file; valid: text in"),
    "spreadsheet": (
        b"PK\x03\x04\x14\0",
        None,
        "ties.csv: a spreadsheet or zip file; save it as CSV",
    ),
    "old spreadsheet": (b"\xd0\xcf\x11\xe0\xa1", rows(), "ties.csv: a spreadsheet or zip file"),
    "empty utf-16": ("\n".encode("utf-16"), None, "ties.csv: the file is empty"),
    "gzip": (gzip.compress(b"a,b\n" * 99)[:-9], None, "ties.csv: damaged gzip"),
    "xml": ("<html></html>", None, "ties.csv: XML, but neither"),
    "oblong matrix": (
        "%%MatrixMarket matrix coordinate real general\n9 8 1\n1 2 1\n",
        None,
        "ties.csv: a matrix of ties has as many rows as columns",
    ),
    "pajek lists": ('*Vertices 9\n1 "a"\n*Arcslist\n1 2 3\n', None, "ties are lines below *Edges"),
    "dense matrix": (
        "%%MatrixMarket matrix array real general\n9 9\n",
        None,
        "ties.csv:1: a matrix in another layout than coordinate",
    ),
    "broken gml": ("graph [\n node [ id 0\n", None, "ties.csv:3: broken GML file: "),
    "broken json": ('{"nodes": []', None, "ties.csv:1: broken JSON file: "),
    "other json": ('{"people": []}', None, "ties.csv: broken JSON file: no object with"),
    "broken pajek": ("*vertices many\n", None, "ties.csv: broken Pajek file: "),
    "broken xml": ("<graphml>\n<graph>", None, "ties.csv:2: broken GraphML"),
    "no people": (rows(), "id,department\n", "staff.csv: no people"),
    "blank people": (rows(), "\n", "staff.csv: the file is empty"),
    "strangers": (rows(), "who,department\n1,a\n2,b\n", "staff.csv: nobody in it has a tie: "),
    "twice": (
        rows(),
        "id,dept\np0,a\np1,b\np0,b\n",
        "staff.csv:4: 1 letter and 1 digit is already on line 2",
    ),
    "nameless": (rows(), "id,dept\np0,a\n,b\n", "staff.csv:3: a row without the name"),
    "nobody's": (
        rows(),
        "id,manager\np0,p1\np1,zed\n",
        "staff.csv:3: manager 3 letters is not one of the people",
    ),
    "circle": (
        rows(),
        "id,boss\np0,p1\np1,p2\np2,p0\n",
        "staff.csv: people report in a circle: lines 2, 3, 4",
    ),
    "unknown": (rows().replace("p", ""), "gehalt,x\n1,a\n2,b\n", "staff.csv:1: no column known"),
    "ragged": (rows(), "id,dept\np0,a\np1\n", "staff.csv:3: 1 field where"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files(read: Any, name: str) -> None:
    ties, people, message = BAD[name]
    with pytest.raises(ConfigError) as caught:
        read(ties, people)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bad_paths(tmp_path: Path) -> None:
    for path, message in (
        ("", "organisation.edges is missing"),
        (str(tmp_path / "none.csv"), "organisation.edges: no file"),
        (str(tmp_path), "is a folder"),
        ("a\0b", "organisation.edges: cannot read"),
    ):
        with pytest.raises(ConfigError, match=message):
            read_network(OrganisationFromFiles(path))


def test_bad_graphs() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from(TIES)
    graph["p0"]["p1"]["weight"] = -1
    with pytest.raises(ConfigError, match=r"tie 1 has weight -1"):
        from_networkx(graph)
    graph["p0"]["p1"]["weight"] = 1
    nx.set_node_attributes(graph, {"p3": "nobody here"}, "manager")
    with pytest.raises(ConfigError, match="manager 2 words of 10 letters is not one of the people"):
        from_networkx(graph)
    with pytest.raises(ConfigError, match=r"two nodes have one name \(1 digit\)"):
        from_networkx(nx.Graph([(1, "1")]))
    line = nx.path_graph(130)
    nx.set_node_attributes(line, {i: max(i - 1, 0) for i in range(130)}, "manager")
    with pytest.raises(ConfigError, match="129 managers one above the other"):
        from_networkx(line)


@pytest.mark.parametrize("wrong", [[(1, 2)], {1: [2]}, "ties.csv", None, nx.Graph])
def test_what_is_no_graph(wrong: Any) -> None:
    with pytest.raises(ConfigError, match=r"such as networkx.Graph\(ties\), got \w+$"):
        from_networkx(wrong)


def test_a_generated_firm_survives_the_way_through_networkx() -> None:
    config = load(overrides=["organisation.headcount=120", "weeks=3"])
    first = build(config.organisation, Streams(1))
    organisation = from_networkx(first.network.to_networkx(first.structure))
    ready = taken_apart(organisation)
    check(ready)
    order = np.array([int(name) for name in names(ready)])
    boss = ready[0].manager
    assert (np.where(boss < 0, -1, order[boss]) == first.structure.manager[order]).all()
    assert (ready[1].contact.degree == first.network.contact.degree[order]).all()
    firm = Firm(config, organisation)
    for _ in range(3):
        firm.step()
    assert np.isfinite(firm.people.genuine_use).all()


def test_a_graph_runs_and_is_compared() -> None:
    """From a networkx graph to results, in one line each."""
    graph = nx.connected_watts_strogatz_graph(60, 8, 0.2, seed=1)
    organisation = from_networkx(graph)
    config = load(overrides=["weeks=6"], strategy="champions")
    alone = run(config, organisation)
    assert set(alone.runs["strategy"]) == {"none", "champions"}
    found = compare({"champions": config}, [0], organisation=organisation)
    assert (found.runs["use_auc"] == alone.runs["use_auc"]).all()
    assert any("Departments are not in the data" in note for note in found.notes)
    for call in (run, Firm):
        with pytest.raises(ConfigError, match=r"made by from_networkx\(graph\), got Graph"):
            call(config, graph)
    with pytest.raises(ConfigError, match="leave the store out"):
        compare({"champions": config}, [0], organisation=organisation, store=Path("store"))


@given(st.data())
def test_any_graph_becomes_an_organisation(data: Any) -> None:
    people = data.draw(st.integers(8, 30))
    person = st.integers(0, people - 1)
    ties = data.draw(st.lists(st.tuples(person, person), min_size=1, max_size=80))
    graph: Any = nx.DiGraph() if data.draw(st.booleans()) else nx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(ties)
    for _, _, edge in graph.edges(data=True):
        edge["weight"] = data.draw(st.sampled_from([0.5, 1.0, 3.0]))
    for node in graph:
        if data.draw(st.booleans()):
            graph.nodes[node]["manager"] = data.draw(st.integers(0, node))  # no circle
        if data.draw(st.booleans()):
            graph.nodes[node]["department"] = data.draw(st.sampled_from("abc"))
    real = {frozenset(tie) for tie in ties if tie[0] != tie[1]}
    if not real:
        with pytest.raises(ConfigError, match="no tie"):
            from_networkx(graph)
        return
    ready = taken_apart(from_networkx(graph))
    check(ready)
    row = {int(name): i for i, name in enumerate(names(ready))}
    a, b, _ = ready[1].contact.pairs()
    back = [int(name) for name in names(ready)]
    assert {frozenset((back[i], back[j])) for i, j in zip(a, b, strict=True)} == real
    for node, given_ in graph.nodes(data=True):
        if given_.get("manager", node) != node:
            assert ready[0].manager[row[node]] == row[given_["manager"]]
    again = from_networkx(graph)
    assert (again.structure.manager == ready[0].manager).all()


@needs_data
def test_research_institution() -> None:
    edges = str(EMAIL / "email-Eu-core.txt")
    people = str(EMAIL / "email-Eu-core-department-labels.txt")
    build(OrganisationFromFiles(edges, people, 8.0), Streams(0))  # kernels are loaded
    began = time.process_time()
    ready = read_network(OrganisationFromFiles(edges, people))
    assert time.process_time() - began < 1.0  # 0.25 s on a free machine
    check(ready)
    structure, network, _ = ready
    assert (structure.people, structure.departments) == (1005, 42)
    assert network.contact.count == 16064
    assert 8 < network.working.degree.mean() < 9
    assert 0.18 < structure.is_manager.mean() < 0.26
    assert np.bincount(structure.manager[structure.manager >= 0]).max() <= 21
    without = read_network(OrganisationFromFiles(edges))
    check(without)
    assert 20 <= without[0].departments <= 60


@needs_data
def test_plant() -> None:
    edges, people = str(PLANT / "communication.csv.gz"), str(PLANT / "reportsto.csv")
    ready = read_network(OrganisationFromFiles(edges, people))
    check(ready)
    structure = ready[0]
    assert structure.people == 167
    assert names(ready)[int(np.flatnonzero(structure.manager < 0)[0])] == "86"
    given_ = dict(line.split(",") for line in Path(people).read_text().split()[1:])
    for person, boss in given_.items():
        if person != boss:
            row = structure.manager[names(ready).index(person)]
            assert names(ready)[row] == boss
    assert any("82,927 rows" in note and "51 ties to oneself" in note for note in ready[2])


@needs_data
@pytest.mark.parametrize(
    ("edges", "people", "departments"),
    [
        ("consulting_info", "consulting_nodes", 7),
        ("consulting_value", "consulting_nodes", 7),
        ("manufacturing_info", "manufacturing_nodes", 4),
        ("manufacturing_aware", "manufacturing_nodes", 4),
    ],
)
def test_surveys(edges: str, people: str, departments: int) -> None:
    ready = read_network(
        OrganisationFromFiles(str(SURVEYS / f"{edges}.csv"), str(SURVEYS / f"{people}.csv"))
    )
    check(ready)
    assert ready[0].departments == departments
    assert any("column 'location'" in note for note in ready[2])
