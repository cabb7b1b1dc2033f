"""Which deployments a requirement speaks of, and which pairs it forms of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from envpolicy.testing.oracle.truth import every, negate, some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envpolicy.testing.oracle.truth import Truth

STAGES = ("local", "development", "integration", "testing", "staging", "production")
STAGE_SETS = {"non-production": STAGES[:-1], "pre-production": ("integration", "testing", "staging")}
PROTECTION_NEEDS = ("normal", "high", "very-high")
DATA_CLASSES = ("throw-away", "seed", "realistic", "customer")
ORDERS = {"stage": STAGES, "protection": PROTECTION_NEEDS, "data.class": DATA_CLASSES}

#: Treatments after which data are no longer anybody's; pseudonymised data still are.
CANCELLING = ("anonymised", "randomised", "synthetic")


def matches(selector: Mapping[str, Any], deployment: Mapping[str, Any], estate: Mapping[str, Any]) -> Truth:
    """Whether a selector matches a deployment: every entry must hold; `{}` matches everything."""
    parts: list[Truth] = []
    for key, wanted in selector.items():
        if key == "not":
            parts.append(negate(matches(wanted, deployment, estate)))
        elif key == "anyOf":
            parts.append(some(matches(one, deployment, estate) for one in wanted))
        elif key == "data":
            parts += [_of_data(deployment.get("data") or {}, name, one) for name, one in wanted.items()]
        elif key == "environment":
            parts += [
                holds(environment_of(deployment, estate).get(name), one) for name, one in wanted.items()
            ]
        else:
            parts.append(holds(deployment.get(key), wanted, key))
    return every(parts)


def holds(value: Any, condition: Any, field: str = "") -> Truth:
    """Whether a value meets a condition: a word, a list (any of it), `{not}`, `{atLeast}` and `{atMost}`.

    A list of values holds a word when it is one of them. A missing value (None) is unknown.
    """
    if value is None:
        return None
    if isinstance(condition, Mapping) and "not" in condition:
        return negate(holds(value, condition["not"], field))
    if isinstance(condition, Mapping):
        order = ORDERS[field]
        low = order.index(condition.get("atLeast", order[0]))
        high = order.index(condition.get("atMost", order[-1]))
        return value in order[low : high + 1]
    words = set()
    for word in condition if isinstance(condition, list) else [condition]:
        words |= set(STAGE_SETS.get(word, (word,))) if field == "stage" else {word}
    return bool(words & set(value)) if isinstance(value, list) else value in words


def has_quality(data: Mapping[str, Any], quality: str) -> Truth:
    """Whether data still have a quality: where they came from, less what the treatment took away."""
    if data.get("qualities") is None:
        return None
    if quality not in data["qualities"]:
        return False
    if quality not in ("personal", "patient"):
        return True
    return None if data.get("treatment") is None else data["treatment"] not in CANCELLING


def _of_data(data: Mapping[str, Any], name: str, condition: Any) -> Truth:
    if name != "qualities":
        return holds(data.get(name), condition, f"data.{name}")
    if isinstance(condition, Mapping):
        return negate(_of_data(data, name, condition["not"]))
    return some(
        has_quality(data, word) for word in (condition if isinstance(condition, list) else [condition])
    )


def environment_of(deployment: Mapping[str, Any], estate: Mapping[str, Any]) -> Mapping[str, Any]:
    """The Environment that a deployment is placed in; empty for one that runs off the platform."""
    name = (deployment.get("placement") or {}).get("environment")
    return next((one for one in estate["environments"] if one["name"] == name), {})


def in_scope(scope: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> Truth:
    """Whether a scope takes in a pair."""
    match scope:
        case "same-application":
            return _equal(a.get("application"), b.get("application"))
        case "other-application":
            return negate(_equal(a.get("application"), b.get("application")))
        case "same-owner":
            return _equal(a.get("owner"), b.get("owner"))
    return True


def differ(fields: Sequence[str], a: Mapping[str, Any], b: Mapping[str, Any]) -> Truth:
    """Whether two deployments differ in one of some fields."""
    return some(negate(_equal(a.get(field), b.get(field))) for field in fields)


def formed(
    body: Mapping[str, Any], a: Mapping[str, Any], b: Mapping[str, Any], estate: Mapping[str, Any]
) -> Truth:
    """Whether a requirement forms a pair of two deployments: each matches one of the selectors."""
    first, second = body["between"]
    return every(
        [
            some(
                [
                    every([matches(first, a, estate), matches(second, b, estate)]),
                    every([matches(first, b, estate), matches(second, a, estate)]),
                ]
            ),
            in_scope(body["scope"], a, b),
            differ(body["where"]["differ"], a, b) if "where" in body else True,
        ]
    )


def _equal(a: Any, b: Any) -> Truth:
    return None if a is None or b is None else a == b
