"""Plan and objects become the one evaluation input, in an order that is not that of the files."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from envpolicy.errors import DocumentError
from envpolicy.estate import planned
from envpolicy.estate.contradictions import contradictions
from envpolicy.estate.gathering import gather
from envpolicy.values import Views

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from envpolicy.documents import Part
    from envpolicy.errors import Location, Problem
    from envpolicy.estate.gathering import Gathered
    from envpolicy.plan import Plan

_DIGEST = re.compile(r'"[0-9a-f]{32}"|secret:[0-9a-f]{32}')


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """The evaluation input, and what leads from it back to the files.

    `input` fits `schemas/estate.schema.json`, `input_json` is the same as text, canonical, and `digest`
    identifies the content: equal for the same files in any order, whichever key the run has. `problems` are
    things that were given and could not be taken in; a cluster of which that holds no longer says that its
    inventory is complete, so that nothing is proved by absence. `notes` are oddities that change no verdict.
    `plan` is what it was made from.
    """

    input: Mapping[str, Any]
    input_json: str
    digest: str
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    plan: Plan = field(repr=False, compare=False)
    _parts: Mapping[str, Mapping[str, tuple[Part, ...]]] = field(repr=False)

    @property
    def object_count(self) -> int:
        """How many objects were taken in, over all clusters."""
        return sum(len(parts) for kinds in self._parts.values() for parts in kinds.values())

    def locate(self, witness: Mapping[str, Any]) -> Location | None:
        """Where the field stands that a witness points at: `{"cluster", "kind", "index", "path"}`.

        None where the witness names nothing that was read.
        """
        part = self.part(witness)
        return None if part is None else part.position(tuple(witness.get("path", ())))

    def part(self, witness: Mapping[str, Any]) -> Part | None:
        """The object that a witness points at, as it was read: with its secrets."""
        parts = self._parts.get(witness.get("cluster", ""), {}).get(witness.get("kind", ""), ())
        index = witness.get("index", -1)
        return parts[index] if isinstance(index, int) and 0 <= index < len(parts) else None

    def parts(self, cluster: str) -> tuple[Part, ...]:
        """Every object of a cluster, as it was read."""
        return tuple(part for parts in self._parts.get(cluster, {}).values() for part in parts)

    def find(self, cluster: str, kind: str, namespace: str, name: str) -> tuple[str, int] | None:
        """Where an object is: its `Kind.group` and its number there. `kind` goes without a group."""
        for key, objects in self.input["clusters"].get(cluster, {}).get("objects", {}).items():
            if key.partition(".")[0] != kind:
                continue
            for index, value in enumerate(objects):
                metadata = value["metadata"]
                if (metadata.get("namespace") or "", metadata.get("name")) == (namespace, name):
                    return key, index
        return None


def build_estate(
    plan: Plan,
    objects: Mapping[str, Iterable[Part]],
    *,
    today: date,
    profile: str | None = None,
    key: bytes | None = None,
) -> Estate:
    """The estate of a plan and the objects of its clusters (by cluster id, `environment/name`).

    `profile` takes the place of the plan's own; `key` is for the digests of values (random if None). Raises
    `DocumentError` where documents were given and none of them is a Kubernetes object, `ValueError` for an id
    that the plan does not have.
    """
    views = Views(key)
    content = planned.clusters(plan)
    unknown = sorted(set(objects) - set(content))
    if unknown:
        raise ValueError(f"the plan has no cluster {unknown[0]}")
    gathered = gather({cluster: objects.get(cluster, ()) for cluster in content}, views)
    if gathered.problems and not any(gathered.objects.values()):
        raise DocumentError(gathered.problems)
    notes = [*plan.notes, *gathered.notes, *contradictions(plan, gathered.parts)]
    known = planned.deployments(plan)
    registers = planned.records(plan)
    found: dict[str, Any] = {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "Estate",
        "today": today.isoformat(),
        "profile": profile or plan.profile,
        "organisation": dict(plan.organisation),
        "environments": planned.environments(plan),
        "clusters": {},
        "deployments": known,
        "records": registers,
        "calendars": planned.calendars(registers, today),
        "waivers": planned.waivers(plan, known, notes),
    }
    for id_ in gathered.doubted:
        content[id_]["facts"].pop("inventory", None)
    text = _text(found, content, gathered)
    found["clusters"] = {
        id_: {**cluster, "objects": gathered.objects[id_]} for id_, cluster in content.items()
    }
    return Estate(
        input=found,
        input_json=text,
        digest=_digest(text, views),
        problems=tuple(gathered.problems),
        notes=tuple(notes),
        plan=plan,
        _parts=gathered.parts,
    )


def _text(found: Mapping[str, Any], clusters: Mapping[str, Any], gathered: Gathered) -> str:
    """The input as JSON, put together from the texts of the objects, which are there already."""

    def members(texts: Mapping[str, str]) -> str:
        return "{" + ",".join(f"{json.dumps(name)}:{text}" for name, text in texts.items()) + "}"

    content = {}
    for id_, cluster in clusters.items():
        objects = {kind: f"[{','.join(texts)}]" for kind, texts in gathered.texts[id_].items()}
        plain = {
            name: json.dumps(part, sort_keys=True, separators=(",", ":")) for name, part in cluster.items()
        }
        content[id_] = members(dict(sorted({**plain, "objects": members(objects)}.items())))
    plain = {name: json.dumps(part, sort_keys=True, separators=(",", ":")) for name, part in found.items()}
    return members(dict(sorted({**plain, "clusters": members(content)}.items())))


def _digest(text: str, views: Views) -> str:
    """sha256 of the input, numbers in place of the digests of values: which are equal, not what they are."""
    known = set(views.digests)
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        found = match[0].strip('"').removeprefix("secret:")
        return numbers.setdefault(found, f"#{len(numbers)}") if found in known else match[0]

    return "sha256:" + hashlib.sha256(_DIGEST.sub(number, text).encode()).hexdigest()
