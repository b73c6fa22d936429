"""Whether a mutant can be told from the original by any plan at all, where that can be decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standardcheck.compiler.form import Compare, Fact, Program, RuleForm
from standardcheck.compiler.interpret import Interpreter, Judgement
from standardcheck.compiler.scope import Scope
from standardcheck.packtools.domains import Facts, NotFlat, Opaque, assignments, flat_facts
from standardcheck.packtools.mutants import Mutant
from standardcheck.packtools.mutation import Judged
from standardcheck.packtools.places import reach
from standardcheck.packtools.uses import uses_of
from standardcheck.vocabulary.model import Vocabulary


def is_equivalent(mutant: Mutant, rules: tuple[str, ...], on: Judged) -> bool:
    """Whether no plan tells the mutant from the original. ``False`` also where that is not known."""
    changed = mutant.program(on.program)
    return all(_same_rule(mutant, rule, changed, on) for rule in rules)


def _same_rule(mutant: Mutant, rule: str, changed: Program, on: Judged) -> bool:
    old = on.forms[rule]
    new = next(form for form in changed.rules if form.id == rule)
    days = days_of(on.program, old)
    if _same_parts(mutant, old, changed, on, days):
        return True
    first, second = _opaque(mutant, old, new, changed, on.program)
    try:
        return not any(_rule_differs(first, second, on.program, changed, on.vocabulary, day) for day in days)
    except NotFlat:
        return False


def _opaque(
    mutant: Mutant, old: RuleForm, new: RuleForm, changed: Program, program: Program
) -> tuple[RuleForm, RuleForm]:
    """Both forms with their conditions on lists and computed values as facts of their own. One that the mutant reaches
    is another fact in the changed form."""
    names: dict[str, Fact] = {}
    plain = Opaque(program, names, lambda node: False)
    reached = Opaque(changed, names, lambda node: mutant.owner in uses_of(program, node))
    return plain.rule(old), reached.rule(new)


def days_of(program: Program, rule: RuleForm) -> list[str]:
    """A day in each stretch of time that a rule can be judged in: its own start, and the start of each edition of its
    parameters."""
    days = {rule.since}
    for owner, name in uses_of(program, (rule.applies, rule.require, rule.allowances)):
        if owner == "param":
            days |= {edition.since for edition in program.params[name].editions}
            days |= {edition.until for edition in program.params[name].editions if edition.until}
    return sorted(day for day in days if day >= rule.since and (not rule.until or day < rule.until))


def _rule_differs(
    old: RuleForm, new: RuleForm, program: Program, changed: Program, vocabulary: Vocabulary, day: str
) -> bool:
    return differing_case(old, new, program, changed, vocabulary, day) is not None


def differing_case(
    old: RuleForm, new: RuleForm, program: Program, changed: Program, vocabulary: Vocabulary, day: str
) -> dict[Fact, Any] | None:
    """A case in which two forms of a flat rule come out differently; ``None`` if there is none. Raises ``NotFlat``."""
    facts = flat_facts(program, old), flat_facts(changed, new)
    kinds = _kinds(facts, old.kind)
    for case in assignments(vocabulary, *facts):
        supposed, scope = suppose(case, kinds)
        first = Interpreter(program, vocabulary, day, supposed).judge(old, scope)
        second = Interpreter(changed, vocabulary, day, supposed).judge(new, scope)
        if tells_apart(first, second):
            return case
    return None


def tells_apart(first: Judgement, second: Judgement) -> bool:
    """Whether an example that states the first judgement notices the second. That no exception was needed cannot be
    stated."""
    if first.outcome != second.outcome:
        return True
    return bool(first.allowance) and first.allowance != second.allowance


def _kinds(facts: tuple[Facts, ...], *own: str) -> set[str]:
    return {*own, *(fact.kind for each in facts for fact in each.values)}


def suppose(case: dict[Fact, Any], kinds: set[str]) -> tuple[dict[Any, Any], Scope]:
    """A case as what the interpreter is to suppose, and objects for it that state nothing."""
    supposed = {(fact.kind, *fact.fields): value for fact, value in case.items()}
    return supposed, Scope({kind: {} for kind in kinds}, {kind: (kind,) for kind in kinds})


def _same_parts(mutant: Mutant, old: RuleForm, changed: Program, on: Judged, days: list[str]) -> bool:
    """Whether each condition that was changed comes out the same in every case, whatever stands around it."""
    pairs = list(_changed_conditions(mutant, old, changed, on))
    if not pairs:
        return False
    try:
        return not any(_part_differs(a, b, on, changed, day) for a, b in pairs for day in days)
    except NotFlat:
        return False


def _changed_conditions(mutant: Mutant, old: RuleForm, changed: Program, on: Judged) -> Iterator[tuple[Any, Any]]:
    if mutant.owner[0] == "param":
        for node in _compares(on.program, (old.applies, old.require, old.allowances)):
            if ("param", mutant.owner[1]) in uses_of(on.program, node):
                yield node, node
        return
    for path, _ in mutant.patch:
        before, after = reach(on.program, path), reach(changed, path)
        yield (before, after) if before is not None and after is not None else (None, None)


def _compares(program: Program, node: Any) -> Iterator[Any]:
    if isinstance(node, Compare):
        yield node
    if isinstance(node, tuple):
        for part in node:
            yield from _compares(program, part)


def _part_differs(old: Any, new: Any, on: Judged, changed: Program, day: str) -> bool:
    if not hasattr(old, "_fields") or not hasattr(new, "_fields"):
        raise NotFlat
    facts = flat_facts(on.program, old), flat_facts(changed, new)
    kinds = _kinds(facts)
    for case in assignments(on.vocabulary, *facts):
        supposed, scope = suppose(case, kinds)
        try:
            first = Interpreter(on.program, on.vocabulary, day, supposed).evidence(old, scope)
            second = Interpreter(changed, on.vocabulary, day, supposed).evidence(new, scope)
        except KeyError as no_condition:
            raise NotFlat from no_condition
        if first.holds is not second.holds:
            return True
    return False
