"""Reading JSON: orjson first, and the strict scanner wherever orjson alone would not be strict enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from standardcheck.source.decoding import check_size, decode_utf_8
from standardcheck.source.document import Document, Layout
from standardcheck.source.gathering import refuse
from standardcheck.source.json_scan import scan_json
from standardcheck.source.limits import DEFAULT_LIMITS, Limits
from standardcheck.source.numbers import SIGNIFICANT_DIGITS

# Digits, the decimal point and signs become "0", the letter of an exponent "e", white space a space; colons stay.
_LIKE = bytearray(b"x" * 256)
for _written, _shape in (b"0123456789.+-", b"0"), (b"eE", b"e"), (b" \t\r\n", b" "), (b":", b":"):
    for _byte in _written:
        _LIKE[_byte] = _shape[0]
_SHAPE = bytes(_LIKE)
_LETTERS = bytes(byte for byte in range(256) if byte >= 128 or (chr(byte).isalpha() and _LIKE[byte] != ord("e")))
_LONG_NUMBER = b"0" * (SIGNIFICANT_DIGITS + 2)
_EXPONENT = b"0e0"


class JsonLayout(Layout):
    """The layout of a JSON text that orjson read: text and offsets are worked out when asked for."""

    __slots__ = ("_file", "_limits", "_raw")

    def __init__(self, raw: bytes, file: str, limits: Limits) -> None:
        super().__init__(None, None)
        self._raw = raw
        self._file = file
        self._limits = limits

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = decode_utf_8(self._raw, self._file)
        return self._text

    @property
    def offsets(self) -> Sequence[int]:
        if self._offsets is None:
            _, self._offsets = scan_json(self.text, self._file, self._limits)
        return self._offsets


def read_json(raw: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a JSON text; every fault that can be found is raised together."""
    check_size(raw, file, limits)
    if plainly_written(raw):
        try:
            data = orjson.loads(raw)
        except orjson.JSONDecodeError:
            pass  # the scanner says what is wrong, and where
        else:
            if _within(data, raw, limits):
                return Document(file, data, raw, JsonLayout(raw, file, limits))
    text = decode_utf_8(raw, file)
    if not text.strip():
        raise refuse("empty-file", file)
    data, offsets = scan_json(text, file, limits)
    return Document(file, data, raw, Layout(text, offsets))


def within_bounds(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Whether no text in ``raw`` is too long, and there are not too many nodes. May say no without need, never yes in
    error.

    A text over the limit would fill one of the windows of half its length, into which nobody then writes a quotation
    mark (unless within the text); and every node but the first follows a comma, a colon or an opening bracket.
    """
    if len(raw) <= min(limits.scalar, limits.nodes):
        return True
    if b'\\"' in raw or sum(map(raw.count, (b",", b":", b"[", b"{"))) >= limits.nodes:
        return False
    window = limits.scalar // 2
    return all(raw.find(b'"', at, at + window) >= 0 for at in range(0, len(raw) - window, window))


def plainly_written(raw: bytes) -> bool:
    """Whether orjson's numbers are exact.

    orjson reads a number of more digits as the nearest float, and 1e-999 as 0. May say no without need, as
    when a text merely holds a long row of digits, never yes in error.
    """
    shape = raw.translate(_SHAPE, _LETTERS)  # what stood side by side still does: all that is written is found
    if _LONG_NUMBER not in shape and _EXPONENT not in shape:
        return True
    shape = raw.translate(_SHAPE)
    return _LONG_NUMBER not in shape and _EXPONENT not in shape


def every_key_kept(raw: bytes, keys: int) -> bool:
    """Whether no key was dropped when orjson read ``keys`` of them; may say no without need, never yes in error.

    orjson keeps the last of several equal keys. Every key, dropped or not, is followed by a colon, so that there
    are at least as many colons as keys, and if there are just as many, none was dropped. Where texts hold colons,
    those are counted that directly follow a quotation mark, if no colon follows white space.
    """
    if raw.count(b":") == keys:
        return True
    return raw.count(b'":') == keys and b" :" not in raw.translate(_SHAPE)


def nothing_lost(raw: bytes, data: Any) -> bool:
    """Whether all that is written in ``raw`` is in the ``data`` that were read from it: no key left out or written
    twice, no digit rounded away. May say no without need, never yes in error.

    It is if writing the data makes the same text. In a text written otherwise nothing is missing if it has just as many
    colons: every key has one, and those within texts are the same as long as none is written as an escape (003A).
    """
    try:
        again = orjson.dumps(data)
    except TypeError:  # a whole number of more than 64 bits
        return False
    if again == raw:
        return True
    return b"\\u003" not in raw and again.count(b":") == raw.count(b":") and plainly_written(raw)


def _within(data: Any, raw: bytes, limits: Limits) -> bool:
    """Whether nothing in ``data`` is over a limit, and no key was written twice."""
    may_be_over = len(raw) > min(limits.scalar, limits.nodes)  # else a walk over the keys would find nothing
    keys, nodes, level = 0, 1, [data]
    for _ in range(limits.depth):
        below: list[Any] = []
        for value in level:
            if type(value) is dict:
                keys += len(value)
                below += value.values()
                if may_be_over:
                    below += value
            elif type(value) is list:
                below += value
            elif may_be_over and type(value) is str and len(value) > limits.scalar:
                return False
        if not below:
            return nodes <= limits.nodes and every_key_kept(raw, keys)
        nodes += len(below)
        level = below
    return False  # perhaps too deep
