from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from envpolicy.errors import PlanError
from envpolicy.plan import Manifest, Placement, load_plan

if TYPE_CHECKING:
    from pathlib import Path

    from envpolicy.plan import Plan

VERSION = "apiVersion: envpolicy.dev/v1alpha1\n"

PLAN = """\
apiVersion: envpolicy.dev/v1alpha1
kind: DeploymentPlan
metadata: {name: webshop}
regulations: [hipaa, iso-27001-2022]
organisation: {hasClearinghouse: false, ownFact: some}
environments:
  - name: prod
    class: production
    clusters:
      - name: prod-wc
        manifests: [objects, {chart: charts/shop, release: shop, values: [v.yaml], set: {a.b: 1}}]
        facts: {networkPolicyEnforced: true, inventory: complete, podCIDRs: [10.0.0.0/16], cni: 1.3}
  - name: test
    clusters: [{name: mc, role: management}]
deployments:
  - name: webshop-prod
    application: webshop
    stage: production
    data: {class: live, qualities: [personal, patient], treatment: raw}
    protection: high
    placement: {environment: prod, cluster: prod-wc, namespace: webshop, release: shop}
  - name: webshop-acceptance
    application: webshop
    stage: acceptance
    placement: {environment: test, cluster: mc, namespace: shop, selector: {app: shop}}
  - {name: laptop, application: webshop, stage: mine}
stages: {acceptance: staging, mine: local}
dataClasses: {live: customer}
promotion: {order: [test, prod]}
records:
  complete: [updates]
  updates: [{release: "0.46.0", layer: platform, environment: test, at: "2026-03-02T10:00:00+01:00"}]
  changes: [{id: CHG-17, what: webshop 4.2.0, tested: 2026-03-02, udi: pi, production: 2026-03-04}]
  evidence: [{record: separation-plan, date: 2026-01-15, covers: [network]}]
waivers:
  - {leak: same-value, deployments: [webshop-prod, laptop], reason: so, owner: ada, expires: 2026-12-31}
  - {requirement: x, reason: none, owner: ada, expires: 2026-12-31, acceptRisk: true, id: w}
"""


def load(folder: Path, text: str = PLAN, **files: str) -> Plan:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    (folder / "envpolicy.yaml").write_text(text)
    return load_plan(folder / "envpolicy.yaml")


def refused(folder: Path, text: str, **files: str) -> list[str]:
    with pytest.raises(PlanError) as caught:
        load(folder, text, **files)
    prefix = f"{folder.as_posix()}/"
    return [str(problem).replace(prefix, "") for problem in caught.value.problems]


def test_a_plan_becomes_values(tmp_path: Path) -> None:
    plan = load(tmp_path)
    assert (plan.name, plan.regulations, plan.profile) == ("webshop", ("hipaa", "iso-27001-2022"), "default")
    assert plan.organisation == {"hasClearinghouse": False, "ownFact": "some"}
    assert [(one.name, one.class_) for one in plan.environments] == [("prod", "production"), ("test", None)]
    assert [(one.id, one.role) for one in plan.clusters] == [
        ("prod/prod-wc", "workload"),
        ("test/mc", "management"),
    ]
    assert plan.environments[0].clusters[0].manifests == (
        Manifest(path="objects"),
        Manifest(chart="charts/shop", release="shop", values=("v.yaml",), set={"a.b": 1}),
    )
    assert plan.base == tmp_path
    assert plan.promotion_order == ("test", "prod")


def test_what_looks_like_another_type_stays_text(tmp_path: Path) -> None:
    plan = load(tmp_path)
    assert plan.environments[0].clusters[0].facts["cni"] == "1.3"
    assert plan.records.updates[0]["at"] == "2026-03-02T10:00:00+01:00"
    assert plan.records.changes[0]["tested"] == "2026-03-02"
    assert (
        load(tmp_path, PLAN.replace("name: ada", "name: NO").replace("reason: so", "reason: 1:30"))
        .waivers[0]
        .reason
        == "1:30"
    )


