"""Settings of controllers that checks read: their names, and the fixed words that their values may be.

What is not one of these words is compared by its digest alone, as every other value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from envpolicy.values import Views

_SWITCH = frozenset(("true", "false"))

#: By name, in small letters. Keys of the ConfigMap of ingress-nginx, flags of external-dns and of Traefik.
_WORDS: dict[str, frozenset[str]] = {
    "allow-cross-namespace-resources": _SWITCH,
    "allow-snippet-annotations": _SWITCH,
    "annotations-risk-level": frozenset(("low", "medium", "high", "critical")),
    "domain-filter": frozenset(),
    "namespace": frozenset(),
    "providers.kubernetescrd.allowcrossnamespace": _SWITCH,
    "registry": frozenset(("txt", "noop", "dynamodb", "aws-sd")),
    "txt-owner-id": frozenset(),
}


def with_setting(view: dict[str, Any], name: str, value: str, views: Views) -> dict[str, Any]:
    """The view of a value, and what setting it is where it is one that checks read."""
    words = _WORDS.get(name.lstrip("-").lower())
    if words is None:
        return view
    told = {"setting": name.lstrip("-").lower(), "value": views.digest(value.strip())}
    word = value.strip().lower()
    return {**view, **told, **({"word": word} if word in words else {})}


def flag(text: str, before: str) -> tuple[str, str]:
    """Name and value of an argument: of `--name=value`, of a value after `--name`, of a switch alone."""
    if text.startswith("--"):
        name, equals, value = text.partition("=")
        return name, value if equals else "true"
    return before, text
