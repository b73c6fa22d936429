"""Plans written to get a wrong pass: each must come out as it says in ``attacks.yaml``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from standardcheck.api import check, load_ruleset, read_plan
from standardcheck.compiler.library import RuleSet
from standardcheck.source import read_file

CASES: list[dict[str, Any]] = read_file(Path(__file__).with_name("attacks.yaml")).data
"""Read as plans are, so that ``1:12`` and days stay what was written."""


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_ruleset()


def plan_of(case: dict[str, Any]) -> bytes:
    """The plan of a case as JSON, with what a case leaves out."""
    community = {"id": "c1", **case.get("community", {"facilities": [{"id": "f1", **case.get("facility", {})}]})}
    city = {"code": "330200", **case.get("city", {}), "communities": [community]}
    return json.dumps({"submitted_on": case.get("submitted_on", "2026-03-01"), "city": city}).encode()


def judged(case: dict[str, Any], rules: RuleSet) -> tuple[list[str], int, str]:
    """The outcomes of the rule, how many facts do not fit, and the verdict."""
    plan = read_plan(plan_of(case), rules, name="plan.json")
    (found,) = check(plan, rules).plans
    outcomes = [finding.outcome for finding in found.findings if finding.rule.id == case["rule"]]
    return outcomes, len(plan.faults), found.verdict


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_attack_fails(case: dict[str, Any], rules: RuleSet) -> None:
    outcomes, errors, verdict = judged(case, rules)
    assert sorted(outcomes) == sorted(case["outcomes"])
    assert errors == case.get("errors", 0)
    if case["outcomes"] != ["pass"] and "fail" not in outcomes:
        assert verdict != "compliant"
    assert verdict == case.get("verdict", verdict)
