"""What judging an object exercises of a rule: seen by an interpreter that notes what it looks at."""

from __future__ import annotations

from typing import Any

from standardcheck.compiler.evidence import Evidence, Leaf
from standardcheck.compiler.form import Compare, Param, Program
from standardcheck.compiler.interpret import Answers, Interpreter, Judgement
from standardcheck.compiler.scope import Scope
from standardcheck.compiler.values import Value
from standardcheck.packtools.to_exercise import MET, MET_AT, UNMET, Key, Subject
from standardcheck.vocabulary.model import Vocabulary
from standardcheck.vocabulary.numbers import exact


class Tracer(Interpreter):
    """An interpreter that notes what it looks at."""

    def __init__(
        self, program: Program, vocabulary: Vocabulary, as_of: str, supposed: dict[Any, Any] | None = None
    ) -> None:
        super().__init__(program, vocabulary, as_of, supposed)
        self.leaves: list[tuple[Leaf, dict[str, tuple[str, int]]]] = []
        self.rows: set[tuple[str, str, int]] = set()
        self.editions: set[tuple[str, str]] = set()
        self.last: dict[str, tuple[str, int]] = {}

    def evidence(self, node: Any, scope: Scope) -> Evidence:
        """As the interpreter, noting comparisons with the editions and rows that their limits came from."""
        found = super().evidence(node, scope)
        if isinstance(found, Leaf) and isinstance(node, Compare):
            self.leaves.append((found, dict(self.last)))
        return found

    def holds(self, node: Any, scope: Scope, answers: Answers | None = None) -> bool | None:
        """By the evidence, so that nothing that is asked goes unnoted."""
        return self.evidence(node, scope).holds

    def edition(self, name: str) -> Any:
        """As the interpreter, noting the edition."""
        found = super().edition(name)
        if found is not None:
            self.editions.add((name, found[1].since))
            if not found[1].has_table:  # else the row says more, and asking for the edition alone says nothing new
                self.last[name] = (found[1].since, 0)
        return found

    def _table(self, node: Param, index: int, scope: Scope) -> Value:
        since = self.program.params[node.name].editions[index].since
        value = super()._table(node, index, scope)
        self.last[node.name] = (since, 0)
        if not value.facts:
            for row, form in enumerate(self.program.tables[node.name][node.kind][index]):
                if super().evidence(form.when, scope).holds is True:
                    self.rows.add((node.name, since, row))
                    self.last[node.name] = (since, row)
        return value


def shown_by(subject: Subject, scope: Scope, as_of: str, supposed: Any = None) -> set[Key]:
    """The keys of everything that judging one object exercises."""
    tracer = Tracer(subject.program, subject.vocabulary, as_of, supposed)
    judgement = tracer.judge(subject.form, scope)
    found: set[Key] = {("outcome", judgement.outcome)}
    found |= {("edition", name, since) for name, since in tracer.editions}
    found |= {("row", *row) for row in tracer.rows}
    found |= _exceptions_shown(subject, tracer, scope, judgement)
    for leaf, last in tracer.leaves:
        found |= _sides(subject, leaf, last)
    return found


def _exceptions_shown(subject: Subject, tracer: Tracer, scope: Scope, judgement: Judgement) -> set[Key]:
    form = subject.form
    if form.manual or judgement.outcome == "not_applicable":
        return set()
    if tracer.evidence(form.require, scope).holds is True:
        return set()
    found: set[Key] = set()
    for allowance in form.allowances:
        when = tracer.evidence(allowance.when, scope).holds
        if when is True and tracer.evidence(allowance.require, scope).holds is True:
            found.add(("exception", allowance.id, "met"))
        if when is False and judgement.outcome == "fail":
            found.add(("exception", allowance.id, "when_false"))
    return found


def _sides(subject: Subject, leaf: Leaf, last: dict[str, tuple[str, int]]) -> set[Key]:
    """The sides of limits on which a comparison lies, near enough to tell the limit from its neighbours."""
    found: set[Key] = set()
    for limit in subject.limits:
        if limit.node is not leaf.node or leaf.right is None or not (leaf.left.is_known and leaf.right.is_known):
            continue
        right = limit.node.right
        at = last.get(right.name, ("", 0)) if isinstance(right, Param) else ("", 0)
        known = limit.values.get(at)
        if known is None or not _near(limit.node.op, leaf, known):
            continue
        side = MET if leaf.holds else UNMET
        found.add(("limit", limit.place, *at, side))
    return found


def _near(op: str, leaf: Leaf, known: tuple[Any, Any, str]) -> bool:
    assert leaf.right is not None
    distance = _distance(leaf.left.value, leaf.right.value)
    if leaf.holds is (op in MET_AT):
        return bool(distance == 0)
    return bool(0 < distance <= exact(known[1]))


def _distance(left: Any, right: Any) -> Any:
    if isinstance(right, str):
        from datetime import date

        return abs((date.fromisoformat(str(left)) - date.fromisoformat(right)).days)
    return abs(exact(left) - exact(right))
