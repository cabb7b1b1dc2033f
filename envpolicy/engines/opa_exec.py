"""The `opa` binary, one process per evaluation."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envpolicy.engines import GuardedEngine
from envpolicy.errors import EngineError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Seconds that one evaluation may take.
TIMEOUT = 600


class OpaExecEngine(GuardedEngine):
    """Runs `opa eval`. The binary is `$ENVPOLICY_OPA`, else `opa` on the path."""

    name = "opa-exec"

    def _evaluate(self, modules: Mapping[str, str], query: str, input_json: str) -> Any:
        import shutil
        import subprocess
        import tempfile

        binary = os.environ.get("ENVPOLICY_OPA") or shutil.which("opa")
        if binary is None:
            raise EngineError(
                Problem(
                    message="the program `opa` was not found",
                    hint="install Open Policy Agent, or use --engine embedded",
                )
            )
        with tempfile.TemporaryDirectory(prefix="envpolicy-") as folder:
            for path, source in modules.items():
                file = Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(source, encoding="utf-8")
            command = [
                binary,
                "eval",
                "--format",
                "json",
                "--strict-builtin-errors",
                "--data",
                folder,
                "--stdin-input",
                query,
            ]
            run = subprocess.run(
                command, input=input_json.encode(), capture_output=True, timeout=TIMEOUT, check=False
            )
        if run.returncode != 0:
            raise EngineError(Problem(message=f"opa eval failed: {_said(run.stdout, run.stderr)}"))
        result = json.loads(run.stdout).get("result")
        return result[0]["expressions"][0]["value"] if result else None


def _said(stdout: bytes, stderr: bytes) -> str:
    try:
        errors = json.loads(stdout)["errors"]
        return "; ".join(str(error.get("message")) for error in errors)
    except (ValueError, KeyError, TypeError):
        return (stderr or stdout).decode(errors="replace").strip()[:2000]
