"""Which pod reaches which: NetworkPolicy and the admin tiers, decided for one source, target, protocol and port.

A connection is open when it is allowed out of its source and into its target; both are judged on the target's port.
In each direction the tiers speak in turn: Admin policies by priority, then the namespace's own policies (final for
the pods that they select), then Baseline policies, and else it is allowed. What Kubernetes leaves to the network
plugin is a fact of the cluster (`facts`); without the fact the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from envpolicy.testing.oracle import claims, labels
from envpolicy.testing.oracle.truth import every, negate, some

if TYPE_CHECKING:
    from envpolicy.testing.oracle.truth import Truth

POLICIES = "NetworkPolicy.networking.k8s.io"
#: The kinds of the admin tiers: v1alpha2 has one kind with a tier, v1alpha1 one kind for each.
ADMIN_KINDS = {
    "ClusterNetworkPolicy.policy.networking.k8s.io": None,
    "AdminNetworkPolicy.policy.networking.k8s.io": "Admin",
    "BaselineAdminNetworkPolicy.policy.networking.k8s.io": "Baseline",
}
WORKLOADS = ("Pod", "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "Job.batch", "CronJob.batch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pod:
    """A pod, or what a workload makes: labels, named ports by (name, protocol), and whether it is on the host."""

    namespace: str
    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    ports: Mapping[tuple[str, str], int] = field(default_factory=dict)
    host_network: bool = False


Objects = Mapping[str, Sequence[Mapping[str, Any]]]
Facts = Mapping[str, Any]


def pods(objects: Objects) -> list[tuple[str, Mapping[str, Any], Pod]]:
    """`(kind, object, pod)` for everything that makes pods."""
    found = []
    for kind in WORKLOADS:
        for item in objects.get(kind, ()):
            template = item if kind == "Pod" else claims.pod_template(item)
            spec = (template or {}).get("spec")
            if isinstance(spec, Mapping):
                pod = Pod(
                    namespace=item["metadata"]["namespace"],
                    name=item["metadata"]["name"],
                    labels=labels.of(template),
                    ports={
                        (port["name"], port.get("protocol") or "TCP"): port["containerPort"]
                        for one in (spec.get("containers") or [])
                        for port in (one.get("ports") or [])
                        if "name" in port
                    },
                    host_network=spec.get("hostNetwork") is True,
                )
                found.append((kind, item, pod))
    return found


def allowed(source: Pod, target: Pod, protocol: str, port: int, objects: Objects, facts: Facts) -> Truth:
    """Whether a connection from `source` to `target` is open."""
    if source == target:
        return True  # a pod always reaches itself
    if source.host_network and _is_node(facts) is not False:
        # A node reaches the pods that run on it, whatever policies say; who runs where is not known.
        return True if _open(source, target, protocol, port, objects, facts) else None
    return _open(source, target, protocol, port, objects, facts)


def _open(source: Pod, target: Pod, protocol: str, port: int, objects: Objects, facts: Facts) -> Truth:
    return every(
        _passes(direction, subject, peer, target, protocol, port, objects, facts)
        for direction, subject, peer in (("Egress", source, target), ("Ingress", target, source))
    )


def _is_node(facts: Facts) -> Truth:
    """Whether the network plugin takes a pod on the host's network for the node itself."""
    handling = facts.get("hostNetworkHandling")
    return None if handling is None else handling == "node"


def _passes(
    direction: str,
    subject: Pod,
    peer: Pod,
    target: Pod,
    protocol: str,
    port: int,
    objects: Objects,
    facts: Facts,
) -> Truth:
    """Whether the tiers let a connection pass in one direction."""
    ask = (direction, subject, peer, target, protocol, port, objects)
    admin = _tier("Admin", *ask)
    baseline = (
        {True} if (found := _tier("Baseline", *ask)) == {"Pass"} else {one == "Accept" for one in found}
    )
    answers: list[Truth] = []
    for action in admin:
        if action != "Pass":
            answers.append(action == "Accept")
            continue
        own = _own_policies(*ask, facts)
        answers += [own] if own != "none" else list(baseline)
    return answers[0] if len(set(answers)) == 1 else None


