"""A `Firm` is a Mesa model: agents, agent sets, data collection and batch runs."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import Any

import mesa
import numpy as np
import pytest

import sim
from sim.base.params import ConfigError
from sim.config.load import load
from sim.model.agents import Champion, Employee, Manager
from sim.model.config import RunConfig
from sim.model.firm import Firm
from sim.model.levers import Champions, Licences
from sim.runs.run import simulate
from tests.model.firms import assert_same_bytes, company, strategy, tuned


@pytest.fixture
def config() -> RunConfig:
    """Forty people; champions from week 3 to week 6."""
    champions = Champions(share=0.1, start=3, end=6)
    return company({"equal_budget": False}, strategy=strategy(Licences(), champions), weeks=10)


def test_agents_are_made_when_asked_for(config: RunConfig) -> None:
    """A run pays nothing for agents until somebody wants them."""
    firm = Firm(config)
    firm.step()
    assert isinstance(firm, mesa.Model)
    assert not firm._faces
    assert len(firm.agents) == 40
    assert firm.agents is firm.agents
    assert [agent.row for agent in firm.agents] == list(range(40))


def test_mesa_counts_and_stops(config: RunConfig) -> None:
    """`steps`, `running` and `run_model` mean what they mean in Mesa."""
    firm = Firm(config)
    firm.step()
    assert (firm.steps, firm.running) == (1, True)
    firm.run_model()
    assert (firm.steps, firm.week, firm.running) == (10, 10, False)
    assert_same_bytes(firm, simulate(config))


def test_agents_see_their_row(config: RunConfig) -> None:
    """An agent's attribute is one cell, read and written; two firms do not meet."""
    firm, other = Firm(config), Firm(tuned(config, {"seed": 1}))
    firm.step()
    for agent, twin in zip(firm.agents, other.agents, strict=True):
        assert agent.skill == firm.people.skill[agent.row]
        assert agent.genuine_use == firm.people.genuine_use[agent.row]
        assert agent.team == firm.people.team[agent.row]
        assert twin.tenure == other.people.tenure[agent.row]
    agent = firm.person(17)
    agent.trust = 0.875
    assert firm.people.trust[17] == 0.875
    assert other.people.trust[17] != 0.875


def test_select_and_types(config: RunConfig) -> None:
    """`agents.select`, `agents_by_type` and `agent_types` work as in any Mesa model."""
    firm = Firm(config)
    managers = firm.agents_by_type[Manager]
    assert len(managers) == firm.people.is_manager.sum()
    assert set(firm.agent_types) == {Employee, Manager}
    trusting = firm.agents.select(lambda agent: agent.trust > 0.5)
    assert {agent.row for agent in trusting} == set(np.flatnonzero(firm.people.trust > 0.5))
    assert managers.agg("approving_hours", sum) == pytest.approx(firm.people.approving_hours.sum())
    for agent in firm.agents:
        row = firm.people.manager[agent.row]
        assert (agent.boss is None) == (row < 0)
        assert agent.boss is None or (type(agent.boss) is Manager and agent.boss.row == row)


@pytest.mark.parametrize("met_in_week", [0, 4])
def test_champions_come_and_go(config: RunConfig, met_in_week: int) -> None:
    """A seat's agent becomes a champion and an employee again, with the same identity."""
    firm = Firm(config)
    for _ in range(met_in_week):
        firm.step()
    numbers = {agent.row: agent.unique_id for agent in firm.agents}
    kinds = []
    while firm.running:
        firm.step()
        champions = firm.agents_by_type.get(Champion, [])
        kinds.append(len(champions))
        assert {agent.row for agent in champions} == set(np.flatnonzero(firm.people.is_champion))
        assert all(agent.coaching_hours > 0.0 for agent in champions)
        assert {agent.row: agent.unique_id for agent in firm.agents} == numbers
        assert all(firm.person(agent.row) is agent for agent in firm.agents)
    assert kinds == [4 if 3 <= week <= 6 else 0 for week in range(met_in_week + 1, 11)]


