"""Engines that evaluate Rego. One port with one verb, and one file per engine."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from envpolicy.errors import EngineError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The engines by the name that `--engine` takes.
ENGINES = ("embedded", "opa", "opa-exec")


class GuardedEngine(ABC):
    """Something that evaluates Rego modules on an input.

    `evaluate` is written once and lets nothing but `EngineError` escape; an adapter fills in `_evaluate`.
    """

    name: str

    def evaluate(self, modules: Mapping[str, str], query: str, input_json: str) -> Any:
        """The value of `query` (`data.a.b.rule`) over `modules` (source by path) for an input in JSON.

        Raises `EngineError` where the engine fails, and where the rule is undefined: nothing was decided
        then.
        """
        try:
            answer = self._evaluate(modules, query, input_json)
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(
                Problem(
                    message=f"the {self.name} engine failed: {_first_words(error)}",
                    hint="this decides nothing",
                )
            ) from error
        if answer is None:
            raise EngineError(
                Problem(
                    message=f"the {self.name} engine left {query} undefined",
                    hint="a module is missing or contradicts the input; nothing was decided",
                )
            )
        return json.loads(answer) if isinstance(answer, str) else answer

    @abstractmethod
    def _evaluate(self, modules: Mapping[str, str], query: str, input_json: str) -> Any:
        """The value, its JSON text, or None where the rule is undefined."""


def _first_words(error: Exception) -> str:
    """What an engine says, without the native backtrace that some append."""
    return str(error).split("Stack backtrace")[0].strip() or type(error).__name__


def engine(name: str, *, url: str | None = None) -> GuardedEngine:
    """The engine of that name; `url` is that of the server, for `opa`. Raises `EngineError` for others."""
    if name == "embedded":
        from envpolicy.engines.embedded import EmbeddedEngine

        return EmbeddedEngine()
    if name == "opa":
        from envpolicy.engines.opa import OpaEngine

        return OpaEngine(url or "http://127.0.0.1:8181")
    if name == "opa-exec":
        from envpolicy.engines.opa_exec import OpaExecEngine

        return OpaExecEngine()
    raise EngineError(
        Problem(message=f"there is no engine `{name}`", hint=f"use one of {', '.join(ENGINES)}")
    )
