"""memory-limit: a memory limit for every container of the namespace that sets none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case


def changes(case: Case) -> Iterator[Change]:
    """A LimitRange with a default."""
    at = case.source
    name = case.free_name(at.cluster, "LimitRange", at.namespace, "default-limits", "memory-limits")
    yield Change(
        cluster=at.cluster,
        value={
            "apiVersion": "v1",
            "kind": "LimitRange",
            "metadata": {"name": name, "namespace": at.namespace},
            "spec": {
                "limits": [
                    {
                        "type": "Container",
                        "default": {"memory": "512Mi"},
                        "defaultRequest": {"memory": "128Mi"},
                    }
                ]
            },
        },
        what=f"pods made from now on in namespace {at.namespace} get the limit; the number is a proposal",
    )
