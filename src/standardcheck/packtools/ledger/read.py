"""Reading a ledger: CSV files of one row a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from standardcheck.errors import Fault, FaultyInput, Place, UnreadableSource
from standardcheck.packtools.diagnostics import Diagnostic
from standardcheck.source.csv_text import Cell, Table, read_csv
from standardcheck.source.decoding import read_bytes
from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.units import Dimensions, UnitTable

FOLDER = "ledger"
"""Name of the folder beside the packs that holds their ledger."""

COLUMNS = (
    "id", "document", "clause", "paraphrase_zh", "paraphrase_en", "numbers", "force", "grade", "caution", "status",
    "why", "rules",
)  # fmt: skip
REQUIRED = ("id", "document", "clause", "paraphrase_zh", "paraphrase_en", "grade", "status")
"""Cells that may not be empty."""

STATUSES = ("full", "over", "under", "manual", "outside")
GRADES = ("A", "B", "C", "recalled")
"""Surest first."""

FORCES = {"must": 5, "shall": 4, "should": 3, "encourage": 2, "target": 1, "may": 1}
"""Each force with its rank; a force of a higher rank is stronger."""

NO_FORCE = ("definition", "—", "-")
"""Written as the force of a clause that demands nothing."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_SEPARATOR = re.compile(r"\s*[;；]\s*")
_OURS = re.compile(r"ours:\s*")
"""Before a number that the clause does not have: a tolerance for its “about”, the day that its “by 2025” ends."""


class Number(NamedTuple):
    """A number of a clause as written, in base units; a date keeps its text as value, and has no dimensions."""

    text: str
    value: Any
    dimensions: Dimensions | None
    """``None``: written without a unit."""
    offset: int
    """Where in its cell it begins."""
    ours: bool = False
    """Chosen by us where the clause leaves it open, and marked so."""


class Row(NamedTuple):
    """One clause. ``forces`` are all that its text speaks with; ``cells`` hold every cell by column."""

    id: str
    document: str
    clause: str
    paraphrase: dict[str, str]
    numbers: tuple[Number, ...]
    forces: tuple[str, ...]
    grade: str
    caution: str
    status: str
    why: str
    rules: tuple[str, ...]
    table: Table
    cells: dict[str, Cell]

    def place(self, column: str, offset: int = 0, length: int | None = None) -> Place:
        """Where a cell of the row, or a part of it, stands."""
        return self.table.place(self.cells[column], offset, length)


class Ledger(NamedTuple):
    """Every readable row in order of file and line, and what is wrong with single cells."""

    rows: tuple[Row, ...]
    problems: tuple[Diagnostic, ...]

    def by_id(self) -> dict[str, Row]:
        """Rows by id; the first of a repeated id."""
        found: dict[str, Row] = {}
        for row in self.rows:
            found.setdefault(row.id, row)
        return found


def read_ledger(folder: Path, units: UnitTable) -> Ledger:
    """The ledger in the CSV files of a folder.

    Raises ``FaultyInput`` with every fault of every file that cannot be read as a ledger, or if there is no file.
    """
    files = sorted(folder.glob("*.csv"))
    faults = [] if files else [Fault("ledger-missing", {"folder": str(folder)})]
    reader = _Reader(units)
    for path in files:
        try:
            reader.table(read_csv(read_bytes(path), str(path)))
        except UnreadableSource as unreadable:
            faults += unreadable.faults
    if faults:
        raise FaultyInput(faults)
    return Ledger(tuple(reader.rows), tuple(reader.problems))


class _Reader:
    def __init__(self, units: UnitTable) -> None:
        self.units = units
        self.rows: list[Row] = []
        self.problems: list[Diagnostic] = []

    def table(self, table: Table) -> None:
        """Read the rows of one file."""
        names = [cell.text for cell in table.rows[0]]
        if sorted(names) != sorted(COLUMNS):
            place = table.place(table.rows[0][0])
            missing = [name for name in COLUMNS if name not in names]
            strange = [name for name in names if name not in COLUMNS or names.count(name) > 1]
            args = {"missing": missing or ["—"], "strange": strange or ["—"], "columns": COLUMNS}
            raise UnreadableSource([Fault("ledger-columns", args, place, table.lines.line_text(place.line))])
        for cells in table.rows[1:]:
            if len(cells) != len(names):
                self._problem(table, cells[0], ".cells", found=len(cells), expected=len(names))
            else:
                self._row(table, dict(zip(names, cells, strict=True)))

    def _problem(self, table: Table, cell: Cell, variant: str, offset: int = 0, **args: Any) -> None:
        place = table.place(cell, offset)
        line = table.lines.line_text(place.line)
        self.problems.append(Diagnostic("LG101", "error", f"LG101{variant}", args, place, line))

    def _row(self, table: Table, cells: dict[str, Cell]) -> None:
        text = {name: cell.text for name, cell in cells.items()}
        for name in REQUIRED:
            if not text[name]:
                self._problem(table, cells[name], ".empty", column=name)
        for name, known in (("status", STATUSES), ("grade", GRADES)):
            if text[name] and text[name] not in known:
                self._problem(table, cells[name], ".choice", column=name, found=text[name], known=known)
        if text["id"] and not _ID.fullmatch(text["id"]):
            self._problem(table, cells["id"], ".id", found=text["id"])
        self.rows.append(
            Row(
                text["id"],
                text["document"],
                text["clause"],
                {"zh": text["paraphrase_zh"], "en": text["paraphrase_en"]},
                tuple(self._numbers(table, cells["numbers"])),
                tuple(self._forces(table, cells["force"])),
                text["grade"],
                text["caution"],
                text["status"],
                text["why"],
                tuple(text["rules"].split()),
                table,
                cells,
            )
        )

    def _forces(self, table: Table, cell: Cell) -> Iterator[str]:
        for word in re.split(r"[\s;；,/]+", cell.text):
            if word in FORCES:
                yield word
            elif word and word not in NO_FORCE:
                self._problem(table, cell, ".choice", column="force", found=word, known=(*FORCES, NO_FORCE[0]))

    def _numbers(self, table: Table, cell: Cell) -> Iterator[Number]:
        at = 0
        for piece in _SEPARATOR.split(cell.text):
            at = cell.text.index(piece, at)
            if piece and piece != "—":
                marked = _OURS.match(piece)
                lead = marked.end() if marked else 0
                try:
                    number = number_of(piece[lead:], self.units, at + lead)
                    yield number._replace(ours=marked is not None)
                except ValueError:
                    self._problem(table, cell, ".number", offset=at, found=piece)
            at += len(piece)


def number_of(text: str, units: UnitTable, offset: int = 0) -> Number:
    """A number as it is written. Raises ``ValueError``."""
    if is_date(text):
        return Number(text, text, None, offset)
    quantity = units.quantity(text)
    return Number(text, quantity.value, None if quantity.form == "bare" else quantity.dimensions, offset)
