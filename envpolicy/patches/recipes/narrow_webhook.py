"""narrow-webhook: a webhook that leaves the other deployment's namespace alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case

_NAME = "kubernetes.io/metadata.name"


def changes(case: Case) -> Iterator[Change]:
    """The configuration, a namespaceSelector of each webhook that the finding names narrowed."""
    other = case.target.namespace
    if case.source == case.target:
        raise Declined("both stand in one namespace")
    for proof in case.proofs("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"):
        number = proof.steps[1] if len(proof.steps) > 1 and proof.steps[0] == "webhooks" else None
        webhooks = proof.value.get("webhooks") or []
        for webhook in webhooks[number : number + 1] if isinstance(number, int) else webhooks:
            selector = dict(webhook.get("namespaceSelector") or {})
            selector["matchExpressions"] = [
                *(selector.get("matchExpressions") or []),
                {"key": _NAME, "operator": "NotIn", "values": [other]},
            ]
            webhook["namespaceSelector"] = selector
        yield Change(
            cluster=proof.cluster, value=proof.value, what=f"{proof.label} leaves namespace {other} alone"
        )
        return
    raise Declined("no webhook configuration is behind it")
