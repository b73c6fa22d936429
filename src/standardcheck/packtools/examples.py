"""Run the examples that stand in rule files: each must come out as its rule says, for the facts it names.

An example becomes a :class:`Case` once: a checked plan that holds its object. A case may then be judged by any
program, which is how changed programs are tried (``packtools.mutation``).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from standardcheck.compiler.form import Program, RuleForm
from standardcheck.compiler.interpret import OPEN, Interpreter, Judgement
from standardcheck.compiler.needs import needs
from standardcheck.compiler.scope import ITEM, Scope, subjects
from standardcheck.packtools.because import because_problems, relative_name
from standardcheck.packtools.problems import Problem
from standardcheck.plan.conform import Conform
from standardcheck.plan.model import Path
from standardcheck.ruleset.documents import Example
from standardcheck.ruleset.packs import Origin
from standardcheck.ruleset.resolve import Resolved
from standardcheck.vocabulary.model import Vocabulary


class Case(NamedTuple):
    """An example made ready to be judged: the plan that it gives, and its object (``scope``) with its path.

    ``scope`` is ``None`` where the example gives nothing that can be judged; ``problems`` says why.
    """

    rule: str
    example: Example
    origin: Origin
    as_of: str
    data: dict[str, Any]
    path: Path
    scope: Scope | None
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """The example's name, in English where it has both."""
        return name_of(self.example, "en")


class ExampleResult(NamedTuple):
    """How one example came out; ``problems`` is empty when it is right."""

    rule: str
    name: str
    origin: Origin
    outcome: str
    needs: tuple[str, ...]
    allowance: str
    problems: tuple[Problem, ...]
    case: Case
    judgement: Judgement | None


def name_of(example: Example, language: str) -> str:
    """The name of an example in a language."""
    if isinstance(example.name, str):
        return example.name
    return example.name.zh if language == "zh" else example.name.en


def run_examples(resolved: Resolved, program: Program, conform: Conform) -> Iterator[ExampleResult]:
    """Every example of every rule of a resolved set, in order."""
    for case in cases_of(resolved, program, conform):
        yield run_case(case, program, conform.vocabulary)


def cases_of(resolved: Resolved, program: Program, conform: Conform, pack: str = "") -> Iterator[Case]:
    """The cases of all rules, or those that stand in one pack; an overlay's examples for rules of its base as well."""
    forms = {form.id: form for form in program.rules}
    for name, example, origin in _examples(resolved):
        if not pack or origin.pack == pack:
            yield case_of(forms[name], example, origin, conform)


def _examples(resolved: Resolved) -> Iterator[tuple[str, Example, Origin]]:
    for rule, origin in resolved.rules.values():
        for at, example in enumerate(rule.examples):
            yield rule.id, example, origin.at("examples", at)
    for pack in resolved.packs:
        for document, file in pack.files:
            for name, examples in file.examples.items():
                for at, example in enumerate(examples):
                    yield name, example, Origin(pack.id, document, ("examples", name, at))


def case_of(form: RuleForm, example: Example, origin: Origin, conform: Conform) -> Case:
    """The plan and the object of one example."""
    data, path = example_plan(form, example, conform)
    data, faults = conform(data)
    problems = [Problem("given", {"where": fault.pointer, "fault": _said(fault)}) for _, fault in faults]
    found = object_at(form, data, path, conform.vocabulary)
    if found is None:
        problems.append(Problem("not_reached", {}))
    as_of = example.as_of or form.since
    return Case(form.id, example, origin, as_of, data, path, found, tuple(problems))


def _said(fault: Any) -> dict[str, str]:
    return {"zh": fault.message("zh"), "en": fault.message("en")}


def object_at(form: RuleForm, data: dict[str, Any], path: Path, vocabulary: Vocabulary) -> Scope | None:
    """What lies around the object at ``path`` that the rule judges; ``None`` if it judges none there."""
    for subject in subjects(vocabulary, data, form.kind, form.parent, form.through):
        if subject.form == ITEM and subject.scope.paths[form.kind] == path:
            return subject.scope
    return None


