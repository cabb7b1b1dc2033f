from __future__ import annotations

from typing import Any

import pytest

from envpolicy.documents import read_manifests
from envpolicy.errors import EngineError
from envpolicy.reach import connections, estate_of, format_connection


def space(name: str, **labels: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def pod(
    name: str, namespace: str = "a", *, spec: dict[str, Any] | None = None, **metadata: Any
) -> dict[str, Any]:
    base = {"containers": [{"name": "c", "image": "c", "ports": metadata.pop("ports", [])}]}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace, "labels": {"app": name}, **metadata},
        "spec": {**base, **(spec or {})},
    }


def policy(namespace: str = "a", name: str = "p", **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"podSelector": {}, **spec},
    }


def admin(name: str, priority: int, tier: str = "Admin", **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "policy.networking.k8s.io/v1alpha2",
        "kind": "ClusterNetworkPolicy",
        "metadata": {"name": name},
        "spec": {"tier": tier, "priority": priority, "subject": {"namespaces": {}}, **spec},
    }


def lines(*objects: dict[str, Any], **facts: Any) -> list[str]:
    return [format_connection(item) for item in connections(objects, facts=facts or None)]


ALL = ["a/x[Pod] => a/y[Pod] : All Connections", "a/y[Pod] => a/x[Pod] : All Connections"]
INTO_Y = ["a/x[Pod] => a/y[Pod] : All Connections"]


# --- isolation and its defaults


def test_nothing_is_isolated_without_policies() -> None:
    assert lines(pod("x"), pod("y")) == ALL


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({}, []),
        ({"egress": []}, []),
        ({"ingress": [{}], "egress": []}, ALL),
        ({"ingress": [{}], "egress": [{"to": [{"podSelector": {"matchLabels": {"app": "y"}}}]}]}, INTO_Y),
        ({"policyTypes": ["Egress"]}, []),
        ({"policyTypes": ["Ingress"], "ingress": [{}], "egress": [{"to": []}]}, ALL),
        ({"policyTypes": ["Ingress"], "ingress": [{}], "egress": []}, ALL),
        ({"policyTypes": ["Ingress"], "ingress": None}, []),
        ({"podSelector": None, "ingress": [{"from": None}]}, ALL),
        ({"podSelector": {"matchLabels": {"app": "x"}}, "policyTypes": []}, INTO_Y),
    ],
)
def test_defaults_are_those_of_the_api_server(spec: dict[str, Any], expected: list[str]) -> None:
    assert lines(pod("x"), pod("y"), policy(**spec)) == expected


def test_policies_add_up() -> None:
    found = lines(
        pod("x"),
        pod("y"),
        policy(name="deny"),
        policy(name="80", ingress=[{"ports": [{"port": 80}]}]),
        policy(name="81", ingress=[{"ports": [{"port": 81}]}], podSelector={"matchLabels": {"app": "y"}}),
    )
    assert found == ["a/x[Pod] => a/y[Pod] : TCP 80-81", "a/y[Pod] => a/x[Pod] : TCP 80"]


# --- peers


@pytest.mark.parametrize(
    ("peer", "sources"),
    [
        ({"podSelector": {}}, {"a/x"}),
        ({"namespaceSelector": {}}, {"a/x", "b/z"}),
        ({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "b"}}}, {"b/z"}),
        ({"namespaceSelector": {"matchLabels": {"team": "t"}}}, {"b/z"}),
        (
            {
                "namespaceSelector": {
                    "matchExpressions": [{"key": "team", "operator": "NotIn", "values": ["t"]}]
                }
            },
            {"a/x"},
        ),
        ({"namespaceSelector": {"matchExpressions": [{"key": "team", "operator": "DoesNotExist"}]}}, {"a/x"}),
        (
            {
                "namespaceSelector": {},
                "podSelector": {"matchExpressions": [{"key": "role", "operator": "Exists"}]},
            },
            {"b/z"},
        ),
        (
            {
                "namespaceSelector": {},
                "podSelector": {"matchExpressions": [{"key": "role", "operator": "DoesNotExist"}]},
            },
            {"a/x"},
        ),
        ({"podSelector": {"matchLabels": {"role": "r"}}}, set()),
        ({"ipBlock": {"cidr": "0.0.0.0/0"}}, set()),
        ({}, {"a/x", "b/z"}),  # the API refuses it: nobody knows what it would allow
        ({"podSelector": {}, "ipBlock": {"cidr": "10.0.0.0/8"}}, {"a/x", "b/z"}),
        ({"ipBlock": {"cidr": "10.0.0.0/40"}}, {"a/x", "b/z"}),
    ],
)
def test_a_peer_means(peer: dict[str, Any], sources: set[str]) -> None:
    found = connections(
        [
            space("a"),
            # The control plane sets the name of a namespace, whatever a manifest claims.
            space("b", **{"team": "t", "kubernetes.io/metadata.name": "a"}),
            pod("x"),
            pod("y"),
            pod("z", "b", labels={"role": "r"}),
            policy(podSelector={"matchLabels": {"app": "y"}}, ingress=[{"from": [peer]}]),
        ]
    )
    into_y = {f"{item.source.namespace}/{item.source.name}" for item in found if item.target.name == "y"}
    assert into_y == sources


