"""A report as plain data: the versioned format that every output is a function of."""

from __future__ import annotations

from typing import Any

from standardcheck.check.display import both
from standardcheck.check.findings import Outcome
from standardcheck.check.run import REPORT_VERSION, PlanReport, Report, Unreadable, text_at
from standardcheck.errors import Fault
from standardcheck.wording import LANGUAGES, speaking, spoken

OPEN_OUTCOMES = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.MANUAL, Outcome.ERROR)
"""Outcomes that somebody has to do something about."""

Data = dict[str, Any]


def report_data(
    report: Report,
    complete: bool = True,
    trees: bool = True,
    findings: bool = True,
    languages: tuple[str, ...] = LANGUAGES,
) -> Data:
    """The report as data, the same bytes for the same input.

    ``complete=False`` leaves out findings that nobody has to act on, ``findings=False`` all of them (they are
    still counted); ``trees=False`` leaves out the evidence trees; ``languages`` are those sentences are made in.
    """
    with speaking(languages):
        return {
            "report_version": REPORT_VERSION,
            "tool": {"name": "standardcheck", "version": report.tool_version},
            "rule_set": {"digest": report.rule_set_digest},
            "exit_code": report.exit_code,
            "complete": complete and findings,
            "plans": [plan_data(plan, complete, trees, findings) for plan in report.plans],
            "unreadable": [_unreadable(entry) for entry in report.unreadable],
        }


def plan_data(plan: PlanReport, complete: bool, trees: bool, wanted: bool) -> Data:
    """One plan's part of the report."""
    findings = [f for f in plan.findings if wanted and (complete or f.outcome in OPEN_OUTCOMES)]
    title = plan.plan.data.get("title")
    return {
        "file": plan.plan.file,
        "digest": plan.plan.digest,
        "title": title if isinstance(title, str) else None,
        **_own_id(plan),
        "as_of": {"date": plan.as_of, "source": plan.as_of_source},
        "packs": [
            {
                "id": pack.id,
                "title": pack.title,
                "version": pack.version,
                "draft": pack.draft,
                "digest": pack.digest,
            }
            for pack in plan.program.packs
        ],
        "verdict": plan.verdict,
        "partial": plan.partial,
        "caps": [{"reason": cap, "message": both("caps", cap, later=plan.choice.later)} for cap in plan.caps],
        "notices": [{"code": code, "message": both("notices", code, **args)} for code, args in plan.notices],
        "counts": plan.counts.as_data(),
        "documents": _documents(plan, findings),
        "faults": [fault_data(fault) for fault in plan.plan.faults],
        "findings": [plan.explain(finding, trees) for finding in findings],
    }


def _own_id(plan: PlanReport) -> Data:
    """What the plan says that it is known by, if it says so."""
    vocabulary = plan.explainer.interpreter.vocabulary
    own = text_at(plan.plan.data, (vocabulary.kinds[vocabulary.root].identity,))
    return {} if own is None else {"id": own}


def _documents(plan: PlanReport, findings: list[Any]) -> Data:
    used = dict.fromkeys(finding.rule.clause[0] for finding in findings)
    known = plan.program.documents
    return {
        name: {
            "title": known[name].title,
            "number": known[name].number,
            "status": known[name].status,
            "note": known[name].note,
        }
        for name in used
    }


def fault_data(fault: Fault) -> Data:
    """A fault of a file as data."""
    place = fault.place
    return {
        "code": fault.code,
        "message": {language: fault.message(language) for language in spoken()},
        "pointer": fault.pointer,
        "position": {
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "end_column": place.end_column,
        }
        if place
        else None,
        "line_text": fault.line_text,
    }


def _unreadable(entry: Unreadable) -> Data:
    return {"file": entry.file, "faults": [fault_data(fault) for fault in entry.faults]}
