"""What a run makes of findings: verdict, caps, notices, partial runs, faults of our own, identity."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from standardcheck.api import check, check_many, load_ruleset, read_plan
from standardcheck.check.report import report_data
from standardcheck.check.run import PlanReport, selector
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.library import RuleSet
from standardcheck.errors import UsageError

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_ruleset()


def judged(raw: dict[str, Any], rules: RuleSet, **options: Any) -> PlanReport:
    (plan,) = check(read_plan(raw, rules), rules, **options).plans
    return plan


def small(**city: Any) -> dict[str, Any]:
    facility = {"id": "f1", "form": "complex", "gfa": 700, "functions": [{"kind": "health"}]}
    community = {"id": "c1", "households": 900, "facilities": [facility]}
    return {"submitted_on": "2025-06-01", "city": {"code": "430100", "communities": [community], **city}}


def test_a_rule_that_crashes_is_an_error_finding_and_the_run_goes_on(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = Interpreter.outcome

    def crash(self: Interpreter, rule: Any, scope: Any, answers: Any = None) -> Any:
        if rule.id == "cesf.complex.area":
            raise ZeroDivisionError("planted")
        return outcome(self, rule, scope, answers)

    monkeypatch.setattr(Interpreter, "outcome", crash)
    plan = judged(small(), rules)
    (finding,) = [f for f in plan.findings if f.rule.id == "cesf.complex.area"]
    assert finding.outcome == "error"
    assert "planted" in plan.explain(finding)["message"]["en"]
    assert plan.counts.outcomes["error"] == 1
    assert plan.counts.outcomes["fail"] + plan.counts.outcomes["pass"] > 0
    assert plan.verdict in ("undetermined", "non_compliant")


def test_a_finding_that_cannot_be_explained_says_so_and_the_rest_is_explained(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = judged(small(), rules)

    def crash(self: Interpreter, rule: Any, scope: Any, answers: Any = None) -> Any:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(Interpreter, "judge", crash)
    record = plan.explain(next(f for f in plan.findings if f.outcome == "pass"))
    assert "planted" in record["message"]["en"]
    assert (record["outcome"], record["evidence"], record["needs"]) == ("pass", [], [])


def test_a_plan_without_a_place_is_at_best_undetermined(rules: RuleSet) -> None:
    plan = judged(small(code=None), rules)
    assert "no_pack_code" in plan.caps
    assert plan.verdict != "compliant"


def test_a_place_without_a_pack_of_its_own_is_said(rules: RuleSet) -> None:
    plan = judged(small(), rules)
    assert ("no_local_pack", {"code": "430100"}) in plan.notices
    assert plan.choice.pack == "cn-national"


def test_the_longest_code_prefix_and_the_date_choose_the_pack(rules: RuleSet) -> None:
    assert judged(small(code="110105"), rules, as_of="2026-01-15").choice.pack == "cn-beijing"
    before = judged(small(code="110105"), rules, as_of="2025-11-30")
    assert before.choice.pack == "cn-national"
    assert "local_pack_later" in before.caps
    assert judged(small(code="110105"), rules, as_of="2025-12-01").choice.pack == "cn-beijing"


def test_a_date_before_the_first_edition_caps_the_verdict(rules: RuleSet) -> None:
    assert "before_first_edition" in judged(small(), rules, as_of="2001-01-01").caps


def test_without_a_date_the_option_is_named(rules: RuleSet) -> None:
    raw = small()
    del raw["submitted_on"]
    with pytest.raises(UsageError, match="--as-of"):
        check(read_plan(raw, rules), rules)


def test_a_narrowed_run_is_partial(rules: RuleSet) -> None:
    plan = judged(small(), rules, select=selector(("DZ-01",), ()))
    assert plan.partial
    assert {f.rule.id for f in plan.findings} == {"cesf.complex.area"}
    assert plan.verdict == "compliant"
    assert judged(small(), rules, select=selector((), ("violation",))).partial


def test_a_run_where_nearly_nothing_applied_says_so(rules: RuleSet) -> None:
    empty = {"submitted_on": "2025-06-01", "city": {"code": "430100", "communities": []}}
    plan = judged(empty, rules)
    assert "hardly_applied" in dict(plan.notices)
    assert plan.verdict == "undetermined"


def test_identity_outlives_edits_elsewhere(rules: RuleSet) -> None:
    def prints(raw: dict[str, Any]) -> set[str]:
        data = report_data(check(read_plan(raw, rules), rules))
        return {f["fingerprint"] for f in data["plans"][0]["findings"] if f["rule"] == "cesf.complex.area"}

    moved = small()
    facilities = moved["city"]["communities"][0]["facilities"]
    facilities.insert(0, {"id": "f0", "form": "dispersed", "gfa": 90})
    facilities[1]["gfa"] = 100
    assert prints(small()) <= prints(moved)


def test_an_object_without_an_id_is_flagged(rules: RuleSet) -> None:
    raw = small()
    del raw["city"]["communities"][0]["facilities"][0]["id"]
    data = report_data(check(read_plan(raw, rules), rules))
    found = [f for f in data["plans"][0]["findings"] if f["rule"] == "cesf.complex.area"]
    assert [f["subject"]["identified"] for f in found] == [False]


def test_counts_agree_with_findings_in_every_plan(rules: RuleSet) -> None:
    for path in sorted(PLANS.iterdir()):
        (plan,) = check_many([path], rules).plans
        total = sum(plan.counts.outcomes.values()) - len(plan.plan.faults)
        assert total == len(plan.findings), path
        data = report_data(check_many([path], rules))
        assert len(data["plans"][0]["findings"]) == total


def test_an_unreadable_plan_does_not_stop_the_rest(rules: RuleSet, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("a: [1,\n", encoding="utf-8")
    report = check_many([broken, PLANS / "all-pass.yaml"], rules)
    assert [entry.file for entry in report.unreadable] == [str(broken)]
    assert [plan.verdict for plan in report.plans] == ["compliant"]
    assert report.exit_code == 4


def test_the_same_input_gives_the_same_bytes(rules: RuleSet) -> None:
    def once() -> str:
        plans = [PLANS / "full-community.yaml", PLANS / "medium-city.json"]
        return json.dumps(report_data(check_many(plans, load_ruleset())), ensure_ascii=False)

    assert once() == once()


def test_every_pass_has_evidence_that_a_reader_can_check(rules: RuleSet) -> None:
    (plan,) = check_many([PLANS / "all-pass.yaml"], rules).plans
    passed = [f for f in plan.findings if f.outcome == "pass"]
    assert len(passed) > 60
    for finding in passed:
        record = plan.explain(finding)
        assert record["message"]["zh"] and record["message"]["en"]
        assert "{" not in record["message"]["en"] + record["message"]["zh"]
        for leaf in record["evidence"]:
            assert leaf["measured"]["text"]["zh"] and leaf["required"]["text"]["zh"]
            assert leaf["position"]["line"] > 0


def test_a_limit_that_is_missed_by_a_hair_is_seen_to_be_missed(rules: RuleSet) -> None:
    raw = small()
    raw["city"]["communities"][0]["facilities"][0]["gfa"] = 599.99996
    plan = judged(raw, rules)
    (finding,) = [f for f in plan.findings if f.rule.id == "cesf.complex.area"]
    record = plan.explain(finding)
    assert finding.outcome == "fail"
    assert record["message"]["en"] == "gross floor area: 599.99996 m², shall be at least 600 m²."
    assert record["remedy"][0]["en"] == "increase gross floor area by 0.00004 m² (0.00000667 %)"
