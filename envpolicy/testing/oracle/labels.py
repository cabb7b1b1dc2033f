"""Kubernetes labels and label selectors (meta/v1 LabelSelector)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def of(item: Any) -> dict[str, str]:
    """The labels of an object or a pod template; none where they are missing or malformed."""
    return _texts(_mapping(_mapping(item).get("metadata")).get("labels"))


def notes(item: Any) -> dict[str, str]:
    """The annotations of an object; none where they are missing or malformed."""
    return _texts(_mapping(_mapping(item).get("metadata")).get("annotations"))


def matches(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether all of `matchLabels` and all of `matchExpressions` hold; the empty selector matches everything.

    An operator that Kubernetes does not know matches nothing: the API server would refuse it.
    """
    wanted = selector.get("matchLabels") or {}
    expressions = selector.get("matchExpressions") or []
    return all(labels.get(key) == value for key, value in wanted.items()) and all(
        _holds(expression, labels) for expression in expressions
    )


def _holds(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    key, values = expression.get("key", ""), expression.get("values") or []
    match expression.get("operator"):
        case "In":
            return key in labels and labels[key] in values
        case "NotIn":  # an absent key is not in any list
            return key not in labels or labels[key] not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
    return False


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _texts(value: Any) -> dict[str, str]:
    return {key: text for key, text in _mapping(value).items() if isinstance(text, str)}