def test_own_names_stand_for_standard_ones(tmp_path: Path) -> None:
    plan = load(tmp_path)
    assert [one.stage for one in plan.deployments] == ["production", "staging", "local"]
    data = plan.deployments[0].data
    assert data is not None
    assert (data.class_, data.qualities, data.treatment) == ("customer", ("personal", "patient"), "raw")


def test_labels_alone_are_a_label_selector(tmp_path: Path) -> None:
    assert load(tmp_path).deployments[1].placement == Placement(
        environment="test", cluster="mc", namespace="shop", selector={"matchLabels": {"app": "shop"}}
    )


def test_absent_facts_are_none(tmp_path: Path) -> None:
    laptop = load(tmp_path).deployments[2]
    assert (laptop.placement, laptop.data, laptop.protection, laptop.medical_device, laptop.audience) == (
        None,
    ) * 5


def test_placement_in_a_management_cluster_is_allowed_and_said(tmp_path: Path) -> None:
    assert ["management cluster" in note.message for note in load(tmp_path).notes] == [True]


def test_waivers_have_names_places_and_an_end(tmp_path: Path) -> None:
    first, second = load(tmp_path).waivers
    assert (first.id, first.deployments) == (
        "same-value+webshop-prod+laptop",
        ("webshop-prod", "laptop"),
    )
    assert (first.accept_risk, second.accept_risk, second.id, second.deployments) == (False, True, "w", None)
    assert first.location.line == PLAN.splitlines().index("waivers:") + 2


def test_records_and_waivers_may_stand_in_files(tmp_path: Path) -> None:
    text = PLAN[: PLAN.index("records:")] + "records: [records/*.yaml]\nwaivers: [waivers]\n"
    plan = load(
        tmp_path,
        text,
        records__a_yaml=f"{VERSION}kind: Records\ncomplete: [changes]\nchanges: [{{id: A}}]\n",
        records__b_yaml="complete: [changes, updates]\nchanges: [{id: B}]\n",
        waivers__w_yaml=(
            f"{VERSION}kind: Waiver\nmetadata: {{name: one}}\nleak: x\nreason: r\nowner: o\n"
            f"expires: 2026-01-01\n---\n{VERSION}kind: Waiver\nmetadata: {{name: two}}\n"
            "requirement: x\nselector: {stage: non-production}\nreason: r\nowner: o\nexpires: 2026-01-01\n"
        ),
    )
    assert [change["id"] for change in plan.records.changes] == ["A", "B"]
    assert plan.records.complete == ("changes", "updates")
    assert [waiver.id for waiver in plan.waivers] == ["one", "two"]
    assert plan.waivers[1].location.line == 9


