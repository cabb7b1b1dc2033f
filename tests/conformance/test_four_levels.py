"""One application stands twice, as production and as staging, at each of the four levels; every pair is judged."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import envpolicy
from envpolicy.model import Level, Verdict

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 23)
Objects = list[dict[str, Any]]

#: Where production and staging stand at each level: (environment, cluster, namespace, release).
PLACES = {
    "release": (("prod", "wc", "shop", "prod"), ("prod", "wc", "shop", "staging")),
    "namespace": (("prod", "wc", "shop", None), ("prod", "wc", "shop-staging", None)),
    "cluster": (("prod", "wc", "shop", None), ("prod", "wc-staging", "shop", None)),
    "environment": (("prod", "wc", "shop", None), ("test", "wc", "shop", None)),
}


def boutique(corpus: Path) -> Objects:
    """Online Boutique's own manifests, and its own network policies."""
    from envpolicy.sources import read

    folders = ["kubernetes-manifests", "kustomize/components/network-policies"]
    files = [
        str(file)
        for folder in folders
        for file in sorted((corpus / "online-boutique" / folder).glob("*.yaml"))
        if file.name != "kustomization.yaml"
    ]
    reading = read(files)
    assert not reading.problems
    return [part.value for document in reading.documents for part in document.objects()]


def placed(objects: Objects, namespace: str, release: str | None) -> Objects:
    """The objects in a namespace; as a release, with names, labels and selectors that are its own."""
    result = copy.deepcopy(objects)
    for item in result:
        item["metadata"]["namespace"] = namespace
        if release is None:
            continue
        item["metadata"]["name"] += f"-{release}"
        item["metadata"].setdefault("labels", {})["app.kubernetes.io/instance"] = release
        _released(item.get("spec", {}), release)
    return result


def _released(spec: dict[str, Any], release: str) -> None:
    instance = {"app.kubernetes.io/instance": release}
    template = spec.get("template")
    if template:
        template["metadata"].setdefault("labels", {}).update(instance)
        if "serviceAccountName" in template["spec"]:
            template["spec"]["serviceAccountName"] += f"-{release}"
        spec["selector"]["matchLabels"].update(instance)
    elif "selector" in spec:
        spec["selector"].update(instance)
    if "podSelector" in spec:
        spec["podSelector"].setdefault("matchLabels", {}).update(instance)
    for rule in [*spec.get("ingress", []), *spec.get("egress", [])]:
        for peer in [*rule.get("from", []), *rule.get("to", [])]:
            peer.get("podSelector", {}).setdefault("matchLabels", {}).update(instance)


