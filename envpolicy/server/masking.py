"""What clients report, without secrets: nothing that looks like a credential is ever stored.

What a credential is says `envpolicy.values`, as for manifests. Some places are hidden whatever stands there: data of
Secrets, headers that carry sessions, bodies of requests, answers that OPA keeps of outer services.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envpolicy.values import Views
from envpolicy.values.credentials import is_marked
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


def masked(value: Any) -> Any:
    """The JSON value with `***` in place of what may be a secret. What a name promises counts whatever its value."""
    return _Mask().of(value, "")


class _Mask:
    def __init__(self) -> None:
        self._views = Views()

    def of(self, value: Any, name: str) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if _is_secret(name):
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
            shown = HIDDEN if is_marked(key) else without_credentials(key)
            found[shown] = HIDDEN if key in hidden else self.of(entry, named if key in _VALUES else key)
        return found

    def _of_text(self, text: str, name: str) -> str:
        if self._views.of(text, name)["credential"] or is_marked(text):
            return HIDDEN
        return without_credentials(text)


def _is_secret(name: str) -> bool:
    return name in _PLACES or says(name) is Says.CREDENTIAL or not _WORDS.isdisjoint(parts(name))
