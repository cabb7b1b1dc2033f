"""Laws of reading: any bytes give documents or a problem with a position; positions point at what they say."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from envpolicy.documents import events as events_module
from envpolicy.documents import read_authored, read_manifests, to_json
from envpolicy.documents.lines import UNREAD, LineReader

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Pieces that mean something to YAML, so that rubbish gets past the first character.
_PIECES = st.sampled_from(
    [
        *(
            "a",
            "b: ",
            "- ",
            "\n",
            "\n  ",
            "\n- ",
            "---\n",
            "...\n",
            "# c\n",
            '"',
            "'",
            "|\n ",
            ">-\n  ",
            "[",
            "]",
            "{",
            "}",
        ),
        *(
            ",",
            ":",
            "?",
            "!",
            "!!int ",
            "&a ",
            "*a ",
            "<<: ",
            "%",
            "@",
            "\t",
            "\r\n",
            "\\",
            "~",
            "1e3",
            "0x",
            ".inf",
            "NO",
        ),
        *("\ufeff", "\x85", "\u2028", "é", "\x00", '{"a":1}', "null"),
    ]
)
_RUBBISH = st.one_of(
    st.binary(max_size=200),
    st.lists(_PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode()),
    st.tuples(st.lists(_PIECES, max_size=15), st.binary(max_size=8)).map(
        lambda both: "".join(both[0]).encode() + both[1]
    ),
)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.text(
        st.characters(
            codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"
        ),
        max_size=12,
    ),
)
_KEYS = st.text("abcdefgh-./", min_size=1, max_size=6)
_VALUES = st.recursive(
    _SCALARS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(_KEYS, below, max_size=4),
    max_leaves=20,
)


@given(_RUBBISH)
def test_any_bytes_give_documents_or_a_problem_with_a_position(data: bytes) -> None:
    for read in (read_manifests, read_authored):
        start = time.monotonic()
        reading = read(data, "rubbish.yaml")
        assert time.monotonic() - start < 10
        for number, document in enumerate(reading.documents):
            assert document.index == number
            assert document.value is not None
            json.loads(to_json(document.value))
            for part in document.objects():
                assert part.position(("a", 0)).line is not None
        for problem in (*reading.problems, *reading.warnings):
            assert problem.location is not None
            assert (problem.location.line or 0) >= 1
            assert (problem.location.column or 0) >= 1


@given(_RUBBISH)
def test_the_line_reader_reads_as_the_parser_does_or_not_at_all(data: bytes) -> None:
    quick = read_manifests(data, "m")
    original = LineReader.read
    LineReader.read = lambda *_: (UNREAD, 0)  # type: ignore[method-assign]
    try:
        slow = read_manifests(data, "m")
    finally:
        LineReader.read = original  # type: ignore[method-assign]
    assert quick == slow


@given(_RUBBISH)
def test_our_own_parser_reads_as_libyaml_does_with_our_rules(data: bytes) -> None:
    parser = events_module._PARSER
    usual = read_manifests(data, "m")
    events_module._PARSER = None
    try:
        own = read_manifests(data, "m")
    finally:
        events_module._PARSER = parser
    assert own.documents == usual.documents
    assert bool(own.problems) == bool(usual.problems)


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, value
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, below in entries:
        yield from _paths(below, (*path, key))


@given(_VALUES.filter(lambda value: value is not None), st.booleans(), st.integers(0, 3))
def test_a_position_points_at_text_that_reads_as_the_value(value: Any, spread: bool, before: int) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2 if spread else None)
    lines = ["# above"] * before + text.split("\n")
    # A list is YAML in flow style, an object is JSON unless something stands before it.
    data = "\n".join(lines).encode()
    (document,) = read_manifests(data, "m").documents
    assert document.value == value
    for path, below in _paths(value):
        location = document.position(path)
        assert location.line is not None
        assert location.column is not None
        rest = "\n".join([lines[location.line - 1][location.column - 1 :], *lines[location.line :]])
        assert json.JSONDecoder().raw_decode(rest)[0] == below


@given(st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=4))
def test_a_block_is_found_by_its_key(value: dict[str, Any]) -> None:
    lines = []
    for key, below in value.items():
        lines += [
            f'"{key}":',
            f"  {json.dumps(below, ensure_ascii=False)}",
            f'"{key}-block":',
            '  "x":',
            "    - 1",
        ]
    (document,) = read_manifests("\n".join(lines).encode(), "m").documents
    for key in value:
        flow, block = document.position((key,)), document.position((f"{key}-block",))
        item = document.position((f"{key}-block", "x", 0))
        assert (flow.column, block.column, item.column) == (3, 1, 7)
        assert lines[(block.line or 0) - 1] == f'"{key}-block":'
        assert lines[(flow.line or 0) - 2] == f'"{key}":'
