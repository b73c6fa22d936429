"""The same input gives the same bytes; programs and rule sets survive being written and read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from standardcheck.check.report import report_data
from standardcheck.check.run import Report, check_plan
from standardcheck.compiler import store
from standardcheck.compiler.build import build
from standardcheck.plan.read import plan_from_bytes, plan_from_file
from standardcheck.ruleset.resolve import read_chain, resolve
from support.generated import plans, rule_file, rules
from support.toy import HERE, PACKS, conform, program_of, resolved, rule_set, vocabulary


def written(raw: bytes, as_of: str = "2024-06-01") -> str:
    rules = rule_set()
    report = check_plan(plan_from_bytes(raw, "plan.json", rules.conform, "json"), rules, as_of)
    return json.dumps(report_data(Report((report,), (), rules.digest)), ensure_ascii=False, allow_nan=False)


@settings(max_examples=40)
@given(plan=plans(most_tanks=2))
def test_a_report_is_the_same_twice(plan: dict[str, Any]) -> None:
    raw = json.dumps({**plan, "site": {"code": "2301"}}).encode()
    assert written(raw) == written(raw)


def test_a_report_does_not_depend_on_what_was_checked_before() -> None:
    rules = rule_set()
    plan = plan_from_file(HERE / "plans" / "harbour.yaml", rules.conform)
    first, second = (
        json.dumps(report_data(Report((check_plan(plan, rules, day),), (), rules.digest)))
        for day in ("2024-06-01", "2024-06-01")
    )
    check_plan(plan, rules, "2021-01-01")
    third = json.dumps(report_data(Report((check_plan(plan, rules, "2024-06-01"),), (), rules.digest)))
    assert first == second == third


@given(rule=rules())
def test_a_program_survives_being_stored(rule: dict[str, Any]) -> None:
    program = program_of(rule_file(rule))
    text = store.dump(program)
    assert store.load(text) == program
    assert store.dump(store.load(text)) == text


@settings(max_examples=50)
@given(rule=rules())
def test_resolving_twice_is_the_same(rule: dict[str, Any]) -> None:
    first, second = resolved(rule_file(rule)), resolved(rule_file(rule))
    again = resolve(first.packs)
    assert build(first, vocabulary()) == build(second, vocabulary()) == build(again, vocabulary())


@pytest.mark.parametrize("pack", sorted(PACKS))
def test_building_changes_nothing_that_was_resolved(pack: str) -> None:
    found = resolve(read_chain(pack, PACKS))
    once = build(found, vocabulary())
    assert build(found, vocabulary()) == once
    assert build(resolve(found.packs), vocabulary()) == once
    assert store.load(store.dump(once)) == once


@given(plan=plans(most_tanks=2))
def test_checking_does_not_change_what_was_read(plan: dict[str, Any]) -> None:
    before = json.dumps(plan)
    data, _ = conform()(plan)
    assert json.dumps(plan) == before
    assert json.dumps(conform()(plan)[0]) == json.dumps(data)
