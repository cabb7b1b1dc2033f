"""What clients report, without secrets: nothing that looks like a credential is ever stored.

What a credential is says `envpolicy.values`, as for manifests. Some places are hidden whatever stands there: data of
Secrets, headers that carry sessions, bodies of requests, answers that OPA keeps of outer services.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from envpolicy.values import Views
from envpolicy.values.credentials import is_marked, may_be_marked
from envpolicy.values.endpoints import without_credentials
from envpolicy.values.names import Says, parts, says

if TYPE_CHECKING:
    from collections.abc import Mapping

HIDDEN = "***"
#: Words that name a credential of a person or a session, which manifests do not have.
_WORDS = frozenset(("cookie", "cookies", "session", "sessionid", "otp", "pin", "cvv", "csrf", "signature"))
#: Names of whole parts that are never kept.
_PLACES = frozenset(
    (
        "nd_builtin_cache",
        "raw_body",
        "parsed_body",
        "kubectl.kubernetes.io/last-applied-configuration",
        "stringData",
    )
)
#: A body of a request stands beside one of these.
_OF_A_REQUEST = frozenset(("headers", "method"))
#: How a pair of a list says its name, and its value.
_NAMES, _VALUES = ("name", "key", "Name", "Key"), ("value", "Value")


#: Short words, and what every decision has: ids, times, addresses. No rule takes such for a credential by itself.
_PLAIN = re.compile(
    r"[\w.-]{0,19}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}(?:-[0-9]{2}){2}T[0-9:.]{8,18}Z"
    r"|(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{1,5})?",
    re.ASCII,
)
#: Of how many names and texts it is remembered that they are plain, and the longest of these. Nothing is remembered but
#: what is stored as it is.
_MOST, _LONGEST = 20_000, 200


def masked(value: Any) -> Any:
    """The JSON value with `***` in place of what may be a secret. What a name promises counts whatever its value."""
    return _Mask().of(value, "")


class _Mask:
    def __init__(self) -> None:
        self._views = Views()

    def of(self, value: Any, name: str) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if _hides(name):
            return HIDDEN
        if isinstance(value, dict):
            return self._of_object(value)
        if isinstance(value, list):
            return [self.of(entry, name) for entry in value]
        return self._of_text(value, name) if isinstance(value, str) else value

    def _of_object(self, entries: Mapping[str, Any]) -> dict[str, Any]:
        hidden = {"data"} if str(entries.get("kind", "")).endswith("Secret") else set()
        if not _OF_A_REQUEST.isdisjoint(entries):
            hidden |= {"body", "query", "rawQuery"}
        named = next((str(entries[key]) for key in _NAMES if isinstance(entries.get(key), str)), "")
        found = {}
        for key, entry in entries.items():
            shown = key if key in _names else HIDDEN if is_marked(key) else without_credentials(key)
            found[shown] = HIDDEN if key in hidden else self.of(entry, named if key in _VALUES else key)
        return found

    def _of_text(self, text: str, name: str) -> str:
        if (_PLAIN.fullmatch(text) and not may_be_marked(text)) or (name, text) in _texts:
            return text
        if self._views.of(text, name)["credential"] or is_marked(text):
            return HIDDEN
        shown = without_credentials(text)
        if shown == text and len(text) <= _LONGEST and name in _names:
            _remember(_texts, (name, text))
        return shown


#: By plain name whether it hides what it names, and texts by such names.
_names: dict[str, bool] = {}
_texts: dict[tuple[str, str], bool] = {}


def _hides(name: str) -> bool:
    known = _names.get(name)
    if known is None:
        known = _is_secret(name)
        if len(name) <= _LONGEST and not is_marked(name) and without_credentials(name) == name:
            _remember(_names, name, known)
    return known


def _remember(where: dict[Any, bool], what: Any, value: bool = True) -> None:  # noqa: FBT001, FBT002
    if len(where) >= _MOST:
        where.clear()
    where[what] = value


def _is_secret(name: str) -> bool:
    return name in _PLACES or says(name) is Says.CREDENTIAL or not _WORDS.isdisjoint(parts(name))
