"""Kubernetes objects that decide who reaches whom and who may do what: few names and labels, so that things meet."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

SPACES = ("a", "b", "c")
VALUES = st.sampled_from(["x", "y"])
RBAC = "rbac.authorization.k8s.io"


def labels() -> st.SearchStrategy[dict[str, str]]:
    """Some labels."""
    return st.dictionaries(st.sampled_from(["app", "tier"]), VALUES)


def label_selectors(*keys: str) -> st.SearchStrategy[dict[str, Any]]:
    """A label selector: empty, by labels, by expressions."""
    key = st.sampled_from(keys or ("app", "tier"))
    expression = st.one_of(
        st.fixed_dictionaries(
            {
                "key": key,
                "operator": st.sampled_from(["In", "NotIn"]),
                "values": st.lists(VALUES, min_size=1, unique=True),
            }
        ),
        st.fixed_dictionaries({"key": key, "operator": st.sampled_from(["Exists", "DoesNotExist"])}),
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "matchLabels": st.dictionaries(key, VALUES, max_size=2),
            "matchExpressions": st.lists(expression, max_size=1),
        },
    )


def space_selectors() -> st.SearchStrategy[dict[str, Any]]:
    """A selector of namespaces, by their labels or by the name that each carries."""
    by_name = st.sampled_from(SPACES).map(lambda name: {"matchLabels": {"kubernetes.io/metadata.name": name}})
    return st.one_of(label_selectors("app"), by_name)


def pod(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """A Pod, now and then on the host's network, with ports by name."""
    port = st.fixed_dictionaries(
        {"name": st.sampled_from(["http", "dns"]), "containerPort": st.sampled_from([53, 80, 81])},
        optional={"protocol": st.sampled_from(["TCP", "UDP"])},
    )
    ports = st.lists(port, max_size=2, unique_by=lambda one: one["name"])
    return st.builds(
        lambda space, own, found, host: {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": name, "namespace": space, "labels": own},
            "spec": {
                "containers": [{"name": "c", "ports": found}],
                **({"hostNetwork": True} if host else {}),
            },
        },
        st.sampled_from(SPACES),
        labels(),
        ports,
        st.sampled_from([False, False, False, True]),
    )


