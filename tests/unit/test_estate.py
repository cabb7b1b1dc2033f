from __future__ import annotations

import base64
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from envpolicy.documents import Document, Part, read_manifests
from envpolicy.errors import DocumentError
from envpolicy.estate import build_estate
from envpolicy.plan import load_plan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from envpolicy.estate import Estate
    from envpolicy.plan import Plan

TODAY = date(2026, 11, 23)
PLAN = """\
apiVersion: envpolicy.dev/v1alpha1
kind: DeploymentPlan
metadata: {name: x}
organisation: {careProvider: true}
environments:
  - name: test
    clusters: [{name: wc, facts: {managementCluster: mc}}, {name: mc, role: management}]
  - name: prod
    class: production
    clusters: [{name: wc, facts: {managementCluster: mc, hostCluster: elsewhere}}]
deployments:
  - {name: b, application: shop, stage: mine, placement: {environment: test, cluster: wc, namespace: shop}}
  - name: a
    application: shop
    stage: production
    data: {class: live, qualities: [personal], treatment: raw}
    placement: {environment: prod, cluster: wc, namespace: shop, selector: {app: shop}}
stages: {mine: testing}
dataClasses: {live: customer}
"""
RECORDS = """\
records:
  complete: [updates, changes]
  updates:
    - {release: "1", environment: test, at: "2026-03-02T23:30:00Z"}
    - {release: "1", environment: prod, at: 2026-03-10}
  changes: [{id: c, tested: "2026-03-05T09:00:00+01:00", production: 2026-03-09}]
  evidence: [{record: r, date: "2026-01-15T12:00:00Z"}]
"""


def a_plan(folder: Path, more: str = "") -> Plan:
    (folder / "envpolicy.yaml").write_text(PLAN + more)
    return load_plan(folder / "envpolicy.yaml")


@pytest.fixture(name="plan", scope="module")
def _plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return a_plan(tmp_path_factory.mktemp("plan"))


def parts(text: str, file: str = "a.yaml") -> list[Part]:
    reading = read_manifests(text.encode(), file)
    assert not reading.problems
    return [part for document in reading.documents for part in document.objects()]


def estate(plan: Plan, objects: str | Iterable[Part], *, key: bytes | None = b"k") -> Estate:
    given = parts(objects) if isinstance(objects, str) else list(objects)
    return build_estate(plan, {"prod/wc": given}, today=TODAY, key=key)


