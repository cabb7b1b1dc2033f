"""Hides what is secret wherever it stands: a second look, after the known places became views.

Marked values (private keys, JWTs, tokens of well-known forms), users in URLs and `password=` in texts are
hidden in every object. In custom resources, whose fields nobody knows, the name of a field decides as well. A
whole value becomes a view; within a longer text, and in metadata, `[secret:<digest>]` stands in its place, so
that text stays text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from envpolicy.estate.cleaning import arguments, environment
from envpolicy.estate.kinds import BUILT_IN_GROUPS
from envpolicy.values import credentials
from envpolicy.values.contents import DIRECTIVE, OPTION, PAIR, end_of_line, stands_alone
from envpolicy.values.endpoints import without_credentials
from envpolicy.values.names import Says, says

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envpolicy.values import Views

#: Words one of which stands in every name of a credential, in small letters.
_TELLING = ("pass", "pwd", "pw", "secret", "token", "key", "cred", "dsn", "auth", "bearer", "jwt", "string")
_WORDS = f"(?:{'|'.join(_TELLING)})"
#: In the JSON text of an object, in small letters: `password=`, `\\"password\\":`, `--password x`, but not
#: the name of a field.
_PAIRS = re.compile(
    rf"""{_WORDS}[\w.-]*(?:\\+"|')?(?:\\[tn]|\s){{0,3}}[:=]|-[\w-]*{_WORDS}[\w-]*(?:\s|\\[tn])|requirepass\s|(?:master|primary)auth\s|auth-pass\s"""
)
_FIELDS = re.compile(rf"""{_WORDS}[^"\\]*":""")
_URL = re.compile(r"""://[^"\s]*[@?;]""")
_IMAGE = re.compile(r"[\w./:-]+(?:@sha256:[0-9a-f]{64})?", re.ASCII)
_BLOCKS = frozenset(("|", ">", "|-", ">-", "|+", ">+"))
_WORD = re.compile(r"\S*")
_HEADER = re.compile(r"\b(Bearer|Basic|bearer|basic)(\s+)([A-Za-z0-9+/=._~-]{8,})")

#: Built-in kinds with maps that drivers fill as they like.
_DRIVERS = frozenset(("StorageClass.storage.k8s.io", "PersistentVolume"))
#: Fields that only hold a value: the field around them has its name.
_HOLDERS = frozenset(("value", "plaintext", "plain", "text", "literal", "inline", "data", "stringvalue"))
#: Fields whose own fields are labels or annotations of somebody's: what is matched has to stay as it is.
_LABELS = frozenset(
    ("labels", "annotations", "matchLabels", "nodeSelector", "selector", "podLabels", "podAnnotations")
)
#: Fields that only sound like credentials, by group: they name a key, not its value.
_HARMLESS = {
    "external-secrets.io": frozenset(("secretKey",)),
    "secrets-store.csi.x-k8s.io": frozenset(("secrets",)),
}
#: The same, for names in texts.
_HARMLESS_IN_TEXTS = {"secrets-store.csi.x-k8s.io": frozenset(("secretKey",))}


