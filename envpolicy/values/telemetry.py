"""Where a file of an agent or a collector says that metrics, logs or traces go, and as whose they arrive there."""

from __future__ import annotations

import re

from envpolicy.values import files
from envpolicy.values.endpoints import in_text, in_value

#: Ways on a server that take what is pushed: Loki, Mimir and Cortex, Prometheus, Thanos, OTLP, Splunk.
WAY = re.compile(
    r"(?:^|/)(?:loki/api/v1/push|api/prom/push|api/v1/(?:push|write|receive|import)|v1/(?:traces|metrics|logs)|otlp"
    r"|services/collector(?:/event)?)$"
)
PORTS = (4317, 4318)
#: An exporter of a collector, which adds the way itself.
EXPORTER = re.compile(
    r"exporters\.(?:otlp|otlphttp|loki|prometheusremotewrite|zipkin)(?:/[\w.-]+)?\.endpoint"
)
#: What tells one sender from another: a tenant, or who logs in. A value that is filled in later does not tell.
SENDER = re.compile(
    r"""(?im)^[ \t]*(?:- )?["']?(?:x-scope-orgid|x-tenant(?:-id)?|thanos-tenant|tenant(?:_id)?|org_?id|username"""
    r"""|authorization|bearer_token|api[_-]?key)["']?[ \t]*[:=][ \t]*["']?((?:(?:Bearer|Basic)[ \t]+)?[^\s"',]+)"""
)
STAGE = re.compile(
    r"""(?im)^[ \t]*(?:- )?["']?(?:env|environment|stage|deployment[._]environment)["']?[ \t]*[:=][ \t]*["']?\w"""
)
LATER = "${"
#: An output of Fluent Bit, and what tells its sender.
OUTPUT = re.compile(r"(?im)^[ \t]*\[OUTPUT\][ \t]*\n(?:[ \t]+[^\n\[]*\n)*?[ \t]+host[ \t]+(\S+)")
OUTPUT_SENDER = re.compile(
    r"(?im)^[ \t]+(?:tenant_id|http_user|http_passwd|header|labels|index)[ \t]+([^\n]*\S)"
)


def hosts(text: str) -> list[str]:
    """The hosts that it goes to; none where data or sender are told apart, or may be."""
    if "\n" not in text or not ("://" in text or "endpoint" in text or "[OUTPUT]" in text):
        return []
    found = [one.host for one in in_text(text) if WAY.search(one.path) or one.port in PORTS]
    for name, value in files.lines(text):
        if EXPORTER.fullmatch(name):
            found += [one.host for one in in_value(value, names_address=True, only_explicit=True)]
    for where in OUTPUT.findall(text):
        found += [one.host for one in in_value(where, names_address=True, only_explicit=True)]
    if found and (STAGE.search(text) or any(LATER in one for one in _senders(text))):
        return []
    return list(dict.fromkeys(found))


def sender(text: str) -> str:
    """As whose it arrives: tenants and users, as one text."""
    return " ".join(sorted(set(_senders(text))))


def _senders(text: str) -> list[str]:
    return SENDER.findall(text) + (OUTPUT_SENDER.findall(text) if "[OUTPUT]" in text else [])