def objects_of(plan: Plan, text: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = estate(plan, text).input["clusters"]["prod/wc"]["objects"]
    return found


# --- what the plan contributes


def test_the_plan_is_there_under_standard_names(plan: Plan) -> None:
    found = estate(plan, "").input
    assert (found["today"], found["profile"], found["organisation"]) == (
        "2026-11-23",
        "default",
        {"careProvider": True},
    )
    assert found["environments"] == [{"name": "prod", "class": "production"}, {"name": "test"}]
    assert [one["name"] for one in found["deployments"]] == ["a", "b"]
    assert found["deployments"][0] == {
        "name": "a",
        "application": "shop",
        "stage": "production",
        "data": {"class": "customer", "qualities": ["personal"], "treatment": "raw"},
        "placement": {
            "environment": "prod",
            "cluster": "wc",
            "namespace": "shop",
            "selector": {"matchLabels": {"app": "shop"}},
        },
    }
    assert found["deployments"][1]["stage"] == "testing"
    assert sorted(found["clusters"]) == ["prod/wc", "test/mc", "test/wc"]
    assert found["records"] == {"complete": [], "updates": [], "changes": [], "evidence": []}
    assert found["calendars"] == {}


def test_facts_that_name_a_cluster_name_it_by_its_id(plan: Plan) -> None:
    clusters = estate(plan, "").input["clusters"]
    assert clusters["test/wc"]["facts"] == {"managementCluster": "test/mc"}
    assert clusters["prod/wc"]["facts"] == {"managementCluster": "test/mc", "hostCluster": "elsewhere"}


def test_records_have_their_days_in_stockholm(tmp_path: Path) -> None:
    found = estate(a_plan(tmp_path, RECORDS), "").input
    assert [update["day"] for update in found["records"]["updates"]] == ["2026-03-03", "2026-03-10"]
    assert found["records"]["changes"] == [{"id": "c", "tested": "2026-03-05", "production": "2026-03-09"}]
    assert found["records"]["evidence"] == [{"record": "r", "date": "2026-01-15"}]
    numbers = found["calendars"]["se-elastisys"]
    assert sorted(numbers) == ["2026-03-03", "2026-03-05", "2026-03-09", "2026-03-10", "2026-11-23"]
    assert numbers["2026-03-10"] - numbers["2026-03-03"] == 5


def test_the_profile_of_the_run_wins(plan: Plan) -> None:
    assert build_estate(plan, {}, today=TODAY, profile="floor").input["profile"] == "floor"


def test_waivers_cover_a_pair_one_or_those_that_a_selector_surely_matches(tmp_path: Path) -> None:
    rest = "reason: r, owner: o, expires: 2026-12-31}\n"
    plan = a_plan(
        tmp_path,
        f"waivers:\n  - {{id: pair, leak: x, deployments: [b, a], {rest}  - {{id: all, leak: x, {rest}"
        f"  - {{id: some, requirement: x, acceptRisk: true, selector: {{stage: non-production}}, {rest}"
        "  - {id: class, leak: x, selector: {environment: {class: production}, data: {qualities: personal}}, "
        f"{rest}"
        f"  - {{id: none, leak: x, selector: {{not: {{owner: ada}}}}, {rest}",
    )
    found = estate(plan, "")
    covered = [
        (waiver["id"], waiver.get("deployments"), waiver["acceptRisk"]) for waiver in found.input["waivers"]
    ]
    assert covered == [
        ("all", None, False),
        ("class", ["a"], False),
        ("pair", ["a", "b"], False),
        ("some", ["b"], True),
    ]
    assert ["`none` covers no deployment" in note.message for note in found.notes] == [True]


def test_a_cluster_that_the_plan_lacks_is_refused(plan: Plan) -> None:
    with pytest.raises(ValueError, match="no cluster x"):
        build_estate(plan, {"x": []}, today=TODAY)


# --- objects


def test_objects_are_grouped_sorted_and_placed(plan: Plan) -> None:
    found = objects_of(
        plan,
        """
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: ns}}
- {apiVersion: v1, kind: Pod, metadata: {name: a}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: ""}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r, namespace: odd}}
---
{apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: i}}
---
{apiVersion: example.com/v1, kind: Thing, metadata: {name: t}}
---
{apiVersion: example.com/v1, kind: Wide, metadata: {name: w}}
---
{apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: c}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: ns}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: wides.example.com}
spec: {group: example.com, names: {kind: Wide}, scope: Cluster, versions: [{name: v1, schema: {a: b}}]}
""",
    )
    assert {
        key: [(one["metadata"]["name"], one["metadata"].get("namespace")) for one in listed]
        for key, listed in found.items()
    } == {
        "Pod": [("a", "default"), ("b", "ns")],
        "Deployment.apps": [("d", "default")],
        "ClusterRole.rbac.authorization.k8s.io": [("r", None)],
        "Ingress.networking.k8s.io": [("i", "default")],
        "Thing.example.com": [("t", "default")],
        "Wide.example.com": [("w", None)],
        "ClusterIssuer.cert-manager.io": [("c", None)],
        "Namespace": [("ns", None)],
        "CustomResourceDefinition.apiextensions.k8s.io": [("wides.example.com", None)],
    }
    assert found["CustomResourceDefinition.apiextensions.k8s.io"][0]["spec"]["versions"] == [{"name": "v1"}]


def test_what_controllers_wrote_is_dropped_but_for_what_checks_read(plan: Plan) -> None:
    applied = json.dumps({"apiVersion": "v1", "kind": "Service", "data": {"a": "hunter22hunter"}})
    found = objects_of(
        plan,
        f"""
apiVersion: v1
kind: Service
metadata:
  name: s
  resourceVersion: "7"
  managedFields: [{{a: b}}]
  annotations: {{kubectl.kubernetes.io/last-applied-configuration: '{applied}', kept: x, copy: '{applied}'}}
status: {{loadBalancer: {{ingress: [{{ip: 10.0.0.1}}]}}, conditions: []}}
---
{{apiVersion: v1, kind: PersistentVolume, metadata: {{name: p}}, status: {{phase: Released, reason: x}}}}
---
{{apiVersion: v1, kind: Namespace, metadata: {{name: ns}}, status: {{phase: Active}}}}
""",
    )
    assert found["Service"] == [
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": "s", "namespace": "default", "annotations": {"kept": "x"}},
            "status": {"loadBalancer": {"ingress": [{"ip": "10.0.0.1"}]}},
        }
    ]
    assert found["PersistentVolume"][0]["status"] == {"phase": "Released"}
    assert "status" not in found["Namespace"][0]


