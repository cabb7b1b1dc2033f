"""deny-metadata: let pods of the namespace out to everything but the metadata service of their node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case


def changes(case: Case) -> Iterator[Change]:
    """A policy that isolates egress and allows all of it, but for one address."""
    at = case.source
    name = "deny-metadata"
    if case.lookup(at.cluster, "NetworkPolicy", at.namespace, name) is not None:
        raise Declined(
            "a policy that leaves the address out would not be enough: another opens it, or none counts"
        )
    yield Change(
        cluster=at.cluster,
        value={
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"name": name, "namespace": at.namespace},
            "spec": {
                "podSelector": {},
                "policyTypes": ["Egress"],
                "egress": [
                    {"to": [{"namespaceSelector": {}}]},
                    {
                        "to": [
                            {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["169.254.169.254/32"]}},
                            {"ipBlock": {"cidr": "::/0", "except": ["fd00:ec2::254/128"]}},
                        ]
                    },
                ],
            },
        },
        what=f"pods of namespace {at.namespace} reach everything but the metadata service of their node",
    )
