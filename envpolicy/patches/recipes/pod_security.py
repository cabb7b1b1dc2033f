"""pod-security: let Pod Security refuse, in the namespace, what breaks the profile baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case

_LABEL = "pod-security.kubernetes.io/enforce"


def changes(case: Case) -> Iterator[Change]:
    """The Namespace with the label that enforces the profile."""
    at = case.source
    value = case.namespace(at)
    labels = value["metadata"]["labels"] = {**(value["metadata"].get("labels") or {})}
    labels[_LABEL] = "baseline"
    yield Change(
        cluster=at.cluster,
        value=value,
        what=f"namespace {at.namespace} no longer admits pods that break the profile baseline: mend these first",
    )
