"""Whatever people say about findings: no outcome changes, nothing is hidden, and counts agree."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import standardcheck as sc
from standardcheck.check.disposition_files import baseline_text
from standardcheck.check.dispositions import violations
from standardcheck.check.report import report_data
from support.disposing import checked, decision, plan, waiver
from support.reports import rules

DAYS = ("2024-12-31", "2025-01-01", "2025-06-01", "2025-12-31", "2026-01-01")
RULES = ("size.least", "size.good", "functions.few", "looked-at.model", "size.none")
CLAUSES = {"size.least": "1", "size.good": "2", "functions.few": "10", "looked-at.model": "11", "size.none": "1"}


@st.composite
def facilities(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One to three facilities, some of which fail, wait for a person, or have no id."""
    made = []
    for at in range(draw(st.integers(1, 3))):
        facts: dict[str, Any] = {
            "gfa": draw(st.sampled_from([500, 700, 900, None])),
            "is_model": draw(st.sampled_from([True, False, None])),
            "functions": [{"kind": "health"}] * draw(st.integers(0, 2)),
        }
        made.append(facts | ({"id": f"f{at}"} if draw(st.booleans()) or at == 0 else {}))
    return made


@st.composite
def waivers(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Waivers that may hold, have expired, cite another clause, or are about nothing."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        rule = draw(st.sampled_from(RULES))
        first, last = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
        found.append(
            waiver(
                rule=rule,
                subject=f"plan=P-1/city=320500/community=c1/facility=f{draw(st.integers(0, 3))}",
                clause={"document": "trial", "number": draw(st.sampled_from([CLAUSES[rule], "2"]))},
                authority=draw(st.sampled_from(["bureau", None])),
                granted=first,
                expires=last,
            )
        )
    return found


def bare(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings without what was said about them."""
    said = ("disposition", "waiver", "decision")
    return [{k: v for k, v in f.items() if k not in said} for p in data["plans"] for f in p["findings"]]


@given(made=facilities(), entries=waivers(), today=st.sampled_from(DAYS), known=st.booleans(), answer=st.booleans())
def test_what_came_out_stays(
    made: list[dict[str, Any]], entries: list[dict[str, Any]], today: str, known: bool, answer: bool
) -> None:
    read = plan(*made)
    before = sc.check(read, rules())
    more: dict[str, Any] = {}
    if known:
        more["baseline"] = baseline_text(k for _, k in violations(before.plans[0]) if k).encode()
    if answer and made[0]["is_model"]:
        more["decisions"] = {"decisions": [decision(read)]}
    after = sc.check(read, rules(), waivers={"waivers": entries}, today=today, **more)
    data = report_data(after)
    assert bare(data) == bare(report_data(before))
    (judged,), (written,) = after.plans, data["plans"]
    counts = written["counts"]
    assert sum(counts["dispositions"].values()) == len(written["findings"]) == sum(counts["outcomes"].values())
    for name, number in counts["dispositions"].items():
        assert number == sum(1 for finding in written["findings"] if finding["disposition"] == name)
    assert counts["outcomes"] == before.plans[0].counts.outcomes
    for finding in written["findings"]:
        if finding["disposition"] == "waived":
            assert finding["outcome"] == "fail" and finding["severity"] != "note" and finding["force"] != "must"
            assert finding["waiver"]["granted"] <= today <= finding["waiver"]["until"]
            assert finding["waiver"]["who"] == "bureau"
            assert finding["clause"]["number"] == CLAUSES[finding["rule"]]
    if judged.verdict == "compliant":
        binding = [f for f in written["findings"] if f["severity"] == "violation"]
        assert all(f["outcome"] in ("pass", "not_applicable") or f["disposition"] != "open" for f in binding)


@given(made=facilities(), entries=waivers())
def test_an_expired_waiver_is_as_none(made: list[dict[str, Any]], entries: list[dict[str, Any]]) -> None:
    before = checked(plan(*made))
    after = checked(plan(*made), *entries, today="2026-01-02")
    assert (after.verdict, after.counts) == (before.verdict, before.counts)
    assert len(after.notices) == len(before.notices) + len(entries)


@given(made=facilities())
def test_a_baseline_changes_no_verdict_and_no_order(made: list[dict[str, Any]]) -> None:
    before = checked(plan(*made))
    entries = [known for _, known in violations(before) if known]
    after = checked(plan(*made), baseline=baseline_text(entries).encode())
    assert after.verdict == before.verdict
    assert [(f.rule.id, f.path) for f in after.findings] == [(f.rule.id, f.path) for f in before.findings]
    assert after.counts.dispositions.get("baseline", 0) == len(entries)
