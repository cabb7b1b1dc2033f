"""Whether a value is a credential: by what it is, by its name, and by where it stands."""

from __future__ import annotations

from envpolicy.values import credentials
from envpolicy.values.names import Says


def counts(value: str) -> bool:
    """Whether a credential inside a value is long enough to be compared by itself."""
    return len(value.encode("utf-8", "surrogatepass")) >= credentials.SHORTEST and not is_setting(value)


def is_setting(value: str) -> bool:
    """Whether what stands in the place of a credential is a word of a setting; a number may be a password."""
    return credentials.is_dull(value) and not value.isdigit()


def is_credential(text: str, meaning: Says, secret: bool, address: bool, inner: bool) -> bool:  # noqa: FBT001
    """Whether the same value in two places means that a credential is shared; `inner`: it has one in it."""
    if len(text.encode("utf-8", "surrogatepass")) < credentials.SHORTEST or credentials.is_filled_later(text):
        return False
    if inner or credentials.is_marked(text):
        return True
    if credentials.is_public(text):
        return False
    if meaning is Says.CREDENTIAL:
        return not is_setting(text) and not (address and "://" in text and not _random_path(text))
    if credentials.is_dull(text):
        return False
    if secret:
        if meaning is Says.NOTHING and (not address or "\n" in text):
            return credentials.may_hold_one(text)
        return _random_path(text)
    if "://" in text:
        return _random_path(text)
    return meaning is Says.NOTHING and credentials.is_random(text)


def _random_path(url: str) -> bool:
    """Whether a URL without a user is a credential all the same, as webhooks are: its path is random."""
    return "://" in url and any(credentials.is_random(part) for part in url.split("/")[3:])
