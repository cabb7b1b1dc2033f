"""deny-both-ways: isolate a namespace in both directions, but for the traffic within it and the resolution of names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.patches.case import Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case, Change, Place

_DNS = {
    "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}],
    "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
}


def changes(case: Case) -> Iterator[Change]:
    """A policy that denies everything, and two that allow what hardly any application is without."""
    at = case.source
    if "not denied by default" not in case.finding.message:
        raise Declined("no object makes a cluster enforce policies, or says that it does")
    what = (
        f"nothing comes into namespace {at.namespace} or leaves it but what a policy allows: allow what must"
    )
    yield _change(case, at, ("default-deny", "default-deny-all"), {}, what)
    spec: dict[str, Any] = {
        "ingress": [{"from": [{"podSelector": {}}]}],
        "egress": [{"to": [{"podSelector": {}}]}],
    }
    what = f"pods of namespace {at.namespace} still reach each other"
    yield _change(case, at, ("allow-same-namespace", "allow-within-namespace"), spec, what)
    what = f"pods of namespace {at.namespace} still resolve names, where DNS runs in kube-system"
    yield _change(case, at, ("allow-dns", "allow-dns-egress"), {"egress": [_DNS]}, what)


def _change(case: Case, at: Place, names: tuple[str, str], spec: dict[str, Any], what: str) -> Change:
    types = [word for word in ("Ingress", "Egress") if not spec or word.lower() in spec]
    return case.addition(
        at,
        "networking.k8s.io/v1",
        "NetworkPolicy",
        names,
        {"podSelector": {}, "policyTypes": types, **spec},
        what,
    )
