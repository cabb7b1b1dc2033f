"""Run a tool that renders manifests: no shell, limits of time and output, its own words when it fails."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from envpolicy.documents import MAX_FILE_BYTES
from envpolicy.errors import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Seconds that one rendering may take.
TIMEOUT = 120.0
#: Characters of a tool's complaint that are passed on.
_COMPLAINT = 2000


def run(command: Sequence[str], *, cwd: Path, file: str, timeout: float = TIMEOUT) -> bytes | Problem:
    """What `command` writes to its standard output, or why there is nothing; `file` is what it works on."""
    where = Location(file=file)
    tool = Path(command[0]).name
    # No tool may wait for somebody to type a password.
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(
                list(command),
                cwd=cwd,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )
        except OSError as error:
            return Problem(message=f"{tool} does not start: {error.strerror}", location=where)
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(timeout, stop)
        timer.daemon = True
        timer.start()
        try:
            stream = process.stdout
            output = stream.read(MAX_FILE_BYTES + 1) if stream else b""
            if len(output) > MAX_FILE_BYTES:
                process.kill()
            if stream:
                stream.close()
            code = process.wait()
        finally:
            timer.cancel()
        if expired.is_set():
            return Problem(message=f"{tool} took more than {timeout:.0f} s", location=where)
        if len(output) > MAX_FILE_BYTES:
            return Problem(message=f"{tool} writes more than {MAX_FILE_BYTES >> 20} MiB", location=where)
        if code:
            complaints.seek(0)
            said = " ".join(complaints.read(_COMPLAINT).decode("utf-8", "replace").split())
            return Problem(message=f"{tool} fails: {said or f'exit code {code}'}", location=where)
        return output
