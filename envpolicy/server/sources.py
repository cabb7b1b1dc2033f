"""Where bundles come from: the law, built anew when it changes, or a folder of bundles that somebody else builds.

A source is loaded in a thread of its own. It gives all bundles, or raises: half of a change is never served.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from envpolicy.bundle.archive import is_archive, read_archive_or_folder
from envpolicy.bundle.manifest import MANIFEST, SIGNATURES, check_roots, manifest_of
from envpolicy.errors import Location, Problem
from envpolicy.server import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    Files = Mapping[str, bytes]

#: Of a folder that is served; many more are no bundles but somebody's home.
_MOST_ENTRIES = 50_000


class Source(ABC):
    """Bundles by name, and whether they may have changed."""

    @abstractmethod
    def load(self) -> dict[str, Files]:
        """The files of each bundle. Raises `EnvpolicyError` where anything is wrong with any of them."""

    @abstractmethod
    def _watched(self) -> Iterable[Path]:
        """What to look at for changes."""

    def fingerprint(self) -> tuple[tuple[object, ...], ...]:
        """Something else whenever a file that the bundles are made from is another one."""
        return stamps(self._watched())


def stamps(paths: Iterable[Path]) -> tuple[tuple[object, ...], ...]:
    """What tells a file from the one that was there before."""
    found: list[tuple[object, ...]] = []
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            found.append((str(path), None))
            continue
        found.append((str(path), state.st_mtime_ns, state.st_size, state.st_ino))
    return tuple(found)


class LawSource(Source):
    """The law: `envpolicy` with everything, `envpolicy-lib`, and one bundle for each regulation."""

    def __init__(self, regulations: Sequence[str] = ("all",), policies: Sequence[Path] = ()) -> None:
        """`policies` are regulations of one's own, files or folders."""
        self._regulations = tuple(regulations)
        self._policies = tuple(policies)

    def load(self) -> dict[str, Files]:
        """Built anew."""
        from envpolicy.catalog import load_catalog
        from envpolicy.compiler import compile_policies
        from envpolicy.targets import Law, target

        catalog = load_catalog(extra=self._policies)
        law = Law(policies=compile_policies(catalog.select(self._regulations)), catalog=catalog)
        bundles: dict[str, dict[str, bytes]] = {"envpolicy": dict(target("opa").artefacts(law))}
        for path, content in target("opa-regulations").artefacts(law):
            name, _, inner = path.partition("/")
            bundles.setdefault(name, {})[inner] = content
        return dict(bundles)

    def _watched(self) -> Iterator[Path]:
        for path in self._policies:
            yield path
            if path.is_dir():
                yield from sorted(one for one in path.iterdir() if one.suffix in {".yaml", ".yml", ".json"})


class PlanSource(LawSource):
    """The law by which a plan is to be judged: the bundles change with its list of regulations."""

    def __init__(self, plan: Path, policies: Sequence[Path] = ()) -> None:
        super().__init__((), policies)
        self._plan = plan

    def load(self) -> dict[str, Files]:
        """Built anew, as the plan has it now."""
        from envpolicy.plan import load_plan

        self._regulations = load_plan(self._plan).regulations
        if not self._regulations:
            raise ServerError(
                Problem(
                    message="the plan names no regulation",
                    location=Location(file=str(self._plan)),
                    hint="list some under `regulations`, or serve the catalogue without a PATH",
                )
            )
        return super().load()

    def _watched(self) -> Iterator[Path]:
        yield self._plan
        yield from super()._watched()


class FolderSource(Source):
    """Each folder with a `.manifest`, and each archive, below a folder; called by its path in there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._served: frozenset[str] = frozenset()

    def load(self) -> dict[str, Files]:
        """Read anew, with OPA's rules about roots."""
        if not self._folder.is_dir():
            raise self._bad(
                "there is no such folder",
                "expected a folder with bundles, such as one that `envpolicy build -o FOLDER` writes",
            )
        bundles: dict[str, Files] = {}
        for name, path in self._found():
            if name in bundles:
                raise self._bad(f"{name} is there as a folder and as an archive", "keep one of them")
            files, untouched = read_archive_or_folder(path)
            if not untouched:
                raise self._bad(f"{path} is not as it was packed", "copy or build it again")
            check_roots(files)
            _check_ours(name, files)
            bundles[name] = files
        if not bundles:
            raise self._bad(
                "there is no bundle in this folder",
                "a bundle is a folder with a .manifest, or an archive that ends in .tar.gz",
            )
        self._check_gone(self._served - set(bundles))
        self._served = frozenset(bundles)
        return bundles

    def _check_gone(self, names: Iterable[str]) -> None:
        """A bundle is taken away with all of its files: one that has lost its `.manifest` alone is half of a change."""
        for name in sorted(names):
            left = self._folder / name
            if (
                left.is_dir()
                and not (left / MANIFEST).exists()
                and any(one.is_file() for one in left.iterdir())
            ):
                raise ServerError(
                    Problem(
                        message=f"the bundle {name} has lost its {MANIFEST}",
                        location=Location(file=str(left)),
                        hint="put it back, or take the folder away as well",
                    )
                )

    def _watched(self) -> Iterator[Path]:
        for count, (folder, folders, files) in enumerate(os.walk(self._folder)):
            folders.sort()
            for name in sorted((*folders, *files)):
                yield self._folder.__class__(folder, name)
            if count > _MOST_ENTRIES:
                raise self._bad("there are too many folders in it to be a folder of bundles")

    def _found(self) -> Iterator[tuple[str, Path]]:
        for folder, folders, files in os.walk(self._folder):
            here = self._folder.__class__(folder)
            if MANIFEST in files:
                folders.clear()
                inner = here.relative_to(self._folder).as_posix()
                yield (self._folder.resolve().name if inner == "." else inner), here
                continue
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                if is_archive(name) and not name.startswith("."):
                    path = here / name
                    inner = path.relative_to(self._folder).as_posix()
                    yield inner.removesuffix(".gz").removesuffix(".tar").removesuffix(".tgz"), path

    def _bad(self, message: str, hint: str | None = None) -> ServerError:
        return ServerError(Problem(message=message, location=Location(file=str(self._folder)), hint=hint))


def _check_ours(name: str, files: Files) -> None:
    """A bundle that envpolicy built is one that its own engine reads; of others this is not asked."""
    about = manifest_of(files, name).get("metadata")
    if not isinstance(about, dict) or "envpolicy" not in about:
        return
    from envpolicy.engines.embedded import check_syntax

    check_syntax(
        {
            f"{name}/{path}": content.decode("utf-8", "replace")
            for path, content in files.items()
            if path.endswith(".rego")
        }
    )


def is_signed(files: Files) -> bool:
    """Whether a bundle carries a signature, by whomever."""
    return SIGNATURES in files
