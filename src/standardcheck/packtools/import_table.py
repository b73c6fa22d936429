"""Put the limits of a sheet into a parameter of a rule file, checked by the loader before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from standardcheck.data import data_dir
from standardcheck.errors import Fault, InvalidRuleSet, UnreadableSource, UsageError
from standardcheck.hints import near
from standardcheck.packtools.editing import RuleText, added, check_edit, with_file
from standardcheck.packtools.limit_cells import Unreadable, quantity_type
from standardcheck.packtools.limit_sheet import SheetReader, SheetRow, sheet_rows
from standardcheck.packtools.packset import LoadedPack, PackSet, load_files, rule_file
from standardcheck.packtools.sheets import Sheet, read_sheet
from standardcheck.packtools.yaml_text import Quoted, flow
from standardcheck.ruleset.documents import Edition
from standardcheck.ruleset.packs import Origin, list_packs
from standardcheck.ruleset.resolve import ParameterAt
from standardcheck.vocabulary.dates import is_date

PROBE = "import_table_probe"
"""A derived quantity that exists while a table is checked, so that one that no rule uses yet is checked as well."""


class Wanted(NamedTuple):
    """What is to be imported, and where to. Empty texts are not told."""

    param: str
    file: str
    since: str = ""
    document: str = ""
    number: str = ""
    seen: str = ""
    sheet: str = ""
    label_zh: str = ""
    label_en: str = ""
    quantity: str = ""
    of: str = ""
    unit: str = ""


class Imported(NamedTuple):
    """The edited file, and the lines that are new in it: none where the sheet says what stands there."""

    path: Path
    text: str
    lines: tuple[str, ...]
    rows: int
    comments: int
    """How many lines with comments the new lines took the place of."""


def import_table(packs: PackSet, source: str, wanted: Wanted) -> Imported:
    """Read a sheet and put it into the rule file. Raises ``UsageError``, or ``FaultyInput`` with every fault."""
    return _Import(packs, wanted).run(source)


class _Import:
    def __init__(self, packs: PackSet, wanted: Wanted) -> None:
        if not packs.single:
            raise UsageError("new-one-pack", file=packs.place, known=packs.named)
        self.packs, self.wanted = packs, wanted
        self.loaded: LoadedPack = next(iter(packs.loaded.values()))
        self.path, self.name = self._file()
        self.text = RuleText(
            str(self.loaded.files.root / self.name),
            self.path.read_text(encoding="utf-8") if self.path.exists() else "",
        )
        self.at = self.loaded.resolved.params.get(wanted.param)
        self._check_wanted()

    def _file(self) -> tuple[Path, str]:
        return rule_file(self.loaded, self.wanted.file)

    def _check_wanted(self) -> None:
        wanted = self.wanted
        if wanted.since and not is_date(wanted.since):
            raise UsageError("import-bad-date", found=wanted.since)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", wanted.param):
            raise UsageError("new-bad-id", found=wanted.param)
        documents = self.loaded.resolved.documents
        if wanted.document and wanted.document not in documents:
            hint = near(wanted.document, documents)
            raise UsageError("rule-unknown-document", name=wanted.document, hint=hint)
        if wanted.seen and wanted.seen not in self.packs.vocabulary.kinds:
            hint = near(wanted.seen, self.packs.vocabulary.kinds)
            raise UsageError("rule-unknown-kind", name=wanted.seen, hint=hint)
        if self.at is not None and self._declared_in(self.at) != str(self.loaded.files.root / self.name):
            raise UsageError("import-elsewhere", name=wanted.param, place=str(self.at.origin.place()))
        if self.at is None:
            self._check_new()

    def _declared_in(self, at: ParameterAt) -> str:
        return at.origin.document.file

    def _check_new(self) -> None:
        names = {
            "--from": self.wanted.since,
            "--document": self.wanted.document,
            "--number": self.wanted.number,
            "--label-zh": self.wanted.label_zh,
            "--label-en": self.wanted.label_en,
            "--quantity": self.wanted.quantity,
        }
        missing = tuple(name for name, value in names.items() if not value)
        if missing:
            hint = near(self.wanted.param, self.loaded.resolved.params)
            raise UsageError("import-new-param", name=self.wanted.param, names=missing, hint=hint)
        if self.wanted.quantity == "enum" and self.wanted.of not in self.packs.vocabulary.enums:
            hint = near(self.wanted.of, self.packs.vocabulary.enums)
            raise UsageError("rule-unknown-enum", name=self.wanted.of, hint=hint)

    # -- the import ------------------------------------------------------------------------------------------

    def run(self, source: str) -> Imported:
        sheet = read_sheet(source, self.wanted.sheet or None)
        quantity = self.at.parameter.quantity if self.at else self.wanted.quantity
        of = (self.at.parameter.of if self.at else self.wanted.of) or ""
        try:
            type_ = quantity_type(quantity, of, self.packs.vocabulary)
        except Unreadable as wrong:
            raise UsageError(wrong.code, **wrong.args_) from None
        seen = self.wanted.seen or self._seen()
        reader = SheetReader(sheet, self.packs.vocabulary, self.loaded.program, type_, seen)
        kind, rows = reader.read()
        before = self.text.data()
        edition = self._edition(rows)
        lines, comments = self._edit(before, edition)
        if lines:
            self._load(sheet, reader.header, kind, rows)
        return Imported(self.path, self.text.text, tuple(lines), len(rows), comments)

    def _seen(self) -> str:
        """The kind from which the rules see the parameter, where that is just one."""
        kinds = list(self.loaded.program.tables.get(self.wanted.param, {}))
        return kinds[0] if len(kinds) == 1 else ""

    def _edition(self, rows: list[SheetRow]) -> dict[str, Any]:
        """The edition as data: of an edition that is there, its end and its clause are kept unless told."""
        old = self._old()
        kept = old.edition if old else None
        clause = {
            "document": self.wanted.document or (kept.clause.document if kept else ""),
            "number": Quoted(self.wanted.number or (kept.clause.number if kept else "")),
        }
        if not clause["document"] or not clause["number"]:
            raise UsageError("import-new-edition", name=self.wanted.param, since=self.wanted.since)
        edition: dict[str, Any] = {"from": kept.from_ if kept else self.wanted.since}
        if kept is not None and kept.to:
            edition["to"] = kept.to
        edition["clause"] = clause
        if len(rows) == 1 and not rows[0].when:
            if rows[0].undecided:
                raise UsageError("import-undecided-alone", name=self.wanted.param)
            return {**edition, "value": rows[0].value}
        return {**edition, "table": [_row_data(row) for row in rows]}

    def _old(self) -> Any:
        """The edition that the sheet takes the place of; ``None`` for a new one."""
        if self.at is None:
            return None
        editions = self.at.editions
        if not self.wanted.since:
            if len(editions) != 1:
                days = tuple(each.edition.from_ for each in editions)
                raise UsageError("import-which-edition", name=self.wanted.param, known=days)
            return editions[0]
        return next((each for each in editions if each.edition.from_ == self.wanted.since), None)

    def _edit(self, before: Any, edition: dict[str, Any]) -> tuple[list[str], int]:
        if self.at is None:
            lines = [*self._new_param(), *(f"    {line}" for line in _edition_lines(edition))]
            first = self.text.add("params", lines, before="rules")
            self.first_row = first + len(lines) - len(edition.get("table", [1]))
            expected = added(before, "params", {self.wanted.param: _plain(self._param_data(edition))})
            comments = 0
        else:
            lines, comments, expected = self._into(before, edition)
        check_edit(self.text, expected)
        return lines, comments

    def _new_param(self) -> Iterator[str]:
        yield f"{self.wanted.param}:"
        yield f"  label: {flow({'zh': self.wanted.label_zh, 'en': self.wanted.label_en})}"
        yield f"  quantity: {self.wanted.quantity}"
        if self.wanted.of:
            yield f"  of: {self.wanted.of}"
        if self.wanted.unit:
            yield f"  unit: {flow(self.wanted.unit)}"
        yield "  values:"

    def _param_data(self, edition: dict[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = {"label": {"zh": self.wanted.label_zh, "en": self.wanted.label_en}}
        data["quantity"] = self.wanted.quantity
        data |= {key: value for key, value in (("of", self.wanted.of), ("unit", self.wanted.unit)) if value}
        return {**data, "values": [edition]}

    def _into(self, before: Any, edition: dict[str, Any]) -> tuple[list[str], int, Any]:
        """Replace an edition, or add one after the last."""
        assert self.at is not None
        import copy

        expected = copy.deepcopy(before)
        values = expected["params"][self.wanted.param]["values"]
        old = self._old()
        if old is not None and _same(values[old.origin.path[-1]], _plain(edition)):
            self.first_row = 0
            return [], 0, expected
        last = Origin(self.loaded.id, self.at.origin.document, (*self.at.origin.path, "values", len(values) - 1))
        first, indent = self._item(old.origin if old else last)
        end = self.text.entry_end(first, indent)
        lines = [" " * indent + line for line in _edition_lines(edition)]
        comments = 0
        if old is None:
            first = end
            values.append(_plain(edition))
        else:
            comments = sum("#" in line for line in self.text.lines[first - 1 : end - 1])
            values[old.origin.path[-1]] = _plain(edition)
        self.text.replace(first, end, lines)
        self.first_row = first + len(lines) - len(edition.get("table", [1]))
        return lines, comments, expected

    def _item(self, origin: Origin) -> tuple[int, int]:
        """The line of a list item and the column of its dash, from 0."""
        place = origin.place()
        line = self.text.lines[place.line - 1]
        match = re.match(r"(\s*)-\s+", line)
        if match is None or match.end() != place.column - 1:
            raise InvalidRuleSet([Fault("edit-one-line", {"block": "values"}, place, line)])
        return place.line, len(match[1])

    # -- the loader ------------------------------------------------------------------------------------------

    def _load(self, sheet: Sheet, header: int, kind: str, rows: list[SheetRow]) -> None:
        files = with_file(self.loaded.files, self.name, self.text.text)
        quantity = self.at.parameter.quantity if self.at else self.wanted.quantity
        of = (self.at.parameter.of if self.at else self.wanted.of) or ""
        if kind:
            probe = {"label": {"zh": "探", "en": "probe"}, "for": kind, "quantity": quantity}
            probe |= {"of": of} if of else {}
            probe["lookup"] = f"${self.wanted.param}"
            files = with_file(files, f"{PROBE}.yaml", f"derived: {flow({PROBE: probe})}\n")
        root = self.loaded.files.root.resolve()
        others = {**list_packs([data_dir("rules")]), **list_packs([root.parent])}
        others.pop(self.loaded.id, None)
        try:
            load_files({self.loaded.id: files}, self.packs.place, others, True)
        except InvalidRuleSet as invalid:
            moved = [self._moved(fault, sheet, header, rows) for fault in invalid.faults]
            raise UnreadableSource(_once(moved)) from None

    def _moved(self, fault: Fault, sheet: Sheet, header: int, rows: list[SheetRow]) -> Fault:
        """A fault of the new lines, as one of the sheet's row that said it."""
        if fault.place is None or fault.place.file != self.text.name:
            return fault
        args = dict(fault.args)
        if "first" in args:
            first = re.fullmatch(r"(.*):(\d+):\d+", str(args["first"]))
            at = self._sheet_row(int(first[2]), rows) if first and first[1] == self.text.name else None
            args["first"] = str(sheet.place(at, 0)) if at is not None else args["first"]
        whole = fault.code in ("table-gap", "table-key", "table-too-large")
        at = header if whole else self._sheet_row(fault.place.line, rows)
        if at is None:
            return fault
        return Fault(fault.code, args, sheet.place(at, 0))

    def _sheet_row(self, line: int, rows: list[SheetRow]) -> int | None:
        index = line - self.first_row
        return rows[index].at if 0 <= index < len(rows) else None


