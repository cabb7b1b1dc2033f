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

_PACKAGE = re.compile(r"^package[ \t]+(\S+)", re.MULTILINE)


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
        manifest = json.loads(files[MANIFEST])
        roots = manifest.get("roots", [""])
        if (
            isinstance(manifest, dict)
            and isinstance(roots, list)
            and all(isinstance(one, str) for one in roots)
        ):
            return manifest
    except (ValueError, AttributeError):
        pass
    raise BundleError(
        Problem(
            message=f"the .manifest of {name} is no manifest",
            hint="expected a JSON object with a list of roots",
        )
    )


def roots_of(files: Mapping[str, bytes]) -> list[str]:
    """The roots of a bundle; without any it owns everything, which is the root ""."""
    return [root.strip("/") for root in manifest_of(files).get("roots", [""])]


def check_roots(files: Mapping[str, bytes]) -> None:
    """Raises `BundleError` for roots that overlap, and for modules and data outside of them, as OPA does."""
    roots = roots_of(files)
    problems = [
        Problem(message=f"the roots `{one}` and `{other}` of the bundle overlap")
        for index, one in enumerate(roots)
        for other in roots[index + 1 :]
        if _overlap(one, other)
    ]
    for path, content in files.items():
        if path.endswith(".rego"):
            package = _PACKAGE.search(content.decode("utf-8", "replace"))
            owned = package[1].replace(".", "/") if package else ""
            inside = any(_is_below(owned, root) for root in roots)
        elif path.rpartition("/")[2] == DATA:
            folder = path.rpartition("/")[0]
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
        return below(json.loads(content), folder)
    except ValueError as error:
        raise BundleError(
            Problem(message=f"it is no JSON: {error}", location=Location(file=f"{folder}/{DATA}".strip("/")))
        ) from None


def _is_below(path: str, root: str) -> bool:
    return not root or path == root or path.startswith(f"{root}/")


def _overlap(one: str, other: str) -> bool:
    return _is_below(one, other) or _is_below(other, one)
