"""Family "facts", the other way round: what is uncertain names what lacks, and to state it ends the doubt."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import given

from envpolicy.engines.embedded import EmbeddedEngine
from envpolicy.facts import CLUSTER_FACTS, CONTROLLER_FACTS
from envpolicy.leaks import leak_table
from envpolicy.testing import examples, laws
from envpolicy.testing.strategies import leaky
from envpolicy.testing.strategies.effort import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from envpolicy.testing.laws import Estate

CASES = examples.cases()
MODULES = {**laws.modules(laws.CHANNELS), "lib/envpolicy/leak_table.rego": leak_table(examples.checks())}
FACTS = {**CLUSTER_FACTS, **CONTROLLER_FACTS}

#: A second value of a fact, beside that of the line `envpolicy facts` gives as an example.
OTHER: Mapping[str, Any] = {
    "networkPolicyEnforced": False,
    "ipBlockMatchesPods": True,
    "endPortSupported": False,
    "hostNetworkHandling": "pod",
    "podCIDRs": ["172.20.0.0/16"],
    "serviceCIDRs": ["172.21.0.0/16"],
    "nodeCIDRs": ["172.22.0.0/16"],
    "network": "none",
    "oidcIssuer": "none",
    "kubeletImageCredentialVerification": True,
}

#: What no fact of a cluster tells, in words: an object that was named and not given, or a setting that is not text.
OF_OBJECTS = re.compile(r".+ (of|on|in|from) .+")
#: What looks like a fact of a cluster, so that it has to be one.
LIKE_A_FACT = re.compile(r"([a-z]+[A-Z]\w*|\w+\.\S+) of \S+/\S+")


@cache
def facts_of(number: int) -> Any:
    case = CASES[number]
    estate = json.dumps(examples.estate(case.example))
    return EmbeddedEngine().evaluate(MODULES, examples.query(case.check), estate)


def doubtful() -> list[int]:
    return [
        number
        for number, case in enumerate(CASES)
        if case.side == "leaks" and any(not fact.get("certain", True) for fact in facts_of(number))
    ]


def report(estate: Estate) -> Mapping[str, Any]:
    question = json.dumps(laws.question(estate, []))
    return EmbeddedEngine().evaluate(MODULES, laws.QUERY, question)[0]  # type: ignore[no-any-return]


def uncertain(said: Mapping[str, Any]) -> dict[tuple[str, tuple[str, ...]], set[str]]:
    """Leak and pair of each finding that is not certain, with what it lacks."""
    found: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for one in said["findings"]:
        if one.get("leak") and one["missing"]:
            for pair in one["pairs"] or [(one["from"], one["to"])]:
                found.setdefault((one["leak"], tuple(sorted(pair))), set()).update(one["missing"])
    return found


def parts(text: str) -> tuple[str, str] | None:
    """Fact and cluster, where the table has it."""
    match = re.fullmatch(r"(\S+) of (\S+/\S+)", text)
    return (match[1], match[2]) if match and match[1] in FACTS else None


def stated(estate: Estate, values: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    changed = copy.deepcopy(dict(estate))
    for (fact, cluster), value in values.items():
        place = changed["clusters"][cluster]["facts"]
        *above, last = fact.split(".")
        for step in above:
            place = place.setdefault(step, {})
        place[last] = "" if value == "none" else value
    return changed


def assignments(wanted: list[tuple[str, str]]) -> Iterator[dict[tuple[str, str], Any]]:
    """Values for one of the facts, else for all of them."""
    choices = {
        key: [yaml.safe_load(FACTS[key[0]]), *([OTHER[key[0]]] if key[0] in OTHER else [])] for key in wanted
    }
    for key in wanted:
        yield from ({key: value} for value in choices[key])
    for values in product(*(choices[key] for key in wanted)):
        yield dict(zip(wanted, values, strict=True))


def undecided(estate: Estate) -> list[str]:
    """The uncertain findings that name nothing, or nothing that ends the doubt though the table has it."""
    found = []
    for key, missing in uncertain(report(estate)).items():
        known = sorted(part for text in missing if (part := parts(text)))
        of_objects = {text for text in missing if not parts(text)}
        found += [
            f"{key}: {text}"
            for text in of_objects
            if LIKE_A_FACT.fullmatch(text) or not OF_OBJECTS.fullmatch(text)
        ]
        if known and not of_objects:
            ended = any(key not in uncertain(report(stated(estate, values))) for values in assignments(known))
            found += [f"{key}: {known} ends nothing"] if not ended else []
    return found


def test_what_is_uncertain_of_an_example() -> None:
    strange = []
    for number in doubtful():
        case = CASES[number]
        doubts = [fact for fact in facts_of(number) if not fact.get("certain", True)]
        strange += [case.name for fact in doubts if not fact.get("missing") and not fact.get("side")]
        strange += [f"{case.name}: {text}" for text in undecided(examples.estate(case.example))]
    assert strange == []


@FEWEST
@given(leaky.estates())
def test_what_is_uncertain_of_a_drawn_estate(estate: dict[str, Any]) -> None:
    assert undecided(estate) == []
