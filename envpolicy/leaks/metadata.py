"""The METADATA on top of each file of policies/rego/leaks, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from envpolicy.errors import CatalogError, Location, Problem
from envpolicy.model import CHANNELS, LEVELS, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

KINDS = ("reach", "shared")

#: The levels whose promise a leak can break; at `none` nothing is promised.
BOUNDARIES = LEVELS[1:]

_REQUIRED = (
    "id",
    "kind",
    "channel",
    "boundary",
    "cap",
    "severity",
    "remediation",
    "reads",
    "sources",
    "examples",
)
_KNOWN = (*_REQUIRED, "patch", "scanners")
_PATCH = ("note", "add", "remove", "facts", "deployments", "clusters")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakCheck:
    """One leak check, as its METADATA describes it.

    `boundary` names the levels whose promise it breaks, lowest first; `cap` is the highest level at which it
    is tolerated, and the strictest that any of its facts may carry. `reads` are the kinds (`Kind.group`)
    that must be listed in full before "not found" proves that there is none. `patch` names the recipe
    (`envpolicy/patches/recipes`) that mends it where that is safe; None where nothing safe does. `examples` has
    the keys `leaks` and `innocent`: lists of patches on the compliant estate of the tests.
    """

    id: str
    kind: str
    channel: str
    boundary: tuple[str, ...]
    cap: str
    severity: str
    title: str
    description: str
    remediation: str
    reads: tuple[str, ...]
    sources: tuple[str, ...]
    scanners: tuple[str, ...]
    patch: str | None
    examples: Mapping[str, tuple[Mapping[str, Any], ...]]
    file: str

    @property
    def name(self) -> str:
        """The id as Rego spells it: the last part of the package and the key in the table."""
        return self.id.replace("-", "_")


def read_leaks(directory: Path) -> tuple[LeakCheck, ...]:
    """Read the METADATA of every leak check under `directory` (policies/rego/leaks), sorted by id.

    Raises `CatalogError` with all problems found: METADATA missing, malformed, at odds with the file's place.
    """
    problems: list[Problem] = []
    checks: list[LeakCheck] = []
    for path in sorted(directory.rglob("*.rego")):
        if path.name.endswith("_test.rego"):
            continue
        file = path.relative_to(directory).as_posix()
        found = _read(path.read_text(encoding="utf-8"), file)
        if isinstance(found, LeakCheck):
            checks.append(found)
        else:
            problems.extend(found)
    seen: dict[str, str] = {}
    for check in checks:
        if check.id in seen:
            problems.append(_problem(check.file, f"leak {check.id} is also described in {seen[check.id]}"))
        seen.setdefault(check.id, check.file)
    if problems:
        raise CatalogError(problems)
    return tuple(sorted(checks, key=lambda check: check.id))


def _problem(file: str, message: str, line: int | None = None, hint: str | None = None) -> Problem:
    return Problem(message=message, location=Location(file=f"leaks/{file}", line=line), hint=hint)


def _read(text: str, file: str) -> LeakCheck | list[Problem]:
    import yaml

    lines = text.splitlines()
    if not lines or lines[0].rstrip() != "# METADATA":
        return [
            _problem(
                file,
                "no METADATA",
                1,
                "the file starts with a line `# METADATA`, in the comments below it YAML",
            )
        ]
    block = []
    for line in lines[1:]:
        if not line.startswith("#"):
            break
        block.append(line.removeprefix("#").removeprefix(" "))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        metadata = yaml.load("\n".join(block), Loader=loader)  # noqa: S506 (one of the safe ones)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "not YAML"
        return [_problem(file, f"METADATA is not YAML: {reason}", mark.line + 2 if mark else 1)]
    if not isinstance(metadata, dict) or not isinstance(metadata.get("custom"), dict):
        return [
            _problem(file, "METADATA without `custom`", 1, "title, description and custom: {id, kind, ...}")
        ]
    package = next(
        (line.removeprefix("package ").strip() for line in lines if line.startswith("package ")), ""
    )
    problems = [_problem(file, message, 1) for message in _faults(metadata, file, package)]
    return problems or _check(metadata, file)


def _check(metadata: Mapping[str, Any], file: str) -> LeakCheck:
    custom = metadata["custom"]
    boundary = _strings(custom["boundary"])
    return LeakCheck(
        id=custom["id"],
        kind=custom["kind"],
        channel=custom["channel"],
        boundary=tuple(level for level in BOUNDARIES if level in boundary),
        cap=custom["cap"],
        severity=custom["severity"],
        title=metadata["title"].strip(),
        description=metadata["description"].strip(),
        remediation=custom["remediation"].strip(),
        reads=tuple(sorted(_strings(custom["reads"]))),
        sources=_strings(custom["sources"]),
        scanners=_strings(custom.get("scanners", [])),
        patch=custom.get("patch"),
        examples={side: tuple(custom["examples"][side]) for side in ("leaks", "innocent")},
        file=file,
    )


def _strings(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _faults(metadata: Mapping[str, Any], file: str, package: str) -> Iterator[str]:
    custom = metadata["custom"]
    for key in ("title", "description"):
        if not isinstance(metadata.get(key), str) or not metadata[key].strip():
            yield f"METADATA: {key} is missing or no text"
    for key in _REQUIRED:
        if key not in custom:
            yield f"METADATA: custom.{key} is missing"
    for key in sorted(custom.keys() - set(_KNOWN), key=str):
        yield f"METADATA: custom.{key} is not known; known are {', '.join(_KNOWN)}"
    for key, words in (("kind", KINDS), ("channel", CHANNELS), ("cap", LEVELS), ("severity", SEVERITIES)):
        if key in custom and custom[key] not in words:
            yield f"METADATA: custom.{key} is {custom[key]!r}, expected one of {', '.join(words)}"
    if "remediation" in custom and not (
        isinstance(custom["remediation"], str) and "\n" not in custom["remediation"].strip()
    ):
        yield "METADATA: custom.remediation is not one line of text"
    if "patch" in custom and not isinstance(custom["patch"], str):
        yield "METADATA: custom.patch is not the name of a recipe"
    yield from _list_faults(custom)
    yield from _place_faults(custom, file, package)
    if "examples" in custom:
        yield from _example_faults(custom["examples"])


def _list_faults(custom: Mapping[str, Any]) -> Iterator[str]:
    for key in ("boundary", "reads", "sources", "scanners"):
        value = custom.get(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            yield f"METADATA: custom.{key} is not a list of texts"
        elif key == "boundary" and key in custom and (not value or set(value) - set(BOUNDARIES)):
            yield f"METADATA: custom.boundary is {value}, expected some of {', '.join(BOUNDARIES)}"


def _place_faults(custom: Mapping[str, Any], file: str, package: str) -> Iterator[str]:
    if not isinstance(custom.get("id"), str) or not isinstance(custom.get("channel"), str):
        return
    folder, name = custom["channel"].replace("-", "_"), custom["id"].replace("-", "_")
    if file.replace("-", "_") != f"{folder}/{name}.rego":
        yield f"leak {custom['id']} of channel {custom['channel']} belongs into {folder}/{name}.rego"
    if package != f"lib.envpolicy.leaks.{folder}.{name}":
        yield f"package is {package or 'missing'}, expected lib.envpolicy.leaks.{folder}.{name}"


def _example_faults(examples: object) -> Iterator[str]:
    if not isinstance(examples, dict) or set(examples) != {"leaks", "innocent"}:
        yield "METADATA: custom.examples needs exactly `leaks` and `innocent`"
        return
    for side, patches in examples.items():
        if not isinstance(patches, list) or not patches:
            yield f"METADATA: custom.examples.{side} is not a list of at least one example"
            continue
        for index, patch in enumerate(patches):
            where = f"METADATA: custom.examples.{side}[{index}]"
            if not isinstance(patch, dict) or not isinstance(patch.get("note"), str):
                yield f"{where} has no note"
            elif unknown := sorted(set(patch) - set(_PATCH)):
                yield f"{where}.{unknown[0]} is not known; known are {', '.join(_PATCH)}"
