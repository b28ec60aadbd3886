"""Files that are nearly something else: read as what they are, or refused by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sim.base.params import ConfigError
from sim.organisation.complete.organise import read_network
from sim.organisation.generate.hierarchy import Structure
from sim.organisation.network import Network
from sim.organisation.spec import OrganisationFromFiles
from sim.report.language import Language
from sim.report.notes import told

PEOPLE = [
    "Ada Brandt", "Bo Castell", "Cleo Dorn", "Dirk Ewald", "Eva Fink", "Finn Graf", "Gita Hahn",
    "Hugo Iden", "Ina Jahn", "Jan Kolb", "Kai Lenz", "Lea Marx",
]  # fmt: skip
#: Pairs of people by number, and how often they meet.
TIES = [
    (0, 1, 1), (0, 2, 3), (0, 3, 5), (1, 2, 2), (1, 4, 4), (2, 5, 1), (3, 6, 3), (4, 5, 5),
    (4, 7, 2), (5, 8, 4), (6, 7, 1), (6, 9, 3), (7, 10, 5), (8, 9, 2), (8, 11, 4), (9, 10, 1),
    (10, 11, 3), (3, 11, 5), (2, 9, 2),
]  # fmt: skip
MEETINGS = float(sum(weight for _, _, weight in TIES))
CELLS = {(a, b): w for a, b, w in TIES} | {(b, a): w for a, b, w in TIES}
EDGES = "from,to,count\n" + "".join(f"{PEOPLE[a]},{PEOPLE[b]},{w}\n" for a, b, w in TIES)


class Found:
    """What was read, with its notes in English."""

    def __init__(self, structure: Structure, network: Network, said: list[str]) -> None:
        self.structure, self.ties, self.notes = structure, network.contact, said
        self.names = sorted(structure.identifier or ())
        self.head = (structure.identifier or ())[int((structure.manager < 0).argmax())]

    @property
    def weight(self) -> float:
        """Weight of all ties."""
        return float(self.ties.weight.sum()) / 2

    def says(self, text: str) -> bool:
        """Whether a note holds a text."""
        return any(text in note for note in self.notes)


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def call(ties: str, people: str = "", show_names: bool = False) -> Found:
        edges, staff = tmp_path / "ties.csv", tmp_path / "staff.csv"
        edges.write_text(ties, encoding="utf-8")
        staff.write_text(people, encoding="utf-8")
        asked = OrganisationFromFiles(str(edges), str(staff) if people else "", 8.5, show_names)
        structure, network, notes = read_network(asked)
        assert len(told(notes, Language("de"))) == len(notes)
        return Found(structure, network, told(notes, Language("en")))

    return call


def the_twelve(found: Found, weight: float = MEETINGS) -> None:
    assert found.names == PEOPLE
    assert found.ties.count == len(TIES)
    assert found.weight == weight


def refused(read: Any, text: str, *people: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(text, *people)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def matrix(
    across: list[str] = PEOPLE, down: list[str] = PEOPLE, separator: str = ",", corner: str = ""
) -> str:
    """A matrix of the twelve; a name with another dress keeps its place in `PEOPLE`."""
    place = {name.replace(".", " ").strip('"'): i for i, name in enumerate(PEOPLE)}
    place = {name: place[name.replace(".", " ").strip('"')] for name in (*across, *down)}
    lines = [separator.join([corner, *across])]
    for a in down:
        cells = [str(CELLS.get((place[a], place[b]), 0)) for b in across]
        lines.append(separator.join([a, *cells]))
    return "\n".join(lines) + "\n"


def with_totals(word: str) -> str:
    lines = matrix().splitlines()
    sums = [sum(map(int, line.split(",")[1:])) for line in lines[1:]]
    body = [f"{line},{each}" for line, each in zip(lines[1:], sums, strict=True)]
    last = ",".join([word, *map(str, sums), str(sum(sums))])
    return "\n".join([f"{lines[0]},{word}", *body, last])


MATRICES = {
    "R's dots": matrix([name.replace(" ", ".") for name in PEOPLE]),
    "R's quotes": matrix([f'"{name.replace(" ", ".")}"' for name in PEOPLE], corner='""'),
    "another order": matrix(PEOPLE[::-1]),
    "turned rows": matrix(PEOPLE, PEOPLE[5:] + PEOPLE[:5], ";"),
    "totals": with_totals("Total"),
    "Gesamtergebnis": with_totals("Gesamtergebnis"),
    "title above": "Anzahl," + "," * 11 + "\n" + matrix(corner="Zeilenbeschriftungen"),
    "numbers on the left": "".join(
        f"{i or 'Nr'},{line}\n" for i, line in enumerate(matrix().splitlines())
    ),
    "empty for nothing": matrix().replace(",0", ","),
    "NA on the diagonal": matrix().replace("Ada Brandt,0", "Ada Brandt,NA"),
}


@pytest.mark.parametrize("name", MATRICES)
def test_matrices(read: Any, name: str) -> None:
    the_twelve(read(MATRICES[name]), 2 * MEETINGS)


def test_totals_are_said(read: Any) -> None:
    assert read(MATRICES["totals"]).says("Totals of the matrix in ties.csv were left out")


def test_people_without_a_row_or_a_column(read: Any) -> None:
    silent = read(matrix(down=[name for i, name in enumerate(PEOPLE) if i not in (5, 9)]))
    assert silent.names == PEOPLE
    assert silent.ties.count == len(TIES)  # ties of the two as others tell them
    assert silent.says("People who stand on one side of the matrix in ties.csv only")
    unasked = read(matrix(across=PEOPLE[:-2]))
    assert unasked.names == PEOPLE


def test_names_on_one_side_only(read: Any) -> None:
    lines = matrix().splitlines()
    above = "\n".join([",".join(PEOPLE), *(line.split(",", 1)[1] for line in lines[1:])])
    the_twelve(read(above), 2 * MEETINGS)
    the_twelve(read("\n".join(lines[1:])), 2 * MEETINGS)


@pytest.mark.parametrize(
    "text",
    [
        "person," + ",".join(f"project {i}" for i in range(8)) + "\n"
        + "".join(f"{name},{'1,0' if i % 2 else '0,1'},0,0,1,0,1,0\n"
                  for i, name in enumerate(PEOPLE)),
        "respondent," + ",".join(f"Frage {i}" for i in range(8)) + "\n"
        + "".join(f"{name},5,4,3,2,1,2,3,{i % 5}\n" for i, name in enumerate(PEOPLE)),
        "," + ",".join(PEOPLE[:6]) + "\n"
        + "".join(f"{name},1,0,0,2,0,1\n" for name in PEOPLE[6:]),
    ],
    ids=["projects", "answers", "two-mode"],
)  # fmt: skip
def test_people_by_something_else_is_refused(read: Any, text: str) -> None:
    assert "looks like a matrix of" in refused(read, text)


def test_two_people_of_one_name_in_a_matrix(read: Any) -> None:
    text = matrix().replace("Bo Castell", "Ada Brandt")
    assert "two columns have one name" in refused(read, text)


SECOND_HEADERS = {
    "groups of columns above": ",,Visual Properties,Other Columns\nVertex 1,Vertex 2,Color,"
    "Edge Weight\n" + "".join(f"{PEOPLE[a]},{PEOPLE[b]},,{w}\n" for a, b, w in TIES),
    "labels below": EDGES.replace("from,to,count\n", "from,to,count\nVon,An,Anzahl\n"),
    "kinds below": EDGES.replace("from,to,count\n", "from,to,count\nstring,string,integer\n"),
    "once more": EDGES.replace(f"\n{PEOPLE[5]},", f"\nfrom,to,count\n{PEOPLE[5]},", 1),
}


@pytest.mark.parametrize("name", SECOND_HEADERS)
def test_second_header_lines(read: Any, name: str) -> None:
    found = read(SECOND_HEADERS[name])
    the_twelve(found)
    assert found.says("names of columns")


def pajek(*sections: str) -> str:
    people = "".join(f'{i} "{name}" 0.1 0.2 ellipse\n' for i, name in enumerate(PEOPLE, 1))
    lines = [f"{a + 1} {b + 1} {w}\n" for a, b, w in TIES]
    parts = [lines[i :: len(sections)] for i in range(len(sections))]
    ties = "".join(f"{head}\n{''.join(part)}" for head, part in zip(sections, parts, strict=True))
    return f"*Vertices 12\n{people}{ties}"


def test_relations_of_a_pajek_file_add_up(read: Any) -> None:
    found = read(pajek('*Arcs :1 "advice"', '*Arcs :2 "lunch"', "*Edges :3"))
    the_twelve(found)
    assert found.says("Ties of 3 relations were added up")
    the_twelve(read("% a comment\n*Network firm\n" + pajek("*Edges")))


DL_HEAD = "dl n=12 format={}\nlabels:\n" + ",".join(name.split()[0] for name in PEOPLE) + "\n"
FIRST = [name.split()[0] for name in PEOPLE]
ROWS = [" ".join(str(CELLS.get((a, b), 0)) for b in range(12)) + "\n" for a in range(12)]
DL = {
    "edgelist1": "dl n=12 format=edgelist1\nlabels embedded:\ndata:\n"
    + "".join(f"{FIRST[a]} {FIRST[b]} {w}\n" for a, b, w in TIES),
    "edgelist1 by number": DL_HEAD.format("edgelist1") + "data:\n"
    + "".join(f"{a + 1} {b + 1} {w}\n" for a, b, w in TIES),
    "fullmatrix": DL_HEAD.format("fullmatrix") + "data:\n" + "".join(ROWS),
    "row labels": DL_HEAD.format("fullmatrix").replace("labels:", "row labels:")
    + "column labels:\n" + ",".join(FIRST) + "\nmatrix labels:\nadvice\ndata:\n"
    + "".join(ROWS),
    "labels embedded": "DL N = 12\nFORMAT = FULLMATRIX\nlabels embedded:\ndata:\n"
    + " ".join(FIRST) + "\n"
    + "".join(f"{name} {row}" for name, row in zip(FIRST, ROWS, strict=True)),
}  # fmt: skip


@pytest.mark.parametrize("name", DL)
def test_ucinet_files(read: Any, name: str) -> None:
    found = read(DL[name])
    assert found.names == FIRST
    assert found.ties.count == len(TIES)
    assert found.weight == MEETINGS * (1 if "edge" in name else 2)


def test_a_gdf_file(read: Any) -> None:
    people = "".join(f"n{i},{name},Sales\n" for i, name in enumerate(PEOPLE))
    ties = "".join(f"n{a},n{b},{w}.0\n" for a, b, w in TIES)
    found = read(
        f"nodedef>name VARCHAR,label VARCHAR,department VARCHAR\n{people}"
        f"edgedef>node1 VARCHAR,node2 VARCHAR,weight DOUBLE\n{ties}"
    )
    assert len(found.names) == 12
    assert found.weight == MEETINGS
    assert found.says("from attribute 'department'")


GEXF = """\
<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="{namespace}" xmlns:viz="{namespace}/viz" version="1.3">
<graph defaultedgetype="undirected" mode="dynamic"><attributes class="node">
<attribute id="0" title="Department" type="string"/>
<attribute id="1" title="tags" type="listinteger"/></attributes>
<nodes>{nodes}</nodes><edges>{edges}</edges></graph></gexf>
"""


@pytest.mark.parametrize(
    "namespace",
    ["http://www.gexf.net/1.3", "http://gexf.net/1.3", "http://www.gexf.net/1.2draft"],
)
def test_gexf_of_any_namespace(read: Any, namespace: str) -> None:
    nodes = "".join(
        f'<node id="{i}" label="{name}"><attvalues><attvalue for="0" value="{"AB"[i % 2]}"/>'
        f'<attvalue for="1" value="[1, 2]"/></attvalues><viz:size value="1"/></node>'
        for i, name in enumerate(PEOPLE)
    )
    edges = "".join(f'<edge source="{a}" target="{b}" weight="{w}"/>' for a, b, w in TIES)
    found = read(GEXF.format(namespace=namespace, nodes=nodes, edges=edges))
    assert (len(found.names), found.ties.count, found.weight) == (12, len(TIES), MEETINGS)
    assert found.structure.departments == 2


@pytest.mark.parametrize("nested", [True, False])
def test_groups_of_a_drawing_are_departments(read: Any, nested: bool) -> None:
    groups = list[str]()
    for group, members in (("Sales", range(6)), ("IT", range(6, 12))):
        people = "".join(
            f'<node id="n{i}"><data key="d6"><y:ShapeNode><y:NodeLabel>{PEOPLE[i]}</y:NodeLabel>'
            "</y:ShapeNode></data></node>"
            for i in members
        )
        inner = f'<graph edgedefault="directed" id="{group}:">{people}</graph>'
        label = (
            f'<data key="d6"><y:GroupNode><y:NodeLabel>{group}</y:NodeLabel></y:GroupNode></data>'
        )
        groups.append(f'<node id="{group}" yfiles.foldertype="group">{label}{inner}</node>')
    outer = "".join(groups)
    if nested:
        outer = f'<node id="all" yfiles.foldertype="group"><graph id="all:">{outer}</graph></node>'
    edges = "".join(f'<edge source="n{a}" target="n{b}"/>' for a, b, _ in TIES)
    found = read(
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
        'xmlns:y="http://www.yworks.com/xml/graphml"><key for="node" id="d6" '
        f'yfiles.type="nodegraphics"/><graph edgedefault="directed">{outer}{edges}'
        '<edge source="Sales" target="n11"/></graph></graphml>'
    )
    assert (len(found.names), found.ties.count, found.structure.departments) == (12, 19, 2)
    assert found.says("ties of groups left out: 1")


def test_json_of_other_programs(read: Any) -> None:
    nodes = [{"key": name, "attributes": {"label": name}} for name in PEOPLE]
    edges = [
        {"key": str(i), "source": PEOPLE[a], "target": PEOPLE[b], "attributes": {"weight": w}}
        for i, (a, b, w) in enumerate(TIES)
    ]
    the_twelve(read(json.dumps({"options": {"type": "mixed"}, "nodes": nodes, "edges": edges})))
    data = {
        "nodes": [{"data": {"id": name}} for name in PEOPLE],
        "edges": [{"data": {"source": PEOPLE[a], "target": PEOPLE[b], "weight": w}}
                  for a, b, w in TIES],
    }  # fmt: skip
    the_twelve(read(json.dumps({"elements": data})))
    named = {"nodes": {name: {"label": name} for name in PEOPLE}, "edges": data["edges"]}
    the_twelve(read(json.dumps({"graph": named})))


MAIL = "Date,From,To,Cc\n" + "".join(
    f'1/1/2024,"{PEOPLE[a]} <p{a}@firm.example>","{PEOPLE[b]} <P{b}@Firm.example>; '
    f'p{(b + 1) % 12}@firm.example",p5@firm.example\n'
    for a, b, _ in TIES
)


def test_the_address_decides(read: Any) -> None:
    found = read(MAIL)
    assert found.names == sorted(f"p{i}@firm.example" for i in range(12))
    assert found.says("were put together")
    assert found.says("were not used: Date, Cc")
    bare = read(MAIL + f'1/1/2024,{PEOPLE[3]},"{PEOPLE[0]}",x\n')
    assert len(bare.names) == 12
    people = "Name,Department\n" + "".join(f"{name},d\n" for name in PEOPLE)
    assert not read(MAIL, people).says("not in staff.csv")


@pytest.mark.parametrize(
    ("before", "after"),
    [("Ada Brandt,Bo", "ADA BRANDT,Bo"), ("Ada Brandt,Bo", "Ada  Brandt,Bo"),
     ("Ada Brandt,Bo", '"Brandt, Ada",Bo')],
)  # fmt: skip
def test_one_person_in_two_spellings(read: Any, before: str, after: str) -> None:
    the_twelve(read(EDGES.replace(before, after)))


def test_numbers_in_two_spellings(read: Any) -> None:
    lines = "".join(f"{a + 1}.0,{b + 1:04}\n" for a, b, _ in TIES)
    assert len(read("from,to\n" + lines).names) == 12


NOMINATIONS = [(i, [(i + 1) % 12, (i + 3) % 12, (i + 7) % 12]) for i in range(12)]


def nominations(header: str, names: list[str], none: str = "") -> str:
    rows = [
        ",".join(
            [names[who], *(none if who == 5 and other == 0 else names[other] for other in named)]
        )
        for who, named in NOMINATIONS
    ]
    return "\n".join([header, *rows])


@pytest.mark.parametrize(
    "header", ["Respondent,Advice 1,Advice 2,Advice 3", "ego,alter1,alter2,alter3",
               "Name,Wen fragst du?,Wen noch?,Und wen noch?"],
)  # fmt: skip
def test_several_nominations_on_a_row(read: Any, header: str) -> None:
    found = read(nominations(header, PEOPLE))
    assert found.names == PEOPLE
    assert found.weight == 35
    assert found.says("name people in 3 columns; each is a tie: 35 ties")


def test_nominations_by_number(read: Any) -> None:
    numbers = [str(i + 1) for i in range(12)]
    found = read(nominations("id,net1,net2,net3", numbers, "0"))
    assert (len(found.names), found.weight) == (12, 35)


@pytest.mark.parametrize(
    "heading",
    ["Strong_tie_score", "Edge Weight", "Number of e-mails", "Anzahl Nachrichten", "msg count",
     "Interaktionen", "tie_strength", "Total messages sent"],
)  # fmt: skip
def test_headings_of_weights(read: Any, heading: str) -> None:
    lines = "".join(f"{PEOPLE[a]},{PEOPLE[b]},2024,{w}\n" for a, b, w in TIES)
    the_twelve(read(f"from,to,year,{heading}\n{lines}"))


@pytest.mark.parametrize(
    ("separator", "cells", "total"),
    [
        (";", ["1.234", "987", "12.500"], 14721),
        (";", ["1.234,5", "987,25", "2"], 2223.75),
        (";", ["1.234.567", "8", "9"], 1234584),
        (",", ['"1,234"', "987", "2"], 2223),
        (",", ['"1,234.5"', "987", "2"], 2223.5),
        (";", ["1'234", "987", "2"], 2223),
        (";", ["1.234", "0.5", "2"], 3.734),
        (",", ["1.234", "2.345", "1.111"], 4.69),
        (";", ["7,5", "1", "2"], 10.5),
    ],
)
def test_thousands(read: Any, separator: str, cells: list[str], total: float) -> None:
    rows = [f"{PEOPLE[a]}{separator}{PEOPLE[b]}" for a, b, _ in TIES]
    weights = cells + ["0"] * (len(TIES) - len(cells))
    text = "\n".join(f"{row}{separator}{w}" for row, w in zip(rows, weights, strict=True))
    assert read(f"Von{separator}An{separator}Anzahl\n{text}\n").weight == pytest.approx(total)


def staff(line: str, head: str = "", header: str = "") -> str:
    """A people file; the first person leads, the next two lead the others."""
    rows = [header] if header else []
    for i, name in enumerate(PEOPLE):
        first, last = name.split()
        boss = 0 if i < 3 else 1 + i % 2
        b_first, b_last = PEOPLE[boss].split()
        manager = head if i == 0 else line.split("|")[1].format(
            n=boss + 1, first=b_first, last=b_last, name=PEOPLE[boss])  # fmt: skip
        said = line.split("|")[0].format(n=i + 1, first=first, last=last, name=name)
        rows.append(f"{said},{manager},{'Sales' if i < 6 else 'IT'}")
    return "\n".join(rows)


STAFF = {
    "first and last": staff("{first},{last}|{name}", header="First Name,Last Name,Manager,Dept"),
    "Vorname": staff("{last},{first}|{name}", header="Nachname,Vorname,Vorgesetzte,Abteilung"),
    "Last, First": staff('"{last}, {first}"|"{last}, {first}"', header="Name,Manager,Department"),
    "manager turned": staff('{name}|"{last}, {first}"', header="Name,Manager,Department"),
    "unique id": staff("ID{n},{name}|ID{n}", header="Unique ID,Name,Reports To,Department"),
    "unknown id": staff("K-{n},{name}|K-{n}", header="Kennung,Name,Manager,Department"),
    "unknown name": staff("{n},{name}|{n}", header="Zeile,Wer,Manager ID,Department"),
    "1.0 and 1": staff("{n},{name}|{n}.0", header="Nr,Name,Manager ID,Department"),
    "leading zeros": staff("000{n},{name}|{n}", header="Nr,Name,Manager ID,Department"),
    "0 as head": staff("{n},{name}|{n}", "0", header="Nr,Name,Manager ID,Department"),
    "own id as head": staff("{n},{name}|{n}", "1", header="Nr,Name,Manager ID,Department"),
    "NO_MANAGER": staff("{n},{name}|{n}", "NO_MANAGER", "USERID,Name,MANAGER,DEPARTMENT"),
    "capitals": staff("{n},{name}|{name}", header="Nr,Name,Manager,Department").upper(),
    "labels below": staff(
        "{n},{name}|{n}", header="USERID,NAME,MANAGER,DEPARTMENT\nUser ID,Name,Manager,Department"
    ),
}


@pytest.mark.parametrize("name", STAFF)
def test_staff_lists(read: Any, name: str) -> None:
    found = read(EDGES, STAFF[name])
    assert found.head == "Ada Brandt"
    assert len(found.names) == 12
    assert found.structure.departments == 2
    assert int(found.structure.is_manager.sum()) == 3


def test_a_place_is_no_department_beside_one(read: Any) -> None:
    for heading in ("Org Unit Path", "org_einheit", "Organization", "Microsoft_Organization"):
        people = f"Name,Location,{heading}\n" + "".join(
            f"{name},{'city' if i else 'town'} {i % 4},unit {i % 2}\n"
            for i, name in enumerate(PEOPLE)
        )
        assert read(EDGES, people).structure.departments == 2


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Name,What I Do,Account type,Days active,User ID", "a member list of a chat"),
        ("Id,Startzeit,Fertigstellungszeit,E-Mail,Name", "answers to a survey"),
        ("Report Refresh Date,Report Period,Any App Active Users,x,y", "statistics of use"),
        ("PrimaryCollaborator_Organization,SecondaryCollaborator_Organization,n,m,o",
         "ties of groups"),
        ("Name,Manager,Title,x,y", "tell of one person on a line"),
        ("Microsoft_PersonEmail,Microsoft_ManagerEmail,Microsoft_Organization,x,y",
         "tell of one person on a line"),
    ],
)  # fmt: skip
def test_tables_that_are_no_ties(read: Any, header: str, said: str) -> None:
    rows = "".join(f"{name},b {i % 3},c,{i},u{i}\n" for i, name in enumerate(PEOPLE))
    assert said in refused(read, f"{header}\n{rows}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("digraph G {\n a -> b;\n}\n", "the format Graphviz DOT"),
        ("*Node data\nID name\n*Tie data\na b 1\n", "the format NetDraw VNA"),
        ("[nodes]\na\nb\n[edges]\na b\n", "begins a section"),
        ("a,b\nc,d\n*Arcs,e\n", "ties.csv:3: a line that begins a section"),
        ("dl nr=3 nc=4\nformat=fullmatrix\ndata:\n1 0 1 1\n", "two-mode"),
        ("dl n=12 format=blockmatrix\ndata:\n", "valid formats: fullmatrix"),
        ("*Vertices 12 5\n*Edges\n1 6\n", "a two-mode network"),
        ("*Vertices 3\n*Matrix\n0 1 0\n", "ties.csv: a Pajek file: line 2: ties are lines"),
        ("*Vertices 3\n*Edges\n1 9\n", "line 3: a number that is not among"),
        ('<gexf version="1.3"><meta/></gexf>', "no graph in it"),
        ('<graphml><graph><node id="a"/><edge source="a" target="b"/></graph></graphml>',
         "edge 1 is of a node that is not there"),
        ('{"a": 1}\n{"a": 2}\n', "several values, one on a line"),
    ],
)  # fmt: skip
def test_other_formats_are_named(read: Any, text: str, said: str) -> None:
    assert said in refused(read, text)


def test_tables_as_r_writes_them(read: Any) -> None:
    """The column of row names has no name."""
    lines = matrix().splitlines()
    the_twelve(read("\n".join([lines[0][1:], *lines[1:]])), 2 * MEETINGS)
    short = [line.replace(" ", "").replace(",", " ") for line in lines]
    assert read("\n".join(short)).weight == 2 * MEETINGS
    quoted = "".join(f'"{i}" "{PEOPLE[a]}" "{PEOPLE[b]}" {w}\n'
                     for i, (a, b, w) in enumerate(TIES, 1))  # fmt: skip
    the_twelve(read('"from" "to" "weight"\n' + quoted))
    unnamed = "from,to\n" + "".join(f"{PEOPLE[i]},{PEOPLE[i - 1]},{i}\n" for i in range(12))
    assert "ties.csv:1: 2 fields where most lines have 3" in refused(read, unnamed)


def test_sums_by_another_name(read: Any) -> None:
    lines = matrix().splitlines()
    sums = [sum(map(int, line.split(",")[1:])) for line in lines[1:]]
    rows = [f"{line},{each}" for line, each in zip(lines[1:], sums, strict=True)]
    the_twelve(read("\n".join([f"{lines[0]},Out-Degree", *rows])), 2 * MEETINGS)


def test_half_a_matrix_is_refused(read: Any) -> None:
    rows = [",".join([PEOPLE[i], *["1"] * (i + 1)]) for i in range(12)]
    assert "half a matrix" in refused(read, "\n".join(rows))


def test_a_total_below_is_nobody(read: Any) -> None:
    found = read(EDGES + "Gesamt,Gesamt,56\n", STAFF["unique id"] + "\nGesamt,12,,\n")
    the_twelve(found)
    assert found.says("The last line of ties.csv, a total")
    assert found.says("The last line of staff.csv, a total")


def test_recipients_parted_by_commas(read: Any) -> None:
    lines = "".join(
        f'p{a}@x.example,"""Doe, {PEOPLE[b]}"" <p{b}@x.example>, p{(b + 5) % 12}@x.example"\n'
        for a, b, _ in TIES
    )
    found = read("from,to\n" + lines)
    assert found.names == sorted(f"p{i}@x.example" for i in range(12))
    assert found.says(f"{len(TIES)} ties more")


