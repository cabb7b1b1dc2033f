"""resource-quota: bound cpu and memory of the namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case

#: Room for a small application; whoever applies the patch puts in the namespace's own numbers.
_HARD = {"requests.cpu": "8", "requests.memory": "32Gi", "limits.cpu": "16", "limits.memory": "64Gi"}


def changes(case: Case) -> Iterator[Change]:
    """A ResourceQuota on cpu and memory."""
    at = case.source
    name = case.free_name(at.cluster, "ResourceQuota", at.namespace, "compute-resources", "cpu-and-memory")
    yield Change(
        cluster=at.cluster,
        value={
            "apiVersion": "v1",
            "kind": "ResourceQuota",
            "metadata": {"name": name, "namespace": at.namespace},
            "spec": {"hard": dict(_HARD)},
        },
        what=f"the numbers are a proposal: set those that namespace {at.namespace} needs; every pod needs "
        "requests and limits then",
    )
