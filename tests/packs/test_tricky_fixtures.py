"""The plans in ``fixtures/tricky`` come out as ``docs/tricky-cases.md`` explains.

What matters in each stands in ``tests/packs/tricky``, one file a plan: pack, caps and faults where they matter, and
findings by rule and subject. ``flawless`` names subjects that no rule may fail, ``absent`` the beginnings of rule ids
that may not appear at all.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from standardcheck.api import check, load_ruleset, read_plan
from standardcheck.check.run import PlanReport
from standardcheck.compiler.library import RuleSet
from standardcheck.source import read_file

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "fixtures" / "tricky").glob("*.yaml"))
EXPECTED = Path(__file__).parent / "tricky"
PAGE = (ROOT / "docs" / "tricky-cases.md").read_text(encoding="utf-8")


@cache
def rules() -> RuleSet:
    return load_ruleset()


@cache
def report(plan: Path) -> PlanReport:
    return check(read_plan(plan, rules()), rules()).plans[0]


@cache
def found(plan: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """The findings of a plan by rule and id of their subject, lists as a whole left out."""
    whole = report(plan)
    records = [whole.explain(f, False) for f in whole.findings if f.form == "item"]
    return {(r["rule"], r["subject"].get("id", "")): dict(r) for r in records}


def expected(plan: Path) -> Any:
    return read_file(EXPECTED / plan.name).data


CASES = [
    pytest.param(plan, finding, id=f"{plan.stem}-{finding['rule']}-{finding['subject']}")
    for plan in PLANS
    for finding in expected(plan)["findings"]
]


@pytest.mark.parametrize(("plan", "wanted"), CASES)
def test_the_findings_that_matter(plan: Path, wanted: dict[str, Any]) -> None:
    record = found(plan)[wanted["rule"], str(wanted["subject"])]
    assert (record["outcome"], record["severity"]) == (wanted["outcome"], wanted["severity"])
    assert record["grade"] == wanted.get("grade", record["grade"])
    assert [need["field"] for need in record["needs"]] == wanted.get("needs", [])
    assert (record.get("exception") or {}).get("id") == wanted.get("exception")


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_pack_caps_and_faults(plan: Path) -> None:
    wanted, whole = expected(plan), report(plan)
    assert whole.choice.pack == wanted["pack"]
    assert list(whole.caps) == wanted.get("caps", [])
    assert [fault.code for fault in whole.plan.faults] == wanted.get("faults", [])


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_what_may_not_be_found(plan: Path) -> None:
    wanted = expected(plan)
    failed = {subject for (_, subject), record in found(plan).items() if record["outcome"] == "fail"}
    assert failed.isdisjoint(wanted.get("flawless", []))
    for beginning in wanted.get("absent", []):
        assert not any(rule.startswith(beginning) for rule, _ in found(plan)), beginning


def test_the_page_has_every_case_in_both_languages() -> None:
    cases = sorted({plan.name[:2] for plan in PLANS})
    assert cases == [f"{number:02}" for number in range(1, 11)]
    for number in cases:
        assert len(re.findall(rf"^### {int(number)}\. ", PAGE, re.MULTILINE)) == 2, number


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem)
def test_the_page_names_every_plan_and_rule(plan: Path) -> None:
    assert PAGE.count(f"fixtures/tricky/{plan.name}") >= 2
    for finding in expected(plan)["findings"]:
        assert f"`{finding['rule']}`" in PAGE, finding["rule"]


def test_every_expectation_has_its_plan() -> None:
    assert sorted(path.name for path in EXPECTED.glob("*.yaml")) == [plan.name for plan in PLANS]
