"""An OPA server, spoken to with opa-python-client."""

from __future__ import annotations

import json
import re
from graphlib import TopologicalSorter
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from envpolicy.engines import GuardedEngine
from envpolicy.errors import EngineError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Seconds that one request may take.
TIMEOUT = 600

# Ids of our policies on the server; what else is there is left alone.
_PREFIX = "envpolicy/"
_REQUIREMENTS = "envpolicy/requirements/"
_PACKAGE = re.compile(r"^package (\S+)", re.MULTILINE)
_IMPORT = re.compile(r"^import data\.(\S+)", re.MULTILINE)


class OpaEngine(GuardedEngine):
    """Puts the modules on a running OPA server, under ids that begin with `envpolicy/`, and asks it."""

    name = "opa"

    def __init__(self, url: str) -> None:
        """`url` is that of the server, such as `http://127.0.0.1:8181`."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise EngineError(
                Problem(
                    message=f"`{url}` is not the address of an OPA server",
                    hint="such as http://127.0.0.1:8181",
                )
            )
        self.url = url
        self._parts = parts

    def _evaluate(self, modules: Mapping[str, str], query: str, input_json: str) -> Any:
        from opa_client.opa import OpaClient

        with OpaClient(
            host=self._parts.hostname,
            port=self._parts.port or (443 if self._parts.scheme == "https" else 80),
            ssl=self._parts.scheme == "https",
            timeout=TIMEOUT,
        ) as client:
            try:
                present = set(client.get_policies_list())
            except Exception as error:
                raise EngineError(
                    Problem(
                        message=f"no OPA server answers at {self.url}", hint="start one: opa run --server"
                    )
                ) from error
            self._upload(client, modules, present)
            package, _, rule = query.removeprefix("data.").rpartition(".")
            answer = client.query_rule(
                input_data=json.loads(input_json),
                package_path=package.replace(".", "/"),
                rule_name=rule,
                query_params={"strict-builtin-errors": "true"},
            )
        return answer.get("result")

    @staticmethod
    def _upload(client: Any, modules: Mapping[str, str], present: set[str]) -> None:
        """Put what is not there yet. The server compiles everything at every step, so there are few of them.

        The library stays, under a marker that says which one it is, put last and taken away first; modules of
        requirements come and go, and have ids that tell their contents.
        """
        library = {path: text for path, text in modules.items() if not path.startswith(_REQUIREMENTS)}
        marker = f"{_PREFIX}library/{_fingerprint(library)}"
        wanted = {_id(path, modules[path]): path for path in _in_order(modules) if path not in library}
        if marker not in present:
            _delete(client, {name for name in present if name.startswith(_PREFIX)})
            present = set()
            for path in _in_order(library):
                client.update_policy_from_string(library[path], f"{_PREFIX}{path}", rego_compat=False)
            client.update_policy_from_string("package envpolicy.uploaded\n", marker, rego_compat=False)
        _delete(client, {name for name in present if name.startswith(_PREFIX + _REQUIREMENTS)} - set(wanted))
        for name, path in wanted.items():
            if name not in present:
                client.update_policy_from_string(modules[path], name, rego_compat=False)


def _delete(client: Any, names: set[str]) -> None:
    """Delete these policies: markers first, then each as soon as no other one needs it."""
    from opa_client.errors import DeletePolicyError

    left = sorted(names, key=lambda name: (not name.startswith(f"{_PREFIX}library/"), name))
    while left:
        kept = []
        for name in left:
            try:
                client.delete_policy(name)
            except DeletePolicyError:
                kept.append(name)
        if len(kept) == len(left):
            raise EngineError(
                Problem(
                    message=f"the OPA server does not delete {', '.join(kept[:3])}",
                    hint="policies of others there may need it; give envpolicy a server of its own",
                )
            )
        left = kept


def _id(path: str, text: str) -> str:
    return f"{_PREFIX}{path.removesuffix('.rego')}-{sha256(text.encode()).hexdigest()[:16]}.rego"


def _fingerprint(modules: Mapping[str, str]) -> str:
    return sha256(json.dumps(sorted(modules.items())).encode()).hexdigest()


def _in_order(modules: Mapping[str, str]) -> list[str]:
    """The paths, each after those that it imports: the server compiles at every upload."""
    paths = {_package(source): path for path, source in modules.items()}
    sorter = TopologicalSorter(
        {
            path: {paths[name] for name in _IMPORT.findall(source) if name in paths and paths[name] != path}
            for path, source in modules.items()
        }
    )
    return list(sorter.static_order())


def _package(source: str) -> str:
    found = _PACKAGE.search(source)
    return found[1] if found else ""