# --- NetworkPolicy


def _own_policies(
    direction: str,
    subject: Pod,
    peer: Pod,
    target: Pod,
    protocol: str,
    port: int,
    objects: Objects,
    facts: Facts,
) -> Any:
    """What the namespace's policies say: true, false, unknown, or "none" where none selects the subject."""
    selecting = [
        policy["spec"]
        for policy in objects.get(POLICIES, ())
        if policy["metadata"]["namespace"] == subject.namespace
        and direction in _types(policy["spec"])
        and labels.matches(policy["spec"].get("podSelector") or {}, subject.labels)
    ]
    enforced = facts.get("networkPolicyEnforced")
    on_host = _is_node(facts) if subject.host_network else False
    if not selecting or enforced is False or on_host is True:
        return "none"
    key, peers = ("ingress", "from") if direction == "Ingress" else ("egress", "to")
    passes = some(
        every(
            [
                _ports(rule.get("ports"), target, protocol, port, facts),
                _peers(rule.get(peers), (subject.namespace, objects, facts), peer),
            ]
        )
        for spec in selecting
        for rule in spec.get(key) or []
    )
    # Where it is not known whether policies hold at all, what they forbid is unknown.
    return passes if enforced is True and on_host is False else some([passes, None])


def _types(spec: Mapping[str, Any]) -> Sequence[str]:
    """The directions of a policy; without `policyTypes`, Ingress, and Egress where it has such rules."""
    return spec.get("policyTypes") or (["Ingress", "Egress"] if spec.get("egress") else ["Ingress"])


def _ports(ports: Any, target: Pod, protocol: str, port: int, facts: Facts) -> Truth:
    """Whether a rule speaks of a port of the target; without `ports` it speaks of all."""
    if not ports:
        return True
    return some(
        _port(one.get("port"), one.get("endPort"), target, protocol, port, facts)
        for one in ports
        if (one.get("protocol") or "TCP") == protocol
    )


def _port(first: Any, last: Any, target: Pod, protocol: str, port: int, facts: Facts) -> Truth:
    if first is None:
        return True
    if isinstance(first, str):  # a name means what the target calls so, with that protocol
        return target.ports.get((first, protocol)) == port
    if last is None or port == first:
        return bool(port == first)
    return False if not first <= port <= last else facts.get("endPortSupported", True)


def _peers(peers: Any, where: tuple[str, Objects, Facts], pod: Pod) -> Truth:
    """Whether a rule speaks of a pod; without peers it speaks of everybody."""
    return some(_peer(one, where, pod) for one in peers) if peers else True


def _peer(peer: Mapping[str, Any], where: tuple[str, Objects, Facts], pod: Pod) -> Truth:
    namespace, objects, facts = where
    if peer.get("ipBlock") is not None:
        return _in_block(peer["ipBlock"], facts, pod)
    spaces, wanted = peer.get("namespaceSelector"), peer.get("podSelector")
    if spaces is None and wanted is None:
        return None  # the API server refuses it: nobody knows what it was meant to say
    here = (
        pod.namespace == namespace
        if spaces is None
        else labels.matches(spaces, labels_of(pod.namespace, objects))
    )
    found = here and (wanted is None or labels.matches(wanted, pod.labels))
    return every([found, negate(_is_node(facts))]) if pod.host_network else found


def _in_block(block: Mapping[str, Any], facts: Facts, pod: Pod) -> Truth:
    """Whether a block of addresses takes in a pod: a pod's is one of the pods', on the host one of the nodes'."""
    matches = True if pod.host_network and _is_node(facts) else facts.get("ipBlockMatchesPods")
    ranges = facts.get("nodeCIDRs" if pod.host_network else "podCIDRs")
    if matches is False:
        return False
    covered = None if not ranges else _covers(block, ranges)
    return covered if matches or covered is False else None


