"""What generated functions call, and what they leave behind: blocks of outcomes, one a subject and route."""

from __future__ import annotations

from typing import Any, NamedTuple

from standardcheck.compiler.form import Compare, Group
from standardcheck.compiler.interpret import perhaps_absent
from standardcheck.compiler.operators import COMPARISONS, CONNECTIVES, Comparison
from standardcheck.compiler.scope import EMPTY, Scope, item_steps, unstated_items
from standardcheck.compiler.values import ABSENCE, UNKNOWN, Value, known, truth
from standardcheck.plan.model import NONE, NOT_APPLICABLE, Incomplete
from standardcheck.vocabulary.model import Vocabulary

PASS, FAIL, OPEN, NOT_APPLICABLE_CODE, MANUAL, ERROR, FLAGGED, DROPPED = range(8)
"""Outcome codes; ``FLAGGED`` is a pass although it is not known whether the rule applies, ``DROPPED`` no finding."""

OUTCOMES = ("pass", "fail", "unknown", "not_applicable", "manual", "error", "pass")

# What becomes of an outcome when the finding is about a list that is missing, or not complete.
WHEN_MISSING = (OPEN, OPEN, OPEN, NOT_APPLICABLE_CODE, OPEN, ERROR, OPEN, DROPPED)
WHEN_REST = (OPEN, OPEN, OPEN, DROPPED, OPEN, ERROR, OPEN, DROPPED)

FALLBACK = type("Fallback", (), {"__repr__": lambda self: "FALLBACK"})()
"""Answer of a generated helper that leaves the question to the interpreter."""

GONE = type("Gone", (), {"__repr__": lambda self: "GONE"})()
"""Raw value of a fact whose object is not stated: not stated either, and perhaps absent with it."""

_ANSWERS_KEPT = 1_000

Where = Any
"""Index chain of a subject: ``None`` for the root, else (chain of the enclosing object, step). A step is an index,
or -1, -2, … for an item that is not stated, by its place among those that may be missing."""

Form = Any
"""``None`` for an object of the plan; else (form, level): the list at that level of the route is not (wholly) there."""


Block = tuple[Where, Form, tuple[int, ...], tuple[Any, ...], tuple[dict[str, Any], ...]]
"""What came out for one subject: where it stands, one outcome code a rule, the values that were measured, and the
objects from the root down to it."""


class Route(NamedTuple):
    """A way from the root to a kind: the list or object field of each level, and the rules judged at its end."""

    number: int
    steps: tuple[tuple[str, str], ...]
    kind: str
    kinds: tuple[str, ...]
    """Kinds on the way, the root first."""
    rules: tuple[int, ...]


class Run:
    """One pass over one plan."""

    __slots__ = ("data", "engine", "outs")

    def __init__(self, engine: Any, data: dict[str, Any]) -> None:
        self.engine = engine
        self.data = data
        self.outs: list[list[Any]] = [[] for _ in engine.routes]

    def condition(self, index: int, route: int, where: Where, form: Form) -> bool | None:
        """A condition that generated code did not decide."""
        engine = self.engine
        scope = scope_at(engine.vocabulary, self.data, engine.routes[route], where, form)
        holds: bool | None = engine.interpreter.evidence(engine.conditions[index], scope).holds
        return holds

    def judge(self, rule: int, route: int, where: Where, form: Form) -> int:
        """A rule that is left to the interpreter as a whole."""
        engine = self.engine
        scope = scope_at(engine.vocabulary, self.data, engine.routes[route], where, form)
        try:
            judgement = engine.interpreter.judge(engine.rules[rule], scope)
        except Exception:  # the finding is an error; its text comes from asking again
            return ERROR
        return FLAGGED if judgement.flagged else OUTCOMES.index(judgement.outcome)


def steps_of(where: Where) -> list[int]:
    """The steps of an index chain, the outermost first."""
    steps: list[int] = []
    while where is not None:
        where, step = where
        steps.append(step)
    steps.reverse()
    return steps


def scope_at(vocabulary: Vocabulary, data: dict[str, Any], route: Route, where: Where, form: Form = None) -> Scope:
    """The scope of a subject, made again from its index chain (``subjects`` in ``compiler.scope`` yields the same)."""
    scope = Scope({vocabulary.root: data}, {vocabulary.root: ()})
    for (kind, name), step in zip(route.steps, steps_of(where), strict=False):
        scope = _inside(vocabulary, scope, kind, name, step)
    return scope


def _inside(vocabulary: Vocabulary, scope: Scope, kind: str, name: str, step: int) -> Scope:
    field = vocabulary.kinds[kind].fields[name]
    path = (*scope.paths[kind], name)
    value = scope.nodes[kind].get(name)
    if field.type == "object":
        return scope.inside(field.items, value if type(value) is dict else {}, path)
    if step < 0:
        if type(value) is Incomplete:
            return unstated_items(scope, kind, name, field.items, value)[-1 - step]
        return scope.inside(field.items, {}, (*path, "-"))
    assert value is not None
    return scope.inside(field.items, value[step], (*item_steps(path, value), step))


