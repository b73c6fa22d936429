"""Waivers, decisions and baselines: what holds, what does not, and that nothing is hidden by any."""

from __future__ import annotations

from typing import Any

import pytest

import standardcheck as sc
from standardcheck.check.disposition_files import (
    baseline_text,
    decisions_text,
    read_baseline,
    read_decisions,
    read_waivers,
)
from standardcheck.check.dispositions import Given, dispose, violations
from standardcheck.check.engines import engines
from standardcheck.check.evaluate import evaluate
from standardcheck.check.fused import FusedFindings, evaluate_fused
from standardcheck.check.run import PlanReport
from standardcheck.check.verdict import names
from standardcheck.errors import InvalidDispositions, UsageError
from support.disposing import F1, MODEL, SMALL, checked, codes, decision, plan, waiver
from support.reports import rules

# -- waivers -----------------------------------------------------------------------------------------------------


def test_a_waiver_that_holds_lifts_the_violation_and_keeps_the_failure() -> None:
    before, after = checked(plan()), checked(plan(), waiver())
    assert (before.verdict, after.verdict) == ("non_compliant", "compliant")
    assert [f.outcome for f in after.findings] == [f.outcome for f in before.findings]
    assert after.counts.outcomes == before.counts.outcomes
    assert after.counts.dispositions["waived"] == 1
    assert codes(after) == []
    (waived,) = [after.explain(f) for f in after.findings if f.disposition == "waived"]
    assert waived["outcome"] == "fail"
    assert waived["waiver"] == {
        "who": "bureau",
        "reason": "old building",
        "granted": "2025-01-01",
        "until": "2025-12-31",
    }


@pytest.mark.parametrize(
    ("today", "holds"), [("2024-12-31", 0), ("2025-01-01", 1), ("2025-12-31", 1), ("2026-01-01", 0)]
)
def test_the_first_and_the_last_day_are_in(today: str, holds: int) -> None:
    found = checked(plan(), waiver(), today=today)
    assert found.counts.dispositions.get("waived", 0) == holds
    assert (found.verdict == "compliant") is bool(holds)
    assert found.today == today


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rule": "size.least-of-all"}, "waiver_rule_gone"),
        ({"subject": F1.replace("f1", "f9")}, "waiver_subject_gone"),
        ({"subject": F1.replace("P-1", "P-2")}, "elsewhere"),
        ({"subject": "community=c1/facility=f1"}, "elsewhere"),
        ({"clause": {"document": "trial", "number": "2"}}, "waiver_clause"),
        ({"authority": None}, "waiver_authority"),
        ({"rule": "looked-at.model", "clause": {"document": "trial", "number": "11"}}, "waiver_not_failed"),
        ({"expires": "2025-05-31"}, "waiver_expired"),
        ({"granted": "2025-06-02"}, "waiver_early"),
    ],
)
def test_one_that_does_not_fit_waives_nothing_and_is_named(changes: dict[str, Any], code: str) -> None:
    found = checked(plan(), waiver(**changes))
    assert found.verdict == "non_compliant"
    assert found.counts.dispositions == {"open": len(found.findings)}
    assert codes(found) == [code]


def test_a_note_needs_no_waiver() -> None:
    entry = waiver(rule="functions.few", clause={"document": "trial", "number": "10"})
    assert codes(checked(plan(SMALL | {"functions": []}), entry)) == ["waiver_note"]


def with_rule(entry: dict[str, Any], **changes: Any) -> PlanReport:
    """The small facility under a waiver, if the rule on the least area read otherwise."""
    report = sc.check(plan(), rules())
    (before,) = report.plans
    findings = [
        f._replace(rule=f.rule._replace(**changes)) if f.rule.id == "size.least" else f for f in before.findings
    ]
    given = Given(read_waivers({"waivers": [entry]}), today="2025-06-01")
    return dispose(report._replace(plans=(before._replace(findings=findings),)), given).plans[0]


def test_a_must_cannot_be_waived() -> None:
    assert with_rule(waiver()).verdict == "compliant"
    found = with_rule(waiver(), force="must")
    assert found.verdict == "non_compliant"
    assert codes(found) == ["waiver_must"]


@pytest.mark.parametrize(("modifier", "holds"), [("generally", 1), ("in_principle", 1), ("approximately", 0)])
def test_where_the_clause_leaves_room_a_justification_is_enough(modifier: str, holds: int) -> None:
    found = with_rule(waiver(authority=None), modifiers=(modifier,))
    assert found.counts.dispositions.get("waived", 0) == holds


