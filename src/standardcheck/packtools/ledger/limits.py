"""The numbers that a rule holds its objects to, and whether a clause has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from standardcheck.check.display import Display
from standardcheck.check.figures import number_text
from standardcheck.compiler.form import Arithmetic, Compare, Derived, Literal, Param, RuleForm
from standardcheck.errors import Place
from standardcheck.packtools.ledger.read import Number, number_of
from standardcheck.ruleset.resolve import ParameterAt, Resolved
from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.numbers import compare
from standardcheck.vocabulary.units import AREA, LENGTH, TIME

_MEASURED = {name for dimensions in (LENGTH, AREA, TIME) for name, _ in dimensions} | {"month"}
"""Dimensions whose numbers mean nothing without a unit."""


class Limit(NamedTuple):
    """A number of a rule: where it stands, and the parameter it is a value of, if it is one.

    ``binds``: the rule compares with it; else it only draws a line of a table or takes part in a calculation.
    """

    number: Number
    param: str
    place: Place
    binds: bool


def same(left: Number, right: Number) -> bool:
    """Whether two numbers are the same, exactly, in base units."""
    if isinstance(left.value, str) or isinstance(right.value, str):
        return bool(left.value == right.value)
    if compare(left.value, right.value) != 0:
        return False
    if left.dimensions is None or right.dimensions is None:
        return not any(name in _MEASURED for name, _ in left.dimensions or right.dimensions or ())
    return left.dimensions == right.dimensions


def limits_of(form: RuleForm, resolved: Resolved, display: Display) -> tuple[Limit, ...]:
    """Every number of a rule in its pack's chain: literals, values of parameters in every edition, tables."""
    gathered = _Limits(resolved, display, form)
    gathered.walk((form.applies, form.require, form.allowances), True)
    return tuple(gathered.found)


class _Limits:
    def __init__(self, resolved: Resolved, display: Display, form: RuleForm) -> None:
        self.resolved, self.display, self.form = resolved, display, form
        self.units = display.vocabulary.units
        self.place = resolved.rules[form.id][1].place()
        self.found: list[Limit] = []
        self.seen: set[tuple[str, bool]] = set()

    def walk(self, node: Any, binds: bool) -> None:
        """Gather below a node of the typed form."""
        match node:
            case Compare(_, left, Literal(value)) if _is_number(value):
                self.literal(value, left, binds)
                self.walk(left, binds)
            case Param(name):
                self.param(name, node.kind, binds)
            case Derived(name):
                if ("$" + name, binds) not in self.seen:
                    self.seen.add(("$" + name, binds))
                    self.walk(self.display.program.derived[name].expression, binds)
            case Literal(value) if _is_number(value):  # in a calculation
                self.literal(value, node, False)
            case Arithmetic(args=args):
                self.walk(args, binds)
            case tuple():
                for part in node:
                    self.walk(part, binds)

    def literal(self, value: Any, left: Any, binds: bool) -> None:
        """A number written in the rule itself; its unit is that of what it is compared with."""
        if isinstance(value, str):
            number = Number(value, value, None, 0)
        else:
            unit = self.display.unit(left)
            text = number_text(value, unit, 2)
            try:
                number = number_of(text, self.units)._replace(value=value)
            except ValueError:  # shown in a form that is not written so
                number = Number(text, value, None, 0)
        self.found.append(Limit(number, "", self.place, binds))

    def param(self, name: str, kind: str, binds: bool) -> None:
        """The values of a parameter, and the numbers that tell the rows of its tables apart."""
        if (name, binds) in self.seen:
            return
        self.seen.add((name, binds))
        at = self.resolved.params[name]
        for number, place in numbers_of(at, self.units):
            self.found.append(Limit(number, name, place, binds))
        for rows in self.display.program.tables.get(name, {}).get(kind, ()):
            for row in rows:
                self.walk(row.when, False)


def numbers_of(at: ParameterAt, units: Any) -> Iterator[tuple[Number, Place]]:
    """The values of a parameter that are numbers or dates, with their places."""
    if at.parameter.quantity in ("enum", "flag", "text"):
        return
    for edition in at.editions:
        values: list[tuple[Any, tuple[str | int, ...]]] = [(edition.edition.value, ("value",))]
        values += [(row.value, ("table", index, "value")) for index, row in enumerate(edition.edition.table or ())]
        for value, steps in values:
            if value is not None:
                yield number_of(str(value), units), edition.origin.at(*steps).place()


def among(number: Number, others: Iterable[Number]) -> bool:
    """Whether a number is one of others."""
    return any(same(number, other) for other in others)


def _is_number(value: Any) -> bool:
    return is_date(value) if isinstance(value, str) else not isinstance(value, bool | tuple)
