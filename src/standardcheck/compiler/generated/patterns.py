"""Generated functions that say on which pattern of answers and open facts the needs of a rule depend.

What a rule needs depends on its conditions only: on the answers of those that are decided, since they hold however
the open facts come out, and on all facts of those that are not. Objects that agree in this pattern need the same.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from standardcheck.compiler.form import (
    Aggregate,
    Arithmetic,
    Compare,
    Fact,
    Param,
    Present,
    Quantified,
    RuleForm,
    leaves,
)
from standardcheck.compiler.generated.facts import NEAR, Facts, variable
from standardcheck.compiler.generated.logic import Logic
from standardcheck.compiler.generated.runtime import FALLBACK, GONE, Route, ghosts, split
from standardcheck.compiler.generated.writing import Names, Text
from standardcheck.compiler.needs import SMALL_RANGE
from standardcheck.vocabulary.model import Field

Pattern = Callable[..., Any]
"""From the objects of a route, the root first, to something hashable; ``None`` if the pattern does not tell."""


class Side:
    """From a number to the limits that it lies between, or the one that it is; what is close to one stays itself."""

    def __init__(self, limits: Iterable[Any]) -> None:
        self.limits = sorted({float(limit) for limit in limits})
        self.near = [(limit - NEAR * abs(limit), limit + NEAR * abs(limit)) for limit in self.limits]

    def __call__(self, raw: Any) -> Any:
        if type(raw) is not int and type(raw) is not float:
            return raw
        for low, high in self.near:
            if low <= raw <= high:
                return raw
        return ("side", bisect(self.limits, raw))


class NoPattern(Exception):
    """A rule that has none."""


def patterns(
    rules: tuple[RuleForm, ...], routes: Iterable[Route], facts: Facts
) -> tuple[tuple[Pattern | None, ...], ...]:
    """For every route, a pattern function for each of its rules that has one."""
    names = Names()
    logic = Logic(facts.vocabulary, facts, names)
    writer = _Writer(facts, logic, names)
    written = {(route.number, rule): writer.write(route, rule, rules[rule]) for route in routes for rule in route.rules}
    source = "\n".join([*logic.functions, *written.values()])
    space = {
        **names.space, "FALLBACK": FALLBACK, "GONE": GONE, "INFINITY": float("inf"), "split": split, "ghosts": ghosts,
    }  # fmt: skip
    exec(compile(source, "<patterns>", "exec"), space)  # written here from typed rules, never read from outside
    return tuple(tuple(space.get(_name(route, rule)) for rule in route.rules) for route in routes)


def _name(route: Route, rule: int) -> str:
    return f"s{route.number}_{rule}"


class _Writer:
    def __init__(self, facts: Facts, logic: Logic, names: Names) -> None:
        self.facts = facts
        self.logic = logic
        self.names = names

    def write(self, route: Route, index: int, rule: RuleForm) -> str:
        """The text of the function for one rule on a route; empty if there is none."""
        parts = [rule.applies, rule.require, *(part for a in rule.allowances for part in (a.when, a.require))]
        conditions = [leaf for part in parts if part is not None for leaf in leaves(part)]
        if not self.logic.free(tuple(conditions)) <= set(route.kinds):
            return ""
        text = Text(self.names, surrender="None")
        try:
            states = [self._state(text, leaf) for leaf in dict.fromkeys(conditions)]
        except NoPattern:
            return ""
        text.line(f"return ({''.join(f'{state}, ' for state in states)})")
        return text.function(_name(route, index), [variable(kind) for kind in route.kinds])

    def _state(self, text: Text, leaf: Any) -> str:
        """The answer of a condition, or the facts that leave it open."""
        answer = self.logic.condition(text, leaf)
        state = f"({self._open(text, leaf, answer)}) if {answer} is None else {answer}"
        return text.bind(("state", repr(leaf)), state, "s")

    def _open(self, text: Text, leaf: Any, answer: str) -> str:
        if isinstance(leaf, Quantified):
            return self._missing(text, answer, leaf, (leaf.where, leaf.satisfies))
        if isinstance(leaf, Present):
            return f"{self.facts.read(text, leaf.fact)},"
        inside = list(self._inside(leaf))
        if any(isinstance(node, Aggregate) for node in inside):
            node = self.facts.plain(leaf.left)
            if not isinstance(node, Aggregate) or self.facts.fixed(leaf.right) is None:
                raise NoPattern
            return self._missing(text, answer, node, (node.of, node.where, node.distinct))
        values = [self.facts.read(text, fact) for fact in inside]
        side = self._side(leaf)
        if side is not None:
            values[0] = f"{self.names.constant(side, 'B')}({values[0]})"
        if any(isinstance(self.facts.plain(side), Arithmetic) for side in (leaf.left, leaf.right)) and not any(
            _can_be_tried(self.facts.field(fact)) for fact in inside
        ):
            values = [f"{value} if type({value}) not in NUMBERS else 0" for value in values]
            self.names.space["NUMBERS"] = (int, float)
        return "".join(f"({value}), " for value in values)

    def _side(self, leaf: Compare) -> Side | None:
        """Where a fact that is compared with a table matters only by the side of each limit on which it is."""
        left, right = self.facts.plain(leaf.left), self.facts.plain(leaf.right)
        field = self.facts.field(left) if isinstance(left, Fact) else None
        if field is None or not field.is_numeric or not isinstance(right, Param) or self.facts.fixed(right) is not None:
            return None
        table = self.facts.table(right)
        if table is None or left in table.keys_:
            return None
        limits = [row.value for row in table.rows if not row.undecided]
        if not all(type(limit) in (int, float, Fraction) for limit in limits):
            return None
        return Side(limits)

    def _missing(self, text: Text, answer: str, node: Any, inner: tuple[Any, ...]) -> str:
        """A list that is not stated; what else may leave an answer about items open is too much to tell."""
        items = node.items
        free = self.logic.free(tuple(part for part in inner if part is not None))
        if len(items.fields) > 1 or not free <= {items.item} or items.item == items.kind:
            raise NoPattern
        value = text.bind(("list", items), f"{variable(items.kind)}.get({items.fields[0]!r})", "v")
        text.line(f"if {answer} is None and {value} is not None and {value} != 'n/a': return None")
        return f"{value},"

    def _inside(self, node: Any) -> Iterator[Any]:
        """The facts (keys of tables included) and aggregates in a comparison."""
        node = self.facts.plain(node)
        if isinstance(node, Compare):
            yield from self._inside(node.left)
            yield from self._inside(node.right)
        elif isinstance(node, Fact | Aggregate):
            yield node
        elif isinstance(node, Arithmetic):
            for arg in node.args:
                yield from self._inside(arg)
        elif isinstance(node, Param) and self.facts.fixed(node) is None:
            table = self.facts.table(node)
            if table is None:
                raise NoPattern
            yield from table.keys_


def _can_be_tried(field: Field | None) -> bool:
    """Whether ``compiler.needs`` tries values of a field that is not directly compared with a limit."""
    if field is None or not field.is_numeric:
        return True
    small = field.minimum is not None and field.maximum is not None and field.maximum - field.minimum <= SMALL_RANGE
    return field.type == "integer" and small
