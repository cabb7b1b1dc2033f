"""Patches as YAML to apply: comments say what each document mends and where that was found."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

import yaml

from envpolicy.reporters.text.finding import place
from envpolicy.reporters.text.page import counted
from envpolicy.reporters.text.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envpolicy.model import Finding
    from envpolicy.patches import Mending
    from envpolicy.reporters import View

#: Text that every reader of YAML takes for text without quotes.
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"])
_WITNESSES = 4
_DECLINED = 20


class _Dumper(yaml.SafeDumper):
    """Quotes whatever some reader of YAML might take for no text; writes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def patch_text(mending: Mending, view: View) -> str:
    """One YAML stream: `kubectl apply -f` takes it where all is for one cluster."""
    names = " and ".join(view.pair or ())
    lines = list(_comment(f"What mends leaks between {names}. Read it before you apply it."))
    clusters = sorted({document.change.cluster for document in mending.documents})
    if len(clusters) > 1:
        lines += _comment(f"The documents are for {counted(len(clusters), 'cluster')}: each says for which.")
    if not mending.documents:
        lines += _comment("No leak of the two has a safe patch.")
    for document in mending.documents:
        lines.append("---")
        lines += _comment(f"For cluster {document.change.cluster}: {document.change.what}.")
        for finding in document.mends:
            lines += _about(finding, "Mends", view)
        if not document.mends:
            lines += _comment("Goes with the documents before it.")
        lines += dump(document.change.value).splitlines()
    if mending.declined:
        lines += ["---"] if mending.documents else []
        lines += _comment(f"Without a patch: {counted(len(mending.declined), 'finding')}.")
        bound = len(mending.declined) if view.everything else _DECLINED
        for finding, reason in mending.declined[:bound]:
            lines += _about(finding, "Not mended:", view)
            lines += _comment(f"Why: {reason}. {finding.remediation}", indent=2)
        if len(mending.declined) > bound:
            lines += _comment(f"and {len(mending.declined) - bound} more (--all-pairs)")
    return "\n".join(lines) + "\n"


def dump(value: Any) -> str:
    """A value as YAML that every reader reads alike."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=False, width=float("inf"))


def _about(finding: Finding, word: str, view: View) -> Iterator[str]:
    yield from _comment(
        f"{word} {finding.id} {finding.leak or ', '.join(finding.requirements)}: {finding.message}"
    )
    bound = len(finding.witness) if view.everything else _WITNESSES
    for witness in finding.witness[:bound]:
        yield from _comment(place(witness), indent=2)


def _comment(text: str, *, indent: int = 0) -> Iterable[str]:
    return textwrap.wrap(
        visible(" ".join(text.split())),
        100,
        initial_indent="# " + " " * indent,
        subsequent_indent="# " + " " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
