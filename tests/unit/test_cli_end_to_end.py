from __future__ import annotations

import io
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from envpolicy.cli import main

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
apiVersion: envpolicy.dev/v1alpha1
kind: DeploymentPlan
metadata: {name: shop}
regulations: [iso-27001-2022-A.8.31]
profile: floor
environments:
  - name: prod
    class: production
    clusters:
      - name: wc
        manifests: [manifests]
        facts: {networkPolicyEnforced: true, inventory: complete}
deployments:
  - name: shop-prod
    application: shop
    stage: production
    placement: {environment: prod, cluster: wc, namespace: shop}
  - name: shop-staging
    application: shop
    stage: staging
    placement: {environment: prod, cluster: wc, namespace: shop-staging}
"""

NAMESPACE = """\
apiVersion: v1
kind: Namespace
metadata: {name: NAME}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: NAME}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: NAME-deployer, namespace: NAME}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: NAME-settings, namespace: NAME}
data: {greeting: good morning}
"""

GRANT = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: deploy, namespace: shop}
rules:
  - {apiGroups: [apps], resources: [deployments], verbs: [get, create, update]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: deploy, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deploy}
subjects:
  - {kind: ServiceAccount, name: shop-staging-deployer, namespace: shop-staging}
"""

CREDENTIALS = """\
apiVersion: v1
kind: Secret
metadata: {name: database, namespace: NAME}
stringData: {password: "correct horse battery staple, twice over"}
"""


@pytest.fixture
def estate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two deployments in two namespaces of one cluster, apart from each other."""
    (tmp_path / "envpolicy.yaml").write_text(PLAN)
    (tmp_path / "manifests").mkdir()
    for name in ("shop", "shop-staging"):
        (tmp_path / "manifests" / f"{name}.yaml").write_text(NAMESPACE.replace("NAME", name))
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "ENVPOLICY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def leaking(estate: Path) -> Path:
    """The same, but staging's account may deploy into production."""
    (estate / "manifests" / "grant.yaml").write_text(GRANT)
    return estate


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments])
    out, err = capsys.readouterr()
    return code, out, err


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code, out, _ = said(capsys, *arguments, "--format", "json", "--today", "2026-03-02")
    return code, json.loads(out)


def test_what_is_apart_passes(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "check")
    assert (code, err) == (0, "")
    assert out.startswith("PASS: 1 pass\n2 deployments, 1 pair, 8 objects, 1 requirement")


def test_a_leak_is_told_with_clause_levels_witness_and_fix(
    leaking: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, "check")
    assert (code, err) == (1, "")
    assert out.startswith("FAIL: 1 must fail\n")
    assert "FAIL must iso-27001-2022-A.8.31: " in out
    assert "clause A.8.31" in out
    assert "shop-prod and shop-staging: namespace -> release, required namespace\n" in out
    assert "manifests/grant.yaml:12:5: RoleBinding shop/deploy subjects[0]" in out
    assert "fix: " in out


def test_the_json_of_a_real_run_fits_the_schema_and_repeats(
    leaking: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, first = report(capsys, "check", "-r", "all")
    assert code == 1
    schema = json.loads((root / "schemas/report.schema.json").read_text())
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(first)) == []
    assert report(capsys, "check", "-r", "all") == (code, first)
    assert first["run"]["time"] == "2026-03-02T00:00:00Z"