def namespace(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """A Namespace; one in two claims a name that is not its own."""
    lie = st.sampled_from([{}, {"kubernetes.io/metadata.name": "a"}])
    return st.builds(
        lambda own, more: {
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {"name": name, "labels": {**own, **more}},
        },
        st.dictionaries(st.just("app"), VALUES),
        lie,
    )


def network_policies() -> st.SearchStrategy[dict[str, Any]]:
    """A NetworkPolicy, with everything that may be left out left out now and then."""
    protocol = st.sampled_from(["TCP", "UDP"])
    port = st.one_of(
        st.fixed_dictionaries(
            {}, optional={"protocol": protocol, "port": st.sampled_from([53, 80, "http", "dns"])}
        ),
        st.fixed_dictionaries({"port": st.just(80), "endPort": st.sampled_from([80, 81, 90])}),
    )
    block = st.fixed_dictionaries(
        {"cidr": st.sampled_from(["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "192.168.0.0/16"])},
        optional={"except": st.sampled_from([["10.0.0.0/16"], ["10.0.1.0/24"]])},
    ).filter(lambda one: "except" not in one or one["cidr"] in ("0.0.0.0/0", "10.0.0.0/8"))
    peer = st.one_of(
        st.builds(lambda one: {"podSelector": one}, label_selectors()),
        st.builds(lambda one: {"namespaceSelector": one}, space_selectors()),
        st.builds(
            lambda one, other: {"namespaceSelector": one, "podSelector": other},
            space_selectors(),
            label_selectors(),
        ),
        block.map(lambda one: {"ipBlock": one}),
    )

    def rules(side: str) -> st.SearchStrategy[list[dict[str, Any]]]:
        some = {side: st.lists(peer, max_size=2), "ports": st.lists(port, max_size=2)}
        return st.lists(st.fixed_dictionaries({}, optional=some), max_size=2)

    spec = st.fixed_dictionaries(
        {"podSelector": label_selectors()},
        optional={
            "policyTypes": st.sampled_from([["Ingress"], ["Egress"], ["Ingress", "Egress"]]),
            "ingress": rules("from"),
            "egress": rules("to"),
        },
    )
    return st.builds(
        lambda space, of: {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"name": "p", "namespace": space},
            "spec": of,
        },
        st.sampled_from(SPACES),
        spec,
    )


def admin_policies() -> st.SearchStrategy[dict[str, Any]]:
    """A policy of the admin tiers, in the kinds of v1alpha1."""
    peer = st.one_of(
        space_selectors().map(lambda one: {"namespaces": one}),
        st.builds(
            lambda one, other: {"pods": {"namespaceSelector": one, "podSelector": other}},
            space_selectors(),
            label_selectors(),
        ),
    )
    port = st.sampled_from(
        [
            {"portNumber": {"protocol": "TCP", "port": 80}},
            {"portRange": {"protocol": "TCP", "start": 53, "end": 80}},
            {"namedPort": "http"},
        ]
    )

    def rules(side: str, actions: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
        rule = st.fixed_dictionaries(
            {"action": st.sampled_from(actions), side: st.lists(peer, min_size=1, max_size=2)},
            optional={"ports": st.lists(port, min_size=1, max_size=1)},
        )
        return st.lists(rule, max_size=2)

    def spec(actions: list[str], *, priority: bool) -> st.SearchStrategy[dict[str, Any]]:
        fixed: dict[str, Any] = {"subject": peer}
        if priority:
            fixed["priority"] = st.integers(0, 2)
        return st.fixed_dictionaries(
            fixed, optional={"ingress": rules("from", actions), "egress": rules("to", actions)}
        )

    def policy(kind: str, of: dict[str, Any]) -> dict[str, Any]:
        version = "policy.networking.k8s.io/v1alpha1"
        return {"apiVersion": version, "kind": kind, "metadata": {"name": "default"}, "spec": of}

    return st.one_of(
        spec(["Allow", "Deny", "Pass"], priority=True).map(lambda of: policy("AdminNetworkPolicy", of)),
        spec(["Allow", "Deny"], priority=False).map(lambda of: policy("BaselineAdminNetworkPolicy", of)),
    )


def roles() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Roles and ClusterRoles named `r` and `s`, aggregated ones among them."""
    rule = st.fixed_dictionaries(
        {
            "apiGroups": st.sampled_from([[""], ["*"], ["apps"]]),
            "resources": st.sampled_from(
                [["secrets"], ["pods"], ["pods/exec"], ["pods/*"], ["*/exec"], ["*"], ["deployments"]]
            ),
            "verbs": st.sampled_from([["get"], ["list"], ["create"], ["*"], ["delete"]]),
        },
        optional={"resourceNames": st.just(["other"])},
    )

    def made(kind: str, name: str, space: str, found: list[Any], more: dict[str, Any]) -> dict[str, Any]:
        place = {"namespace": space} if kind == "Role" else {}
        metadata = {"name": name, **place, "labels": more.get("labels", {})}
        rest = {key: value for key, value in more.items() if key != "labels" and kind == "ClusterRole"}
        return {"apiVersion": f"{RBAC}/v1", "kind": kind, "metadata": metadata, "rules": found, **rest}

    aggregation = {"clusterRoleSelectors": [{"matchLabels": {"into": "r"}}]}
    more = st.sampled_from(
        [
            {},
            {},
            {"labels": {"into": "r"}},
            {"aggregationRule": aggregation},
            {"labels": {f"{RBAC}/aggregate-to-view": "true"}},
        ]
    )
    role = st.builds(
        made,
        st.sampled_from(["Role", "ClusterRole"]),
        st.sampled_from(["r", "s"]),
        st.sampled_from(SPACES[:2]),
        st.lists(rule, max_size=2),
        more,
    )
    return st.lists(role, max_size=3, unique_by=lambda one: (one["kind"], one["metadata"]["name"]))


def bindings() -> st.SearchStrategy[list[dict[str, Any]]]:
    """RoleBindings and ClusterRoleBindings to accounts and groups."""
    subject = st.one_of(
        st.builds(
            lambda space, name: {"kind": "ServiceAccount", "namespace": space, "name": name},
            st.sampled_from(SPACES[:2]),
            st.sampled_from(["default", "bot"]),
        ),
        st.sampled_from(
            [
                {"kind": "Group", "name": "system:serviceaccounts", "apiGroup": RBAC},
                {"kind": "Group", "name": "system:serviceaccounts:a", "apiGroup": RBAC},
                {"kind": "User", "name": "system:serviceaccount:a:bot", "apiGroup": RBAC},
            ]
        ),
    )

    def made(space: str | None, ref: tuple[str, str], found: list[Any]) -> dict[str, Any]:
        kind = "ClusterRole" if space is None else ref[0]
        return {
            "apiVersion": f"{RBAC}/v1",
            "kind": "ClusterRoleBinding" if space is None else "RoleBinding",
            "metadata": {"name": "b", **({} if space is None else {"namespace": space})},
            "roleRef": {"apiGroup": RBAC, "kind": kind, "name": ref[1]},
            "subjects": found,
        }

    ref = st.sampled_from(
        [
            ("Role", "r"),
            ("ClusterRole", "r"),
            ("ClusterRole", "s"),
            ("ClusterRole", "view"),
            ("ClusterRole", "edit"),
        ]
    )
    place = st.sampled_from([None, *SPACES[:2]])
    one = st.builds(made, place, ref, st.lists(subject, min_size=1, max_size=2))
    return st.lists(one, min_size=1, max_size=3)
