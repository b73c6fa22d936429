"""Plans with findings that can be waived, decided or known before, and what lays dispositions over them."""

from __future__ import annotations

import json
from typing import Any

import standardcheck as sc
from standardcheck.check.decision_evidence import evidence_digest
from standardcheck.check.dispositions import subject_of
from standardcheck.check.report import report_data
from standardcheck.check.run import PlanReport
from support.reports import rules

TODAY = "2025-06-01"
F1 = "plan=P-1/city=320500/community=c1/facility=f1"


def plan(*facilities: dict[str, Any], **more: Any) -> sc.Plan:
    """A plan of the given facilities; by default one too small, and to be judged by a person."""
    made = [{"form": "complex", "functions": [{"kind": "health"}] * 2} | each for each in facilities or (SMALL,)]
    city = {"code": "320500", "communities": [{"id": "c1", "facilities": made}]}
    data = {"id": "P-1", "submitted_on": "2025-03-01", "city": city} | more
    return sc.read_plan(json.dumps({key: value for key, value in data.items() if value}).encode(), rules())


SMALL: dict[str, Any] = {"id": "f1", "gfa": 500, "is_model": False}
MODEL: dict[str, Any] = {"id": "f1", "gfa": 900, "is_model": True}


def waiver(**changes: Any) -> dict[str, Any]:
    """A waiver that holds for the small facility; ``None`` leaves a key out."""
    made = {
        "rule": "size.least",
        "subject": F1,
        "clause": {"document": "trial", "number": "1"},
        "reason": "old building",
        "authority": "bureau",
        "granted": "2025-01-01",
        "expires": "2025-12-31",
    } | changes
    return {key: value for key, value in made.items() if value is not None}


def checked(made: sc.Plan, *waivers: dict[str, Any], today: str | None = TODAY, **given: Any) -> PlanReport:
    """The report on one plan under some waivers."""
    extra: dict[str, Any] = {"waivers": {"waivers": list(waivers)}} if waivers else {}
    (report,) = sc.check(made, rules(), today=today, **extra, **given).plans
    return report


def decision(made: sc.Plan, answer: str = "met", **changes: Any) -> dict[str, Any]:
    """A decision on the manual finding of a plan as it stands."""
    report = checked(made)
    finding = next(f for f in report.findings if f.outcome == "manual")
    return {
        "rule": finding.rule.id,
        "subject": subject_of(report, finding),
        "who": "reviewer",
        "when": "2025-05-01",
        "answer": answer,
        "evidence": evidence_digest(report, finding),
    } | changes


def codes(report: PlanReport) -> list[str]:
    """The notices that dispositions gave."""
    kinds = ("waiver", "decision", "baseline", "elsewhere")
    return [code for code, _ in report.notices if code.startswith(kinds)]


def data_of(made: sc.Plan, **given: Any) -> dict[str, Any]:
    """The whole report as data."""
    return report_data(sc.check(made, rules(), **given))
