"""What rows of a team mean, and what may come in from outside."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.app import room
from sim.app.room import standing
from sim.app.rows import Player, Row


def row(number: int, round_: int, kind: str, by: int | None = 1, **fields: Any) -> Row:
    return Row(number, 1, round_, kind, fields, 0.0, by)


def drafted(number: int, round_: int, card: str, do: str = "play", **fields: Any) -> Row:
    return row(number, round_, "draft", card=card, do=do, fields=fields)


def test_a_draft_becomes_decisions_when_it_is_committed() -> None:
    rows = [drafted(1, 1, "training", hours=2), drafted(2, 1, "mandate"),
            drafted(3, 1, "mandate", "keep"), row(4, 1, "commit", council=None)]  # fmt: skip
    assert standing(rows[:3], 1).decisions == []
    now = standing(rows, 2)
    assert [(each.round, each.card, each.fields) for each in now.decisions] == [
        (1, "training", {"hours": 2})
    ]
    assert now.acting("training") == {"hours": 2}
    assert now.acting("mandate") is None
    assert not now.committed
    assert standing(rows, 1).committed


def test_what_is_asked_counts_at_once_and_ends_are_decisions() -> None:
    rows = [row(1, 1, "ask", card="survey", fields={}), drafted(2, 1, "training"),
            row(3, 1, "commit"), drafted(4, 2, "training", "end")]  # fmt: skip
    assert [each.card for each in standing(rows[:1], 1).decisions] == ["survey"]
    assert standing(rows, 2).with_draft[-1].fields is None


def test_a_change_of_the_draft_takes_agreement_back() -> None:
    rows = [drafted(1, 1, "training"), row(2, 1, "agree", by=1), row(3, 1, "agree", by=2)]
    assert standing(rows, 1).agreed == {1, 2}
    assert standing([*rows, drafted(4, 1, "mandate")], 1).agreed == set()


def test_going_back_opens_a_round_and_forgets_what_came_after() -> None:
    rows = [drafted(1, 1, "training"), row(2, 1, "bet", low=0.1, high=0.2), row(3, 1, "commit"),
            drafted(4, 2, "mandate"), row(5, 2, "ask", card="survey", fields={}),
            row(6, 2, "commit"), row(7, 1, "reopen", by=None)]  # fmt: skip
    now = standing(rows, 1)
    assert not now.committed
    assert now.decisions == []
    assert list(now.draft) == ["training"]
    assert now.bet == (0.1, 0.2)
    again = standing([*rows, row(8, 1, "commit"), drafted(9, 2, "champions")], 2)
    assert [each.card for each in again.decisions] == ["training"]
    assert list(again.draft) == ["champions"]


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["draft", "commit", "reopen", "ask"]),
                          st.sampled_from(["training", "mandate"])), max_size=25))  # fmt: skip
def test_later_rows_change_no_earlier_decision_unless_somebody_goes_back(
    said: list[tuple[int, str, str]],
) -> None:
    rows = [
        drafted(k, round_, card) if kind == "draft"
        else row(k, round_, kind, card=card, fields={}) for k, (round_, kind, card) in
        enumerate(said) if kind != "reopen"
    ]  # fmt: skip
    for k in range(len(rows)):
        before, after = standing(rows[:k], 4).decisions, standing(rows, 4).decisions
        assert after[: len(before)] == before


def test_roles_nobody_holds_belong_to_everybody() -> None:
    ann, bo = (Player(k, 1, 1, roles, None, False) for k, roles in ((1, ("sponsor",)), (2, ())))
    assert room.may_play(ann, "sponsor", [ann, bo])
    assert not room.may_play(bo, "sponsor", [ann, bo])
    assert room.may_play(bo, "champion", [ann, bo])
    assert room.council([ann, bo], {1, 2}) is None
    council = Player(3, 1, 1, ("works_council",), None, False)
    assert room.council([ann, council], {1}) is False
    assert room.council([ann, council], {1, 3}) is True
    assert [room.needed(there) for there in (1, 2, 3, 4, 5)] == [1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Ann   Lee ", "Ann Lee"), ("\u202eevil\u2066", "evil"), ("a\x00\x1bb\n\tc", "abc"),
        ("<script>alert(1)</script>", "<script>alert(1)</script"), ("\u200b\u2028", None),
        ("", None), ("x" * 99, "x" * 24),
    ],
)  # fmt: skip
def test_names_are_short_and_harmless(typed: str, name: str | None) -> None:
    assert room.clean_name(typed) == name


def test_letters_do_not_grow_over_others() -> None:
    found = room.clean_name("q" + "\u0303\u0304\u0305" * 9 + "r")
    assert found is not None
    assert (len(found), found[0], found[-1]) == (4, "q", "r")


def test_codes_cannot_be_misread() -> None:
    codes = {room.new_code() for _ in range(300)}
    assert len(codes) >= 297, "two of 300 are alike once in a thousand times, six never"
    for code in codes:
        assert len(code) == room.CODE
        assert not set(code) & set("0O1IL5S8B2Z") - {"B", "Z"}
        assert room.read_code(room.shown_code(code).lower().replace("-", " ")) == code


def test_teams_have_names_for_a_whole_school() -> None:
    taken: set[str] = set()
    for _ in range(room.MOST_TEAMS):
        taken.add(room.team_name(taken))
    assert len(taken) == room.MOST_TEAMS