def test_boxes_of_a_gml_drawing_are_departments(read: Any) -> None:
    boxes = "".join(f'node [ id {90 + i} label "{name}" isGroup 1 ]\n'
                    for i, name in enumerate(("Sales", "IT")))  # fmt: skip
    people = "".join(f'node [ id {i} label "{name}" gid {90 + i // 6} ]\n'
                     for i, name in enumerate(PEOPLE))  # fmt: skip
    ties = "".join(f"edge [ source {a} target {b} ]\n" for a, b, _ in TIES)
    found = read(f"graph [\ndirected 1\n{boxes}{people}{ties}]\n")
    assert (len(found.names), found.ties.count, found.structure.departments) == (12, 19, 2)


def test_managers_by_what_the_column_holds(read: Any) -> None:
    lines = "".join(f"{name},{PEOPLE[i % 2] if i > 1 else PEOPLE[0] if i else ''},x {i % 3}\n"
                    for i, name in enumerate(PEOPLE))  # fmt: skip
    found = read(EDGES, f"Name,Disziplinarisch,Abteilung\n{lines}")
    assert (found.head, int(found.structure.is_manager.sum())) == ("Ada Brandt", 2)
    assert found.says("Column 2 of staff.csv is taken for managers")
    assert read(EDGES, f"Name,Mentor,Abteilung\n{lines}").says("Managers are not in the data")


