"""Patches: what is printed, what is not, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from envpolicy.model import Finding, Verdict, Witness
from envpolicy.patches import Case, Change, Declined, Mending, recipe, recipes
from envpolicy.patches.case import steps
from envpolicy.patches.mending import Document
from envpolicy.reporters import View
from envpolicy.reporters.text.patch import dump, patch_text
from envpolicy.sources import read
from envpolicy.testing.planned import planned

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "ghp_" + "1a2B3c4D5e6F7g8H9i0J1k2L3m4N5o6P7q8R"  # no token of anybody


def _finding(**given: Any) -> Finding:
    fields: dict[str, Any] = {
        "id": "f-1",
        "leak": "rbac-secret-read",
        "kind": "reach",
        "channel": "identity",
        "cap": None,
        "source": "shop-staging",
        "target": "shop-prod",
        "requirements": (),
        "severity": "high",
        "required": None,
        "nominal": None,
        "effective": None,
        "verdict": Verdict.FAIL,
        "message": "they meet",
        "remediation": "Keep them apart.",
    }
    return Finding(**{**fields, **given})


def _binding(**metadata: Any) -> dict[str, Any]:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": {"name": "read", "namespace": "shop-prod", **metadata},
        "subjects": [{"kind": "ServiceAccount", "name": "web", "namespace": "shop-staging"}],
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "read"},
    }


def _case(tmp_path: Path, value: dict[str, Any], path: str) -> Case:
    metadata = value["metadata"]
    witness = Witness(
        cluster="prod/prod-wc",
        kind=value["kind"],
        namespace=metadata.get("namespace", ""),
        name=metadata["name"],
        path=path,
    )
    estate = planned({"note": "one", "add": [value]}, tmp_path)
    return Case(finding=_finding(witness=(witness,)), estate=estate)


def test_what_the_server_keeps_is_no_part_of_a_patch(tmp_path: Path) -> None:
    annotations = {"kubectl.kubernetes.io/last-applied-configuration": "{}", "note": "kept"}
    value = _binding(annotations=annotations, uid="1", resourceVersion="2", managedFields=[])
    (change,) = recipe("drop-subject")(_case(tmp_path, value, "subjects[0]"))
    assert change.value["metadata"] == {
        "name": "read",
        "namespace": "shop-prod",
        "annotations": {"note": "kept"},
    }
    assert change.value["subjects"] == []


def test_what_may_be_secret_is_not_printed(tmp_path: Path) -> None:
    value = _binding(annotations={"deploy": f"curl -H 'Authorization: Bearer {TOKEN}'"})
    with pytest.raises(Declined, match="may be secret") as caught:
        list(recipe("drop-subject")(_case(tmp_path, value, "subjects[0]")))
    assert TOKEN not in str(caught.value)


def test_a_peer_that_is_the_last_takes_its_rule_along(tmp_path: Path) -> None:
    """An empty list of peers would be everybody."""
    selector = {"matchLabels": {"kubernetes.io/metadata.name": "shop-staging"}}
    policy = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "in", "namespace": "shop-prod"},
        "spec": {"podSelector": {}, "ingress": [{"from": [{"namespaceSelector": selector}]}]},
    }
    (change,) = recipe("narrow-peer")(_case(tmp_path, policy, "spec.ingress[0]"))
    assert change.value["spec"]["ingress"] == []


def test_other_namespaces_that_a_peer_names_stay(tmp_path: Path) -> None:
    names = {"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["edge", "shop-staging"]}
    policy = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "in", "namespace": "shop-prod"},
        "spec": {
            "podSelector": {},
            "ingress": [{"from": [{"namespaceSelector": {"matchExpressions": [names]}}]}],
        },
    }
    (change,) = recipe("narrow-peer")(_case(tmp_path, policy, "spec.ingress[0].from[0]"))
    (peer,) = change.value["spec"]["ingress"][0]["from"]
    assert peer["namespaceSelector"]["matchExpressions"] == [{**names, "values": ["edge"]}]


def test_a_recipe_that_nobody_wrote_is_a_mistake() -> None:
    assert "drop-subject" in recipes()
    with pytest.raises(KeyError):
        recipe("drop-everything")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ()),
        ("spec.ports[0].name", ("spec", "ports", 0, "name")),
        ('metadata.labels["a.b/c"]', ("metadata", "labels", "a.b/c")),
        ('x["say \\"it\\""][12]', ("x", 'say "it"', 12)),
    ],
)
def test_a_route_is_taken_apart(path: str, expected: tuple[Any, ...]) -> None:
    assert steps(path) == expected


@pytest.mark.parametrize("text", ["yes", "1e3", "012", "0x1F", "~", "a: b", "# no", "é\n\u2028", "", "null"])
def test_text_stays_text_for_every_reader(text: str) -> None:
    value = {"apiVersion": "v1", "kind": "X", "metadata": {"name": "x", "labels": {text or "k": text}}}
    reading = read(["-"], stdin=dump(value).encode())
    assert [document.value for document in reading.documents] == [value]


def test_a_name_cannot_break_out_of_a_comment() -> None:
    odd = _finding(message="one\n- two: [\x1b[31m")
    change = Change(cluster="prod/c", value=_binding(), what="said\nelse")
    mending = Mending(documents=(Document(change=change, mends=(odd,)),), declined=((odd, "why\nnot"),))
    text = patch_text(mending, View(subject="pair", pair=("a\nb", "c")))
    reading = read(["-"], stdin=text.encode())
    assert [document.value for document in reading.documents if document.value] == [_binding()]
    assert "\x1b" not in text
