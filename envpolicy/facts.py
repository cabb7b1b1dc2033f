"""Facts that would turn unknowns into verdicts: where each is stated, and which is worth most.

A fact has the words of policies, such as `nodeCIDRs of prod/prod-wc`. One that a plan can state has a place in it and
a line to write there; the others are objects or settings that were not given, or could not be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from envpolicy.model import Force, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envpolicy.model import Lacking, Report
    from envpolicy.plan import Plan

#: What may be written for each fact of a cluster, as an example. Some fact of every name in docs/plan.md is here.
CLUSTER_FACTS: Mapping[str, str] = {
    "networkPolicyEnforced": "true",
    "cni": "calico",
    "ipBlockMatchesPods": "false",
    "endPortSupported": "true",
    "hostNetworkHandling": "node",
    "podCIDRs": "[10.244.0.0/16]",
    "serviceCIDRs": "[10.96.0.0/12]",
    "nodeCIDRs": "[192.168.0.0/24]",
    "network": "prod-net",
    "interClusterFirewall": "true",
    "clusterSet": "none",
    "apiServer": "https://api.example.com:6443",
    "managementCluster": "mgmt",
    "hostCluster": "none",
    "workloadIdentityPool": "none",
    "serviceAccountIssuer": "https://issuer.example.com",
    "oidcIssuer": "https://login.example.com",
    "oidcClientId": "kubernetes",
    "audienceOnlyRelyingParties": "[]",
    "nodeRole": "none",
    "nodeRoleReaches": "[]",
    "instanceMetadataHopLimit": "1",
    "platformNamespaces": "[kube-system]",
    "podSecurity": "{enforce: baseline}",
    "kubernetesVersion": '"1.33"',
    "featureGates": "{}",
    "alwaysPullImages": "true",
    "kubeletImageCredentialVerification": "false",
    "meshBoundary": "none",
    "controllers": "{}",
    "inventory": "complete",
}
#: The same of flags of controllers.
CONTROLLER_FACTS: Mapping[str, str] = {
    "controllers.argocd": "{installed: false}",
    "controllers.argocd.installed": "false",
    "controllers.argocd.namespace": "argocd",
    "controllers.argocd.applicationNamespaces": "[]",
    "controllers.flux": "{installed: true, defaultServiceAccount: default, crossNamespace: false}",
    "controllers.flux.installed": "false",
    "controllers.flux.defaultServiceAccount": "default",
    "controllers.flux.crossNamespace": "false",
    "controllers.ingressNginx": "{installed: true, version: 1.12.1, allowSnippets: false}",
    "controllers.ingressNginx.version": "1.12.1",
    "controllers.ingressNginx.allowSnippets": "false",
    "controllers.ingressNginx.riskLevel": "High",
    "controllers.ingressNginx.allowCrossNamespace": "false",
    "controllers.traefik": "{installed: false}",
    "controllers.traefik.allowCrossNamespace": "false",
    "controllers.externalSecrets": "{installed: false}",
    "controllers.externalSecrets.installed": "false",
    "controllers.externalSecrets.processClusterStore": "false",
    "controllers.hnc": "{installed: false}",
    "controllers.velero.installed": "false",
    "controllers.capsule.installed": "false",
}
_DEPLOYMENT_FACTS: Mapping[str, str] = {
    "stage": "production",
    "data": "{class: realistic, qualities: [], treatment: raw}",
    "data.class": "realistic",
    "data.qualities": "[]",
    "data.treatment": "raw",
    "protection": "normal",
    "function": "shop",
    "zone": "inner",
    "owner": "team-a",
    "audience": "[my-team]",
    "medicalDevice": "false",
    "administrators": "[ada]",
    "placement.dedicatedNodes": "false",
}
_ENVIRONMENT_FACTS: Mapping[str, str] = {"class": "non-production", "administrators": "[ada]"}
_CHANGE = re.compile(r"(?P<fields>\w+(?: and \w+)*) of change (?P<id>\S+)")
_OF = re.compile(r"(?P<fact>\S+) of (?:Environment )?(?P<subject>\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """How to state a fact: what it is about, the path in the plan, a line as an example, and the plan's place."""

    place: str
    subject: str | None
    path: str
    example: str
    file: str | None = None
    line: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The statement as programs read it."""
        return {
            "path": self.path,
            "example": self.example,
            "file": self.file,
            "line": self.line,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A fact that is not given, what it would decide, and how to state it (None: no plan can)."""

    lacking: Lacking
    musts: int
    statement: Statement | None = None

    @property
    def place(self) -> str:
        """`cluster`, `deployment`, `environment`, `organisation`, `records`, or `manifests`."""
        return self.statement.place if self.statement else "manifests"

    def to_json(self) -> dict[str, Any]:
        """The fact as programs read it."""
        return {
            "fact": self.lacking.fact,
            "place": self.place,
            "subject": self.statement.subject if self.statement else None,
            "decides": {
                "musts": self.musts,
                "results": list(self.lacking.results),
                "pairs": self.lacking.pair_count,
                "findings": self.lacking.finding_count,
            },
            "pairs": [list(pair) for pair in self.lacking.pairs],
            "state": self.statement.to_json() if self.statement else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts that lack, most valuable first. `nameless` are undecided results for which none is named."""

    wanted: tuple[Wanted, ...] = ()
    undecided: int = 0
    open_pairs: int = 0
    nameless: tuple[str, ...] = field(default=())


def facts(report: Report, plan: Plan) -> Facts:
    """The facts that `report` (made with `facts=True`) lacks: musts first, then by the number of unknowns."""
    forces = {result.requirement: result.force for result in report.results}
    undecided = [result.requirement for result in report.results if result.verdict is Verdict.UNKNOWN]
    wanted = [
        Wanted(
            lacking=one,
            musts=sum(forces.get(name) is Force.MUST and name in undecided for name in one.results),
            statement=statement(one.fact, plan),
        )
        for one in report.lacking
    ]
    wanted.sort(
        key=lambda one: (
            -one.musts,
            -(len(one.lacking.results) + one.lacking.pair_count + one.lacking.finding_count),
            one.lacking.fact,
        )
    )
    named = {name for one in report.lacking for name in one.results}
    return Facts(
        wanted=tuple(wanted),
        undecided=len(undecided),
        open_pairs=report.open_pairs,
        nameless=tuple(name for name in undecided if name not in named),
    )


def statement(fact: str, plan: Plan) -> Statement | None:
    """Where and how a plan states a fact; None where it is no fact of a plan."""
    if fact.startswith("organisation."):
        example = f"organisation: {{{fact.split('.')[1]}: false}}"
        return _statement(plan, "organisation", None, ("organisation",), fact, example)
    if fact.startswith("records."):
        register = fact.split(" ", maxsplit=1)[0].split(".")[1]
        example = f"records: {{complete: [{register}]}}"
        return _statement(plan, "records", None, ("records",), f"records.{register}", example)
    if change := _CHANGE.fullmatch(fact):
        return _of_change(change["fields"].split(" and "), change["id"], plan)
    match = _OF.fullmatch(fact)
    return None if match is None else _of(match["fact"], match["subject"], fact, plan)


def _of_change(fields: list[str], id_: str, plan: Plan) -> Statement | None:
    for index, entry in enumerate(plan.records.changes):
        if entry["id"] == id_:
            found = plan.records.locate("changes", index)
            return Statement(
                place="records",
                subject=id_,
                path=f"records.changes[{index}].{fields[0]}",
                example=", ".join(f"{name}: ..." for name in fields),
                file=found.file,
                line=found.line,
            )
    return None


def _of(name: str, subject: str, fact: str, plan: Plan) -> Statement | None:
    for number, environment in enumerate(plan.environments):
        where: tuple[str | int, ...] = ("environments", number)
        if fact.endswith(f" of Environment {subject}") and environment.name == subject:
            return _known(plan, _ENVIRONMENT_FACTS, name, "environment", subject, where, ())
        for index, cluster in enumerate(environment.clusters):
            if cluster.id == subject:
                at = (*where, "clusters", index)
                known = {**CLUSTER_FACTS, **CONTROLLER_FACTS}
                return _known(plan, known, name, "cluster", subject, at, ("facts",))
    for number, deployment in enumerate(plan.deployments):
        if deployment.name == subject:
            at = ("deployments", number)
            return _known(plan, _DEPLOYMENT_FACTS, name, "deployment", subject, at, ())
    return None


def _known(
    plan: Plan,
    known: Mapping[str, str],
    name: str,
    place: str,
    subject: str,
    at: tuple[str | int, ...],
    below: tuple[str, ...],
) -> Statement | None:
    if name not in known:
        return None
    path = _path((*at, *below, *name.split(".")))
    return _statement(plan, place, subject, at, path, _line((*below, *name.split(".")), known[name]))


def _line(steps: tuple[str, ...], value: str) -> str:
    """`facts: {controllers: {flux: ...}}`, as it is written into the mapping that the place names."""
    text = f"{steps[-1]}: {value}"
    for step in reversed(steps[:-1]):
        text = f"{step}: {{{text}}}"
    return text


def _path(steps: tuple[str | int, ...]) -> str:
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _statement(
    plan: Plan,
    place: str,
    subject: str | None,
    at: tuple[str | int, ...],
    path: str,
    example: str,
) -> Statement:
    found = plan.locate(*at)
    return Statement(
        place=place, subject=subject, path=path, example=example, file=found.file, line=found.line
    )
