"""Objects of each cluster: told from other documents, checked, cleaned, each once, by kind and sorted."""

from __future__ import annotations

import gc
import json
import re
from dataclasses import dataclass, field
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple

from envpolicy.documents import Part, is_list
from envpolicy.errors import Location, Problem
from envpolicy.estate.cleaning import clean, clean_metadata
from envpolicy.estate.kinds import CONFIGURATION_GROUPS, TOOL_GROUPS, Scopes, kind_and_group
from envpolicy.estate.sweeping import Suspicion, sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from envpolicy.values import Views

#: The evaluation engines read JSON to 128 levels; no object of a cluster comes near that.
_DEEPEST = 100
_NO_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[^][{}"]+')
_DIGEST = re.compile("[0-9a-f]{32}")
#: What Helm, Argo CD and Flux leave on the objects of a release.
_RELEASE = (
    "app.kubernetes.io/instance",
    "argocd.argoproj.io/instance",
    "argocd.argoproj.io/tracking-id",
    "helm.toolkit.fluxcd.io/name",
    "helm.toolkit.fluxcd.io/namespace",
    "kustomize.toolkit.fluxcd.io/name",
    "kustomize.toolkit.fluxcd.io/namespace",
    "meta.helm.sh/release-name",
    "meta.helm.sh/release-namespace",
)
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """By cluster and `Kind.group`, in one order: objects, their JSON texts, the parts they came from.

    `doubted` are the clusters of which something that was, or may have been, an object is not among them.
    """

    objects: dict[str, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)
    texts: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    parts: dict[str, dict[str, tuple[Part, ...]]] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def gather(given: Mapping[str, Iterable[Part]], views: Views) -> Gathered:
    """The objects among `given` (by cluster id), as the evaluation input has them."""
    # Nothing made here is garbage, but a lot is made: the collector would look at all of it again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _gather(given, views)
    finally:
        if collecting:
            gc.enable()


def _gather(given: Mapping[str, Iterable[Part]], views: Views) -> Gathered:
    found = Gathered()
    listed = {cluster: list(_listed(cluster, parts, found)) for cluster, parts in given.items()}
    definition = "CustomResourceDefinition.apiextensions.k8s.io"
    scopes = Scopes(part.value for parts in listed.values() for key, part in parts if key == definition)
    written = {}
    for cluster, parts in listed.items():
        every = [_written(part, key, scopes, views, found) for key, part in parts]
        written[cluster] = [one for one in every if one is not None]
        if len(written[cluster]) < len(every):
            found.doubted.add(cluster)
    suspicion = Suspicion(one.text for every in written.values() for one in every)
    for cluster, sound in written.items():
        seen: dict[tuple[str, str, str, str], _Written] = {}
        for one in sound:
            _keep(seen, one, scopes, suspicion, views, found)
        _sort(cluster, seen, found)
    return found


class _Written(NamedTuple):
    """An object on its way: its `Kind.group`, its JSON text, its value, and where it came from."""

    key: str
    text: str
    value: dict[str, Any]
    part: Part


def _listed(cluster: str, parts: Iterable[Part], found: Gathered) -> Iterator[tuple[str, Part]]:
    """Each object with its `Kind.group`; Lists are opened, other documents become problems."""
    for part in parts:
        value = part.value
        if is_list(value):
            yield from _listed(cluster, _items(part), found)
            continue
        named = kind_and_group(value) if type(value) is dict else None
        if named is None and type(value) is dict and part.prefix:
            part = _as_item(part)  # noqa: PLW2901 (the same object, with what its list says of it)
            named = kind_and_group(part.value)
        if named is None:
            if type(value) is dict and ("kind" in value or "apiVersion" in value):
                found.doubted.add(cluster)
            found.problems.append(
                Problem(
                    message="not a Kubernetes object",
                    location=_place(part),
                    hint="`apiVersion` or `kind` is missing; leave the file out if it is for something else",
                )
            )
        elif named[1] not in TOOL_GROUPS:
            if named[1] in CONFIGURATION_GROUPS:
                part = _as_configuration(part)  # noqa: PLW2901 (the same document, with a name)
            yield (f"{named[0]}.{named[1]}" if named[1] else named[0]), part


def _as_item(part: Part) -> Part:
    """An item that was taken out of a `PodList` without saying that it is a Pod."""
    around = part.document.value
    for step in part.prefix[:-2]:
        around = around[step]
    kind, version = around.get("kind"), around.get("apiVersion")
    if part.prefix[-2] != "items" or type(kind) is not str or kind == "List" or "kind" in part.value:
        return part
    value = {"apiVersion": version, "kind": kind.removesuffix("List"), **part.value}
    return Part(document=part.document, value=value, prefix=part.prefix)


def _as_configuration(part: Part) -> Part:
    """A file of configuration under the name of its kind: it has none of its own."""
    if "metadata" in part.value:
        return part
    value = {**part.value, "metadata": {"name": part.value["kind"].lower()}}
    return Part(document=part.document, value=value, prefix=part.prefix)


def _items(part: Part) -> Iterator[Part]:
    for index, item in enumerate(part.value["items"] or ()):
        yield Part(document=part.document, value=item, prefix=(*part.prefix, "items", index))


def _cleaned(part: Part, key: str, scopes: Scopes, views: Views) -> dict[str, Any]:
    """The object as policies see it, its namespace filled in."""
    value = part.value
    metadata = clean_metadata(value["metadata"])
    if scopes.is_cluster_scoped(key):
        if "namespace" in metadata:
            metadata = {name: entry for name, entry in metadata.items() if name != "namespace"}
    elif not metadata.get("namespace"):
        metadata = {**metadata, "namespace": part.document.namespace or "default"}
    if metadata is not value["metadata"]:
        value = {**value, "metadata": metadata}
    return clean(value, key, views)


def _malformed(value: dict[str, Any]) -> tuple[tuple[str, ...], str] | None:
    """What a cluster would refuse, and would lead policies astray: where it stands, and what it is."""
    metadata = value.get("metadata")
    if type(metadata) is not dict:
        return ("metadata",), "it has no metadata"
    name = metadata.get("name") or metadata.get("generateName")
    if type(name) is not str or not name:
        return ("metadata", "name"), "it has no name" if not name else "its name is not text"
    if type(metadata.get("namespace", "")) is not str and metadata["namespace"] is not None:
        return ("metadata", "namespace"), "its namespace is not text"
    for field_ in ("labels", "annotations"):
        entries = metadata.get(field_)
        if entries is None:
            continue
        if type(entries) is not dict:
            return ("metadata", field_), f"its {field_} are no mapping"
        for entry, text in entries.items():
            if type(text) is not str:
                return ("metadata", field_, entry), f"the value of `{entry}` is not text; write it in quotes"
    for field_ in ("spec", "data", "stringData", "binaryData"):
        checked = field_ == "spec" or value["kind"] in ("Secret", "ConfigMap")
        if checked and type(value.get(field_)) not in (dict, NoneType):
            return (field_,), f"its {field_} is no mapping"
    return None


def _place(part: Part) -> Location:
    """Where an object starts. A document knows its first line; only items of lists have to be looked for."""
    if part.prefix:
        return part.position(())
    document = part.document
    return Location(file=document.file, document=document.index, line=document.line)


def _called(value: dict[str, Any]) -> str:
    metadata = value.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return f"`{name}`" if isinstance(name, str) else "without a name"


def _written(part: Part, key: str, scopes: Scopes, views: Views, found: Gathered) -> _Written | None:
    """The object cleaned and as text; None, and a problem, where it is malformed or too deep."""
    wrong = _malformed(part.value)
    if wrong is not None:
        path, message = wrong
        found.problems.append(
            Problem(
                message=f"{key} {_called(part.value)} is left out: {message}",
                location=part.position(path),
                hint="no cluster accepts it; nothing is concluded from its absence",
            )
        )
        return None
    try:
        value = _cleaned(part, key, scopes, views)
        text = _encode(value)
    except RecursionError:
        value, text = {}, ""
    if not text or _too_deep(text):
        found.problems.append(
            Problem(message=f"{key} is left out: it is nested deeper than {_DEEPEST}", location=_place(part))
        )
        return None
    return _Written(key, text, value, part)


def _keep(
    seen: dict[tuple[str, str, str, str], _Written],
    one: _Written,
    scopes: Scopes,
    suspicion: Suspicion,
    views: Views,
    found: Gathered,
) -> None:
    """Hide what is left to hide, and take the object for the one of its name."""
    if suspicion.rests_on(one.text, one.key):
        swept = sweep(one.value, one.key, views)
        if swept is not one.value:
            one = one._replace(text=_encode(swept), value=swept)
    metadata = one.value["metadata"]
    name = metadata.get("name") or ""
    # An object that the API server gives its name is another one each time, unless it is the same text. A
    # cluster-scoped object that two releases bring along counts for both: which one wins, nobody knows.
    apart = "" if name else one.text
    if name and scopes.is_cluster_scoped(one.key):
        apart = _release(metadata)
    identity = (one.key, metadata.get("namespace", ""), name, apart)
    before = seen.get(identity)
    if before is not None and before.text != one.text:
        found.notes.append(
            Problem(
                message=f"{one.key} `{name}` is given twice, and differs; this one, the later, counts",
                location=_place(one.part),
                hint=f"the other is at {_place(before.part)}",
            )
        )
    seen[identity] = one


def _release(metadata: Mapping[str, Any]) -> str:
    """The marks of the release that an object is part of, as one text; "" without any."""
    marked = {**(metadata.get("annotations") or {}), **(metadata.get("labels") or {})}
    return "\n".join(f"{name}={marked[name]}" for name in _RELEASE if name in marked)


def _too_deep(text: str) -> bool:
    if text.count("[") + text.count("{") <= _DEEPEST:
        return False
    depth = deepest = 0
    for char in _NO_BRACKETS.sub("", text):
        depth += 1 if char in "[{" else -1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _sort(cluster: str, seen: dict[tuple[str, str, str, str], _Written], found: Gathered) -> None:
    objects: dict[str, list[dict[str, Any]]] = {}
    texts: dict[str, list[str]] = {}
    parts: dict[str, list[Part]] = {}
    # Texts stand in for missing names; the digests in them are others in each run. Releases come in order.
    for identity in sorted(seen, key=lambda one: (*one[:3], _DIGEST.sub("", one[3]))):
        one = seen[identity]
        objects.setdefault(one.key, []).append(one.value)
        texts.setdefault(one.key, []).append(one.text)
        parts.setdefault(one.key, []).append(one.part)
    found.objects[cluster] = objects
    found.texts[cluster] = texts
    found.parts[cluster] = {key: tuple(of) for key, of in parts.items()}