def holder_of(
    vocabulary: Vocabulary, data: dict[str, Any], route: Route, where: Where, form: Form
) -> tuple[Scope, str, tuple[str | int, ...]]:
    """Scope, kind of the enclosing object, and path of the list, of a subject whose list is not (wholly) there."""
    name, level = form
    scope = scope_at(vocabulary, data, route, where)
    holder, field = route.steps[level]
    assert name != EMPTY or len(steps_of(where)) == level
    return scope, holder, (*scope.paths[holder], field)


class Leaf:
    """A comparison of one fact with a fixed right side, on a value as it stands in the plan."""

    __slots__ = ("kept", "operator", "right", "unknown")

    def __init__(self, operator: str, unknown: Value, right: Value) -> None:
        self.operator: Comparison = COMPARISONS[operator]
        self.unknown = unknown
        self.right = right
        self.kept: dict[Any, bool | None] = {}

    def __call__(self, raw: Any) -> bool | None:
        return truth(self.operator, value_of(raw, self.unknown), self.right)

    def between(self, left: Any, right: Any) -> bool | None:
        """The same with a right side that was looked up."""
        if left is None:  # by far the most frequent case, and one of few answers
            if right not in self.kept:
                if len(self.kept) >= _ANSWERS_KEPT:
                    self.kept.clear()
                self.kept[right] = truth(self.operator, self.unknown, value_of(right, self.right))
            return self.kept[right]
        return truth(self.operator, value_of(left, self.unknown), value_of(right, self.right))


def value_of(raw: Any, unknown: Value) -> Value:
    """The worth of a fact as it stands in the plan; a set stands for an unstated one of these values."""
    if raw is None or (type(raw) is str and raw == NOT_APPLICABLE):
        return unknown
    if raw is GONE:
        return perhaps_absent(unknown)
    if type(raw) is Value:
        return raw
    if type(raw) is str and raw == NONE:
        return ABSENCE
    if type(raw) is frozenset:
        return Value(UNKNOWN, possible=raw)
    return known(raw)


def finite(leaf: Leaf, values: Any, limited: Any) -> dict[Any, bool | None]:
    """The answers of ``leaf`` for every value that a fact of finite type can have."""
    return {value: leaf(value) for value in (*values, *limited, None, NONE, NOT_APPLICABLE, GONE)}


class Lookup(dict[Any, Any]):
    """A table parameter: from the raw values of its keys to a value, or to a ``Value`` if they do not tell.

    Answers are kept where there are only so many keys.
    """

    def __init__(self, rows: Any, keys: tuple[Any, ...], unknown: tuple[Value, ...], finite_keys: bool) -> None:
        super().__init__()
        self.rows = rows
        self.keys_ = keys
        self._unknown = unknown
        self._finite = finite_keys

    def __missing__(self, raw: tuple[Any, ...]) -> Any:
        found = self._find(raw)
        if self._finite:
            self[raw] = found
        return found

    def _find(self, raw: tuple[Any, ...]) -> Any:
        case = {
            key: value_of(value, unknown) for key, value, unknown in zip(self.keys_, raw, self._unknown, strict=True)
        }
        open_rows = []
        for row in self.rows:
            holds = _row_holds(row.when, case)
            if holds is True:
                return Value(UNKNOWN) if row.undecided else row.value
            if holds is None:
                open_rows.append(row)
        if not open_rows or any(row.undecided for row in open_rows):
            return Value(UNKNOWN)
        distinct = list(dict.fromkeys(row.value for row in open_rows))
        if len(distinct) == 1:
            return distinct[0]
        if isinstance(distinct[0], str | bool):
            return Value(UNKNOWN, possible=frozenset(distinct))
        ordered = sorted(distinct)
        return Value(UNKNOWN, None, ordered[0], ordered[-1])


def _row_holds(node: Any, case: dict[Any, Value]) -> bool | None:
    if isinstance(node, Group):
        return CONNECTIVES[node.op].of([_row_holds(item, case) for item in node.items], node.k)
    assert isinstance(node, Compare)
    return truth(COMPARISONS[node.op], case[node.left], known(node.right.value))


def split(value: Any) -> tuple[Any, Any]:
    """The items of a list that is not plainly a list, and what may stand in it unstated."""
    if type(value) is Incomplete:
        return value, ghosts(value)
    if type(value) is dict:
        return (value,), ()
    if value is None or value == NOT_APPLICABLE:
        return (), ({},)
    return (), ()


def ghosts(value: Incomplete) -> tuple[dict[str, Any], ...]:
    """What may be missing from an incomplete list; a set stands for a field that is one of several values."""
    if value.stated or not value.promised:
        return ({},)
    return tuple({field: frozenset(values)} for field, values in value.promised)
