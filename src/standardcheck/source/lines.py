"""Lines of a text, and the way from an offset to a line and a column."""

from __future__ import annotations

import re
from bisect import bisect_right

_BREAK = re.compile(r"\r\n|\n|\r")


class Lines:
    """The lines of ``text``, cut at LF, CRLF and CR as editors do; numbered from 1."""

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        breaks = [match.span() for match in _BREAK.finditer(text)]
        self._starts = [0, *(end for _, end in breaks)]
        self._ends = [*(start for start, _ in breaks), len(text)]

    def __len__(self) -> int:
        return len(self._starts)

    def line_text(self, line: int) -> str:
        """The line as written, without its line break; empty for a line that does not exist."""
        if not 1 <= line <= len(self._starts):
            return ""
        return self.text[self._starts[line - 1] : self._ends[line - 1]]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at ``offset``; past the end means the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def start_of(self, line: int) -> int:
        """The offset of the first character of ``line``."""
        return self._starts[line - 1]
