"""Bounds in floats, for arithmetic on facts that are not stated: the same as ``compiler.intervals``, but rough.

Bounds are decided by only where they are far from each other for their size (see ``amounts``); where every part is
known, the same expression is then worked out exactly; else the answer is ``FALLBACK``. Infinity stands for no bound.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import inf
from typing import Any, NamedTuple

from standardcheck.compiler.generated.runtime import FALLBACK, value_of
from standardcheck.compiler.operators import COMPARISONS
from standardcheck.compiler.values import Value
from standardcheck.vocabulary.numbers import Number, exact

NEAR = 1e-9


class Rough(NamedTuple):
    """Bounds, and how large the finite numbers were that went into them."""

    low: float
    high: float
    size: float
    absent: bool = False
    """Whether it may be absent, which is 0 to a sum, but nothing to divide by."""


class Expression(NamedTuple):
    """From the raw values that an expression reads to its bounds, and to its exact value (raises ``TooRough``)."""

    bounds: Callable[[tuple[Any, ...]], Rough]
    exactly: Callable[[tuple[Any, ...]], Fraction]


class TooRough(Exception):
    """Floats cannot tell."""


def fact(at: int, unknown: Value) -> Expression:
    """The raw value at a place, or what a table parameter said."""

    def bounds(raw: tuple[Any, ...]) -> Rough:
        value = raw[at]
        if type(value) is int or type(value) is float:
            return Rough(value, value, abs(value))
        return _of_value(value_of(value, unknown))

    def exactly(raw: tuple[Any, ...]) -> Fraction:
        value = raw[at]
        if type(value) in (int, float, Fraction):
            return exact(value)
        raise TooRough

    return Expression(bounds, exactly)


def _of_value(value: Value) -> Rough:
    if value.state == "none":
        return Rough(0, 0, 0, True)
    low = -inf if value.low is None else float(value.low)
    high = inf if value.high is None else float(value.high)
    if value.maybe_absent:
        low, high = min(low, 0), max(high, 0)
    return Rough(
        low, high, max((abs(bound) for bound in (low, high) if abs(bound) != inf), default=0.0), value.maybe_absent
    )


def pair(at: int) -> Expression:
    """Bounds that were worked out before."""

    def bounds(raw: tuple[Any, ...]) -> Rough:
        low, high = raw[at]
        if low is None:
            raise TooRough
        return Rough(low, high, abs(low) + (abs(high) if high != inf else 0.0))

    def exactly(raw: tuple[Any, ...]) -> Fraction:
        raise TooRough  # what was summed up in floats

    return Expression(bounds, exactly)


def constant(value: Number) -> Expression:
    """A fixed number."""
    rough = float(value)
    made, whole = Rough(rough, rough, abs(rough)), exact(value)
    return Expression(lambda _: made, lambda _: whole)


def combine(op: str, parts: list[Expression]) -> Expression:
    """An operation on bounds."""
    work = _OPERATIONS[op]

    def bounds(raw: tuple[Any, ...]) -> Rough:
        return work([part.bounds(raw) for part in parts])

    def exactly(raw: tuple[Any, ...]) -> Fraction:
        return _EXACTLY[op]([part.exactly(raw) for part in parts])

    return Expression(bounds, exactly)


def _add(args: list[Rough]) -> Rough:
    return Rough(sum(a.low for a in args), sum(a.high for a in args), sum(a.size for a in args))


def _subtract(args: list[Rough]) -> Rough:
    first, second = args
    return Rough(first.low - second.high, first.high - second.low, first.size + second.size)


def _times(left: float, right: float) -> float:
    return 0 if left == 0 or right == 0 else left * right


def _multiply(args: list[Rough]) -> Rough:
    low, high, size = 1.0, 1.0, 1.0
    for arg in args:
        corners = [_times(a, b) for a in (low, high) for b in (arg.low, arg.high)]
        low, high, size = min(corners), max(corners), size * arg.size
    return Rough(low, high, size)


def _divide(args: list[Rough]) -> Rough:
    above, below = args
    if below.absent or below.low < 0 or below.high <= 0:
        raise TooRough
    inverse = [inf if below.low == 0 else 1 / below.low, 1 / below.high]
    corners = [_times(a, b) for a in (above.low, above.high) for b in inverse]
    least = below.low or (below.high if below.high != inf else 1)
    return Rough(min(corners), max(corners), above.size / least)


def _smallest(args: list[Rough]) -> Rough:
    return Rough(min(a.low for a in args), min(a.high for a in args), sum(a.size for a in args))


def _largest(args: list[Rough]) -> Rough:
    return Rough(max(a.low for a in args), max(a.high for a in args), sum(a.size for a in args))


_OPERATIONS: dict[str, Callable[[list[Rough]], Rough]] = {
    "add": _add,
    "subtract": _subtract,
    "multiply": _multiply,
    "divide": _divide,
    "smallest": _smallest,
    "largest": _largest,
}


def _product(args: list[Fraction]) -> Fraction:
    made = Fraction(1)
    for arg in args:
        made *= arg
    return made


def _quotient(args: list[Fraction]) -> Fraction:
    above, below = args
    if below == 0:
        raise TooRough
    return above / below


_EXACTLY: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "add": lambda args: sum(args, Fraction(0)),
    "subtract": lambda args: args[0] - args[1],
    "multiply": _product,
    "divide": _quotient,
    "smallest": min,
    "largest": max,
}


def test(op: str, above: bool, below: bool, left: Expression, right: Expression) -> Callable[..., Any]:
    """A comparison: what it says when left is surely above right, and surely below."""
    equal = COMPARISONS[op].code in (">=", "<=", "==")

    def answer(*raw: Any) -> Any:
        try:
            one, other = left.bounds(raw), right.bounds(raw)
            margin = NEAR * (one.size + other.size)
            if one.low - other.high > margin:
                return above
            if one.high - other.low < -margin:
                return below
            if one.low - other.high < -margin and one.high - other.low > margin:
                return None
            gap = left.exactly(raw) - right.exactly(raw)
        except (TooRough, OverflowError):
            return FALLBACK
        return equal if gap == 0 else above if gap > 0 else below

    return answer
