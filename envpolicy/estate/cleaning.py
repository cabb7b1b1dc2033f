"""Objects as policies see them: what controllers wrote is dropped, values become views.

An object is copied only where it changes, and only on the way to what changes: the parts are shared with what
was read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from envpolicy.estate.kinds import STATUS
from envpolicy.values.settings import flag, with_setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from envpolicy.values import Views

#: Where the pod template of each kind stands.
TEMPLATES = {
    "Pod": (),
    "PodTemplate": ("template",),
    "ReplicationController": ("spec", "template"),
    "Deployment.apps": ("spec", "template"),
    "StatefulSet.apps": ("spec", "template"),
    "DaemonSet.apps": ("spec", "template"),
    "ReplicaSet.apps": ("spec", "template"),
    "Job.batch": ("spec", "template"),
    "CronJob.batch": ("spec", "jobTemplate", "spec", "template"),
    "Rollout.argoproj.io": ("spec", "template"),
}
_CONTAINERS = ("initContainers", "containers", "ephemeralContainers")
_HOOKS = ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle")
_DROPPED = frozenset(("managedFields", "resourceVersion", "generation", "selfLink"))
#: Annotations that hold the whole object once more, as it was applied.
_COPY = re.compile(
    r"last-applied|kapp\.k14s\.io/original|objectset\.rio\.cattle\.io/applied|/original-configuration$|applied-config"
)
_OBJECT = re.compile(r'\s*\{.*"(?:apiVersion|kind|metadata|data|stringData|spec)"\s*:', re.DOTALL)


def clean(value: dict[str, Any], key: str, views: Views) -> dict[str, Any]:
    """The object without its status (but for what `STATUS` names), values in known places as views."""
    if "status" in value:
        value = _without_status(value, key)
    special = _SPECIAL.get(key)
    if special is not None:
        return special(value, views)
    template = TEMPLATES.get(key)
    if template is not None:
        value = _at(value, (*template, "spec"), lambda spec: _pod_spec(spec, views))
    return value


def clean_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """The metadata without what the API server keeps there for itself, and without copies of the object."""
    if not _DROPPED.isdisjoint(metadata):
        metadata = {name: entry for name, entry in metadata.items() if name not in _DROPPED}
    annotations = metadata.get("annotations")
    if annotations and any(map(_is_copy, annotations, annotations.values())):
        kept = {name: text for name, text in annotations.items() if not _is_copy(name, text)}
        metadata = {**metadata, "annotations": kept}
    return metadata


def _is_copy(name: str, text: str) -> bool:
    return (len(text) > 40 and bool(_OBJECT.match(text))) or bool(_COPY.search(name))  # noqa: PLR2004


def environment(entries: Any, views: Views) -> Any:
    """A list of environment variables, the literal values as views."""
    if not isinstance(entries, list):
        return entries
    return [
        {**entry, "value": _named(_text(entry["value"]), _text(entry.get("name", "")), views)}
        if isinstance(entry, dict) and _is_scalar(entry.get("value"))
        else entry
        for entry in entries
    ]


def _named(text: str, name: str, views: Views) -> dict[str, Any]:
    return with_setting(views.of(text, name), name, text, views)


def arguments(entries: Any, views: Views) -> Any:
    """A command or its arguments as views; what follows `--password` is named by it."""
    if isinstance(entries, str):
        return [views.of(entries)]
    if not isinstance(entries, list):
        return entries
    seen, before = [], ""
    for entry in entries:
        if not _is_scalar(entry):
            seen.append(entry)
            continue
        text = _text(entry)
        seen.append(with_setting(views.of(text, before), *flag(text, before), views))
        before = text if text.startswith("-") and "=" not in text and " " not in text else ""
    return seen


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def _without_status(value: dict[str, Any], key: str) -> dict[str, Any]:
    value = dict(value)
    status = value.pop("status")
    kept = STATUS.get(key)
    if kept is not None and isinstance(status, dict):
        value["status"] = {name: status[name] for name in kept if name in status}
    return value


def _at(value: Any, path: tuple[str, ...], change: Callable[[Any], Any]) -> Any:
    """The value with what stands at `path` changed; itself where nothing stands there or nothing changes."""
    if not isinstance(value, dict):
        return value
    if not path:
        return change(value)
    inner = value.get(path[0])
    if inner is None:
        return value
    changed = _at(inner, path[1:], change)
    return value if changed is inner else {**value, path[0]: changed}


def _pod_spec(spec: dict[str, Any], views: Views) -> dict[str, Any]:
    changed = {}
    for sort in _CONTAINERS:
        containers = spec.get(sort)
        if isinstance(containers, list) and containers:
            changed[sort] = [_container(one, views) if isinstance(one, dict) else one for one in containers]
    return {**spec, **changed} if changed else spec


def _container(container: dict[str, Any], views: Views) -> dict[str, Any]:
    changed = {}
    if container.get("env"):
        changed["env"] = environment(container["env"], views)
    if container.get("args"):
        changed["args"] = arguments(container["args"], views)
    if container.get("command"):
        changed["command"] = arguments(container["command"], views)
    for hook in _HOOKS:
        if hook in container:
            changed[hook] = _hook(container[hook], views)
    return {**container, **changed} if changed else container


def _hook(value: Any, views: Views) -> Any:
    """A probe or a lifecycle: its commands and the values of its HTTP headers as views."""
    if not isinstance(value, dict):
        return value
    changed = {}
    for name, part in value.items():
        if name == "command":
            changed[name] = arguments(part, views)
        elif name == "httpHeaders":
            changed[name] = environment(part, views)
        elif isinstance(part, dict):
            changed[name] = _hook(part, views)
    return {**value, **changed} if changed else value


def _secret(value: dict[str, Any], views: Views) -> dict[str, Any]:
    """A Secret: all values as views, and `dataDigest` over all of them."""
    data = {name: views.of_data(_text(text), name, secret=True) for name, text in _entries(value, "data")}
    texts = {name: views.of(_text(text), name, secret=True) for name, text in _entries(value, "stringData")}
    return _with(value, views, data=data, stringData=texts)


def _config_map(value: dict[str, Any], views: Views) -> dict[str, Any]:
    """A ConfigMap: all values as views, and `dataDigest` over all of them."""
    data = {name: _named(_text(text), name, views) for name, text in _entries(value, "data")}
    binary = {
        name: views.of_data(_text(text), name, secret=False) for name, text in _entries(value, "binaryData")
    }
    return _with(value, views, data=data, binaryData=binary)


def _with(value: dict[str, Any], views: Views, **parts: dict[str, Any]) -> dict[str, Any]:
    changed = {name: part for name, part in parts.items() if part}
    if not changed:
        return value
    whole: dict[str, Any] = {}
    for part in changed.values():
        whole.update(part)
    return {**value, **changed, "dataDigest": views.of_map(whole)}


def _entries(value: dict[str, Any], name: str) -> list[tuple[str, Any]]:
    part = value.get(name)
    return (
        [(key, "" if text is None else text) for key, text in part.items()] if isinstance(part, dict) else []
    )


def _definition(value: dict[str, Any], _: Views) -> dict[str, Any]:
    """A CustomResourceDefinition without the schemas of its versions: long, and nothing about isolation."""

    def versions(spec: dict[str, Any]) -> dict[str, Any]:
        listed = spec.get("versions")
        if not isinstance(listed, list):
            return {
                name: part
                for name, part in spec.items()
                if name not in ("validation", "additionalPrinterColumns")
            }
        dropped = ("schema", "additionalPrinterColumns")
        kept = [
            {name: part for name, part in version.items() if name not in dropped}
            if isinstance(version, dict)
            else version
            for version in listed
        ]
        return {**spec, "versions": kept}

    changed: dict[str, Any] = _at(value, ("spec",), versions)
    return changed


def _revision(value: dict[str, Any], _: Views) -> dict[str, Any]:
    """A ControllerRevision without the pod template that it keeps: the workload has the one that counts."""
    return {name: part for name, part in value.items() if name != "data"}


_SPECIAL: dict[str, Callable[[dict[str, Any], Views], dict[str, Any]]] = {
    "Secret": _secret,
    "ConfigMap": _config_map,
    "CustomResourceDefinition.apiextensions.k8s.io": _definition,
    "ControllerRevision.apps": _revision,
}
