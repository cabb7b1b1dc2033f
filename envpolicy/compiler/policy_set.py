"""A selection of requirements as Rego: the hand-written library, and one thin module for each requirement."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from envpolicy.compiler.library import library
from envpolicy.compiler.rego_text import comment, literal
from envpolicy.errors import CompileError, Location, Problem
from envpolicy.prebuilt import keep, prebuilt
from envpolicy.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from jinja2 import Template

    from envpolicy.catalog import Requirement

#: Where the table of the leak checks stands among the modules.
LEAK_TABLE = "lib/envpolicy/leak_table.rego"

#: What an engine is asked.
ENTRYPOINT = "data.envpolicy.main.report"

_PACKAGE = re.compile(r"^package (\S+)", re.MULTILINE)
_IMPORT = re.compile(r"^import data\.(\S+)", re.MULTILINE)
_RESERVED = frozenset(
    {"as", "contains", "default", "else", "every", "false", "if", "import", "in", "not", "null"}
) | {
    "package",
    "some",
    "true",
    "with",
    "input",
    "data",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySet:
    """Rego modules by path, and the requirements they decide; `digest` is `sha256:...` of paths and texts."""

    requirements: tuple[Requirement, ...]
    modules: Mapping[str, str] = field(hash=False)
    digest: str


def compile_policies(requirements: Iterable[Requirement]) -> PolicySet:
    """Compile a selection of requirements.

    Raises `CompileError` where nothing is selected, or where two requirements would become one module.
    """
    selected = tuple(requirements)
    if not selected:
        raise CompileError(
            Problem(
                message="no requirement is selected: nothing would be checked",
                hint="name regulations in the plan, or with --regulation; `all` takes the whole catalogue",
            )
        )
    kept = prebuilt()
    modules = dict(kept["library"]) if kept else {**library(), LEAK_TABLE: leak_table_module()}
    for requirement in selected:
        for path, text in _modules_of(requirement, kept).items():
            if path in modules:
                raise CompileError(
                    Problem(
                        message=f"requirement {requirement.id} and another one would both become {path}",
                        location=requirement.location,
                        hint="give it an id that differs in letters or digits",
                    )
                )
            modules[path] = text
    problems = _unresolved(modules)
    if problems:
        raise CompileError(problems)
    if kept is None:
        prebuild()
    return PolicySet(requirements=selected, modules=modules, digest=digest(modules))


def _modules_of(requirement: Requirement, kept: Mapping[str, Any] | None) -> Mapping[str, str]:
    """The modules of a requirement: kept ones for a shipped requirement, else made now."""
    made = kept["modules"].get(requirement.id) if kept else None
    if made is not None and made["from"] == _fingerprint(requirement):
        modules: Mapping[str, str] = made["modules"]
        return modules
    return requirement_modules(requirement)


def _fingerprint(requirement: Requirement) -> str:
    return sha256(json.dumps(requirement.to_json(), sort_keys=True).encode()).hexdigest()


def prebuild(file: Path | None = None) -> None:
    """Compile the whole shipped law and keep it: in the user's cache, or in `file` for a wheel."""
    from envpolicy.catalog import load_catalog
    from envpolicy.compiler.dialect import rewritten, value_rules

    catalog = load_catalog(shipped("policies"))
    shared = {**library(), LEAK_TABLE: leak_table_module()}
    made: dict[str, dict[str, Any]] = {
        requirement.id: {"from": _fingerprint(requirement), "modules": requirement_modules(requirement)}
        for requirement in catalog.requirements
    }
    every = dict(shared)
    for entry in made.values():
        every.update(entry["modules"])
    rules = value_rules(every.values())
    embedded = {path: rewritten(source, rules) for path, source in every.items()}
    keep({"catalog": catalog.to_json(), "library": shared, "modules": made, "embedded": embedded}, file)


