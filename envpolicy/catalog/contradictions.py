"""What a schema cannot see: regulations and requirements that contradict themselves or each other.

Only requirements that fit the schema are looked into, so that one mistake is told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from envpolicy.catalog.names import ALL, normalised
from envpolicy.catalog.within import inner_contradictions
from envpolicy.errors import Problem
from envpolicy.validation import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from envpolicy.documents import Document
    from envpolicy.errors import Location

#: What stands beside regulations where they are built, and would be overwritten.
_TAKEN = {
    ALL: "that selects everything",
    "envpolicy": "the bundle of everything is called so",
    "envpolicy-lib": "the bundle of the library is called so",
    "deployment-plan": "the schema of plans is called so",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A regulation as it was written. `wrong` are the paths that do not fit the schema."""

    document: Document
    wrong: set[tuple[str | int, ...]]
    expected_id: str | None

    @property
    def value(self) -> dict[str, Any]:
        """The document itself."""
        value: dict[str, Any] = self.document.value
        return value

    def at(self, *path: str | int) -> Location:
        """The place of `path` in the file."""
        return self.document.position(path)

    def id(self) -> str | None:
        """The id of the regulation, if it has a usable one."""
        metadata = self.value.get("metadata")
        name = metadata.get("id") if isinstance(metadata, dict) else None
        return name if isinstance(name, str) and ("metadata", "id") not in self.wrong else None

    def entries(self) -> Iterator[Entry]:
        """Each requirement that has a usable id."""
        requirements = self.value.get("requirements")
        for index, raw in enumerate(requirements if isinstance(requirements, list) else ()):
            if isinstance(raw, dict) and isinstance(raw.get("id"), str):
                sound = not any(path[:2] == ("requirements", index) for path in self.wrong)
                yield Entry(draft=self, index=index, raw=raw, sound=sound)

    def references(self) -> Iterator[str]:
        """The ids of other requirements that this regulation names."""
        for entry in self.entries():
            yield from entry.listed("supersedes")
            yield from entry.listed("supersededBy")
            isolation = entry.raw.get("isolation")
            if isinstance(isolation, dict) and isinstance(isolation.get("recommendation"), str):
                yield isolation["recommendation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A requirement as it was written; `sound` if it fits the schema."""

    draft: Draft
    index: int
    raw: dict[str, Any]
    sound: bool

    @property
    def id(self) -> str:
        """Its id, as written."""
        name: str = self.raw["id"]
        return name

    def listed(self, field: str) -> list[str]:
        """The texts under `field`, if it is a list."""
        found = self.raw.get(field)
        return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def problem(self, path: Sequence[str | int], message: str, hint: str) -> Problem:
        """A problem at `path` inside the requirement, which the message names."""
        location = self.draft.at("requirements", self.index, *path)
        return Problem(message=f"`{self.id}`: {message}", location=location, hint=hint)


def contradictions(drafts: Sequence[Draft]) -> list[Problem]:
    """Every contradiction within and between the regulations, each with its place and a hint."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    firsts: dict[str, Location] = {}
    for draft in drafts:
        problems += _regulation_ids(draft, firsts)
    regulations = dict(firsts)
    for draft in drafts:
        for entry in draft.entries():
            problems += _requirement_ids(entry, firsts, regulations)
            entries.append(entry)
            if entry.sound:
                problems += (entry.problem(*found) for found in inner_contradictions(entry.raw))
    by_id = {entry.id: entry for entry in entries}
    for draft in drafts:
        problems += _aliases(draft, by_id, regulations)
    problems += _references(by_id)
    problems += _cycles(by_id)
    return problems


def _regulation_ids(draft: Draft, firsts: dict[str, Location]) -> Iterator[Problem]:
    name = draft.id()
    if name is None:
        return
    here = draft.at("metadata", "id")
    if normalised(name) in _TAKEN:
        taken = _TAKEN[normalised(name)]
        yield Problem(message=f"a regulation cannot be called `{name}`", location=here, hint=taken)
    elif name in firsts:
        yield Problem(
            message=f"a second regulation is called `{name}`",
            location=here,
            hint=f"the first is at {firsts[name]}; give one of them another id",
        )
    elif draft.expected_id not in (None, name):
        yield Problem(
            message=f"the regulation `{name}` is in a file called `{draft.expected_id}`",
            location=here,
            hint=f"rename the file to `{name}.yaml`, or the regulation",
        )
    firsts.setdefault(name, here)


def _requirement_ids(
    entry: Entry, firsts: dict[str, Location], regulations: dict[str, Location]
) -> Iterator[Problem]:
    regulation = entry.draft.id()
    key = normalised(entry.id)
    if (
        regulation is not None
        and entry.id != regulation
        and not entry.id.startswith((f"{regulation}-", f"{regulation}."))
    ):
        yield entry.problem(
            ("id",), "the id does not start with that of its regulation", f"call it `{regulation}-{entry.id}`"
        )
    alone = regulation == entry.id and len(entry.draft.value["requirements"]) == 1
    if alone:
        return
    if key in regulations:
        yield entry.problem(
            ("id",),
            f"a regulation is called so, at {regulations[key]}",
            "add the clause to the requirement's id",
        )
    elif key in firsts:
        yield entry.problem(
            ("id",),
            "a second requirement is called so",
            f"the first is at {firsts[key]}; give one of them another id",
        )
    firsts.setdefault(key, entry.draft.at("requirements", entry.index, "id"))


def _aliases(draft: Draft, by_id: dict[str, Entry], regulations: dict[str, Location]) -> Iterator[Problem]:
    """An alias must not be what something else is called."""
    taken = {normalised(name): name for name in (ALL, *regulations, *by_id)}
    for entry in draft.entries():
        for index, alias in enumerate(entry.listed("aliases")):
            other = taken.get(normalised(alias))
            if other is not None and other != entry.id:
                yield entry.problem(
                    ("aliases", index),
                    f"the alias `{alias}` is the id of something else",
                    f"`{other}` has that id",
                )
    metadata = draft.value.get("metadata")
    aliases = metadata.get("aliases") if isinstance(metadata, dict) else None
    for index, alias in enumerate(aliases if isinstance(aliases, list) else ()):
        other = taken.get(normalised(alias)) if isinstance(alias, str) else None
        if other is not None and other != draft.id():
            yield Problem(
                message=f"the alias `{alias}` is the id of something else",
                location=draft.at("metadata", "aliases", index),
                hint=f"`{other}` has that id",
            )


def _references(by_id: dict[str, Entry]) -> Iterator[Problem]:
    """What is named must exist, and both sides must agree on which of them superseded the other."""
    for entry in by_id.values():
        for field, back in (("supersedes", "supersededBy"), ("supersededBy", "supersedes")):
            for index, name in enumerate(entry.listed(field)):
                other = by_id.get(name)
                if other is None:
                    yield entry.problem((field, index), f"unknown requirement `{name}`", _near(name, by_id))
                elif entry.id not in other.listed(back) and other is not entry:
                    yield entry.problem(
                        (field, index),
                        f"`{name}` does not say so",
                        f"add `{back}: [{entry.id}]` to `{name}`, or drop `{field}` here",
                    )
        isolation = entry.raw.get("isolation")
        adviser = isolation.get("recommendation") if isinstance(isolation, dict) else None
        if isinstance(adviser, str) and adviser not in by_id:
            yield entry.problem(
                ("isolation", "recommendation"), f"unknown requirement `{adviser}`", _near(adviser, by_id)
            )


def _near(name: str, known: Iterable[str]) -> str:
    near = nearest(name, list(known), count=3)
    return (
        f"did you mean {' or '.join(f'`{word}`' for word in near)}?"
        if near
        else "expected the id of a requirement"
    )


def _cycles(by_id: dict[str, Entry]) -> Iterator[Problem]:
    """No requirement may, over however many steps, supersede itself."""
    from graphlib import CycleError, TopologicalSorter

    successors: dict[str, list[str]] = {
        name: [newer for newer in entry.listed("supersededBy") if newer in by_id]
        for name, entry in by_id.items()
    }
    for name, entry in by_id.items():
        for older in entry.listed("supersedes"):
            if older in successors and name not in successors[older]:
                successors[older].append(name)
    while True:
        try:
            TopologicalSorter(successors).prepare()
        except CycleError as error:
            cycle: list[str] = error.args[1][::-1]
            # Told at the requirement that comes first in the catalogue, whichever the sorter found first.
            first = min(cycle, key=list(by_id).index)
            start = cycle.index(first)
            way = [*cycle[start:-1], *cycle[:start], first]
            field = "supersededBy" if by_id[first].listed("supersededBy") else "supersedes"
            yield by_id[first].problem(
                (field,), f"supersedes itself: {' -> '.join(way)}", "drop the step that goes back in time"
            )
            for name in cycle:
                successors[name] = []
        else:
            return
