"""The limits and rules of several places, or of several days, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from standardcheck.check.display import Display, both
from standardcheck.check.evaluate import rules_in_force
from standardcheck.compiler.form import Edition, Parameter, Program, RuleForm, TableRow
from standardcheck.compiler.library import RuleSet
from standardcheck.packtools.sentences import edition_at, shown_value
from standardcheck.vocabulary.model import Label
from standardcheck.vocabulary.numbers import exact


class Column(NamedTuple):
    """One place on one day: its code (or ``""``), the pack that holds there, and whether that names the place."""

    code: str
    day: str
    pack: str
    local: bool
    program: Program


class Cell(NamedTuple):
    """What a column says: a text in each language, a key by which two cells are the same, and where it comes from.

    ``state`` is ``value``, ``undecided``, ``table``, ``no_value`` (no edition on the day) or ``missing`` (the pack does
    not have it).
    """

    state: str
    text: Label
    key: Any
    clause: tuple[str, str] | None = None
    pack: str = ""


class Line(NamedTuple):
    """A parameter, a row of a table parameter (``when``), or a rule, with a cell a column."""

    name: str
    label: Label
    when: Label | None
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether the columns do not all say the same."""
        return len({cell.key for cell in self.cells}) > 1


class Comparison(NamedTuple):
    """Columns, the parameters (a table parameter with a line a row after its own), and the rules."""

    columns: tuple[Column, ...]
    params: tuple[tuple[Line, ...], ...]
    rules: tuple[Line, ...]


def column(rules: RuleSet, code: str, day: str) -> Column:
    """The column of a place on a day. Raises ``UsageError`` where no pack holds, ``InvalidRuleSet`` as loading does."""
    choice = rules.choose(code or None, day)
    return Column(code, day, choice.pack, choice.local, rules.program(choice.pack))


def compare(columns: Sequence[Column], rules: RuleSet) -> Comparison:
    """Everything that the columns say, in the order of the packs."""
    displays = [Display(rules.vocabulary, each.program) for each in columns]
    names = _in_order(each.program.params for each in columns)
    params = tuple(_param_lines(name, columns, displays) for name in names)
    forms = [{rule.id: rule for rule in rules_in_force(each.program, each.day)} for each in columns]
    return Comparison(tuple(columns), params, tuple(_rule_line(id_, forms) for id_ in _in_order(forms)))


def _in_order(tables: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(name for table in tables for name in table))


# -- parameters --------------------------------------------------------------------------------------------------


def _param_lines(name: str, columns: Sequence[Column], displays: Sequence[Display]) -> tuple[Line, ...]:
    found = [_edition(name, each) for each in columns]
    cells = tuple(_cell(pair, display) for pair, display in zip(found, displays, strict=True))
    label = next(each.program.params[name].label for each in columns if name in each.program.params)
    rows = [
        _rows(pair[0], pair[1], each.program, display) if isinstance(pair, tuple) and pair[2].has_table else {}
        for pair, each, display in zip(found, columns, displays, strict=True)
    ]
    whens = dict[str, Label]()
    for table in rows:
        whens.update({key: when for key, (when, _) in table.items() if key not in whens})
    lines = (
        Line(name, label, when, tuple(table[key][1] if key in table else _said("missing") for table in rows))
        for key, when in whens.items()
    )
    tables = tuple(
        cell._replace(key=tuple((key, row.key) for key, (_, row) in table.items())) if cell.state == "table" else cell
        for cell, table in zip(cells, rows, strict=True)
    )
    return (Line(name, label, None, tables), *lines)


def _edition(name: str, each: Column) -> tuple[Parameter, int, Edition] | str:
    parameter = each.program.params.get(name)
    if parameter is None:
        return "missing"
    found = edition_at(parameter, each.day)
    return "no_value" if found is None else (parameter, *found)


def _cell(found: tuple[Parameter, int, Edition] | str, display: Display) -> Cell:
    if isinstance(found, str):
        return _said(found)
    parameter, _, edition = found
    if edition.has_table:
        return _said("table")._replace(clause=edition.clause, pack=edition.origin[0])
    text = shown_value(display, parameter, edition.value)
    return Cell("value", text, _key(edition.value), edition.clause, edition.origin[0])


def _rows(parameter: Parameter, index: int, program: Program, display: Display) -> dict[str, tuple[Label, Cell]]:
    """The rows of a table by the text of their condition."""
    seen_from = program.tables.get(parameter.name, {})
    rows: tuple[TableRow, ...] = next(iter(seen_from.values()))[index] if seen_from else ()
    found = {}
    for row in rows:
        when = display.phrase(row.when)
        if row.undecided:
            cell = Cell("undecided", both("values", "undecided"), ("undecided",))
        else:
            cell = Cell("value", shown_value(display, parameter, row.value), _key(row.value))
        found[when["en"]] = (when, cell)
    return found


def _said(state: str) -> Cell:
    key = {"table": "table", "no_value": "no_value", "missing": "missing"}[state]
    return Cell(state, both("compare", key), (state,))


def _key(value: Any) -> Any:
    """Values that are written differently and mean the same have one key."""
    return value if isinstance(value, str | bool) else exact(value)


# -- rules -------------------------------------------------------------------------------------------------------


def _rule_line(id_: str, forms: Sequence[dict[str, RuleForm]]) -> Line:
    found = [table.get(id_) for table in forms]
    label = next(rule.title for rule in found if rule is not None)
    replaced = len({rule.pack for rule in found if rule is not None}) > 1
    return Line(id_, label, None, tuple(_rule_cell(rule, replaced) for rule in found))


def _rule_cell(rule: RuleForm | None, replaced: bool) -> Cell:
    """The force of a rule; with its pack where another pack has another rule under the same id."""
    if rule is None:
        return _said("missing")
    text = both("forces", rule.force)
    if rule.draft:
        text = both("compare", "draft", force=text)
    if replaced:
        text = both("compare", "from_pack", force=text, pack=rule.pack)
    return Cell("value", text, (rule.pack, rule.draft), rule.clause, rule.pack)
