"""What was read: plain data, and where each piece of it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from standardcheck.errors import Place
from standardcheck.source.digests import sha256_hex
from standardcheck.source.lines import Lines
from standardcheck.typing_light import Any, NamedTuple

_WORD = r"[^\s,\]}]+"
_QUOTED = r"\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\r\n]|'')*'"


class Document(NamedTuple):
    """One text as plain data: dict, list, str, int, float, Fraction, bool and None.

    Paths are sequences of keys and indices, such as ``("facilities", 0, "area")``. The root is ``()``.
    """

    file: str
    """The name shown to the user."""
    data: Any
    raw: bytes
    """The bytes as they were handed in."""
    layout: Layout

    def __repr__(self) -> str:
        return f"Document({self.file!r})"

    @property
    def digest(self) -> str:
        """``sha256:`` and the digest of the bytes as they were handed in."""
        return "sha256:" + sha256_hex(self.raw)

    @property
    def text(self) -> str:
        """The decoded text."""
        return self.layout.text

    @property
    def lines(self) -> Lines:
        """The lines of the text."""
        return self.layout.lines

    def line_text(self, line: int) -> str:
        """One line, from 1, as written."""
        return self.layout.lines.line_text(line)

    def place(self, path: Sequence[str | int], key: bool = False) -> Place:
        """Where the value at ``path`` stands, or its key; what encloses it if there is no such path."""
        offset, written = self.layout.find(self.data, path, key)
        line, column = self.layout.lines.line_and_column(offset)
        length = _length(self.layout.text, offset, written)
        return Place(self.file, line, column, column + length if length else None)


class Layout:
    """Where the nodes of one document stand.

    A node is a key, a scalar, a list or a mapping. ``offsets`` has the offset of each, in the order of the
    text; the number of a node is its index there. Everything else is worked out when somebody asks.
    """

    __slots__ = ("_children", "_lines", "_offsets", "_sizes", "_text")

    def __init__(self, text: str | None, offsets: Sequence[int] | None) -> None:
        self._text = text
        self._offsets = offsets
        self._lines: Lines | None = None
        self._sizes: dict[int, int] = {}
        self._children: dict[int, dict[Any, int]] = {}

    @property
    def text(self) -> str:
        """The decoded text."""
        assert self._text is not None
        return self._text

    @property
    def offsets(self) -> Sequence[int]:
        """The offset of every node."""
        assert self._offsets is not None
        return self._offsets

    @property
    def lines(self) -> Lines:
        """The lines of the text."""
        if self._lines is None:
            self._lines = Lines(self.text)
        return self._lines

    def find(self, data: Any, path: Sequence[str | int], key: bool) -> tuple[int, Any]:
        """The offset of a node of ``data`` and what is written there: the key itself, or the value."""
        node, value, parent = 0, data, None
        for step in path:
            child = self._children_of(node, value).get(step)
            if child is None:
                return self.offsets[node], value
            node, value, parent = child, value[step], value
        if key and isinstance(parent, dict):
            return self.offsets[node - 1], path[-1]
        return self.offsets[node], value

    def _children_of(self, node: int, value: Any) -> dict[Any, int]:
        """The number of every direct child of ``value``, which has the number ``node``."""
        if not isinstance(value, dict | list):
            return {}
        children = self._children.get(node)
        if children is None:
            children = self._children[node] = {}
            is_mapping = isinstance(value, dict)
            number = node + 1
            for step, child in _steps(value):
                number += is_mapping  # the key has a number, too
                children[step] = number
                number += self._size(number, child)
        return children

    def _size(self, node: int, value: Any) -> int:
        """How many nodes ``value`` is made of. Recursion is bounded by the depth a text may have."""
        if not isinstance(value, dict | list):
            return 1
        size = self._sizes.get(node)
        if size is None:
            is_mapping = isinstance(value, dict)
            number = node + 1
            for _, child in _steps(value):
                number += is_mapping
                number += self._size(number, child)
            size = self._sizes[node] = number - node
        return size


def _steps(value: dict[str, Any] | list[Any]) -> Iterable[tuple[str | int, Any]]:
    return value.items() if isinstance(value, dict) else enumerate(value)


def _length(text: str, offset: int, written: Any) -> int:
    """How many characters of its first line a scalar takes at ``offset``; 0 if that cannot be said."""
    if isinstance(written, dict | list):
        return 0
    if isinstance(written, str) and written and text.startswith(written, offset):
        return len(written) if written.isprintable() else 0
    match = re.compile(_QUOTED if isinstance(written, str) else _WORD).match(text, offset)
    return match.end() - offset if match else 0
