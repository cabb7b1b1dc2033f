"""JSON Schemas of deployment plans, one for each regulation, that an editor turns red by.

Beside what a plan alone shows to be against a regulation (the compiler's schema) each names the schema of plans itself,
so that completion works and every field is explained. The facts about a cluster have a schema of their own, for
whoever writes them down apart from a plan.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from envpolicy.compiler.plan_schema import plan_schema
from envpolicy.resources import shipped
from envpolicy.targets import Target, none, projected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envpolicy.catalog import Requirement
    from envpolicy.leaks import LeakCheck
    from envpolicy.targets import Coverage, Law

_PLAN = "deployment-plan.schema.json"
_FACTS = "cluster-facts.schema.json"


class _JsonSchema(Target):
    def _artefacts(self, law: Law) -> Mapping[str, bytes]:
        plan = shipped(f"schemas/{_PLAN}").read_bytes()
        made = {_PLAN: plan, _FACTS: _of_facts(plan)}
        for regulation in law.regulations:
            schema = plan_schema(regulation.id, regulation.title, law.requirements_of(regulation.id))
            made[f"{regulation.id}.schema.json"] = _text(schema, plan)
        everything = plan_schema("all", "the selected regulations", law.policies.requirements)
        made["all.schema.json"] = _text(everything, plan)
        return made

    def covers_leak(self, _: LeakCheck) -> Coverage:
        return none("a schema sees the plan alone, no object of a cluster")

    def covers_requirement(self, requirement: Requirement) -> Coverage:
        found = plan_schema(requirement.regulation, requirement.title, (requirement,))
        if found == plan_schema(requirement.regulation, requirement.title, ()):
            return none("a schema cannot compare deployments, records or objects in the way that it asks for")
        return projected("what the plan says by itself")


def _of_facts(plan: bytes) -> bytes:
    """The part of the schema of plans that is about the facts of a cluster, with what it refers to."""
    whole = json.loads(plan)
    definitions = whole["$defs"]
    wanted, found = ["facts"], {}
    while wanted:
        name = wanted.pop()
        found[name] = definitions[name]
        wanted += [
            one for one in definitions if one not in found and f'"#/$defs/{one}"' in json.dumps(found[name])
        ]
    schema = {
        "$schema": whole["$schema"],
        "$id": whole["$id"].replace(_PLAN, _FACTS),
        "title": "Facts about a cluster",
        **found.pop("facts"),
        "$defs": dict(sorted(found.items())),
    }
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()


def _text(schema: dict[str, Any], plan: bytes) -> bytes:
    """The schema with that of plans inside, its definitions at the top, where every editor finds them."""
    inner = json.loads(plan)
    definitions = inner.pop("$defs", {})
    whole = {
        **schema,
        "allOf": [{name: part for name, part in inner.items() if name not in ("$id", "$schema")}],
    }
    whole["$defs"] = definitions
    return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()


TARGET = _JsonSchema()
