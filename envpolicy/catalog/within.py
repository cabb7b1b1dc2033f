"""Contradictions within one requirement that fits the schema."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from envpolicy.catalog.selectors import SelectorError, condition_literal, never_matches, normal_form
from envpolicy.model import PROTECTION_NEEDS, Level
from envpolicy.validation import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Found: TypeAlias = tuple[tuple[str | int, ...], str, str]

#: Blocks that decide something.
DECIDING = ("isolation", "data", "access", "promotion", "environments", "evidence", "rego")

#: Facts that the shipped catalogue reads: a fact of nearly that name is a slip of the pen.
ORGANISATION_FACTS = (
    "hasClearinghouse",
    "partOfLargerOrganisation",
    "swedishStateAuthority",
    "careProvider",
    "processesCui",
    "managedService",
)


def inner_contradictions(raw: Mapping[str, Any]) -> Iterator[Found]:
    """Path inside the requirement, message and hint of each contradiction."""
    yield from _standing(raw)
    yield from _selectors(raw)
    yield from _organisation(raw)
    if "isolation" in raw:
        yield from _isolation(raw["isolation"])
    if "between" in raw and "isolation" not in raw and "disjoint" not in raw.get("access", {}):
        yield (
            ("between",),
            "pairs are formed, but nothing is asked of them",
            "add `isolation` or `access.disjoint`",
        )
    if "disjoint" in raw.get("access", {}) and "between" not in raw:
        yield ("access", "disjoint"), "`disjoint` needs two sides", "add `between` and `scope`"
    if "promotion" in raw:
        yield from _promotion(raw["promotion"])
    if (
        "data" in raw
        and not {"qualities", "treatments", "classAtMost", "audienceAtMost"} & raw["data"].keys()
    ):
        hint = "add `qualities`, `treatments`, `classAtMost` or `audienceAtMost`"
        yield ("data",), "`data` does not say what data", hint
    if "rego" in raw:
        yield from _rego(raw["rego"])


def _standing(raw: Mapping[str, Any]) -> Iterator[Found]:
    if raw["provenance"] == "unconfirmed" and raw["force"] == "must":
        hint = "use `should` or `may`, or read the text and set `provenance`"
        yield (
            ("force",),
            "a text that nobody read cannot condemn: `unconfirmed` carries at most `should`",
            hint,
        )
    deciding = [block for block in DECIDING if block in raw]
    if "supersededBy" in raw:
        for block in (*deciding, *(name for name in ("appliesWhen", "between") if name in raw)):
            hint = "move it to the successor, whose body decides for both"
            yield (block,), f"a superseded requirement has no body, but here is `{block}`", hint
    elif not deciding and "between" not in raw:
        yield (), "nothing is decided", f"add one of {listed(DECIDING)}, or `supersededBy`"


def _selectors(raw: Mapping[str, Any]) -> Iterator[Found]:
    applies = raw.get("appliesWhen", {})
    places: list[tuple[tuple[str | int, ...], Any]] = [
        (("between", index), selector) for index, selector in enumerate(raw.get("between", ()))
    ]
    if "deployments" in applies:
        places.append((("appliesWhen", "deployments"), applies["deployments"]))
    if "at" in raw.get("data", {}):
        places.append((("data", "at"), raw["data"]["at"]))
    for path, selector in places:
        try:
            form = normal_form(selector)
        except SelectorError as error:
            yield (*path, *error.path), str(error), error.hint or "mend the selector"
            continue
        if never_matches(form):
            yield (
                path,
                "the selector contradicts itself: it matches no deployment at all",
                "loosen one of its entries",
            )
    for place in ("environments", "changes"):
        for name, condition in applies.get(place, {}).items():
            try:
                condition_literal((name,), condition, (name,))
            except SelectorError as error:
                yield ("appliesWhen", place, *error.path), str(error), error.hint or "mend the condition"


def _organisation(raw: Mapping[str, Any]) -> Iterator[Found]:
    import difflib

    for fact in raw.get("appliesWhen", {}).get("organisation", {}):
        near = difflib.get_close_matches(fact, ORGANISATION_FACTS, n=1, cutoff=0.9)
        if near and fact not in ORGANISATION_FACTS:
            hint = f"write `{near[0]}`, or give the fact a name that cannot be mistaken for it"
            yield ("appliesWhen", "organisation", fact), f"`{fact}` is not `{near[0]}`, but nearly", hint


def _isolation(raw: Mapping[str, Any]) -> Iterator[Found]:
    ways = [name for name in ("floor", "floorByProtection", "anyOf") if name in raw]
    if len(ways) != 1:
        message = f"{listed(ways)} stand side by side" if ways else "no lowest level is named"
        yield ("isolation",), message, "write exactly one of `floor`, `floorByProtection` and `anyOf`"
    by_need = raw.get("floorByProtection", {})
    floors = [(need, Level.of(by_need[need])) for need in PROTECTION_NEEDS if need in by_need]
    for (low, lower), (high, higher) in pairwise(floors):
        if higher < lower:
            hint = f"`{high}` needs at least `{lower.label}`"
            yield ("isolation", "floorByProtection", high), f"`{high}` asks for less than `{low}` does", hint
    if "default" in raw:
        default = Level.of(raw["default"])
        if "anyOf" in raw:
            yield (
                ("isolation", "default"),
                "`default` beside `anyOf`, which holds under every profile",
                "drop one",
            )
        floor = max(
            [Level.of(raw["floor"])] if "floor" in raw else [level for _, level in floors], default=default
        )
        if floor > default:
            hint = f"raise `default` to `{floor.label}`, or lower the floor to `{default.label}`"
            yield (
                ("isolation", "default"),
                f"the floor `{floor.label}` is above the default `{default.label}`",
                hint,
            )
    elif "recommendation" in raw:
        hint = "add `default`, or drop `recommendation`"
        yield (
            ("isolation", "recommendation"),
            "a recommendation without the `default` that it recommends",
            hint,
        )


def _promotion(raw: Mapping[str, Any]) -> Iterator[Found]:
    if not {"records", "soak", "everyEnvironment"} & raw.keys():
        yield ("promotion",), "nothing is asked of the entries", "add `records` or `soak`"
    both = [kind for kind in raw.get("exempt", ()) if kind in raw.get("change", ())]
    for kind in both:
        yield (
            ("promotion", "exempt"),
            f"`{kind}` is both judged and exempt",
            "take it out of `change` or of `exempt`",
        )
    lost = [kind for kind in raw.get("afterwards", ()) if kind in raw.get("exempt", ())]
    for kind in lost:
        yield (
            ("promotion", "afterwards"),
            f"`{kind}` is exempt already",
            "take it out of `exempt` or of `afterwards`",
        )
    if "afterwards" in raw and not any("by" in record for record in raw.get("records", ())):
        hint = "add `by: production` to a record, or drop `afterwards`"
        yield (
            ("promotion", "afterwards"),
            "nothing is due by production, so nothing can come afterwards",
            hint,
        )
    for index, record in enumerate(raw.get("records", ())):
        if "by" in record and "after" in record:
            yield ("promotion", "records", index), "due both by production and after it", "write two records"
    if raw["register"] == "updates":
        for block in ("records", "medicalDevice"):
            if block in raw:
                hint = "use `register: changes`"
                yield ("promotion", block), f"the register of updates has nothing for `{block}` to read", hint
    elif "soak" in raw:
        yield (
            ("promotion", "soak"),
            "only the register of updates says when something entered",
            "use `updates`",
        )


def _rego(text: str) -> Iterator[Found]:
    lines = [line.strip() for line in text.splitlines()]
    if any(line.startswith("package ") for line in lines):
        yield (
            ("rego",),
            "the text names a package",
            "drop the line: each requirement gets a package of its own",
        )
    if not any(line.startswith(("findings contains ", "findings :=")) for line in lines):
        yield (
            ("rego",),
            "the text never says what a finding is",
            "add a rule `findings contains finding if { ... }`",
        )
