"""A sheet of limits as the rows of a parameter, and back: what its columns are, and what each row says.

The first row that is not empty is the header: key fields, by path or label, and the value. Every fault is named with
its cell, all at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from standardcheck.compiler.form import Program
from standardcheck.errors import Fault, UnreadableSource
from standardcheck.hints import near
from standardcheck.packtools.limit_cells import CellType, Unreadable, flag_text, folded, key_test, test_text, value_of
from standardcheck.packtools.sheets import Cell, Sheet
from standardcheck.ruleset.documents import Edition
from standardcheck.vocabulary.model import Field, Kind, Vocabulary
from standardcheck.wording import LANGUAGES, catalogue

VALUE_NAMES = ("value", "值", "取值", "限值", "标准值")
IGNORED_NAMES = ("note", "remark", "备注", "注")
_UNDECIDED = re.compile(r"undecided\s*[. (]\s*(zh|en)\)?")
_WITH_UNIT = re.compile(r"(.*?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]")


class Column(NamedTuple):
    """A column: a ``key`` with the path as the table writes it, the ``value``, or why it is ``undecided``."""

    role: str
    path: str
    kind: str
    type: CellType


class SheetRow(NamedTuple):
    """A row of the table, and the row of the sheet that says it (from 0)."""

    at: int
    when: dict[str, Any]
    value: Any
    undecided: dict[str, str] | None


class SheetReader:
    """Reads one sheet for one parameter."""

    def __init__(self, sheet: Sheet, vocabulary: Vocabulary, program: Program, type_: CellType, seen: str) -> None:
        self.sheet = sheet
        self.vocabulary = vocabulary
        self.program = program
        self.type = type_
        self.seen = seen
        self.header = 0
        self.faults: list[Fault] = []

    def read(self) -> tuple[str, list[SheetRow]]:
        """The kind that the table is seen from, and its rows. Raises ``UnreadableSource`` with every fault."""
        filled = [at for at, row in enumerate(self.sheet.rows) if any(cell.text for cell in row)]
        if not filled:
            raise UnreadableSource([self.sheet.fault(0, 0, "sheet-empty")])
        self.header = filled[0]
        columns = self._columns()
        kind = self._viewpoint(columns)
        self._stop_if_faulty()
        columns = {at: column._replace(path=self._written(column, kind)) for at, column in columns.items()}
        rows = [row for at in filled[1:] if (row := self._row(at, columns)) is not None]
        if not rows and not self.faults:
            self.fault(self.header, 0, "sheet-empty")
        if len(rows) > 1:
            for row in rows:
                if not row.when:
                    self.fault(row.at, 0, "sheet-no-key")
        self._stop_if_faulty()
        return kind, rows

    def fault(self, row: int, column: int, code: str, **args: Any) -> None:
        self.faults.append(self.sheet.fault(row, column, code, **args))

    def _stop_if_faulty(self) -> None:
        if self.faults:
            raise UnreadableSource(self.faults)

    # -- the header ------------------------------------------------------------------------------------------

    def _columns(self) -> dict[int, Column]:
        columns: dict[int, Column] = {}
        for at, cell in enumerate(self.sheet.rows[self.header]):
            try:
                column = self._column(at, cell)
            except Unreadable as wrong:
                self.fault(self.header, at, wrong.code, **wrong.args_)
                continue
            if column is not None:
                if any((c.role, c.path) == (column.role, column.path) for c in columns.values()):
                    self.fault(self.header, at, "sheet-column-twice", name=cell.text)
                columns[at] = column
        if not any(column.role == "value" for column in columns.values()) and not self.faults:
            self.fault(self.header, 0, "sheet-no-value", names=VALUE_NAMES)
        return columns

    def _column(self, at: int, cell: Cell) -> Column | None:
        name = folded(cell.text)
        if not name:
            if any(len(row) > at and row[at].text for row in self.sheet.rows[self.header + 1 :]):
                raise Unreadable("sheet-blank-header")
            return None
        undecided = _UNDECIDED.fullmatch(name.lower())
        if undecided:
            return Column("undecided", undecided[1], "", CellType("text"))
        unit = ""
        match = _WITH_UNIT.fullmatch(name)
        if match:
            name, unit = match[1], match[2]
        if name.lower() in IGNORED_NAMES:
            return None
        is_value = name.lower() in VALUE_NAMES
        column = Column("value", "", "", self.type._replace(unit=unit)) if is_value else self._key(name, unit)
        if unit and column.type.name != "number":  # words in brackets are no unit, and may narrow what is meant
            raise Unreadable("sheet-unknown-column", name=cell.text, hint=name)
        return column

    def _key(self, name: str, unit: str) -> Column:
        if name.startswith("$"):
            return self._derived(name, unit)
        found = list(dict.fromkeys(self._fields(name)))
        if self.seen:
            sight = (self.seen, *self.vocabulary.parents(self.seen))
            found = [path for path in found if path[0] in sight]
            nearest = [path for path in found if path[0] == self.seen]
            found = nearest if "." not in name and nearest else found
        if not found:
            raise Unreadable("sheet-unknown-column", name=name, hint=self._near(name))
        if len(found) > 1:
            raise Unreadable("sheet-ambiguous-column", name=name, known=tuple(".".join(path) for path in found))
        kind, *steps = found[0]
        field = self._field(kind, steps)
        return Column("key", ".".join((kind, *steps)), kind, _type_of(field, unit))

    def _derived(self, name: str, unit: str) -> Column:
        derived = self.program.derived.get(name[1:])
        if derived is None:
            raise Unreadable(
                "sheet-unknown-column", name=name, hint=near(name, [f"${n}" for n in self.program.derived])
            )
        if derived.enum:
            return Column("key", name, derived.kind, CellType("enum", derived.enum, unit=unit))
        raise Unreadable("sheet-derived-number", name=name)

    def _fields(self, name: str) -> Iterator[tuple[str, ...]]:
        """Every field that a header may mean, by name or label: ``kind.field``, else a field without its kind."""
        steps = [step.strip() for step in re.split(r"[.·]", name)]
        kinds = self.vocabulary.kinds.values()
        named = [kind for kind in kinds if len(steps) > 1 and _called(steps[0], kind.name, kind.label)]
        found = [(kind.name, *path) for kind in named for path in self._paths(kind, steps[1:])]
        yield from found or [(kind.name, *path) for kind in kinds for path in self._paths(kind, steps)]

    def _paths(self, kind: Kind, steps: list[str]) -> Iterator[tuple[str, ...]]:
        for field in kind.fields.values():
            if not _called(steps[0], field.name, field.label):
                continue
            if len(steps) == 1 and field.type not in ("list", "object"):
                yield (field.name,)
            elif len(steps) > 1 and field.type == "object":
                yield from ((field.name, *rest) for rest in self._paths(self.vocabulary.kinds[field.items], steps[1:]))

    def _field(self, kind: str, steps: list[str]) -> Field:
        field = None
        for step in steps:
            field = self.vocabulary.kinds[kind].fields[step]
            kind = field.items
        assert field is not None
        return field

    def _near(self, name: str) -> str:
        kinds = [self.seen, *self.vocabulary.parents(self.seen)] if self.seen else list(self.vocabulary.kinds)
        fields = [(kind, field) for kind in kinds for field in self.vocabulary.kinds[kind].fields.values()]
        known = [word for kind, f in fields for word in (f.name, f"{kind}.{f.name}", *f.label.values())]
        return near(name, [*known, *VALUE_NAMES])

    def _viewpoint(self, columns: Mapping[int, Column]) -> str:
        """The kind from which every key is in sight: the one told, else the innermost that the keys name."""
        kinds = list(dict.fromkeys(column.kind for column in columns.values() if column.role == "key"))
        for kind in [self.seen] if self.seen else kinds:
            if all(other == kind or other in self.vocabulary.parents(kind) for other in kinds):
                return kind
        for at, column in columns.items():
            if column.role == "key" and kinds and column.kind != kinds[0]:
                self.fault(self.header, at, "sheet-out-of-sight", name=column.path, kind=self.seen or kinds[0])
        return self.seen

    def _written(self, column: Column, kind: str) -> str:
        """A path as the table writes it: short where the rules that use it say from where it is seen."""
        own = f"{kind}."
        if column.role == "key" and self.seen and column.path.startswith(own):
            return column.path.removeprefix(own)
        return column.path

    # -- rows ------------------------------------------------------------------------------------------------

    def _row(self, at: int, columns: Mapping[int, Column]) -> SheetRow | None:
        when: dict[str, Any] = {}
        value: Any = None
        undecided: dict[str, str] = {}
        before = len(self.faults)
        value_at = next(index for index, column in columns.items() if column.role == "value")
        for index, column in columns.items():
            row = self.sheet.rows[at]
            cell = row[index] if index < len(row) else Cell("")
            try:
                read = self._cell(cell, column)
            except Unreadable as wrong:
                self.fault(at, index, wrong.code, **wrong.args_)
                continue
            if column.role == "undecided" and read:
                undecided[column.path] = read
            elif column.role == "value":
                value = read
            elif column.role == "key" and read is not None:
                when[column.path] = read
        if len(self.faults) > before:
            return None
        return self._whole(at, value_at, when, value, undecided)

    def _whole(
        self, at: int, value_at: int, when: dict[str, Any], value: Any, undecided: dict[str, str]
    ) -> SheetRow | None:
        if value is None and not undecided:
            self.fault(at, value_at, "sheet-blank-value")
        elif value is not None and undecided:
            self.fault(at, value_at, "sheet-value-and-undecided")
        elif undecided and set(undecided) != set(LANGUAGES):
            self.fault(at, value_at, "sheet-undecided-both")
        else:
            return SheetRow(at, when, value, undecided or None)
        return None

    def _cell(self, cell: Cell, column: Column) -> Any:
        if cell.kind == "date" and column.type.name != "date":
            raise Unreadable("sheet-turned-date", found=cell.text)
        text = cell.text[:10] if cell.kind == "date" else cell.text
        if column.role == "undecided":
            return text
        if not text:
            if column.role == "key":
                raise Unreadable("sheet-blank-key")
            return None
        if column.role == "key":
            return key_test(text, column.type, self.vocabulary)
        if cell.kind == "number" and column.type.unit in ("%", "‰") and abs(float(text)) <= 1:
            raise Unreadable("sheet-percent", found=text)
        return value_of(text, column.type, self.vocabulary)


def _called(word: str, name: str, label: Mapping[str, str]) -> bool:
    return word == name or word in {folded(text) for text in label.values()}


def _type_of(field: Field, unit: str) -> CellType:
    if field.is_numeric:
        return CellType("number", dimensions=field.dimensions, unit=unit, field_unit=True)
    return CellType(field.type, field.enum, unit=unit)


# -- out ---------------------------------------------------------------------------------------------------------


def sheet_rows(
    edition: Edition, program: Program, vocabulary: Vocabulary, seen: str, enum: str, labelled: str
) -> Iterator[list[str]]:
    """An edition as rows of cells, the header first. ``labelled`` is the language of labels, or empty for names.

    Raises :class:`Unreadable` for a table that a sheet cannot show.
    """
    table = edition.table or []
    paths = list(dict.fromkeys(path for row in table for path in row.when))
    open_rows = any(row.undecided for row in table)
    language = labelled or "en"
    columns = {path: _Out(path, program, vocabulary, seen) for path in paths}
    names = [column.name(labelled) for column in columns.values()]
    value_name = catalogue(labelled).IMPORT["value"] if labelled else "value"
    yield [*names, value_name, *(["undecided.zh", "undecided.en"] if open_rows else [])]
    values = vocabulary.enums[enum].values if enum else {}
    if edition.table is None:
        yield [_value_text(edition.value, values, labelled)]
        return
    for row in table:
        labels = {path: column.labels if labelled else None for path, column in columns.items()}
        keys = [test_text(row.when[path], labels[path], language) if path in row.when else "*" for path in paths]
        why = [row.undecided.zh, row.undecided.en] if row.undecided else ["", ""]
        yield [*keys, _value_text(row.value, values, labelled), *(why if open_rows else [])]


class _Out:
    """A key's column on the way out."""

    def __init__(self, path: str, program: Program, vocabulary: Vocabulary, seen: str) -> None:
        self.path, self.kind, self.vocabulary = path, seen, vocabulary
        self.field: Field | None = None
        self.steps: list[str] = []
        self.labels: dict[str, Any] = {}
        if path.startswith("$"):
            derived = program.derived.get(path[1:])
            if derived is None or not derived.enum:
                raise Unreadable("sheet-not-flat")
            self.labels = vocabulary.enums[derived.enum].values
            return
        steps = path.split(".")
        kinds = vocabulary.kinds
        if steps[0] in kinds and (not seen or steps[0] not in kinds[seen].fields) and len(steps) > 1:
            self.kind = steps.pop(0)
        holder = self.kind
        for step in steps:
            if holder not in kinds or step not in kinds[holder].fields:
                raise Unreadable("sheet-not-flat")
            self.field = kinds[holder].fields[step]
            holder = self.field.items
        self.steps = steps
        self.labels = vocabulary.enums[self.field.enum].values if self.field and self.field.enum else {}

    def name(self, labelled: str) -> str:
        if self.field is None:
            return self.path
        if not labelled:
            return ".".join([self.kind, *self.steps])
        labels = [self.vocabulary.kinds[self.kind].label[labelled]]
        holder = self.kind
        for step in self.steps:
            field = self.vocabulary.kinds[holder].fields[step]
            labels.append(field.label[labelled])
            holder = field.items
        return "·".join(labels)


def _value_text(value: Any, labels: Mapping[str, Any], labelled: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return flag_text(value, labelled)
    return str(labels[value][labelled]) if labelled and value in labels else str(value)
