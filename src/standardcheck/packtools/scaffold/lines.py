"""A new rule, its parameter and its examples as lines of a rule file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from standardcheck.compiler.operators import COMPARISONS
from standardcheck.compiler.typing import dimensions_of
from standardcheck.packtools.scaffold.answers import Answers, Reading, Target
from standardcheck.packtools.scaffold.cases import cases, limit_value, takes_param
from standardcheck.packtools.yaml_text import Quoted, flow, scalar
from standardcheck.vocabulary.model import Field
from standardcheck.wording import LANGUAGES, sentence

_WAYS = {1: "min", -1: "max", 0: "value"}
"""How the name of a limit ends, by the way in which it is tightened."""


def param_name(answers: Answers) -> str:
    """The name of the new limit: as told, else from the rule's id and the operator."""
    if answers.get("param"):
        return str(answers["param"])
    words = re.sub(r"[^a-z0-9]+", "_", ".".join(str(answers["id"]).split(".")[-2:])).strip("_")
    way = COMPARISONS[answers["operator"]].tightens
    return f"{words}_{_WAYS[way]}"


def parameter_lines(reading: Reading, answers: Answers) -> Iterator[str]:
    if not takes_param(reading, answers):
        return
    field = reading.target(answers["field"], answers).field
    limit = limit_value(reading, answers)
    title = _titles(answers)
    label = {lang: sentence(lang, "scaffold", "limit", {"title": title[lang]}) for lang in LANGUAGES}
    since = reading.loaded.resolved.documents[answers["document"]][0].from_
    edition = {"from": since, "clause": _clause(answers), "value": Quoted(limit) if ":" in limit else limit}
    yield f"{param_name(answers)}:"
    yield f"  label: {flow(label)}"
    yield f"  quantity: {quantity_of(reading, field)}"
    yield "  values:"
    yield f"    - {flow(edition)}"


def quantity_of(reading: Reading, field: Field) -> str:
    """The name of a field's quantity in a parameter; countable units are quantities of their own."""
    if field.type == "date":
        return "date"
    for name in (field.quantity, *(unit for unit, _ in field.dimensions)):
        if name and field.dimensions in (dimensions_of(name, reading.vocabulary) or ()):
            return name
    return "number"


def rule_lines(reading: Reading, answers: Answers) -> Iterator[str]:
    limit: Any = f"${param_name(answers)}" if takes_param(reading, answers) else limit_value(reading, answers)
    yield f"- id: {answers['id']}"
    ledger = [row for row in re.split(r"[\s,、]+", answers.get("ledger") or "") if row]
    if ledger:
        yield f"  ledger: {flow(ledger)}"
    yield f"  clause: {flow(_clause(answers))}"
    yield f"  force: {answers['force']}"
    yield f"  grade: {answers['grade']}"
    yield f"  title: {flow(_titles(answers))}"
    yield f"  for: {scalar(answers['for'])}"
    conditions = reading.conditions(answers)
    if conditions:
        tests = {target.path: values[0] if len(values) == 1 else values for target, values in conditions}
        yield f"  applies: {flow(tests)}"
    yield f"  require: {flow({answers['field']: {answers['operator']: limit}})}"
    yield "  examples:"
    for example in _examples(reading, answers):
        yield f"    - {flow(example)}"


def _clause(answers: Answers) -> dict[str, Any]:
    return {"document": answers["document"], "number": Quoted(answers["number"])}


def _titles(answers: Answers) -> dict[str, str]:
    return {"zh": answers["title_zh"], "en": answers["title_en"]}


def _examples(reading: Reading, answers: Answers) -> Iterator[dict[str, Any]]:
    target = reading.target(answers["field"], answers)
    conditions = reading.conditions(answers)
    around = [(condition, values[0]) for condition, values in conditions]
    for case in cases(reading, answers):
        facts = [*around, *([(target, case.value)] if case.value is not None else [])]
        needs = {"needs": [_needed(reading, answers, target)]} if case.expect == "unknown" else {}
        yield {"name": _name(case.name), **_given(reading, answers, facts), "expect": case.expect, **needs}
    for condition, values in conditions:
        other = _other_value(reading, condition.field, values)
        if other is not None:
            facts = [(c, other if c is condition else value) for c, value in around]
            yield {"name": _name("not_applicable"), **_given(reading, answers, facts), "expect": "not_applicable"}
            return


def _needed(reading: Reading, answers: Answers, target: Target) -> str:
    """A fact as an example names it."""
    own = reading.kind_of(answers["for"])
    return ".".join(target.steps) if target.kind == own else f"{target.holder}.{target.steps[-1]}"


def _other_value(reading: Reading, field: Field, values: list[Any]) -> Any:
    known: list[Any] = [True, False] if field.type == "flag" else []
    if field.enum:
        known = list(reading.vocabulary.enums[field.enum].values)
    return next((value for value in known if value not in values), None)


def _name(key: str) -> dict[str, str]:
    return {lang: sentence(lang, "scaffold", key, {}) for lang in LANGUAGES}


def _given(reading: Reading, answers: Answers, facts: list[tuple[Target, Any]]) -> dict[str, Any]:
    """Facts of the object itself, and of the objects around it by kind."""
    own = reading.kind_of(answers["for"])
    given: dict[str, Any] = {}
    within: dict[str, Any] = {}
    for target, value in facts:
        node = given if target.kind == own else within.setdefault(target.kind, {})
        for step in target.steps[:-1]:
            node = node.setdefault(step, {})
        node[target.steps[-1]] = Quoted(value) if isinstance(value, str) and ":" in value else value
    return {"given": given, **({"within": within} if within else {})}
