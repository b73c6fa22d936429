"""The reference interpreter: what a rule means, said as plainly as possible.

It answers with evidence. The generated functions (``compiler.generate``) are tested against it.
"""

from __future__ import annotations

from collections.abc import Iterable

from standardcheck.compiler import aggregate, intervals
from standardcheck.compiler.evidence import Branch, Evidence, Leaf
from standardcheck.compiler.form import (
    Aggregate,
    Arithmetic,
    Compare,
    Derived,
    Edition,
    Fact,
    Group,
    If,
    Literal,
    Param,
    Present,
    Program,
    Quantified,
    RuleForm,
    TableRow,
)
from standardcheck.compiler.operators import COMPARISONS, CONNECTIVES, if_then_else, negated
from standardcheck.compiler.scope import Scope, list_members
from standardcheck.compiler.values import ABSENCE, UNKNOWN, FactRef, Value, known, truth, union
from standardcheck.compiler.working import working_of
from standardcheck.plan.model import NONE, NOT_APPLICABLE, Path
from standardcheck.typing_light import Any, NamedTuple, TypeAlias
from standardcheck.vocabulary.model import Field, Vocabulary

_SETTLED_BY = {"all": False, "any": True, "one_of": True}
"""Connectives, and the answer of one condition by which they are settled."""

Answers: TypeAlias = dict[int, bool | None]
"""Answers of conditions for one scope, by the ``id`` of the condition: many rules ask the same of an object. Only for
conditions of the program, which outlive the answers."""

PASS, FAIL, OPEN, NOT_APPLICABLE_OUTCOME, MANUAL, ERROR = (
    "pass", "fail", "unknown", "not_applicable", "manual", "error",
)  # fmt: skip


class Judgement(NamedTuple):
    """How a rule came out for one object.

    ``flagged``: passed although it is not known whether the rule applies. ``allowance``: the exception by which
    it passed, if the base requirement did not.
    """

    outcome: str
    flagged: bool
    allowance: str
    applies: Evidence | None
    holds: Evidence | None


def outcome_of(applies: bool | None, holds: bool | None, manual: bool = False) -> str:
    """The one table from (applies, holds) to outcome (a manual rule's ``holds`` is never asked)."""
    if applies is False:
        return NOT_APPLICABLE_OUTCOME
    if manual:
        return MANUAL if applies else OPEN
    if holds is True:
        return PASS
    if applies is None or holds is None:
        return OPEN
    return FAIL