def test_values_in_known_places_are_views(plan: Plan) -> None:
    found = objects_of(
        plan,
        """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - name: c
    image: x
    command: [sh, -c, run]
    args: [--password, hunter22hunter]
    env: [{name: A, value: hunter22hunter}, {name: B, valueFrom: {secretKeyRef: {name: s}}}, {name: C, value: 1}]
    livenessProbe: {exec: {command: [check, hunter22hunter]}}
---
{apiVersion: v1, kind: Secret, metadata: {name: s}, type: Opaque, data: {k: aHVudGVyMjJodW50ZXI=}, stringData: {l: x}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {k: hunter22hunter, "null": null}}
""",
    )
    (container,) = found["Pod"][0]["spec"]["containers"]
    secret, plain = found["Secret"][0], found["ConfigMap"][0]
    digest = secret["data"]["k"]["digests"][0]
    assert digest in container["env"][0]["value"]["digests"]
    assert digest in container["args"][1]["digests"]
    assert container["args"][1]["credential"]
    assert digest in plain["data"]["k"]["digests"]
    assert container["env"][1] == {"name": "B", "valueFrom": {"secretKeyRef": {"name": "s"}}}
    assert container["env"][2]["value"]["digests"]
    assert (secret["type"], container["image"]) == ("Opaque", "x")
    assert secret["dataDigest"] != plain["dataDigest"]


def test_settings_of_controllers_are_named_and_fixed_words_kept(plan: Plan) -> None:
    objects = objects_of(
        plan,
        """
{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop},
 data: {allow-snippet-annotations: "True ", annotations-risk-level: hunter2-hunter2, colour: "true"}}
---
{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop},
 spec: {containers: [{name: a, args: [--txt-owner-id=prod, --txt-owner-id, prod, --registry=noop, --quiet,
   --domain-filter, Example.com], env: [{name: EXTERNAL_DNS_TXT_OWNER_ID, value: prod}]}]}}
""",
    )
    data = objects["ConfigMap"][0]["data"]
    assert (data["allow-snippet-annotations"]["setting"], data["allow-snippet-annotations"]["word"]) == (
        "allow-snippet-annotations",
        "true",
    )
    assert "word" not in data["annotations-risk-level"]
    assert "setting" not in data["colour"]
    container = objects["Pod"][0]["spec"]["containers"][0]
    args = container["args"]
    assert container["env"][0]["value"]["value"] == args[0]["value"]
    assert args[0]["setting"] == args[2]["setting"] == "txt-owner-id"
    assert args[0]["value"] == args[2]["value"] != args[3]["value"]
    assert args[3]["word"] == "noop"
    assert "setting" not in args[4]
    assert args[6]["hosts"] == ["example.com"]
    assert "hunter2" not in str(objects)


def test_the_digest_of_all_data_tells_equal_maps(plan: Plan) -> None:
    digests = [
        secret["dataDigest"]
        for secret in objects_of(
            plan,
            """
{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {k: aHVudGVyMjJodW50ZXI=}}
---
{apiVersion: v1, kind: Secret, metadata: {name: b}, stringData: {k: hunter22hunter}}
---
{apiVersion: v1, kind: Secret, metadata: {name: c}, stringData: {l: hunter22hunter}}
""",
        )["Secret"]
    ]
    assert digests[0] == digests[1] != digests[2]


