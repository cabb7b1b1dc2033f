"""drop-external-ip: a Service without the addresses that are another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case


def changes(case: Case) -> Iterator[Change]:
    """The Service without the address that the finding names, or without all."""
    for proof in case.proofs("Service"):
        addresses = proof.value["spec"].get("externalIPs")
        if proof.steps[:2] != ("spec", "externalIPs") or not addresses:
            continue
        number = proof.steps[2] if len(proof.steps) > 2 else None  # noqa: PLR2004
        if isinstance(number, int):
            del addresses[number]
        else:
            addresses.clear()
        if not addresses:
            del proof.value["spec"]["externalIPs"]
        yield Change(
            cluster=proof.cluster, value=proof.value, what=f"{proof.label} takes no address of another"
        )
        return
    raise Declined("no Service takes an address by itself")