@pytest.mark.parametrize("made", [plan(SMALL | {"id": None}), plan(id=None)], ids=["object", "plan"])
def test_what_has_no_id_cannot_be_waived(made: sc.Plan) -> None:
    for subject in (F1, F1.removeprefix("plan=P-1/"), "plan=P-1/city=320500/community=c1/facility[]"):
        assert checked(made, waiver(subject=subject)).verdict == "non_compliant"
    assert all(
        "identity" not in checked(made).explain(f)["subject"] for f in checked(made).findings if f.kind == "facility"
    )


def test_two_objects_of_one_id_are_ambiguous() -> None:
    found = checked(plan(SMALL, SMALL), waiver())
    assert found.counts.dispositions.get("waived", 0) == 0
    assert codes(found) == ["waiver_ambiguous"]


def test_an_id_cannot_pose_as_several() -> None:
    found = checked(plan(SMALL | {"id": "f1/part=x y"}))
    (subject,) = {found.explain(f)["subject"]["identity"] for f in found.findings if f.kind == "facility"}
    assert subject == F1 + "%2Fpart=x%20y"
    assert checked(plan(SMALL | {"id": "f1/part=x y"}), waiver(subject=subject)).verdict == "compliant"


def test_waivers_need_a_day() -> None:
    with pytest.raises(UsageError, match="day to judge"):
        checked(plan(), waiver(), today=None)
    with pytest.raises(UsageError, match="2025-02-30"):
        checked(plan(), waiver(), today="2025-02-30")


@pytest.mark.parametrize("key", ["rule", "subject", "clause", "reason", "granted", "expires"])
def test_a_malformed_file_is_refused(key: str) -> None:
    with pytest.raises(InvalidDispositions) as caught:
        checked(plan(), waiver(), waiver(**{key: None}), waiver(more=1), waiver(**{key: 7}))
    assert len(caught.value.faults) == 3
    assert [fault.code for fault in caught.value.faults][:2] == ["rule-missing-key", "rule-unknown-key"]
    assert all(fault.place is not None and fault.line_text for fault in caught.value.faults)


def test_a_rule_left_out_says_nothing_about_its_waivers() -> None:
    found = checked(plan(), waiver(), select=lambda rule: rule.id != "size.least")
    assert codes(found) == []


# -- decisions ---------------------------------------------------------------------------------------------------


def decided(made: sc.Plan, *entries: dict[str, Any]) -> Any:
    return checked(made, decisions={"decisions": list(entries)})


def test_a_decision_answers_the_question_and_the_outcome_stays() -> None:
    made = plan(MODEL)
    assert checked(made).verdict == "undetermined"
    met = decided(made, decision(made))
    assert (met.verdict, met.counts.outcomes["manual"], met.counts.dispositions["decided"]) == ("compliant", 1, 1)
    not_met = decided(made, decision(made, "not_met"))
    assert (not_met.verdict, not_met.counts.outcomes["manual"]) == ("non_compliant", 1)


@pytest.mark.parametrize("changed", [{"gfa": 901}, {"name": "another"}, {"functions": [{"kind": "culture"}] * 2}])
def test_it_is_stale_when_the_object_changed(changed: dict[str, Any]) -> None:
    entry = decision(plan(MODEL))
    found = decided(plan(MODEL | changed), entry)
    assert (found.verdict, codes(found)) == ("undetermined", ["decision_stale"])


def test_it_stays_when_only_the_writing_changed() -> None:
    entry = decision(plan(MODEL))
    rewritten = dict(reversed((MODEL | {"gfa": "900 m2", "x_mine": 1}).items()))
    assert decided(plan(rewritten, title="other"), entry).verdict == "compliant"


def test_one_that_nobody_asked_for_decides_nothing() -> None:
    entry = decision(plan(MODEL))
    found = decided(plan(MODEL | {"is_model": False}), entry)
    assert codes(found) == ["decision_not_asked"]
    assert codes(decided(plan(MODEL), entry | {"rule": "nothing"})) == ["decision_rule_gone"]
    assert codes(decided(plan(MODEL), entry | {"subject": F1 + "/part=p"})) == ["decision_subject_gone"]


