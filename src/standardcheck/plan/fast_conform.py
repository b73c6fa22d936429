"""Check plain data against the vocabulary in place, as long as nothing about it is unusual.

Nearly every object of nearly every plan holds values that may stand as they are: one look at type and bounds is
enough. A plan with anything else in it that is more than a mark, a quantity with a unit, a value with its source, a
field of the submitter's own or a list said to be incomplete is left to
:class:`standardcheck.plan.conform.Conform`, untouched; that is also where faults are worded.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from standardcheck.plan.bonds import broken, surely_kept
from standardcheck.plan.conform import MARKS, Conform, Unfit, keep_promises, long_form
from standardcheck.plan.fillers import says_nothing
from standardcheck.plan.kind_tables import Table, Unusual
from standardcheck.plan.model import NONE, NOT_APPLICABLE, ORIGINS, Incomplete
from standardcheck.plan.open_promises import keep_open
from standardcheck.plan.tie_look import looker
from standardcheck.vocabulary.model import Field, Promise, Vocabulary

MAX_DEPTH = 32
KNOWN_VALUES = 20_000
"""Texts and numbers of which the checked form is remembered."""

LONG_TEXT = 40
"""Characters from which on a text is not remembered."""

_ABSENT: Any = object()

_NOTHING = (1, 0)
"""Bounds between which no number lies."""


class Promised(NamedTuple):
    """What a value promises, and what an item of ``list`` may say in ``field`` that keeps it, or may keep it."""

    promise: Promise
    value: str
    list: str
    field: str
    enough: frozenset[str | None]


class Pass:
    """What one pass over a plan has to remember: changes are made at its end, when nothing can go wrong any more."""

    __slots__ = ("changes", "ids", "pending", "promises")

    def __init__(self) -> None:
        self.changes: list[tuple[dict[str, Any], str, Any]] = []
        self.ids: set[tuple[str, str]] = set()
        self.pending: list[tuple[str, str]] = []
        self.promises: dict[int, tuple[dict[str, Any], list[Promised]]] = {}

    def identify(self, pair: tuple[str, str]) -> None:
        """Note the kind and id of an object; two of a kind with one id are unusual."""
        if pair in self.ids:
            raise Unusual
        self.ids.add(pair)


class FastConform:
    """In-place checks of one vocabulary; not to be shared between threads, since they learn from what they see.

    ``holders`` are kinds that promises are about, ``days`` texts that are known to be dates.
    """

    def __init__(self, conform: Conform) -> None:
        self.conform = conform
        self.vocabulary = conform.vocabulary
        self.days: set[str] = set()
        self.promised = _promised(self.vocabulary)
        kinds = self.vocabulary.kinds.values()
        self.holders = {f.promise.of for kind in kinds for f in kind.fields.values() if f.promise is not None}
        self._tables = {kind.name: Table(kind, self.vocabulary, self.days) for kind in kinds}
        self._look = looker(self.vocabulary)
        self._known: dict[tuple[str, str, Any, Any], Any] = {}

    def __call__(self, data: Any) -> int | None:
        """Bring ``data`` into its checked form and say how many keys were in it; ``None`` if it is unusual, and
        then it is as before."""
        run = Pass()
        try:
            if type(data) is not dict:
                return None
            keys = self._object(self._tables[self.vocabulary.root], data, run, {})
        except (Unusual, Unfit, KeyError, TypeError, RecursionError):
            return None
        return keys if self.finish(run, data) else None

    def finish(self, run: Pass, data: dict[str, Any]) -> bool:
        """Make the changes of a pass and keep the promises; false, and nothing is done, where a reference leads
        nowhere or facts do not fit each other."""
        if any(pair not in run.ids for pair in run.pending):
            return False
        before = [node.get(name, _ABSENT) for node, name, _ in run.changes]
        for node, name, value in run.changes:
            node[name] = value
        unknown = self._look(data)
        if unknown is None:
            for (node, name, _), value in reversed(list(zip(run.changes, before, strict=True))):
                if value is _ABSENT:
                    del node[name]
                else:
                    node[name] = value
            return False
        for node, promises in run.promises.values():
            self.keep(node, promises)
        keep_open(unknown)
        return True

    def value_of(self, kind: str, name: str, value: Any) -> Any:
        """The checked form of a value. Raises :class:`Unfit`."""
        key = (kind, name, type(value), value)
        found = self._known.get(key, self)
        if found is self:
            found = self.conform.value_of(kind, name, value)
            if len(self._known) < KNOWN_VALUES and (type(value) is not str or len(value) < LONG_TEXT):
                self._known[key] = found
        return found

    def note_day(self, kind: str, name: str, value: str) -> None:
        """Note that a text is a date. Raises :class:`Unfit` if it is none."""
        self.value_of(kind, name, value)
        if len(self.days) < KNOWN_VALUES:
            self.days.add(value)

    def keep(self, node: dict[str, Any], promises: list[Promised]) -> None:
        """Tell lists of an object that lack what other facts promise that they do: promises that are kept say nothing
        new."""
        last: Promise | None = None
        broken = []
        for made in promises:
            if last is not made.promise:
                last, items = made.promise, node.get(made.list)
                said = {item.get(made.field) for item in items} if type(items) is list else set()
            if made.enough.isdisjoint(said):
                broken.append((made.promise, made.value))
        if broken:
            keep_promises(node, broken)

    def _object(self, table: Table, node: dict[str, Any], run: Pass, above: dict[str, Any]) -> int:
        """Look at one object field by field; ``above`` holds the enclosing ones that promises may be about."""
        kind = table.kind
        texts, plain, flags, numbers = table.texts, table.plain, table.flags, table.numbers
        around: dict[str, Any] | None = None
        keys = len(node)
        origins: dict[str, Any] = {}
        begun = len(run.changes)
        for name, value in node.items():
            type_ = type(value)
            if type_ is str:
                allowed = texts.get(name)
                if allowed is not None:
                    if value in allowed:
                        continue
                elif name in plain:
                    if value not in MARKS and not says_nothing(value):
                        continue
                elif name in table.promising and self._promised(table.promising[name], kind, node, value, run, above):
                    continue
                self._text(table, kind, node, name, value, run, above)
            elif type_ is float:
                low, high = numbers.get(name, _NOTHING)
                if not low <= value <= high:
                    self._changed(table, kind, node, name, value, run)
            elif type_ is int:
                low, high = table.whole.get(name, _NOTHING)
                if not low <= value <= high:
                    self._changed(table, kind, node, name, value, run)
            elif type_ is bool:
                if name not in flags:
                    self._own(table, name)
            elif value is None:
                if name not in table.fields:
                    self._own(table, name)
            else:
                if around is None:
                    around = {**above, kind: node} if kind in self.holders else above
                if type_ is dict and name in table.facts:
                    keys += self._long_form(table, node, name, value, run, above, origins)
                else:
                    keys += self._inner(table, node, name, value, run, around)
        if origins:
            run.changes.append((node, ORIGINS, origins))
        if table.bonds and not surely_kept(table.bonds, node):
            changed = {name: value for owner, name, value in run.changes[begun:] if owner is node}
            if broken(table.bonds, {**node, **changed}):
                raise Unusual
        return keys

    def _own(self, table: Table, name: str) -> None:
        """A field of the submitter's own, or a fault."""
        if name in table.fields or not name.startswith("x_"):
            raise Unusual

    def _long_form(
        self,
        table: Table,
        node: dict[str, Any],
        name: str,
        value: dict[str, Any],
        run: Pass,
        above: dict[str, Any],
        origins: dict[str, Any],
    ) -> int:
        """A value with its source; raises :class:`Unfit` where it is not in order."""
        plain, origin = long_form(table.fields[name], value)
        if origin:
            origins[name] = origin
        run.changes.append((node, name, plain))
        if type(plain) is str:
            self._text(table, table.kind, node, name, plain, run, above)
        elif plain is not None:
            self._changed(table, table.kind, node, name, plain, run)
        return count_keys(value)

    def _inner(
        self, table: Table, node: dict[str, Any], name: str, value: Any, run: Pass, around: dict[str, Any]
    ) -> int:
        """A list or an object in a field."""
        if name in table.objects:
            if type(value) is not dict:
                raise Unusual
            return self._object(self._tables[table.objects[name]], value, run, around)
        field = table.lists.get(name)
        if field is None:
            self._own(table, name)
            return count_keys(value)
        keys = 0
        if type(value) is dict:
            items = value.get("items")
            if not field.may_be_incomplete or len(value) != 2 or value.get("incomplete") is not True:
                raise Unusual
            if type(items) is not list:
                raise Unusual
            run.changes.append((node, name, Incomplete(items, steps=("items",))))
            keys, value = 2, items
        if type(value) is not list:
            raise Unusual
        if not field.items_are_objects:
            self._values(field, value, run)
            return keys
        for item in value:
            if type(item) is not dict:
                raise Unusual
            keys += self._object(self._tables[field.items], item, run, around)
        return keys

    def _values(self, field: Field, value: list[Any], run: Pass) -> None:
        """Look at a list of plain values."""
        enum = self.vocabulary.enums.get(field.items)
        for item in value:
            if type(item) is not str or (says_nothing(item) if enum is None else item not in enum.values):
                raise Unusual
            if field.references:
                run.pending.append((field.references, item))

    def _text(
        self,
        table: Table,
        kind: str,
        node: dict[str, Any],
        name: str,
        value: str,
        run: Pass,
        above: dict[str, Any],
    ) -> None:
        """A text that is more than itself: a mark, a quantity, a date, a name, a reference, a promise."""
        field = table.fields.get(name)
        if field is None:
            self._own(table, name)
            return
        if field.type == "list":
            if value not in MARKS:
                raise Unusual
            run.changes.append((node, name, [] if MARKS[value] is NONE else NOT_APPLICABLE))
            return
        if field.type == "object":
            if value not in MARKS:
                raise Unusual
            run.changes.append((node, name, MARKS[value]))
            return
        checked = self._changed(table, kind, node, name, value, run)
        if checked in (None, NONE, NOT_APPLICABLE):
            return
        if name == table.identity:
            run.identify((kind, checked))
        if field.references:
            run.pending.append((field.references, checked))
        if name in table.promising:
            self._promised(table.promising[name], kind, node, checked, run, above)
        if field.type == "date":
            self.note_day(kind, name, value)

    def _promised(
        self, promise: Promise, kind: str, node: dict[str, Any], value: str, run: Pass, above: dict[str, Any]
    ) -> bool:
        """Note what a value promises; false if it promises nothing (it may then be anything)."""
        if value not in promise.any_of:
            return False
        holder = node if promise.of == kind else above.get(promise.of)
        if holder is not None:
            run.promises.setdefault(id(holder), (holder, []))[1].append(self.promised[id(promise)][value])
        return True

    def _changed(self, table: Table, kind: str, node: dict[str, Any], name: str, value: Any, run: Pass) -> Any:
        """The checked form of a value, noted as a change if it is another."""
        if name not in table.fields:
            self._own(table, name)
            return value
        found = self.value_of(kind, name, value)
        if found is not value:
            run.changes.append((node, name, found))
        return found


def _promised(vocabulary: Vocabulary) -> dict[int, dict[str, Promised]]:
    """What is promised, by the id of the promise (which the vocabulary keeps) and the value that makes it."""
    return {
        id(promise): {
            value: Promised(promise, value, promise.list, promise.field, frozenset((None, NOT_APPLICABLE, *uses)))
            for value, uses in promise.any_of.items()
        }
        for kind in vocabulary.kinds.values()
        for field in kind.fields.values()
        if (promise := field.promise) is not None
    }


def count_keys(value: Any) -> int:
    """How many keys are in plain data of bounded depth."""
    keys, level = 0, [value]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for node in level:
            if type(node) is dict:
                keys += len(node)
                below += node.values()
            elif type(node) is list:
                below += node
        if not below:
            return keys
        level = below
    raise Unusual
