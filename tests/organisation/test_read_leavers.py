"""Who has left, closed accounts and guests are no people of the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import networkx as nx
import pytest

from sim.organisation.build import from_networkx
from sim.report.language import Language
from sim.report.notes import told
from tests.organisation.test_read_kinds import EDGES, PEOPLE, read, refused

__all__ = ["read"]
BO, CLEO = 1, 2
TIES_OF_BO_AND_CLEO = 6
"""Ada, Cleo and Eva know Bo; Ada, Finn and Ina know Cleo, too."""


def staff(column: str, usual: str, odd: str, gone: Sequence[int] = (BO, CLEO)) -> str:
    """A list of the twelve, some of whom are not there any more."""
    rows = (
        f"{name},{'IT' if row < 6 else 'Sales'},{PEOPLE[0] if row else ''},"
        f"{odd if row in gone else usual}\n"
        for row, name in enumerate(PEOPLE)
    )
    return f"Name,Department,Manager,{column}\n" + "".join(rows)


@pytest.mark.parametrize(
    ("column", "usual", "odd"),
    [
        ("accountEnabled", "True", "False"),
        ("userType", "Member", "Guest"),
        ("Status [READ ONLY]", "Active", "Suspended"),
        ("STATUS", "t", "f"),
        ("emplStatus", "A", "T"),
        ("Status", "active", "inactive"),
        ("Employment Status", "Full-Time", "Terminated - Voluntary"),
        ("aktiv", "ja", "nein"),
        ("Mitarbeiterstatus", "beschäftigt", "ausgeschieden"),
        ("gesperrt", "", "x"),
        ("Block credential", "False", "True"),
    ],
)
def test_a_column_tells_who_is_not_there(read: Any, column: str, usual: str, odd: str) -> None:
    found = read(EDGES, staff(column, usual, odd))
    assert found.names == [name for row, name in enumerate(PEOPLE) if row not in (BO, CLEO)]
    assert found.ties.count == 19 - TIES_OF_BO_AND_CLEO
    assert found.says(f"2 people of staff.csv who have left, whose account is closed, or who are "
                      f"guests, are left out with their ties ({TIES_OF_BO_AND_CLEO}), as told by "
                      f"{column}.")  # fmt: skip
    assert not found.says("not used")
    assert not any(name in note for note in found.notes for name in PEOPLE)


@pytest.mark.parametrize(
    ("column", "usual", "odd"),
    [
        ("Status", "Full-time", "On leave"),
        ("Active", "120", "0"),  # hours, and no yes or no
        ("State", "Bavaria", "Left Bank"),
        ("Type", "Member", "Guest relations"),
        ("STATUS", "A", "P"),
    ],
)
def test_other_words_take_nobody_out(read: Any, column: str, usual: str, odd: str) -> None:
    assert read(EDGES, staff(column, usual, odd)).names == PEOPLE


DAYS = ("2019-04-01", "2024-09-30", "2025-12-31")


@pytest.mark.parametrize(
    ("days", "heading"),
    [
        (DAYS, "Termination_Date"),
        (("01.04.2019", "30.09.2024", "31.12.2025"), "Austrittsdatum"),
        (("04/01/2019", "09/30/2024", "12/31/2025"), "Last Day"),
        (("2019/4/1", "2024/9/30", "2025/12/31"), "exitDate"),
    ],
)
def test_a_day_of_leaving_is_past_before_the_newest_other_day(
    read: Any, days: Sequence[str], heading: str
) -> None:
    """Bo has left; Cleo will, after the newest entry that the file knows."""
    hired, left, will = days
    rows = staff(f"Hire date,{heading}", f"{hired},", f"{hired},{left}", [BO]).splitlines()
    rows[1 + CLEO] = f"{rows[1 + CLEO]}{will}"
    newest = rows[-1].replace(hired, left)
    found = read(EDGES, "\n".join([*rows[:-1], newest]))
    assert found.names == [name for name in PEOPLE if name != PEOPLE[BO]]
    assert found.says("1 person of staff.csv who has left")
    assert found.says("(left by 2024-09-30, the newest other date in the file)")


def test_a_day_of_leaving_alone_is_told_and_takes_nobody_out(read: Any) -> None:
    found = read(EDGES, staff("Termination Date,Date of birth", ",1990-01-01",
                              "2020-01-31,2030-01-01"))  # fmt: skip
    assert found.names == PEOPLE
    assert found.says("2 people of staff.csv have a date of leaving")


def test_reports_of_who_has_left_get_another_manager(read: Any) -> None:
    lines = staff("Status", "active", "inactive", [BO]).splitlines()
    under_bo = [line.replace(PEOPLE[0], PEOPLE[BO]) if line.startswith(("Eva", "Finn")) else line
                for line in lines]  # fmt: skip
    found = read(EDGES, "\n".join(under_bo))
    assert PEOPLE[BO] not in found.names
    assert found.says("2 people without a manager in the data")


def test_a_second_row_of_somebody_who_came_back_is_the_one_that_counts(read: Any) -> None:
    text = staff("Status", "active", "inactive", []) + f"{PEOPLE[BO]},Sales,,inactive\n"
    assert read(EDGES, text).names == PEOPLE


def test_nobody_left_is_no_organisation(read: Any) -> None:
    assert "everybody in it has left" in refused(read, EDGES, staff("aktiv", "nein", "nein"))


def test_nodes_of_a_graph_say_it_too() -> None:
    graph = nx.circulant_graph(12, [1, 2])
    nx.set_node_attributes(graph, dict.fromkeys(graph, True), "accountEnabled")
    graph.nodes[3]["accountEnabled"] = False
    found = from_networkx(graph)
    assert found.structure.people == 11
    assert found.network.contact.count == 24 - 4
    for code, word in (("en", "has left"), ("de", "ausgeschieden")):
        assert any(word in note for note in told(found.notes, Language(code)))
