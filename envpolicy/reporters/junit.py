"""JUnit's XML, as pipelines read it: a suite for each regulation, a case for each requirement.

A `must` that fails is a failure, one that is not known an error: neither lets a pipeline pass. What fails or is not
known of a lesser force is skipped with its reason, as the exit code does not count it either; so is what is waived or
does not apply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from envpolicy.model import Force, Verdict
from envpolicy.reporters import Reporter
from envpolicy.reporters._entries import entries, place, plain, sentence

if TYPE_CHECKING:
    from envpolicy.model import Report, RequirementResult
    from envpolicy.reporters import View
    from envpolicy.reporters._entries import Entry

_COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}


class JunitReporter(Reporter):
    """One `testsuites` element."""

    def _render(self, report: Report, view: View) -> str:  # noqa: ARG002
        told: dict[str, list[Entry]] = {}
        for entry in entries(report):
            told.setdefault(entry.result.requirement, []).append(entry)
        root = Element("testsuites", name="envpolicy")
        suites: dict[str, Element] = {}
        for result in report.results:
            suite = suites.get(result.regulation)
            if suite is None:
                suite = suites[result.regulation] = SubElement(
                    root, "testsuite", name=plain(result.regulation)
                )
            _case(suite, result, told.get(result.requirement, []))
        unread = [problem for problem in report.problems if problem["level"] == "error"]
        if unread:
            case = SubElement(
                SubElement(root, "testsuite", name="input"), "testcase", classname="input", name="is read"
            )
            message = plain("\n".join(str(problem["message"]) for problem in unread))
            SubElement(case, "error", message=message.partition("\n")[0]).text = message
        for suite in root:
            _count(suite)
        _count(root)
        indent(root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(suite: Element, result: RequirementResult, told: list[Entry]) -> None:
    case = SubElement(
        suite,
        "testcase",
        classname=plain(result.regulation),
        name=plain(f"{result.requirement}: {result.title}"),
    )
    outcome = _outcome(result)
    if outcome is None:
        return
    text = "\n\n".join(_paragraph(entry) for entry in told)
    first = (text or result.reason or result.verdict.value).partition("\n")[0]
    message = f"{result.verdict.value} ({result.force.value}): {first}"
    SubElement(case, outcome, message=plain(message)).text = plain(text) or None


def _outcome(result: RequirementResult) -> str | None:
    if result.verdict is Verdict.PASS:
        return None
    if result.force is Force.MUST and result.verdict is Verdict.FAIL:
        return "failure"
    return "error" if result.force is Force.MUST and result.verdict is Verdict.UNKNOWN else "skipped"


def _paragraph(entry: Entry) -> str:
    at = place(entry)
    where = f"{at.file}:{at.line or 1}:{at.column or 1}: " if at is not None else ""
    return where + sentence(entry)


def _count(element: Element) -> None:
    element.set("tests", str(len(element.findall(".//testcase"))))
    for outcome, name in _COUNTED.items():
        element.set(name, str(len(element.findall(f".//{outcome}"))))


REPORTER = JunitReporter()