def test_a_glob_may_match_nothing_but_a_named_file_must_be_there(tmp_path: Path) -> None:
    text = PLAN[: PLAN.index("records:")]
    plan = load(tmp_path, text + "records: [records/*.yaml]\n")
    assert not plan.records
    assert "`records/*.yaml` names no file" in [note.message for note in plan.notes]
    found = refused(tmp_path, text + "records: [history.yaml]\n")
    assert len(found) == 1
    assert "history.yaml" in found[0]


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("profil", "profil", None, None),
        ("regulations:", "regulation:", "4:13 (regulation)", "did you mean `regulations`"),
        ("class: production", "class: prod", "8:", "did you mean `production`"),
        ("inventory: complete", "inventory: full", "12:", "unknown inventory `full`"),
        ("networkPolicyEnforced: true", "networkPolicyEnforced: maybe", "12:", "expected true or false"),
        ("10.0.0.0/16", "10.0.0.1/16", "12:", "10.0.0.0/16"),
        ("10.0.0.0/16", "10.0.0.0/99", "12:", "is no CIDR"),
        ("stage: acceptance", "stage: acceptence", "24:", "did you mean `acceptance`"),
        ("class: live", "class: lives", "19:", "did you mean `live`"),
        ("environment: prod, cluster", "environment: prd, cluster", "21:", "did you mean `prod`"),
        ("cluster: prod-wc", "cluster: prod-cw", "21:", "did you mean `prod-wc`"),
        ("namespace: webshop", "namespace: WebShop", "21:", "no name of a Namespace"),
        ("acceptance: staging", "acceptance: stage", "27:", "unknown stage `stage`"),
        ("mine: local", "production: staging", "27:", "`production` is a standard word"),
        ("live: customer", "customer: seed", "28:", "`customer` is a standard word"),
        ("order: [test, prod]", "order: [test, prd]", "29:", "did you mean `prod`"),
        ('release: "0.46.0"', "release: 46", "32:", "write it in quotes"),
        ("environment: test, at", "environment: tset, at", "32:", "did you mean `test`"),
        ("tested: 2026-03-02", "tested: 2026-02-30", "33:", "no day of the calendar"),
        ("tested: 2026-03-02", "tested: 9026-02-01", "33:", "too far away"),
        ("tested: 2026-03-02", "tested: yesterday", "33:", "`yesterday` is no date"),
        ("complete: [updates]", "complete: [update]", "31:", "did you mean `updates`"),
        ("leak: same-value", "ticket: x", "36:", "name a `requirement` or a `leak`"),
        ("requirement: x,", "requirement: x, leak: y,", "37:", "one waiver for each"),
        ("[webshop-prod, laptop]", "[webshop-prod, leptop]", "36:", "did you mean `laptop`"),
        ("owner: ada, expires: 2026-12-31}", "owner: ada}", "36:", "`expires` is missing"),
        ("expires: 2026-12-31}", "expires: soon}", "36:", "`soon` is no date"),
        ("name: webshop-acceptance", "name: webshop-prod", "22:", "is there twice"),
        ("- name: test", "- name: prod", "13:", "the Environment `prod` is there twice"),
        ("stage: mine}", "stage: testing}", "26:", "`placement` is missing"),
        ("chart: charts/shop,", "path: x, chart: charts/shop,", "11:", "names `path` and `chart`"),
        ("chart: charts/shop,", "path: charts/shop,", "11:", "no meaning without `chart`"),
        ("hasClearinghouse", "hasClearingHouse", "5:", "did you mean `hasClearinghouse`"),
        ("ownFact", "own-fact", "5:", "own-fact"),
        ("selector: {app: shop}", "selector: {app: shop, matchLabels: {a: b}}", "25:", "move the labels"),
        (
            "selector: {app: shop}",
            "selector: {matchExpressions: [{key: a, operator: In}]}",
            "25:",
            "`In` has no `values`",
        ),
        ("metadata: {name: webshop}", "metadata: {}", "3:", "`name` is missing"),
        ("kind: DeploymentPlan", "kind: Plan", "2:", "DeploymentPlan"),
    ],
)
def test_a_mistake_is_told_with_place_and_mending(
    tmp_path: Path, old: str, new: str, place: str | None, message: str | None
) -> None:
    if message is None or place is None:
        load(tmp_path, PLAN.replace(old, new))
        return
    found = refused(tmp_path, PLAN.replace(old, new, 1))
    assert any(f"envpolicy.yaml:{place}" in problem and message in problem for problem in found), found


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        PLAN.replace("class: production", "class: x")
        .replace("cluster: mc", "cluster: cm")
        .replace("owner: ada", 'owner: ""')
    )
    found = refused(tmp_path, text)
    assert len(found) == 4
    assert found == sorted(found, key=lambda problem: int(problem.split(":")[1]))


