"""narrow-peer: leave the other deployment's namespace out of the rule that lets it through."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case, Proof

_NAME = "kubernetes.io/metadata.name"
_SIDES = {"ingress": "from", "egress": "to"}
_DNS = {
    "namespaceSelector": {"matchLabels": {_NAME: "kube-system"}},
    "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
}
_DNS_PORT = 53
_RULE = 3


def changes(case: Case) -> Iterator[Change]:
    """The receiver's rule narrowed, or the sender's where the receiver's cannot be."""
    if case.source == case.target:
        raise Declined("both stand in one namespace: which pods may meet is for their labels to say")
    why = "no NetworkPolicy is behind it"
    for direction, other in (("ingress", case.source.namespace), ("egress", case.target.namespace)):
        for proof in case.proofs("NetworkPolicy"):
            if proof.steps[:2] != ("spec", direction) or len(proof.steps) < _RULE:
                continue
            try:
                what = _narrow(case, proof, direction, other)
            except Declined as reason:
                why = str(reason)
                continue
            yield Change(
                cluster=proof.cluster,
                value=proof.value,
                what=f"{proof.label} {'lets in' if direction == 'ingress' else 'lets out to'} {what}",
            )
            return
    raise Declined(why)


def _narrow(case: Case, proof: Proof, direction: str, other: str) -> str:
    """Change the rule in the proof's object; what it lets through then, in words."""
    side, number = _SIDES[direction], proof.steps[2]
    rules: list[Any] = proof.value["spec"][direction]
    if not isinstance(number, int):
        raise Declined(f"which rule of {proof.label} lets it through is not known")
    rule: dict[str, Any] = rules[number]
    peers = rule.get(side)
    if not peers:
        rule[side], said = _instead_of_everybody(case, proof, rule, other, direction)
        return said
    index = proof.steps[_RULE + 1] if len(proof.steps) > _RULE + 1 else None
    kept: list[dict[str, Any]] = []
    reasons: list[str] = []
    for place, peer in enumerate(peers):
        try:
            narrowed = peer if index not in (None, place) else _narrowed(case, proof, peer, other)
        except Declined as reason:
            reasons.append(str(reason))
            narrowed = peer
        kept += [] if narrowed is None else [narrowed]
    if kept == peers:
        raise Declined(reasons[0] if reasons else f"no peer in {proof.label} takes in namespace {other}")
    if kept:
        rule[side] = kept
    else:
        # An empty list of peers is everybody: the rule goes with its last one.
        del rules[number]
    return f"what it did, but for pods of namespace {other}"


def _narrowed(case: Case, proof: Proof, peer: dict[str, Any], other: str) -> dict[str, Any] | None:
    """The peer without that namespace; None where nothing is left of it."""
    if "ipBlock" in peer:
        return {**peer, "ipBlock": _excepting(case, proof, peer["ipBlock"])}
    if "namespaceSelector" not in peer:
        return peer
    selector = dict(peer["namespaceSelector"] or {})
    named = _named(selector)
    if named is None:
        selector["matchExpressions"] = [
            *(selector.get("matchExpressions") or []),
            {"key": _NAME, "operator": "NotIn", "values": [other]},
        ]
        return {**peer, "namespaceSelector": selector}
    if other not in named:
        return peer
    if named == {other}:
        return None
    selector["matchExpressions"] = [
        {**one, "values": [name for name in one["values"] if name != other]}
        if one.get("key") == _NAME and one.get("operator") == "In"
        else one
        for one in selector["matchExpressions"]
    ]
    return {**peer, "namespaceSelector": selector}


def _named(selector: dict[str, Any]) -> set[str] | None:
    """The namespaces that a selector names; None where it names none."""
    label = (selector.get("matchLabels") or {}).get(_NAME)
    if label is not None:
        return {label}
    for one in selector.get("matchExpressions") or []:
        if one.get("key") == _NAME and one.get("operator") == "In":
            return set(one.get("values") or [])
    return None


def _instead_of_everybody(
    case: Case, proof: Proof, rule: dict[str, Any], other: str, direction: str
) -> tuple[list[dict[str, Any]], str]:
    ports = rule.get("ports") or []
    if direction == "egress" and ports and all(one.get("port") == _DNS_PORT for one in ports):
        return [_DNS], "the cluster's resolver alone"
    blocks = _pod_blocks(case, proof)
    peers: list[dict[str, Any]] = [
        {"namespaceSelector": {"matchExpressions": [{"key": _NAME, "operator": "NotIn", "values": [other]}]}}
    ]
    for everything in ("0.0.0.0/0", "::/0"):
        version = ip_network(everything).version
        inside = [str(block) for block in blocks if block.version == version]
        if inside:
            peers.append({"ipBlock": {"cidr": everything, "except": inside}})
    return peers, f"everybody but pods of namespace {other}"


def _pod_blocks(case: Case, proof: Proof) -> list[Any]:
    """The ranges of pods and nodes: a pod on the host's network has an address of its node."""
    facts = case.facts(proof.cluster)
    if not facts.get("podCIDRs"):
        raise Declined(
            f"a rule of {proof.label} is for every address, and podCIDRs of {proof.cluster} are not given: "
            "name the peers"
        )
    return [ip_network(text, strict=False) for text in [*facts["podCIDRs"], *facts.get("nodeCIDRs", [])]]


def _excepting(case: Case, proof: Proof, block: dict[str, Any]) -> dict[str, Any]:
    whole = ip_network(block["cidr"], strict=False)
    inside = [
        str(one)
        for one in _pod_blocks(case, proof)
        if one.version == whole.version and one.subnet_of(whole) and one != whole
    ]
    if not inside:
        raise Declined(f"the block {block['cidr']} in {proof.label} is one of pods: name them by selectors")
    return {**block, "except": [*dict.fromkeys([*(block.get("except") or []), *inside])]}
