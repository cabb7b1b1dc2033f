"""What an answer holds beside the verdicts where it was asked for: facts of severity info, and facts that lack."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from envpolicy.evaluator.naming import advice_id
from envpolicy.evaluator.witnesses import shown
from envpolicy.model import CHANNELS, Info, Lacking, Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from envpolicy.estate import Estate


def informing(raw: Sequence[Mapping[str, Any]], estate: Estate) -> tuple[Info, ...]:
    """Facts of severity info, in the order of channels, leaks and places."""
    found = [
        Info(
            id=f"i-{sha256(item['key'].encode('utf-8', 'surrogatepass')).hexdigest()[:8]}",
            leak=item["leak"],
            kind=item["kind"],
            channel=item["channel"],
            cap=Level.of(item["cap"]),
            message=item["message"],
            remediation=item["remediation"],
            deployments=tuple(item["deployments"]),
            deployment_count=item["deploymentCount"],
            missing=tuple(item["missing"]),
            witness=tuple(shown(one, estate) for one in item["witness"]),
        )
        for item in sorted(raw, key=lambda item: item["key"])
    ]
    return tuple(sorted(found, key=lambda one: (CHANNELS.index(one.channel), one.leak)))


def lacking(raw: Sequence[Mapping[str, Any]]) -> tuple[Lacking, ...]:
    """Facts that are not given, in the order of their names."""
    return tuple(
        Lacking(
            fact=item["fact"],
            results=tuple(sorted(advice_id(name) if advice else name for name, advice in item["results"])),
            pairs=tuple((first, second) for first, second in item["pairs"]),
            pair_count=item["pairCount"],
            finding_count=item["findings"],
        )
        for item in sorted(raw, key=lambda item: item["fact"])
    )
