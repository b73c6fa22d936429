"""Bounds in floats, for arithmetic on facts that are not stated: the same as ``compiler.intervals``, but rough.

Bounds are decided by only where they are far from each other for their size (see ``amounts``); else the answer is
``FALLBACK``. Infinity stands for no bound.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

from standardcheck.compiler.generated.runtime import FALLBACK, value_of
from standardcheck.compiler.values import Value

NEAR = 1e-9


class Rough(NamedTuple):
    """Bounds, and how large the finite numbers were that went into them."""

    low: float
    high: float
    size: float
    absent: bool = False
    """Whether it may be absent, which is 0 to a sum, but nothing to divide by."""


Expression = Callable[[tuple[Any, ...]], Rough]
"""From the raw values that an expression reads to its bounds."""


class TooRough(Exception):
    """Floats cannot tell."""


def fact(at: int, unknown: Value) -> Expression:
    """The raw value at a place, or what a table parameter said."""

    def bounds(raw: tuple[Any, ...]) -> Rough:
        value = raw[at]
        if type(value) is int or type(value) is float:
            return Rough(value, value, abs(value))
        return _of_value(value_of(value, unknown))

    return bounds


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

    return bounds


def constant(value: float) -> Expression:
    """A fixed number."""
    made = Rough(value, value, abs(value))
    return lambda _: made


def combine(op: str, parts: list[Expression]) -> Expression:
    """An operation on bounds."""
    work = _OPERATIONS[op]

    def bounds(raw: tuple[Any, ...]) -> Rough:
        return work([part(raw) for part in parts])

    return bounds


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


def test(above: bool, below: bool, left: Expression, right: Expression) -> Callable[..., Any]:
    """A comparison: what it says when left is surely above right, and surely below."""

    def answer(*raw: Any) -> Any:
        try:
            one, other = left(raw), right(raw)
        except (TooRough, OverflowError):
            return FALLBACK
        margin = NEAR * (one.size + other.size)
        if one.low - other.high > margin:
            return above
        if one.high - other.low < -margin:
            return below
        if one.low - other.high < -margin and one.high - other.low > margin:
            return None
        return FALLBACK

    return answer
