"""Generated functions that say on which pattern of answers and open facts the needs of a rule depend.

What a rule needs depends on its conditions only: on the answers of those that are decided, since they hold however
the open facts come out, and on all facts of those that are not; of a list, on the same for each of its items. Objects
that agree in this pattern need the same.
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
from standardcheck.plan.model import NONE, Incomplete
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


Sum = tuple[bool, tuple[Any, ...], tuple[Any, ...]]
"""What an aggregate depends on: whether an amount is open that no trial finds a value for, what tells items apart and
which of them count, and their amounts."""


def whole(is_open: bool, sums: tuple[Sum, ...], numbers: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """What a comparison depends on that is made of several facts. ``numbers`` are those that no trial finds values for:
    where one leaves the comparison open every open fact is needed, whatever the known ones are."""
    if not is_open:
        return sums, numbers, others
    if any(blurred for blurred, _, _ in sums) or any(type(n) not in _NUMBERS and n != NONE for n in numbers):
        return tuple([(noted, _unnumbered(amounts)) for _, noted, amounts in sums]), _unnumbered(numbers), others
    return sums, numbers, others


_NUMBERS = (int, float)


def _unnumbered(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple([0 if type(value) in _NUMBERS else value for value in values])


def list_shape(value: Any) -> Any:
    """What tells how many items there are, and how their paths are written, of a list that is not plainly one."""
    if type(value) is Incomplete:
        return len(value), value.steps, value.stated, value.promised
    return "object" if type(value) is dict else value


class NoPattern(Exception):
    """A rule that has none."""


def patterns(
    rules: tuple[RuleForm, ...], routes: Iterable[Route], facts: Facts
) -> tuple[tuple[Pattern | None, ...], ...]:
    """For every route, a pattern function for each of its rules that has one."""
    names = Names()
    logic = _Logic(facts.vocabulary, facts, names)
    writer = _Writer(facts, logic, names)
    written = {(route.number, rule): writer.write(route, rule, rules[rule]) for route in routes for rule in route.rules}
    source = "\n".join([*logic.functions, *writer.functions, *written.values()])
    space = {
        **names.space, "FALLBACK": FALLBACK, "GONE": GONE, "INFINITY": float("inf"), "split": split, "ghosts": ghosts,
        "whole": whole, "list_shape": list_shape, "NUMBERS": _NUMBERS,
    }  # fmt: skip
    exec(compile(source, "<patterns>", "exec"), space)  # written here from typed rules, never read from outside
    return tuple(tuple(space.get(_name(route, rule)) for rule in route.rules) for route in routes)


def _name(route: Route, rule: int) -> str:
    return f"s{route.number}_{rule}"


class _Logic(Logic):
    """Conditions of which those that generated code does not decide count as open: their facts tell what they are."""

    def ask(self, text: Text, name: str, node: Any, guard: str) -> None:
        """Leave ``FALLBACK`` for an answer where it does not stand within another condition."""
        if not isinstance(node, Compare) or text.surrender != "None":
            super().ask(text, name, node, guard)
        elif not guard:
            text.line(f"{name} = FALLBACK")


class _Writer:
    def __init__(self, facts: Facts, logic: Logic, names: Names) -> None:
        self.facts = facts
        self.logic = logic
        self.names = names
        self.functions: list[str] = []
        self.steps: tuple[tuple[str, str], ...] = ()
        """The route that is written for."""
        self.within: list[str] | None = None
        """Within a function about the items of a list: the kinds of those among which the judged object itself is."""

    def write(self, route: Route, index: int, rule: RuleForm) -> str:
        """The text of the function for one rule on a route; empty if there is none."""
        parts = [rule.applies, rule.require, *(part for a in rule.allowances for part in (a.when, a.require))]
        conditions = [leaf for part in parts if part is not None for leaf in leaves(part)]
        if not self.logic.free(tuple(conditions)) <= set(route.kinds):
            return ""
        text = Text(self.names, surrender="None")
        self.steps, self.within = route.steps, None
        try:
            states = [self._state(text, leaf) for leaf in dict.fromkeys(conditions)]
        except NoPattern:
            return ""
        text.line(f"return ({''.join(f'{state}, ' for state in states)})")
        return text.function(_name(route, index), [variable(kind) for kind in route.kinds])

    def _state(self, text: Text, leaf: Any) -> str:
        """The answer of a condition, or the facts that leave it open."""
        answer = self.logic.condition(text, leaf)
        state = f"({self._open(text, leaf, answer)}) if {_unsettled(answer)} else {answer}"
        return text.bind(("state", repr(leaf)), state, "s")

    def _open(self, text: Text, leaf: Any, answer: str) -> str:
        if isinstance(leaf, Quantified):
            return f"{self._items(text, answer, leaf, self._quantified)},"
        if isinstance(leaf, Present):
            return f"{self.facts.read(text, leaf.fact)},"
        inside = list(self._inside(leaf))
        if not any(isinstance(self.facts.plain(side), Arithmetic | Aggregate) for side in (leaf.left, leaf.right)):
            values = [self.facts.read(text, fact) for fact in inside]
            side = self._side(leaf)
            if side is not None:
                values[0] = f"{self.names.constant(side, 'B')}({values[0]})"
            return _tuple(values)
        sums = [self._items(text, answer, node, self._aggregate) for node in inside if isinstance(node, Aggregate)]
        facts = [node for node in inside if isinstance(node, Fact)]
        numbers = [self.facts.read(text, fact) for fact in facts if not _can_be_tried(self.facts.field(fact))]
        others = [self.facts.read(text, fact) for fact in facts if _can_be_tried(self.facts.field(fact))]
        return f"whole({answer} is None, {_tuple(sums)}, {_tuple(numbers)}, {_tuple(others)}),"

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

    # -- lists -----------------------------------------------------------------------------------------------

    def _items(self, text: Text, answer: str, node: Any, write: Callable[[Text, Any], str]) -> str:
        """The local that holds what an open condition on items depends on: a call of a function of its own."""
        own = self._own_places(node)
        parameters = [variable(kind) for kind in sorted(self.logic.free(node))]
        arguments = ", ".join([*parameters, *map(variable, own)])
        body = Text(self.names, surrender="FALLBACK")
        body.line("noted, amounts, blurred = [], [], False")
        outer, self.within = self.within, own
        ends = write(body, node)
        self.within = outer
        body.line(f"return {ends}")
        name = self.names.fresh("i")
        self.functions.append(body.function(f"{name}_of", [*parameters, *(f"own_{kind}" for kind in own)]))
        text.line(f"{name} = {name}_of({arguments}) if {_unsettled(answer)} else None")
        text.line(f"if {name} is FALLBACK: return {text.surrender}")
        return name

    def _own_places(self, node: Any) -> list[str]:
        """The kinds of the items among which the object that is judged, or one around it, is itself to be found."""
        kind, own = node.items.kind, []
        for name in node.items.fields:
            field = self.facts.vocabulary.kinds[kind].fields[name]
            if (kind, name) in self.steps:
                own.append(field.items)
            kind = field.items if field.items_are_objects else ""
        if own and self.within is not None:
            raise NoPattern
        return own

    def _quantified(self, text: Text, node: Quantified) -> str:
        conditions = [leaf for part in (node.where, node.satisfies) if part is not None for leaf in leaves(part)]

        def item() -> None:
            way = self.logic.way(text, node)
            with text.block(f"if {way} is None:"):
                text.line(f"noted.append({_tuple([self._state(text, leaf) for leaf in conditions])})")
            with text.block("else:"):
                text.line(f"noted.append({way})")

        self._walk(text, node, item, lambda: text.line(f"noted.append({self.logic.way(text, node)})"))
        return "tuple(noted)"

    def _aggregate(self, text: Text, node: Aggregate) -> str:
        conditions = [] if node.where is None else leaves(node.where)

        def chosen() -> str:
            return "True" if node.where is None else self.logic.condition(text, node.where)

        def item() -> None:
            counts = chosen()
            with text.block(f"if {counts} is None:"):
                text.line(f"noted.append({_tuple([self._state(text, leaf) for leaf in conditions])})")
            with text.block("else:"):
                text.line(f"noted.append({counts})")
            with text.block("if True:" if node.op == "share" else f"if {counts} is not False:"):
                self._amount(text, node)

        self._walk(text, node, item, lambda: text.line(f"noted.append({chosen()})"))
        return "blurred, tuple(noted), tuple(amounts)"

    def _amount(self, text: Text, node: Aggregate) -> None:
        """Note what one item adds."""
        if node.distinct is not None:
            text.line(f"amounts.append({self.facts.read(text, node.distinct)})")
        for part in self._inside(node.of):
            if isinstance(part, Aggregate):
                inner = self._items(text, "None", part, self._aggregate)
                text.line(f"noted.append({inner}[1]); amounts.extend({inner}[2]); blurred = blurred or {inner}[0]")
                continue
            value = self.facts.read(text, part)
            text.line(f"amounts.append({value})")
            if not _can_be_tried(self.facts.field(part)):
                text.line(f"if type({value}) not in NUMBERS and {value} != 'none': blurred = True")

    def _walk(self, text: Text, node: Any, item: Callable[[], None], ghost: Callable[[], None]) -> None:
        """Write a walk over the items of a list, or of lists of lists, that notes how many there are, and which of them
        is the judged object or around it."""
        own = self.within or ()

        def entered(stated: str) -> None:
            text.line(f"noted.append(len({stated}) if type({stated}) is list else list_shape({stated}))")

        def each(kind: str) -> None:
            if kind in own:
                text.line(f"noted.append({variable(kind)} is own_{kind})")

        self.logic.loop(text, node.items, item, ghost, entered, each)

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


def _unsettled(answer: str) -> str:
    return f"({answer} is None or {answer} is FALLBACK)"


def _tuple(values: Iterable[str]) -> str:
    return f"({''.join(f'{value}, ' for value in values)})"


def _can_be_tried(field: Field | None) -> bool:
    """Whether ``compiler.needs`` tries values of a field that is not directly compared with a limit."""
    if field is None or not field.is_numeric:
        return True
    small = field.minimum is not None and field.maximum is not None and field.maximum - field.minimum <= SMALL_RANGE
    return field.type == "integer" and small
