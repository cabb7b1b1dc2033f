"""drop-aggregation: a ClusterRole that no longer widens the built-in roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case

_PREFIX = "rbac.authorization.k8s.io/aggregate-to-"


def changes(case: Case) -> Iterator[Change]:
    """The ClusterRole without its labels of aggregation."""
    for proof in case.proofs("ClusterRole"):
        labels = proof.value["metadata"].get("labels") or {}
        dropped = sorted(name for name in labels if name.startswith(_PREFIX))
        if not dropped:
            continue
        for name in dropped:
            del labels[name]
        yield Change(
            cluster=proof.cluster,
            value=proof.value,
            what=f"{proof.label} counts for its own bindings only",
        )
        return
    raise Declined("no ClusterRole is aggregated by a label of its own")