def test_two_answers_to_one_question_are_refused() -> None:
    made = plan(MODEL)
    with pytest.raises(InvalidDispositions, match="twice"):
        decided(made, decision(made), decision(made, "not_met"))


def test_decisions_are_written_as_they_are_read() -> None:
    entry = decision(plan(MODEL), remark='yes: "no" # {0}\n\u202e - 12')
    (read,) = read_decisions({"decisions": [entry]})
    (again,) = read_decisions(decisions_text([read]).encode())
    assert again._replace(place=read.place) == read


# -- baseline ----------------------------------------------------------------------------------------------------


def baseline_of(report: Any) -> bytes:
    return baseline_text(known for _, known in violations(report) if known).encode()


def test_a_baseline_sets_the_exit_code_and_never_the_verdict() -> None:
    before = baseline_of(checked(plan()))
    report = sc.check(plan(), rules(), baseline=before)
    assert (report.verdict, report.exit_code) == ("non_compliant", 0)
    more = sc.check(plan(SMALL, SMALL | {"id": "f2"}), rules(), baseline=before)
    assert (more.verdict, more.exit_code) == ("non_compliant", 1)
    assert more.plans[0].counts.dispositions["baseline"] == 1


def test_what_no_longer_stands_is_named() -> None:
    before = baseline_of(checked(plan()))
    assert codes(checked(plan(SMALL | {"gfa": 600}), baseline=before)) == ["baseline_stale"]
    assert codes(checked(plan(), waiver(), baseline=before)) == ["baseline_stale"]


def test_another_plan_does_not_profit() -> None:
    report = sc.check(plan(id="P-2"), rules(), baseline=baseline_of(checked(plan())))
    assert report.exit_code == 1
    assert codes(report.plans[0]) == ["elsewhere"]


def test_what_has_no_id_is_not_kept() -> None:
    assert [known for _, known in violations(checked(plan(SMALL | {"id": None})))] == [None]


def test_a_baseline_is_sorted_and_stable() -> None:
    report = checked(plan(SMALL, SMALL | {"id": "f2"}))
    entries = [known for _, known in violations(report) if known]
    assert baseline_text(entries) == baseline_text(reversed(entries))
    assert read_baseline(baseline_text(entries).encode()) == frozenset(entries)
    assert read_baseline(baseline_text(()).encode()) == frozenset()


# -- all of them -------------------------------------------------------------------------------------------------


def test_fail_on_looks_past_what_is_settled() -> None:
    assert names(checked(plan()).counts, ["violation"])
    assert not names(checked(plan(), waiver()).counts, ["violation"])
    assert not names(checked(plan(), baseline=baseline_of(checked(plan()))).counts, ["violation"])
    made = plan(MODEL)
    assert names(checked(made).counts, ["unknown"])
    assert not names(decided(made, decision(made)).counts, ["unknown"])
    assert names(decided(made, decision(made, "not_met")).counts, ["violation"])


def test_findings_of_large_plans_are_disposed_of_without_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    many = plan(*(SMALL | {"id": f"f{at}"} for at in range(1, 200)))
    report = sc.check(many, rules())
    (before,) = report.plans
    engine = engines(rules()).if_worth(before.program, before.as_of, True)
    assert engine is not None
    chosen = engine.rules
    lazy = before._replace(findings=evaluate_fused(engine, many.data, chosen))
    plain = before._replace(findings=tuple(evaluate(engine.interpreter, many.data, chosen)))
    assert isinstance(lazy.findings, FusedFindings)
    made: list[str] = []
    finding_of = FusedFindings._finding

    def counting(self: FusedFindings, index: int, *args: Any) -> Any:
        made.append(self.engine.rules[index].id)
        return finding_of(self, index, *args)

    monkeypatch.setattr(FusedFindings, "_finding", counting)
    given = Given(read_waivers({"waivers": [waiver()]}), today="2025-06-01")
    (a,), (b,) = (dispose(report._replace(plans=(each,)), given).plans for each in (lazy, plain))
    assert set(made) == {"size.least"}
    assert (a.counts, a.verdict, a.notices) == (b.counts, b.verdict, b.notices)
    assert a.counts.dispositions["waived"] == 1
    assert list(a.findings) == list(b.findings)
    assert a.findings[3] == b.findings[3] and a.findings[:2] == b.findings[:2]
    assert len(a.findings) == len(lazy.findings)
