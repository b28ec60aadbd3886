"""Ties: the compressed rows, and what the generator draws into them."""

from __future__ import annotations

from typing import Any, cast

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.network_targets import TARGETS
from experiments.network_targets import generated as generated_measures
from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.organisation.build import Organisation, build
from sim.organisation.generate import drawing, ties
from sim.organisation.measures import betweenness, measure
from sim.organisation.network import Ties
from sim.organisation.spec import GeneratedOrganisation
from sim.report.language import Language
from sim.report.notes import told


def generated(people: int, seed: int = 0, **settings: float) -> Organisation:
    return build(GeneratedOrganisation(headcount=people, **settings), Streams(seed))


def check(ties: Ties) -> None:
    """Sorted rows, no self loops, no doubles, the same tie and weight at both ends."""
    a, b = ties.owner, ties.neighbour
    assert ties.start[0] == 0
    assert ties.start[-1] == len(b) == len(ties.weight) == 2 * ties.count
    assert (a != b).all()
    inside = a[1:] == a[:-1]
    assert (b[1:][inside] > b[:-1][inside]).all()
    back = np.lexsort((a, b))
    assert (a[back] == b).all()
    assert (b[back] == a).all()
    assert (ties.weight[back] == ties.weight).all()
    assert (ties.weight > 0).all()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 30).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=120),
        )
    )
)
def test_pairs_in_any_order_become_the_same_graph(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    people, pairs = drawn
    a, b = [i for i, _ in pairs], [j for _, j in pairs]
    ties = Ties.from_pairs(people, a, b)
    check(ties)
    assert (ties.weight == 1).all()
    wanted = {(min(i, j), max(i, j)) for i, j in pairs if i != j}
    left, right, _ = ties.pairs()
    assert {*zip(left.tolist(), right.tolist(), strict=True)} == wanted
    assert ties.degree.sum() == 2 * len(wanted)


def test_weights_of_a_pair_named_twice_are_added() -> None:
    ties = Ties.from_pairs(3, [0, 1, 2, 1], [1, 0, 1, 1], [2.0, 3.0, 4.0, 9.0])
    assert ties.pairs()[2].tolist() == [5.0, 4.0]
    assert ties.of(1).tolist() == [0, 2]
    found = ties.contains(np.array([0, 0], np.int32), np.array([1, 2], np.int32))
    assert found.tolist() == [True, False]


@settings(max_examples=25, deadline=None)
@given(
    people=st.integers(8, 400),
    seed=st.integers(0, 10_000),
    degree=st.floats(2, 40),
    closure=st.floats(0, 1),
    spread=st.floats(0, 1.5),
)
def test_every_generated_network_is_sound(
    people: int, seed: int, degree: float, closure: float, spread: float
) -> None:
    firm = generated(
        people,
        seed,
        contact_degree=degree,
        working_degree=max(1.0, degree / 4),
        closure=closure,
        sociability_spread=spread,
    )
    network = firm.network
    check(network.contact)
    check(network.working)
    a, b, weight = network.working.pairs()
    assert network.contact.contains(a, b).all(), "working ties are contacts"
    both = {(i, j): w for i, j, w in zip(*network.contact.pairs(), strict=True)}
    assert [both[pair] for pair in zip(a, b, strict=True)] == weight.tolist(), "and weigh the same"
    assert len(network.sociability) == people
    assert network.sociability.mean() == pytest.approx(1)
    assert (network.sociability > 0).all()


def test_a_seed_says_everything() -> None:
    first, again, other = generated(200, 3), generated(200, 3), generated(200, 4)
    assert np.array_equal(first.network.contact.neighbour, again.network.contact.neighbour)
    assert np.array_equal(first.network.contact.weight, again.network.contact.weight)
    assert not np.array_equal(first.network.contact.neighbour, other.network.contact.neighbour)


def test_ties_grow_in_proportion_to_people() -> None:
    """Linear cost: ties, and so time and memory, per person do not depend on size."""
    per_person = [generated(people).network.contact.count / people for people in (500, 4000)]
    assert per_person[1] == pytest.approx(per_person[0], rel=0.02)


@pytest.mark.parametrize("people", [20, 33, 40])
def test_a_full_firm_is_left_as_if_it_had_been_tried(
    monkeypatch: pytest.MonkeyPatch, people: int
) -> None:
    """Tries that must fail are not done; what is drawn after them is the same."""
    found, compiled = list[bool](), cast("Any", drawing.draw)

    def drawn(really: bool) -> list[list[int]]:
        full = drawing._full

        def noted(*arguments: Any) -> bool:
            found.append(really and full(*arguments))
            return found[-1]

        with monkeypatch.context() as patch:
            patch.setattr(ties, "draw", compiled.py_func)
            patch.setattr(drawing, "_full", noted)
            network = generated(people).network
        return [each.tolist() for layer in (network.working, network.contact)
                for each in layer.pairs()]  # fmt: skip

    assert drawn(really=True) == drawn(really=False)
    assert any(found)


def test_small_firms_say_that_their_degree_is_lower() -> None:
    firm = generated(20)
    assert len(firm.notes) == 1
    assert "20 people" in told(firm.notes, Language("en"))[0]
    assert firm.network.contact.degree.mean() < 19


def test_working_ties_cannot_exceed_contacts() -> None:
    with pytest.raises(ConfigError, match="working_degree must not exceed contact_degree"):
        GeneratedOrganisation(contact_degree=5.0, working_degree=8.0)


@pytest.mark.parametrize(("people", "seeds"), [(150, 5), (500, 3), (1000, 3)])
def test_generated_networks_look_like_real_ones(people: int, seeds: int) -> None:
    measured = generated_measures([people], seeds)
    means = measured.groupby(["layer", "quantity"])["value"].mean()
    applicable = [each for each in TARGETS if each.sizes[0] <= people <= each.sizes[1]]
    assert len(applicable) > 30
    outside = {
        (each.layer, each.quantity): means[each.layer, each.quantity]
        for each in applicable
        if not each.holds(means[each.layer, each.quantity])
    }
    assert not outside


def as_graph(ties: Ties) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(ties.people))
    graph.add_edges_from(zip(*(ends.tolist() for ends in ties.pairs()[:2]), strict=True))
    return graph


