"""What stands inside longer values: settings files, shell lines, kubeconfigs, Docker configurations."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Any

from envpolicy.values.endpoints import without_credentials
from envpolicy.values.names import Says, says

if TYPE_CHECKING:
    from collections.abc import Iterator

#: `name: value`, `name=value`, `"name": "value"`: settings of any common form, and JSON inside JSON.
PAIR = re.compile(
    r"""(?P<name>[A-Za-z_-][\w.-]*)(?P<between>\\*["']?\s*(?:=>|:=|[:=])[ \t]*)"""
    r"""(?P<value>\\+"[^"\\\n]*\\+"|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(?:(?:Bearer|Basic|Token)\s+)?"""
    r"""(?:\$\{[^}\s"']*\}|\{\{[^}"'\n]*\}\}|[^\s"';,}\]])+)"""
)
#: `--name value`, as on a command line.
OPTION = re.compile(
    r"""(?<!\S)(?P<name>--?[A-Za-z][\w.-]*)(?P<between>\s+)(?P<value>"[^"\n]*"|'[^'\n]*'|[^\s"'-]\S*)"""
)
#: `requirepass value`: how the configuration of Redis has its passwords, a line each.
DIRECTIVE = re.compile(
    r"(?m)^[ \t]*(?:requirepass|masterauth|primaryauth|sentinel[ \t]+auth-pass[ \t]+\S+)[ \t]+"
    r"(?P<value>\"[^\"\n]*\"|'[^'\n]*'|\S+)"
)
#: Words one of which stands in every name that says credential, and in those that say address.
TELLING = re.compile(
    "pass|pwd|secret|token|key|cred|dsn|auth|bearer|jwt|pw|conn|host|addr|server|endpoint|broker|bootstrap|ur[li]"
    "|service|svc|upstream|backend|target|peer|seed|domain|fqdn",
    re.IGNORECASE,
)
_TELL = (Says.CREDENTIAL, Says.ADDRESS)
_LONGEST = 1 << 20
_PLUGIN = re.compile(r"^\s*(acl|firewall|policy)\b", re.MULTILINE)
_SERVER = re.compile(r"""["']?\bserver["']?\s*:\s*["']?(https?://[^\s"',}]+)""")


def named_values(text: str) -> Iterator[tuple[str, str]]:
    """Names and values in a text of several words; nothing where no name says anything."""
    if len(text) > _LONGEST or not re.search(r"[\s=:]", text) or not TELLING.search(text):
        return
    for match in PAIR.finditer(text):
        meaning = says(match["name"])
        if meaning in _TELL:
            yield match["name"], match["value"].strip("\\\"'")
            if meaning is Says.CREDENTIAL and stands_alone(text, match.start()):
                yield match["name"], text[match.start("value") : end_of_line(text, match.end())].strip()
    for match in OPTION.finditer(text):
        if says(match["name"]) in _TELL:
            yield match["name"], match["value"].strip("\"'")
    for match in DIRECTIVE.finditer(text):
        yield "requirepass", match["value"].strip("\"'")


def stands_alone(text: str, place: int) -> bool:
    """Whether only blanks stand before `place` in its line: then an unquoted value goes on to its end."""
    return not text[text.rfind("\n", 0, place) + 1 : place].strip()


def end_of_line(text: str, place: int) -> int:
    """Where the line of `place` ends."""
    found = text.find("\n", place)
    return len(text) if found < 0 else found


def kubeconfig_servers(text: str) -> list[str]:
    """The API servers of a kubeconfig, without credentials; none where the text is none."""
    if (
        "server" not in text
        or "clusters" not in text
        or ("current-context" not in text and "contexts" not in text)
    ):
        return []
    return list(dict.fromkeys(without_credentials(found) for found in _SERVER.findall(text)))


def deciding_plugins(text: str) -> list[str]:
    """The plugins of a Corefile that decide who may ask, each once."""
    return sorted(set(_PLUGIN.findall(text)))


def docker_registries(text: str) -> list[tuple[str, str, str]]:
    """Registry, user and password of each entry of a Docker configuration, in either form; or nothing."""
    if not text.startswith("{") or ('"auth' not in text and '"password"' not in text):
        return []
    import json

    try:
        value: Any = json.loads(text)
    except ValueError:
        return []
    if not isinstance(value, dict):
        return []
    entries = value.get("auths")
    if not isinstance(entries, dict):
        entries = value if all(map(_is_login, value, value.values())) else {}
    return [
        (re.sub("^https?://", "", registry).partition("/")[0].lower(), *_login(entry))
        for registry, entry in entries.items()
        if isinstance(entry, dict) and entry.keys() & {"auth", "password", "username", "identitytoken"}
    ]


def _is_login(name: str, entry: Any) -> bool:
    """Whether an entry of the older form, which has no `auths` around it, is the login of a registry."""
    return (
        isinstance(entry, dict)
        and ("." in name or ":" in name)
        and entry.keys() <= {"auth", "username", "password", "email", "identitytoken", "registrytoken"}
    )


def _login(entry: dict[str, Any]) -> tuple[str, str]:
    user, password = entry.get("username"), entry.get("password") or entry.get("identitytoken")
    auth = entry.get("auth")
    if isinstance(auth, str) and not (isinstance(user, str) and isinstance(password, str)):
        try:
            user, _, password = binascii.a2b_base64(auth).decode("utf-8").partition(":")
        except ValueError:
            password = auth
    return (user if isinstance(user, str) else "", password if isinstance(password, str) else "")
