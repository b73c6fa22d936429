"""Which plans come out otherwise under other rules, and because of which findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from standardcheck.check.findings import Finding
from standardcheck.check.identity import identify
from standardcheck.check.report import fault_data
from standardcheck.check.run import PlanReport, check_plan
from standardcheck.compiler.library import RuleSet
from standardcheck.errors import Fault, Place, UnreadableSource, UsageError
from standardcheck.plan.model import pointer
from standardcheck.plan.read import plan_from_file

Data = dict[str, Any]


class Compared(NamedTuple):
    """The plans of a corpus that come out otherwise, those that could not be judged, and how many there were."""

    plans: list[Data]
    unreadable: list[Data]
    judged: int


def compare(files: Iterable[str], old: RuleSet, new: RuleSet, as_of: str | None) -> Compared:
    """Judge every plan by both rule sets. A plan that cannot be judged is kept apart and stops nothing.

    ``as_of``: the day of judgement for all plans; ``None`` for each plan's own. Raises ``UsageError`` if it is none.
    """
    done = Compared([], [], 0)
    judged = 0
    for file in files:
        try:
            plan = plan_from_file(file, new.conform)
            before, after = check_plan(plan, old, as_of), check_plan(plan, new, as_of)
        except UnreadableSource as faulty:
            done.unreadable.append(_unreadable(file, faulty.faults))
            continue
        except UsageError as usage:
            if usage.code == "bad-as-of":
                raise
            done.unreadable.append(_unreadable(file, (Fault(usage.code, usage.args_, Place(file)),)))
            continue
        judged += 1
        data = _plan(file, before, after)
        if data is not None:
            done.plans.append(data)
    return done._replace(judged=judged)


def _unreadable(file: str, faults: Iterable[Fault]) -> Data:
    return {"file": file, "faults": [fault_data(fault) for fault in faults]}


def _plan(file: str, before: PlanReport, after: PlanReport) -> Data | None:
    findings = list(_findings(before, after))
    caps = {"old": list(before.caps), "new": list(after.caps)}
    if not findings and before.verdict == after.verdict and before.caps == after.caps:
        return None
    return {
        "file": file,
        "as_of": after.as_of,
        "verdict": {"old": before.verdict, "new": after.verdict},
        "packs": {"old": before.choice.pack, "new": after.choice.pack},
        "caps": caps,
        "findings": findings,
    }


def _findings(before: PlanReport, after: PlanReport) -> Iterator[Data]:
    was, now = (dict(_known(report)) for report in (before, after))
    for key in [*now, *(key for key in was if key not in now)]:
        old, new = was.get(key), now.get(key)
        if _came_out(old) != _came_out(new):
            yield _finding(after if new is not None else before, old, new)


def _known(report: PlanReport) -> Iterator[tuple[Any, Finding]]:
    """Findings by what tells them apart in one plan: rule, object, which list of it, and which of several such."""
    seen: Counter[Any] = Counter()
    for finding in report.findings:
        key = (finding.rule.id, finding.kind, finding.path, finding.form, finding.list_path)
        seen[key] += 1
        yield (*key, seen[key]), finding


def _came_out(finding: Finding | None) -> tuple[str, str] | None:
    """Outcome and severity; a rule that does not apply is as good as no rule."""
    if finding is None or finding.outcome == "not_applicable":
        return None
    return finding.outcome, finding.severity


def _finding(report: PlanReport, old: Finding | None, new: Finding | None) -> Data:
    finding = new or old
    assert finding is not None
    plan, vocabulary = report.plan, report.explainer.interpreter.vocabulary
    path = finding.path if finding.form == "item" else finding.list_path
    place = plan.place(path)
    return {
        "rule": finding.rule.id,
        "title": finding.rule.title,
        "clause": {"document": finding.rule.clause[0], "number": finding.rule.clause[1]},
        "subject": identify(vocabulary, plan.data, finding.path).label,
        "pointer": pointer(path),
        "place": f"{place.file}:{place.line}:{place.column}",
        "old": _outcome(old),
        "new": _outcome(new),
    }


def _outcome(finding: Finding | None) -> Data | None:
    return None if finding is None else {"outcome": finding.outcome, "severity": finding.severity}