def test_an_unreadable_manifest_exits_2_and_the_rest_is_judged(
    leaking: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (leaking / "manifests" / "broken.yaml").write_text("kind: [\n")
    code, out, _ = said(capsys, "check")
    assert code == 2
    assert "NOT ALL INPUT WAS READ" in out.splitlines()[0]
    assert "manifests/broken.yaml:" in out
    assert "FAIL must iso-27001-2022-A.8.31" in out
    for command in (("matrix",), ("explain", "shop-prod", "shop-staging")):
        assert said(capsys, *command)[0] == 2


def test_an_unreadable_manifest_is_never_a_pass(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (estate / "manifests" / "broken.yaml").write_text("kind: [\n")
    code, out, _ = said(capsys, "check")
    assert code == 2
    assert not out.startswith("PASS")


def test_missing_knowledge_is_unknown_and_named(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (estate / "envpolicy.yaml").write_text(PLAN.replace("        facts: {", "        # facts: {"))
    code, out, _ = said(capsys, "check")
    assert code == 3
    assert out.startswith("UNKNOWN: 1 must undecided\n")
    assert "inventory of prod/wc" in out


def test_an_estate_without_objects_says_so(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (estate / "envpolicy.yaml").write_text(PLAN.replace("        manifests: [manifests]\n", ""))
    code, out, _ = said(capsys, "check")
    assert code == 3
    assert "NO OBJECT WAS READ" in out.splitlines()[0]
    assert "no object was read" in out
    assert "deployment shop-prod has no objects" in out


def test_a_plan_without_deployments_says_so(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (estate / "envpolicy.yaml").write_text(PLAN.partition("deployments:")[0] + "deployments: []\n")
    code, out, err = said(capsys, "check")
    assert "no deployment" in (out + err).lower() or code == 2
    assert code != 1


def test_objects_of_nobody_are_named(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (estate / "manifests" / "stray.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: stray, namespace: elsewhere}\n"
    )
    code, out, _ = said(capsys, "check")
    assert code == 0
    assert (
        "manifests/stray.yaml:1:1: warning: ConfigMap elsewhere/stray in prod/wc belongs to no deployment"
        in out
    )


def test_paths_and_standard_input_replace_the_manifests(
    leaking: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = ["manifests/shop.yaml", "manifests/shop-staging.yaml"]
    assert said(capsys, "check", *sound)[0] == 0
    assert said(capsys, "check", *sound, "--cluster", "prod/wc")[0] == 0
    piped = "---\n".join((leaking / path).read_text() for path in [*sound, "manifests/grant.yaml"])
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(piped.encode())))
    assert said(capsys, "check", "-")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["manifests", "--cluster", "elsewhere"], "prod/wc"),
        (["--cluster", "wc"], "no PATH"),
        (["nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_wrong_paths_and_clusters_exit_2(
    estate: Path, arguments: list[str], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, "check", *arguments)
    assert code == 2
    assert hint in out + err


def test_no_secret_is_ever_shown(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("shop", "shop-staging"):
        (estate / "manifests" / f"secret-{name}.yaml").write_text(CREDENTIALS.replace("NAME", name))
    for arguments in (
        ("check", "-v", "--all-pairs"),
        ("check", "--format", "json"),
        ("explain", "shop-prod", "shop-staging"),
        ("explain", "shop-prod", "shop-staging", "-o", "json"),
        ("matrix", "-o", "json"),
    ):
        code, out, err = said(capsys, *arguments)
        assert code in (0, 1)
        assert "correct horse" not in out + err
    assert "Secret shop/database" in said(capsys, "check", "-v")[1]


def test_explain_leads_from_placement_to_level(leaking: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "explain", "shop-staging", "shop-prod")
    assert code == 0
    steps = [
        "shop-staging and shop-prod: placed as namespace, effectively only release",
        "namespace shop-staging",
        "they share a cluster",
        "identity: leaves release",
        "manifests/grant.yaml:12:5",
        "together: release",
        "FAIL must iso-27001-2022-A.8.31",
    ]
    places = [out.index(step) for step in steps]
    assert places == sorted(places)


def test_the_matrix_shows_what_a_leak_leaves(leaking: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "matrix")
    assert code == 0
    assert "2 shop-staging N>R\n" in out
    code, matrix = report(capsys, "matrix")
    assert matrix["pairs"][0]["effective"] == {"lower": "release", "upper": "release"}


def test_parse_prints_good_objects_beside_problems(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (estate / "manifests" / "broken.yaml").write_text("kind: [\n")
    code, out, err = said(capsys, "parse", "manifests")
    assert code == 2
    objects = json.loads(out)
    assert len(objects) == 8
    assert objects[1]["file"] == "manifests/shop-staging.yaml"
    assert (objects[1]["document"], objects[1]["line"]) == (1, 5)
    assert objects[1]["object"]["kind"] == "NetworkPolicy"
    assert err.startswith("manifests/broken.yaml:")


def test_parse_of_nothing_is_an_empty_array_and_a_problem(
    estate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, "parse", "nowhere")
    assert (code, out) == (2, "[]\n")
    assert "nowhere" in err


def test_reach_lists_connections_a_line(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (estate / "pods.yaml").write_text(
        "\n---\n".join(
            f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: open}}\n"
            "spec: {containers: [{name: c, image: i}]}"
            for name in ("a", "b")
        )
    )
    code, out, _ = said(capsys, "reach", "pods.yaml")
    assert code == 0
    assert out.splitlines() == [
        "open/a[Pod] => open/b[Pod] : All Connections",
        "open/b[Pod] => open/a[Pod] : All Connections",
    ]
    code, out, _ = said(capsys, "reach", "pods.yaml", "--format", "json")
    assert len(json.loads(out)) == 2
    code, out, err = said(capsys, "reach", "manifests")
    assert (code, out) == (0, "")
    assert "no connection is allowed" in err


def test_a_patch_that_is_applied_mends(leaking: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, written beside the manifests it takes the place of, and judged again."""
    code, explained, _ = said(capsys, "explain", "shop-prod", "shop-staging", "--format", "json", "--patch")
    assert code == 0
    patch = json.loads(explained)["patch"]
    assert patch["documents"]
    mended = {id_ for document in patch["documents"] for id_ in document["mends"]}
    assert mended
    _, text, _ = said(capsys, "explain", "shop-prod", "shop-staging", "--patch")
    for id_ in mended:
        assert id_ in text
    (leaking / "manifests" / "zz-patch.yaml").write_text(text, encoding="utf-8")
    _, after = report(capsys, "check")
    assert not mended & {finding["id"] for finding in after["findings"]}


def test_what_is_worth_knowing_is_in_the_report_where_it_was_asked_for(
    estate: Path, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    """Policies of one cluster guarantee nothing of ICMP: so it is with any two, and lowers nothing."""
    for name in ("shop", "shop-staging"):
        pod = {"containers": [{"name": "web", "image": "web:1"}], "automountServiceAccountToken": False}
        meta = {"name": "web", "namespace": name}
        text = json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": pod})
        (estate / "manifests" / f"pod-{name}.yaml").write_text(text)
    code, plain = report(capsys, "check")
    assert "info" not in plain
    again, told = report(capsys, "check", "--info")
    assert again == code
    schema = json.loads((root / "schemas" / "report.schema.json").read_text("utf-8"))
    jsonschema.validate(told, schema)
    (known,) = [one for one in told["info"] if one["leak"] == "net-other-protocols"]
    assert known["deployments"] == ["shop-prod", "shop-staging"]
    assert known["deploymentCount"] == 2
    assert {key: value for key, value in told.items() if key != "info"} == plain
    _, text, _ = said(capsys, "check", "--info")
    assert "info, network: net-other-protocols" in text


def test_facts_name_what_lacks_and_where_to_state_it(
    estate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = (estate / "envpolicy.yaml").read_text()
    code, found = report(capsys, "facts")
    assert code == 0
    assert found["facts"] == []
    _, text, _ = said(capsys, "facts")
    assert text.startswith("Nothing is unknown: no fact is lacking.")
    (estate / "envpolicy.yaml").write_text(plan.replace("inventory: complete", "alwaysPullImages: true"))
    _, found = report(capsys, "facts")
    (fact,) = [one for one in found["facts"] if one["fact"].startswith("inventory of ")]
    assert fact["decides"]["musts"] == 1
    assert fact["state"]["path"] == "environments[0].clusters[0].facts.inventory"
    assert fact["state"]["example"] == "inventory: complete"
    _, text, _ = said(capsys, "facts")
    assert "such as: inventory: complete\n   takes: complete; or a list of text (" in text
