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


Rough = tuple[float, float, float, bool]
"""Bounds, how large the finite numbers were that went into them, and whether it may be absent, which is 0 to a sum, but
nothing to divide by."""


class Expression(NamedTuple):
    """From the raw values that an expression reads to its bounds, and to its exact value (raises ``TooRough``)."""

    bounds: Callable[[tuple[Any, ...]], Rough]
    exactly: Callable[[tuple[Any, ...]], Fraction]
    is_fact: bool = False
    """Whether it is one fact or limit by itself, of which absence means something else than within a sum."""


class TooRough(Exception):
    """Floats cannot tell."""


def fact(at: int, unknown: Value) -> Expression:
    """The raw value at a place, or what a table parameter said."""

    try:
        not_stated = _of_value(unknown)
    except OverflowError:  # floats will not do, whatever is stated
        return Expression(_fails, _fails, True)

    def bounds(raw: tuple[Any, ...]) -> Rough:
        value = raw[at]
        if value is None:
            return not_stated
        if type(value) is int or type(value) is float:
            return value, value, abs(value), False
        return _of_value(value_of(value, unknown))

    def exactly(raw: tuple[Any, ...]) -> Fraction:
        value = raw[at]
        if type(value) in (int, float, Fraction):
            return exact(value)
        raise TooRough

    return Expression(bounds, exactly, True)


def _fails(raw: tuple[Any, ...]) -> Any:
    raise TooRough


def _of_value(value: Value) -> Rough:
    if value.state == "none":
        return 0, 0, 0, True
    low = -inf if value.low is None else float(value.low)
    high = inf if value.high is None else float(value.high)
    if value.maybe_absent:
        low, high = min(low, 0), max(high, 0)
    size = max((abs(bound) for bound in (low, high) if abs(bound) != inf), default=0.0)
    return low, high, size, value.maybe_absent


def pair(at: int) -> Expression:
    """Bounds that were worked out before."""

    def bounds(raw: tuple[Any, ...]) -> Rough:
        low, high = raw[at]
        if low is None:
            raise TooRough
        return low, high, abs(low) + (abs(high) if high != inf else 0.0), False

    def exactly(raw: tuple[Any, ...]) -> Fraction:
        raise TooRough  # what was summed up in floats

    return Expression(bounds, exactly)


def constant(value: Number) -> Expression:
    """A fixed number."""
    rough = float(value)
    made, whole = (rough, rough, abs(rough), False), exact(value)
    return Expression(lambda _: made, lambda _: whole)


def combine(op: str, parts: list[Expression]) -> Expression:
    """An operation on bounds."""
    if op == "divide":
        one, other = parts[0].bounds, parts[1].bounds
        return Expression(lambda raw: _quotient_bounds(one(raw), other(raw)), lambda raw: _exactly(op, parts, raw))

    work = _OPERATIONS[op]

    def bounds(raw: tuple[Any, ...]) -> Rough:
        return work([part.bounds(raw) for part in parts])

    return Expression(bounds, lambda raw: _exactly(op, parts, raw))


def _exactly(op: str, parts: list[Expression], raw: tuple[Any, ...]) -> Fraction:
    return _EXACTLY[op]([part.exactly(raw) for part in parts])


def _add(args: list[Rough]) -> Rough:
    return sum(a[0] for a in args), sum(a[1] for a in args), sum(a[2] for a in args), False


def _subtract(args: list[Rough]) -> Rough:
    (low, high, size, _), (less, more, other, _) = args
    return low - more, high - less, size + other, False


def _times(left: float, right: float) -> float:
    return 0 if left == 0 or right == 0 else left * right


def _multiply(args: list[Rough]) -> Rough:
    low, high, size = 1.0, 1.0, 1.0
    for least, most, its_size, _ in args:
        corners = _times(low, least), _times(low, most), _times(high, least), _times(high, most)
        low, high, size = min(corners), max(corners), size * its_size
    return low, high, size, False


def _quotient_bounds(above: Rough, below: Rough) -> Rough:
    low, high, size, _ = above
    least, most, _, absent = below
    if absent or least < 0 or most <= 0:
        raise TooRough
    inverse, other = inf if least == 0 else 1 / least, 1 / most
    size = size / (least or (most if most != inf else 1))
    if low >= 0:  # the rule rather than the exception
        return _times(low, other), _times(high, inverse), size, False
    corners = _times(low, inverse), _times(low, other), _times(high, inverse), _times(high, other)
    return min(corners), max(corners), size, False


def _smallest(args: list[Rough]) -> Rough:
    return min(a[0] for a in args), min(a[1] for a in args), sum(a[2] for a in args), False


def _largest(args: list[Rough]) -> Rough:
    return max(a[0] for a in args), max(a[1] for a in args), sum(a[2] for a in args), False


_OPERATIONS: dict[str, Callable[[list[Rough]], Rough]] = {
    "add": _add,
    "subtract": _subtract,
    "multiply": _multiply,
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
            (low, high, size, absent), (least, most, other, gone) = left.bounds(raw), right.bounds(raw)
            margin = NEAR * (size + other)
            found = None
            if low - most > margin:
                found = above
            elif high - least < -margin:
                found = below
            elif not (low - most < -margin and high - least > margin):
                gap = left.exactly(raw) - right.exactly(raw)
                found = equal if gap == 0 else above if gap > 0 else below
        except (TooRough, OverflowError):
            return FALLBACK
        may_be_absent = (left.is_fact and absent) or (right.is_fact and gone)
        return FALLBACK if may_be_absent else found  # to a comparison, what is none is not 0

    return answer
