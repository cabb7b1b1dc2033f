"""Requirements become Rego: every text as data, one module each, and nothing that could be undefined."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from envpolicy.catalog import Requirement, load_catalog
from envpolicy.compiler import compile_policies
from envpolicy.compiler.dialect import for_embedded, rewritten, value_rules
from envpolicy.compiler.policy_set import identifier, requirement_modules
from envpolicy.compiler.rego_text import comment, literal
from envpolicy.engines import engine
from envpolicy.errors import CompileError, Location
from envpolicy.model import Force

if TYPE_CHECKING:
    from envpolicy.catalog import Catalog

# Text as a regulation may hold it, with what could break out of a comment, a string or a template.
HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            ['"', "'", "\n", "\r\n", "{{ 7 * 7 }}", "{% raw %}", "`", "\\", "#", "\t", "{", "}", "\u2028"]
        ),
        st.sampled_from(
            ["package evil", "\ndefault result := {}", '"}\nx := 1', "${}", "\x7f", "\x85", "\ufeff", "é"]
        ),
        st.text(max_size=12),
    ),
    max_size=8,
).map("".join)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def requirement(**changes: Any) -> Requirement:
    values: dict[str, Any] = {
        "id": "own-1",
        "regulation": "own",
        "title": "A title",
        "clause": "1",
        "aliases": (),
        "provenance": "confirmed",
        "basis": "explicit",
        "force": Force.MUST,
        "supersedes": (),
        "superseded_by": (),
        "note": None,
        "remediation": None,
        "not_evaluated": (),
        "sources": (),
        "location": Location(file="own.yaml", line=3),
        "body": {},
        "parameters": {"id": "own-1", "force": "must", "evidence": [{"record": "a-record"}]},
    }
    return Requirement(**(values | changes))


def metadata(module: str) -> dict[str, Any]:
    """The package's METADATA block, as YAML reads it."""
    block = module.split("package ", 1)[0].removeprefix("# METADATA\n")
    loaded: dict[str, Any] = yaml.safe_load("\n".join(line.removeprefix("# ") for line in block.splitlines()))
    return loaded


@given(title=HOSTILE, clause=HOSTILE, remediation=HOSTILE, source=HOSTILE)
def test_no_text_becomes_code(title: str, clause: str, remediation: str, source: str) -> None:
    """A title, a clause and a hint are data: the module parses, and gives them back to the letter."""
    hostile = requirement(
        title=title,
        clause=clause,
        remediation=remediation,
        sources=(source,),
        parameters={"id": "own-1", "force": "must", "evidence": [{"record": source or "x"}]},
    )
    (module,) = requirement_modules(hostile).values()
    code = [line for line in module.splitlines() if line and not line.startswith("#")]
    assert code[0] == "package envpolicy.requirements.own.r_1"
    assert sum(line.startswith(("package ", "import ", "result :=", "parameters :=")) for line in code) == 4
    query = "data.envpolicy.requirements.own.r_1.parameters"
    answer = engine("embedded").evaluate({"own.rego": module, "r.rego": _STUB}, query, "{}")
    assert (answer["clause"], answer["remediation"]) == (clause, remediation)
    assert answer["evidence"] == [{"record": source or "x"}]


_STUB = "package lib.envpolicy.requirement\n\njudge(p) := p\n"


@given(HOSTILE)
def test_metadata_says_what_was_written(text: str) -> None:
    """A quoted text in a comment reads as itself; a line break that was put in for its length reads as a space."""
    commented = "x: " + comment(text)
    assert all(line.startswith(("x: ", "#     ")) for line in commented.split("\n"))
    read = yaml.safe_load("\n".join(line.removeprefix("# ") for line in commented.split("\n")))["x"]
    assert read == text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | HOSTILE,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(HOSTILE, inner, max_size=4),
        max_leaves=12,
    )
)
def test_a_literal_is_the_value(value: Any) -> None:
    module = f"package a\n\nx := [{literal(value)}]\n"
    assert engine("embedded").evaluate({"a.rego": module}, "data.a.x", "{}") == [value]


def test_the_shipped_law_compiles(catalog: Catalog) -> None:
    policies = compile_policies(catalog.requirements)
    own = [path for path in policies.modules if path.startswith("envpolicy/requirements/")]
    assert len(own) >= len(catalog.requirements)
    assert policies.digest.startswith("sha256:")
    assert compile_policies(catalog.requirements).digest == policies.digest
    assert compile_policies(catalog.requirements[:3]).digest != policies.digest


