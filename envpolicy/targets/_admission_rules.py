"""The rules that one object alone can break, in CEL.

`params.data` says by namespace (or `namespace.namespace`, for the two ends of a grant) until when what is asked there
is waived: an empty text where it is not, no entry where nothing is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Placed = Mapping[str, Any]

STAGES = "stages"
_POD_SECURITY = "pod-security.kubernetes.io/enforce"
_SOCKETS = ("docker.sock", "containerd/containerd.sock", "crio/crio.sock", "cri-dockerd.sock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One policy. `keys` are the entries that a pair makes in the parameters; `broken` is CEL."""

    name: str
    title: str
    resources: Mapping[str, Sequence[str]]
    variables: Mapping[str, str]
    broken: str
    said: str
    remediation: str
    keys: Callable[[Sequence[Placed], Sequence[Placed]], Iterable[str]]


def _space(one: Placed) -> str:
    name: str = one["placement"]["namespace"]
    return name


def _shared_nodes(pair: Sequence[Placed], _: Sequence[Placed]) -> list[str]:
    """The namespaces of a pair that may meet on a node."""
    if any(one["placement"].get("dedicatedNodes") for one in pair):
        return []
    return sorted({_space(one) for one in pair})


def _alone(pair: Sequence[Placed], everyone: Sequence[Placed]) -> list[str]:
    """The namespaces of a pair of which each is its only deployment's."""
    spaces = [_space(one) for one in pair]
    every = [_space(one) for one in everyone]
    return spaces if all(every.count(one) == 1 for one in spaces) else []


def _between(pair: Sequence[Placed], everyone: Sequence[Placed]) -> list[str]:
    spaces = _alone(pair, everyone)
    return [f"{spaces[0]}.{spaces[1]}", f"{spaces[1]}.{spaces[0]}"] if spaces else []


_WORKLOADS = {
    "": ("pods", "replicationcontrollers"),
    "apps": ("daemonsets", "deployments", "replicasets", "statefulsets"),
    "batch": ("cronjobs", "jobs"),
}
_DAY = {
    "day": "request.operation == 'CREATE' ? string(object.metadata.creationTimestamp).substring(0, 10) : "
    "(has(object.metadata.managedFields) && object.metadata.managedFields.exists(f, has(f.time)) ? "
    "object.metadata.managedFields.filter(f, has(f.time)).map(f, string(f.time)).max().substring(0, 10) : "
    "'9999-12-31')",
}
_POD = {
    **_DAY,
    "counts": "request.namespace in params.data && (params.data[request.namespace] == '' || "
    "variables.day > params.data[request.namespace])",
    "spec": "object.kind == 'Pod' ? object.spec : object.kind == 'CronJob' ? "
    "object.spec.jobTemplate.spec.template.spec : object.spec.template.spec",
    "containers": "variables.spec.containers + "
    "(has(variables.spec.initContainers) ? variables.spec.initContainers : [])",
    "admitted": f"has(namespaceObject.metadata.labels) && '{_POD_SECURITY}' in namespaceObject.metadata.labels ? "
    f"namespaceObject.metadata.labels['{_POD_SECURITY}'] == 'privileged' : "
    "params.data['_podSecurity'] == 'privileged'",
    "anywhere": "!has(variables.spec.nodeSelector) && !has(variables.spec.affinity) && "
    "!has(variables.spec.nodeName) && !has(variables.spec.runtimeClassName)",
}
_ON_NODES = "variables.counts && variables.admitted && variables.anywhere && "
_APART = "Run the pod without it, or give the deployment nodes of its own by taints, and say so in the plan."
_GRANT = {
    **_DAY,
    "accounts": "has(object.subjects) ? object.subjects.filter(s, s.kind == 'ServiceAccount' && "
    "has(s.namespace)).map(s, s.namespace) : []",
}

