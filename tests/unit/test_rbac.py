"""RBAC as the API server decides it, by the rows of the leak table that a grant meets."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from envpolicy.compiler import library, with_imports
from envpolicy.engines.embedded import EmbeddedEngine

REGO = Path(__file__).resolve().parent.parent.parent / "policies" / "rego"
HOME = "prod/prod-wc"
GROUP = "rbac.authorization.k8s.io"


def _modules(*names: str) -> dict[str, str]:
    shipped = library()
    paths = [f"lib/envpolicy/{name}.rego" for name in names]
    return with_imports({path: shipped[path] for path in paths}, shipped)


MODULES = _modules("rbac", "access")


def ask(query: str, *objects: dict[str, Any], facts: dict[str, Any] | None = None, **deployments: Any) -> Any:
    """The value of a rule for the namespaces `a` and `b`, a deployment in each, and some objects."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for item in objects:
        group = item["apiVersion"].rpartition("/")[0]
        kinds.setdefault(f"{item['kind']}.{group}" if group else item["kind"], []).append(item)
    place = {"environment": "prod", "cluster": "prod-wc"}
    document = {
        "environments": [{"name": "prod", "class": "production"}],
        "clusters": {
            HOME: {"facts": {"inventory": "complete"} if facts is None else facts, "objects": kinds}
        },
        "deployments": [
            {"name": name, "placement": {**place, "namespace": name}, **deployments.get(name, {})}
            for name in "ab"
        ],
    }
    return EmbeddedEngine().evaluate(MODULES, f"data.lib.envpolicy.{query}", json.dumps(document))


def rows(*objects: dict[str, Any], **more: Any) -> set[str]:
    """The rows that speak of a right of `a` over `b`."""
    by_row = ask("rbac.by_row", *objects, **more)
    return {
        row for row, facts in by_row.items() for fact in facts if (fact["from"], fact["to"]) == ("a", "b")
    }


def facts_of(row: str, *objects: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = ask("rbac.by_row", *objects, **more).get(row, [])
    return facts


def rule(verbs: str, resources: str, group: str = "", names: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {
        "apiGroups": group.split(),
        "verbs": verbs.split(),
        "resources": resources.split(),
    }
    found["apiGroups"] = found["apiGroups"] or [""]
    return {**found, "resourceNames": names.split()} if names else found


def role(namespace: str, name: str, *rules: dict[str, Any], **labels: str) -> dict[str, Any]:
    meta: dict[str, Any] = {"name": name, "labels": labels}
    if namespace:
        meta["namespace"] = namespace
    kind = "Role" if namespace else "ClusterRole"
    return {"apiVersion": f"{GROUP}/v1", "kind": kind, "metadata": meta, "rules": list(rules)}


def bind(namespace: str, kind: str, name: str, *subjects: dict[str, str]) -> dict[str, Any]:
    meta = {"name": f"to-{name}", "namespace": namespace} if namespace else {"name": f"to-{name}"}
    return {
        "apiVersion": f"{GROUP}/v1",
        "kind": "RoleBinding" if namespace else "ClusterRoleBinding",
        "metadata": meta,
        "roleRef": {"apiGroup": GROUP, "kind": kind, "name": name},
        "subjects": list(subjects) or [account("a", "web")],
    }


def account(namespace: str, name: str) -> dict[str, str]:
    return {"kind": "ServiceAccount", "namespace": namespace, "name": name}


def pod(namespace: str, name: str, **spec: Any) -> dict[str, Any]:
    meta = {"name": name, "namespace": namespace}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": {"containers": [], **spec}}


def in_b(*rules: dict[str, Any]) -> list[dict[str, Any]]:
    return [role("b", "r", *rules), bind("b", "Role", "r")]


def everywhere(*rules: dict[str, Any]) -> list[dict[str, Any]]:
    return [role("", "r", *rules), bind("", "ClusterRole", "r")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (rule("get", "secrets"), {"rbac-secret-read"}),
        (rule("watch", "secrets"), {"rbac-secret-read"}),
        (rule("get", "secrets", "example.com"), set()),
        (rule("get", "secrets", "*"), {"rbac-secret-read"}),
        (rule("create", "pods"), {"rbac-workload-create"}),
        (rule("create", "pods", names="x"), set()),
        (rule("patch", "pods", names="x"), {"rbac-workload-create"}),
        (rule("create", "pods/exec", names="x"), {"rbac-pod-exec"}),
        (rule("create", "pods/*"), set()),
        (rule("create", "*/exec"), {"rbac-pod-exec"}),
        (rule("get list watch", "pods services endpoints"), set()),
        (rule("delete", "pods"), {"rbac-crossns-grant", "rbac-node-write"}),
        (rule("deletecollection", "services", names="x"), set()),
        (rule("update", "services", names="x"), {"rbac-crossns-grant"}),
        (rule("create", "subjectaccessreviews", "authorization.k8s.io"), set()),
        (rule("get", "nodes/proxy"), set()),
        (rule("patch", "clusterissuers", "cert-manager.io"), set()),
        (rule("*", "*", "*"), {"rbac-cluster-admin"}),
    ],
)
def test_a_rule_bound_in_a_namespace(given: dict[str, Any], expected: set[str]) -> None:
    assert rows(*in_b(given)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (rule("get", "nodes/proxy"), {"rbac-node-proxy"}),
        (rule("patch", "nodes"), {"rbac-node-write"}),
        (rule("create", "persistentvolumes"), {"rbac-pv-create"}),
        (rule("get", "secrets", names="x"), set()),
        (rule("update", "widgets", "example.com", names="x"), {"rbac-crossns-grant"}),
    ],
)
def test_a_rule_bound_everywhere(given: dict[str, Any], expected: set[str]) -> None:
    assert rows(*everywhere(given)) == expected


