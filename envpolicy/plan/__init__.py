"""A DeploymentPlan document, its records and its waivers, read into the values of `envpolicy.plan.model`."""

from __future__ import annotations

from envpolicy.plan.loading import load_plan
from envpolicy.plan.model import (
    Cluster,
    Data,
    Deployment,
    Environment,
    Manifest,
    Placement,
    Plan,
    Records,
    Waiver,
)

__all__ = [
    "Cluster",
    "Data",
    "Deployment",
    "Environment",
    "Manifest",
    "Placement",
    "Plan",
    "Records",
    "Waiver",
    "load_plan",
]