def _unresolved(modules: Mapping[str, str]) -> list[Problem]:
    """A problem for each import of a package that is not there: it would be undefined, and so pass."""
    packages = {found[1] for source in modules.values() if (found := _PACKAGE.search(source))}
    prefixes = packages | {
        ".".join(package.split(".")[:size])
        for package in packages
        for size in range(1, package.count(".") + 1)
    }
    return [
        Problem(
            message=f"`import data.{name}` names a package that does not exist",
            location=Location(file=path),
            hint="the library's packages are those below policies/rego/lib/envpolicy",
        )
        for path, source in sorted(modules.items())
        for name in _IMPORT.findall(source)
        if name not in prefixes
    ]


def digest(modules: Mapping[str, str]) -> str:
    """`sha256:...` over the paths and texts of some modules, in the order of their paths."""
    total = sha256()
    for path in sorted(modules):
        total.update(path.encode() + b"\0" + sha256(modules[path].encode()).digest())
    return f"sha256:{total.hexdigest()}"


@cache
def leak_table_module() -> str:
    """The table of the leak checks, from their METADATA: adding a file registers it."""
    from envpolicy.leaks import leak_table, read_leaks

    return leak_table(read_leaks(shipped("policies/rego/leaks")))


def requirement_modules(requirement: Requirement) -> dict[str, str]:
    """The modules of one requirement by path: the thin one, and that of its own Rego where it has some."""
    regulation, name = package_of(requirement)
    stem = f"envpolicy/requirements/{regulation}/{name}"
    package = f"envpolicy.requirements.{regulation}.{name}"
    own = requirement.body.get("rego")
    modules = {}
    if own is not None:
        modules[f"{stem}_own.rego"] = f"package {package}_own\n\n{own.strip()}\n"
    modules[f"{stem}.rego"] = _template().render(
        id=requirement.id,
        title=requirement.title,
        description=_description(requirement),
        resources=[source for source in requirement.sources if source.startswith("https://")],
        sources=[source for source in requirement.sources if not source.startswith("https://")],
        clause=requirement.clause,
        regulation=requirement.regulation,
        provenance=requirement.provenance,
        basis=requirement.basis,
        force=requirement.force.value,
        superseded_by=list(requirement.superseded_by),
        package=package,
        own=f"data.{package}_own" if own is not None else None,
        judgement=_judgement(f"{name}_own", own) if own is not None else None,
        parameters=literal(_parameters(requirement)),
    )
    return modules


def package_of(requirement: Requirement) -> tuple[str, str]:
    """The last two parts of a requirement's package: its regulation and itself, as identifiers."""
    rest = requirement.id.removeprefix(requirement.regulation).lstrip("-.") or requirement.id
    return identifier(requirement.regulation), identifier(rest)


def identifier(text: str) -> str:
    """`text` as a Rego identifier in snake case: letters and digits kept, the rest turned into `_`."""
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return f"r_{name}" if not name or name[0].isdigit() or name in _RESERVED else name


def _parameters(requirement: Requirement) -> dict[str, Any]:
    return {
        "id": requirement.id,
        "clause": requirement.clause,
        "regulation": requirement.regulation,
        "remediation": requirement.remediation or "",
        **{name: value for name, value in requirement.parameters.items() if name not in {"id", "rego"}},
    }


def _description(requirement: Requirement) -> str:
    words = [requirement.note] if requirement.note else []
    if requirement.provenance == "unconfirmed":
        words.append("The wording of the clause was not read: it is held against nobody.")
    if requirement.superseded_by:
        words.append(f"Superseded by {', '.join(requirement.superseded_by)}, whose verdict it shares.")
    words.append(f"Clause {requirement.clause}.")
    return " ".join(words)


def _judgement(own: str, text: str) -> str:
    """What a rule of the author's own says, as a block; `applies` decides where there is one."""
    applies = f"{own}.applies" if re.search(r"^(default\s+)?applies\b", text, re.MULTILINE) else "true"
    return f'{{\n\t"applies": {applies},\n\t"findings": [finding | some finding in {own}.findings],\n}}'


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("envpolicy.compiler"),
        autoescape=False,  # noqa: S701 - Rego is not HTML; every value passes `comment` or `literal`
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["comment"] = comment
    return environment.get_template("requirement.rego.j2")
