"""resource-quota: bound cpu and memory of the namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case, Change

#: Room for a small application; whoever applies the patch puts in the namespace's own numbers.
_HARD = {"requests.cpu": "8", "requests.memory": "32Gi", "limits.cpu": "16", "limits.memory": "64Gi"}


def changes(case: Case) -> Iterator[Change]:
    """A ResourceQuota on cpu and memory."""
    at = case.source
    yield case.addition(
        at,
        "v1",
        "ResourceQuota",
        ("compute-resources", "cpu-and-memory"),
        {"hard": dict(_HARD)},
        f"the numbers are a proposal: set those that namespace {at.namespace} needs; every pod needs "
        "requests and limits then",
    )
