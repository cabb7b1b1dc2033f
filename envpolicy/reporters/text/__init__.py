"""Text for people: the verdict, then what must be mended, worst first, each with its place and its fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envpolicy.reporters import Reporter

if TYPE_CHECKING:
    from envpolicy.model import Report
    from envpolicy.reporters import View


class TextReporter(Reporter):
    """Reads like an answer: a screenful where there is little to say, bounded where there is much."""

    subjects = ("verdicts", "matrix", "pair")

    def _render(self, report: Report, view: View) -> str:
        from envpolicy.reporters.text.page import Page

        page = Page(width=view.width, colour=view.colour)
        if view.subject == "matrix":
            from envpolicy.reporters.text.matrix import write_matrix

            write_matrix(page, report, view)
        elif view.subject == "pair" and view.mending is not None:
            from envpolicy.reporters.text.patch import patch_text

            return patch_text(view.mending, view)
        elif view.subject == "pair":
            from envpolicy.reporters.text.pair import write_pair

            write_pair(page, report, view)
        else:
            from envpolicy.reporters.text.verdicts import write_verdicts

            write_verdicts(page, report, view)
        return page.text()


REPORTER = TextReporter()
