"""Reading documents: positions, lists, warnings, authored text, hostile input."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from envpolicy.documents import MAX_SCALAR, read_authored, read_manifests, to_json
from envpolicy.documents import events as events_module

MANIFEST = b"""\
# two objects
---
kind: Service   # the first
metadata: {name: web, labels: &labels {app: web}}
spec:
  ports:
  - port: 80
    name: http
  empty:
  text: |
    a
    b
---
kind: ConfigMap
data: &data
  on: 1
  b: [x, {k: z}]
copy: *data
merged:
  <<: *data
  c: 2
"""


def _places(
    data: bytes, *paths: tuple[str | int, ...], number: int = 0
) -> list[tuple[int | None, int | None]]:
    document = read_manifests(data, "m.yaml").documents[number]
    found = [document.position(path) for path in paths]
    return [(location.line, location.column) for location in found]


def test_documents_know_their_file_number_and_first_line() -> None:
    first, second = read_manifests(MANIFEST, "m.yaml").documents
    assert (first.file, first.index, first.line) == ("m.yaml", 0, 3)
    assert (second.index, second.line, second.value["merged"]) == (
        1,
        14,
        {"true": 1, "b": ["x", {"k": "z"}], "c": 2},
    )


def test_positions_of_values_keys_and_items() -> None:
    assert _places(
        MANIFEST,
        ("kind",),
        ("metadata",),
        ("metadata", "labels", "app"),
        ("spec",),
        ("spec", "ports", 0),
        ("spec", "ports", 0, "name"),
        ("spec", "empty"),
        ("spec", "text"),
        (),
    ) == [(3, 7), (4, 11), (4, 45), (5, 1), (7, 5), (8, 11), (9, 3), (10, 9), (3, 1)]


def test_positions_through_aliases_and_merges() -> None:
    paths = (("data", "true"), ("copy",), ("copy", "b", 1, "k"), ("merged", "b", 0), ("merged", "c"))
    assert _places(MANIFEST, *paths, number=1) == [(16, 7), (18, 7), (17, 14), (17, 7), (21, 6)]


def test_position_of_a_path_that_is_not_there_is_that_of_its_last_part() -> None:
    assert _places(MANIFEST, ("spec", "ports", 4, "name"), ("nope",)) == [(6, 3), (3, 1)]
    location = read_manifests(MANIFEST, "m.yaml").documents[0].position(("spec", "a.b/c", 2))
    assert str(location) == 'm.yaml:5:1 (spec["a.b/c"][2])'


def test_positions_in_json() -> None:
    data = '{"a": [1,\n {"é": "x", "é": "y"}]}\n {"b": 1}'.encode()
    assert _places(data, ("a",), ("a", 1, "é"), ("a", 7)) == [(1, 7), (2, 18), (1, 7)]
    assert _places(data, ("b",), (), number=1) == [(3, 8), (3, 2)]


def test_positions_with_windows_line_ends_and_a_byte_order_mark() -> None:
    assert _places(b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: 2\r\n", ("b", "c")) == [(3, 6)]


def test_lists_of_any_kind_become_their_objects_with_their_own_positions() -> None:
    data = b"kind: List\nitems:\n- kind: A\n- kind: DeploymentList\n  items:\n  - {kind: B}\n- kind: C\n  items: 3\n"
    parts = read_manifests(data, "l.yaml").documents[0].objects()
    assert [part.value["kind"] for part in parts] == ["A", "B", "C"]
    assert (parts[1].position(("kind",)).line, parts[1].position(("kind",)).path) == (
        6,
        "items[1].items[0].kind",
    )
    assert [part.value for part in read_manifests(b"kind: List\nitems:\n", "l").documents[0].objects()] == []


def test_a_key_that_stands_twice_is_a_warning_in_manifests_and_a_problem_in_authored_text() -> None:
    manifest = read_manifests(b"a: 1\nb:\n  c: 1\n  c: 2\n", "m")
    assert manifest.documents[0].value == {"a": 1, "b": {"c": 2}}
    assert [(str(warning.location), "'c'" in warning.message) for warning in manifest.warnings] == [
        ("m:4:6", True)
    ]
    assert not manifest.problems
    authored = read_authored(b"a: 1\na: 2\n---\nb: 1\nb: 2\n", "p")
    assert [str(problem.location) for problem in authored.problems] == ["p:2:4", "p:5:4"]


def test_what_is_wrong_is_told_with_a_position_and_documents_before_it_are_kept() -> None:
    reading = read_manifests(b"a: 1\n---\nb:\n  - c\n - d\n---\ne: 1\n", "m")
    assert [document.value for document in reading.documents] == [{"a": 1}]
    (problem,) = reading.problems
    assert str(problem.location) == "m:5:2"
    assert problem.hint


def test_authored_text_stays_what_was_typed() -> None:
    text = b"a: [NO, on, 012, 1:30, 1.50, 0x1F, 2001-01-01, ~, null, true, 12, -3, +3, 1_000, True, '12']"
    (document,) = read_authored(text, "p").documents
    assert document.value["a"] == [
        *("NO", "on", "012", "1:30", "1.50", "0x1F", "2001-01-01"),
        *(None, None, True, 12, -3, "+3", "1_000", "True", "12"),
    ]
    (document,) = read_authored(b"NO: 1\n012: {<<: {a: 1}, b: 2}\n~: 3\n", "p").documents
    assert document.value == {"NO": 1, "012": {"a": 1, "b": 2}, "~": 3}
    assert (document.position(("012", "b")).line, document.position(("012", "b")).column) == (2, 22)


def test_authored_tags_are_problems_all_at_once() -> None:
    reading = read_authored(b"a: !!str 1\nb: !x {c: 1}\nd: ! 2\n", "p")
    assert [str(problem.location) for problem in reading.problems] == ["p:1:4", "p:2:4", "p:3:4"]


def test_authored_text_is_read_on_after_a_bad_document() -> None:
    reading = read_authored(b"a: [\n---\nb: 1\nb: 2\n---\nc: {\n---\nd: 1\n", "p")
    assert [document.value for document in reading.documents] == [{"b": 2}, {"d": 1}]
    assert [str(problem.location) for problem in reading.problems] == ["p:2:1", "p:4:4", "p:7:1"]


def test_both_parsers_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    with_libyaml = read_manifests(MANIFEST, "m")
    monkeypatch.setattr(events_module, "_PARSER", None)
    assert read_manifests(MANIFEST, "m") == with_libyaml


def test_plain_manifests_need_no_parser_at_all() -> None:
    code = (
        "import sys; from envpolicy.documents import read_manifests;"
        "assert not read_manifests(b'a: NO\\nb:\\n- c: |\\n    x\\n', 'm').problems; assert 'yaml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_values_as_deep_as_a_cluster_accepts_are_read_and_written() -> None:
    for text in (b"[" * 10_000 + b"]" * 10_000, b'{"a":' + b"[" * 9_999 + b"]" * 9_999 + b"}"):
        (document,) = read_manifests(text, "m").documents
        assert to_json(document.value).replace(" ", "").encode() == text
        assert document.position(("a", 0, 0, 0)).line == 1
    assert read_manifests(b"[" * 10_001 + b"]" * 10_001, "m").problems


HOSTILE = {
    "open lists": b"[" * 1_000_000,
    "open JSON": b'{"a":' * 300_000,
    "dashes": b"- " * 500_000,
    "laughs": b"a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 30)),
    "control": b"a: b\x00c",
    "not UTF-8": b"a: \xff\xfe\xfd",
    "image": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "noise": bytes(range(256)) * 1000,
    "open quote": b'a: "' + b"x y " * 200_000,
    "huge number": b'{"a": ' + b"9" * 100_000 + b"}",
    "tab": b"a:\n\tb: 1",
    "long blanks": b" " * 200_000 + b'{"a":1}@',
    "blanks in flow": b"a: [" + b" " * 200_000 + b"@]",
    "tags": b"a: [" + b"-!" * 200_000,
    "template": b"{{- if .Values.x }}\na: 1\n{{- end }}\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_a_problem_with_a_position_in_bounded_time(name: str) -> None:
    start = time.monotonic()
    for read in (read_manifests, read_authored):
        reading = read(HOSTILE[name], "m")
        if not (name == "huge number" and read is read_authored):
            (problem,) = reading.problems
            assert problem.location is not None
            assert problem.location.line is not None
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("form", [b"a: %s", b'{"a": "%s"}', b"a: 'b\n  %s'"])
def test_a_scalar_without_end_is_refused(form: bytes) -> None:
    assert read_manifests(form % (b"x" * (MAX_SCALAR + 1)), "m").problems


def test_aliases_are_copied() -> None:
    value = read_manifests(b"a: &x {b: [1]}\nc: *x\n", "m").documents[0].value
    value["c"]["b"].append(2)
    assert value["a"] == {"b": [1]}


def test_json_is_written_as_json_at_any_depth() -> None:
    value: object = {"a": [1, None, True, {"b": "é"}], "c": {}, "d": []}
    assert json.loads(to_json(value)) == value
    for _ in range(2000):
        value = {"k": [value, 1]}
    text = to_json(value)
    assert text.startswith('{"k": [{"k": [')
    assert text.endswith(", 1]}")
