"""What a schema cannot say of the facts of a cluster: ranges are real, and no two facts contradict each other."""

from __future__ import annotations

from ipaddress import ip_network
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.plan.collecting import Collection, Piece

_RANGES = ("podCIDRs", "serviceCIDRs", "nodeCIDRs")


def check_facts(cluster: Piece, plan: Piece, found: Collection) -> None:
    """Check the facts of one cluster."""
    facts = cluster.get("facts")
    if facts is None:
        return
    for field in _RANGES:
        for cidr in facts.items(field):
            _check_cidr(cidr, found)
    for first, second in combinations(_RANGES, 2):
        for one, other in _overlapping(facts, facts, first, second):
            found.note(
                other,
                f"`{other.value}` of `{second}` overlaps `{one.value}` of `{first}`",
                "pods, Services and nodes of a cluster have ranges of their own",
            )
    for deployment in facts.items("nodeRoleReaches"):
        found.known(deployment, "deployment", [one.text("name") or "" for one in plan.items("deployments")])
    reached = facts.get("nodeRoleReaches")
    if facts.text("nodeRole") == "none" and reached is not None and reached.value:
        found.note(
            reached,
            "`nodeRoleReaches` names deployments, and `nodeRole` is none",
            "name the role of the nodes, or write `nodeRoleReaches: []`",
        )
    host = facts.get("hostCluster")
    if host is not None and host.value in (cluster.text("name"), _id(cluster, plan)):
        found.note(
            host,
            f"`{host.value}` is said to be hosted by itself",
            "name the cluster that hosts it, or write `hostCluster: none`",
        )


def _id(cluster: Piece, plan: Piece) -> str | None:
    for environment in plan.items("environments"):
        if any(one.path == cluster.path for one in environment.items("clusters")):
            return f"{environment.text('name')}/{cluster.text('name')}"
    return None


def check_networks(plan: Piece, found: Collection) -> None:
    """Note clusters that are said to be routed to each other, and whose pods have the same addresses."""
    by_network: dict[str, list[tuple[str, Piece]]] = {}
    for environment in plan.items("environments"):
        for cluster in environment.items("clusters"):
            facts = cluster.get("facts")
            network = facts.text("network") if facts else None
            if (
                facts is not None
                and network not in (None, "none")
                and _value(facts, "interClusterFirewall") is not True
            ):
                id_ = f"{environment.text('name')}/{cluster.text('name')}"
                by_network.setdefault(str(network), []).append((id_, facts))
    for network, members in by_network.items():
        for (first, one), (_, other) in combinations(members, 2):
            for range_, also in _overlapping(one, other, "podCIDRs", "podCIDRs"):
                found.note(
                    also,
                    f"`{also.value}` overlaps `{range_.value}` of {first}, which is on the network {network} as well",
                    "overlapping ranges cannot be routed to each other: correct the ranges, or the network",
                )
                break


def _value(piece: Piece, name: str) -> Any:
    found = piece.get(name)
    return None if found is None else found.value


def _overlapping(one: Piece, other: Piece, first: str, second: str) -> Iterator[tuple[Piece, Piece]]:
    for left in one.items(first):
        for right in other.items(second):
            a, b = _network(left.value), _network(right.value)
            if a is not None and b is not None and a.version == b.version and a.overlaps(b):
                yield left, right


def _network(value: Any) -> Any:
    try:
        return ip_network(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _check_cidr(piece: Piece, found: Collection) -> None:
    if not isinstance(piece.value, str):
        return
    try:
        ip_network(piece.value)
    except ValueError as error:
        try:
            network = ip_network(piece.value, strict=False)
        except ValueError:
            found.add(piece, f"`{piece.value}` is no CIDR", str(error))
        else:
            found.add(piece, f"`{piece.value}` is the address of one host", f"the network is `{network}`")
