"""Brute force: every way in which the facts that a plan leaves open may come out, on the toy's small domains."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement, islice, product
from math import prod
from typing import Any

from standardcheck.compiler.form import Aggregate, Derived, Fact, Items, Param, Program
from standardcheck.plan.model import NONE
from standardcheck.vocabulary.model import Field
from support.toy import vocabulary

OPEN = (None, "n/a", "—")


class Used(dict[str, set[str]]):
    """The fields, by kind, that rules ask about; ``keys``: those that are keys of a table."""

    def __init__(self) -> None:
        super().__init__(aquarium={"tanks"})
        self.keys: set[tuple[str, str]] = set()


def facts_of(program: Program) -> Used:
    """What the rules of a program ask about, in whatever way."""
    used = Used()
    for rule in program.rules:
        for part in (rule.applies, rule.require, *((a.when, a.require) for a in rule.allowances)):
            _collect(part, program, used)
    return used


def _collect(node: Any, program: Program, used: Used) -> None:
    if isinstance(node, Fact | Items):
        kind = node.kind
        for name in node.fields:
            if kind:
                used.setdefault(kind, set()).add(name)
                kind = vocabulary().kinds[kind].fields[name].items
        return
    if isinstance(node, Param):
        keys = Used()
        _collect(program.tables.get(node.name, {}).get(node.kind, ()), program, keys)
        used.keys |= {(kind, name) for kind, names in keys.items() for name in names}
        for kind, names in keys.items():
            used.setdefault(kind, set()).update(names)
    elif isinstance(node, Derived):
        _collect(program.derived[node.name].expression, program, used)
    elif isinstance(node, Aggregate):
        _collect(node.items, program, used)
    if isinstance(node, tuple):
        for part in node:
            _collect(part, program, used)


def completions(data: dict[str, Any], used: Used, extra: int = 2, most: int | None = None) -> Iterator[dict[str, Any]]:
    """Plans like ``data`` in which no used fact is open; lists that may be longer have up to ``extra`` more items."""
    every = _objects("aquarium", data, used, extra)
    return islice(every, most) if most is not None else every


def number_of(data: dict[str, Any], used: Used, extra: int = 2) -> int:
    """How many completions there are."""
    return _count("aquarium", data, used, extra)


def domain(field: Field, none: bool = True) -> list[Any]:
    """Everything that a fact may turn out to be. A key of a table is never tried at ``none``: no row answers it."""
    if field.type == "flag":
        return [True, False]
    if field.type == "enum":
        return [*vocabulary().enums[field.enum].values, *([NONE] if none else [])]
    assert field.type == "integer", field.name
    assert field.minimum is not None
    assert field.maximum is not None
    values: list[Any] = list(range(int(field.minimum), int(field.maximum) + 1))
    return values if field.excludes_zero or not none else [*values, NONE]


def _fields(kind: str, used: Used) -> list[Field]:
    return [vocabulary().kinds[kind].fields[name] for name in sorted(used.get(kind, ()))]


def _objects(kind: str, node: dict[str, Any], used: Used, extra: int) -> Iterator[dict[str, Any]]:
    fields = _fields(kind, used)
    ways = [list(_ways(kind, field, node.get(field.name), used, extra)) for field in fields]
    for chosen in product(*ways):
        yield {**node, **{field.name: value for field, value in zip(fields, chosen, strict=True)}}


def _ways(kind: str, field: Field, value: Any, used: Used, extra: int) -> Iterator[Any]:
    if field.type == "object":
        if value == NONE:
            yield NONE
            return
        yield from _objects(field.items, value if isinstance(value, dict) else {}, used, extra)
        if value in OPEN:
            yield NONE
    elif field.type == "list":
        yield from _lists(field, value, used, extra)
    elif value in OPEN:
        yield from domain(field, (kind, field.name) not in used.keys)
    else:
        yield value


def _lists(field: Field, value: Any, used: Used, extra: int) -> Iterator[list[Any]]:
    stated, more = _parts(value, extra)
    if not field.items_are_objects:
        for number in range(more + 1):
            for added in combinations_with_replacement(vocabulary().enums[field.items].values, number):
                yield [*stated, *added]
        return
    known = [list(_objects(field.items, item, used, extra)) for item in stated]
    for number in range(more + 1):
        strangers = list(_objects(field.items, {}, used, extra)) if number else []
        for items in product(*known):
            for added in combinations_with_replacement(strangers, number):
                yield [*items, *added]


def _parts(value: Any, extra: int) -> tuple[list[Any], int]:
    if value in OPEN:
        return [], extra
    if value == NONE:
        return [], 0
    if isinstance(value, dict):
        return value["items"], extra
    return value, 0


def _count(kind: str, node: dict[str, Any], used: Used, extra: int) -> int:
    total = 1
    for field in _fields(kind, used):
        value = node.get(field.name)
        if field.type == "object":
            if value != NONE:
                inner = _count(field.items, value if isinstance(value, dict) else {}, used, extra)
                total *= inner + (value in OPEN)
        elif field.type == "list":
            stated, more = _parts(value, extra)
            if field.items_are_objects:
                known = prod(_count(field.items, item, used, extra) for item in stated)
                one = _count(field.items, {}, used, extra) if more else 0
            else:
                known, one = 1, len(vocabulary().enums[field.items].values)
            total *= known * sum(_multisets(one, number) for number in range(more + 1))
        elif value in OPEN:
            total *= len(domain(field, (kind, field.name) not in used.keys))
    return total


def _multisets(kinds: int, number: int) -> int:
    return prod(range(kinds, kinds + number)) // prod(range(1, number + 1))
