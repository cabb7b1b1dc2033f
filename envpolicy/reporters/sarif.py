"""SARIF 2.1.0, for code scanning: a result for each finding under each requirement, at the objects that prove it.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0; of what may be left out, that which GitHub's code
scanning reads is there (rule ids, levels, locations, partialFingerprints).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from envpolicy.model import Verdict
from envpolicy.reporters import Reporter
from envpolicy.reporters._entries import entries, level, place, plain, sentence
from envpolicy.reporters.json import dumps

if TYPE_CHECKING:
    from envpolicy.model import Report, RequirementResult, Witness
    from envpolicy.reporters import View
    from envpolicy.reporters._entries import Entry

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class SarifReporter(Reporter):
    """One log with one run."""

    def _render(self, report: Report, view: View) -> str:  # noqa: ARG002
        numbers = {result.requirement: number for number, result in enumerate(report.results)}
        reasons = {waiver.id: waiver.reason for waiver in report.waivers}
        run = {
            "tool": {
                "driver": {
                    "name": "envpolicy",
                    **({"semanticVersion": report.run["envpolicy"]} if "envpolicy" in report.run else {}),
                    "rules": [_rule(result) for result in report.results],
                }
            },
            "columnKind": "unicodeCodePoints",
            "invocations": [
                {
                    "executionSuccessful": not any(one["level"] == "error" for one in report.problems),
                    "toolExecutionNotifications": [_notification(one) for one in report.problems],
                }
            ],
            "results": [
                _result(entry, numbers[entry.result.requirement], reasons) for entry in entries(report)
            ],
            "properties": {"verdict": report.verdict.value, **report.run},
        }
        return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(result: RequirementResult) -> dict[str, Any]:
    return {
        "id": result.requirement,
        "shortDescription": {"text": plain(result.title)},
        "fullDescription": {"text": plain(f"{result.clause} of {result.regulation}: {result.title}")},
        "help": {"text": plain(result.remediation or result.title)},
        "defaultConfiguration": {"level": level(result, Verdict.FAIL)},
        "properties": {
            "clause": result.clause,
            "regulation": result.regulation,
            "force": result.force.value,
            "provenance": result.provenance,
            "verdict": result.verdict.value,
            "tags": ["isolation", result.regulation],
        },
    }


def _result(entry: Entry, number: int, reasons: dict[str, str]) -> dict[str, Any]:
    result, finding, verdict = entry
    at = place(entry)
    found: dict[str, Any] = {
        "ruleId": result.requirement,
        "ruleIndex": number,
        "level": level(result, verdict),
        "message": {"text": sentence(entry)},
        "locations": [] if at is None else [_location(at)],
        "properties": {"verdict": verdict.value},
    }
    if finding is None:
        return found
    others = [one for one in finding.witness if one.file and one is not at]
    found["relatedLocations"] = [{"id": index, **_location(one)} for index, one in enumerate(others, 1)]
    found["partialFingerprints"] = {"envpolicy/v1": f"{result.requirement} {finding.id}"}
    found["properties"] |= {
        "finding": finding.id,
        "leak": finding.leak,
        "severity": finding.severity,
        "pairs": [list(pair) for pair in finding.pairs],
        "pairCount": finding.pair_count,
    }
    if verdict is Verdict.WAIVED:
        found["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": plain(reasons.get(id_) or id_)}
            for id_ in finding.waivers
        ]
    return found


def _location(at: Witness) -> dict[str, Any]:
    region = {"startLine": at.line, "startColumn": at.column}
    region = {name: value for name, value in region.items() if value}
    where = f"{at.namespace}/{at.name}" if at.namespace else at.name
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(at.file or ""),
            **({"region": region} if "startLine" in region else {}),
        },
        "logicalLocations": [{"name": at.name, "fullyQualifiedName": f"{at.kind} {where} {at.path}".strip()}],
        "message": {"text": plain(f"{at.kind} {where}")},
    }


def _artifact(file: str) -> dict[str, str]:
    """The file as a URI: relative to the checkout, or absolute where its path is."""
    path = quote(file.replace("\\", "/"), safe="/")
    return {"uri": f"file://{path}"} if path.startswith("/") else {"uri": path, "uriBaseId": "%SRCROOT%"}


def _notification(problem: dict[str, Any]) -> dict[str, Any]:
    return {
        "level": "error" if problem["level"] == "error" else "warning",
        "message": {"text": plain(str(problem["message"]))},
    }


REPORTER = SarifReporter()
