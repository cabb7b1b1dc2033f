"""What Prometheus reads."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from envpolicy.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from envpolicy.server.publishing import Shelf

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """One server's metrics: a registry of its own, so that two servers in one process do not meet."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.requests = Counter(
            "envpolicy_http_requests", "Requests answered.", ("route", "method", "code"), registry=registry
        )
        self.seconds = Histogram(
            "envpolicy_http_request_seconds",
            "Time to the end of an answer; long polls are left out.",
            ("route",),
            registry=registry,
        )
        self.refused = Counter(
            "envpolicy_unauthorised", "Requests without the right to what they asked for.", registry=registry
        )
        self.reports = Counter(
            "envpolicy_reports", "Reports of clients that were kept.", ("kind",), registry=registry
        )
        self.lost = Counter(
            "envpolicy_reports_refused",
            "Reports of clients that were not kept.",
            ("kind",),
            registry=registry,
        )
        self.reloads = Counter(
            "envpolicy_reloads", "Changes on the disk that were looked at.", ("outcome",), registry=registry
        )
        self._build = Gauge("envpolicy_build", "The version.", ("version",), registry=registry)
        self._build.labels(__version__).set(1)
        self._bundle = Gauge(
            "envpolicy_bundle", "1 for each bundle that is served.", ("bundle", "revision"), registry=registry
        )
        self._size = Gauge(
            "envpolicy_bundle_bytes", "Its size, not squeezed.", ("bundle",), registry=registry
        )
        self._published = Gauge(
            "envpolicy_published_timestamp_seconds", "When what is served was published.", registry=registry
        )
        self._stale = Gauge(
            "envpolicy_stale",
            "1 where a change on the disk was refused and the old is served.",
            registry=registry,
        )
        self._waiting = Gauge("envpolicy_long_polls", "Clients that wait.", registry=registry)
        self._rows = Gauge("envpolicy_reports_kept", "Reports that are kept.", ("kind",), registry=registry)
        for outcome in ("published", "refused"):
            self.reloads.labels(outcome)

    def text(self, shelf: Shelf, kept: Mapping[str, int]) -> bytes:
        """All of them, as of now."""
        self._bundle.clear()
        self._size.clear()
        for name, one in shelf.bundles.items():
            self._bundle.labels(name, one.revision).set(1)
            self._size.labels(name).set(len(one.plain))
        self._published.set(shelf.published_at)
        self._stale.set(bool(shelf.problems))
        self._waiting.set(shelf.waiting)
        for kind, rows in kept.items():
            self._rows.labels(kind).set(rows)
        return bytes(generate_latest(self._registry))


class Counted:
    """Counts what is answered, by the route's name: paths are other people's and without number."""

    def __init__(self, inner: Any, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on, and count."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        start, code = time.monotonic(), "none"

        async def sent(message: MutableMapping[str, Any]) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = str(message["status"])
            await send(message)

        try:
            await self._inner(scope, receive, sent)
        finally:
            route = getattr(scope.get("route"), "name", None) or "none"
            method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST") else "other"
            self._metrics.requests.labels(route, method, code).inc()
            if not scope.get("envpolicy.waited"):
                self._metrics.seconds.labels(route).observe(time.monotonic() - start)
