"""`envpolicy serve`: bundles over HTTP, as OPA fetches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from envpolicy.cli.settings import HELP, Known, policy_option, regulation_option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from envpolicy.server.serving import Settings
    from envpolicy.server.sources import Source


def _algorithms() -> Sequence[str]:
    from envpolicy.bundle.signing import SIGNING_ALGORITHMS

    return SIGNING_ALGORITHMS


def _file(*flags: str, help_: str) -> Callable[..., Callable[..., object]]:
    return click.option(*flags, metavar="FILE", type=click.Path(), help=help_)


@click.command(
    context_settings=HELP,
    short_help="Serve bundles to OPA, and take its status and decisions.",
    epilog="""\b
Examples:
  envpolicy serve --public
      the whole law on http://127.0.0.1:8181/bundles/envpolicy, to this machine
  envpolicy serve bundles --clients clients.yaml --addr 0.0.0.0:8443 \\
      --tls-cert-file server.pem --tls-private-key-file server.key
      what is in the folder, to whom the file names
  envpolicy serve -r hipaa --signing-key private.pem --clients clients.yaml --database reports.sqlite
      signed, with the reports of clients in a file

\b
Exit codes: 0 stopped by a signal, 2 it could not be started.
""",
)
@click.argument("path", required=False, type=click.Path())
@click.option(
    "--addr",
    "address",
    default="127.0.0.1:8181",
    show_default=True,
    metavar="HOST:PORT",
    help="Where to listen; port 0 takes a free one.",
)
@regulation_option("Serve this regulation, requirement or alias instead of the whole catalogue; repeatable.")
@policy_option
@click.option("--public", is_flag=True, help="Anybody may fetch bundles. Reports and queries stay closed.")
@_file("--clients", help_="Who may do what: tokens and certificates, in YAML.")
@_file("--tls-cert-file", "certificate", help_="The server's certificate, and the chain behind it.")
@_file("--tls-private-key-file", "private_key", help_="The key of that certificate.")
@_file("--tls-ca-cert-file", "client_ca", help_="The CA whose certificates clients may come with.")
@click.option(
    "--insecure", is_flag=True, help="Let other machines in without TLS, or without clients being known."
)
@click.option(
    "--signing-key",
    "key",
    metavar="FILE",
    help="Sign the bundles with this private key (PEM), or secret for HS.",
)
@click.option(
    "--signing-alg",
    "algorithm",
    type=Known("algorithm", _algorithms),
    default="RS256",
    show_default=True,
    help="RS256, ES256, PS256, HS256, or the same with 384 and 512.",
)
@click.option(
    "--verification-key-id",
    "key_id",
    default="default",
    show_default=True,
    metavar="ID",
    help="The name of the key, by which OPA looks up the public one.",
)
@click.option("--scope", metavar="NAME", help="What the bundles are signed for.")
@_file("--database", "database", help_="Where reports of clients are kept (SQLite); in memory if not given.")
@click.option(
    "--keep-days",
    "days",
    type=click.FloatRange(min=0, min_open=True),
    default=30,
    show_default=True,
    help="How long reports are kept.",
)
@click.option(
    "--keep-rows",
    "rows",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    help="How many reports of each kind are kept.",
)
@click.option(
    "--keep-size",
    "mebibytes",
    type=click.IntRange(min=1),
    default=1024,
    show_default=True,
    metavar="MIB",
    help="How large all that is kept may become.",
)
@click.option(
    "--poll",
    "interval",
    type=click.FloatRange(min=0.05),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="How often to look for changes on the disk.",
)
@click.option(
    "--longest-wait",
    type=click.FloatRange(min=0),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="The longest that a long poll is kept waiting, whatever it asks for.",
)
@click.option(
    "--most-connections",
    type=click.IntRange(min=1),
    default=4000,
    show_default=True,
    help="How many clients may be connected; a long poll is one.",
)
def command(
    path: str | None, regulations: tuple[str, ...], policies: tuple[str, ...], key: str | None, **given: Any
) -> int:
    """Serve OPA bundles: the law, that which the plan PATH names, or every bundle in the folder PATH.

    Of the law these are `envpolicy` with everything, and for those who load regulations one by one
    `envpolicy-lib` and a bundle for each. What changes on the disk is served as soon as it is whole; what is
    broken is told, and the old stays. See docs/serve.md.
    """
    from pathlib import Path

    from envpolicy.server import require_extra

    require_extra()
    if path is not None and (regulations or (policies and Path(path).is_dir())):
        raise click.UsageError(
            "what is in PATH is made already: --regulation and --policy are for the law without PATH"
        )

    import logging

    from envpolicy.cli.keys import key_text
    from envpolicy.cli.pipeline import own
    from envpolicy.cli.terminal import emit
    from envpolicy.server.serving import serve
    from envpolicy.server.sources import FolderSource, LawSource, PlanSource

    source: Source
    if path is None:
        source = LawSource(regulations or ("all",), own(policies))
    elif Path(path).is_file():
        source = PlanSource(Path(path), own(policies))
    else:
        source = FolderSource(Path(path))
    signing = (given["algorithm"], given["key_id"], given["scope"])
    sign = _signer(key_text(key), *signing) if key is not None else None
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    serve(source, _settings(given), sign, lambda url: emit(f"serving on {url}\n"))
    return 0


def _settings(given: Mapping[str, Any]) -> Settings:
    from pathlib import Path

    from envpolicy.server.credentials import Credentials
    from envpolicy.server.reports import Retention
    from envpolicy.server.serving import Settings

    files: dict[str, Any] = {
        name: Path(given[name]) if given[name] is not None else None
        for name in ("clients", "certificate", "private_key", "client_ca", "database")
    }
    database = files.pop("database")
    host, port = _host_and_port(given["address"])
    return Settings(
        host=host,
        port=port,
        credentials=Credentials(public=given["public"], **files),
        insecure=given["insecure"],
        retention=Retention(days=given["days"], rows=given["rows"], size=given["mebibytes"] << 20),
        interval=given["interval"],
        longest_wait=given["longest_wait"],
        most_connections=given["most_connections"],
        database=database,
    )


def _signer(
    key: str, algorithm: str, key_id: str, scope: str | None
) -> Callable[[Mapping[str, bytes]], Mapping[str, bytes]]:
    def signed(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        from envpolicy.bundle.signing import sign

        return sign(files, key, algorithm=algorithm, key_id=key_id, scope=scope)

    return signed


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not (port.isdecimal() and port.isascii() and int(port) < 1 << 16 and host):
        raise click.UsageError(f"`{address}` is no address: expected HOST:PORT, such as 127.0.0.1:8181")
    return host.removeprefix("[").removesuffix("]"), int(port)
