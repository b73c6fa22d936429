"""Whether a condition can hold in any plan at all, and whether it can fail.

A condition is turned into *boxes*: each says for some expressions which values are left to them, and together they
cover every plan in which the condition holds. Different expressions count as independent, and what cannot be told is
left open, so that boxes may cover too much and never too little: where no box is left, no plan is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, TypeAlias

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
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.operators import COMPARISONS
from standardcheck.compiler.scope import Scope
from standardcheck.compiler.values import known, truth
from standardcheck.packtools.lint.ranges import Range, meet, narrow, presence, range_of
from standardcheck.plan.model import NONE
from standardcheck.vocabulary.model import Vocabulary

Box: TypeAlias = dict[Any, Range]
Boxes: TypeAlias = list[Box]

MAX_BOXES = 400
"""Beyond this many boxes a condition counts as one that can hold."""


class Reasoner:
    """Reasons about the conditions of one program on one day."""

    def __init__(self, program: Program, vocabulary: Vocabulary, as_of: str) -> None:
        self.program, self.vocabulary = program, vocabulary
        self.interpreter = Interpreter(program, vocabulary, as_of)
        names = ("", *vocabulary.kinds)
        self.nothing = Scope({kind: {} for kind in names}, {kind: (kind,) for kind in names})
        """A scope in which every kind is in sight and nothing is stated."""
        self._ranges: dict[Any, Range] = {}
        self._boxes: dict[tuple[int, bool], Boxes] = {}  # by the node itself: a program's nodes live as long as we do

    # -- rules -----------------------------------------------------------------------------------------------

    def applies(self, rule: RuleForm) -> Boxes:
        """Where a rule applies."""
        return self.boxes(rule.applies, True)

    def met(self, rule: RuleForm) -> Boxes:
        """Where its requirement, or one of its exceptions, holds."""
        ways = [*self.boxes(rule.require, True)]
        for allowance in rule.allowances:
            ways += self.product(self.boxes(allowance.when, True), self.boxes(allowance.require, True))
        return _bounded(ways)

    def unmet(self, rule: RuleForm) -> Boxes:
        """Where neither its requirement nor any of its exceptions holds."""
        ways = self.boxes(rule.require, False)
        for allowance in rule.allowances:
            either = [*self.boxes(allowance.when, False), *self.boxes(allowance.require, False)]
            ways = self.product(ways, _bounded(either))
        return ways

    def not_met(self, node: Any) -> Boxes:
        """Where a condition does not hold: it fails, or nothing that a plan can state decides it."""
        return _bounded([*self.boxes(node, False), *self.undecided(node)])

    # -- conditions ------------------------------------------------------------------------------------------

    def boxes(self, node: Any, holds: bool) -> Boxes:
        """Boxes that cover every plan in which ``node`` holds (or does not)."""
        if node is None:
            return [{}] if holds else []
        found = self._boxes.get((id(node), holds))
        if found is None:
            found = self._boxes[id(node), holds] = _bounded(self._read(node, holds))
        return found

    def _read(self, node: Any, holds: bool) -> Boxes:
        match node:
            case Compare():
                return list(self._compare(node, holds))
            case Present(fact, expected):
                return _kept([{fact: presence(self.range(fact), expected is holds)}])
            case Group("not", (item,)):
                return self.boxes(item, not holds)
            case Group(op, items, k):
                least = {"all": len(items), "k_of": k}.get(op, 1)
                return self._at_least(items, least if holds else len(items) - least + 1, holds)
            case If(condition, then, otherwise):
                return self._if(condition, then, otherwise, holds)
            case Quantified(op, _, where, satisfies):
                return [{}] if self._quantified(op, where, satisfies, holds) else []
        return [{}]

    def _at_least(self, items: tuple[Any, ...], least: int, holds: bool) -> Boxes:
        """Where ``least`` of the items hold (or do not)."""
        ways: Boxes = []
        for chosen in combinations(items, least):
            boxes: Boxes = [{}]
            for item in chosen:
                boxes = self.product(boxes, self.boxes(item, holds))
            ways += boxes
            if len(ways) > MAX_BOXES:
                return [{}]
        return ways

    def _if(self, condition: Any, then: Any, otherwise: Any, holds: bool) -> Boxes:
        yes, no = self.boxes(then, holds), self.boxes(otherwise, holds)
        if otherwise is None:
            no = [{}] if holds else []
        return [
            *self.product(self.boxes(condition, True), yes),
            *self.product(self.boxes(condition, False), no),
            *self.product(yes, no),  # where the condition stays open and both branches agree
        ]

    def _quantified(self, op: str, where: Any, satisfies: Any, holds: bool) -> bool:
        """Whether the quantifier can come out so: of ``some``, that takes an item; of the others, a wrong one."""
        if (op == "some") is not holds:
            return True  # an empty list will do
        return bool(self.product(self.boxes(where, True), self.boxes(satisfies, op != "each")))

    def _compare(self, node: Compare, holds: bool) -> Iterator[Box]:
        for left_boxes, left in self.cases(node.left):
            for right_boxes, right in self.cases(node.right):
                leaf = self._leaf(node.op, left, right, holds)
                yield from self.product(self.product(left_boxes, right_boxes), leaf)
        if COMPARISONS[node.op].absence_holds is holds:
            yield from self._by_absence(node.left, node.right)
            yield from self._by_absence(node.right, node.left)

    def _by_absence(self, side: Any, other: Any) -> Boxes:
        """Where one side is stated to be none, which decides even if the other has no value."""
        if isinstance(side, Literal | Param) or not self.range(side).admits(NONE):
            return []
        return self.product([{key_of(side): presence(self.range(side), False)}], self._without_value(other))

    def _leaf(self, op: str, left: Any, right: Any, holds: bool) -> Boxes:
        if isinstance(right, Literal) and not isinstance(left, Literal):
            return _kept([{key_of(left): narrow(self.range(left), op, right.value, holds)}])
        sides = [known(side.value) if isinstance(side, Literal) else self._value(side) for side in (left, right)]
        answer = truth(COMPARISONS[op], *sides)
        return [{}] if answer is None or answer is holds else []

    def undecided(self, node: Any) -> Boxes:
        """Boxes that cover every plan in which ``node`` stays open although every fact is stated."""
        match node:
            case Compare(_, left, right):
                return _bounded([*self._without_value(left), *self._without_value(right)])
            case Group(items=items):
                return _bounded([box for item in items for box in self.undecided(item)])
            case If(condition, then, otherwise):
                return _bounded([box for part in (condition, then, otherwise) for box in self.undecided(part)])
            case Quantified(where=where, satisfies=satisfies):
                return [{}] if self.undecided(where) or self.undecided(satisfies) else []
        return []

    def _without_value(self, node: Any) -> Boxes:
        """Where an expression has no value although every fact is stated."""
        match node:
            case Literal() | Fact():
                return []
            case Derived(name):
                return self._without_value(self.program.derived[name].expression)
            case Aggregate("count" | "sum", _, of, where):
                inside = self.undecided(where) or (of is not None and self._without_value(of))
                return [{}] if inside else []
            case Arithmetic(op, args) if op != "divide":
                return _bounded([box for arg in args for box in self._without_value(arg)])
            case Param():
                found = self.interpreter.edition(node.name)
                if found is None:
                    return [{}]
                return self._unanswered(node, found[0]) if found[1].has_table else []
        return [{}]

    def _unanswered(self, node: Param, index: int) -> Boxes:
        """Where a table has no value: rows left undecided, and keys stated to be none, which no row answers."""
        rows = self.program.tables[node.name][node.kind][index]
        beyond: Boxes = [{}]
        for row in rows:
            beyond = self.product(beyond, self.boxes(row.when, False))
        for row in rows:
            beyond = [*beyond, *self.undecided(row.when), *(self.boxes(row.when, True) if row.undecided else ())]
        return _bounded(beyond)

    # -- expressions -----------------------------------------------------------------------------------------

    def cases(self, node: Any) -> Iterator[tuple[Boxes, Any]]:
        """The values that a parameter takes, each with where it does; any other expression stands for itself.

        A row that is left undecided gives none: there no comparison comes out true or false.
        """
        if isinstance(node, Derived) and isinstance(self.program.derived[node.name].expression, Param):
            yield from self.cases(self.program.derived[node.name].expression)
            return
        found = self.interpreter.edition(node.name) if isinstance(node, Param) else None
        if found is None:
            yield [{}], node
            return
        index, edition = found
        if not edition.has_table:
            yield [{}], Literal(edition.value)
            return
        for row in self.program.tables[node.name][node.kind][index]:
            if row.undecided is None:
                yield self.boxes(row.when, True), Literal(row.value)

    def range(self, node: Any) -> Range:
        """All that an expression may be, in any plan."""
        key = key_of(node)
        found = self._ranges.get(key)
        if found is None:
            field = self._field(node)
            whole = bool(field and field.type == "integer" and field.unit is not None and field.unit.factor == "1")
            value = self._value(node)
            found = self._ranges[key] = range_of(value, bool(field and field.excludes_minimum), whole)
        return found

    def _value(self, node: Any) -> Any:
        return self.interpreter.value(node, self.nothing)

    def _field(self, node: Any) -> Any:
        if not isinstance(node, Fact) or not node.kind:
            return None
        kind, field = node.kind, None
        for name in node.fields:
            field = self.vocabulary.kinds[kind].fields[name]
            kind = field.items
        return field

    # -- boxes -----------------------------------------------------------------------------------------------

    def product(self, left: Boxes, right: Boxes) -> Boxes:
        """What lies in a box of both."""
        if not left or not right:
            return []
        if right == [{}]:
            return left
        if len(left) * len(right) > MAX_BOXES:
            return [{}]
        return _kept(_both(a, b) for a in left for b in right)


def key_of(node: Any) -> Any:
    """An expression as a key of a box: itself, or its text where it holds labels and so cannot be a key."""
    try:
        hash(node)
    except TypeError:
        return repr(node)
    return node


def stated(boxes: Boxes) -> Boxes:
    """Boxes without the absence of what they speak of."""
    return _kept([{node: range_.stated() for node, range_ in box.items()} for box in boxes])


def _both(left: Box, right: Box) -> Box:
    joined = dict(left)
    for node, range_ in right.items():
        joined[node] = meet(joined[node], range_) if node in joined else range_
    return joined


def _kept(boxes: Iterable[Box]) -> Boxes:
    return [box for box in boxes if not any(range_.is_empty for range_ in box.values())]


def _bounded(boxes: Boxes) -> Boxes:
    return boxes if len(boxes) <= MAX_BOXES else [{}]
