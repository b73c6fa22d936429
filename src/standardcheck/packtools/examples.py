"""Run the examples that stand in rule files: each must come out as its rule says, for the facts it names."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

from standardcheck.compiler.form import Program, RuleForm
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.needs import needs
from standardcheck.compiler.scope import ITEM, subjects
from standardcheck.compiler.values import FactRef
from standardcheck.plan.conform import Conform
from standardcheck.plan.model import Path
from standardcheck.ruleset.documents import Example, Rule
from standardcheck.ruleset.packs import Origin
from standardcheck.ruleset.resolve import Resolved


class ExampleResult(NamedTuple):
    """How one example came out; ``problems`` is empty when it is right."""

    rule: str
    name: str
    origin: Origin
    outcome: str
    needs: tuple[str, ...]
    allowance: str
    problems: tuple[str, ...]


def run_examples(resolved: Resolved, program: Program, conform: Conform) -> Iterator[ExampleResult]:
    """Every example of every rule of a resolved set, in order."""
    forms = {form.id: form for form in program.rules}
    for rule, origin in resolved.rules.values():
        for at, example in enumerate(rule.examples):
            yield run_example(rule, forms[rule.id], example, origin.at("examples", at), program, conform)


def run_example(
    rule: Rule, form: RuleForm, example: Example, origin: Origin, program: Program, conform: Conform
) -> ExampleResult:
    """Judge the object of one example within what is given around it."""
    name = example.name if isinstance(example.name, str) else example.name.en
    data, path = example_plan(form, example, conform)
    data, faults = conform(data)
    problems = [f"{fault.pointer}: {fault.message('en')}" for _, fault in faults]
    interpreter = Interpreter(program, conform.vocabulary, example.as_of or form.since)
    found = [
        subject
        for subject in subjects(conform.vocabulary, data, form.kind, form.parent, form.through)
        if subject.form == ITEM and subject.scope.paths[form.kind] == path
    ]
    if not found:
        return ExampleResult(rule.id, name, origin, "", (), "", (*problems, "the object was not reached"))
    judgement = interpreter.judge(form, found[0].scope)
    needed = tuple(relative_name(fact, form.kind, path) for fact in needs(interpreter, form, found[0].scope, judgement))
    if judgement.outcome != example.expect:
        problems.append(f"expected {example.expect}, came out {judgement.outcome}")
    if example.needs is not None and set(example.needs) != set(needed):
        problems.append(f"expected needs {sorted(example.needs)}, came out {sorted(needed)}")
    if example.exception is not None and example.exception != judgement.allowance:
        problems.append(f"expected exception {example.exception}, came out {judgement.allowance or 'none'}")
    return ExampleResult(rule.id, name, origin, judgement.outcome, needed, judgement.allowance, tuple(problems))


def example_plan(form: RuleForm, example: Example, conform: Conform) -> tuple[dict[str, Any], Path]:
    """A plan that holds just the example's object within its enclosing objects, and the object's path."""
    vocabulary = conform.vocabulary
    routes = vocabulary.routes[form.kind]
    route = next((r for r in routes if not form.through or r[-1:] == ((form.parent, form.through),)), routes[0])
    root: dict[str, Any] = copy.deepcopy(example.within.get(vocabulary.root, {}))
    node = root
    path: Path = ()
    for at, (kind, name) in enumerate(route):
        last = at + 1 == len(route)
        inner = vocabulary.kinds[kind].fields[name].items
        given = example.given if isinstance(example.given, dict) else {}
        child = copy.deepcopy(given if last else example.within.get(inner, {}))
        if vocabulary.kinds[kind].fields[name].type == "object":
            node[name], path = child, (*path, name)
        else:
            node[name], path = [child], (*path, name, 0)
        node = child
    if not route:
        root.update(copy.deepcopy(example.given if isinstance(example.given, dict) else {}))
    return root, path


def relative_name(fact: FactRef, kind: str, path: Path) -> str:
    """A fact as a rule author names it: ``rise``, ``functions.kind``, ``facility.build_mode``."""
    steps = tuple(step for step in fact.path if not isinstance(step, int) and step != "items")
    own = tuple(step for step in path if not isinstance(step, int) and step != "items")
    if fact.path[: len(path)] == path:
        return ".".join(steps[len(own) :])
    return f"{fact.kind}.{fact.field}"
