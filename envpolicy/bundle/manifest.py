"""The `.manifest`, and the rules of OPA about roots: found here before anything is written."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from envpolicy.bundle import BundleError
from envpolicy.errors import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MANIFEST = ".manifest"
SIGNATURES = ".signatures.json"
DATA = "data.json"
_YAML = ("data.yaml", "data.yml")

#: What stands before the package of a module, and what it is called: `a.b["c-d"]`.
_PACKAGE = re.compile(r"\ufeff?(?:\s++|#.*+\n)*+package\s+(\w+(?:\.\w+|\[\"(?:[^\"\\\n]|\\.)*\"\])*)")
_STEP = re.compile(r"\w+|\"(?:[^\"\\]|\\.)*\"")
_FIELDS = frozenset(("revision", "roots", "wasm", "metadata", "rego_version", "file_rego_versions"))


def json_bytes(value: Any) -> bytes:
    """A JSON document as bundles here have it: sorted, indented, ending in a newline; numbers are integers.

    OPA signs numbers by their spelling, and spellings of fractions differ between programs. Raises `BundleError`
    for one.
    """
    _refuse_fractions(value, ())
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _refuse_fractions(value: Any, path: tuple[Any, ...]) -> None:
    if isinstance(value, float):
        at = ".".join(map(str, path))
        raise BundleError(
            Problem(message=f"the number {value} at {at} is no integer", hint="write it as text")
        )
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, entry in entries:
        _refuse_fractions(entry, (*path, key))


def bundle(
    files: Mapping[str, bytes],
    *,
    roots: Iterable[str],
    data: Any = None,
    metadata: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """The files of a bundle of these modules and data: with `.manifest`, in the order of their paths.

    The revision is the digest of everything else. Raises `BundleError` where roots overlap, or do not hold what
    is there.
    """
    found = dict(files)
    if data is not None:
        found[DATA] = json_bytes(data)
    manifest: dict[str, Any] = {"roots": sorted(roots), "rego_version": 1, "metadata": dict(metadata or {})}
    total = sha256(json_bytes(manifest))
    for path in sorted(found):
        total.update(path.encode() + b"\0" + sha256(found[path]).digest())
    found[MANIFEST] = json_bytes({"revision": f"sha256:{total.hexdigest()}", **manifest})
    check_roots(found)
    return dict(sorted(found.items()))


def manifest_of(files: Mapping[str, bytes], name: str = "the bundle") -> dict[str, Any]:
    """What `.manifest` says; an empty mapping where there is none. Raises `BundleError` for a bad one."""
    if MANIFEST not in files:
        return {}
    try:
        manifest = json.loads(files[MANIFEST], object_pairs_hook=each_key_once)
        roots = manifest.get("roots", [""])
        if (
            isinstance(manifest, dict)
            and isinstance(roots, list)
            and all(isinstance(one, str) for one in roots)
            # OPA does not tell capitals there: `Roots` would be roots that nobody here has seen.
            and not any(key not in _FIELDS and key.casefold() in _FIELDS for key in manifest)
        ):
            return manifest
    except (ValueError, AttributeError, RecursionError):
        pass
    raise BundleError(
        Problem(
            message=f"the .manifest of {name} is no manifest",
            hint="expected a JSON object with a list of roots",
        )
    )


def each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object, for `json`: programs differ in which of two equal keys counts. Raises `ValueError` for such."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def roots_of(files: Mapping[str, bytes]) -> list[str]:
    """The roots of a bundle; without any it owns everything, which is the root ""."""
    return [root.strip("/") for root in manifest_of(files).get("roots", [""])]


def check_roots(files: Mapping[str, bytes]) -> None:
    """Raises `BundleError` for roots that overlap, and for modules and data outside of them, as OPA does.

    And for what would make OPA read something else than this: a second manifest or signature, which it knows by how
    their names end, and the patch of a delta, whose signature it never looks at.
    """
    roots = roots_of(files)
    problems = [
        Problem(message=said, location=Location(file=path), hint="leave it out")
        for path in sorted(files)
        if (said := _misread(path))
    ]
    problems += [
        Problem(message=f"the roots `{one}` and `{other}` of the bundle overlap")
        for index, one in enumerate(roots)
        for other in roots[index + 1 :]
        if _overlap(one, other)
    ]
    for path, content in files.items():
        folder, _, name = path.rpartition("/")
        if path.endswith(".rego"):
            inside = any(_is_below(_package(content), root) for root in roots)
        elif name in _YAML:
            # What is in it is not looked at: it has to be inside wherever it puts things.
            inside = any(_is_below(folder, root) for root in roots)
        elif name == DATA:
            inside = all(
                any(_overlap(at, root) for root in roots) for at in _data_paths(folder, content, roots)
            )
        else:
            continue
        if not inside:
            problems.append(
                Problem(
                    message="it lies outside of the bundle's roots",
                    location=Location(file=path),
                    hint=f"the roots are {', '.join(roots)}",
                )
            )
    if problems:
        raise BundleError(problems)


def _misread(path: str) -> str | None:
    if path.endswith((MANIFEST, f"{MANIFEST}.pb")) and path != MANIFEST:
        return "OPA would take it for the manifest of the bundle"
    if path.endswith(SIGNATURES) and path != SIGNATURES:
        return "OPA would take it for the signature of the bundle"
    if path == "patch.json":
        return "it makes the bundle a delta, of which OPA verifies no signature"
    return None


def _package(content: bytes) -> str:
    """The package of a module as a path in `data`; the empty one where there is none to be seen."""
    found = _PACKAGE.match(content.decode("utf-8", "replace"))
    steps = _STEP.findall(found[1]) if found else []
    # A slash inside a step is none between two; OPA writes it so.
    return "/".join(json.loads(step).replace("/", "%2F") if step[0] == '"' else step for step in steps)


def check_disjoint(bundles: Mapping[str, Mapping[str, bytes]]) -> None:
    """Raises `BundleError` for each two bundles (by name) that OPA would not load together."""
    owned = [(name, root) for name, files in sorted(bundles.items()) for root in roots_of(files)]
    problems = [
        Problem(
            message=f"the bundles {name} and {other} both own `{root if len(root) > len(another) else another}`",
            hint="OPA loads bundles together only where their roots are disjoint",
        )
        for index, (name, root) in enumerate(owned)
        for other, another in owned[index + 1 :]
        if name != other and _overlap(root, another)
    ]
    if problems:
        raise BundleError(problems)


def _data_paths(folder: str, content: bytes, roots: list[str]) -> list[str]:
    """Where in `data` the document puts something: no deeper than any root asks for."""
    deepest = max((root.count("/") + 1 for root in roots if root), default=0)

    def below(value: Any, at: str) -> list[str]:
        if not isinstance(value, dict) or (at and at.count("/") + 1 >= deepest):
            return [at]
        return [path for key, entry in value.items() for path in below(entry, f"{at}/{key}".strip("/"))]

    try:
        return below(json.loads(content, parse_int=str), folder)
    except (ValueError, RecursionError) as error:
        raise BundleError(
            Problem(message=f"it is no JSON: {error}", location=Location(file=f"{folder}/{DATA}".strip("/")))
        ) from None


def _is_below(path: str, root: str) -> bool:
    return not root or path == root or path.startswith(f"{root}/")


def _overlap(one: str, other: str) -> bool:
    return _is_below(one, other) or _is_below(other, one)
