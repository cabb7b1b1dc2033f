"""default-deny: isolate the receiver's namespace, and keep the traffic within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case


def changes(case: Case) -> Iterator[Change]:
    """A policy that lets nobody in, and one that lets in pods of the same namespace."""
    at = case.target
    if at == case.source:
        raise Declined(
            "both stand in one namespace, where a default-deny policy would cut each off from itself"
        )
    denying = case.free_name(
        at.cluster, "NetworkPolicy", at.namespace, "default-deny", "default-deny-ingress"
    )
    policy = _policy(denying, at.namespace, {"podSelector": {}, "policyTypes": ["Ingress"]})
    yield Change(
        cluster=at.cluster,
        value=policy,
        what=f"nothing comes into namespace {at.namespace} but what a policy allows: allow what must",
    )
    within = case.free_name(
        at.cluster, "NetworkPolicy", at.namespace, "allow-same-namespace", "allow-from-same-namespace"
    )
    spec = {
        "podSelector": {},
        "policyTypes": ["Ingress"],
        "ingress": [{"from": [{"podSelector": {}}]}],
    }
    yield Change(
        cluster=at.cluster,
        value=_policy(within, at.namespace, spec),
        what=f"pods of namespace {at.namespace} still reach each other",
    )


def _policy(name: str, namespace: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": namespace},
        "spec": spec,
    }
