"""People as Mesa agents: views of one row, made only when somebody asks for `firm.agents`.

A run of a million people never does and pays nothing for them.
"""

from __future__ import annotations

from typing import Any

import mesa


class Cell:
    """An agent's attribute that lives in one cell of a column of `People`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        if agent is None:
            return self
        return getattr(agent.model.people, self.name)[agent.row].item()

    def __set__(self, agent: Any, value: Any) -> None:
        getattr(agent.model.people, self.name)[agent.row] = value


class Employee(mesa.Agent):
    """One person: a view of a row of `People`; `role` says of which kind, for `groupby`."""

    role = "employee"

    expectation, trust, skill, best_use, threat, reactance = (Cell() for _ in range(6))
    genuine_use, compelled_use, reported_use, effective_use = (Cell() for _ in range(4))
    aware, licensed, saving, innovativeness, proneness = (Cell() for _ in range(5))
    switching_cost, tenure, productive_hours, exploring_hours = (Cell() for _ in range(4))
    department, team, phase, station = (Cell() for _ in range(4))

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def boss(self) -> Employee | None:
        """The line manager, or None for the head of the organisation."""
        row = int(self.model.people.manager[self.row])
        return None if row < 0 else self.model.person(row)


class Champion(Employee):
    """An employee with released hours and visibility, and no other privilege."""

    role = "champion"

    coaching_hours = Cell()


class Manager(Employee):
    """An employee whose use the team sees and whose hours carry the approval queue."""

    role = "manager"

    approving_hours, leading_hours = Cell(), Cell()