def report(folder: Path, objects: Objects, level: str, **organisation: bool) -> envpolicy.Report:
    """The verdict on production and staging at a level, under the whole catalogue."""
    clusters: dict[tuple[str, str], Objects] = {}
    deployments = []
    for stage, (environment, cluster, namespace, release) in zip(
        ("production", "staging"), PLACES[level], strict=True
    ):
        clusters.setdefault((environment, cluster), []).extend(placed(objects, namespace, release))
        placement = {"environment": environment, "cluster": cluster, "namespace": namespace}
        deployments.append(
            {
                "name": f"shop-{stage}",
                "application": "shop",
                "stage": stage,
                "data": {
                    "class": "customer" if stage == "production" else "realistic",
                    "qualities": [],
                    "treatment": "raw",
                },
                "protection": "normal",
                "function": "application",
                "zone": "internet",
                "owner": "shop-team",
                "audience": ["end-users"] if stage == "production" else ["qa"],
                "medicalDevice": False,
                "placement": placement | ({"release": release} if release else {}),
            }
        )
    environments: dict[str, Any] = {}
    for (environment, cluster), items in clusters.items():
        file = folder / f"{environment}-{cluster}.json"
        file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}), encoding="utf-8")
        entry = environments.setdefault(
            environment,
            {
                "name": environment,
                "class": "production" if environment == "prod" else "non-production",
                "clusters": [],
            },
        )
        entry["clusters"].append(
            {
                "name": cluster,
                "role": "workload",
                "manifests": [file.name],
                "facts": {
                    "networkPolicyEnforced": True,
                    "inventory": "complete",
                    "workloadIdentityPool": f"{environment}-{cluster}",
                    "serviceAccountIssuer": f"https://{environment}-{cluster}.example",
                    "nodeRole": "none",
                },
            }
        )
    plan = folder / "envpolicy.yaml"
    plan.write_text(
        json.dumps(
            {
                "apiVersion": "envpolicy.dev/v1alpha1",
                "kind": "DeploymentPlan",
                "metadata": {"name": "four-levels"},
                "regulations": ["all"],
                "organisation": {
                    "hasClearinghouse": False,
                    "partOfLargerOrganisation": False,
                    "swedishStateAuthority": True,
                    "careProvider": False,
                    "processesCui": False,
                    "managedService": True,
                }
                | organisation,
                "environments": list(environments.values()),
                "deployments": deployments,
                "records": {"complete": ["changes", "updates", "evidence"]},
            }
        ),
        encoding="utf-8",
    )
    loaded = envpolicy.load_plan(plan)
    policies = envpolicy.compile_policies(envpolicy.load_catalog().select(loaded.regulations))
    estate = envpolicy.read_estate(loaded, today=TODAY)
    return envpolicy.evaluate(policies, estate, envpolicy.engine("embedded"))


#: What stands between namespaces: every way in and out that is not within the own namespace is shut.
SHUT: Objects = [
    {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "own-namespace-only"},
        "spec": {
            "podSelector": {},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"from": [{"podSelector": {}}]}],
            "egress": [{"to": [{"podSelector": {}}]}],
        },
    }
]


def own_shop() -> Objects:
    """A small application of our own, for where the corpus is absent."""
    objects: Objects = []
    for name, port in (("front", 8080), ("store", 6379)):
        labels = {"app": name}
        objects += [
            {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}},
            {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "metadata": {"name": name},
                "spec": {
                    "selector": {"matchLabels": dict(labels)},
                    "template": {
                        "metadata": {"labels": dict(labels)},
                        "spec": {
                            "serviceAccountName": name,
                            "containers": [{"name": name, "image": f"registry.example/{name}:1"}],
                        },
                    },
                },
            },
            {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"name": name},
                "spec": {"selector": dict(labels), "ports": [{"port": port}]},
            },
        ]
    return objects


@pytest.fixture(params=["own shop", "Online Boutique"])
def application(request: pytest.FixtureRequest) -> Objects:
    """An application without network policies."""
    if request.param == "own shop":
        return own_shop()
    objects = boutique(request.getfixturevalue("shared_corpus"))
    return [item for item in objects if item["kind"] != "NetworkPolicy"]


def verdicts(found: envpolicy.Report) -> dict[str, Verdict]:
    return {result.requirement: result.verdict for result in found.results}


def separating(found: envpolicy.Report) -> list[envpolicy.Finding]:
    """The leaks that lower the level; contention for resources is judged apart from it."""
    return [finding for finding in found.findings if finding.leak and finding.channel != "contention"]


