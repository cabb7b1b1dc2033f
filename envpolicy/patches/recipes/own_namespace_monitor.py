"""own-namespace-monitor: a ServiceMonitor or PodMonitor that looks into its own namespace only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case

_KINDS = ("ServiceMonitor", "PodMonitor", "Probe", "VMServiceScrape", "VMPodScrape")


def changes(case: Case) -> Iterator[Change]:
    """The monitor without its namespaceSelector."""
    for proof in case.proofs(*_KINDS):
        if proof.value["spec"].pop("namespaceSelector", None) is not None:
            yield Change(
                cluster=proof.cluster,
                value=proof.value,
                what=f"{proof.label} finds targets in its own namespace only",
            )
            return
    raise Declined("no monitor names other namespaces")