def test_lines_above_the_header_of_a_staff_list(read: Any) -> None:
    found = read(EDGES, "Staff list 2024,,,\n,,,\n" + STAFF["unique id"])
    assert found.head == "Ada Brandt"
    assert found.says("Lines of staff.csv above the names of columns were left out: 1.")


def test_numbers_of_rows_beside_a_matrix(read: Any) -> None:
    """As a frame of pandas has them."""
    lines = matrix().splitlines()
    rows = [f"{i},{line.split(',', 1)[1]}" for i, line in enumerate(lines[1:])]
    the_twelve(read("\n".join([lines[0], *rows])), 2 * MEETINGS)


def test_a_matrix_of_numbered_people_some_of_whom_are_silent(read: Any) -> None:
    lines = ["," + ",".join(str(100 + i) for i in range(12))] + [
        f"{100 + i}," + line.split(",", 1)[1]
        for i, line in enumerate(matrix().splitlines()[1:])
        if i not in (5, 9)
    ]
    assert read("\n".join(lines)).names == [str(100 + i) for i in range(12)]


def test_nodes_and_ties_in_one_list_are_refused(read: Any) -> None:
    nodes = "".join(f"{i} {name.split()[0]}\n" for i, name in enumerate(PEOPLE))
    ties = "".join(f"{a} {b}\n" for a, b, _ in TIES)
    assert "Trivial Graph Format" in refused(read, f"{nodes}#\n{ties}")


