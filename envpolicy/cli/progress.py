"""One line on standard error that says what is being done, after two seconds, on terminals only."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import Event, Thread
    from types import TracebackType
    from typing import Self

#: Seconds of silence before the line appears, and between its changes.
PATIENCE = 2.0
_PULSE = 0.25


class Progress:
    """Call it with what is being done; use it as a context, so that the line is gone afterwards.

    A thread draws the line. It is started by the first call, and never where nobody watches.
    """

    def __init__(self, *, watched: bool | None = None) -> None:
        """Progress on standard error; `watched` says if someone looks (by default, if it is a terminal)."""
        self._watched = sys.stderr.isatty() if watched is None else watched
        self._start = monotonic()
        self._doing = ""
        self._shown = False
        self._done: Event | None = None
        self._thread: Thread | None = None

    def __call__(self, doing: str) -> None:
        """Say what is being done from now on, for instance `reading manifests/prod`."""
        self._doing = doing
        if not self._watched:
            return
        if self._thread is None:
            from threading import Event, Thread

            self._done = Event()
            self._thread = Thread(target=self._draw_until_done, args=(self._done,), daemon=True)
            self._thread.start()
        elif monotonic() - self._start > PATIENCE:
            # The next step may keep the interpreter to itself (an engine does), so it is named before.
            self._draw()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None and self._done is not None:
            self._done.set()
            self._thread.join()
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _draw_until_done(self, done: Event) -> None:
        pause = PATIENCE
        while not done.wait(pause):
            self._draw()
            pause = _PULSE

    def _draw(self) -> None:
        from envpolicy.cli.terminal import width
        from envpolicy.reporters.text.visible import visible

        seconds = f" {monotonic() - self._start:.0f} s"
        room = width(sys.stderr) - len(seconds) - 1
        self._shown = True
        sys.stderr.write(f"\r\x1b[K{visible(self._doing)[:room]}{seconds}")
        sys.stderr.flush()