def test_custom_resources_are_swept_by_the_names_of_their_fields(plan: Plan) -> None:
    spec = objects_of(
        plan,
        """
apiVersion: example.com/v1
kind: Database
metadata: {name: d, annotations: {note: "password: hunter22hunter", url: "https://u:hunter22hunter@h.prod/x"}}
spec:
  password: hunter22hunter
  pin: {token: 12345678}
  secretName: kept
  auth: {type: kept-as-it-is, secretRef: {name: kept, key: password}}
  adminPassword: {value: hunter22hunter}
  params: [{name: DB_PASSWORD, value: hunter22hunter}, {name: SIZE, value: kept}]
  template: {spec: {containers: [{env: [{name: X, value: hunter22hunter}], args: ["hunter22hunter"]}]}}
  values: |
    user: kept
    password: hunter22hunter, with blanks
    token: |
      hunter22hunter
      hunter22hunter
    other: kept
""",
    )["Database.example.com"][0]
    text = json.dumps(spec)
    assert "hunter" not in text
    assert spec["metadata"]["annotations"]["url"] == "https://h.prod/x"
    body = spec["spec"]
    assert body["password"]["digests"][0] in body["params"][0]["value"]["digests"]
    assert body["pin"]["token"]["credential"]
    assert body["secretName"] == "kept"
    assert body["auth"] == {"type": "kept-as-it-is", "secretRef": {"name": "kept", "key": "password"}}
    assert body["params"][1] == {"name": "SIZE", "value": "kept"}
    assert body["values"].count("kept") == 2


def test_labels_of_custom_resources_stay_what_selectors_match(plan: Plan) -> None:
    spec = objects_of(
        plan,
        """
apiVersion: example.com/v1
kind: Database
metadata: {name: d}
spec:
  scope: {matchLabels: {secrets: azure-east}, matchExpressions: [{key: auth, operator: In, values: [yes-please]}]}
  template:
    metadata: {labels: {token: team-a}, annotations: {note: "password: hunter22hunter"}}
    nodeSelector: {auth: special}
""",
    )["Database.example.com"][0]["spec"]
    assert spec["scope"]["matchLabels"] == {"secrets": "azure-east"}
    assert spec["scope"]["matchExpressions"] == [{"key": "auth", "operator": "In", "values": ["yes-please"]}]
    assert spec["template"]["metadata"]["labels"] == {"token": "team-a"}
    assert spec["template"]["nodeSelector"] == {"auth": "special"}
    assert "hunter" not in json.dumps(spec)


def test_references_to_secrets_keep_their_words(plan: Plan) -> None:
    text = """
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: e}
spec:
  secretStoreRef: {name: vault, kind: ClusterSecretStore}
  target: {name: shop-db}
  data: [{secretKey: password, remoteRef: {key: prod/db, property: password}}]
"""
    (found,) = objects_of(plan, text)["ExternalSecret.external-secrets.io"]
    assert found["spec"] == yaml.safe_load(text)["spec"]


def test_the_name_of_a_key_of_a_mounted_secret_is_no_secret(plan: Plan) -> None:
    text = """
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {name: s}
spec:
  provider: vault
  parameters:
    objects: |
      - {objectName: db, secretPath: secret/data/db, secretKey: password}
    other: "password: hunter22hunter"
"""
    (found,) = objects_of(plan, text)["SecretProviderClass.secrets-store.csi.x-k8s.io"]
    parameters = found["spec"]["parameters"]
    assert parameters["objects"] == yaml.safe_load(text)["spec"]["parameters"]["objects"]
    assert "hunter22hunter" not in str(parameters)


def test_the_list_of_mounted_secrets_is_no_secret(plan: Plan) -> None:
    text = """
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {name: s}
spec:
  provider: gcp
  parameters:
    secrets: |
      - {resourceName: projects/p/secrets/db/versions/latest, path: db}
      - {password: hunter22hunter}
"""
    (found,) = objects_of(plan, text)["SecretProviderClass.secrets-store.csi.x-k8s.io"]
    secrets = found["spec"]["parameters"]["secrets"]
    assert "projects/p/secrets/db/versions/latest" in secrets
    assert "hunter22hunter" not in secrets