def test_nominations_with_a_strength_each(read: Any) -> None:
    lines = "".join(
        f"{PEOPLE[i]},{PEOPLE[(i + 1) % 12]},3,{PEOPLE[(i + 4) % 12]},1\n" for i in range(12)
    )
    found = read(f"ego,alter1,strength1,alter2,strength2\n{lines}")
    assert (found.names, found.weight) == (PEOPLE, 24)
    assert found.says("were not used: strength1, strength2")


def test_a_header_of_a_list_of_contacts(read: Any) -> None:
    lines = "".join(f"{PEOPLE[i]},{PEOPLE[i - 1]}; {PEOPLE[i - 4]}\n" for i in range(12))
    found = read(f"Name,Kontakte\n{lines}")
    assert (found.names, found.weight) == (PEOPLE, 24)


def test_a_staff_list_tells_of_somebody_in_two_spellings(read: Any) -> None:
    people = "Name,Mail,Manager\n" + "".join(
        f"{name},p{i}@x.example,{PEOPLE[0] if i else ''}\n" for i, name in enumerate(PEOPLE)
    )
    found = read(EDGES.replace("Ada Brandt", "p0@x.example"), people)
    assert (len(found.names), found.head) == (12, "p0@x.example")


def test_people_without_ties_are_shared_out(read: Any) -> None:
    """Each goes to the manager with most room, so nobody gets more than there is room for."""
    lines = "".join(f"{a + 1} {b + 1}\n" for a, b, _ in TIES)
    found = read(f"%%MatrixMarket matrix coordinate pattern symmetric\n60 60 19\n{lines}")
    boss = found.structure.manager
    assert max((boss == person).sum() for person in range(60)) <= 9


