"""The only place where law and facts meet: PolicySet x Estate x Engine -> Report."""

from __future__ import annotations

from envpolicy.evaluator.deciding import Engine, evaluate

__all__ = ["Engine", "evaluate"]
