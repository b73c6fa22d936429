"""Counts, sums and the like over items of which some may be unknown or unstated, as bounds."""

from __future__ import annotations

from standardcheck.compiler import intervals
from standardcheck.compiler.evidence import open_facts
from standardcheck.compiler.form import Aggregate
from standardcheck.compiler.scope import Members, Scope
from standardcheck.compiler.values import UNKNOWN, FactRef, Value, between, known, union
from standardcheck.typing_light import Any
from standardcheck.vocabulary.numbers import compare


class _Sorted:
    """Items that certainly count, items that perhaps count, and whether unstated ones may."""

    def __init__(self, interpreter: Any, node: Aggregate, members: Members) -> None:
        self.interpreter, self.node = interpreter, node
        self.certain: list[Scope] = []
        self.perhaps: list[Scope] = []
        self.others: list[Scope] = []
        self.facts: tuple[FactRef, ...] = ()
        for member in members.stated:
            chosen = self._chosen(member)
            if chosen is True:
                self.certain.append(member)
            elif chosen is None:
                self.perhaps.append(member)
            else:
                self.others.append(member)
        self.unstated = [member for member in members.possible if self._chosen(member, note=False) is not False]
        self.unstated_others = bool(members.possible)
        if self.unstated or (node.op == "share" and self.unstated_others):
            self.facts = union(self.facts, members.facts)

    def _chosen(self, member: Scope, note: bool = True) -> bool | None:
        if self.node.where is None:
            return True
        answer: bool | None = self.interpreter.holds(self.node.where, member)
        if answer is None and note:
            self.facts = union(self.facts, open_facts(self.interpreter.evidence(self.node.where, member)))
        return answer

    def amount(self, member: Scope) -> Value:
        """What one item adds: 1, or the worth of ``of``."""
        if self.node.of is None:
            return known(1)
        value: Value = self.interpreter.value(self.node.of, member)
        self.facts = union(self.facts, value.facts)
        return value


def aggregate(interpreter: Any, node: Aggregate, members: Members) -> Value:
    """The aggregate of ``members``; ``interpreter`` evaluates what is asked of each."""
    items = _Sorted(interpreter, node, members)
    if node.op == "share":
        return _share(items)
    if node.op in ("min", "max"):
        return _extreme(items)
    if node.distinct is not None:
        return _distinct(items)
    return _sum(items)


def _total(items: _Sorted, certain: list[Scope], perhaps: list[Scope], unstated: list[Scope]) -> tuple[Any, Any]:
    sure = intervals.add([items.amount(member) for member in certain])
    low, high = sure.low, sure.high
    for member in perhaps:
        value = items.amount(member)
        if value.state == "none":
            continue
        low, high = _plus(low, value.low, min), _plus(high, value.high, max)
    for member in unstated:  # any number of them
        value = items.amount(member) if items.node.of is not None else known(1)
        low = None if value.low is None or value.low < 0 else low
        high = None if value.high is None or value.high > 0 else high
    return low, high


def _plus(bound: Any, amount: Any, choose: Any) -> Any:
    if bound is None or amount is None:
        return None
    chosen = choose(0, amount)
    return bound if chosen == 0 else intervals.add([known(bound), known(chosen)]).value


def _sum(items: _Sorted) -> Value:
    low, high = _total(items, items.certain, items.perhaps, items.unstated)
    return between(low, high, _without_unstated(items.facts), "not_stated")


def _without_unstated(facts: tuple[FactRef, ...]) -> tuple[FactRef, ...]:
    return tuple(fact for fact in facts if "-" not in fact.path)


def _share(items: _Sorted) -> Value:
    part_low, part_high = _total(items, items.certain, items.perhaps, items.unstated)
    rest_low, rest_high = _total(items, items.others, items.perhaps, [])
    if items.unstated_others:
        rest_high = None
    sure, _ = _total(items, [*items.certain, *items.others, *items.perhaps], [], [])
    facts = _without_unstated(items.facts)
    if part_high == 0 and rest_high == 0:
        return Value(UNKNOWN, None, facts=facts, reason="empty")
    if (part_low, rest_low) != (part_high, rest_high) and _negative(part_low, rest_low):
        return Value(UNKNOWN, None, facts=facts, reason="not_stated")
    if sure is None or compare(sure, 0) <= 0:  # a share of nothing, or perhaps of nothing
        return Value(UNKNOWN, None, facts=facts, reason="not_stated" if facts else "empty")
    return between(_part_of(part_low, rest_high, 0), _part_of(part_high, rest_low, 1), facts, "not_stated")