class Interpreter:
    """Evaluates the typed form of one program at one date. What it keeps between calls saves time and changes nothing.

    ``supposed`` maps paths of facts to values to be taken instead of what the plan says; completions of unknown
    facts are tried with it.
    """

    def __init__(
        self, program: Program, vocabulary: Vocabulary, as_of: str, supposed: dict[Path, Any] | None = None
    ) -> None:
        self.program = program
        self.vocabulary = vocabulary
        self.as_of = as_of
        self.supposed = supposed or {}
        self._literals: dict[int, tuple[Literal, Value]] = {}
        self._editions: dict[str, tuple[int, Edition] | None] = {}

    # -- rules -----------------------------------------------------------------------------------------------

    def judge(self, rule: RuleForm, scope: Scope) -> Judgement:
        """Judge one object."""
        applies = self.evidence(rule.applies, scope) if rule.applies is not None else None
        applied = True if applies is None else applies.holds
        if applied is False or rule.manual:
            return Judgement(outcome_of(applied, None, rule.manual), False, "", applies, None)
        base = self.evidence(rule.require, scope)
        holds, allowance = base, ""
        if rule.allowances and base.holds is not True:
            holds, allowance = self._with_allowances(rule, scope, base)
        outcome = outcome_of(applied, holds.holds)
        return Judgement(outcome, outcome == PASS and applied is None, allowance, applies, holds)

    def outcome(self, rule: RuleForm, scope: Scope, answers: Answers | None = None) -> tuple[str, bool]:
        """Outcome and ``flagged`` of :meth:`judge`, without the evidence: nothing is asked that cannot matter, nor
        twice what is among the ``answers`` for the same scope."""
        applied = True if rule.applies is None else self.holds(rule.applies, scope, answers)
        if applied is False or rule.manual:
            return outcome_of(applied, None, rule.manual), False
        holds = self.holds(rule.require, scope, answers)
        for allowance in rule.allowances:
            if holds is True:
                break
            met = self._settled((allowance.when, allowance.require), scope, answers, False)
            holds = True if met else None if met is None else holds
        outcome = outcome_of(applied, holds)
        return outcome, outcome == PASS and applied is None

    def holds(self, node: Any, scope: Scope, answers: Answers | None = None) -> bool | None:
        """The answer of :meth:`evidence`."""
        if answers is None:
            return self._holds(node, scope, None)
        key = id(node)
        if key not in answers:
            answers[key] = self._holds(node, scope, answers)
        return answers[key]

    def _holds(self, node: Any, scope: Scope, answers: Answers | None) -> bool | None:
        kind = type(node)
        if kind is Compare:
            return truth(COMPARISONS[node.op], self.value(node.left, scope), self.value(node.right, scope))
        if kind is Group and node.op in _SETTLED_BY:
            return self._settled(node.items, scope, answers, _SETTLED_BY[node.op])
        if kind is Group and node.op == "not":
            return negated(self.holds(node.items[0], scope, answers))
        if kind is Quantified:
            return self._quantified_holds(node, scope)
        return self.evidence(node, scope).holds

    def _settled(self, items: Iterable[Any], scope: Scope, answers: Answers | None, settles: bool) -> bool | None:
        """Kleene's *and* (settled by false) or *or* (by true), not asked further once it is settled."""
        answer: bool | None = not settles
        for item in items:
            found = self.holds(item, scope, answers)
            if found is settles:
                return settles
            if found is None:
                answer = None
        return answer

    def _with_allowances(self, rule: RuleForm, scope: Scope, base: Evidence) -> tuple[Evidence, str]:
        ways: list[Evidence] = [base]
        for allowance in rule.allowances:
            both = Group("all", (allowance.when, allowance.require))
            ways.append(self.evidence(both, scope))
        truths = [way.holds for way in ways]
        met = CONNECTIVES["any"].of(truths, 0)
        by = next((a.id for a, way in zip(rule.allowances, ways[1:], strict=True) if way.holds is True), "")
        return Branch("exceptions", met, tuple(ways), ("", *(a.id for a in rule.allowances))), by

    # -- conditions ------------------------------------------------------------------------------------------

    def evidence(self, node: Any, scope: Scope) -> Evidence:
        """Evaluate a condition."""
        found: Evidence = _CONDITIONS[type(node)](self, node, scope)
        return found

    def _compare(self, node: Compare, scope: Scope) -> Leaf:
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        holds = truth(COMPARISONS[node.op], left, right)
        measured, required = working_of(self, node.left, scope, left), working_of(self, node.right, scope, right)
        return Leaf(node, holds, left, right, self.path_of(node.left, scope), measured, required)

    def _present(self, node: Present, scope: Scope) -> Leaf:
        value = self._fact(node.fact, scope)
        present = {"known": True, "none": False}.get(value.state)
        holds = None if present is None else present is node.expected
        return Leaf(node, holds, value, None, self.path_of(node.fact, scope))

    def _group(self, node: Group, scope: Scope) -> Branch:
        children = tuple(self.evidence(item, scope) for item in node.items)
        holds = CONNECTIVES[node.op].of([child.holds for child in children], node.k)
        return Branch(node.op, holds, children, node.labels, k=node.k)

    def _if(self, node: If, scope: Scope) -> Branch:
        condition = self.evidence(node.condition, scope)
        then = self.evidence(node.then, scope)
        otherwise = Branch("all", True, ()) if node.otherwise is None else self.evidence(node.otherwise, scope)
        holds = if_then_else(condition.holds, then.holds, otherwise.holds)
        return Branch("if", holds, (condition, then, otherwise))

    def _quantified(self, node: Quantified, scope: Scope) -> Branch:
        members = list_members(self.vocabulary, scope, node.items)
        ways = [self._member(node, member) for member in (*members.stated, *members.possible)]
        stated = [way.holds for way in ways[: len(members.stated)]]
        # an item that may not be there can leave the answer open, never settle it
        neutral = node.op != "some"
        unstated = [neutral if way.holds is neutral else None for way in ways[len(members.stated) :]]
        connective = CONNECTIVES["all" if neutral else "any"]
        holds = connective.of(stated + unstated, 0)
        children, labels = tuple(ways[: len(stated)]), tuple(member.paths for member in members.stated)
        own = members.facts if holds is None and None in unstated else ()
        item = node.items.item
        return Branch(node.op, holds, children, tuple(paths.get(item, ()) for paths in labels), own)

    def _quantified_holds(self, node: Quantified, scope: Scope) -> bool | None:
        members = list_members(self.vocabulary, scope, node.items)
        neutral = node.op != "some"
        answer: bool | None = neutral
        for member in members.stated:
            found = self._member_holds(node, member, neutral)
            if found is not neutral:
                if found is not None:
                    return found
                answer = None
        if answer is not None and any(self._member_holds(node, m, neutral) is not neutral for m in members.possible):
            return None
        return answer

    def _member_holds(self, node: Quantified, member: Scope, neutral: bool) -> bool | None:
        """What one item says, in the terms of the quantifier; an item that is not meant says what changes nothing."""
        chosen = True if node.where is None else self.holds(node.where, member)
        if chosen is False:
            return neutral
        meets = self.holds(node.satisfies, member)
        if node.op == "none":
            meets = negated(meets)
        return meets if chosen or meets is neutral else None

    def _member(self, node: Quantified, member: Scope) -> Evidence:
        meets = self.evidence(node.satisfies, member)
        if node.op == "none":
            meets = Branch("not", CONNECTIVES["not"].of([meets.holds], 0), (meets,))
        if node.where is None:
            return meets
        chosen = self.evidence(node.where, member)
        if node.op == "some":
            return Branch("all", CONNECTIVES["all"].of([chosen.holds, meets.holds], 0), (chosen, meets))
        return Branch("if", if_then_else(chosen.holds, meets.holds, True), (chosen, meets))

    # -- expressions -----------------------------------------------------------------------------------------

    def value(self, node: Any, scope: Scope) -> Value:
        """Evaluate an expression."""
        found: Value = _EXPRESSIONS[type(node)](self, node, scope)
        return found

    def _literal(self, node: Literal, scope: Scope) -> Value:
        found = self._literals.get(id(node))
        if found is None:  # the node is kept with its value, so that its id stays its own
            found = self._literals[id(node)] = node, known(node.value)
        return found[1]

    def _fact(self, node: Fact, scope: Scope) -> Value:
        kind = node.kind
        holder: Any = scope.nodes[kind]
        fields = node.fields
        if len(fields) == 1 and not self.supposed:
            stated = holder.get(fields[0])
            if stated is not None and stated != NONE and stated != NOT_APPLICABLE:
                return known(stated)
        path = scope.paths[kind]
        *through, name = fields
        maybe_gone = False
        for step in through:
            path = (*path, step)
            holder = holder.get(step)
            kind = self.vocabulary.kinds[kind].fields[step].items
            if holder == NONE:
                return ABSENCE
            if type(holder) is not dict:
                holder, maybe_gone = {}, True
        value = holder.get(name)
        if self.supposed:
            value = self.supposed.get((*path, name), value)
        if value is None or value == NOT_APPLICABLE:
            reason = "declared_not_applicable" if value == NOT_APPLICABLE else "not_stated"
            unknown = self._unknown(kind, name, (*path, name), scope, reason)
            return perhaps_absent(unknown) if maybe_gone else unknown
        if value == NONE:
            return ABSENCE
        return known(value)

    def _unknown(self, kind: str, name: str, path: Path, scope: Scope, reason: str) -> Value:
        facts = (FactRef(path, kind, name),)
        if not kind:
            return Value(UNKNOWN, None, facts=facts, reason=reason)
        field = self.vocabulary.kinds[kind].fields[name]
        for limited, limited_name, values in scope.limits:
            if limited_name == name and (*limited, name) == path:
                return Value(UNKNOWN, possible=frozenset(values), facts=facts, reason=reason)
        return unknown_value(field, self.vocabulary, facts, reason)

    def _derived(self, node: Derived, scope: Scope) -> Value:
        return self.value(self.program.derived[node.name].expression, scope)

    def _arithmetic(self, node: Arithmetic, scope: Scope) -> Value:
        args = [self.value(arg, scope) for arg in node.args]
        if node.op == "round_up":
            return intervals.round_up(args[0], node.step)
        return intervals.ARITHMETIC[node.op](args)

    def _aggregate(self, node: Aggregate, scope: Scope) -> Value:
        members = list_members(self.vocabulary, scope, node.items)
        return aggregate.aggregate(self, node, members)

    def _param(self, node: Param, scope: Scope) -> Value:
        found = self.edition(node.name)
        if found is None:
            return Value(UNKNOWN, reason="no_edition")
        index, edition = found
        if not edition.has_table:
            return known(edition.value)
        return self._table(node, index, scope)

    def edition(self, name: str) -> tuple[int, Edition] | None:
        """The edition of a parameter in force on the date of judgement, and its index."""
        if name not in self._editions:
            held = (
                (index, edition)
                for index, edition in enumerate(self.program.params[name].editions)
                if edition.since <= self.as_of and (not edition.until or self.as_of < edition.until)
            )
            self._editions[name] = next(held, None)
        return self._editions[name]

    def _table(self, node: Param, index: int, scope: Scope) -> Value:
        rows = self.program.tables[node.name][node.kind][index]
        open_rows: list[TableRow] = []
        facts: tuple[FactRef, ...] = ()
        for row in rows:
            when = self.evidence(row.when, scope)
            if when.holds is True:
                return Value(UNKNOWN, reason="undecided") if row.undecided else known(row.value)
            if when.holds is None:
                open_rows.append(row)
                facts = union(facts, _facts_below(when))
        if not open_rows or any(row.undecided for row in open_rows):
            return Value(UNKNOWN, facts=facts, reason="undecided" if not open_rows else "table_key")
        return _one_of([row.value for row in open_rows], facts)

    # -- places ----------------------------------------------------------------------------------------------

    def path_of(self, node: Any, scope: Scope) -> Path:
        """Where the plan states what ``node`` measures."""
        match node:
            case Fact(kind, fields):
                return (*scope.paths[kind], *fields)
            case Aggregate(items=items):
                return (*scope.paths[items.kind], *items.fields[:1])
            case Derived(kind=kind):
                return scope.paths[kind]
            case Arithmetic(args=args):
                return self.path_of(args[0], scope)
            case _:
                return next(iter(reversed(scope.paths.values())))