# --- ports


def into(ports: list[dict[str, Any]], *, target: dict[str, Any] | None = None, **facts: Any) -> str:
    closed = policy(podSelector={"matchLabels": {"app": "y"}}, ingress=[{"ports": ports}])
    (found,) = lines(
        pod("x"), target or pod("y"), closed, policy(name="out", policyTypes=["Egress"], egress=[{}]), **facts
    )[:1]
    return found.partition(" : ")[2]


def test_ports_are_joined_and_sorted_by_protocol() -> None:
    ports: list[dict[str, Any]] = [
        {"port": 53, "protocol": "UDP"},
        {"port": 8000, "endPort": 8010},
        {"port": 8011},
        {"port": 80},
        {"port": 8005, "endPort": 8006},
    ]
    assert into(ports) == "TCP 80,8000-8011,UDP 53"


def test_all_ports_of_all_protocols_are_all_connections() -> None:
    assert into([{"protocol": "TCP"}, {"protocol": "UDP"}, {"protocol": "SCTP"}]) == "All Connections"
    assert into([{"protocol": "TCP"}, {"protocol": "SCTP"}]) == "SCTP 1-65535,TCP 1-65535"


def test_a_plugin_without_end_port_applies_the_first_port_alone() -> None:
    assert into([{"port": 80, "endPort": 90}], endPortSupported=False) == "TCP 80"


def test_a_named_port_means_what_the_receiver_calls_so() -> None:
    target = pod(
        "y",
        ports=[
            {"name": "http", "containerPort": 8080},
            {"name": "dns", "containerPort": 53, "protocol": "UDP"},
        ],
    )
    assert into([{"port": "http"}], target=target) == "TCP 8080"
    assert into([{"port": "dns", "protocol": "UDP"}], target=target) == "UDP 53"
    found = lines(pod("x"), target, policy(ingress=[{"ports": [{"port": "dns"}]}]))
    assert found == []  # TCP is asked for


def test_a_named_port_of_an_egress_rule_differs_from_pod_to_pod() -> None:
    found = lines(
        pod("x"),
        pod("y", ports=[{"name": "http", "containerPort": 8080}]),
        pod("z", ports=[{"name": "http", "containerPort": 9090}]),
        policy(
            podSelector={"matchLabels": {"app": "x"}},
            policyTypes=["Egress"],
            egress=[{"ports": [{"port": "http"}]}],
        ),
    )
    assert [line for line in found if line.startswith("a/x")] == [
        "a/x[Pod] => a/y[Pod] : TCP 8080",
        "a/x[Pod] => a/z[Pod] : TCP 9090",
    ]


# --- which pods there are


def test_every_controller_makes_pods() -> None:
    template = {"metadata": {"labels": {"app": "w"}}, "spec": {"containers": [{"name": "c", "image": "c"}]}}
    kinds = {
        "apps/v1": ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
        "batch/v1": ("Job",),
        "v1": ("ReplicationController",),
        "argoproj.io/v1alpha1": ("Rollout",),
    }
    objects = [
        {
            "apiVersion": version,
            "kind": kind,
            "metadata": {"name": kind.lower()},
            "spec": {"template": template},
        }
        for version, group in kinds.items()
        for kind in group
    ]
    objects.append(
        {
            "apiVersion": "batch/v1",
            "kind": "CronJob",
            "metadata": {"name": "cronjob"},
            "spec": {"jobTemplate": {"spec": {"template": template}}},
        }
    )
    found = {str(item.source) for item in connections(objects)}
    assert found == {
        "default/deployment[Deployment]",
        "default/statefulset[StatefulSet]",
        "default/daemonset[DaemonSet]",
        "default/replicaset[ReplicaSet]",
        "default/job[Job]",
        "default/replicationcontroller[ReplicationController]",
        "default/rollout[Rollout]",
        "default/cronjob[CronJob]",
    }


def owned(name: str, kind: str, owner: str) -> list[dict[str, Any]]:
    return [{"apiVersion": "apps/v1", "kind": kind, "name": owner, "controller": True}]


