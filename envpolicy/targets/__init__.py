"""Targets turn the law into what other hosts enforce. One port with one verb, one file per target.

The file's name names the target: `json_schema.py` here (or a package of that name) that holds a `TARGET` is the target
`json-schema`. A last word `bundle` or `policy` says what it makes, not what it is called: `opa_bundle.py` is `opa`.

A target gives artefacts back and writes nothing: whether something is stale, and whether two builds are the same, is
plain equality.
"""

from __future__ import annotations

import os
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from envpolicy.errors import EnvpolicyError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from envpolicy.catalog import Catalog, Regulation, Requirement
    from envpolicy.compiler import PolicySet
    from envpolicy.evaluator import Engine
    from envpolicy.leaks import LeakCheck
    from envpolicy.plan import Plan

_STEP = re.compile(r"[\w.@+-]+")


class TargetError(EnvpolicyError):
    """There is no such target, or the law cannot be put into it."""


class Artefact(NamedTuple):
    """A file to be: its path with forward slashes, below the target's own folder, and its bytes."""

    path: str
    content: bytes


class Coverage(NamedTuple):
    """How much of a rule a host decides, and why no more: `full`, `projected` (one-sided) or `none`."""

    extent: str
    why: str = ""


#: The host decides what `envpolicy check` decides.
FULL = Coverage("full")


def projected(why: str) -> Coverage:
    """One-sided: what the host refuses fails in full."""
    return Coverage("projected", why)


def none(why: str) -> Coverage:
    """The host cannot say it."""
    return Coverage("none", why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """What is built: the selected requirements, compiled, and the whole catalogue that they are from.

    For hosts that see one cluster, `plan` tells the rest; `engine` decides what it asks of whom, as of `today`.
    """

    policies: PolicySet
    catalog: Catalog
    plan: Plan | None = None
    engine: Engine | None = None
    today: date | None = None

    @property
    def regulations(self) -> tuple[Regulation, ...]:
        """The regulations that some selected requirement is of."""
        wanted = {requirement.regulation for requirement in self.policies.requirements}
        return tuple(one for one in self.catalog.regulations if one.id in wanted)

    def requirements_of(self, regulation: str) -> tuple[Requirement, ...]:
        """The selected requirements of a regulation."""
        return tuple(one for one in self.policies.requirements if one.regulation == regulation)

    def deciding(self) -> Engine:
        """The engine. Raises `TargetError` where none was given: nothing can be decided then."""
        if self.engine is None:
            raise TargetError(
                Problem(
                    message="this target needs an engine to decide what the law asks of whom",
                    hint='give the law one: Law(..., engine=envpolicy.engine("embedded"))',
                )
            )
        return self.engine


class Target(ABC):
    """Puts the law into the form of one host. `artefacts` lets only `EnvpolicyError` escape."""

    #: Whether the artefacts are one OPA bundle, that may as well be one archive.
    is_bundle = False

    def artefacts(self, law: Law) -> tuple[Artefact, ...]:
        """The files, in the order of their paths. The same law gives the same bytes.

        Raises `TargetError` where a target makes two files of one path, or one that leads out of its folder.
        """
        try:
            made = self._artefacts(law)
        except EnvpolicyError:
            raise
        except Exception as error:
            raise TargetError(
                Problem(
                    message=f"the target failed: {type(error).__name__}: {error}",
                    hint="this is a mistake in envpolicy: please report it",
                )
            ) from error
        for path in made:
            steps = path.split("/")
            if not all(map(_STEP.fullmatch, steps)) or {".", ".."} & set(steps):
                raise TargetError(f"the target made a file with the path {path!r}")
        return tuple(Artefact(path, made[path]) for path in sorted(made))

    @abstractmethod
    def _artefacts(self, law: Law) -> Mapping[str, bytes]:
        """The bytes by path."""

    @abstractmethod
    def covers_leak(self, check: LeakCheck) -> Coverage:
        """How much of a leak check the host decides."""

    @abstractmethod
    def covers_requirement(self, requirement: Requirement) -> Coverage:
        """How much of a requirement the host decides."""


def _modules() -> dict[str, str]:
    """The modules here by the names of their targets."""
    folder = os.path.dirname(__file__)  # noqa: PTH120 - os is there already, pathlib would be a slower start
    found = {}
    for entry in os.listdir(folder):  # noqa: PTH208
        stem = entry.removesuffix(".py")
        is_package = os.path.exists(os.path.join(folder, entry, "__init__.py"))  # noqa: PTH110, PTH118
        if stem.startswith("_") or not stem.isidentifier() or (stem == entry and not is_package):
            continue
        found[re.sub("_(bundle|policy)$", "", stem).replace("_", "-")] = stem
    return found


def targets() -> tuple[str, ...]:
    """The names that `target` takes, sorted."""
    return tuple(sorted(_modules()))


def target(name: str) -> Target:
    """The target of that name. Raises `TargetError` with the known ones for any other name."""
    from importlib import import_module

    modules = _modules()
    if name not in modules:
        raise TargetError(
            Problem(message=f"there is no target `{name}`", hint=f"use one of {', '.join(targets())}")
        )
    found: Target = import_module(f"envpolicy.targets.{modules[name]}").TARGET
    return found
