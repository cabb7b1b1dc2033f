"""Why a text was not read, and the limits that every reading keeps to."""

from __future__ import annotations

from typing import Any

#: Levels of nesting; the real decoder stops here too.
MAX_DEPTH = 10_000
#: Bytes of one file or stream.
MAX_FILE_BYTES = 256 * 1024 * 1024
#: Characters of one scalar. A cluster stores no object past about 1.5 MB, so this only stops rubbish.
MAX_SCALAR = 64 * 1024 * 1024


class Refusal(Exception):  # noqa: N818 - it is turned into a Problem, never shown itself
    """A text is not what it should be. `line` and `column` count from 0 within the text that was read."""

    def __init__(self, message: str, line: int, column: int, hint: str | None = None) -> None:
        """Say what is wrong, where, and how to mend it."""
        super().__init__(message)
        self.message, self.line, self.column, self.hint = message, line, column, hint

    @classmethod
    def at(cls, event: Any, message: str, hint: str | None = None) -> Refusal:
        """The refusal of what starts where `event` starts."""
        mark = event.start_mark
        return cls(message, mark.line, mark.column, hint)


class CollectionKey(Refusal):
    """A mapping or sequence stands as a key."""
