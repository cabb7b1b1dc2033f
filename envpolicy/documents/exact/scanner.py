"""Text into tokens: where one may start, what may be a key, how indentation opens and closes collections."""

from __future__ import annotations

from collections import deque

from envpolicy.documents.exact.cursor import BLANKZ, Cursor, Mark, Token
from envpolicy.documents.exact.tags import anchor, directive, tag
from envpolicy.documents.exact.texts import block, plain, quoted
from envpolicy.documents.refusal import MAX_DEPTH, Refusal

_SIMPLE = {"[": "flow-seq-start", "{": "flow-map-start", "]": "flow-seq-end", "}": "flow-map-end"}
_CANNOT_START = frozenset("-?:,[]{}#&*!|>'\"%@`")


class _Key:
    """A token that may turn out to be a key once a `:` follows."""

    __slots__ = ("mark", "number", "possible", "required")

    def __init__(self, number: int, mark: Mark, *, possible: bool, required: bool) -> None:
        self.number, self.mark, self.possible, self.required = number, mark, possible, required


class Scanner(Cursor):
    """The tokens of one text, looked at with `peek` and taken with `take`. Raises `Refusal`."""

    def __init__(self, text: str) -> None:
        """Scan `text`, which holds no control characters (the caller has looked)."""
        super().__init__(text)
        self._tokens: deque[Token] = deque()
        self._taken = 0
        self._indent = -1
        self._indents: list[int] = []
        self._flow = 0
        self._allowed = True
        self._keys = [_Key(0, Mark(0, 0, 0), possible=False, required=False)]
        self._by_token: dict[int, int] = {}
        # A second mark at the start makes the real scanner skip what starts a line, until its first buffer
        # is used up.
        self._skip_until = len(text.encode()[:512].decode(errors="ignore")) if text[:1] == "\ufeff" else 0

    def peek(self) -> Token:
        """The next token."""
        while True:
            if self._tokens:
                place = self._by_token.get(self._taken)
                if place is None or place >= len(self._keys) or not self._still_possible(self._keys[place]):
                    return self._tokens[0]
            self._fetch()

    def take(self) -> Token:
        """The next token, which is then gone."""
        self._taken += 1
        return self._tokens.popleft()

    # -- the kinds of token

    def _fetch(self) -> None:  # noqa: C901, PLR0912, PLR0915 - one branch for each kind of token
        self._to_next_token()
        self.looked = self.at + 4
        text, at = self.text, self.at
        column = at - self.line_start
        self._unroll(column)
        char, after = text[at], text[at + 1]
        if char == "\0":
            self._fetch_end()
        elif column == 0 and char == "%":
            self._reset(-1)
            self._tokens.append(directive(self))
        elif column == 0 and self.at_document_marker():
            self._reset(-1)
            self._symbol("document-start" if char == "-" else "document-end", 3)
        elif char in "[{":
            self._open_flow(char)
        elif char in "]}":
            self._drop_key()
            if self._flow:
                self._flow -= 1
                self._by_token.pop(self._keys.pop().number, None)
            self._allowed = False
            self._symbol(_SIMPLE[char], 1)
        elif char == ",":
            self._drop_key()
            self._allowed = True
            self._symbol("flow-entry", 1)
        elif char == "-" and after in BLANKZ:
            if not self._flow:
                self._need_new_line("a list entry cannot start here", "put '- ' on a line of its own")
                self._roll(column, -1, "block-seq-start", self.mark())
            self._drop_key()
            self._allowed = True
            self._symbol("block-entry", 1)
        elif char == "?" and (self._flow or after in BLANKZ):
            if not self._flow:
                self._need_new_line("a mapping key cannot start here")
                self._roll(column, -1, "block-map-start", self.mark())
            self._drop_key()
            self._allowed = not self._flow
            self._symbol("key", 1)
        elif char == ":" and (self._flow or after in BLANKZ):
            self._value(column)
        elif char in "*&":
            self._save_key()
            self._allowed = False
            self._tokens.append(anchor(self, "alias" if char == "*" else "anchor"))
        elif char == "!":
            self._save_key()
            self._allowed = False
            self._tokens.append(tag(self))
        elif char in "|>" and not self._flow:
            self._drop_key()
            self._allowed = True
            self._tokens.append(block(self, self._indent))
        elif char in "'\"":
            self._save_key()
            self._allowed = False
            self._tokens.append(quoted(self, char))
        elif (char not in BLANKZ and char not in _CANNOT_START) or (
            (char == "-" and after not in " \t") or (not self._flow and char in "?:" and after not in BLANKZ)
        ):
            self._save_key()
            self._allowed = False
            token, broken = plain(self, self._indent + 1, in_flow=bool(self._flow))
            self._tokens.append(token)
            self._allowed = broken
        else:
            hint = "indent with spaces" if char == "\t" else "quote the text"
            raise self.refuse(f"nothing can start with {char!r}", hint)

    def _symbol(self, kind: str, length: int) -> None:
        start = self.mark()
        self.at += length
        self._tokens.append(Token(kind, start, self.mark()))

    def _fetch_end(self) -> None:
        if self.column:
            self.line += 1
            self.line_start = self.at
        self._reset(-1)
        mark = self.mark()
        self._tokens.append(Token("stream-end", mark, mark))

    def _reset(self, column: int) -> None:
        self._unroll(column)
        self._drop_key()
        self._allowed = False

    def _open_flow(self, char: str) -> None:
        self._save_key()
        number = self._taken + len(self._tokens)
        self._keys.append(_Key(number, self.mark(), possible=False, required=False))
        self._flow += 1
        if self._flow > MAX_DEPTH:
            raise self.refuse(f"nested deeper than {MAX_DEPTH} levels")
        self._allowed = True
        self._symbol(_SIMPLE[char], 1)

    def _value(self, column: int) -> None:
        key = self._keys[-1]
        if self._still_possible(key):
            self._insert(key.number - self._taken, Token("key", key.mark, key.mark))
            self._roll(key.mark.column, key.number, "block-map-start", key.mark)
            key.possible = False
            self._by_token.pop(key.number, None)
            self._allowed = False
        else:
            if not self._flow:
                self._need_new_line("a mapping value cannot start here", "quote the text that holds ': '")
                self._roll(column, -1, "block-map-start", self.mark())
            self._allowed = not self._flow
        self._symbol("value", 1)

    # -- keys and indentation

    def _still_possible(self, key: _Key) -> bool:
        if not key.possible:
            return False
        if key.mark.line < self.line or key.mark.index + 1024 < self.at:
            if key.required:
                raise Refusal("expected ':' after this key", key.mark.line, key.mark.column)
            key.possible = False
        return key.possible

    def _save_key(self) -> None:
        if self._allowed:
            mark = self.mark()
            required = not self._flow and self._indent == mark.column
            self._drop_key()
            number = self._taken + len(self._tokens)
            self._keys[-1] = _Key(number, mark, possible=True, required=required)
            self._by_token[number] = len(self._keys) - 1

    def _drop_key(self) -> None:
        key = self._keys[-1]
        if key.possible:
            if key.required:
                raise Refusal("expected ':' after this key", key.mark.line, key.mark.column)
            key.possible = False
            self._by_token.pop(key.number, None)

    def _need_new_line(self, message: str, hint: str | None = None) -> None:
        if not self._allowed:
            raise self.refuse(message, hint)

    def _roll(self, column: int, number: int, kind: str, mark: Mark) -> None:
        if not self._flow and self._indent < column:
            self._indents.append(self._indent)
            self._indent = column
            if len(self._indents) > MAX_DEPTH:
                raise self.refuse(f"nested deeper than {MAX_DEPTH} levels")
            self._insert(number - self._taken if number > -1 else -1, Token(kind, mark, mark))

    def _unroll(self, column: int) -> None:
        if not self._flow:
            while self._indent > column:
                mark = self.mark()
                self._tokens.append(Token("block-end", mark, mark))
                self._indent = self._indents.pop()

    def _insert(self, place: int, token: Token) -> None:
        if place < 0:
            self._tokens.append(token)
        else:
            self._tokens.insert(place, token)

    # -- what stands between tokens

    def _to_next_token(self) -> None:
        while True:
            if self.at == self.line_start and self._skip_until and self.looked <= self._skip_until:
                self.at += 1
            if self._flow or not self._allowed:
                self.skip_blanks()
            else:
                self.skip_spaces()
            self.skip_comment()
            if not self.take_break():
                return
            if not self._flow:
                self._allowed = True
