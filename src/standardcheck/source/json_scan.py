"""A strict JSON reader that knows where it is.

It is the reader of every JSON text in which something is unusual or wrong, and it finds the positions in all
the others. It is a loop with a stack, so that nesting cannot exhaust the interpreter.
"""

from __future__ import annotations

import re
from array import array
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # the stubs leave it out
from typing import Any

from standardcheck.errors import UnreadableSource
from standardcheck.source.gathering import Gathering
from standardcheck.source.limits import Limits
from standardcheck.source.numbers import BadNumber, decimal, scientific

_space = re.compile(r"[ \t\n\r]*").match
_simple_string = re.compile(r'"([^"\\\x00-\x1f]*)"').match
_number = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?(?P<exponent>[eE][-+]?[0-9]+)?").match
_word = re.compile(r"-?[A-Za-z_]+").match
_token = re.compile(r"[^\s,:\[\]{}\"]+|.", re.DOTALL).match
_surrogate = re.compile("[\ud800-\udfff]").search

_WORDS = {"true": True, "false": False, "null": None}
_NOT_FINITE = {"NaN", "Infinity", "-Infinity", "-NaN"}
_TOP = object()


def scan_json(text: str, file: str, limits: Limits) -> tuple[Any, array[int]]:
    """The data of a JSON text and the offset of each of its nodes (see ``Layout``)."""
    scanner = _Scanner(text, file, limits)
    data = scanner.scan()
    scanner.faults.raise_any()
    return data, scanner.offsets


class _Scanner:
    __slots__ = ("faults", "limits", "offsets", "position", "text")

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.faults = Gathering(text, file, limits.faults)
        self.offsets = array("I")
        self.position = 0

    def scan(self) -> Any:
        """Read the whole text. Each turn of the loop reads one value, then whatever closes after it."""
        text, offsets, most = self.text, self.offsets, self.limits.nodes
        stack: list[tuple[Any, Any]] = []
        top: list[Any] = []
        box: Any = top
        key: Any = _TOP
        self.skip_space()
        while True:
            start = self.position
            if len(offsets) >= most:
                raise self.faults.stop("too-many-nodes", start, limit=most)
            offsets.append(start)
            opening = text[start : start + 1]
            if opening == "{" or opening == "[":
                if len(stack) >= self.limits.depth:
                    raise self.faults.stop("too-deep", start, limit=self.limits.depth)
                value: Any = {} if opening == "{" else []
            else:
                value = self.scalar(opening)
            if type(box) is dict:
                box[key] = value
            else:
                box.append(value)
            if opening == "{" or opening == "[":
                stack.append((box, key))
                box = value
                self.step()
                if text[self.position : self.position + 1] != ("}" if opening == "{" else "]"):
                    key = self.key(box) if opening == "{" else None
                    continue
            else:
                self.skip_space()
            while stack:  # a value has ended: close what closes, until a comma opens the next
                closing = text[self.position : self.position + 1]
                is_mapping = type(box) is dict
                if closing == ",":
                    self.comma(is_mapping)
                    key = self.key(box) if is_mapping else None
                    break
                expected = "}" if is_mapping else "]"
                if closing != expected:
                    raise self.unexpected("json-comma-expected", expected=expected)
                box, key = stack.pop()
                self.step()
            else:
                if self.position < len(text):
                    raise self.unexpected("json-after-end")
                return top[0]

    def skip_space(self) -> None:
        match = _space(self.text, self.position)
        assert match is not None
        self.position = match.end()

    def step(self) -> None:
        """Pass one character and the space after it."""
        self.position += 1
        self.skip_space()

    def comma(self, is_mapping: bool) -> None:
        """Pass a comma, after which something has to come."""
        start = self.position
        self.step()
        if self.text[self.position : self.position + 1] in ("}", "]"):
            raise self.faults.stop("json-trailing-comma", start)

    def key(self, box: dict[str, Any]) -> str:
        """Pass a key and its colon."""
        start = self.position
        if self.text[start : start + 1] != '"':
            raise self.unexpected("json-key-expected")
        self.offsets.append(start)
        key = self.string()
        if key in box:
            self.faults.add("duplicate-key", start, self.position - start, key=key)
        self.skip_space()
        if self.text[self.position : self.position + 1] != ":":
            raise self.unexpected("json-colon-expected")
        self.step()
        return key

    def unexpected(self, code: str, **args: Any) -> UnreadableSource:
        """Something else stands here than has to, or nothing."""
        if self.position >= len(self.text):
            return self.faults.stop("json-unfinished", len(self.text.rstrip()))
        return self.faults.stop(code, self.position, found=self.found(), **args)

    def scalar(self, opening: str) -> Any:
        """Pass a string, a number or a word."""
        if opening == '"':
            return self.string()
        match = _number(self.text, self.position)
        if match:
            return self.number(match)
        return self.word()

    def string(self) -> str:
        start = self.position
        value: str
        match = _simple_string(self.text, start)
        if match:
            value = match[1]
            self.position = match.end()
        else:
            value = self.escaped_string()
        if len(value) > self.limits.scalar:
            self.faults.add("text-too-long", start, limit=self.limits.scalar)
        return value

    def escaped_string(self) -> str:
        start = self.position
        value: str
        try:
            value, self.position = scanstring(self.text, start + 1, True)
        except JSONDecodeError as error:
            raise self.bad_string(start, error) from None
        if _surrogate(value):
            self.faults.add("json-lone-surrogate", start, self.position - start)
        return value

    def bad_string(self, start: int, error: JSONDecodeError) -> UnreadableSource:
        if error.msg.startswith("Unterminated") or self.text[error.pos] in "\r\n":
            return self.faults.stop("json-open-string", start)
        if error.msg.startswith("Invalid control"):
            character = f"U+{ord(self.text[error.pos]):04X}"
            return self.faults.stop("json-control-character", error.pos, character=character)
        return self.faults.stop("json-bad-escape", error.pos)

    def number(self, match: re.Match[str]) -> Any:
        start, self.position = match.span()
        written = match[0]
        after = self.text[self.position : self.position + 1]
        if after.isalnum() or after in ("_", ".", "+", "-"):
            raise self.faults.stop("json-bad-number", start, found=written + self.found())
        try:
            return self.value_of(written, match.lastgroup)
        except BadNumber as bad:
            self.faults.add(bad.code, start, len(written), number=written, limit=self.limits.number)
            return 0

    def value_of(self, written: str, last_part: str | None) -> Any:
        if len(written) > self.limits.number:
            raise BadNumber("number-too-long")
        if last_part is None:
            return int(written)
        return scientific(written) if last_part == "exponent" else decimal(written)

    def word(self) -> Any:
        start = self.position
        match = _word(self.text, start)
        word = match[0] if match else ""
        self.position += len(word)
        if word in _WORDS:
            return _WORDS[word]
        if word in _NOT_FINITE:
            self.faults.add("not-finite", start, len(word), number=word)
            return None
        self.position = start
        raise self.unexpected("json-value-expected")

    def found(self) -> str:
        """What stands here, for a message."""
        match = _token(self.text, self.position)
        token = match[0] if match else ""
        return token if token.isprintable() and not token.isspace() else f"U+{ord(token[0]):04X}"
