"""Who may do what (RBAC), and what can be made of it.

A subject is the name that a request carries: `system:serviceaccount:<namespace>:<name>` for a service account, and
its groups. A permission is asked for one request: verb, API group, resource, subresource, object name, namespace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from envpolicy.testing.oracle import claims, labels
from envpolicy.testing.oracle.network import pods

if TYPE_CHECKING:
    from collections.abc import Iterable

RBAC = "rbac.authorization.k8s.io"
Objects = Mapping[str, Sequence[Mapping[str, Any]]]
Rule = Mapping[str, Any]

_READ, _WRITE = ["get", "list", "watch"], ["create", "update", "patch", "delete", "deletecollection"]
_WORKLOADS = [
    "pods",
    "replicationcontrollers",
    "deployments",
    "statefulsets",
    "daemonsets",
    "replicasets",
    "jobs",
]
_VIEW = [
    {"apiGroups": ["", "apps", "batch"], "resources": [*_WORKLOADS, "cronjobs", "configmaps"], "verbs": _READ}
]
_EDIT = [
    *_VIEW,
    {
        "apiGroups": ["", "apps", "batch"],
        "resources": [*_WORKLOADS, "cronjobs", "configmaps"],
        "verbs": _WRITE,
    },
    {"apiGroups": [""], "resources": ["secrets"], "verbs": [*_READ, *_WRITE]},
    {
        "apiGroups": [""],
        "resources": ["pods/exec", "pods/attach", "pods/portforward", "pods/proxy"],
        "verbs": ["get", "create"],
    },
    {"apiGroups": [""], "resources": ["serviceaccounts"], "verbs": ["impersonate", *_READ, *_WRITE]},
    {"apiGroups": [""], "resources": ["serviceaccounts/token"], "verbs": ["create"]},
]
#: What the roles that every cluster has allow, as far as leaks depend on it.
BUILT_IN: Mapping[str, Sequence[Rule]] = {
    "cluster-admin": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}],
    "view": _VIEW,
    "edit": _EDIT,
    "admin": [
        *_EDIT,
        {"apiGroups": [RBAC], "resources": ["roles", "rolebindings"], "verbs": [*_READ, *_WRITE]},
    ],
}


def account(namespace: str, name: str) -> str:
    """The user name of a service account."""
    return f"system:serviceaccount:{namespace}:{name}"


def groups(subject: str) -> set[str]:
    """The groups that a user name brings along."""
    found = {"system:authenticated"}
    if subject.startswith("system:serviceaccount:"):
        found |= {"system:serviceaccounts", f"system:serviceaccounts:{subject.split(':')[2]}"}
    return found


def rules_of(name: str, objects: Objects, *, namespace: str | None = None) -> list[Rule]:
    """The rules of a Role (with its namespace) or ClusterRole; an aggregated one has those of the roles it selects.

    A role that does not exist allows nothing, unless every cluster has it.
    """
    if namespace is not None:
        return [
            rule
            for one in _named(f"Role.{RBAC}", name, objects, namespace)
            for rule in one.get("rules") or []
        ]
    found: list[Rule] = list(BUILT_IN.get(name, []))
    for one in _named(f"ClusterRole.{RBAC}", name, objects):
        if one.get("aggregationRule") is None:
            found += one.get("rules") or []
    selectors = [{"matchLabels": {f"{RBAC}/aggregate-to-{to}": "true"}} for to in _into(name)]
    for one in _named(f"ClusterRole.{RBAC}", name, objects):
        selectors += (one.get("aggregationRule") or {}).get("clusterRoleSelectors") or []
    for one in objects.get(f"ClusterRole.{RBAC}", ()):
        if one["metadata"]["name"] != name and any(labels.matches(of, labels.of(one)) for of in selectors):
            found += one.get("rules") or []
    return found


def _into(name: str) -> list[str]:
    """The aggregation labels that widen a built-in role: view is part of edit, and edit of admin."""
    order = ["view", "edit", "admin"]
    return order[: order.index(name) + 1] if name in order else []


def _named(kind: str, name: str, objects: Objects, namespace: str | None = None) -> list[Mapping[str, Any]]:
    return [
        one
        for one in objects.get(kind, ())
        if one["metadata"]["name"] == name
        and (namespace is None or one["metadata"].get("namespace") == namespace)
    ]


def can(
    subject: str,
    verb: str,
    resource: str,
    objects: Objects,
    *,
    group: str = "",
    name: str = "",
    namespace: str = "",
) -> bool:
    """Whether a subject may do it: `resource` is `secrets` or `pods/exec`; namespace "" for cluster-scoped things."""
    if "system:masters" in groups(subject):
        return True
    for binding in objects.get(f"ClusterRoleBinding.{RBAC}", ()):
        if binds(binding, subject, ""):
            ref = binding["roleRef"]
            if any(_permits(rule, verb, group, resource, name) for rule in rules_of(ref["name"], objects)):
                return True
    for binding in objects.get(f"RoleBinding.{RBAC}", ()):
        here = binding["metadata"]["namespace"]
        reaches = here == namespace or (not namespace and resource == "namespaces" and name == here)
        if reaches and binds(binding, subject, here):
            ref = binding["roleRef"]
            of = rules_of(ref["name"], objects, namespace=here if ref["kind"] == "Role" else None)
            if any(_permits(rule, verb, group, resource, name) for rule in of):
                return True
    return False


def binds(binding: Mapping[str, Any], subject: str, home: str) -> bool:
    """Whether a binding names a subject, or a group of its; an account without a namespace is of `home`."""
    for one in binding.get("subjects") or []:
        match one["kind"]:
            case "ServiceAccount":
                found = account(one.get("namespace") or home, one["name"]) == subject
            case "Group":
                found = one["name"] in groups(subject)
            case _:
                found = one["name"] == subject
        if found:
            return True
    return False


def _permits(rule: Rule, verb: str, group: str, resource: str, name: str) -> bool:
    """Whether a rule permits a request. `*/sub` is any resource's subresource; `res/*` is nothing special."""
    names = rule.get("resourceNames") or []
    base, _, sub = resource.partition("/")
    wanted = {"*", resource} | ({f"*/{sub}"} if sub else set())
    return (
        bool({"*", verb} & set(rule.get("verbs") or []))
        and bool({"*", group} & set(rule.get("apiGroups") or []))
        and bool(wanted & set(rule.get("resources") or []))
        and bool(base)
        and (not names or name in names)
    )


