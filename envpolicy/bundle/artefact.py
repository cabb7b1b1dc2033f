"""One OCI artefact for OPA, conftest and gator: a manifest and its blobs, the same bytes from the same files.

OPA takes the first layer that is a gzipped tar. conftest and gator unpack each layer that says so, into a folder of its
title, and read what they know: Rego the one, YAML the other. So the OPA bundle comes first and stays packed.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from envpolicy.bundle import BundleError
from envpolicy.bundle.archive import LARGEST, gzipped, pack, unpack
from envpolicy.bundle.manifest import MANIFEST, check_roots, manifest_of
from envpolicy.errors import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json"
CONFIG_TYPE = "application/vnd.oci.image.config.v1+json"
LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip"
#: What the file with the OPA bundle is called where a program puts layers into files.
BUNDLE = "bundle.tar.gz"
#: The folders that other layers unpack to, named as the targets.
FOLDERS = ("conftest", "gatekeeper")
TITLE = "org.opencontainers.image.title"
_UNPACK = "io.deis.oras.content.unpack"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Artefact:
    """The manifest, and what it names, by digest."""

    manifest: bytes
    blobs: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """What the artefact is pinned by."""
        return digest_of(self.manifest)


def digest_of(data: bytes) -> str:
    """As OCI writes it."""
    return f"sha256:{sha256(data).hexdigest()}"


def artefact(bundle: Mapping[str, bytes], folders: Mapping[str, Mapping[str, bytes]]) -> Artefact:
    """An artefact of an OPA bundle, and of folders by title. Raises `BundleError` where OPA would refuse the bundle."""
    about = manifest_of(bundle)
    if MANIFEST not in bundle:
        raise BundleError(
            Problem(message=f"the bundle has no {MANIFEST}", hint="`envpolicy build` writes one")
        )
    check_roots(bundle)
    packed = [(BUNDLE, pack(bundle), False)]
    packed += [(title, _packed(title, folders[title]), True) for title in sorted(folders)]
    layers, insides = [], []
    for title, data, unpacked in packed:
        insides.append(digest_of(gzip.decompress(data)))
        annotations = {TITLE: title, **({_UNPACK: "true"} if unpacked else {})}
        layers.append({**_descriptor(LAYER_TYPE, data), "annotations": annotations})
    config = _json(
        {
            "architecture": "unknown",
            "os": "unknown",
            "config": {},
            "rootfs": {"type": "layers", "diff_ids": insides},
        }
    )
    manifest = _json(
        {
            "schemaVersion": 2,
            "mediaType": MANIFEST_TYPE,
            "config": _descriptor(CONFIG_TYPE, config),
            "layers": layers,
            "annotations": {
                TITLE: str((about.get("metadata") or {}).get("name", "bundle")),
                "dev.envpolicy.revision": str(about.get("revision", "")),
            },
        }
    )
    blobs = {digest_of(data): data for _, data, _ in packed}
    return Artefact(manifest, {**blobs, digest_of(config): config})


def wanted(manifest: bytes, name: str) -> dict[str, tuple[str, int]]:
    """Digest and size of each layer by what it is: `bundle.tar.gz`, `conftest`, `gatekeeper`. Others are left out.

    The bundle is the layer that OPA takes, whatever its title is. Raises `BundleError` for a manifest that is none, or
    has no bundle for OPA.
    """
    found: dict[str, tuple[Any, Any]] = {}
    try:
        for layer in json.loads(manifest)["layers"]:
            title = (layer.get("annotations") or {}).get(TITLE)
            if layer["mediaType"] != LAYER_TYPE:
                continue
            what = title if found else BUNDLE
            if what == BUNDLE or what in FOLDERS:
                found.setdefault(what, (layer["digest"], layer["size"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _bad(name, "it is no manifest of an image") from None
    if not found:
        raise _bad(name, f"it has no layer for OPA ({LAYER_TYPE})")
    for title, (digest, size) in found.items():
        if (
            not (isinstance(digest, str) and _DIGEST.fullmatch(digest))
            or type(size) is not int
            or size > LARGEST
        ):
            raise _bad(name, f"the layer {title} has no digest, or a size that no bundle has")
    return found


def unpacked(title: str, layer: bytes, name: str) -> dict[str, bytes]:
    """The files of a layer, below its folder where it has one. Raises `BundleError`, as `unpack` does."""
    files = unpack(layer, f"{name} ({title})")
    if title == BUNDLE:
        return files
    outside = [path for path in files if not path.startswith(f"{title}/")]
    if outside:
        raise _bad(name, f"{outside[0]!a} lies outside of the folder {title} of its layer")
    return {path.removeprefix(f"{title}/"): content for path, content in files.items()}


def _packed(title: str, files: Mapping[str, bytes]) -> bytes:
    """A layer with a folder: its folders are entries too, since oras makes none that it is not told of."""
    plain = io.BytesIO()
    paths = {f"{title}/{path}": content for path, content in files.items()}
    folders = {path.rpartition("/")[0] for path in paths}
    folders |= {one[:at] for one in folders for at in range(len(one)) if one[at] == "/"}
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted((*folders, *paths)):
            entry = tarfile.TarInfo(path)
            entry.mtime, entry.mode = 0, 0o644
            if path in folders:
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            entry.size = len(paths.get(path, b""))
            try:
                tar.addfile(entry, io.BytesIO(paths.get(path, b"")))
            except ValueError as error:
                raise BundleError(Problem(message=f"{path} cannot be packed: {error}")) from None
    return gzipped(plain.getvalue())


def _descriptor(kind: str, data: bytes) -> dict[str, Any]:
    return {"mediaType": kind, "digest": digest_of(data), "size": len(data)}


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


def _bad(name: str, what: str) -> BundleError:
    return BundleError(
        Problem(
            message=what,
            location=Location(file=name),
            hint="expected what `envpolicy bundle push` or `oras push` made of an OPA bundle",
        )
    )
