"""Bundles as files: packed the same from the same, and read without trusting them.

An archive is a gzipped tar of plain files. What else a tar can hold (links, devices, paths that lead out of it, one
name twice) has no place in a bundle, and is refused by name.
"""

from __future__ import annotations

import io
import tarfile
import zlib
from typing import TYPE_CHECKING
from unicodedata import normalize

from envpolicy.bundle import BundleError
from envpolicy.errors import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: OPA's own default for one file is 1 GiB; a bundle of policies comes near none of these.
LARGEST_FILE = 64 << 20
LARGEST = 256 << 20
MOST_FILES = 20_000
_LONGEST_PATH = 1024
_BLOCK = 512
#: The most that a block of deflate holds as it is.
_STORED = 0xFFFF
#: No name, no time, no level, no system: as OPA writes it.
HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
#: The same after GNU gzip in a pipe. Any other header tells something that no signature covers.
_PLAIN_HEADERS = (HEADER, HEADER[:-1] + b"\x03")


def pack(files: Mapping[str, bytes]) -> bytes:
    """A `.tar.gz` of the files: the same bytes from the same files, whoever packs them, wherever, whenever.

    It is not squeezed: how, differs from one zlib to the next. What serves it may do that on the way. Raises
    `BundleError` for a path that the format (USTAR) has no room for.
    """
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted(files):
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode, entry.mtime = len(files[path]), 0o644, 0
            try:
                tar.addfile(entry, io.BytesIO(files[path]))
            except ValueError as error:
                raise BundleError(Problem(message=f"{path} cannot be packed: {error}")) from None
    return gzipped(plain.getvalue())


def gzipped(data: bytes) -> bytes:
    """A gzip file of the data, not squeezed."""
    packed = [HEADER]
    for start in range(0, len(data), _STORED):
        block = data[start : start + _STORED]
        size, last = len(block), start + _STORED >= len(data)
        packed += [bytes([last]), size.to_bytes(2, "little"), (size ^ 0xFFFF).to_bytes(2, "little"), block]
    tail = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((*packed, tail))


def as_packed(data: bytes, files: Mapping[str, bytes]) -> bool:
    """Whether no bit of an archive with these files was touched since some program packed it, as far as can be told.

    Of an archive that `pack` made every bit is known. Other programs squeeze, so that the same files have more than one
    form; of theirs only the header, which no checksum covers, must say nothing.
    """
    if data.startswith(HEADER) and data[len(HEADER)] >> 1 & 3 == 0:
        return data == pack(files)
    return data.startswith(_PLAIN_HEADERS)


def read_bundle(path: Path) -> dict[str, bytes]:
    """The files of the bundle at `path`, a folder or an archive. Raises `BundleError` with what is wrong."""
    return read_archive_or_folder(path)[0]


def read_archive_or_folder(path: Path) -> tuple[dict[str, bytes], bool]:
    """The same, and whether an archive is as it was packed (see `as_packed`); a folder always is."""
    try:
        if path.is_dir():
            return _read_folder(path), True
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BundleError(
            Problem(
                message=f"the bundle cannot be read: {reason}",
                location=Location(file=str(path)),
                hint="expected a .tar.gz, or the folder of a bundle",
            )
        ) from None
    files = unpack(data, str(path))
    return files, as_packed(data, files)


