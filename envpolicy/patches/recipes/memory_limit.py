"""memory-limit: a memory limit for every container of the namespace that sets none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case, Change


def changes(case: Case) -> Iterator[Change]:
    """A LimitRange with a default."""
    at = case.source
    limit = {"type": "Container", "default": {"memory": "512Mi"}, "defaultRequest": {"memory": "128Mi"}}
    yield case.addition(
        at,
        "v1",
        "LimitRange",
        ("default-limits", "memory-limits"),
        {"limits": [limit]},
        f"pods made from now on in namespace {at.namespace} get the limit; the number is a proposal",
    )