def _covers(block: Mapping[str, Any], ranges: Sequence[str]) -> bool:
    """Whether the block, less its exceptions, holds addresses of the ranges: any pod may come to have one of them."""
    whole: Any = ip_network(block["cidr"], strict=False)
    gaps: list[Any] = [ip_network(one, strict=False) for one in block.get("except") or []]
    for one in (ip_network(one, strict=False) for one in ranges):
        if one.version != whole.version or not one.overlaps(whole):
            continue
        left = [one if one.subnet_of(whole) else whole]
        for gap in (gap for gap in gaps if gap.version == one.version):
            left = [rest for part in left for rest in _without(part, gap)]
        if left:
            return True
    return False


def _without(part: Any, gap: Any) -> list[Any]:
    if not part.overlaps(gap):
        return [part]
    return [] if part.subnet_of(gap) else list(part.address_exclude(gap))


def labels_of(namespace: str, objects: Objects) -> dict[str, str]:
    """The labels of a namespace; its name is always one of them, whatever the manifest says."""
    given = next(
        (labels.of(one) for one in objects.get("Namespace", ()) if one["metadata"]["name"] == namespace), {}
    )
    return {**given, "kubernetes.io/metadata.name": namespace}


# --- the admin tiers


def _tier(
    tier: str,
    direction: str,
    subject: Pod,
    peer: Pod,
    target: Pod,
    protocol: str,
    port: int,
    objects: Objects,
) -> set[str]:
    """What a tier says: one action, or several where policies of equal priority disagree; "Pass" is no answer."""
    by_priority: dict[int, set[str]] = {}
    for kind, of in ADMIN_KINDS.items():
        for policy in objects.get(kind, ()):
            spec = policy["spec"]
            if (of or spec.get("tier")) != tier or not _subject(spec.get("subject") or {}, subject, objects):
                continue
            for rule in spec.get(direction.lower()) or []:
                if _admin_ports(rule, target, protocol, port) and _admin_peers(
                    rule, direction, peer, objects
                ):
                    action = "Accept" if rule["action"] == "Allow" else rule["action"]
                    by_priority.setdefault(spec.get("priority", 0), set()).add(action)
                    break  # the first rule of a policy that matches is the policy's answer
    return by_priority[min(by_priority)] if by_priority else {"Pass"}


def _subject(selector: Mapping[str, Any], pod: Pod, objects: Objects) -> bool:
    """Whether a subject or peer (`namespaces` or `pods`) takes in a pod; none on the host's network."""
    if pod.host_network:
        return False
    spaces = labels_of(pod.namespace, objects)
    if "namespaces" in selector:
        return labels.matches(selector["namespaces"] or {}, spaces)
    both = selector.get("pods")
    return (
        both is not None
        and labels.matches(both.get("namespaceSelector") or {}, spaces)
        and labels.matches(both.get("podSelector") or {}, pod.labels)
    )


def _admin_peers(rule: Mapping[str, Any], direction: str, pod: Pod, objects: Objects) -> bool:
    return any(
        _subject(one, pod, objects) for one in rule.get("from" if direction == "Ingress" else "to") or []
    )


def _admin_ports(rule: Mapping[str, Any], target: Pod, protocol: str, port: int) -> bool:
    ports = rule.get("ports") or rule.get("protocols")
    return not ports or any(_admin_port(one, target, protocol, port) for one in ports)


def _admin_port(one: Mapping[str, Any], target: Pod, protocol: str, port: int) -> bool:
    """One port of an admin rule, in the words of either version of the API."""
    if "namedPort" in one:
        return target.ports.get((one["namedPort"], protocol)) == port
    if "portNumber" in one:
        number = one["portNumber"]
        return bool((number.get("protocol") or "TCP") == protocol and number["port"] == port)
    if "portRange" in one:
        span = one["portRange"]
        return bool((span.get("protocol") or "TCP") == protocol and span["start"] <= port <= span["end"])
    of_protocol = one.get(protocol.lower())
    if of_protocol is None:
        return one.get("destinationNamedPort") is not None and (
            target.ports.get((one["destinationNamedPort"], protocol)) == port
        )
    wanted = of_protocol.get("destinationPort")
    if not wanted:
        return True
    if "number" in wanted:
        return bool(wanted["number"] == port)
    return bool(wanted["range"]["start"] <= port <= wanted["range"]["end"])