def test_tabs_at_the_end_of_a_matrix_are_cells(read: Any) -> None:
    rows = ["\t".join(["", *PEOPLE])]
    rows += [
        "\t".join([name, *(str(CELLS.get((a, b), "")) for b in range(12))])
        for a, name in enumerate(PEOPLE)
    ]
    cut = [row for row in rows if not row.startswith(PEOPLE[-1])] + [PEOPLE[-1] + "\t" * 12]
    found = read("\n".join(cut) + "\n")
    assert found.names == PEOPLE


@pytest.mark.parametrize("end", ["", "NA", "nan", "NULL", "-", "#N/A"])
def test_whoever_is_missing_is_nobody(read: Any, end: str) -> None:
    assert "ties.csv:21: nobody named in column 2" in refused(read, f"{EDGES}{PEOPLE[0]},{end},1\n")


def test_signs_that_nobody_sees_make_no_other_person(read: Any) -> None:
    first, *rest = EDGES.splitlines(keepends=True)
    marked = "".join(rest).replace("Ada Brandt", "Ada\u200b Brandt\u200e", 1)
    the_twelve(read(first + "\ufeff" + first + marked))


def test_a_header_that_was_sorted_into_the_table_is_found(read: Any) -> None:
    first, *rest = EDGES.splitlines(keepends=True)
    rows = "".join([*rest[:9], first, *rest[9:]])
    staff = "".join(f"{name},Sales,Ada Brandt\n" for name in PEOPLE[:8])
    staff += "Name,Department,Manager\n" + "".join(f"{name},IT,\n" for name in PEOPLE[8:])
    found = read(rows, staff)
    the_twelve(found)
    assert found.says("names of columns of ties.csv stand on line 10")
    assert found.says("names of columns of staff.csv stand on line 9")
    assert found.says("Departments: 2, from column 'Department'")


