"""The operators of the rule language: one table.

An entry says which values an operator takes, what it means on bounds, and which way a limit on its right
tightens. The type check, the interpreter, the generator, the rule schema and the reference page all read it; the
wording of an operator stands in the catalogues under its name.
"""

from __future__ import annotations

from collections.abc import Callable

from standardcheck.typing_light import Any, NamedTuple
from standardcheck.vocabulary.numbers import compare

ORDERED = ("number", "date")
FINITE = ("enum", "flag")
EVERY = ("number", "date", "enum", "flag", "text")

Bound = Any
"""A number, an ISO date, or ``None`` for no bound."""


class Comparison(NamedTuple):
    """A leaf operator.

    ``types``: what may stand on its left. ``right``: ``one`` value or ``many``. ``tightens``: +1 if a higher right
    side is harder to meet, -1 if a lower one, 0 if neither. ``on_bounds(low, high, right_low, right_high)``:
    true, false or ``None`` when the bounds do not decide; only for ordered types. ``on_sets(possible, right)``
    the same for finite sets of possible values. ``code``: the Python test on known numbers, for the generator.
    """

    name: str
    types: tuple[str, ...]
    right: str
    tightens: int
    on_bounds: Callable[[Bound, Bound, Bound, Bound], bool | None] | None
    on_sets: Callable[[frozenset[Any], frozenset[Any]], bool | None] | None
    code: str
    absence_holds: bool = False
    """Whether it holds of a known absence: only what denies does."""


def order(left: Any, right: Any) -> int:
    """-1, 0 or 1 for two numbers or two ISO dates."""
    return int(left > right) - int(left < right) if isinstance(left, str) else compare(left, right)


def _at_least(low: Bound, high: Bound, right_low: Bound, right_high: Bound) -> bool | None:
    if low is not None and right_high is not None and order(low, right_high) >= 0:
        return True
    if high is not None and right_low is not None and order(high, right_low) < 0:
        return False
    return None


def _more_than(low: Bound, high: Bound, right_low: Bound, right_high: Bound) -> bool | None:
    if low is not None and right_high is not None and order(low, right_high) > 0:
        return True
    if high is not None and right_low is not None and order(high, right_low) <= 0:
        return False
    return None


def _at_most(low: Bound, high: Bound, right_low: Bound, right_high: Bound) -> bool | None:
    return _at_least(right_low, right_high, low, high)


def _less_than(low: Bound, high: Bound, right_low: Bound, right_high: Bound) -> bool | None:
    return _more_than(right_low, right_high, low, high)


def _equals(low: Bound, high: Bound, right_low: Bound, right_high: Bound) -> bool | None:
    below = _at_most(low, high, right_low, right_high)
    above = _at_least(low, high, right_low, right_high)
    return False if below is False or above is False else (True if below and above else None)


def negated(truth: bool | None) -> bool | None:
    """Kleene's *not*."""
    return None if truth is None else not truth


def _not_equals(low: Bound, high: Bound, right_low: Bound, right_high: Bound) -> bool | None:
    return negated(_equals(low, high, right_low, right_high))


def _in(possible: frozenset[Any], right: frozenset[Any]) -> bool | None:
    return True if possible <= right else (False if possible.isdisjoint(right) else None)


def _not_in(possible: frozenset[Any], right: frozenset[Any]) -> bool | None:
    return negated(_in(possible, right))


def _same(possible: frozenset[Any], right: frozenset[Any]) -> bool | None:
    """Two values that are each one of several; ``"none"`` is the same as nothing."""
    if (possible & right) - {"none"}:
        return True if possible == right and len(right) == 1 else None
    return False


def _other(possible: frozenset[Any], right: frozenset[Any]) -> bool | None:
    return negated(_same(possible, right))


COMPARISONS: dict[str, Comparison] = {
    entry.name: entry
    for entry in (
        Comparison("at_least", ("number",), "one", +1, _at_least, None, ">="),
        Comparison("at_most", ("number",), "one", -1, _at_most, None, "<="),
        Comparison("more_than", ("number",), "one", +1, _more_than, None, ">"),
        Comparison("less_than", ("number",), "one", -1, _less_than, None, "<"),
        Comparison("equals", EVERY, "one", 0, _equals, _same, "=="),
        Comparison("not_equals", EVERY, "one", 0, _not_equals, _other, "!=", absence_holds=True),
        Comparison("in", ("enum", "text"), "many", 0, None, _in, "in"),
        Comparison("not_in", ("enum", "text"), "many", 0, None, _not_in, "not in", absence_holds=True),
        Comparison("before", ("date",), "one", -1, _less_than, None, "<"),
        Comparison("after", ("date",), "one", +1, _more_than, None, ">"),
        Comparison("on_or_before", ("date",), "one", -1, _at_most, None, "<="),
        Comparison("on_or_after", ("date",), "one", +1, _at_least, None, ">="),
    )
}


class Connective(NamedTuple):
    """A logical operator over truth values; ``of(truths, k)`` is Kleene's."""

    name: str
    arity: str
    of: Callable[[list[bool | None], int], bool | None]


def _all(truths: list[bool | None], _: int = 0) -> bool | None:
    return False if False in truths else (None if None in truths else True)


def _any(truths: list[bool | None], _: int = 0) -> bool | None:
    return True if True in truths else (None if None in truths else False)


def _not(truths: list[bool | None], _: int = 0) -> bool | None:
    return negated(truths[0])


def _k_of(truths: list[bool | None], k: int) -> bool | None:
    sure = truths.count(True)
    if sure >= k:
        return True
    return False if sure + truths.count(None) < k else None


CONNECTIVES: dict[str, Connective] = {
    entry.name: entry
    for entry in (
        Connective("all", "many", _all),
        Connective("any", "many", _any),
        Connective("not", "one", _not),
        Connective("k_of", "many", _k_of),
        Connective("one_of", "alternatives", _any),
    )
}

QUANTIFIERS = ("each", "some", "none")
AGGREGATES = ("count", "sum", "min", "max", "share")
ARITHMETIC = ("add", "subtract", "multiply", "divide", "smallest", "largest", "round_up")


def if_then_else(condition: bool | None, then: bool | None, otherwise: bool | None) -> bool | None:
    """Where the condition is unknown and both branches agree, that is the answer."""
    if condition is None:
        return then if then is otherwise else None
    return then if condition else otherwise