def test_mistakes_in_other_files_are_told_there(tmp_path: Path) -> None:
    text = PLAN[: PLAN.index("waivers:")] + "waivers: [w.yaml]\n"
    found = refused(
        tmp_path, text, w_yaml="kind: Waiver\nleak: x\nreason: r\nowner: o\nexpires: 2026-02-31\n"
    )
    assert [problem.split(" ")[0] for problem in found] == ["w.yaml:1:1:", "w.yaml:5:10"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n# nothing\n",
        "a: [",
        "- 1\n- 2\n",
        "17",
        "null",
        '"text"',
        "\x00",
        "a: b: c",
        "{}",
        f"{PLAN}---\na: 1\n",
    ],
)
def test_rubbish_is_a_plan_error_with_a_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "envpolicy.yaml").write_text(text)
    with pytest.raises(PlanError) as caught:
        load_plan(tmp_path / "envpolicy.yaml")
    assert all(problem.location is not None for problem in caught.value.problems)


def test_a_file_that_is_not_there_is_a_plan_error(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="cannot be read"):
        load_plan(tmp_path / "no.yaml")


def test_json_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(
        json.dumps(
            {
                "apiVersion": "envpolicy.dev/v1alpha1",
                "kind": "DeploymentPlan",
                "metadata": {"name": "x"},
                "regulations": "all",
                "environments": [{"name": "e"}],
                "deployments": [],
            }
        )
    )
    assert load_plan(tmp_path / "p.json").regulations == ("all",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("ab-/ \n:", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "environment", "class", "stage", "id", "expires", "x"]), inner
        )
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_the_schema_refuses_is_refused_and_nothing_escapes(
    tmp_path: Path, root: Path, data: st.DataObject
) -> None:
    plan = sound()
    for _ in range(data.draw(st.integers(0, 2))):
        container: Any = plan
        while True:
            key = data.draw(
                st.sampled_from(sorted(container) if isinstance(container, dict) else range(len(container)))
            )
            inner = container[key]
            if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
                break
            container = inner
        container[key] = data.draw(JSON)
    (tmp_path / "p.json").write_text(json.dumps(plan))
    schema = json.loads((root / "schemas/deployment-plan.schema.json").read_text())
    fits = jsonschema.Draft202012Validator(schema).is_valid(plan)
    try:
        load_plan(tmp_path / "p.json")
    except PlanError:
        return
    assert fits


def sound() -> dict[str, Any]:
    return {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "DeploymentPlan",
        "metadata": {"name": "x"},
        "organisation": {"careProvider": True},
        "environments": [
            {
                "name": "e",
                "class": "production",
                "clusters": [{"name": "c", "manifests": ["a"], "facts": {"cni": "x"}}],
            }
        ],
        "deployments": [
            {
                "name": "d",
                "application": "a",
                "stage": "own",
                "data": {"class": "customer"},
                "placement": {"environment": "e", "cluster": "c", "namespace": "n", "selector": {"a": "b"}},
            }
        ],
        "stages": {"own": "testing"},
        "records": {
            "updates": [{"release": "1", "environment": "e", "at": "2026-01-01"}],
            "changes": [{"id": "x"}],
        },
        "waivers": [
            {"leak": "x", "deployments": ["d"], "reason": "r", "owner": "o", "expires": "2026-01-01"}
        ],
    }


def test_the_sound_plan_is_sound(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(json.dumps(sound()))
    assert load_plan(tmp_path / "p.json").deployments[0].stage == "testing"


def test_the_schemas_are_schemas_and_speak_to_an_editor(root: Path) -> None:
    for name in ("deployment-plan", "waiver", "records", "estate", "evidence", "clients"):
        schema = json.loads((root / f"schemas/{name}.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        assert all("description" in field for field in schema["properties"].values())


def test_waivers_select_with_the_words_of_the_regulations(root: Path) -> None:
    law = json.loads((root / "schemas/regulation.schema.json").read_text())["$defs"]
    for name in ("deployment-plan", "waiver"):
        ours = json.loads((root / f"schemas/{name}.schema.json").read_text())["$defs"]
        shared = {key for key in ours if key == "selector" or key.endswith("Condition")}
        assert len(shared) > 5
        assert {key: ours[key] for key in shared} == {key: law[key] for key in shared}
