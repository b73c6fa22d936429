"""Sheets of cells in and out: CSV, and XLSX within bounds. Nothing here knows what the cells mean."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from standardcheck.errors import Fault, FaultyInput, Place, UnreadableSource, UsageError
from standardcheck.hints import near
from standardcheck.source.csv_text import Table, read_cells
from standardcheck.source.limits import DEFAULT_LIMITS

MAX_BYTES = 8 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 1_000
MAX_ROWS = 10_000
MAX_COLUMNS = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_REFERENCE = re.compile(r"([A-Za-z]{0,5})(\d{1,12})")
_BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError)


class Cell(NamedTuple):
    """What a cell holds as text, and whether the sheet keeps it as ``text``, ``number``, or ``date`` (or time)."""

    text: str
    kind: str = "text"


class Sheet(NamedTuple):
    """A sheet as rows of cells; ``name`` is empty where a file holds just one, ``table`` is there if it is text."""

    file: str
    name: str
    rows: tuple[tuple[Cell, ...], ...]
    table: Table | None = None

    def fault(self, row: int, column: int, code: str, **args: Any) -> Fault:
        """A fault of a cell, counted from 0."""
        place = self.place(row, column)
        line = self.table.lines.line_text(place.line) if self.table is not None else None
        return Fault(code, {"cell": address(row, column), **args}, place, line)

    def place(self, row: int, column: int) -> Place:
        """File, sheet, row and column of a cell, counted from 0; of a text, where the cell is written."""
        if self.table is not None and row < len(self.rows):
            written = self.table.rows[row]
            return self.table.place(written[min(column, len(written) - 1)])
        return Place(f"{self.file} [{self.name}]" if self.name else self.file, row + 1, column + 1)


def address(row: int, column: int) -> str:
    """``B3`` for row 2, column 1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def read_sheet(file: str, sheet: str | None = None) -> Sheet:
    """The cells of a CSV or XLSX file. Raises ``UnreadableSource`` or ``UsageError``; never opens what is too large."""
    path = Path(file)
    read = {".csv": _read_csv, ".xlsx": _read_xlsx}.get(path.suffix.lower())
    if read is None:
        raise UsageError("sheet-type", file=file)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _unreadable(file, "too-large", limit=f"{MAX_BYTES // 1024 // 1024} MiB")
        raw = path.read_bytes()
    except OSError as error:
        raise _unreadable(file, "file-unreadable", file=file, reason=error.strerror or str(error)) from None
    made = read(file, raw, sheet)
    if len(made.rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in made.rows):
        raise _unreadable(file, "sheet-too-many", rows=MAX_ROWS, columns=MAX_COLUMNS)
    return made


def _unreadable(file: str, code: str, line: int = 1, /, **args: Any) -> FaultyInput:
    return UnreadableSource([Fault(code, args, Place(file, line))])


# -- CSV ---------------------------------------------------------------------------------------------------------


def _read_csv(file: str, raw: bytes, sheet: str | None) -> Sheet:
    try:
        table = read_cells(raw, file, DEFAULT_LIMITS._replace(nodes=MAX_ROWS * MAX_COLUMNS))
    except UnreadableSource as refused:
        if refused.faults[0].code != "not-text":
            raise
        raise _unreadable(file, "sheet-not-text") from None
    rows = tuple(tuple(Cell(_unguarded(cell.text)) for cell in row) for row in table.rows)
    return Sheet(file, "", rows, table)


def _guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text


# -- XLSX --------------------------------------------------------------------------------------------------------


def _read_xlsx(file: str, raw: bytes, sheet: str | None) -> Sheet:
    try:
        import python_calamine as calamine
    except ImportError:
        raise UsageError("sheet-needs-office") from None
    checked = _checked_archive(file, raw)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(checked))
        names = list(book.sheet_names)
        if not names:
            raise _unreadable(file, "sheet-unreadable", why="no worksheet")
        if sheet is not None and sheet not in names:
            raise UsageError("sheet-unknown-sheet", name=sheet, known=tuple(names), hint=near(sheet, names))
        name = sheet or names[0]
        values = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MAX_ROWS + 1)
    except calamine.CalamineError as error:
        raise _unreadable(file, "sheet-unreadable", why=" ".join(str(error).split())[:200]) from None
    return Sheet(file, name, tuple(tuple(_cell(value) for value in row) for row in values))


def _checked_archive(file: str, raw: bytes) -> bytes:
    """The same workbook, unpacked within bounds and found to have no cell far out.

    What its headers say is looked at before anything is unpacked, and what is handed on is what was unpacked here,
    so that headers which lie gain nothing. A single cell in the last row and column would cost gigabytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _check_sizes(file, entries)
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except _BROKEN_ARCHIVE as error:
        raise _unreadable(file, "sheet-unreadable", why=" ".join(str(error).split())[:200]) from None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as clean:
        for name, part in parts.items():
            _check_part(file, part)
            clean.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()


def _check_sizes(file: str, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * packed:
        raise _unreadable(file, "sheet-bomb", size=unpacked // 1024 // 1024, limit=MAX_UNPACKED // 1024 // 1024)


def _check_part(file: str, part: bytes) -> None:
    """Refuse a part with a cell beyond the rows and columns that are read. Parts that are not XML are left alone."""
    if b"<" not in part[:64]:
        return
    far = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal far
        if name.rpartition(":")[2] not in ("c", "row"):
            return
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        if place is not None:
            far = far or int(place[2]) > MAX_ROWS or _column_number(place[1]) > MAX_COLUMNS

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _unreadable(file, "sheet-unreadable", why=str(error)) from None
    if far:
        raise _unreadable(file, "sheet-too-many", rows=MAX_ROWS, columns=MAX_COLUMNS)


def _column_number(letters: str) -> int:
    """26 for ``Z``, 27 for ``AA``; 0 for none."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return Cell("true" if value else "false")
    if isinstance(value, int | float):
        whole = float(value).is_integer() and abs(value) < 1e15
        return Cell(str(int(value)) if whole else repr(value), "number")
    if isinstance(value, str):
        return Cell(_unguarded(value.strip()))
    return Cell(str(value), "date")


# -- out ---------------------------------------------------------------------------------------------------------


def sheet_bytes(file: str, rows: Iterable[Sequence[str]], title: str) -> bytes:
    """Rows of text as CSV (UTF-8 with a mark, as spreadsheets expect) or XLSX, by the file's ending."""
    write: Callable[[Iterable[Sequence[str]], str], bytes] | None
    write = {".csv": _csv_bytes, ".xlsx": _xlsx_bytes}.get(Path(file).suffix.lower())
    if write is None:
        raise UsageError("sheet-type", file=file)
    return write(rows, title)


def _csv_bytes(rows: Iterable[Sequence[str]], _: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_guarded(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx_bytes(rows: Iterable[Sequence[str]], title: str) -> bytes:
    try:
        import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
    except ImportError:
        raise UsageError("sheet-needs-office") from None
    from datetime import datetime

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes whenever it is written
    sheet = book.add_worksheet(title[:31])
    bold, text_format = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    widths: dict[int, int] = {}
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text, bold if at == 0 else text_format)
            widths[column] = max(
                widths.get(column, 8), *(len(part) + sum(ord(c) > 255 for c in part) for part in [text])
            )
    for column, width in widths.items():
        sheet.set_column(column, column, min(width + 2, 60), text_format)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
