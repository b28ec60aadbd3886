"""Events: what each moves, never before its week, and the same under every strategy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.params import ConfigError
from sim.config.check import resolved, to_yaml
from sim.config.command_of import words
from sim.config.load import load
from sim.model.config import RunConfig
from sim.model.engine import Engine
from sim.model.events import KINDS, Event
from sim.model.people import MOVABLE, NOTHING, People
from sim.model.strategy import Strategy
from sim.runs.keys import run_key
from sim.runs.run import live
from tests.model.firms import ALL_USE, assert_same_bytes, columns, company, every_lever, tuned

WEEKS = 30
SEAT = {
    "department", "team", "manager", "is_manager", "is_champion", "station", "place", "phase",
    "climate", "job_fit", "resists", "leaves", "hours", "weekly", "shown", "low", "high",
}  # fmt: skip


def lived(*events: str, **fields: Any) -> Any:
    return live(Engine(happening(*events, **fields)))


def happening(*events: str, **fields: Any) -> RunConfig:
    fields = {"strategy": every_lever(), "weeks": WEEKS, "headcount": 60, **fields}
    return company(events=events, **fields)


@st.composite
def event(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(sorted(KINDS)))
    kind = KINDS[name]
    size = draw(st.sampled_from((kind.low, kind.usual, kind.high)) | st.floats(kind.low, kind.high))
    return f"{name}@{draw(st.integers(1, WEEKS))}:{size!r}"


@given(events=st.lists(event(), min_size=1, max_size=4), seed=st.integers(0, 99))
def test_nothing_happens_before_its_week(events: list[str], seed: int) -> None:
    """Whatever happens, in whatever order it is listed: weeks before the first are as without."""
    firm = lived(*events, seed=seed)
    first = min(each.week for each in firm.config.events)
    assert_same_bytes(firm, lived(seed=seed), weeks=first - 1)
    assert_same_bytes(firm, lived(*reversed(events), seed=seed))
    later = [each for each in events if Event(*_parts(each)).week < WEEKS // 2]
    assert_same_bytes(firm, lived(*later, seed=seed), weeks=WEEKS // 2 - 1)


def _parts(said: str) -> tuple[int, str, float]:
    kind, _, rest = said.partition("@")
    week, _, size = rest.partition(":")
    return int(week), kind, float(size)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_alone_moves_something_and_size_0_nothing(kind: str) -> None:
    """From its week on (a cut when the money runs out) a run differs; at size 0 it is the same."""
    budget = {"programme.budget_per_employee": 200.0}
    without = live(Engine(tuned(happening(), budget)))
    nothing = live(Engine(tuned(happening(f"{kind}@9:0"), budget)))
    assert_same_bytes(without, nothing)
    firm = live(Engine(tuned(happening(f"{kind}@4"), budget)))
    assert firm.log.values.tobytes() != without.log.values.tobytes()
    ablated = tuned(happening(f"{kind}@4"), {**budget, "ablate": ("events",)})
    assert_same_bytes(live(Engine(ablated)), without)


def test_a_tool_that_changes() -> None:
    """What use saves changes by the size from the week on, and nothing else about that week."""
    plain = {**ALL_USE, "workforce.saving.checking": 0.0, "workforce.saving.rework": 0.0}
    one, other = (Engine(tuned(happening(*events, strategy=Strategy()), plain))
                  for events in ((), ("tool_change@3:-0.5", "tool_change@4:1")))  # fmt: skip
    for factor in (1.0, 1.0, 0.5, 1.0):
        one.step()
        other.step()
        if one.week <= 3:
            np.testing.assert_allclose(other.people.saving, factor * one.people.saving)
    assert other.tool_quality == 1.0


def test_an_error_is_heard_of_along_contacts() -> None:
    """Trust falls by the size for some: more of those nearer, none without a chain of contacts."""
    firm = Engine(happening("public_error@1:0.5", headcount=400, strategy=Strategy()))
    before = firm.people.trust.copy()
    firm.mechanisms[0](firm, firm.offer)
    firm.week = 1
    firm.mechanisms[0](firm, firm.offer)
    share = firm.people.trust / before
    assert set(np.round(share, 12)) == {0.5, 1.0}
    heard, contact = share < 0.9, firm.network.contact
    near = np.bincount(contact.owner, heard[contact.neighbour], 400) / np.maximum(1, contact.degree)
    assert 0.1 < heard.mean() < 0.9
    assert near[heard].mean() > near[~heard].mean() + 0.03


def test_a_budget_is_cut() -> None:
    """Half of what is left goes, from the next week on, and no more than that is spent."""
    firm = Engine(happening("budget_cut@10:0.5"))
    for _ in range(10):
        assert firm.allowed_eur == firm.budget_eur
        spent = firm.spent_eur
        firm.step()
    assert firm.allowed_eur == pytest.approx(firm.budget_eur - (firm.budget_eur - spent) / 2)
    live(firm)
    assert firm.spent_eur < lived().spent_eur
    weekly = columns(firm)["spend_eur"].max()
    assert firm.spent_eur <= firm.allowed_eur + weekly


@pytest.mark.parametrize("who", ["champions", "managers"])
def test_leavers_are_replaced_by_newcomers(who: str) -> None:
    """As many seats of the kind as the size says have a newcomer; nobody else has gone."""
    firm = Engine(tuned(happening(f"{who}_leave@6:0.5"), {"workforce.turnover.monthly": 0.0}))
    for _ in range(6):
        firm.step()
    mask = firm.people.is_champion if who == "champions" else firm.people.is_manager
    new = firm.people.tenure < 1.5 / 52
    assert not new[~mask].any()
    assert new.sum() == max(1, round(0.5 * mask.sum()))


def test_a_reorganisation_moves_people_and_keeps_seats() -> None:
    """People go along with what they know; seats, ties and managers stay; none is lost.

    What they think of their manager's word stays behind: of the new one they have heard nothing.
    """
    rules = {
        "workforce.turnover.monthly": 0.0,
        "workforce.credibility.learning": 0.3,
        "workforce.discovery.across_phases": 0.6,
    }
    firm = Engine(tuned(happening("reorganisation@6:0.5"), rules))
    for _ in range(5):
        firm.step()
    people = firm.people
    before, seats = people.copy(), {name: getattr(people, name).copy() for name in
                                    SEAT - {"weekly", "shown", "hours", "leaves"}}  # fmt: skip
    firm.week = 6
    firm.mechanisms[0](firm, firm.offer)
    moved = people.tenure != before.tenure
    staff = int((~people.is_manager).sum())
    assert moved.sum() == round(0.5 * staff)
    assert not moved[people.is_manager].any()
    assert sorted(people.tenure) == sorted(before.tenure)
    for name, column in seats.items():
        assert (getattr(people, name) == column).all(), name
    where = {tenure: row for row, tenure in enumerate(before.tenure)}
    came = np.array([where[tenure] for tenure in people.tenure])
    for name in set(MOVABLE) - {"matrix", "switching_cost", "belief", "told"}:
        assert (getattr(people, name) == getattr(before, name)[..., came]).all(), name
    for name, unheard in (("belief", 1.0), ("told", NOTHING)):
        now, then = getattr(people, name), getattr(before, name)
        assert (now[0] == np.where(moved, unheard, then[0])).all(), name
        assert (now[1:] == then[1:, came]).all(), name
        assert (then[0, moved] != unheard).any(), name
    own = before.switching_cost - before.climate
    np.testing.assert_allclose(people.switching_cost - people.climate, own[came], atol=1e-12)
    worth = people.best_use / (people.job_fit / before.job_fit[came] * before.best_use[came])
    across = np.where(people.phase == people.phase[came], 1.0, 0.6)
    np.testing.assert_allclose(worth, across, rtol=1e-12)


def test_every_column_is_a_persons_or_a_seats() -> None:
    """Whoever adds a column of `People` says whether it goes along in a reorganisation."""
    people: People = Engine(happening()).people
    held = {name for name, value in vars(people).items() if isinstance(value, np.ndarray)}
    rows = {name for table in (people.matrix, people.weekly, people.hours) for name in held
            if getattr(people, name).base is table}  # fmt: skip
    assert held - rows == {*MOVABLE, *SEAT} - {"matrix", "weekly", "hours"} | {
        "matrix", "weekly", "hours"}  # fmt: skip


def test_a_pause_rests_the_levers() -> None:
    """Nothing of the programme acts in the weeks of a pause; licences stay, and it goes on."""
    firm = Engine(happening("pause@5:4"))
    for _ in range(5):
        firm.step()
    late = firm.people.redesign_hours.sum()
    live(firm)
    assert np.flatnonzero(~np.array(firm.levers_act)).tolist() == [4, 5, 6, 7]
    log = columns(firm)
    # Who takes part in a redesign hears of it a week later.
    assert (log["spend_hours"][5:8] == 0.0).all()
    assert log["spend_hours"][4] == pytest.approx(late)
    assert log["spend_hours"][4] < 0.02 * log["spend_hours"][[3, 8]].min()
    assert log["licensed"][4:9].min() == 1.0


def test_the_reference_meets_the_same() -> None:
    """Events hit whoever has no levers as well, with the same luck."""
    config = happening("public_error@6", "managers_leave@7:0.5", "reorganisation@8")
    one, other = Engine(config), Engine(config.without_levers())
    assert config.company() == config.without_levers().company()
    met = []
    for firm in (one, other):
        for _ in range(8):
            firm.step()
            if firm.week == 7:
                met.append(firm.people.leaves.copy())
        met.append(firm.people.innovativeness.copy())
    assert (met[0] == met[2]).all()
    assert (met[1] == met[3]).all()


def test_events_from_the_command_line_and_back() -> None:
    """Short, long, with and without brackets; part of the key; and the command has them."""
    small = "organisation.headcount=40"
    cases = ["events=budget_cut@9:0.4", "events=[budget_cut@9:0.4]",
             "events=[{week:9,kind:budget_cut,size:0.4}]"]  # fmt: skip
    config, *others = (load((small, each), "organic") for each in cases)
    assert config.events == (Event(9, "budget_cut", 0.4),)
    assert all(each == config for each in others)
    two = load((small, "events=pause@20,public_error@3"), "organic")
    assert two.events == (Event(3, "public_error", 0.3), Event(20, "pause", 8.0))
    again = words(two)
    assert again is not None
    assert load(again) == two
    bare = load((small,), "organic")
    assert len({run_key(each) for each in (config, two, bare)}) == 3
    assert "events" not in to_yaml(bare)
    assert resolved(config)["events"] == [{"week": 9, "kind": "budget_cut", "size": 0.4}]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("budget_cutt@9", "unknown event 'budget_cutt'; did you mean 'budget_cut'"),
        ("budget_cut@0", r"week of budget_cut must be in \[1, 5200\], got 0"),
        ("budget_cut@9:1.5", r"size of budget_cut must be in \[0, 1\] share, got 1.5"),
        ("budget_cut@9:half", r"size of budget_cut must be in \[0, 1\] share, got 'half'"),
        ("budget_cut@999", r"budget_cut in week 999 comes after the last week \(weeks=104\)"),
        ("budget_cut", r"an event is like \[public_error@20:0.3\] or"),
        ("[{week:3,kind:pause,sice:2}]", "unknown key 'sice'; did you mean 'size'"),
        ("[{week:3.5,kind:pause}]", r"week of pause must be in \[1, 5200\], got 3.5"),
        ("[3]", "an event is like"),
    ],
)
def test_bad_events_are_refused(said: str, message: str) -> None:
    with pytest.raises(ConfigError, match=f"^events: .*{message}") as caught:
        load((f"events={said}",), "organic")
    assert "\n" not in str(caught.value)


def test_a_cut_needs_a_budget() -> None:
    with pytest.raises(ConfigError, match="budget_cut needs a budget"):
        load(("events=budget_cut@9", "equal_budget=false"), "organic")
