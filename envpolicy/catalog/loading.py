"""Reads regulations from files: each checked against the schema, all against each other."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from envpolicy.catalog.entries import Catalog, Regulation, Requirement
from envpolicy.errors import CatalogError, DocumentError, Location, Problem
from envpolicy.model import Force
from envpolicy.prebuilt import prebuilt
from envpolicy.resources import shipped, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from envpolicy.catalog.contradictions import Draft

_SUFFIXES = (".yaml", ".yml", ".json")

#: The fields of a requirement that decide something, or say about what.
BODY = (
    "appliesWhen",
    "between",
    "scope",
    "where",
    "whenNoPair",
    "isolation",
    "data",
    "access",
    "promotion",
    "environments",
    "evidence",
    "rego",
)


def load_catalog(
    directory: Path | None = None, extra: Sequence[Path] = (), *, names: Iterable[str] | None = None
) -> Catalog:
    """Read the regulations of a policies folder (the shipped one if `directory` is None) and of `extra`.

    `extra` are files, or folders of files, of one's own. With `names` only the files are parsed that these
    names and the references between requirements need, where the names tell: an alias needs every file.
    Raises `CatalogError` with every problem found, each with its place.
    """
    if directory is None and not extra and (kept := prebuilt()) is not None:
        return Catalog.from_json(kept["catalog"])
    folder = shipped("policies") if directory is None else directory
    if (folder / "regulations").is_dir():
        folder = folder / "regulations"
    problems: list[Problem] = []
    texts = _read([folder], problems)
    own = _read(extra, problems)
    digest = sha256()
    for path, data in (texts | own).items():
        digest.update(path.name.encode() + b"\0" + sha256(data).digest())
    drafts = _drafts(own, problems, named_by_id=False)
    for stems in _rounds(set(texts), drafts, names):
        drafts += _drafts({path: texts[path] for path in texts if path in stems}, problems, named_by_id=True)

    from envpolicy.catalog.contradictions import contradictions

    problems += contradictions(drafts)
    if not drafts and not problems:
        problems.append(Problem(message="no regulation was found", location=Location(file=shown(folder))))
    if problems:
        raise CatalogError(sorted(problems, key=_place))
    return Catalog(regulations=_regulations(drafts), digest=f"sha256:{digest.hexdigest()}")


def _place(problem: Problem) -> tuple[str, int, int, int]:
    at = problem.location or Location(file="")
    return (at.file, at.document or 0, at.line or 0, at.column or 0)


def _read(paths: Sequence[Path], problems: list[Problem]) -> dict[Path, bytes]:
    """The bytes of each file, in the order of their names."""
    texts: dict[Path, bytes] = {}
    for path in paths:
        try:
            files = [file for file in path.iterdir() if file.suffix in _SUFFIXES] if path.is_dir() else [path]
            for file in sorted(files):
                texts[file] = file.read_bytes()
        except OSError as error:
            problems.append(
                Problem(
                    message=f"cannot be read: {(error.strerror or 'unknown error').lower()}",
                    location=Location(file=shown(path)),
                    hint="expected a file with a regulation, or a folder of such files",
                )
            )
    return texts


def _drafts(texts: dict[Path, bytes], problems: list[Problem], *, named_by_id: bool) -> list[Draft]:
    """Each document of the files that is a mapping, sound or not; what is wrong goes to `problems`."""
    from envpolicy.catalog.contradictions import Draft
    from envpolicy.documents import read_authored
    from envpolicy.validation import schema_problems

    drafts: list[Draft] = []
    for path, data in texts.items():
        reading = read_authored(data, shown(path))
        problems.extend(reading.problems)
        for document in reading.documents:
            if document.value is None:
                continue
            try:
                wrong = schema_problems(document.value, "regulation", document.position)
            except DocumentError as error:
                problems.extend(error.problems)
                continue
            problems.extend(problem for _, problem in wrong)
            if isinstance(document.value, dict):
                expected = path.stem if named_by_id else None
                drafts.append(Draft(document=document, wrong={at for at, _ in wrong}, expected_id=expected))
        if not reading.documents and not reading.problems:
            problems.append(Problem(message="the file is empty", location=Location(file=shown(path), line=1)))
    return drafts


def _rounds(files: set[Path], drafts: list[Draft], names: Iterable[str] | None) -> Iterable[set[Path]]:
    """Which files to parse next, until no reference leads to another one (`drafts` grows meanwhile)."""
    left = set(files)
    wanted = None if names is None else {_file_of(name, files) for name in names}
    if wanted is None or None in wanted:
        yield left
        return
    while found := {path for path in wanted if path in left}:
        left -= found
        yield found
        wanted = {_file_of(name, files) for draft in drafts for name in draft.references()}


def _file_of(name: str, files: set[Path]) -> Path | None:
    """The file that an id must be in, as files bear the id of their regulation; None for any other name."""
    fitting = [
        path for path in files if name == path.stem or name.startswith((f"{path.stem}-", f"{path.stem}."))
    ]
    return max(fitting, key=lambda path: len(path.stem), default=None)


def _regulations(drafts: list[Draft]) -> tuple[Regulation, ...]:
    from envpolicy.catalog.parameters import parameters

    raw_by_id = {raw["id"]: raw for draft in drafts for raw in draft.value["requirements"]}

    def deciding(raw: dict[str, Any]) -> dict[str, Any]:
        while raw.get("supersededBy"):
            raw = raw_by_id[raw["supersededBy"][0]]
        return raw

    regulations = []
    for draft in drafts:
        metadata = draft.value["metadata"]
        requirements = tuple(
            _requirement(
                raw,
                metadata["id"],
                draft.document.position(("requirements", index)),
                {**parameters(deciding(raw)), "id": raw["id"], "force": raw["force"]},
            )
            for index, raw in enumerate(draft.value["requirements"])
        )
        regulations.append(
            Regulation(
                id=metadata["id"],
                title=metadata["title"],
                edition=str(metadata["edition"]),
                status=metadata["status"],
                jurisdiction=metadata["jurisdiction"],
                source=metadata["source"],
                aliases=tuple(metadata.get("aliases", ())),
                checked=metadata.get("checked"),
                note=metadata.get("note"),
                location=draft.document.position(("metadata",)),
                requirements=requirements,
            )
        )
    return tuple(sorted(regulations, key=lambda regulation: regulation.id))


def _requirement(
    raw: dict[str, Any], regulation: str, location: Location, normal: dict[str, Any]
) -> Requirement:
    return Requirement(
        id=raw["id"],
        regulation=regulation,
        title=raw["title"],
        clause=str(raw["clause"]),
        aliases=tuple(raw.get("aliases", ())),
        provenance=raw["provenance"],
        basis=raw["basis"],
        force=Force(raw["force"]),
        supersedes=tuple(raw.get("supersedes", ())),
        superseded_by=tuple(raw.get("supersededBy", ())),
        note=raw.get("note"),
        remediation=raw.get("remediation"),
        not_evaluated=tuple(raw.get("notEvaluated", ())),
        sources=tuple(raw.get("sources", ())),
        location=location,
        body={name: raw[name] for name in BODY if name in raw},
        parameters=normal,
    )