def test_live_pods_are_replicas_of_what_made_them() -> None:
    template = {"metadata": {"labels": {"app": "w"}}, "spec": {"containers": [{"name": "c", "image": "c"}]}}
    meta = {"name": "w", "namespace": "a"}
    replicas = {"name": "w-1", "namespace": "a", "ownerReferences": owned("w-1", "Deployment", "w")}
    found = lines(
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta, "spec": {"template": template}},
        {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": replicas, "spec": {"template": template}},
        pod("w-1-a", ownerReferences=owned("w-1-a", "ReplicaSet", "w-1")),
        pod("w-1-b", ownerReferences=owned("w-1-b", "ReplicaSet", "w-1"), labels={"gap": "yes"}),
        pod("x"),
    )
    assert found == [
        "a/w[Deployment] => a/x[Pod] : All Connections",
        "a/x[Pod] => a/w[Deployment] : All Connections",
    ]


def test_a_pod_that_has_ended_connects_to_nothing() -> None:
    assert lines(pod("x"), {**pod("y"), "status": {"phase": "Succeeded"}}) == []


def test_lists_of_every_kind_are_taken_apart() -> None:
    bare = {key: value for key, value in pod("y").items() if key not in {"apiVersion", "kind"}}
    items = {"apiVersion": "v1", "kind": "PodList", "items": [bare]}
    assert lines({"apiVersion": "v1", "kind": "List", "items": [pod("x"), items]}) == ALL


def test_documents_are_read_and_others_passed_over() -> None:
    text = (
        b"apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {}\n---\nkind: Service\n---\n- 1\n---\n{}\n"
    )
    found = estate_of(read_manifests(text, "f.yaml").documents, {})
    (cluster,) = found["clusters"].values()
    assert [item["metadata"] for item in cluster["objects"]["Pod"]] == [{"name": "x", "namespace": "default"}]
    assert set(cluster["objects"]) == {"Pod"}


# --- the admin tiers


DENY = {"action": "Deny", "from": [{"namespaces": {}}]}
ACCEPT = {"action": "Accept", "from": [{"namespaces": {}}]}
PASS = {"action": "Pass", "from": [{"namespaces": {}}]}


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        ([admin("d", 1, ingress=[DENY])], []),
        ([admin("d", 1, ingress=[DENY]), admin("a", 0, ingress=[ACCEPT])], ALL),
        ([admin("a", 1, ingress=[ACCEPT]), policy()], ALL),
        ([admin("p", 1, ingress=[PASS, ACCEPT]), policy()], []),
        ([admin("d", 1, ingress=[PASS, DENY])], ALL),
        ([admin("b", 1, "Baseline", ingress=[DENY])], []),
        ([admin("b", 1, "Baseline", ingress=[DENY]), policy(ingress=[{}])], ALL),
        ([admin("b", 1, "Baseline", ingress=[PASS]), admin("c", 2, "Baseline", ingress=[DENY])], ALL),
        ([admin("e", 1, ingress=[{"action": "Deny", "from": [{"unheardOf": {}}]}])], []),
        ([admin("e", 1, ingress=[{"action": "Accept", "from": [{"unheardOf": {}}]}]), policy()], []),
    ],
)
def test_tiers_decide_in_their_order(objects: list[dict[str, Any]], expected: list[str]) -> None:
    assert lines(pod("x"), pod("y"), *objects) == expected


def test_admin_rules_cut_ports() -> None:
    tcp = {
        **DENY,
        "protocols": [{"tcp": {"destinationPort": {"range": {"start": 80, "end": 89}}}}, {"udp": {}}],
    }
    named = {**DENY, "protocols": [{"destinationNamedPort": "metrics"}]}
    target = pod("y", ports=[{"name": "metrics", "containerPort": 9090}])
    found = lines(pod("x"), target, admin("d", 1, ingress=[tcp, named]))
    assert found == [
        "a/x[Pod] => a/y[Pod] : SCTP 1-65535,TCP 1-79,90-9089,9091-65535",
        "a/y[Pod] => a/x[Pod] : SCTP 1-65535,TCP 1-79,90-65535",
    ]


def test_a_tie_counts_as_open() -> None:
    assert lines(pod("x"), pod("y"), admin("d", 1, ingress=[DENY]), admin("a", 1, ingress=[ACCEPT])) == ALL


# --- facts, and rubbish


