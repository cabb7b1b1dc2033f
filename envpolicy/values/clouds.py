"""What a text names of cloud providers: queues and topics, each in one form, and buckets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUEUE_URL = re.compile(
    r"https?://sqs\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/(?P<account>\d{12})/(?P<name>[\w.-]+)"
)
_OLD_QUEUE_URL = re.compile(
    r"https?://(?P<region>[a-z0-9-]+)\.queue\.amazonaws\.com/(?P<account>\d{12})/(?P<name>[\w.-]+)"
)
_ARN = re.compile(
    r"arn:aws[\w-]*:(?P<service>sqs|sns|kinesis|events|firehose):(?P<region>[a-z0-9-]+):(?P<account>\d{12}):(?P<name>\S+)"
)
_GOOGLE_TOPIC = re.compile(r"projects/[a-z0-9:.-]+/(?:topics|subscriptions)/[\w.~+%-]+")


def resources(text: str) -> Iterator[str]:
    """Queues and topics of cloud providers that a text names, each in one form."""
    if "amazonaws.com/" in text or "arn:aws" in text:
        for form, service in ((_QUEUE_URL, "sqs"), (_OLD_QUEUE_URL, "sqs"), (_ARN, "")):
            for match in form.finditer(text):
                named = service or match["service"]
                yield f"{named} {match['region']} {match['account']} {match['name']}"
    if "projects/" in text:
        yield from _GOOGLE_TOPIC.findall(text)


class Bucket(NamedTuple):
    """A bucket that an address names: where it is ("s3", "gs", or an account's host), its name, a path in it."""

    endpoint: str
    name: str
    path: str


_S3 = re.compile(r"(?:(?P<name>.+)\.)?s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?")
_GOOGLE = re.compile(r"(?:(?P<name>.+)\.)?storage\.googleapis\.com")
_AZURE = re.compile(r"(?P<account>[a-z0-9-]+)\.(?:blob|dfs)\.core\.windows\.net")


def bucket(scheme: str, host: str, path: str, user: str) -> Bucket | None:
    """The bucket of an address, or None where it is that of something else."""
    if scheme in ("s3", "s3a", "s3n", "gs", "gcs"):
        return Bucket("gs" if scheme.startswith("g") else "s3", host, path)
    azure = _AZURE.fullmatch(host)
    if azure is not None:
        name, _, rest = (
            (user, "", path) if user and scheme.startswith(("abfs", "wasb")) else path.partition("/")
        )
        return Bucket(azure["account"], name, rest) if name else None
    for endpoint, form in (("s3", _S3), ("gs", _GOOGLE)):
        match = form.fullmatch(host)
        if match is not None:
            name, _, rest = (match["name"], "", path) if match["name"] else path.partition("/")
            return Bucket(endpoint, name, rest) if name else None
    return None
