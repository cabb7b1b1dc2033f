"""Settings of controllers that checks read: their names, and the fixed words that their values may be.

What is not one of these words is compared by its digest alone, as every other value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from envpolicy.values import Views

_SWITCH = frozenset(("true", "false"))

#: Settings whose value is a domain.
_DOMAINS = frozenset(("cookie_domain", "csrf_cookie_domain", "domain-filter", "session_cookie_domain"))
#: By name, in small letters. Keys of the ConfigMaps of ingress-nginx and of Cilium, flags of external-dns, of Traefik,
#: of Flux and of Argo CD, and what applications call the domain of their cookies.
_WORDS: dict[str, frozenset[str]] = {
    "allow-cross-namespace-resources": _SWITCH,
    "allow-snippet-annotations": _SWITCH,
    "annotations-risk-level": frozenset(("low", "medium", "high", "critical")),
    "application-namespaces": frozenset(),
    "default-service-account": frozenset(),
    "enable-policy": frozenset(("default", "always", "never")),
    "namespace": frozenset(),
    "no-cross-namespace-refs": _SWITCH,
    "providers.kubernetescrd.allowcrossnamespace": _SWITCH,
    "registry": frozenset(("txt", "noop", "dynamodb", "aws-sd")),
    "txt-owner-id": frozenset(),
    **dict.fromkeys(_DOMAINS, frozenset()),
}
#: The same settings as environment variables.
_VARIABLES = {
    "external_dns_domain_filter": "domain-filter",
    "external_dns_namespace": "namespace",
    "external_dns_registry": "registry",
    "external_dns_txt_owner_id": "txt-owner-id",
    "traefik_providers_kubernetescrd_allowcrossnamespace": "providers.kubernetescrd.allowcrossnamespace",
}
_DOMAIN = re.compile(r"\.?(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)


def with_setting(view: dict[str, Any], name: str, value: str, views: Views) -> dict[str, Any]:
    """The view of a value, and what setting it is where it is one that checks read."""
    setting = name.lstrip("-").lower()
    setting = _VARIABLES.get(setting, setting)
    words = _WORDS.get(setting)
    if words is None or not value:
        return view
    told: dict[str, Any] = {"setting": setting, "value": views.digest(value.strip())}
    word = value.strip().lower()
    if word in words:
        told["word"] = word
    elif setting in _DOMAINS and _DOMAIN.fullmatch(word):
        told["hosts"] = [word.lstrip(".")]
    return {**view, **told}


def flag(text: str, before: str) -> tuple[str, str]:
    """Name and value of an argument: of `--name=value`, of a value after `--name`, of a switch alone."""
    if text.startswith("--"):
        name, equals, value = text.partition("=")
        return name, value if equals else "true" if "true" in _WORDS.get(name[2:].lower(), ()) else ""
    return before, text
