"""Findings made from what generated functions left behind: the same as ``evaluate`` yields, but only when asked for.

A plan of thousands of objects has millions of findings, nearly all of them passes or not applicable. They are kept
as one small tuple a subject; counting reads those tuples, and a :class:`Finding` is made for whoever looks at one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, overload

from standardcheck.check.evaluate import evaluate
from standardcheck.check.findings import Finding, Outcome, severity_of
from standardcheck.check.looking import Unmade
from standardcheck.check.verdict import Kind, Tallied, Tally
from standardcheck.compiler.form import RuleForm
from standardcheck.compiler.generated.engine import Engine
from standardcheck.compiler.generated.runtime import (
    DROPPED,
    ERROR,
    FLAGGED,
    OUTCOMES,
    Route,
    holder_of,
    scope_at,
)
from standardcheck.compiler.scope import EMPTY, ITEM, Scope

_SCOPES_KEPT = 10_000

ByRule = dict[tuple[int, str], int]
"""How many findings a rule (by its index) has of an outcome."""


def evaluate_fused(engine: Engine, data: dict[str, Any], chosen: Collection[RuleForm]) -> Sequence[Finding]:
    """The findings that :func:`standardcheck.check.evaluate.evaluate` yields for ``chosen`` rules of the engine."""
    try:
        return FusedFindings(engine, data, engine.run(data), chosen)
    except Exception:  # a value that generated code was not made for: the interpreter says what it means
        return tuple(evaluate(engine.interpreter, data, chosen))


class FusedFindings(Unmade, Tallied, Sequence[Finding]):
    """The findings of one plan, in the order of the rules, then of the plan."""

    def __init__(
        self,
        engine: Engine,
        data: dict[str, Any],
        blocks: list[list[Any]],
        chosen: Collection[RuleForm] | None = None,
    ) -> None:
        self.engine = engine
        wanted = None if chosen is None else {id(rule) for rule in chosen}
        self.indices = [at for at, rule in enumerate(engine.rules) if wanted is None or id(rule) in wanted]
        self.data = data
        self.blocks = blocks
        self._tally: ByRule | None = None
        self._scopes: dict[tuple[int, int], Scope] = {}

    def tally(self) -> ByRule:
        """How many findings there are, by rule and outcome."""
        if self._tally is None:
            found: Counter[tuple[int, str]] = Counter()
            chosen = set(self.indices)
            for route in self.engine.routes:
                for outcomes, times in Counter(block[2] for block in self.blocks[route.number]).items():
                    for rule, code in zip(route.rules, outcomes, strict=True):
                        if code != DROPPED and rule in chosen:
                            found[rule, OUTCOMES[code]] += times
            self._tally = dict(found)
        return self._tally

    def kinds(self) -> Tally:
        """How many findings there are of each kind."""
        found: Counter[Kind] = Counter()
        for (index, outcome), number in self.tally().items():
            rule = self.engine.rules[index]
            found[Kind(severity_of(rule), rule.force, outcome, "open")] += number
        return found

    def first(self, outcomes: Iterable[str], most: int) -> Iterator[Finding]:
        """The findings of some outcomes, in order; of each rule and outcome at most ``most`` (0: all)."""
        wanted = set(outcomes)
        tally = self.tally()
        for index in self.indices:
            codes = {code for code, outcome in enumerate(OUTCOMES) if outcome in wanted and (index, outcome) in tally}
            if codes:
                yield from self._of_rule(index, codes, most)

    def of_rule(self, rule: str, outcomes: Collection[str]) -> Iterator[Finding]:
        """The findings of one rule (by its id) that came out so, in order."""
        codes = {code for code, outcome in enumerate(OUTCOMES) if outcome in outcomes}
        for index in self.indices:
            if self.engine.rules[index].id == rule:
                yield from self._of_rule(index, codes)

    def by_rule(self) -> dict[tuple[str, str], int]:
        """How many findings there are, by the id of the rule and outcome, in order of the rules."""
        return {(self.engine.rules[at].id, outcome): number for (at, outcome), number in sorted(self.tally().items())}

    def __len__(self) -> int:
        return sum(self.tally().values())

    def __iter__(self) -> Iterator[Finding]:
        for index in self.indices:
            yield from self._of_rule(index, set(range(len(OUTCOMES))))

    @overload
    def __getitem__(self, at: int) -> Finding: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Finding]: ...
    def __getitem__(self, at: int | slice) -> Finding | Sequence[Finding]:
        return tuple(self)[at]

    def _of_rule(self, index: int, codes: set[int], most: int = 0) -> Iterator[Finding]:
        seen: Counter[str] = Counter()
        for route in self.engine.routes_of_rule[index]:
            column = route.rules.index(index)
            for at, block in enumerate(self.blocks[route.number]):
                code = block[2][column]
                if code in codes:
                    seen[OUTCOMES[code]] += 1
                    if not most or seen[OUTCOMES[code]] <= most:
                        yield self._finding(index, route, at, block, code)

    def _finding(self, index: int, route: Route, at: int, block: Any, code: int) -> Finding:
        rule, (where, form, *_) = self.engine.rules[index], block
        scope = self._scope(route, at, where)
        if form is None:
            holder, path, list_path = route.kind, scope.paths[route.kind], scope.paths[route.kind]
            name = ITEM
        else:
            _, holder, list_path = holder_of(self.engine.vocabulary, self.data, route, where, form)
            name, path = form[0], scope.paths[holder]
        if name == EMPTY:
            code = OUTCOMES.index(Outcome.NOT_APPLICABLE)
        error = self._error(rule, scope) if code == ERROR else ""
        return Finding(rule, OUTCOMES[code], code == FLAGGED, name, holder, path, list_path, scope, error=error)

    def _scope(self, route: Route, at: int, where: Any) -> Scope:
        kept = self._scopes.get((route.number, at))
        if kept is None:
            kept = scope_at(self.engine.vocabulary, self.data, route, where)
            if len(self._scopes) < _SCOPES_KEPT:
                self._scopes[route.number, at] = kept
        return kept

    def _error(self, rule: RuleForm, scope: Scope) -> str:
        try:
            self.engine.interpreter.judge(rule, scope)
        except Exception as fault:
            return f"{type(fault).__name__}: {fault}"
        return ""