def test_data_collector(config: RunConfig) -> None:
    """Mesa's collector reads model and agents, and changes nothing."""
    firm = Firm(config)
    collector = mesa.DataCollector(
        model_reporters={
            "use": lambda model: float(model.people.genuine_use.mean()),
            "week": "week",
        },
        agent_reporters={"skill": "skill", "saving": "saving"},
        agenttype_reporters={Manager: {"leading": "leading_hours"}},
    )
    for _ in range(10):
        firm.step()
        collector.collect(firm)
    model, agents = collector.get_model_vars_dataframe(), collector.get_agent_vars_dataframe()
    plain = simulate(config)
    np.testing.assert_allclose(model["use"], plain.log.columns()["genuine_use"], rtol=1e-12)
    assert model["week"].tolist() == list(range(1, 11))
    last = agents.xs(10, level="Step").sort_index()
    assert len(last) == 40
    assert last["skill"].mean() == pytest.approx(plain.people.skill.mean())
    assert (
        len(collector.get_agenttype_vars_dataframe(Manager)) == 10 * plain.people.is_manager.sum()
    )
    assert_same_bytes(firm, plain)


def test_the_log_is_a_datacollector(config: RunConfig) -> None:
    """Without a collector of one's own: all weekly columns, as Mesa hands them out."""
    firm = simulate(config)
    frame = firm.datacollector.get_model_vars_dataframe()
    assert list(frame) == list(firm.log.columns())
    assert frame["genuine_use"].tolist() == firm.log.columns()["genuine_use"].tolist()
    firm.datacollector.collect(firm)


def test_batch_run(config: RunConfig) -> None:
    """`mesa.batch_run` over configurations and seeds gives the numbers of `simulate`."""
    configs = [config, tuned(config, {"strategy": strategy(Licences())})]
    # Newer versions of Mesa overwrite a parameter `seed`, and count steps from 1.
    newer = "rng" in inspect.signature(mesa.batch_run).parameters
    seeds: dict[str, Any] = {"rng": [1, 2]} if newer else {}
    rows = mesa.batch_run(
        Firm,
        {"config": configs} if newer else {"config": configs, "seed": [1, 2]},
        **seeds,
        data_collection_period=1,
        max_steps=100,
        display_progress=False,
    )
    assert len(rows) == 2 * 2 * 10
    for each in configs:
        for seed in (1, 2):
            log = simulate(tuned(each, {"seed": seed})).log.columns()
            mine = [row for row in rows if row["config"] is each and row["seed"] == seed]
            assert [row["Step"] for row in mine] == list(range(newer, 10 + newer))
            for name in ("genuine_use", "lead_time_weeks", "spend_eur"):
                assert [row[name] for row in mine] == log[name].tolist()


def test_batch_run_by_name() -> None:
    """Names and keys of the command line are parameters of a batch."""
    rows = mesa.batch_run(
        sim.Firm,
        {"strategy": ["organic", "champions"], "organisation.headcount": 30, "weeks": 3,
         "equal_budget": False, "ablate": "talk"},
        display_progress=False,
    )  # fmt: skip
    for name, row in zip(("organic", "champions"), rows, strict=True):
        words = ["organisation.headcount=30", "weeks=3", "equal_budget=false", "ablate=talk"]
        lived = simulate(load(words, name)).log.columns()
        assert (row["strategy"], row["genuine_use"]) == (name, lived["genuine_use"][-1])


def test_a_firm_by_name() -> None:
    """Without a strategy there are no levers; what is mistyped is told."""
    firm = sim.Firm(organisation="small", **{"technology.reliability": 0.9}, seed=7)
    words = ["organisation=small", "technology.reliability=0.9", "seed=7"]
    assert firm.config == load(words, "none")
    with pytest.raises(ConfigError, match="champions"):
        sim.Firm(strategy="champoins")
    with pytest.raises(ConfigError, match="not both"):
        sim.Firm(RunConfig(), weeks=3)


def test_roles_group_and_collect(config: RunConfig) -> None:
    """`role` serves `AgentSet.groupby`, `select` and a collector of agents."""
    firm = Firm(config)
    for _ in range(3):
        firm.step()
    managers, champions = int(firm.people.is_manager.sum()), int(firm.people.is_champion.sum())
    counts = firm.agents.groupby("role").count()
    assert counts == {"manager": managers, "champion": champions,
                      "employee": 40 - managers - champions}  # fmt: skip
    collector = mesa.DataCollector(agent_reporters={"role": "role"})
    collector.collect(firm)
    assert collector.get_agent_vars_dataframe()["role"].value_counts().to_dict() == counts


def test_runs_do_not_need_mesa() -> None:
    """Commands start faster without it: only `Firm` imports Mesa."""
    code = (
        "import sys; from sim import load, run; run(load(['organisation.headcount=20', 'weeks=1']))"
        "; assert 'mesa' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_default_firm() -> None:
    """`Firm()` is a company without levers, ready to step."""
    firm = Firm()
    firm.step()
    assert firm.people.count == RunConfig().organisation.headcount  # type: ignore[union-attr]
    assert firm.config.strategy.levers == {}
