"""What a value is a part of, by its name: a database, a bucket, a client of an identity provider.

Two deployments that use one database may say so with a host in one variable and a name in another. So what a
name promises beside credentials and addresses is kept: one word out of a short list, and what the setting is
about. Only these words are shown, never the name itself nor the value.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from envpolicy.values import credentials, files
from envpolicy.values.contents import OPTION, PAIR
from envpolicy.values.names import parts, words

if TYPE_CHECKING:
    from collections.abc import Iterator


class Subject(NamedTuple):
    """`word`: what the value is ("bucket"); `about`: what it belongs to ("database"); "" where not told.

    `service`: whether the name is that of somebody else's service, whose key the value may be. `role`: "source" or
    "target" of what is copied. `usual`: whether it is a broker with a place of its own where none is named.
    """

    word: str
    about: str
    service: bool
    role: str = ""
    usual: bool = False


_ABOUT = {
    **dict.fromkeys(
        words(
            """
            db database databases postgres postgresql pgsql pg mysql mariadb mongo mongodb sql mssql sqlserver oracle
            cockroach cockroachdb datasource jdbc cassandra couchdb
            """
        ),
        "database",
    ),
    **dict.fromkeys(
        words(
            "redis valkey kafka rabbit rabbitmq amqp mq nats mqtt pulsar activemq celery sidekiq servicebus"
        ),
        "broker",
    ),
    **dict.fromkeys(
        words(
            """
            elastic elasticsearch opensearch es solr meili meilisearch typesense qdrant weaviate milvus pinecone
            chroma vector clickhouse druid
            """
        ),
        "index",
    ),
    **dict.fromkeys(words("bucket buckets minio blob gcs storage objectstore"), "storage"),
    **dict.fromkeys(words("oidc oauth keycloak okta openid sso dex cognito"), "identity"),
}
_ROLES = {
    **dict.fromkeys(words("source src from origin"), "source"),
    **dict.fromkeys(words("target destination dest dst to sink"), "target"),
}
#: Brokers that use database 0, or the virtual host `/`, where no other is named.
_USUAL = frozenset(words("redis valkey rabbit rabbitmq amqp sidekiq"))
_SERVICES = frozenset(
    words(
        """
        smtp smtps mail email mailer mailgun sendgrid postmark mailchimp stripe paypal adyen klarna braintree swish
        twilio slack discord teams pagerduty opsgenie sentry datadog newrelic dynatrace honeycomb segment amplitude
        mixpanel algolia openai anthropic github gitlab webhook webhooks hooks payment payments checkout recaptcha
        hcaptcha firebase cloudflare fastly splunk zendesk intercom hubspot salesforce mapbox
        """
    )
)
#: The last word of a name, or the last two, and what a value of that name is.
_ENDS = {
    **dict.fromkeys(
        ("database", "dbname", "databasename", "pgdatabase", "db name", "database name"), "database"
    ),
    **dict.fromkeys(("schema", "search path", "schema name"), "schema"),
    **dict.fromkeys(("user", "username", "user name", "pguser"), "user"),
    **dict.fromkeys(("bucket", "bucketname", "bucket name", "buckets"), "bucket"),
    **dict.fromkeys(("storage account", "storage accountname"), "storage-account"),
    **dict.fromkeys(("client id", "clientid"), "client-id"),
    **dict.fromkeys(
        ("issuer", "issuer url", "issuer uri", "authority", "provider url", "discovery url", "discovery uri"),
        "issuer",
    ),
    **dict.fromkeys(("client secret", "clientsecret"), "client-secret"),
    **dict.fromkeys(
        (
            *words("topic topics queue queues exchange stream"),
            *("topic prefix", "queue name", "topic name"),
        ),
        "topic",
    ),
    **dict.fromkeys(("vhost", "virtual host", "redis db", "redis database"), "vhost"),
    **dict.fromkeys(("consumer group", "group id", "groupid", "consumergroup"), "group"),
    **dict.fromkeys(
        ("index", "indexname", "index name", "index prefix", "collection", "collection name"), "index"
    ),
    **dict.fromkeys(
        ("account id", "account sid", "app id", "application id", "project id", "merchant id", "site id"),
        "account",
    ),
    **dict.fromkeys(
        ("webhook", "webhook url", "queue url", "queue arn", "topic arn", "topic url"), "resource"
    ),
    **dict.fromkeys(("restic repository", "backup repository", "wal g"), "repository"),
    **dict.fromkeys(("kms key", "kms keyid", "kms arn"), "kms-key"),
    "port": "port",
    "pgport": "port",
}
#: What a name says only together with what it is about.
_IN_CONTEXT = {
    ("database", "db"): "database",
    ("database", "name"): "database",
    ("storage", "container"): "container",
    ("storage", "prefix"): "prefix",
    ("storage", "path"): "prefix",
    ("storage", "folder"): "prefix",
    ("broker", "db"): "vhost",
    ("broker", "database"): "vhost",
    **{("identity", word): "issuer" for word in words("url uri domain host server endpoint")},
    ("identity", "realm"): "realm",
    ("broker", "channel"): "topic",
    ("broker", "subject"): "topic",
    ("broker", "prefix"): "topic",
    ("broker", "group"): "group",
    ("index", "tenant"): "index",
    ("index", "prefix"): "index",
    ("index", "database"): "index",
}
#: One of these stands in every text in which a setting with a word of its own can stand.
_TELLING = re.compile(
    "bucket|client|issuer|authority|database|dbname|schema|topic|vhost|queue|exchange|stream|group|index|collection|account"
    "|app|project|repository|kms|prefix|search_path|user|storage|[_.-]db|db[_.-]|oidc|oauth|keycloak|okta|openid|sso|discovery",
    re.IGNORECASE,
)
#: What the lines around one may say it is, and it does not say itself.
_AROUND = ("database", "issuer", "vhost", "bucket", "index")
#: What stands where a value would, and begins or is a block.
OPENING = frozenset(words("{ [ {} [] | > |- >- |+ >+"))
_LONGEST_TEXT = 1 << 16
_LONGEST = 512
NOTHING = Subject("", "", service=False)
#: An address with one of these in its name is the client's own, or a page for people.
_NO_ISSUER = frozenset(words("redirect callback logout return post frontend home origin"))


@lru_cache(maxsize=8192)
def subject(name: str) -> Subject:
    """What `name` says of its value: `SHOP_DB_NAME` a database, `STRIPE_KEY` the key of a service."""
    said = parts(name)
    if not said:
        return NOTHING
    about = next((_ABOUT[word] for word in said if word in _ABOUT), "")
    if not about and ("s3" in name.lower() or said[:2] == ["aws", "endpoint"]):
        about = "storage"
    if not about and said[0].startswith("pg") and said[0] != "pg":
        about = "database"
    if not about and said[-2:] == ["bootstrap", "servers"]:
        about = "broker"
    last = said[-1]
    word = (
        _IN_CONTEXT.get((about, last))
        or _ENDS.get(" ".join(said[-2:]))
        or ("kms-key" if "kms" in said and last in ("id", "arn", "key", "name") else "")
        or _ENDS.get(last)
        or ""
    )
    if word == "issuer" and not _NO_ISSUER.isdisjoint(said):
        word = ""
    if word in ("client-id", "client-secret") and about not in ("", "identity"):
        word = ""
    return Subject(
        word,
        about,
        service=not _SERVICES.isdisjoint(said),
        role=next((_ROLES[part] for part in said if part in _ROLES), ""),
        usual=not _USUAL.isdisjoint(said),
    )


_OPTION_NAME = re.compile(r"--?([A-Za-z][\w.-]*)=")


def role(text: str) -> str:
    """The role that an argument `--source-url=...` names itself."""
    match = _OPTION_NAME.match(text)
    return subject(match[1]).role if match else ""


def with_option(given: Subject, text: str) -> tuple[Subject, str]:
    """What the name of an argument `--db-host=...` says where no other name does, and the value alone.

    Words of such arguments are among the settings in a text; only a port is told here.
    """
    match = _OPTION_NAME.match(text) if given == NOTHING else None
    if match is None:
        return given, text
    option = subject(match[1])
    return option._replace(word="port" if option.word == "port" else ""), text[match.end() :]


def told(text: str) -> bool:
    """Whether a value that a name promises is there: one line, and neither a reference nor what only opens more."""
    return (
        0 < len(text) <= _LONGEST
        and "\n" not in text
        and text not in OPENING
        and not credentials.is_filled_later(text)
    )


def inner_settings(text: str) -> Iterator[tuple[str, str]]:
    """Word and value of each setting in a longer text: `--bucket=x`, `oidc.client-id: x`."""
    if len(text) > _LONGEST_TEXT or not re.search(r"[\s=:]", text) or not _TELLING.search(text):
        return
    for form in (PAIR, OPTION):
        for match in form.finditer(text):
            word = subject(match["name"]).word
            value = match["value"].strip("\\\"'")
            if word not in ("", "port", "user") and told(value):
                yield word, value
    for name, value in files.lines(text):
        word = subject(name).word
        if word in _AROUND and told(value):
            yield word, value


def above(path: str) -> list[str]:
    """A path and all that are above it, itself first, "" last; without slashes around them."""
    steps = [step for step in path.split("/") if step]
    return ["/".join(steps[:count]) for count in range(len(steps), -1, -1)]


_GLOBAL_CLIENT = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]+\.apps\.googleusercontent\.com", re.IGNORECASE
)


def is_global_client(text: str) -> bool:
    """Whether a client id is one of its kind, whoever issued it."""
    return bool(_GLOBAL_CLIENT.fullmatch(text))


def issuer_path(path: str) -> str:
    """The path of an issuer out of that of its discovery document."""
    return path.partition(".well-known")[0].strip("/")


_LOCAL = re.compile(
    r"localhost|[^.]+|.*\.(?:svc|local|internal|localdomain)|(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[0-9.]*"
    r"|.*:.*"
)


def is_outside(host: str) -> bool:
    """Whether a host is certainly none of the cluster, nor of a private network."""
    return not _LOCAL.fullmatch(host)
