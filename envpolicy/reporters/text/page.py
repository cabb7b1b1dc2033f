"""Lines for people: wrapped prose, lines that stay whole, and colour where there is a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.model import Force, Verdict
from envpolicy.reporters.text.visible import columns, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Below this width nothing is laid out well; terminals that say less are taken to mean this.
NARROW = 40

_COLOURS = {
    Verdict.PASS: "green",
    Verdict.FAIL: "red",
    Verdict.UNKNOWN: "magenta",
    Verdict.WAIVED: "cyan",
    Verdict.NOT_APPLICABLE: "bright_black",
}


class Page:
    """Text that grows line by line. What goes in is made visible here, so no caller can forget it."""

    def __init__(self, *, width: int, colour: bool) -> None:
        """A page `width` columns wide; `colour` allows the escape sequences of a terminal."""
        self.width = max(width, NARROW)
        self.colour = colour
        self._lines: list[str] = []

    def ink(self, text: str, *, colour: str | None = None, bold: bool = False, dim: bool = False) -> str:
        """`text` made visible, and coloured where colours are allowed."""
        text = visible(text)
        if not self.colour or not text or not (colour or bold or dim):
            return text
        import click

        return click.style(text, fg=colour, bold=bold or None, dim=dim or None)

    def verdict(self, word: str, verdict: Verdict, force: Force = Force.MUST) -> str:
        """A verdict's word, in its colour; a failure that only advises is not red."""
        colour = "yellow" if verdict is Verdict.FAIL and force is not Force.MUST else _COLOURS[verdict]
        return self.ink(word, colour=colour, bold=force is Force.MUST)

    def heading(self, text: str) -> None:
        """A heading, with an empty line above it."""
        self.gap()
        self.whole(self.ink(text, bold=True))

    def whole(self, text: str = "", *, indent: int = 0) -> None:
        """A line that is never wrapped, so that its parts can be searched for. `text` comes from `ink`."""
        self._lines.append(" " * indent + text if text else "")

    def fits(self, text: str, *, indent: int = 0) -> bool:
        """Whether a line made by `ink` is no wider than the page."""
        if self.colour:
            import click

            text = click.unstyle(text)
        return indent + columns(text) <= self.width

    def prose(
        self, text: str, *, indent: int = 0, label: str = "", hang: int | None = None, dim: bool = False
    ) -> None:
        """Text wrapped to the width; lines after the first are indented by `hang`, or as far as the label."""
        start = visible(label)
        before = " " * (indent + (columns(start) if hang is None else hang))
        lines = _wrapped(
            start + visible(" ".join(text.split())),
            max(self.width, len(before) + NARROW // 2),
            " " * indent,
            before,
        )
        for number, line in enumerate(lines):
            if dim:
                said = self.ink(line, dim=True)
            elif number == 0:
                said = " " * indent + self.ink(start, dim=True) + line[indent + len(start) :]
            else:
                said = line
            self._lines.append(said)

    def gap(self) -> None:
        """An empty line, unless there is one already or the page is empty."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        """The page, ending in one newline."""
        return "\n".join(self._lines).rstrip("\n") + "\n"


def _wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    """Lines no wider than the width, where no word is. Words stay whole, and so do their hyphens."""
    lines: list[str] = []
    line, room = first, width - len(first)
    for word in text.split(" "):
        size = columns(word)
        started = bool(line.strip())
        if started and size + 1 > room:
            lines.append(line)
            line, room, started = rest, width - len(rest), False
        line, room = (f"{line} {word}", room - size - 1) if started else (line + word, room - size)
    return [*lines, line] if line.strip() else lines


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 pair`, `3 pairs`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def some(words: Iterable[str], bound: int) -> str:
    """The words with commas, as many as `bound` allows, and how many more there are."""
    words = list(words)
    left = len(words) - bound
    return ", ".join(words[:bound]) + (f" and {left} more" if left > 0 else "")
