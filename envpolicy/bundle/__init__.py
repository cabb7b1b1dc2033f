"""OPA bundles: what is in one, how it is packed, read, hashed, signed and verified.

A bundle in memory is its files by path (no leading slash), as bytes; `.manifest` says which parts of `data` it owns.
"""

from __future__ import annotations

from envpolicy.errors import EnvpolicyError


class BundleError(EnvpolicyError):
    """A bundle is not well formed, or cannot be read safely."""


class SignatureError(EnvpolicyError):
    """A bundle is not what was signed, or nobody that is trusted signed it."""

    exit_code = 1
