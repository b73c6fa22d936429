"""Check plain data against the vocabulary in place, as long as nothing about it is unusual.

Nearly every object of nearly every plan holds values that may stand as they are: one look at type and bounds is
enough. A plan with anything else in it that is more than a mark, a quantity with a unit or a list said to be
incomplete is left to :class:`standardcheck.plan.conform.Conform`, untouched; that is also where faults are worded.
"""

from __future__ import annotations

from collections.abc import Container
from math import inf, nextafter
from typing import Any

from standardcheck.plan.conform import MARKS, Conform, Unfit, keep_promises
from standardcheck.plan.model import NONE, NOT_APPLICABLE, Incomplete
from standardcheck.vocabulary.model import Field, Kind, Promise, Vocabulary

MAX_DEPTH = 32
_KNOWN_VALUES = 20_000
_NOTHING = (1, 0)
"""Bounds between which no number lies."""
"""Texts and numbers of which the checked form is remembered."""


class Unusual(Exception):
    """Something stands in the plan that has to be looked at more closely."""


class _Table:
    """What may stand in the fields of one kind, by the type that it is written in."""

    __slots__ = ("fields", "flags", "identity", "lists", "numbers", "objects", "plain", "promising", "texts", "whole")

    def __init__(self, kind: Kind, vocabulary: Vocabulary, days: set[str]) -> None:
        self.fields = kind.fields
        self.identity = kind.identity
        self.texts: dict[str, Container[str]] = {}
        self.plain: set[str] = set()
        self.flags: set[str] = set()
        self.numbers: dict[str, tuple[Any, Any]] = {}
        self.whole: dict[str, tuple[Any, Any]] = {}
        self.objects: dict[str, str] = {}
        self.lists: dict[str, Field] = {}
        self.promising: dict[str, Promise] = {}
        for field in kind.fields.values():
            self._add(field, vocabulary, days)

    def _add(self, field: Field, vocabulary: Vocabulary, days: set[str]) -> None:
        if field.type == "date" and not field.references:
            self.texts[field.name] = days
        elif field.type == "enum":
            if field.promise is None and not field.references:
                self.texts[field.name] = frozenset((*vocabulary.enums[field.enum].values, NONE, NOT_APPLICABLE))
            if field.promise is not None:
                self.promising[field.name] = field.promise
        elif field.type == "text" and field.name != self.identity and not field.references:
            self.plain.add(field.name)
        elif field.type == "flag":
            self.flags.add(field.name)
        elif field.type == "object":
            self.objects[field.name] = field.items
        elif field.type == "list":
            self.lists[field.name] = field
        elif field.is_numeric and (field.unit is None or field.unit.factor == "1"):
            self._bounds(field)

    def _bounds(self, field: Field) -> None:
        low: Any = -inf if field.minimum is None else field.minimum
        high: Any = inf if field.maximum is None else field.maximum
        if type(low) not in (int, float) or type(high) not in (int, float):
            return
        if field.excludes_minimum:
            low = nextafter(float(low), inf)
        self.whole[field.name] = low, high
        if field.type == "number":
            self.numbers[field.name] = low, high


class _Pass:
    """What one pass over a plan has to remember: changes are made at its end, when nothing can go wrong any more."""

    __slots__ = ("changes", "ids", "pending", "promises")

    def __init__(self) -> None:
        self.changes: list[tuple[dict[str, Any], str, Any]] = []
        self.ids: set[tuple[str, str]] = set()
        self.pending: list[tuple[str, str]] = []
        self.promises: list[tuple[dict[str, Any], Promise, str]] = []


