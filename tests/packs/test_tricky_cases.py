"""Cases that are easily judged wrong, each with the answer that the texts support."""

from __future__ import annotations

from typing import Any

import pytest

from standardcheck.api import check, load_ruleset, read_plan
from standardcheck.check.run import PlanReport
from standardcheck.compiler.library import RuleSet


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_ruleset()


def plan_of(
    facility: dict[str, Any], code: str = "430100", as_of: str = "2026-03-01", **community: Any
) -> dict[str, Any]:
    held = {"id": "c1", "households": 1000, "facilities": [{"id": "f1", **facility}], **community}
    return {"submitted_on": as_of, "city": {"code": code, "communities": [held]}}


def judged(raw: dict[str, Any], rules: RuleSet) -> PlanReport:
    plan = read_plan(raw, rules)
    assert not plan.faults, [fault.message("en") for fault in plan.faults]
    return check(plan, rules).plans[0]


def outcomes(plan: PlanReport, rule: str) -> list[str]:
    return [f.outcome for f in plan.findings if f.rule.id == rule]


def needs(plan: PlanReport, rule: str) -> set[str]:
    found = [f for f in plan.findings if f.rule.id == rule and f.outcome == "unknown"]
    return {need["field"] for f in found for need in plan.explain(f, False)["needs"]}


MEAL_POINT = {"gfa": "180 m2", "functions": [{"kind": "community_meals"}], "parts": [{"id": "p1", "use": "meal_point"}]}


@pytest.mark.parametrize(
    ("form", "expected"), [("complex", "fail"), ("dispersed", "not_applicable"), (None, "unknown")]
)
def test_a_small_meal_point_is_proper_as_a_dispersed_facility(form: str | None, expected: str, rules: RuleSet) -> None:
    plan = judged(plan_of({**MEAL_POINT, "form": form}), rules)
    assert outcomes(plan, "cesf.complex.area") == [expected]
    assert outcomes(plan, "cesf.complex.function-count") == [expected]
    if form is None:
        assert "form" in needs(plan, "cesf.complex.area")


def nursery(**facts: Any) -> dict[str, Any]:
    part = {"id": "p1", "use": "nursery", "children": 50, "outdoor_play_area": "120 m2"}
    own = {"outdoor_space_difficulty": facts.pop("difficulty", None)}
    return {"functions": [{"kind": "infant_care"}], "parts": [{**part, **own}], **facts}


def test_the_outdoor_exception_needs_all_three_conditions(rules: RuleSet) -> None:
    rule = "childcare.outdoor.area-per-child"
    whole = {"is_dense_urban": True, "difficulty": True, "difficulty_statement": "用地局促"}
    for mode in ("renovation", "extension"):
        assert outcomes(judged(plan_of(nursery(build_mode=mode, **whole)), rules), rule) == ["pass"]
    assert outcomes(judged(plan_of(nursery(build_mode="new_build", **whole)), rules), rule) == ["fail"]
    for missing in ("is_dense_urban", "difficulty"):
        facts = {**whole, missing: False}
        assert outcomes(judged(plan_of(nursery(build_mode="renovation", **facts)), rules), rule) == ["fail"]
    silent = judged(plan_of(nursery(build_mode="renovation", is_dense_urban=True)), rules)
    assert outcomes(silent, rule) == ["unknown"]
    assert "outdoor_space_difficulty" in needs(silent, rule)


def test_the_area_ratio_is_never_failed_from_a_part_of_the_city(rules: RuleSet) -> None:
    short = {"form": "complex", "gfa": "220 m2", "functions": [{"kind": "health"}]}
    plan = judged(plan_of(short, other_integrated_service_area=0, is_new_area=True), rules)
    assert "fail" not in outcomes(plan, "cesf.area-ratio.city-average")
    assert outcomes(plan, "cesf.area-ratio.community") == ["fail"]  # advice: the level of averaging is open
    assert {f.severity for f in plan.findings if f.rule.id == "cesf.area-ratio.community"} == {"advice"}


def test_a_beijing_health_station_meets_three_limits_in_turn(rules: RuleSet) -> None:
    station = {"id": "p1", "use": "health_station", "gfa": "140 m2"}
    raw = plan_of({"gfa": "140 m2", "functions": [{"kind": "health"}], "parts": [station]}, code="110105")
    plan = judged(raw, rules)
    assert plan.choice.pack == "cn-beijing"
    assert outcomes(plan, "health.station.area") == ["fail"]
    assert "pass" not in outcomes(plan, "beijing.health-station.general-scale")


def door(width: str, mode: str | None, kind: str | None) -> dict[str, Any]:
    return {
        "build_mode": mode,
        "doors": [{"id": "d1", "kind": kind, "clear_width": width, "on_accessible_route": True}],
    }


def test_a_door_is_judged_by_what_is_known_of_it(rules: RuleSet) -> None:
    def found(width: str, mode: str | None, kind: str | None) -> set[str]:
        plan = judged(plan_of(door(width, mode, kind)), rules)
        return {f.outcome for f in plan.findings if "AC-15" in f.rule.ledger}

    assert "fail" in found("0.85 m", "new_build", "manual")
    assert "pass" in found("0.85 m", "renovation", "manual")
    assert "fail" not in found("0.85 m", None, "manual")
    assert "pass" not in found("0.85 m", None, "manual")
    assert "pass" not in found("0.85 m", "conversion", "manual")


def test_an_activity_room_is_no_care_facility(rules: RuleSet) -> None:
    room = {"id": "p1", "use": "elder_activity", "highest_storey": 5, "gives_care": False}
    plan = judged(plan_of({"functions": [{"kind": "elderly_care"}], "parts": [room]}), rules)
    limits = outcomes(plan, "fire.elder-care.activity-room-limits")
    assert "fail" not in limits


def test_a_listed_function_without_a_part_leaves_its_rules_open(rules: RuleSet) -> None:
    plan = judged(plan_of({"functions": [{"kind": "infant_care"}], "parts": [{"id": "p1", "use": "canteen"}]}), rules)
    found = outcomes(plan, "childcare.outdoor.area-per-child")
    assert "unknown" in found
    assert plan.verdict != "compliant"


def test_childcare_beside_a_canteen_is_a_matter_of_separation_only(rules: RuleSet) -> None:
    parts = [{"id": "p1", "use": "nursery"}, {"id": "p2", "use": "canteen"}]
    plan = judged(plan_of({"parts": parts}), rules)
    assert outcomes(plan, "fire.co-location.wall").count("fail") == 0
    assert "unknown" in outcomes(plan, "fire.co-location.wall")


def test_the_adopted_800_is_asked_only_of_a_city_that_adopts_it(rules: RuleSet) -> None:
    raw = plan_of({"form": "complex", "gfa": "700 m2"})
    assert outcomes(judged(raw, rules), "cesf.complex.advisable-area") == ["unknown"]
    raw["city"]["adopts_800_minimum"] = False
    assert outcomes(judged(raw, rules), "cesf.complex.advisable-area") == ["not_applicable"]
    raw["city"]["adopts_800_minimum"] = True
    plan = judged(raw, rules)
    assert outcomes(plan, "cesf.complex.advisable-area") == ["fail"]
    assert {f.severity for f in plan.findings if f.rule.id == "cesf.complex.advisable-area"} == {"advice"}


def test_a_lost_digit_is_caught_by_natural_bounds(rules: RuleSet) -> None:
    plan = read_plan(plan_of({"gfa": 99_999_999}), rules)
    assert [fault.code for fault in plan.faults] == ["out-of-bounds-high"]