def test_a_named_secret_is_reached_where_it_stands_or_may_stand() -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x", "namespace": "b"}}
    grant = everywhere(rule("get", "secrets", names="x"))
    assert rows(secret, *grant) == {"rbac-secret-read"}
    (unsure,) = facts_of("rbac-secret-read", *grant, facts={})
    assert (unsure["certain"], unsure["missing"]) == (False, [f"inventory of {HOME}"])


def test_built_in_roles_are_known() -> None:
    critical = {"rbac-secret-read", "rbac-workload-create", "rbac-pod-exec", "rbac-node-write"}
    assert rows(bind("b", "ClusterRole", "edit")) == critical
    assert rows(bind("b", "ClusterRole", "admin")) == critical
    assert rows(bind("b", "ClusterRole", "view")) == {"rbac-crossns-grant", "rbac-pod-exec"}
    assert rows(bind("b", "ClusterRole", "cluster-admin")) == {"rbac-cluster-admin"}
    assert rows(bind("b", "ClusterRole", "system:discovery")) == set()


def test_aggregation_is_transitive_and_overrides_own_rules() -> None:
    extra = role("", "extra", rule("bind", "clusterroles", GROUP), rule("create", "rolebindings", GROUP))
    extra["metadata"]["labels"] = {f"{GROUP}/aggregate-to-view": "true"}
    for name in ("view", "edit", "admin"):
        assert "rbac-bind-escalate" in rows(extra, bind("b", "ClusterRole", name))
    aggregated = role("", "sum", rule("get", "secrets"))
    aggregated["aggregationRule"] = {"clusterRoleSelectors": [{"matchLabels": {"part": "sum"}}]}
    part = role("", "part", rule("create", "pods/exec"), part="sum")
    assert rows(aggregated, part, bind("b", "ClusterRole", "sum")) == {"rbac-pod-exec"}


def test_what_grants_nothing() -> None:
    assert rows(bind("b", "Role", "missing")) == set()
    assert rows(role("b", "r", rule("get", "secrets"))) == set()
    assert rows(role("a", "r", rule("get", "secrets")), bind("b", "Role", "r")) == set()
    assert rows(role("b", "r", rule("get", "secrets")), bind("b", "Role", "r", account("b", "web"))) == set()


def test_groups_and_user_names_of_accounts() -> None:
    secrets = role("b", "r", rule("get", "secrets"))
    groups = (
        "system:authenticated",
        "system:unauthenticated",
        "system:serviceaccounts",
        "system:serviceaccounts:a",
    )
    for name in groups:
        assert rows(secrets, bind("b", "Role", "r", {"kind": "Group", "name": name})) == {"rbac-broad-group"}
    assert (
        rows(secrets, bind("b", "Role", "r", {"kind": "Group", "name": "system:serviceaccounts:b"})) == set()
    )
    user = {"kind": "User", "name": "system:serviceaccount:a:web"}
    assert rows(secrets, bind("b", "Role", "r", user)) == {"rbac-secret-read"}


def test_declared_people_are_identities_of_their_deployment() -> None:
    grant = [
        role("b", "r", rule("get", "secrets")),
        bind("b", "Role", "r", {"kind": "User", "name": "alice"}),
    ]
    assert rows(*grant) == set()
    assert rows(*grant, a={"administrators": ["alice"]}) == {"rbac-secret-read"}
    assert rows(*grant, a={"administrators": ["alice"]}, b={"administrators": ["alice"]}) == set()
    assert rows(a={"administrators": ["system:masters"]}) == {"rbac-cluster-admin"}


@pytest.mark.parametrize(
    ("of_pod", "of_account", "mounted"),
    [
        (None, None, True),
        (True, False, True),
        (False, True, False),
        (None, False, False),
        (False, None, False),
    ],
)
def test_the_pods_word_goes_before_the_accounts(
    of_pod: bool | None, of_account: bool | None, mounted: bool
) -> None:
    spec = {"serviceAccountName": "web"} | (
        {} if of_pod is None else {"automountServiceAccountToken": of_pod}
    )
    web: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "web", "namespace": "a"},
    }
    if of_account is not None:
        web["automountServiceAccountToken"] = of_account
    (fact,) = facts_of("rbac-secret-read", web, pod("a", "web", **spec), *in_b(rule("get", "secrets")))
    ladder = ("critical", "high", "medium", "low", "info")
    (least, most) = (ladder.index(fact["severity"]), ladder.index(_declared_severity("rbac-secret-read")))
    assert least - most == (0 if mounted else 1)


