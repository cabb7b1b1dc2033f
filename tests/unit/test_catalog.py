"""The catalogue: what is shipped, what names select, and what is refused, where, with what hint."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envpolicy.catalog import Catalog, load_catalog
from envpolicy.catalog.names import normalised
from envpolicy.documents import read_authored
from envpolicy.errors import CatalogError
from envpolicy.model import (
    AUDIENCES,
    CHANGES,
    DATA_CLASSES,
    LEVELS,
    PROTECTION_NEEDS,
    QUALITIES,
    STAGE_SETS,
    STAGES,
    TREATMENTS,
)
from envpolicy.resources import shipped, shown

if TYPE_CHECKING:
    from pathlib import Path

    from envpolicy.errors import Problem

SEED = {
    "ISO 27001 A.12.1.4 Separation of Development, Testing & Operational Environments": {
        "iso-27001-2013-A.12.1.4",
        "iso-27001-2013-A.12.1.4-development",
    },
    "HIPAA S12 - Information Access Management - Isolating Healthcare Clearinghouse Functions"
    " - § 164.308(a)(4)(ii)(A)": {"hipaa-164.308-a-4-ii-A", "hipaa-164.308-a-4-ii-A-finding"},
    "MSBFS 2020:7 3 kap. 1 §": {"msbfs-2020-7-3-1"},
    "MSBFS 2020:7 3 kap. 2 §": {"msbfs-2020-7-3-2"},
    "HSLF-FS 2016:40 3 kap. 10 § Upphandling och utveckling": {"hslf-fs-2016-40-3-10"},
    "BSI IT-Grundschutz APP.4.4.A1": {
        "bsi-app-4.4.A1-plan",
        "bsi-app-4.4.A1-level",
        "bsi-app-4.4.A1-namespace",
        "bsi-app-4.4.A1-cluster",
    },
    "BSI IT-Grundschutz APP.4.4.A15": {"bsi-app-4.4.A15"},
    "MDR Annex VI UDI-related": {
        "mdr-annex-vi-c-6.5-udi",
        "mdr-annex-vi-c-6.5-verified",
        "mdr-annex-vi-c-6.5-application",
        "mdr-annex-vi-c-6.5-platform",
    },
    "NIST SP 800-171 3.4.4": {"nist-800-171-r2-3.4.4"},
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def ids(catalog: Catalog, *names: str) -> set[str]:
    return {requirement.id for requirement in catalog.select(names)}


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("alias", SEED)
def test_the_words_of_the_seed_select_the_requirements_that_carry_them(catalog: Catalog, alias: str) -> None:
    assert ids(catalog, alias) == SEED[alias]
    assert all(alias in requirement.aliases for requirement in catalog.select([alias]))


@pytest.mark.parametrize("alias", [alias for alias in SEED if "§" in alias])
@pytest.mark.parametrize("wrong", ["ยง", "Â§"])
def test_a_mis_encoded_section_sign_is_understood(catalog: Catalog, alias: str, wrong: str) -> None:
    assert ids(catalog, alias.replace("§", wrong)) == SEED[alias]


@pytest.mark.parametrize("alias", SEED)
def test_case_spacing_and_unicode_form_do_not_matter(catalog: Catalog, alias: str) -> None:
    assert ids(catalog, f"  {alias.upper()}\t".replace(" ", "\u00a0 ")) == SEED[alias]
    assert normalised("A\u030a") == normalised("\u00c5")


def test_ids_and_clauses_select(catalog: Catalog) -> None:
    assert ids(catalog, "hipaa") == {"hipaa-164.308-a-4-ii-A", "hipaa-164.308-a-4-ii-A-finding"}
    assert ids(catalog, "HIPAA-164.308-a-4-ii-A") == {"hipaa-164.308-a-4-ii-A"}
    assert ids(catalog, "hipaa 164.308(a)(4)(ii)(A)") == ids(catalog, "hipaa")
    assert ids(catalog, "iso-27001-2022 A.8.33") == {"iso-27001-2022-A.8.33"}
    assert ids(catalog, "all") == {requirement.id for requirement in catalog.requirements}


def test_a_selection_is_in_the_order_of_the_catalogue_and_says_nothing_twice(catalog: Catalog) -> None:
    chosen = catalog.select(["mdr", "hipaa", "hipaa-164.308-a-4-ii-A"])
    assert [requirement.regulation for requirement in chosen] == ["hipaa"] * 2 + ["mdr"] * 4


def test_nothing_selects_nothing(catalog: Catalog) -> None:
    assert catalog.select([]) == ()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("hippa", "hipaa"),
        ("iso-27001", "iso-27001-2022"),
        ("iso-27001-2022-A.8.13", "iso-27001-2022-A.8.31"),
        ("A.8.31", "ISO 27001 A.8.31"),
        ("MSBFS 2020:7 3 kap 1 §", "MSBFS 2020:7 3 kap. 1 §"),
        ("NIST SP 800-171 3.4.5", "NIST SP 800-171 3.4.4"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(catalog: Catalog, name: str, meant: str) -> None:
    with pytest.raises(CatalogError) as caught:
        catalog.select([name])
    (problem,) = caught.value.problems
    assert f"`{name}`" in problem.message
    assert problem.hint is not None
    assert f"`{meant}`" in problem.hint


def test_every_unknown_name_is_told_at_once(catalog: Catalog) -> None:
    with pytest.raises(CatalogError) as caught:
        catalog.select(["hippa", "hipaa", "", "\u00e6\u00f8\u00e5 \u00e6\u00f8\u00e5"])
    assert len(caught.value.problems) == 3
    assert all(problem.hint for problem in caught.value.problems)


def test_a_requirement_is_had_by_its_exact_id(catalog: Catalog) -> None:
    assert catalog.requirement("mdr-annex-vi-c-6.5-udi").clause == "Annex VI Part C 6.5"
    with pytest.raises(CatalogError, match="unknown"):
        catalog.requirement("mdr")


# --- the file, and the way back -------------------------------------------------------------------


def test_every_shipped_file_says_where_it_stands(catalog: Catalog) -> None:
    for requirement in catalog.requirements:
        line = requirement.location.line
        assert line is not None
        assert requirement.location.file == f"policies/regulations/{requirement.regulation}.yaml"
        text = shipped(requirement.location.file).read_text(encoding="utf-8").splitlines()
        assert text[line - 1].strip() == f"- id: {requirement.id}"


def test_the_way_through_json_changes_nothing(catalog: Catalog) -> None:
    text = json.dumps(catalog.to_json())
    again = Catalog.from_json(json.loads(text))
    assert again == catalog
    assert again.select(["all"]) == catalog.select(["all"])
    assert str(shipped("policies").parent) not in text


def test_json_of_another_format_is_refused(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="format"):
        Catalog.from_json({**catalog.to_json(), "format": 0})


def test_only_the_named_files_are_parsed(catalog: Catalog) -> None:
    part = load_catalog(shipped("policies"), names=["hipaa-164.308-a-4-ii-A", "iso-27001-2013"])
    # The edition of 2022 is what that of 2013 points to, and the advice is what that one points to.
    assert [regulation.id for regulation in part.regulations] == [
        "hipaa",
        "iso-27001-2013",
        "iso-27001-2022",
        "welkin-two-environments",
    ]
    assert part.digest == catalog.digest
    assert part.requirement("iso-27001-2013-A.12.1.4") == catalog.requirement("iso-27001-2013-A.12.1.4")


@pytest.mark.parametrize("name", ["all", "NIST SP 800-171 3.4.4", "hippa"])
def test_a_name_that_tells_no_file_needs_them_all(catalog: Catalog, name: str) -> None:
    assert load_catalog(names=["hipaa", name]) == catalog


def test_the_digest_changes_with_the_text(tmp_path: Path, catalog: Catalog) -> None:
    folder = tmp_path / "regulations"
    folder.mkdir()
    for file in shipped("policies/regulations").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    assert load_catalog(tmp_path).digest == catalog.digest
    assert load_catalog(folder).digest == catalog.digest
    with (folder / "hipaa.yaml").open("a", encoding="utf-8") as text:
        text.write("# a comment\n")
    assert load_catalog(tmp_path).digest != catalog.digest


def test_the_schema_knows_the_words_of_the_model() -> None:
    defs = json.loads(shipped("schemas/regulation.schema.json").read_text(encoding="utf-8"))["$defs"]
    words = {name: tuple(body["enum"]) for name, body in defs.items() if "enum" in body}
    assert words["stage"] == STAGES
    assert words["stageOrSet"] == (*STAGES, *STAGE_SETS)
    assert words["level"] == LEVELS[1:]
    assert words["protectionNeed"] == PROTECTION_NEEDS
    assert words["dataClass"] == DATA_CLASSES
    assert words["quality"] == QUALITIES
    assert words["treatment"] == TREATMENTS
    assert words["audience"] == AUDIENCES
    assert words["change"] == CHANGES


def test_every_field_of_the_schema_is_described_in_the_reference(root: Path) -> None:
    schema = json.loads(shipped("schemas/regulation.schema.json").read_text(encoding="utf-8"))
    text = (root / "docs" / "requirement-language.md").read_text(encoding="utf-8")
    names: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            names.update(value["properties"] if isinstance(value.get("properties"), dict) else ())
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(schema)
    said = " ".join(re.findall("`[^`]+`", text))
    assert {name for name in names if not re.search(rf"\b{re.escape(name)}\b", said)} == set()


def test_the_recipe_of_the_documentation_is_a_regulation(tmp_path: Path, root: Path) -> None:
    text = (root / "docs" / "adding-a-regulation.md").read_text(encoding="utf-8")
    block = text.split("```yaml\n")[1].split("```")[0]
    file = tmp_path / "house-rules.yaml"
    file.write_text(block, encoding="utf-8")
    assert ids(load_catalog(extra=[file]), "house-rules") == {"house-rules-1"}


# --- what is refused ------------------------------------------------------------------------------

SOUND: dict[str, Any] = {
    "apiVersion": "envpolicy.dev/v1alpha1",
    "kind": "Regulation",
    "metadata": {
        "id": "x",
        "title": "X",
        "edition": "1",
        "status": "in-force",
        "jurisdiction": "SE",
        "source": "https://example.org/x",
    },
    "requirements": [
        {
            "id": "x-1",
            "title": "Apart",
            "clause": "1",
            "provenance": "confirmed",
            "basis": "explicit",
            "force": "must",
            "between": [{"stage": "testing"}, {"stage": "production"}],
            "scope": "any-application",
            "isolation": {"floor": "namespace", "default": "cluster"},
        }
    ],
}


def written(folder: Path, *requirements: dict[str, Any], name: str = "x", **metadata: Any) -> Path:
    """Write a regulation: the sound requirement with these changes (None takes a field away)."""
    document = copy.deepcopy(SOUND)
    document["metadata"].update({"id": name, **metadata})
    base = document["requirements"][0]
    document["requirements"] = [
        {key: value for key, value in {**base, "id": f"{name}-1", **change}.items() if value is not None}
        for change in requirements or ({},)
    ]
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.yaml"
    file.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return file


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(CatalogError) as caught:
        load_catalog(folder)
    return caught.value.problems


def line_of(file: Path, text: str, nth: int = 1) -> int:
    lines = [
        number for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if text in line
    ]
    return lines[nth - 1]


BODY = {"between": None, "scope": None, "isolation": None}
NO_BODY = {**BODY, "force": "should"}

REFUSED: list[tuple[dict[str, Any], str, str, str]] = [
    # change of the sound requirement; text on the line that must be named; message; hint
    ({"isolation": {"floor": "clutser"}}, "clutser", "unknown level `clutser`", "did you mean `cluster`?"),
    (
        {"isolation": {"floor": "cluster", "default": "namespace"}},
        '"default"',
        "above the default",
        "raise `default`",
    ),
    ({"isolation": {}}, '"isolation"', "too few entries", ""),
    ({"isolation": {"basis": "explicit"}}, '"isolation"', "no lowest level", "exactly one"),
    (
        {"isolation": {"floor": "cluster", "anyOf": [{"dedicatedNodes": True}]}},
        '"isolation"',
        "side by side",
        "exactly one",
    ),
    (
        {"isolation": {"anyOf": [{"level": "cluster"}], "default": "cluster"}},
        '"default"',
        "under every profile",
        "drop",
    ),
    (
        {"isolation": {"floorByProtection": {"normal": "cluster", "very-high": "namespace"}}},
        '"very-high"',
        "asks for less than `normal`",
        "at least `cluster`",
    ),
    (
        {"isolation": {"floorByProtection": {"high": "environment"}, "default": "cluster"}},
        '"default"',
        "above the default",
        "raise",
    ),
    (
        {"isolation": {"floor": "cluster", "recommendation": "x-1"}},
        '"recommendation"',
        "without the `default`",
        "add",
    ),
    (
        {"isolation": {"floor": "cluster", "default": "cluster", "recommendation": "x-2"}},
        '"recommendation"',
        "unknown requirement `x-2`",
        "did you mean `x-1`",
    ),
    ({"between": [{"stag": "testing"}, {}]}, '"stag"', "unknown field `stag`", "did you mean `stage`?"),
    ({"between": [{"stage": "testing"}]}, '"between"', "too few", ""),
    ({"between": [{"stage": "testig"}, {}]}, '"testig"', "unknown stage `testig`", "did you mean `testing`?"),
    (
        {"between": [{"data": {"klass": "seed"}}, {}]},
        '"klass"',
        "unknown field `klass`",
        "did you mean `class`?",
    ),
    ({"between": [{"owner": True}, {}]}, '"owner"', "expected text", "quotes"),
    ({"between": [{"medicalDevice": "yes"}, {}]}, '"medicalDevice"', "expected true or false", ""),
    (
        {"between": [{"protection": {"atLeast": "very-high", "atMost": "high"}}, {}]},
        '"protection"',
        "nothing is at least",
        "normal < high",
    ),
    (
        {"between": [{"stage": "testing", "not": {"stage": "testing"}}, {}]},
        "{",
        "contradicts itself",
        "loosen",
    ),
    ({"scope": None}, '"between"', "`between` needs `scope`", ""),
    ({"isolation": None}, '"between"', "nothing is asked", "add `isolation`"),
    ({"between": None, "scope": None}, '"isolation"', "`isolation` needs `between`", ""),
    (BODY, "{", "nothing is decided", "add one of"),
    ({"force": "shall"}, '"shall"', "unknown force `shall`", "expected must, should or may"),
    ({"provenance": "unconfirmed"}, '"force"', "at most `should`", "read the text"),
    ({"provenance": None}, "{", "`provenance` is missing", ""),
    ({"id": "y-1"}, '"y-1"', "does not start with", "x-y-1"),
    ({"id": "x-1 bis"}, "x-1 bis", "is no requirement id", ""),
    ({"colour": "red"}, '"colour"', "unknown field `colour`", "expected"),
    ({"aliases": ["ALL"]}, '"ALL"', "the id of something else", "`all`"),
    ({"aliases": ["x"]}, '"x"', "the id of something else", "`x`"),
    ({**BODY, "supersededBy": ["x-9"]}, "x-9", "unknown requirement `x-9`", "did you mean `x-1`"),
    ({"supersedes": ["x-1"]}, '"supersedes"', "supersedes itself", "drop the step"),
    ({**BODY, "data": {"at": {}}}, '"data"', "does not say what data", "add"),
    ({**BODY, "access": {"disjoint": ["subjects"]}}, '"disjoint"', "two sides", "between"),
    ({**BODY, "promotion": {"register": "changes"}}, '"promotion"', "nothing is asked", "records"),
    ({**BODY, "promotion": {"records": [{"field": "udi"}]}}, '"promotion"', "`register` is missing", ""),
    (
        {**BODY, "promotion": {"register": "changes", "records": [{"field": "uid"}]}},
        '"uid"',
        "unknown field of a change `uid`",
        "did you mean `udi`?",
    ),
    (
        {
            **BODY,
            "promotion": {
                "register": "updates",
                "change": ["major", "patch"],
                "exempt": ["patch"],
                "from": {"environmentClass": "non-production"},
                "to": {"environmentClass": "production"},
                "soak": {"workingDays": 5, "calendar": "se-elastisys"},
            },
        },
        '"exempt"',
        "both judged and exempt",
        "take it out",
    ),
    (
        {
            **BODY,
            "promotion": {
                "register": "updates",
                "from": {"environmentClass": "non-production"},
                "to": {"environmentClass": "production"},
                "soak": {"workingDays": -1, "calendar": "c"},
            },
        },
        '"workingDays"',
        "too small",
        "",
    ),
    (
        {**BODY, "promotion": {"register": "updates", "records": [{"field": "udi"}]}},
        '"records"',
        "nothing for `records`",
        "register: changes",
    ),
    (
        {
            **BODY,
            "promotion": {"register": "changes", "records": [{"field": "udi"}], "afterwards": ["emergency"]},
        },
        '"afterwards"',
        "nothing is due by production",
        "by: production",
    ),
    ({**BODY, "evidence": [{"record": "r", "maxAge": "one year"}]}, '"maxAge"', "is no duration", "P1Y"),
    ({**BODY, "environments": {"atLeast": 0}}, '"atLeast"', "too small", ""),
    ({**BODY, "rego": "package mine\nfindings contains 1"}, '"rego"', "names a package", "drop"),
    ({**BODY, "rego": "x := 1"}, '"rego"', "never says what a finding is", "findings contains"),
    (
        {"appliesWhen": {"organisation": {"hasClearingHouse": True}}},
        '"hasClearingHouse"',
        "is not `hasClearinghouse`",
        "write `hasClearinghouse`",
    ),
    (
        {"appliesWhen": {"changes": {"layer": "hardware"}}},
        '"hardware"',
        "unknown layer",
        "application or platform",
    ),
    ({"appliesWhen": {}}, '"appliesWhen"', "too few entries", ""),
]


@pytest.mark.parametrize(("change", "at", "message", "hint"), REFUSED)
def test_what_is_wrong_is_told_with_its_line_and_a_hint(
    tmp_path: Path, change: dict[str, Any], at: str, message: str, hint: str
) -> None:
    file = written(tmp_path, change)
    told = [problem for problem in problems(tmp_path) if message in problem.message]
    assert len(told) == 1, problems(tmp_path)
    (problem,) = told
    assert hint in (problem.hint or "")
    assert problem.location is not None
    assert problem.location.file == str(file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert problem.location.line is not None
    # A value may be told at its own line or, where it spans several, at the line where it starts.
    assert any(at in line for line in lines[problem.location.line - 2 : problem.location.line])


@pytest.mark.parametrize(("change", "message"), [(change, message) for change, _, message, _ in REFUSED])
def test_one_mistake_is_told_once(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    written(tmp_path, change)
    assert len(problems(tmp_path)) == 1


def test_a_sound_regulation_is_loaded(tmp_path: Path) -> None:
    written(tmp_path)
    assert ids(load_catalog(tmp_path), "all") == {"x-1"}


def test_a_duplicate_id_names_the_first(tmp_path: Path) -> None:
    file = written(tmp_path, {}, {"title": "Again"})
    (problem,) = problems(tmp_path)
    assert "a second requirement" in problem.message
    assert problem.location is not None
    first, second = (line_of(file, '"id": "x-1"', nth) for nth in (1, 2))
    assert problem.location.line == second
    assert f"{file}:{first}:" in (problem.hint or "")


def test_ids_that_differ_in_case_alone_are_duplicates(tmp_path: Path) -> None:
    written(tmp_path, {"id": "x-a"}, {"id": "x-A"})
    assert ["a second requirement" in problem.message for problem in problems(tmp_path)] == [True]


@pytest.mark.parametrize("name", ["all", "envpolicy", "envpolicy-lib", "deployment-plan"])
def test_what_stands_beside_regulations_is_no_name_for_one(name: str, tmp_path: Path) -> None:
    written(tmp_path, name=name)
    assert [one.message for one in problems(tmp_path)] == [f"a regulation cannot be called `{name}`"]


def test_a_duplicate_regulation_names_the_first(tmp_path: Path) -> None:
    file = written(tmp_path / "one")
    other = written(tmp_path / "two", {"id": "x-2"})
    with pytest.raises(CatalogError) as caught:
        load_catalog(tmp_path / "one", extra=[other])
    (problem,) = caught.value.problems
    assert "a second regulation" in problem.message
    assert str(file) in f"{problem.location} {problem.hint}"
    assert str(other) in f"{problem.location} {problem.hint}"


def test_a_requirement_may_not_take_the_name_of_a_regulation(tmp_path: Path) -> None:
    written(tmp_path, {"id": "x"}, {"id": "x-2"})
    written(tmp_path, {"id": "x-y-1"}, name="x-y")
    written(tmp_path, name="z")
    (problem,) = problems(tmp_path)
    assert "a regulation is called so" in problem.message
    written(tmp_path, {"id": "x"})
    assert ids(load_catalog(tmp_path), "x") == {"x"}


def test_the_file_bears_the_id(tmp_path: Path) -> None:
    written(tmp_path).rename(tmp_path / "other.yaml")
    (problem,) = problems(tmp_path)
    assert "in a file called `other`" in problem.message
    assert "x.yaml" in (problem.hint or "")


@pytest.mark.parametrize("length", [2, 3, 7])
def test_a_cycle_of_successors_is_told_once_with_its_way(tmp_path: Path, length: int) -> None:
    change = [
        {
            **NO_BODY,
            "id": f"x-{n}",
            "supersededBy": [f"x-{(n + 1) % length}"],
            "supersedes": [f"x-{(n - 1) % length}"],
        }
        for n in range(length)
    ]
    file = written(tmp_path, *change)
    (problem,) = problems(tmp_path)
    assert "supersedes itself: x-0 -> x-1" in problem.message
    assert problem.message.endswith(f"x-{length - 1} -> x-0")
    assert problem.location is not None
    assert problem.location.line in range(line_of(file, "supersededBy"), line_of(file, "supersededBy") + 2)
    assert problem.hint


def test_two_cycles_are_two_problems(tmp_path: Path) -> None:
    written(
        tmp_path,
        *(
            {**NO_BODY, "id": f"x-{n}", "supersededBy": [f"x-{n ^ 1}"], "supersedes": [f"x-{n ^ 1}"]}
            for n in range(4)
        ),
    )
    assert len(problems(tmp_path)) == 2


def test_a_superseded_requirement_has_no_body_and_shares_that_of_its_last_successor(tmp_path: Path) -> None:
    chain: list[dict[str, Any]] = [
        {**NO_BODY, "id": "x-1", "supersededBy": ["x-2"]},
        {**BODY, "id": "x-2", "supersedes": ["x-1"], "supersededBy": ["x-3"]},
        {"id": "x-3", "supersedes": ["x-2"]},
    ]
    written(tmp_path, *chain)
    catalog = load_catalog(tmp_path)
    first, last = catalog.requirement("x-1"), catalog.requirement("x-3")
    assert first.body == {}
    assert first.parameters == {**last.parameters, "id": "x-1", "force": "should"}
    written(tmp_path, {"supersededBy": ["x-2"]}, {"id": "x-2", "supersedes": ["x-1"]})
    assert {"isolation", "between"} == {
        word
        for problem in problems(tmp_path)
        for word in ("isolation", "between")
        if f"`{word}`" in problem.message
    }


def test_both_sides_must_agree_on_who_superseded_whom(tmp_path: Path) -> None:
    written(tmp_path, {**NO_BODY, "supersededBy": ["x-2"]}, {"id": "x-2"})
    (problem,) = problems(tmp_path)
    assert "add `supersedes: [x-1]` to `x-2`" in (problem.hint or "")


def test_all_problems_of_all_files_come_at_once_and_in_order(tmp_path: Path) -> None:
    written(
        tmp_path,
        {"isolation": {"floor": "clutser"}},
        {"id": "x-2", "isolation": {"floor": "cluster", "default": "namespace"}},
        {"id": "x-2", "between": [{"stag": "testing"}, {"stage": "prodution"}]},
    )
    written(tmp_path, {"provenance": "unconfirmed"}, name="y", status="dead")
    (tmp_path / "z.yaml").write_text("metadata: [\n", encoding="utf-8")
    found = problems(tmp_path)
    for message in (
        "clutser",
        "above the default",
        "a second requirement",
        "`stag`",
        "`prodution`",
        "at most `should`",
        "`dead`",
    ):
        assert sum(message in problem.message for problem in found) == 1, message
    places = [(problem.location.file, problem.location.line) for problem in found if problem.location]
    assert len(places) == len(found) == 8
    assert places == sorted(places)
    assert all(line is not None for _, line in places)


def test_one_unsound_requirement_does_not_hide_another(tmp_path: Path) -> None:
    written(tmp_path, {"force": "shall"}, {"id": "x-2", "provenance": "unconfirmed"})
    assert len(problems(tmp_path)) == 2


@pytest.mark.parametrize(
    "text", ["", "\n# nothing\n", "[]", "text", "kind: Regulation", "{}", "42", "a: *b", "\x00"]
)
def test_what_is_no_regulation_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    assert all(
        problem.location and problem.location.file == str(tmp_path / "x.yaml")
        for problem in problems(tmp_path)
    )


def test_deep_nesting_is_refused_without_a_traceback(tmp_path: Path) -> None:
    deep: dict[str, Any] = {}
    for _ in range(60):
        deep = {"not": deep}
    written(tmp_path, {"between": [deep, {}]})
    assert ids(load_catalog(tmp_path), "all") == {"x-1"}
    text = (tmp_path / "x.yaml").read_text(encoding="utf-8")
    (tmp_path / "x.yaml").write_text(
        text.replace("{}", '{"not": ' * 3000 + "{}" + "}" * 3000), encoding="utf-8"
    )
    assert problems(tmp_path)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 9)
    | st.sampled_from([*LEVELS, *STAGES, "x-1", "", " ", "\x00", "§"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["not", "anyOf", "stage", "data", "class", "atLeast", "floor", "id", "field", "zone"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def paths(value: Any, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(path for key, item in inner for path in paths(item, (*here, key)))]


@given(data=st.data())
def test_any_change_gives_a_catalogue_or_problems_with_a_place(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = data.draw(st.sampled_from(["x", "hipaa", "hslf-fs-2016-40", "mdr", "welkin-five-working-days"]))
    document = copy.deepcopy(SOUND)
    if name != "x":
        (shipped_document,) = read_authored(
            shipped(f"policies/regulations/{name}.yaml").read_bytes(), "f"
        ).documents
        document = copy.deepcopy(shipped_document.value)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths(document)))
        if not path:
            continue
        parent: Any = document
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = data.draw(JUNK)
    folder = tmp_path_factory.mktemp("law")
    (folder / f"{name}.yaml").write_text(json.dumps(document), encoding="utf-8")
    advice = shipped("policies/regulations/welkin-two-environments.yaml")
    (folder / advice.name).write_bytes(advice.read_bytes())
    try:
        catalog = load_catalog(folder)
    except CatalogError as error:
        told = error.problems
    else:
        assert catalog.select(["all"])
        return
    assert told
    assert all(problem.message and problem.location is not None for problem in told)


def test_an_empty_or_missing_folder_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path)
    assert "no regulation" in problem.message
    (problem,) = problems(tmp_path / "nowhere")
    assert "cannot be read" in problem.message
    with pytest.raises(CatalogError, match="cannot be read"):
        load_catalog(extra=[tmp_path / "nowhere.yaml"])


def test_plain_numbers_are_taken_as_text_where_a_text_names_them(tmp_path: Path) -> None:
    file = written(tmp_path)
    text = file.read_text(encoding="utf-8").replace('"edition": "1"', '"edition": 2022')
    file.write_text(text.replace('"clause": "1"', '"clause": 7'), encoding="utf-8")
    catalog = load_catalog(tmp_path)
    assert catalog.regulations[0].edition == "2022"
    assert catalog.requirement("x-1").clause == "7"


# --- shipped files --------------------------------------------------------------------------------


def test_shipped_files_are_found_and_named_alike_everywhere(tmp_path: Path) -> None:
    assert (shipped("policies/regulations") / "hipaa.yaml").is_file()
    assert shown(shipped("policies/regulations/hipaa.yaml")) == "policies/regulations/hipaa.yaml"
    assert shown(tmp_path / "x.yaml") == str(tmp_path / "x.yaml")
    with pytest.raises(FileNotFoundError, match="install it again"):
        shipped("policies/nothing")
