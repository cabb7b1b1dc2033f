"""same-namespace-routes: a Gateway that takes routes of its own namespace only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case


def changes(case: Case) -> Iterator[Change]:
    """The Gateway, the listener that the finding names changed."""
    for proof in case.proofs("Gateway"):
        listeners = [one for one in proof.value["spec"].get("listeners") or [] if isinstance(one, dict)]
        number = proof.steps[2] if proof.steps[:2] == ("spec", "listeners") and len(proof.steps) > 2 else None  # noqa: PLR2004
        chosen = listeners[number : number + 1] if isinstance(number, int) else listeners
        open_ = [
            one
            for one in chosen
            if ((one.get("allowedRoutes") or {}).get("namespaces") or {}).get("from", "Same") != "Same"
        ]
        for one in open_:
            one["allowedRoutes"] = {**one["allowedRoutes"], "namespaces": {"from": "Same"}}
        if open_:
            yield Change(
                cluster=proof.cluster,
                value=proof.value,
                what=f"{proof.label} admits routes of its own namespace only",
            )
            return
    raise Declined("no listener of a Gateway admits routes of other namespaces")
