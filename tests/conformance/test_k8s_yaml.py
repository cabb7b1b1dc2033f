"""Documents are what the Kubernetes API machinery makes of them.

The long list stands beside the checkout (`../shared/conformance/k8s-yaml.json`) and is skipped where it is absent. The
short one below says the same in few words; its answers were taken from the real decoder too.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from envpolicy.documents import read_manifests

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "conformance" / "k8s-yaml.json"


def _shared() -> list[Any]:
    if not SHARED.is_file():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"needs {SHARED}"))]
    return [pytest.param(case, id=case["id"]) for case in json.loads(SHARED.read_text())["cases"]]


@pytest.mark.parametrize("case", _shared())
def test_shared_case(case: dict[str, Any]) -> None:
    data = base64.b64decode(case["base64"]) if "base64" in case else case["text"].encode()
    reading = read_manifests(data, "case.yaml")
    if "accepted" in case:
        assert bool(reading.problems) is not case["accepted"]
        return
    assert [document.value for document in reading.documents] == case["documents"]
    assert bool(reading.problems) is ("error" in case)
    if reading.problems:
        location = reading.problems[0].location
        assert location is not None
        assert (location.line or 0) >= 1
        assert (location.column or 0) >= 1


# text, documents before the error, whether there is an error
OWN: list[tuple[str | bytes, list[Any], bool]] = [
    # words and numbers
    ("a: [NO, n, Off, tRue, ~, Null]", [{"a": [False, False, False, "tRue", None, None]}], False),
    ("a: [012, 08, 0o17, 0x1F, -0b11, 0b-1, 1_000]", [{"a": [10, 8, 15, 31, -3, -1, 1000]}], False),
    ("a: [1:30, 2001-01-01, 1e400, .5_0, ._5]", [{"a": ["1:30", "2001-01-01", "1e400", 0.5, "._5"]}], False),
    ("a: [1.0, 1e3, 1e21, 0.1]", [{"a": [1, 1000, 1e21, 0.1]}], False),
    ("a: .inf", [], True),
    ("a: .inf\na: 1", [{"a": 1}], False),
    # keys
    (
        "on: 1\n012: 2\n1.50: 3\n1234567.0: 4\n-0.0: 5",
        [{"true": 1, "10": 2, "1.5": 3, "1.234567e+06": 4, "-0": 5}],
        False,
    ),
    ("~: 1", [], True),
    ("9223372036854775808: 1", [], True),
    ("[a]: 1", [], True),
    ("a: 1\na: 2", [{"a": 2}], False),
    ("x: {~: 1}\nx: 2", [{"x": 2}], False),
    # where libyaml reads otherwise
    ("a: [http://x/y?z=1]", [], True),
    ("a: {b:}", [{"a": {"b:": None}}], False),
    ("a: [?b]", [{"a": [{"b": None}]}], False),
    ('a: "\\/"', [], True),
    ('a: "it\\\'s"', [{"a": "it's"}], False),
    ("a: [!!str 1, 2]", [{"a": ["1", 2]}], False),
    ("a: [!!str, 2]", [{"a": ["2"]}], False),
    ("a: ! 012", [{"a": "012"}], False),
    ("a: 1\n\ufeffb: 2", [{"a": 1, "\ufeffb": 2}], False),
    ("[]\n: x", [[]], False),
    # merge keys and aliases
    ("a: &x {b: 1, c: 2}\nd: {c: 3, <<: *x}", [{"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 2}}], False),
    ("a: &x {b: 1}\nd: {<<: [{b: 2}, *x], c: 3}", [{"a": {"b": 1}, "d": {"b": 2, "c": 3}}], False),
    ("a: {<<: 1}", [], True),
    ("a: &x [*x]", [], True),
    # documents
    ("a: 1\n---\nb: 2\n---\nc: [\n---\nd: 1\n", [{"a": 1}, {"b": 2}], True),
    ("a: 1\n--- # why\nb: 2", [{"a": 1}, {"b": 2}], False),
    ("a: 1\n--- {b: 2}", [], True),
    ("a: 1\n...\nb: 2", [{"a": 1}], False),
    ("a: 1\r\n---\r\nb: NO\r\n", [{"a": 1}, {"b": False}], False),
    ("---\n---\n# nothing\n", [], False),
    # JSON
    ('{"a": 1}{"b": 2}\n{"a": 3, "a": 4}', [{"a": 1}, {"b": 2}, {"a": 4}], False),
    ('{"a": 1}\n---\nb: NO', [{"a": 1}, {"b": False}], False),
    ('{"a": 1}{"b": 2}---\nc: 3', [{"a": 1}, {"b": 2}], True),
    ('{"a": NaN, b: 1,}', [{"a": "NaN", "b": 1}], False),
    ('{"a": 1E400}', [], True),
    ('{"a": "\\ud800"}', [{"a": "\ufffd"}], False),
    (b'{"a": "\xff"}', [{"a": "\ufffd"}], False),
    ('{"a":1}1e---\n', [{"a": 1}, "1e---"], False),
    ('{"a":1}1e\n', [{"a": 1}], True),
    # bytes
    (b"a: \xff", [], True),
    (b"a: 1\n...\n" + b" " * 600 + b"\x00", [{"a": 1}], False),
    ("a: 1\n".encode("utf-16-be").join((b"\xfe\xff", b"")), [{"a": 1}], False),
    # a last line without an end that fills the real decoder's buffer is lost
    (b"a: 1\nb: " + b"x" * 4093, [{"a": 1}], False),
    (b"a: 1\nb: " + b"x" * 4092, [{"a": 1, "b": "x" * 4092}], False),
]


@pytest.mark.parametrize(("text", "documents", "error"), OWN)
def test_own_case(text: str | bytes, documents: list[Any], *, error: bool) -> None:
    data = text.encode() if isinstance(text, str) else text
    reading = read_manifests(data, "case.yaml")
    assert [document.value for document in reading.documents] == documents
    assert bool(reading.problems) is error