class Suspicion:
    """Which objects may hold something to hide: most have nothing of the kind, and are not walked.

    Made from the JSON texts, without blanks, of all objects: what stands in none of them is asked of none.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        whole = "\n".join(texts)
        self._marks = [mark for mark in credentials.MARKS if mark in whole]
        small = _small(whole)
        self._words = [word for word in _TELLING if word in small]

    def rests_on(self, text: str, key: str) -> bool:
        """Whether the object with this text and `Kind.group` has to be swept."""
        if "://" in text and _URL.search(text):
            return True
        for mark in self._marks:
            if mark in text:
                return True
        is_open = _is_open(key)
        if is_open and ('"env":' in text or '"args":' in text or '"command":' in text):
            return True
        if not self._words:
            return False
        small = _small(text)
        for word in self._words:
            if word in small:
                return bool(_PAIRS.search(small) or (is_open and _FIELDS.search(small)))
        return False


def _small(text: str) -> str:
    """In small letters, and without words of views and of Kubernetes itself that stand nearly everywhere."""
    return text.replace('"credential":', "").replace("rbac.authorization.k8s.io", "").lower()


def sweep(value: dict[str, Any], key: str, views: Views) -> dict[str, Any]:
    """The object with everything hidden that was not yet; `key` is its `Kind.group`."""
    group = key.partition(".")[2]
    sweeper = _Sweeper(
        views,
        _is_open(key),
        _HARMLESS.get(group, frozenset()),
        _HARMLESS_IN_TEXTS.get(group, frozenset()),
    )
    changed: dict[str, Any] = sweeper.mapping(value, "")
    return changed


def _is_open(key: str) -> bool:
    """Whether the fields of a kind may be anything."""
    return key.partition(".")[2] not in BUILT_IN_GROUPS or key in _DRIVERS


class _Sweeper:
    """Walks one object; copies what changes."""

    def __init__(
        self,
        views: Views,
        is_open: bool,  # noqa: FBT001
        harmless: frozenset[str],
        harmless_in_texts: frozenset[str],
    ) -> None:
        self._views = views
        self._open = is_open
        self._harmless = harmless
        self._harmless_in_texts = harmless_in_texts

    def mapping(self, value: dict[str, Any], name: str) -> Any:
        """A mapping called `name`; the object itself is called ""."""
        changed = {}
        for field, part in value.items():
            new = self._metadata(part) if field == "metadata" and not name else self._part(part, field, name)
            if new is not part:
                changed[field] = new
        # A list of name and value, as for environment variables, names its values beside them.
        if self._open and isinstance(value.get("name"), str) and says(value["name"]) is Says.CREDENTIAL:
            hidden = self._hide(value.get("value"), value["name"])
            if hidden is not None:
                changed["value"] = hidden
        return {**value, **changed} if changed else value

    def _part(self, value: Any, field: str, around: str) -> Any:
        if self._open:
            if field == "env" and isinstance(value, list):
                value = environment(value, self._views)
            elif field in ("args", "command") and isinstance(value, list):
                return arguments(value, self._views)
            elif field not in self._harmless and around not in _LABELS:
                name = (
                    field if says(field) is Says.CREDENTIAL else around if field.lower() in _HOLDERS else ""
                )
                if name and says(name) is Says.CREDENTIAL:
                    hidden = self._hide(value, name)
                    if hidden is not None:
                        return hidden
        return self._any(value, field)

    def _any(self, value: Any, name: str) -> Any:
        if isinstance(value, str):
            # `external-secrets:v1` is an image and its tag, no name and its value.
            return value if name == "image" and _IMAGE.fullmatch(value) else self._text(value)
        if isinstance(value, dict):
            return value if _is_view(value) else self.mapping(value, name or "-")
        if isinstance(value, list):
            changed = [self._any(part, name) for part in value]
            return changed if any(new is not old for new, old in zip(changed, value, strict=True)) else value
        return value

    def _hide(self, value: Any, name: str) -> Any:
        """A value with the name of a credential, as a view; None where it is no value, or says nothing."""
        if isinstance(value, str):
            return self._views.of(value, name, secret=True) if value else None
        if isinstance(value, bool) or value is None:
            return None
        if isinstance(value, int | float):
            return self._views.of(str(value), name, secret=True)
        if isinstance(value, list) and value and all(isinstance(part, str | int | float) for part in value):
            return [self._views.of(str(part), name, secret=True) for part in value]
        return None

    def _metadata(self, value: Any) -> Any:
        """Metadata keeps its form, since selectors and claims read it: only parts of texts are hidden."""
        if isinstance(value, str):
            return self._redacted(value)
        if isinstance(value, dict):
            changed = {name: new for name, part in value.items() if (new := self._metadata(part)) is not part}
            return {**value, **changed} if changed else value
        if isinstance(value, list):
            changed_list = [self._metadata(part) for part in value]
            return (
                changed_list if any(a is not b for a, b in zip(changed_list, value, strict=True)) else value
            )
        return value

    def _text(self, text: str) -> Any:
        whole = text.strip()
        for form in (credentials.JWT, credentials.MARKED, credentials.PRIVATE_KEY):
            if form.fullmatch(whole):
                return self._views.of(text)
        return self._redacted(text)

    def _redacted(self, text: str) -> str:
        """The text with each credential in it replaced by its digest; itself where there is none."""
        new = text
        if "PRIVATE KEY" in new:
            new = credentials.PRIVATE_KEY.sub(self._hidden, new)
        if "eyJ" in new:
            new = credentials.JWT.sub(self._hidden, new)
        new = without_credentials(credentials.MARKED.sub(self._hidden, new))
        if " " in new or "=" in new or ":" in new or "\t" in new:
            new = _HEADER.sub(lambda match: f"{match[1]}{match[2]}{self._mark(match[3])}", new)
            new = OPTION.sub(self._pair, self._pairs(new))
            new = DIRECTIVE.sub(self._directive, new)
        return text if new == text else new

    def _hidden(self, match: re.Match[str]) -> str:
        return self._mark(match[0])

    def _mark(self, text: str) -> str:
        return f"[secret:{self._views.digest(text)}]"

    def _pair(self, match: re.Match[str]) -> str:
        if not self._is_telling(match):
            return match[0]
        return f"{match['name']}{match['between']}{self._mark(match['value'])}"

    def _directive(self, match: re.Match[str]) -> str:
        if _is_harmless(match["value"]):
            return match[0]
        return match[0].removesuffix(match["value"]) + self._mark(match["value"].strip("\"'"))

    def _is_telling(self, match: re.Match[str]) -> bool:
        return (
            says(match["name"]) is Says.CREDENTIAL
            and match["name"] not in self._harmless_in_texts
            and not _is_harmless(match["value"])
        )

    def _pairs(self, text: str) -> str:
        """As `_pair`, but an unquoted value goes on to the next blank, or to the end of a line of its own."""
        done, place = [], 0
        for match in PAIR.finditer(text):
            if match.start() < place or not self._is_telling(match):
                continue
            end = match.end()
            if match["value"] in _BLOCKS:
                end = _end_of_block(text, match.start())
            elif match["value"][0] not in "\"'\\":
                end = end_of_line(text, end) if stands_alone(text, match.start()) else _end_of_word(text, end)
            done += [
                text[place : match.start("value")],
                self._mark(text[match.start("value") : end].strip("\\\"'")),
            ]
            place = end
        return "".join([*done, text[place:]]) if done else text


def _is_harmless(value: str) -> bool:
    """Whether what follows `password=` is no password: a reference, a setting, or hidden already."""
    value = value.strip("\\\"'")
    return (
        not value
        or value.startswith("[secret:")
        or credentials.is_filled_later(value)
        or (credentials.is_dull(value) and not value.isdigit())
    )


def _end_of_word(text: str, place: int) -> int:
    found = _WORD.match(text, place)
    return found.end() if found else place


def _end_of_block(text: str, place: int) -> int:
    """Where a YAML block scalar ends whose key stands at `place`: before a line indented no deeper."""
    start = text.rfind("\n", 0, place) + 1
    depth = len(text[start:place]) - len(text[start:place].lstrip())
    end = end_of_line(text, place)
    while end < len(text):
        line = text[end + 1 : end_of_line(text, end + 1)]
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            break
        end = end_of_line(text, end + 1)
    return end


def _is_view(value: dict[str, Any]) -> bool:
    return "digests" in value and "credential" in value
