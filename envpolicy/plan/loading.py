"""Reads a plan and what it names, collects every problem, and builds values only where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from envpolicy.documents import read_authored
from envpolicy.errors import Location, PlanError, Problem
from envpolicy.plan.building import build_plan
from envpolicy.plan.checks import check_plan, check_records, check_waivers
from envpolicy.plan.collecting import Collection, Piece
from envpolicy.resources import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.plan.model import Plan

_SUFFIXES = (".yaml", ".yml", ".json")


def load_plan(path: str | Path) -> Plan:
    """The plan in the file `path`, with the records and waivers that it names (relative to its folder).

    Raises `PlanError` with every problem found, each with its place: text that is no YAML, fields that do not
    fit `schemas/deployment-plan.schema.json`, names that stand for nothing, dates that no calendar has.
    """
    path = Path(path)
    found = Collection()
    documents = _documents(path, found)
    if not documents:
        raise PlanError(found.problems or _problem(path, "the file is empty"))
    plan, *others = documents
    for other in others:
        found.add(
            other, "a second document stands where only one plan may", "give each plan a file of its own"
        )
    found.fits(plan.document, "deployment-plan")
    check_plan(plan, found)
    registers = _registers(plan, path.parent, found)
    check_records(registers, plan, found)
    waivers = _waivers(plan, path.parent, found)
    check_waivers(waivers, plan, found)
    if found.problems:
        raise PlanError(sorted(found.problems, key=_order))
    return build_plan(plan, path.parent, registers, waivers, found.notes)


def _order(problem: Problem) -> tuple[str, int, int, int]:
    place = problem.location or Location(file="")
    return (place.file, place.document or 0, place.line or 0, place.column or 0)


def _problem(path: Path, message: str, hint: str | None = None) -> Problem:
    return Problem(message=message, location=Location(file=shown(path)), hint=hint)


def _documents(path: Path, found: Collection) -> list[Piece]:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        found.problems.append(_problem(path, f"the file cannot be read: {reason}"))
        return []
    reading = read_authored(data, shown(path))
    found.problems += reading.problems
    return [
        Piece(document, (), document.value) for document in reading.documents if document.value is not None
    ]


def _registers(plan: Piece, base: Path, found: Collection) -> list[Piece]:
    """The parts that hold registers: the plan's own, or each document of the files it names."""
    inline = plan.get("records")
    if inline is None:
        return []
    if not isinstance(inline.value, list):
        return [inline]
    return [register for named in plan.items("records") for register in _named(named, base, "records", found)]


def _waivers(plan: Piece, base: Path, found: Collection) -> list[Piece]:
    """The waivers: written into the plan, or each document of the files it names."""
    waivers = []
    for entry in plan.items("waivers"):
        if isinstance(entry.value, dict):
            waivers.append(entry)
        else:
            waivers += _named(entry, base, "waiver", found)
    return waivers


def _named(named: Piece, base: Path, schema: str, found: Collection) -> Iterator[Piece]:
    """The documents of the files that a path or glob in the plan names."""
    if not isinstance(named.value, str) or not named.value.strip():
        return
    for path in _files(named, base, found):
        for document in _documents(path, found):
            found.fits(document.document, schema)
            yield document


def _files(named: Piece, base: Path, found: Collection) -> list[Path]:
    """The files, in the order of their names. A pattern or folder may hold nothing yet; a file must be there."""
    from glob import glob, has_magic

    pattern = base / named.value
    if has_magic(named.value):
        files = [path for path in map(Path, glob(str(pattern), recursive=True)) if path.is_file()]  # noqa: PTH207
    elif pattern.is_dir():
        files = [path for path in pattern.iterdir() if path.suffix in _SUFFIXES and path.is_file()]
    elif pattern.exists():
        files = [pattern]
    else:
        found.add(named, f"there is no file `{named.value}`", "paths are relative to the plan's own folder")
        return []
    if not files:
        found.note(named, f"`{named.value}` names no file", "paths are relative to the plan's own folder")
    return sorted(files)
