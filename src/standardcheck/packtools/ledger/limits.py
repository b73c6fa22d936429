"""The numbers that a rule holds its objects to, and whether a clause has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from standardcheck.check.display import Display
from standardcheck.check.figures import Shown, number_text
from standardcheck.compiler.form import Arithmetic, Compare, Derived, Fact, Literal, Param, RuleForm
from standardcheck.errors import Place
from standardcheck.packtools.leaves import leaves_in, places_in
from standardcheck.packtools.ledger.read import Number, number_of
from standardcheck.ruleset.packs import Origin
from standardcheck.ruleset.resolve import ParameterAt, Resolved
from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.numbers import compare
from standardcheck.vocabulary.units import AREA, LENGTH, TIME, Dimensions

_MEASURED = {name for dimensions in (LENGTH, AREA, TIME) for name, _ in dimensions} | {"month"}
"""Dimensions whose numbers mean nothing without a unit."""


ANY: Dimensions = (("*", 1),)
"""Dimensions of a number whose unit is not kept: it is compared by its value in base units alone."""


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
    if ANY in (left.dimensions, right.dimensions):
        return True
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
        self.written = _written(resolved, form)
        self.found: list[Limit] = []
        self.seen: set[tuple[str, bool]] = set()

    def walk(self, node: Any, binds: bool) -> None:
        """Gather below a node of the typed form."""
        match node:
            case Compare(_, left, Literal(value)) if _is_number(value):
                self.compared(node, value, binds)
                self.walk(left, binds)
            case Param(name):
                self.param(name, node.kind, binds)
            case Derived(name):
                if ("$" + name, binds) not in self.seen:
                    self.seen.add(("$" + name, binds))
                    self.walk(self.display.program.derived[name].expression, binds)
            case Literal(value) if _is_number(value):  # in a calculation
                self.add(Number(_shown(value, ("1", "", "")), value, ANY, 0), self.place, False)
            case Arithmetic(args=args):
                self.walk(args, binds)
            case tuple():
                for part in node:
                    self.walk(part, binds)

    def compared(self, node: Compare, value: Any, binds: bool) -> None:
        """A number written in the rule itself, in its own unit or in that of the field it is compared with."""
        text, place = self.written.get(id(node), ("", self.place))
        field = self.display.field(node.left) if isinstance(node.left, Fact) else None
        dimensions = field.dimensions if field is not None and field.is_numeric else ANY
        if isinstance(text, str) and text:
            self.add(number_of(text, self.units), place, binds)
        else:
            self.add(Number(_shown(value, self.display.unit(node.left)), value, dimensions, 0), place, binds)

    def add(self, number: Number, place: Place, binds: bool) -> None:
        """Keep a number that is no parameter's."""
        self.found.append(Limit(number, "", place, binds))

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


def _written(resolved: Resolved, form: RuleForm) -> dict[int, tuple[Any, Place]]:
    """What is written where a comparison of the rule takes its limit from, by the comparison's identity."""
    rule, origin = resolved.rules[form.id]
    conditions: list[tuple[Any, Any, Origin]] = [
        (form.applies, rule.applies, origin.at("applies")),
        (form.require, rule.require, origin.at("require")),
    ]
    for at, (allowance, entry) in enumerate(zip(form.allowances, rule.exceptions, strict=True)):
        here = origin.at("exceptions", at)
        conditions.append((allowance.when, entry.when, here.at("when")))
        conditions.append((allowance.require, entry.require, here.at("require")))
    found = {}
    for node, data, place in conditions:
        for leaf, at_leaf in zip(leaves_in(node), places_in(data, place), strict=True):
            found[id(leaf)] = (_data_at(at_leaf), at_leaf.place())
    return found


def _data_at(origin: Origin) -> Any:
    data = origin.document.data
    for step in origin.path:
        data = data[step]
    return data


def _shown(value: Any, unit: Shown) -> str:
    return value if isinstance(value, str) else number_text(value, unit, 2)


def _is_number(value: Any) -> bool:
    return is_date(value) if isinstance(value, str) else not isinstance(value, bool | tuple)
