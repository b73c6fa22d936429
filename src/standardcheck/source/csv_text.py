"""Reading tables of comma-separated values, with the place of every cell.

Cells are as in RFC 4180: separated by commas, in double quotes where they hold a comma, a quote (doubled) or a line
break. Blank lines are passed over.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from standardcheck.errors import Place
from standardcheck.source.decoding import check_size, decode
from standardcheck.source.gathering import Gathering
from standardcheck.source.limits import DEFAULT_LIMITS, Limits
from standardcheck.source.lines import Lines

_PLAIN = re.compile(r"[^,\r\n]*")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_BREAK = re.compile(r"\r\n|\n|\r")


class Cell(NamedTuple):
    """The text of a cell, and from where to where it is written (quotes not included)."""

    text: str
    start: int
    end: int


class Table(NamedTuple):
    """A table: its file as shown to the user, its lines, and the cells of each row, the heading first."""

    file: str
    lines: Lines
    rows: tuple[tuple[Cell, ...], ...]

    def place(self, cell: Cell, offset: int = 0, length: int | None = None) -> Place:
        """Where a cell stands; with ``offset`` and ``length``, a part of it."""
        start = min(cell.start + offset, cell.end)
        end = cell.end if length is None else min(start + length, cell.end)
        line, column = self.lines.line_and_column(start)
        within = min(end, start + len(self.lines.line_text(line)) - column + 1)
        return Place(self.file, line, column, column + within - start if within > start else None)


def read_csv(raw: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> Table:
    """Read a table. Raises ``UnreadableSource`` where the text is no table."""
    check_size(raw, file, limits)
    text = decode(raw, file)
    lines = Lines(text)
    found = Gathering(text, file, limits.faults)
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    at = 0
    while at < len(text) or row:
        cell, at = _cell(text, at, found)
        row.append(cell)
        if at < len(text) and text[at] == ",":
            at += 1
            continue
        ending = _BREAK.match(text, at)
        at = ending.end() if ending else at
        if len(row) > 1 or row[0].text.strip():
            rows.append(tuple(row))
        row = []
    if not rows:
        raise found.stop("csv-empty", 0)
    found.raise_any()
    return Table(file, lines, tuple(rows))


def _cell(text: str, at: int, found: Gathering) -> tuple[Cell, int]:
    """The cell that begins at ``at``, and where it ends."""
    if text[at : at + 1] != '"':
        match = _PLAIN.match(text, at)
        assert match is not None
        return Cell(match[0].strip(), at, match.end()), match.end()
    quoted = _QUOTED.match(text, at)
    if quoted is None:
        raise found.stop("csv-open-quote", at)
    end = quoted.end()
    if text[end : end + 1] not in ("", ",", "\r", "\n"):
        raise found.stop("csv-after-quote", end)
    return Cell(quoted[1].replace('""', '"').strip(), at + 1, end - 1), end
