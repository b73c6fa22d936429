"""How a value was worked out is said beside it, so that a verdict can be checked with a pencil."""

from __future__ import annotations

import json
import random
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from differential.test_shipped import PLANS as SHIPPED
from differential.test_shipped import damaged, document
from standardcheck.api import check, load_ruleset, read_plan
from standardcheck.check.run import PlanReport
from standardcheck.compiler.library import RuleSet

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"


@lru_cache
def rules() -> RuleSet:
    return load_ruleset()


def judged(plan: Any) -> PlanReport:
    (report,) = check(read_plan(plan, rules()), rules(), as_of="2026-01-01").plans
    return report


def said(report: PlanReport, rule: str, at: int = 0) -> dict[str, Any]:
    """The record of a finding of a rule."""
    return report.explain([finding for finding in report.findings if finding.rule.id == rule][at])


def community(facilities: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    place = {"id": "c", "name": "桂苑", "households": 1000, "facilities": facilities, **more}
    return {"submitted_on": "2025-06-01", "city": {"code": "430100", "communities": [place]}}


@lru_cache
def example() -> PlanReport:
    return judged(PLANS / "full-community.yaml")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            "care.rest-room.area-per-person",
            "area per person: 3.6667 m²/person (usable area 44 m² ÷ occupants 12 persons)",
        ),
        (
            "fire.children.storey",
            "must be at most 2 storeys (by the table, for fire-resistance grade: grade III)",
        ),
    ],
)
def test_a_quotient_and_a_table_say_what_went_into_them(rule: str, text: str) -> None:
    (failed,) = [finding for finding in example().findings if finding.rule.id == rule and finding.outcome == "fail"]
    assert text in example().explain(failed)["message"]["en"]


def test_a_sum_names_what_was_added_up() -> None:
    report = judged(
        community([
            {"id": "a", "name": "甲", "form": "complex", "gfa": 700},
            {"id": "b", "name": "乙", "form": "dispersed", "gfa": 90},
        ])
    )  # fmt: skip
    (leaf,) = [leaf for leaf in said(report, "cesf.area-ratio.community")["evidence"] if "working" in leaf["measured"]]
    assert leaf["measured"]["working"]["zh"].startswith("(甲 700 m² + 乙 90 m²")
    assert leaf["measured"]["working"]["zh"].endswith("÷ 户数 1000 户")


def test_of_many_items_the_first_are_named() -> None:
    report = judged(
        community([{"id": f"f{at}", "name": f"第{at}处", "form": "dispersed", "gfa": 100} for at in range(20)])
    )
    leaves = said(report, "cesf.area-ratio.community")["evidence"]
    text = next(leaf["measured"]["working"]["en"] for leaf in leaves if "working" in leaf["measured"])
    assert "第5处 100 m²" in text
    assert "+ 14 more +" in text
    assert "第6处" not in text


def test_what_is_not_stated_is_not_given_by_its_natural_bounds() -> None:
    report = judged(community([{"id": "a", "name": "甲", "form": "complex", "gfa": 700}, {"id": "b", "name": "乙"}]))
    leaves = said(report, "cesf.area-ratio.community")["evidence"]
    text = next(leaf["measured"]["working"]["en"] for leaf in leaves if "working" in leaf["measured"])
    assert "乙 not stated" in text


def test_an_item_that_may_not_count_says_so() -> None:
    kindergarten = {"id": "k", "name": "园", "use": "kindergarten"}
    parts = [kindergarten, {"id": "x", "name": "某室", "usable_area": 60}]
    facility = {"id": "a", "name": "中心", "form": "complex", "gfa": 700, "parts": parts}
    report = judged(community([facility]))
    texts = [
        side["working"]["zh"]
        for finding in report.findings
        if finding.outcome == "unknown"
        for leaf in report.explain(finding, whole=False)["evidence"]
        for side in (leaf["measured"], leaf["required"])
        if "working" in side and "某室" in side["working"]["zh"]
    ]
    assert texts
    assert all("某室 未填写（是否计入未定）" in text for text in texts)
    assert not any("未填写的用房部分" in text for text in texts)


def test_a_plain_fact_needs_no_working() -> None:
    report = judged(community([{"id": "a", "name": "甲", "form": "complex", "gfa": 500}]))
    (leaf,) = said(report, "cesf.complex.area")["evidence"]
    assert "working" not in leaf["measured"]
    assert "working" not in leaf["required"]


def test_a_fact_of_another_object_says_of_which() -> None:
    facility = {
        "id": "a", "name": "中心", "form": "complex", "gfa": 700,
        "functions": [{"kind": "health"}, {"kind": "elderly_care"}],
        "entrances": [{"id": "e", "name": "东门", "is_accessible": True}],
    }  # fmt: skip
    report = judged(community([facility]))
    assert said(report, "cesf.complex.care-function")["evidence"][0]["object"] == {
        "zh": "服务功能 #2",
        "en": "function #2",
    }
    entrance = said(report, "access.check-list.entrance")
    assert entrance["evidence"][0]["object"] == {"zh": "东门", "en": "东门"}
    assert entrance["message"]["zh"].startswith("东门的无障碍出入口：“是”")
    assert "object" not in said(report, "cesf.complex.area")["evidence"][0]


@settings(max_examples=40)
@given(plan=st.sampled_from(SHIPPED), seed=st.integers(0, 2**32))
def test_every_failure_of_a_damaged_plan_is_explained(plan: Path, seed: int) -> None:
    line = json.dumps(damaged(document(plan), random.Random(seed), 0.1), default=float).encode()
    report = judged(line)
    for finding in report.findings:
        if finding.outcome != "fail":
            continue
        record = report.explain(finding, whole=False)
        assert not record["message"]["en"].startswith("This rule could not")
        for leaf in record["evidence"]:
            if leaf["operator"] in ("at_least", "at_most") and not leaf["negated"] and leaf["holds"] is False:
                assert not leaf["required"]["text"]["en"].endswith(" " + leaf["measured"]["text"]["en"])
