"""Whole processes, timed: wall seconds and peak memory, the least of some runs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measurement:
    """Seconds by the clock and of processor time (the least of the runs), peak resident memory in MiB (the most)."""

    seconds: float
    processor: float
    mebibytes: float


def run(command: Sequence[str | Path], *, runs: int = 3, accepted: Sequence[int] = (0, 1)) -> Measurement:
    """Time a command. Raises `RuntimeError` where it exits otherwise than accepted."""
    seconds, processor, mebibytes = [], [], []
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        _, complaint = b"", process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        processor.append(usage.ru_utime + usage.ru_stime)
        mebibytes.append(usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024))
        code = os.waitstatus_to_exitcode(status)
        process.returncode = code
        if code not in accepted:
            raise RuntimeError(f"{command[0]} exited {code}: {complaint.decode(errors='replace')[:500]}")
    return Measurement(min(seconds), min(processor), max(mebibytes))
