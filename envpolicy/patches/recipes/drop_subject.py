"""drop-subject: take the subject out of the binding that grants too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case

_STEPS = 2


def changes(case: Case) -> Iterator[Change]:
    """The first binding of the chain without the subject that the finding names."""
    for proof in case.proofs("RoleBinding", "ClusterRoleBinding"):
        if len(proof.steps) < _STEPS or proof.steps[0] != "subjects" or not isinstance(proof.steps[1], int):
            continue
        subject = proof.value["subjects"].pop(proof.steps[1])
        who = f"{subject.get('kind')} {subject.get('name')}"
        yield Change(
            cluster=proof.cluster,
            value=proof.value,
            what=f"{who} no longer has what {proof.label} grants; bind it in its own namespace where it is needed",
        )
        return
    raise Declined("no binding of the cluster is behind it")
