"""Facts that lack, for people: what each would decide, and the line to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.reporters.text.page import Page, counted, some
from envpolicy.reporters.text.problems import write_problems

if TYPE_CHECKING:
    from envpolicy.facts import Facts, Wanted
    from envpolicy.model import Report
    from envpolicy.reporters import View

_BOUND = 20
_RESULTS = 4


def facts_text(found: Facts, report: Report, view: View) -> str:
    """The most valuable first, with totals; one line where nothing is open."""
    page = Page(width=view.width, colour=view.colour)
    _answer(page, found)
    if view.brief:
        return page.text()
    bound = len(found.wanted) if view.everything else _BOUND
    for number, wanted in enumerate(found.wanted[:bound], start=1):
        page.gap()
        _fact(page, number, wanted)
    if len(found.wanted) > bound:
        page.gap()
        page.whole(page.ink(f"and {counted(len(found.wanted) - bound, 'more fact')} (--all-pairs)", dim=True))
    if found.nameless:
        page.heading(f"Undecided, and no fact is named that would decide it ({len(found.nameless)})")
        page.prose(some(found.nameless, len(found.nameless) if view.everything else _BOUND), indent=2)
    if report.problems:
        page.heading("About the input")
        write_problems(page, report.problems, everything=view.everything)
    return page.text()


def _answer(page: Page, found: Facts) -> None:
    if not (found.wanted or found.undecided or found.open_pairs):
        page.whole(page.ink("Nothing is unknown: no fact is lacking.", bold=True))
        return
    said = f"{counted(len(found.wanted), 'fact')} would decide what is open"
    page.whole(
        page.ink(
            f"{said}: {counted(found.undecided, 'undecided result')}, "
            f"{counted(found.open_pairs, 'pair')} not known exactly",
            bold=True,
        )
    )


def _fact(page: Page, number: int, wanted: Wanted) -> None:
    lacking = wanted.lacking
    page.whole(page.ink(f"{number}. ") + page.ink(lacking.fact, bold=True))
    parts = [
        f"{counted(len(lacking.results), 'result')} ({wanted.musts} must)" if lacking.results else "",
        counted(lacking.pair_count, "pair") if lacking.pair_count else "",
        counted(lacking.finding_count, "finding") if lacking.finding_count else "",
    ]
    page.prose(", ".join(part for part in parts if part) or "nothing alone", indent=3, label="decides: ")
    if lacking.results:
        page.prose(some(lacking.results, _RESULTS), indent=3, label="for: ", dim=True)
    stated = wanted.statement
    if stated is None:
        page.prose(
            "no field of the plan: give the object or setting that it names", indent=3, label="state: "
        )
        return
    place = f"{stated.file}:{stated.line}: " if stated.file and stated.line else ""
    where = page.ink(place, colour="cyan") + page.ink(stated.path)
    if stated.example is None:
        page.whole(page.ink("give it in: ", dim=True) + where, indent=3)
        return
    page.whole(page.ink("state: ", dim=True) + where, indent=3)
    page.whole(page.ink("such as: ", dim=True) + page.ink(stated.example), indent=3)
    if stated.values:
        said = f"{stated.values} ({stated.meaning})" if stated.meaning else stated.values
        page.prose(said, indent=3, label="takes: ", dim=True)
