"""object-quota: bound the number of objects in the namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case

#: Far more than an application has; whoever applies the patch puts in the namespace's own numbers.
_HARD = {
    "pods": "200",
    "services.loadbalancers": "5",
    "count/secrets": "200",
    "count/configmaps": "200",
    "persistentvolumeclaims": "50",
}


def changes(case: Case) -> Iterator[Change]:
    """A ResourceQuota on numbers of objects."""
    at = case.source
    name = case.free_name(at.cluster, "ResourceQuota", at.namespace, "object-counts", "numbers-of-objects")
    yield Change(
        cluster=at.cluster,
        value={
            "apiVersion": "v1",
            "kind": "ResourceQuota",
            "metadata": {"name": name, "namespace": at.namespace},
            "spec": {"hard": dict(_HARD)},
        },
        what=f"the numbers are a proposal: set those that namespace {at.namespace} needs",
    )
