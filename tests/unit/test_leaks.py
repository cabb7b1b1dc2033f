"""The METADATA of leak checks, and what is made from it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from envpolicy.errors import CatalogError
from envpolicy.leaks import leak_table, leaks_page, least, read_leaks, read_left_out

if TYPE_CHECKING:
    from collections.abc import Callable

REGO = Path(__file__).resolve().parent.parent.parent / "policies" / "rego"

GOOD = """\
# METADATA
# title: A thing is held twice
# description: |
#   Says when.
# custom:
#   id: thing-shared
#   kind: shared
#   channel: control-plane
#   boundary: [cluster, namespace]
#   cap: release
#   severity: high
#   remediation: Hold it once.
#   reads: [Thing.example.com, Secret]
#   sources: [https://example.com]
#   examples:
#     leaks: [{note: two}]
#     innocent: [{note: one}]
package lib.envpolicy.leaks.control_plane.thing_shared

holds := set()
"""


def _write(folder: Path, text: str, name: str = "control_plane/thing_shared.rego") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def test_a_check_is_read(tmp_path: Path) -> None:
    _write(tmp_path, "package x\n", "control_plane/thing_shared_test.rego")
    (check,) = read_leaks(_write(tmp_path, GOOD))
    assert (check.id, check.name, check.title) == ("thing-shared", "thing_shared", "A thing is held twice")
    assert check.boundary == ("namespace", "cluster")
    assert check.reads == ("Secret", "Thing.example.com")
    assert check.scanners == ()
    assert check.examples == {"leaks": ({"note": "two"},), "innocent": ({"note": "one"},)}
    assert check.file == "control_plane/thing_shared.rego"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# METADATA", "# NOTHING", "no METADATA"),
        ("title: A thing", "title: [", "not YAML"),
        ("# custom:", "# other:", "without `custom`"),
        ("  cap: release", "  cap: sky", "custom.cap is 'sky', expected one of none, release"),
        ("  severity: high", "  severity: [high]", "custom.severity is ['high']"),
        ("  kind: shared", "", "custom.kind is missing"),
        ("  kind: shared", "  kind: shared\n#   sort: odd", "custom.sort is not known"),
        ("[cluster, namespace]", "[none]", "custom.boundary is ['none']"),
        ("[cluster, namespace]", "{}", "custom.boundary is not a list of texts"),
        ("Hold it once.", "[once]", "custom.remediation is not one line of text"),
        ("thing-shared", "other-thing", "belongs into control_plane/other_thing.rego"),
        ("leaks.control_plane.", "leaks.network.", "package is lib.envpolicy.leaks.network.thing_shared"),
        ("[{note: two}]", "[]", "custom.examples.leaks is not a list of at least one"),
        ("{note: one}", "{add: []}", "custom.examples.innocent[0] has no note"),
        ("{note: one}", "{note: one, plus: []}", "custom.examples.innocent[0].plus is not known"),
        ("innocent:", "guilty:", "custom.examples needs exactly"),
    ],
)
def test_a_malformed_check_is_a_problem_with_a_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(CatalogError) as caught:
        read_leaks(_write(tmp_path, GOOD.replace(old, new)))
    assert any(said in problem.message for problem in caught.value.problems), caught.value
    for problem in caught.value.problems:
        assert problem.location is not None
        assert problem.location.file == "leaks/control_plane/thing_shared.rego"


def test_all_problems_at_once(tmp_path: Path) -> None:
    _write(tmp_path, GOOD.replace("cap: release", "cap: sky").replace("severity: high", "severity: dire"))
    with pytest.raises(CatalogError) as caught:
        read_leaks(_write(tmp_path, "package x\n", "network/other.rego"))
    assert len(caught.value.problems) == 3


def test_least_counts_the_levels_that_a_check_breaks(tmp_path: Path) -> None:
    checks = read_leaks(_write(tmp_path, GOOD))
    assert least(checks) == {"control-plane": [0, 1, 1, 1, 4]}


def test_the_shipped_table_and_page_are_of_the_shipped_checks(root: Path) -> None:
    checks = read_leaks(REGO / "leaks")
    assert (REGO / "lib/envpolicy/leak_table.rego").read_text("utf-8") == leak_table(checks), "make generate"
    left_out = read_left_out(REGO / "leaks" / "left_out.yaml", checks)
    assert (root / "docs" / "leaks.md").read_text("utf-8") == leaks_page(checks, left_out), "make generate"


def test_the_table_is_as_opa_formats_it(tool: Callable[[str], Path], tmp_path: Path) -> None:
    file = tmp_path / "leak_table.rego"
    file.write_text(leak_table(read_leaks(REGO / "leaks")), encoding="utf-8")
    run = subprocess.run(
        [str(tool("opa")), "fmt", "--list", "--fail", str(file)], capture_output=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_the_page_names_every_check() -> None:
    checks = read_leaks(REGO / "leaks")
    page = leaks_page(reversed(checks))
    assert page == leaks_page(checks)
    for check in checks:
        assert f"### `{check.id}`" in page
        assert check.remediation in page


LEFT_OUT = """\
- id: thing-lent
  channel: control-plane
  reason: Nothing says who lends.
