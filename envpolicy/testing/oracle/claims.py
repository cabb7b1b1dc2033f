"""Which deployment an object belongs to: by placement, and in a namespace by selector, release, or alone.

1. A Namespace object belongs to every deployment placed there; it makes no two deployments overlap.
2. A deployment with a selector of its own claims what the selector matches, by the object's labels or by
   the labels of the pods it makes.
3. A deployment with a release claims what carries the release's mark: `app.kubernetes.io/instance`, or an
   ownership label or annotation of Helm, Argo CD or Flux.
4. What nobody claims so goes to the deployment that has neither; or, where a deployment is alone in its
   namespace, to it, unless the object carries the mark of another release.
5. A cluster-scoped object is claimed by its release's mark alone; without one it is the platform's.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from envpolicy.testing.oracle import labels

MARK_LABELS = (
    "app.kubernetes.io/instance",
    "argocd.argoproj.io/instance",
    "kustomize.toolkit.fluxcd.io/name",
    "helm.toolkit.fluxcd.io/name",
)


def cluster_of(deployment: Mapping[str, Any]) -> str:
    """The id of the cluster a deployment is placed in: `environment/cluster`."""
    placement = deployment["placement"]
    return f"{placement['environment']}/{placement['cluster']}"


def placed(estate: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The deployments that run on the platform."""
    return [one for one in estate["deployments"] if isinstance(one.get("placement"), Mapping)]


def pod_template(item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The pod template of a workload (`spec.template`, for a CronJob that of its jobs), or None."""
    for path in (("spec", "template"), ("spec", "jobTemplate", "spec", "template")):
        found: Any = item
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        if isinstance(found, Mapping):
            return found
    return None


def marks(item: Mapping[str, Any]) -> set[str]:
    """The names of the releases that an object, or the pods it makes, are marked as part of."""
    own, notes = labels.of(item), labels.notes(item)
    found = {own[key] for key in MARK_LABELS if key in own}
    if template := pod_template(item):
        found |= {value for key, value in labels.of(template).items() if key == MARK_LABELS[0]}
    if "meta.helm.sh/release-name" in notes:
        found.add(notes["meta.helm.sh/release-name"])
    if "argocd.argoproj.io/tracking-id" in notes:  # [namespace_]application:group/kind:namespace/name
        found.add(notes["argocd.argoproj.io/tracking-id"].split(":")[0].split("_")[-1])
    return found


def owners(estate: Mapping[str, Any], cluster: str, kind: str, item: Mapping[str, Any]) -> set[str]:
    """The names of the deployments that claim an object of `cluster`; more than one where claims overlap."""
    here = [one for one in placed(estate) if cluster_of(one) == cluster]
    metadata = item.get("metadata") or {}
    if kind == "Namespace":
        return {one["name"] for one in here if one["placement"]["namespace"] == metadata.get("name")}
    namespace, found = metadata.get("namespace", ""), marks(item)
    if not namespace:
        home = labels.notes(item).get("meta.helm.sh/release-namespace")
        named = {
            one["name"]
            for one in here
            if one["placement"].get("release") in found and home in (None, one["placement"]["namespace"])
        }
        return named or {one["name"] for one in here if _is_rest(one["placement"]) and _home(one) == home}
    residents = [one for one in here if one["placement"]["namespace"] == namespace]
    claimed = {one["name"] for one in residents if _claims(one["placement"], item, found)}
    return claimed or {
        one["name"]
        for one in residents
        if _is_rest(one["placement"])
        or (not one["placement"].get("selector") and len(residents) == 1 and not found)
    }


def _is_rest(placement: Mapping[str, Any]) -> bool:
    return not placement.get("selector") and not placement.get("release")


def _home(deployment: Mapping[str, Any]) -> str:
    return str(deployment["placement"]["namespace"])


def _claims(placement: Mapping[str, Any], item: Mapping[str, Any], found: set[str]) -> bool:
    if placement.get("selector"):
        return any(
            labels.matches(placement["selector"], labels.of(one)) for one in (item, pod_template(item)) if one
        )
    return bool(placement.get("release")) and placement["release"] in found


def overlapping(estate: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The pairs of deployments (names sorted) that stand in one namespace and claim the same object there."""
    pairs: set[tuple[str, str]] = set()
    for cluster, content in estate["clusters"].items():
        for kind, items in content["objects"].items():
            for item in items:
                # A cluster-scoped object says nothing about the placement of two releases of one name.
                if kind != "Namespace" and (item.get("metadata") or {}).get("namespace"):
                    pairs |= set(combinations(sorted(owners(estate, cluster, kind, item)), 2))
    return pairs