def test_metadata_names_clause_source_and_provenance(catalog: Catalog) -> None:
    entry = catalog.requirement("msbfs-2020-7-3-2")
    said = metadata(requirement_modules(entry)["envpolicy/requirements/msbfs_2020_7/r_3_2.rego"])
    assert said["title"] == entry.title
    assert said["custom"]["provenance"] == "unconfirmed"
    assert said["custom"]["clause"] == entry.clause
    assert "not read" in said["description"]


def test_nothing_selected_is_refused() -> None:
    with pytest.raises(CompileError, match="no requirement is selected"):
        compile_policies([])


def test_two_requirements_cannot_become_one_module() -> None:
    with pytest.raises(CompileError, match=r"own-a\.b") as caught:
        compile_policies([requirement(id="own-a-b"), requirement(id="own-a.b")])
    assert caught.value.problems[0].location is not None


def test_rego_of_ones_own_may_not_name_a_package_that_is_not_there() -> None:
    """An engine would leave it undefined, and what is undefined finds nothing."""
    text = "import data.lib.envpolicy.chekcs\n\nfindings contains f if some f in chekcs.findings"
    with pytest.raises(CompileError, match="does not exist"):
        compile_policies([requirement(body={"rego": text})])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("iso-27001-2022", "iso_27001_2022"),
        ("A.8.31", "a_8_31"),
        ("03.04.04", "r_03_04_04"),
        ("in", "r_in"),
        ("§", "r_"),
    ],
)
def test_identifiers(text: str, expected: str) -> None:
    assert identifier(text) == expected


def test_the_embedded_engine_reads_imports_spelled_out() -> None:
    source = (
        "package a\n\nimport data.lib.b\nimport data.lib.c as d\n\n"
        'x := b.f(d.g) if b["h"]\n\ny := "b.f" # b.f\n\nz := other.b.f\n'
    )
    assert rewritten(source) == (
        "package a\n\n\n\n\n"
        'x := data.lib.b.f(data.lib.c.g) if data.lib.b["h"]\n\ny := "b.f" # b.f\n\nz := other.b.f\n'
    )


def test_what_is_looked_up_in_another_package_becomes_a_rule_of_the_own_one() -> None:
    other = "package lib.b\n\nrows := {}\n\nf(x) := x\n\ndefault open := false\n\nset contains 1\n"
    rules = value_rules([other])
    assert rules == {"data.lib.b.rows", "data.lib.b.open", "data.lib.b.set"}
    source = "package a\n\nimport data.lib.b\n\nx := [b.rows[k], b.rows.k, b.f(1).y, b.open, b.sub[k]]\n"
    assert rewritten(source, rules) == (
        "package a\n\n\n\nx := [data__lib__b__rows[k], data__lib__b__rows.k, data.lib.b.f(1).y, data.lib.b.open, "
        "data.lib.b.sub[k]]\n\ndata__lib__b__rows := data.lib.b.rows\n"
    )


def test_a_user_s_own_module_is_rewritten_beside_the_library() -> None:
    modules = {
        "b.rego": 'package lib.b\n\nrows := {"k": 2}\n',
        "z.rego": "package z\n\nimport data.lib.b\n\nx := b.rows.k\n\ny if not b.rows.other\n",
    }
    assert "data__lib__b__rows := data.lib.b.rows" in for_embedded(modules)["z.rego"]
    answers = [engine("embedded").evaluate(modules, f"data.z.{rule}", "{}") for rule in ("x", "y")]
    assert answers == [2, True]


def test_both_faults_of_the_embedded_engine_are_worked_around() -> None:
    """Without the rewriting both rules are undefined; if a new engine reads them, the rewriting can go."""
    modules = {
        "t.rego": 'package lib.t\n\nrows := {"a": 1}\n',
        "f.rego": "package lib.f\n\nimport data.lib.t\n\nrule := 1\n\nfunction(k) := t.rows[k]\n",
        "z.rego": 'package z\n\nimport data.lib.f\n\nx := [f.rule, f.function("a"), equal(1, 1), equal(1, 2)]\n\n'
        "equal(a, b) := null if {\n\tnull in [a, b]\n} else if {\n\ta == b\n} else := false\n",
    }
    assert engine("embedded").evaluate(modules, "data.z.x", "{}") == [1, 1, True, False]


def test_parameters_stay_shallow(catalog: Catalog) -> None:
    """Some engines take twice as long to parse a literal for each level that it is nested."""

    def depth(value: Any) -> int:
        if isinstance(value, dict):
            return 1 + max(map(depth, value.values()), default=0)
        if isinstance(value, list):
            return 1 + max(map(depth, value), default=0)
        return 0

    assert max(depth(entry.parameters) for entry in catalog.requirements) <= 8
    assert json.dumps([entry.parameters for entry in catalog.requirements])
