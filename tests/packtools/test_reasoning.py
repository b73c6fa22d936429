"""The lint's reasoning never rules out what a plan shows: found by trying made-up plans, and by cases."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from standardcheck.compiler.form import Program
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.scope import ITEM, Scope, subjects
from standardcheck.packtools.leaves import leaves_in, places_in
from standardcheck.packtools.lint.reasoning import Boxes, Reasoner
from support.completions import completions, facts_of
from support.generated import conditions, plans, rule_file, rules
from support.toy import AS_OF, conform, parameter, program_of, resolved, rule, vocabulary

MOST = 12
"""Completions tried of one plan."""


def holds_in_a_box(boxes: Boxes, interpreter: Interpreter, scope: Scope) -> bool:
    """Whether the values of a plan lie within one of the boxes."""
    for box in boxes:
        for node, range_ in box.items():
            value = interpreter.value(node, scope) if not isinstance(node, str) else None
            if value is None or value.state == "unknown":
                continue
            if not range_.admits("none" if value.state == "none" else value.value):
                break
        else:
            return True
    return False


def scopes(program: Program, plan: dict[str, Any]) -> list[Scope]:
    (form,) = program.rules
    found = subjects(vocabulary(), plan, form.kind, form.parent, form.through)
    return [subject.scope for subject in found if subject.form == ITEM]


@settings(max_examples=100)
@given(rule_=rules(), plan=plans())
def test_no_plan_is_ruled_out(rule_: dict[str, Any], plan: dict[str, Any]) -> None:
    program = program_of(rule_file(rule_))
    (form,) = program.rules
    reasoner, interpreter = Reasoner(program, vocabulary(), AS_OF), Interpreter(program, vocabulary(), AS_OF)
    for completed in completions(plan, facts_of(program), most=MOST):
        data, _ = conform()(completed)
        for scope in scopes(program, data):
            judgement = interpreter.judge(form, scope)
            if judgement.applies is None or judgement.applies.holds:
                assert holds_in_a_box(reasoner.applies(form), interpreter, scope)
            if judgement.outcome == "pass" and not judgement.flagged:
                both = reasoner.product(reasoner.applies(form), reasoner.met(form))
                assert holds_in_a_box(both, interpreter, scope)
            if judgement.outcome == "fail":
                both = reasoner.product(reasoner.applies(form), reasoner.unmet(form))
                assert holds_in_a_box(both, interpreter, scope)


@settings(max_examples=100)
@given(condition=conditions(), plan=plans())
def test_every_answer_to_a_condition_is_foreseen(condition: dict[str, Any], plan: dict[str, Any]) -> None:
    program = program_of(rule_file(rule(require=condition)))
    (form,) = program.rules
    reasoner, interpreter = Reasoner(program, vocabulary(), AS_OF), Interpreter(program, vocabulary(), AS_OF)
    for completed in completions(plan, facts_of(program), most=MOST):
        data, _ = conform()(completed)
        for scope in scopes(program, data):
            answer = interpreter.evidence(form.require, scope).holds
            if answer is not None:
                assert holds_in_a_box(reasoner.boxes(form.require, answer), interpreter, scope)
            if answer is not True:
                assert holds_in_a_box(reasoner.not_met(form.require), interpreter, scope)


@given(condition=conditions())
def test_each_comparison_has_its_place(condition: dict[str, Any]) -> None:
    whole = resolved(rule_file(rule(require=condition)))
    (form,) = program_of(rule_file(rule(require=condition))).rules
    ((written, origin),) = whole.rules.values()
    places = list(places_in(written.require, origin.at("require")))
    leaves = list(leaves_in(form.require))
    assert len(places) == len(leaves)
    for leaf, place in zip(leaves, places, strict=True):
        assert getattr(leaf, "op", "present") in (place.path[-1], "equals", "in")


def can(condition: dict[str, Any], holds: bool = True, **params: Any) -> bool:
    """Whether a condition on a tank can come out so."""
    program = program_of({"params": params, "rules": [rule(require=condition)]})
    return bool(Reasoner(program, vocabulary(), AS_OF).boxes(program.rules[0].require, holds))


TABLE = parameter(
    "number",
    table=[
        {"when": {"water": "fresh"}, "value": 1},
        {"when": {"water": "brackish"}, "value": 3},
        {"when": {"water": "salt"}, "undecided": {"zh": "未定", "en": "open"}},
    ],
)


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        ({"depth": {"at_least": "4 m"}}, True),
        ({"depth": {"more_than": "4 m"}}, False),
        ({"depth": {"more_than": "1 m", "less_than": "2 m"}}, False),  # whole numbers only
        ({"height": {"more_than": "1 m", "less_than": "2 m"}}, True),
        ({"height": {"at_most": "0 m"}}, False),  # the natural minimum is not included
        ({"depth": {"at_least": "3 m", "at_most": "2 m"}}, False),
        ({"any": [{"depth": {"at_least": "5 m"}}, {"lit": True}]}, True),
        ({"all": [{"any": [{"depth": {"at_least": "5 m"}}, {"lit": True}]}, {"lit": False}]}, False),
        ({"all": [{"water": ["fresh", "salt"]}, {"water": {"not_in": ["fresh", "salt"]}}]}, False),
        ({"all": [{"water": {"not_in": ["fresh", "salt", "brackish"]}}]}, True),  # none
        ({"all": [{"water": {"not_in": ["fresh", "salt", "brackish"]}}, {"water": {"present": True}}]}, False),
        ({"not": {"any": [{"lit": True}, {"lit": False}]}}, False),
        ({"lit": {"present": False}}, False),  # a flag cannot be none
        ({"if": {"lit": True}, "then": {"depth": {"at_least": "5 m"}}, "else": {"lit": True}}, False),
        ({"count": "shoals", "less_than": 0}, False),
        ({"count": "shoals", "distinct": "species", "at_least": 4}, False),
        ({"some": "shoals", "satisfies": {"size": {"at_least": 2, "at_most": 1}}}, False),
        ({"each": "shoals", "satisfies": {"size": {"at_least": 2, "at_most": 1}}}, True),  # there may be none
        ({"k_of": [{"lit": True}, {"lit": False}, {"heated": True}], "k": 3}, False),
        ({"k_of": [{"lit": True}, {"lit": False}, {"heated": True}], "k": 2}, True),
        ({"opened": {"on_or_after": "2024-01-02", "before": "2024-01-02"}}, False),
        ({"opened": {"on_or_after": "2024-01-02", "on_or_before": "2024-01-02"}}, True),
        ({"all": [{"vents": {"equals": 2}}, {"vents": {"not_equals": 2}}]}, False),
        ({"all": [{"water": "fresh"}, {"vents": {"at_least": "$table", "at_most": 0}}]}, False),
        ({"all": [{"water": "brackish"}, {"vents": {"at_least": "$table", "at_most": 2}}]}, False),
        ({"all": [{"water": "fresh"}, {"vents": {"at_least": "$table", "at_most": 2}}]}, True),
        ({"all": [{"water": "salt"}, {"vents": {"at_least": "$table"}}]}, False),  # left undecided
        ({"depth": {"less_than": {"field": "height"}}}, True),
    ],
)
def test_what_can_hold(condition: dict[str, Any], possible: bool) -> None:
    assert can(condition, table=TABLE) is possible


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        ({"shade": {"at_least": 0}}, True),  # of none, it does not hold
        ({"depth": {"at_least": "1 m"}}, False),
        ({"each": "shoals", "satisfies": {"age": {"at_least": 1}}}, False),
        ({"each": "shoals", "satisfies": {"size": {"at_least": 2}}}, True),
        ({"none": "shoals", "satisfies": {"size": {"at_least": 2}}}, True),
        ({"none": "shoals", "satisfies": {"size": {"at_least": 4}}}, False),
        ({"any": [{"lit": True}, {"lit": False}]}, False),
        ({"one_of": [{"label": {"zh": "甲", "en": "a"}, "require": {"lit": True}}]}, True),
    ],
)
def test_what_can_fail(condition: dict[str, Any], possible: bool) -> None:
    assert can(condition, holds=False) is possible
