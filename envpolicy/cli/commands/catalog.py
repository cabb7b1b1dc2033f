"""`envpolicy catalog`: the law as loaded."""

# ruff: noqa: ARG001 - click decides which arguments it hands over

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from envpolicy.cli.settings import HELP, colour_option, completed, policy_option, text_or_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import CompletionItem

    from envpolicy.catalog import Regulation, Requirement
    from envpolicy.reporters.text.page import Page

_COLOURS = {"must": "red", "should": "yellow", "may": "cyan"}
_STATUS = {"in-force": "in force", "under-review": "under review"}

#: Blocks of a requirement, as people would call them.
_BLOCKS = {
    "appliesWhen": "applies when",
    "between": "between",
    "scope": "scope",
    "where": "where",
    "whenNoPair": "without a pair",
    "isolation": "isolation",
    "data": "data",
    "access": "access",
    "promotion": "promotion",
    "environments": "environments",
    "evidence": "evidence",
    "rego": "own rule",
}


@click.group(context_settings=HELP, short_help="Show the law as it was loaded.")
def command() -> None:
    """Show the regulations and requirements, who says so, and how sure that is."""


@command.command(
    "list",
    context_settings=HELP,
    epilog="""\b
Examples:
  envpolicy catalog list
  envpolicy catalog list | grep UNCONFIRMED
  envpolicy catalog list --format json | jq -r '.regulations[].id'
""",
)
@policy_option
@text_or_json
@colour_option
def list_command(policies: tuple[str, ...], format_: str, no_colour: bool) -> int:
    """List regulations with their status, and requirements with force and provenance, one a line."""
    from envpolicy.catalog import load_catalog
    from envpolicy.cli.pipeline import own
    from envpolicy.cli.terminal import emit

    catalog = load_catalog(extra=own(policies))
    if format_ == "json":
        from envpolicy.reporters.json import dumps

        emit(dumps(catalog.to_json()) + "\n")
        return 0
    page = _page(no_colour)
    for regulation in catalog.regulations:
        page.gap()
        status = _STATUS.get(regulation.status, regulation.status)
        about = f": {regulation.title}; {regulation.edition}; {regulation.jurisdiction}; {status}"
        page.whole(page.ink(regulation.id, bold=True) + page.ink(about))
        size = max((len(entry.id) for entry in regulation.requirements), default=0)
        for entry in regulation.requirements:
            marks = [entry.provenance.upper()] if entry.provenance != "confirmed" else []
            if entry.superseded_by:
                marks.append(f"superseded by {', '.join(entry.superseded_by)}")
            page.whole(
                page.ink(f"{entry.force.value:<6} ", colour=_COLOURS[entry.force.value])
                + page.ink(f"{entry.id:<{size}}  {entry.title}")
                + page.ink(f" [{'; '.join(marks)}]" if marks else "", colour="magenta"),
                indent=2,
            )
    page.gap()
    count = len(catalog.requirements)
    page.whole(
        page.ink(
            f"{count} requirements in {len(catalog.regulations)} regulations, {catalog.digest}", dim=True
        )
    )
    emit(page.text())
    return 0


def _names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from envpolicy.catalog import load_catalog

    catalog = load_catalog()
    words = [one.id for one in catalog.regulations] + [one.id for one in catalog.requirements]
    return completed(words, incomplete)


@command.command(
    "show",
    context_settings=HELP,
    epilog="""\b
Examples:
  envpolicy catalog show hipaa
  envpolicy catalog show iso-27001-2022-A.8.31
  envpolicy catalog show "ISO 27001 A.8.31" --format json
  envpolicy catalog show house-rules --policy house-rules.yaml
""",
)
@click.argument("name", shell_complete=_names)
@policy_option
@text_or_json
@colour_option
def show_command(name: str, policies: tuple[str, ...], format_: str, no_colour: bool) -> int:
    """Show everything about NAME: a regulation, a requirement, or an alias of either."""
    from envpolicy.catalog import load_catalog
    from envpolicy.cli.pipeline import own
    from envpolicy.cli.terminal import emit

    catalog = load_catalog(extra=own(policies))
    entries = catalog.select([name])
    wanted = {entry.id for entry in entries}
    regulations = [one for one in catalog.regulations if wanted & {entry.id for entry in one.requirements}]
    if format_ == "json":
        from envpolicy.reporters.json import dumps

        emit(
            dumps(
                {
                    "regulations": [
                        {**one.to_json(), "requirements": [entry.id for entry in one.requirements]}
                        for one in regulations
                    ],
                    "requirements": [entry.to_json() for entry in entries],
                }
            )
            + "\n"
        )
        return 0
    page = _page(no_colour)
    for regulation in regulations:
        _show_regulation(page, regulation)
        for entry in regulation.requirements:
            if entry.id in wanted:
                _show_requirement(page, entry)
    emit(page.text())
    return 0


def _page(no_colour: bool) -> Page:
    from envpolicy.cli.terminal import colourful, width
    from envpolicy.reporters.text.page import Page

    return Page(width=width(), colour=colourful(forbidden=no_colour))


def _show_regulation(page: Page, regulation: Regulation) -> None:
    page.heading(f"{regulation.id}: {regulation.title}")
    checked = f", facts checked on {regulation.checked}" if regulation.checked else ""
    status = _STATUS.get(regulation.status, regulation.status)
    page.prose(f"{regulation.edition}; {regulation.jurisdiction}; {status}{checked}", indent=2)
    page.whole(page.ink(regulation.source, dim=True), indent=2)
    if regulation.aliases:
        page.prose("; ".join(regulation.aliases), indent=2, label="also called: ")
    if regulation.note:
        page.prose(regulation.note, indent=2, label="note: ")


def _show_requirement(page: Page, entry: Requirement) -> None:
    page.gap()
    page.whole(
        page.ink(f"{entry.force.value} ", colour=_COLOURS[entry.force.value])
        + page.ink(f"{entry.id}: {entry.title}", bold=True)
    )
    standing = entry.provenance.upper() if entry.provenance != "confirmed" else entry.provenance
    unread = (
        ": nobody read the wording, so this can at most advise" if entry.provenance == "unconfirmed" else ""
    )
    page.prose(f"clause {entry.clause}; {entry.basis}; {standing}{unread}", indent=2)
    for label, words in (
        ("also called", entry.aliases),
        ("supersedes", entry.supersedes),
        ("superseded by", entry.superseded_by),
    ):
        if words:
            page.prose("; ".join(words), indent=2, label=f"{label}: ")
    for key, value in entry.body.items():
        page.prose(_words(value), indent=2, label=f"{_BLOCKS.get(key, key)}: ")
    for label, text in (("fix", entry.remediation), ("note", entry.note)):
        if text:
            page.prose(text, indent=2, label=f"{label}: ")
    for text in entry.not_evaluated:
        page.prose(text, indent=2, label="NOT EVALUATED: ")
    for source in entry.sources:
        page.prose(source, indent=2, label="source: ")
    place = entry.location
    page.whole(page.ink(f"{place.file}:{place.line}" if place.line else place.file, dim=True), indent=2)


def _words(value: Any) -> str:
    """A block as one would write it on one line of YAML, near enough."""
    if isinstance(value, dict):
        return _entries(value)
    if isinstance(value, list):
        return "; ".join(_entries(item) if isinstance(item, dict) else str(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _entries(mapping: Mapping[str, Any]) -> str:
    if not mapping:
        return "any"
    return ", ".join(
        f"{key} ({_words(value)})" if isinstance(value, dict | list) else f"{key} {_words(value)}"
        for key, value in mapping.items()
    )