class FastConform:
    """In-place checks of one vocabulary, compiled once; safe to share between threads."""

    def __init__(self, conform: Conform) -> None:
        self.conform = conform
        self.vocabulary = conform.vocabulary
        self._days: set[str] = set()
        self._kept = _satisfying(self.vocabulary)
        self.tables = {kind.name: _Table(kind, self.vocabulary, self._days) for kind in self.vocabulary.kinds.values()}
        self._known: dict[tuple[str, str, Any, Any], Any] = {}

    def __call__(self, data: Any) -> int | None:
        """Bring ``data`` into its checked form and say how many keys were in it; ``None`` if it is unusual, and
        then it is as before."""
        run = _Pass()
        try:
            keys = self._object(data, self.vocabulary.root, run, {})
        except (Unusual, Unfit, KeyError, TypeError, RecursionError):
            return None
        if any(pair not in run.ids for pair in run.pending):
            return None
        for node, name, value in run.changes:
            node[name] = value
        if run.promises:
            self._keep(run)
        return keys

    def _keep(self, run: _Pass) -> None:
        by_holder: dict[int, tuple[dict[str, Any], list[tuple[Promise, str]]]] = {}
        for node, promise, value in run.promises:
            items = node.get(promise.list)
            if type(items) is list:
                enough = self._kept[promise.of, promise.list, promise.field, value]
                if any(item.get(promise.field) in enough for item in items):
                    continue
            by_holder.setdefault(id(node), (node, []))[1].append((promise, value))
        for node, promises in by_holder.values():
            keep_promises(node, promises)

    def _object(self, node: Any, kind: str, run: _Pass, above: dict[str, Any]) -> int:
        """Look at one object; ``above`` holds the enclosing ones."""
        if type(node) is not dict:
            raise Unusual
        table = self.tables[kind]
        texts, plain, flags, numbers = table.texts, table.plain, table.flags, table.numbers
        around: dict[str, Any] | None = None
        keys = len(node)
        for name, value in node.items():
            type_ = type(value)
            if type_ is str:
                allowed = texts.get(name)
                if allowed is not None:
                    if value in allowed:
                        continue
                elif name in plain:
                    if value not in MARKS:
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
                    around = {**above, kind: node}
                keys += self._inner(table, node, name, value, run, around)
        return keys

    def _own(self, table: _Table, name: str) -> None:
        """A field of the submitter's own, or a fault."""
        if name in table.fields or not name.startswith("x_"):
            raise Unusual

    def _inner(
        self, table: _Table, node: dict[str, Any], name: str, value: Any, run: _Pass, around: dict[str, Any]
    ) -> int:
        """A list or an object in a field."""
        if name in table.objects:
            return self._object(value, table.objects[name], run, around)
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
            self._values(field, value)
            return keys
        inner = field.items
        for item in value:
            keys += self._object(item, inner, run, around)
        return keys

    def _values(self, field: Field, value: list[Any]) -> None:
        if field.references:
            raise Unusual
        enum = self.vocabulary.enums.get(field.items)
        for item in value:
            if type(item) is not str or (enum is not None and item not in enum.values):
                raise Unusual

    def _text(
        self,
        table: _Table,
        kind: str,
        node: dict[str, Any],
        name: str,
        value: str,
        run: _Pass,
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
        if checked in (NONE, NOT_APPLICABLE):
            return
        if name == table.identity:
            if (kind, checked) in run.ids:
                raise Unusual
            run.ids.add((kind, checked))
        if field.references:
            run.pending.append((field.references, checked))
        if name in table.promising:
            self._promised(table.promising[name], kind, node, checked, run, above)
        if field.type == "date" and len(self._days) < _KNOWN_VALUES:
            self._days.add(value)

    def _promised(
        self, promise: Promise, kind: str, node: dict[str, Any], value: str, run: _Pass, above: dict[str, Any]
    ) -> bool:
        """Note what a value promises; false if it promises nothing (it may then be anything)."""
        if value not in promise.any_of:
            return False
        holder = node if promise.of == kind else above.get(promise.of)
        if holder is not None:
            run.promises.append((holder, promise, value))
        return True

    def _changed(self, table: _Table, kind: str, node: dict[str, Any], name: str, value: Any, run: _Pass) -> Any:
        """The checked form of a value, noted as a change if it is another."""
        if name not in table.fields:
            self._own(table, name)
            return value
        key = (kind, name, type(value), value)
        found = self._known.get(key, self)
        if found is self:
            found = self.conform.value_of(kind, name, value)
            if len(self._known) < _KNOWN_VALUES and (type(value) is not str or len(value) < 40):
                self._known[key] = found
        if found is not value:
            run.changes.append((node, name, found))
        return found


def _satisfying(vocabulary: Vocabulary) -> dict[tuple[str, str, str, str], frozenset[str | None]]:
    """What an item may say that keeps a promise, or may keep it, by the promise and the value that makes it."""
    return {
        (promise.of, promise.list, promise.field, value): frozenset((None, NOT_APPLICABLE, *uses))
        for kind in vocabulary.kinds.values()
        for field in kind.fields.values()
        if (promise := field.promise) is not None
        for value, uses in promise.any_of.items()
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
