"""Which small wrong changes to a pack its examples notice.

A mutant is killed when some example, of any rule that the change can touch, no longer comes out as it says. What
survives is either a case that no example states, or a change that no plan can tell from the original; those of the
second kind that can be recognised are set aside (``packtools.search``), the rest stand in the pack's own list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from standardcheck.compiler.form import Program, RuleForm
from standardcheck.compiler.interpret import Interpreter
from standardcheck.packtools.examples import Case, differences, needed_names
from standardcheck.packtools.mutants import Mutant
from standardcheck.packtools.uses import users
from standardcheck.vocabulary.model import Vocabulary

KILLED, SURVIVED, EQUIVALENT, LISTED, UNUSED = "killed", "survived", "equivalent", "listed", "unused"
"""What became of a mutant. ``equivalent``: no plan can show it; ``listed``: the pack says so and why; ``unused``: no
rule asks for what was changed."""


class Trial(NamedTuple):
    """What became of a mutant; ``by`` the rule and the example that noticed it."""

    mutant: Mutant
    rules: tuple[str, ...]
    state: str
    by: tuple[str, str] = ("", "")


class Judged(NamedTuple):
    """The program whose pack is tried, with its cases by rule."""

    program: Program
    vocabulary: Vocabulary
    cases: dict[str, list[Case]]
    forms: dict[str, RuleForm]
    users: dict[tuple[str, str], tuple[str, ...]]


def judged(program: Program, vocabulary: Vocabulary, cases: Iterable[Case]) -> Judged:
    """What :func:`try_mutants` needs. Only cases that come out right on the original can notice anything."""
    by_rule: dict[str, list[Case]] = {}
    forms = {form.id: form for form in program.rules}
    for case in cases:
        if case.scope is not None and not case.problems and not _noticed(case, forms[case.rule], program, vocabulary):
            by_rule.setdefault(case.rule, []).append(case)
    return Judged(program, vocabulary, by_rule, forms, users(program))


def try_mutants(
    mutants: Iterable[Mutant], on: Judged, progress: Callable[[int], None] = lambda done: None
) -> Iterator[Trial]:
    """What becomes of each mutant: killed, survived, or of no use to any rule."""
    for number, mutant in enumerate(mutants):
        progress(number)
        rules = on.users.get(mutant.owner, ())
        if not rules:
            yield Trial(mutant, (), UNUSED)
            continue
        noticed = killer(mutant, rules, on)
        yield Trial(mutant, rules, KILLED if noticed else SURVIVED, noticed or ("", ""))


def killer(mutant: Mutant, rules: tuple[str, ...], on: Judged) -> tuple[str, str] | None:
    """The first rule and example that notice a mutant; ``None`` if none does."""
    changed = mutant.program(on.program)
    forms = {form.id: form for form in changed.rules} if mutant.owner[0] == "rule" else on.forms
    for rule in rules:
        for case in on.cases.get(rule, ()):
            if _noticed(case, forms[rule], changed, on.vocabulary):
                return rule, case.name
    return None


def _noticed(case: Case, form: RuleForm, program: Program, vocabulary: Vocabulary) -> bool:
    """Whether a case comes out in another way than its example says."""
    assert case.scope is not None
    interpreter = Interpreter(program, vocabulary, case.as_of)
    judgement = interpreter.judge(form, case.scope)
    if judgement.outcome != case.example.expect:
        return True
    needed = needed_names(interpreter, form, case, judgement) if case.example.needs is not None else ()
    return next(differences(case, form, judgement, needed, interpreter), None) is not None
