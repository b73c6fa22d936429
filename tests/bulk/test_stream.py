"""A stream of plans: each line comes out, in order, whatever is wrong with its neighbours."""

from __future__ import annotations

import io
import json
import os
import signal
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from differential.test_shipped import PLANS, damaged, document
from standardcheck.check import bulk_lines
from standardcheck.check.bulk import Summary, check_stream, read_lines
from standardcheck.check.bulk_lines import LineChecker
from standardcheck.check.explain import Explainer
from standardcheck.check.run import check_plan
from standardcheck.compiler.library import RuleSet
from standardcheck.errors import FaultyInput
from standardcheck.plan.model import pointer
from standardcheck.plan.read import plan_from_bytes
from standardcheck.ruleset.packs import list_packs, read_files

ROOT = Path(__file__).parents[2]
RULES = RuleSet(
    (ROOT / "schemas" / "plan.schema.json").read_bytes(),
    {name: read_files(folder) for name, folder in list_packs([ROOT / "rules"]).items()},
)
DAY = "2026-01-01"


def run(lines: Iterable[bytes], jobs: int = 1, as_of: str | None = DAY) -> tuple[Summary, list[dict[str, Any]]]:
    written: list[bytes] = []
    summary = check_stream(lines, RULES, as_of, jobs, written.append)
    return summary, [json.loads(line) for line in b"".join(written).splitlines()]