def test_measures_agree_with_networkx() -> None:
    firm = generated(120, 2)
    ties, graph = firm.network.working, as_graph(firm.network.working)
    table = measure(firm.structure, firm.network).set_index(["layer", "quantity"])["value"]
    ours = table["working"]
    core = graph.subgraph(max(nx.connected_components(graph), key=len))
    assert ours["clustering"] == pytest.approx(nx.average_clustering(graph))
    assert ours["path_mean"] == pytest.approx(nx.average_shortest_path_length(core))
    assert ours["connected_share"] == pytest.approx(len(core) / 120)
    nx.set_node_attributes(graph, dict(enumerate(firm.structure.department.tolist())), "department")
    assert ours["department_assortativity"] == pytest.approx(
        nx.attribute_assortativity_coefficient(graph, "department")
    )
    assert ours["degree_assortativity"] == pytest.approx(nx.degree_assortativity_coefficient(graph))
    exact = nx.betweenness_centrality(graph, normalized=False)
    assert betweenness(ties, 120, Streams(0)) == pytest.approx([exact[i] for i in range(120)])


def test_sampled_betweenness_ranks_like_the_exact_one() -> None:
    ties = generated(600).network.working
    exact, sampled = (betweenness(ties, pivots, Streams(0)) for pivots in (600, 64))
    assert np.corrcoef(exact, sampled)[0, 1] > 0.9
    assert sampled.sum() == pytest.approx(exact.sum(), rel=0.1)
    assert np.array_equal(sampled, betweenness(ties, 64, Streams(0)))


def test_networkx_graph_carries_both_layers_and_the_structure() -> None:
    firm = generated(40)
    graph = firm.network.to_networkx(firm.structure)
    assert graph.number_of_edges() == firm.network.contact.count
    strong = [edge for *edge, works in graph.edges(data="working") if works]
    assert len(strong) == firm.network.working.count
    assert graph.nodes[3]["manager"] == firm.structure.manager[3]
    assert {"weight", "working"} == set(next(iter(graph.edges(data=True)))[2])
