"""A plan that was found sound, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.plan.checks import waiver_id
from envpolicy.plan.model import (
    Cluster,
    Data,
    Deployment,
    Environment,
    Manifest,
    Placement,
    Plan,
    Records,
    Waiver,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from envpolicy.documents import Document
    from envpolicy.errors import Problem
    from envpolicy.plan.collecting import Piece


def build_plan(
    plan: Piece, base: Path, registers: Sequence[Piece], waivers: Sequence[Piece], notes: Sequence[Problem]
) -> Plan:
    """The values of parts that fit their schemas and passed the checks."""
    value: dict[str, Any] = plan.value
    regulations = value.get("regulations", [])
    return Plan(
        name=value["metadata"]["name"],
        document=plan.document,
        base=base,
        regulations=(regulations,) if isinstance(regulations, str) else tuple(regulations),
        profile=value.get("profile", "default"),
        organisation=value.get("organisation", {}),
        environments=tuple(_environment(environment) for environment in value["environments"]),
        deployments=tuple(
            _deployment(deployment, value.get("stages", {}), value.get("dataClasses", {}))
            for deployment in value["deployments"]
        ),
        promotion_order=tuple(value.get("promotion", {}).get("order", ())),
        records=_records(registers),
        waivers=_waivers(waivers),
        notes=tuple(notes),
    )


def _several(value: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    return tuple(value[key]) if key in value else None


def _environment(value: Mapping[str, Any]) -> Environment:
    return Environment(
        name=value["name"],
        class_=value.get("class"),
        clusters=tuple(_cluster(cluster, value["name"]) for cluster in value.get("clusters", [])),
        administrators=_several(value, "administrators"),
    )


def _cluster(value: Mapping[str, Any], environment: str) -> Cluster:
    return Cluster(
        name=value["name"],
        environment=environment,
        role=value.get("role", "workload"),
        manifests=tuple(_manifest(manifest) for manifest in value.get("manifests", [])),
        facts=value.get("facts", {}),
        administrators=_several(value, "administrators"),
    )


def _manifest(value: str | Mapping[str, Any]) -> Manifest:
    if isinstance(value, str):
        return Manifest(path=value)
    return Manifest(**{**value, "values": tuple(value.get("values", ()))})


def _deployment(
    value: Mapping[str, Any], stages: Mapping[str, str], data_classes: Mapping[str, str]
) -> Deployment:
    data, placement, stage = value.get("data"), value.get("placement"), value.get("stage")
    return Deployment(
        name=value["name"],
        application=value["application"],
        stage=stages.get(stage, stage) if stage is not None else None,
        data=_data(data, data_classes) if data is not None else None,
        protection=value.get("protection"),
        function=value.get("function"),
        zone=value.get("zone"),
        owner=value.get("owner"),
        audience=_several(value, "audience"),
        medical_device=value.get("medicalDevice"),
        administrators=_several(value, "administrators"),
        placement=_placement(placement) if placement is not None else None,
    )


def _data(value: Mapping[str, Any], data_classes: Mapping[str, str]) -> Data:
    class_ = value.get("class")
    return Data(
        class_=data_classes.get(class_, class_) if class_ is not None else None,
        qualities=_several(value, "qualities"),
        treatment=value.get("treatment"),
    )


def _placement(value: Mapping[str, Any]) -> Placement:
    selector = value.get("selector")
    if selector is not None and not selector.keys() & {"matchLabels", "matchExpressions"}:
        selector = {"matchLabels": selector}
    return Placement(
        environment=value["environment"],
        cluster=value["cluster"],
        namespace=value["namespace"],
        release=value.get("release"),
        selector=selector,
        dedicated_nodes=value.get("dedicatedNodes"),
    )


def _records(registers: Sequence[Piece]) -> Records:
    def entries(name: str) -> tuple[Any, ...]:
        return tuple(entry for register in registers for entry in register.value.get(name, ()))

    def places(name: str) -> tuple[tuple[Document, tuple[str | int, ...]], ...]:
        return tuple(
            (register.document, (*register.path, name, index))
            for register in registers
            for index in range(len(register.value.get(name, ())))
        )

    return Records(
        complete=tuple(dict.fromkeys(entries("complete"))),
        updates=entries("updates"),
        changes=entries("changes"),
        evidence=entries("evidence"),
        places={name: places(name) for name in ("updates", "changes", "evidence")},
    )


def _waivers(pieces: Sequence[Piece]) -> tuple[Waiver, ...]:
    """The waivers; one without a name is called after what and whom it is for, with a number if need be."""
    taken = {named.value for piece in pieces if (named := waiver_id(piece)) is not None}
    found = []
    for piece in pieces:
        value = piece.value
        named = waiver_id(piece)
        called = "+".join([value.get("requirement") or value.get("leak"), *value.get("deployments", ())])
        number, name = 1, called
        while named is None and name in taken:
            number, name = number + 1, f"{called}-{number + 1}"
        taken.add(name)
        found.append(
            Waiver(
                id=named.value if named is not None else name,
                requirement=value.get("requirement"),
                leak=value.get("leak"),
                deployments=_several(value, "deployments"),
                selector=value.get("selector"),
                reason=value["reason"],
                owner=value["owner"],
                expires=value["expires"],
                ticket=value.get("ticket"),
                accept_risk=value.get("acceptRisk", False),
                document=piece.document,
                path=piece.path,
            )
        )
    return tuple(found)