def unpack(data: bytes, name: str = "bundle.tar.gz") -> dict[str, bytes]:
    """The files of an archive, by path. Nothing of it touches the disk. Raises `BundleError`."""
    if len(data) > LARGEST:
        raise _bad(name, f"it is larger than {LARGEST} bytes")
    plain = _inflated(data, name)
    files: dict[str, bytes] = {}
    end = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as tar:
            for entry in _entries(tar, name):
                end = entry.offset_data + (-(-entry.size // _BLOCK) * _BLOCK if entry.isreg() else 0)
                if entry.isdir():
                    continue
                path = _safe(entry, files, name)
                content = tar.extractfile(entry)
                files[path] = content.read() if content is not None else b""
                if len(files[path]) != entry.size:
                    raise _bad(name, f"{path} is cut off")
                if len(files) > MOST_FILES:
                    raise _bad(name, f"it holds more than {MOST_FILES} files")
    except (tarfile.TarError, ValueError, OSError, EOFError) as error:
        raise _bad(name, f"it is no tar archive: {error}") from None
    # A broken header in the middle looks like the end to most programs: then there is something behind it.
    if len(plain) < end or plain[end:].strip(b"\0"):
        raise _bad(name, "a part of the archive is damaged")
    _check_distinct(files, name)
    return files


def _inflated(data: bytes, name: str) -> bytes:
    """The tar inside. Stops at a size that no bundle has, before the memory is gone."""
    reader = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        plain = reader.decompress(data, LARGEST + 1)
    except zlib.error as error:
        raise _bad(name, f"it is no gzip file: {error}") from None
    if len(plain) > LARGEST:
        raise _bad(name, f"it unpacks to more than {LARGEST} bytes")
    if not reader.eof:
        raise _bad(name, "it is cut off")
    if reader.unused_data:
        raise _bad(name, "something follows the archive")
    return plain


def _entries(tar: tarfile.TarFile, name: str) -> Iterator[tarfile.TarInfo]:
    for count, entry in enumerate(tar):
        if count > 2 * MOST_FILES:
            raise _bad(name, f"it holds more than {MOST_FILES} files")
        yield entry


def _safe(entry: tarfile.TarInfo, files: Mapping[str, bytes], name: str) -> str:
    """The path of a plain file. OPA writes paths from the root, so one leading slash is nothing."""
    shown = ascii(entry.name)
    if entry.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or entry.issparse():
        sort = "a link" if entry.islnk() or entry.issym() else "no plain file"
        raise _bad(name, f"{shown} is {sort}")
    if entry.size > LARGEST_FILE:
        raise _bad(name, f"{shown} is larger than {LARGEST_FILE} bytes")
    path = entry.name.removeprefix("./").removeprefix("/")
    steps = path.split("/")
    if len(path) > _LONGEST_PATH or {"", ".", ".."} & set(steps) or "\\" in path or not path.isprintable():
        raise _bad(name, f"the path {shown} is not a plain one inside the bundle")
    if path in files:
        raise _bad(name, f"{shown} is there twice")
    return path


def _check_distinct(files: Mapping[str, bytes], name: str) -> None:
    """Raises `BundleError` for paths that some file system has no room for beside each other."""
    alike: dict[str, str] = {}
    for path in files:
        other = alike.setdefault(normalize("NFC", normalize("NFC", path).casefold()), path)
        if other is not path:
            raise _bad(
                name, f"{other!a} and {path!a} are one file where capitals and accents are not told apart"
            )
    for path in files:
        steps = path.split("/")
        for end in range(1, len(steps)):
            if "/".join(steps[:end]) in files:
                raise _bad(name, f"{'/'.join(steps[:end])!a} is a file and a folder")


def _read_folder(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise _bad(str(folder), f"{name} is a link")
        if path.is_dir():
            continue
        if not path.is_file():
            raise _bad(str(folder), f"{name} is no plain file")
        size = path.stat().st_size
        total += size
        if size > LARGEST_FILE or total > LARGEST or len(files) >= MOST_FILES:
            raise _bad(str(folder), f"it is too large for a bundle (at {name})")
        files[name] = path.read_bytes()
    _check_distinct(files, str(folder))
    return files


def _bad(name: str, what: str) -> BundleError:
    return BundleError(Problem(message=what, location=Location(file=name), hint="nothing of it was used"))


def is_archive(path: str | Path) -> bool:
    """Whether a path names an archive, as something to write."""
    return str(path).endswith((".tar.gz", ".tgz"))