def unknown_value(field: Field, vocabulary: Vocabulary, facts: tuple[FactRef, ...], reason: str) -> Value:
    """The value of a fact that is not stated: anything its field admits."""
    if field.is_numeric:
        return Value(UNKNOWN, None, field.minimum, field.maximum, None, not field.excludes_zero, facts, reason)
    if field.type == "flag":
        return Value(UNKNOWN, possible=frozenset((True, False)), facts=facts, reason=reason)
    if field.type == "enum":
        return Value(
            UNKNOWN,
            possible=frozenset((*vocabulary.enums[field.enum].values, NONE)),
            facts=facts,
            reason=reason,
        )
    return Value(UNKNOWN, maybe_absent=True, facts=facts, reason=reason)


def perhaps_absent(value: Value) -> Value:
    """The value of a fact whose object is not stated, and so may be stated to be none."""
    possible = value.possible
    return value._replace(maybe_absent=True, possible=None if possible is None else possible | {NONE})


def _one_of(values: list[Any], facts: tuple[FactRef, ...]) -> Value:
    distinct = list(dict.fromkeys(values))
    if len(distinct) == 1:
        return known(distinct[0])
    if isinstance(distinct[0], str | bool):
        return Value(UNKNOWN, possible=frozenset(distinct), facts=facts, reason="table_key")
    ordered = sorted(distinct)
    return Value(UNKNOWN, None, ordered[0], ordered[-1], None, False, facts, "table_key")


def _facts_below(evidence: Evidence) -> tuple[FactRef, ...]:
    if isinstance(evidence, Leaf):
        return evidence.facts if evidence.holds is None else ()
    facts = evidence.facts
    for child in evidence.children:
        facts = union(facts, _facts_below(child)) if child.holds is None else facts
    return facts


_CONDITIONS: dict[Any, Any] = {
    Compare: Interpreter._compare,
    Present: Interpreter._present,
    Group: Interpreter._group,
    If: Interpreter._if,
    Quantified: Interpreter._quantified,
}
_EXPRESSIONS: dict[Any, Any] = {
    Literal: Interpreter._literal,
    Fact: Interpreter._fact,
    Derived: Interpreter._derived,
    Arithmetic: Interpreter._arithmetic,
    Aggregate: Interpreter._aggregate,
    Param: Interpreter._param,
}
