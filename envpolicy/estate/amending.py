"""An estate with some objects in the place of others: what would be judged if these were applied."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from envpolicy.documents import Document, Part
from envpolicy.estate.building import build_estate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envpolicy.estate.building import Estate
    from envpolicy.plan import Plan


def amended(estate: Estate, objects: Mapping[str, Iterable[Mapping[str, Any]]]) -> Estate:
    """`estate` with these objects (by cluster id); one of equal kind, namespace and name is replaced.

    What the estate could not take in stays as little known as it was: such a cluster's inventory is not complete.
    """
    parts = {id_: list(estate.parts(id_)) for id_ in estate.input["clusters"]}
    for id_, added in objects.items():
        new = list(added)
        names = {_identity(value, None) for value in new}
        kept = [part for part in parts[id_] if _identity(part.value, part.document.namespace) not in names]
        parts[id_] = [*kept, *(_part(number, value) for number, value in enumerate(new))]
    return build_estate(
        _as_doubted(estate),
        parts,
        today=date.fromisoformat(estate.input["today"]),
        profile=estate.input["profile"],
    )


def _part(number: int, value: Mapping[str, Any]) -> Part:
    return Part(
        document=Document(file="the patch", index=number, line=1, value=dict(value)), value=dict(value)
    )


def _identity(value: Mapping[str, Any], namespace: str | None) -> tuple[str, str, str, str]:
    metadata = value["metadata"]
    group = str(value.get("apiVersion", "")).rpartition("/")[0]
    # An object without a namespace stands in `default`, or has none; no kind is both.
    where = metadata.get("namespace") or namespace or ""
    return group, value["kind"], where if where != "default" else "", metadata.get("name") or ""


def _as_doubted(estate: Estate) -> Plan:
    doubted = {id_ for id_, one in estate.input["clusters"].items() if "inventory" not in one["facts"]}
    return estate.plan.doubting(doubted)
