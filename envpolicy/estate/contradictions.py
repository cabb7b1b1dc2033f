"""Facts of a cluster that its own objects contradict: told as oddities, since either side may be wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any, TypeAlias

from envpolicy.errors import Problem
from envpolicy.validation import listed, slip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from envpolicy.documents import Part
    from envpolicy.plan import Plan

    Objects: TypeAlias = Mapping[str, Sequence[Part]]
    #: The way to the fact, what is odd, what to do about it.
    Odd: TypeAlias = tuple[tuple[str | int, ...], str, str]

#: The DaemonSets by which network plugins are known.
_PLUGINS = {
    "antrea-agent": "antrea",
    "calico-node": "calico",
    "canal": "canal",
    "cilium": "cilium",
    "kindnet": "kindnet",
    "kube-flannel": "flannel",
    "kube-flannel-ds": "flannel",
    "kube-router": "kube-router",
    "weave-net": "weave-net",
}

#: The images by which controllers are known.
_CONTROLLERS = {
    "argocd": re.compile(r"argoproj/argocd[:@]"),
    "flux": re.compile(r"fluxcd/(kustomize|helm|source)-controller[:@]"),
    "ingressNginx": re.compile(r"ingress-nginx/controller(-chroot)?[:@](?P<version>v?[0-9][^@]*)?"),
    "traefik": re.compile(r"(^|/)traefik[:@]"),
    "externalSecrets": re.compile(r"external-secrets/external-secrets[:@]"),
    "hnc": re.compile(r"hnc-manager[:@]"),
    "velero": re.compile(r"velero/velero[:@]"),
    "capsule": re.compile(r"(clastix|projectcapsule)/capsule[:@]"),
}
_WORKLOADS = ("Deployment.apps", "DaemonSet.apps", "StatefulSet.apps")


def contradictions(plan: Plan, objects: Mapping[str, Objects]) -> Iterator[Problem]:
    """What the facts of each cluster say against its objects, with the place of the fact in the plan."""
    for number, environment in enumerate(plan.environments):
        for index, cluster in enumerate(environment.clusters):
            mine = objects.get(cluster.id, {})
            if not cluster.facts or not mine:
                continue
            at = ("environments", number, "clusters", index, "facts")
            for check in _CHECKS:
                for steps, message, hint in check(cluster.facts, mine):
                    yield Problem(message=message, location=plan.locate(*at, *steps), hint=hint)


def _get(value: Any, *steps: str) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _name(part: Part) -> str:
    name = f"{part.value['kind']} {_get(part.value, 'metadata', 'name')}"
    place = part.position(())
    return f"{name} ({place.file}:{place.line})" if place.file else name


# --- addresses


def _of_nodes(objects: Objects) -> Iterator[tuple[str, Part]]:
    for part in objects.get("Node", ()):
        for one in _get(part.value, "status", "addresses") or ():
            if _get(one, "type") == "InternalIP":
                yield str(_get(one, "address")), part


def _of_pods(objects: Objects) -> Iterator[tuple[str, Part]]:
    for part in objects.get("Pod", ()):
        address = _get(part.value, "status", "podIP")
        if isinstance(address, str) and _get(part.value, "spec", "hostNetwork") is not True:
            yield address, part


def _of_services(objects: Objects) -> Iterator[tuple[str, Part]]:
    for part in objects.get("Service", ()):
        address = _get(part.value, "spec", "clusterIP")
        if isinstance(address, str) and address not in ("", "None"):
            yield address, part


_ADDRESSES: Mapping[str, Callable[[Objects], Iterator[tuple[str, Part]]]] = {
    "nodeCIDRs": _of_nodes,
    "podCIDRs": _of_pods,
    "serviceCIDRs": _of_services,
}


def _addresses(facts: Mapping[str, Any], objects: Objects) -> Iterator[Odd]:
    for fact, addresses in _ADDRESSES.items():
        if fact not in facts:
            continue
        ranges = [ip_network(cidr, strict=False) for cidr in facts[fact]]
        outside = [
            (text, part)
            for text, part in addresses(objects)
            if (address := _address(text)) is not None and not any(address in one for one in ranges)
        ]
        if outside:
            text, part = outside[0]
            more = f" and {len(outside) - 1} more" if len(outside) > 1 else ""
            yield (
                (fact,),
                f"`{fact}` does not hold {text}, which {_name(part)} has{more}",
                "add the range in which it is, or correct those that are listed",
            )


def _address(text: str) -> Any:
    try:
        return ip_address(text)
    except ValueError:
        return None


# --- what runs there


def _plugin(facts: Mapping[str, Any], objects: Objects) -> Iterator[Odd]:
    seen = {
        _PLUGINS[name]: part
        for part in objects.get("DaemonSet.apps", ())
        if (name := _get(part.value, "metadata", "name")) in _PLUGINS
    }
    declared = facts.get("cni")
    if isinstance(declared, str) and declared.lower() in _PLUGINS.values() and seen:
        if declared.lower() not in seen:
            other, part = next(iter(seen.items()))
            yield ("cni",), f"`cni` is {declared}, and {_name(part)} is {other}'s", f"write `cni: {other}`"
    elif isinstance(declared, str) and (near := slip(declared.lower(), sorted(set(_PLUGINS.values())))):
        yield ("cni",), f"no network plugin `{declared}` is known", f"did you mean `{near}`?"
    if facts.get("networkPolicyEnforced") is True and set(seen) == {"flannel"}:
        yield (
            ("networkPolicyEnforced",),
            f"{_name(seen['flannel'])} enforces no NetworkPolicy by itself",
            "write `networkPolicyEnforced: false`, or give the manifests of what enforces them",
        )


def _images(objects: Objects) -> Iterator[tuple[str, Part]]:
    for kind in _WORKLOADS:
        for part in objects.get(kind, ()):
            for container in _get(part.value, "spec", "template", "spec", "containers") or ():
                image = _get(container, "image")
                if isinstance(image, str):
                    yield image, part


def _controllers(facts: Mapping[str, Any], objects: Objects) -> Iterator[Odd]:
    flags = facts.get("controllers")
    if not flags:
        return
    seen: dict[str, tuple[re.Match[str], Part]] = {}
    for image, part in _images(objects):
        for name, pattern in _CONTROLLERS.items():
            if name in flags and (match := pattern.search(image)):
                seen.setdefault(name, (match, part))
    for name, (match, part) in seen.items():
        path = ("controllers", name)
        if flags[name] is False or _get(flags[name], "installed") is False:
            steps = path if flags[name] is False else (*path, "installed")
            yield steps, f"`{name}` is said not to be installed, and {_name(part)} runs it", "write `true`"
        declared, found = _get(flags[name], "version"), match.groupdict().get("version")
        if isinstance(declared, str) and found and _minor(declared) != _minor(found):
            yield (
                (*path, "version"),
                f"`version` is {declared}, and {_name(part)} runs {found}",
                f"write `version: {found.removeprefix('v')}`",
            )


def _minor(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", version)[:2]]


def _version(facts: Mapping[str, Any], objects: Objects) -> Iterator[Odd]:
    declared = facts.get("kubernetesVersion")
    if not isinstance(declared, str):
        return
    for part in objects.get("Node", ()):
        found = _get(part.value, "status", "nodeInfo", "kubeletVersion")
        if isinstance(found, str) and _minor(found) > _minor(declared):
            yield (
                ("kubernetesVersion",),
                f"`kubernetesVersion` is {declared}, and {_name(part)} runs {found}, which is newer",
                "a kubelet is never newer than the API server: write the version of the API server",
            )
            return


def _inventory(facts: Mapping[str, Any], objects: Objects) -> Iterator[Odd]:
    declared = facts.get("inventory")
    if not isinstance(declared, list | tuple):
        return
    given = {kind.partition(".")[0] for kind in objects}
    for index, kind in enumerate(declared):
        bare = str(kind).partition(".")[0]
        if (near := slip(bare, sorted(given))) is not None:
            yield (
                ("inventory", index),
                f"no object of the kind `{kind}` was given",
                f"did you mean `{near}`? given: {listed(sorted(given)[:8])}",
            )


_CHECKS: tuple[Callable[[Mapping[str, Any], Objects], Iterator[Odd]], ...] = (
    _addresses,
    _plugin,
    _controllers,
    _version,
    _inventory,
)
