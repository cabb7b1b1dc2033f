"""Kustomizations, rendered by `kustomize build` or `kubectl kustomize`.

One that does nothing but list files and other such kustomizations is read straight from those files: the
same objects, no tool, and positions in files that people know.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envpolicy.documents import Reading, read_manifests

if TYPE_CHECKING:
    from envpolicy.sources.entry import Entry
    from envpolicy.sources.reach import Reach

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
#: Fields of a kustomization that change nothing.
_PLAIN = frozenset(("apiVersion", "kind", "metadata", "resources"))
#: Fields whose entries may be folders with kustomizations of their own.
_USING = ("resources", "bases", "components")
_HINT = (
    "install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize) or kubectl, or render the "
    "kustomization yourself and pipe it in: kustomize build DIR | envpolicy ... -"
)


def file_in(folder: Path) -> Path | None:
    """The file that makes `folder` a kustomization."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def read(entry: Entry, path: Path, reach: Reach) -> Reading:  # noqa: ARG001 - all sources have one form
    """The objects that the kustomization in the folder `path` makes. See `envpolicy.sources.reach.Source`."""
    folder = path.parent if path.name in NAMES else path
    if not file_in(folder):
        return reach.problem(folder, f"there is none of {', '.join(NAMES)} in this folder")
    files = _listed(folder, ())
    if files:
        reading = Reading()
        for file in files:
            reading += reach.read_file(file)
        return reading
    command = _command()
    if command is None:
        return reach.problem(
            folder, "neither kustomize nor kubectl is installed to render this kustomization", _HINT
        )
    # Starting processes costs an import that most readings do without.
    from envpolicy.sources.run import run

    name = reach.name(folder)
    output = run([*command, str(folder.absolute())], cwd=folder, file=name)
    if not isinstance(output, bytes):
        return Reading(problems=(replace(output, hint=f"try it by hand: {' '.join(command)} {name}"),))
    return reach.reader.read(output, f"{name} (kustomize build)")


def folders_used(folder: Path) -> set[str]:
    """The real folders that the kustomization in `folder` builds on."""
    spec = _spec(folder)
    return {
        os.path.realpath(folder / used)
        for key in _USING
        for used in _texts(spec.get(key))
        if (folder / used).is_dir()
    }


def is_component(folder: Path) -> bool:
    """Whether the kustomization in `folder` can only be a part of another."""
    return bool(_spec(folder).get("kind") == "Component")


def _command() -> tuple[str, ...] | None:
    from shutil import which

    if tool := which("kustomize"):
        return (tool, "build")
    if tool := which("kubectl"):
        return (tool, "kustomize")
    return None


def _spec(folder: Path) -> dict[str, Any]:
    file = file_in(folder)
    try:
        data = file.read_bytes() if file else b""
    except OSError:
        return {}
    documents = read_manifests(data, str(file)).documents
    value = documents[0].value if len(documents) == 1 else None
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _listed(folder: Path, above: tuple[str, ...]) -> list[Path] | None:
    """The files that the kustomization lists, if it does no more than that; None if it has to be rendered."""
    real = os.path.realpath(folder)
    spec = _spec(folder)
    resources = spec.get("resources")
    if real in above or not spec.keys() <= _PLAIN or not isinstance(resources, list):
        return None
    if spec.get("kind", "Kustomization") != "Kustomization" or not resources:
        return None
    files: list[Path] = []
    for resource in resources:
        # What lies outside the folder, or is no file, is for the tool to refuse or to fetch.
        if not isinstance(resource, str) or Path(resource).is_absolute():
            return None
        path = folder / resource
        if path.is_dir():
            below = _listed(path, (*above, real))
            if below is None:
                return None
            files += below
        elif path.is_file() and os.path.realpath(path).startswith(real + os.sep):
            files.append(path)
        else:
            return None
    return files if len({os.path.realpath(file) for file in files}) == len(files) else None