def test_blocks_of_addresses_count_where_the_plugin_says_so() -> None:
    closed = policy(ingress=[{"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}])
    assert lines(pod("x"), pod("y"), closed) == []
    assert lines(pod("x"), pod("y"), closed, ipBlockMatchesPods=True, podCIDRs=["10.2.0.0/16"]) == ALL
    assert lines(pod("x"), pod("y"), closed, ipBlockMatchesPods=True, podCIDRs=["192.168.0.0/16"]) == []


def test_pods_on_the_host_network_are_beyond_policies_where_they_are_seen_as_nodes() -> None:
    objects = [
        pod("x", spec={"hostNetwork": True}),
        pod("y"),
        policy(ingress=[{"from": [{"podSelector": {}}]}]),
    ]
    assert lines(*objects) == ALL
    assert lines(*objects, hostNetworkHandling="node") == ["a/y[Pod] => a/x[Pod] : All Connections"]


@pytest.mark.parametrize(
    "spec",
    [
        {"ingress": {"not": "a list"}},
        {"ingress": [None, 3, {"from": 3, "ports": 4}]},
        {"ingress": [{"action": "Deny", "from": [3, None]}, {"action": 3}]},
        {"ingress": [{"ports": [{"port": {}}, {"port": 1.5}, {"port": -1, "endPort": "x"}], "from": [3]}]},
        {
            "podSelector": {
                "matchLabels": [],
                "matchExpressions": [{"key": 3}, 4, {"operator": "In", "key": "a", "values": 4}],
            }
        },
        {"policyTypes": "Ingress"},
    ],
)
def test_rubbish_never_stops_the_evaluation(spec: dict[str, Any]) -> None:
    connections(
        [pod("x", ports=[3, {"containerPort": "x"}]), pod("y"), policy(**spec), admin("r", 1, **spec)]
    )


def test_an_engine_that_fails_is_an_error() -> None:
    class Broken:
        name = "broken"

        def evaluate(self, modules: object, query: str, input_json: str) -> Any:
            raise EngineError(f"no answer to {query} of {bool(modules)} {len(input_json)}")

    with pytest.raises(EngineError):
        connections([], engine=Broken())


def test_json_has_every_part() -> None:
    found = connections([pod("x"), pod("y"), policy(ingress=[{"ports": [{"port": 80, "endPort": 81}]}])])
    assert found[0].to_json() == {
        "from": {"namespace": "a", "name": "x", "kind": "Pod"},
        "to": {"namespace": "a", "name": "y", "kind": "Pod"},
        "all": False,
        "ports": [{"protocol": "TCP", "first": 80, "last": 81}],
    }


def other(group: str, kind: str, spec: dict[str, Any], **metadata: str) -> dict[str, Any]:
    return {"apiVersion": group, "kind": kind, "metadata": {"name": "p", **metadata}, "spec": spec}


@pytest.mark.parametrize(
    "rules",
    [
        other(
            "cilium.io/v2",
            "CiliumNetworkPolicy",
            {
                "endpointSelector": {"matchLabels": {"app": "y"}},
                "ingress": [{"fromEndpoints": [{"matchLabels": {"app": "z"}}]}],
            },
            namespace="a",
        ),
        other(
            "cilium.io/v2",
            "CiliumClusterwideNetworkPolicy",
            {"endpointSelector": {"matchLabels": {"app": "y"}}, "ingress": [{}]},
        ),
        other(
            "projectcalico.org/v3",
            "NetworkPolicy",
            {
                "selector": "app == 'y'",
                "types": ["Ingress"],
                "ingress": [{"action": "Allow", "source": {"selector": "app == 'z'"}}],
            },
            namespace="a",
        ),
        other(
            "crd.projectcalico.org/v1",
            "GlobalNetworkPolicy",
            {"selector": "app == 'y'", "types": ["Ingress"], "ingress": []},
        ),
    ],
    ids=lambda rules: rules["kind"],
)
def test_policies_of_network_plugins_count(rules: dict[str, Any]) -> None:
    found = {format_connection(one) for one in connections([pod("x"), pod("y"), rules])}
    assert found == {"a/y[Pod] => a/x[Pod] : All Connections"}


def test_custom_resources_with_a_pod_template_are_workloads() -> None:
    config = {
        "apiVersion": "apps.openshift.io/v1",
        "kind": "DeploymentConfig",
        "metadata": {"name": "d", "namespace": "a"},
        "spec": {"template": {"metadata": {"labels": {"app": "d"}}, "spec": {"containers": []}}},
    }
    shut = policy(podSelector={"matchLabels": {"app": "d"}})
    assert [format_connection(one) for one in connections([pod("x"), config, shut])] == [
        "a/d[DeploymentConfig] => a/x[Pod] : All Connections"
    ]


def test_a_job_whose_name_is_made_anew_counts() -> None:
    job = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"generateName": "migrate-", "namespace": "a"},
        "spec": {"template": {"metadata": {"labels": {"app": "m"}}, "spec": {"containers": []}}},
    }
    assert {format_connection(one) for one in connections([pod("x"), job])} == {
        "a/migrate-[Job] => a/x[Pod] : All Connections",
        "a/x[Pod] => a/migrate-[Job] : All Connections",
    }
