"""YAML and JSON into documents: manifests as the Kubernetes API machinery reads them, and what people author.

`read_manifests` gives what a cluster would see: `NO` is false, `012` is ten, later keys win, documents are
cut as the real decoder cuts them, and the first error ends the file. `read_authored` keeps what was typed.
Neither raises for any bytes: what cannot be read is a `Problem` with a position.
"""

from __future__ import annotations

from envpolicy.documents.document import Document, Part, Reading, is_list, path_text
from envpolicy.documents.jsontext import write as to_json
from envpolicy.documents.manifests import ManifestReader
from envpolicy.documents.refusal import MAX_DEPTH, MAX_FILE_BYTES, MAX_SCALAR

__all__ = [
    "MAX_DEPTH",
    "MAX_FILE_BYTES",
    "MAX_SCALAR",
    "Document",
    "ManifestReader",
    "Part",
    "Reading",
    "is_list",
    "path_text",
    "read_authored",
    "read_manifests",
    "to_json",
]


def read_manifests(data: bytes, file: str) -> Reading:
    """The documents in `data` as the Kubernetes API machinery reads them; null documents are left out.

    Documents before an error are kept; there is at most one problem, since the real decoder stops there too.
    """
    return ManifestReader().read(data, file)


def read_authored(data: bytes, file: str) -> Reading:
    """The documents in `data`, scalars as they were typed.

    Only `true`, `false`, `null`, `~`, nothing, and plain decimal integers get a type. A key that stands
    twice and a tag are problems; all of them are found at once.
    """
    from envpolicy.documents.authored import read

    return read(data, file)
