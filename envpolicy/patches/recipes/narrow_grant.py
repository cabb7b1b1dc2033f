"""narrow-grant: a ReferenceGrant that no longer names the other deployment's namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case


def changes(case: Case) -> Iterator[Change]:
    """The grant without the entries for that namespace; one that would be empty names its own namespace."""
    others = {case.source.namespace, case.target.namespace}
    for proof in case.proofs("ReferenceGrant"):
        own = proof.value["metadata"]["namespace"]
        wanted = others - {own}
        entries = proof.value["spec"]["from"]
        kept = [one for one in entries if one.get("namespace") not in wanted]
        if len(kept) == len(entries):
            continue
        # `from` must hold an entry; within a namespace nobody needs a grant, so that one permits nothing.
        proof.value["spec"]["from"] = kept or [{**entries[0], "namespace": own}]
        yield Change(
            cluster=proof.cluster,
            value=proof.value,
            what=f"{proof.label} permits nothing to namespace {', '.join(sorted(wanted))}"
            + ("" if kept else ", nor to any other: delete it if you can"),
        )
        return
    raise Declined("no ReferenceGrant names the other namespace")
