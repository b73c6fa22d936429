"""A workbook in memory: cells are texts, numbers, or links within the book; never formulas or addresses.

Limits of the format: 32,767 UTF-16 units a cell, 1,048,576 rows and 65,530 links a sheet. A text is cut and says so;
links over the limit are left out (the cell keeps its value); rows over it are counted in a last row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from standardcheck.writers.layout import one_line, width_of
from standardcheck.writers.zipped import repacked

CELL, ROWS, LINKS = 32_767, 1_048_570, 60_000
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_FORMULA = tuple("=+-@＝＋－＠")
_LINE, _MOST_LINES, _MOST_CHARACTERS = 13.5, 12, 1000
_CREATED = datetime(1980, 1, 1)
_COLOURS = {"bad": ("#F8D7DA", "#8B0000"), "open": ("#FFF0C2", "#6B4A00"), "good": ("#DDF0DD", "#1B5E20")}
_COLOURS |= {"advice": ("#E3ECF9", "#1F3F77"), "quiet": ("#EEEEEE", "#555555")}


class Link(NamedTuple):
    """A value that leads to rows of another sheet: from the first to the last, counted from 0."""

    value: int | str
    sheet: str
    first: int
    last: int


class Column(NamedTuple):
    """Heading and width (in characters of the Latin alphabet) of a column."""

    name: str
    width: int


Value = str | int | float | Link | None


class Book:
    """A workbook that is being written."""

    def __init__(self, cut: str, more: str) -> None:
        import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

        self._out = BytesIO()
        self._book = xlsxwriter.Workbook(self._out, _OPTIONS)
        self._book.set_properties({"created": _CREATED})
        self._book.set_calc_mode("auto")
        self.cut, self.more = cut, more
        look = {"font_name": "宋体", "font_size": 10, "valign": "top"}
        self.text = self._book.add_format({**look, "text_wrap": True})
        self.guarded = self._book.add_format({**look, "text_wrap": True, "quote_prefix": True})
        self.number = self._book.add_format({**look, "align": "right"})
        self.link = self._book.add_format({**look, "font_color": "#0B57A4", "underline": 1})
        self.head = self._book.add_format(
            {**look, "bold": True, "bg_color": "#D9E2EC", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self.marks = {
            name: self._book.add_format({"bg_color": back, "font_color": front})
            for name, (back, front) in _COLOURS.items()
        }

    def sheet(self, name: str, footer: str) -> Any:
        """A new sheet, which prints on A4 across."""
        sheet = self._book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{footer.replace('&', '&&')}&R&P / &N")
        return sheet

    def table(
        self, sheet: Any, top: int, columns: Sequence[Column], rows: Sequence[Sequence[Value]], printed: int
    ) -> None:
        """A table with a heading that stays in view and is printed on every page, and a filter on each column.

        The first ``printed`` columns go to paper; with the others the print would be too small to be read.
        """
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(top, at, column.name, self.head)
        sheet.set_row(top, 2 * _LINE + 3)
        room = ROWS - top - 2
        links = 0
        for at, row in enumerate(rows[:room], top + 1):
            sheet.set_row(at, _height(columns, row))
            for column_at, value in enumerate(row):
                links += self.cell(sheet, at, column_at, value, links < LINKS)
        last = top + min(len(rows), room)
        if len(rows) > room:
            sheet.write_string(last + 1, 0, self.more.format(number=len(rows) - room), self.text)
        sheet.autofilter(top, 0, max(last, top), len(columns) - 1)
        sheet.freeze_panes(top + 1, 2)
        sheet.repeat_rows(top)
        sheet.print_area(0, 0, max(last, top), printed - 1)

    def cell(self, sheet: Any, row: int, column: int, value: Value, may_link: bool = True) -> bool:
        """Write a value; whether it is a link."""
        if value is None or value == "":
            return False
        if isinstance(value, Link):
            return self._linked(sheet, row, column, value, may_link)
        if isinstance(value, str):
            text = self.fitted(value)
            sheet.write_string(row, column, text, self.guarded if text.startswith(_FORMULA) else self.text)
        else:
            sheet.write_number(row, column, value, self.number)
        return False

    def _linked(self, sheet: Any, row: int, column: int, link: Link, may_link: bool) -> bool:
        linked = may_link and link.value != 0
        look = self.link if linked else self.number
        if linked:
            sheet.write_url(row, column, f"internal:'{link.sheet}'!A{link.first + 1}:C{link.last + 1}", look)
        if isinstance(link.value, str):
            sheet.write_string(row, column, self.fitted(link.value), look)
        else:
            sheet.write_number(row, column, link.value, look)
        return linked

    def fitted(self, text: str) -> str:
        """A text on one line that a cell holds; one that was cut says how long it was."""
        line = one_line(text)
        if _units(line) <= CELL:
            return line
        end = self.cut.format(number=len(line))
        kept = line.encode("utf-16-le")[: 2 * (CELL - _units(end))].decode("utf-16-le", "ignore")
        return kept + end

    def colour(self, sheet: Any, first: int, last: int, column: int, words: dict[str, str]) -> None:
        """Colour cells by their whole text: ``words`` has a colour for each."""
        for word, colour in words.items():
            criteria = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.marks[colour]}
            if last >= first:
                sheet.conditional_format(first, column, last, column, criteria)

    def bytes(self) -> bytes:
        """The whole file."""
        self._book.close()
        return repacked(self._out.getvalue())


def _height(columns: Sequence[Column], row: Sequence[Value]) -> float:
    """Points that a row needs for its longest cell, which is wrapped; programs differ on whether they find that out."""
    lines = [
        -(-width_of(value[:_MOST_CHARACTERS]) // max(column.width - 1, 1))
        for column, value in zip(columns, row, strict=True)
        if isinstance(value, str)
    ]
    return _LINE * min(max([1, *lines]), _MOST_LINES) + 3.0


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def columns_of(says: Callable[[str], str], widths: dict[str, int]) -> list[Column]:
    """Columns by the keys of their headings; never narrower than half their heading, which wraps once."""
    return [Column(says(key), max(width, width_of(says(key)) // 2 + 3)) for key, width in widths.items()]
