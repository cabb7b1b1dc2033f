"""Addresses in values: URLs, JDBC URLs, `host:port` lists, `key=value` connection strings. Never guessed.

A host is reported only where the whole token is an address, since a look-alike inside a longer text is none.
User names, passwords and paths are kept apart, so that the caller can hide them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from envpolicy.values.names import Says, says

if TYPE_CHECKING:
    from collections.abc import Iterator


class Endpoint(NamedTuple):
    """One address. `scheme` is "", `port` 0 where unknown; `path` (or database) has no slashes around it.

    `schema` is the schema inside a database, where the URL names one; `role` whether data are read there ("source")
    or written ("target"), where the program says so that is given the address.
    """

    scheme: str
    host: str
    port: int
    path: str = ""
    user: str = ""
    password: str = ""
    schema: str = ""
    role: str = ""


#: Ports that clients use where none is written.
PORTS = dict(  # noqa: C408 (shorter)
    http=80,
    https=443,
    ws=80,
    wss=443,
    ftp=21,
    ssh=22,
    ldap=389,
    ldaps=636,
    smtp=25,
    smtps=465,
    postgres=5432,
    mysql=3306,
    sqlserver=1433,
    oracle=1521,
    mongodb=27017,
    redis=6379,
    rediss=6379,
    amqp=5672,
    amqps=5671,
    sb=5671,
    nats=4222,
    kafka=9092,
    cassandra=9042,
    clickhouse=9000,
    memcached=11211,
)
_SCHEMES = {"postgresql": "postgres", "mariadb": "mysql", "mssql": "sqlserver", "mongo": "mongodb"}

_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*\.?")
_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)")
_TOP = re.compile(r"[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]\.?$")
_BARE = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::(\d{1,5}))?(?:/([^\s@]*))?")
_URL_IN_TEXT = re.compile(
    r"(?:jdbc:)?[A-Za-z][A-Za-z0-9+.:-]*://\S+?(?=[,;|][A-Za-z][A-Za-z0-9+.:-]*://|\s|$)|jdbc:oracle:thin:\S+"
)
_PAIR = re.compile(r"\s*([A-Za-z][\w .-]*?)\s*=\s*(\"[^\"]*\"|'[^']*'|\{[^}]*\}|[^;]*?)\s*(?:;|$)")
_WORD_PAIR = re.compile(r"([A-Za-z][\w.-]*)\s*=\s*('(?:[^'\\]|\\.)*'|\S*)")
_GO_MYSQL = re.compile(r"(?:([^:@\s/]*)(?::(.*))?@)?(?:tcp|tcp6)\(([^)\s]*)\)/([^?\s]*)\S*")
_USER_AT_HOST = re.compile(r"([^:@\s/]+):(\S+)@([A-Za-z0-9_.\[\]:-]+)(?:/(\S*))?")
_PARAMETERS = {
    **dict.fromkeys(
        ("host", "hostaddr", "server", "servername", "data source", "datasource", "address"), "host"
    ),
    **dict.fromkeys(("addr", "network address", "endpoint", "hostname"), "host"),
    "port": "port",
    **dict.fromkeys(("user", "username", "user id", "userid", "uid", "accountname"), "user"),
    **dict.fromkeys(
        ("password", "pwd", "passwd", "pass", "accountkey", "sharedaccesskey", "sslpassword"), "password"
    ),
    **dict.fromkeys(
        ("sharedaccesssignature", "token", "apikey", "api_key", "access_token", "sig"), "password"
    ),
    **dict.fromkeys(("dbname", "database", "databasename", "initial catalog", "db", "authdb"), "path"),
    **dict.fromkeys(("currentschema", "search_path", "searchpath", "schema"), "schema"),
}
#: `name.namespace.svc`, with or without the cluster's domain; in small letters, as nothing else is written.
_SERVICE = re.compile(r"(?<![\w.-])(?:[a-z0-9_-]+\.){2,}svc(?:(?:\.[a-z0-9-]+){2,})?(?![\w-]|\.\w)")
_MANY = 64
_OPENING = {"]": "[", ")": "("}


def in_value(text: str, *, names_address: bool, only_explicit: bool) -> list[Endpoint]:
    """The addresses in a value.

    `names_address`: the name of the value says that it is one, so a single word is a host too.
    `only_explicit`: nothing but URLs and connection strings counts, unless the name says address (secret
    values look like anything). Full names of Services count wherever they stand.
    """
    text = text.strip()
    found = _whole(text, names_address, only_explicit)
    if ".svc" in text:
        known = {one.host for one in found}
        names = dict.fromkeys(_SERVICE.findall(text))
        found += [Endpoint("", name, 0) for name in names if name not in known]
    return found


def _whole(text: str, names_address: bool, only_explicit: bool) -> list[Endpoint]:  # noqa: FBT001
    """The addresses that a value consists of, and the URLs in it."""
    found = list(in_text(text))
    if found or "\n" in text:
        return found
    found = _connection_string(text)
    if found or (only_explicit and not names_address):
        return found
    before = ""
    for token in re.split(r"[\s,;]+", text)[:_MANY]:
        name, equals, value = token.partition("=")
        # What follows the name of a credential may look like a host, and is none.
        if says(name if equals else before) is not Says.CREDENTIAL:
            endpoint = _bare(value if equals else token, names_address)
            found += [] if endpoint is None else [endpoint]
        before = "" if equals else token
    return found


def in_text(text: str) -> Iterator[Endpoint]:
    """The URLs in a text of any length."""
    if ":" not in text:
        return
    if "://" in text or "jdbc:" in text:
        for match in _URL_IN_TEXT.finditer(text):
            yield from parse(_token(match[0]))
    elif "@" in text:
        for scheme, form in (("mysql", _GO_MYSQL), ("", _USER_AT_HOST)):
            found = form.fullmatch(text)
            if found is not None:
                user, password, where, path = (part or "" for part in found.groups())
                yield from hosts(scheme, where, path, user, password)
                return


def without_credentials(text: str) -> str:
    """The text with user, password and everything behind a `?` gone from each URL that carries a user."""

    def clean(match: re.Match[str]) -> str:
        token = _token(match[0])
        scheme, _, rest = token.partition("://")
        userinfo, authority, tail = _split(rest)
        if userinfo:
            return f"{scheme}://{authority}{tail.partition('?')[0]}{match[0][len(token) :]}"
        if any(_PARAMETERS.get(name.lower()) == "password" for name, _ in _parameters(tail)):
            return f"{scheme}://{authority}{re.split('[?;]', tail, maxsplit=1)[0]}{match[0][len(token) :]}"
        return match[0]

    return _URL_IN_TEXT.sub(clean, text) if "://" in text else text


def parse(url: str) -> list[Endpoint]:
    """The addresses of one URL: several where it lists several hosts, none where no host stands there."""
    if url.startswith("jdbc:"):
        url = url[5:]
        if url.startswith("oracle:thin:"):
            userinfo, _, where = url[len("oracle:thin:") :].rpartition("@")
            user, _, password = userinfo.partition("/")
            where, _, path = where.lstrip("/").partition("/")
            host, *after = where.split(":")
            path = path or (after[1] if len(after) > 1 else "")
            return list(hosts("oracle", ":".join([host, *after[:1]]), path, user, password))
    scheme, _, rest = url.partition("://")
    scheme = scheme.lower().partition("+")[0].rpartition(":")[2]
    scheme = _SCHEMES.get(scheme, scheme)
    userinfo, authority, tail = _split(rest)
    user, _, password = userinfo.partition(":")
    path = re.split("[?;#]", tail, maxsplit=1)[0].strip("/")
    given = {_PARAMETERS.get(name.lower(), ""): value for name, value in _parameters(tail)}
    found = hosts(
        scheme,
        authority or given.get("host", ""),
        unquote(path) or given.get("path", ""),
        unquote(user) or given.get("user", ""),
        unquote(password) or given.get("password", ""),
    )
    schema = given.get("schema", "")
    return [one._replace(schema=schema) for one in found] if schema else list(found)


def _token(text: str) -> str:
    """A URL out of running text: up to a quote or bracket that ends it, if no user part follows that."""
    end = len(text)
    for mark in "\"'<>`)]}":
        place = text.find(mark)
        opened = _OPENING.get(mark, "\n") in text[:place]
        if 0 <= place < end and not opened and "@" not in text[place:]:
            end = place
    return text[:end].rstrip(".,;:!") if end == len(text) else text[:end]


def _split(rest: str) -> tuple[str, str, str]:
    """User part, authority and the rest of what follows `://`. A password may hold what needs escaping."""
    end = min((place for mark in "/?#;" if (place := rest.find(mark)) >= 0), default=len(rest))
    authority = rest[:end]
    if "@" not in authority and "@" in rest and ":" in authority:
        port = authority.rpartition(":")[2]
        if not (port.isascii() and port.isdigit() and len(port) < 6):  # noqa: PLR2004 (a port has five digits)
            userinfo, _, rest = rest.rpartition("@")
            end = min((place for mark in "/?#;" if (place := rest.find(mark)) >= 0), default=len(rest))
            return userinfo, rest[:end], rest[end:]
    userinfo, _, authority = authority.rpartition("@")
    return userinfo, authority, rest[end:]


def _parameters(tail: str) -> Iterator[tuple[str, str]]:
    for pair in re.split("[?&;]", tail)[1:]:
        name, _, value = pair.partition("=")
        yield unquote(name), unquote(value)


def hosts(scheme: str, authority: str, path: str, user: str, password: str) -> Iterator[Endpoint]:
    """The hosts of an authority, several where it lists several."""
    for where in authority.split(",")[:_MANY]:
        if where.startswith("["):
            host, _, port = where[1:].partition("]")
            port = port.removeprefix(":")
            valid = bool(re.fullmatch("[0-9A-Fa-f:.]+", host))
        else:
            host, _, port = where.partition(":")
            valid = bool(_HOST.fullmatch(host))
        if valid and (not port or (port.isascii() and port.isdigit() and len(port) < 6)):  # noqa: PLR2004
            number = int(port) if port else PORTS.get(scheme, 0)
            yield Endpoint(scheme, host.lower().rstrip("."), number, path, user, password)


def _bare(token: str, names_address: bool) -> Endpoint | None:  # noqa: FBT001
    match = _BARE.fullmatch(token.strip("\"'"))
    if match is None:
        return None
    host, port, path = match[1].strip("[]"), int(match[2] or 0), match[3] or ""
    if match[1].startswith("["):
        return Endpoint("", host.lower(), port, path)
    if not _HOST.fullmatch(host):
        return None
    if not _IPV4.fullmatch(host):
        dotted = "." in host.rstrip(".") and _TOP.search(host)
        # A single word is a host where the name says so, or with a port that is none of an image tag.
        alone = not host.isdigit() and "." not in host and (names_address or port >= 80)  # noqa: PLR2004
        if not dotted and not alone:
            return None
    return Endpoint("", host.lower().rstrip("."), port, path.strip("/"))


def _connection_string(text: str) -> list[Endpoint]:
    """`host=db user=shop password=x` (libpq) and `Server=db,1433;User Id=shop;Password=x` (ADO)."""
    if "=" not in text:
        return []
    pairs = _PAIR.findall(text) if ";" in text else _WORD_PAIR.findall(text)
    given = {
        _PARAMETERS[name.lower()]: value.strip("\"'") for name, value in pairs if name.lower() in _PARAMETERS
    }
    if "host" not in given or len(given) < 2:  # noqa: PLR2004 (one pair is an option, not a connection string)
        return []
    named = {name.lower() for name, _ in pairs}
    scheme = "postgres" if "dbname" in named else "sqlserver" if named & {"server", "data source"} else ""
    where = given["host"].removeprefix("tcp:")
    if "://" in where:
        scheme, _, where = where.partition("://")
        where = where.strip("/")
    host, _, port = where.partition(",") if scheme == "sqlserver" else where.partition(":")
    port = given.get("port", port)
    return list(
        hosts(
            scheme,
            f"{host}:{port}" if port else host,
            given.get("path", ""),
            given.get("user", ""),
            given.get("password", ""),
        )
    )
