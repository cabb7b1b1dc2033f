"""The HTTP side: OPA's bundle service API, receivers of status and decision logs, and what people ask.

A client without rights is told nothing: whether a bundle that it may not have exists is not said either.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from envpolicy.server import metrics as exposition
from envpolicy.server.chunks import decisions
from envpolicy.server.clients import FETCH, METRICS, QUERY, REPORT
from envpolicy.server.metrics import Counted, Metrics
from envpolicy.server.uploads import UploadError, is_squeezed, parsed, read_body, unpacked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping

    from starlette.requests import Request

    from envpolicy.server.clients import Client, Clients
    from envpolicy.server.publishing import Published, Shelf
    from envpolicy.server.reports import Reports

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

#: What tells OPA that it may poll long.
BUNDLE_TYPE = "application/vnd.openpolicyagent.bundles"
_CHUNK = 1 << 16
_WAIT = re.compile(r"(?:^|[;,\s])wait\s*=\s*\"?(\d{1,9})")
_MOST_EVENTS = 20_000
_MOST_DECISIONS = 1000
_DIGITS = 15


@dataclass(slots=True, kw_only=True)
class Service:
    """What the answers are made from. `clients` are replaced when their file changes."""

    shelf: Shelf
    reports: Reports
    clients: Clients
    metrics: Metrics = field(default_factory=Metrics)
    longest_wait: float = 300.0
    #: Reports are looked at one after the other: what is small on the wire may be large in memory.
    workers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(2, thread_name_prefix="reports")
    )

    def application(self) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
        """The ASGI application."""
        get, post = ["GET"], ["POST"]
        routes = [
            Route("/bundles/{name:path}", self._bundle, methods=get, name="bundle"),
            Route("/status", self._status, methods=post, name="status"),
            Route("/status/{partition:path}", self._status, methods=post, name="status"),
            Route("/logs", self._logs, methods=post, name="logs"),
            Route("/logs/{partition:path}", self._logs, methods=post, name="logs"),
            Route("/v1/bundles", self._list, methods=get, name="list"),
            Route("/v1/status", self._statuses, methods=get, name="query"),
            Route("/v1/decisions", self._decisions, methods=get, name="query"),
            Route("/metrics", self._metrics, methods=get, name="metrics"),
            Route("/healthz", self._health, methods=get, name="health"),
            Route("/readyz", self._ready, methods=get, name="ready"),
        ]
        inner = Starlette(routes=routes, exception_handlers={500: _failed})
        inner.router.redirect_slashes = False
        return Counted(inner, self.metrics)

    async def _bundle(self, request: Request) -> Response:
        client, name = self._client(request), request.path_params["name"]
        if client is None:
            return self._unauthorised()
        if not client.may_fetch(name) or name not in self.shelf.bundles:
            return _error(404, "there is no bundle of that name for you")
        known = ",".join(request.headers.getlist("if-none-match"))
        wait = min(_wait(request.headers.getlist("prefer")), self.longest_wait)
        found = await self._awaited(request, name, known, wait)
        if self._client(request) != client:  # its rights were taken away while it waited
            return self._unauthorised()
        if found is None:
            return _error(404, "there is no bundle of that name for you")
        squeezed = _takes_gzip(request.headers.getlist("accept-encoding"))
        headers = {
            "ETag": found.etag(squeezed=squeezed),
            "Vary": "Accept-Encoding, Authorization",
            "Cache-Control": "no-cache" if self.clients.public else "private, no-cache",
            "Accept-Ranges": "none",
        }
        if found.is_known(known):
            return Response(status_code=304, headers=headers, media_type=BUNDLE_TYPE)
        return _bytes_of(found, headers, squeezed=squeezed)

    async def _awaited(self, request: Request, name: str, known: str | None, wait: float) -> Published | None:
        if not wait:
            return self.shelf.bundles.get(name)
        return await _unless_gone(request, self.shelf.other_than(name, known, wait))

    async def _status(self, request: Request) -> Response:
        return await self._report(request, "status", self._keep_status)

    async def _logs(self, request: Request) -> Response:
        return await self._report(request, "decisions", self._keep_decisions)

    async def _report(self, request: Request, kind: str, keep: Callable[..., int]) -> Response:
        client = self._client(request)
        if client is None or REPORT not in client.may:
            return self._unauthorised() if client is None else self._forbidden()
        try:
            squeezed = is_squeezed(request.headers)
            body = await read_body(request.stream(), request.headers)
            partition = request.path_params.get("partition", "")
            work = partial(keep, client.name, partition, body, squeezed=squeezed)
            kept = await asyncio.get_running_loop().run_in_executor(self.workers, work)
        except UploadError as error:
            self.metrics.lost.labels(kind).inc()
            return _error(error.status, str(error))
        except ClientDisconnect:
            self.metrics.lost.labels(kind).inc()
            return _error(400, "it is cut off")
        except sqlite3.Error:
            self.metrics.lost.labels(kind).inc()
            return _error(503, "it could not be kept: try again later")
        self.metrics.reports.labels(kind).inc(kept)
        return Response(status_code=204)

    def _keep_status(self, client: str, partition: str, body: bytes, *, squeezed: bool) -> int:
        report = parsed(unpacked(body, squeezed=squeezed))
        if not isinstance(report, dict):
            raise UploadError(400, "expected an object")
        self.reports.add_status(client, partition, report)
        return 1

    def _keep_decisions(self, client: str, partition: str, body: bytes, *, squeezed: bool) -> int:
        events: Any = None
        try:
            events = parsed(unpacked(body, squeezed=squeezed))
        except UploadError:
            # OPA would send it again for ever: what is good in it is taken.
            with suppress(UploadError):
                events = list(islice(decisions(body, squeezed=squeezed), _MOST_EVENTS + 1))
            if not events:
                raise
        if not isinstance(events, list) or not all(isinstance(one, dict) for one in events):
            raise UploadError(400, "expected a list of objects")
        if len(events) > _MOST_EVENTS:
            raise UploadError(413, f"more than {_MOST_EVENTS} decisions")
        return self.reports.add_decisions(client, partition, events)

    async def _list(self, request: Request) -> Response:
        client = self._client(request)
        if client is None or FETCH not in client.may:
            return self._unauthorised() if client is None else self._forbidden()
        bundles = [
            {
                "name": name,
                "revision": one.revision,
                "etag": one.etag(squeezed=False),
                "bytes": len(one.plain),
                "signed": one.signed,
            }
            for name, one in sorted(self.shelf.bundles.items())
            if client.may_fetch(name)
        ]
        # What is wrong names files of this machine: for who may query.
        problems = list(self.shelf.problems) if QUERY in client.may else []
        stale = bool(self.shelf.problems)
        return JSONResponse({"bundles": bundles, "stale": stale, "problems": problems})

    async def _statuses(self, request: Request) -> Response:
        return await self._query(request, self.reports.statuses)

    async def _decisions(self, request: Request) -> Response:
        limit, before = (request.query_params.get(name, "") for name in ("limit", "before"))
        given = [one for one in (limit, before) if one]
        if not all(one.isdecimal() and one.isascii() and len(one) <= _DIGITS for one in given):
            client = self._client(request)
            return _error(400, "limit and before are whole numbers") if client else self._unauthorised()
        count = min(int(limit or "100"), _MOST_DECISIONS)
        return await self._query(
            request, lambda: self.reports.decisions(count, int(before) if before else None)
        )

    async def _query(self, request: Request, ask: Callable[[], list[dict[str, Any]]]) -> Response:
        client = self._client(request)
        if client is None or QUERY not in client.may:
            return self._unauthorised() if client is None else self._forbidden()
        try:
            result = await run_in_threadpool(ask)
        except sqlite3.Error:
            return _error(503, "the reports cannot be read")
        # As ASCII: what clients sent may hold halves of characters, which no other form has room for.
        text = json.dumps({"result": result}, separators=(",", ":"))
        return Response(text, media_type="application/json", headers={"Cache-Control": "no-store"})

    async def _metrics(self, request: Request) -> Response:
        client = self._client(request)
        if client is None or METRICS not in client.may:
            return self._unauthorised() if client is None else self._forbidden()
        try:
            kept = await run_in_threadpool(self.reports.counts)
        except sqlite3.Error:
            kept = {}
        return Response(self.metrics.text(self.shelf, kept), media_type=exposition.CONTENT_TYPE)

    async def _health(self, request: Request) -> Response:  # noqa: ARG002
        return JSONResponse({"healthy": True})

    async def _ready(self, request: Request) -> Response:  # noqa: ARG002
        try:
            kept = await run_in_threadpool(self.reports.counts) is not None
        except sqlite3.Error:
            kept = False
        ready = bool(self.shelf.bundles) and kept and not self.shelf.draining
        state = {"ready": ready, "stale": bool(self.shelf.problems), "draining": self.shelf.draining}
        return JSONResponse({**state, "reports": kept}, status_code=200 if ready else 503)

    def _client(self, request: Request) -> Client | None:
        certificate = request.scope.get("state", {}).get("certificate")
        return self.clients.who(request.headers.get("authorization"), certificate)

    def _unauthorised(self) -> Response:
        self.metrics.refused.inc()
        return _error(401, "say who you are", {"WWW-Authenticate": "Bearer"})

    def _forbidden(self) -> Response:
        self.metrics.refused.inc()
        return _error(403, "that is not for you")


async def _unless_gone(request: Request, waiting: Any) -> Published | None:
    """The result, unless the client hangs up: then nobody reads an answer, and nothing is kept waiting for it."""
    request.scope["envpolicy.waited"] = True
    found = asyncio.ensure_future(waiting)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((found, gone), return_when=asyncio.FIRST_COMPLETED)
        result: Published | None = found.result() if found.done() else None
        return result
    finally:
        found.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _bytes_of(found: Published, headers: dict[str, str], *, squeezed: bool) -> Response:
    content = found.squeezed if squeezed else found.plain
    if squeezed:
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(content))

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(content), _CHUNK):
            yield content[start : start + _CHUNK]

    return StreamingResponse(chunks(), headers=headers, media_type=BUNDLE_TYPE)


def _wait(prefer: list[str]) -> float:
    """The seconds that a client would wait: `Prefer: modes=snapshot,delta;wait=30`."""
    found = [int(seconds) for line in prefer for seconds in _WAIT.findall(line.lower())]
    return float(found[0]) if found else 0.0


def _takes_gzip(accepted: list[str]) -> bool:
    for one in ",".join(accepted).lower().split(","):
        coding, _, weight = one.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight) is None
    return False


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": message}, status_code=status, headers=headers)


async def _failed(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return _error(500, "a mistake in envpolicy: its log says more")
