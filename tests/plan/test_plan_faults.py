"""Every fault of a fact in a plan: its code, its words in both languages, its place, and that the rest is judged."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from standardcheck.api import check, load_ruleset, read_plan
from standardcheck.check.bulk_lines import LineChecker
from standardcheck.compiler.library import RuleSet
from standardcheck.source import read_source

ROOT = Path(__file__).parents[2]
INVALID = ROOT / "fixtures" / "invalid"
ALL_PASS = ROOT / "fixtures" / "plans" / "all-pass.yaml"

# code: (line, column, words in English, words in Chinese)
EXPECTED: dict[str, tuple[int, int, set[str], set[str]]] = {
    "wrong-dimension": (12, 16, {"600 m", "length", "area", "m²"}, {"600 m", "长度", "面积", "m²"}),
    "share-not-ratio": (13, 34, {"8 %", "percentage", "1:n", "1:12"}, {"百分数", "1:12"}),
    "number-as-text": (12, 16, {"600", "quotes", "m²"}, {"引号", "m²"}),
    "not-a-number": (12, 16, {"约六百", "m²"}, {"约六百", "数字"}),
    "unknown-unit": (12, 16, {"600 sqft", "m²"}, {"600 sqft", "单位"}),
    "ratio-not-expected": (12, 16, {"1:12", "m²"}, {"1:12", "比值"}),
    "out-of-bounds-high": (12, 16, {"999999999", "above", "unit"}, {"999999999", "高于"}),
    "out-of-bounds-open": (12, 16, {"more than 0", "unit"}, {"大于 0"}),
    "out-of-bounds-low": (12, 26, {"-3", "below"}, {"-3", "低于"}),
    "unknown-field": (12, 11, {"gfaa", "“gfa”", "x_"}, {"gfaa", "“gfa”", "x_"}),
    "unknown-value": (12, 23, {"renovaton", "“renovation”", "conversion"}, {"renovaton", "“renovation”"}),
    "unknown-kind": (13, 29, {"nurserry", "“nursery”", "canteen"}, {"nurserry", "“nursery”"}),
    "none-impossible": (12, 16, {"none", "leave the field out"}, {"none", "留空"}),
    "says-nothing": (12, 25, {"无", "says nothing", "none"}, {"无", "按未填处理"}),
    "not-of-form": (3, 9, {"长沙市", "not possible", "GB/T 2260"}, {"长沙市", "按未填处理", "GB/T 2260"}),
    "not-a-flag": (12, 27, {"true or false", "yes"}, {"true 或 false", "yes"}),
    "not-a-list": (12, 18, {"list", "托育点"}, {"列表", "托育点"}),
    "not-an-object": (12, 19, {"托育点", "fields"}, {"托育点", "字段"}),
    "list-form": (12, 18, {"incomplete: true", "items"}, {"incomplete: true"}),
    "long-form": (12, 16, {"value", "from"}, {"value", "from"}),
    "long-form-unit": (12, 16, {"unit", "value"}, {"unit", "value"}),
    "text-expected": (10, 17, {"12", "quotes"}, {"12", "引号"}),
    "duplicate-identity": (12, 15, {"f1", "/city/communities/0/facilities/0"}, {"f1", "编号"}),
    "contradiction-at_most": (
        12,
        64,
        {"(3)", "(2,", "highest storey", "/parts/0/highest_storey"},
        {"（3）", "最高所在层"},
    ),
    "contradiction-at_least-given": (12, 64, {"(-1)", "less than 1", "below ground", "false"}, {"小于 1", "地下"}),
    "contradiction-at_most-given": (12, 64, {"(2)", "more than 1", "below ground", "true"}, {"大于 1", "地下"}),
    "contradiction-equals-given": (12, 70, {"true", "false", "/gratings/0/is_slotted"}, {"条状孔洞", "矛盾"}),
    "contradiction-on_or_before": (12, 24, {"2024-03-01", "later", "2024-02-01"}, {"晚于", "2024-02-01"}),
    "misfit-at_most": (
        13,
        47,
        {"of the part (620", "/parts/0/gfa", "of the facility (600", "facilities/0/gfa", "None of these"},
        {"用房部分的", "（620", "设施的", "大于"},
    ),
    "misfit-at_least": (
        12,
        52,
        {"(40", "less than the sum", "that is 41", "/classes/1/children"},
        {"之和（41）", "小于"},
    ),
    "misfit-about": (12, 38, {"does not agree", "0.9", "divided by", "that is 0.18"}, {"之比（0.18）", "不符"}),
    "misfit-in": (13, 48, {"can only be", "elderly_care", "where", "(elder_day_care, at"}, {"只能是", "而此时"}),
    "dangling-reference": (13, 30, {"p9", "part"}, {"p9", "没有"}),
    "not-a-date": (1, 15, {"2024-13-45", "YYYY-MM-DD"}, {"2024-13-45", "YYYY-MM-DD"}),
    "not-whole": (7, 19, {"2600.5", "whole"}, {"2600.5", "整数"}),
}


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_ruleset()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_fault_says_what_where_and_what_to_do(name: str, rules: RuleSet) -> None:
    line, column, english, chinese = EXPECTED[name]
    plan = read_plan(INVALID / f"plan-{name}.yaml", rules)
    (fault,) = plan.faults
    assert fault.code == {"unknown-kind": "unknown-value"}.get(name, name)
    assert fault.place is not None
    assert (fault.place.line, fault.place.column) == (line, column)
    assert fault.line_text is not None
    assert fault.pointer is not None
    for words, language in ((english, "en"), (chinese, "zh")):
        sentence = fault.message(language)
        assert all(word in sentence for word in words), sentence


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_faulty_fact_never_lets_a_plan_pass_and_the_rest_is_judged(name: str, rules: RuleSet) -> None:
    report = check(read_plan(INVALID / f"plan-{name}.yaml", rules), rules, as_of="2024-06-01")
    (judged,) = report.plans
    assert judged.verdict != "compliant"
    assert judged.counts.outcomes["error"] == 1
    assert judged.findings


def test_every_plan_fault_file_is_expected() -> None:
    assert {path.stem.removeprefix("plan-") for path in INVALID.glob("plan-*.yaml")} == set(EXPECTED)


def test_all_faults_of_a_plan_are_reported_at_once(rules: RuleSet) -> None:
    raw = b"""city:
  communities:
    - id: c1
      households: none
      facilitys: []
      facilities:
        - {id: f1, gfa: 600 m, form: complx}
        - {id: f1, gfa: .5 ha}
