"""`envpolicy bundle`: look into bundles, sign them, verify them; with opa's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from envpolicy.cli.commands._artefacts import pull_command, push_command
from envpolicy.cli.settings import HELP, Known, text_or_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def _algorithms() -> Sequence[str]:
    from envpolicy.bundle.signing import SIGNING_ALGORITHMS

    return SIGNING_ALGORITHMS


_algorithm = click.option(
    "--signing-alg",
    "algorithm",
    type=Known("algorithm", _algorithms),
    default="RS256",
    show_default=True,
    help="RS256, ES256, PS256, HS256, or the same with 384 and 512.",
)
_bundle_flag = click.option(
    "--bundle", "-b", is_flag=True, hidden=True, help="As opa has it; always so here."
)
_scope = click.option("--scope", metavar="NAME", help="What the bundle is signed for.")


@click.group(context_settings=HELP, short_help="Inspect, sign, verify, push and pull OPA bundles.")
def command() -> None:
    """Look into OPA bundles, sign and verify them, push and pull them. A bundle is a folder or a .tar.gz."""


command.add_command(push_command)
command.add_command(pull_command)


@command.command(
    "inspect",
    context_settings=HELP,
    epilog="""\b
Examples:
  envpolicy bundle inspect bundles/opa
  envpolicy bundle inspect bundle.tar.gz --format json | jq .manifest.revision
""",
)
@click.argument("path", type=click.Path())
@text_or_json
def inspect_command(path: str, format_: str) -> int:
    """Show what is in the bundle at PATH: manifest, files, who signed it. Nothing is verified."""
    from pathlib import Path

    from envpolicy.bundle.archive import read_bundle
    from envpolicy.bundle.hashing import file_digest
    from envpolicy.bundle.manifest import check_roots, manifest_of
    from envpolicy.bundle.signing import signature_of
    from envpolicy.cli.terminal import emit
    from envpolicy.reporters.json import dumps

    files = read_bundle(Path(path))
    found = {
        "manifest": manifest_of(files, path),
        "files": [
            {"path": name, "size": len(content), "sha256": file_digest(name, content)}
            for name, content in sorted(files.items())
        ],
        "signature": signature_of(files),
    }
    check_roots(files)
    emit(dumps(found) + "\n" if format_ == "json" else _page(found))
    return 0


@command.command(
    "sign",
    context_settings=HELP,
    epilog="""\b
Examples:
  envpolicy bundle sign bundles/opa --signing-key private.pem -o signed.tar.gz
      a signed archive
  envpolicy bundle sign bundles/opa --signing-key private.pem -o bundles/opa
      the signature alone, into the folder, as `opa sign` does
  envpolicy bundle sign bundle.tar.gz --signing-key secret.txt --signing-alg HS256 --scope write -o signed.tar.gz
""",
)
@click.argument("path", type=click.Path())
@click.option(
    "--signing-key",
    "key",
    required=True,
    metavar="FILE",
    help="The file of the private key (PEM), or of the secret for HS; a secret may stand here itself.",
)
@_algorithm
@click.option(
    "--verification-key-id",
    "key_id",
    default="default",
    show_default=True,
    metavar="ID",
    help="The name of the key, by which OPA looks up the public one.",
)
@_scope
@click.option(
    "--claims-file", metavar="FILE", type=click.Path(), help="A JSON file with more claims to sign."
)
@click.option(
    "--output-file-path",
    "-o",
    "output",
    default=".",
    show_default=True,
    metavar="PATH",
    type=click.Path(),
    help="The folder for .signatures.json, or an archive (.tar.gz) for the whole bundle.",
)
@_bundle_flag
def sign_command(
    path: str,
    key: str,
    algorithm: str,
    key_id: str,
    scope: str | None,
    claims_file: str | None,
    output: str,
    bundle: bool,  # noqa: ARG001
) -> int:
    """Sign the bundle at PATH."""
    from pathlib import Path

    from envpolicy.bundle.archive import is_archive, pack, read_bundle
    from envpolicy.bundle.manifest import SIGNATURES, check_roots
    from envpolicy.bundle.signing import sign
    from envpolicy.cli.keys import key_text
    from envpolicy.cli.terminal import emit
    from envpolicy.cli.tree import write_file

    files = read_bundle(Path(path))
    check_roots(files)
    claims = _claims(Path(claims_file)) if claims_file else None
    signed = sign(files, key_text(key), algorithm=algorithm, key_id=key_id, scope=scope, claims=claims)
    if is_archive(output):
        target, content = Path(output), pack(signed)
    else:
        target, content = Path(output, SIGNATURES), signed[SIGNATURES]
    write_file(target, content)
    emit(f"{target}: {len(signed) - 1} files signed with {algorithm}\n")
    return 0


@command.command(
    "verify",
    context_settings=HELP,
    epilog="""\b