@pytest.mark.parametrize(
    "value",
    [
        "-----BEGIN PRIVATE KEY-----\nMIIabcdefgh\n-----END PRIVATE KEY-----\n",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abcdefghijk",
        "see ghp_abcdefghijklmnopqrstuvwxyz012345 there",
        "https://user:hunter22hunter@git.example/x.git",
        "proxy_set_header Authorization 'Bearer abcdefghijklmn';",
        "run --api-key hunter22hunter",
        'x {"password": "hunter22hunter"} y',
    ],
)
def test_marked_values_are_hidden_in_every_kind(plan: Plan, value: str) -> None:
    for pod in (
        {"metadata": {"name": "p", "annotations": {"a": value}}},
        {"metadata": {"name": "p"}, "spec": {"nodeSelector": {"a": value}}},
    ):
        item = {"apiVersion": "v1", "kind": "Pod", **pod}
        text = json.dumps(estate(plan, json.dumps(item)).input)
        for secret in ("MIIabcdefgh", "eyJzdWIi", "ghp_abc", "hunter22hunter", "abcdefghijklmn"):
            assert secret not in text


def test_metadata_keeps_its_form(plan: Plan) -> None:
    jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abcdefghijk"
    item = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "annotations": {"a": jwt}}}
    (pod,) = objects_of(plan, json.dumps(item))["Pod"]
    assert pod["metadata"]["annotations"]["a"].startswith("[secret:")


def test_nothing_that_was_read_is_changed(plan: Plan) -> None:
    given = parts(
        "{apiVersion: v1, kind: Secret, metadata: {name: s, managedFields: []}, data: {k: aGVsbG8=}, status: {}}"
    )
    before = json.dumps(given[0].value)
    estate(plan, given)
    assert json.dumps(given[0].value) == before


# --- what does not fit


def test_the_same_object_twice_is_there_once(plan: Plan) -> None:
    pod = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {a: 1}}"
    found = estate(plan, [*parts(pod), *parts(pod, "b.yaml")])
    assert len(found.input["clusters"]["prod/wc"]["objects"]["Pod"]) == 1
    assert (found.notes, found.problems) == ((), ())


def test_of_two_that_differ_the_later_counts_and_both_places_are_told(plan: Plan) -> None:
    pod = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {a: %s}}"
    found = estate(plan, [*parts(pod % 1), *parts(pod % 2, "b.yaml")])
    assert found.input["clusters"]["prod/wc"]["objects"]["Pod"][0]["spec"] == {"a": 2}
    (note,) = found.notes
    assert note.location is not None
    assert (note.location.file, "a.yaml:1" in (note.hint or "")) == ("b.yaml", True)


@pytest.mark.parametrize(("kind", "count"), [("PriorityClass", 2), ("Lease", 1)])
def test_a_cluster_scoped_object_of_two_releases_counts_for_both(plan: Plan, kind: str, count: int) -> None:
    group = {"PriorityClass": "scheduling.k8s.io", "Lease": "coordination.k8s.io"}[kind]
    item = f"{{apiVersion: {group}/v1, kind: {kind}, metadata: {{name: x, labels: {{%s}}}}}}"
    labels = ["app.kubernetes.io/instance: one", "app.kubernetes.io/instance: two"]
    found = estate(plan, [part for label in labels for part in parts(item % label)])
    objects = found.input["clusters"]["prod/wc"]["objects"][f"{kind}.{group}"]
    assert [one["metadata"]["labels"]["app.kubernetes.io/instance"] for one in objects] == ["one", "two"][
        -count:
    ]
    assert len(found.notes) == 2 - count


