"""What all findings of a plan mean together. One function counts; everything else reads its counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from standardcheck.check.findings import SEVERITIES, Finding, Outcome

COMPLIANT, NON_COMPLIANT, UNDETERMINED = "compliant", "non_compliant", "undetermined"

EXIT_COMPLIANT, EXIT_VIOLATION, EXIT_USAGE, EXIT_UNDETERMINED, EXIT_NOT_CHECKED = range(5)


class Counts(NamedTuple):
    """How many findings there are: by outcome, by disposition, and by severity and outcome."""

    outcomes: dict[str, int]
    dispositions: dict[str, int]
    by_severity: dict[str, dict[str, int]]
    faults: int

    def as_data(self) -> dict[str, Any]:
        """For the report."""
        return {
            "outcomes": self.outcomes,
            "dispositions": self.dispositions,
            "by_severity": self.by_severity,
            "faults": self.faults,
        }


def count(findings: Iterable[Finding], faults: int) -> Counts:
    """Count findings; faults of the plan count as errors."""
    outcomes = {outcome.value: 0 for outcome in Outcome}
    by_severity = {severity: {outcome.value: 0 for outcome in Outcome} for severity in SEVERITIES}
    dispositions: dict[str, int] = {}
    for finding in findings:
        outcomes[finding.outcome] += 1
        by_severity[finding.severity][finding.outcome] += 1
        dispositions[finding.disposition] = dispositions.get(finding.disposition, 0) + 1
    outcomes[Outcome.ERROR] += faults
    return Counts(outcomes, dict(sorted(dispositions.items())), by_severity, faults)


def verdict(findings: Iterable[Finding], faults: int, caps: Iterable[str]) -> str:
    """``non_compliant``, ``undetermined`` or ``compliant`` (design 5). ``caps`` are reasons that forbid compliant."""
    undecided = bool(faults) or bool(list(caps))
    decided = False
    for finding in findings:
        decided = decided or finding.outcome in (Outcome.PASS, Outcome.FAIL)
        if not finding.binding:
            continue
        if finding.outcome == Outcome.FAIL and not (finding.disposition == "waived" and finding.rule.force != "must"):
            return NON_COMPLIANT
        if finding.outcome in (Outcome.UNKNOWN, Outcome.ERROR):
            undecided = True
        if finding.outcome == Outcome.MANUAL and finding.disposition != "decided":
            undecided = True
    return UNDETERMINED if undecided or not decided else COMPLIANT


def exit_code(verdicts: Iterable[str], unreadable: bool, fails: bool) -> int:
    """One exit code for a run: 4 beats 1 beats 3 beats 0."""
    seen = set(verdicts)
    if unreadable:
        return EXIT_NOT_CHECKED
    if fails or NON_COMPLIANT in seen:
        return EXIT_VIOLATION
    return EXIT_UNDETERMINED if UNDETERMINED in seen else EXIT_COMPLIANT