def test_names_across_stand_in_a_matrix_twice(read: Any) -> None:
    numbered = matrix()
    for number, name in enumerate(PEOPLE, 700):
        numbered = numbered.replace(name, str(number))
    first, *rest = numbered.splitlines(keepends=True)
    found = read("".join([first, *rest[:5], first, *rest[5:]]))
    assert found.structure.people == 12
    assert found.says("hold names of columns once more were left out: 1")
    assert "columns of numbers" in refused(read, "".join([*rest[:5], first, *rest[5:]]))


def test_a_pajek_file_of_two_networks_is_refused(read: Any) -> None:
    one = "*Vertices 2\n1 a\n2 b\n*Edges\n1 2\n"
    assert "line 6: a second *Vertices" in refused(read, one + one)
    assert "line 3: a person who is there already" in refused(read, "*Vertices 2\n1 a\n1 b\n")
    assert "line 2: a person is a number and a name" in refused(read, '*Vertices 2\n1 "a\n2 b\n')


def test_parts_of_gdf_and_json_without_their_names_are_refused(read: Any) -> None:
    assert "broken GDF file: line 1" in refused(read, "a,b\nnodedef>name VARCHAR\nc\n")
    nodes = [{"id": "a"}, {"label": "b"}, {"id": "c"}]
    assert "node 2 has no id" in refused(read, json.dumps({"nodes": nodes, "links": []}))
