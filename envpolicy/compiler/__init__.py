"""Catalogue + selection -> Rego modules and JSON Schemas."""

from __future__ import annotations

from envpolicy.compiler.library import kept_library, library, with_imports
from envpolicy.compiler.policy_set import ENTRYPOINT, PolicySet, compile_policies

__all__ = ["ENTRYPOINT", "PolicySet", "compile_policies", "kept_library", "library", "with_imports"]
