"""What `envpolicy explain --patch` prints is taken by a real API server, by way of a real kubectl."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.catalog import load_catalog
from envpolicy.compiler import compile_policies
from envpolicy.engines.embedded import EmbeddedEngine
from envpolicy.evaluator import evaluate
from envpolicy.patches import OF_REQUIREMENTS, mend
from envpolicy.reporters import View
from envpolicy.reporters.text.patch import patch_text
from envpolicy.testing import examples
from envpolicy.testing.planned import planned

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from envpolicy.compiler import PolicySet
    from envpolicy.estate import Estate
    from envpolicy.model import Report

LAW = ["iso-27001-2022-A.8.31", "bsi-app-4.4.A7", "bsi-app-4.4.A9"]
OF_LEAKS = {check.id: check.patch for check in examples.checks() if check.patch}

#: What pods ask for, by the name of their workload.
SPECS: dict[str, dict[str, Any]] = {
    "tool": {},
    "asking": {"serviceAccountName": "tool", "automountServiceAccountToken": True},
    "other": {"serviceAccountName": "other"},
}

#: Groups that the API server has by itself.
BUILT_IN = ("networking.k8s.io", "rbac.authorization.k8s.io", "admissionregistration.k8s.io")

#: Estates in which requirements find something by themselves: a namespace that denies nothing, accounts and tokens.
ALONE: dict[str, dict[str, Any]] = {
    "nothing-denied": {
        "remove": [{"kind": "NetworkPolicy", "namespace": "shop-staging", "name": "default-deny"}]
    },
    "accounts": {
        "add": [
            {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "metadata": {"name": name, "namespace": "shop-staging", "labels": {"app": name}},
                "spec": {
                    "selector": {"matchLabels": {"app": name}},
                    "template": {
                        "metadata": {"labels": {"app": name}},
                        "spec": {**spec, "containers": [container]},
                    },
                },
            }
            for container in [{"name": "c", "image": "registry.example/c:1"}]
            for name, spec in SPECS.items()
        ]
    },
}


@cache
def law() -> PolicySet:
    return compile_policies(load_catalog(names=LAW).select(LAW))


def said(name: str, folder: Path) -> tuple[str, Estate, list[tuple[str, dict[str, Any]]]]:
    """The printed patch for the findings of an example's pair, its estate, and the objects in it by cluster."""
    estate = planned({"note": name, **CASES[name]}, folder)
    policies = law()

    def judge(other: Estate) -> Report:
        return evaluate(policies, other, EmbeddedEngine(), explain=examples.PAIR, alone=True)

    before = judge(estate)
    mending = mend(
        before.findings,
        estate,
        before=before,
        judge=judge,
        overall=lambda other: evaluate(policies, other, EmbeddedEngine()),
        recipes=OF_REQUIREMENTS if name in ALONE else OF_LEAKS,
    )
    values = [(document.change.cluster, document.change.value) for document in mending.documents]
    return patch_text(mending, View(subject="pair", pair=examples.PAIR)), estate, values


def definition(value: dict[str, Any]) -> dict[str, Any]:
    """A CustomResourceDefinition that takes anything of this kind."""
    group, _, version = value["apiVersion"].partition("/")
    kind = value["kind"].lower()
    plural = f"{kind[:-1]}ies" if kind.endswith("y") and kind[-2] not in "aeiou" else f"{kind}s"
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {
            "name": f"{plural}.{group}",
            "annotations": {"api-approved.kubernetes.io": "unapproved, for a test"},
        },
        "spec": {
            "group": group,
            "names": {"kind": value["kind"], "plural": plural, "singular": kind},
            "scope": "Namespaced" if value["metadata"].get("namespace") else "Cluster",
            "versions": [
                {"name": version, "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
            ],
        },
    }


def prepare(cluster: Any, value: dict[str, Any], original: dict[str, Any] | None) -> None:
    """The namespace, the definition of a kind that the API server does not have, and the object as it was."""
    namespace = value["metadata"].get("namespace")
    if namespace:
        space = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
        cluster.run("apply", "-f", "-", given=space)
    group = value["apiVersion"].partition("/")[0]
    if "." in group and group not in BUILT_IN:
        made = definition(value)
        if cluster.run("create", "-f", "-", given=made).returncode == 0:
            name = made["metadata"]["name"]
            cluster.until(name, lambda: cluster.run("get", name, "-A").returncode == 0)
    if original is not None:
        done = cluster.run("apply", "-f", "-", given=original)
        assert done.returncode == 0, done.stderr


def complete(example: Mapping[str, Any]) -> dict[str, Any]:
    """An example with what an API server asks for beside what the leak is made of."""
    found = copy.deepcopy(dict(example))
    for item in found.get("add", []):
        for webhook in item.get("webhooks", []):
            webhook |= {"sideEffects": "None", "admissionReviewVersions": ["v1"]}
    return found


#: The first example of each leak in the form that today's API server serves.
CASES = {
    **{
        case.check.id: complete(case.example)
        for case in reversed(examples.cases())
        if case.side == "leaks" and case.check.id in OF_LEAKS and "v1beta1" not in str(case.example)
    },
    **ALONE,
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_printed_patch_is_taken(cluster: Any, name: str, tmp_path: Path) -> None:
    text, estate, values = said(name, tmp_path)
    originals = {
        (
            id_,
            part.value["kind"],
            part.value["metadata"].get("namespace"),
            part.value["metadata"]["name"],
        ): part.value
        for id_ in estate.input["clusters"]
        for part in estate.parts(id_)
    }
    if not values or len({id_ for id_, _ in values}) > 1:
        pytest.skip("nothing is printed, or it is for two clusters")
    for id_, value in values:
        metadata = value["metadata"]
        key = (id_, value["kind"], metadata.get("namespace"), metadata["name"])
        prepare(cluster, value, originals.get(key))
    done = cluster.run("apply", "--dry-run=server", "-f", "-", given=text)
    assert done.returncode == 0, f"{done.stderr}\n{text}"
    assert done.stdout.count("(server dry run)") == len(values)
    for id_, value in values:
        metadata = value["metadata"]
        key = (id_, value["kind"], metadata.get("namespace"), metadata["name"])
        # A namespace that is deleted takes nothing any more.
        if key in originals and value["kind"] != "Namespace":
            cluster.run("delete", "-f", "-", "--wait=false", "--force", "--grace-period=0", given=value)
