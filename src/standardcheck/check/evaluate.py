"""Run every rule in force over a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from standardcheck.check.findings import Finding, Outcome
from standardcheck.compiler.form import Program, RuleForm
from standardcheck.compiler.interpret import Answers, Interpreter
from standardcheck.compiler.scope import EMPTY, ITEM, REST, Subject, subjects
from standardcheck.typing_light import Any


def in_force(rule: RuleForm, as_of: str) -> bool:
    """Whether a rule holds on a day (its last day is not included)."""
    return rule.since <= as_of and (not rule.until or as_of < rule.until)


def rules_in_force(program: Program, as_of: str) -> list[RuleForm]:
    """The rules that hold on a day, in the order of the standard."""
    return [rule for rule in program.rules if in_force(rule, as_of)]


def evaluate(interpreter: Interpreter, data: dict[str, Any], rules: Iterable[RuleForm]) -> Iterator[Finding]:
    """The findings of ``rules`` (in force, in order) over the checked data of a plan.

    Objects are looked for once for all rules about them: what a rule may judge is a value.
    """
    found: dict[tuple[str, str, str], tuple[tuple[Subject, Answers], ...]] = {}
    for rule in rules:
        about = rule.kind, rule.parent, rule.through
        if about not in found:
            found[about] = tuple((subject, {}) for subject in subjects(interpreter.vocabulary, data, *about))
        for subject, answers in found[about]:
            finding = _judge(interpreter, rule, subject, answers)
            if finding is not None:
                yield finding


def _judge(interpreter: Interpreter, rule: RuleForm, subject: Subject, answers: Answers) -> Finding | None:
    path = subject.scope.paths[subject.holder]
    flagged, error = False, ""
    if subject.form == EMPTY:
        outcome = Outcome.NOT_APPLICABLE.value
    else:
        try:
            outcome, flagged = interpreter.outcome(rule, subject.scope, answers)
        except Exception as fault:  # the one place where a fault of ours becomes a finding and the run goes on
            outcome, error = Outcome.ERROR.value, f"{type(fault).__name__}: {fault}"
        if subject.form != ITEM and outcome not in (Outcome.NOT_APPLICABLE, Outcome.ERROR):
            outcome, flagged = Outcome.UNKNOWN.value, False
        if subject.form == REST and outcome == Outcome.NOT_APPLICABLE:
            return None
    return Finding(
        rule,
        outcome,
        flagged,
        subject.form,
        subject.holder,
        path,
        subject.list_path,
        subject.scope,
        error=error,
    )