@pytest.mark.parametrize("level", list(PLACES))
def test_placement_decides_where_nothing_leaks(tmp_path: Path, application: Objects, level: str) -> None:
    """With namespaces shut, the effective level is the nominal one, and each clause draws its line where it says."""
    found = report(tmp_path, application + SHUT, level)
    (pair,) = found.pairs
    assert pair.deployments == ("shop-production", "shop-staging")
    assert pair.nominal.label == level
    assert (pair.effective.lower, pair.effective.upper) == (pair.nominal, pair.nominal)
    stands = Level.of(level)
    judged = verdicts(found)

    # Floor namespace, as the clause; default environment, as the recommendation that the clause is not blamed for.
    for clause in ("iso-27001-2022-A.8.31", "iso-27001-2013-A.12.1.4", "msbfs-2020-7-3-2"):
        assert judged[clause] is (Verdict.PASS if stands >= Level.NAMESPACE else Verdict.FAIL), clause
        advice = judged.get(f"{clause}/recommended")
        assert advice is (None if stands is Level.ENVIRONMENT else Verdict.FAIL), clause
    assert judged["bsi-app-4.4.A1-level"] is (Verdict.PASS if stands >= Level.NAMESPACE else Verdict.FAIL)
    two_environments = judged["welkin-two-environments"]
    assert two_environments is (Verdict.PASS if stands is Level.ENVIRONMENT else Verdict.FAIL)

    # Clauses about other pairs than these form none.
    for clause in (
        "hipaa-164.308-a-4-ii-A",
        "iso-27001-2022-A.8.31-development",
        "bsi-app-4.4.A1-namespace",
        "bsi-app-4.4.A1-cluster",
        "bsi-app-4.4.A15",
        "hslf-fs-2016-40-3-10",
        "mdr-annex-vi-c-6.5-application",
        "nist-800-171-r2-3.4.4",
    ):
        assert judged[clause] is Verdict.NOT_APPLICABLE, clause


def test_two_namespaces_without_policies_are_not_apart(tmp_path: Path, application: Objects) -> None:
    found = report(tmp_path, application, "namespace")
    (pair,) = found.pairs
    assert (pair.nominal.label, str(pair.effective)) == ("namespace", "release")
    assert {*pair.channels} - {"contention"} == {"network"}
    assert verdicts(found)["iso-27001-2022-A.8.31"] is Verdict.FAIL
    leaks = separating(found)
    assert {finding.leak for finding in leaks} == {"net-unisolated"}
    directions = {(finding.source, finding.target) for finding in leaks}
    assert directions == {("shop-production", "shop-staging"), ("shop-staging", "shop-production")}


def test_the_boutiques_own_policies_leave_the_front_end_open(tmp_path: Path, shared_corpus: Path) -> None:
    found = report(tmp_path, boutique(shared_corpus), "namespace")
    (pair,) = found.pairs
    assert str(pair.effective) == "release"
    leaks = separating(found)
    assert leaks
    assert all("frontend" in finding.message for finding in leaks)


#: One key, as a Secret that was copied whole, and as a value by itself.
IN_A_SECRET: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Secret",
    "metadata": {"name": "payment"},
    "stringData": {"api-key": "one-key-for-everything"},
}
IN_THE_ENVIRONMENT: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "payment"},
    "spec": {
        "serviceAccountName": "payment",
        "containers": [
            {
                "name": "main",
                "image": "registry.example/payment:1",
                "env": [{"name": "API_KEY", "value": "one-key-for-everything"}],
            }
        ],
    },
}


@pytest.mark.parametrize("level", ["cluster", "environment"])
@pytest.mark.parametrize(
    ("held", "leak"), [(IN_A_SECRET, "secret-same-content"), (IN_THE_ENVIRONMENT, "secret-in-plain")]
)
def test_a_shared_secret_reaches_across(
    tmp_path: Path, application: Objects, level: str, held: dict[str, Any], leak: str
) -> None:
    """One key in two clusters: whoever holds one side acts as the other, however far apart they stand."""
    found = report(tmp_path, [*application, *SHUT, held], level)
    (pair,) = found.pairs
    assert (pair.nominal.label, str(pair.effective)) == (level, "release")
    (finding,) = separating(found)
    assert finding.leak == leak
    assert {witness.name for witness in finding.witness} == {"payment"}
    assert all(witness.line for witness in finding.witness)
    assert verdicts(found)["iso-27001-2022-A.8.31"] is Verdict.FAIL
    assert "one-key-for-everything" not in json.dumps(found.to_json())
