"""The embedded engine: regorus, in this process. An engine object belongs to the thread that made it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from envpolicy.engines import GuardedEngine
from envpolicy.errors import EngineError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_prepared = threading.local()

#: What regorus answers for a rule without a value.
_UNDEFINED = '"<undefined>"'


class EmbeddedEngine(GuardedEngine):
    """Evaluates in this process; modules that were parsed once in a thread are not parsed again there."""

    name = "embedded"

    def _evaluate(self, modules: Mapping[str, str], query: str, input_json: str) -> Any:
        engine = _engine(modules).clone()
        try:
            engine.set_input_json(input_json)
            answer = engine.eval_rule_as_json(query)
        except BaseException as error:
            # For bugs in the engine the binding raises a BaseException of its own (PanicException).
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            raise EngineError(
                Problem(
                    message=f"the embedded engine failed: {str(error).split('Stack backtrace')[0].strip()}"
                )
            ) from error
        return None if answer is None or answer.strip() == _UNDEFINED else answer


def check_syntax(modules: Mapping[str, str]) -> None:
    """Raises `EngineError` where a module does not parse."""
    _engine(modules)


def _engine(modules: Mapping[str, str]) -> Any:
    cache = _prepared.__dict__.setdefault("engines", {})
    key = hash(frozenset(modules.items()))
    if key not in cache:
        import regorus

        from envpolicy.compiler.dialect import for_embedded

        engine = regorus.Engine()
        for path, source in for_embedded(modules).items():
            try:
                engine.add_policy(path, source)
            except RuntimeError as error:
                raise EngineError(
                    Problem(
                        message=f"{path} does not parse: {str(error).split('Stack backtrace')[0].strip()}"
                    )
                ) from error
        cache.clear()
        cache[key] = engine
    return cache[key]
