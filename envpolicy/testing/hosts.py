"""What hosts of the law say, and what `envpolicy check` says, in one form: so that they can be compared.

`drawn` makes many estates at once, since a host takes longer to start than to judge one.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from envpolicy.errors import PlanError
from envpolicy.testing import planned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

    from envpolicy.catalog import Catalog
    from envpolicy.compiler import PolicySet
    from envpolicy.estate import Estate
    from envpolicy.evaluator import Engine

#: The verdicts that a host tells.
TOLD = ("fail", "unknown")


def drawn(strategy: SearchStrategy[Any], count: int, *, seed: int = 1) -> list[Any]:
    """Some examples of a strategy, the same ones each time; not the simplest, with which Hypothesis begins."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    found: list[Any] = []

    @seeded(seed)
    @settings(
        max_examples=count + 1,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found[1:]


# --- envpolicy check


@cache
def law() -> tuple[Catalog, PolicySet]:
    """The whole catalogue, compiled."""
    from envpolicy.catalog import load_catalog
    from envpolicy.compiler import compile_policies

    catalog = load_catalog()
    return catalog, compile_policies(catalog.requirements)


def estate_of(document: Mapping[str, Any], folder: Path) -> Estate | None:
    """The estate of a written document, by way of its plan in `folder`; nothing where no plan may say that."""
    try:
        return planned.of_document(document, folder)
    except PlanError:
        return None


def report_on(estate: Estate, engine: Engine) -> dict[str, Any]:
    """What `envpolicy check` says of an estate, as JSON."""
    from envpolicy.evaluator import evaluate
    from envpolicy.reporters import reporter

    report: dict[str, Any] = json.loads(reporter("json").render(evaluate(law()[1], estate, engine)))
    return report


# --- conftest


def combined(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The files of a written document, as `conftest test --combine` hands them to policies."""
    plan = {**planned.plan_of(document), "regulations": [one.id for one in law()[0].requirements]}
    return [{"path": "envpolicy.yaml", "contents": plan}] + [
        {"path": planned.file_of(id_), "contents": item}
        for id_, cluster in document["clusters"].items()
        for item in cluster["objects"]
    ]


def of_conftest(report: Mapping[str, Any], forces: Iterable[str]) -> list[tuple[Any, ...]]:
    """What conftest is to say of the requirements of some forces: each with what stands against it, once."""
    findings = {one["id"]: one for one in report["findings"]}
    found: list[tuple[Any, ...]] = []
    for result in report["results"]:
        if result["force"] not in forces or result["verdict"] not in TOLD:
            continue
        about = tuple(result[name] for name in ("requirement", "clause", "force", "provenance"))
        told = [
            (*about, *_told(finding, binding))
            for finding in (findings[id_] for id_ in result["findings"])
            for binding in (
                [one for one in finding["bindings"] if one["requirement"] == result["requirement"]]
                or [{"verdict": finding["verdict"], "from": None, "to": None}]
            )
            if binding["verdict"] in TOLD
        ]
        found += told or [(*about, result["verdict"])]
    return sorted(found, key=repr)


def _told(finding: Mapping[str, Any], binding: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        *(binding["verdict"], finding["leak"], finding["severity"], finding["message"]),
        *(binding["from"], binding["to"], repr(finding["pairs"])),
        repr([_witness(one) for one in finding["witness"] if one["cluster"]]),
    )


def _witness(one: Mapping[str, Any]) -> tuple[str, ...]:
    """Without the place in a file, and without the group, which the report leaves out."""
    return (one["cluster"], one["kind"].split(".")[0], one["namespace"], one["name"])


def by_conftest(entries: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """What conftest said, in the same form; what is told of the input alone is left out."""
    found = []
    for entry in entries:
        said = entry["metadata"]
        about = tuple(said[name] for name in ("requirement", "clause", "force", "provenance"))
        if "severity" in said:
            finding = {**said, "message": entry["msg"].split("): ", 1)[1]}
            found.append((*about, *_told(finding, said)))
        else:
            found.append((*about, said["verdict"]))
    return sorted(found, key=repr)


def agree(result: Mapping[str, Any], report: Mapping[str, Any]) -> None:
    """Conftest's result is what the report says: the same requirements, leaks, subjects and witnesses.

    Raises `AssertionError` with the first differences.
    """
    for entries, forces in (("failures", ("must",)), ("warnings", ("should", "may"))):
        said, expected = by_conftest(result.get(entries, [])), of_conftest(report, forces)
        more = [one for one in said if one not in expected][:3]
        less = [one for one in expected if one not in said][:3]
        assert said == expected, f"{entries}: said beyond the report: {more}; not said: {less}"  # noqa: S101


# --- hosts that see one cluster


def failing(report: Mapping[str, Any]) -> set[tuple[Any, ...]]:
    """What the report refuses, as `(leak, requirement, against, pair)`: names of a pair sorted.

    Advice is left out where the floor that it goes beyond is missed: no host says both.
    """
    found = {
        (
            finding["leak"],
            binding["requirement"].removesuffix("/recommended"),
            "default" if binding["requirement"].endswith("/recommended") else "floor",
            tuple(sorted(pair)),
        )
        for finding in report["findings"]
        if finding["leak"] is not None
        for binding in finding["bindings"]
        if binding["verdict"] == "fail"
        for pair in finding["pairs"]
    }
    return {one for one in found if one[2] == "floor" or (*one[:2], "floor", one[3]) not in found}


def by_gator(violations: Iterable[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    """What gator said of leaks, in the same form."""
    return {
        (told["leak"], told["requirement"], told["against"], tuple(pair))
        for told in (one["metadata"]["details"] for one in violations)
        if "leak" in told
        for pair in told["pairs"]
    }