def _negative(*bounds: Any) -> bool:
    return any(bound is None or compare(bound, 0) < 0 for bound in bounds)


def _part_of(part: Any, rest: Any, limit: int) -> Any:
    if part is None or rest is None:
        return limit
    whole = intervals.add([known(part), known(rest)]).value
    return limit if whole == 0 else intervals.divide([known(part), known(whole)]).value


def _extreme(items: _Sorted) -> Value:
    values = [items.amount(member) for member in items.certain]
    sure = [value for value in values if value.state != "none" and not value.maybe_absent]
    doubtful = [value for value in values if value.maybe_absent]
    doubtful += [value for member in items.perhaps if (value := items.amount(member)).state != "none"]
    facts = _without_unstated(items.facts)
    if not sure:
        return Value(UNKNOWN, None, facts=facts, reason="not_stated" if facts else "empty")
    lowest = items.node.op == "min"
    inner, outer = ("high", "low") if lowest else ("low", "high")
    pick = _least if lowest else _greatest
    near = pick([getattr(value, inner) for value in sure], skip_none=True)
    far_values = [getattr(value, outer) for value in (*sure, *doubtful)]
    far_values += [getattr(items.amount(member), outer) for member in items.unstated]
    far = pick(far_values, skip_none=False)
    return between(far, near, facts, "not_stated") if lowest else between(near, far, facts, "not_stated")


def _least(bounds: list[Any], skip_none: bool) -> Any:
    return _pick(bounds, skip_none, -1)


def _greatest(bounds: list[Any], skip_none: bool) -> Any:
    return _pick(bounds, skip_none, 1)


def _pick(bounds: list[Any], skip_none: bool, sign: int) -> Any:
    best: Any = None
    for bound in bounds:
        if bound is None:
            if not skip_none:
                return None
        elif best is None or compare(bound, best) == sign:
            best = bound
    return best


def _distinct(items: _Sorted) -> Value:
    assert items.node.distinct is not None
    sure: set[Any] = set()
    maybe: set[Any] = set()
    strangers, candidates, any_certain, endless = 0, set(), False, False
    for certain, members in ((True, items.certain), (False, items.perhaps), (None, items.unstated)):
        for member in members:
            value: Value = items.interpreter.value(items.node.distinct, member)
            if value.state == "none":
                continue
            if value.is_known:
                (sure if certain else maybe).add(value.value)
                any_certain = any_certain or bool(certain)
                continue
            if certain is not None:
                items.facts = union(items.facts, value.facts)
            any_certain = any_certain or (bool(certain) and "none" not in (value.possible or ("none",)))
            strangers += 1
            endless = endless or certain is None or value.possible is None
            candidates |= _candidates(items, member, value)
    low = max(len(sure), 1 if any_certain else 0)
    most = len(sure | maybe) + strangers
    high: Any = most
    if strangers:
        known_values = sure | maybe | candidates
        bounded = all(candidate is not _ANYTHING for candidate in candidates)
        high = len(known_values) if bounded and (endless or len(known_values) < most) else (None if endless else most)
    return between(low, high, _without_unstated(items.facts), "not_stated")


_ANYTHING = object()


def _candidates(items: _Sorted, member: Scope, value: Value) -> set[Any]:
    """The values that an unknown value may take and still be chosen by ``where``."""
    if value.possible is None:
        return {_ANYTHING}
    path = items.interpreter.path_of(items.node.distinct, member)
    found = set()
    for candidate in value.possible - {"none"}:
        supposing = type(items.interpreter)(
            items.interpreter.program,
            items.interpreter.vocabulary,
            items.interpreter.as_of,
            {**items.interpreter.supposed, path: candidate},
        )
        if items.node.where is None or supposing.holds(items.node.where, member) is not False:
            found.add(candidate)
    return found
