"""ValidatingAdmissionPolicies (CEL): what one object alone shows, without Gatekeeper.

The policies are the same for everybody. For each cluster of a plan there are bindings, and ConfigMaps as their
parameters: which namespaces are asked, until when each is waived, and by which clauses. CEL has no clock: the day is
that on which the API server stamped the object.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from envpolicy.estate import build_estate
from envpolicy.targets import Target, none, projected
from envpolicy.targets._admission_rules import LEAKS, RULES, STAGES, policy
from envpolicy.targets._demands import demands, neighbours
from envpolicy.targets._described import coverage_table
from envpolicy.targets._manifests import kustomization, manifest
from envpolicy.targets._what_ifs import refusals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from envpolicy.catalog import Requirement
    from envpolicy.leaks import LeakCheck
    from envpolicy.plan import Plan
    from envpolicy.targets import Coverage, Law
    from envpolicy.targets._demands import Demand

_NAMESPACE = "envpolicy"
#: What happens to an object that breaks a requirement of a force.
_ACTIONS = {"must": "Deny", "should": "Warn", "may": "Audit"}
#: Later than every waiver: what nothing waives.
_NEVER = ""


class _Admission(Target):
    def _artefacts(self, law: Law) -> Mapping[str, bytes]:
        made = {f"1-policies/{rule.name}.yaml": manifest(policy(rule)) for rule in RULES}
        made["1-policies/kustomization.yaml"] = kustomization(*sorted(f"{rule.name}.yaml" for rule in RULES))
        if law.plan is not None:
            made.update(_bindings(law, law.plan))
        made["coverage.json"] = coverage_table(self, law)
        return made

    def covers_leak(self, check: LeakCheck) -> Coverage:
        if check.id in LEAKS:
            return projected("admission policy: what the object itself shows, where nothing sets nodes apart")
        return none("takes other objects than the one under review, or values that no policy may see")

    def covers_requirement(self, requirement: Requirement) -> Coverage:
        if "isolation" in requirement.parameters:
            return projected("between deployments of one cluster, by the leaks that one object shows")
        return none(
            "decided by plan and records before anything is applied: no object of a cluster changes it"
        )


def _bindings(law: Law, plan: Plan) -> dict[str, bytes]:
    engine = law.deciding()
    estate = build_estate(plan, {}, today=law.today or date.today()).input  # noqa: DTZ011 - the user's own day
    asked = demands(law, engine, estate)
    stages = refusals(law, engine, estate)
    made = {}
    for cluster, content in estate["clusters"].items():
        parameters = [*_of_leaks(estate, cluster, asked[cluster]), *_of_stages(estate, plan, stages[cluster])]
        if parameters:
            space = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": _NAMESPACE}}
            objects = [one for name, force, data in parameters for one in _bound(name, force, data)]
            made[f"2-bindings/{content['environment']}/{content['name']}.yaml"] = manifest(space, *objects)
    return made


def _bound(name: str, force: str, data: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The parameters of a policy for a force, and its binding."""
    full = f"envpolicy-{name}-{force}"
    yield {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": full, "namespace": _NAMESPACE},
        "data": dict(data),
    }
    yield {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingAdmissionPolicyBinding",
        "metadata": {"name": full},
        "spec": {
            "policyName": f"envpolicy-{name}",
            "paramRef": {"name": full, "namespace": _NAMESPACE, "parameterNotFoundAction": "Deny"},
            "validationActions": [_ACTIONS[force]],
        },
    }


def _of_leaks(
    estate: Mapping[str, Any], cluster: str, asked: tuple[Demand, ...]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """By rule and force: the namespaces asked, with the last day of their waivers."""
    here = {one["name"]: one for one in neighbours(estate, cluster)}
    enforced = estate["clusters"][cluster]["facts"].get("podSecurity", {}).get("enforce", "privileged")
    for rule in RULES:
        for force in _ACTIONS:
            of_force = [one for one in asked if one.force == force]
            ends: dict[str, list[str]] = {}
            for one in of_force:
                for pair in one.pairs:
                    until = _until(estate["waivers"], rule.name, one, pair)
                    for key in rule.keys([here[name] for name in pair], list(here.values())):
                        ends.setdefault(key, []).append(until)
            if rule.name == STAGES or not ends:
                continue
            found = {key: min(several) for key, several in ends.items()}
            yield rule.name, force, {**found, **_said(of_force), "_podSecurity": enforced}


def _of_stages(
    estate: Mapping[str, Any], plan: Plan, places: Mapping[str, Mapping[str, list[Demand]]]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """By force: `namespace.stage` for what is refused there, `_.stage` for namespaces that the plan does not name."""
    own: dict[str, list[str]] = {}
    for name, standard in plan.document.value.get("stages", {}).items():
        own.setdefault(standard, []).append(name)
    for force in _ACTIONS:
        data: dict[str, str] = {}
        of_force: list[Demand] = []
        for place, stages in places.items():
            for stage, asked in stages.items():
                mine = [one for one in asked if one.force == force]
                of_force += mine
                if mine:
                    until = min(_until(estate["waivers"], "", one, None) for one in mine)
                    data.update({f"{place or '_'}.{name}": until for name in (stage, *own.get(stage, []))})
        if data:
            named = {f"{place}._": "" for place in places if place}
            yield STAGES, force, {**data, **named, **_said(of_force)}


def _said(asked: Iterable[Demand]) -> dict[str, str]:
    clauses = {f"{one.requirement.clause} ({one.requirement.id})" for one in asked}
    return {"_clauses": ", ".join(sorted(clauses))}


def _until(
    waivers: Iterable[Mapping[str, Any]], leak: str, demand: Demand, pair: tuple[str, str] | None
) -> str:
    """The last day on which a waiver covers it; nothing where none does."""
    days = [
        one["expires"]
        for one in waivers
        if one.get("requirement") == demand.requirement.id or (leak and one.get("leak") == leak)
        if pair is None or set(one.get("deployments", pair)) <= set(pair)
        if demand.against != "floor" or one.get("acceptRisk") is True
    ]
    return max(days, default=_NEVER)


TARGET = _Admission()
