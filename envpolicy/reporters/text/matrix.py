"""The matrix of effective levels: a triangle of letters, in blocks of columns where it is too wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.model import Level
from envpolicy.reporters.text.finding import levels
from envpolicy.reporters.text.page import counted, some
from envpolicy.reporters.text.problems import write_problems
from envpolicy.reporters.text.visible import columns, visible, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envpolicy.model import PairResult, Report
    from envpolicy.reporters import View
    from envpolicy.reporters.text.page import Page

_LETTERS = {
    Level.NONE: "0",
    Level.RELEASE: "R",
    Level.NAMESPACE: "N",
    Level.CLUSTER: "C",
    Level.ENVIRONMENT: "E",
}
_COLOURS = {
    Level.NONE: "red",
    Level.RELEASE: "red",
    Level.NAMESPACE: "yellow",
    Level.CLUSTER: "cyan",
    Level.ENVIRONMENT: "green",
}
_LOWERED = 10
_CHANNELS = 4

#: Rows after which the numbers of the columns are said again.
_ROWS = 20

#: Columns that a name keeps at least where that puts the whole matrix into one block, and gets at most.
_NAME = (20, 28)


def write_matrix(page: Page, report: Report, view: View) -> None:
    """All pairs, then those that leaks lower or leave open, worst first."""
    pairs = {pair.deployments: pair for pair in report.pairs}
    names = sorted({name for pair in pairs for name in pair})
    if not names:
        page.whole("There is no pair: fewer than two deployments have a place.")
    else:
        _legend(page, names, pairs)
        _triangle(page, names, pairs)
        _lowered(page, report, view)
    if report.problems:
        page.heading("About the input")
        write_problems(page, report.problems, everything=view.everything)


def cell(pair: PairResult) -> str:
    """`N` where nothing lowers it, `N>R` where leaks do, `N?R` where it may be either, `C>N?R` both."""
    nominal, upper, lower = (
        _LETTERS[one] for one in (pair.nominal, pair.effective.upper, pair.effective.lower)
    )
    if upper == nominal:
        return nominal if lower == upper else f"{nominal}?{lower}"
    return f"{nominal}>{upper}" if lower == upper else f"{nominal}>{upper}?{lower}"


def _legend(page: Page, names: Sequence[str], pairs: dict[tuple[str, str], PairResult]) -> None:
    page.whole(
        page.ink(
            f"How {counted(len(names), 'deployment')} stand apart, in {counted(len(pairs), 'pair')}",
            bold=True,
        )
    )
    page.prose(
        "E environment, C cluster, N namespace, R release, 0 not at all. "
        "N>R: placed as N, but leaks leave R. N?R: N, or down to R; some fact is missing."
    )
    page.gap()


def _triangle(page: Page, names: Sequence[str], pairs: dict[tuple[str, str], PairResult]) -> None:
    cells = {pair: cell(result) for pair, result in pairs.items()}
    digits = len(str(len(names)))
    size = max([digits, *map(len, cells.values())]) + 1
    column = min(max(columns(visible(name)) for name in names), _NAME[1], page.width // 2)
    # The last deployment needs no column of its own; a block holds as many columns as fit.
    left = page.width - digits - 1 - (len(names) - 1) * size
    if _NAME[0] <= left < column:
        column = left
    room = max((page.width - digits - 1 - column) // size, 1)
    last = max(len(names) - 1, 1)
    for start in range(0, last, room):
        shown = range(start, min(start + room, len(names) - 1))
        page.gap()
        if room < last:
            page.whole(page.ink(f"Columns {start + 1} to {shown.stop} of {last}", dim=True))
        head = " " * (digits + 1 + column) + "".join(str(one + 1).rjust(size) for one in shown)
        for row in range(start, len(names)):
            if (row - start) % _ROWS == 0:
                page.whole(head)
            line = page.ink(f"{row + 1:>{digits}} {_fitted(names[row], column)}")
            for one in shown:
                if one < row:
                    pair = (names[one], names[row])
                    line += _cell(page, pairs.get(pair), cells.get(pair, ""), size)
            page.whole(line.rstrip())
    _full_names(page, names, column)


def _full_names(page: Page, names: Sequence[str], column: int) -> None:
    """The names that had to be shortened, by their numbers."""
    cut = [(number, name) for number, name in enumerate(names, start=1) if columns(visible(name)) > column]
    if not cut:
        return
    page.gap()
    page.whole("In full:")
    for number, name in cut:
        page.whole(page.ink(f"{number:>{len(str(len(names)))}} {name}"), indent=2)


def _cell(page: Page, pair: PairResult | None, text: str, size: int) -> str:
    if pair is None:
        return " " * size
    lowered = pair.effective.lower < pair.nominal
    colour = _COLOURS[pair.effective.lower] if lowered else None
    return " " * (size - len(text)) + page.ink(text, colour=colour, bold=lowered)


def _fitted(name: str, size: int) -> str:
    """The name in `size` columns; of a longer one the two ends, for that is where names differ."""
    name = visible(name)
    if columns(name) > size:
        end = (size - 2) // 2
        name = f"{within(name, size - 2 - end)}..{within(name, end, end=True)}"
    return name + " " * (size - columns(name))


def _lowered(page: Page, report: Report, view: View) -> None:
    """The pairs that stand lower than they are placed, one a line, the lowest first."""
    lowered = sorted(
        (pair for pair in report.pairs if pair.effective.lower < pair.nominal),
        key=lambda pair: (pair.effective.upper, pair.effective.lower, -pair.nominal, pair.deployments),
    )
    if not lowered:
        page.gap()
        page.whole("No leak lowers any pair, and nothing is left open.")
        return
    page.heading(f"Lower than placed, or not known ({counted(len(lowered), 'pair')})")
    bound = len(lowered) if view.everything else _LOWERED
    for pair in lowered[:bound]:
        channels = [name for name, level in pair.channels.items() if level.lower < pair.nominal]
        by = f", by {some(channels, len(channels) if view.everything else _CHANNELS)}" if channels else ""
        both = page.ink(f"{' and '.join(pair.deployments)}:")
        line = page.ink(f"{levels(pair)}{by}")
        if page.fits(f"{both} {line}", indent=2):
            page.whole(f"{both} {line}", indent=2)
        else:
            page.whole(both, indent=2)
            page.prose(f"{levels(pair)}{by}", indent=4, hang=0)
    if len(lowered) > bound:
        page.whole(page.ink(f"and {len(lowered) - bound} more (--all-pairs)", dim=True), indent=2)
    page.whole(page.ink("`envpolicy explain A B` tells why", dim=True), indent=2)
