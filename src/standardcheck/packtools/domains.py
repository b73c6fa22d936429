"""Every case that can matter to a condition, where that is a finite matter.

A condition is *flat* when it compares facts of single objects with written values only. Then a few values of each fact
stand for all that it may be, and whether two conditions ever differ can be decided by trying them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise, product
from math import ceil, floor, prod
from typing import Any, NamedTuple

from standardcheck.compiler.form import (
    Aggregate,
    Arithmetic,
    Compare,
    Derived,
    Fact,
    Group,
    If,
    Literal,
    Param,
    Present,
    Program,
    Quantified,
    RuleForm,
)
from standardcheck.plan.model import NONE
from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.model import Field, Vocabulary
from standardcheck.vocabulary.numbers import canonical, exact

SOME_TEXT = "示例"
"""A text that stands for all others; unlike a dash or dots, it says something."""

MAX_CASES = 40_000
"""How many cases are tried before nothing is claimed."""


class NotFlat(Exception):
    """A condition looks at lists, or compares what it computes: its cases cannot be counted."""


class Facts(NamedTuple):
    """The facts that a part of a program looks at, with the values they are compared with."""

    values: dict[Fact, list[Any]]
    params: set[str]


def flat_facts(program: Program, node: Any) -> Facts:
    """The facts of a flat condition (or rule). Raises :class:`NotFlat`."""
    found = Facts({}, set())
    _flat(program, node, found)
    return found


def _flat(program: Program, node: Any, found: Facts) -> None:
    match node:
        case RuleForm():
            _flat(program, (node.applies, node.require, node.allowances), found)
        case Compare(_, left, right):
            _compared(program, left, _constants(program, right, found), found)
        case Present(fact):
            found.values.setdefault(fact, [])
        case Quantified() | Aggregate() | Arithmetic():
            raise NotFlat
        case tuple():
            for part in node:
                _flat(program, part, found)


def _compared(program: Program, left: Any, constants: list[Any], found: Facts) -> None:
    if isinstance(left, Fact):
        found.values.setdefault(left, []).extend(constants)
    elif isinstance(left, Derived):
        expression = program.derived[left.name].expression
        if not isinstance(expression, Fact | Param):
            raise NotFlat
        _compared(program, expression, constants, found)
    elif isinstance(left, Param | Literal):
        _constants(program, left, found)
    else:
        raise NotFlat


def _constants(program: Program, right: Any, found: Facts) -> list[Any]:
    """Every value that the right side of a comparison may have; the keys of its table count as compared."""
    if isinstance(right, Literal):
        return list(right.value) if isinstance(right.value, tuple) else [right.value]
    if isinstance(right, Derived):
        return _constants(program, program.derived[right.name].expression, found)
    if not isinstance(right, Param):
        raise NotFlat
    found.params.add(right.name)
    rows = [row for edition in program.tables.get(right.name, {}).get(right.kind, ()) for row in edition]
    for row in rows:
        _flat(program, row.when, found)
    values = [edition.value for edition in program.params[right.name].editions if edition.value is not None]
    return values + [row.value for row in rows if row.value is not None]


class Opaque:
    """Replaces conditions that are not flat by facts of their own, of which nothing is supposed but that each may hold,
    not hold, or be open. What is so for the rest in every such case is so whatever the lists hold.

    ``changed`` says which conditions mean something else in another program, and so are other facts there.
    """

    def __init__(self, program: Program, names: dict[str, Fact], changed: Callable[[Any], bool]) -> None:
        self.program, self.names, self.changed = program, names, changed
        self.replaced: list[Any] = []

    def rule(self, form: RuleForm) -> RuleForm:
        """The rule with opaque conditions."""
        allowances = tuple(
            allowance._replace(when=self(allowance.when), require=self(allowance.require))
            for allowance in form.allowances
        )
        return form._replace(applies=self(form.applies), require=self(form.require), allowances=allowances)

    def __call__(self, node: Any) -> Any:
        """A condition with opaque parts; the very same object where nothing is opaque."""
        match node:
            case Group(items=items):
                made = tuple(self(item) for item in items)
                return node if all(a is b for a, b in zip(made, items, strict=True)) else node._replace(items=made)
            case If():
                parts = [self(part) for part in node]
                return node if all(a is b for a, b in zip(parts, node, strict=True)) else If(*parts)
            case Compare() | Quantified():
                return self._leaf(node)
            case _:
                return node

    def _leaf(self, node: Any) -> Any:
        try:
            flat_facts(self.program, node)
        except NotFlat:
            self.replaced.append(node)
            key = f"{self.changed(node)} {node!r}"
            fact = self.names.setdefault(key, Fact("", (f"condition {len(self.names)}",)))
            return Compare("equals", fact, Literal(True))
        return node


def constants_of(program: Program, node: Any) -> dict[Fact, list[Any]]:
    """The values that facts are directly compared with anywhere below a node, lists included."""
    found = Facts({}, set())
    _everywhere(program, node, found)
    return found.values


def _everywhere(program: Program, node: Any, found: Facts) -> None:
    match node:
        case Fact():
            found.values.setdefault(node, [])
        case Compare(_, left, right):
            _everywhere(program, left, found)
            _everywhere(program, right, found)
            if isinstance(left, Fact):
                try:
                    found.values[left].extend(_constants(program, right, found))
                except NotFlat:
                    return
        case Param(name, kind):
            if name not in found.params:
                found.params.add(name)
                _everywhere(program, program.tables.get(name, {}).get(kind, ()), found)
        case Derived(name):
            _everywhere(program, program.derived[name].expression, found)
        case tuple():
            for part in node:
                _everywhere(program, part, found)


def field_of(vocabulary: Vocabulary, fact: Fact) -> Field | None:
    """The field of a fact; ``None`` for an item of a list of plain values."""
    kind, field = fact.kind, None
    for name in fact.fields if kind else ():
        field = vocabulary.kinds[kind].fields[name]
        kind = field.items
    return field


def domain(vocabulary: Vocabulary, fact: Fact, constants: list[Any]) -> list[Any]:
    """Values that stand for all that a fact may be, in base units; ``None``: not stated."""
    field = field_of(vocabulary, fact)
    if field is None:
        return [*_plain_values(constants), None]
    nested = len(fact.fields) > 1
    absent = [NONE] if nested or (field.type != "flag" and not (field.is_numeric and field.excludes_zero)) else []
    return [*stated_values(vocabulary, field, constants), *absent, None]


def _plain_values(constants: list[Any]) -> list[Any]:
    """Values of an item of a list of plain values, or of a condition that stands for itself (:func:`opaque`)."""
    if any(isinstance(value, bool) for value in constants):
        return [True, False]
    return [*dict.fromkeys(constants), SOME_TEXT]


def stated_values(vocabulary: Vocabulary, field: Field, constants: list[Any]) -> list[Any]:
    """Stated values of a field that stand for all others, the constants themselves first."""
    if field.type == "flag":
        return [True, False]
    if field.type == "enum":
        values = list(vocabulary.enums[field.enum].values)
        others = [value for value in values if value not in constants]
        return [value for value in values if value in constants] + others[:1]
    if field.type == "date":
        days = sorted({day for day in constants if isinstance(day, str) and is_date(day)}) or ["2020-01-01"]
        shifted = [(date.fromisoformat(day) + timedelta(days=by)).isoformat() for day in days for by in (-1, 1)]
        return list(dict.fromkeys([*days, *shifted]))
    if field.is_numeric:
        return _numbers(field, [value for value in constants if not isinstance(value, str | bool)])
    return [*(value for value in constants if isinstance(value, str)), SOME_TEXT]


def _numbers(field: Field, constants: list[Any]) -> list[Any]:
    points = sorted({exact(value) for value in constants}) or [exact(1)]
    low = exact(field.minimum) if field.minimum is not None else points[0] - 1
    high = exact(field.maximum) if field.maximum is not None else points[-1] + 1
    marks = sorted({low, high, *(point for point in points if low <= point <= high)})
    inner = [point for point in points if low <= point <= high]
    between = [(a + b) / 2 for a, b in pairwise(marks)]
    chosen = [*inner, *between, low, high]
    if field.type == "integer":
        chosen = [exact(whole) for mark in chosen for whole in (floor(mark), ceil(mark))]
    if field.excludes_minimum:
        chosen = [mark for mark in chosen if mark != low]
    return [canonical(mark) for mark in dict.fromkeys(chosen) if low <= mark <= high]


def assignments(vocabulary: Vocabulary, *facts: Facts) -> Iterator[dict[Fact, Any]]:
    """Every case of the facts together. Raises :class:`NotFlat` where there are too many."""
    constants: dict[Fact, list[Any]] = {}
    for each in facts:
        for fact, values in each.values.items():
            constants.setdefault(fact, []).extend(values)
    domains = [domain(vocabulary, fact, values) for fact, values in constants.items()]
    if prod(len(values) for values in domains) > MAX_CASES:
        raise NotFlat
    for combination in product(*domains):
        yield dict(zip(constants, combination, strict=True))
