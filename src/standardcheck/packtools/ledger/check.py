"""Whether the ledger and the packs agree: every clause accounted for, every rule named, every number the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from standardcheck.check.display import Display
from standardcheck.compiler.form import RuleForm
from standardcheck.hints import near
from standardcheck.packtools.diagnostics import Diagnostic, at_origin, in_reading_order
from standardcheck.packtools.ledger.limits import Limit, among, limits_of, numbers_of
from standardcheck.packtools.ledger.read import FORCES, GRADES, STATUSES, Ledger, Number, Row
from standardcheck.packtools.library import Loaded
from standardcheck.packtools.sentences import params_of
from standardcheck.ruleset.packs import Origin
from standardcheck.vocabulary.model import Vocabulary

CODES = tuple(f"LG{number}" for number in range(101, 115))
"""Every code of a problem with the ledger; their sentences stand in the catalogues."""

EXISTENCE = (0, 1)
"""Numbers written in a rule without a parameter that need not be in its row: there is none, there is one."""


class Encoded(NamedTuple):
    """A rule as one pack encodes it, with its numbers."""

    form: RuleForm
    origin: Origin
    limits: tuple[Limit, ...]


class Book(NamedTuple):
    """Every rule of the packs by id (more than one where an overlay replaces it), and what overlays tailor.

    ``tailored``: for each rule id and document, the numbers that clauses of the document give to the rule.
    """

    rules: dict[str, list[Encoded]]
    tailored: dict[tuple[str, str], list[Number]]


def encoded(packs: Iterable[Loaded], vocabulary: Vocabulary) -> Book:
    """The rules of compiled packs, each as the pack has it that adds or replaces it."""
    book = Book({}, {})
    for pack in packs:
        display = Display(vocabulary, pack.program)
        changed = {name: at for name, at in pack.resolved.params.items() if at.changes}
        for form in pack.program.rules:
            origin = pack.resolved.rules[form.id][1]
            if origin.pack == pack.id:
                entry = Encoded(form, origin, limits_of(form, pack.resolved, display))
                book.rules.setdefault(form.id, []).append(entry)
            for name in set(params_of(pack.program, form)) & set(changed):
                numbers = [number for number, _ in numbers_of(changed[name], vocabulary.units)]
                for edition in changed[name].editions:
                    book.tailored.setdefault((form.id, edition.edition.clause.document), []).extend(numbers)
    return book


def check_ledger(ledger: Ledger, book: Book) -> tuple[Diagnostic, ...]:
    """Everything on which ledger and packs do not agree, and every cell that cannot be read."""
    return in_reading_order([*ledger.problems, *_rows(ledger, book), *_rules(ledger, book)])


# -- from the ledger to the rules --------------------------------------------------------------------------------


def _rows(ledger: Ledger, book: Book) -> Iterator[Diagnostic]:
    first: dict[str, Row] = {}
    for row in ledger.rows:
        if row.id and row.id in first:
            yield _of(row, "LG102", "id", id=row.id, first=str(first[row.id].place("id")))
        first.setdefault(row.id, row)
        yield from _status(row)
        yield from _named_rules(row, book)
        if row.status == "full":
            yield from _numbers(row, book)


def _status(row: Row) -> Iterator[Diagnostic]:
    if row.status in STATUSES and row.status != "outside" and not row.rules:
        yield _of(row, "LG103", "rules", id=row.id, status=row.status)
    if row.status == "outside" and row.rules:
        yield _of(row, "LG114", "rules", id=row.id, rules=row.rules)
    if row.status in ("over", "under", "outside") and not row.why:
        yield _of(row, "LG109", "why", id=row.id, status=row.status)
    ours = [number.text for number in row.numbers if number.ours]
    if ours and not (row.why or row.caution):
        yield _of(row, "LG109", "why", id=row.id, numbers=ours)._replace(key="LG109.ours")


def _named_rules(row: Row, book: Book) -> Iterator[Diagnostic]:
    for name, offset in _words(row.cells["rules"].text):
        known = book.rules.get(name)
        place: dict[str, Any] = {"offset": offset, "length": len(name)}
        if known is None:
            yield _of(row, "LG104", "rules", place, id=row.id, rule=name, hint=near(name, book.rules))
        elif (name, row.document) not in book.tailored and not any(row.id in e.form.ledger for e in known):
            yield _of(row, "LG108", "rules", place, id=row.id, rule=name, at=str(known[0].origin.place()))


def _numbers(row: Row, book: Book) -> Iterator[Diagnostic]:
    """Numbers of a row encoded in full that none of its rules knows."""
    rules = [entry for name in row.rules for entry in book.rules.get(name, ())]
    if not rules:
        return  # said already
    known = [limit.number for entry in rules for limit in entry.limits]
    known += [number for name in row.rules for number in book.tailored.get((name, row.document), ())]
    for number in row.numbers:
        if not among(number, known):
            place = {"offset": number.offset, "length": len(number.text)}
            yield _of(row, "LG111", "numbers", place, id=row.id, number=number.text, rules=row.rules)


def _words(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for word in text.split():
        at = text.index(word, at)
        yield word, at
        at += len(word)


def _of(row: Row, code: str, column: str, part: dict[str, Any] | None = None, **args: Any) -> Diagnostic:
    place = row.place(column, **(part or {}))
    return Diagnostic(code, "error", code, args, place, row.table.lines.line_text(place.line))


# -- from the rules to the ledger --------------------------------------------------------------------------------


def _rules(ledger: Ledger, book: Book) -> Iterator[Diagnostic]:
    rows = ledger.by_id()
    for entries in book.rules.values():
        for entry in entries:
            yield from _rule(entry, rows)


def _rule(entry: Encoded, rows: dict[str, Row]) -> Iterator[Diagnostic]:
    form = entry.form
    if not form.ledger:
        yield at_origin("LG105", "error", entry.origin.at("id"), rule=form.id)
    for at, name in enumerate(form.ledger):
        place = entry.origin.at("ledger", at)
        row = rows.get(name)
        if row is None:
            yield at_origin("LG106", "error", place, rule=form.id, id=name, hint=near(name, rows))
        elif form.id not in row.rules:
            yield at_origin("LG107", "error", place, rule=form.id, id=name, at=str(row.place("rules")))
    cited = [rows[name] for name in form.ledger if name in rows]
    for row in cited:
        yield from _strength(entry, row)
    own = [row for row in cited if row.document == form.clause[0]]
    for row in own or cited:
        yield from _sureness(entry, row)
    if cited:
        yield from _limits(entry, cited)


def _strength(entry: Encoded, row: Row) -> Iterator[Diagnostic]:
    """A rule speaks no louder than its clauses."""
    form = entry.form
    strongest = max((FORCES[force] for force in row.forces), default=None)
    if strongest is not None and FORCES[form.force] > strongest:
        yield _of(row, "LG112", "force", id=row.id, force=row.forces, rule=form.id, stronger=form.force)


def _sureness(entry: Encoded, row: Row) -> Iterator[Diagnostic]:
    """A rule is no surer than what is known of the document that it cites; rows of others only bear it out."""
    form = entry.form
    if row.grade in GRADES and GRADES.index(form.grade) < GRADES.index(row.grade):
        yield _of(row, "LG113", "grade", id=row.id, grade=row.grade, rule=form.id, surer=form.grade)


def _limits(entry: Encoded, cited: list[Row]) -> Iterator[Diagnostic]:
    """Limits of a rule that none of its rows has."""
    numbers = [number for row in cited for number in row.numbers]
    for limit in entry.limits:
        if not limit.binds or among(limit.number, numbers) or (not limit.param and limit.number.value in EXISTENCE):
            continue
        variant = ".param" if limit.param else ".literal"
        args: dict[str, Any] = {
            "id": [r.id for r in cited],
            "rule": entry.form.id,
            "limit": limit.number.text,
            "param": limit.param,
            "at": str(limit.place),
        }
        found = _of(cited[0], "LG110", "numbers", **args)
        yield found._replace(key="LG110" + variant)
