"""What a value itself says: that it is a credential whatever its name, or that it is too dull to be one."""

from __future__ import annotations

import binascii
import math
import re
from collections import Counter

#: Values shorter than this many bytes are never taken for credentials: two that are equal prove nothing.
SHORTEST = 8

PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----"
    r"(?:.*?-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|.*)",
    re.DOTALL,
)
JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)*")
#: Tokens that their makers marked, so that scanners find them.
MARKED = re.compile(
    r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|[sr]k_live_\w{10,}"
    r"|hvs\.[\w-]{20,}|AIza[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|npm_[A-Za-z0-9]{30,}"
    r"|dckr_pat_[\w-]{16,}|AGE-SECRET-KEY-1[A-Z0-9]{50,}|sk-[\w-]{20,}|pypi-[\w-]{30,}|EAA[A-Za-z0-9]{40,})"
)
#: What stands in every text that one of the three above matches.
MARKS = (
    "PRIVATE KEY",
    "eyJ",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xox",
    "k_live_",
    "hvs.",
    "AIza",
    "SG.",
    "npm_",
    "dckr_pat_",
    "AGE-SECRET-KEY",
    "sk-",
    "pypi-",
    "EAA",
    "earer ",
    "asic ",
)
_CERTIFICATE = re.compile(r"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----|-----BEGIN [A-Z ]*PUBLIC KEY-----")
_PUBLIC_KEY = re.compile(r"(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|age1[a-z0-9]{50,})(?:\s|$)")
#: Keys that a payment provider gives to browsers, or for trying things out.
_FOR_ALL = re.compile(r"pk_(?:live|test)_\w+|[sr]k_test_\w+")
#: Words of a language, as names and modes are: nothing that somebody has thrown dice for.
_WORDING = re.compile(r"[A-Za-z]?[a-z]+(?:[-_. /,]{1,2}[A-Za-z]?[a-z]+)*")
_TELLS_OF_CREDENTIALS = re.compile(
    r"pass|pwd|secret|token|key|cred|auth|login|bearer|\$(?:apr1|2[aby]|5|6)\$", re.IGNORECASE
)
_DULL = re.compile(
    r"[\"']?(?:[+-]?[0-9][0-9_.,:TZ+-]*(?:ms|s|m|h|d|Ki|Mi|Gi|Ti|k|M|G|T|%)?"  # numbers, times, sizes
    r"|(?i:true|false|yes|no|on|off|none|null|nil|enabled|disabled|required|optional|default|production|staging"
    r"|development|testing|integration|kubernetes|localhost|undefined|unlimited|anonymous|external|internal"
    r"|automatic))[\"']?"
)
#: A value that is filled in elsewhere: $(VAR), ${VAR}, #{x}#, {{ x }}, <x>, and what SOPS has encrypted; in scripts
#: and in settings $VAR, $(command ...), `command ...`, $__file{...}, process.env.X, os.environ[...], %(x)s.
_FILLED_LATER = re.compile(
    r"\{\{.*\}\}|<[\w .%=-]+>|ENC\[.*\]|vault:\S+|ref\+\S+|%\([^\n]*\)s?|[%#]\{[^\n]*\}#?|[%#]\{[^}\n]*"
    r"|[\"']?(?:\$\([^\n]*|`[^\n]*|\$__\w+\{[^\n]*|\$\{[^}]*\}?[\"']?|\$(?:[A-Z_][A-Z0-9_]*|[a-z_]+)[\"']?(?:\s[^\n]*)?)"
    r"|(?i:(?:\w+\.)*(?:env|environ|getenv)[.(\[][^\n]*)",
    re.DOTALL,
)
_RANDOM = re.compile(r"[A-Za-z0-9+/=_-]{20,}")
_HEX = re.compile(r"[0-9a-f-]+|[0-9A-F-]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")
_RANDOM_BITS = 3.7


def is_marked(text: str) -> bool:
    """Whether the value itself says that it is secret: a private key, a JWT, a token of a well-known form."""
    return may_be_marked(text) and bool(PRIVATE_KEY.search(text) or JWT.search(text) or MARKED.search(text))


def is_of_a_service(text: str) -> bool:
    """Whether the value is a token that somebody else's service has given out, and marked."""
    match = MARKED.search(text) if may_be_marked(text) else None
    return match is not None and not match[0].startswith(("hvs.", "AGE-"))


def may_be_marked(text: str) -> bool:
    """Whether a text, of any length, may have something marked in it. A no is certain."""
    return any(mark in text for mark in MARKS)


def is_random(text: str) -> bool:
    """Whether the value is one long word without any order, and neither an identifier nor a digest in hex."""
    if not _RANDOM.fullmatch(text) or _HEX.fullmatch(text) or text.startswith("/"):
        return False
    if not (any(c.isdigit() for c in text) and any(c.isalpha() for c in text)):
        return False
    bits = -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())
    return bits >= _RANDOM_BITS


def is_public(text: str) -> bool:
    """Whether the value is a certificate or a public key, without any private one."""
    if _FOR_ALL.fullmatch(text):
        return True
    return "PRIVATE KEY" not in text and bool(_CERTIFICATE.search(text) or _PUBLIC_KEY.match(text))


def may_hold_one(text: str) -> bool:
    """Whether a value of a Secret, whose name says nothing, may be a credential or a file with one in it."""
    if "\n" not in text:
        return not _WORDING.fullmatch(text)
    return bool(_TELLS_OF_CREDENTIALS.search(text)) or any(map(is_random, re.split(r"[\s:=,;'\"]+", text)))


def is_token(text: str) -> bool:
    """Whether the user in a URL is a token in the place of a name, as in a DSN of Sentry."""
    return bool(re.fullmatch(r"[0-9a-f]{24,}", text)) or is_random(text) or is_marked(text)


def is_dull(text: str) -> bool:
    """Whether the value is a number, a time, a size, or a word that settings use."""
    return bool(_DULL.fullmatch(text))


def is_filled_later(text: str) -> bool:
    """Whether the value stands for another: a reference, a placeholder, a ciphertext of SOPS."""
    return bool(_FILLED_LATER.fullmatch(text))


def decoded(text: str) -> str | None:
    """The text under one layer of base64; None where that is no text a person would have written."""
    if len(text) % 4 or not _BASE64.fullmatch(text):
        return None
    try:
        inner = binascii.a2b_base64(text).decode("utf-8")
    except ValueError:
        return None
    sensible = (len(inner) > 4 and inner.strip().isprintable()) or _is_file(inner)  # noqa: PLR2004
    return inner if sensible else None


def _is_file(text: str) -> bool:
    return "\n" in text and all(line.expandtabs().isprintable() for line in text.splitlines())
