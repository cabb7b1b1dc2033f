"""One OPA bundle that holds everything: the library, the requirements, and what their ids stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.bundle.manifest import bundle
from envpolicy.targets import FULL, Target
from envpolicy.targets._described import catalogue, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envpolicy.catalog import Requirement
    from envpolicy.leaks import LeakCheck
    from envpolicy.targets import Coverage, Law


class _Opa(Target):
    is_bundle = True

    def _artefacts(self, law: Law) -> Mapping[str, bytes]:
        return bundle(
            {path: text.encode() for path, text in law.policies.modules.items()},
            roots=("envpolicy", "lib/envpolicy"),
            data={"envpolicy": {"catalogue": catalogue(law)}},
            metadata=metadata(law, "envpolicy", law.policies.requirements, self),
        )

    def covers_leak(self, _: LeakCheck) -> Coverage:
        return FULL

    def covers_requirement(self, _: Requirement) -> Coverage:
        return FULL


TARGET = _Opa()
