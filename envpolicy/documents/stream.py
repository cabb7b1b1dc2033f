"""A stream of JSON values or YAML documents, cut and recognised as the Kubernetes decoder does it.

The rules, as `k8s.io/apimachinery` has them: a stream that starts with `{` is JSON until JSON fails, then YAML from
there, unless two values have been read; YAML is cut at lines that start with `---`, on which only a comment may follow;
of each piece the first document is read; the first error ends the stream.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from envpolicy.documents import jsontext
from envpolicy.documents.refusal import MAX_FILE_BYTES, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: How far into a stream the real decoder looks for an opening brace.
_PEEK = 4096
#: The lines of the real decoder are read in pieces of this many bytes.
_LINE_BUFFER = 4096
#: The real parser reads a document in blocks of this many bytes.
_BLOCK = 512

_SPACE = (
    rb"[\t-\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80"
)
_SPACES = re.compile(rb"(?:" + _SPACE + rb")*")
_ONE_SPACE = re.compile(_SPACE)
_SEPARATOR = re.compile(rb"^---([^\n]*)", re.MULTILINE)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]").search
_ALLOWED_ASCII = bytes([9, 10, 13, *range(0x20, 0x7F)])


class Piece(NamedTuple):
    """One document of a stream: where its bytes are, on which line they and its value start, and how it was written."""

    start: int
    end: int
    line: int
    first_line: int
    value: Any
    form: str


class Pieces:
    """The documents of one stream. `yaml` reads one piece of YAML, given as text."""

    def __init__(self, data: bytes, yaml: Callable[[str, bool], tuple[Any, int]], *, json: bool = True) -> None:
        """Cut `data`; `json` says whether a stream that starts with a brace is read as JSON first.

        `yaml` is called with the text of a piece and whether bad bytes were cut from its end; it gives the value and
        the line in the text that the value starts on.
        """
        self._data = data
        self._yaml = yaml
        self._json = json
        self._line = 0
        self._counted = 0
        self.warnings: list[Refusal] = []

    def __iter__(self) -> Iterator[Piece]:
        """Each document that is not null, in order. Raises `Refusal`, its line counted from the start of the stream."""
        data = self._data
        if len(data) > MAX_FILE_BYTES:
            raise Refusal(f"larger than {MAX_FILE_BYTES >> 20} MiB", 0, 0, "give the reader smaller files")
        first = _after_spaces(data)
        if not self._json or first >= _PEEK or data[first : first + 1] != b"{":
            yield from self._as_yaml(0)
            return
        text = data.decode("utf-8", "surrogateescape")
        same = len(text) == len(data)
        at = count = consumed = 0
        while True:
            start = jsontext.skip_blanks(text, at)
            if start >= len(text):
                return
            try:
                value, end = jsontext.read(text, start)
            except jsontext.NotJSON as error:
                refusal = jsontext.refusal(text, error)
                break
            count += 1
            first, consumed = (
                (start, end)
                if same
                else (_bytes(text, at, start, consumed), _bytes(text, at, end, consumed))
            )
            if value is not None:
                line = self._line_at(first)
                yield Piece(first, consumed, line, line, value, "json")
            at = end
        if count > 1:
            raise refusal
        begin = self._after_blank_line(consumed)
        if begin is None:
            raise refusal
        try:
            yield from self._as_yaml(begin, first=refusal)
        except Refusal as error:
            raise error from None

    def _after_blank_line(self, at: int) -> int | None:
        """Where YAML is tried after JSON has failed: blanks up to the end of a line are left out."""
        while len(self._data) - at >= 4:
            found = _ONE_SPACE.match(self._data, at)
            if not found:
                return at if _is_character(self._data, at) else None
            at = found.end()
            if found.group() == b"\n":
                return at
        return None

    def _as_yaml(self, begin: int, first: Refusal | None = None) -> Iterator[Piece]:
        data = self._data
        end = self._without_lost_line(begin)
        start = begin
        for found in _SEPARATOR.finditer(data, begin, end):
            rest = found.group(1)
            if rest:
                rest = rest.strip(b" \t\r\v\f")
                if rest and not rest.startswith(b"#") and not _after_spaces(rest) == len(rest):
                    if not rest[_after_spaces(rest) :].startswith(b"#"):
                        line = self._line_at(found.start())
                        raise Refusal(
                            "only a comment may follow '---' on its line",
                            line,
                            3,
                            "start the document on the next line",
                        )
            if found.start() > start:
                yield from self._piece(start, found.start(), first)
                first = None
                # A separator after a document is not part of the next one; one after nothing is.
                start = min(found.end() + 1, end)
        if end > start:
            yield from self._piece(start, end, first)

    def _piece(self, start: int, end: int, first: Refusal | None) -> Iterator[Piece]:
        raw = self._data[start:end]
        line = self._line_at(start)
        try:
            text, cut = decode(raw)
            value, offset = self._yaml(text, cut)
        except Refusal as error:
            error.line += line
            raise
        if value is not None:
            yield Piece(start, end, line, line + offset, value, "yaml")

    def _without_lost_line(self, begin: int) -> int:
        """The end of the data, without a last line that the real decoder loses.

        It reads lines in pieces of 4096 bytes and forgets a last one that has no end of line where the pieces
        come out even.
        """
        data = self._data
        start = max(data.rfind(b"\n") + 1, begin)
        rest = len(data) - start
        if rest < _LINE_BUFFER:
            return len(data)
        at = start
        while len(data) - at >= _LINE_BUFFER:
            at += _LINE_BUFFER - (data[at + _LINE_BUFFER - 1] == 0x0D)
        if at < len(data) or data[start : start + 3] == b"---":
            return len(data)
        self.warnings.append(
            Refusal("the last line is lost by the Kubernetes decoder", self._line_at(start), 0, "end it with a newline")
        )
        return start

    def _line_at(self, at: int) -> int:
        """The line that `at` stands on, counted from 0. Asked for in rising order, it costs one pass."""
        if at < self._counted:
            return self._data.count(b"\n", 0, at)
        self._line += self._data.count(b"\n", self._counted, at)
        self._counted = at
        return self._line


def decode(raw: bytes) -> tuple[str, bool]:
    """The text of one piece, line ends as the real decoder leaves them; whether it was cut before bad bytes.

    Bad bytes matter only if the parser gets to them: after the end of the first document it does not.
    Raises `Refusal` where the bytes before the first bad one cannot hold a document's end.
    """
    if b"\r\n" in raw:
        raw = raw.replace(b"\r\n", b"\n")
    if not raw.endswith(b"\n"):
        raw += b"\n"
    if raw.isascii():
        if not raw.translate(None, _ALLOWED_ASCII):
            return raw.decode("ascii"), False
        text = raw.decode("ascii")
    else:
        encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(raw[:2], "utf-8")
        if encoding != "utf-8":
            raw = raw[2:]
        elif raw.startswith(b"\xef\xbb\xbf"):
            raw = raw[3:]
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            text = raw[: error.start].decode(encoding, "ignore") + "\0"
    bad = _FORBIDDEN(text)
    if bad is None:
        return text, False
    at = bad.start()
    line_start = text.rfind("\n", 0, at) + 1
    ended = re.search(r"^\.\.\.[\s]|[\r\x85\u2028\u2029](?:\.\.\.|---)\s", text[:at], re.MULTILINE)
    # The block that holds the end marker, and the few bytes after it that are looked at, has been read by then.
    if ended and (len(text[: ended.end()].encode()) // _BLOCK + 1) * _BLOCK <= len(text[:at].encode()):
        return text[:at], True
    what = "bytes that are not UTF-8 text" if text[at] == "\0" and b"\0" not in raw else f"the character {text[at]!r}"
    raise Refusal(
        f"{what} cannot stand in YAML", text.count("\n", 0, at), at - line_start, "is this a binary or encrypted file?"
    )


def _after_spaces(data: bytes) -> int:
    found = _SPACES.match(data)
    return found.end() if found else 0


def _bytes(text: str, at: int, to: int, consumed: int) -> int:
    return consumed + len(text[at:to].encode("utf-8", "surrogateescape"))


def _is_character(data: bytes, at: int) -> bool:
    """Whether a well-formed character starts here, other than the replacement character."""
    for length in (1, 2, 3, 4):
        try:
            return data[at : at + length].decode() != "\ufffd"
        except UnicodeDecodeError:
            continue
    return False
