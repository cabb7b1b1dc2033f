"""envpolicy: are Application Deployments really apart, and which clause says they must be?

The public names, and nothing else. Each is imported at first use: a command that needs one does not pay for all.


    >>> import envpolicy
    >>> plan = envpolicy.load_plan("envpolicy.yaml")                       # doctest: +SKIP
    >>> law = envpolicy.load_catalog().select(plan.regulations)            # doctest: +SKIP
    >>> policies = envpolicy.compile_policies(law)                         # doctest: +SKIP
    >>> estate = envpolicy.read_estate(plan)                               # doctest: +SKIP
    >>> envpolicy.evaluate(policies, estate, envpolicy.engine("embedded")).verdict  # doctest: +SKIP
    <Verdict.FAIL: 'fail'>
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.version import __version__

if TYPE_CHECKING:
    from envpolicy.catalog import Catalog, Regulation, Requirement, load_catalog
    from envpolicy.compiler import PolicySet, compile_policies
    from envpolicy.engines import engine
    from envpolicy.errors import EnvpolicyError, Location, Problem
    from envpolicy.estate import Estate
    from envpolicy.evaluator import Engine, evaluate
    from envpolicy.model import (
        Finding,
        Force,
        Interval,
        Level,
        PairResult,
        Report,
        RequirementResult,
        Verdict,
        Witness,
    )
    from envpolicy.plan import Plan, load_plan
    from envpolicy.sources import read_estate

_HOME = {
    "Catalog": "catalog",
    "Engine": "evaluator",
    "EnvpolicyError": "errors",
    "Estate": "estate",
    "Finding": "model",
    "Force": "model",
    "Interval": "model",
    "Level": "model",
    "Location": "errors",
    "PairResult": "model",
    "Plan": "plan",
    "PolicySet": "compiler",
    "Problem": "errors",
    "Regulation": "catalog",
    "Report": "model",
    "Requirement": "catalog",
    "RequirementResult": "model",
    "Verdict": "model",
    "Witness": "model",
    "compile_policies": "compiler",
    "engine": "engines",
    "evaluate": "evaluator",
    "load_catalog": "catalog",
    "load_plan": "plan",
    "read_estate": "sources",
}

__all__ = [
    "Catalog",
    "Engine",
    "EnvpolicyError",
    "Estate",
    "Finding",
    "Force",
    "Interval",
    "Level",
    "Location",
    "PairResult",
    "Plan",
    "PolicySet",
    "Problem",
    "Regulation",
    "Report",
    "Requirement",
    "RequirementResult",
    "Verdict",
    "Witness",
    "__version__",
    "compile_policies",
    "engine",
    "evaluate",
    "load_catalog",
    "load_plan",
    "read_estate",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
