"""Documents and what a reading gives: values first, places in the file only when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envpolicy.errors import Location, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a document's bytes are, and how they were read: enough to find places in them again.

    `line` is that of the first byte, from 0; `form` is `yaml`, `json`, or `authored`.
    """

    data: bytes
    start: int
    end: int
    line: int
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document: the file it came from, its number in it (from 0), its first line (from 1), its value.

    `namespace` is that of objects which name none, where the source says one.
    """

    file: str
    index: int
    line: int
    value: Any
    namespace: str | None = None
    origin: Origin | None = field(default=None, repr=False, compare=False)

    def position(self, path: Sequence[str | int]) -> Location:
        """Where the value at `path` stands; as far down as the path exists.

        A value is found where it starts, but a block collection, and a value of which nothing is written,
        where its key starts. An alias is found itself, and what is below it, or came by a merge key, where
        it is written.
        """
        from envpolicy.documents.places import find

        return find(self, path)

    def objects(self) -> tuple[Part, ...]:
        """The Kubernetes objects in here: the items of a `List` of any kind, also nested, or the document."""
        parts: list[Part] = []
        todo: list[tuple[Any, tuple[str | int, ...]]] = [(self.value, ())]
        while todo:
            value, prefix = todo.pop()
            if is_list(value):
                items = value["items"] or ()
                todo.extend((items[n], (*prefix, "items", n)) for n in range(len(items) - 1, -1, -1))
            else:
                parts.append(Part(document=self, value=value, prefix=prefix))
        return tuple(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One object of a document; its positions are those in the file."""

    document: Document
    value: Any
    prefix: tuple[str | int, ...] = ()

    def position(self, path: Sequence[str | int]) -> Location:
        """Where the value at `path` of this object stands; `path` in the answer is the whole one."""
        return self.document.position((*self.prefix, *path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read, and what could not be. `warnings` tell what strict field validation would refuse."""

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        """Both readings, in order."""
        return Reading(
            documents=self.documents + other.documents,
            problems=self.problems + other.problems,
            warnings=self.warnings + other.warnings,
        )


def is_list(value: Any) -> bool:
    """Whether `value` is a `List` or a `<Kind>List` with items: kubectl expands those."""
    return (
        type(value) is dict
        and type(value.get("kind")) is str
        and value["kind"].endswith("List")
        and "items" in value
        and (value["items"] is None or type(value["items"]) is list)
    )


def path_text(path: Sequence[str | int]) -> str | None:
    """`path` as `spec.rules[0]`; a name that is no plain word is quoted: `labels["a.b/c"]`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.replace("-", "").replace("_", "").isalnum():
            text += f".{step}" if text else step
        else:
            text += '["' + step.replace('"', '\\"') + '"]'
    return text or None