RULES = (
    Rule(
        name="node-privileged",
        title="No privileged container where deployments that have to be apart share nodes",
        resources=_WORKLOADS,
        variables=_POD,
        broken=_ON_NODES + "variables.containers.exists(c, has(c.securityContext) && "
        "has(c.securityContext.privileged) && c.securityContext.privileged)",
        said="a container is privileged",
        remediation=_APART,
        keys=_shared_nodes,
    ),
    Rule(
        name="node-hostns",
        title="No namespaces of the host where deployments that have to be apart share nodes",
        resources=_WORKLOADS,
        variables=_POD,
        broken=_ON_NODES + "((has(variables.spec.hostPID) && variables.spec.hostPID) || "
        "(has(variables.spec.hostIPC) && variables.spec.hostIPC))",
        said="the pod shares processes or memory with its node",
        remediation=_APART,
        keys=_shared_nodes,
    ),
    Rule(
        name="node-runtime-socket",
        title="No socket of the container runtime where deployments that have to be apart share nodes",
        resources=_WORKLOADS,
        variables=_POD,
        broken=_ON_NODES
        + "has(variables.spec.volumes) && variables.spec.volumes.exists(v, has(v.hostPath) && "
        + "("
        + " || ".join(f"v.hostPath.path in ['/run/{one}', '/var/run/{one}']" for one in _SOCKETS)
        + ") && variables.containers.exists(c, has(c.volumeMounts) && "
        "c.volumeMounts.exists(m, m.name == v.name)))",
        said="the pod mounts the socket of its node's container runtime",
        remediation=_APART,
        keys=_shared_nodes,
    ),
    Rule(
        name="rbac-workload-create",
        title="No account of one deployment may edit the namespace of another that has to be apart from it",
        resources={"rbac.authorization.k8s.io": ("rolebindings",)},
        variables={
            **_GRANT,
            "ends": "variables.accounts.map(s, request.namespace + '.' + s)",
        },
        broken="object.roleRef.kind == 'ClusterRole' && object.roleRef.name in ['admin', 'edit', 'cluster-admin'] && "
        "variables.ends.exists(k, k in params.data && (params.data[k] == '' || variables.day > params.data[k]))",
        said="an account of another deployment may create workloads here",
        remediation="Bind the role to accounts of the deployment's own namespace only.",
        keys=_between,
    ),
    Rule(
        name="rbac-cluster-admin",
        title="No deployment is the administrator of a cluster that it shares with one that has to be apart from it",
        resources={"rbac.authorization.k8s.io": ("clusterrolebindings",)},
        variables=_GRANT,
        broken="object.roleRef.kind == 'ClusterRole' && object.roleRef.name == 'cluster-admin' && "
        "variables.accounts.exists(k, k in params.data && (params.data[k] == '' || variables.day > params.data[k]))",
        said="an account of a deployment becomes the cluster's administrator",
        remediation="Bind a role with what the deployment needs, in its own namespace.",
        keys=_alone,
    ),
    Rule(
        name=STAGES,
        title="A namespace hosts the stages that the plan leaves room for",
        resources={**_WORKLOADS, "": ("namespaces", *_WORKLOADS[""])},
        variables={
            **_DAY,
            "space": "object.kind == 'Namespace' ? object.metadata.name : request.namespace",
            "place": "(variables.space + '._') in params.data ? variables.space : '_'",
            "own": "has(object.metadata.labels) && 'envpolicy.dev/stage' in object.metadata.labels ? "
            "object.metadata.labels['envpolicy.dev/stage'] : ''",
            "key": "variables.place + '.' + variables.own",
        },
        broken="variables.own != '' && variables.key in params.data && (params.data[variables.key] == '' || "
        "variables.day > params.data[variables.key])",
        said="the label envpolicy.dev/stage tells a stage too near to what the plan puts here",
        remediation="Move it to where the plan has room for its stage.",
        keys=lambda _, __: (),
    ),
)
LEAKS = frozenset(rule.name for rule in RULES) - {STAGES}


def policy(rule: Rule) -> dict[str, Any]:
    """The ValidatingAdmissionPolicy of a rule."""
    message = f"{rule.name}: {rule.said}"
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingAdmissionPolicy",
        "metadata": {
            "name": f"envpolicy-{rule.name}",
            "annotations": {
                "envpolicy.dev/title": rule.title,
                "envpolicy.dev/docs": "docs/leaks.md and docs/gatekeeper.md of envpolicy",
            },
        },
        "spec": {
            "failurePolicy": "Fail",
            "paramKind": {"apiVersion": "v1", "kind": "ConfigMap"},
            "matchConstraints": {
                "resourceRules": [
                    {
                        "apiGroups": [group],
                        "apiVersions": ["v1"],
                        "operations": ["CREATE", "UPDATE"],
                        "resources": list(resources),
                    }
                    for group, resources in sorted(rule.resources.items())
                ]
            },
            "variables": [{"name": name, "expression": text} for name, text in rule.variables.items()],
            "validations": [
                {
                    "expression": f"!({rule.broken})",
                    "messageExpression": f'"{message}. " + params.data["_clauses"] + ". {rule.remediation}"',
                    "message": message,
                    "reason": "Forbidden",
                }
            ],
        },
    }
