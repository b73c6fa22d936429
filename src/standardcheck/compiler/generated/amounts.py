"""Generated arithmetic: rough floats with a bound on their size, good for all that is not near a limit.

Every amount comes with a *size*: an expression that bounds how large the numbers were that went into it. Rounding
is below 1e-12 of the size, so that two amounts that differ by more than 1e-9 of both sizes compare surely; nearer
ones, and amounts with unknown parts, are left to the interpreter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from standardcheck.compiler.form import Aggregate, Arithmetic, Compare, Fact, Param
from standardcheck.compiler.generated import rough
from standardcheck.compiler.generated.facts import NEAR, Facts, variable
from standardcheck.compiler.generated.writing import Text
from standardcheck.compiler.operators import COMPARISONS
from standardcheck.compiler.scope import Scope
from standardcheck.compiler.values import UNKNOWN, Value
from standardcheck.vocabulary.numbers import exact

_LARGEST_LITERAL = 1e100


class Amount(NamedTuple):
    """An expression for a number, one for its size, and conditions under which they hold."""

    code: str
    size: str
    when: tuple[str, ...] = ()
    bounds: Any = None
    """Makes the same for unknown parts: from the list of locals that are read (it grows) to a ``rough.Expression``."""


class Amounts:
    """Writes arithmetic, counts and sums. ``owner`` writes conditions (those of ``where``) and helper functions."""

    def __init__(self, owner: Any, facts: Facts) -> None:
        self.owner = owner
        self.facts = facts

    def compare(self, text: Text, node: Compare) -> str | None:
        """The answer by floats, which may be ``FALLBACK``; ``None`` if they cannot tell."""
        if node.op not in _ORDER:
            return None
        counted = self._compare_count(text, node)
        if counted is not None:
            return counted
        left, right = self.amount(text, node.left), self.amount(text, node.right)
        if left is None or right is None:
            return None
        when = " and ".join(dict.fromkeys(left.when + right.when)) or "True"
        above, below = _ORDER[node.op]
        one, other = text.measured(left.code), text.required(right.code)
        gap, margin = f"({one}) - ({other})", f"{NEAR} * (({left.size}) + ({right.size}))"
        name, edge = text.names.fresh("d"), text.names.fresh("e")
        read: list[str] = []
        bounds = left.bounds(read), right.bounds(read)
        test = rough.test(node.op, above == "True", below == "True", *bounds)
        rest = f"{text.names.constant(test, 'W')}({', '.join(read)})"
        near = self._at_limit(text, node, rest)
        answer = f"{above} if ({name} := {gap}) > ({edge} := {margin}) else {below} if {name} < -{edge} else {near}"
        return f"({answer}) if {when} else {_if_none_is_stated(test, read)}{rest}"

    def _at_limit(self, text: Text, node: Compare, rest: str) -> str:
        """The same close to the limit: a quotient of whole numbers is told exactly, all else is asked of ``rest``."""
        left, fixed = self.facts.plain(node.left), self.facts.fixed(self.facts.plain(node.right))
        if not isinstance(left, Arithmetic) or left.op != "divide" or fixed is None:
            return rest
        above, below = (self.facts.plain(arg) for arg in left.args)
        if not isinstance(above, Fact) or not isinstance(below, Fact):
            return rest
        one, other, limit = self.facts.read(text, above), self.facts.read(text, below), exact(fixed.value)
        exactly = f"{one} * {limit.denominator} {COMPARISONS[node.op].code} {other} * {limit.numerator}"
        return f"{exactly} if type({one}) is int and type({other}) is int and {other} > 0 else {rest}"

    def _compare_count(self, text: Text, node: Compare) -> str | None:
        """A count or sum against a fixed limit decides by its bounds, known or not."""
        left, fixed = self.facts.plain(node.left), self.facts.fixed(self.facts.plain(node.right))
        if not isinstance(left, Aggregate) or fixed is None or type(fixed.value) not in (int, float):
            return None
        if left.op not in ("count", "sum") or abs(fixed.value) > _LARGEST_LITERAL:
            return None
        low, high = self.aggregate(text, left) or ("", "")
        if not low:
            return None
        text.keep_measured(f"{low} if {low} == {high} else None")
        limit, (above, below) = fixed.value, _ORDER[node.op]
        if left.op == "count":
            sure, never = _BOUNDS[node.op]
            return (
                f"FALLBACK if {low} is None else True if {sure.format(low, high, limit)} else "
                f"False if {never.format(low, high, limit)} else None"
            )
        margin = f"{NEAR} * ({high} + {abs(limit)!r})"
        one, two = text.names.fresh("e"), text.names.fresh("e")
        answer = (
            f"{above} if {low} - {limit!r} > ({one} := {NEAR} * ({low} + {abs(limit)!r})) else "
            f"{below} if {high} - {limit!r} < -({two} := {margin}) else "
            f"None if {low} - {limit!r} < -{one} and {high} - {limit!r} > {two} or "
            f"{high} == INFINITY and {low} - {limit!r} < -{one} else FALLBACK"
        )
        return f"({answer}) if {low} is not None else FALLBACK"

    def amount(self, text: Text, node: Any) -> Amount | None:
        """A numeric expression; ``None`` if the interpreter has to work it out."""
        node = self.facts.plain(node)
        fixed = self.facts.fixed(node)
        if fixed is not None:
            if not fixed.is_known or isinstance(fixed.value, str | bool | tuple):
                return None
            value = float(fixed.value)
            if abs(value) >= _LARGEST_LITERAL:
                return None
            return Amount(repr(value), repr(abs(value)), (), lambda _: rough.constant(fixed.value))
        if isinstance(node, Fact):
            return self._fact(text, node)
        if isinstance(node, Param):
            found = self.facts.lookup(text, node)
            if found is None:
                return None
            return Amount(found, f"abs({found})", (_is_number(found),), _reads(found, Value(UNKNOWN)))
        if isinstance(node, Arithmetic):
            return self._arithmetic(text, node)
        if isinstance(node, Aggregate):
            bounds = self.aggregate(text, node)
            if bounds is None:
                return None
            low, high = bounds
            return Amount(low, low, (f"{low} is not None", f"{low} == {high}"), _reads_pair(low, high))
        return None

    def _fact(self, text: Text, node: Fact) -> Amount | None:
        field = self.facts.field(node)
        if field is None or not field.is_numeric:
            return None
        value = self.facts.read(text, node)
        signed = field.minimum is None or field.minimum < 0
        size = f"abs({value})" if signed else value
        return Amount(value, size, (_is_number(value),), _reads(value, self.facts.unknown(node)))

    def _arithmetic(self, text: Text, node: Arithmetic) -> Amount | None:
        if node.op == "round_up":
            return None
        args = [self.amount(text, arg) for arg in node.args]
        if any(arg is None for arg in args):
            return None
        made = [arg for arg in args if arg is not None]
        codes, sizes = [f"({a.code})" for a in made], [f"({a.size})" for a in made]
        when = tuple(dict.fromkeys(condition for a in made for condition in a.when))

        def bounds(read: list[str]) -> rough.Expression:
            return rough.combine(node.op, [a.bounds(read) for a in made])

        if node.op in ("add", "subtract"):
            return Amount((" + " if node.op == "add" else " - ").join(codes), " + ".join(sizes), when, bounds)
        if node.op == "multiply":
            return Amount(" * ".join(codes), " * ".join(sizes), when, bounds)
        if node.op == "divide":
            below = self.facts.plain(node.args[1])
            if not isinstance(below, Fact) and self.facts.fixed(below) is None:
                return None  # the divisor's own rounding would have to be bounded
            size = f"{sizes[0]} / abs({codes[1]})"
            return Amount(f"{codes[0]} / {codes[1]}", size, (*when, f"{codes[1]} != 0"), bounds)
        chosen = "min" if node.op == "smallest" else "max"
        if len(made) == 1:
            return made[0]
        return Amount(f"{chosen}({', '.join(codes)})", " + ".join(sizes), when, bounds)

    # -- counts and sums -------------------------------------------------------------------------------------

    def aggregate(self, text: Text, node: Aggregate) -> tuple[str, str] | None:
        """Locals holding the bounds of an aggregate (``None`` if the interpreter has to work it out)."""
        known = text.bound.get(repr(node))
        if known is not None:
            return known, known.replace("low", "high", 1)
        if not self._is_plain(node):
            return None
        call = self.owner.helper(node, self._write, "None, None")
        low = text.names.fresh("low")
        high = low.replace("low", "high", 1)
        text.line(f"{low}, {high} = {call}")
        text.bound[repr(node)] = low
        return low, high

    def _is_plain(self, node: Aggregate) -> bool:
        if node.op == "count":
            return True
        if node.op != "sum" or not isinstance(node.of, Fact) or node.of.kind != node.items.item or node.of.fields[1:]:
            return False
        field = self.facts.field(node.of)
        return field is not None and field.is_numeric and field.minimum is not None and field.minimum >= 0

    def _write(self, text: Text, node: Aggregate) -> None:
        """The body of a function from the objects in scope to (low, high), or to (None, None)."""
        self._when_missing(text, node)
        text.line("low = high = 0")
        if node.distinct is not None:
            text.line("seen = set()")
        self.owner.loop(text, node.items, lambda: self._item(text, node), lambda: self._ghost(text, node))
        text.line("return (len(seen), len(seen))" if node.distinct is not None else "return low, high")

    def _when_missing(self, text: Text, node: Aggregate) -> None:
        """Where the list is not stated the bounds are the same for every plan, unless ``where`` asks elsewhere."""
        kind, name = node.items.kind, node.items.fields[0]
        inner = [part for part in (node.of, node.where, node.distinct) if part is not None]
        if node.items.fields[1:] or self.owner.free(tuple(inner)) - {node.items.item} or kind == node.items.item:
            return
        value = self.facts.interpreter.value(node, Scope({kind: {}}, {kind: ()}))
        low, high = ("-INFINITY" if value.low is None else repr(value.low), _bound(value.high))
        items = text.bind(("list", kind, name), f"{variable(kind)}.get({name!r})", "x")
        text.line(f"if {items} is None or type({items}) is str: return {low}, {high}")

    def _item(self, text: Text, node: Aggregate) -> None:
        if node.where is None:
            self._certain(text, node)
            return
        chosen = self.owner.condition(text, node.where)
        if node.distinct is not None:
            self.owner.give_up(text, f"{chosen} is None")
            with text.block(f"if {chosen}:"):
                self._certain(text, node)
            return
        with text.block(f"if {chosen}:"):
            self._certain(text, node)
        with text.block(f"elif {chosen} is None:"):
            self._perhaps(text, node)

    def _certain(self, text: Text, node: Aggregate) -> None:
        if node.distinct is not None:
            value, field = self.facts.read(text, node.distinct), self.facts.field(node.distinct)
            enum = self.facts.vocabulary.enums.get(field.enum) if field is not None else None
            if enum is not None:
                stated = text.names.constant(frozenset(enum.values), "S", ("stated", field and field.enum))
                text.line(f"if {value} in {stated}: seen.add({value})")
            with text.block(f"elif {value} != 'none':" if enum is not None else f"if {value} != 'none':"):
                self.owner.give_up(
                    text, f"{value} is None or {value} is GONE or {value} == 'n/a' or type({value}) is frozenset"
                )
                text.line(f"seen.add({value})")
        elif node.op == "count" and node.of is None:
            text.line("low += 1; high += 1")
        else:
            self._add(text, node.of, "low += {0}; high += {0}", "low += {low}; high += {high}")

    def _perhaps(self, text: Text, node: Aggregate) -> None:
        if node.op == "count" and node.of is None:
            text.line("high += 1")
        else:
            self._add(text, node.of, "high += {0}", "high += {high}")

    def _add(self, text: Text, fact: Fact, stated: str, unstated: str) -> None:
        field = self.facts.field(fact)
        assert field is not None
        value = self.facts.read(text, fact)
        low = repr(float(field.minimum or 0))
        high = "INFINITY" if field.maximum is None else repr(float(field.maximum))
        with text.block(f"if {_is_number(value)}:"):
            text.line(stated.format(value))
        with text.block(f"elif {value} is None or {value} == 'n/a':"):
            text.line(unstated.format(low=low, high=high))
        with text.block(f"elif {value} != 'none':"):
            text.line(stated.format(value))

    def _ghost(self, text: Text, node: Aggregate) -> None:
        """An item that may be there unstated: any number of such."""
        if node.distinct is not None:
            text.line("return None, None")
            return
        chosen = "True" if node.where is None else self.owner.condition(text, node.where)
        grows = True
        if node.of is not None:
            field = self.facts.field(node.of)
            grows = field is None or field.maximum is None or field.maximum > 0
        if grows:
            text.line(f"if {chosen} is not False: high = INFINITY")


def _if_none_is_stated(test: Callable[..., Any], read: list[str]) -> str:
    """What a comparison answers where no fact that it reads is stated, which is the same for every plan."""
    if not all(name.isidentifier() for name in read):
        return ""
    return f"{test(*[None] * len(read))} if {' is '.join((*dict.fromkeys(read), 'None'))} else "


def _bound(high: Any) -> str:
    return "INFINITY" if high is None else repr(high)


def _reads(name: str, unknown: Value) -> Any:
    def bounds(read: list[str]) -> rough.Expression:
        read.append(name)
        return rough.fact(len(read) - 1, unknown)

    return bounds


def _reads_pair(low: str, high: str) -> Any:
    def bounds(read: list[str]) -> rough.Expression:
        read.append(f"({low}, {high})")
        return rough.pair(len(read) - 1)

    return bounds


def _is_number(value: str) -> str:
    return f"((z := type({value})) is int or z is float)"


_ORDER = {
    "at_least": ("True", "False"),
    "more_than": ("True", "False"),
    "at_most": ("False", "True"),
    "less_than": ("False", "True"),
    "equals": ("False", "False"),
    "not_equals": ("True", "True"),
}
"""What a comparison says of a left side that is surely above, and surely below."""

_BOUNDS = {
    "at_least": ("{0} >= {2}", "{1} < {2}"),
    "more_than": ("{0} > {2}", "{1} <= {2}"),
    "at_most": ("{1} <= {2}", "{0} > {2}"),
    "less_than": ("{1} < {2}", "{0} >= {2}"),
    "equals": ("{0} == {1} == {2}", "{0} > {2} or {1} < {2}"),
    "not_equals": ("{0} > {2} or {1} < {2}", "{0} == {1} == {2}"),
}