def test_the_same_name_in_two_clusters_is_no_conflict(plan: Plan) -> None:
    pod = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {a: %s}}"
    found = build_estate(plan, {"prod/wc": parts(pod % 1), "test/wc": parts(pod % 2)}, today=TODAY)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("item", "path"),
    [
        ({"metadata": None}, "metadata"),
        ({"metadata": {}}, None),
        ({"metadata": {"name": 7}}, "metadata.name"),
        ({"metadata": {"name": "x", "namespace": 7}}, "metadata.namespace"),
        ({"metadata": {"name": "x", "labels": ["a"]}}, "metadata.labels"),
        ({"metadata": {"name": "x", "labels": {"a": True}}}, "metadata.labels.a"),
        ({"metadata": {"name": "x", "annotations": {"a": 1}}}, "metadata.annotations.a"),
        ({"metadata": {"name": "x"}, "spec": "y"}, "spec"),
        ({"metadata": {"name": "x"}, "kind": "Secret", "data": ["y"]}, "data"),
    ],
)
def test_an_object_that_no_cluster_accepts_is_a_problem_with_a_place(
    plan: Plan, item: dict[str, Any], path: str | None
) -> None:
    sound = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "sound"}}
    found = estate(
        plan,
        "---\n".join(json.dumps(one) + "\n" for one in (sound, {"apiVersion": "v1", "kind": "Pod", **item})),
    )
    (problem,) = found.problems
    assert "left out" in problem.message
    assert problem.location is not None
    assert path is None or problem.location.path == path
    assert [one["metadata"]["name"] for one in found.input["clusters"]["prod/wc"]["objects"]["Pod"]] == [
        "sound"
    ]


@pytest.mark.parametrize(
    ("document", "complete"),
    [
        ("{apiVersion: v1, kind: Pod, metadata: {name: 7}}", False),
        ("{apiVersion: v1, kid: Pod, metadata: {name: p}}", False),
        ("{replicas: 3}", True),
    ],
)
def test_where_an_object_may_be_missing_absence_proves_nothing(
    tmp_path: Path, document: str, complete: bool
) -> None:
    (tmp_path / "envpolicy.yaml").write_text(PLAN.replace("hostCluster: elsewhere", "inventory: complete"))
    plan = load_plan(tmp_path / "envpolicy.yaml")
    found = estate(plan, f"{{apiVersion: v1, kind: Pod, metadata: {{name: q}}}}\n---\n{document}\n")
    assert ("inventory" in found.input["clusters"]["prod/wc"]["facts"]) is complete
    assert (len(found.problems), found.object_count) == (1, 1)
    assert "inventory" in next(cluster for cluster in plan.clusters if cluster.id == "prod/wc").facts


def test_other_documents_are_problems_and_alone_an_error(plan: Plan) -> None:
    values = "replicas: 3\n---\n- 1\n"
    found = estate(plan, values + "---\n{apiVersion: v1, kind: Pod, metadata: {name: p}}\n")
    assert [problem.message for problem in found.problems] == ["not a Kubernetes object"] * 2
    with pytest.raises(DocumentError, match="not a Kubernetes object"):
        estate(plan, values)


def test_documents_of_tools_are_passed_over(plan: Plan) -> None:
    found = estate(
        plan, "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n"
    )
    assert (found.problems, found.input["clusters"]["prod/wc"]["objects"]) == ((), {})


def test_a_file_of_configuration_goes_under_the_name_of_its_kind(plan: Plan) -> None:
    text = """
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources: [{resources: [secrets], providers: [{aescbc: {keys: [{name: one, secret: bXkgdmVyeSBvd24ga2V5IQ==}]}}]}]
"""
    built = estate(plan, text)
    assert not built.problems
    objects = built.input["clusters"]["prod/wc"]["objects"]
    (item,) = objects["EncryptionConfiguration.apiserver.config.k8s.io"]
    assert item["metadata"] == {"name": "encryptionconfiguration"}
    assert "bXkgdmVyeSBvd24ga2V5IQ==" not in built.input_json


def test_items_of_a_typed_list_need_not_repeat_their_type(plan: Plan) -> None:
    found = objects_of(plan, "{apiVersion: v1, kind: PodList, items: [{metadata: {name: p}}]}")
    assert [pod["kind"] for pod in found["Pod"]] == ["Pod"]


def test_objects_that_the_server_names_are_kept_apart(plan: Plan) -> None:
    job = "{apiVersion: batch/v1, kind: Job, metadata: {generateName: j-}, spec: {a: %s}}\n"
    assert len(objects_of(plan, f"{job % 1}---\n{job % 2}---\n{job % 1}")["Job.batch"]) == 2


def test_what_is_nested_too_deep_is_a_problem(plan: Plan) -> None:
    for depth in (120, 5000):
        document = Document(file="a", index=0, line=1, value=None)
        deep: Any = "x"
        for _ in range(depth):
            deep = [deep]
        value = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"a": deep}}
        sound = parts("{apiVersion: v1, kind: Pod, metadata: {name: q}}")
        found = estate(plan, [Part(document=document, value=value), *sound])
        assert ["nested deeper" in problem.message for problem in found.problems] == [True]


