"""Who may do what: the leak checks about grants, against the specification's requests."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from envpolicy.testing import laws
from envpolicy.testing.oracle import rbac
from envpolicy.testing.strategies import objects, plans
from envpolicy.testing.strategies.effort import FEWER


def estate_with(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Deployments `a` and `b` in namespaces of their names in one cluster, each with a pod; and some objects."""
    found = [
        {
            "name": name,
            "application": name,
            "placement": {"environment": "x", "cluster": "x", "namespace": name, "release": name},
        }
        for name in "ab"
    ]
    estate = plans.estate(found)
    content = estate["clusters"]["x/x"]["objects"]
    for name, account in (("a", "bot"), ("b", "default")):
        pod = {"metadata": {"name": "p", "namespace": name, "labels": {"app.kubernetes.io/instance": name}}}
        content.setdefault("Pod", []).append(
            {**pod, "spec": {"serviceAccountName": account, "containers": []}}
        )
    for item in items:
        content.setdefault(f"{item['kind']}.{rbac.RBAC}", []).append(item)
    return estate


@FEWER
@given(objects.roles(), objects.bindings())
def test_a_grant_that_the_specification_sees_is_found(
    roles: list[dict[str, Any]], bindings: list[dict[str, Any]]
) -> None:
    estate = estate_with([*roles, *bindings])
    content = estate["clusters"]["x/x"]["objects"]
    answer = laws.embedded(estate, [], channels=("identity",))
    table = laws.leak_table()
    for source, target, account in (("a", "b", "bot"), ("b", "a", "default")):
        subject = rbac.account(source, account)
        edges = {
            leak
            for leak, one, other in answer.leaks
            if (one, other) == (source, target) or table[leak.replace("-", "_")].kind == "shared"
        }
        grants = {leak for leak in edges if leak.startswith("rbac-")}
        asked = (rbac.may_read_secrets, rbac.may_run, rbac.may_exec)
        if any(may(subject, target, content) for may in asked):
            assert grants, (source, target)
            assert answer.pairs["a", "b"][2] <= 1
        own = rbac.accounts_in(source, content)
        reached = {one for name in own for one in rbac.becomes(name, content, ["a", "b"])}
        if not any(_bound(one, bindings) for one in reached):
            assert not grants, (source, target, grants)


def _bound(subject: str, bindings: list[dict[str, Any]]) -> bool:
    return any(rbac.binds(one, subject, one["metadata"].get("namespace", "")) for one in bindings)
