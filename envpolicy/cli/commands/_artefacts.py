"""`envpolicy bundle push` and `pull`: bundles to and from OCI registries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from envpolicy.cli.settings import HELP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Files = Mapping[str, bytes]


#: Where the Gatekeeper target puts constraints, a folder for each cluster.
_CONSTRAINTS = "3-constraints/"


def _registry_options(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option(
        "--ca-file", metavar="FILE", type=click.Path(), help="The CA of the registry's certificate."
    )(command)
    return click.option(
        "--plain-http", is_flag=True, help="Speak HTTP without TLS; to this machine that is usual anyway."
    )(command)


@click.command(
    "push",
    context_settings=HELP,
    epilog="""\b
Examples:
  envpolicy bundle push ghcr.io/example/law:2026-05 bundles
      what `envpolicy build` wrote: for OPA, and what is there for conftest and gator
  envpolicy bundle push ghcr.io/example/law:2026-05 signed.tar.gz
      one OPA bundle
""",
)
@click.argument("ref")
@click.argument("path", type=click.Path(), default="bundles")
@click.option(
    "--cluster",
    metavar="ENVIRONMENT/CLUSTER",
    help="Whose Gatekeeper constraints go with it, where there are those of several.",
)
@_registry_options
def push_command(ref: str, path: str, cluster: str | None, plain_http: bool, ca_file: str | None) -> int:
    """Push the bundle at PATH, or all that `envpolicy build` wrote there, to REF.

    One artefact serves OPA, `conftest pull` and `gator test --image`. Prints the reference that pins it.
    """
    from pathlib import Path

    from envpolicy.bundle.artefact import artefact
    from envpolicy.cli.terminal import emit
    from envpolicy.registry import Registry, RegistryError, reference

    place = reference(ref)
    if place.digest is not None:
        raise RegistryError("what is pushed has the digest that it has: push to a tag")
    made = artefact(*_gathered(Path(path), cluster))
    digest = Registry(place, plain_http=plain_http, ca_file=ca_file).push(made)
    emit(f"{place.pinned(digest)}\n")
    return 0


def _gathered(path: Path, cluster: str | None) -> tuple[Files, dict[str, Files]]:
    """The bundle, and the folders for others beside it."""
    from envpolicy.bundle.archive import read_bundle
    from envpolicy.bundle.artefact import FOLDERS
    from envpolicy.bundle.manifest import MANIFEST

    if not path.is_dir() or (path / MANIFEST).is_file():
        return read_bundle(path), {}
    if not (path / "opa" / MANIFEST).is_file():
        from envpolicy.bundle import BundleError
        from envpolicy.errors import Location, Problem

        raise BundleError(
            Problem(
                message="there is no bundle in it",
                location=Location(file=str(path)),
                hint="expected a bundle, or a folder that `envpolicy build --target opa` wrote",
            )
        )
    folders: dict[str, Files] = {
        title: read_bundle(path / title) for title in FOLDERS if (path / title).is_dir()
    }
    if "gatekeeper" in folders:
        for_gator = {name: content for name, content in folders["gatekeeper"].items() if _is_for_gator(name)}
        folders["gatekeeper"] = _of_one_cluster(for_gator, cluster, path)
    return read_bundle(path / "opa"), {title: files for title, files in folders.items() if files}


def _is_for_gator(path: str) -> bool:
    """Whether gator may be given the file: it takes each for an object to judge, suites and kustomizations as well."""
    return path.endswith((".yaml", ".yml")) and not (
        path.startswith("tests/") or path.rpartition("/")[2].startswith("kustomization.")
    )


def _of_one_cluster(files: Files, cluster: str | None, path: Path) -> Files:
    """Constraints of several clusters have the same names: gator would take the last, and pass what others refuse."""
    from envpolicy.bundle import BundleError
    from envpolicy.errors import Location, Problem

    clusters = sorted({"/".join(name.split("/")[1:-1]) for name in files if name.startswith(_CONSTRAINTS)})
    if cluster is None and len(clusters) < 2:  # noqa: PLR2004 - none or one
        return files
    if cluster not in clusters:
        said = (
            f"there are no constraints of {cluster}"
            if cluster
            else "there are constraints of several clusters"
        )
        hint = f"--cluster names one of {', '.join(clusters)}" if clusters else "build them with --plan"
        raise BundleError(Problem(message=said, location=Location(file=str(path / "gatekeeper")), hint=hint))
    kept = f"{_CONSTRAINTS}{cluster}/"
    return {
        name: content
        for name, content in files.items()
        if not name.startswith(_CONSTRAINTS) or name.startswith(kept)
    }


@click.command(
    "pull",
    context_settings=HELP,
    epilog="""\b
Examples:
  envpolicy bundle pull ghcr.io/example/law@sha256:... -o bundle.tar.gz
      the OPA bundle, exactly the one that was pinned
  envpolicy bundle pull ghcr.io/example/law:2026-05 -o bundles --verification-key public.pem
      everything, each for its own program, once the signature of the OPA bundle is found good

\b
Exit codes: 0 it is there now, 1 it is not what was signed, 2 wrong usage or input, or no registry.
""",
)
@click.argument("ref")
@click.option(
    "--output",
    "-o",
    "output",
    default="bundle.tar.gz",
    show_default=True,
    metavar="PATH",
    type=click.Path(),
    help="An archive for the OPA bundle, or a folder for everything, laid out as `envpolicy build` does.",
)
@click.option(
    "--verification-key",
    "key",
    metavar="FILE",
    help="Write nothing unless the OPA bundle is signed with the key that this public one belongs to.",
)
@click.option("--verification-key-id", "key_id", metavar="ID", help="The name that it must be signed under.")
@click.option("--signing-alg", "algorithm", default="RS256", show_default=True, metavar="ALGORITHM")
@click.option("--scope", metavar="NAME", help="What the bundle must be signed for.")
@_registry_options
def pull_command(
    ref: str,
    output: str,
    key: str | None,
    key_id: str | None,
    algorithm: str,
    scope: str | None,
    plain_http: bool,
    ca_file: str | None,
) -> int:
    """Pull the artefact at REF. Every digest is checked; prints the reference that pins it."""
    from pathlib import Path

    from envpolicy.bundle.archive import is_archive
    from envpolicy.bundle.artefact import BUNDLE, unpacked
    from envpolicy.bundle.manifest import check_roots
    from envpolicy.cli.keys import key_text
    from envpolicy.cli.terminal import emit
    from envpolicy.cli.tree import files_of, write, write_file
    from envpolicy.registry import Registry, reference

    place = reference(ref)
    archive = is_archive(output)
    registry = Registry(place, plain_http=plain_http, ca_file=ca_file)
    digest, layers = registry.pull(everything=not archive)
    files = {title: unpacked(title, data, str(place)) for title, data in layers.items()}
    check_roots(files[BUNDLE])
    if key is not None:
        from envpolicy.bundle.signing import verify

        verify(files[BUNDLE], key_text(key), algorithm=algorithm, key_id=key_id, scope=scope)
    if archive:
        write_file(Path(output), layers[BUNDLE])
    else:
        for title, content in files.items():
            name = "opa" if title == BUNDLE else title
            write(Path(output), name, files_of(name, sorted(content.items())))
    emit(f"{place.pinned(digest)}\n")
    return 0