def run_case(case: Case, program: Program, vocabulary: Vocabulary) -> ExampleResult:
    """Judge the object of one case within what is given around it."""
    if case.scope is None:
        return ExampleResult(case.rule, case.name, case.origin, "", (), "", case.problems, case, None)
    form = next(form for form in program.rules if form.id == case.rule)
    interpreter = Interpreter(program, vocabulary, case.as_of)
    judgement = interpreter.judge(form, case.scope)
    needed = needed_names(interpreter, form, case, judgement)
    problems = (*case.problems, *differences(case, form, judgement, needed, interpreter))
    return ExampleResult(
        case.rule, case.name, case.origin, judgement.outcome, needed, judgement.allowance, problems, case, judgement
    )


def needed_names(interpreter: Interpreter, form: RuleForm, case: Case, judgement: Judgement) -> tuple[str, ...]:
    """The facts that an unknown outcome asks for, as a rule author names them."""
    if judgement.outcome != OPEN or case.scope is None:
        return ()
    found = needs(interpreter, form, case.scope, judgement)
    return tuple(relative_name(fact, form.kind, case.path) for fact in found)


def differences(
    case: Case, form: RuleForm, judgement: Judgement, needed: Iterable[str], interpreter: Interpreter
) -> Iterator[Problem]:
    """How a judgement differs from what the example says must come out."""
    example = case.example
    if judgement.outcome != example.expect:
        never = example.expect == "fail" and judgement.outcome == "not_applicable"
        code = "never_applicable" if never else "outcome"
        yield Problem(code, {"expected": example.expect, "got": judgement.outcome})
    if example.needs is not None and set(example.needs) != set(needed):
        yield Problem("needs", {"expected": sorted(example.needs), "got": sorted(needed)})
    if example.exception is not None and example.exception != judgement.allowance:
        yield Problem("exception", {"expected": example.exception, "got": judgement.allowance or "—"})
    if example.because is not None:
        yield from because_problems(example.because, judgement, form.kind, case.path, interpreter)


def example_plan(form: RuleForm, example: Example, conform: Conform) -> tuple[dict[str, Any], Path]:
    """A plan that holds just the example's object within its enclosing objects, and the object's path."""
    given = example.given if isinstance(example.given, dict) else {}
    return plan_around(form, given, example.within, conform.vocabulary)


def plan_around(
    form: RuleForm, given: dict[str, Any], within: dict[str, dict[str, Any]], vocabulary: Vocabulary
) -> tuple[dict[str, Any], Path]:
    """A plan that holds just ``given`` within objects by kind, and the path of ``given``.

    Where an object around it states the list that leads to ``given``, the items of that list stand beside it.
    """
    routes = vocabulary.routes[form.kind]
    route = next((r for r in routes if not form.through or r[-1:] == ((form.parent, form.through),)), routes[0])
    root: dict[str, Any] = copy.deepcopy(within.get(vocabulary.root, {}))
    node = root
    path: Path = ()
    for at, (kind, name) in enumerate(route):
        last = at + 1 == len(route)
        inner = vocabulary.kinds[kind].fields[name].items
        child = copy.deepcopy(given if last else within.get(inner, {}))
        if vocabulary.kinds[kind].fields[name].type == "object":
            node[name], path = child, (*path, name)
        else:
            node[name], steps = _among(child, node.get(name))
            path = (*path, name, *steps)
        node = child
    if not route:
        root.update(copy.deepcopy(given))
    return root, path


def _among(child: Any, stated: Any) -> tuple[Any, Path]:
    """The list that holds an object beside those stated there, and the steps to the object in it."""
    if isinstance(stated, dict) and isinstance(stated.get("items"), list):
        return {**stated, "items": [child, *stated["items"]]}, ("items", 0)
    return [child, *(stated if isinstance(stated, list) else ())], (0,)
