"""OPA bundles that are loaded together: the library in one, and one for each regulation, with disjoint roots.

For organisations in which different people answer for different regulations, or that load some here and others there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.bundle.manifest import bundle, check_disjoint
from envpolicy.compiler.policy_set import identifier
from envpolicy.targets import FULL, Target
from envpolicy.targets._described import described, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envpolicy.catalog import Requirement
    from envpolicy.leaks import LeakCheck
    from envpolicy.targets import Coverage, Law

#: The bundle that every other one needs.
LIBRARY = "envpolicy-lib"
_REQUIREMENTS = "envpolicy/requirements/"


class _OpaRegulations(Target):
    def _artefacts(self, law: Law) -> Mapping[str, bytes]:
        modules = {path: text.encode() for path, text in law.policies.modules.items()}
        library = {path: text for path, text in modules.items() if not path.startswith(_REQUIREMENTS)}
        roots = {path.removesuffix(".rego") for path in library if path.startswith("envpolicy/")}
        bundles = {
            LIBRARY: bundle(
                library, roots={*roots, "lib/envpolicy"}, metadata=metadata(law, LIBRARY, (), self)
            )
        }
        for regulation in law.regulations:
            name = identifier(regulation.id)
            root = f"{_REQUIREMENTS}{name}"
            table = f"envpolicy/catalogue/{name}"
            chosen = law.requirements_of(regulation.id)
            bundles[regulation.id] = bundle(
                {path: text for path, text in modules.items() if path.startswith(f"{root}/")},
                roots=(root, table),
                data={"envpolicy": {"catalogue": {name: {one.id: described(one) for one in chosen}}}},
                metadata=metadata(law, regulation.id, chosen, self),
            )
        check_disjoint(bundles)
        return {f"{name}/{path}": data for name, files in bundles.items() for path, data in files.items()}

    def covers_leak(self, _: LeakCheck) -> Coverage:
        return FULL

    def covers_requirement(self, _: Requirement) -> Coverage:
        return FULL


TARGET = _OpaRegulations()
