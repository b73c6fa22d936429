"""A report as plain data: the versioned format that every output is a function of."""

from __future__ import annotations

from collections import Counter

from standardcheck.check.display import both
from standardcheck.check.findings import Finding, Outcome
from standardcheck.check.identity import identify
from standardcheck.check.looking import by_rule, first
from standardcheck.check.run import REPORT_VERSION, PlanReport, Report, Unreadable, text_at
from standardcheck.errors import Fault
from standardcheck.typing_light import Any
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
    most: int = 0,
) -> Data:
    """The report as data, the same bytes for the same input.

    ``complete=False`` leaves out findings that nobody has to act on, ``findings=False`` all of them (they are
    still counted); ``trees=False`` leaves out the evidence trees; ``languages`` are those sentences are made in;
    ``most`` findings of a rule and an outcome are made (0: all), the others are counted under ``left_out``.
    """
    with speaking(languages):
        return {
            "report_version": REPORT_VERSION,
            "tool": {"name": "standardcheck", "version": report.tool_version},
            "rule_set": {"digest": report.rule_set_digest},
            **({"configuration": report.configuration._asdict()} if report.configuration else {}),
            "exit_code": report.exit_code,
            "complete": complete and findings and not most,
            "plans": [plan_data(plan, complete, trees, findings, most) for plan in report.plans],
            "unreadable": [_unreadable(entry) for entry in report.unreadable],
        }


def plan_data(plan: PlanReport, complete: bool, trees: bool, wanted: bool, most: int) -> Data:
    """One plan's part of the report."""
    outcomes = () if not wanted else tuple(Outcome) if complete else OPEN_OUTCOMES
    findings = list(first(plan.findings, outcomes, most))
    title = plan.plan.data.get("title")
    return {
        "file": plan.plan.file,
        "digest": plan.plan.digest,
        "title": title if isinstance(title, str) else None,
        **_own_id(plan),
        "as_of": {"date": plan.as_of, "source": plan.as_of_source},
        **({"today": plan.today} if plan.today else {}),
        **_place(plan),
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
        **({"standing": plan.standing} if plan.standing else {}),
        "partial": plan.partial,
        "caps": [{"reason": cap, "message": both("caps", cap, later=plan.choice.later)} for cap in plan.caps],
        "notices": [{"code": code, "message": both(_section(code), code, **args)} for code, args in plan.notices],
        "counts": plan.counts.as_data(),
        "documents": _documents(plan, findings),
        "faults": [fault_data(fault) for fault in plan.plan.faults],
        "findings": [plan.explain(finding, trees) for finding in findings],
        **_left_out(plan, findings, outcomes, most),
    }


def _section(code: str) -> str:
    """The part of the catalogues that words a notice."""
    return "disposing" if code.startswith(("waiver", "decision", "baseline", "elsewhere")) else "notices"


def _left_out(plan: PlanReport, made: list[Finding], outcomes: tuple[str, ...], most: int) -> Data:
    """How many findings of each rule and outcome are counted but not made."""
    if not most:
        return {}
    here = Counter((finding.rule.id, finding.outcome) for finding in made)
    left = [
        {"rule": rule, "outcome": outcome, "number": number - here[rule, outcome]}
        for (rule, outcome), number in by_rule(plan.findings).items()
        if outcome in outcomes and number > here[rule, outcome]
    ]
    return {"left_out": left} if left else {}


def _place(plan: PlanReport) -> Data:
    """The place that the plan states, with what the object that states it is called."""
    vocabulary = plan.explainer.interpreter.vocabulary
    path = vocabulary.pack_code_path
    code = text_at(plan.plan.data, path)
    if code is None:
        return {}
    return {"place": {"code": code, "label": identify(vocabulary, plan.plan.data, path[:-1]).label}}


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
