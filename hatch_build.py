"""The wheel carries the shipped law in its compiled form too, so that no first run has to make it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PrebuiltLaw(BuildHookInterface):
    """Compiles `policies/` into `envpolicy/_data/prebuilt.json`; see `envpolicy/prebuilt.py`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Nothing for an editable install, which finds `policies/` beside the package."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from envpolicy.compiler.policy_set import prebuild

        target = Path(self.directory) / "prebuilt.json"
        prebuild(target)
        build_data["force_include"][str(target)] = "envpolicy/_data/prebuilt.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """What was made for the wheel does not stay beside it."""
        Path(self.directory, "prebuilt.json").unlink(missing_ok=True)
