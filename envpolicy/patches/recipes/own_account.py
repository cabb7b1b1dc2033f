"""own-account: pods run as an account of their own, and get no token that nobody gave rights to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.patches.case import Change, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.patches.case import Case, Proof

#: The kinds whose pods can be given another account; that of a Pod or a Job that is there cannot be changed.
_KINDS = ("Deployment", "StatefulSet", "DaemonSet", "CronJob", "ReplicaSet", "ReplicationController")
_SEVERAL = "which rights it needs, or which application keeps the account, is a choice that no patch can make"


def changes(case: Case) -> Iterator[Change]:
    """The workload with an account of its own, or the account without a token."""
    proof = next(case.proofs(*_KINDS, "Pod", "Job"), None)
    message = case.finding.message
    if proof is None or not ("token is mounted" in message or "account `default`" in message):
        raise Declined(_SEVERAL)
    spec = _pod(proof)
    if "token is mounted" in message:
        yield _without_token(case, proof, spec)
    else:
        yield from _apart(case, proof, spec)


def _pod(proof: Proof) -> dict[str, Any]:
    value: Any = proof.value
    for step in proof.steps:
        value = value[step]
        if isinstance(value, dict) and "containers" in value:
            return value
    raise Declined("no pods are behind it")


def _changeable(proof: Proof) -> None:
    if proof.value["kind"] not in _KINDS:
        raise Declined(f"{proof.label} is there already, and its pods cannot be changed: make it anew")


def _without_token(case: Case, proof: Proof, spec: dict[str, Any]) -> Change:
    if spec.get("automountServiceAccountToken") is True:
        _changeable(proof)
        spec["automountServiceAccountToken"] = False
        return Change(
            cluster=proof.cluster, value=proof.value, what=f"pods of {proof.label} get no token any more"
        )
    namespace = proof.value["metadata"]["namespace"]
    name = spec.get("serviceAccountName") or spec.get("serviceAccount") or "default"
    account = case.lookup(proof.cluster, "ServiceAccount", namespace, name) or _account(namespace, name)
    account["automountServiceAccountToken"] = False
    return Change(
        cluster=proof.cluster,
        value=account,
        what=f"pods of account {namespace}/{name}, which holds no rights, get no token unless they ask for one",
    )


def _apart(case: Case, proof: Proof, spec: dict[str, Any]) -> Iterator[Change]:
    _changeable(proof)
    namespace, own = proof.value["metadata"]["namespace"], proof.value["metadata"]["name"]
    if _holds_rights(case, proof.cluster, namespace):
        raise Declined("the account `default` holds rights here, and which of them the pods need is a choice")
    name = case.free_name(proof.cluster, "ServiceAccount", namespace, own, f"{own}-pods")
    account = _account(namespace, name)
    shared = case.lookup(proof.cluster, "ServiceAccount", namespace, "default")
    if shared and shared.get("imagePullSecrets"):
        account["imagePullSecrets"] = shared["imagePullSecrets"]
    account["automountServiceAccountToken"] = False
    yield Change(
        cluster=proof.cluster,
        value=account,
        what=f"an account without rights and without a token for the pods of {proof.label}",
    )
    spec.pop("serviceAccount", None)
    spec["serviceAccountName"] = name
    yield Change(
        cluster=proof.cluster,
        value=proof.value,
        what=f"pods of {proof.label} run as {name}",
    )


def _holds_rights(case: Case, cluster: str, namespace: str) -> bool:
    objects = case.estate.input["clusters"][cluster]["objects"]
    for kind in ("RoleBinding", "ClusterRoleBinding"):
        for item in objects.get(f"{kind}.rbac.authorization.k8s.io", []):
            for subject in item.get("subjects") or []:
                where = subject.get("namespace") or item["metadata"].get("namespace")
                if (subject.get("kind"), subject.get("name"), where) == (
                    "ServiceAccount",
                    "default",
                    namespace,
                ):
                    return True
    return False


def _account(namespace: str, name: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": name, "namespace": namespace},
    }
