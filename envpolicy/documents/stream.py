"""A stream of JSON values or YAML documents, cut and recognised as the Kubernetes decoder does it.

The rules, as `k8s.io/apimachinery` has them: a stream that starts with `{` is JSON until JSON fails, then
YAML from there, unless two values have been read; YAML is cut at lines that start with `---`, on which only
a comment may follow; of each piece the first document is read; the first error ends the stream.
"""

# ruff: noqa: PLR2004 - the numbers are those of UTF-8

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from envpolicy.documents import jsontext
from envpolicy.documents.refusal import MAX_FILE_BYTES, MAX_SCALAR, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: How far into a stream the real decoder looks for an opening brace.
_PEEK = 4096
#: The lines of the real decoder are read in pieces of this many bytes.
_LINE_BUFFER = 4096
#: The real parser reads a document in blocks of this many bytes.
_BLOCK = 512

_SPACE = rb"[\t-\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80"
_SPACES = re.compile(rb"(?:" + _SPACE + rb")*")
_ONE_SPACE = re.compile(_SPACE)
_SEPARATOR = re.compile(rb"^---([^\n]*)", re.MULTILINE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]").search
_ALLOWED_ASCII = bytes([9, 10, 13, *range(0x20, 0x7F)])


class Piece(NamedTuple):
    """One document of a stream: its bytes, the lines that they and its value start on, its form."""

    start: int
    end: int
    line: int
    first_line: int
    value: Any
    form: str


class Pieces:
    """The documents of one stream. `yaml` reads one piece of YAML, given as text."""

    def __init__(
        self, data: bytes, yaml: Callable[[Text], tuple[Any, int]], *, authored: bool = False
    ) -> None:
        """Cut `data`; one that people author is never JSON first, and is read on after a bad document.

        `yaml` is called with the text of a piece; it gives the value and the line in the text that it
        starts on.
        """
        self._data = data
        self._yaml = yaml
        self._authored = authored
        self.refusals: list[Refusal] = []
        self._line = 0
        self._counted = 0
        self.warnings: list[Refusal] = []

    def __iter__(self) -> Iterator[Piece]:
        """Each document that is not null, in order. Raises `Refusal`, with lines of the whole stream."""
        data = self._data
        if len(data) > MAX_FILE_BYTES:
            raise Refusal(f"larger than {MAX_FILE_BYTES >> 20} MiB", 0, 0, "give the reader smaller files")
        first = _after_spaces(data)
        if self._authored or first >= _PEEK or data[first : first + 1] != b"{":
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
            except jsontext.NotJSONError as error:
                refusal = jsontext.refusal(text, error)
                break
            if jsontext.too_large(text, start, end):
                raise Refusal(
                    "a number is too large", self._line_at(_bytes(text, 0, start, 0)), 0, "quote it"
                )
            if end - start > MAX_SCALAR and jsontext.longest(value) > MAX_SCALAR:
                message = f"a text in here is longer than {MAX_SCALAR} characters"
                raise Refusal(message, self._line_at(_bytes(text, 0, start, 0)), 0)
            count += 1
            first, consumed = (
                (start, end) if same else (_bytes(text, at, start, consumed), _bytes(text, at, end, consumed))
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
        yield from self._as_yaml(begin)

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

    def _as_yaml(self, begin: int) -> Iterator[Piece]:
        end = self._without_lost_line(begin)
        # After JSON the rest of its line counts as a line of its own.
        data = self._data[begin:] if begin else self._data
        start = begin
        for found in _SEPARATOR.finditer(data, 0, end - begin):
            at = found.start() + begin
            if not _only_comment(found.group(1)):
                line = self._line_at(at)
                hint = "start the document on the next line"
                raise Refusal("only a comment may follow '---' on its line", line, 3, hint)
            if at > start:
                yield from self._piece(start, at)
                # A separator after a document is not part of the next one; one after nothing is.
                start = min(found.end() + begin + 1, end)
        if end > start:
            yield from self._piece(start, end)

    def _piece(self, start: int, end: int) -> Iterator[Piece]:
        raw = self._data[start:end]
        line = self._line_at(start)
        try:
            value, offset = self._yaml(decode(raw))
        except Refusal as error:
            error.line += line
            if not self._authored:
                raise
            self.refusals.append(error)
            return
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
            Refusal(
                "the last line is lost by the Kubernetes decoder",
                self._line_at(start),
                0,
                "end it with a newline",
            )
        )
        return start

    def _line_at(self, at: int) -> int:
        """The line that `at` stands on, counted from 0. Asked for in rising order, it costs one pass."""
        if at < self._counted:
            return self._data.count(b"\n", 0, at)
        self._line += self._data.count(b"\n", self._counted, at)
        self._counted = at
        return self._line


class Text(NamedTuple):
    """The text of one piece, line ends as the real decoder leaves them.

    Where bytes in it are bad, it is cut before them, and `refusal` says what is wrong. They matter only if
    the parser gets to them, which `reached` tells: after the end of the first document it reads on to the
    end of a block.
    """

    text: str
    refusal: Refusal | None = None
    raw: bytes = b""

    def reached(self, characters: int) -> bool:
        """Whether the real parser has met the bad bytes when it has used so many characters."""
        return _touched(self.raw, len(self.text.encode()), len(self.text[:characters].encode()))


def decode(raw: bytes) -> Text:
    """The text of one piece. Raises `Refusal` where the real parser meets bad bytes whatever it does."""
    if b"\r\n" in raw:
        raw = raw.replace(b"\r\n", b"\n")
    if not raw.endswith(b"\n"):
        raw += b"\n"
    encoding = "utf-8"
    if raw.isascii():
        text = raw.decode("ascii")
        if not raw.translate(None, _ALLOWED_ASCII):
            return Text(text)
    else:
        encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(raw[:2], encoding)
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
        return Text(text)
    at = bad.start()
    is_byte = text[at] == "\0" and b"\0" not in raw
    what = "bytes that are not UTF-8 text" if is_byte else f"the character {text[at]!r}"
    column = at - (text.rfind("\n", 0, at) + 1)
    hint = "is this a binary or encrypted file?"
    refusal = Refusal(f"{what} cannot stand in YAML", text.count("\n", 0, at), column, hint)
    found = Text(text[:at], refusal, raw)
    if encoding != "utf-8" or found.reached(1):
        raise refusal
    return found


def _only_comment(rest: bytes) -> bool:
    """Whether only blanks, or a comment, follow a separator on its line."""
    rest = rest[_after_spaces(rest) :]
    return not rest or rest.startswith(b"#")


def _touched(raw: bytes, bad: int, needed: int) -> bool:
    """Whether the real parser, which decodes block by block, meets the bad bytes before it has `needed`."""
    if bad >= len(raw):
        return True
    width = _width(raw[bad])
    decoded = 0
    while decoded < needed:
        end = min(decoded + _BLOCK, len(raw))
        if bad + width <= end:
            return True
        last = end - 1
        while last > decoded and raw[last] & 0xC0 == 0x80:
            last -= 1
        following = min(last if last + _width(raw[last]) > end else end, bad)
        if following == decoded:
            return True
        decoded = following
    return False


def _width(lead: int) -> int:
    """How many bytes a character takes that starts with `lead`; a byte that starts none counts for itself."""
    return 4 if 0xF0 <= lead < 0xF8 else 3 if 0xE0 <= lead < 0xF0 else 2 if 0xC0 <= lead < 0xE0 else 1


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