Examples:
  envpolicy bundle verify signed.tar.gz --verification-key public.pem
  envpolicy bundle verify signed.tar.gz --verification-key secret.txt --signing-alg HS256 --scope write

\b
Exit codes: 0 it is what was signed, 1 it is not, 2 wrong usage or input.
""",
)
@click.argument("path", type=click.Path())
@click.option(
    "--verification-key",
    "key",
    required=True,
    metavar="FILE",
    help="The file of the public key or certificate (PEM), or of the secret for HS; a secret may stand here itself.",
)
@click.option(
    "--verification-key-id",
    "key_id",
    metavar="ID",
    help="The name that the key must have been signed under; any if not given.",
)
@_algorithm
@_scope
@click.option(
    "--exclude-files-verify",
    "exclude",
    multiple=True,
    metavar="PATTERN",
    help="Files that may be anything; repeatable.",
)
@_bundle_flag
def verify_command(
    path: str,
    key: str,
    key_id: str | None,
    algorithm: str,
    scope: str | None,
    exclude: tuple[str, ...],
    bundle: bool,  # noqa: ARG001
) -> int:
    """Verify that the bundle at PATH is what was signed: every file, and nothing beside them."""
    from pathlib import Path

    from envpolicy.bundle.archive import read_archive_or_folder
    from envpolicy.bundle.manifest import check_roots
    from envpolicy.bundle.signing import verify
    from envpolicy.cli.keys import key_text
    from envpolicy.cli.terminal import emit

    files, untouched = read_archive_or_folder(Path(path))
    payload = verify(files, key_text(key), algorithm=algorithm, key_id=key_id, scope=scope, exclude=exclude)
    check_roots(files)
    if not untouched:
        from envpolicy.bundle import SignatureError
        from envpolicy.errors import Location, Problem

        raise SignatureError(
            Problem(
                message="its files are what was signed, but something around them is not as it was packed",
                location=Location(file=path),
                hint="no signature covers that; pack it again with `envpolicy bundle sign -o FILE.tar.gz`",
            )
        )
    emit(f"{path}: {len(payload['files'])} files are what was signed\n")
    return 0


def _claims(file: Path) -> Mapping[str, Any]:
    import json

    from envpolicy.errors import EnvpolicyError, Location, Problem

    try:
        claims = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise EnvpolicyError(
            Problem(message=f"the claims cannot be read: {error}", location=Location(file=str(file)))
        ) from None
    if not isinstance(claims, dict):
        raise EnvpolicyError(
            Problem(message="the claims are no JSON object", location=Location(file=str(file)))
        )
    return claims


def _page(found: Mapping[str, Any]) -> str:
    manifest, signature = found["manifest"], found["signature"]
    lines = [
        f"revision      {manifest.get('revision', '')}",
        f"roots         {', '.join(manifest.get('roots', ['(everything)']))}",
        f"rego version  {manifest.get('rego_version', '')}",
    ]
    about = manifest.get("metadata", {})
    regulations = about.get("regulations", []) if isinstance(about, dict) else []
    lines += [
        f"regulation    {one.get('id')}: {one.get('title')}; {one.get('edition')}" for one in regulations
    ]
    if signature is None:
        lines.append("signature     none")
    else:
        header, payload = signature["header"], signature["payload"]
        scope = f", scope {payload['scope']}" if payload.get("scope") else ""
        lines.append(f"signature     {header.get('alg')}, key {header.get('kid', '')}{scope} (not verified)")
    lines += [f"{one['sha256'][:16]}  {one['size']:>8}  {one['path']}" for one in found["files"]]
    from envpolicy.reporters.text.visible import visible

    return "".join(f"{visible(line)}\n" for line in lines)