# --- the whole


def test_a_witness_leads_to_its_place(plan: Plan) -> None:
    text = (
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: z}\n"
        "  spec:\n    ports:\n    - port: 80\n"
    )
    found = estate(
        plan, [*parts("{apiVersion: v1, kind: Service, metadata: {name: a}}"), *parts(text, "b.yaml")]
    )
    where = found.locate(
        {"cluster": "prod/wc", "kind": "Service", "index": 1, "path": ["spec", "ports", 0, "port"]}
    )
    assert where is not None
    assert (where.file, where.line) == ("b.yaml", 9)
    for nowhere in (
        {},
        {"cluster": "prod/wc", "kind": "Pod", "index": 0},
        {"cluster": "prod/wc", "kind": "Service", "index": 2},
    ):
        assert found.locate(nowhere) is None


OBJECTS = """
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{env: [{name: A, value: %s}]}]}}
---
{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: %s, b: other-secret}}
---
{apiVersion: batch/v1, kind: Job, metadata: {generateName: j}, spec: {template: {spec: {containers: [{args: [x]}]}}}}
---
{apiVersion: batch/v1, kind: Job, metadata: {generateName: j}, spec: {template: {spec: {containers: [{args: [z]}]}}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: q, annotations: {a: "password: hunter22hunter"}}}
"""


@given(st.permutations(range(5)), st.lists(st.integers(0, 4)))
def test_the_digest_is_the_same_in_any_order_repetition_and_run(
    plan: Plan, order: list[int], again: list[int]
) -> None:
    given_ = parts(OBJECTS % ("hunter22hunter", "hunter22hunter"))
    shuffled = [given_[index] for index in [*order, *again]]
    first, second = estate(plan, given_, key=None), estate(plan, shuffled, key=None)
    assert first.digest == second.digest
    assert first.input_json != second.input_json


def test_the_digest_tells_which_values_are_equal(plan: Plan) -> None:
    digests = {
        estate(plan, OBJECTS % pair, key=None).digest
        for pair in (("aaaaaaaaa", "aaaaaaaaa"), ("aaaaaaaaa", "bbbbbbbbb"))
    }
    assert len(digests) == 2
    assert (
        len({estate(plan, OBJECTS % (value, value), key=None).digest for value in ("aaaaaaaaa", "bbbbbbbbb")})
        == 1
    )


