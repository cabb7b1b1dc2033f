"""Which workload reaches which: the policies, against the specification, port by port."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from envpolicy.reach import FACTS, connections
from envpolicy.testing.oracle import network
from envpolicy.testing.strategies import objects
from envpolicy.testing.strategies.effort import FEWER

PORTS = (52, 53, 79, 80, 81, 82, 90, 91, 40000)

worlds = st.tuples(
    st.tuples(*(objects.namespace(name) for name in objects.SPACES[:2])),
    st.tuples(*(objects.pod(f"p{number}") for number in range(3))),
    st.lists(objects.network_policies(), max_size=3),
    st.lists(objects.admin_policies(), max_size=2),
).map(lambda parts: [item for part in parts for item in part])

facts = st.fixed_dictionaries(
    {},
    optional={
        "endPortSupported": st.booleans(),
        "hostNetworkHandling": st.sampled_from(["pod", "node"]),
        "ipBlockMatchesPods": st.booleans(),
        "podCIDRs": st.just(["10.0.0.0/16"]),
        "nodeCIDRs": st.just(["192.168.1.0/24"]),
    },
)


def by_kind(items: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        group = item["apiVersion"].rpartition("/")[0]
        found.setdefault(f"{item['kind']}.{group}" if group else item["kind"], []).append(item)
    return found


@FEWER
@given(worlds, facts)
def test_the_same_connections_are_open(world: list[dict[str, Any]], more: dict[str, Any]) -> None:
    known = {**FACTS, **more}
    items = by_kind(world)
    found = {
        (connection.source.name, connection.target.name): connection.ports
        for connection in connections(world, facts=known)
    }
    for (_, _, source), (_, _, target) in permutations(network.pods(items), 2):
        if source.host_network and known["hostNetworkHandling"] == "node":
            continue  # it reaches the pods of its own node; the leak net-hostnetwork-bypass says so, not `reach`
        ports = found.get((source.name, target.name))
        for protocol in ("TCP", "UDP"):
            for port in PORTS:
                # What is in doubt for want of a fact counts as open there.
                expected = network.allowed(source, target, protocol, port, items, known) is not False
                open_here = ports is not None and (
                    not ports or any(of == protocol and first <= port <= last for of, first, last in ports)
                )
                assert open_here == expected, (source.name, target.name, protocol, port, ports)
