"""Plan and objects per cluster become the one evaluation input. Secrets are digested here, never later."""

from __future__ import annotations

from envpolicy.estate.amending import amended
from envpolicy.estate.building import Estate, build_estate

__all__ = ["Estate", "amended", "build_estate"]