def _declared_severity(row: str) -> str:
    severity: str = ask("leak_table.rows")[row.replace("-", "_")]["severity"]
    return severity


CI = [bind("", "ClusterRole", "cluster-admin", account("ci", "runner"))]


@pytest.mark.parametrize(
    ("step", "world", "reached"),
    [
        (rule("create", "jobs", "batch"), [], True),
        (rule("create", "pods/exec"), [pod("ci", "runner", serviceAccountName="runner")], True),
        (rule("create", "pods/exec"), [pod("ci", "other", serviceAccountName="other")], False),
        (rule("get", "secrets"), [], False),
        (
            rule("get", "secrets"),
            [
                {
                    "apiVersion": "v1",
                    "kind": "Secret",
                    "type": "kubernetes.io/service-account-token",
                    "metadata": {
                        "name": "t",
                        "namespace": "ci",
                        "annotations": {"kubernetes.io/service-account.name": "runner"},
                    },
                }
            ],
            True,
        ),
        (rule("create", "serviceaccounts/token"), [], True),
        (rule("create", "serviceaccounts/token", names="other"), [], False),
        (rule("impersonate", "serviceaccounts", names="runner"), [], True),
        (rule("get", "pods"), [], False),
    ],
)
def test_escalation_through_a_namespace_of_nobodys(
    step: dict[str, Any], world: list[Any], reached: bool
) -> None:
    found = rows(*CI, *world, role("ci", "step", step), bind("ci", "Role", "step"))
    assert bool(found & {"rbac-cluster-admin", "rbac-impersonate"}) == reached


def test_an_escalation_names_its_chain() -> None:
    steps = [
        role("ci", "run", rule("create", "pods")),
        bind("ci", "Role", "run"),
        role("ops", "enter", rule("create", "pods/exec")),
        bind("ops", "Role", "enter", account("ci", "runner")),
        pod("ops", "admin", serviceAccountName="admin"),
        bind("", "ClusterRole", "cluster-admin", account("ops", "admin")),
    ]
    facts = facts_of("rbac-cluster-admin", *steps)
    (fact,) = [fact for fact in facts if (fact["from"], fact["to"]) == ("a", "b")]
    assert [(spot["kind"].split(".")[0], spot["name"]) for spot in fact["witness"]] == [
        ("RoleBinding", "to-run"),
        ("Role", "run"),
        ("RoleBinding", "to-enter"),
        ("Role", "enter"),
        ("ClusterRoleBinding", "to-cluster-admin"),
    ]
    assert fact["place"].startswith("ClusterRoleBinding to-cluster-admin")


def test_a_binding_is_copied_down_the_hierarchy() -> None:
    anchor = {
        "apiVersion": "hnc.x-k8s.io/v1alpha2",
        "kind": "SubnamespaceAnchor",
        "metadata": {"name": "b", "namespace": "root"},
    }
    grant = [role("root", "r", rule("get", "secrets")), bind("root", "Role", "r")]
    assert rows(*grant) == set()
    assert rows(anchor, *grant) == {"rbac-secret-read"}
    grant[1]["metadata"]["annotations"] = {"propagate.hnc.x-k8s.io/treeSelect": "!b"}
    assert rows(anchor, *grant) == set()


def test_malformed_objects_are_no_grants() -> None:
    broken: list[Any] = [None, 7, "x", [], {}]
    for value in broken:
        binding = bind("b", "Role", "r")
        strange = role("b", "r", rule("get", "secrets"))
        assert rows({**strange, "rules": value}, binding) == set()
        assert rows({**strange, "rules": [value]}, binding) == set()
        assert rows(strange, {**binding, "subjects": value}) == set()
        assert rows(strange, {**binding, "subjects": [value]}) == set()
        assert rows(strange, {**binding, "roleRef": value}) == set()
        assert (
            rows({**strange, "rules": [{"verbs": value, "resources": value, "apiGroups": value}]}, binding)
            == set()
        )


REGO_TESTS = [
    (file, name)
    for test in ("rbac_test", "access_test", "checks_test")
    for file in REGO.rglob(f"{test}.rego")
    for name in re.findall(r"^(test_\w+) if", file.read_text(encoding="utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize(("file", "name"), REGO_TESTS, ids=[name for _, name in REGO_TESTS])
def test_the_tests_in_rego_pass_in_the_embedded_engine_as_well(file: Path, name: str) -> None:
    text = file.read_text(encoding="utf-8")
    package = text.partition("package ")[2].split()[0]
    modules = with_imports({file.name: text}, library())
    assert EmbeddedEngine().evaluate(modules, f"data.{package}.{name}", "{}") is True


def test_there_are_tests_in_rego() -> None:
    assert len({file for file, _ in REGO_TESTS}) == 3