"""
    plan = read_plan(raw, rules, name="two.yaml")
    assert [fault.code for fault in plan.faults] == [
        "none-impossible",
        "unknown-field",
        "wrong-dimension",
        "unknown-value",
        "duplicate-identity",
    ]
    assert plan.data["city"]["communities"][0]["facilities"][1]["gfa"] == 5000


def test_very_many_faults_end_quickly_and_are_counted(rules: RuleSet) -> None:
    raw = "".join(f"unknown_field_{number}: 1\n" for number in range(50_000)).encode()
    started = time.perf_counter()
    plan = read_plan(raw, rules, name="many.yaml")
    assert time.perf_counter() - started < 5
    assert len(plan.faults) == 1001
    assert {fault.code for fault in plan.faults} == {"unknown-field", "more-faults"}
    (more,) = [fault for fault in plan.faults if fault.code == "more-faults"]
    assert "49000" in more.message("en")


@pytest.mark.parametrize("text", ["无", "没有", "-", "/", "None", "NONE", " none ", "null", "待办", "N/a", "……"])
@pytest.mark.parametrize("raw", [b"%b", b'{"value": "%b", "source": "x"}'])
def test_a_word_that_says_nothing_is_no_document(text: str, raw: bytes, rules: RuleSet) -> None:
    """To rules that ask whether there is an approval, it must not be one."""
    stated = raw % text.encode() if b"value" in raw else f'"{text}"'.encode()
    plan = read_plan(
        b'{"submitted_on": "2025-06-01", "city": {"code": "430100", "communities": [{"id": "c1", "facilities": '
        b'[{"id": "f1", "use_change": true, "approval_ref": %b}]}]}}' % stated,
        rules,
        name="plan.json",
    )
    assert [fault.code for fault in plan.faults] == ["says-nothing"]
    (report,) = check(plan, rules).plans
    (finding,) = (found for found in report.findings if found.rule.id == "review.change-of-use.approval")
    assert finding.outcome == "unknown"


@pytest.mark.parametrize("code", ["深圳市", "４４０３００", "HK", "0", "999999", "440300 ", "4403", "44030a", "none"])
def test_a_place_that_cannot_be_is_not_taken_for_one_without_local_rules(code: str, rules: RuleSet) -> None:
    plan = {**read_source(ALL_PASS.read_bytes(), ALL_PASS.name).data}
    plan["city"] = {**plan["city"], "code": code}
    assert check(read_plan(plan, rules), rules).plans[0].verdict != "compliant"
    line = json.dumps(plan, default=str).encode()
    assert LineChecker(rules, None).check(1, line)[0] != "compliant"


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\u200b"])
def test_a_blank_text_is_not_stated(text: str, rules: RuleSet) -> None:
    facility = {"id": "f1", "name": text, "use_change": True, "approval_ref": text, "ramps": [{"part": text}]}
    plan = {"submitted_on": "2025-06-01", "city": {"code": "430100", "communities": [{"facilities": [facility]}]}}
    read = read_plan(plan, rules)
    assert not read.faults
    (report,) = check(read, rules).plans
    outcomes = {found.outcome for found in report.findings if found.rule.id == "review.change-of-use.approval"}
    assert outcomes == {"unknown"}


def test_a_text_that_says_little_is_a_text(rules: RuleSet) -> None:
    for text in ("无锡路8号", "No. 5", "x1", "nonesuch", "--cl. 3"):
        assert not read_plan({"city": {"communities": [{"facilities": [{"approval_ref": text}]}]}}, rules).faults
