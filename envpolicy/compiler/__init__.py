"""Catalogue + selection -> Rego modules and JSON Schemas."""

from __future__ import annotations

from envpolicy.compiler.policy_set import ENTRYPOINT, PolicySet, compile_policies, library

__all__ = ["ENTRYPOINT", "PolicySet", "compile_policies", "library"]
