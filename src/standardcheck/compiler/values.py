"""What an expression is worth when some facts are not known, and how such values compare."""

from __future__ import annotations

from standardcheck.compiler.operators import Comparison
from standardcheck.plan.model import NONE, Path
from standardcheck.typing_light import Any, NamedTuple

KNOWN, ABSENT, UNKNOWN = "known", "none", "unknown"


class FactRef(NamedTuple):
    """A fact of the plan: where it stands (or would stand), and which field of which kind it is."""

    path: Path
    kind: str
    field: str


class Value(NamedTuple):
    """The worth of an expression.

    ``state`` is ``known``, ``none`` (known absence) or ``unknown``. Numbers and dates lie within ``low`` and
    ``high`` (``None``: no bound); values of finite types are one of ``possible``, where ``"none"`` stands for
    absence. ``facts`` are the unknown facts that the value depends on; ``reason`` says why it is unknown.
    """

    state: str
    value: Any = None
    low: Any = None
    high: Any = None
    possible: frozenset[Any] | None = None
    maybe_absent: bool = False
    facts: tuple[FactRef, ...] = ()
    reason: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is one certain value."""
        return self.state == KNOWN


def known(value: Any) -> Value:
    """A certain value."""
    kind = type(value)
    if kind is int or kind is float:
        return Value(KNOWN, value, value, value)
    if kind is str or kind is bool:
        return Value(KNOWN, value, value, value, frozenset((value,)))
    if kind is tuple:
        return Value(KNOWN, value, None, None, frozenset(value))
    return Value(KNOWN, value, value, value)


ABSENCE = Value(ABSENT, NONE, possible=frozenset((NONE,)))


def between(low: Any, high: Any, facts: tuple[FactRef, ...], reason: str = "") -> Value:
    """A number or date known within bounds; certain when the bounds meet and no fact is open."""
    if low is not None and high is not None and low == high:
        return known(low)
    return Value(UNKNOWN, None, low, high, None, False, facts, reason)


def truth(operator: Comparison, left: Value, right: Value) -> bool | None:
    """Whether ``left operator right`` holds: true, false, or not decided by what is known."""
    if left.state == ABSENT or right.state == ABSENT:
        return operator.absence_holds
    if operator.on_sets is not None and left.possible is not None and right.possible is not None:
        return operator.on_sets(left.possible, right.possible)
    if operator.on_bounds is None:
        return None
    answer = operator.on_bounds(left.low, left.high, right.low, right.high)
    if (left.maybe_absent or right.maybe_absent) and answer is not operator.absence_holds:
        return None
    return answer


def union(left: tuple[FactRef, ...], right: tuple[FactRef, ...]) -> tuple[FactRef, ...]:
    """Both, in order, each once."""
    if not right:
        return left
    if not left:
        return right
    return tuple(dict.fromkeys((*left, *right)))
