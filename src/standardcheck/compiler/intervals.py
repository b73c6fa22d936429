"""Arithmetic on numbers of which only bounds are known. Exact; ``None`` stands for no bound."""

from __future__ import annotations

from standardcheck.compiler.values import Value, between, union
from standardcheck.typing_light import Any
from standardcheck.vocabulary.numbers import canonical, exact

_INFINITY = float("inf")


def _whole_or_exact(number: Any) -> Any:
    """A number to reckon with: an integer as it is, since it is exact and cheap, else a fraction."""
    return number if type(number) is int else exact(number)


def _low(value: Value) -> Any:
    if value.state == "none":
        return 0
    low = -_INFINITY if value.low is None else _whole_or_exact(value.low)
    return min(low, 0) if value.maybe_absent else low


def _high(value: Value) -> Any:
    if value.state == "none":
        return 0
    high = _INFINITY if value.high is None else _whole_or_exact(value.high)
    return max(high, 0) if value.maybe_absent else high


def _times(left: Any, right: Any) -> Any:
    return 0 if left == 0 or right == 0 else left * right


def _bound(number: Any) -> Any:
    if type(number) is int:
        return number
    if isinstance(number, float):
        return None if number in (_INFINITY, -_INFINITY) else canonical(exact(number))
    return canonical(exact(number))


def _result(low: Any, high: Any, args: list[Value]) -> Value:
    facts: tuple[Any, ...] = ()
    reason = ""
    for arg in args:
        facts = union(facts, arg.facts)
        reason = reason or arg.reason
    return between(_bound(low), _bound(high), facts, reason)


def add(args: list[Value]) -> Value:
    """The sum."""
    return _result(sum(_low(arg) for arg in args), sum(_high(arg) for arg in args), args)


def subtract(args: list[Value]) -> Value:
    """The first less the second."""
    first, second = args
    return _result(_low(first) - _high(second), _high(first) - _low(second), args)


def multiply(args: list[Value]) -> Value:
    """The product."""
    low, high = exact(1), exact(1)
    for arg in args:
        corners = [_times(a, b) for a in (low, high) for b in (_low(arg), _high(arg))]
        low, high = min(corners), max(corners)
    return _result(low, high, args)


def divide(args: list[Value]) -> Value:
    """The first over the second, whose bounds keep to one side of 0 (a bound may be 0 itself, not included).

    Nothing can be said where the second is absent or may be."""
    above, below = args
    low, high = _low(below), _high(below)
    if low < 0 < high or (low == 0 and high == 0) or below.maybe_absent:
        return _result(-_INFINITY, _INFINITY, args)
    inverse = [_inverse(low, from_above=True), _inverse(high, from_above=high != 0)]
    if high <= 0:
        inverse = [
            _inverse(low, from_above=False),
            -_INFINITY if high == 0 else _inverse(high, from_above=False),
        ]
    corners = [_times(a, b) for a in (_low(above), _high(above)) for b in inverse]
    return _result(min(corners), max(corners), args)


def _inverse(number: Any, from_above: bool) -> Any:
    if number == 0:
        return _INFINITY if from_above else -_INFINITY
    if number in (_INFINITY, -_INFINITY):
        return 0
    return 1 / exact(number)


def smallest(args: list[Value]) -> Value:
    """The least of all."""
    return _result(min(_low(arg) for arg in args), min(_high(arg) for arg in args), args)


def largest(args: list[Value]) -> Value:
    """The greatest of all."""
    return _result(max(_low(arg) for arg in args), max(_high(arg) for arg in args), args)


def round_up(arg: Value, step: Any) -> Value:
    """The least multiple of ``step`` that is not below."""
    unit = exact(step)

    def up(number: Any) -> Any:
        return number if isinstance(number, float) else -((-number) // unit) * unit

    return _result(up(_low(arg)), up(_high(arg)), [arg])


ARITHMETIC = {
    "add": add,
    "subtract": subtract,
    "multiply": multiply,
    "divide": divide,
    "smallest": smallest,
    "largest": largest,
}
