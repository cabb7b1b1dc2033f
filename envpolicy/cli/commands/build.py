"""`envpolicy build`: the law in the form of other hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from envpolicy.cli.settings import HELP, Day, Known, policy_option, regulation_option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from envpolicy.targets import Artefact, Law

#: Where it goes if nobody says.
_FOLDER = "bundles"


def _targets() -> Sequence[str]:
    from envpolicy.targets import targets

    return targets()


@click.command(
    context_settings=HELP,
    short_help="Write the law for OPA, conftest and others.",
    epilog="""\b
Examples:
  envpolicy build
      every target, the whole catalogue, into bundles/
  envpolicy build --target opa --regulation hipaa -o dist
      an OPA bundle of one regulation, as the folder dist/opa
  envpolicy build --target opa -o envpolicy.tar.gz
      an OPA bundle as one file, the same bytes every time
  envpolicy build --target gatekeeper --plan envpolicy.yaml -o dist
      templates for Gatekeeper, and constraints for each cluster of a plan
  envpolicy build --check
      whether bundles/ is what would be written: nothing is

\b
Exit codes: 0 built (or nothing is stale), 1 --check found something stale, missing or extra, 2 wrong usage or input.
""",
)
@click.option(
    "--target",
    "-t",
    "names",
    type=Known("target", _targets),
    multiple=True,
    help="For which host; repeatable; every one if not given.",
)
@regulation_option("Build this regulation, requirement or alias instead of the whole catalogue; repeatable.")
@policy_option
@click.option(
    "--plan",
    "plan",
    metavar="FILE",
    type=click.Path(),
    help="The plan to make constraints of, for hosts that see one cluster; its regulations if none are named.",
)
@click.option("--today", type=Day(), help="The day as of which the plan is read; today if not given.")
@click.option(
    "--output",
    "-o",
    "output",
    default=_FOLDER,
    show_default=True,
    metavar="PATH",
    type=click.Path(),
    help="The folder, or for the target opa an archive that ends in .tar.gz.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing: say what would change, and exit 1 if anything would."
)
def command(
    names: tuple[str, ...],
    regulations: tuple[str, ...],
    policies: tuple[str, ...],
    plan: str | None,
    today: date | None,
    output: str,
    check: bool,
) -> int:
    """Put the law into the form of other hosts.

    Each target has a folder of its own below the output folder. Files of an earlier build that are no longer made are
    removed; anything else in there is left alone.
    """
    from pathlib import Path

    from envpolicy.bundle.archive import is_archive
    from envpolicy.targets import target

    chosen = tuple(dict.fromkeys(names)) or tuple(_targets())
    archive = is_archive(output)
    if archive and not (len(names) == 1 and target(names[0]).is_bundle):
        raise click.UsageError(
            "an archive holds one bundle: name one target that makes one, such as --target opa"
        )
    law = _law(regulations, policies, plan, today)
    made = {name: target(name).artefacts(law) for name in chosen}
    if archive:
        from envpolicy.bundle.archive import pack

        return _archive(Path(output), pack(dict(made[names[0]])), check=check)
    return _folder(Path(output), made, check=check)


def _law(
    regulations: tuple[str, ...], policies: tuple[str, ...], plan_file: str | None, today: date | None
) -> Law:
    from envpolicy.catalog import load_catalog
    from envpolicy.cli.pipeline import moment, own, read_plan
    from envpolicy.compiler import compile_policies
    from envpolicy.engines import engine
    from envpolicy.targets import Law

    plan = None if plan_file is None else read_plan(plan_file)
    catalog = load_catalog(extra=own(policies))
    names = regulations or (plan.regulations if plan is not None else ()) or ("all",)
    return Law(
        policies=compile_policies(catalog.select(names)),
        catalog=catalog,
        plan=plan,
        engine=engine("embedded"),
        today=moment(today)[1],
    )


def _archive(file: Path, content: bytes, *, check: bool) -> int:
    from envpolicy.cli.terminal import complain, emit
    from envpolicy.cli.tree import write_file
    from envpolicy.errors import Location, Problem

    if check:
        same = file.is_file() and file.read_bytes() == content
        if not same:
            what = "it is stale" if file.is_file() else "it is missing"
            complain([Problem(message=what, location=Location(file=str(file)), hint="build it again")])
        return 0 if same else 1
    changed = write_file(file, content)
    emit(f"{file}: {len(content)} bytes{'' if changed else ', unchanged'}\n")
    return 0


def _folder(folder: Path, made: Mapping[str, tuple[Artefact, ...]], *, check: bool) -> int:
    from envpolicy.cli.terminal import complain, emit
    from envpolicy.cli.tree import differences, files_of, write

    files = {name: files_of(name, artefacts) for name, artefacts in made.items()}
    if check:
        found = [problem for name in files for problem in differences(folder, name, files[name])]
        complain(found)
        if found:
            emit(f"{len(found)} files differ from what `envpolicy build` makes now\n")
        return 1 if found else 0
    for name, content in files.items():
        changed = write(folder, name, content)
        emit(f"{folder / name}: {len(made[name])} files, {changed} changed\n")
    return 0
