"""The law: `policies/regulations/*.yaml` -> `Catalog`, every problem collected."""

from __future__ import annotations

from envpolicy.catalog.entries import Catalog, Regulation, Requirement
from envpolicy.catalog.loading import load_catalog

__all__ = ["Catalog", "Regulation", "Requirement", "load_catalog"]
