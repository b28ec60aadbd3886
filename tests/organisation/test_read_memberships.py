"""Lists of who takes part in what: people who share something are tied."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from sim.organisation.read.edges import arcs_from_text
from sim.organisation.read.memberships import LARGEST
from tests.organisation.test_read_kinds import read, refused

__all__ = ["read"]
GROUPS = {"Apollo": "Ada Bo Cleo Dirk", "Hermes": "Ada Bo Eva", "Zeus": "Eva Finn Gita Hugo Ina",
          "Alone": "Ina"}  # fmt: skip
ROWS = [(person, thing) for thing, people in GROUPS.items() for person in people.split()]


def listed(head: str = "person,project", turned: bool = False) -> str:
    pairs = [(b, a) if turned else (a, b) for a, b in ROWS]
    return head + "\n" + "".join(f"{a},{b}\n" for a, b in pairs)


def weights(text: str) -> dict[tuple[str, str], float]:
    """Weight of every pair, by name."""
    arcs = arcs_from_text("list.csv", text)
    pairs = zip(arcs.sender, arcs.recipient, arcs.weight, strict=True)
    return {tuple(sorted((arcs.names[a], arcs.names[b]))): float(w) for a, b, w in pairs}  # type: ignore[misc]


def by_hand() -> dict[tuple[str, str], float]:
    """Newman's weights, pair by pair."""
    found = dict[tuple[str, str], float]()
    for people in map(str.split, GROUPS.values()):
        for a, b in combinations(sorted(people), 2):
            found[a, b] = found.get((a, b), 0.0) + 1 / (len(people) - 1)
    return found


@pytest.mark.parametrize(
    ("head", "turned"),
    [
        ("person,project", False),
        ("Projekt;Mitarbeiter", True),
        ("Meeting ID,Attendee", True),
        ("E-Mail,Kanal", False),
        ("employee id,group name", False),
    ],
)
def test_who_shares_something_is_tied(read: Any, head: str, turned: bool) -> None:
    text = listed(head, turned)
    text = text.replace(",", ";") if ";" in head else text
    assert weights(text) == pytest.approx(by_hand())
    found = read(text)
    assert found.names == ["Ada", "Bo", "Cleo", "Dirk", "Eva", "Finn", "Gita", "Hugo", "Ina"]
    assert found.says("9 people are tied to those with whom they share any of 4 things")
    assert found.says(f"from {len(ROWS)} rows")


def test_everybody_gets_one_tie_worth_from_each_thing() -> None:
    """What people share adds 1 to the strength of each of them, however many they are."""
    strength = dict.fromkeys({person for person, _ in ROWS}, 0.0)
    for (a, b), weight in weights(listed()).items():
        strength[a] += weight
        strength[b] += weight
    shared = [people.split() for people in GROUPS.values() if " " in people]
    assert strength == pytest.approx(
        {person: sum(person in people for people in shared) for person in strength}
    )


def test_said_twice_counts_once_and_cells_of_several_people_are_read() -> None:
    assert weights(listed() + "Ada,Apollo\n") == pytest.approx(by_hand())
    lines = "".join(f"{thing},{'; '.join(who.split())}\n" for thing, who in GROUPS.items())
    assert weights("meeting,participants\n" + lines + "Alone,Ina\n") == pytest.approx(by_hand())


def test_what_very_many_share_ties_nobody(read: Any) -> None:
    many = "".join(f"p{i},all hands\n" for i in range(LARGEST + 1))
    text = listed() + many
    found = read(text)
    assert len(found.names) == 9 + LARGEST + 1
    assert weights(text) == pytest.approx(by_hand())
    assert found.says(f"1 thing that more than {LARGEST} people share ties nobody")
    assert len(weights(many.join(["person,event\n", ""]).replace("p0,all hands\n", ""))) == (
        LARGEST * (LARGEST - 1) // 2
    )


def test_pairs_are_counted_before_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred thousand people in one group are no tie; too many pairs are refused."""
    everybody = "".join(f"p{i},town hall\n" for i in range(100_000))
    assert len(weights("person,event\n" + everybody + listed().partition("\n")[2])) == len(
        by_hand()
    )
    monkeypatch.setattr("sim.organisation.read.memberships.TIES", 10)
    with pytest.raises(ValueError, match="pairs of people who share something; at most 10"):
        weights(listed())


def test_two_sides_without_a_heading_are_refused_where_both_repeat(read: Any) -> None:
    rows = [(f"p{i}", f"team {j}") for i in range(12) for j in range(4) if (i + j) % 2]
    said = refused(read, "".join(f"{a},{b}\n" for a, b in rows))
    assert "people and what they take part in (two-mode)" in said
    assert "call the columns person and group" in said
    found = read("source,target\n" + "".join(f"{a},{b}\n" for a, b in rows))
    assert found.says("Nobody stands in both columns")
    assert len(found.names) == 16


def test_mentors_and_their_mentees_stay_people(read: Any) -> None:
    found = read("mentor,mentee\n" + "".join(f"m{i % 4},p{i}\n" for i in range(12)))
    assert len(found.names) == 16
    assert found.says("Nobody stands in both columns")


def test_a_staff_list_is_no_list_of_memberships(read: Any) -> None:
    people = "".join(f"p{i},team {i % 3},Engineer\n" for i in range(12))
    assert "tell of one person on a line" in refused(read, "id,team,role\n" + people)


def test_weights_are_bounded(read: Any) -> None:
    arcs = arcs_from_text("list.csv", listed())
    assert np.all((arcs.weight > 0) & (arcs.weight <= len(GROUPS)))
