"""default-deny: isolate the receiver's namespace, and keep the traffic within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.patches.case import Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case, Change


def changes(case: Case) -> Iterator[Change]:
    """A policy that lets nobody in, and one that lets in pods of the same namespace."""
    at = case.target
    if at == case.source:
        raise Declined(
            "both stand in one namespace, where a default-deny policy would cut each off from itself"
        )
    closed: dict[str, Any] = {"podSelector": {}, "policyTypes": ["Ingress"]}
    yield case.addition(
        at,
        "networking.k8s.io/v1",
        "NetworkPolicy",
        ("default-deny", "default-deny-ingress"),
        closed,
        f"nothing comes into namespace {at.namespace} but what a policy allows: allow what must",
    )
    yield case.addition(
        at,
        "networking.k8s.io/v1",
        "NetworkPolicy",
        ("allow-same-namespace", "allow-from-same-namespace"),
        {**closed, "ingress": [{"from": [{"podSelector": {}}]}]},
        f"pods of namespace {at.namespace} still reach each other",
    )
