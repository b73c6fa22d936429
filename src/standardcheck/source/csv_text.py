"""Reading tables of comma-separated values, with the place of every cell.

Cells are as in RFC 4180: separated by commas, in double quotes where they hold a comma, a quote (doubled) or a line
break. Some programs separate them by tabs or semicolons: a reader may be told to find out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from standardcheck.errors import Place
from standardcheck.source.decoding import check_size, decode
from standardcheck.source.gathering import Gathering
from standardcheck.source.limits import DEFAULT_LIMITS, Limits
from standardcheck.source.lines import Lines

_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_BREAK = re.compile(r"\r\n|\n|\r")


DELIMITERS = ",\t;"
"""What cells are separated by, the usual first."""


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
    """Read a table of cells separated by commas; blank lines are passed over.

    Raises ``UnreadableSource`` where the text is no table, or an empty one.
    """
    table = read_cells(raw, file, limits, ",")
    rows = tuple(row for row in table.rows if len(row) > 1 or row[0].text.strip())
    if not rows:
        raise Gathering(table.lines.text, file, limits.faults).stop("csv-empty", 0)
    return table._replace(rows=rows)


def read_cells(raw: bytes, file: str, limits: Limits = DEFAULT_LIMITS, delimiters: str = DELIMITERS) -> Table:
    """Read every row, the blank ones included; of ``delimiters``, the one most used in the first line that is not blank
    separates the cells.

    Raises ``UnreadableSource`` where the text is no table.
    """
    check_size(raw, file, limits)
    text = decode(raw, file)
    delimiter = _delimiter(text, delimiters)
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    found = Gathering(text, file, limits.faults)
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    at = cells = 0
    while at < len(text) or row:
        cell, at = _cell(text, at, delimiter, plain, found)
        row.append(cell)
        cells += 1
        if cells > limits.nodes:
            raise found.stop("too-many-nodes", cell.start, limit=limits.nodes)
        if text[at : at + 1] == delimiter:
            at += 1
            continue
        ending = _BREAK.match(text, at)
        at = ending.end() if ending else at
        rows.append(tuple(row))
        row = []
    return Table(file, Lines(text), tuple(rows))


def _delimiter(text: str, delimiters: str) -> str:
    """The delimiter that stands most often in the first line that is not blank."""
    first = re.search(r"[^\r\n]*\S[^\r\n]*", text)
    return max(delimiters, key=first[0].count) if first else delimiters[0]


def _cell(text: str, at: int, delimiter: str, plain: re.Pattern[str], found: Gathering) -> tuple[Cell, int]:
    """The cell that begins at ``at``, and where it ends."""
    if text[at : at + 1] != '"':
        match = plain.match(text, at)
        assert match is not None
        return Cell(match[0].strip(), at, match.end()), match.end()
    quoted = _QUOTED.match(text, at)
    if quoted is None:
        raise found.stop("csv-open-quote", at)
    end = quoted.end()
    if text[end : end + 1] not in ("", delimiter, "\r", "\n"):
        raise found.stop("csv-after-quote", end)
    return Cell(quoted[1].replace('""', '"').strip(), at + 1, end - 1), end