def plain(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"


def small(number: int) -> dict[str, Any]:
    facility = {"id": "f", "form": "complex", "gfa": 500 + number % 300, "functions": [{"kind": "health"}]}
    community = {"id": "c", "name": "社区", "households": 1000, "facilities": [facility]}
    return {"id": f"p{number}", "title": f"方案{number}", "submitted_on": "2025-03-01",
            "city": {"code": "210200", "communities": [community]}}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"id": "a", "id": "b"}', "duplicate-key"),
        (b'{"id" : "a", "id": "b"}', "duplicate-key"),
        (b'{"city": {"name": "x", "name": "x"}}', "duplicate-key"),
        (b'{"x_own": {"a": 1, "a": 1}}', "duplicate-key"),
        (b'{"id": "\\u0061\\":", "id": "b"}', "duplicate-key"),
        (b'{"x_own": NaN}', "not-finite"),
        (b'{"x_own": -Infinity}', "not-finite"),
        (b'{"x_own": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too-deep"),
        (b'{"x_own": ' + b"[" * 40 + b"]" * 40 + b"}", "too-deep"),
        (b'{"id": "a"', "json-unfinished"),
        (b'{"id": "a",}', "json-trailing-comma"),
        (b'{"id": "\xff"}', "not-utf-8"),
        (b'{"id": "\\ud800"}', "json-lone-surrogate"),
        (b'{"x_own": 1e999}', "number-out-of-range"),
        (b"[]", None),
        (b"nonsense", None),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_goes_on(line: bytes, code: str | None) -> None:
    summary, found = run([plain(small(1)), line + b"\n", plain(small(2))])
    assert [entry["line"] for entry in found] == [1, 2, 3]
    assert "verdict" in found[0]
    assert "verdict" in found[2]
    if code is None:
        assert "error" in found[1] or found[1]["faults"]
    else:
        assert code in [fault["code"] for fault in found[1]["error"]]
        assert summary == Summary(3, 1, summary.verdicts)
        assert summary.exit_code == 4


def test_what_a_key_looks_like_in_a_text_misleads_nobody() -> None:
    plan = small(1) | {"title": 'a": b', "x_note": {'":': 1}}
    _, (found,) = run([plain(plan)])
    assert found["title"] == 'a": b'


def test_seventeen_digits_are_read_exactly() -> None:
    def outcome(written: str) -> str:
        facility = f'{{"id": "f", "form": "complex", "gfa": {written}}}'
        line = f'{{"city": {{"communities": [{{"id": "c", "facilities": [{facility}]}}]}}}}'
        _, (found,) = run([line.encode()])
        failed = [f["rule"] for f in found["findings"] if f["outcome"] == "fail"]
        return "fail" if "cesf.complex.area" in failed else "pass"

    assert outcome("600") == outcome("600.00000000000000") == outcome("6e2") == "pass"
    assert outcome("599.99999999999999999") == "fail"
    assert outcome("600.00000000000000001") == "pass"


def test_faults_of_single_facts_are_kept_on_the_plan() -> None:
    plan = small(1)
    plan["city"]["communities"][0]["facilities"][0]["gfa"] = "600 m"
    _, (found,) = run([plain(plan)])
    assert [fault["code"] for fault in found["faults"]] == ["wrong-dimension"]
    assert found["counts"]["error"] == 1
    assert found["verdict"] != "compliant"


def test_no_date_is_an_error_of_the_line() -> None:
    plan = small(1)
    del plan["submitted_on"]
    _, (found, other) = run([plain(plan), plain(small(2))], as_of=None)
    assert found["error"][0]["code"] == "no-as-of"
    assert other["as_of"] == "2025-03-01"


def test_blank_lines_and_byte_order_mark() -> None:
    _, found = run([b"\xef\xbb\xbf" + plain(small(1)), b"\n", b"  \r\n", plain(small(2)).replace(b"\n", b"\r\n")])
    assert [entry["line"] for entry in found] == [1, 4]


def test_a_line_over_the_limit_is_passed_over() -> None:
    stream = io.BytesIO(plain(small(1)) + b"x" * 5000 + b"\n" + plain(small(2)))
    lines = list(read_lines(stream, 1000))
    assert [len(line) for line in lines[1:2]] == [1002]
    assert json.loads(lines[2])["id"] == "p2"


def test_nothing_at_all_is_not_a_success() -> None:
    assert run([])[0].exit_code == 4


# -- the same as one by one ----------------------------------------------------------------------------------


def one_by_one(line: bytes) -> tuple[str, dict[str, int], list[dict[str, Any]]]:
    plan = plan_from_bytes(line, "plan", RULES.conform, "json")
    report = check_plan(plan, RULES, DAY)
    explainer: Explainer = report.explainer
    found = []
    for finding in report.findings:
        if finding.outcome in ("fail", "unknown", "manual", "error"):
            record = explainer.explain(finding)
            found.append({
                "rule": finding.rule.id, "outcome": finding.outcome, "severity": finding.severity,
                "pointer": pointer(finding.path), "needs": [need["path"] for need in record["needs"]],
            })  # fmt: skip
    return report.verdict, report.counts.outcomes, found


@lru_cache
def one_for_all() -> LineChecker:
    """A checker that remembers what it worked out for the lines before."""
    return LineChecker(RULES, DAY)


@settings(max_examples=60)
@given(plan=st.sampled_from(PLANS), seed=st.integers(0, 2**32), share=st.sampled_from([0.0, 0.05, 0.3]))
def test_a_line_says_what_a_report_says(plan: Path, seed: int, share: float) -> None:
    import random

    line = json.dumps(damaged(document(plan), random.Random(seed), share), default=float).encode()
    verdict, counts, findings = one_by_one(line)
    said, _, written = one_for_all().check(1, line)
    found = json.loads(written)
    assert said == found["verdict"]
    assert found["verdict"] == verdict
    assert found["counts"] == counts
    kept = ("rule", "outcome", "severity", "pointer")
    assert [{key: f[key] for key in kept} for f in found["findings"]] == [
        {key: f[key] for key in kept} for f in findings
    ]
    assert [f.get("needs", []) for f in found["findings"]] == [f["needs"] for f in findings]


@pytest.mark.parametrize("uses", [("nursery",) * 3, ("kindergarten", "nursery", "nursery"), ("elder_day_care",) * 3])
def test_what_twins_need_is_told_of_each(uses: tuple[str, ...]) -> None:
    """Parts that lack the same are judged by rules on all parts of the facility, themselves among them."""
    plan = small(1)
    facility = plan["city"]["communities"][0]["facilities"][0]
    facility |= {
        "functions": [{"kind": "infant_care"}],
        "parts": [{"id": f"p{at}", "use": use} for at, use in enumerate(uses)],
    }
    facility["parts"][1] |= {"lowest_storey": 2}
    line = plain(plan)
    _, _, findings = one_by_one(line)
    found = json.loads(LineChecker(RULES, DAY).check(1, line)[2])["findings"]
    assert [(f["rule"], f["pointer"], f.get("needs", [])) for f in found] == [
        (f["rule"], f["pointer"], f["needs"]) for f in findings
    ]


def test_a_number_of_three_hundred_digits_is_a_fault_like_any_other() -> None:
    plan = small(1)
    plan["city"]["communities"][0]["facilities"][0]["gfa"] = 1e300
    _, (found,) = run([plain(plan)])
    assert [fault["code"] for fault in found["faults"]] == ["out-of-bounds-high"]


@pytest.mark.parametrize("space", ["", " ", "  "])
@pytest.mark.parametrize("title", ["x", "a: b", 'a": b', "1e5", "3 east", "2024-01-01 to 2024-12-31"])
def test_what_a_text_looks_like_costs_no_fact(space: str, title: str) -> None:
    line = json.dumps(small(1) | {"title": title}, separators=("," + space, ":" + space)).encode()
    _, (found, other) = run([line, line.replace(b'"form"', b'"gfa": 900, "form"')])
    assert found["title"] == title
    assert found["counts"]["fail"] > 0
    assert [fault["code"] for fault in other["error"]] == ["duplicate-key"]


# -- workers -------------------------------------------------------------------------------------------------


def text(lines: list[bytes], jobs: int) -> bytes:
    written: list[bytes] = []
    check_stream(lines, RULES, DAY, jobs, written.append)
    return b"".join(written)


LINES = [plain(small(number)) if number % 97 else b'{"id": 1, "id": 2}\n' for number in range(1, 1200)]


def test_the_number_of_jobs_changes_nothing() -> None:
    alone = text(LINES, 1)
    assert alone.count(b"\n") == len(LINES)
    assert text(LINES, 2) == text(LINES, 3) == alone


def test_progress_counts_lines() -> None:
    seen: list[int] = []
    check_stream(LINES, RULES, DAY, 2, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == len(LINES)


def test_a_plan_that_kills_its_worker_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    deadly = {300, 301, 900}
    check = LineChecker.check

    def killing(self: LineChecker, number: int, line: bytes) -> tuple[str, bytes]:
        if number in deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return check(self, number, line)

    alone = text(LINES, 1).splitlines()
    monkeypatch.setattr(bulk_lines.LineChecker, "check", killing)
    found = text(LINES, 2).splitlines()
    assert len(found) == len(alone)
    for number, (line, expected) in enumerate(zip(found, alone, strict=True), start=1):
        if number in deadly:
            assert json.loads(line)["error"][0]["code"] == "worker-killed"
        else:
            assert line == expected


def test_a_worker_killed_from_outside_loses_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    check = LineChecker.check
    once = tmp_path / "killed"

    def killed_once(self: LineChecker, number: int, line: bytes) -> tuple[str, bytes]:
        if number == 500 and not once.exists():
            once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return check(self, number, line)

    alone = text(LINES, 1)
    monkeypatch.setattr(bulk_lines.LineChecker, "check", killed_once)
    assert text(LINES, 2) == alone
    assert once.exists()


def test_a_fault_of_ours_is_an_error_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: LineChecker, number: int, line: bytes) -> Any:
        raise ZeroDivisionError("made up")

    monkeypatch.setattr(bulk_lines.LineChecker, "read", broken)
    _, (found,) = run([plain(small(1))])
    assert "ZeroDivisionError: made up" in found["error"][0]["message"]["en"]


def test_unreadable_is_what_a_single_plan_is() -> None:
    with pytest.raises(FaultyInput):
        plan_from_bytes(b'{"id": 1, "id": 2}', "plan", RULES.conform, "json")