- {id: thing-heard, channel: network, reason: Nobody   listens.}
"""


def _left_out(folder: Path, text: str) -> Path:
    file = folder / "left_out.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_rows_that_are_left_out_stand_on_the_page_with_their_reasons(tmp_path: Path) -> None:
    checks = read_leaks(_write(tmp_path, GOOD))
    left_out = read_left_out(_left_out(tmp_path, LEFT_OUT), checks)
    assert [row.id for row in left_out] == ["thing-heard", "thing-lent"]
    page = leaks_page(checks, left_out)
    assert page.endswith(
        "- `thing-heard` (network): Nobody listens.\n- `thing-lent` (control-plane): Nothing says who lends.\n"
    )
    assert page.count("## Rows that are left out\n") == 1


@pytest.mark.parametrize("text", [None, "", "[]\n", "# nothing yet\n"])
def test_where_nothing_is_left_out_the_page_says_nothing_of_it(tmp_path: Path, text: str | None) -> None:
    checks = read_leaks(_write(tmp_path, GOOD))
    file = tmp_path / "left_out.yaml" if text is None else _left_out(tmp_path, text)
    assert read_left_out(file, checks) == ()
    assert "left out" not in leaks_page(checks, ())


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("channel: control-plane", "channel: sky", 2, "channel sky is not known"),
        ("thing-lent", "thing-shared", 1, "has a check: control_plane/thing_shared.rego"),
        ("thing-heard", "thing-lent", 4, "thing-lent stands twice"),
        ("  reason: Nothing says who lends.\n", "  reason: ' '\n", 3, "reason is missing or empty"),
        ("  reason: Nothing says who lends.\n", "", 1, "reason is missing or empty"),
        ("  channel: control-plane\n", "  channel: control-plane\n  why: x\n", 3, "why is not known"),
        ("- {id: thing-heard", "- 7\n- {id: thing-heard", 4, "not a mapping"),
        (LEFT_OUT, "id: thing-lent\n", 1, "not a list"),
        ("channel: network", "channel: [", 4, ""),
    ],
)
def test_a_malformed_list_is_a_problem_with_a_place(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    checks = read_leaks(_write(tmp_path, GOOD))
    with pytest.raises(CatalogError) as caught:
        read_left_out(_left_out(tmp_path, LEFT_OUT.replace(old, new)), checks)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.location is not None
    assert (problem.location.file, problem.location.line) == ("leaks/left_out.yaml", line)


def test_all_problems_of_the_list_at_once(tmp_path: Path) -> None:
    checks = read_leaks(_write(tmp_path, GOOD))
    wrong = (
        LEFT_OUT.replace("network", "sky")
        .replace("control-plane", "sky")
        .replace("thing-lent", "thing-shared")
    )
    with pytest.raises(CatalogError) as caught:
        read_left_out(_left_out(tmp_path, wrong), checks)
    assert len(caught.value.problems) == 3
