"""object-quota: bound the number of objects in the namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case, Change

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
    yield case.addition(
        at,
        "v1",
        "ResourceQuota",
        ("object-counts", "numbers-of-objects"),
        {"hard": dict(_HARD)},
        f"the numbers are a proposal: set those that namespace {at.namespace} needs",
    )
