"""What a value may still be, after some comparisons: a range with open or closed ends, or a set of values."""

from __future__ import annotations

from math import ceil, floor
from typing import Any, NamedTuple

from standardcheck.compiler.operators import COMPARISONS, order
from standardcheck.compiler.values import ABSENCE, Value, known, truth
from standardcheck.plan.model import NONE
from standardcheck.vocabulary.numbers import exact


class Range(NamedTuple):
    """The values left to an expression.

    With ``possible``, one of these (``"none"`` stands for absence); else between ``low`` and ``high`` (``None``: no
    bound), whole numbers only where ``whole``, and perhaps absent. ``apart`` are single values ruled out.
    """

    low: Any = None
    high: Any = None
    low_open: bool = False
    high_open: bool = False
    whole: bool = False
    possible: frozenset[Any] | None = None
    absent: bool = True
    apart: frozenset[Any] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left, not even absence."""
        if self.possible is not None:
            return not self.possible
        if self.absent or self.low is None or self.high is None:
            return False
        sign = order(self.low, self.high)
        return sign > 0 or (sign == 0 and (self.low_open or self.high_open or self.low in self.apart))

    def stated(self) -> Range:
        """Without absence."""
        possible = None if self.possible is None else self.possible - {NONE}
        return self._replace(absent=False, possible=possible)

    def admits(self, value: Any) -> bool:
        """Whether a value is in the range."""
        if value == NONE:
            return self.absent if self.possible is None else NONE in self.possible
        if self.possible is not None:
            return value in self.possible
        if value in self.apart:
            return False
        low = -1 if self.low is None else order(self.low, value)
        high = 1 if self.high is None else order(self.high, value)
        return (low < 0 or (low == 0 and not self.low_open)) and (high > 0 or (high == 0 and not self.high_open))


def range_of(value: Value, low_open: bool = False, whole: bool = False) -> Range:
    """The range of an expression that the interpreter evaluated."""
    if value.is_known:
        return Range(possible=frozenset((value.value,)))
    if value.state == "none":
        return Range(possible=frozenset((NONE,)))
    if value.possible is not None:
        return Range(possible=value.possible)
    return _rounded(Range(value.low, value.high, low_open, False, whole, None, value.maybe_absent))


_SIDES = {
    "at_least": ("low", False), "more_than": ("low", True), "at_most": ("high", False), "less_than": ("high", True),
    "on_or_after": ("low", False), "after": ("low", True), "on_or_before": ("high", False), "before": ("high", True),
}  # fmt: skip
"""Which end of a range an order operator sets where it holds, and whether that end is open."""


def narrow(range_: Range, op: str, right: Any, holds: bool) -> Range:
    """What is left where ``op right`` holds, or where it does not."""
    entry = COMPARISONS[op]
    if range_.possible is not None:
        left = (value for value in range_.possible if truth(entry, _value(value), known(right)) is holds)
        return range_._replace(possible=frozenset(left))
    range_ = range_._replace(absent=range_.absent and entry.absence_holds is holds)
    if op in _SIDES:
        end, open_ = _SIDES[op]
        if not holds:
            end, open_ = ("high" if end == "low" else "low"), not open_
        return _rounded(_cut(range_, end, right, open_))
    values = frozenset(right) if isinstance(right, tuple) else frozenset((right,))
    if (op in ("equals", "in")) is holds:
        kept = frozenset(value for value in values if range_.admits(value))
        return range_._replace(possible=kept | ({NONE} if range_.absent else frozenset()))
    return range_._replace(apart=range_.apart | values)


def presence(range_: Range, present: bool) -> Range:
    """What is left where a value is stated, or where it is stated that there is none."""
    if present:
        return range_.stated()
    admitted = range_.admits(NONE)
    return range_._replace(possible=frozenset((NONE,)) if admitted else frozenset())


def meet(left: Range, right: Range) -> Range:
    """What is left to both."""
    if left.possible is not None or right.possible is not None:
        chosen, other = (left, right) if left.possible is not None else (right, left)
        assert chosen.possible is not None
        kept = frozenset(value for value in chosen.possible if other.admits(value))
        return chosen._replace(possible=kept, apart=left.apart | right.apart)
    both = left._replace(absent=left.absent and right.absent, apart=left.apart | right.apart)
    if right.low is not None:
        both = _cut(both, "low", right.low, right.low_open)
    if right.high is not None:
        both = _cut(both, "high", right.high, right.high_open)
    return both


def _value(value: Any) -> Value:
    return ABSENCE if value == NONE else known(value)


def _cut(range_: Range, end: str, value: Any, open_: bool) -> Range:
    """The range with one end moved inwards, if the new one is tighter."""
    old = getattr(range_, end)
    if old is not None:
        sign = order(value, old) * (1 if end == "low" else -1)
        if sign < 0 or (sign == 0 and not open_):
            return range_
    return range_._replace(**{end: value, f"{end}_open": open_})


def _rounded(range_: Range) -> Range:
    """The ends of a range of whole numbers moved to whole numbers."""
    if not range_.whole:
        return range_
    low, high = range_.low, range_.high
    if low is not None:
        low = floor(exact(low)) + 1 if range_.low_open else ceil(exact(low))
    if high is not None:
        high = ceil(exact(high)) - 1 if range_.high_open else floor(exact(high))
    return range_._replace(low=low, high=high, low_open=False, high_open=False)
