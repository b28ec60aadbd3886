"""One common task for all: adoption on a network after Bass, synchronous.

Everybody who has not adopted adopts with chance 1 - (1 - p)(1 - q share), share being the
adopters among the contacts; mean degree 10. Our engine runs with its week reduced to this
one mechanism; plain Mesa has one object per person; others where they are installed.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import mesa
import numpy as np
from numba import njit

from sim.base.philox import BLOCK, fill, unit
from sim.model.config import RunConfig
from sim.model.firm import Firm
from sim.model.mechanisms.settle import settle
from sim.organisation.build import Organisation
from sim.organisation.network import Network, Ties
from sim.organisation.structure import Structure

EXTERNAL, SOCIAL, DEGREE = 0.005, 0.1, 10


def random_ties(people: int) -> Ties:
    """A random graph of mean degree 10."""
    draw = np.random.Generator(np.random.Philox(1))
    pairs = draw.integers(0, people, (2, people * DEGREE // 2))
    return Ties.from_pairs(people, pairs[0], pairs[1])


def bass(firm: Firm, offer: Any) -> None:
    """The one mechanism, written like any other."""
    people, ties = firm.people, firm.network.contact
    key = firm.streams.key("bass")
    _adopt(
        key[0], key[1], firm.week, ties.start, ties.neighbour,
        people.genuine_use, people.change.genuine_use,
    )  # fmt: skip


@njit(cache=True)
def _adopt(k0: Any, k1: Any, week: int, start: Any, neighbour: Any, use: Any, change: Any) -> None:
    words = np.empty((4, BLOCK), np.uint32)
    for i in range(use.shape[0]):
        if i % BLOCK == 0:
            fill(k0, k1, week, i, words)
        if use[i] == 0.0:
            seen = 0.0
            for k in range(start[i], start[i + 1]):
                seen += use[neighbour[k]]
            share = seen / max(1, start[i + 1] - start[i])
            if unit(words[0, i % BLOCK]) < 1.0 - (1.0 - EXTERNAL) * (1.0 - SOCIAL * share):
                change[i] = 1.0


def ours(ties: Ties, weeks: int) -> float:
    """Our engine with the week reduced to (bass, settle); seconds of the weeks."""
    people = len(ties.start) - 1
    rows = np.zeros(people, np.int32)
    boss = np.zeros(people, bool)
    boss[0] = True
    manager = np.where(boss, -1, 0).astype(np.int32)
    level = (~boss).astype(np.int8)
    structure = Structure(rows, rows, manager, boss, level)
    network = Network(ties, ties, np.ones(people))
    firm = Firm(RunConfig(weeks=weeks), Organisation(structure, network))
    firm.people.genuine_use[:] = 0.0
    began = time.perf_counter()
    for _ in range(weeks):
        firm.week += 1
        for mechanism in (bass, settle):
            mechanism(firm, firm.offer)
    return time.perf_counter() - began


class Person(mesa.Agent):
    """One object per person, as a tutorial would write it."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.adopted = False
        self.contacts: list[Person] = []

    def look(self) -> None:
        share = sum(other.adopted for other in self.contacts) / max(1, len(self.contacts))
        chance = 1.0 - (1.0 - EXTERNAL) * (1.0 - SOCIAL * share)
        self.next = self.adopted or self.random.random() < chance

    def move(self) -> None:
        self.adopted = self.next


def plain_mesa(ties: Ties, weeks: int) -> float:
    """Object-per-agent Mesa; seconds of the weeks."""
    model = mesa.Model(rng=1)
    people = [Person(model) for _ in range(len(ties.start) - 1)]
    for row, person in enumerate(people):
        person.contacts = [people[other] for other in ties.of(row)]
    began = time.perf_counter()
    for _ in range(weeks):
        model.agents.do("look")
        model.agents.do("move")
    return time.perf_counter() - began


def ndlib(ties: Ties, weeks: int) -> float:
    """NDlib's closest model (profile threshold is not it; independent contacts are): SI."""
    import networkx as nx
    from ndlib.models import ModelConfig, epidemics

    graph = nx.Graph()
    graph.add_nodes_from(range(len(ties.start) - 1))
    a, b, _ = ties.pairs()
    graph.add_edges_from(zip(a.tolist(), b.tolist(), strict=True))
    model = epidemics.SIModel(graph)
    config = ModelConfig.Configuration()
    config.add_model_parameter("beta", SOCIAL / DEGREE)
    config.add_model_parameter("fraction_infected", 0.01)
    model.set_initial_status(config)
    began = time.perf_counter()
    model.iteration_bunch(weeks, node_status=False)
    return time.perf_counter() - began


def starsim(ties: Ties, weeks: int) -> float:
    """starsim's SI on a random network of the same degree."""
    import starsim as ss

    people = len(ties.start) - 1
    network = ss.RandomNet(n_contacts=DEGREE)
    disease = ss.SI(beta=SOCIAL / DEGREE, init_prev=0.01)
    sim = ss.Sim(n_agents=people, networks=network, diseases=disease, dur=weeks, dt=1, verbose=0)
    sim.init()
    began = time.perf_counter()
    sim.run()
    return time.perf_counter() - began


def c_loop(ties: Ties, weeks: int, folder: Path) -> float:
    """The same decision in a plain C loop with a fast sequential generator."""
    with tempfile.TemporaryDirectory() as place:
        program, data = Path(place) / "bass", Path(place) / "ties.bin"
        source = str(folder / "bass.c")
        subprocess.run(["cc", "-O3", "-march=native", source, "-o", str(program)], check=True)
        with data.open("wb") as file:
            np.array([len(ties.start) - 1, weeks], np.int64).tofile(file)
            ties.start.tofile(file)
            ties.neighbour.tofile(file)
        answer = subprocess.run([str(program), str(data)], check=True, capture_output=True)
        return float(answer.stdout.split()[0])


def common_task(people: int, weeks: int, folder: Path) -> None:
    """Print seconds and the ratio to ours, best of three for the fast ones."""
    ties = random_ties(people)
    ours(ties, 2)
    seconds = min(ours(ties, weeks) for _ in range(5))
    print(f"\nCommon task: Bass on a network, {people:,} people, degree {DEGREE}, {weeks} weeks")
    print(f"{'engine':<34} {'seconds':>9} {'ns/person-week':>15} {'times ours':>11}")

    def row(name: str, took: float) -> None:
        each = took / people / weeks * 1e9
        print(f"{name:<34} {took:>9.4f} {each:>15.1f} {took / seconds:>11.2f}")

    row("Rollout Lab, week = (bass, settle)", seconds)
    row("Mesa, one object per person", plain_mesa(ties, weeks))
    peers: dict[str, Callable[[Ties, int], float]] = {"ndlib": ndlib, "starsim": starsim}
    for name, peer in peers.items():
        if find_spec(name):
            row(f"{name} (SI, its closest model)", peer(ties, weeks))
        else:
            print(f"{name:<34} {'not installed':>9}")
    if shutil.which("cc"):
        row("C loop, -O3", min(c_loop(ties, weeks, folder) for _ in range(5)))
