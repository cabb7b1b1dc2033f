"""A policy folder for conftest: the law, and Rego that makes the evaluation input of plan and manifests.

conftest has no Python to do that. What is written twice, in Python and in Rego, reads the same words: the tables are
made here from the lists that `envpolicy.values` and `envpolicy.estate` use.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from envpolicy import calendars
from envpolicy.catalog.selectors import ORDERED
from envpolicy.compiler.rego_text import literal
from envpolicy.estate import cleaning, gathering, kinds, planned, sweeping
from envpolicy.model import STAGE_SETS
from envpolicy.resources import shipped
from envpolicy.targets import FULL, Target
from envpolicy.targets._described import described, lowers_nothing, names
from envpolicy.values import (
    clouds,
    commands,
    contents,
    credentials,
    endpoints,
    files,
    settings,
    subjects,
    telemetry,
)
from envpolicy.values import names as words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from envpolicy.catalog import Requirement
    from envpolicy.leaks import LeakCheck
    from envpolicy.targets import Coverage, Law

_TABLES = "hosts/conftest/tables.rego"
#: Texts up to this length are looked at for order exactly as in Python.
_LONGEST = 512
#: The entropy is in millionths of a bit, so that all numbers are integers.
_MILLION = 1_000_000
_WORKING_WEEKDAYS = 5

# Python's expressions, but for what RE2 lacks: an option's blank is part of the match, a line is a form of its own.
_PAIR = contents.PAIR.pattern
_OPTION = contents.OPTION.pattern.replace(r"(?<!\S)", r"(?:^|\s)")
_WHOLE_LINE = rf"(?m)^[ \t]*{_PAIR}(.*)$"
_WHOLE = (credentials.JWT.pattern, credentials.MARKED.pattern, f"(?s:{credentials.PRIVATE_KEY.pattern})")
_PUBLIC = f"{credentials._CERTIFICATE.pattern}|^(?:{credentials._PUBLIC_KEY.pattern})"  # noqa: SLF001


class _Conftest(Target):
    def _artefacts(self, law: Law) -> Mapping[str, bytes]:
        made = {path: text.encode() for path, text in law.policies.modules.items()}
        folder = shipped("policies/conftest")
        for file in sorted(folder.glob("*.rego")):
            if not file.name.endswith("_test.rego"):
                path = "main.rego" if file.name == "main.rego" else f"hosts/conftest/{file.name}"
                made[path] = file.read_bytes()
        made[_TABLES] = _module(_tables(law))
        return made

    def covers_leak(self, check: LeakCheck) -> Coverage:
        return lowers_nothing(check) or FULL

    def covers_requirement(self, _: Requirement) -> Coverage:
        return FULL


def _module(tables: Mapping[str, Any]) -> bytes:
    """The tables as Rego. conftest reads data only where it is told to, so they are rules."""
    head = (
        "# METADATA\n# title: Tables\n# description: Made from the lists of words that envpolicy itself uses.\n"
        "package hosts.conftest.tables\n"
    )
    rules = [f"\n{name} := {_literal(value)}\n" for name, value in sorted(tables.items())]
    return (head + "".join(rules)).encode()


def _literal(value: Any) -> str:
    """A list of many short entries takes one line: nobody reads these. Keys stand in the order of the alphabet."""
    if isinstance(value, list) and len(value) > _LONGEST:
        return json.dumps(value)
    return literal(json.loads(json.dumps(value, sort_keys=True)))


def _tables(law: Law) -> dict[str, Any]:
    return {
        "names": names(law),
        "requirements": {one.id: described(one) for one in law.policies.requirements},
        "moments": {name: list(fields) for name, fields in planned._MOMENTS.items()},  # noqa: SLF001
        "days_off": {name: _days_off(name) for name in calendars.CALENDARS},
        "orders": {".".join(field): list(order) for field, order in ORDERED.items()},
        "stage_sets": {name: sorted(stages) for name, stages in STAGE_SETS.items()},
        **_objects(),
        **_values(),
    }


def _days_off(calendar: str) -> list[str]:
    """The holidays on weekdays since 1970, which is where the Rego counts from."""
    days: list[date] = []
    for year in range(calendars.FIRST_YEAR, calendars.LAST_YEAR + 1):
        days += calendars.days_off(year, calendar)
    return sorted(day.isoformat() for day in days if day.weekday() < _WORKING_WEEKDAYS)


def _objects() -> dict[str, Any]:
    return {
        "moved": dict(kinds._MOVED),  # noqa: SLF001
        "cluster_scoped": sorted(kinds._CLUSTER_SCOPED),  # noqa: SLF001
        "status": {key: list(fields) for key, fields in kinds.STATUS.items()},
        "tool_groups": sorted(kinds.TOOL_GROUPS),
        "configuration_groups": sorted(kinds.CONFIGURATION_GROUPS),
        "templates": {key: [*path, "spec"] for key, path in cleaning.TEMPLATES.items()},
        "copies": cleaning._COPY.pattern,  # noqa: SLF001
        "hooks": list(cleaning._HOOKS),  # noqa: SLF001
        "drivers": sorted(sweeping._DRIVERS),  # noqa: SLF001
        "built_in_groups": sorted(kinds.BUILT_IN_GROUPS),
        "holders": sorted(sweeping._HOLDERS),  # noqa: SLF001
        "labels": sorted(sweeping._LABELS),  # noqa: SLF001
        "release": list(gathering._RELEASE),  # noqa: SLF001
    }


def _values() -> dict[str, Any]:
    in_context: dict[str, dict[str, str]] = {}
    for (about, last), word in subjects._IN_CONTEXT.items():  # noqa: SLF001
        in_context.setdefault(about, {})[last] = word
    return {
        "words": {
            "credential": sorted(words._CREDENTIAL_WORDS),  # noqa: SLF001
            "credential_ends": sorted(words._CREDENTIAL_ENDS),  # noqa: SLF001
            "secret_keys": sorted(words._SECRET_KEYS),  # noqa: SLF001
            "connects": sorted(words._CONNECTS),  # noqa: SLF001
            "about": sorted(words._ABOUT),  # noqa: SLF001
            "address": sorted(words._ADDRESS_WORDS),  # noqa: SLF001
            "public": sorted(words._PUBLIC_WORDS),  # noqa: SLF001
            "public_keys": [word for (word,) in words._PUBLIC_KEYS],  # noqa: SLF001
        },
        "subjects": {
            "about": dict(subjects._ABOUT),  # noqa: SLF001
            "services": sorted(subjects._SERVICES),  # noqa: SLF001
            "ends": dict(subjects._ENDS),  # noqa: SLF001
            "in_context": in_context,
            "roles": dict(subjects._ROLES),  # noqa: SLF001
            "usual": sorted(subjects._USUAL),  # noqa: SLF001
            "opening": sorted(subjects.OPENING),
            "no_issuer": sorted(subjects._NO_ISSUER),  # noqa: SLF001
            "global_client": f"(?i)^(?:{subjects._GLOBAL_CLIENT.pattern})$",  # noqa: SLF001
            "queue_url": clouds._QUEUE_URL.pattern,  # noqa: SLF001
            "old_queue_url": clouds._OLD_QUEUE_URL.pattern,  # noqa: SLF001
            "arn": clouds._ARN.pattern,  # noqa: SLF001
            "google_topic": clouds._GOOGLE_TOPIC.pattern,  # noqa: SLF001
        },
        "settings": {
            "words": {name: sorted(known) for name, known in settings._WORDS.items()},  # noqa: SLF001
            "variables": dict(settings._VARIABLES),  # noqa: SLF001
            "domains": sorted(settings._DOMAINS),  # noqa: SLF001
            "domain": f"(?i)^(?:{settings._DOMAIN.pattern})$",  # noqa: SLF001
        },
        "addresses": {
            "ports": dict(endpoints.PORTS),
            "schemes": dict(endpoints._SCHEMES),  # noqa: SLF001
            "parameters": dict(endpoints._PARAMETERS),  # noqa: SLF001
            "usual": {"redis": "0", "rediss": "0", "amqp": "/", "amqps": "/"},
            "local": f"^(?:{subjects._LOCAL.pattern})$",  # noqa: SLF001
            "buckets": {
                "s3": f"^{clouds._S3.pattern}$",  # noqa: SLF001
                "gs": f"^{clouds._GOOGLE.pattern}$",  # noqa: SLF001
            },
        },
        "credentials": {
            "marked": credentials.MARKED.pattern,
            "whole": f"^(?:{'|'.join(_WHOLE)})$",
            "marks": "|".join(['://[^"]*[@?;]', *map(re.escape, credentials.MARKS)]),
            "public": _PUBLIC,
            "for_all": f"^(?:{credentials._FOR_ALL.pattern})$",  # noqa: SLF001
            "wording": f"^(?:{credentials._WORDING.pattern})$",  # noqa: SLF001
            "tells": f"(?i){credentials._TELLS_OF_CREDENTIALS.pattern}",  # noqa: SLF001
            "login": ["auth", "username", "password", "email", "identitytoken", "registrytoken"],
            "dull": f"^(?:{credentials._DULL.pattern})$",  # noqa: SLF001
            "filled_later": f"(?s)^(?:{credentials._FILLED_LATER.pattern})$",  # noqa: SLF001
            "random_bits": round(credentials._RANDOM_BITS * _MILLION),  # noqa: SLF001
            "n_log_n": [round(n * math.log2(n) * _MILLION) if n else 0 for n in range(_LONGEST + 1)],
        },
        "contents": {
            "pair": _PAIR,
            "whole_line": _WHOLE_LINE,
            "option": _OPTION,
            "telling": f"(?i){contents.TELLING.pattern}",
            "setting": f"(?i){subjects._TELLING.pattern}",  # noqa: SLF001
            "directive": contents.DIRECTIVE.pattern,
        },
        "files": {
            "line": f"^{files.LINE.pattern}$",
            "section": f"^{files.SECTION.pattern}$",
            "ending": files.ENDING.pattern,
            "ports": sorted(files.PORTS),
            "around": list(subjects._AROUND),  # noqa: SLF001
        },
        "telemetry": {
            "way": telemetry.WAY.pattern,
            "ports": list(telemetry.PORTS),
            "exporter": f"^(?:{telemetry.EXPORTER.pattern})$",
            "sender": telemetry.SENDER.pattern,
            "stage": telemetry.STAGE.pattern,
            "output": telemetry.OUTPUT.pattern,
            "output_sender": telemetry.OUTPUT_SENDER.pattern,
        },
        "commands": {
            "tools": {name: list(told) for name, told in commands.TOOLS.items()},
            "line": commands.COMMAND.pattern,
            "host": commands.HOST_OPTION.pattern,
            "base": commands.BASE_OPTION.pattern,
            "port": commands.PORT_OPTION.pattern,
        },
    }


TARGET = _Conftest()
