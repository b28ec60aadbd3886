"""Who writes what: mechanisms write their own columns, ablated ones leave theirs untouched."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import sim
from sim.config.load import load
from sim.model.firm import Firm
from sim.model.people import STATES, WEEKLY
from sim.model.week import ESSENTIAL, names
from tests.model.firms import SECOND, all_but, company, every_lever, tuned

Image = dict[str, NDArray[np.generic] | float]
#: A newcomer is a new person in an old seat: everything about the person changes.
PERSON = {
    "people.innovativeness", "people.proneness", "people.switching_cost", "people.tenure",
    "people.own_access", "people.reported_use", "people.effective_use", "people.history",
    "people.trained", "people.belief", "people.told",
}  # fmt: skip
#: What mechanisms write besides the states and weekly columns that `sim/model/people.py` declares.
OTHERS = {
    "events": PERSON | {f"people.{name}" for name in STATES} | {"people.leaves"},
    "turnover": PERSON | {f"people.{name}" for name in STATES},
    "hours": {"people.hours", "people.trained"},
    "exchange": {"people.shown"},
    "helping": {"people.seen_use"},
    "credibility": {"people.belief", "people.told"},
    "work": {
        f"stations.{name}"
        for name in (
            "sums", "use", "kept", "visits", "hours", "waits", "relief", "backlog",
            "approval_backlog", "station_throughput", "throughput", "pressure", "measured_wait",
            "friction_waits", "capacity", "usual_capacity", "demand", "accustomed",
        )
    }
    | {"firm.flow"},
    "integration": {
        f"stations.{name}"
        for name in (
            "opened", "delay", "owned", "begun", "latest_wave", "wave_progress", "participants",
            "participants_asked",
            "participant_hours", "insight", "experience", "experience_here", "integration",
            "integrated", "asked", "seen", "depth", "deep",
        )
    }
    | {"firm.support_hours"},
    "settle": {f"people.{name}" for name in STATES}
    | {f"change.{name}" for name in STATES}
    | {"people.reported_use", "people.effective_use", "people.history", "people.tenure"},
}  # fmt: skip
#: Files of the model that hold no configuration and no judgement.
MODEL = (
    "state", "engine", "firm", "agents", "people", "stations", "offer", "week", "log", "budget",
)  # fmt: skip


def image(firm: Firm) -> Image:
    """A copy of everything a firm holds, by name."""
    found: Image = {f"change.{name}": getattr(firm.people.change, name).copy() for name in STATES}
    parts = {"firm": firm, "people": firm.people, "stations": firm.stations, "offer": firm.offer}
    for part, holder in parts.items():
        for name, value in vars(holder).items():
            # States and weekly columns are rows of tables, as are those of stations and workflows;
            # hours by kind are rows of `hours`.
            if name in ("matrix", "weekly", "table", "flows") or (
                name.endswith("_hours") and part == "people"
            ):
                continue
            if isinstance(value, np.ndarray):
                found[f"{part}.{name}"] = value.copy()
            elif isinstance(value, int | float) and part != "people":
                found[f"{part}.{name}"] = float(value)
    return found


def differing(before: Image, after: Image) -> set[str]:
    assert set(before) == set(after)
    return {
        name
        for name in before
        if np.asarray(before[name]).tobytes() != np.asarray(after[name]).tobytes()
    }


def allowed(mechanism: str) -> set[str]:
    declared = {
        f"change.{name}" for name, (_, _, writers) in STATES.items() if mechanism in writers
    }
    weekly = {f"people.{name}" for name, writer in WEEKLY.items() if writer == mechanism}
    return declared | weekly | OTHERS.get(mechanism, set())


def test_every_mechanism_writes_only_its_own_columns() -> None:
    """Run the week mechanism by mechanism and compare everything before and after each."""
    config = company(
        {"workforce.turnover.monthly": 8.0, "equal_budget": False},
        SECOND,
        strategy=every_lever(),
        headcount=60,
        weeks=40,
        events=("public_error@9", "managers_leave@10", "reorganisation@11"),
    )
    firm = Firm(config)
    written: dict[str, set[str]] = {name: set() for name in names()}

    def watched(mechanism: Callable[..., None]) -> Callable[..., None]:
        def wrapper(firm: Firm, offer: object) -> None:
            before = image(firm)
            mechanism(firm, offer)
            written[mechanism.__name__] |= differing(before, image(firm))

        return wrapper

    firm.mechanisms = tuple(watched(mechanism) for mechanism in firm.mechanisms)
    for _ in range(40):
        firm.step()
    for name, columns in written.items():
        assert columns <= allowed(name), (name, columns - allowed(name))
        assert columns, f"{name} wrote nothing: the test would not notice it writing too much"


def test_every_declared_column_has_its_writer() -> None:
    """`STATES` and `WEEKLY` name mechanisms that exist, and the states that `settle` keeps."""
    for _, _, writers in STATES.values():
        assert set(writers) <= set(names())
    assert set(WEEKLY.values()) <= set(names())


@pytest.mark.parametrize("mechanism", [name for name in names() if name not in ESSENTIAL])
def test_without_its_mechanisms_a_column_stays(mechanism: str) -> None:
    """Ablate all mechanisms that may write a column: it stays at its start, bit for bit."""
    for column, (_, _, writers) in STATES.items():
        if mechanism not in writers:
            continue
        config = tuned(
            load(("organisation.headcount=40", "weeks=10"), strategy="playbook"),
            {"ablate": (*writers, "turnover"), "equal_budget": False},
        )
        firm = Firm(config)
        before = getattr(firm.people, column).copy()
        for _ in range(10):
            firm.step()
        assert (getattr(firm.people, column) == before).all(), column


@pytest.mark.parametrize("mechanism", [name for name in names() if name not in ESSENTIAL])
def test_alone_a_mechanism_moves_its_own_columns_only(mechanism: str) -> None:
    """Everything else ablated: only the columns of this mechanism (and access) move."""
    words = ("organisation.headcount=60", "weeks=10", "workforce.turnover.monthly=0")
    for strategy in ("mandate_with_training", "playbook"):
        config = tuned(
            load(words, strategy=strategy),
            {"ablate": all_but(mechanism), "equal_budget": False},
        )
        firm = Firm(config)
        before = {name: getattr(firm.people, name).copy() for name in STATES}
        for _ in range(10):
            firm.step()
        for column, (_, _, writers) in STATES.items():
            if mechanism not in writers and "access" not in writers:
                assert (getattr(firm.people, column) == before[column]).all(), column
        if mechanism != "integration":
            assert not firm.stations.integration.any()


def code_of_the_model() -> list[Path]:
    root = Path(sim.__file__).parent / "model"
    single = [root / f"{name}.py" for name in MODEL]
    return sorted([*single, *(root / "mechanisms").glob("*.py"), *(root / "levers").glob("*.py")])


@pytest.mark.parametrize("path", code_of_the_model(), ids=lambda path: path.stem)
def test_no_code_reads_the_name_of_a_strategy(path: Path) -> None:
    """The model never asks what a strategy is called: `strategy.name` appears nowhere in it.

    Of a strategy the model may only read its levers and its part of the budget, and no strategy
    is named in a string.
    """
    strategies = {
        each.stem for each in (Path(sim.__file__).parents[1] / "conf/strategy").glob("*.yaml")
    }
    # Names of levers and mechanisms that happen to be strategies' names, too.
    strategies -= {"mandate", "champions", "lead_by_example", "none"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            owner = node.value
            of_strategy = (isinstance(owner, ast.Attribute) and owner.attr == "strategy") or (
                isinstance(owner, ast.Name) and owner.id == "strategy"
            )
            read = ("levers", "budget_share")
            assert not of_strategy or node.attr in read, ast.unparse(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert node.value not in strategies, node.value
