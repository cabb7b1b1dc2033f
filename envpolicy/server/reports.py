"""What clients report, in SQLite: masked before it is stored, and bounded by age and by rows."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from envpolicy.errors import Location, Problem
from envpolicy.server import ServerError
from envpolicy.server.masking import masked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: One report that is larger, written as JSON, is kept without its input and result.
_LARGEST = 256 << 10
#: The rows between two looks at what is too old.
_PRUNE_EVERY = 200
_DAY = 86_400
_VERSION = 1
#: What a report is known by.
_KNOWN = ("decision_id", "labels", "path", "timestamp", "bundles", "plugins")
_SIZES = ("page_count", "freelist_count", "page_size")

_TABLES = """
CREATE TABLE IF NOT EXISTS status (
  id INTEGER PRIMARY KEY, received REAL NOT NULL, client TEXT NOT NULL, instance TEXT NOT NULL,
  partition TEXT NOT NULL, report TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS status_received ON status (received);
CREATE INDEX IF NOT EXISTS status_instance ON status (client, instance, id);
CREATE TABLE IF NOT EXISTS decisions (
  id INTEGER PRIMARY KEY, received REAL NOT NULL, client TEXT NOT NULL, instance TEXT NOT NULL,
  partition TEXT NOT NULL, decision TEXT, report TEXT NOT NULL, UNIQUE (client, decision)
);
CREATE INDEX IF NOT EXISTS decisions_received ON decisions (received);
"""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long, how many rows of each kind, and how many bytes, at most."""

    days: float = 30
    rows: int = 100_000
    size: int = 1 << 30


class Reports:
    """The reports in a file, or in memory without one. Safe to use from several threads."""

    def __init__(self, file: Path | None = None, retention: Retention | None = None) -> None:
        """Open it, and make it where it is not there. Raises `ServerError` where that fails."""
        self._retention = retention or Retention()
        self._lock = threading.Lock()
        self._until_pruned = 0
        try:
            if file is not None:
                file.touch(mode=0o600)
            self._database = sqlite3.connect(str(file or ":memory:"), timeout=10, check_same_thread=False)
            with closing(self._database.cursor()) as cursor:
                cursor.execute("PRAGMA journal_mode = WAL")
                cursor.execute("PRAGMA synchronous = NORMAL")
                cursor.execute("PRAGMA secure_delete = ON")
                (version,) = cursor.execute("PRAGMA user_version").fetchone()
                if version not in (0, _VERSION):
                    raise sqlite3.DatabaseError(f"it was written by another version ({version})")
                cursor.executescript(_TABLES)
                cursor.execute(f"PRAGMA user_version = {_VERSION}")
        except (sqlite3.Error, OSError) as error:
            raise ServerError(
                Problem(
                    message=f"the reports cannot be kept there: {error}",
                    location=Location(file=str(file)),
                    hint="expected a file of SQLite that envpolicy made, or a path where one can be made",
                )
            ) from None

    def close(self) -> None:
        """Write what is still to be written."""
        with self._lock:
            self._database.close()

    def add_status(self, client: str, partition: str, report: Mapping[str, Any]) -> None:
        """Keep what a client says of itself."""
        row = (time.time(), client, _instance(report), partition, _written(report))
        with self._lock, self._database:
            self._database.execute(
                "INSERT INTO status (received, client, instance, partition, report) VALUES (?, ?, ?, ?, ?)",
                row,
            )
            self._prune(1)

    def add_decisions(self, client: str, partition: str, events: Iterable[Mapping[str, Any]]) -> int:
        """Keep what a client has decided; the number of those that were not there yet."""
        now = time.time()
        rows = [
            (now, client, _instance(event), partition, _decision(event), _written(event)) for event in events
        ]
        with self._lock, self._database:
            before = self._database.total_changes
            self._database.executemany(
                "INSERT OR IGNORE INTO decisions (received, client, instance, partition, decision, report)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
            added = self._database.total_changes - before
            self._prune(len(rows))
        return added

    def statuses(self) -> list[dict[str, Any]]:
        """The last report of each instance, the latest first."""
        return self._asked(
            "SELECT id, received, client, instance, partition, report FROM status WHERE id IN"
            " (SELECT max(id) FROM status GROUP BY client, instance) ORDER BY id DESC LIMIT 1000",
            (),
        )

    def decisions(self, limit: int, before: int | None = None) -> list[dict[str, Any]]:
        """The latest decisions, or those before one of them."""
        return self._asked(
            "SELECT id, received, client, instance, partition, report FROM decisions WHERE id < ?"
            " ORDER BY id DESC LIMIT ?",
            (before if before is not None else 1 << 62, limit),
        )

    def counts(self) -> dict[str, int]:
        """The rows of each table."""
        with self._lock:
            return {
                table: self._database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                for table in ("status", "decisions")
            }

    def prune(self) -> None:
        """Forget what is too old, and the oldest of what is too much."""
        with self._lock, self._database:
            self._until_pruned = 0
            self._prune(1)

    def _asked(self, query: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        with self._lock:
            rows = self._database.execute(query, values).fetchall()
        return [
            {
                "id": id_,
                "received": datetime.fromtimestamp(received, UTC).isoformat(timespec="milliseconds"),
                "client": client,
                "instance": instance,
                **({"partition": partition} if partition else {}),
                "report": json.loads(report),
            }
            for id_, received, client, instance, partition, report in rows
        ]

    def _prune(self, added: int) -> None:
        self._until_pruned -= added
        if self._until_pruned > 0:
            return
        self._until_pruned = min(_PRUNE_EVERY, max(1, self._retention.rows // 10))
        oldest = time.time() - self._retention.days * _DAY
        for table in ("status", "decisions"):
            self._database.execute(f"DELETE FROM {table} WHERE received < ?", (oldest,))  # noqa: S608
            # Only the oldest are ever removed: ids have no gaps, and nothing has to be counted.
            self._database.execute(
                f"DELETE FROM {table} WHERE id <= (SELECT max(id) FROM {table}) - ?",  # noqa: S608
                (self._retention.rows,),
            )
        while self._used() > self._retention.size and self._drop_a_tenth():
            pass

    def _used(self) -> int:
        asked = (self._database.execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZES)
        pages, free, size = asked
        return int((pages - free) * size)

    def _drop_a_tenth(self) -> bool:
        """Forget the oldest tenth of each table; whether there was anything."""
        before = self._database.total_changes
        for table in ("status", "decisions"):
            self._database.execute(
                f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} ORDER BY id LIMIT"  # noqa: S608
                f" (SELECT count(*) / 10 + 1 FROM {table}))"
            )
        return self._database.total_changes > before


def _instance(report: Mapping[str, Any]) -> str:
    labels = report.get("labels")
    return _text(labels.get("id", "")) if isinstance(labels, dict) else ""


def _decision(event: Mapping[str, Any]) -> str | None:
    given = event.get("decision_id")
    return _text(given) if isinstance(given, str) and given else None


def _text(value: Any) -> str:
    """As SQLite takes it: halves of characters are none."""
    return str(value)[:200].encode("utf-8", "replace").decode()


def _written(report: Mapping[str, Any]) -> str:
    """As JSON, masked; without input and result where all of it is too large, or cannot be written."""
    why = ""
    for content in (report, {key: report[key] for key in _KNOWN if key in report}, {}):
        told = {**content, "leftOut": why} if why else content
        try:
            if len(json.dumps(told)) <= _LARGEST:
                return json.dumps(masked(told), separators=(",", ":"))
            why = f"larger than {_LARGEST} bytes"
        except RecursionError:
            why = "nested too deeply"
        except UnicodeEncodeError:
            why = "halves of characters"
    return json.dumps({"leftOut": why})