# --- what can be made of it


def accounts_in(namespace: str, objects: Objects) -> set[str]:
    """The service accounts of a namespace: the default one, and those declared, run as, or bound to something."""
    bound = {
        one["name"]
        for kind in (f"RoleBinding.{RBAC}", f"ClusterRoleBinding.{RBAC}")
        for binding in objects.get(kind, ())
        for one in binding.get("subjects") or []
        if one["kind"] == "ServiceAccount" and one.get("namespace") == namespace
    }
    declared = {
        one["metadata"]["name"]
        for one in objects.get("ServiceAccount", ())
        if one["metadata"]["namespace"] == namespace
    }
    used = {account_of(template) for space, template in _templates(objects) if space == namespace}
    return {account(namespace, name) for name in {"default", *declared, *used, *bound}}


def account_of(template: Mapping[str, Any]) -> str:
    """The name of the account that a pod runs as."""
    spec = template["spec"]
    return str(spec.get("serviceAccountName") or spec.get("serviceAccount") or "default")


def _templates(objects: Objects) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for kind, item, pod in pods(objects):
        template = item if kind == "Pod" else claims.pod_template(item)
        if template is not None:
            yield pod.namespace, template


def becomes(subject: str, objects: Objects, namespaces: Iterable[str]) -> set[str]:
    """The service accounts that a subject can act as, itself included: a search along what it may do next.

    Who may create a pod in a namespace acts as every account there; who may exec into its pods, as those they run
    as; who may ask for a token, or impersonate, as that account.
    """
    seen, todo = {subject}, [subject]
    spaces = list(namespaces)
    while todo:
        one = todo.pop()
        for next_one in {found for space in spaces for found in _next(one, space, objects)} - seen:
            seen.add(next_one)
            todo.append(next_one)
    return seen


def _next(subject: str, namespace: str, objects: Objects) -> set[str]:
    found: set[str] = set()
    if may_run(subject, namespace, objects):
        found |= accounts_in(namespace, objects)
    if may_exec(subject, namespace, objects):
        found |= {
            account(space, account_of(template))
            for space, template in _templates(objects)
            if space == namespace
        }
    for one in accounts_in(namespace, objects):
        name = one.split(":")[3]
        if can(subject, "create", "serviceaccounts/token", objects, name=name, namespace=namespace) or can(
            subject, "impersonate", "serviceaccounts", objects, name=name, namespace=namespace
        ):
            found.add(one)
    return found


def may_run(subject: str, namespace: str, objects: Objects) -> bool:
    """Whether a subject can make a pod in a namespace, by itself or through a controller."""
    kinds = [("", "pods"), ("", "replicationcontrollers"), ("batch", "jobs"), ("batch", "cronjobs")]
    kinds += [("apps", one) for one in ("deployments", "statefulsets", "daemonsets", "replicasets")]
    return any(
        can(subject, verb, resource, objects, group=group, namespace=namespace)
        for group, resource in kinds
        for verb in ("create", "update", "patch")
    )


def may_exec(subject: str, namespace: str, objects: Objects) -> bool:
    """Whether a subject can run something inside a pod of a namespace (`get` is enough before Kubernetes 1.35)."""
    ways = [(verb, f"pods/{sub}") for verb in ("get", "create") for sub in ("exec", "attach")]
    ways += [("update", "pods/ephemeralcontainers"), ("patch", "pods/ephemeralcontainers")]
    return any(can(subject, verb, way, objects, namespace=namespace) for verb, way in ways)


def may_read_secrets(subject: str, namespace: str, objects: Objects) -> bool:
    """Whether a subject can read the contents of a Secret of a namespace (a list shows them too)."""
    return any(
        can(subject, verb, "secrets", objects, namespace=namespace) for verb in ("get", "list", "watch")
    )
