"""Helm charts, rendered by `helm template`: no cluster is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from envpolicy.documents import Reading, to_json

if TYPE_CHECKING:
    from pathlib import Path

    from envpolicy.documents import Document
    from envpolicy.sources.entry import Entry
    from envpolicy.sources.reach import Reach

NAME = "Chart.yaml"
_HINT = (
    "install helm (https://helm.sh/docs/intro/install), or render the chart yourself and pipe it in: "
    "helm template NAME DIR | envpolicy ... -"
)
_RELEASE = re.compile("[a-z0-9](?:[-a-z0-9.]{0,51}[a-z0-9])?").fullmatch
_SOURCE = re.compile(rb"^# Source: ([^\n]+)$", re.MULTILINE)


def read(entry: Entry, path: Path, reach: Reach) -> Reading:
    """The objects that the chart at `path` (a folder or an archive) makes. See `Source` in `reach.py`.

    The release is called as `entry` says, else as the folder. Each document is named after its template,
    with lines counted from the start of what the template made.
    """
    if not (path / NAME).is_file() and not path.name.endswith(".tgz"):
        return reach.problem(path, f"there is no {NAME} in this folder")
    # Starting processes costs an import that most readings do without.
    from shutil import which

    from envpolicy.sources.run import run

    helm = which("helm")
    if helm is None:
        return reach.problem(path, "helm is not installed to render this chart", _HINT)
    if entry.release and not _RELEASE(entry.release):
        return reach.problem(
            path, f"{entry.release!r} cannot be the name of a release", "use a-z, 0-9 and '-'"
        )
    chart = path.absolute()
    command = [helm, "template", entry.release or _release(chart.name), str(chart), "--include-crds"]
    if entry.namespace:
        command.append(f"--namespace={entry.namespace}")
    command += [f"--values={(reach.base / values).absolute()}" for values in entry.values]
    # `--set-json` takes the value as it is; `--set` would look for commas and types in it.
    command += [f"--set-json={key}={to_json(value)}" for key, value in entry.settings.items()]
    name = reach.name(path)
    output = run(command, cwd=reach.base, file=name)
    if not isinstance(output, bytes):
        return Reading(problems=(replace(output, hint=f"try it by hand: helm template {name}"),))
    reading = reach.reader.read(output, f"{name} (helm template)")
    return replace(reading, documents=tuple(_named(document, path, reach) for document in reading.documents))


def _release(name: str) -> str:
    """A name that helm accepts, made from that of the folder or archive."""
    return (
        re.sub(r"[^a-z0-9-]+", "-", re.sub(r"-[0-9][^-]*\.tgz$", "", name).lower()).strip("-")[:53]
        or "release"
    )


def _named(document: Document, chart: Path, reach: Reach) -> Document:
    """`document` under the name of the template that made it."""
    origin = document.origin
    if origin is None:
        return document
    found = _SOURCE.search(origin.data, origin.start, origin.end)
    if not found:
        return document
    _, _, inside = found.group(1).decode("utf-8", "replace").strip().partition("/")
    if not (chart / inside).is_file():
        return document
    # What stands above the mark belongs to helm, not to the template.
    line = origin.data.count(b"\n", origin.start, found.start())
    first = document.line - origin.line - line
    return replace(
        document,
        file=f"{reach.name(chart / inside)} (helm template)",
        line=first,
        origin=replace(origin, line=-line),
    )