def _once(faults: list[Fault]) -> Iterator[Fault]:
    """Faults once each: a table that several kinds see is checked from each."""
    seen = set()
    for fault in faults:
        key = (fault.code, str(fault.place), fault.message("en"))
        if key not in seen:
            seen.add(key)
            yield fault


def _edition_lines(edition: dict[str, Any]) -> list[str]:
    """An edition as the lines of a list item; a table has a line a row, last."""
    if "table" not in edition:
        return [f"- {flow(edition)}"]
    head = [f"{key}: {flow(value)}" for key, value in edition.items() if key != "table"]
    lines = [f"- {head[0]}", *(f"  {line}" for line in head[1:]), "  table:"]
    return lines + [f"    - {flow(row)}" for row in edition["table"]]


def _same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether the values are those that stand there; when somebody reviewed them does not matter."""
    return {key: value for key, value in old.items() if key != "reviewed"} == new


def _row_data(row: SheetRow) -> dict[str, Any]:
    return {"when": row.when, **({"undecided": row.undecided} if row.undecided else {"value": row.value})}


def _plain(value: Any) -> Any:
    """Data as it is read again: quoted text is text."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, str) else value


def export_table(packs: PackSet, param: str, since: str, labelled: str) -> list[list[str]]:
    """The values of an edition of a parameter as rows of cells. Raises ``UsageError``."""
    loaded = next(iter(packs.loaded.values()))
    at = loaded.resolved.params.get(param)
    if at is None:
        raise UsageError("unknown-param", name=param, hint=near(param, loaded.resolved.params))
    edition = _edition_of(at, param, since)
    tables = loaded.program.tables.get(param, {})
    seen = next(iter(tables)) if len(tables) == 1 else ""
    enum = loaded.program.params[param].enum
    try:
        return list(sheet_rows(edition, loaded.program, packs.vocabulary, seen, enum, labelled))
    except Unreadable as wrong:
        raise UsageError(wrong.code, name=param, **wrong.args_) from None


def _edition_of(at: ParameterAt, param: str, since: str) -> Edition:
    """The edition from a day; the latest if none is told."""
    ordered = sorted((each.edition for each in at.editions), key=lambda edition: edition.from_)
    if not since:
        return ordered[-1]
    for edition in ordered:
        if edition.from_ == since:
            return edition
    raise UsageError("import-no-edition", name=param, since=since, known=tuple(each.from_ for each in ordered))
