"""Gatekeeper: constraint templates that carry the leak checks, and constraints that carry the plan.

A template evaluates the checks of its theme on what this cluster holds, as OPA would on the whole estate. Who stands
where, what is asked of whom and who waived it are constants of the constraints, made from the plan for one cluster.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from envpolicy.estate import build_estate
from envpolicy.targets import Coverage, Target, none, projected
from envpolicy.targets._demands import demands
from envpolicy.targets._described import coverage_table, lowers_nothing
from envpolicy.targets._manifests import kustomization, manifest
from envpolicy.targets._stages import STAGES, stage_constraints, stage_template
from envpolicy.targets._suites import suites
from envpolicy.targets._templates import constraints, gvk, template
from envpolicy.targets._themes import INSTALLED, THEMES, synced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envpolicy.catalog import Requirement
    from envpolicy.leaks import LeakCheck
    from envpolicy.plan import Plan
    from envpolicy.targets import Law


class _Gatekeeper(Target):
    def _artefacts(self, law: Law) -> Mapping[str, bytes]:
        made = {f"1-templates/{theme.slug}.yaml": manifest(template(theme)) for theme in THEMES}
        made[f"1-templates/{STAGES}.yaml"] = manifest(stage_template())
        made["1-templates/kustomization.yaml"] = kustomization(
            *sorted(path.split("/")[1] for path in made if path.startswith("1-templates/"))
        )
        made.update(_sync())
        if law.plan is not None:
            made.update(_constraints(law, law.plan))
        made.update(suites(law))
        made["coverage.json"] = coverage_table(self, law)
        return made

    def covers_leak(self, check: LeakCheck) -> Coverage:
        theme = next((theme for theme in THEMES if check.id in theme.leaks), None)
        if theme is not None:
            if check.id in _PARTLY:
                return projected(f"{theme.kind}: {_PARTLY[check.id]}")
            if {"cluster", "environment"} & set(check.boundary):
                return projected(f"{theme.kind}: between deployments of one cluster, which is what it sees")
            return Coverage("full", theme.kind)
        return lowers_nothing(check) or none(_NEVER.get(check.id, _REASONS[check.channel]))

    def covers_requirement(self, requirement: Requirement) -> Coverage:
        if "isolation" in requirement.parameters:
            return projected("between deployments of one cluster, by the leaks that one cluster shows")
        return none(
            "decided by plan and records before anything is applied: no object of a cluster changes it"
        )


#: What a template misses for want of objects that Gatekeeper is not told of.
_PARTLY = {
    "ing-crossns-backend": "Ingresses and Gateway API; the objects of Istio, Traefik, Contour and NGINX are not kept",
    "rbac-controller-proxy": "the objects of Argo CD and Flux are not kept",
    "svc-externalips": "addresses in settings and ConfigMaps are not kept",
}

#: Leaks of one cluster that a template would never refuse an object for.
_NEVER = {
    "cp-crd-conversion-in-stage": "the objects of the kinds that are converted are not kept",
    "net-admin-priority-tie": "which of two equal priorities counts is never certain, and refuses nothing",
}

#: Why no template speaks of the leaks of a channel, but for those that a theme lists.
_REASONS = {
    "control-plane": "compares clusters, or identities that stand outside of the objects of one cluster",
    "data": "compares values of settings and credentials, which Gatekeeper is not told",
    "delivery": "stands in the objects of the delivery controllers' cluster, which is seldom this one",
    "identity": "compares identities and credentials of more than one cluster, or within one namespace",
    "ingress": "compares names and keys that several clusters serve",
    "network": "compares the networks of several clusters, or is a fact of the cluster itself",
    "node": "stands in the nodes and their labels: changes with no object that a deployment brings",
    "observability": "compares the addresses of backends, most of them values that Gatekeeper is not told",
    "secret": "compares values of Secrets, which Gatekeeper is not told",
    "storage": "compares backends that stand outside of the cluster",
}


def _sync() -> dict[str, bytes]:
    """What Gatekeeper has to keep: the kinds of every cluster, and one set for each thing that may be installed."""
    needed = {kind for theme in THEMES for kind in synced(theme)}
    installed = {kind for kinds in INSTALLED.values() for kind in kinds}
    sets = {
        "kubernetes": needed - installed,
        **{name: needed & set(kinds) for name, kinds in INSTALLED.items()},
    }
    made = {
        f"2-sync/{name}.yaml": manifest(
            {
                "apiVersion": "syncset.gatekeeper.sh/v1alpha1",
                "kind": "SyncSet",
                "metadata": {"name": f"envpolicy-{name}"},
                "spec": {"gvks": [gvk(kind) for kind in sorted(kinds)]},
            }
        )
        for name, kinds in sets.items()
    }
    made["2-sync/kustomization.yaml"] = kustomization("kubernetes.yaml")
    return made


def _constraints(law: Law, plan: Plan) -> dict[str, bytes]:
    engine = law.deciding()
    estate = build_estate(plan, {}, today=law.today or date.today()).input  # noqa: DTZ011 - the user's own day
    asked = demands(law, engine, estate)
    stages = stage_constraints(law, plan, engine, estate)
    made: dict[str, bytes] = {}
    for cluster, content in estate["clusters"].items():
        files = {
            f"{theme.slug}-{force}.yaml": manifest(found)
            for theme in THEMES
            for force, found in constraints(theme, estate, cluster, asked[cluster])
        }
        files.update(
            {f"{STAGES}-{force}.yaml": manifest(found) for force, found in stages.get(cluster, {}).items()}
        )
        folder = f"3-constraints/{content['environment']}/{content['name']}"
        made.update({f"{folder}/{name}": text for name, text in files.items()})
        if files:
            made[f"{folder}/kustomization.yaml"] = kustomization(*sorted(files))
    return made


TARGET = _Gatekeeper()
