"""JSON for programs: the report as `schemas/report.schema.json` has it, the same bytes for equal reports."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from envpolicy.reporters import Reporter
from envpolicy.reporters._chosen import findings_of, pair_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envpolicy.model import Report
    from envpolicy.patches import Mending
    from envpolicy.reporters import View

# Characters that are no text to read: JSON allows them in strings as they are, but a terminal may obey them.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def dumps(value: Any, *, indent: int | None = 2) -> str:
    """`value` as JSON text that is safe to show on a terminal, and readable where letters are not ASCII."""
    try:
        text = json.dumps(value, indent=indent, ensure_ascii=False, allow_nan=False)
    except RecursionError:
        text = "".join(_pieces(value))
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class _Piece(str):
    """JSON text that is ready, among values that are not."""

    __slots__ = ()


def _pieces(value: Any) -> Iterator[str]:
    """JSON text on one line of a value nested more deeply than `json` can follow; manifests may be."""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, _Piece):
            yield item
        elif isinstance(item, dict):
            members: list[Any] = [_Piece("{")]
            for key, member in item.items():
                separator = ", " if len(members) > 1 else ""
                members += (_Piece(f"{separator}{json.dumps(str(key), ensure_ascii=False)}: "), member)
            todo += reversed([*members, _Piece("}")])
        elif isinstance(item, list | tuple):
            entries: list[Any] = [_Piece("[")]
            for entry in item:
                entries += (_Piece(", "), entry) if len(entries) > 1 else (entry,)
            todo += reversed([*entries, _Piece("]")])
        else:
            yield json.dumps(item, ensure_ascii=False, allow_nan=False)


class JsonReporter(Reporter):
    """The report itself, or the part of it that a pair or the matrix is."""

    subjects = ("verdicts", "matrix", "pair")

    def _render(self, report: Report, view: View) -> str:
        if view.subject == "matrix":
            return dumps(_matrix(report)) + "\n"
        if view.subject == "pair":
            return dumps(_pair(report, view)) + "\n"
        return dumps(report.to_json()) + "\n"


def _matrix(report: Report) -> dict[str, Any]:
    """All pairs, without the findings that explain them."""
    names = sorted({name for pair in report.pairs for name in pair.deployments})
    return {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "Matrix",
        "run": dict(report.run),
        "deployments": names,
        "pairs": [pair.to_json() for pair in report.pairs],
        "problems": [dict(problem) for problem in report.problems],
    }


def _pair(report: Report, view: View) -> dict[str, Any]:
    """One pair: placement, levels, leaks, and the requirements that speak of it or that something stands against."""
    names = view.pair or ("", "")
    pair = pair_of(report, names)
    findings = findings_of(report, pair) if pair else ()
    bound = {name for finding in findings for name in finding.requirements}
    return {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "Explanation",
        "run": dict(report.run),
        "deployments": [view.deployments[name] for name in names if name in view.deployments],
        "pair": pair.to_json() if pair else None,
        "findings": [finding.to_json() for finding in findings],
        "notices": [notice.to_json() for notice in report.notices],
        "results": [
            result.to_json()
            for result in report.results
            if result.pair is not None or result.requirement in bound
        ],
        **({"patch": _patch(view.mending)} if view.mending is not None else {}),
        "problems": [dict(problem) for problem in report.problems],
    }


def _patch(mending: Mending) -> dict[str, Any]:
    """What to add to which cluster, what it mends, and what nothing mends."""
    return {
        "documents": [
            {
                "cluster": document.change.cluster,
                "object": document.change.value,
                "what": document.change.what,
                "mends": [finding.id for finding in document.mends],
            }
            for document in mending.documents
        ],
        "declined": [
            {
                "finding": finding.id,
                "leak": finding.leak,
                "reason": reason,
                "remediation": finding.remediation,
            }
            for finding, reason in mending.declined
        ],
    }


REPORTER = JsonReporter()