def test_text_and_value_of_the_input_are_the_same_and_fit_the_schema(tmp_path: Path, root: Path) -> None:
    more = RECORDS + "waivers: [{leak: x, deployments: [a], reason: r, owner: o, expires: 2026-12-31}]\n"
    found = estate(a_plan(tmp_path, more), OBJECTS % ("postgres://u:pw@db.prod/x", "aaaaaaaaa"))
    assert json.loads(found.input_json) == found.input
    schema = json.loads((root / "schemas/estate.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(found.input)


def test_the_corpus_is_taken_in(plan: Plan, shared_corpus: Path, root: Path) -> None:
    schema = jsonschema.Draft202012Validator(json.loads((root / "schemas/estate.schema.json").read_text()))
    for folder in ("online-boutique", "kube-prometheus", "flux2-multi-tenancy"):
        given_ = [
            part
            for file in sorted((shared_corpus / folder).rglob("*.yaml"))
            for document in read_manifests(file.read_bytes(), str(file)).documents
            for part in document.objects()
        ]
        found = estate(plan, given_)
        assert found.problems == ()
        schema.validate(found.input)


# --- the law: no secret gets into the input

SECRET = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=6).map(
    lambda text: f"Zq9{text}J7xX"
)
PLAIN = st.text("QZXJ09", min_size=4, max_size=8).map(lambda text: f"Zq9{text}J7xX")


def layered(text: str, layers: int) -> str:
    for _ in range(layers):
        text = base64.b64encode(text.encode()).decode()
    return text


def holders(secret: str, plain: str, layers: int) -> list[dict[str, Any]]:
    def item(kind: str, **content: Any) -> dict[str, Any]:
        version = {
            "Secret": "v1",
            "ConfigMap": "v1",
            "Pod": "v1",
            "Deployment": "apps/v1",
            "CronJob": "batch/v1",
        }
        return {
            "apiVersion": version.get(kind, "example.com/v1"),
            "kind": kind,
            "metadata": {"name": "x"},
            **content,
        }

    container = {
        "name": "c",
        "args": [f"--password={secret}", "--token", secret, "sh -c 'login --password " + plain + "'"],
        "command": ["run", plain, f"https://u:{secret}@h/x"],
        "env": [
            {"name": "DB_PASSWORD", "value": secret},
            {"name": "URL", "value": f"postgres://u:{secret}@db.prod/x"},
        ],
        "lifecycle": {
            "preStop": {"httpGet": {"httpHeaders": [{"name": "Authorization", "value": f"Bearer {secret}"}]}}
        },
    }
    template = {"spec": {"initContainers": [container]}}
    listed = [
        item(
            "Secret",
            data={"password": layered(secret, layers + 1), "x": layered(f'{{"a":"{plain}"}}', layers + 1)},
        ),
        item("Secret", stringData={"x": layered(secret, layers), "dsn": f"redis://:{secret}@h"}),
        item("ConfigMap", data={"app.yaml": f"db:\n  password: {secret}\n", "url": f"amqp://u:{secret}@h/x"}),
        item("Pod", spec={"containers": [container]}),
        item("Deployment", spec={"template": template}),
        item("CronJob", spec={"jobTemplate": {"spec": {"template": template}}}),
        item(
            "Thing",
            spec={"password": secret, "steps": [{"env": container["env"], "args": container["args"]}]},
        ),
        item("Thing", spec={"credentials": [secret], "params": [{"name": "apiKey", "value": secret}]}),
        item(
            "Thing",
            spec={"repo": f"https://u:{secret}@git.example/x", "values": f"a: b\npassword: {plain}\n"},
        ),
    ]
    applied = json.dumps(listed[0])
    listed.append(
        item("Secret", type="Opaque")
        | {"metadata": {"name": "y", "annotations": {"kapp.k14s.io/original": applied}}}
    )
    annotated = {"name": "z", "annotations": {"a": f"password={plain}", "b": f"see https://u:{plain}@h/x"}}
    return [*listed, item("Pod") | {"metadata": annotated}]


@settings(max_examples=30)
@given(SECRET, PLAIN, st.integers(0, 2), st.data())
def test_no_secret_gets_into_the_input(
    plan: Plan, secret: str, plain: str, layers: int, data: st.DataObject
) -> None:
    listed = [
        {**item, "metadata": {**item["metadata"], "namespace": f"n{n}"}}
        for n, item in enumerate(holders(secret, plain, layers))
    ]
    chosen = data.draw(st.lists(st.sampled_from(listed), min_size=1, max_size=4, unique_by=id))
    found = estate(plan, "---\n".join(json.dumps(item) + "\n" for item in chosen), key=None)
    assert found.problems == ()
    shown = [json.dumps(found.input, ensure_ascii=False), found.input_json]
    shown += [str(problem) for problem in (*found.notes, *found.problems)]
    for text in shown:
        for value in (secret, plain):
            assert value.lower() not in text.lower()
            assert json.dumps(value)[1:-1].lower() not in text.lower()
            for deep in range(1, 4):
                assert layered(value, deep) not in text


def test_an_image_whose_name_sounds_like_a_credential_keeps_its_tag() -> None:
    from envpolicy.estate.cleaning import clean
    from envpolicy.estate.sweeping import sweep
    from envpolicy.values import Views

    views, image = Views(b"key"), "ghcr.io/external-secrets/external-secrets:v0.14.0"
    pod = {"kind": "Pod", "metadata": {"name": "x"}, "spec": {"containers": [{"name": "x", "image": image}]}}
    assert sweep(clean(pod, "Pod", views), "Pod", views)["spec"]["containers"][0]["image"] == image
    pod["spec"] = {"note": "secret:hunter22hunter"}
    assert "hunter22hunter" not in json.dumps(sweep(pod, "Pod", views))
